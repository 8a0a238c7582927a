"""A measure over time with its natural limits, and what of it is more than chance (XmR)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from areateam.core.xmr import SIGNAL_WORDS, Kind, Segment, Xmr
from ui.charts.axis_painter import LegendPart, line_pen, paint_ring
from ui.charts.chart_marks import COMMON, CONCERN, IMPROVE, NEUTRAL
from ui.charts.chart_scale import Axis, Extent, Scale, tick_step
from ui.charts.picture import Heading, Picture, Said, Table
from ui.style.fonts import SMALL, font, metrics
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import date

    import numpy.typing as npt

    from ui.charts.chart_marks import PointMark

_DOWN = 7
_LANE = 18.0
_SHARE = 0.6
"""The part of the width that the words of one day may take; the rest is said of its points."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

MARKS = {
    Kind.CONCERN: CONCERN,
    Kind.IMPROVE: IMPROVE,
    Kind.NEUTRAL: NEUTRAL,
    Kind.COMMON: COMMON,
}
KIND_WORDS = {
    Kind.IMPROVE: "improving",
    Kind.CONCERN: "concerning",
    Kind.NEUTRAL: "more than chance",
    Kind.COMMON: "common cause",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """When a value was, the words for that ("Q1 2012-13") and the words for the point itself."""

    day: date
    words: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day that the chart marks with a line and words, such as when a case was opened."""

    day: date
    words: str


class XmrPicture(Picture):
    """Values in the order of time, one `Moment` and one key for each; `days` are marked by lines.

    Without `keys` the days are the keys, which nothing else is called by: a contractor that was
    chosen in another picture is never taken for a day of this one.
    `target_words` names the line of the chart's target.
    """

    zooms_down = False
    walks_by_value = False

    def __init__(
        self,
        heading: Heading,
        chart: Xmr,
        moments: Sequence[Moment],
        axis: Axis,
        *,
        keys: Sequence[Hashable] = (),
        days: Sequence[DayMark] = (),
        target_words: str = "target",
    ) -> None:
        super().__init__(heading, keys or [moment.day.isoformat() for moment in moments])
        self.y_axis = axis
        self.chart = chart
        self.moments = tuple(moments)
        self._marked = [(self._x_of(each.day), each.words) for each in days]
        self._target_words = target_words
        self.xs = np.arange(len(moments), dtype=np.float64)
        self.ys = np.array([point.value for point in chart.points], dtype=np.float64)

    def _x_of(self, day: date) -> float:
        """Where a day stands: at its value, or between those before and after it."""
        if not self.moments:
            return 0.0
        days = [moment.day.toordinal() for moment in self.moments]
        last = len(days) - 1
        if day.toordinal() < days[0]:
            return -0.4
        if day.toordinal() > days[-1]:
            return last + 0.4
        return float(np.interp(day.toordinal(), days, range(len(days))))

    def extent(self) -> Extent:
        """All values, limits and the target, with room above for the words of marked days."""
        if not self.moments:
            return Extent(0, 1, 0, 1)
        known = [float(self.ys.min()), float(self.ys.max())]
        for segment in self.chart.segments:
            known += [limit for limit in (segment.lower, segment.upper) if limit is not None]
        if self.chart.target is not None:
            known.append(self.chart.target)
        low, high = min(known), max(known)
        reach = (high - low) or abs(high) or 1.0
        based = sum(bool(segment.reason) for segment in self.chart.segments)
        above = 0.06 + 0.07 * min(len(self._marked) + based, 3)
        return Extent(-0.6, len(self.moments) - 0.4, low - 0.06 * reach, high + above * reach)

    def marks(self) -> Sequence[tuple[PointMark, npt.NDArray[np.intp]]]:
        """Each kind of point in the colour of Making Data Count and in a shape of its own."""
        kinds = np.array([point.kind.value for point in self.chart.points], dtype=object)
        return [(mark, np.flatnonzero(kinds == kind.value)) for kind, mark in MARKS.items()]

    def legend(self) -> Sequence[LegendPart]:
        """The kinds of points that there are, then the lines."""
        there = {point.kind for point in self.chart.points}
        parts = [LegendPart(KIND_WORDS[kind], MARKS[kind]) for kind in MARKS if kind in there]
        parts.append(LegendPart("mean", ink="text"))
        if any(segment.upper is not None for segment in self.chart.segments):
            trial = any(segment.trial for segment in self.chart.segments)
            parts.append(LegendPart("trial limits" if trial else "limits", dashed=True))
        return parts

    def said(self, place: int) -> Said:
        """When and what it was, and what the rules say of it."""
        moment, point = self.moments[place], self.chart.points[place]
        rules = ", ".join(SIGNAL_WORDS[signal] for signal in point.signals)
        kind = KIND_WORDS[point.kind].capitalize()
        lines = (
            moment.about,
            self._text(point.value),
            f"{kind}: {rules}" if rules else kind,
            self._since(self.chart.segments[point.segment]),
        )
        return Said(moment.words, tuple(line for line in lines if line))

    def _since(self, segment: Segment) -> str:
        """From when and why the limits of a stretch are its own; "" for those of the beginning."""
        if not segment.reason:
            return ""
        kept = f", kept to the first {segment.locked}" if segment.locked else ""
        return f"Limits from {self.moments[segment.start].words}{kept}: {segment.reason}"

    def table(self) -> Table:
        """Every value with its limits and the rules that it breaks; why limits begin anew."""
        lines = []
        based = any(segment.reason for segment in self.chart.segments)
        for place, (moment, point) in enumerate(zip(self.moments, self.chart.points, strict=True)):
            segment = self.chart.segments[point.segment]
            limits = (segment.centre, segment.lower, segment.upper)
            figures = ["" if value is None else self._text(value) for value in limits]
            rules = ", ".join(SIGNAL_WORDS[signal] for signal in point.signals)
            kind = KIND_WORDS[point.kind]
            since = self._since(segment) if place == segment.start else ""
            more = (since,) if based else ()
            lines.append((moment.words, self._text(point.value), *figures, kind, rules, *more))
        value = self.y_axis.words
        last = ("New limits",) if based else ()
        headings = ("When", value, "Mean", "Lower", "Upper", "Kind", "Rules", *last)
        return Table(headings, tuple(lines), numbers=(1, 2, 3, 4))

    def _text(self, value: float) -> str:
        """A figure with a place more than the axis has."""
        whole = self.extent()
        step = tick_step(whole.bottom, whole.top, _DOWN)
        return self.y_axis.unit.text(value, self.y_axis.unit.places(step / 10))

    # ---- axes

    def x_ticks(self, scale: Scale) -> Sequence[tuple[float, str]]:
        """As many moments as there is room for."""
        words = [moment.words for moment in self.moments]
        widest = max((metrics(SMALL).horizontalAdvance(text) for text in words), default=1.0)
        one = scale.x(1) - scale.x(0)
        every = max(1, int(np.ceil((widest + 16) / max(one, 1e-6))))
        extent = scale.extent
        return [
            (float(place), text)
            for place, text in enumerate(words)
            if place % every == 0 and extent.left <= place <= extent.right
        ]

    # ---- painting

    def paint_ground(self, painter: QPainter, scale: Scale) -> None:
        """Means and limits, the target, and the line through the values."""
        painter.save()
        painter.setClipRect(scale.box, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.chart.target is not None:
            self._across(painter, scale, self.chart.target, "accent", (-0.6, len(self.moments)))
        for segment in self.chart.segments:
            self._paint_segment(painter, scale, segment)
        painter.setPen(line_pen("bar", 1.4))
        for segment in self.chart.segments:
            painter.drawPolyline(
                QPolygonF([scale.at(x, self.ys[x]) for x in range(segment.start, segment.end)])
            )
        painter.restore()

    def _paint_segment(self, painter: QPainter, scale: Scale, segment: Segment) -> None:
        ends = (segment.start - 0.5, segment.end - 0.5)
        self._across(painter, scale, segment.centre, "text", ends)
        for limit in (segment.lower, segment.upper):
            if limit is not None:
                self._across(painter, scale, limit, "control", ends, dashed=True)

    def _across(
        self,
        painter: QPainter,
        scale: Scale,
        value: float,
        ink: str,
        ends: tuple[float, float],
        *,
        dashed: bool = False,
    ) -> None:
        y = scale.y(value)
        painter.setPen(line_pen(ink, 1.2, dashed=dashed))
        painter.drawLine(QPointF(scale.x(ends[0]), y), QPointF(scale.x(ends[1]), y))

    def paint_over(self, painter: QPainter, scale: Scale, picked: Sequence[Hashable]) -> None:
        """New bases with their reasons, marked days with their words, and the picked points."""
        lines = [
            (segment.start - 0.5, segment.reason, "control")
            for segment in self.chart.segments
            if segment.reason
        ]
        lines += [(x, words, "text") for x, words in self._marked]
        self._name_target(painter, scale)
        ends: list[float] = []
        for x, words, ink in sorted(lines):
            if scale.extent.left <= x <= scale.extent.right:
                self._paint_day(painter, scale, scale.x(x), words, ink, ends)
        for key in picked:
            place = self.places[key]
            if scale.extent.left <= place <= scale.extent.right:
                paint_ring(painter, scale.at(self.xs[place], self.ys[place]))

    def _name_target(self, painter: QPainter, scale: Scale) -> None:
        """Write what the target is at the left of its line, above it where there is room."""
        target = self.chart.target
        if target is None:
            return
        y = scale.y(target)
        top = y - 17 if y - 17 > scale.box.top() else y + 2
        wide = metrics(SMALL, strong=True).horizontalAdvance(self._target_words) + 4
        painter.setFont(font(SMALL, strong=True))
        painter.setPen(colour("accent"))
        painter.drawText(QRectF(scale.box.left() + 4, top, wide, 16), _LEFT, self._target_words)

    def _paint_day(
        self,
        painter: QPainter,
        scale: Scale,
        x: float,
        words: str,
        ink: str,
        ends: list[float],
    ) -> None:
        """A line down with its words in the first lane where they cover no others.

        `ends` is where the words of each lane end.
        """
        box = scale.box
        words = metrics(SMALL).elidedText(words, Qt.TextElideMode.ElideRight, box.width() * _SHARE)
        wide = metrics(SMALL).horizontalAdvance(words) + 8
        left = min(x, box.right() - wide)
        lane = next((n for n, end in enumerate(ends) if end <= left), len(ends))
        ends[lane : lane + 1] = [left + wide + 4]
        top = box.top() + lane * _LANE
        painter.setPen(line_pen(ink, 1.0, dashed=ink == "text"))
        painter.drawLine(QPointF(x, top), QPointF(x, box.bottom()))
        area = QRectF(left, top, wide, 16)
        painter.fillRect(area, colour("surface"))
        painter.setFont(font(SMALL))
        painter.setPen(colour("text" if ink == "text" else "text_2"))
        painter.drawText(area.adjusted(4, 0, 0, 0), _LEFT, words)
