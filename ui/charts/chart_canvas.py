"""Shows a picture on the screen: which part of it, its marks, and what is painted around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QGraphicsView

from ui.charts.axis_painter import line_pen, paint_ring, paint_tip, paint_words
from ui.charts.chart_marks import unit_path
from ui.charts.chart_scale import Extent, Scale
from ui.style.theme import colour, theme

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from typing import Any

    from ui.charts.picture import Picture

_CLOSEST = 200.0
"""How many times closer than the whole one can look."""


class ChartCanvas(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph ships no types
    """Shows a picture; `picked` are the keys of the chosen points, the current one last."""

    def __init__(self, name: str) -> None:
        super().__init__(background=None)
        self.picture: Picture | None = None
        self.picked: tuple[Hashable, ...] = ()
        self.hovered = -1
        self._dots: list[Any] = []
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._room = pg.ViewBox(enableMenu=False, border=None)
        # Marks at the edge are shown whole; those beyond are not drawn at all.
        self._room.setFlag(self._room.GraphicsItemFlag.ItemClipsChildrenToShape, False)
        self._room.setDefaultPadding(0)
        self.scene().addItem(self._room)
        self._room.sigRangeChanged.connect(lambda *_: self._moved())
        theme.changed.connect(self._mark)

    # ---- what is shown

    def show_picture(self, picture: Picture) -> None:
        """Show another picture, the whole of it; what is picked stays so where it is in it."""
        self.picture = picture
        self.hovered = -1
        self.picked = tuple(key for key in self.picked if key in picture.places)
        self._limit(picture.extent())
        self._lay_out()
        self.show_whole()
        self._mark()
        self._describe()

    def _limit(self, whole: Extent) -> None:
        wide, high = whole.right - whole.left, whole.top - whole.bottom
        picture = self.picture
        assert picture is not None
        self._room.setMouseEnabled(x=picture.zooms_across, y=picture.zooms_down)
        self._room.setLimits(
            xMin=whole.left, xMax=whole.right, yMin=whole.bottom, yMax=whole.top,
            minXRange=wide / _CLOSEST, maxXRange=wide,
            minYRange=high / _CLOSEST, maxYRange=high,
        )  # fmt: skip

    def show_whole(self) -> None:
        """Show all that there is."""
        if self.picture is not None:
            whole = self.picture.extent()
            area = QRectF(
                whole.left, whole.bottom, whole.right - whole.left, whole.top - whole.bottom
            )
            self._room.setRange(area, padding=0)

    def zoom(self, factor: float) -> None:
        """Look closer (below 1) or from farther away, around the current point or the middle."""
        picture = self.picture
        if picture is None:
            return
        place = self.place()
        at = None if place < 0 else (picture.xs[place], picture.ys[place])
        across = factor if picture.zooms_across else 1.0
        self._room.scaleBy((across, factor if picture.zooms_down else 1.0), center=at)

    def scale_now(self) -> Scale:
        """Which values stand where."""
        (left, right), (bottom, top) = self._room.viewRange()
        return Scale(Extent(left, right, bottom, top), self._room.geometry())

    def _mark(self) -> None:
        """Draw the marks afresh, in the colours of the moment."""
        for dots in self._dots:
            self._room.removeItem(dots)
        self._dots = []
        picture = self.picture
        if picture is None:
            return
        for mark, places in picture.marks():
            dots = pg.ScatterPlotItem(
                x=picture.xs[places], y=picture.ys[places], symbol=unit_path(mark.shape),
                size=mark.size, pen=mark.pen(), brush=mark.brush(), pxMode=True, antialias=True,
            )  # fmt: skip
            dots.setAcceptHoverEvents(False)
            self._room.addItem(dots, ignoreBounds=True)
            self._dots.append(dots)
        self.viewport().update()

    # ---- what is picked

    def pick(self, keys: Sequence[Hashable]) -> None:
        """Choose these points, the last of them current; nothing is sent."""
        known = self.picture.places if self.picture is not None else {}
        chosen = tuple(key for key in keys if key in known)
        if chosen != self.picked:
            self.picked = chosen
            self._bring_in()
            self._describe()
            self.viewport().update()

    def current(self) -> Hashable | None:
        """The key of the current point."""
        return self.picked[-1] if self.picked else None

    def place(self) -> int:
        """The place of the current point; -1 for none."""
        picture, key = self.picture, self.current()
        return -1 if picture is None or key is None else picture.places[key]

    def _bring_in(self) -> None:
        """Move the view so that the current point is in it."""
        place, picture = self.place(), self.picture
        if place < 0 or picture is None:
            return
        (left, right), (bottom, top) = self._room.viewRange()
        x, y = picture.xs[place], picture.ys[place]
        if not left <= x <= right:
            self._room.setXRange(x - (right - left) / 2, x + (right - left) / 2, padding=0)
        if not bottom <= y <= top:
            self._room.setYRange(y - (top - bottom) / 2, y + (top - bottom) / 2, padding=0)

    def _describe(self) -> None:
        picture, place = self.picture, self.place()
        if picture is None:
            words = "Nothing is shown."
        elif place >= 0:
            words = picture.said(place).spoken
        else:
            words = f"{picture.heading.sentence} Arrow keys go along the points."
        self.setAccessibleDescription(words)

    # ---- sizes

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep the plot between its axes."""
        super().resizeEvent(event)
        if getattr(self, "_room", None) is not None:
            self._lay_out()

    def _lay_out(self) -> None:
        if self.picture is not None:
            self._room.setGeometry(self.picture.box(self.width(), self.height()))

    def sizeHint(self) -> QSize:
        """A good size."""
        return QSize(640, 420)

    def minimumSizeHint(self) -> QSize:
        """The least in which axes and points can be read."""
        return QSize(320, 200)

    def _moved(self) -> None:
        self.hovered = -1
        self.viewport().update()

    def close(self) -> bool:
        """Close as any part of a window; pyqtgraph would take the scene from under Qt."""
        return QGraphicsView.close(self)

    # ---- painting

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        """Paint axes, limits and lines."""
        painter.fillRect(rect, colour("surface"))
        if self.picture is not None:
            painter.save()
            scale = self.scale_now()
            self.picture.paint_frame(painter, scale, self.width())
            self.picture.paint_ground(painter, scale)
            painter.restore()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        """Paint names, the ring around the current point, and what is pointed at."""
        picture = self.picture
        if picture is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self.scale_now()
        picture.paint_over(painter, scale, self.picked)
        if self.hovered >= 0:
            at = QPointF(*picture.pixels(scale)[self.hovered])
            if picture.keys[self.hovered] not in self.picked:
                paint_ring(painter, at, strong=False)
            paint_tip(painter, picture.said(self.hovered), at, QRectF(self.rect()))
        if not picture.keys:
            paint_words(painter, picture.heading.sentence, scale.box)
        if self.hasFocus():
            painter.setPen(line_pen("accent", 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.restore()
