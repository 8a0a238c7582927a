"""Paints the content of one cell: mark, before and after, underline, tail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from ui.style.fonts import BODY, LINE_HEIGHTS, SMALL, font, metrics
from ui.style.marks import Tone, paint_mark
from ui.style.theme import colour
from ui.style.tokens import MARK_SLOT

if TYPE_CHECKING:
    from ui.tables.row_source import Cell

PADDING = 8
_LEFT_SLOT = 16
_ABOVE = 5
"""What stands free above and below the lines of a cell that wraps."""
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


def cell_height(cell: Cell, width: int) -> int:
    """The pixels a cell needs at this width; a cell that does not wrap has one line."""
    lines = _lines(cell, width) if cell.wrap else [_Line("", BODY, cell.ink)]
    return sum(LINE_HEIGHTS[line.size] for line in lines) + 2 * _ABOVE


def paint_cell(painter: QPainter, cell: Cell, rect: QRect, *, right: bool) -> None:
    """Draw `cell` inside `rect`; with `right` the text ends at the right edge.

    A mark stands in its slot: left of the number in a number column, so that digits stay
    aligned, and at the left edge in a text column.
    """
    if cell.wrap:
        _paint_wrapped(painter, cell, rect)
        return
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
        lines = rect.height() // LINE_HEIGHTS[BODY]
        if lines > 1 and len(pieces) == 1 and pieces[0].width > box.right() - left + 0.5:
            _paint_over_lines(painter, pieces[0], left, box, lines)
            return
    _paint_pieces(painter, pieces, left, box)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a cell that wraps."""

    text: str
    size: int
    tone: Tone
    strong: bool = False


def _lines(cell: Cell, width: int) -> list[_Line]:
    """A wrapping cell's lines at a width: its text, then its tail in the small size."""
    room = width - 2 * PADDING - (_LEFT_SLOT if cell.mark else 0)
    lines = [
        _Line(text, BODY, cell.ink, cell.bold)
        for text in _broken(cell.text, room, metrics(BODY, strong=cell.bold))
    ]
    tails = _broken(cell.tail, room, metrics(SMALL))
    return [*lines, *(_Line(text, SMALL, Tone.QUIET) for text in tails if text)]


def _broken(text: str, room: float, sizes: QFontMetricsF) -> list[str]:
    """A text in lines that fit, broken between words; a word too long for any line is cut."""
    elide = Qt.TextElideMode.ElideRight
    return [sizes.elidedText(line, elide, max(room, 0)) for line in _filled(text, room, sizes)]


def _filled(text: str, room: float, sizes: QFontMetricsF) -> list[str]:
    """A text broken between words into lines that fit, but where one word alone does not."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and sizes.horizontalAdvance(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _paint_wrapped(painter: QPainter, cell: Cell, rect: QRect) -> None:
    left, top = rect.left() + PADDING, float(rect.top() + _ABOVE)
    if cell.mark:
        middle = top + LINE_HEIGHTS[BODY] / 2
        paint_mark(painter, cell.mark.shape, QPointF(left + 5.5, middle))
        left += _LEFT_SLOT
    for line in _lines(cell, rect.width()):
        sizes = metrics(line.size, strong=line.strong)
        high = LINE_HEIGHTS[line.size]
        baseline = round(top + (high + sizes.ascent() - sizes.descent()) / 2)
        painter.setFont(font(line.size, strong=line.strong))
        painter.setPen(colour(line.tone.value))
        painter.drawText(QPointF(left, baseline), line.text)
        if cell.reason and line.size == BODY and line.text:
            paint_reason_line(
                painter, left, left + sizes.horizontalAdvance(line.text), baseline + 3
            )
        top += high


def _paint_over_lines(
    painter: QPainter, piece: _Piece, left: float, box: QRectF, most: int
) -> None:
    """Draw a text over as many lines as a high row has, the last one cut."""
    room, high = box.right() - left + 0.5, LINE_HEIGHTS[BODY]
    lines = _filled(piece.text, room, metrics(BODY, strong=piece.strong))
    lines = [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
    top = box.center().y() - len(lines) * high / 2
    for line in lines:
        whole = QRectF(left, top, room, high)
        _paint_pieces(painter, [replace(piece, text=line)], left, whole)
        top += high


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
