"""One function: the current cell and what stands behind it, whom to ring before and after."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from areateam.core.dates import format_date
from areateam.duties.duty_views import remark_words
from ui.pages.cell_doings import EVIDENCE
from ui.pages.matrix_lines import WORDS, days_compared
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import BAR, make_button, make_frame
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from areateam.duties.contact_views import ContactView
    from areateam.duties.duty_views import AnswerView, BodyView, DutyView, FunctionView, MatrixView
    from areateam.duties.function_views import Belongings

CONTRACTS, CASES = "contracts", "cases"
BREAK = "\N{LINE SEPARATOR}"
_END = "end "


class FunctionPanel(QWidget):
    """`show(…)` fills it; `asked(what)` when a button or a link of it is used.

    What is asked: "change", "source", "confirm", "contact", a list ("contracts", "cases"), or
    "end 7" to end a contact.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 10, 16, 12)
        self._column.setSpacing(6)
        self.name = self._line()
        self.amiss = self._line()
        self._rule()
        self.cell = self._line()
        self.source = self._line(tone=Tone.QUIET)
        self.change = make_button(
            "Change…", writes=True, kind=BAR, on_click=lambda: self.asked.emit("change")
        )
        self.state = make_button(
            "Source…", writes=True, kind=BAR, on_click=lambda: self.asked.emit("source")
        )
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self.change, self.state):
            row.addWidget(button)
        row.addStretch(1)
        self._column.addLayout(row)
        self._rule()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        self.sides = (SpanLabel(size=SMALL, wrap=True), SpanLabel(size=SMALL, wrap=True))
        for place, side in enumerate(self.sides):
            side.linked.connect(self.asked)
            grid.addWidget(side, 0, place)
            grid.setColumnStretch(place, 1)
        self._column.addLayout(grid)
        self.owner = self._line(tone=Tone.QUIET)
        self.name_contact = make_button(
            "Whom to ring…", writes=True, kind=BAR, on_click=lambda: self.asked.emit("contact")
        )
        ring = QHBoxLayout()
        ring.addWidget(self.name_contact)
        ring.addStretch(1)
        self._column.addLayout(ring)
        self._rule()
        self.others = self._line(tone=Tone.QUIET)
        self.belongings = self._line()
        self.belongings.linked.connect(self.asked)
        self._column.addStretch(1)

    def _line(self, *, tone: Tone = Tone.PLAIN) -> SpanLabel:
        line = SpanLabel(size=SMALL, tone=tone, wrap=True)
        line.linked.connect(self.asked)
        self._column.addWidget(line)
        return line

    def _rule(self) -> None:
        self._column.addSpacing(2)
        self._column.addWidget(make_frame("hairline"))
        self._column.addSpacing(2)

    def show_function(
        self, matrix: MatrixView, function: FunctionView, day: date, answers: Sequence[AnswerView]
    ) -> None:
        """Show a function on a day: what is amiss, whom to ring, who else has a part in it."""
        self.name.set_spans([Span(f"{function.code} {function.name}", strong=True)])
        spans = [
            Span(f"{remark_words(remark, matrix)} ", mark=Shape.RISK)
            for remark in matrix.remarks(day)
            if remark.function == function.code
        ]
        self.amiss.set_spans(spans)
        self.amiss.setVisible(bool(spans))
        for label, on, words in zip(
            self.sides, days_compared(matrix, day), ("Before", "After"), strict=True
        ):
            label.set_spans(_ring(matrix, function, on, words))
        parts = [
            f"{WORDS[answer.duty.letters].capitalize()}: {answer.body.code}" for answer in answers
        ]
        asked = [answer.body.code for answer in answers if answer.duty.letters == "C"]
        must = f". Before it is closed, ask {', '.join(asked)}" if asked else ""
        self.others.set_spans(
            "; ".join(parts) + must + "." if parts else "Nobody has a part in it."
        )

    def show_cell(self, body: BodyView | None, duty: DutyView | None) -> None:
        """Show the current cell; without a body no cell is current."""
        for button, there in (
            (self.change, body is not None),
            (self.state, duty is not None),
        ):
            button.setVisible(there)
        if body is None:
            self.cell.set_spans("Go to a cell to see what stands behind it.")
            self.source.hide()
            return
        self.source.setVisible(duty is not None)
        what = WORDS[duty.letters] if duty else "nothing"
        self.cell.set_spans([Span(f"{body.code} {body.name}: "), Span(what, strong=True)])
        if duty is not None:
            self.source.set_spans(source_spans(duty))

    def show_owner(self, words: str) -> None:
        """Say who in the team looks after it; "" for nobody."""
        self.owner.set_spans(words)
        self.owner.setVisible(bool(words))

    def show_belongings(self, found: Belongings) -> None:
        """Show what belongs to it, as links to the lists."""
        parts = [
            (CONTRACTS, found.contracts, "contract", "contracts"),
            (CASES, found.cases, "open case", "open cases"),
        ]
        spans: list[Span] = []
        for link, count, one, many in parts:
            words = f"{count:,} {one if count == 1 else many}"
            spans += [Span(", ") if spans else Span(""), Span(words, link=link if count else "")]
        filed = f", {found.documents:,} document{'' if found.documents == 1 else 's'} with them."
        self.belongings.set_spans([*spans, Span(filed)])


