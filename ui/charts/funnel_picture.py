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
from ui.charts.chart_scale import Axis, Extent, Scale, UnitWords, round_up, tick_step
from ui.charts.label_places import Wanted, place_labels
from ui.charts.picture import Heading, Picture, Said, Table
from ui.style.fonts import SMALL, font, metrics
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    import numpy.typing as npt

    from ui.charts.chart_marks import PointMark

_MOST_LABELS = 40
_DOWN = 7
_LABEL = 16.0
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Standing(StrEnum):
    """Where a point lies, and whether that is explained; the value is its word."""

    INSIDE = "inside"
    NEAR = "near a limit"
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
    """The points: parallel sequences.

    `shown` are the values of `ys` in words; `calls` orders labels, the greatest first.
    """

    keys: Sequence[Hashable]
    names: Sequence[str]
    xs: Sequence[float]
    ys: Sequence[float]
    shown: Sequence[str]
    standings: Sequence[Standing]
    calls: Sequence[float]


@dataclass(frozen=True, slots=True)
class FunnelLines:
    """The limits at each of `xs`, and the average; a limit that is none is NaN.

    `centre_shown` is the average in words; `inner` and `outer` name the limits.
    """

    centre: float
    centre_shown: str
    xs: Sequence[float]
    low_2: Sequence[float]
    high_2: Sequence[float]
    low_3: Sequence[float]
    high_3: Sequence[float]
    inner: str = "95%"
    outer: str = "99.8%"


class FunnelPicture(Picture):
    """Points between an inner and an outer pair of limits around our average.

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
            LegendPart(f"inside {self.lines.outer}", NEAR),
            LegendPart(self.average, ink="text"),
        )

    def said(self, place: int) -> Said:
        """The words of a point."""
        return self._said_of(place)

    def table(self) -> Table:
        """Every point with both of its figures and its verdict."""
        points, x_unit, plain = self._points, self.x_axis.unit, UnitWords()
        return Table(
            ("Name", self.y_axis.words, self.x_axis.words, "SD", "Verdict"),
            tuple(
                (name, shown, x_unit.text(x, 0), plain.text(sd, 1), standing)
                for name, shown, x, sd, standing in zip(
                    points.names,
                    points.shown,
                    points.xs,
                    points.calls,
                    points.standings,
                    strict=True,
                )
            ),
            numbers=(1, 2, 3),
        )

    # ---- axes

    def x_ticks(self, scale: Scale) -> Sequence[tuple[float, str]]:
        """Round numbers from zero."""
        extent = scale.extent
        return self.x_axis.unit.ticks(extent.left, extent.right, scale.most_across)

    def y_ticks(self, scale: Scale) -> Sequence[tuple[float, str]]:
        """Round numbers from zero, but for the one that the average stands on."""
        extent = scale.extent
        middle = scale.y(self.lines.centre)
        return [
            (value, "" if abs(scale.y(value) - middle) < _LABEL - 2 else words)
            for value, words in self.y_axis.unit.ticks(extent.bottom, extent.top, scale.most_down)
        ]

    def left_room(self) -> float:
        """The room for the widest figure, and for the average with its decimals."""
        unit, top = self.y_axis.unit, self.extent().top
        places = unit.places(tick_step(0.0, top, _DOWN)) + 1
        return tick_room([unit.text(top, places), self.lines.centre_shown])

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
        painter.drawText(QRectF(0, y - 8, box.left() - 8, 16), _RIGHT, self.lines.centre_shown)

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
                must=place in chosen,
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
        """Name the limits at their right ends, above or below; returns the boxes of the words."""
        painter.setFont(font(SMALL))
        painter.setPen(colour("text_2"))
        low_2, high_2, low_3, high_3 = self._limits
        inner, outer = self.lines.inner, self.lines.outer
        taken: list[QRectF] = []
        for values, shift, words in (
            (high_3, -10.0, outer),
            (low_3, 9.0, outer),
            (high_2, 9.0, inner),
            (low_2, -10.0, inner),
        ):
            box = self._name_box(scale, values, shift, words)
            if box is not None and not any(box.intersects(other) for other in taken):
                painter.drawText(box, _RIGHT, words)
                taken.append(box)
        return taken

    def _name_box(
        self, scale: Scale, values: npt.NDArray[np.float64], shift: float, words: str
    ) -> QRectF | None:
        """Where the name of a limit goes, None where it has no place in the plot."""
        known = np.isfinite(values)
        if not known.any():
            return None
        value = float(np.interp(scale.extent.right, self._line_xs[known], values[known]))
        wide = metrics(SMALL).horizontalAdvance(words) + 4
        y = scale.y(value) + shift
        middle = abs(y - scale.y(self.lines.centre))
        seen = scale.box.top() + 8 < y < scale.box.bottom() - 8 and middle > 9
        return QRectF(scale.box.right() - wide, y - 8, wide, 16) if seen else None


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
