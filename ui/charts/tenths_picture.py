"""The tenths of all over time as bands around the median, and one's own line among them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from areateam.core.dates import format_date, format_weekday_date
from areateam.core.tenths import tenth_words
from ui.charts.axis_painter import LegendPart, label_width, line_pen, paint_ring
from ui.charts.chart_marks import PointMark
from ui.charts.chart_scale import Axis, Extent, Scale, tick_step
from ui.charts.picture import Heading, Picture, Said, Table
from ui.style.fonts import SMALL, font, metrics
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    import numpy.typing as npt

    from areateam.core.tenths import TenthsDay

_DOWN = 7
_MEDIAN = 4
_BANDS = ((0, 8), (1, 7), (2, 6), (3, 5))
_BAND = 34
"""How strong each band stands over the one around it, of 255."""
_OWN = PointMark("circle", 7, "accent", "accent")
_UNRANKED = PointMark("circle", 7, "accent", "surface", 1.6)
_NAMED = ((4, "median"), (0, "10th"), (8, "90th"))
_LINE, _WIDEST_NAME = 16.0, 90.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TenthsPicture(Picture):
    """One point for each day: the value of the one called `whose`, or the median without one.

    A day on which too few are ranked has no bands; the lines break there.
    """

    zooms_down = False
    walks_by_value = False

    def __init__(self, heading: Heading, whose: str, days: Sequence[TenthsDay], axis: Axis) -> None:
        super().__init__(heading, [each.day.isoformat() for each in days])
        self.whose, self.days = whose, tuple(days)
        self.y_axis = axis
        self.xs = np.array([each.day.toordinal() for each in self.days], dtype=np.float64)
        known = [value for each in self.days for value in _values(each)]
        self._low, self._high = min(known, default=0.0), max(known, default=1.0)
        self.ys = np.array([self._height(each) for each in self.days], dtype=np.float64)

    def _height(self, day: TenthsDay) -> float:
        if day.own is not None:
            return day.own
        return day.marks[_MEDIAN] if day.marks else (self._low + self._high) / 2

    def extent(self) -> Extent:
        """All bands and values."""
        if not self.days:
            return Extent(0, 1, 0, 1)
        reach = (self._high - self._low) or abs(self._high) or 1.0
        wide = max(self.xs[-1] - self.xs[0], 1.0)
        return Extent(
            self.xs[0] - 0.02 * wide,
            self.xs[-1] + 0.02 * wide,
            self._low - 0.06 * reach,
            self._high + 0.08 * reach,
        )

    def box(self, width: float, height: float) -> QRectF:
        """The plot's own part, with room at its right for the names of the lines."""
        names = [self.whose, *(words for _, words in _NAMED)]
        room = max(label_width(words) for words in names)
        return super().box(width, height).adjusted(0, 0, -min(room, _WIDEST_NAME), 0)

    def marks(self) -> Sequence[tuple[PointMark, npt.NDArray[np.intp]]]:
        """A full dot for one's own value, an open one where it is in no tenth."""
        own = np.array([each.own is not None for each in self.days], dtype=bool)
        ranked = np.array([each.tenth is not None for each in self.days], dtype=bool)
        return [(_OWN, np.flatnonzero(own & ranked)), (_UNRANKED, np.flatnonzero(own & ~ranked))]

    def legend(self) -> Sequence[LegendPart]:
        """One's own line, the median, and the bands."""
        ranked = any(each.tenth is not None for each in self.days)
        own = LegendPart(self.whose, _OWN if ranked else _UNRANKED, strong=True)
        parts = [own] if self.whose else []
        if ranked and any(each.own is not None and each.tenth is None for each in self.days):
            parts.append(LegendPart("in no tenth", _UNRANKED))
        if any(each.marks for each in self.days):
            parts.append(LegendPart("median", ink="text"))
            parts.append(LegendPart("tenths", PointMark("square", 9, "line", "line")))
        return parts

    def said(self, place: int) -> Said:
        """The day, one's own value with its tenth, and the tenths of all."""
        day = self.days[place]
        lines = []
        if day.own is not None:
            lain = tenth_words(day.tenth) if day.tenth else "in no tenth"
            lines.append(f"{self.whose} {self._text(day.own)}, {lain}")
        elif self.whose:
            lines.append(f"{self.whose} has no value")
        if day.marks:
            low, middle, high = (self._text(day.marks[at]) for at in (0, _MEDIAN, 8))
            lines += [f"Median {middle}", f"10th {low}, 90th {high}"]
            lines.append(f"{day.ranked:,} ranked")
        else:
            lines.append(f"{day.ranked:,} ranked: too few for tenths")
        return Said(format_weekday_date(day.day.isoformat()), tuple(lines))

    def table(self) -> Table:
        """Every day with its nine marks, and one's own value and tenth."""
        whose = self.whose
        lines = []
        for each in self.days:
            marks = [self._text(mark) for mark in each.marks] or [""] * 9
            own = ("" if each.own is None else self._text(each.own),
                   "" if each.tenth is None else tenth_words(each.tenth))  # fmt: skip
            ranked = f"{each.ranked:,}"
            day = format_date(each.day.isoformat())
            lines.append((day, *(own if whose else ()), *marks, ranked))
        tenths = [f"{number}0th" for number in range(1, 10)]
        tenths[_MEDIAN] = "Median"
        headings = ("Day", *((whose, "Lies in") if whose else ()), *tenths, "Ranked")
        count = len(headings)
        numbers = (1, *range(3, count)) if whose else tuple(range(1, count))
        return Table(headings, tuple(lines), numbers)

    def nearest(self, scale: Scale, x: float, y: float) -> int:
        """The day nearest across to the pointer."""
        if not len(self.xs) or not scale.box.contains(QPointF(x, y)):
            return -1
        return int(np.abs(self.xs - scale.value_x(x)).argmin())

    def _text(self, value: float) -> str:
        """A figure with a place more than the axis has."""
        step = tick_step(self._low, self._high, _DOWN)
        return self.y_axis.unit.text(value, self.y_axis.unit.places(step / 10))

    # ---- axes

    def x_ticks(self, scale: Scale) -> Sequence[tuple[float, str]]:
        """The first of months, in quarters or years where there is less room; else the days."""
        left, right = round(scale.extent.left), round(scale.extent.right)
        every = (date.fromordinal(max(n, 1)) for n in range(left, right + 1))
        firsts = [day for day in every if day.day == 1]
        wide = metrics(SMALL).horizontalAdvance("Sep 2012") + 12
        room = scale.box.width() / wide
        for step in (1, 2, 3, 6, 12):
            shown = [day for day in firsts if (day.month - 1) % step == 0]
            if len(shown) <= room:
                break
        if len(shown) > 2:
            return [(float(day.toordinal()), f"{day:%b %Y}") for day in shown]
        return self._day_ticks(scale)

    def _day_ticks(self, scale: Scale) -> list[tuple[float, str]]:
        """The days themselves, as many as have room."""
        wide = metrics(SMALL).horizontalAdvance("30 Sep 2012") + 16
        shown: list[tuple[float, str]] = []
        for day, x in zip(self.days, self.xs, strict=True):
            if not shown or scale.x(x) - scale.x(shown[-1][0]) >= wide:
                shown.append((float(x), format_date(day.day.isoformat())))
        return [(x, words) for x, words in shown if scale.extent.left <= x <= scale.extent.right]

    # ---- painting

    def paint_ground(self, painter: QPainter, scale: Scale) -> None:
        """The bands, the median and one's own line."""
        painter.save()
        painter.setClipRect(scale.box, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        runs = list(_runs([bool(each.marks) for each in self.days]))
        band = QColor(colour("bar"))
        band.setAlpha(_BAND)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        for low, high in _BANDS:
            for run in runs:
                edge = self._points(scale, run, low), self._points(scale, run, high)
                painter.drawPolygon(QPolygonF([*edge[0], *reversed(edge[1])]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for at, pen in ((0, line_pen("line")), (8, line_pen("line")), (4, line_pen("text", 2.0))):
            painter.setPen(pen)
            for run in runs:
                painter.drawPolyline(QPolygonF(self._points(scale, run, at)))
        painter.setPen(line_pen("accent", 2.0))
        for run in _runs([each.own is not None for each in self.days]):
            painter.drawPolyline(QPolygonF([scale.at(self.xs[n], self.ys[n]) for n in run]))
        painter.restore()

    def _points(self, scale: Scale, run: range, at: int) -> list[QPointF]:
        """One mark through days that follow each other; a day alone is some pixels wide."""
        found = [scale.at(self.xs[place], self.days[place].marks[at]) for place in run]
        if len(found) > 1:
            return found
        return [found[0] - QPointF(4, 0), found[0] + QPointF(4, 0)]

    def paint_over(self, painter: QPainter, scale: Scale, picked: Sequence[Hashable]) -> None:
        """The names of the lines at the right, and a line down at the picked day."""
        for key in picked:
            place = self.places[key]
            if scale.extent.left <= self.xs[place] <= scale.extent.right:
                x = scale.x(self.xs[place])
                painter.setPen(line_pen("control", dashed=True))
                painter.drawLine(QPointF(x, scale.box.top()), QPointF(x, scale.box.bottom()))
                paint_ring(painter, scale.at(self.xs[place], self.ys[place]))
        self._name_lines(painter, scale)

    def _name_lines(self, painter: QPainter, scale: Scale) -> None:
        """Name own line, median and the outermost tenths where they end, as there is room."""
        last = self.days[-1] if self.days else None
        if last is None or not scale.extent.left <= self.xs[-1] <= scale.extent.right:
            return
        wanted = []
        if last.own is not None:
            wanted.append((last.own, self.whose, "accent"))
        if last.marks:
            wanted += [(last.marks[at], words, "text_2") for at, words in _NAMED]
        left, taken = scale.x(self.xs[-1]) + 9, list[float]()
        for value, words, ink in wanted:
            y = scale.y(value)
            if all(abs(y - other) >= _LINE for other in taken):
                taken.append(y)
                self._name(painter, QRectF(left, y - 8, _WIDEST_NAME, 16), words, ink)

    def _name(self, painter: QPainter, area: QRectF, words: str, ink: str) -> None:
        strong = ink == "accent"
        painter.setFont(font(SMALL, strong=strong))
        painter.setPen(colour(ink))
        cut = metrics(SMALL, strong=strong).elidedText(
            words, Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, _LEFT, cut)


def _values(day: TenthsDay) -> Iterator[float]:
    """The values that a day has to be drawn with."""
    yield from day.marks
    if day.own is not None:
        yield day.own


def _runs(there: Sequence[bool]) -> Iterator[range]:
    """The stretches of places without a gap."""
    ends = [-1, *(place for place, known in enumerate(there) if not known), len(there)]
    for before, after in pairwise(ends):
        if after - before > 1:
            yield range(before + 1, after)
