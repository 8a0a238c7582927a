"""Counts that add up to a whole, each a button that filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from ui.style.fonts import BODY, font, text_width
from ui.style.marks import Shape, Tone, paint_mark
from ui.style.theme import colour
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Count:
    """One count: its key, its mark, the number and the word ("In doubt")."""

    key: str
    shape: Shape
    number: int
    word: str


class _CountButton(QAbstractButton):
    def __init__(self, count: Count, *, last: bool) -> None:
        super().__init__()
        self.count = count
        self._last = last
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setText(f"{count.number:,} {count.word}")
        self.setAccessibleName(self.text())
        self.setToolTip(f"Show only these: {count.word}")

    def sizeHint(self) -> QSize:
        number = text_width(f"{self.count.number:,} ", strong=True)
        return QSize(28 + number + text_width(self.count.word) + 16, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = "selected" if self.isChecked() else "hover" if self.underMouse() else "surface"
        box = QRectF(self.rect()).adjusted(0, 0.5, 0, -0.5)
        painter.fillRect(box, colour(ground))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(box.topLeft(), box.topRight())
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(QPointF(0.5, 0), QPointF(0.5, self.height()))
        if self._last:
            right = self.width() - 0.5
            painter.drawLine(QPointF(right, 0), QPointF(right, self.height()))
        paint_mark(painter, self.count.shape, QPointF(16, self.height() / 2))
        number = f"{self.count.number:,} "
        painter.setPen(colour("text"))
        painter.setFont(font(BODY, strong=True))
        painter.drawText(QRectF(28, 0, self.width(), self.height()), _MIDDLE, number)
        painter.setFont(font(BODY))
        left = 28 + text_width(number, strong=True)
        painter.drawText(QRectF(left, 0, self.width(), self.height()), _MIDDLE, self.count.word)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class CountBar(QWidget):
    """The counts and the words after them ("of 431 lines"); `chosen(key)`, "" for all."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[_CountButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._total = SpanLabel(tone=Tone.QUIET)
        self._row.addSpacing(12)
        self._row.addWidget(self._total)
        self._row.addStretch(1)

    def set_counts(self, counts: Sequence[Count], total: str) -> None:
        """Show these counts; the one that was chosen stays so if it is still there."""
        chosen = self.current()
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for place, count in enumerate(counts):
            button = _CountButton(count, last=place == len(counts) - 1)
            button.setChecked(count.key == chosen)
            button.clicked.connect(lambda on, each=button: self._clicked(each, on=on))
            self._row.insertWidget(place, button)
            self._buttons.append(button)
        self._total.set_spans(total)

    def current(self) -> str:
        """The key of the count that filters, "" for none."""
        return next((each.count.key for each in self._buttons if each.isChecked()), "")

    def _clicked(self, button: _CountButton, *, on: bool) -> None:
        for each in self._buttons:
            each.setChecked(on and each is button)
        self.chosen.emit(button.count.key if on else "")
