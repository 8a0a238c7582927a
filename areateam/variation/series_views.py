"""Reads an indicator over time: its value after each day on which its figures changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Indicator, Level, indicators
from areateam.core.dates import add_months, format_date
from areateam.core.xmr import Assurance, Direction, Xmr, xmr
from areateam.variation.base_rules import base_sentence, placed
from areateam.variation.base_views import BaseView, SeriesOf, bases_of
from areateam.variation.figure_sql import PATIENTS, types_sql
from areateam.variation.held_views import stood_on
from areateam.variation.reading_views import readings

MOST = 36
"""Points of a series: the latest ones, and all those since its last base began."""
FEWEST = 2


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """The value at the end of a day, in the stored unit and as it is shown."""

    day: date
    value: float
    shown: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a series is to reach, in the stored unit, which way, and what that is called."""

    value: float
    direction: Direction
    words: str = "target"


@dataclass(frozen=True, slots=True)
class SeriesView:
    """An indicator over time for all contracts, one of them or one body (`of`, "" for all).

    `chart` has the limits and signals of the points in their order; without limits under five.
    `bases` are where people began the limits anew, also those that no point has come after yet.
    """

    indicator: Indicator
    of: str
    points: tuple[SeriesPoint, ...]
    chart: Xmr
    bases: tuple[BaseView, ...]
    sentence: str
    target: Target | None = None

    @property
    def outlook(self) -> str:
        """Whether the target will be met, by the latest limits; "" where that cannot be said."""
        if self.target is None or self.chart.assurance is None:
            return ""
        return f"By the latest limits the {self.target.words} {_OUTLOOKS[self.chart.assurance]}."

    @property
    def last_day(self) -> date:
        """The day of the last point; the first day there is without any."""
        return self.points[-1].day if self.points else date.min

    @property
    def based(self) -> str:
        """Where the limits begin anew and why, a sentence for each; "" where they do not."""
        return " ".join(f"{_based(each, self.points)}." for each in self.bases)


def series_view(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator_key: str,
    on: date,
    *,
    level: Level = Level.CONTRACT,
    unit: str = "",
    screened: bool = True,
    target: Target | None = None,
) -> SeriesView:
    """An indicator up to a day; of the contract (its id as text) or body where `unit` names one.

    Figures are those that the register held on each day. Limits begin anew where somebody set
    a base. An indicator that says no way goes that of its target. UserProblem("indicator-unknown").
    """
    indicator = indicators(catalogue).named(indicator_key)
    of = SeriesOf(indicator.key, level, unit)
    bases = bases_of(connection, of, on)
    since = max((each.stated.starts_on for each in bases), default=on)
    days = _days(connection, catalogue, indicator, on, of.contract, since)
    # Cases, visits and call-offs have days of their own, and are counted by those.
    stood = [(day, connection) for day in days] if indicator.figures else stood_on(connection, days)
    points: list[SeriesPoint] = []
    for day, then in stood:
        value = _value(then, catalogue, indicator, day, level, unit)
        if value is not None:
            points.append(SeriesPoint(day, value, indicator.shown(value)))
    points.sort(key=lambda point: point.day)
    chart = xmr(
        [point.value for point in points],
        screened=screened,
        bases=placed([point.day for point in points], [each.stated for each in bases]),
        direction=target.direction if target else indicator.better,
        target=target.value if target else None,
    )
    whose = unit if of.contract is None else f"C{of.contract}"
    sentence = _sentence(indicator, points, chart, bases)
    view = SeriesView(indicator, whose, tuple(points), chart, bases, sentence, target)
    return replace(view, sentence=f"{sentence} {view.outlook}".rstrip())


def _value(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator: Indicator,
    day: date,
    level: Level,
    unit: str,
) -> float | None:
    """The value at the end of a day, over every reading or that of the unit."""
    if level not in indicator.levels and not unit:
        level = indicator.levels[0]
    pairs = [
        (above, below)
        for whose, above, below in readings(connection, catalogue, indicator, day, level).rows()
        if above is not None and below is not None and not whose.dormant
        if not unit or whose.unit == unit
    ]
    below = sum(denominator for _, denominator in pairs)
    return sum(numerator for numerator, _ in pairs) / below if below > 0 else None


