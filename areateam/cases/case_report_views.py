"""Reads a case as a report for audit: all that is known of it, with what people typed marked.

What is not marked comes from the procedure, the rules and the calendar, or is a day, a number or
a digest; it can be shown to anybody.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

import msgspec

from areateam.cases.case_end_views import cases_beside, roles_of_case
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import case_ref
from areateam.cases.case_timeline_views import case_timeline
from areateam.cases.case_views import CaseView, StepView, case_view
from areateam.cases.clock_words import explain
from areateam.cases.document_views import documents_of_case
from areateam.cases.hours_views import hours_of_case, total_of_case
from areateam.core.amounts import format_money
from areateam.core.dates import format_date
from areateam.core.durations import format_duration

_EVERY_LINE = 1_000_000


class Typed(msgspec.Struct, frozen=True):
    """Words that a person typed, or that name somebody; a redacted report withholds them."""

    text: str


Piece = str | Typed


class ReportPart(msgspec.Struct, frozen=True):
    """One table of a report."""

    title: str
    heads: tuple[str, ...]
    lines: tuple[tuple[Piece, ...], ...]


class CaseReport(msgspec.Struct, frozen=True):
    """A case on a day; `procedure` is what a redacted report is called by."""

    ref: str
    title: str
    procedure: str
    day: date
    parts: tuple[ReportPart, ...]


def case_report(connection: sqlite3.Connection, book: Rulebook, case: int) -> CaseReport:
    """All of a case; raises UserProblem("unknown-record")."""
    view = case_view(connection, book, case)
    parts = (
        ReportPart(
            "The case",
            ("What", "As it stands"),
            (*_facts(view), *_spent(connection, view, book.today)),
        ),
        _steps(view),
        _reasons(view),
        _pauses(view),
        _hours(connection, case, book.today),
        _roles(connection, view),
        _documents(connection, case),
        _beside(connection, book, case),
        _timeline(connection, case),
    )
    return CaseReport(
        view.ref,
        f"{view.title}, {view.contract_name}",
        view.procedure.label,
        book.today,
        tuple(part for part in parts if part.lines),
    )


def _facts(view: CaseView) -> Iterator[tuple[Piece, Piece]]:
    procedure = view.procedure
    yield "Case", view.ref
    yield "Title", Typed(view.title)
    yield "Procedure", f"{procedure.id} {procedure.label}, version {procedure.version}"
    yield "Contract", Typed(f"{view.contract_name} {view.contract_no}".strip())
    yield "PCT", view.pct
    yield "Received", format_date(view.received_on)
    yield "Opened", format_date(view.opened_on)
    for spec in procedure.date:
        if spec.key in view.dates:
            yield spec.label, format_date(view.dates[spec.key])
    yield "Manager", Typed(view.manager)
    yield "Risk", view.risk
    if view.value_pence is not None:
        yield "Value", format_money(view.value_pence)
    yield "Opened from", Typed(view.origin)
    yield "How it stands", view.standing.value
    if view.closed_on:
        yield "Closed", format_date(view.closed_on)
        outcomes = {spec.key: spec for spec in procedure.outcome}
        yield "Outcome", outcomes[view.outcome].label
        listed = view.outcome_reason in outcomes[view.outcome].reasons
        yield "Reason", view.outcome_reason if listed else Typed(view.outcome_reason)
        yield "Comment", Typed(view.outcome_note)


def _steps(view: CaseView) -> ReportPart:
    lines = []
    for step in view.steps:
        skipped = step.skipped_reason and f"skipped: {step.skipped_reason}"
        said = [step.decision, skipped, step.note]
        lines.append(
            (
                _label(step),
                step.role_label,
                Typed(step.decided_by or step.person),
                format_date(step.legal) if step.legal else "",
                f"done {format_date(step.done_on)}" if step.done_on else step.standing.value,
                Typed("; ".join(filter(None, said))),
            )
        )
    heads = ("Step", "For", "Who", "By", "How it stands", "What was said")
    return ReportPart("Steps", heads, tuple(lines))


def _label(step: StepView) -> Piece:
    return Typed(step.label) if step.added else step.label


def _reasons(view: CaseView) -> ReportPart:
    """Where the days come from; evidence and what was set by hand was typed."""
    lines: list[tuple[Piece, Piece]] = []
    for step in view.steps:
        if step.by_hand:
            lines.append((_label(step), Typed(f"Set by hand: {step.by_hand}")))
        elif step.clock is not None:
            sentence = explain(step.clock)
            typed = bool(step.pauses or step.agreed_evidence or step.added)
            lines.append((_label(step), Typed(sentence) if typed else sentence))
    return ReportPart("Where the days come from", ("Step", "Reason"), tuple(lines))


def _pauses(view: CaseView) -> ReportPart:
    lines = [
        (
            _label(step),
            format_date(pause.first.isoformat()),
            format_date(pause.last.isoformat()) if pause.last else "still runs",
            pause.reason,
            Typed(pause.evidence),
            Typed(pause.author),
            format_date(pause.entered.isoformat()) if pause.entered else "",
        )
        for step in view.steps
        for pause in step.pauses
    ]
    heads = ("Step", "First day", "Last day", "Reason", "Evidence", "By", "Entered")
    return ReportPart("Pauses", heads, tuple(lines))


def _spent(
    connection: sqlite3.Connection, view: CaseView, today: date
) -> Iterator[tuple[Piece, Piece]]:
    """All time spent on the case, and what it cost; nothing where none was entered."""
    total = total_of_case(connection, view.id, today)
    if total.entries:
        yield "Time spent", format_duration(total.minutes)
        unrated = f"not known: {total.unrated:,} of {total.entries:,} entries have no rate"
        yield "Cost of that", unrated if total.pence is None else format_money(total.pence)


def _hours(connection: sqlite3.Connection, case: int, today: date) -> ReportPart:
    lines = [
        (
            format_date(entry.on),
            entry.shown,
            Typed(entry.person),
            Typed(entry.step_label),
            Typed(entry.note),
            Typed(entry.author),
        )
        for entry in hours_of_case(connection, case, today)
    ]
    heads = ("Day", "How long", "Who", "Step", "What for", "Entered by")
    return ReportPart("Time spent", heads, tuple(lines))


def _roles(connection: sqlite3.Connection, view: CaseView) -> ReportPart:
    lines = [
        (
            Typed(line.person),
            Typed(line.role),
            format_date(line.valid_from),
            format_date(line.valid_to) if line.valid_to else "",
        )
        for line in roles_of_case(connection, view.id)
    ]
    return ReportPart("People", ("Who", "Part", "Since", "Until"), tuple(lines))


def _documents(connection: sqlite3.Connection, case: int) -> ReportPart:
    lines = [
        (
            document.ref,
            Typed(document.title),
            format_date(document.dated_on),
            document.state,
            document.sha256,
        )
        for document in documents_of_case(connection, case)
    ]
    heads = ("Document", "Title", "Dated", "State", "SHA-256")
    return ReportPart("Documents", heads, tuple(lines))


def _beside(connection: sqlite3.Connection, book: Rulebook, case: int) -> ReportPart:
    tied, _ = cases_beside(connection, book, case)
    lines = [(case_ref(line.id), line.procedure, Typed(line.why)) for line in tied]
    return ReportPart("Cases tied to it", ("Case", "Procedure", "Why"), tuple(lines))


def _timeline(connection: sqlite3.Connection, case: int) -> ReportPart:
    lines = [
        (
            f"{format_date(line.at[:10])}{f', {line.at[11:16]}' if 'T' in line.at else ''}",
            line.category.value,
            Typed(line.text),
            Typed(line.who),
        )
        for line in case_timeline(connection, case, _EVERY_LINE)
    ]
    return ReportPart("Timeline", ("When", "What kind", "What", "Who"), tuple(lines))
