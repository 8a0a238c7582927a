"""The mid-year position of a dental contract: a bar with the 30% tick, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from areateam.contracts.contract_term_views import mid_year_reasons
from areateam.core.amounts import format_decimal, format_money
from areateam.core.dates import format_date, format_weekday_date
from ui.pages.contract_reason import open_reason, place_of
from ui.pages.contract_words import unbroken
from ui.style.fonts import SMALL, font, text_width
from ui.style.marks import Shape
from ui.style.theme import colour
from ui.widgets.card_frame import CardFrame
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.contracts.contract_term_views import MidYear

_TOP, _BAR, _UNDER = 20, 12, 26
_HALF = 50


class MidYearBar(QWidget):
    """Delivered units against half of the annual ones, with a tick at 30%."""

    def __init__(self) -> None:
        super().__init__()
        self._position: MidYear | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_position(self, position: MidYear) -> None:
        """Show a position."""
        self._position = position
        self.setAccessibleName(
            f"{_units(position.delivered)} of {_units(position.contracted)} UDAs delivered,"
            f" {share_words(position)}; 30% is {_units(position.threshold)}"
        )
        self.update()

    def sizeHint(self) -> QSize:
        """One line above the bar and one below."""
        return QSize(240, _TOP + _BAR + _UNDER)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, what was delivered, the tick and their words."""
        position = self._position
        if position is None:
            return
        painter = QPainter(self)
        half = position.contracted * _HALF // 100
        full = max(half, position.delivered, 1)
        width = self.width()
        done = width * max(position.delivered, 0) / full
        tick = width * position.threshold / full
        painter.fillRect(QRectF(0, _TOP, width, _BAR), colour("bar_soft"))
        painter.fillRect(QRectF(0, _TOP, done, _BAR), colour("bar"))
        painter.fillRect(QRectF(tick - 1, _TOP - 4, 2, _BAR + 9), colour("late"))
        painter.setFont(font(SMALL))
        painter.setPen(colour("text_2"))
        words = f"30%: {_units(position.threshold)}"
        room = text_width(words, SMALL)
        left = min(max(tick - room / 2, 0), width - room)
        painter.drawText(QRectF(left, 0, room, 14), Qt.AlignmentFlag.AlignLeft, words)
        below = QRectF(0, _TOP + _BAR + 8, width, 16)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"50%: {_units(half)}")
        painter.setPen(colour("text"))
        painter.setFont(font(SMALL, strong=True))
        said = f"{_units(position.delivered)} UDAs, {share_words(position)}"
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, said)


class MidYearCard(CardFrame):
    """The bar with its period above and, below, the shortfall and the most to be withheld."""

    def __init__(self) -> None:
        super().__init__("Mid-year position")
        self._position: MidYear | None = None
        self._period = self.add_line("", wrap=True)
        self.bar = MidYearBar()
        self.add(self.bar)
        self.body.addSpacing(4)
        self._verdict = self.add_line("", wrap=True)
        self._ceiling = self.add_line("", wrap=True)
        self.linked.connect(self._explain)

    def set_position(self, position: MidYear, source: str = "") -> None:
        """Show a position; `source` names the file that the delivered units came from."""
        self._position = position
        first, last = (format_date(day.isoformat()) for day in (position.first, position.last))
        period = f"{first.rsplit(' ', 1)[0]} to {last}"
        self._period.set_spans(f"{period}, from {source}" if source else period)
        self.bar.set_position(position)
        self._verdict.set_spans(_verdict(position))
        self._ceiling.setVisible(position.ceiling is not None)
        if position.ceiling is not None:
            money = Span(format_money(position.ceiling), link="ceiling", reason=True)
            self._ceiling.set_spans([Span("At most "), money, Span(" may be withheld.")])

    def _explain(self, link: str) -> None:
        if self._position is not None and link in mid_year_reasons(self._position):
            anchor, rect = place_of(self, link)
            open_reason(anchor, mid_year_reasons(self._position)[link], rect)


def share_words(position: MidYear) -> str:
    """The share delivered with both its decimals, "26.40%"."""
    return f"{position.share // 100}.{position.share % 100:02}%"


def _verdict(position: MidYear) -> list[Span]:
    if not position.triggered:
        return [Span("30% was reached", mark=Shape.OK, strong=True), Span("; no review is due.")]
    due = format_weekday_date(position.review_by.isoformat())
    return [
        Span(f"{_units(position.short)} UDAs short of 30%", mark=Shape.LATE, strong=True),
        Span(", review due "),
        Span(unbroken(due), link="review_by", reason=True),
        Span("."),
    ]


def _units(hundredths: int) -> str:
    return format_decimal(hundredths, 2)