def source_spans(duty: DutyView) -> list[Span]:
    """Since when, from where, how sure, and who has confirmed it."""
    first, last = duty.span.first, duty.span.last
    days = [
        f"from {format_date(first.isoformat())}" if first else "",
        f"until {format_date(last.isoformat())}" if last else "",
    ]
    since = " ".join(day for day in days if day)
    spans = [Span(f"{since[0].upper()}{since[1:]}. ")] if since else []
    spans.append(Span(f"{duty.source}. ") if duty.source else Span("No source. ", mark=Shape.DOUBT))
    if duty.evidence:
        sure = f", {duty.confidence}% sure" if duty.confidence is not None else ""
        spans.append(Span(f"{EVIDENCE[duty.evidence]} ({duty.evidence}){sure}. "))
    if duty.note:
        spans.append(Span(f"{duty.note}. "))
    if duty.confirmed_on:
        on = format_date(duty.confirmed_on)
        spans.append(Span(f"Confirmed by {duty.confirmed_by} on {on}.", mark=Shape.OK))
    elif not duty.confirmed:
        spans.append(Span("Not confirmed yet. ", mark=Shape.DOUBT))
        spans.append(Span("Confirm", link="confirm"))
    return spans


def _ring(matrix: MatrixView, function: FunctionView, day: date, words: str) -> list[Span]:
    """Whom to ring on one side: the accountable body and its people."""
    lines = [[Span(f"{words}, {format_date(day.isoformat())}", tone=Tone.QUIET)]]
    held = [
        body
        for (code, body), duty in matrix.cells_on(day).items()
        if code == function.code and "A" in duty.letters
    ]
    lines += [] if held else [[Span("Nobody", mark=Shape.LATE)]]
    for body in held:
        people = matrix.people(body, function.code, day)
        lines.append([Span(body, strong=True)])
        lines += [] if people else [[Span("Nobody named", tone=Tone.QUIET)]]
        for person in people:
            lines += [[Span(line)] for line in _person(person)]
            lines.append([Span("Not any more…", link=f"{_END}{person.id}")])
    return [span for line in lines for span in (*line, Span(BREAK))][:-1]


def _person(person: ContactView) -> list[str]:
    """The name, and how to reach it; an address may be broken at its signs."""
    address = re.sub(r"(?<=[@.])", "\N{ZERO WIDTH SPACE}", person.email)
    deputy = f"Deputy {person.deputy}" if person.deputy else ""
    return [line for line in (person.person, person.phone, address, deputy) if line]


def contact_to_end(asked: str) -> int | None:
    """The contact that a link asks to end; None where it asks for something else."""
    return int(asked.removeprefix(_END)) if asked.startswith(_END) else None
