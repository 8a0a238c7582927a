"""A row of months with a number each, the first one marked as the one that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style.fonts import SMALL, font
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

_BAR, _GAP, _HEIGHT = 6, 6, 28


class MonthBar(QWidget):
    """`set_months([("Nov", 21), ("Dec", 19)], "working days")`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: Sequence[tuple[str, int]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_months(self, months: Sequence[tuple[str, int]], unit: str) -> None:
        """Show these months and their numbers, counted in `unit`."""
        self._months = tuple(months)
        said = ", ".join(f"{name} {number}" for name, number in months)
        self.setAccessibleName(f"{unit} by month: {said}")
        self.setToolTip(f"{unit[:1].upper()}{unit[1:]} by month: {said}")
        self.update()

    def sizeHint(self) -> QSize:
        """Any width, two lines high."""
        return QSize(240, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pieces of the bar with their labels below."""
        if not self._months:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))
        width = (self.width() + _GAP) / len(self._months) - _GAP
        for place, (name, number) in enumerate(self._months):
            left = place * (width + _GAP)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("bar_soft" if place else "accent"))
            painter.drawRoundedRect(QRectF(left, 2, width, _BAR), 1, 1)
            box = QRectF(left, _BAR + 4, width, _HEIGHT - _BAR - 4)
            painter.setPen(colour("text_2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, name)
            painter.setPen(colour("text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, str(number))
