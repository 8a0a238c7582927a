"""Counts how many records each value of each facet of a list would leave, in one reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from areateam.contracts.contract_columns import columns_by_key
from areateam.contracts.contract_filter import Filter, filter_sql
from areateam.contracts.contract_list import CONTRACTS, ListTable
from areateam.contracts.contract_rules import MidYearSql
from areateam.core.columns import Column
from areateam.core.fields import Value

FACETS = (
    "pct_code",
    "group_key",
    "contract_type",
    "status",
    "midyear_trigger",
    "signed_copy",
    "manager",
)
"""The columns that lists of contracts are narrowed by, in the order people think of them."""


class FacetCell(msgspec.Struct, frozen=True):
    """The records that have the same value in every facet, and what was added up over them."""

    values: tuple[Value, ...]
    count: int
    sums: tuple[int, ...]


class FacetCube:
    """All records that a text and free conditions leave, by their values in the facets.

    It answers for every choice of facet values without reading the register again.
    """

    def __init__(self, keys: Sequence[str], cells: Sequence[FacetCell]) -> None:
        self.keys = tuple(keys)
        self.cells = tuple(cells)

    def counts(self, wanted: Filter) -> dict[str, dict[Value, int]]:
        """Facet → value → how many records ticking the value would leave.

        The facet's own condition is left out. Values that only other choices have count nought.
        """
        found: dict[str, dict[Value, int]] = {}
        for at, key in enumerate(self.keys):
            held = found[key] = {cell.values[at]: 0 for cell in self.cells}
            for cell in self.matching(wanted.without(key)):
                held[cell.values[at]] += cell.count
        return found

    def matching(self, wanted: Filter) -> Iterator[FacetCell]:
        """The cells that the filter's chosen values leave."""
        chosen = [(at, set(wanted.chosen(key))) for at, key in enumerate(self.keys)]
        chosen = [(at, values) for at, values in chosen if values]
        for cell in self.cells:
            if all(cell.values[at] in values for at, values in chosen):
                yield cell

    def total(self, wanted: Filter | None = None) -> int:
        """How many records the filter leaves; without one, how many there are in the cube."""
        return sum(cell.count for cell in self.matching(wanted or Filter()))

    def total_of(self, wanted: Filter, key: str, value: Value) -> int:
        """How many records the filter leaves that have a value in a facet."""
        at = self.keys.index(key)
        return sum(cell.count for cell in self.matching(wanted) if cell.values[at] == value)


def base_of(wanted: Filter, keys: Sequence[str] = FACETS) -> Filter:
    """The part of a filter that a cube is read for: the text, and what no facet can say."""
    free = tuple(c for c in wanted.conditions if c.operator != "in" or c.key not in keys)
    return Filter(free, wanted.text)


def read_cube(
    connection: sqlite3.Connection,
    table: ListTable,
    every: tuple[Column, ...],
    wanted: Filter,
    keys: Sequence[str],
    sums: Sequence[str] = (),
) -> FacetCube:
    """The cube of the records that `base_of(wanted, keys)` leaves: one walk over the register.

    `sums` are aggregates in SQL that give whole numbers.
    """
    known = columns_by_key(every)
    where, values = filter_sql(known, base_of(wanted, keys), table.text)
    # The manager is grouped by number: joining the names costs more than all the rest.
    sqls = ["c.manager_id" if key == "manager" else known[key].sql for key in keys]
    shown = ", ".join([*sqls, "count(*)", *sums])
    places = ", ".join(str(at + 1) for at in range(len(keys)))
    rows = connection.execute(
        f"SELECT {shown} FROM {table.source(where, shown)} WHERE {where} GROUP BY {places}",
        values,
    ).fetchall()
    names = _names(connection, table) if "manager" in keys else {}
    return FacetCube(keys, [_cell(row, keys, names) for row in rows])


def read_contract_cube(
    connection: sqlite3.Connection,
    every: tuple[Column, ...],
    wanted: Filter,
    mid_year: MidYearSql,
    keys: Sequence[str] = FACETS,
) -> FacetCube:
    """The cube of contracts; its sums are pence that may be withheld at most, and from how many."""
    sums = (f"total({mid_year.ceiling})", f"count({mid_year.ceiling})")
    return read_cube(connection, CONTRACTS, every, wanted, keys, sums)


def _names(connection: sqlite3.Connection, table: ListTable) -> Mapping[int, str]:
    return dict(
        connection.execute(
            f"SELECT id, name FROM person WHERE id IN (SELECT DISTINCT manager_id FROM {table.name}"
            " WHERE manager_id IS NOT NULL)"
        ).fetchall()
    )


def _cell(row: tuple[Any, ...], keys: Sequence[str], names: Mapping[int, str]) -> FacetCell:
    values = list(row[: len(keys)])
    count, *sums = row[len(keys) :]
    if "manager" in keys:
        at = keys.index("manager")
        values[at] = names.get(values[at])
    return FacetCell(tuple(values), count, tuple(int(each) for each in sums))


def pct_names(connection: sqlite3.Connection) -> dict[str, str]:
    """The PCTs by code, with names as short as people say them: "Derbyshire County"."""
    rows = connection.execute("SELECT code, name FROM body WHERE kind_of = 'pct'").fetchall()
    return {code: short_body_name(name) for code, name in rows}


def own_pcts(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The codes of the PCTs of the area team that the register is for."""
    rows = connection.execute(
        "SELECT l.code FROM body_link l JOIN body b ON b.code = l.code AND b.kind_of = 'pct'"
        " WHERE l.other = (SELECT other FROM body_link WHERE link = 'own') ORDER BY b.name"
    ).fetchall()
    return tuple(dict.fromkeys(code for (code,) in rows))


def short_body_name(name: str) -> str:
    """A body's name less the words that all of its kind have."""
    for ending in (" Teaching PCT", " PCT", " Care Trust Plus", " Care Trust"):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name
