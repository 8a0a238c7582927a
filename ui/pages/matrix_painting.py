"""How the matrix is drawn: turned headings, letters in chips, headings of areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.pages.matrix_model import CELL, FIXED, LINE, NAME, OWN
from ui.style.fonts import BODY, SMALL, font, metrics
from ui.style.icons import paint_icon
from ui.style.theme import colour

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from areateam.duties.duty_views import DutyView
    from ui.pages.matrix_lines import CellPair, MatrixLine
    from ui.pages.matrix_model import Index

TURNED = 64
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_CORNER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_CHIP = (21, 20)
_UNSURE = 3
"""How far a chip stands to the left, so that a question mark has room at its right."""
_PAIR_AT = 22
"""How far a chip of a pair stands from the middle of its cell."""


class BodyHeader(QHeaderView):
    """Codes turned by 90°, the only turned text; the first two columns stand upright."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setAccessibleName("Bodies")
        self.setProperty("part", "head")

    def sizeHint(self) -> QSize:
        """Room for the longest code."""
        return QSize(0, TURNED)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw one heading."""
        model: Any = self.model()
        words = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        body = model.body(logicalIndex)
        own = body is not None and body.own
        painter.save()
        painter.fillRect(rect, colour("hover" if own else "head"))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(font(SMALL, strong=True))
        painter.setPen(colour("text" if own else "text_2"))
        if body is None:
            painter.drawText(QRectF(rect).adjusted(12, 0, -4, 0), _LEFT, words)
        else:
            painter.translate(rect.center().x() - 10, rect.bottom())
            painter.rotate(-90)
            painter.drawText(QRectF(8, 0, rect.height() - 8, 20), _LEFT, words)
        painter.restore()


class LetterDelegate(QStyledItemDelegate):
    """Accountable filled, responsible framed, consulted and informed plain."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        box = QRectF(option.rect)
        line: MatrixLine = index.data(LINE)
        heading = line.function is None
        painter.save()
        ground = "head" if heading else "hover" if index.data(OWN) else "surface"
        painter.fillRect(box, colour(ground))
        painter.setPen(QPen(colour("line" if heading else "line_soft"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if heading:
            self._paint_heading(painter, box, index, line)
        elif index.column() < FIXED:
            self._paint_words(painter, box, index)
        elif (pair := index.data(CELL)) is not None:
            self._paint_pair(painter, box, index, pair)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.restore()

    def _paint_heading(
        self, painter: QPainter, box: QRectF, index: Index, line: MatrixLine
    ) -> None:
        words = str(index.data() or "")
        first = index.column() == NAME
        painter.setFont(font(SMALL, strong=first))
        painter.setPen(colour("text" if first else "text_2"))
        if not first:
            painter.drawText(box, _MIDDLE, words)
            return
        place = QRect(int(box.left()) + 10, int(box.center().y()) - 5, 10, 10)
        paint_icon(painter, "forward" if line.folded else "down", place, colour("text_2"))
        room = box.adjusted(28, 0, -6, 0)
        painter.drawText(room, _LEFT, words)
        room.setLeft(room.left() + metrics(SMALL, strong=True).horizontalAdvance(words) + 8)
        painter.setFont(font(SMALL))
        painter.setPen(colour("text_2"))
        painter.drawText(room, _LEFT, str(line.size))

    def _paint_words(self, painter: QPainter, box: QRectF, index: Index) -> None:
        size = BODY if index.column() == NAME else SMALL
        painter.setFont(font(size))
        painter.setPen(colour("text" if index.column() == NAME else "text_2"))
        room = box.adjusted(12, 0, -6, 0)
        words = str(index.data() or "")
        elided = metrics(size).elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, _LEFT, elided)

    def _paint_pair(self, painter: QPainter, box: QRectF, index: Index, pair: CellPair) -> None:
        """One day in the middle; two days side by side with an arrow where they differ."""
        if any(duty is not None and not duty.source for duty in (pair.now, pair.then)):
            painter.fillRect(box, QBrush(colour("line"), Qt.BrushStyle.BDiagPattern))
        model: Any = index.model()
        middle = box.center()
        if not model.is_pair(index.column()):
            if pair.now is not None:
                self._paint_letters(painter, middle, pair.now)
            elif pair.then is not None:
                self._paint_letters(painter, middle, pair.then, past=True)
            return
        if pair.then is not None:
            self._paint_letters(painter, middle - QPointF(_PAIR_AT, 0), pair.then, past=True)
        if pair.now is not None:
            self._paint_letters(painter, middle + QPointF(_PAIR_AT, 0), pair.now)
        if pair.letters[0] != pair.letters[1]:
            painter.setPen(colour("text_2"))
            painter.setFont(font(SMALL))
            painter.drawText(box.translated(-_UNSURE, 0), _MIDDLE, "→")

    def _paint_letters(
        self, painter: QPainter, middle: QPointF, duty: DutyView, *, past: bool = False
    ) -> None:
        """The letters of one day; those of the day before in grey."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chip = QRectF(0, 0, *_CHIP)
        chip.moveCenter(middle - QPointF(_UNSURE, 0))
        strong = "text_2" if past else "accent"
        ink = "text_2"
        if "A" in duty.letters:
            painter.setBrush(colour(strong))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(chip, 2, 2)
            ink = "surface" if past else "on_accent"
        elif "R" in duty.letters:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour(strong), 1))
            painter.drawRoundedRect(chip, 2, 2)
            ink = strong
        painter.setPen(colour(ink))
        painter.setFont(font(SMALL, strong=bool({"A", "R"} & set(duty.letters))))
        painter.drawText(chip, _MIDDLE, duty.letters)
        if not duty.confirmed:
            painter.setFont(font(SMALL))
            painter.setPen(colour("risk"))
            painter.drawText(chip.adjusted(0, -3, 2 * _UNSURE + 1, 0), _CORNER, "?")
