"""Paints the content of one cell: mark, before and after, underline, tail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.style.fonts import BODY, font, metrics
from ui.style.marks import Tone, paint_mark
from ui.style.theme import colour
from ui.style.tokens import MARK_SLOT

if TYPE_CHECKING:
    from ui.tables.row_source import Cell

PADDING = 8
_LEFT_SLOT = 16
_ARROW = " → "


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    tone: Tone
    strong: bool = False
    struck: bool = False
    underline: bool = False

    @property
    def width(self) -> float:
        return metrics(BODY, strong=self.strong).horizontalAdvance(self.text)


def _pieces(cell: Cell) -> list[_Piece]:
    pieces = []
    if cell.before:
        pieces.append(_Piece(cell.before, Tone.QUIET, struck=True))
        pieces.append(_Piece(_ARROW, Tone.PLAIN))
    ink = Tone.ACCENT if cell.link else cell.ink
    strong = cell.bold or bool(cell.before)
    pieces.append(_Piece(cell.text, ink, strong, underline=cell.reason))
    if cell.tail:
        pieces.append(_Piece("  " + cell.tail, Tone.QUIET))
    return pieces


def cell_width(cell: Cell) -> float:
    """The pixels a cell needs to be read in full, padding included."""
    slot = MARK_SLOT if cell.mark else 0
    return sum(piece.width for piece in _pieces(cell)) + slot + 2 * PADDING


def paint_cell(painter: QPainter, cell: Cell, rect: QRect, *, right: bool) -> None:
    """Draw `cell` inside `rect`; with `right` the text ends at the right edge.

    A mark stands in its slot: left of the number in a number column, so that digits stay
    aligned, and at the left edge in a text column.
    """
    box = QRectF(rect).adjusted(PADDING, 0, -PADDING, 0)
    pieces = _pieces(cell)
    middle = box.center().y()
    if right:
        wanted = sum(piece.width for piece in pieces)
        left = max(box.left() + (MARK_SLOT if cell.mark else 0), box.right() - wanted)
        if cell.mark:
            paint_mark(painter, cell.mark.shape, QPointF(left - MARK_SLOT + 6, middle))
    else:
        left = box.left()
        if cell.mark:
            paint_mark(painter, cell.mark.shape, QPointF(left + 5.5, middle))
            left += _LEFT_SLOT if cell.text else 0
    _paint_pieces(painter, pieces, left, box)


def _paint_pieces(painter: QPainter, pieces: list[_Piece], left: float, box: QRectF) -> None:
    for piece in pieces:
        room = box.right() - left + 0.5
        if room <= 0 or not piece.text:
            continue
        sizes = metrics(BODY, strong=piece.strong)
        text = piece.text
        width = piece.width
        if width > room:
            text = sizes.elidedText(text, Qt.TextElideMode.ElideRight, room)
            width = sizes.horizontalAdvance(text)
        painter.setFont(font(BODY, strong=piece.strong, struck=piece.struck))
        painter.setPen(colour(piece.tone.value))
        baseline = round(box.center().y() + (sizes.ascent() - sizes.descent()) / 2)
        painter.drawText(QPointF(left, baseline), text)
        if piece.underline:
            paint_reason_line(painter, left, left + width, baseline + 3)
        left += width


def paint_reason_line(painter: QPainter, left: float, right: float, y: float) -> None:
    """The dotted line under a value that can explain itself."""
    pen = QPen(colour("control"), 1)
    pen.setDashPattern([1, 2])
    painter.setPen(pen)
    painter.drawLine(QPointF(left, y + 0.5), QPointF(right, y + 0.5))
