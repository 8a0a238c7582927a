"""A line that can be chosen: icon, title, words below, and how it stands at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from ui.style.fonts import BODY, SMALL, font, metrics
from ui.style.icons import paint_icon
from ui.style.marks import Mark, paint_mark
from ui.style.theme import colour
from ui.widgets.buttons import make_frame

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_STATE_WIDTH = 176


class ActionRow(QAbstractButton):
    """One line. `mark` and `state` stand at the right over `when`; with `arrow` a caret does."""

    def __init__(
        self,
        title: str,
        words: str,
        *,
        icon_name: str = "",
        arrow: bool = False,
        height: int = 64,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(title)
        self.words = words
        self._icon = icon_name
        self._arrow = arrow
        self._height = height
        self._mark: Mark | None = None
        self._when = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(height)
        self._name()

    def set_state(self, mark: Mark | None, when: str = "") -> None:
        """Say how it stands, and since when."""
        self._mark, self._when = mark, when
        self._name()
        self.update()

    @property
    def state(self) -> Mark | None:
        """How it stands."""
        return self._mark

    def _name(self) -> None:
        mark = self._mark.word if self._mark else ""
        parts = (self.text(), self.words, mark, self._when)
        self.setAccessibleName(", ".join(part for part in parts if part))

    def sizeHint(self) -> QSize:
        """As high as asked for; any width."""
        return QSize(320, self._height)

    def event(self, event: QEvent) -> bool:
        """Give the whole words as a tooltip while they are cut."""
        if event.type() == QEvent.Type.ToolTip:
            room = self._text_room()
            cut = metrics(BODY).horizontalAdvance(self.words) > room
            cut = cut or metrics(BODY, strong=True).horizontalAdvance(self.text()) > room
            self.setToolTip(f"{self.text()}\n{self.words}" if cut else "")
        return super().event(event)

    def _text_room(self) -> int:
        left = 52 if self._icon else 16
        right = 40 if self._arrow else _STATE_WIDTH if self._mark or self._when else 16
        return self.width() - left - right

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the icon, both lines and what stands at the right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            ground = "selected" if self.hasFocus() else "hover"
            painter.fillRect(QRectF(self.rect()), colour(ground))
        middle = self.height() // 2
        if self._icon:
            paint_icon(painter, self._icon, QRect(18, middle - 9, 18, 18), colour("text_2"))
        self._paint_words(painter, 52 if self._icon else 16, middle)
        if self._arrow:
            place = QRect(self.width() - 28, middle - 6, 12, 12)
            paint_icon(painter, "forward", place, colour("text_2"))
        else:
            self._paint_state(painter, self.width() - _STATE_WIDTH, middle)

    def _paint_words(self, painter: QPainter, left: int, middle: int) -> None:
        room, cut = self._text_room(), Qt.TextElideMode.ElideMiddle
        size = BODY if self._icon else SMALL
        painter.setPen(colour("text"))
        painter.setFont(font(BODY, strong=True))
        title = metrics(BODY, strong=True).elidedText(self.text(), cut, room)
        painter.drawText(QRectF(left, middle - 20, room, 20), _LEFT, title)
        painter.setPen(colour("text_2"))
        painter.setFont(font(size))
        words = metrics(size).elidedText(self.words, cut, room)
        painter.drawText(QRectF(left, middle, room, 18), _LEFT, words)

    def _paint_state(self, painter: QPainter, left: int, middle: int) -> None:
        room = _STATE_WIDTH - 32
        if self._mark is not None:
            strong = self._mark.tone.value != "text_2"
            paint_mark(painter, self._mark.shape, QPointF(left + 6, middle - 10))
            painter.setPen(colour(self._mark.tone.value))
            painter.setFont(font(BODY, strong=strong))
            words = metrics(BODY, strong=strong).elidedText(
                self._mark.word, Qt.TextElideMode.ElideRight, room
            )
            painter.drawText(QRectF(left + 18, middle - 20, room, 20), _LEFT, words)
        painter.setPen(colour("text_2"))
        painter.setFont(font(SMALL))
        painter.drawText(QRectF(left + 18, middle, room, 18), _LEFT, self._when)


class ActionList(QFrame):
    """Lines in a card; up and down go from line to line, Enter chooses. `chosen(key)`."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        self.setAccessibleName(name)
        self.rows: dict[str, ActionRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)

    def set_rows(self, rows: Sequence[tuple[str, ActionRow]]) -> None:
        """Show these lines by key."""
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.rows = dict(rows)
        for place, (key, row) in enumerate(rows):
            if place:
                self._column.addWidget(make_frame("soft-line"))
            row.clicked.connect(lambda _, key=key: self.chosen.emit(key))
            self._column.addWidget(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the lines, and choose the one with the focus."""
        rows = list(self.rows.values())
        at = next((n for n, row in enumerate(rows) if row.hasFocus()), -1)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if at < 0:
            super().keyPressEvent(event)
        elif step is not None:
            rows[min(max(at + step, 0), len(rows) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            rows[at].click()
        else:
            super().keyPressEvent(event)
