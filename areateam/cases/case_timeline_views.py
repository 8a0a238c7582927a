"""Reads what happened in a case, newest first: what people entered, steps done, the journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from areateam.cases.case_rows import KINDS, CaseEntry
from areateam.cases.case_texts import NAME, SUBJECT, procedure_of_case
from areateam.cases.document_rows import Document
from areateam.cases.hours_rows import CaseHours
from areateam.catalogue.procedure_definitions import StepKind
from areateam.core.dates import format_date
from areateam.ledger.correction_views import Correction, corrections_of
from areateam.ledger.history import HistoryLine, record_history
from areateam.store.row_types import Record


class Category(StrEnum):
    """What a line of the timeline is about."""

    MILESTONE = "milestone"
    COMMUNICATION = "communication"
    DECISION = "decision"
    FILE = "file"
    NOTE = "note"
    SYSTEM = "system"


class EntryView(msgspec.Struct, frozen=True):
    """A line that a person entered; `corrections` are those of its words, the latest first."""

    id: int
    on: str
    category: Category
    text: str
    author: str
    corrections: tuple[Correction, ...] = ()


class TimelineLine(msgspec.Struct, frozen=True):
    """Something that happened on a day, or at a moment where the journal knows it.

    `entry` is what a person entered where one did, which can be corrected.
    """

    at: str
    category: Category
    text: str
    who: str
    entry: EntryView | None = None


_OF_STEPS = {
    StepKind.LETTER: Category.COMMUNICATION,
    StepKind.CONSULT: Category.COMMUNICATION,
    StepKind.DECISION: Category.DECISION,
}


def case_timeline(
    connection: sqlite3.Connection, case: int, limit: int = 500
) -> tuple[TimelineLine, ...]:
    """The lines of a case, newest first; of one day the journal's come first."""
    lines = [
        *_journal(connection, case),
        *_entries(connection, case),
        *_ending(connection, case),
        *_steps(connection, case),
        *_documents(connection, case),
    ]
    lines.sort(key=lambda line: line.at, reverse=True)
    return tuple(lines[:limit])


def case_history(connection: sqlite3.Connection, case: int, limit: int = 1000) -> list[HistoryLine]:
    """Every change of a case and of what hangs on it, newest first."""
    known: tuple[type[Record], ...] = (*KINDS, CaseHours, Document)
    kinds = {kind.kind(): kind for kind in known}
    found: list[HistoryLine] = []
    for kind, record, _ in connection.execute(_RECORDS, {"case": case}).fetchall():
        found += record_history(connection, kinds[kind], record, limit)
    found.sort(key=lambda line: -line.operation)
    return found[:limit]


def entries_of(connection: sqlite3.Connection, case: int) -> tuple[EntryView, ...]:
    """The lines that people entered on the timeline of a case, the last one entered first."""
    rows = connection.execute(
        "SELECT id, happened_on, category, text, author FROM case_entry WHERE case_id = ?"
        " ORDER BY id DESC",
        (case,),
    ).fetchall()
    corrected = corrections_of(connection, CaseEntry, "text", [row[0] for row in rows])
    return tuple(
        EntryView(entry, on, Category(category), text, author, corrected.get(entry, ()))
        for entry, on, category, text, author in rows
    )


def _entries(connection: sqlite3.Connection, case: int) -> Iterator[TimelineLine]:
    for entry in entries_of(connection, case):
        yield TimelineLine(entry.on, entry.category, entry.text, entry.author, entry)


def _steps(connection: sqlite3.Connection, case: int) -> Iterator[TimelineLine]:
    """What became of the steps."""
    for label, kind, on, decision, skipped, why, who in connection.execute(
        "SELECT s.label, s.step_kind, s.done_on, coalesce(s.decision, ''), s.skipped_on,"
        " coalesce(s.skipped_reason, ''), coalesce(d.name, p.name, '') FROM case_step s"
        " LEFT JOIN person d ON d.id = s.decided_by_id LEFT JOIN person p ON p.id = s.person_id"
        " WHERE s.case_id = ? AND coalesce(s.done_on, s.skipped_on) IS NOT NULL"
        " ORDER BY s.position DESC",
        (case,),
    ):
        category = _OF_STEPS.get(StepKind(kind), Category.MILESTONE)
        if on:
            yield TimelineLine(on, category, f"{label}: {decision or 'done'}", who)
        else:
            yield TimelineLine(skipped, Category.MILESTONE, f"{label}: skipped, {why}", who)


