"""The bar at the top of the window: whose register, back and forward, search, date, undo."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.style.fonts import BODY, SMALL, font, metrics, text_width
from ui.style.tokens import TOP_BAR
from ui.widgets.buttons import QUIET, make_button, make_icon_button, make_label, restyle
from ui.widgets.field_button import FieldButton


class TopBar(QFrame):
    """Sends `back`, `forward`, `search`, `as_at`, `undo` and `redo` when they are asked for."""

    back = Signal()
    forward = Signal()
    search = Signal()
    as_at = Signal()
    undo = Signal()
    redo = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "topbar")
        self.setFixedHeight(TOP_BAR)
        self._narrow = False
        self._undo_step = ""
        self.code = QLabel()
        self.code.setProperty("part", "code")
        self.code.setFont(font(SMALL, strong=True))
        self.code.setFixedHeight(20)
        self.name = make_label("", strong=True)
        self.back_button = make_icon_button("back", "Back (Alt+←)", on_click=self.back.emit)
        self.forward_button = make_icon_button(
            "forward", "Forward (Alt+→)", on_click=self.forward.emit
        )
        self.search_button = FieldButton("search", key="Ctrl+K")
        self.search_button.clicked.connect(self.search)
        self.date_button = FieldButton("calendar", arrow=True)
        self.date_button.clicked.connect(self.as_at)
        self.undo_button = make_button(
            "Undo", kind=QUIET, icon_name="undo", on_click=self.undo.emit
        )
        self.redo_button = make_icon_button("redo", "Redo", on_click=self.redo.emit)
        self._lay_out()
        self.set_narrow(narrow=False)
        self.set_undo("")
        self.set_redo("")
        self.set_date("", today=True)
        self.set_travel(back=False, forward=False)

    def _lay_out(self) -> None:
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(self.code, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.name)
        layout.addSpacing(26)
        layout.addWidget(self.back_button)
        layout.addSpacing(4)
        layout.addWidget(self.forward_button)
        layout.addSpacing(2)
        layout.addWidget(self.search_button)
        layout.addWidget(self.date_button)
        layout.addStretch(1)
        layout.addWidget(self.undo_button)
        layout.addWidget(self.redo_button)

    def set_register(self, code: str, name: str) -> None:
        """Say whose register this is; an empty code shows no box."""
        self.code.setText(code)
        self.code.setVisible(bool(code))
        self.code.setToolTip(name)
        self.name.setText(name)

    def set_date(self, words: str, *, today: bool) -> None:
        """Show the date that is looked at; on any other than today's the chip turns to risk."""
        self.date_button.set_words("As at", words, "Look at another date")
        self.date_button.setProperty("elsewhen", not today)
        restyle(self.date_button)
        self.date_button.setVisible(bool(words))

    def set_travel(self, *, back: bool, forward: bool) -> None:
        """Whether there is a page before and after this one."""
        self.back_button.setEnabled(back)
        self.forward_button.setEnabled(forward)

    def set_undo(self, step: str, reason: str = "Nothing to undo") -> None:
        """Name the step that Undo would take back; "" when there is none, with the reason."""
        self._undo_step = step
        self.undo_button.setEnabled(bool(step))
        self._fit_undo()
        self.undo_button.setAccessibleName(f"Undo: {step}" if step else "Undo")
        self.undo_button.setToolTip(f"Undo: {step} (Ctrl+Z)" if step else reason)

    def _fit_undo(self) -> None:
        """Name the step as far as there is room for it."""
        self.undo_button.setText("Undo")
        if not self._undo_step or self._narrow:
            return
        spare = self.width() - self._row.sizeHint().width()
        room = text_width("Undo") + max(spare, 0)
        words = metrics(BODY).elidedText(
            f"Undo: {self._undo_step}", Qt.TextElideMode.ElideRight, room
        )
        self.undo_button.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width leaves another room for the name of the step."""
        super().resizeEvent(event)
        self._fit_undo()

    def set_redo(self, step: str) -> None:
        """Name the step that Redo would do again; "" when there is none."""
        self.redo_button.setEnabled(bool(step))
        words = f"Redo: {step} (Ctrl+Y)" if step else "Nothing to redo"
        self.redo_button.setToolTip(words)
        self.redo_button.setAccessibleName(words)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave out what a narrow window has no room for."""
        self._narrow = narrow
        self.name.setVisible(not narrow)
        self.search_button.set_words("Find" if narrow else "Find a record, page or command")
        self.search_button.setFixedWidth(260 if narrow else 312)
        self.set_undo(self._undo_step)
