"""Accepted tasks against planned ones over time, with what lies ahead and its range."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from areateam.core.burnup import BurnPoint, BurnUp
from areateam.core.dates import format_date, format_weekday_date
from ui.charts.axis_painter import LegendPart, line_pen, paint_ring
from ui.charts.chart_marks import PointMark
from ui.charts.chart_scale import Axis, Extent, Scale, round_up, ticks
from ui.charts.picture import Heading, Picture, Said, Table
from ui.style.fonts import SMALL, font, metrics
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    import numpy.typing as npt

    from ui.charts.chart_marks import PointMark as Mark

_DOWN = 6
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_DOT = PointMark("circle", 6, "accent", "accent")
_AHEAD = PointMark("circle", 5.5, "accent", "surface")
_BAND = 40
"""How strong the range stands behind the lines, of 255."""


class BurnUpPicture(Picture):
    """One point for each day of the burn-up: what was accepted by it, or what is expected."""

    zooms_down = False
    walks_by_value = False

    def __init__(self, heading: Heading, burn: BurnUp) -> None:
        super().__init__(heading, [point.day.isoformat() for point in burn.points])
        self.burn = burn
        self.y_axis = Axis("Tasks")
        self.xs = np.array([point.day.toordinal() for point in burn.points], dtype=np.float64)
        self.ys = np.array([_value(point) for point in burn.points], dtype=np.float64)

    def extent(self) -> Extent:
        """From the start to the last day, from none to all."""
        return Extent(
            self.xs[0] - 2, self.xs[-1] + 2, 0, round_up(max(self.burn.tasks, 1) * 1.02, _DOWN)
        )

    def marks(self) -> Sequence[tuple[Mark, npt.NDArray[np.intp]]]:
        """Full dots for what happened, open ones for what is expected."""
        known = np.array([point.accepted is not None for point in self.burn.points])
        return [(_AHEAD, np.flatnonzero(~known)), (_DOT, np.flatnonzero(known))]

    def legend(self) -> Sequence[LegendPart]:
        """The lines, and the range where there is one."""
        parts = [
            LegendPart("accepted", _DOT),
            LegendPart("expected", _AHEAD),
            LegendPart("planned", dashed=True),
        ]
        if self.burn.slowest is not None:
            parts.append(LegendPart("slowest to fastest", PointMark("square", 9, "line", "line")))
        return parts

    def said(self, place: int) -> Said:
        """How many by that day, of each kind."""
        point = self.burn.points[place]
        lines = [f"{point.planned:,} planned"]
        if point.accepted is not None:
            lines.append(f"{point.accepted:,} accepted")
        elif point.expected is not None:
            lines.append(f"{point.expected:,} expected")
            if point.slowest is not None:
                lines.append(f"{point.slowest:,} to {point.fastest:,} at the pace so far")
        return Said(format_weekday_date(point.day.isoformat()), tuple(lines))

    def table(self) -> Table:
        """Every day with its figures."""
        lines = tuple(
            (format_date(point.day.isoformat()), *map(_figure, _figures(point)), _range(point))
            for point in self.burn.points
        )
        headings = ("By", "Planned", "Accepted", "Expected", "Range")
        return Table(headings, lines, numbers=(1, 2, 3, 4))

    # ---- axes

    def x_ticks(self, scale: Scale) -> Sequence[tuple[float, str]]:
        """The first of months, as many as there is room for."""
        left, right = (round(end) for end in (scale.extent.left, scale.extent.right))
        firsts = [
            day for day in (date.fromordinal(n) for n in range(left, right + 1)) if day.day == 1
        ]
        room = scale.box.width() / (metrics(SMALL).horizontalAdvance("1 Sep 2012") + 24)
        every = max(1, round(len(firsts) / max(room, 1) + 0.49))
        return [(float(day.toordinal()), format_date(day.isoformat())) for day in firsts[::every]]

    def y_ticks(self, scale: Scale) -> Sequence[tuple[float, str]]:
        """Round numbers of tasks."""
        found = ticks(scale.extent.bottom, scale.extent.top, _DOWN)
        return [(value, f"{value:,.0f}") for value in found if value == int(value)]

    # ---- painting

    def paint_ground(self, painter: QPainter, scale: Scale) -> None:
        """The range, what was planned, what is expected and what was accepted."""
        painter.save()
        painter.setClipRect(scale.box, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = self._line(scale, _slowest), self._line(scale, _fastest)
        if low:
            band = QColor(colour("accent"))
            band.setAlpha(_BAND)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(band)
            painter.drawPolygon(QPolygonF([*low, *reversed(high)]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        for value, pen in (
            (_planned, line_pen("text_2", 1.4, dashed=True)),
            (_expected, line_pen("accent", 1.4, dashed=True)),
            (_accepted, line_pen("accent", 2.0)),
        ):
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(self._line(scale, value)))
        painter.restore()

    def _line(self, scale: Scale, value: Callable[[BurnPoint], int | None]) -> list[QPointF]:
        return [
            scale.at(x, figure)
            for x, point in zip(self.xs, self.burn.points, strict=True)
            if (figure := value(point)) is not None
        ]

    def paint_over(self, painter: QPainter, scale: Scale, picked: Sequence[Hashable]) -> None:
        """Today, the switch, and the picked points."""
        for day, words in ((self.burn.today, "today"), (self.burn.switch, "switch")):
            self._paint_day(painter, scale, day, words)
        for key in picked:
            place = self.places[key]
            if scale.extent.left <= self.xs[place] <= scale.extent.right:
                paint_ring(painter, scale.at(self.xs[place], self.ys[place]))

    def _paint_day(self, painter: QPainter, scale: Scale, day: date, words: str) -> None:
        x = round(scale.x(day.toordinal())) + 0.5
        box = scale.box
        if not box.left() <= x <= box.right():
            return
        painter.setPen(line_pen("text", 1.0, dashed=True))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        wide = metrics(SMALL).horizontalAdvance(words) + 8
        left = x if x + wide <= box.right() else x - wide
        area = QRectF(left, box.top(), wide, 16)
        painter.fillRect(area.adjusted(1, 0, -1, 0), colour("surface"))
        painter.setFont(font(SMALL))
        painter.setPen(colour("text"))
        painter.drawText(area.adjusted(4, 0, 0, 0), _LEFT, words)


def _value(point: BurnPoint) -> int:
    return point.accepted if point.accepted is not None else point.expected or 0


def _figures(point: BurnPoint) -> tuple[int | None, ...]:
    return (point.planned, point.accepted, point.expected)


def _range(point: BurnPoint) -> str:
    """From the slowest to the fastest; "" where that is not known."""
    return "" if point.slowest is None else f"{point.slowest:,} to {point.fastest:,}"


def _figure(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _planned(point: BurnPoint) -> int:
    return point.planned


def _accepted(point: BurnPoint) -> int | None:
    return point.accepted


def _expected(point: BurnPoint) -> int | None:
    return point.expected


def _slowest(point: BurnPoint) -> int | None:
    return point.slowest


def _fastest(point: BurnPoint) -> int | None:
    return point.fastest
