"""The marks of charts: each kind of point has a shape of its own as well as a colour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from ui.style.theme import colour


@dataclass(frozen=True, slots=True)
class PointMark:
    """A shape of `size` pixels: the token of its edge, and of its fill or "" for an open one."""

    shape: str
    size: float
    edge: str
    fill: str = ""
    width: float = 1.2

    def pen(self) -> QPen:
        """The pen of the edge, as wide at any zoom."""
        pen = QPen(colour(self.edge), self.width)
        pen.setCosmetic(True)
        return pen

    def brush(self) -> QBrush:
        """What fills the shape."""
        return QBrush(colour(self.fill)) if self.fill else QBrush(Qt.BrushStyle.NoBrush)

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Draw one mark around a point."""
        painter.save()
        painter.translate(at)
        painter.setPen(QPen(colour(self.edge), self.width))
        painter.setBrush(self.brush())
        painter.drawPath(sized_path(self.shape, self.size))
        painter.restore()


@cache
def unit_path(shape: str) -> QPainterPath:
    """The outline of a shape in a square of 1 around 0; do not change it."""
    path = QPainterPath()
    if shape == "circle":
        path.addEllipse(QPointF(0, 0), 0.5, 0.5)
    elif shape == "square":
        path.addRect(QRectF(-0.5, -0.5, 1, 1))
    else:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in _CORNERS[shape]]))
        path.closeSubpath()
    return path


@cache
def sized_path(shape: str, size: float) -> QPainterPath:
    """The outline of a shape so many pixels large."""
    return QTransform.fromScale(size, size).map(unit_path(shape))


_CORNERS = {
    "diamond": ((0, -0.5), (0.5, 0), (0, 0.5), (-0.5, 0)),
    "up": ((0, -0.5), (0.5, 0.42), (-0.5, 0.42)),
    "down": ((0, 0.5), (0.5, -0.42), (-0.5, -0.42)),
}

INSIDE = PointMark("circle", 5.5, "control")
NEAR = PointMark("circle", 5.5, "text")
OUTSIDE = PointMark("diamond", 13, "late", "late")
EXPLAINED = PointMark("square", 9, "ok", "surface", 1.8)
DORMANT = PointMark("circle", 5.5, "line")

IMPROVE = PointMark("up", 11, "text", "spc_improve", 1.0)
CONCERN = PointMark("diamond", 11, "text", "spc_concern", 1.0)
COMMON = PointMark("circle", 7, "text_2", "spc_common", 1.0)
NEUTRAL = PointMark("square", 8, "text", "spc_neutral", 1.0)
