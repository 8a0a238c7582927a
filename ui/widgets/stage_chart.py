"""Stages as bars over their targets, with today and a limit; a table that arrows walk along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style.fonts import SMALL, font, metrics
from ui.style.marks import TONES, Shape
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW, HEAD = 28, 32
_NAME, _TARGET, _DAYS, _MARK, _WHEN = 200, 56, 56, 128, 132
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage: half-days from `begins` to `ends`, its target, and what is said of it."""

    label: str
    begins: int
    ends: int
    target: int
    target_words: str
    days_words: str
    mark: Shape
    mark_words: str
    when: str
    is_done: bool
    is_current: bool

    @property
    def words(self) -> str:
        """The whole line as it is read out."""
        unit = "working day" if 0 < self.ends - self.begins <= 2 else "working days"
        return (
            f"{self.label}: target {self.target_words}, {self.days_words} {unit},"
            f" {self.mark_words}, {self.when}"
        )


class StageChart(QWidget):
    """`show_stages(lines, gone, limit, head)`; `chosen(place)` as a line is picked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[StageLine, ...] = ()
        self.current = -1
        self._gone = self._limit = 0
        self._head = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Stages")

    def show_stages(self, lines: Sequence[StageLine], gone: int, limit: int, head: str) -> None:
        """Draw these; `gone` and `limit` in half-days, `head` over the bars."""
        self.lines, self._gone, self._limit, self._head = tuple(lines), gone, limit, head
        self.current = next((n for n, line in enumerate(lines) if line.is_current), -1)
        self.setAccessibleDescription(". ".join(line.words for line in self.lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Any width, every line."""
        return QSize(900, HEAD + ROW * len(self.lines))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a small window."""
        return QSize(_NAME + _TARGET + _DAYS + _MARK + _WHEN + 80, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk along the stages; each is read out."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or not self.lines:
            event.ignore()
            return
        self._choose(min(max(0, self.current + step), len(self.lines) - 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the line under the pointer."""
        place = int((event.position().y() - HEAD) // ROW)
        if 0 <= place < len(self.lines):
            self._choose(place)

    def _choose(self, place: int) -> None:
        self.current = place
        self.setAccessibleName(self.lines[place].words)
        self.chosen.emit(place)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the head and every stage."""
        painter = QPainter(self)
        left, right = _NAME + 18, self.width() - _TARGET - _DAYS - _MARK - _WHEN - 40
        most = max((max(s.ends, s.begins + s.target) for s in self.lines), default=1)
        step = (right - left) / (max(most, self._limit) or 1)
        painter.fillRect(QRectF(0, 0, self.width(), HEAD), colour("head"))
        painter.setPen(colour("text_2"))
        painter.setFont(font(SMALL, strong=True))
        self._paint_cells(painter, 0, HEAD, ("Stage", "Target", "Days", "", "When"))
        room = right - left
        head = metrics(SMALL, strong=True).elidedText(
            self._head, Qt.TextElideMode.ElideRight, room - 4
        )
        painter.drawText(QRectF(left, 0, room, HEAD), _LEFT, head)
        for place, line in enumerate(self.lines):
            self._paint_stage(painter, line, place, left, step)

    def _paint_cells(
        self, painter: QPainter, top: int, height: int, cells: tuple[str, str, str, str, str]
    ) -> None:
        at = self.width() - _TARGET - _DAYS - _MARK - _WHEN - 16
        painter.drawText(QRectF(16, top, _NAME, height), _LEFT, cells[0])
        painter.drawText(QRectF(at - 24, top, _TARGET, height), _RIGHT, cells[1])
        painter.drawText(QRectF(at - 24 + _TARGET, top, _DAYS, height), _RIGHT, cells[2])
        painter.drawText(QRectF(at + _TARGET + _DAYS, top, _MARK, height), _LEFT, cells[3])
        painter.drawText(QRectF(at + _TARGET + _DAYS + _MARK, top, _WHEN, height), _LEFT, cells[4])

    def _paint_stage(
        self, painter: QPainter, line: StageLine, place: int, left: float, step: float
    ) -> None:
        top = HEAD + place * ROW
        if place == self.current:
            painter.fillRect(QRectF(0, top, self.width(), ROW), colour("selected"))
        painter.setPen(colour("line_soft"))
        painter.drawLine(0, top, self.width(), top)
        bar = QRectF(left + line.begins * step, top + 5, (line.ends - line.begins) * step, 10)
        if line.is_done or line.is_current:
            painter.fillRect(bar, colour("accent" if line.is_current else "bar"))
        else:
            painter.setPen(colour("control"))
            painter.drawRect(bar)
        target = QRectF(left + line.begins * step, top + 18, line.target * step, 3)
        painter.fillRect(target, colour("bar"))
        self._paint_upright(painter, top, left, step)
        painter.setFont(font(strong=line.is_current))
        painter.setPen(colour("text"))
        cells = (f"{place + 1}  {line.label}", line.target_words, line.days_words, "", "")
        self._paint_cells(painter, top, ROW, cells)
        plain = line.mark is Shape.NOTHING
        painter.setFont(font(strong=not plain))
        painter.setPen(colour(TONES[line.mark].value))
        words = f"{line.mark.value} {line.mark_words}"
        self._paint_cells(painter, top, ROW, ("", "", "", words, ""))
        painter.setFont(font())
        painter.setPen(colour("text_2"))
        self._paint_cells(painter, top, ROW, ("", "", "", "", line.when))
        if self.hasFocus() and place == self.current:
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(QRectF(1, top + 1, self.width() - 2, ROW - 2))

    def _paint_upright(self, painter: QPainter, top: int, left: float, step: float) -> None:
        if self._gone:
            painter.setPen(QPen(colour("text"), 2))
            x = int(left + self._gone * step)
            painter.drawLine(x, top + 2, x, top + ROW - 2)
        painter.setPen(QPen(colour("late"), 1.5, Qt.PenStyle.DashLine))
        x = int(left + self._limit * step)
        painter.drawLine(x, top, x, top + ROW)
