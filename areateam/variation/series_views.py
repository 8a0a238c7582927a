"""Reads an indicator over time: its value after each day on which its figures changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Indicator, Level, indicators
from areateam.core.copies import replaced
from areateam.core.dates import format_date
from areateam.core.xmr import Assurance, Direction, Xmr, xmr
from areateam.variation.base_rules import base_sentence, placed
from areateam.variation.base_views import BaseView, SeriesOf, bases_of
from areateam.variation.figure_day_views import MOST, figure_days, month_ends
from areateam.variation.held_views import stood_on
from areateam.variation.reading_views import Readings, every_reading, kinds_read

FEWEST = 2


class SeriesPoint(msgspec.Struct, frozen=True):
    """The value at the end of a day, in the stored unit and as it is shown."""

    day: date
    value: float
    shown: str


class Target(msgspec.Struct, frozen=True):
    """What a series is to reach, in the stored unit, which way, and what that is called."""

    value: float
    direction: Direction
    words: str = "target"


class SeriesView(msgspec.Struct, frozen=True):
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
    listed = _asked(connection, catalogue, [SeriesOf(indicator.key, level, unit)], on)
    (points,) = _points(connection, catalogue, listed)
    return _view(listed[0], points, screened=screened, target=target)


def several_series(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    wanted: Iterable[SeriesOf],
    since: date,
    on: date,
) -> dict[SeriesOf, SeriesView]:
    """Several series, each as `series_view` gives it, from one walk back through their days.

    Only those that have days both up to `since` and after it, so that they can have changed.
    """
    every = _asked(connection, catalogue, list(wanted), on)
    listed = [each for each in every if each.days and each.days[0] <= since < each.days[-1]]
    found = _points(connection, catalogue, listed)
    return {asked.of: _view(asked, points) for asked, points in zip(listed, found, strict=True)}


class _Asked(msgspec.Struct, frozen=True):
    """A series that is asked for: where its limits begin anew, and its days, the latest last."""

    of: SeriesOf
    indicator: Indicator
    bases: tuple[BaseView, ...]
    days: list[date]

    @property
    def level(self) -> Level:
        """The level to read at: one at which all together are compared."""
        first, own = self.indicator.levels[0], self.of.level
        return own if self.of.unit or own in self.indicator.levels else first


def _asked(
    connection: sqlite3.Connection, catalogue: Catalogue, wanted: Sequence[SeriesOf], on: date
) -> list[_Asked]:
    known = indicators(catalogue).known
    all_together = {of.indicator: known[of.indicator] for of in wanted if of.contract is None}
    days = figure_days(connection, catalogue, all_together.values(), on)
    found = []
    for of in wanted:
        indicator, bases = known[of.indicator], bases_of(connection, of, on)
        since = max((each.stated.starts_on for each in bases), default=on)
        if indicator.figures:
            own = month_ends(connection, on, since)
        elif of.contract is None:
            own = _latest(days[indicator.key], since)
        else:
            alone = figure_days(connection, catalogue, [indicator], on, of.contract)
            own = _latest(alone[indicator.key], since)
        found.append(_Asked(of, indicator, bases, own))
    return found


def _latest(days: list[date], since: date) -> list[date]:
    """The latest of the days on which figures changed or came in.

    More than `MOST` where there are more `since` the last base, whose limits would otherwise be
    reckoned from other days than those that they were kept to.
    """
    return sorted({*days[-MOST:], *(day for day in days if day >= since)})


def _view(
    asked: _Asked,
    points: Sequence[SeriesPoint],
    *,
    screened: bool = True,
    target: Target | None = None,
) -> SeriesView:
    indicator, of, bases = asked.indicator, asked.of, asked.bases
    chart = xmr(
        [point.value for point in points],
        screened=screened,
        bases=placed([point.day for point in points], [each.stated for each in bases]),
        direction=target.direction if target else indicator.better,
        target=target.value if target else None,
    )
    whose = of.unit if of.contract is None else f"C{of.contract}"
    sentence = _sentence(indicator, points, chart, bases)
    view = SeriesView(indicator, whose, tuple(points), chart, bases, sentence, target)
    return replaced(view, sentence=f"{sentence} {view.outlook}".rstrip())


def _points(
    connection: sqlite3.Connection, catalogue: Catalogue, listed: Sequence[_Asked]
) -> list[list[SeriesPoint]]:
    """The points of each series in the order of their days."""
    found: dict[SeriesOf, dict[date, float]] = {each.of: {} for each in listed}
    for day, then, here in _stood(connection, catalogue, listed):
        pairs = {(each.indicator.key, each.level): (each.indicator, each.level) for each in here}
        for indicator, level, read in every_reading(then, catalogue, day, pairs.values()):
            for each in here:
                if each.indicator is indicator and each.level is level:
                    value = _value(read, each.of.unit)
                    found[each.of] |= {} if value is None else {day: value}
    return [
        [SeriesPoint(day, value, each.indicator.shown(value)) for day, value in sorted(pairs)]
        for each in listed
        for pairs in [found[each.of].items()]
    ]


def _stood(
    connection: sqlite3.Connection, catalogue: Catalogue, listed: Sequence[_Asked]
) -> Iterator[tuple[date, sqlite3.Connection, list[_Asked]]]:
    """Each day, the register as it stood when the day ended, and the series that it is a day of.

    Cases, visits and call-offs have days of their own, and are counted by those.
    """
    for day, here in _by_day(each for each in listed if each.indicator.figures).items():
        yield day, connection, here
    over_fields = [each for each in listed if not each.indicator.figures]
    held = _by_day(over_fields)
    if not held:
        return
    only = kinds_read(catalogue, [each.indicator for each in over_fields], max(held))
    for day, then in stood_on(connection, list(held), only):
        yield day, then, held[day]


def _by_day(listed: Iterable[_Asked]) -> dict[date, list[_Asked]]:
    found: dict[date, list[_Asked]] = {}
    for each in listed:
        for day in each.days:
            found.setdefault(day, []).append(each)
    return found


def _value(read: Readings, unit: str) -> float | None:
    """The value over every reading, or that of the unit."""
    pairs = [
        (above, below)
        for whose, above, below in read.rows()
        if above is not None and below is not None and not whose.dormant
        if not unit or whose.unit == unit
    ]
    below = sum(denominator for _, denominator in pairs)
    return sum(numerator for numerator, _ in pairs) / below if below > 0 else None


_OUTLOOKS = {
    Assurance.PASS: "will be met while nothing changes",
    Assurance.FAIL: "will be missed while nothing changes",
    Assurance.HIT_AND_MISS: "will be met at one time and missed at another",
}


def _sentence(
    indicator: Indicator, points: Sequence[SeriesPoint], chart: Xmr, bases: tuple[BaseView, ...]
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
