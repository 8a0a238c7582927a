"""The three benefits of the operating model, and what shows whether they come.

Plans, variation and cases do not know each other here; they are joined.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from areateam.catalogue.catalogue import Catalogue
from areateam.plans.plan_money_rules import financial_year, year_start
from areateam.plans.plan_rules import BENEFITS
from areateam.plans.plan_views import AimView, MeasureView, plan_view, plans
from areateam.variation.held_views import held_sentence
from areateam.variation.variation_views import IndicatorLine, indicator_values

_OF_INDICATORS = {"B1": "consistency", "B2": "outcomes", "B3": "efficiency"}


@dataclass(frozen=True, slots=True)
class Planned:
    """A measure of an aim in a plan that holds, and the indicator it is tied to, if any."""

    aim: AimView
    measure: MeasureView
    indicator: IndicatorLine | None

    @property
    def now(self) -> str:
        """The last figure; without any, what the indicator says today; blank for neither."""
        if self.measure.actuals:
            return self.measure.text(self.measure.actuals[-1][1])
        known = self.indicator is not None and self.indicator.value is not None
        return self.indicator.shown if self.indicator and known else ""

    @property
    def target(self) -> str:
        """The target of the last year that has one; blank for none."""
        last = max(self.measure.targets, default=None)
        return "" if last is None else self.measure.text(self.measure.targets[last])


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit with the measures that plans promise it by, and the register's indicators."""

    key: str
    name: str
    planned: tuple[Planned, ...]
    indicators: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class Cycle:
    """Median days from receipt to close of a procedure's cases, this financial year and last.

    None where none was closed; the counts say how many were.
    """

    procedure: str
    label: str
    now: float | None
    closed: int
    before: float | None
    closed_before: int


@dataclass(frozen=True, slots=True)
class Benefits:
    """All that the register has to say about the benefits on a day.

    `opened_from` are cases opened from something else in the register, with its words carried
    over; `letters` are letters made from templates of the kinds that are shipped. `held` says
    which figures were used, where they are not those of now.
    """

    benefits: tuple[Benefit, ...]
    cycles: tuple[Cycle, ...]
    opened_from: int
    cases: int
    letters: int
    held: str


def benefits_on(connection: sqlite3.Connection, catalogue: Catalogue, on: date) -> Benefits:
    """What shows on a day whether the benefits come."""
    lines = indicator_values(connection, catalogue, on)
    planned = _planned(connection, {line.key: line for line in lines})
    cases, opened_from = connection.execute(
        "SELECT count(*), count(origin) FROM case_file WHERE opened_on <= ?", (on.isoformat(),)
    ).fetchone()
    return Benefits(
        tuple(
            Benefit(
                key,
                name,
                tuple(each for each in planned if each.aim.benefit == key),
                tuple(line for line in lines if line.benefit == _OF_INDICATORS[key]),
            )
            for key, name in BENEFITS.items()
        ),
        _cycles(connection, catalogue, on),
        opened_from,
        cases,
        _letters(connection, catalogue),
        held_sentence(connection, on),
    )


def _planned(connection: sqlite3.Connection, lines: Mapping[str, IndicatorLine]) -> list[Planned]:
    return [
        Planned(aim, measure, lines.get(measure.indicator or ""))
        for head in plans(connection)
        if head.is_current
        for aim in plan_view(connection, head.id).living
        for measure in aim.measures
    ]


def _cycles(connection: sqlite3.Connection, catalogue: Catalogue, on: date) -> tuple[Cycle, ...]:
    year = financial_year(on)
    now = _days(connection, year_start(year), on)
    before = _days(connection, year_start(year - 1), year_start(year) - timedelta(1))
    found = []
    for key in sorted({*now, *before}):
        procedure = catalogue.procedures.known.get(key)
        mine, theirs = now.get(key, []), before.get(key, [])
        found.append(
            Cycle(
                key,
                procedure.label if procedure else key,
                median(mine) if mine else None,
                len(mine),
                median(theirs) if theirs else None,
                len(theirs),
            )
        )
    return tuple(found)


def _days(connection: sqlite3.Connection, first: date, last: date) -> Mapping[str, list[int]]:
    """Days from receipt to close of the cases closed between two days, by procedure."""
    found: dict[str, list[int]] = {}
    for key, days in connection.execute(
        "SELECT procedure_key, CAST(julianday(closed_on) - julianday(received_on) AS INTEGER)"
        " FROM case_file WHERE closed_on BETWEEN ? AND ?",
        (first.isoformat(), last.isoformat()),
    ):
        found.setdefault(key, []).append(days)
    return found


def _letters(connection: sqlite3.Connection, catalogue: Catalogue) -> int:
    """How many letters were made from templates of the kinds that are shipped."""
    counted = connection.execute(
        "SELECT letter, count(*) FROM document WHERE letter IS NOT NULL GROUP BY letter"
    )
    return sum(count for letter, count in counted if letter in catalogue.letters.known)
