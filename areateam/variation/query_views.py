"""Reads the figures that go to a query list and not into a chart."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Indicator, Level, indicators
from areateam.core.fields import Field
from areateam.core.findings import Finding, Weight
from areateam.core.values import format_value
from areateam.variation.figure_sql import stored_sql
from areateam.variation.query_rules import Doubt, Past, doubt_of_figure, doubt_of_value
from areateam.variation.reading_views import Reading, readings
from areateam.variation.verdict_rules import VerdictKind
from areateam.variation.verdict_views import verdicts_of

Pasts = Mapping[str, Mapping[int, Past]]
"""By the key of a field and by contract."""


@dataclass(frozen=True, slots=True)
class QueriedFigure:
    """A figure that cannot be right: whose, in which indicator, of which field, and why.

    `field` is "" where it is the ratio that is impossible; `shown` is the figure as people write
    it and `detail` what it is held against.
    """

    indicator: str
    code: str
    label: str
    contract: int
    ref: str
    name: str
    pct: str
    field: str
    field_label: str
    doubt: Doubt
    shown: str
    detail: str

    def finding(self) -> Finding:
        """The same as a finding, whose column is the field or the indicator's code."""
        return Finding(
            0, self.field or self.code, self.doubt.value, self.shown, self.detail, Weight.DOUBTFUL
        )


def queried(
    connection: sqlite3.Connection, catalogue: Catalogue, on: date, group: str = ""
) -> tuple[QueriedFigure, ...]:
    """Every figure that cannot be right, over all indicators, or those of a group.

    A field that several indicators are reckoned from is asked about once.
    """
    found: dict[tuple[int, str], QueriedFigure] = {}
    wanted = [
        each
        for each in indicators(catalogue).known.values()
        if each.figures is None and group in ("", each.group) and Level.CONTRACT in each.levels
    ]
    pasts = pasts_of(connection, catalogue, wanted)
    for each in wanted:
        read = readings(connection, catalogue, each, on).found
        for figure in queried_in(connection, catalogue, each, read, on, pasts):
            found.setdefault((figure.contract, figure.field or figure.indicator), figure)
    return tuple(found.values())


def queried_in(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator: Indicator,
    read: Iterable[Reading],
    on: date,
    pasts: Pasts,
) -> list[QueriedFigure]:
    """The figures of one indicator's contracts that cannot be right, by what they were before.

    A figure that somebody has looked at and found right, with a verdict of justified that still
    holds, is asked about no more.
    """
    right = {
        unit
        for (_, _, unit), verdict in verdicts_of(
            connection, on, indicator.key, Level.CONTRACT
        ).items()
        if verdict.now is VerdictKind.JUSTIFIED
    }
    asked = {
        each.contract: each for each in read if each.contract and str(each.contract) not in right
    }
    found: list[QueriedFigure] = []
    for key in indicator.fields():
        field = catalogue.fields[key]
        for contract, figure, past in _changed(connection, field, pasts.get(key, {}), asked):
            if doubt := doubt_of_figure(figure, past):
                held = past.most if doubt is Doubt.TENFOLD else past.least
                detail = format_value(field, int(held))
                shown = format_value(field, int(figure))
                found.append(_figure(indicator, asked[contract], field, doubt, shown, detail))
    # A ratio that one of its figures has made impossible is asked about once, by that figure.
    if indicator.plausible is None:
        return found
    explained, bounds = contracts_queried(found), _bounds(indicator)
    found += (
        _figure(indicator, each, None, Doubt.IMPOSSIBLE, indicator.shown(value), bounds)
        for each in asked.values()
        if each.numerator is not None
        and each.denominator
        and doubt_of_value(indicator, value := each.numerator / each.denominator)
        and each.contract not in explained
    )
    return found


def pasts_of(
    connection: sqlite3.Connection, catalogue: Catalogue, wanted: Iterable[Indicator]
) -> Pasts:
    """What the fields of some indicators held before, from one look at the journal.

    Earlier values are those that the journal kept and those that files stated and that did not
    stand.
    """
    keys = {key for each in wanted for key in each.fields()}
    names = {catalogue.fields[key].column or f"terms.{key}": key for key in keys}
    chosen = "kind = 'contract' AND field IN (SELECT value FROM json_each(?1))"
    rows = connection.execute(
        "SELECT field, record, min(value), max(value), count(*) FROM ("
        f" SELECT field, record, before AS value FROM change WHERE {chosen}"
        f" UNION ALL SELECT field, record, value FROM claim WHERE {chosen}"
        ") WHERE typeof(value) = 'integer' AND value > 0 GROUP BY field, record",
        (json.dumps(list(names)),),
    )
    found: dict[str, dict[int, Past]] = {key: {} for key in keys}
    for name, contract, least, most, count in rows:
        found[names[name]][contract] = Past(least, most, count)
    return found


def _changed(
    connection: sqlite3.Connection,
    field: Field,
    pasts: Mapping[int, Past],
    asked: Collection[int | None],
) -> list[tuple[int, float, Past]]:
    """What a field holds in the contracts asked about that held something else before."""
    changed = [contract for contract in pasts if contract in asked]
    if not changed:
        return []
    rows = connection.execute(
        f"SELECT c.id, {stored_sql(field)} FROM contract c"
        f" WHERE c.id IN (SELECT value FROM json_each(?)) AND {stored_sql(field)} > 0",
        (json.dumps(changed),),
    )
    return [(contract, figure, pasts[contract]) for contract, figure in rows]


def _bounds(indicator: Indicator) -> str:
    assert indicator.plausible
    low, high = (indicator.shown(bound / indicator.scale) for bound in indicator.plausible)
    return f"{low} to {high}"


def _figure(
    indicator: Indicator,
    reading: Reading,
    field: Field | None,
    doubt: Doubt,
    shown: str,
    detail: str,
) -> QueriedFigure:
    assert reading.contract is not None
    return QueriedFigure(
        indicator=indicator.key,
        code=indicator.code,
        label=indicator.label,
        contract=reading.contract,
        ref=reading.ref,
        name=reading.name,
        pct=reading.pct,
        field=field.key if field else "",
        field_label=field.label if field else "",
        doubt=doubt,
        shown=shown,
        detail=detail,
    )


def contracts_queried(figures: Sequence[QueriedFigure]) -> set[int]:
    """The contracts that have a figure on the query list."""
    return {each.contract for each in figures}
