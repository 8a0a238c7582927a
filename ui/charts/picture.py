"""What a chart shows, apart from how it is moved about: values, marks, axes and what is painted.

A picture is drawn by `ui.charts.chart_view` on the screen and by `ui.charts.chart_paper` in files,
from the same painting.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF

from ui.charts.axis_painter import paint_axes, paint_legend, tick_room
from ui.charts.chart_scale import Axis, Extent, Scale

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    import numpy.typing as npt
    from PySide6.QtGui import QPainter

    from ui.charts.axis_painter import LegendPart
    from ui.charts.chart_marks import PointMark

_REACH = 12.0
"""How far from a point, in pixels, the pointer still means it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a picture is called, what it says in one sentence, and as at which day."""

    title: str
    sentence: str
    as_at: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one point: its name, and further lines."""

    name: str
    lines: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """All of it in one sentence."""
        return ". ".join((self.name, *self.lines))


@dataclass(frozen=True, slots=True)
class Table:
    """The figures behind a picture, as texts; `numbers` are the places of columns of figures."""

    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The table as a spreadsheet takes it from the clipboard."""
        return "\n".join("\t".join(line) for line in (self.headings, *self.lines))


class Picture(ABC):
    """Points with their keys; `paint_ground` and `paint_over` lie below and above the marks.

    `picked` are keys, the current one last.
    """

    x_axis = Axis("")
    y_axis = Axis("")
    zooms_across = True
    zooms_down = True
    walks_by_value = True

    def __init__(self, heading: Heading, keys: Sequence[Hashable]) -> None:
        self.heading = heading
        self.keys = tuple(keys)
        self.places = {key: place for place, key in enumerate(self.keys)}
        self.xs: npt.NDArray[np.float64] = np.empty(0)
        self.ys: npt.NDArray[np.float64] = np.empty(0)

    # ---- what each kind of picture says for itself

    @abstractmethod
    def extent(self) -> Extent:
        """All that there is to see."""

    def marks(self) -> Sequence[tuple[PointMark, npt.NDArray[np.intp]]]:
        """The marks, and the places of the points that bear each; later ones lie above."""
        return ()

    def legend(self) -> Sequence[LegendPart]:
        """What the marks and lines mean."""
        return ()

    @abstractmethod
    def said(self, place: int) -> Said:
        """What is said of a point."""

    @abstractmethod
    def table(self) -> Table:
        """The figures behind the picture."""

    @abstractmethod
    def x_ticks(self, scale: Scale) -> Sequence[tuple[float, str]]:
        """Where ticks stand across, with their words."""

    def y_ticks(self, scale: Scale) -> Sequence[tuple[float, str]]:
        """Where ticks stand down, with their words: round numbers in the unit of the axis."""
        extent = scale.extent
        return self.y_axis.unit.ticks(extent.bottom, extent.top, scale.most_down)

    def left_room(self) -> float:
        """The pixels left of the plot that the words of the axis need."""
        whole = Scale(self.extent(), QRectF(0, 0, 900, 300))
        return tick_room([words for _, words in self.y_ticks(whole)])

    @abstractmethod
    def paint_ground(self, painter: QPainter, scale: Scale) -> None:
        """Paint what lies below the marks, in the box of the scale."""

    @abstractmethod
    def paint_over(self, painter: QPainter, scale: Scale, picked: Sequence[Hashable]) -> None:
        """Paint what lies above the marks."""

    # ---- what all have

    def box(self, width: float, height: float) -> QRectF:
        """The plot's own part of so many pixels: without axes, legend and their words."""
        return plot_box(self, width, height)

    def paint_frame(self, painter: QPainter, scale: Scale, width: float) -> None:
        """Paint axes and legend around the box of the scale."""
        paint_axes(painter, self, scale)
        paint_legend(painter, self, scale.box, width)

    def order(self) -> npt.NDArray[np.intp]:
        """The places of the points from left to right."""
        return np.lexsort((self.ys, self.xs))

    def nearest(self, scale: Scale, x: float, y: float) -> int:
        """The place of the point that the pointer at a pixel means; -1 for none."""
        if not len(self.xs):
            return -1
        across = self.pixels(scale) - (x, y)
        far = (across**2).sum(axis=1)
        place = int(far.argmin())
        return place if far[place] <= _REACH**2 else -1

    def pixels(self, scale: Scale) -> npt.NDArray[np.float64]:
        """Where the points stand, as two columns."""
        extent, box = scale.extent, scale.box
        x = (self.xs - extent.left) / (extent.right - extent.left) * box.width() + box.left()
        y = box.bottom() - (self.ys - extent.bottom) / (extent.top - extent.bottom) * box.height()
        return np.column_stack((x, y))


HEAD, FOOT, WORDS, RIGHT = 40.0, 26.0, 20.0, 10.0
"""Pixels above the plot for the legend, below it for ticks and for words, and at its right."""


def plot_box(picture: Picture, width: float, height: float) -> QRectF:
    """The plot's own part of a picture of so many pixels."""
    left = picture.left_room()
    foot = FOOT + (WORDS if picture.x_axis.words else 0.0)
    return QRectF(left, HEAD, max(width - left - RIGHT, 40.0), max(height - HEAD - foot, 40.0))
