"""A funnel plot: what each counts against how often, with limits that narrow as counts grow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from ui.charts.axis_painter import (
    LegendPart,
    label_width,
    line_pen,
    paint_label,
    paint_ring,
    tick_room,
)
from ui.charts.chart_marks import DORMANT, EXPLAINED, INSIDE, NEAR, OUTSIDE
from ui.charts.chart_scale import Axis, Extent, Scale, UnitWords, round_up, tick_step, ticks
from ui.charts.label_places import Wanted, place_labels
from ui.charts.picture import Heading, Picture, Said, Table
from ui.style.fonts import SMALL, font, metrics
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    import numpy.typing as npt

    from ui.charts.chart_marks import PointMark

_MOST_LABELS = 40
_DOWN, _ACROSS = 7, 6
_LABEL = 16.0
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Standing(StrEnum):
    """Where a point lies, and whether that is explained; the value is its word."""

    INSIDE = "inside"
    NEAR = "between 2 and 3 SD"
    OUTSIDE = "not explained"
    EXPLAINED = "explained"
    DORMANT = "dormant"


MARKS = {
    Standing.DORMANT: DORMANT,
    Standing.INSIDE: INSIDE,
    Standing.NEAR: NEAR,
    Standing.EXPLAINED: EXPLAINED,
    Standing.OUTSIDE: OUTSIDE,
}
"""From the lowest to the one that lies above all."""


@dataclass(frozen=True, slots=True)
class FunnelPoints:
    """The points: parallel sequences. `calls` orders labels, the greatest first."""

    keys: Sequence[Hashable]
    names: Sequence[str]
    xs: Sequence[float]
    ys: Sequence[float]
    standings: Sequence[Standing]
    calls: Sequence[float]


@dataclass(frozen=True, slots=True)
class FunnelLines:
    """The limits at each of `xs`, and the average; a limit that is none is NaN."""

    centre: float
    xs: Sequence[float]
    low_2: Sequence[float]
    high_2: Sequence[float]
    low_3: Sequence[float]
    high_3: Sequence[float]


class FunnelPicture(Picture):
    """Points between limits of 2 and 3 standard deviations around our average.

    `said_of(place)` gives the words of a point; `average` names the middle line in the legend.
    """

    def __init__(
        self,
        heading: Heading,
        points: FunnelPoints,
        lines: FunnelLines,
        axes: tuple[Axis, Axis],
        said_of: Callable[[int], Said],
        *,
        average: str = "our average",
    ) -> None:
        super().__init__(heading, points.keys)
        self.x_axis, self.y_axis = axes
        self.lines = lines
        self.average = average
        self._points = points
        self._said_of = said_of
        self.xs = np.asarray(points.xs, dtype=np.float64)
        self.ys = np.asarray(points.ys, dtype=np.float64)
        self._standings = np.array([standing.value for standing in points.standings], dtype=object)
        self._limits = tuple(
            np.asarray(line, dtype=np.float64)
            for line in (lines.low_2, lines.high_2, lines.low_3, lines.high_3)
        )
        self._line_xs = np.asarray(lines.xs, dtype=np.float64)
        calling = np.flatnonzero(self._standings == Standing.OUTSIDE.value)
        calls = np.asarray(points.calls, dtype=np.float64)
        self._called = calling[np.argsort(-np.abs(calls[calling]), kind="stable")]

    def extent(self) -> Extent:
        """From zero to a round value above all points and, where they are not far, the limits."""
        if not len(self.xs):
            return Extent(0, 1, 0, 1)
        top = max(float(self.ys.max()), self.lines.centre)
        limits = self._limits[3][self._line_xs >= float(self.xs.min())]
        if (known := limits[np.isfinite(limits)]).size:
            top = max(top, min(float(known.max()), 1.6 * top))
        right = max(float(self.xs.max()), 1e-9) * 1.06
        return Extent(0.0, right, 0.0, round_up(top * 1.04 or 1.0, _DOWN))

    def marks(self) -> Sequence[tuple[PointMark, npt.NDArray[np.intp]]]:
        """The five kinds of points, those that call for work above all."""
        return [
            (mark, np.flatnonzero(self._standings == standing.value))
            for standing, mark in MARKS.items()
        ]

    def legend(self) -> Sequence[LegendPart]:
        """The marks, then the lines."""
        return (
            LegendPart("not explained", OUTSIDE, strong=True),
            LegendPart("explained", EXPLAINED, strong=True),
            LegendPart("inside 3 SD", NEAR),
            LegendPart(self.average, ink="text"),
            LegendPart("2 SD", dashed=True),
        )

    def said(self, place: int) -> Said:
        """The words of a point."""
        return self._said_of(place)

    def table(self) -> Table:
        """Every point with both of its figures and its verdict."""
        points, x_unit, y_unit = self._points, self.x_axis.unit, self.y_axis.unit
        places = y_unit.places(max(self.lines.centre, 1e-9) / 100)
        whole, plain = x_unit.places(1.0), UnitWords()
        return Table(
            ("Name", self.y_axis.words, self.x_axis.words, "SD", "Verdict"),
            tuple(
                (
                    name,
                    y_unit.text(y, places),
                    x_unit.text(x, whole),
                    plain.text(sd, 1),
                    standing,
                )
                for name, y, x, sd, standing in zip(
                    points.names, points.ys, points.xs, points.calls, points.standings, strict=True
                )
            ),
            numbers=(1, 2, 3),
        )

    # ---- axes

    def x_ticks(self, scale: Scale) -> Sequence[tuple[float, str]]:
        """Round numbers from zero."""
        return _written(self.x_axis.unit, scale.extent.left, scale.extent.right, _ACROSS)

    def y_ticks(self, scale: Scale) -> Sequence[tuple[float, str]]:
        """Round numbers from zero, but for the one that the average stands on."""
        extent = scale.extent
        middle = scale.y(self.lines.centre)
        return [
            (value, "" if abs(scale.y(value) - middle) < _LABEL - 2 else words)
            for value, words in _written(self.y_axis.unit, extent.bottom, extent.top, _DOWN)
        ]

    def left_room(self) -> float:
        """The room for the widest figure, and for the average with its decimals."""
        unit, top = self.y_axis.unit, self.extent().top
        places = unit.places(tick_step(0.0, top, _DOWN)) + 1
        return tick_room([unit.text(top, places), self._centre_words()])

    def _centre_words(self) -> str:
        unit, centre = self.y_axis.unit, self.lines.centre
        return unit.text(centre, unit.places(max(abs(centre), 1e-9) / 100) if centre else 0)

    # ---- painting

    def paint_ground(self, painter: QPainter, scale: Scale) -> None:
        """The limits and the average."""
        box = scale.box
        painter.save()
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, values in enumerate(self._limits):
            painter.setPen(line_pen("control", 1.2, dashed=place < 2))
            for piece in _pieces(self._line_xs, values):
                painter.drawPolyline(QPolygonF([scale.at(x, y) for x, y in piece]))
        painter.restore()
        y = round(scale.y(self.lines.centre)) + 0.5
        if not box.top() <= y <= box.bottom() + 1:
            return
        painter.setPen(line_pen("text"))
        painter.drawLine(QPointF(box.left() - 4, y), QPointF(box.right(), y))
        painter.setFont(font(SMALL, strong=True))
        painter.setPen(colour("text"))
        painter.drawText(QRectF(0, y - 8, box.left() - 8, 16), _RIGHT, self._centre_words())

    def paint_over(self, painter: QPainter, scale: Scale, picked: Sequence[Hashable]) -> None:
        """Names of the picked and of what calls for work, then the names of the outer limits."""
        pixels = self.pixels(scale)
        chosen = [self.places[key] for key in reversed(picked) if key in self.places]
        seen = _inside(pixels, scale.box)
        named = dict.fromkeys([*chosen, *(int(place) for place in self._called)])
        shown = [place for place in named if seen[place]][:_MOST_LABELS]
        signs = self._signs(pixels, seen, chosen)
        signs += self._name_limits(painter, scale)
        wanted = [
            Wanted(
                text := str(self._points.names[place]),
                QPointF(*pixels[place]),
                label_width(text),
                14.0 if place in chosen else 10.0,
            )
            for place in shown
        ]
        for place in chosen:
            if seen[place]:
                paint_ring(painter, QPointF(*pixels[place]))
        for each, box in place_labels(wanted, scale.box, _LABEL, pixels[seen], signs):
            paint_label(painter, each.text, box)

    def _signs(
        self,
        pixels: npt.NDArray[np.float64],
        seen: npt.NDArray[np.bool_],
        chosen: Sequence[int],
    ) -> list[QRectF]:
        """The boxes of the marks that no label may cover."""
        large = np.isin(self._standings, (Standing.OUTSIDE.value, Standing.EXPLAINED.value))
        places = np.flatnonzero(large & seen)[: 4 * _MOST_LABELS]
        boxes = [_around(pixels[place], 6.0) for place in places]
        return boxes + [_around(pixels[place], 11.0) for place in chosen if seen[place]]

    def _name_limits(self, painter: QPainter, scale: Scale) -> list[QRectF]:
        """Write "3 SD" at the right ends of the outer limits; returns the boxes of the words."""
        painter.setFont(font(SMALL))
        painter.setPen(colour("text_2"))
        taken = []
        wide = metrics(SMALL).horizontalAdvance("3 SD") + 4
        for values, shift in ((self._limits[3], -12.0), (self._limits[2], 10.0)):
            known = np.isfinite(values)
            if not known.any():
                continue
            value = float(np.interp(scale.extent.right, self._line_xs[known], values[known]))
            y = scale.y(value) + shift
            if value > scale.extent.bottom and scale.box.top() + 8 < y < scale.box.bottom() - 8:
                words = QRectF(scale.box.right() - wide, y - 8, wide, 16)
                painter.drawText(words, _RIGHT, "3 SD")
                taken.append(words)
        return taken


def _written(unit: UnitWords, low: float, high: float, most: int) -> list[tuple[float, str]]:
    places = unit.places(tick_step(low, high, most))
    return [(value, unit.text(value, places)) for value in ticks(low, high, most)]


def _pieces(
    xs: npt.NDArray[np.float64], values: npt.NDArray[np.float64]
) -> list[list[tuple[float, float]]]:
    """The unbroken parts of a line that has gaps where it is not known."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for x, value in zip(xs.tolist(), values.tolist(), strict=True):
        if np.isfinite(value):
            pieces[-1].append((x, value))
        elif pieces[-1]:
            pieces.append([])
    return [piece for piece in pieces if len(piece) > 1]


def _inside(pixels: npt.NDArray[np.float64], box: QRectF) -> npt.NDArray[np.bool_]:
    x, y = pixels[:, 0], pixels[:, 1]
    across = (x >= box.left() - 1) & (x <= box.right() + 1)
    down = (y >= box.top() - 1) & (y <= box.bottom() + 1)
    both: npt.NDArray[np.bool_] = across & down
    return both


def _around(at: npt.NDArray[np.float64], reach: float) -> QRectF:
    return QRectF(at[0] - reach, at[1] - reach, 2 * reach, 2 * reach)
