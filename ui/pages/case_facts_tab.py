"""The facts of a case: its days, who decides at which value, its people, the contract beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from areateam.cases.applicant_views import applicant_view
from areateam.cases.case_end_views import roles_of_case
from areateam.contracts.contract_facet_views import pct_names
from areateam.contracts.contract_preview_views import contract_preview
from areateam.core.amounts import format_money
from areateam.core.dates import format_date, format_weekday_date
from ui.pages.case_hours import total_words
from ui.pages.case_words import outcome_label, stage_label, standing_mark
from ui.pages.contract_reason import place_of
from ui.pages.contracts_preview import open_reason, reasons_of, rows_of
from ui.style.marks import Tone
from ui.style.tokens import GAP
from ui.widgets.card_frame import CardFrame
from ui.widgets.page_scroll import PageScroll
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.cases.case_views import CaseView
    from areateam.cases.hours_views import CaseTotal
    from ui.desk import Desk

_APART = 6
"""Between a list of facts and the words above or below it, which are no part of the list."""
_LABELS = 132
Rows = "Sequence[tuple[str, Sequence[Span] | str]]"


class FactsTab(PageScroll):
    """`day_asked(key, card)` and `facts_asked(card)` ask for changes, `role_asked` for a person.

    `hours_asked` when the time spent is to be shown.
    """

    day_asked = Signal(str, object)
    facts_asked = Signal(object)
    role_asked = Signal()
    hours_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.days = CardFrame("Days of the case")
        self.facts = CardFrame("Facts")
        self.people = CardFrame("People")
        self.contract = CardFrame("The contract")
        self.days.linked.connect(lambda key: self.day_asked.emit(key, self.days))
        self.facts.linked.connect(self._follow)
        self.people.linked.connect(lambda _: self.role_asked.emit())
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for cards in ((self.days, self.facts), (self.contract, self.people)):
            column = QVBoxLayout()
            column.setSpacing(GAP)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            row.addLayout(column, 1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def _follow(self, link: str) -> None:
        if link == "hours":
            self.hours_asked.emit()
        else:
            self.facts_asked.emit(self.facts)

    def show_case(self, view: CaseView, total: CaseTotal) -> None:
        """Show the facts of a case, and all time spent on it."""
        free = self._desk.writable and not view.closed_on
        self._show_days(view, free=free)
        self._show_facts(view, total, free=free)
        self._show_people(view, free=free)
        self._show_contract(view)

    def _show_days(self, view: CaseView, *, free: bool) -> None:
        rows: list[tuple[str, Sequence[Span] | str]] = [
            ("Received", _day_spans("received", view.received_on, free=free)),
            ("Opened", format_weekday_date(view.opened_on)),
        ]
        rows += [
            (spec.label, _day_spans(spec.key, view.dates.get(spec.key), free=free))
            for spec in view.procedure.date
        ]
        if view.closed_on:
            rows.append(("Closed", format_weekday_date(view.closed_on)))
        self._fill(self.days, rows)

    def _show_facts(self, view: CaseView, total: CaseTotal, *, free: bool) -> None:
        mark = standing_mark(view.standing)
        value = format_money(view.value_pence) if view.value_pence is not None else "not stated"
        rows: list[tuple[str, Sequence[Span] | str]] = [
            ("Procedure", f"{view.procedure.id} {view.procedure.label}"),
            ("Standing", [Span(mark.word, mark=mark.shape)]),
            ("Stage", stage_label(view, view.stage)),
            ("Risk", view.risk.capitalize()),
            ("Value", value),
            ("Time spent", _hours_spans(total)),
            ("Opened from", view.origin or [Span("by hand", tone=Tone.QUIET)]),
        ]
        if view.closed_on:
            rows.append(("Outcome", outcome_label(view)))
            if view.outcome_note:
                rows.append(("Comment", view.outcome_note))
        self._fill(self.facts, rows)
        self.facts.body.addSpacing(_APART)
        self.facts.add_line(view.procedure.about, wrap=True)
        self.facts.set_link("Change title, risk or value" if free else "", "facts")

    def _show_people(self, view: CaseView, *, free: bool) -> None:
        nobody = [Span("nobody", tone=Tone.QUIET)]
        rows: list[tuple[str, Sequence[Span] | str]] = [("Manager", view.manager or nobody)]
        for role in roles_of_case(self._desk.connection, view.id):
            until = f" to {format_date(role.valid_to)}" if role.valid_to else ""
            days = Span(f" · {format_date(role.valid_from)}{until}", tone=Tone.QUIET)
            rows.append((role.role, [Span(role.person), days]))
        self._fill(self.people, rows)
        self.people.set_link("Add a person" if free else "", "person")

    def _show_contract(self, view: CaseView) -> None:
        if view.contract is None:
            self._show_applicant(view)
            return
        desk, contract = self._desk, view.contract
        self.contract.set_title("The contract")
        preview = contract_preview(desk.connection, desk.catalogue, contract, desk.today)
        self.contract.clear()
        name = SpanLabel([Span(view.contract_name, link="contract", strong=True)])
        name.linked.connect(lambda _: desk.open("contract", id=contract))
        self.contract.add(name)
        self.contract.body.addSpacing(_APART)
        reasons = reasons_of(preview)
        listed = ValueList(_LABELS)
        listed.set_rows(rows_of(preview))

        def explain(link: str) -> None:
            label, _ = place_of(listed, link)
            if isinstance(label, SpanLabel):
                open_reason(self.window(), reasons[link], label, link)

        listed.linked.connect(explain)
        self.contract.add(listed)

    def _show_applicant(self, view: CaseView) -> None:
        """Who applies, for what and where, until there is a contract."""
        catalogue = self._desk.catalogue
        found = applicant_view(self._desk.connection, view.id)
        self.contract.set_title("The applicant")
        rows: list[tuple[str, Sequence[Span] | str]] = [("Name", found.name)]
        if not found.is_person:
            none = [Span("not stated", tone=Tone.QUIET)]
            place = ", ".join(filter(None, (*found.address, found.postcode)))
            pct = f"{found.pct} {pct_names(self._desk.connection).get(found.pct, '')}".strip()
            rows += [
                ("Applies for", catalogue.types[found.contract_type].label),
                ("Premises", place or none),
                ("PCT", pct or none),
            ]
        rows.append(("Group", catalogue.groups[found.group].label))
        self._fill(self.contract, rows)
        if not found.is_person:
            self.contract.body.addSpacing(_APART)
            self.contract.add_line("There is no contract until this is granted.", wrap=True)

    def _fill(self, card: CardFrame, rows: Sequence[tuple[str, Sequence[Span] | str]]) -> None:
        card.clear()
        listed = ValueList(_LABELS)
        listed.set_rows(rows)
        listed.linked.connect(card.linked)
        card.add(listed)


def _hours_spans(total: CaseTotal) -> list[Span]:
    """The time spent and what it cost, with the way to its entries."""
    words = Span(total_words(total), tone=None if total.entries else Tone.QUIET)
    return [words, Span("   "), Span("Show", link="hours")]


def _day_spans(key: str, day: str | None, *, free: bool) -> list[Span]:
    """A day of the case, with the way to set it."""
    words = format_weekday_date(day) if day else "not known yet"
    spans = [Span(words, tone=None if day else Tone.QUIET)]
    return [*spans, Span("   "), Span("Change" if day else "Set", link=key)] if free else spans
