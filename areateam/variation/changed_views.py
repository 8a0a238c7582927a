"""Reads what changed in the charts since a day: who went outside or came back, and what is said.

This stands in the place of alerts by CUSUM, whose threshold nobody here could explain to a
contractor: the limits of the funnel and the four rules over time are those that the charts draw.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Figures, Indicator, Level, indicators
from areateam.core.dates import format_date
from areateam.core.funnel import Flag
from areateam.core.xmr import SIGNAL_WORDS, Signal, xmr
from areateam.variation.base_rules import placed
from areateam.variation.base_views import SeriesOf
from areateam.variation.held_views import figures_on
from areateam.variation.point_views import ChartPoint, Drawn, drawn_charts, farthest, points_of
from areateam.variation.series_views import SeriesView, several_series
from areateam.variation.verdict_rules import VerdictKind

_WHOLE = "all together"


class Change(StrEnum):
    """What is not as it was on the day before."""

    OUTSIDE = "went outside"
    INSIDE = "came inside"
    LEFT = "left the chart"
    VERDICT = "held otherwise"
    RULE = "other rule over time"


_COUNTED = {
    Change.OUTSIDE: "went outside the limits",
    Change.INSIDE: "came inside",
    Change.LEFT: "left the chart",
    Change.VERDICT: "held to be something else",
    Change.RULE: "over time by another rule",
}


class ChangedLine(msgspec.Struct, frozen=True):
    """One change of one contract or body, or of all together (`ref` "" and `name` saying so).

    `was` and `now` are what stood on the two days, in words.
    """

    indicator: Indicator
    level: Level
    change: Change
    contract: int | None
    ref: str
    name: str
    pct: str
    was: str
    now: str


def changed(
    connection: sqlite3.Connection, catalogue: Catalogue, since: date, on: date, today: date
) -> tuple[ChangedLine, ...]:
    """Every change of every indicator from the end of one day to another, in order of codes."""
    return changes_of(connection, catalogue, changing(catalogue), since, on, today)


def changes_sentence(lines: Sequence[ChangedLine], since: date) -> str:
    """How many of each kind there are since the end of a day."""
    day = format_date(since.isoformat())
    counted = Counter(line.change for line in lines)
    if not counted:
        return f"Nothing changed in the charts since the end of {day}."
    told = [f"{counted[each]:,} {_COUNTED[each]}" for each in Change if each in counted]
    return f"Since the end of {day}: {', '.join(told)}."


def before_last_import(connection: sqlite3.Connection, on: date) -> date:
    """The day before lists were last taken in, up to a day; the day before that one without any."""
    (last,) = connection.execute(
        "SELECT max(substr(o.at, 1, 10)) FROM batch b JOIN operation o ON o.id = b.operation"
        " WHERE substr(o.at, 1, 10) <= ?",
        (on.isoformat(),),
    ).fetchone()
    return (date.fromisoformat(last) if last else on) - timedelta(days=1)


def changing(catalogue: Catalogue) -> tuple[str, ...]:
    """The indicators that are looked at: all but the one that counts what is said of the others."""
    known = indicators(catalogue).known.values()
    return tuple(each.key for each in known if each.figures is not Figures.VERDICTS)


def changes_of(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    keys: Sequence[str],
    since: date,
    on: date,
    today: date,
) -> tuple[ChangedLine, ...]:
    """The changes of some indicators; `connection` has the register as it stands `on` the day.

    Rules over time are those of all contracts together, and of those that somebody acts on.
    """
    wanted = [indicators(catalogue).known[key] for key in keys]
    with figures_on(connection, since, today) as past:
        then = {each.indicator.key: each for each in drawn_charts(past, catalogue, since, wanted)}
    now = {each.indicator.key: each for each in drawn_charts(connection, catalogue, on, wanted)}
    rules = _rule_changes(connection, catalogue, list(now.values()), since, on)
    return tuple(
        line for key in keys for line in (*chart_changes(then[key], now[key]), *rules[key])
    )


def chart_changes(then: Drawn, now: Drawn) -> Iterator[ChangedLine]:
    """Who lies on another side of the 99.8% limits, or is held to be something else.

    The farthest from the average come first.
    """
    units = {
        *then.said,
        *now.said,
        *(point.ref for chart in (then.chart, now.chart) for point in chart.outliers()),
    }
    before, after = points_of(then, units), points_of(now, units)
    latest = before | after
    for unit in sorted(latest, key=lambda unit: farthest(latest[unit])):
        old, new = before.get(unit), after.get(unit)
        change = _side_change(old, new)
        if change is not None:
            yield _line(latest[unit], now.level, change, _place(old), _place(new))
        was, held = _held(old), _held(new)
        if new is not None and was != held:
            yield _line(new, now.level, Change.VERDICT, was, held)


def _side_change(old: ChartPoint | None, new: ChartPoint | None) -> Change | None:
    was = old.flag if old is not None and old.flag.is_outlier else Flag.INSIDE
    if new is None:
        return Change.LEFT if was.is_outlier else None
    if new.flag.is_outlier:
        return Change.OUTSIDE if new.flag is not was else None
    return Change.INSIDE if was.is_outlier else None


def _place(point: ChartPoint | None) -> str:
    if point is None:
        return "not in the chart"
    if point.dormant:
        return f"{point.value_shown}, suspended"
    side = {Flag.FAR_LOW: "below", Flag.FAR_HIGH: "above"}.get(point.flag)
    return f"{point.value_shown}, {f'{side} the limits' if side else 'inside'}"


def _held(point: ChartPoint | None) -> str:
    """What somebody says of a point, as long as it holds; that nobody does is no verdict."""
    if point is None or point.verdict is None or not point.verdict.is_explained:
        return "not explained"
    return point.verdict.value


def _line(point: ChartPoint, level: Level, change: Change, was: str, now: str) -> ChangedLine:
    return ChangedLine(
        point.indicator, level, change, point.contract, point.ref, point.name, point.pct, was, now
    )


def _rule_changes(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    charts: Sequence[Drawn],
    since: date,
    on: date,
) -> Mapping[str, list[ChangedLine]]:
    """By indicator, where the last value breaks other rules than the last up to a day did."""
    watched: dict[SeriesOf, ChartPoint | None] = {}
    for drawn in charts:
        acted = {unit for unit, said in drawn.said.items() if said.kind is VerdictKind.ACTING}
        points: list[ChartPoint | None] = [None, *points_of(drawn, acted).values()]
        for point in points:
            of = SeriesOf(drawn.indicator.key, drawn.level, point.unit if point else "")
            watched[of] = point
    found: dict[str, list[ChangedLine]] = {drawn.indicator.key: [] for drawn in charts}
    for of, series in several_series(connection, catalogue, watched, since, on).items():
        was, now = signals_on(series, since), signals_on(series, series.last_day)
        if was is not None and now is not None and was != now:
            words = _rules(was), _rules(now)
            found[of.indicator].append(_rule_line(series.indicator, of, watched[of], words))
    return found


def _rule_line(
    indicator: Indicator, of: SeriesOf, point: ChartPoint | None, words: tuple[str, str]
) -> ChangedLine:
    if point is not None:
        return _line(point, of.level, Change.RULE, *words)
    return ChangedLine(indicator, of.level, Change.RULE, None, "", _WHOLE, "", *words)


def signals_on(series: SeriesView, day: date) -> tuple[Signal, ...] | None:
    """The rules that the last value up to a day broke as it stood then; None without a value.

    Later values do not count, and neither do bases that were set later.
    """
    points = [point for point in series.points if point.day <= day]
    if not points:
        return None
    bases = [each.stated for each in series.bases if each.set_on <= day]
    chart = xmr(
        [point.value for point in points],
        screened=series.chart.screened,
        bases=placed([point.day for point in points], bases),
        direction=series.chart.direction,
    )
    return chart.points[-1].signals


def _rules(signals: tuple[Signal, ...]) -> str:
    return ", ".join(SIGNAL_WORDS[signal] for signal in signals) or "no rule broken"
