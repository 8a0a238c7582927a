"""States as boxes and the ways between them as arrows, with the state of now and its ways."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style.fonts import SMALL, font
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDE, _HIGH = 112, 32
_ACROSS, _DOWN = 60, 36
_EDGE = 2
_APART = 5.0
_HEAD, _SPREAD = 8.0, 0.42
_LOOP = 13
_MIDDLE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class StateBox:
    """A state: its name, its place from 0, whether it ends, whether it is the one of now."""

    key: str
    label: str
    column: int
    row: int
    ends: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class StateArrow:
    """A way from one state to another; `is_clock` where nobody but the clock takes it."""

    source: str
    to: str
    is_clock: bool


class StateDiagram(QWidget):
    """`show_states(boxes, arrows, words)`; a dashed arrow is the clock's, `words` say it all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: tuple[StateBox, ...] = ()
        self.arrows: tuple[StateArrow, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_states(
        self, boxes: Sequence[StateBox], arrows: Sequence[StateArrow], words: str
    ) -> None:
        """Draw these; arrows between the same two states in one direction are drawn once."""
        self.boxes = tuple(boxes)
        by_hand = {(a.source, a.to) for a in arrows if not a.is_clock}
        self.arrows = tuple(
            dict.fromkeys(
                StateArrow(a.source, a.to, (a.source, a.to) not in by_hand) for a in arrows
            )
        )
        now = next((box.label for box in boxes if box.is_current), "")
        self.setAccessibleName(f"States; it is {now}")
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for every column and row."""
        columns = 1 + max((box.column for box in self.boxes), default=0)
        rows = 1 + max((box.row for box in self.boxes), default=0)
        return QSize(
            columns * (_WIDE + _ACROSS) - _ACROSS + 2 * _EDGE,
            rows * (_HIGH + _DOWN) - _DOWN + 2 * _EDGE,
        )

    def minimumSizeHint(self) -> QSize:
        """The same: it is drawn in one size."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrows, those out of the state of now last, and the boxes over them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = {box.key: _place(box) for box in self.boxes}
        now = next((box.key for box in self.boxes if box.is_current), "")
        both = {(arrow.to, arrow.source) for arrow in self.arrows}
        for arrow in sorted(self.arrows, key=lambda arrow: arrow.source == now):
            ink = "accent" if arrow.source == now else "control"
            style = Qt.PenStyle.DashLine if arrow.is_clock else Qt.PenStyle.SolidLine
            painter.setPen(QPen(colour(ink), 2 if arrow.source == now else 1.2, style))
            painter.setBrush(colour(ink))
            if arrow.source == arrow.to:
                _paint_loop(painter, places[arrow.source])
            else:
                apart = _APART if (arrow.source, arrow.to) in both else 0.0
                _paint_arrow(painter, places[arrow.source], places[arrow.to], apart)
        for box in self.boxes:
            self._paint_box(painter, box, places[box.key])
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_box(self, painter: QPainter, box: StateBox, place: QRectF) -> None:
        painter.setBrush(colour("accent" if box.is_current else "surface"))
        painter.setPen(QPen(colour("accent" if box.is_current else "control"), 1))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if box.ends:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ink = "on_accent" if box.is_current else "control"
            painter.setPen(QPen(colour(ink), 1))
            painter.drawRoundedRect(place.adjusted(3.5, 3.5, -3.5, -3.5), 2, 2)
        painter.setFont(font(SMALL, strong=box.is_current))
        painter.setPen(colour("on_accent" if box.is_current else "text"))
        painter.drawText(place, _MIDDLE, f"now: {box.label}" if box.is_current else box.label)


def _place(box: StateBox) -> QRectF:
    left = _EDGE + box.column * (_WIDE + _ACROSS)
    return QRectF(left, _EDGE + box.row * (_HIGH + _DOWN), _WIDE, _HIGH)


def _paint_arrow(painter: QPainter, source: QRectF, to: QRectF, apart: float) -> None:
    """A straight line from box to box, moved aside where one leads back as well."""
    line = QLineF(source.center(), to.center())
    length = hypot(line.dx(), line.dy()) or 1.0
    aside = QPointF(-line.dy() / length * apart, line.dx() / length * apart)
    line.translate(aside)
    begins, ends = _leaves(line, source), _leaves(QLineF(line.p2(), line.p1()), to)
    _paint_line(painter, begins, ends)


def _leaves(line: QLineF, box: QRectF) -> QPointF:
    """Where a line that begins in a box leaves it."""
    corners = [box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()]
    for at, corner in enumerate(corners):
        kind, found = line.intersects(QLineF(corner, corners[(at + 1) % 4]))
        if kind == QLineF.IntersectionType.BoundedIntersection:
            return found
    return line.p1()


def _paint_line(painter: QPainter, begins: QPointF, ends: QPointF) -> None:
    """A line with a head at its end; the head is never dashed."""
    angle = atan2(ends.y() - begins.y(), ends.x() - begins.x())
    short = QPointF(ends.x() - cos(angle) * (_HEAD - 1), ends.y() - sin(angle) * (_HEAD - 1))
    painter.drawLine(begins, short)
    pen = painter.pen()
    painter.setPen(QPen(pen.color(), 1))
    sides = [
        QPointF(
            ends.x() + cos(angle + pi + turn) * _HEAD, ends.y() + sin(angle + pi + turn) * _HEAD
        )
        for turn in (_SPREAD, -_SPREAD)
    ]
    painter.drawPolygon(QPolygonF([ends, *sides]))
    painter.setPen(pen)


def _paint_loop(painter: QPainter, box: QRectF) -> None:
    """A way that leads back to the state itself: down from the box, along, and up again."""
    left, right = box.right() - 30, box.right() - 12
    foot = box.bottom() + _LOOP
    painter.drawLine(QPointF(left, box.bottom()), QPointF(left, foot))
    painter.drawLine(QPointF(left, foot), QPointF(right, foot))
    _paint_line(painter, QPointF(right, foot), QPointF(right, box.bottom()))
