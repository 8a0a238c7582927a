"""Works out the days of the steps of cases, as they are or as they would be; writes nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from areateam.cases.case_rules import Rulebook, StepClock, reckon_step, start_of, start_words
from areateam.cases.clock_rules import Pause

_COLUMNS = (
    "id, case_id, key, label, rule, days, target, start, start_on, legal, working, paused_from,"
    " agreed_on, agreed_evidence, hand_on, done_on"
)


class Supposed(msgspec.Struct, frozen=True):
    """What is supposed of one case in place of what is stored.

    `done` are days on which steps are done, `pauses` those of a step in place of its own; both by
    the key of the step. `dates` replace days of the case by their keys.
    """

    received: date | None = None
    dates: Mapping[str, str] = msgspec.field(default_factory=dict)
    done: Mapping[str, str] = msgspec.field(default_factory=dict)
    pauses: Mapping[str, Sequence[Pause]] = msgspec.field(default_factory=dict)


class MovedDay(msgspec.Struct, frozen=True):
    """A step whose day would be another: ISO days, None for no day."""

    key: str
    label: str
    now: str | None
    then: str | None


def suppose(
    connection: sqlite3.Connection, book: Rulebook, case: int, supposed: Supposed
) -> tuple[MovedDay, ...]:
    """The waiting steps whose last day would move, in their order; nothing is written.

    Raises UserProblem as `clock_rules.check_pauses` does.
    """
    then = {step[1]: step[3] for step in moved_steps(connection, book, [case], supposed)}
    rows = connection.execute(
        "SELECT key, label, legal FROM case_step WHERE case_id = ? AND done_on IS NULL"
        " AND skipped_on IS NULL ORDER BY position, id",
        (case,),
    )
    return tuple(
        MovedDay(key, label, legal, then[key])
        for key, label, legal in rows
        if key in then and then[key] != legal
    )


def moved_steps(
    connection: sqlite3.Connection,
    book: Rulebook,
    cases: Sequence[int],
    supposed: Supposed | None = None,
) -> Iterable[tuple[Any, ...]]:
    """The steps whose days are other than they stand: id, key, start, legal, working, paused."""
    supposed = supposed or Supposed()
    marks = ", ".join("?" * len(cases))
    facts = {
        row[0]: row
        for row in connection.execute(
            f"SELECT id, received_on, opened_on, dates FROM case_file WHERE id IN ({marks})",
            list(cases),
        )
    }
    steps = connection.execute(
        f"SELECT {_COLUMNS} FROM case_step WHERE case_id IN ({marks})", list(cases)
    ).fetchall()
    pauses = pauses_of_steps(connection, cases)
    done: dict[int, dict[str, str]] = {}
    labels: dict[int, dict[str, str]] = {}
    for step in steps:
        labels.setdefault(step[1], {})[step[2]] = step[3]
        if day := supposed.done.get(step[2]) or step[15]:
            done.setdefault(step[1], {})[step[2]] = day
    for step in steps:
        _, received, opened, dates = facts[step[1]]
        days = _days_of(
            step, supposed.received or _day(received), _day(opened),
            json.loads(dates) | dict(supposed.dates), done.get(step[1], {}), labels[step[1]],
            supposed.pauses.get(step[2], pauses.get(step[0], ())), book,
        )  # fmt: skip
        if days != (step[8], step[9], step[10], step[11]):
            yield (step[0], step[2], *days)


def _days_of(
    step: tuple[Any, ...],
    received: date,
    opened: date,
    dates: dict[str, str],
    done: dict[str, str],
    labels: dict[str, str],
    pauses: Sequence[Pause],
    book: Rulebook,
) -> tuple[str | None, ...]:
    """The start, the legal and the working day, and since when the clock stands still."""
    (_, _, _, label, rule, days, target, start, *_, agreed, evidence, hand, _) = step
    if hand:
        day = date.fromisoformat(hand)
        return None, hand, book.calendar.last_working_day(day).isoformat(), None
    begun = start_of(start, received, opened, dates, done) if start else None
    if begun is None:
        return None, None, None, None
    clock = StepClock(
        label, rule or "", days or 0, start, start_words(start, labels), received, target,
        tuple(pauses), date.fromisoformat(agreed) if agreed else None, evidence or "",
    )  # fmt: skip
    found = reckon_step(clock, begun, book)
    if found is None:
        return begun.isoformat(), None, None, None
    open_pause = next((p.first.isoformat() for p in pauses if p.last is None), None)
    return begun.isoformat(), found.legal.isoformat(), found.working.isoformat(), open_pause


def pauses_of_steps(connection: sqlite3.Connection, cases: Sequence[int]) -> dict[int, list[Pause]]:
    """The pauses of these cases by the id of their step, in the order of their first days."""
    marks = ", ".join("?" * len(cases))
    found: dict[int, list[Pause]] = {}
    for step, first, last, reason, evidence, author, entered in connection.execute(
        "SELECT p.step_id, p.first_on, p.last_on, p.reason, p.evidence, p.author, p.entered_on"
        f" FROM case_pause p JOIN case_step s ON s.id = p.step_id WHERE s.case_id IN ({marks})"
        " ORDER BY p.first_on",
        list(cases),
    ):
        found.setdefault(step, []).append(
            Pause(
                _day(first), _day(last) if last else None, reason, evidence, author, _day(entered)
            )
        )
    return found


@lru_cache(maxsize=5000)
def _day(text: str) -> date:
    return date.fromisoformat(text)
