"""Reads the days on which the figures of an indicator changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Indicator
from areateam.core.dates import add_months
from areateam.variation.figure_sql import PATIENTS

MOST = 36
"""Points of a series: the latest ones, and all those since its last base began."""


def days_with_figures(
    connection: sqlite3.Connection, catalogue: Catalogue, indicator: Indicator, on: date
) -> list[date]:
    """The days up to one on which fields of an indicator changed or contracts of its types came in.

    The latest last. Where it is of the registered patients, lists that changed count too.
    """
    return figure_days(connection, catalogue, [indicator], on)[indicator.key]


def figure_days(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    wanted: Iterable[Indicator],
    on: date,
    contract: int | None = None,
) -> dict[str, list[date]]:
    """The same of several indicators by their keys, from one look at the journal.

    Of all contracts unless one is named.
    """
    listed = list(wanted)
    fields = {PATIENTS, *chain.from_iterable(each.fields() for each in listed)}
    names = [_journalled(catalogue, key) for key in fields]
    # Most of the journal is of contracts: of all of them, it goes faster from end to end.
    whose = "+x.kind = 'contract'" if contract is None else "x.kind = 'contract' AND x.record = ?1"
    rows = connection.execute(
        "SELECT DISTINCT w.field, w.group_key, w.contract_type, substr(o.at, 1, 10) AS day"
        " FROM operation o JOIN ("
        "  SELECT DISTINCT x.operation, x.field, c.group_key, c.contract_type"
        f"  FROM change x LEFT JOIN contract c ON c.id = x.record WHERE {whose}"
        "  AND x.field IN (SELECT value FROM json_each(?3))"
        "  UNION ALL SELECT DISTINCT made, NULL, group_key, contract_type FROM contract"
        "  WHERE ?1 IS NULL OR id = ?1"
        ") w ON w.operation = o.id WHERE day <= ?2",
        (contract, on.isoformat(), json.dumps(names)),
    ).fetchall()
    came: dict[_Came, set[str]] = {}
    for *what, day in rows:
        came.setdefault(_Came(*what), set()).add(day)
    return {
        each.key: [
            date.fromisoformat(day)
            for day in sorted(
                set().union(*(came[one] for one in came if one.is_for(catalogue, each)))
            )
        ]
        for each in listed
    }


def _journalled(catalogue: Catalogue, key: str) -> str:
    return catalogue.fields[key].column or f"terms.{key}"


class _Came(NamedTuple):
    """A field that changed, None where contracts came in; of which group and type.

    These are None where the contract is gone.
    """

    field: str | None
    group: str | None
    contract_type: str | None

    def is_for(self, catalogue: Catalogue, indicator: Indicator) -> bool:
        """Whether an indicator has another value by it."""
        if self.field == _journalled(catalogue, PATIENTS) and indicator.denominator.patients:
            return self.group == catalogue.fields[PATIENTS].group
        known = {None, *(_journalled(catalogue, key) for key in indicator.fields())}
        if self.field not in known or self.contract_type is None:
            return self.field in known
        if indicator.types:
            return self.contract_type in indicator.types
        return indicator.group not in catalogue.groups or self.group == indicator.group


def month_ends(connection: sqlite3.Connection, on: date, since: date) -> list[date]:
    """The ends of the months since a case was first closed, a day itself last.

    At most `MOST` unless more lie after `since`.
    """
    (first,) = connection.execute("SELECT min(closed_on) FROM case_file").fetchone()
    start = date.fromisoformat(first) if first else on
    ends, month = [on], on.replace(day=1)
    while month > start and (len(ends) < MOST or month > since):
        ends.append(month - timedelta(days=1))
        month = date.fromisoformat(add_months(month.isoformat(), -1))
    return sorted(set(ends))
