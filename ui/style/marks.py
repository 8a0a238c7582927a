"""Status marks: always a shape, a colour and a word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from ui.style.fonts import BODY, font
from ui.style.theme import colour


class Tone(StrEnum):
    """The colour of a statement; the value is the name of its token."""

    LATE = "late"
    RISK = "risk"
    OK = "ok"
    PLAIN = "text"
    QUIET = "text_2"
    ACCENT = "accent"


class Shape(StrEnum):
    """The shape of a mark; the value is the sign used where only text can stand."""

    LATE = "▲"
    RISK = "●"
    OK = "✓"
    NOTHING = "\N{EN DASH}"
    DOUBT = "?"
    NEW = "+"
    CHANGED = "~"
    SAME = "="
    REFUSED = "\N{MULTIPLICATION SIGN}"
    OUTLIER = "\N{BLACK DIAMOND}"
    EXPLAINED = "\N{WHITE SQUARE}"


TONES = {
    Shape.LATE: Tone.LATE,
    Shape.RISK: Tone.RISK,
    Shape.OK: Tone.OK,
    Shape.NOTHING: Tone.QUIET,
    Shape.DOUBT: Tone.RISK,
    Shape.NEW: Tone.OK,
    Shape.CHANGED: Tone.ACCENT,
    Shape.SAME: Tone.QUIET,
    Shape.REFUSED: Tone.LATE,
    Shape.OUTLIER: Tone.LATE,
    Shape.EXPLAINED: Tone.OK,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape with its word ("late"); the word is also what a screen reader says."""

    shape: Shape
    word: str

    @property
    def tone(self) -> Tone:
        """The colour that belongs to the shape."""
        return TONES[self.shape]

    @property
    def text(self) -> str:
        """The mark where only text can stand: "▲ late"."""
        return f"{self.shape.value} {self.word}" if self.word else self.shape.value


def paint_mark(
    painter: QPainter,
    shape: Shape,
    centre: QPointF,
    ink: QColor | None = None,
    scale: float = 1.0,
) -> None:
    """Draw `shape` about 10 pixels wide around `centre`, in its own colour if none is given."""
    tint = ink or colour(TONES[shape].value)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(centre)
    painter.scale(scale, scale)
    drawer = _DRAWN.get(shape)
    if drawer is None:
        painter.setFont(font(BODY, strong=True))
        painter.setPen(tint)
        painter.drawText(QRectF(-10, -10, 20, 20), Qt.AlignmentFlag.AlignCenter, shape.value)
    else:
        drawer(painter, tint)
    painter.restore()


def _triangle(painter: QPainter, tint: QColor) -> None:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(0, -5), QPointF(5.5, 4.5), QPointF(-5.5, 4.5)]))
    path.closeSubpath()
    painter.fillPath(path, tint)


def _disc(painter: QPainter, tint: QColor) -> None:
    path = QPainterPath()
    path.addEllipse(QPointF(0, 0), 4.5, 4.5)
    painter.fillPath(path, tint)


def _tick(painter: QPainter, tint: QColor) -> None:
    pen = QPen(tint, 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline([QPointF(-4, 0.5), QPointF(-1, 3.5), QPointF(4, -3)])


def _dash(painter: QPainter, tint: QColor) -> None:
    painter.fillRect(QRectF(-3, -0.5, 6, 1.4), tint)


def _diamond(painter: QPainter, tint: QColor) -> None:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(0, -6), QPointF(6, 0), QPointF(0, 6), QPointF(-6, 0)]))
    path.closeSubpath()
    painter.fillPath(path, tint)


def _square(painter: QPainter, tint: QColor) -> None:
    painter.setPen(QPen(tint, 1.6))
    painter.drawRect(QRectF(-4, -4, 8, 8))


_DRAWN = {
    Shape.LATE: _triangle,
    Shape.RISK: _disc,
    Shape.OK: _tick,
    Shape.NOTHING: _dash,
    Shape.OUTLIER: _diamond,
    Shape.EXPLAINED: _square,
}
