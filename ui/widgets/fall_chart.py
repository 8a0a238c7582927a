"""A waterfall: from a first sum, by steps that each say what they add or take, to the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style.fonts import SMALL, font, text_width
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEIGHT, _TOP, _FOOT = 156, 20, 22
_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Fall:
    """A step: the level before and after it, what is written on it, and its name below."""

    label: str
    before: int
    after: int
    words: str
    is_sum: bool = False


class FallChart(QWidget):
    """`show_falls(falls, limit, words)`; steps are drawn from their levels, so they add up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.falls: tuple[Fall, ...] = ()
        self._limit = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_falls(self, falls: Sequence[Fall], limit: int, words: str) -> None:
        """Draw these over a dashed limit; `words` say what they are."""
        self.falls, self._limit = tuple(falls), limit
        self.setAccessibleName(words)
        said = ", ".join(f"{fall.label} {fall.words}" for fall in self.falls)
        self.setAccessibleDescription(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        """Any width."""
        return QSize(900, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a small window."""
        return QSize(480, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every step, the lines between them, and the limit."""
        if not self.falls:
            return
        painter = QPainter(self)
        most = max(max(fall.before, fall.after) for fall in self.falls) or 1
        floor = self.height() - _FOOT
        unit = (floor - _TOP) / most
        column = self.width() / len(self.falls)
        for place, fall in enumerate(self.falls):
            left = place * column + column * 0.14
            high = 0 if fall.is_sum else min(fall.before, fall.after)
            top = floor - max(fall.before, fall.after) * unit
            size = max(1.0, (max(fall.before, fall.after) - high) * unit)
            rises = fall.after > fall.before and not fall.is_sum
            ink = "accent" if fall.is_sum else "late" if rises else "bar"
            painter.fillRect(QRectF(left, top, column * 0.72, size), colour(ink))
            painter.setPen(colour("control"))
            if place + 1 < len(self.falls):
                y = int(floor - fall.after * unit)
                painter.drawLine(int(left + column * 0.72), y, int(left + column), y)
            painter.setFont(font(SMALL))
            painter.setPen(colour("text_2"))
            painter.drawText(QRectF(place * column, floor, column, _FOOT), _MIDDLE, fall.label)
        painter.setPen(colour("control"))
        painter.drawLine(0, floor, self.width(), floor)
        painter.setPen(QPen(colour("late"), 1.5, Qt.PenStyle.DashLine))
        y = int(floor - self._limit * unit)
        painter.drawLine(0, y, self.width(), y)
        for place, fall in enumerate(self.falls):
            top = floor - max(fall.before, fall.after) * unit
            self._paint_words(painter, QRectF(place * column, top - 18, column, 16), fall.words, y)

    def _paint_words(self, painter: QPainter, box: QRectF, words: str, limit: int) -> None:
        """What a step adds or takes; the limit does not run through it."""
        if box.top() <= limit <= box.bottom():
            wide = text_width(words, SMALL, strong=True) + 8
            clear = QRectF(box.center().x() - wide / 2, box.top(), wide, box.height())
            painter.fillRect(clear, colour("surface"))
        painter.setFont(font(SMALL, strong=True))
        painter.setPen(colour("text"))
        painter.drawText(box, _MIDDLE, words)
