"""Paints a Gantt chart: months, bars, baseline, arrows, today and the switch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from ui.style.fonts import BODY, SMALL, font, metrics
from ui.style.marks import Tone, paint_mark
from ui.style.theme import colour
from ui.widgets.gantt_lines import MONTHS, GanttDays, GanttLine, short_day

ROW = 24
HEAD = 40
TITLE_WIDTH, FORECAST_WIDTH, SLACK_WIDTH = 216, 68, 56
TABLE = TITLE_WIDTH + FORECAST_WIDTH + SLACK_WIDTH
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ELIDE = Qt.TextElideMode.ElideRight
_BAR_TOP, _BAR, _BASE = 5, 8, 17


@dataclass(frozen=True, slots=True)
class GanttScale:
    """From days to pixels: `first` stands at `left`, each day is `pixels` wide."""

    first: date
    left: float
    pixels: float

    def x(self, day: date) -> float:
        """Where a day begins."""
        return self.left + (day - self.first).days * self.pixels

    def end(self, day: date) -> float:
        """Where a day ends."""
        return self.x(day) + self.pixels


class GanttPainter:
    """Paints one view of the lines; `top` is the pixel of the first line, `current` its record."""

    def __init__(
        self,
        painter: QPainter,
        lines: Sequence[GanttLine],
        days: GanttDays,
        scale: GanttScale,
        width: float,
    ) -> None:
        self._p = painter
        self._lines = lines
        self._days = days
        self._scale = scale
        self._width = width

    def paint(self, top: float, first: int, last: int, current: int, *, focused: bool) -> None:
        """Paint the lines from `first` to `last`, then what lies over them, then the heads."""
        p = self._p
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        bottom = top + len(self._lines) * ROW
        p.save()
        p.setClipRect(QRectF(TABLE, HEAD, self._width - TABLE, 1e6), Qt.ClipOperation.IntersectClip)
        self._paint_ground(bottom)
        p.restore()
        for place in range(first, last):
            self._paint_rule(top + place * ROW, place, current)
        p.save()
        p.setClipRect(
            QRectF(TABLE + 1, HEAD, self._width - TABLE, 1e6), Qt.ClipOperation.IntersectClip
        )
        for place in range(first, last):
            self._paint_bar(top + place * ROW, self._lines[place])
        self._paint_arrows(top, first, last, current)
        self._paint_days(bottom)
        p.restore()
        for place in range(first, last):
            self._paint_words(top + place * ROW, place)
            if place == current and focused:
                p.setPen(QPen(colour("accent"), 2))
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.drawRect(QRectF(1, top + place * ROW + 1, self._width - 2, ROW - 2))
        self.paint_head()

    # ---- the ground

    def _paint_ground(self, bottom: float) -> None:
        """Bank holidays and the beginnings of months."""
        first, last = self._shown()
        for day in self._days.holidays:
            if first <= day <= last and day.weekday() < 5:
                box = QRectF(self._scale.x(day), HEAD, max(self._scale.pixels, 3), 1e6)
                self._p.fillRect(box, colour("bar_soft"))
        self._p.setPen(QPen(colour("line_soft"), 1))
        for month in self._months():
            x = round(self._scale.x(month)) + 0.5
            self._p.drawLine(QPointF(x, HEAD), QPointF(x, max(bottom, 1e4)))

    def _shown(self) -> tuple[date, date]:
        start = (TABLE - self._scale.left) / self._scale.pixels
        end = (self._width - self._scale.left) / self._scale.pixels
        first = self._scale.first
        return first + timedelta(days=int(start) - 1), first + timedelta(days=int(end) + 1)

    def _months(self) -> list[date]:
        first, last = self._shown()
        month = date(first.year, first.month, 1)
        found = []
        while month <= last:
            found.append(month)
            month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        return found

    def _paint_rule(self, y: float, place: int, current: int) -> None:
        if place == current:
            self._p.fillRect(QRectF(0, y, self._width, ROW), colour("selected"))
        self._p.setPen(QPen(colour("line_soft"), 1))
        self._p.drawLine(QPointF(0, y + ROW - 0.5), QPointF(self._width, y + ROW - 0.5))

    # ---- bars

    def _paint_bar(self, y: float, line: GanttLine) -> None:
        if not line.record:
            return
        scale, p = self._scale, self._p
        if line.base is not None:
            self._paint_base(y, line.base)
        if line.removed:
            return
        left, right = scale.x(line.start), scale.end(line.finish)
        ink = colour("accent" if line.critical else "bar")
        if line.late_finish is not None and line.late_finish > line.finish and not line.done:
            pen = QPen(colour("control"), 1, Qt.PenStyle.DotLine)
            p.setPen(pen)
            middle = y + _BAR_TOP + _BAR / 2
            p.drawLine(QPointF(right, middle), QPointF(scale.end(line.late_finish), middle))
        p.fillRect(QRectF(left, y + _BAR_TOP, max(right - left, 3), _BAR), ink)
        self._paint_note(y, line, right)

    def _paint_base(self, y: float, base: tuple[date, date]) -> None:
        left, right = self._scale.x(base[0]), self._scale.end(base[1])
        self._p.setPen(QPen(colour("control"), 1.5))
        self._p.drawLine(QPointF(left, y + _BASE), QPointF(right, y + _BASE))
        self._p.drawLine(QPointF(right, y + _BASE - 3), QPointF(right, y + _BASE + 3))

    def _paint_note(self, y: float, line: GanttLine, right: float) -> None:
        if not line.note or line.mark is None:
            return
        p, tone = self._p, line.mark.tone
        strong = tone in (Tone.LATE, Tone.RISK)
        width = metrics(SMALL, strong=strong).horizontalAdvance(line.note)
        x = right + 16
        ground = QRectF(x - 8, y + 2, width + 26, ROW - 5)
        p.fillRect(ground, colour("surface"))
        paint_mark(p, line.mark.shape, QPointF(x, y + ROW / 2 - 1))
        p.setFont(font(SMALL, strong=strong))
        p.setPen(colour(tone.value))
        p.drawText(QRectF(x + 10, y - 1, width + 4, ROW), _LEFT, line.note)

    def _paint_arrows(self, top: float, first: int, last: int, current: int) -> None:
        """Arrows along the critical path, and those of the current line."""
        places = {line.record: at for at, line in enumerate(self._lines) if line.record}
        chosen = self._lines[current].record if 0 <= current < len(self._lines) else 0
        for place, line in enumerate(self._lines):
            for other in line.before:
                begin = places.get(other)
                if begin is None or max(place, begin) < first or min(place, begin) > last:
                    continue
                critical = line.critical and self._lines[begin].critical
                if critical or chosen in (line.record, other):
                    self._paint_arrow(top, begin, place, "accent" if critical else "text_2")

    def _paint_arrow(self, top: float, begin: int, end: int, ink: str) -> None:
        before, after = self._lines[begin], self._lines[end]
        x0, y0 = self._scale.end(before.finish), top + begin * ROW + _BAR_TOP + _BAR / 2
        x1 = max(x0 + 5, self._scale.x(after.start) + 3)
        down = end > begin
        y1 = top + end * ROW + (_BAR_TOP - 1 if down else _BAR_TOP + _BAR + 1)
        p = self._p
        p.setPen(QPen(colour(ink), 1))
        p.drawPolyline([QPointF(x0, y0), QPointF(x1, y0), QPointF(x1, y1)])
        tip = -4 if down else 4
        p.setBrush(colour(ink))
        p.drawPolygon(
            QPolygonF([QPointF(x1, y1), QPointF(x1 - 3, y1 + tip), QPointF(x1 + 3, y1 + tip)])
        )

    def _paint_days(self, bottom: float) -> None:
        p = self._p
        today = round(self._scale.x(self._days.today)) + 0.5
        p.setPen(QPen(colour("text"), 1.5))
        p.drawLine(QPointF(today, HEAD), QPointF(today, max(bottom, 1e4)))
        vesting = round(self._scale.x(self._days.vesting)) + 0.5
        p.setPen(QPen(colour("late"), 1.5, Qt.PenStyle.DashLine))
        p.drawLine(QPointF(vesting, HEAD), QPointF(vesting, max(bottom, 1e4)))

    # ---- words

    def _paint_words(self, y: float, place: int) -> None:
        line, p = self._lines[place], self._p
        box = QRectF(16, y, TITLE_WIDTH - 20, ROW)
        if not line.record:
            p.setFont(font(BODY, strong=True))
            p.setPen(colour("text"))
            box.setWidth(TABLE - 24)
            words = metrics(BODY, strong=True).elidedText(line.title, _ELIDE, box.width())
            p.drawText(box, _LEFT, words)
            return
        p.setFont(font(BODY, struck=line.removed))
        p.setPen(colour("text_2"))
        p.drawText(box, _LEFT, line.code)
        p.setPen(colour("text_2" if line.removed else "text"))
        title = box.adjusted(36, 0, 0, 0)
        p.drawText(title, _LEFT, metrics(BODY).elidedText(line.title, _ELIDE, title.width()))
        forecast = QRectF(TITLE_WIDTH, y, FORECAST_WIDTH - 8, ROW)
        p.setFont(font(BODY))
        p.setPen(colour("text_2" if line.done or line.removed else "text"))
        pin = "⚲ " if line.pinned and not line.done else ""
        p.drawText(forecast, _RIGHT, pin + line.forecast_words)
        slack = QRectF(TITLE_WIDTH + FORECAST_WIDTH, y, SLACK_WIDTH - 12, ROW)
        p.setFont(font(BODY, strong=line.critical))
        p.setPen(colour("text"))
        p.drawText(slack, _RIGHT, line.slack_words)

    def paint_head(self) -> None:
        """The heads of the columns and the months; nothing scrolls over them."""
        p = self._p
        p.fillRect(QRectF(0, 0, self._width, HEAD), colour("head"))
        p.setPen(QPen(colour("line"), 1))
        p.drawLine(QPointF(0, HEAD - 0.5), QPointF(self._width, HEAD - 0.5))
        p.drawLine(QPointF(TABLE + 0.5, 0), QPointF(TABLE + 0.5, 1e4))
        p.setFont(font(SMALL, strong=True))
        p.setPen(colour("text_2"))
        p.drawText(QRectF(16, HEAD - 24, TITLE_WIDTH, 20), _LEFT, "Task")
        p.drawText(QRectF(TITLE_WIDTH - 12, HEAD - 24, FORECAST_WIDTH + 4, 20), _RIGHT, "Expected")
        slack = QRectF(TITLE_WIDTH + FORECAST_WIDTH, HEAD - 24, SLACK_WIDTH - 12, 20)
        p.drawText(slack, _RIGHT, "In hand")
        p.save()
        p.setClipRect(
            QRectF(TABLE + 1, 0, self._width - TABLE, HEAD), Qt.ClipOperation.IntersectClip
        )
        self._paint_months()
        self._paint_flags()
        p.restore()

    def _paint_months(self) -> None:
        for month in self._months():
            x = self._scale.x(month)
            words = MONTHS[month.month - 1]
            if month.month == 1 or self._scale.pixels < 1.2:
                words += f" {month.year}" if self._scale.pixels >= 1.2 else ""
            if self._scale.pixels * 28 < metrics(SMALL, strong=True).horizontalAdvance(words) + 4:
                if month.month not in (1, 4, 7, 10):
                    continue
                words = f"{MONTHS[month.month - 1]} {month.year % 100:02d}"
            self._p.drawText(QRectF(x + 6, HEAD - 24, 120, 20), _LEFT, words)

    def _paint_flags(self) -> None:
        """The words over the lines of today and of the switch."""
        p, strong = self._p, metrics(SMALL, strong=True)
        words = short_day(self._days.today)
        width = strong.horizontalAdvance(words) + 16
        box = QRectF(self._scale.x(self._days.today), 0, width, 17)
        p.fillRect(box, colour("text"))
        p.setPen(colour("surface"))
        p.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        vesting = self._days.vesting
        words = f"Vesting {short_day(vesting)} {vesting.year}"
        width = strong.horizontalAdvance(words) + 4
        x = self._scale.x(vesting)
        left = x - width - 4 if x - width - 4 > box.right() else max(x + 4, box.right() + 4)
        p.setPen(colour("late"))
        p.drawText(QRectF(left, 0, width, 17), _LEFT, words)
