"""Reads what the charts of variation show: the list of indicators, and a funnel of one."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import (
    Benchmark,
    Indicator,
    Level,
    indicators,
)
from areateam.contracts.contract_filter import Filter
from areateam.core.fields import Kind
from areateam.core.funnel import Funnel, Line
from areateam.core.funnel_limits import Method
from areateam.core.funnel_units import LeftOut
from areateam.core.problems import UserProblem
from areateam.variation.counted_views import WITHOUT_WORDS, missing_figures
from areateam.variation.decile_rules import Worth, deciles, worth_of_moving, worth_of_one
from areateam.variation.held_views import held_sentence
from areateam.variation.point_views import ChartPoint, draw, farthest, point_of, points_aside
from areateam.variation.query_views import QueriedFigure, pasts_of
from areateam.variation.reading_views import (
    Readings,
    contracts_with,
    readings,
)
from areateam.variation.total_views import WHOLE, Total, totals
from areateam.variation.variation_texts import (
    Told,
    chart_sentence,
    compared,
    methods_sentence,
    trust_sentences,
)


class IndicatorLine(msgspec.Struct, frozen=True):
    """One line of the list of indicators: its definition, and what the register has for it.

    `missing` names the fields in which no contract has a value; `overdue` says that the
    definition is past its review date.
    """

    indicator: Indicator
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


class FunnelView(msgspec.Struct, frozen=True):
    """A funnel with everything that a chart and its honest words need.

    `points` are the farthest from the average first. `left_out` counts by reason; `queried` are
    the figures that cannot be right, whose contracts (`doubtful`) are not drawn; `closed` are
    contracts not in force on the day; `missing` names fields in which nobody has a value.
    """

    indicator: Indicator
    on: date
    level: Level
    points: tuple[ChartPoint, ...]
    dormant: tuple[ChartPoint, ...]
    doubtful: tuple[ChartPoint, ...]
    target: float
    target_shown: str
    line: Line
    methods: tuple[Method, ...]
    phi: float | None
    tau2: float
    funnel: Funnel
    left_out: Mapping[LeftOut, int]
    queried: tuple[QueriedFigure, ...]
    closed: int
    missing: tuple[str, ...]
    benchmark: Benchmark | None
    in_pounds: bool
    title: str
    sentence: str
    trust: tuple[str, ...]

    @property
    def outliers(self) -> tuple[ChartPoint, ...]:
        """The points beyond the 99.8% limits."""
        return tuple(point for point in self.points if point.flag.is_outlier)

    @property
    def judged(self) -> int:
        """How many of the outliers have a verdict that holds."""
        return sum(p.verdict is not None and p.verdict.is_explained for p in self.outliers)

    def methods_of(self, point: ChartPoint) -> str:
        """What each method says of a point, in a sentence; "" for one without limits."""
        return "" if point.dormant else methods_sentence(self.funnel.verdicts(point))

    @property
    def deciles(self) -> tuple[float, ...]:
        """The nine values between the tenths of those that are ranked; none under ten."""
        return deciles([point.value for point in self.points if point.rank])

    @property
    def worth(self) -> Worth | None:
        """The range of pounds that moving to the middle or lowest tenth comes to; None without."""
        if not self.in_pounds:
            return None
        ranked = [point for point in self.points if point.rank]
        return worth_of_moving([(point.numerator, point.denominator) for point in ranked])

    def worth_of(self, point: ChartPoint) -> Worth | None:
        """The same for one contractor; None where it has no rank or nothing to move by."""
        if not self.in_pounds or not point.rank:
            return None
        worth = worth_of_one((point.numerator, point.denominator), self.deciles)
        return worth if worth and worth.to_lowest_tenth > 0 else None

    def point(self, word: str) -> ChartPoint:
        """The point with this reference or name of a contract; UserProblem("verdict-not-outlier").

        A contract may be named by its code or number, or as C12.
        """
        plain = word.strip().upper()
        for point in (*self.points, *self.doubtful):
            names = (point.ref.upper(), "" if point.contract is None else f"C{point.contract}")
            if plain in names:
                return point
        facts = {"ref": word, "label": self.indicator.label, "day": self.on.isoformat()}
        raise UserProblem("verdict-not-outlier", **facts)


def indicator_values(
    connection: sqlite3.Connection, catalogue: Catalogue, on: date, *, charts: bool = False
) -> tuple[IndicatorLine, ...]:
    """Every indicator with its value over all contracts in force on a day, in order of codes.

    A value is over those that have both figures; None where nobody has. The share of outliers
    judged is there only where the `charts` are read too; see `totals`.
    """
    every = totals(connection, catalogue, on, charts=charts)
    return tuple(
        _line(connection, catalogue, each, every[each.key].get(WHOLE), on)
        for each in indicators(catalogue).known.values()
    )


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
    tenfold: Collection[int] | None = None,
) -> FunnelView:
    """The funnel of an indicator on a day, at its first level unless another is named.

    Figures that cannot be right are kept out of it; to find them takes less where `tenfold` are
    those of `ever_tenfold`. UserProblem: indicator-unknown, or indicator-level where it is not
    compared at the level.
    """
    indicator = indicators(catalogue).named(indicator_key)
    chosen = _level(indicator, level)
    read = readings(connection, catalogue, indicator, on, chosen, where)
    pasts = pasts_of(connection, catalogue, [indicator], only=tenfold)
    drawn = draw(connection, catalogue, indicator, on, chosen, read, pasts, adjusted=adjusted)
    chart, doubtful = drawn.chart, drawn.doubtful
    aside = points_aside(drawn)
    told = Told(
        indicator,
        compared(indicator, chosen),
        on,
        chart,
        Counter(reason for _, reason in chart.left_out),
        sum(whose.dormant for whose in drawn.kept.whose),
        len(doubtful),
        () if chart.points else _missing(connection, catalogue, indicator, on),
        held_sentence(connection, on),
        _without(indicator, read),
    )
    points = tuple(point_of(drawn, point) for point in chart.points)
    beside = _Beside(
        tuple(p for p in aside if p.dormant and p.contract not in doubtful),
        tuple(p for p in aside if p.contract in doubtful),
        drawn.asked,
        read.closed,
        _in_pounds(catalogue, indicator),
    )
    return _view(told, chosen, tuple(sorted(points, key=farthest)), beside)


class _Beside(msgspec.Struct, frozen=True):
    """What is not among the points of a chart."""

    dormant: tuple[ChartPoint, ...]
    doubtful: tuple[ChartPoint, ...]
    queried: tuple[QueriedFigure, ...]
    closed: int
    in_pounds: bool


def _without(indicator: Indicator, read: Readings) -> str:
    """How many of those counted have no figure of their own, in words; "" for none."""
    count, whole = read.without
    if not count or not indicator.figures:
        return ""
    one, several = WITHOUT_WORDS[indicator.figures]
    words, are = (one, "It is") if count == 1 else (several, "They are")
    return f"{count:,} of {whole:,} {words}. {are} left out, not counted as zero."


def _in_pounds(catalogue: Catalogue, indicator: Indicator) -> bool:
    """Whether what is counted is money of a year, whatever it is divided by.

    What is counted from other records is of all years, so nothing is said of what it would save.
    """
    if indicator.figures:
        return False
    kinds = {catalogue.fields[key].kind for key in indicator.numerator.fields()}
    return indicator.unit == "£" or kinds == {Kind.MONEY}


def _view(told: Told, level: Level, points: tuple[ChartPoint, ...], beside: _Beside) -> FunnelView:
    chart, indicator = told.chart, told.indicator
    methods = {chart.shape.drawn(point.denominator) for point in chart.points}
    return FunnelView(
        indicator=indicator,
        on=told.on,
        level=level,
        points=points,
        dormant=beside.dormant,
        doubtful=beside.doubtful,
        target=chart.shape.target,
        target_shown=indicator.shown(chart.shape.target),
        line=chart.line(),
        methods=tuple(method for method in Method if method in methods),
        phi=chart.phi,
        tau2=chart.tau2,
        funnel=chart,
        left_out=told.left_out,
        queried=beside.queried,
        closed=beside.closed,
        missing=tuple(told.missing),
        benchmark=indicator.benchmark,
        in_pounds=beside.in_pounds,
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


def _line(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator: Indicator,
    total: Total | None,
    on: date,
) -> IndicatorLine:
    value = total.value if total else None
    counted = total.counted if total else 0
    return IndicatorLine(
        indicator=indicator,
        key=indicator.key,
        code=indicator.code,
        label=indicator.label,
        group=indicator.group,
        benefit=indicator.benefit,
        value=value,
        shown="" if value is None else indicator.shown(value),
        contracts=counted,
        missing=() if counted else _missing(connection, catalogue, indicator, on),
        overdue=indicator.review < on,
    )


def _missing(
    connection: sqlite3.Connection, catalogue: Catalogue, indicator: Indicator, on: date
) -> tuple[str, ...]:
    """The labels of the fields of an indicator in which no contract in force has a value."""
    if indicator.figures:
        return missing_figures(connection, indicator.figures, on)
    held = contracts_with(connection, catalogue, indicator, on)
    return tuple(catalogue.fields[key].label for key, has in held.items() if not has)
