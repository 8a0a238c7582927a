"""Enters, corrects and removes time spent on a case, and sets what an hour of staff costs."""

from __future__ import annotations

from datetime import date

from areateam.cases.case_texts import case_facts, step_facts
from areateam.cases.hours_rows import CaseHours, StaffRate
from areateam.cases.hours_rules import StatedHours, StatedRate, check_hours, check_rate
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


def correct_hours(write: Write, case: int, entry: int, stated: StatedHours, today: date) -> None:
    """Put other facts in place of those of an entry; the history keeps what it said.

    Raises UserProblem: hours-unknown, step-unknown, and what `check_hours` refuses.
    """
    _refuse_unknown(write, case, entry)
    write.amend(CaseHours, entry, **_checked(write, case, stated, today, entry))


def remove_hours(write: Write, case: int, entry: int) -> None:
    """Take an entry away; UserProblem("hours-unknown") where the case has none of that id."""
    _refuse_unknown(write, case, entry)
    write.remove(CaseHours, entry)


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


def _refuse_unknown(write: Write, case: int, entry: int) -> None:
    """UserProblem("hours-unknown") unless an entry is one of the case."""
    row = write.execute("SELECT 1 FROM case_hours WHERE id = ? AND case_id = ?", (entry, case))
    if row.fetchone() is None:
        raise UserProblem("hours-unknown", entry=str(entry))


def _rate_from(write: Write, first: date) -> int | None:
    row = write.execute(
        "SELECT id FROM staff_rate WHERE first_on = ?", (first.isoformat(),)
    ).fetchone()
    return int(row[0]) if row else None
