"""Enters, corrects and removes time spent on a case, and sets what an hour of staff costs."""

from __future__ import annotations

from datetime import date

from areateam.cases.case_actions import note_entry
from areateam.cases.case_texts import case_facts, step_facts
from areateam.cases.hours_rows import CaseHours, StaffRate
from areateam.cases.hours_rules import StatedHours, StatedRate, check_hours, check_rate
from areateam.cases.hours_views import HoursView, hours_of_case
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


def enter_hours(write: Write, case: int, stated: StatedHours, today: date) -> int:
    """Enter time spent on a case and return its id; on a closed one too, since it moves no day.

    Raises UserProblem: step-unknown, and what `check_hours` refuses.
    """
    values = _checked(write, case, stated, today, 0)
    return write.insert(
        CaseHours, case=case, author=write.user, entered_on=today.isoformat(), **values
    )


def correct_hours(
    write: Write, case: int, entry: int, stated: StatedHours, today: date, why: str
) -> None:
    """Put other facts in place of those of an entry.

    What it was and why it was corrected stay on the timeline, unless nothing is another. Raises
    UserProblem: hours-unknown, reason-needed, step-unknown, and what `check_hours` refuses.
    """
    was = _entry_of(write, case, entry)
    if not why.strip():
        raise UserProblem("reason-needed", what="correct time spent")
    write.amend(CaseHours, entry, **_checked(write, case, stated, today, entry))
    if _entry_of(write, case, entry) != was:
        words = f"Time spent corrected, before {was.words}: {why.strip()}"
        note_entry(write, case, today, "note", words)


def remove_hours(write: Write, case: int, entry: int, today: date, why: str) -> None:
    """Take an entry away; what it was and why it was removed stay on the timeline.

    Raises UserProblem: hours-unknown, reason-needed.
    """
    was = _entry_of(write, case, entry)
    if not why.strip():
        raise UserProblem("reason-needed", what="remove time spent")
    write.remove(CaseHours, entry)
    note_entry(write, case, today, "note", f"Time spent removed, {was.words}: {why.strip()}")


def set_rate(write: Write, stated: StatedRate, today: date) -> int:
    """Set what an hour costs from a day on and return the rate's id.

    It takes the place of one set from the same day. Raises what `check_rate` refuses.
    """
    check_rate(stated)
    values = {
        "first_on": stated.first.isoformat(), "pence": stated.pence,
        "source": stated.source.strip(), "confidence": stated.confidence,
        "author": stated.author, "set_on": today.isoformat(),
    }  # fmt: skip
    there = _rate_from(write, stated.first)
    if there is None:
        return write.insert(StaffRate, **values)
    write.amend(StaffRate, there, **values)
    return there


def clear_rate(write: Write, first: date) -> None:
    """Take away the rate that begins on a day; UserProblem("rate-not-set") where none does."""
    there = _rate_from(write, first)
    if there is None:
        raise UserProblem("rate-not-set", day=format_date(first.isoformat()))
    write.remove(StaffRate, there)


def _checked(
    write: Write, case: int, stated: StatedHours, today: date, entry: int
) -> dict[str, object]:
    """The values of an entry once they are possible; `entry` is the one they replace, else 0."""
    received = case_facts(write.connection, case).received
    (that_day,) = write.execute(
        "SELECT coalesce(sum(minutes), 0) FROM case_hours"
        " WHERE person_id = ? AND worked_on = ? AND id <> ?",
        (stated.person, stated.on.isoformat(), entry),
    ).fetchone()
    check_hours(stated, received, today, that_day)
    step = step_facts(write.connection, case, stated.step).id if stated.step else None
    return {
        "step": step,
        "person": stated.person,
        "worked_on": stated.on.isoformat(),
        "minutes": stated.minutes,
        "note": " ".join(stated.note.split()) or None,
    }


def _entry_of(write: Write, case: int, entry: int) -> HoursView:
    """The entry of an id; UserProblem("hours-unknown") unless it is one of the case."""
    for each in hours_of_case(write.connection, case, date.max):
        if each.id == entry:
            return each
    raise UserProblem("hours-unknown", entry=str(entry))


def _rate_from(write: Write, first: date) -> int | None:
    row = write.execute(
        "SELECT id FROM staff_rate WHERE first_on = ?", (first.isoformat(),)
    ).fetchone()
    return int(row[0]) if row else None
