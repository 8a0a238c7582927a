"""Money by year as bars: one part solid, one hatched, with a line at what may be spent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from areateam.core.amounts import format_money
from ui.style.fonts import SMALL, font
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEIGHT, _LINE, _KEY, _GAP, _WIDEST = 228, 16, 24, 24, 120


@dataclass(frozen=True, slots=True)
class MoneyBar:
    """One year: its name, pence of the solid and of the hatched part, and the limit if any."""

    name: str
    solid: int
    hatched: int
    limit: int | None = None

    @property
    def total(self) -> int:
        """Both parts."""
        return self.solid + self.hatched

    @property
    def ends(self) -> tuple[int, int]:
        """How far it reaches below nought and above it; the limit and the total count too."""
        parts = (self.solid, self.hatched)
        below = sum(part for part in parts if part < 0)
        above = sum(part for part in parts if part > 0)
        return min(below, self.limit or 0), max(above, self.limit or 0)


class MoneyBars(QWidget):
    """`set_bars(bars, ("with an aim", "without an aim"))`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[MoneyBar, ...] = ()
        self._words = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def set_bars(self, bars: Sequence[MoneyBar], words: tuple[str, str]) -> None:
        """Show these years; `words` say what the solid and the hatched part are."""
        self._bars, self._words = tuple(bars), words
        said = [
            f"{bar.name}: {format_money(bar.solid)} {words[0]}, {format_money(bar.hatched)}"
            f" {words[1]}" + ("" if bar.limit is None else f", limit {format_money(bar.limit)}")
            for bar in bars
        ]
        self.setAccessibleName("Money by year. " + ". ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        """Any width, one height."""
        return QSize(360, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw on the screen."""
        painter = QPainter(self)
        self.paint_bars(painter, self.width(), self.height())

    def paint_bars(self, painter: QPainter, across: float, down: float) -> None:
        """Draw the key, the axis at nought, and each year with its name and its total."""
        if not self._bars:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))
        self._paint_key(painter)
        low = min(bar.ends[0] for bar in self._bars)
        high = max(bar.ends[1] for bar in self._bars)
        top, foot = _KEY + _LINE + 4, down - _LINE - 6
        scale = (foot - top) / ((high - low) or 1)
        nought = foot + low * scale
        width = min((across + _GAP) / len(self._bars) - _GAP, _WIDEST)
        for place, bar in enumerate(self._bars):
            left = place * (width + _GAP)
            self._paint_bar(painter, bar, QRectF(left, nought, width, scale))
            painter.setPen(colour("text_2"))
            below = QRectF(left, down - _LINE, width, _LINE)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, bar.name)
        painter.setPen(QPen(colour("control"), 1))
        painter.drawLine(QLineF(0, nought, len(self._bars) * (width + _GAP) - _GAP, nought))

    def _paint_bar(self, painter: QPainter, bar: MoneyBar, place: QRectF) -> None:
        """`place` has the left edge, nought, the width and, as its height, pixels for a penny."""
        left, nought, width, scale = place.x(), place.y(), place.width(), place.height()
        up = down = nought
        for pence, brush in ((bar.solid, _solid()), (bar.hatched, _hatched())):
            size = abs(pence) * scale
            up, down = (up - size, down) if pence > 0 else (up, down + size)
            box = QRectF(left, up if pence > 0 else down - size, width, size)
            painter.setPen(QPen(colour("bar"), 1) if size else Qt.PenStyle.NoPen)
            painter.setBrush(brush)
            painter.drawRect(box)
        if bar.limit is not None:
            y = nought - bar.limit * scale
            painter.setPen(QPen(colour("late"), 2, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(left - 6, y, left + width + 6, y))
        painter.setPen(colour("text"))
        highest = up if bar.limit is None else min(up, nought - bar.limit * scale)
        above = QRectF(left - 12, highest - _LINE - 3, width + 24, _LINE)
        painter.drawText(above, Qt.AlignmentFlag.AlignHCenter, format_money(bar.total))

    def _paint_key(self, painter: QPainter) -> None:
        left = 0.0
        limits = any(bar.limit is not None for bar in self._bars)
        for words, brush in ((self._words[0], _solid()), (self._words[1], _hatched())):
            painter.setPen(QPen(colour("bar"), 1))
            painter.setBrush(brush)
            painter.drawRect(QRectF(left, 2, 12, 12))
            left = _write(painter, left + 18, words)
        if limits:
            painter.setPen(QPen(colour("late"), 2, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(left, 8, left + 16, 8))
            _write(painter, left + 22, "limit")


def _write(painter: QPainter, left: float, words: str) -> float:
    """Write words of the key and return where the next part begins."""
    painter.setPen(colour("text_2"))
    width = painter.fontMetrics().horizontalAdvance(words)
    painter.drawText(QRectF(left, 0, width + 4, _LINE), Qt.AlignmentFlag.AlignLeft, words)
    return left + width + 16


def _solid() -> QBrush:
    return QBrush(colour("bar"))


def _hatched() -> QBrush:
    return QBrush(colour("bar"), Qt.BrushStyle.BDiagPattern)
