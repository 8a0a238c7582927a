"""The panel that records a notice to end a contract: the day, and the side that gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from areateam.catalogue.definitions import Side
from areateam.contracts.contract_note_actions import give_notice
from areateam.core.count_words import counted
from areateam.core.dates import add_months, format_date
from areateam.core.findings import Fault
from areateam.core.values import parse_value
from areateam.core.wording import problem_sentence
from ui.forms.value_row import fault_words
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import FILLED, make_button, make_label, restyle
from ui.widgets.popover import Popover
from ui.widgets.segments import Segments
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.contracts.contract_views import ContractRecord
    from areateam.core.problems import Problem
    from areateam.ledger.ledger import Write
    from ui.desk import Desk

_WIDTH = 380


class NoticePanel(QWidget):
    """A date, a side, what the rules ask, and the button that records it."""

    def __init__(self, desk: Desk, record: ContractRecord) -> None:
        super().__init__()
        self.setMinimumWidth(_WIDTH)
        self._record = record
        self._field = desk.catalogue.fields["notice_given_on"]
        self.by = Segments(
            [(Side.CONTRACTOR.value, "Contractor"), (Side.COMMISSIONER.value, "Commissioner")],
            name="Notice given by",
        )
        self.by.chosen.connect(lambda _: self._say())
        self.day = QLineEdit(format_date(desk.today.isoformat()))
        self.day.setAccessibleName("Notice given on")
        self.day.textEdited.connect(lambda _: self._say())
        self.day.selectAll()
        self._words = SpanLabel(size=SMALL, tone=Tone.QUIET, wrap=True)
        self.give = make_button("Give notice", writes=True, kind=FILLED)
        self.cancel = make_button("Cancel")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.give)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(make_label("Give notice", strong=True))
        column.addWidget(make_label("By", tone="text_2"))
        column.addWidget(self.by, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(make_label("On", tone="text_2"))
        column.addWidget(self.day)
        column.addWidget(self._words)
        column.addLayout(buttons)
        self.setFocusProxy(self.day)
        self._say()

    def value(self) -> str | None:
        """The day typed, as an ISO date; None after saying what is wrong with it."""
        text = self.day.text()
        value = parse_value(self._field, text)
        if isinstance(value, str):
            return value
        fault = value if isinstance(value, Fault) else Fault("field-missing")
        self.say_wrong(fault_words(self._field, text, fault))
        return None

    def say_wrong(self, words: str) -> None:
        """Say below the date why it does not do."""
        self._mark(wrong=True)
        self._words.set_spans([Span(words, mark=Shape.LATE)])

    def _say(self) -> None:
        """Say when notice given on that day by that side would end the agreement."""
        self._mark(wrong=False)
        side = Side(self.by.current())
        party = str(self._record.values.get("party_type") or "")
        rule = self._record.type.notice(side, party)
        own = self._record.values.get("notice_months")
        months = own if isinstance(own, int) else (rule.months if rule else None)
        day = parse_value(self._field, self.day.text())
        if isinstance(day, str) and months:
            last = format_date(add_months(day, months))
            source = "this agreement" if isinstance(own, int) else (rule.source if rule else "")
            self._words.set_spans(
                f"{counted(months, 'month')}, by {source}: it would end on {last}."
            )
        elif rule is None:
            self._words.set_spans("The rules know no notice by this side.")
        else:
            self._words.set_spans(f"The notice asked for is {rule.when or 'not stated'}.")

    def _mark(self, *, wrong: bool) -> None:
        self.day.setProperty("invalid", wrong)
        restyle(self.day)


def open_notice(desk: Desk, record: ContractRecord, anchor: QWidget) -> Popover:
    """Open the panel under `anchor`; it closes when the notice is stored, or on Esc."""
    panel = NoticePanel(desk, record)
    popover = Popover(anchor.window(), panel, name="Give notice")

    def give() -> None:
        day = panel.value()
        if day is None:
            return
        by = panel.by.current()

        def act(write: Write) -> None:
            give_notice(write, desk.catalogue, record.id, day, by)

        def failed(problem: Problem) -> None:
            panel.say_wrong(problem_sentence(problem))

        desk.write(f"{record.name}: Notice given", act, lambda _: popover.close_now(), failed)

    panel.give.clicked.connect(give)
    panel.day.returnPressed.connect(give)
    panel.cancel.clicked.connect(popover.close_now)
    popover.open_at(anchor)
    return popover
