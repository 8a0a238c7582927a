"""Reads the time spent on a case, what it cost, and what an hour of staff costs from when on."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec

from areateam.cases.hours_rules import StatedRate
from areateam.core.dates import format_date
from areateam.core.durations import format_duration

COST_OF_CASES = (
    "SELECT t.case_id, count(*) AS entries, sum(t.minutes) AS minutes,"
    " count((SELECT 1 FROM staff_rate r WHERE r.first_on <= t.worked_on)) AS rated,"
    " sum(t.minutes * (SELECT r.pence FROM staff_rate r WHERE r.first_on <= t.worked_on"
    "  ORDER BY r.first_on DESC LIMIT 1)) AS pence60"
    " FROM case_hours t WHERE t.worked_on <= :on GROUP BY t.case_id"
)
"""Of each case with time spent up to a day (:on): its entries and minutes, how many entries have a
rate on their day, and what those cost in sixtieths of a penny."""


class HoursView(msgspec.Struct, frozen=True):
    """Time that a person spent on a case on a day; step and note are "" where not said."""

    id: int
    on: str
    minutes: int
    person_id: int
    person: str
    step: str
    step_label: str
    note: str
    author: str

    @property
    def shown(self) -> str:
        """How long, as people say it."""
        return format_duration(self.minutes)

    @property
    def words(self) -> str:
        """All of it: "1 h 30 min of R. Osei on 1 Nov 2012, “Evidence”, for the figures"."""
        said = f"{self.shown} of {self.person} on {format_date(self.on)}"
        step = f", “{self.step_label}”" if self.step_label else ""
        return f"{said}{step}{f', for {self.note}' if self.note else ''}"


class RateView(msgspec.Struct, frozen=True):
    """A rate as it was stated, and the day on which it was set."""

    stated: StatedRate
    set_on: str


class CaseTotal(msgspec.Struct, frozen=True):
    """All time spent on a case, and what it cost.

    `pence` is None without time, and where any of it has no rate on its day (`unrated` entries).
    """

    entries: int
    minutes: int
    pence: int | None
    unrated: int


def hours_of_case(connection: sqlite3.Connection, case: int, on: date) -> tuple[HoursView, ...]:
    """The time spent on a case up to and with a day, the latest day first."""
    rows = connection.execute(
        "SELECT t.id, t.worked_on, t.minutes, t.person_id, p.name, coalesce(s.key, ''),"
        " coalesce(s.label, ''), coalesce(t.note, ''), t.author FROM case_hours t"
        " JOIN person p ON p.id = t.person_id LEFT JOIN case_step s ON s.id = t.step_id"
        " WHERE t.case_id = ? AND t.worked_on <= ? ORDER BY t.worked_on DESC, t.id DESC",
        (case, on.isoformat()),
    )
    return tuple(HoursView(*row) for row in rows)


def total_of_case(connection: sqlite3.Connection, case: int, on: date) -> CaseTotal:
    """The time spent on a case up to and with a day, added up; its cost to the nearest penny."""
    row = connection.execute(
        f"SELECT entries, minutes, rated, pence60 FROM ({COST_OF_CASES}) WHERE case_id = :case",
        {"on": on.isoformat(), "case": case},
    ).fetchone()
    if row is None:
        return CaseTotal(0, 0, None, 0)
    entries, minutes, rated, pence60 = row
    cost = (pence60 + 30) // 60 if rated == entries else None
    return CaseTotal(entries, minutes, cost, entries - rated)


def rates(connection: sqlite3.Connection) -> tuple[RateView, ...]:
    """What an hour of staff costs, from when on, the latest day first."""
    rows = connection.execute(
        "SELECT first_on, pence, source, author, confidence, set_on FROM staff_rate"
        " ORDER BY first_on DESC"
    )
    return tuple(
        RateView(StatedRate(date.fromisoformat(first), pence, source, author, sure), set_on)
        for first, pence, source, author, sure, set_on in rows
    )


def rate_on(connection: sqlite3.Connection, day: date) -> RateView | None:
    """What an hour costs on a day; None before the first rate, and where none was stated."""
    return next((each for each in rates(connection) if each.stated.first <= day), None)
