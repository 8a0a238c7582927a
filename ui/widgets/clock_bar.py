"""A bar of days: what has elapsed filled, what stood still hatched, what is left empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

FILLED, HATCHED, EMPTY = "filled", "hatched", "empty"
_HEIGHT = 14


class ClockBar(QWidget):
    """`set_parts([("filled", 18), ("empty", 3)], words)`; the words are what it says aloud."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts: tuple[tuple[str, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: Sequence[tuple[str, int]], words: str) -> None:
        """Show pieces of so many days each, in their order."""
        self.parts = tuple(parts)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Any width."""
        return QSize(240, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a small window."""
        return QSize(80, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pieces, then the frame around all of them."""
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.fillRect(box, colour("surface"))
        days = sum(count for _, count in self.parts) or 1
        left = box.left()
        for kind, count in self.parts:
            width = box.width() * count / days
            piece = QRectF(left, box.top(), width, box.height())
            if kind == FILLED:
                painter.fillRect(piece, colour("bar"))
            elif kind == HATCHED:
                painter.fillRect(piece, QBrush(colour("bar"), Qt.BrushStyle.BDiagPattern))
            left += width
        painter.setPen(colour("control"))
        painter.drawRect(box)
