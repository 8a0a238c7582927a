"""The points of a chart of variation: who they are, where they lie and what is said of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Indicator, Level
from areateam.core.funnel import Flag, Funnel, FunnelPoint, funnel
from areateam.variation.query_views import (
    Pasts,
    QueriedFigure,
    contracts_queried,
    pasts_of,
    queried_in,
)
from areateam.variation.reading_views import Readings, Whose, every_reading
from areateam.variation.variation_texts import point_sentence
from areateam.variation.verdict_rules import VerdictKind
from areateam.variation.verdict_views import VerdictView, verdicts_of


class ChartPoint(msgspec.Struct, frozen=True):
    """One contract or body in a chart, with its place in the funnel.

    `verdict` is what it is held to be: None inside the
    99.8% limits where nobody said anything, `unexplained` outside them where nobody did, or
    where the review date of what was said (`said`) has passed. `dormant` ones are drawn hollow,
    outside the limits' reckoning, without z, rank or flag.
    """

    indicator: Indicator
    ref: str
    name: str
    contract: int | None
    pct: str
    area_team: str
    numerator: float
    denominator: float
    value: float
    z: float
    flag: Flag
    excess: float
    rank: int | None
    verdict: VerdictKind | None = None
    said: VerdictView | None = None
    dormant: bool = False

    @property
    def value_shown(self) -> str:
        """The value in the indicator's unit: "8.2%"."""
        return self.indicator.shown(self.value)

    @property
    def sentence(self) -> str:
        """What it was made of and how far it lies from the average; "" for a dormant one."""
        if self.dormant:
            return ""
        figures = (self.numerator, self.denominator)
        return point_sentence(self.indicator, figures, self.value, self.z, self.excess)

    @property
    def unit(self) -> str:
        """What verdicts name it by: the contract's id as text, or the body's code."""
        return self.ref if self.contract is None else str(self.contract)


class Drawn(msgspec.Struct, frozen=True):
    """A funnel with the readings that it was drawn from, and what is said of them by unit.

    `read` are all, `kept` those that can be right; `asked` are the figures that cannot, `doubtful`
    the contracts they keep out.
    """

    indicator: Indicator
    level: Level
    read: Readings
    kept: Readings
    by_unit: Mapping[str, Whose]
    chart: Funnel
    said: Mapping[str, VerdictView]
    asked: tuple[QueriedFigure, ...]
    doubtful: Collection[int | None]


def draw(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator: Indicator,
    on: date,
    level: Level,
    read: Readings,
    pasts: Pasts,
    *,
    adjusted: bool = True,
) -> Drawn:
    """The funnel of an indicator's readings at a level; what cannot be right is kept out."""
    kept, asked = kept_of(connection, catalogue, indicator, on, level, read, pasts)
    chart = funnel(
        indicator.measure,
        ((whose.unit, above, below) for whose, above, below in kept.rows() if not whose.dormant),
        adjusted=adjusted,
        minimum=indicator.minimum,
    )
    said = verdicts_of(connection, on, indicator.key, level)
    return Drawn(
        indicator,
        level,
        read,
        kept,
        {whose.unit: whose for whose in kept.whose},
        chart,
        {unit: each for (_, _, unit), each in said.items()},
        tuple(asked),
        contracts_queried(asked),
    )


def kept_of(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator: Indicator,
    on: date,
    level: Level,
    read: Readings,
    pasts: Pasts,
) -> tuple[Readings, list[QueriedFigure]]:
    """The readings that can be right, and the figures that cannot."""
    if level is not Level.CONTRACT or indicator.figures is not None:
        return read, []
    asked = queried_in(connection, catalogue, indicator, read, on, pasts)
    doubtful = contracts_queried(asked)
    if not doubtful:
        return read, asked
    return read.only([whose.contract not in doubtful for whose in read.whose]), asked


def drawn_charts(
    connection: sqlite3.Connection, catalogue: Catalogue, on: date, wanted: Iterable[Indicator]
) -> Iterator[Drawn]:
    """The funnel of each indicator at its first level, in any order: that of `funnel_view`."""
    listed = list(wanted)
    pasts = pasts_of(connection, catalogue, listed)
    levels = [(each, each.levels[0]) for each in listed]
    for indicator, level, read in every_reading(connection, catalogue, on, levels):
        yield draw(connection, catalogue, indicator, on, level, read, pasts)


def judged_points(drawn: Drawn) -> list[ChartPoint]:
    """The outliers of a chart and whoever has a verdict."""
    listed = [point_of(drawn, point) for point in drawn.chart.outliers(also=drawn.said)]
    return [point for point in listed if point.verdict is not None]


def points_of(drawn: Drawn, units: Collection[str]) -> dict[str, ChartPoint]:
    """The points of some units, by unit; also of those that the limits do not know."""
    listed = [point_of(drawn, each) for each in drawn.chart.outliers(also=units)]
    listed += points_aside(drawn, units)
    return {point.unit: point for point in listed if point.unit in units}


def points_aside(drawn: Drawn, units: Collection[str] | None = None) -> list[ChartPoint]:
    """Those that the limits do not know, all or some: suspended, or with a figure in doubt."""
    return [
        point
        for whose, above, below in drawn.read.rows()
        if (whose.dormant or whose.contract in drawn.doubtful)
        and (units is None or whose.unit in units)
        and (point := _point_aside(drawn.indicator, whose, above, below))
    ]


def point_of(drawn: Drawn, point: FunnelPoint) -> ChartPoint:
    """A point of a funnel with who it is and what is said of it."""
    whose, said = drawn.by_unit[point.ref], drawn.said.get(point.ref)
    held = said.now if said else VerdictKind.UNEXPLAINED
    return ChartPoint(
        indicator=drawn.indicator,
        ref=whose.ref,
        name=whose.name,
        contract=whose.contract,
        pct=whose.pct,
        area_team=whose.area_team,
        numerator=point.numerator,
        denominator=point.denominator,
        value=point.value,
        z=point.z,
        flag=point.flag,
        excess=point.excess,
        rank=point.rank,
        verdict=held if point.flag.is_outlier or held.is_explained else None,
        said=said,
    )


def farthest(point: ChartPoint) -> tuple[float, str]:
    """Sorts the farthest from the average first."""
    return -abs(point.z), point.ref


def _point_aside(
    indicator: Indicator, whose: Whose, numerator: float | None, denominator: float | None
) -> ChartPoint | None:
    """A contract that the limits do not know: without a place among the rest."""
    if numerator is None or not denominator:
        return None
    return ChartPoint(
        indicator=indicator,
        ref=whose.ref,
        name=whose.name,
        contract=whose.contract,
        pct=whose.pct,
        area_team=whose.area_team,
        numerator=numerator,
        denominator=denominator,
        value=numerator / denominator,
        z=0.0,
        flag=Flag.INSIDE,
        excess=0.0,
        rank=None,
        dormant=whose.dormant,
    )
