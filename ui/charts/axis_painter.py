"""Paints what stands around a plot: axes with their ticks and words, the legend, and tips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.style.fonts import BODY, SMALL, font, metrics, text_width
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.charts.chart_marks import PointMark
    from ui.charts.chart_scale import Scale
    from ui.charts.picture import Picture, Said

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_GAP = 16.0
_SIGN = 16.0
_TIP_WIDEST = 320.0


@dataclass(frozen=True, slots=True)
class LegendPart:
    """A mark or a line with its words; `strong` words take the colour of the mark."""

    words: str
    mark: PointMark | None = None
    dashed: bool = False
    ink: str = "control"
    strong: bool = False

    @property
    def width(self) -> float:
        """The pixels it takes."""
        return _SIGN + text_width(self.words, SMALL, strong=self.strong)


def line_pen(ink: str, width: float = 1.0, *, dashed: bool = False) -> QPen:
    """A pen in the colour of a token."""
    pen = QPen(colour(ink), width)
    if dashed:
        pen.setDashPattern([4 / width, 3 / width])
    return pen


def paint_axes(painter: QPainter, picture: Picture, scale: Scale) -> None:
    """The grid, the axis below, ticks and the words of both axes."""
    box = scale.box
    painter.setFont(font(SMALL))
    for value, words in picture.y_ticks(scale):
        y = round(scale.y(value)) + 0.5
        painter.setPen(line_pen("line_soft"))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        painter.setPen(colour("text_2"))
        painter.drawText(QRectF(0, y - 8, box.left() - 8, 16), _RIGHT, words)
    bottom = round(box.bottom()) + 0.5
    painter.setPen(line_pen("control"))
    painter.drawLine(QPointF(box.left(), bottom), QPointF(box.right(), bottom))
    for value, words in picture.x_ticks(scale):
        x = round(scale.x(value)) + 0.5
        painter.setPen(line_pen("control"))
        painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 4))
        painter.setPen(colour("text_2"))
        wide = metrics(SMALL).horizontalAdvance(words) + 2
        left = min(x - wide / 2, box.right() + 10 - wide)
        painter.drawText(QRectF(left, bottom + 5, wide, 16), _CENTRE, words)
    foot = QRectF(box.left(), bottom + 24, box.width(), 16)
    words = _cut(picture.x_axis.words, box.width())
    painter.drawText(foot, _CENTRE, words)


def paint_legend(painter: QPainter, picture: Picture, box: QRectF, width: float) -> None:
    """What the upright axis measures, at the left, and the meaning of the marks at the right."""
    top = (box.top() - 16) / 2
    painter.setFont(font(SMALL))
    painter.setPen(colour("text_2"))
    parts = picture.legend()
    room = width - 2 * _GAP
    named = text_width(picture.y_axis.words, SMALL) + _GAP
    shown = _fitting(parts, room - named)
    needed = sum(part.width + _GAP for part in shown)
    left = width - needed
    words = _cut(picture.y_axis.words, left - 2 * _GAP)
    painter.drawText(QRectF(_GAP, top, left - _GAP, 16), _LEFT, words)
    for part in shown:
        _paint_part(painter, part, left, top)
        left += part.width + _GAP


def _fitting(parts: Sequence[LegendPart], room: float) -> Sequence[LegendPart]:
    """As many of the parts, the first first, as have room."""
    shown, needed = [], 0.0
    for part in parts:
        needed += part.width + _GAP
        if needed > room:
            break
        shown.append(part)
    return shown


def _paint_part(painter: QPainter, part: LegendPart, left: float, top: float) -> None:
    middle = top + 8
    ink = "text_2"
    if part.mark is not None:
        part.mark.paint(painter, QPointF(left + 6, middle))
        ink = part.mark.edge if part.strong else ink
    else:
        painter.setPen(line_pen(part.ink, dashed=part.dashed))
        painter.drawLine(QPointF(left, middle + 0.5), QPointF(left + 11, middle + 0.5))
    painter.setFont(font(SMALL, strong=part.strong))
    painter.setPen(colour(ink))
    painter.drawText(QRectF(left + _SIGN, top, part.width, 16), _LEFT, part.words)


def _cut(words: str, room: float) -> str:
    return metrics(SMALL).elidedText(words, Qt.TextElideMode.ElideRight, max(room, 0.0))


def _parts(words: str, wide: float) -> list[str]:
    """Words on as many lines as they need; one that is too long for a line has one of its own."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if metrics(SMALL).horizontalAdvance(longer) > wide and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def paint_tip(painter: QPainter, said: Said, at: QPointF, room: QRectF) -> None:
    """A small box with what is said of a point, beside it and inside `room`."""
    texts = [(said.name, True)]
    texts += [(part, False) for line in said.lines for part in _parts(line, _TIP_WIDEST)]
    widths = [metrics(SMALL, strong=strong).horizontalAdvance(text) for text, strong in texts]
    wide = min(max(widths), _TIP_WIDEST) + 18
    high = 16.0 * len(texts) + 12
    left = at.x() + 14 if at.x() + 14 + wide <= room.right() else at.x() - 14 - wide
    top = min(max(at.y() - high / 2, room.top() + 2), room.bottom() - high - 2)
    tip = QRectF(round(max(left, room.left())) + 0.5, round(top) + 0.5, wide, high)
    painter.setPen(line_pen("control"))
    painter.setBrush(colour("surface"))
    painter.drawRoundedRect(tip, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for place, (text, strong) in enumerate(texts):
        painter.setFont(font(SMALL, strong=strong))
        painter.setPen(colour("text" if strong else "text_2"))
        sizes = metrics(SMALL, strong=strong)
        cut = sizes.elidedText(text, Qt.TextElideMode.ElideRight, wide - 16)
        line = QRectF(tip.left() + 9, tip.top() + 6 + 16 * place, wide - 16, 16)
        painter.drawText(line, _LEFT, cut)


def paint_ring(painter: QPainter, at: QPointF, *, strong: bool = True) -> None:
    """A ring around a point that is picked, or under the pointer."""
    painter.setPen(QPen(colour("accent" if strong else "control"), 2.0 if strong else 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = 11.0 if strong else 8.0
    painter.drawEllipse(at, radius, radius)


def paint_label(painter: QPainter, text: str, box: QRectF, *, ink: str = "text") -> None:
    """The name of a point."""
    painter.setFont(font(SMALL, strong=True))
    painter.setPen(colour(ink))
    painter.drawText(box, _CENTRE, text)


def paint_words(painter: QPainter, words: str, box: QRectF) -> None:
    """Say in the middle of a plot why it is empty."""
    painter.setFont(font(BODY))
    painter.setPen(colour("text_2"))
    painter.drawText(box, _CENTRE | Qt.TextFlag.TextWordWrap, words)


def label_width(text: str) -> float:
    """The pixels that the name of a point takes."""
    return metrics(SMALL, strong=True).horizontalAdvance(text) + 2


def tick_room(texts: Sequence[str]) -> float:
    """The pixels that the longest of the words beside an axis takes, with its distance."""
    return max((metrics(BODY).horizontalAdvance(text) for text in texts), default=0.0) + 14