def came_since(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator: Indicator,
    since: date,
    on: date,
    contract: int | None = None,
) -> bool:
    """Whether a series has days both up to `since` and after it, so that it can have changed."""
    days = _days(connection, catalogue, indicator, on, contract, on)
    return bool(days) and days[0] <= since < days[-1]


def _days(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator: Indicator,
    on: date,
    contract: int | None,
    since: date,
) -> list[date]:
    """The days on which figures changed or came in, the latest last; month ends for cases.

    More than `MOST` where there are more `since` the last base, whose limits would otherwise be
    reckoned from other days than those that they were kept to.
    """
    if indicator.figures:
        return month_ends(connection, on, since)
    days = days_with_figures(connection, catalogue, indicator, on, contract)
    return sorted({*days[-MOST:], *(day for day in days if day >= since)})


def days_with_figures(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator: Indicator,
    on: date,
    contract: int | None = None,
) -> list[date]:
    """The days up to one on which fields of an indicator changed or contracts of its types came in.

    Of all contracts unless one is named; the latest last. Where it is of the registered patients,
    lists that changed count too.
    """
    own, lists = types_sql(catalogue, indicator.group, indicator.types), ""
    if indicator.denominator.patients:
        patients = catalogue.fields[PATIENTS]
        lists = f" OR x.field = 'terms.{PATIENTS}' AND c.group_key = '{patients.group}'"
    fields = [catalogue.fields[key] for key in indicator.fields()]
    names = ", ".join(f"'{field.column or f'terms.{field.key}'}'" for field in fields)
    rows = connection.execute(
        "SELECT DISTINCT substr(o.at, 1, 10) AS day FROM operation o JOIN ("
        "  SELECT x.operation FROM change x LEFT JOIN contract c ON c.id = x.record"
        "  WHERE x.kind = 'contract' AND (?1 IS NULL OR x.record = ?1)"
        f"  AND (x.field IN ({names}) AND (c.id IS NULL OR {own}){lists})"
        f"  UNION SELECT c.made FROM contract c WHERE (?1 IS NULL OR c.id = ?1) AND {own}"
        ") w ON w.operation = o.id WHERE day <= ?2 ORDER BY day",
        (contract, on.isoformat()),
    ).fetchall()
    return [date.fromisoformat(day) for (day,) in rows]


def month_ends(connection: sqlite3.Connection, on: date, since: date) -> list[date]:
    """The ends of the months since a case was first closed, a day itself last.

    At most `MOST` unless more lie after `since`.
    """
    (first,) = connection.execute("SELECT min(closed_on) FROM case_file").fetchone()
    start = date.fromisoformat(first) if first else on
    ends, month = [on], on.replace(day=1)
    while month > start and (len(ends) < MOST or month > since):
        ends.append(month - timedelta(days=1))
        month = date.fromisoformat(add_months(month.isoformat(), -1))
    return sorted(set(ends))


_OUTLOOKS = {
    Assurance.PASS: "will be met while nothing changes",
    Assurance.FAIL: "will be missed while nothing changes",
    Assurance.HIT_AND_MISS: "will be met at one time and missed at another",
}


def _sentence(
    indicator: Indicator, points: list[SeriesPoint], chart: Xmr, bases: tuple[BaseView, ...]
) -> str:
    based = "".join(f" {_based(each, points)}." for each in bases)
    if len(points) < FEWEST:
        return f"{indicator.label}: too few days with figures to draw.{based}"
    first, last = points[0], points[-1]
    span = f"from {first.shown} on {_said(first.day)} to {last.shown} on {_said(last.day)}"
    latest = chart.latest
    assert latest is not None
    if latest.upper is None:
        return f"{indicator.label}: {span}. Under five points there are no limits.{based}"
    signals = sum(bool(point.signals) for point in chart.points)
    words = "no point is" if not signals else f"{signals} point{'s are' if signals > 1 else ' is'}"
    trial = " The limits are trial limits, from fewer than 12 points." if latest.trial else ""
    ranges = "" if chart.screened else " No moving range is screened out of the limits."
    return f"{indicator.label}: {span}; {words} more than chance would give.{trial}{ranges}{based}"


def _based(base: BaseView, points: Sequence[SeriesPoint]) -> str:
    waits = not points or base.stated.starts_on > points[-1].day
    return f"{base_sentence(base.stated)}{', once there is a figure' if waits else ''}"


def _said(day: date) -> str:
    return format_date(day.isoformat())
