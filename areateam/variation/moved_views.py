"""Reads whether a contractor moved after somebody acted: before, now, and the dates of the case."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Indicator, indicators
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.variation.point_views import ChartPoint
from areateam.variation.series_views import SeriesView, Target, series_view
from areateam.variation.variation_views import funnel_view
from areateam.variation.verdict_views import VerdictView, verdicts_of


class Mark(msgspec.Struct, frozen=True):
    """A day that the series is marked at, and why."""

    day: date
    words: str


class Moved(msgspec.Struct, frozen=True):
    """An outlier acted on: its value and distance when judged and now, and over time.

    `now` is None where it is in the chart no longer. `moved` says whether it came nearer to the
    average by half a standard deviation or more.
    """

    indicator: Indicator
    verdict: VerdictView
    then_shown: str
    then_z: float
    now: ChartPoint | None
    moved: bool
    inside: bool
    marks: tuple[Mark, ...]
    series: SeriesView
    sentence: str


ENOUGH = 0.5
"""Standard deviations nearer to the average that count as a move."""


def moved(connection: sqlite3.Connection, catalogue: Catalogue, on: date) -> tuple[Moved, ...]:
    """Every outlier that somebody acts on, the farthest at the time first."""
    known = indicators(catalogue).known
    acted = [
        each
        for each in verdicts_of(connection, on).values()
        if each.case is not None and each.indicator in known
    ]
    found = [_moved(connection, catalogue, each, on) for each in acted]
    return tuple(sorted(found, key=lambda each: -abs(each.then_z)))


def moved_since(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    case: int,
    on: date,
    *,
    screened: bool = True,
    target: Target | None = None,
) -> Moved:
    """What became of the outlier that a case was opened from; UserProblem("case-of-no-outlier").

    `screened` and `target` are about its series; see `series_view`.
    """
    for each in verdicts_of(connection, on).values():
        if each.case == case and each.indicator in indicators(catalogue).known:
            return _moved(connection, catalogue, each, on, screened=screened, target=target)
    raise UserProblem("case-of-no-outlier")


def _moved(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    verdict: VerdictView,
    on: date,
    *,
    screened: bool = True,
    target: Target | None = None,
) -> Moved:
    view = funnel_view(connection, catalogue, verdict.indicator, on, verdict.level)
    now = next((point for point in view.points if point.unit == verdict.unit), None)
    then = verdict.frozen["point"]
    then_z = float(then["z"])
    series = series_view(
        connection,
        catalogue,
        verdict.indicator,
        on,
        level=verdict.level,
        unit=verdict.unit,
        screened=screened,
        target=target,
    )
    nearer = now is not None and abs(then_z) - abs(now.z) >= ENOUGH
    return Moved(
        indicator=view.indicator,
        verdict=verdict,
        then_shown=str(then["shown"]),
        then_z=then_z,
        now=now,
        moved=nearer,
        inside=now is not None and not now.flag.is_outlier,
        marks=_marks(verdict),
        series=series,
        sentence=_sentence(verdict, view.indicator, str(then["shown"]), then_z, now, nearer),
    )


def _marks(verdict: VerdictView) -> tuple[Mark, ...]:
    days = (
        (verdict.judged_on, "judged"),
        (verdict.case_received, f"{verdict.case_ref} opened"),
        (verdict.case_closed, f"{verdict.case_ref} closed"),
    )
    return tuple(Mark(day, words) for day, words in days if day is not None)


def _sentence(
    verdict: VerdictView,
    indicator: Indicator,
    shown: str,
    then_z: float,
    now: ChartPoint | None,
    nearer: bool,
) -> str:
    was = f"{shown}, {_sides(then_z)}, on {format_date(verdict.chart_on.isoformat())}"
    case = f"case {verdict.case_ref}"
    if verdict.case_closed:
        case += f", closed on {format_date(verdict.case_closed.isoformat())}"
    head = f"{indicator.label}, {verdict.ref} {verdict.name} ({case}): was {was}"
    if now is None:
        return f"{head}; it is in the chart no longer."
    said = "it moved" if nearer else "it has not moved"
    if now.flag.is_outlier:
        said += ", and is still outside the limits"
    elif nearer:
        said += " inside the limits"
    return f"{head}; now {now.value_shown}, {_sides(now.z)}: {said}."


def _sides(z: float) -> str:
    return f"{abs(z):.1f} SD {'above' if z >= 0 else 'below'} the average"
