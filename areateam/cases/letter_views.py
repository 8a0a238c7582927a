"""Reads what a letter is filled with: the case, its contract, the law, the dental figures."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from areateam.cases.case_rules import Rulebook
from areateam.cases.case_views import CaseView, StepView, case_view
from areateam.cases.clock_rules import statutory_date
from areateam.cases.clock_words import explain
from areateam.cases.letter_dental_views import dental_values
from areateam.cases.letter_party_views import LetterParty, letter_party
from areateam.cases.letter_rules import (
    Filled,
    asked_values,
    fill,
    filled_text,
    long_date,
    own_answers,
)
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.clock_definitions import OWN_TARGET, ClockRule, Gives
from areateam.catalogue.letter_definitions import (
    APPEAL,
    LAW,
    RECIPIENT,
    LetterSpec,
    field_label,
    fields_in,
)
from areateam.catalogue.procedure_definitions import StepKind
from areateam.core.amounts import format_money
from areateam.core.problems import UserProblem
from areateam.organisations.organisation_views import own_area_team
from areateam.organisations.team_address_views import TeamAddress, team_address

BOARD_BEGINS = date(2013, 4, 1)
"""From this day the NHS Commissioning Board sends what the PCTs sent: HSCA 2012 s34."""
_BOARD = "X24"
SHIPPED = "letter.docx"
"""The template that comes with the program."""


class LetterText(msgspec.Struct, frozen=True):
    """A letter as it would be written: `values` by field, `unfilled` in words.

    `stated` is what a person filled in other than was suggested, by the letter's asks.
    """

    spec: LetterSpec
    case: int
    contract: int | None
    step: int
    step_key: str
    pct: str
    title: str
    dated: date
    sender: tuple[str, ...]
    address: tuple[str, ...]
    filled: Filled
    values: Mapping[str, str]
    labels: Mapping[str, str]
    stated: Mapping[str, str]

    @property
    def unfilled(self) -> tuple[str, ...]:
        """What it still needs, in words."""
        return tuple(self.labels[name] for name in self.filled.unfilled)

    @property
    def unfilled_asked(self) -> tuple[str, ...]:
        """As `unfilled`; what a person fills in with the name that commands know it by."""
        return tuple(
            f"{self.labels[name]} ({name.removeprefix('ask.')})"
            if name.startswith("ask.")
            else self.labels[name]
            for name in self.filled.unfilled
        )

    @property
    def preview(self) -> tuple[str, ...]:
        """Its subject and paragraphs, each missing field in words in square brackets."""
        return self.filled.marked(self.labels)

    def refuse_unfilled(self) -> None:
        """UserProblem("letter-unfilled") where a field is still blank."""
        if self.unfilled:
            raise UserProblem("letter-unfilled", detail="; ".join(self.unfilled_asked))


def letter_text(
    connection: sqlite3.Connection,
    book: Rulebook,
    case: int,
    step: str,
    stated: Mapping[str, str],
    *,
    dated: date,
    user: str,
) -> LetterText:
    """The letter of a step, filled; `stated` is what a person filled in, by the letter's asks.

    Raises UserProblem: step-unknown, step-without-letter, letter-unknown, letter-ask-unknown,
    and what a stated day or sum has wrong.
    """
    view = case_view(connection, book, case)
    chosen = _step(view, step)
    spec = book.catalogue.letters.named(chosen.letter)
    party = letter_party(connection, book.catalogue, view, dated)
    team = _team(connection, party)
    values = {
        name: value
        for name, value in _values(connection, book, view, chosen, party, dated, user)
        if value
    }
    values |= _law_values(spec, view, book, party, values, dated)
    own = own_answers(spec.ask, stated, values)
    values |= asked_values(spec.ask, stated, values)
    dates = {d.key: d.label for d in view.procedure.date}
    names = {name for text in spec.texts() for name in fields_in(text)}
    names |= {f"ask.{ask.key}" for ask in spec.ask}
    return LetterText(
        spec, case, view.contract, chosen.id, chosen.key, party.pct,
        f"{spec.label}: {party.name}", dated,
        (*filter(None, map(values.get, ("sender.name", "sender.team"))), *team.lines),
        _address(party, values), fill(spec, values), values,
        {name: field_label(spec, name, dates) for name in names}, own,
    )  # fmt: skip


class Template(msgspec.Struct, frozen=True):
    """The Word template that a letter is written on.

    Without an `id` it is the one that comes; else it was brought, for the cases of `pct`, or of
    all where that is "".
    """

    name: str
    content: bytes
    id: int | None = None
    pct: str = ""
    version: int = 0

    @property
    def own(self) -> bool:
        """Whether it was brought."""
        return self.id is not None


def template_of(
    connection: sqlite3.Connection, catalogue: Catalogue, letter: str, pct: str = ""
) -> Template:
    """The template of a letter in a PCT: its own, else that of all, else the one that comes.

    UserProblem("letter-unknown") where there is no such letter.
    """
    catalogue.letters.named(letter)
    row = connection.execute(
        "SELECT t.name, c.content, t.id, t.pct, t.version FROM letter_template t"
        " JOIN document_content c ON c.sha256 = t.sha256"
        " WHERE t.letter = ? AND t.in_use AND t.pct IN ('', ?) ORDER BY t.pct DESC LIMIT 1",
        (letter, pct),
    ).fetchone()
    return Template(*row) if row else shipped_template(catalogue)


def shipped_template(catalogue: Catalogue) -> Template:
    """The template that comes with the program, the same for every letter."""
    return Template(SHIPPED, (catalogue.folder / "letters" / SHIPPED).read_bytes())


def suggested_asks(text: LetterText) -> dict[str, str]:
    """What stands in the asks of a letter at first, by their keys."""
    found = {ask.key: text.values.get(f"ask.{ask.key}", "") for ask in text.spec.ask}
    return {key: value for key, value in found.items() if value}


def kept_answers(connection: sqlite3.Connection, step: int) -> dict[str, str]:
    """What was filled in for the last letter filed at a step, by its asks; {} before there is one.

    Blank where a person took away what was suggested.
    """
    row = connection.execute(
        "SELECT stated FROM letter_answers WHERE step_id = ?", (step,)
    ).fetchone()
    return dict(json.loads(row[0])) if row else {}


def draft_of_step(connection: sqlite3.Connection, step: int) -> int | None:
    """The draft that is the newest letter of a step; None where there is none or it went out."""
    row = connection.execute(
        "SELECT id, state FROM document WHERE step_id = ? AND letter IS NOT NULL"
        " ORDER BY id DESC LIMIT 1",
        (step,),
    ).fetchone()
    return int(row[0]) if row and row[1] == "draft" else None


def letter_steps(view: CaseView) -> list[StepView]:
    """The steps of a case that send a letter, in their order."""
    return [step for step in view.steps if step.letter]


def _step(view: CaseView, key: str) -> StepView:
    for step in view.steps:
        if step.key == key:
            if not step.letter:
                with_letter = ", ".join(s.key for s in letter_steps(view)) or "none"
                raise UserProblem("step-without-letter", label=step.label, known=with_letter)
            return step
    raise UserProblem("step-unknown", step=key, known=", ".join(s.key for s in view.steps))


def _address(party: LetterParty, values: Mapping[str, str]) -> tuple[str, ...]:
    """The lines to write to: those asked for, else the contractor at its main premises."""
    if asked := values.get(f"ask.{RECIPIENT}"):
        return tuple(line for line in asked.split("\n") if line)
    names = dict.fromkeys((party.contractor_name, party.name))
    return tuple(filter(None, (*names, *party.address, party.postcode)))


def _values(
    connection: sqlite3.Connection,
    book: Rulebook,
    view: CaseView,
    step: StepView,
    party: LetterParty,
    dated: date,
    user: str,
) -> Iterator[tuple[str, str]]:
    yield "letter.date", long_date(dated.isoformat())
    yield "letter.reference", "/".join(filter(None, (view.ref, view.contract_no)))
    yield from _sender_values(connection, book.catalogue, party, dated)
    yield "signer.name", view.manager or user
    yield "signer.job", _job(connection, view.manager)
    yield from _contract_values(party)
    yield from _case_values(view, step, book)
    yield from dental_values(party.values, view.dates, dated)


def _sender_values(
    connection: sqlite3.Connection, catalogue: Catalogue, party: LetterParty, dated: date
) -> Iterator[tuple[str, str]]:
    """The PCT until 31 March 2013, the Board after it; the area team acts for either.

    Where no PCT is known the team writes in its own name: before the Board had the functions
    nothing may go out in its name.
    """
    team = party.area_team_name or own_area_team(connection)[1]
    ours = _team(connection, party).name or (f"{team} Area Team" if team else "")
    body = catalogue.body(_BOARD).name if dated >= BOARD_BEGINS else party.pct_name
    yield "sender.name", body or ours
    yield "sender.team", ours if body else ""


def _team(connection: sqlite3.Connection, party: LetterParty) -> TeamAddress:
    """Our address; nothing for a party of another area team, whose address nobody has entered."""
    ours = party.area_team_name in ("", own_area_team(connection)[1])
    return team_address(connection) if ours else TeamAddress({})


def _job(connection: sqlite3.Connection, name: str) -> str:
    row = connection.execute(
        "SELECT job FROM person WHERE name = ? AND job IS NOT NULL ORDER BY id LIMIT 1", (name,)
    ).fetchone()
    return str(row[0])[:1].upper() + str(row[0])[1:] if row else ""


def _contract_values(party: LetterParty) -> Iterator[tuple[str, str]]:
    values = party.values
    value = values.get("annual_value_pence")
    yield "contract.name", party.name
    yield "contract.number", str(values.get("contract_no") or values.get("ods_code") or "")
    yield "contract.kind", party.type.short
    yield "contract.agreement", party.type.agreement
    yield "contract.start", _day(values.get("start_date"))
    yield "contract.end", _day(values.get("end_date"))
    yield "contract.value", format_money(value) if isinstance(value, int) else ""
    yield "contract.address", ", ".join(filter(None, (*party.address, party.postcode)))
    yield "contractor.name", party.contractor_name


def _day(value: object) -> str:
    return long_date(value) if isinstance(value, str) else ""


def _case_values(view: CaseView, step: StepView, book: Rulebook) -> Iterator[tuple[str, str]]:
    yield "case.reference", view.ref
    yield "case.title", view.title
    yield "case.procedure", view.procedure.label
    yield "case.received", long_date(view.received_on)
    yield "case.origin", _origin(view.origin)
    yield "case.value", format_money(view.value_pence) if view.value_pence is not None else ""
    yield "case.reason", view.outcome_reason
    yield "case.decision_due", _decision_due(view)
    for key, day in view.dates.items():
        yield f"date.{key.replace('-', '_')}", long_date(day)
    yield "step.label", step.label
    yield "step.due", long_date(step.legal)
    yield "clock.sentence", explain(step.clock) if step.clock else ""
    decided = [s for s in view.steps if s.kind == StepKind.DECISION and s.done_on]
    if decided:
        last = max(decided, key=lambda s: s.done_on or "")
        roles = book.catalogue.procedures.roles
        yield "decision.text", last.decision
        yield "decision.date", long_date(last.done_on)
        yield "decision.role", roles[last.decided_role].label if last.decided_role else ""


def _origin(origin: str) -> str:
    """What a case was opened from, without what we call that: "Outlier I04: …"."""
    name, parted, words = origin.partition(": ")
    return words if parted else name


def _decision_due(view: CaseView) -> str:
    """The day by which the law has us decide; blank where only our own target does."""
    days = [
        step.legal
        for step in view.steps
        if step.kind == StepKind.DECISION and step.legal and step.clock
        and step.clock.rule.gives is Gives.LAST_DAY and step.clock.rule.id != OWN_TARGET
    ]  # fmt: skip
    return long_date(min(days)) if days else ""


def _law_values(
    spec: LetterSpec,
    view: CaseView,
    book: Rulebook,
    party: LetterParty,
    values: Mapping[str, str],
    dated: date,
) -> dict[str, str]:
    """The regulation and the appeal for the contract's group, by the rules of its receipt."""
    received = date.fromisoformat(view.received_on)
    found = {}
    law = spec.law_of(party.type.key, view.group)
    rule = _rule(book, law, received)
    found[LAW] = rule.regulation if rule else law if " " in law else ""
    appeal = spec.appeal_of(view.group)
    version = _rule(book, appeal.rule if appeal else "", received)
    if version:
        last = statutory_date(version, dated, book.calendar).legal
        found["appeal.last_day"] = long_date(last.isoformat())
        found["appeal.regulation"] = version.regulation
    missing: list[str] = []
    text = filled_text(appeal.text, {**values, **found}, missing) if appeal else ""
    return found if missing or not text else {**found, APPEAL: text}


def _rule(book: Rulebook, rule: str, day: date) -> ClockRule | None:
    """The rule in force on the day; None where it was not, so that the field stays blank."""
    versions = book.catalogue.clock_rules.rules.get(rule, ())
    return next((version for version in versions if version.holds_on(day)), None)
