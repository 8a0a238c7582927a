"""Reads the figures that go to a query list and not into a chart."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Indicator, Level, indicators
from areateam.core.fields import Field
from areateam.core.findings import Finding, Weight
from areateam.core.values import format_value
from areateam.variation.figure_sql import stored_sql
from areateam.variation.query_rules import TIMES, Doubt, Past, doubt_of_figure
from areateam.variation.reading_views import Readings, Whose, readings
from areateam.variation.verdict_rules import VerdictKind
from areateam.variation.verdict_views import verdicts_of

_LISTED = "(SELECT value FROM json_each(?1))"
Pasts = Mapping[str, Mapping[int, Past]]
"""By the key of a field and by contract."""


class QueriedFigure(NamedTuple):
    """A figure that cannot be right: in which indicator, whose, of which field, and why.

    `field` is None where it is the ratio that is impossible; `figure` is what is held and `past`
    what it is held against, None for the bounds of the indicator.
    """

    indicator: Indicator
    whose: Whose
    field: Field | None
    doubt: Doubt
    figure: float
    past: float | None = None

    @property
    def contract(self) -> int:
        """The contract's id."""
        assert self.whose.contract is not None
        return self.whose.contract

    @property
    def label(self) -> str:
        """The label of the field, else of the indicator."""
        return self.field.label if self.field else self.indicator.label

    @property
    def shown(self) -> str:
        """The figure as people write it."""
        return self._written(self.figure)

    @property
    def detail(self) -> str:
        """What it is held against, as people write it."""
        if self.past is not None:
            return self._written(self.past)
        assert self.indicator.plausible
        low, high = (
            self.indicator.shown(bound / self.indicator.scale) for bound in self.indicator.plausible
        )
        return f"{low} to {high}"

    def _written(self, figure: float) -> str:
        if self.field:
            return format_value(self.field, int(figure))
        return self.indicator.shown(figure)

    def finding(self) -> Finding:
        """The same as a finding, whose column is the field or the indicator's code."""
        column = self.field.key if self.field else self.indicator.code
        return Finding(0, column, self.doubt.value, self.shown, self.detail, Weight.DOUBTFUL)


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
        read = readings(connection, catalogue, each, on)
        for figure in queried_in(connection, catalogue, each, read, on, pasts):
            about = figure.field or figure.indicator
            found.setdefault((figure.contract, about.key), figure)
    return tuple(found.values())


def queried_in(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator: Indicator,
    read: Readings,
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
    past_of = {key: pasts[key] for key in indicator.fields() if pasts.get(key)}
    asked: dict[int | None, Whose] = {}
    if past_of:
        asked = {whose.contract: whose for whose in read.whose if whose.unit not in right}
    found: list[QueriedFigure] = []
    for key, pasts_by_contract in past_of.items():
        field = catalogue.fields[key]
        for contract, figure, past in _changed(connection, field, pasts_by_contract, asked):
            if doubt := doubt_of_figure(figure, past):
                held = past.most if doubt is Doubt.TENFOLD else past.least
                whose = asked[contract]
                found.append(QueriedFigure(indicator, whose, field, doubt, figure, held))
    if indicator.plausible is None:
        return found
    # A ratio that one of its figures has made impossible is asked about once, by that figure.
    (low, high), scale, explained = indicator.plausible, indicator.scale, contracts_queried(found)
    found += [
        QueriedFigure(indicator, whose, None, Doubt.IMPOSSIBLE, value)
        for whose, above, below in read.rows()
        if above is not None
        and below
        and not low <= (value := above / below) * scale <= high
        and whose.unit not in right
        and whose.contract not in explained
    ]
    return found


def pasts_of(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    wanted: Iterable[Indicator],
    only: Collection[int] | None = None,
) -> Pasts:
    """What the fields of some indicators held before, from one look at the journal.

    Earlier values are those that the journal kept and those that files stated and that did not
    stand; those of all contracts, or `only` of some.
    """
    # Most of the journal is of contracts: all of it goes faster from end to end than by its index.
    names = _names(catalogue, wanted)
    if not names:
        return {}
    chosen = f"kind = 'contract' AND field IN {_LISTED}"
    changed, values = f"+{chosen}", [json.dumps(list(names))]
    if only is not None:
        chosen += " AND record IN (SELECT value FROM json_each(?2))"
        changed = chosen
        values.append(json.dumps(sorted(only)))
    rows = connection.execute(
        "SELECT field, record, min(value), max(value), count(*) FROM ("
        f" SELECT field, record, before AS value FROM change WHERE {changed}"
        f" UNION ALL SELECT field, record, value FROM claim WHERE {chosen}"
        ") WHERE typeof(value) = 'integer' AND value > 0 GROUP BY field, record",
        values,
    )
    found: dict[str, dict[int, Past]] = {key: {} for key in names.values()}
    for name, contract, least, most, count in rows:
        found[names[name]][contract] = Past(least, most, count)
    return found


def ever_tenfold(
    connection: sqlite3.Connection, catalogue: Catalogue, wanted: Iterable[Indicator]
) -> set[int]:
    """The contracts of which a field of some indicators was ten times what it was at another day.

    Of the others no figure is asked about on any day for what it was before. Those that are gone
    are among them where another value was stated of them: what they held is in no line of a field.
    """
    names = _names(catalogue, wanted)
    if not names:
        return set()
    chosen = f"kind = 'contract' AND field IN {_LISTED}"
    before, after, stated = (_counted_sql(side) for side in ("before", "after", "value"))
    # A value that was never changed stands in no line of the journal, but what files stated may
    # lie beside it.
    present = " ".join(
        f"UNION ALL SELECT '{name}', c.id, {_counted_sql(stored_sql(catalogue.fields[key]))}, NULL"
        " FROM contract c WHERE c.id IN"
        f" (SELECT record FROM claim WHERE kind = 'contract' AND field = '{name}')"
        for name, key in names.items()
    )
    rows = connection.execute(
        # From end to end, as in `pasts_of`.
        f"WITH held AS (SELECT field, record, {before} AS b, {after} AS a FROM change"
        f" WHERE +{chosen} UNION ALL"
        f" SELECT field, record, {stated}, NULL FROM claim WHERE {chosen} {present})"
        " SELECT record FROM held GROUP BY field, record"
        f" HAVING max(coalesce(max(b, a), b, a)) >= {TIMES} * min(coalesce(min(b, a), b, a))"
        f" UNION SELECT record FROM claim WHERE {chosen}"
        " AND record NOT IN (SELECT id FROM contract)",
        (json.dumps(list(names)),),
    )
    return {record for (record,) in rows}


def _counted_sql(value: str) -> str:
    """A value where it is a whole number above nought."""
    return f"iif(typeof({value}) = 'integer' AND {value} > 0, {value}, NULL)"


def _names(catalogue: Catalogue, wanted: Iterable[Indicator]) -> dict[str, str]:
    """The fields of some indicators by the names that the journal has for them."""
    keys = {key for each in wanted for key in each.fields()}
    return {catalogue.fields[key].column or f"terms.{key}": key for key in keys}


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


def contracts_queried(figures: Sequence[QueriedFigure]) -> set[int]:
    """The contracts that have a figure on the query list."""
    return {each.contract for each in figures}
