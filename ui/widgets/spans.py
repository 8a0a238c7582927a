"""Pieces of text in several tones, and how they are laid out in lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from ui.style.fonts import LINE_HEIGHTS, font, metrics
from ui.style.marks import TONES, Shape, Tone
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one look.

    `mark` puts its sign before the text and gives the text its tone. `link` makes it a link and
    is what the `linked` signal carries; with `reason` it keeps its own tone and has the dotted
    underline of a worked-out value instead.
    """

    text: str
    tone: Tone | None = None
    strong: bool = False
    struck: bool = False
    mark: Shape | None = None
    link: str = ""
    reason: bool = False

    @property
    def ink(self) -> str:
        """The name of the token the text is written in."""
        if self.link and not self.reason:
            return Tone.ACCENT.value
        if self.tone is not None:
            return self.tone.value
        return TONES[self.mark].value if self.mark else Tone.PLAIN.value

    @property
    def written(self) -> str:
        """The text with its sign before it."""
        if self.mark is None:
            return self.text
        return f"{self.mark.value}\N{NO-BREAK SPACE} {self.text}" if self.text else self.mark.value

    def toned(self, tone: Tone) -> Span:
        """The same piece, in `tone` where it has none of its own."""
        own = self.tone or self.mark or (self.link and not self.reason)
        return self if own else replace(self, tone=tone)


class SpanLayout:
    """Spans laid out in `width` pixels, wrapped or on one line."""

    def __init__(self, spans: Sequence[Span], size: int, width: float, *, wrap: bool) -> None:
        self.spans = spans
        self.size = size
        self.line_height = LINE_HEIGHTS[size]
        self._width = width
        self._layout = QTextLayout("".join(span.written for span in spans), font(size))
        option = QTextOption()
        mode = QTextOption.WrapMode.WordWrap if wrap else QTextOption.WrapMode.NoWrap
        option.setWrapMode(mode)
        self._layout.setTextOption(option)
        self._layout.setFormats(self._formats())
        self._lines = self._break(max(width, 1.0) if wrap else 1e6)

    @property
    def height(self) -> int:
        """The height of all lines."""
        return self.line_height * max(1, len(self._lines))

    @property
    def width(self) -> int:
        """The width of the longest line."""
        return int(max((line.naturalTextWidth() for line in self._lines), default=0)) + 1

    def _formats(self) -> list[QTextLayout.FormatRange]:
        formats, at = [], 0
        for span in self.spans:
            piece = QTextLayout.FormatRange()
            piece.start, piece.length = at, len(span.written)
            made = QTextCharFormat()
            made.setFont(font(self.size, strong=span.strong, struck=span.struck))
            made.setForeground(colour(span.ink))
            piece.format = made
            formats.append(piece)
            at += piece.length
        return formats

    def _break(self, width: float) -> list[QTextLine]:
        lines: list[QTextLine] = []
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            place = len(lines) * self.line_height + (self.line_height - line.height()) / 2
            line.setPosition(QPointF(0, place))
            lines.append(line)
        self._layout.endLayout()
        return lines

    def boxes(self, number: int) -> list[QRectF]:
        """Where the span `number` stands: one box for each line that it reaches."""
        start = sum(len(span.written) for span in self.spans[:number])
        end = start + len(self.spans[number].written)
        boxes = []
        for row, line in enumerate(self._lines):
            first = max(start, line.textStart())
            last = min(end, line.textStart() + line.textLength())
            if first < last:
                left, right = _place(line, first), _place(line, last)
                box = QRectF(left, row * self.line_height, right - left, self.line_height)
                boxes.append(box)
        return boxes

    def link_at(self, point: QPointF) -> int:
        """The number of the span with a link at `point`, or -1."""
        for number, span in enumerate(self.spans):
            if span.link and any(box.contains(point) for box in self.boxes(number)):
                return number
        return -1

    def paint(self, painter: QPainter, focused: int = -1) -> None:
        """Draw all of it; the link `focused` gets the focus frame."""
        if len(self._lines) == 1 and self.width > self._width + 1:
            self._paint_cut(painter)
            return
        self._layout.draw(painter, QPointF(0, 0))
        for number, span in enumerate(self.spans):
            if not span.link:
                continue
            for box in self.boxes(number):
                if span.reason:
                    self._underline(painter, box)
                if number == focused:
                    painter.setPen(QPen(colour("accent"), 2))
                    painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 2, 2)

    def _underline(self, painter: QPainter, box: QRectF) -> None:
        pen = QPen(colour("control"), 1)
        pen.setDashPattern([1, 2])
        painter.setPen(pen)
        y = round(box.center().y() + metrics(self.size).ascent() / 2) + 1.5
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))

    def _paint_cut(self, painter: QPainter) -> None:
        left = 0.0
        for span in self.spans:
            sizes = metrics(self.size, strong=span.strong)
            room = max(self._width - left, 0.0)
            written = sizes.elidedText(span.written, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font(self.size, strong=span.strong, struck=span.struck))
            painter.setPen(colour(span.ink))
            box = QRectF(left, 0, room, self.line_height)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, written)
            left += sizes.horizontalAdvance(written)
            if written != span.written:
                break


def _place(line: QTextLine, at: int) -> float:
    place: Any = line.cursorToX(at)
    # The binding gives the place together with the character it belongs to.
    return float(place[0] if isinstance(place, tuple) else place)
