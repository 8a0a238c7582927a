"""Reads the register of unjustified variation: every outlier, what is said of it, and how far."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Figures, Indicator, Level, indicators
from areateam.variation.held_views import held_words
from areateam.variation.point_views import ChartPoint, drawn_charts, judged_points
from areateam.variation.verdict_rules import VerdictKind
from areateam.variation.verdict_views import VerdictView


class OutlierLine(msgspec.Struct, frozen=True):
    """One outlier, or one judged that lies inside the limits now (`outside` is false then)."""

    indicator: Indicator
    level: Level
    area_team: str
    pct: str
    contract: int | None
    ref: str
    name: str
    value: float
    value_shown: str
    z: float
    outside: bool
    verdict: VerdictKind
    said: VerdictView | None

    @property
    def closed(self) -> bool:
        """Whether what was unjustified is done with: acted on, and the case closed."""
        said = self.said
        return bool(said and said.kind is VerdictKind.ACTING and said.case_closed)


class Tally(msgspec.Struct, frozen=True):
    """The register of one area team in numbers, comparable with any other's.

    `judged` of the `outliers` have a verdict that holds; of those acted on, `closed` have their
    case closed.
    """

    area_team: str
    outliers: int
    judged: int
    justified: int
    data_errors: int
    acting: int
    closed: int

    @property
    def share_judged(self) -> float | None:
        """The share of outliers judged; None without outliers."""
        return self.judged / self.outliers if self.outliers else None

    @property
    def share_closed(self) -> float | None:
        """The share of those acted on whose case is closed; None where nobody acts."""
        return self.closed / self.acting if self.acting else None


class OutlierRegister(msgspec.Struct, frozen=True):
    """Every outlier of every indicator on a day, the farthest first, and the tallies.

    `held` says in a few words which figures were used, "" where they are those of now.
    """

    on: date
    lines: tuple[OutlierLine, ...]
    tallies: tuple[Tally, ...]
    whole: Tally
    held: str


def outlier_register(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    on: date,
    *,
    group: str = "",
    area_team: str = "",
) -> OutlierRegister:
    """The register on a day, of a group and an area team where named.

    Limits are those of all contractors in the register, whichever team's outliers are asked for,
    so that teams can be compared.
    """
    wanted = [
        each
        for each in indicators(catalogue).known.values()
        if group in ("", each.group) and each.figures is not Figures.VERDICTS
    ]
    lines = [
        _line(drawn.level, point)
        for drawn in drawn_charts(connection, catalogue, on, wanted)
        for point in judged_points(drawn)
        if area_team in ("", point.area_team)
    ]
    lines.sort(key=lambda line: (-abs(line.z), line.indicator.code, line.ref))
    teams = sorted({line.area_team for line in lines})
    return OutlierRegister(
        on,
        tuple(lines),
        tuple(tally(team, [line for line in lines if line.area_team == team]) for team in teams),
        tally(area_team, lines),
        held_words(connection, on),
    )


def tally(area_team: str, lines: Iterable[OutlierLine]) -> Tally:
    """Count lines of the register; a verdict that has lapsed is no judgement."""
    listed = list(lines)
    outside = [line for line in listed if line.outside]
    kinds = [line.verdict for line in listed]
    return Tally(
        area_team,
        len(outside),
        sum(line.verdict.is_explained for line in outside),
        kinds.count(VerdictKind.JUSTIFIED),
        kinds.count(VerdictKind.DATA_ERROR),
        kinds.count(VerdictKind.ACTING),
        sum(line.closed for line in listed),
    )


def _line(level: Level, point: ChartPoint) -> OutlierLine:
    assert point.verdict is not None
    return OutlierLine(
        indicator=point.indicator,
        level=level,
        area_team=point.area_team,
        pct=point.pct,
        contract=point.contract,
        ref=point.ref,
        name=point.name,
        value=point.value,
        value_shown=point.value_shown,
        z=point.z,
        outside=point.flag.is_outlier,
        verdict=point.verdict,
        said=point.said,
    )
