"""Lets the clock of a step stand still, and ends, corrects or takes away such a pause."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec

from areateam.cases.case_actions import note_entry
from areateam.cases.case_clock_actions import check_pauses_of, reckon_cases
from areateam.cases.case_rows import CasePause
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import StepFacts, case_facts, step_facts
from areateam.cases.case_views import case_view
from areateam.cases.clock_words import pause_words
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


class PauseFacts(msgspec.Struct, frozen=True):
    """What is said of a pause; without a `last` day it still runs."""

    reason: str
    evidence: str
    first: date
    last: date | None = None


def pause_step(
    write: Write,
    book: Rulebook,
    case: int,
    key: str,
    *,
    reason: str,
    evidence: str,
    first: date,
    last: date | None = None,
) -> int:
    """Let the clock of a step stand still and return the pause's id.

    Raises UserProblem: evidence-needed, clock-is-statutory where the law fixes the date,
    step-without-clock, and what `clock_rules.check_pauses` refuses.
    """
    case_facts(write.connection, case).refuse_closed()
    if not evidence.strip():
        raise UserProblem("evidence-needed", what="a pause")
    if first > book.today:
        raise UserProblem("pause-in-future", first=format_date(first.isoformat()))
    step = step_facts(write.connection, case, key)
    made = write.insert(
        CasePause, step=step.id, first_on=first.isoformat(),
        last_on=last.isoformat() if last else None, reason=reason, evidence=evidence.strip(),
        author=write.user, entered_on=book.today.isoformat(),
    )  # fmt: skip
    check_pauses_of(write, book, case, key)
    reckon_cases(write, book, [case])
    return made


def end_pause(write: Write, book: Rulebook, case: int, key: str, last: date, why: str = "") -> None:
    """End the pause that runs; `last` is its last day, `why` what ended it.

    Raises UserProblem("not-paused"), and what `clock_rules.check_pauses` refuses.
    """
    case_facts(write.connection, case).refuse_closed()
    step = step_facts(write.connection, case, key)
    row = write.execute(
        "SELECT id FROM case_pause WHERE step_id = ? AND last_on IS NULL", (step.id,)
    ).fetchone()
    if row is None:
        raise UserProblem("not-paused", label=step.label)
    write.amend(CasePause, row[0], last_on=last.isoformat())
    check_pauses_of(write, book, case, key)
    reckon_cases(write, book, [case])
    if why.strip():
        words = f"“{step.label}” goes on after {format_date(last.isoformat())}: {why.strip()}"
        note_entry(write, case, book.today, "note", words)


def correct_pause(
    write: Write, book: Rulebook, case: int, key: str, begun: date, facts: PauseFacts, why: str
) -> None:
    """Put other facts in place of those of the pause of a step that began on `begun`.

    What it was, why it was corrected, and that the step had stood late stay on the timeline.
    Raises UserProblem: reason-needed, evidence-needed, pause-unknown, pause-in-future, and what
    `clock_rules.check_pauses` refuses.
    """
    pause, step, was = _pause_of(write, book, case, key, begun)
    if not why.strip():
        raise UserProblem("reason-needed", what="correct a pause")
    if not facts.evidence.strip():
        raise UserProblem("evidence-needed", what="a pause")
    if facts.first > book.today:
        raise UserProblem("pause-in-future", first=format_date(facts.first.isoformat()))
    write.amend(
        CasePause, pause, first_on=facts.first.isoformat(),
        last_on=facts.last.isoformat() if facts.last else None, reason=facts.reason,
        evidence=facts.evidence.strip(),
    )  # fmt: skip
    check_pauses_of(write, book, case, key)
    reckon_cases(write, book, [case])
    words = f"Pause of “{step.label}” corrected, before {was}: {why.strip()}"
    note_entry(write, case, book.today, "note", words)


def remove_pause(write: Write, book: Rulebook, case: int, key: str, begun: date, why: str) -> None:
    """Take away the pause of a step that began on `begun`; it stays on the timeline.

    So do the reason, and that the step had stood late. Raises UserProblem: reason-needed,
    pause-unknown.
    """
    pause, step, was = _pause_of(write, book, case, key, begun)
    if not why.strip():
        raise UserProblem("reason-needed", what="remove a pause")
    write.remove(CasePause, pause)
    reckon_cases(write, book, [case])
    words = f"Pause of “{step.label}” removed, before {was}: {why.strip()}"
    note_entry(write, case, book.today, "note", words)


def _pause_of(
    write: Write, book: Rulebook, case: int, key: str, begun: date
) -> tuple[int, StepFacts, str]:
    """A pause with its step, and in words what it was and when the step stood late."""
    case_facts(write.connection, case).refuse_closed()
    step = step_facts(write.connection, case, key)
    row = write.execute(
        "SELECT id FROM case_pause WHERE step_id = ? AND first_on = ?",
        (step.id, begun.isoformat()),
    ).fetchone()
    if row is None:
        raise UserProblem("pause-unknown", label=step.label, first=format_date(begun.isoformat()))
    return int(row[0]), step, _was(write.connection, book, case, key, begun)


def _was(connection: sqlite3.Connection, book: Rulebook, case: int, key: str, begun: date) -> str:
    view = next(s for s in case_view(connection, book, case).steps if s.key == key)
    words = next(pause_words(pause) for pause in view.pauses if pause.first == begun)
    if view.late_days:
        first, last = (format_date(day) for day in view.late_days)
        words += f"; it had stood late from {first} to {last}"
    return words
