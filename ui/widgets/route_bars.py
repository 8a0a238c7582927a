"""Two routes on one scale: what has passed, what is expected, and today as one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style.fonts import SMALL, font, text_width
from ui.style.marks import Tone
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABEL, _BAR, _LINE, _FOOT = 188, 12, 44, 24
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A route: `gone` of `length` half-days have passed, those beyond `planned` are over it."""

    label: str
    under: str
    gone: int
    length: int
    planned: int
    said: str
    tone: Tone = Tone.PLAIN


class RouteBars(QWidget):
    """`show_routes(lines, today_words, today)`; what it draws it also says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[RouteLine, ...] = ()
        self._today, self._words = 0, ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_routes(self, lines: Sequence[RouteLine], words: str, today: int) -> None:
        """Draw these; `today` are the half-days gone, no line where there are none."""
        self.lines, self._words, self._today = tuple(lines), words, today
        said = ". ".join(f"{line.label}, {line.under}: {line.said}" for line in self.lines)
        self.setAccessibleName("Two routes on one scale")
        self.setAccessibleDescription(f"{said}. {words}".strip())
        self.setToolTip(f"{said}.")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Any width, a line for each route and one for today."""
        return QSize(720, _LINE * len(self.lines) + _FOOT)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a small window."""
        return QSize(480, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw each route, then today through all of them."""
        painter = QPainter(self)
        room = max((text_width(line.said, SMALL, strong=True) for line in self.lines), default=0)
        longest = max((line.length for line in self.lines), default=1) or 1
        # What is said of the longest route needs room after it; the others have it anyway.
        width = max(80.0, self.width() - _LABEL - min(room, self.width() // 3) - 24)
        step = width / longest
        for place, line in enumerate(self.lines):
            self._paint_line(painter, line, place * _LINE, step)
        if self._today:
            x = _LABEL + self._today * step
            painter.setPen(QPen(colour("text"), 2))
            painter.drawLine(int(x), 0, int(x), _LINE * len(self.lines) - 4)
            painter.setFont(font(SMALL, strong=True))
            wide = text_width(self._words, SMALL, strong=True)
            left = min(max(0.0, x - wide / 2), self.width() - wide)
            box = QRectF(left, _LINE * len(self.lines) - 2, wide + 4, _FOOT)
            painter.drawText(box, _LEFT, self._words)

    def _paint_line(self, painter: QPainter, line: RouteLine, top: int, step: float) -> None:
        painter.setFont(font(strong=True))
        painter.setPen(colour("text"))
        painter.drawText(QRectF(0, top, _LABEL, 20), _LEFT, line.label)
        painter.setFont(font(SMALL))
        painter.setPen(colour("text_2"))
        painter.drawText(QRectF(0, top + 19, _LABEL, 16), _LEFT, line.under)
        gone = min(line.gone, line.length)
        painter.fillRect(QRectF(_LABEL, top + 4, gone * step, _BAR), colour("accent"))
        if line.length > line.planned:
            late = max(line.planned, gone)
            box = QRectF(_LABEL + late * step, top + 4, (line.length - late) * step, _BAR)
            painter.fillRect(box, colour("risk"))
        painter.setPen(colour("control"))
        painter.drawRect(QRectF(_LABEL + 0.5, top + 4.5, line.length * step - 1, _BAR - 1))
        painter.setFont(font(SMALL, strong=line.tone is not Tone.PLAIN))
        painter.setPen(colour(line.tone.value))
        left = _LABEL + line.length * step + 12
        painter.drawText(QRectF(left, top, self.width() - left, 20), _LEFT, line.said)
