"""Bars from the highest to the lowest, with the tenths of all and one's own line across."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from ui.charts.axis_painter import LegendPart, label_width, line_pen, paint_label
from ui.charts.chart_marks import PointMark
from ui.charts.chart_scale import Axis, Extent, Scale, UnitWords, round_up, tick_step
from ui.charts.funnel_picture import MARKS, Standing
from ui.charts.picture import Heading, Picture, Said, Table
from ui.style.fonts import SMALL, font, metrics
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    import numpy.typing as npt

_DOWN = 7
_MOST_NAMED = 16
_THINNEST_WITH_GAP = 4.0
_LINE, _NAME = 16.0, 60.0
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TENTH_WORDS = {1: "10th", 5: "median", 9: "90th"}
_SMALLER = {
    Standing.EXPLAINED: PointMark("square", 7, "ok", "surface", 1.6),
    Standing.OUTSIDE: PointMark("diamond", 10, "late", "late"),
}


@dataclass(frozen=True, slots=True)
class RankedBars:
    """The bars, the highest first: parallel sequences; `shown` are the values in words."""

    keys: Sequence[Hashable]
    names: Sequence[str]
    values: Sequence[float]
    shown: Sequence[str]
    standings: Sequence[Standing]


class RankedPicture(Picture):
    """Bars with `tenths`, the nine values below which a tenth, two tenths … of all lie.

    The picked bars are drawn in the accent, and a bold line goes across at the current one.
    Whoever is dormant is drawn hollow.
    """

    zooms_down = False
    walks_by_value = False

    def __init__(
        self,
        heading: Heading,
        bars: RankedBars,
        tenths: Sequence[float],
        axes: tuple[Axis, Axis],
        said_of: Callable[[int], Said],
    ) -> None:
        super().__init__(heading, bars.keys)
        self.x_axis, self.y_axis = axes
        self.tenths = tuple(tenths)
        self._bars = bars
        self._said_of = said_of
        self.xs = np.arange(len(bars.keys), dtype=np.float64)
        self.ys = np.asarray(bars.values, dtype=np.float64)

    def extent(self) -> Extent:
        """From zero, or from the lowest below it."""
        if not len(self.xs):
            return Extent(0, 1, 0, 1)
        top = round_up(max(float(self.ys.max()), 0.0) * 1.04, _DOWN)
        low = float(self.ys.min())
        return Extent(-0.6, len(self.xs) - 0.4, min(0.0, low * 1.04), top)

    def marks(self) -> Sequence[tuple[PointMark, npt.NDArray[np.intp]]]:
        """Marks on the bars that lie outside the limits."""
        standings = np.array([each.value for each in self._bars.standings], dtype=object)
        return [
            (mark, np.flatnonzero(standings == standing.value))
            for standing, mark in _SMALLER.items()
        ]

    def legend(self) -> Sequence[LegendPart]:
        """The marks that there are, then the tenths."""
        there = set(self._bars.standings)
        parts = [
            LegendPart(standing.value, MARKS[standing], strong=True)
            for standing in (Standing.OUTSIDE, Standing.EXPLAINED)
            if standing in there
        ]
        tenths = (LegendPart("median", ink="text"), LegendPart("tenths", dashed=True))
        return (*parts, *(tenths if self.tenths else ()))

    def said(self, place: int) -> Said:
        """The words of a bar."""
        return self._said_of(place)

    def table(self) -> Table:
        """Every bar with its rank."""
        bars = self._bars
        return Table(
            ("Rank", "Name", self.y_axis.words, "Verdict"),
            tuple(
                (f"{rank:,}", name, shown, standing.value)
                for rank, (name, shown, standing) in enumerate(
                    zip(bars.names, bars.shown, bars.standings, strict=True),
                    start=1,
                )
            ),
            numbers=(0, 2),
        )

    def nearest(self, scale: Scale, x: float, y: float) -> int:
        """The bar in whose column the pointer is."""
        if not len(self.xs) or not scale.box.contains(QPointF(x, y)):
            return -1
        return min(max(round(scale.value_x(x)), 0), len(self.xs) - 1)

    # ---- axes

    def x_ticks(self, scale: Scale) -> Sequence[tuple[float, str]]:
        """The names where they have room, else ranks."""
        left, right = scale.extent.left, scale.extent.right
        one = scale.x(1) - scale.x(0)
        if len(self.xs) <= _MOST_NAMED:
            return [
                (float(place), _cut(str(name), one - 6))
                for place, name in enumerate(self._bars.names)
                if left <= place <= right
            ]
        every = max(1, round(tick_step(left, right, scale.most_across)))
        first = max(int(left) // every * every, 0)
        ranks = [max(rank, 1) for rank in range(first, int(right) + 2, every)]
        return [
            (rank - 1.0, UnitWords().text(rank, 0)) for rank in ranks if left <= rank - 1 <= right
        ]

    # ---- painting

    def paint_ground(self, painter: QPainter, scale: Scale) -> None:
        """The bars that are seen."""
        painter.save()
        painter.setClipRect(scale.box.adjusted(0, 0, 0, 1), Qt.ClipOperation.IntersectClip)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("bar"))
        painter.drawRects([self._bar(scale, place) for place in self._seen(scale, dormant=False)])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(line_pen("bar"))
        painter.drawRects([self._bar(scale, place) for place in self._seen(scale, dormant=True)])
        painter.restore()

    def _seen(self, scale: Scale, *, dormant: bool) -> list[int]:
        first = max(int(scale.extent.left), 0)
        last = min(int(scale.extent.right) + 2, len(self.xs))
        return [
            place
            for place in range(first, last)
            if (self._bars.standings[place] is Standing.DORMANT) == dormant
        ]

    def _bar(self, scale: Scale, place: int) -> QRectF:
        one = scale.x(1) - scale.x(0)
        gap = max(1.0, 0.16 * one) if one >= _THINNEST_WITH_GAP else 0.0
        zero, top = scale.y(0.0), scale.y(float(self.ys[place]))
        left = scale.x(place - 0.5) + gap / 2
        return QRectF(left, min(zero, top), max(one - gap, 0.6), abs(zero - top))

    def paint_over(self, painter: QPainter, scale: Scale, picked: Sequence[Hashable]) -> None:
        """The tenths across, the picked bars, and the line of the current one."""
        self._paint_tenths(painter, scale)
        box = scale.box
        painter.save()
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        for key in picked:
            bar = self._bar(scale, self.places[key])
            painter.drawRect(bar.adjusted(-1, 0, 1, 0) if bar.width() < 3 else bar)
        painter.restore()
        if picked:
            self._paint_own(painter, scale, self.places[picked[-1]])

    def _paint_tenths(self, painter: QPainter, scale: Scale) -> None:
        """The nine lines; the median is solid, and the outermost are named where they can be."""
        named: list[float] = []
        for number in (5, 9, 1, 2, 3, 4, 6, 7, 8) if self.tenths else ():
            y, median = scale.y(self.tenths[number - 1]), number == 5
            painter.setPen(line_pen("text" if median else "control", dashed=not median))
            painter.drawLine(QPointF(scale.box.left(), y), QPointF(scale.box.right(), y))
            words = _TENTH_WORDS.get(number)
            if words and all(abs(y - other) >= _LINE for other in named):
                named.append(y)
                painter.setFont(font(SMALL, strong=median))
                painter.setPen(colour("text" if median else "text_2"))
                area = QRectF(scale.box.right() - _NAME, y - 17, _NAME, 16)
                painter.drawText(area, _RIGHT, words)

    def _paint_own(self, painter: QPainter, scale: Scale, place: int) -> None:
        box, value = scale.box, float(self.ys[place])
        y = scale.y(value)
        painter.setPen(line_pen("accent", 2.0))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        words = f"{self._bars.names[place]}  {self._bars.shown[place]}"
        wide = label_width(words)
        left = min(max(scale.x(place) - wide / 2, box.left()), box.right() - wide - 60)
        area = QRectF(left, max(y - 18, box.top()), wide, 16)
        painter.fillRect(area, colour("surface"))
        paint_label(painter, words, area, ink="accent")


def _cut(words: str, room: float) -> str:
    return metrics(SMALL).elidedText(words, Qt.TextElideMode.ElideRight, max(room, 0.0))
