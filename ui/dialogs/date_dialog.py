"""Travelling to a date: a field and the dates that matter, in a popover."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from areateam.core.dates import DateOrder, add_months, format_weekday_date, parse_date
from areateam.core.findings import Fault
from areateam.core.wording import sentence
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import make_button, make_label, restyle
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

LAST_PCT_DAY = date(2013, 3, 31)
FIRST_TEAM_DAY = date(2013, 4, 1)
_WIDTH = 320


class DateChooser(QWidget):
    """`chosen(day)` carries a date; a date that cannot be read is said under the field."""

    chosen = Signal(object)

    def __init__(self, day: date, home: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self.edit = QLineEdit(format_weekday_date(day.isoformat())[4:])
        self.edit.setAccessibleName("Look at the register as at this date")
        self.edit.selectAll()
        self.edit.returnPressed.connect(self.accept)
        self.edit.textEdited.connect(lambda _: self._say(""))
        self.setFocusProxy(self.edit)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.wrong = SpanLabel(size=SMALL, wrap=True)
        self.dates = [(words, when) for words, when in well_known(home) if when != day]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(make_label("Look at the register as at", strong=True))
        field = QHBoxLayout()
        field.setSpacing(8)
        field.addWidget(self.edit, 1)
        field.addWidget(make_button("Look", on_click=self.accept))
        column.addLayout(field)
        column.addWidget(self.wrong)
        for number, (words, when) in enumerate(self.dates):
            line = SpanLabel(
                [
                    Span(words, link=str(number)),
                    Span(f"   {format_weekday_date(when.isoformat())}", tone=Tone.QUIET),
                ]
            )
            line.linked.connect(lambda link: self.chosen.emit(self.dates[int(link)][1]))
            column.addWidget(line)
        note = "Terms, names and status are worked out for that day. Nothing can be changed there."
        column.addWidget(SpanLabel(note, size=SMALL, tone=Tone.QUIET, wrap=True))
        self._say("")

    def accept(self) -> None:
        """Go to the date that is written, or say why not."""
        read = parse_date(_without_weekday(self.edit.text()), DateOrder.DMY)
        if isinstance(read, Fault):
            self._say(
                sentence(
                    read.code, value=self.edit.text(), detail=read.detail, label="Date", line=0
                )
            )
        else:
            self.chosen.emit(date.fromisoformat(read))

    def _say(self, words: str) -> None:
        self.wrong.set_spans([Span(words, mark=Shape.LATE)] if words else [])
        self.wrong.setVisible(bool(words))
        if self.edit.property("invalid") is not bool(words):
            self.edit.setProperty("invalid", bool(words))
            restyle(self.edit)


def well_known(home: date) -> Sequence[tuple[str, date]]:
    """The dates that people ask for, in words, seen from the day that is today."""
    month_end = home.replace(day=1) - timedelta(days=1)
    in_90 = home + timedelta(days=90)
    year_ago = date.fromisoformat(add_months(home.isoformat(), -12))
    return (
        ("Today", home),
        ("End of last month", month_end),
        ("A year ago", year_ago),
        ("In 90 days", in_90),
        ("The PCTs' last day", LAST_PCT_DAY),
        ("The area team's first day", FIRST_TEAM_DAY),
    )


def open_date_dialog(
    window: QWidget, anchor: QWidget, day: date, home: date
) -> tuple[Popover, DateChooser]:
    """Show the chooser under `anchor`; it closes when a date was chosen."""
    chooser = DateChooser(day, home)
    popover = Popover(window, chooser, name="Look at another date")
    chooser.chosen.connect(lambda _: popover.close_now())
    popover.open_at(anchor)
    return popover, chooser


def _without_weekday(text: str) -> str:
    head, _, rest = text.strip().partition(" ")
    return rest if head[:3].isalpha() and rest else text.strip()