def _ending(connection: sqlite3.Connection, case: int) -> Iterator[TimelineLine]:
    """How the case ended, with the reason; the comment stands on a line of its own."""
    row = connection.execute(
        "SELECT closed_on, outcome, outcome_reason, outcome_note FROM case_file"
        " WHERE id = ? AND closed_on IS NOT NULL",
        (case,),
    ).fetchone()
    if row is None:
        return
    on, outcome, reason, note = row
    label = procedure_of_case(connection, case).outcome_of(outcome).label
    if note:
        yield TimelineLine(on, Category.NOTE, note, "")
    yield TimelineLine(
        on, Category.MILESTONE, ": ".join(filter(None, (f"Closed, {label.lower()}", reason))), ""
    )


def _documents(connection: sqlite3.Connection, case: int) -> Iterator[TimelineLine]:
    """The documents on the days that they bear; our own letters as what was written to others."""
    for on, title, state, letter, who in connection.execute(
        'SELECT d.dated_on, d.title, d.state, d.letter IS NOT NULL, o."user" FROM document d'
        " JOIN operation o ON o.id = d.made WHERE d.case_id = ? ORDER BY d.id DESC",
        (case,),
    ):
        category = Category.COMMUNICATION if letter else Category.FILE
        yield TimelineLine(on, category, f"{title}, {state}", who)


_RECORDS = """
    SELECT 'case_file' AS kind, id AS record, made FROM case_file WHERE id = :case
    UNION SELECT 'case_step', id, made FROM case_step WHERE case_id = :case
    UNION SELECT 'case_entry', id, made FROM case_entry WHERE case_id = :case
    UNION SELECT 'document', id, made FROM document WHERE case_id = :case
    UNION SELECT 'case_hours', id, made FROM case_hours WHERE case_id = :case
    UNION SELECT 'case_role', id, made FROM case_role WHERE case_id = :case
    UNION SELECT 'case_pause', p.id, p.made FROM case_pause p
      JOIN case_step s ON s.id = p.step_id WHERE s.case_id = :case
    UNION SELECT 'case_link', id, made FROM case_link WHERE :case IN (case_id, other_id)
    UNION SELECT kind, record, json_extract(before, '$.made') FROM change WHERE field = '*'
      AND kind IN ('case_entry', 'case_hours', 'case_role', 'document')
      AND json_extract(before, '$.case_id') = :case
"""
"""What a case is made of, and what was removed from it since."""


def _journal(connection: sqlite3.Connection, case: int) -> Iterator[TimelineLine]:
    """The operations that touched the case, each with the days it moved and what it put right."""
    moved = _moved(connection, case)
    for operation, said in _said_before(connection, case):
        moved.setdefault(operation, []).append(f"before: “{said}”")
    rows = connection.execute(
        f"WITH r AS ({_RECORDS}), touched AS (SELECT made AS operation FROM r UNION"
        " SELECT c.operation FROM r JOIN change c ON c.kind = r.kind AND c.record = r.record)"
        ' SELECT o.id, o.at, o."user", o.label FROM touched t JOIN operation o'
        " ON o.id = t.operation ORDER BY o.id DESC",
        {"case": case},
    ).fetchall()
    (before,) = connection.execute(
        f"SELECT c.title || ', ' || {NAME} || ': ' FROM case_file c {SUBJECT} WHERE c.id = ?",
        (case,),
    ).fetchone()
    for operation, at, who, whole in rows:
        # On its own timeline the case need not be named again.
        label = whole.removeprefix(before)
        label = label[:1].upper() + label[1:]
        details = "; ".join(moved.get(operation, ()))
        yield TimelineLine(at, Category.SYSTEM, f"{label} ({details})" if details else label, who)


def _moved(connection: sqlite3.Connection, case: int) -> dict[int, list[str]]:
    """The days that each operation moved, in words."""
    found: dict[int, list[str]] = {}
    rows = connection.execute(
        "SELECT c.operation, s.label, c.before, c.after FROM case_step s"
        " JOIN change c ON c.kind = 'case_step' AND c.record = s.id AND c.field = 'working'"
        " WHERE s.case_id = ? ORDER BY c.id DESC",
        (case,),
    )
    for operation, label, before, now in rows:
        if before and now:
            words = f"{label}: {format_date(before)} → {format_date(now)}"
            found.setdefault(operation, []).append(words)
    return found


def _said_before(connection: sqlite3.Connection, case: int) -> list[tuple[int, str]]:
    """What lines that people entered said before an operation put them right or took them away."""
    return connection.execute(
        f"WITH r AS ({_RECORDS})"
        " SELECT operation, iif(field = '*', json_extract(before, '$.text'), before) FROM change"
        " WHERE kind = 'case_entry' AND field IN ('text', '*') AND record IN"
        "  (SELECT record FROM r WHERE kind = 'case_entry') ORDER BY id",
        {"case": case},
    ).fetchall()
