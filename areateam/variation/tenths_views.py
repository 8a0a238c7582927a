"""Reads the tenths of an indicator from day to day, and where each one stood among them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from operator import attrgetter

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Indicator, Level, indicators
from areateam.contracts.contract_filter import Filter
from areateam.core.funnel_units import sorted_out
from areateam.core.tenths import TenthsDay, tenth_of
from areateam.variation.decile_rules import deciles
from areateam.variation.figure_day_views import days_with_figures, month_ends
from areateam.variation.held_views import stood_on
from areateam.variation.point_views import kept_of
from areateam.variation.query_views import ever_tenfold, pasts_of
from areateam.variation.reading_views import kinds_read, readings
from areateam.variation.tenth_rules import spread_days, tenths_sentence


class DayOfAll(msgspec.Struct, frozen=True):
    """One day of all that are compared: the marks between the tenths, and every value by unit.

    `aside` are units with a value that is in no tenth: suspended, of too small a denominator, or
    with a figure that cannot be right.
    """

    day: date
    ranked: int
    marks: tuple[float, ...]
    values: Mapping[str, float]
    aside: frozenset[str]


class TenthsOfAll(msgspec.Struct, frozen=True):
    """The tenths of an indicator at a level on each of some days, the latest last."""

    indicator: Indicator
    level: Level
    days: tuple[DayOfAll, ...]

    def of(self, unit: str = "", whose: str = "") -> TenthsView:
        """The same with the line of one contract (its id as text) or body, called `whose`."""
        days = tuple(_of_one(each, unit) for each in self.days)
        sentence = tenths_sentence(self.indicator.label, whose if unit else "", days)
        return TenthsView(self.indicator, whose if unit else "", days, sentence)


class TenthsView(msgspec.Struct, frozen=True):
    """The tenths of an indicator over time with one's own line; `whose` is "" for none."""

    indicator: Indicator
    whose: str
    days: tuple[TenthsDay, ...]
    sentence: str


class _Asked(msgspec.Struct, frozen=True):
    """What is read of each day; `tenfold` are contracts a figure of which is asked about on some.

    To look at what each of all held before would take as long as all the rest.
    """

    indicator: Indicator
    level: Level
    where: Filter | None
    tenfold: frozenset[int]


def tenths_of_all(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator_key: str,
    on: date,
    level: Level = Level.CONTRACT,
    where: Filter | None = None,
) -> TenthsOfAll:
    """The tenths on the days up to one on which figures changed, as the register stood then.

    Where those are many, on the last of each month: see `spread_days`. Cases, visits and call-offs
    are counted at the ends of months. UserProblem("indicator-unknown").
    """
    indicator = indicators(catalogue).named(indicator_key)
    if indicator.figures:
        days = spread_days(month_ends(connection, on, on))
    else:
        days = spread_days(days_with_figures(connection, catalogue, indicator, on))
    # Cases, visits and call-offs have days of their own, and are counted by those.
    stood: Iterable[tuple[date, sqlite3.Connection]] = [(day, connection) for day in days]
    if not indicator.figures:
        stood = stood_on(connection, days, kinds_read(catalogue, [indicator], on, where))
    asked = _Asked(
        indicator, level, where, frozenset(ever_tenfold(connection, catalogue, [indicator]))
    )
    found = [_day(then, catalogue, asked, day) for day, then in stood]
    known = sorted((day for day in found if day.values), key=attrgetter("day"))
    return TenthsOfAll(indicator, level, tuple(known))


def _day(
    connection: sqlite3.Connection, catalogue: Catalogue, asked: _Asked, day: date
) -> DayOfAll:
    indicator, level = asked.indicator, asked.level
    read = readings(connection, catalogue, indicator, day, level, asked.where)
    pasts = pasts_of(connection, catalogue, [indicator], only=asked.tenfold)
    kept, _ = kept_of(connection, catalogue, indicator, day, level, read, pasts)
    comparable, _ = sorted_out(
        indicator.measure,
        ((whose.unit, above, below) for whose, above, below in kept.rows() if not whose.dormant),
    )
    ranked = {
        unit: above / below
        for unit, (above, below) in zip(comparable.refs, comparable.figures, strict=True)
        if below >= indicator.minimum
    }
    values = {
        whose.unit: above / below
        for whose, above, below in read.rows()
        if above is not None and below
    }
    marks = deciles(sorted(ranked.values()))
    return DayOfAll(day, len(ranked), marks, values, frozenset(values.keys() - ranked.keys()))


def _of_one(day: DayOfAll, unit: str) -> TenthsDay:
    own = day.values.get(unit)
    tenth = None if own is None or unit in day.aside else tenth_of(own, day.marks)
    return TenthsDay(day.day, day.ranked, day.marks, own, tenth)
