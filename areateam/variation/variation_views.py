"""Reads what the charts of variation show: the list of indicators, and a funnel of one."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import (
    Benchmark,
    Indicator,
    Level,
    indicators,
)
from areateam.contracts.contract_filter import Filter
from areateam.core.funnel import Flag, Funnel, FunnelPoint, LeftOut, Line, Unit, funnel
from areateam.core.funnel_limits import Method
from areateam.core.problems import UserProblem
from areateam.variation.counted_views import NOT_KEPT
from areateam.variation.reading_views import Reading, Readings, contracts_without, readings
from areateam.variation.variation_texts import (
    Told,
    chart_sentence,
    compared,
    point_sentence,
    trust_sentences,
)


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One line of the list of indicators: its definition, and what the register has for it.

    `missing` names the fields in which no contract has a value; `overdue` says that the
    definition is past its review date.
    """

    key: str
    code: str
    label: str
    group: str
    benefit: str
    value: float | None
    shown: str
    contracts: int
    missing: tuple[str, ...]
    overdue: bool


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One contract or body in a chart, with its place in the funnel.

    `value_shown` is in the indicator's unit. `dormant` ones are drawn hollow, outside the limits'
    reckoning, without z, rank or flag.
    """

    ref: str
    name: str
    contract: int | None
    pct: str
    numerator: float
    denominator: float
    value: float
    value_shown: str
    z: float
    flag: Flag
    excess: float
    rank: int | None
    verdict: str = ""
    sentence: str = ""
    dormant: bool = False


@dataclass(frozen=True, slots=True)
class FunnelView:
    """A funnel with everything that a chart and its honest words need.

    `points` are the farthest from the average first. `left_out` counts by reason; `closed` are
    contracts not in force on the day; `missing` names fields in which nobody has a value.
    """

    indicator: Indicator
    on: date
    level: Level
    points: tuple[ChartPoint, ...]
    dormant: tuple[ChartPoint, ...]
    target: float
    target_shown: str
    line: Line
    methods: tuple[Method, ...]
    phi: float | None
    tau2: float
    funnel: Funnel
    left_out: Mapping[LeftOut, int]
    closed: int
    missing: tuple[str, ...]
    benchmark: Benchmark | None
    title: str
    sentence: str
    trust: tuple[str, ...]


def indicator_values(
    connection: sqlite3.Connection, catalogue: Catalogue, on: date
) -> tuple[IndicatorLine, ...]:
    """Every indicator with its value over all contracts in force on a day, in order of codes."""
    found = []
    for each in indicators(catalogue).known.values():
        level = Level.CONTRACT if Level.CONTRACT in each.levels else each.levels[0]
        read = readings(connection, catalogue, each, on, level)
        found.append(_line(connection, catalogue, each, read, on))
    return tuple(found)


def indicator_list(
    connection: sqlite3.Connection, catalogue: Catalogue, on: date
) -> tuple[IndicatorLine, ...]:
    """The indicators to choose from; see `indicator_values`."""
    return indicator_values(connection, catalogue, on)


def funnel_view(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator_key: str,
    on: date,
    level: Level | None = None,
    where: Filter | None = None,
    *,
    adjusted: bool = True,
) -> FunnelView:
    """The funnel of an indicator on a day, at its first level unless another is named.

    UserProblem: indicator-unknown, or indicator-level where it is not compared at the level.
    """
    indicator = indicators(catalogue).named(indicator_key)
    chosen = _level(indicator, level)
    read = readings(connection, catalogue, indicator, on, chosen, where)
    active = [each for each in read.found if not each.dormant]
    chart = funnel(
        indicator.measure,
        [Unit(_key(each), each.numerator, each.denominator) for each in active],
        adjusted=adjusted,
        minimum=indicator.minimum,
    )
    hollow = [p for each in read.found if each.dormant and (p := _dormant_point(indicator, each))]
    methods = {chart.shape.drawn(point.denominator) for point in chart.points}
    told = Told(
        indicator,
        compared(indicator, chosen),
        on,
        chart,
        Counter(reason for _, reason in chart.left_out),
        read.closed,
        len(hollow),
        missing=_missing(connection, catalogue, indicator, on),
    )
    return FunnelView(
        indicator=indicator,
        on=on,
        level=chosen,
        points=_points(indicator, read, chart),
        dormant=tuple(hollow),
        target=chart.shape.target,
        target_shown=indicator.shown(chart.shape.target),
        line=chart.line(),
        methods=tuple(method for method in Method if method in methods),
        phi=chart.phi,
        tau2=chart.tau2,
        funnel=chart,
        left_out=told.left_out,
        closed=read.closed,
        missing=tuple(told.missing),
        benchmark=indicator.benchmark,
        title=f"{indicator.label}, {told.of}",
        sentence=chart_sentence(told),
        trust=trust_sentences(told),
    )


def _level(indicator: Indicator, level: Level | None) -> Level:
    if level is None:
        return indicator.levels[0]
    if level not in indicator.levels:
        known = ", ".join(each.value for each in indicator.levels)
        raise UserProblem("indicator-level", label=indicator.label, level=level.value, known=known)
    return level


def _key(reading: Reading) -> str:
    return reading.ref if reading.contract is None else str(reading.contract)


def _points(indicator: Indicator, read: Readings, chart: Funnel) -> tuple[ChartPoint, ...]:
    """The points of a funnel with who they are, the farthest from the average first."""
    by_key = {_key(each): each for each in read.found}
    points = [_point(indicator, by_key[point.ref], point) for point in chart.points]
    return tuple(sorted(points, key=lambda point: (-abs(point.z), point.ref)))


def _point(indicator: Indicator, reading: Reading, point: FunnelPoint) -> ChartPoint:
    return ChartPoint(
        ref=reading.ref,
        name=reading.name,
        contract=reading.contract,
        pct=reading.pct,
        numerator=point.numerator,
        denominator=point.denominator,
        value=point.value,
        value_shown=indicator.shown(point.value),
        z=point.z,
        flag=point.flag,
        excess=point.excess,
        rank=point.rank,
        sentence=point_sentence(
            indicator, (point.numerator, point.denominator), point.value, point.z, point.excess
        ),
    )


def _dormant_point(indicator: Indicator, reading: Reading) -> ChartPoint | None:
    if reading.numerator is None or not reading.denominator:
        return None
    value = reading.numerator / reading.denominator
    return ChartPoint(
        ref=reading.ref,
        name=reading.name,
        contract=reading.contract,
        pct=reading.pct,
        numerator=reading.numerator,
        denominator=reading.denominator,
        value=value,
        value_shown=indicator.shown(value),
        z=0.0,
        flag=Flag.INSIDE,
        excess=0.0,
        rank=None,
        dormant=True,
    )


def _line(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator: Indicator,
    read: Readings,
    on: date,
) -> IndicatorLine:
    above = below = 0.0
    counted = 0
    for each in read.found:
        if each.numerator is not None and each.denominator and not each.dormant:
            above += each.numerator
            below += each.denominator
            counted += each.counted
    value = above / below if below > 0 else None
    return IndicatorLine(
        key=indicator.key,
        code=indicator.code,
        label=indicator.label,
        group=indicator.group,
        benefit=indicator.benefit,
        value=value,
        shown="" if value is None else indicator.shown(value),
        contracts=counted,
        missing=_missing(connection, catalogue, indicator, on),
        overdue=indicator.review < on,
    )


def _missing(
    connection: sqlite3.Connection, catalogue: Catalogue, indicator: Indicator, on: date
) -> tuple[str, ...]:
    """The labels of the fields of an indicator in which no contract in force has a value."""
    if indicator.figures:
        return (NOT_KEPT[indicator.figures],) if indicator.figures in NOT_KEPT else ()
    gaps = contracts_without(connection, catalogue, indicator, on)
    total = sum(gaps.values())
    if not total:
        return ()
    whole = _contracts(connection, catalogue, indicator, on)
    return tuple(catalogue.fields[key].label for key, gap in gaps.items() if gap == whole)


def _contracts(
    connection: sqlite3.Connection, catalogue: Catalogue, indicator: Indicator, on: date
) -> int:
    read = readings(connection, catalogue, indicator, on)
    return len(read.found)
