"""A slider over days that rests only on those on which something changes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from areateam.core.dates import format_date
from ui.style.fonts import SMALL, font, text_width
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

_SIDE = 44.0
_LINE_AT = 13.0
_KNOB = 7.0
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
}


class DaySlider(QWidget):
    """`moved(day)` is sent as it comes to rest on another of its days."""

    moved = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._days: tuple[date, ...] = ()
        self._named: dict[date, str] = {}
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("Left and right go to the next day on which something changes")
        self._tell()

    def set_days(self, days: Sequence[date], chosen: date, named: dict[date, str]) -> None:
        """Show days in order and rest on one; `named` are the words of those that have some."""
        self._days = tuple(sorted({*days, chosen}))
        self._named = named
        self._at = self._days.index(chosen)
        self._tell()

    @property
    def day(self) -> date | None:
        """The day it rests on; None before it has any."""
        return self._days[self._at] if self._days else None

    def go_to(self, day: date) -> None:
        """Rest on the nearest of its days, and say so."""
        if not self._days:
            return
        nearest = min(self._days, key=lambda each: abs((each - day).days))
        if nearest != self.day:
            self._at = self._days.index(nearest)
            self._tell()
            self.moved.emit(nearest)

    def sizeHint(self) -> QSize:
        """Room for the line and the words below it."""
        return QSize(360, 44)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the next day, Home and End to the first and the last."""
        key = Qt.Key(event.key())
        if not self._days:
            return
        if key in _STEPS:
            at = min(max(self._at + _STEPS[key], 0), len(self._days) - 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            at = 0 if key == Qt.Key.Key_Home else len(self._days) - 1
        else:
            super().keyPressEvent(event)
            return
        self.go_to(self._days[at])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes to the day nearest to it."""
        self._point(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """So does dragging."""
        self._point(event.position().x())

    def _point(self, x: float) -> None:
        if self._days:
            nearest = min(self._days, key=lambda day: abs(self._x(day) - x))
            self.go_to(nearest)

    def _x(self, day: date) -> float:
        first, last = self._days[0], self._days[-1]
        whole = max((last - first).days, 1)
        return _SIDE + (self.width() - 2 * _SIDE) * (day - first).days / whole

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, its days as ticks, the knob, and the words of the days that have room."""
        if not self._days or self.day is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = self._x(self.day)
        painter.setPen(QPen(colour("control"), 2))
        painter.drawLine(
            QPointF(self._x(self._days[0]), _LINE_AT), QPointF(self._x(self._days[-1]), _LINE_AT)
        )
        painter.setPen(QPen(colour("accent"), 2))
        painter.drawLine(QPointF(self._x(self._days[0]), _LINE_AT), QPointF(here, _LINE_AT))
        for day in self._days:
            painter.setPen(QPen(colour("accent" if day <= self.day else "control"), 2))
            x = self._x(day)
            painter.drawLine(QPointF(x, _LINE_AT - 5), QPointF(x, _LINE_AT + 5))
        painter.setBrush(colour("surface"))
        painter.setPen(QPen(colour("accent"), 4 if self.hasFocus() else 3))
        painter.drawEllipse(QPointF(here, _LINE_AT), _KNOB, _KNOB)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        taken: list[QRectF] = []
        ends = {self._days[0], self._days[-1]}
        wanted = [self.day, *sorted(ends), *(day for day in self._named if day in self._days)]
        for day in wanted:
            if day is None:
                continue
            strong = day == self.day
            words = self._words(day)
            wide = text_width(words, strong=strong) + 8.0
            left = min(max(self._x(day) - wide / 2, 0.0), self.width() - wide)
            box = QRectF(left, _LINE_AT + 10, wide, 18)
            if any(box.intersects(other) for other in taken):
                continue
            taken.append(box)
            painter.setFont(font(SMALL, strong=strong))
            painter.setPen(colour("text" if strong else "text_2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _words(self, day: date) -> str:
        named = self._named.get(day, "")
        return f"{format_date(day.isoformat())}, {named}" if named else format_date(day.isoformat())

    def _tell(self) -> None:
        words = f"{self._name} {self._words(self.day)}" if self.day else self._name
        self.setAccessibleName(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        self.update()
