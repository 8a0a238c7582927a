"""The command palette: everything that can be found or done, one field away (Ctrl+K).

    palette = PaletteDialog(window, find, reads)
    palette.chosen.connect(...)
    palette.open_palette()

`find(text)` returns groups in the order they are shown; with `reads` it is asked in the reading
thread and only the newest answer is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.palette_list import (
    HEAD_HEIGHT,
    ITEM_HEIGHT,
    PaletteDelegate,
    PaletteGroup,
    PaletteItem,
    PaletteModel,
)
from ui.style.fonts import SMALL
from ui.style.tokens import PALETTE_WIDTH
from ui.widgets.buttons import make_frame, make_label
from ui.widgets.field_button import IconLabel

if TYPE_CHECKING:
    from ui.tasks import Reads

Find = Callable[[str], Sequence[PaletteGroup]]

TOP = 72
_SCRIM = QColor(16, 24, 32, 64)
_QUESTION = "palette"
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


class PaletteDialog(QWidget):
    """Lies over the whole window. `chosen(key)` on Enter or a click, `beside(key)` on Ctrl+Enter.

    It is part of the window, not a window of its own, so that it cannot be left behind.
    """

    chosen = Signal(str)
    beside = Signal(str)

    def __init__(
        self,
        window: QWidget,
        find: Find,
        reads: Reads | None = None,
        *,
        words: str = "Find a record, page or command",
        nothing: str = "Nothing found. Try fewer letters, or a number.",
    ) -> None:
        super().__init__(window)
        self._window = window
        self._find = find
        self._reads = reads
        self._nothing = nothing
        self._before: QWidget | None = None
        self._model = PaletteModel(self)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(words)
        self.edit.setAccessibleName(words)
        self.edit.textChanged.connect(self._ask)
        self.edit.installEventFilter(self)
        self.list = QListView()
        self._panel = self._lay_out()
        window.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> QFrame:
        self.list.setModel(self._model)
        self.list.setItemDelegate(PaletteDelegate(self.list, self._model))
        self.list.setAccessibleName("Found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._clicked)
        self._empty = make_label(self._nothing, tone="text_2")
        self._empty.setContentsMargins(16, 12, 16, 12)
        panel = make_frame("palette", self)
        column = QVBoxLayout(panel)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = make_frame("field-row")
        head.setFixedHeight(48)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(IconLabel("search"))
        row.addWidget(self.edit, 1)
        column.addWidget(head)
        column.addWidget(make_frame("hairline"))
        column.addWidget(self.list, 1)
        column.addWidget(self._empty)
        column.addWidget(make_frame("hairline"))
        column.addWidget(_foot())
        return panel

    # ---- opening and closing

    def open_palette(self, text: str = "") -> None:
        """Show it with the cursor in the field."""
        self._before = self._window.focusWidget()
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.edit.setText(text)
        self.edit.setFocus(Qt.FocusReason.PopupFocusReason)
        self._ask(text)

    def close_palette(self) -> None:
        """Hide it and give the focus back to where it was."""
        if self._reads is not None:
            self._reads.cancel(_QUESTION)
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    # ---- finding

    def _ask(self, text: str) -> None:
        if self.isHidden():
            return
        if self._reads is None:
            self.show_groups(self._find(text), text)
        else:
            find = self._find
            self._reads.ask(
                _QUESTION, lambda: find(text), lambda found: self.show_groups(found, text)
            )

    def show_groups(self, groups: Sequence[PaletteGroup], text: str) -> None:
        """Show what was found for `text`; the first item is ready for Enter."""
        self._model.set_groups(groups, text)
        found = self._model.rowCount() > 0
        self.list.setVisible(found)
        self._empty.setVisible(not found)
        self._fit()
        if found:
            self.list.setCurrentIndex(self._model.index(1))

    def _fit(self) -> None:
        rows = self._model.rows
        wanted = sum(HEAD_HEIGHT if isinstance(r, PaletteGroup) else ITEM_HEIGHT for r in rows)
        inner = wanted + 8 if rows else self._empty.sizeHint().height()
        top = TOP if self.height() > 640 else 24
        height = min(48 + inner + 38, self.height() - top - 24)
        width = min(PALETTE_WIDTH, self.width() - 48)
        self._panel.setGeometry((self.width() - width) // 2, top, width, height)

    # ---- choosing

    def current(self) -> PaletteItem | None:
        """The item that Enter opens."""
        index = self.list.currentIndex()
        row = self._model.rows[index.row()] if index.isValid() else None
        return row if isinstance(row, PaletteItem) else None

    def _choose(self, *, beside: bool = False) -> None:
        item = self.current()
        if item is None:
            return
        self.close_palette()
        (self.beside if beside else self.chosen).emit(item.key)

    def _clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self._choose()

    def _move(self, by: int) -> None:
        rows = self._model.rows
        items = [at for at, row in enumerate(rows) if isinstance(row, PaletteItem)]
        if items:
            at = self.list.currentIndex().row()
            place = items.index(at) + by if at in items else 0
            self.list.setCurrentIndex(self._model.index(items[min(max(place, 0), len(items) - 1)]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field move in the list; the overlay follows the window's size."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self._fit()
        pressed = event.type() == QEvent.Type.KeyPress
        if watched is self.edit and pressed and isinstance(event, QKeyEvent):
            return self._pressed(event)
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._move(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            beside = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._choose(beside=beside)
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            # Tab would lead to the page under the scrim.
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the panel closes it."""
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the scrim."""
        QPainter(self).fillRect(QRect(self.rect()), _SCRIM)


def _foot() -> QWidget:
    foot = QWidget()
    foot.setFixedHeight(36)
    row = QHBoxLayout(foot)
    row.setContentsMargins(16, 0, 16, 0)
    row.setSpacing(16)
    for words in ("↑ ↓ choose", "Enter open", "Ctrl+Enter open beside", "> commands only"):
        row.addWidget(make_label(words, size=SMALL, tone="text_2"))
    row.addStretch(1)
    row.addWidget(make_label("Esc close", size=SMALL, tone="text_2"))
    return foot
