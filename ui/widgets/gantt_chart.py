"""A Gantt chart beside a frozen table: scrolls, zooms, and follows the keyboard.

chart = GanttChart()
chart.show_lines(lines, GanttDays(today, vesting, holidays))
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from areateam.core.count_words import counted
from ui.style.theme import colour
from ui.widgets.gantt_lines import GanttDays, GanttLine, short_day
from ui.widgets.gantt_painter import HEAD, ROW, TABLE, GanttPainter, GanttScale
from ui.widgets.gantt_paper import GanttPaper

_LEAST, _MOST, _USUAL = 0.6, 16.0, 3.6
_STEP = 1.25
_BEFORE_TODAY = 36
"""Days before today that are seen at first."""
_ROOM = 150
"""Pixels after the last bar, for its note."""


class GanttCanvas(QAbstractScrollArea):
    """Shows lines over time: where they lie, how wide a day is, what is painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[GanttLine] = ()
        self._days = GanttDays(date(2013, 4, 1), date(2013, 4, 1))
        self._first, self._last = date(2013, 1, 1), date(2013, 4, 1)
        self._pixels = _USUAL
        self.current = -1
        self.setAccessibleName("Plan")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(ROW)
        self.horizontalScrollBar().setSingleStep(14)
        self.viewport().setMouseTracking(True)

    def show_lines(self, lines: Sequence[GanttLine], days: GanttDays) -> None:
        """Show other lines; the current task stays current, and the view where it is."""
        kept = self.record()
        fresh = not self.lines or days.vesting != self._days.vesting
        self.lines, self._days = lines, days
        bars = [line for line in lines if line.record]
        starts = [line.start for line in bars if not line.removed] + [days.today]
        ends = [line.finish for line in bars if not line.removed] + [days.vesting]
        for line in bars:
            if line.base is not None:
                starts.append(line.base[0])
                ends.append(line.base[1])
        self._first = min(starts) - timedelta(days=10)
        self._last = max(ends)
        places = {line.record: place for place, line in enumerate(lines) if line.record}
        self.current = places.get(kept, -1)
        self._fit()
        if fresh:
            self.show_from(days.today - timedelta(days=_BEFORE_TODAY))
        self.name_current()
        self.viewport().update()

    def record(self) -> int:
        """The current task; 0 where there is none."""
        at = self.current
        return self.lines[at].record if 0 <= at < len(self.lines) else 0

    def show_from(self, day: date) -> None:
        """Scroll so that a day stands at the left of the chart."""
        self.horizontalScrollBar().setValue(int((day - self._first).days * self._pixels))

    def zoom(self, steps: int) -> None:
        """Show days wider or narrower; the middle of the view stays where it is."""
        bar = self.horizontalScrollBar()
        half = (self.viewport().width() - TABLE) / 2
        middle = (bar.value() + half) / self._pixels
        self._pixels = min(max(self._pixels * _STEP**steps, _LEAST), _MOST)
        self._fit()
        bar.setValue(int(middle * self._pixels - half))
        self.viewport().update()

    def zoom_to_fit(self) -> None:
        """Show the whole plan from its first day to its last."""
        room = max(self.viewport().width() - TABLE - _ROOM, 100)
        days = (self._last - self._first).days + 1
        self._pixels = min(max(room / days, _LEAST), _MOST)
        self._fit()
        self.horizontalScrollBar().setValue(0)
        self.viewport().update()

    def paper(self) -> GanttPaper:
        """The chart as it is written to files: all lines, from the first day to the last."""
        return GanttPaper(self.lines, self._days, self._first, self._last)

    def name_current(self) -> None:
        """Say the current line to a screen reader."""
        at = self.current
        words = (
            self.lines[at].spoken if 0 <= at < len(self.lines) else counted(len(self.lines), "line")
        )
        self.setAccessibleDescription(words)

    # ---- sizes

    def _fit(self) -> None:
        view = self.viewport()
        across = ((self._last - self._first).days + 1) * self._pixels + _ROOM
        room = view.width() - TABLE
        self.horizontalScrollBar().setRange(0, max(0, int(across - room)))
        self.horizontalScrollBar().setPageStep(max(room, 1))
        down = len(self.lines) * ROW
        self.verticalScrollBar().setRange(0, max(0, down - view.height() + HEAD))
        self.verticalScrollBar().setPageStep(max(view.height() - HEAD, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the scroll bars their new lengths."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Room for the table and a little of the chart."""
        return QSize(TABLE + 160, HEAD + 6 * ROW)

    # ---- painting

    def _scale(self) -> GanttScale:
        return GanttScale(self._first, TABLE - self.horizontalScrollBar().value(), self._pixels)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines that can be seen, and only those."""
        painter = QPainter(self.viewport())
        size = self.viewport().size()
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), colour("surface"))
        top = HEAD - self.verticalScrollBar().value()
        first = max(0, (HEAD - top) // ROW)
        last = min(len(self.lines), (size.height() - top) // ROW + 1)
        shown = GanttPainter(painter, self.lines, self._days, self._scale(), size.width())
        shown.paint(top, first, last, self.current, focused=self.hasFocus())


class GanttChart(GanttCanvas):
    """`opened(record)` on Enter or a double click, `rested(record)` as the current line changes."""

    opened = Signal(int)
    rested = Signal(int)

    def go_to(self, record: int) -> bool:
        """Make a task current and bring it into view; False where it is not shown."""
        for place, line in enumerate(self.lines):
            if line.record == record:
                self._go(place)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go from task to task, left and right in time, + and - zoom, Enter opens."""
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        ways = {Qt.Key.Key_Left: -40, Qt.Key.Key_Right: 40}
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        if key in steps:
            self._step(steps[key])
        elif key in ways:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + ways[key])
        elif key in zooms:
            self.zoom(zooms[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.record():
            self.opened.emit(self.record())
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        at = self.current + step
        while 0 <= at < len(self.lines) and not self.lines[at].record:
            at += step
        if 0 <= at < len(self.lines):
            self._go(at)

    def _go(self, place: int) -> None:
        changed = place != self.current
        self.current = place
        bar, y = self.verticalScrollBar(), place * ROW
        room = self.viewport().height() - HEAD
        if y < bar.value():
            bar.setValue(y)
        elif y + ROW > bar.value() + room:
            bar.setValue(y + ROW - room)
        self.name_current()
        self.viewport().update()
        if changed and self.record():
            self.rested.emit(self.record())

    def _place_at(self, y: float) -> int:
        place = int((y - HEAD + self.verticalScrollBar().value()) // ROW)
        return place if y >= HEAD and place < len(self.lines) and self.lines[place].record else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the task under the pointer current."""
        place = self._place_at(event.position().y())
        if place >= 0:
            self._go(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing more happens when the button is let go."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the task under the pointer."""
        place = self._place_at(event.position().y())
        if place >= 0:
            self.opened.emit(self.lines[place].record)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or zoom while Ctrl is held."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say the whole line, or the name of a bank holiday, in a tooltip."""
        if isinstance(event, QHelpEvent):
            place = self._place_at(event.pos().y())
            words = self.lines[place].spoken if place >= 0 else ""
            day = self._first + timedelta(
                days=int((event.pos().x() - self._scale().left) // self._pixels)
            )
            holiday = self._days.holidays.get(day, "")
            if event.pos().x() > TABLE and holiday:
                words = f"{short_day(day)}: {holiday}\n{words}".strip()
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)
