"""Lists of any length: counted once, read in pages, filtered and sorted by SQL."""

from __future__ import annotations

import re
import sqlite3
from array import array
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter
from typing import Any

import msgspec

from areateam.contracts.contract_columns import columns_by_key
from areateam.contracts.contract_filter import Filter, filter_sql
from areateam.core.columns import Column
from areateam.core.problems import UserProblem

_STRIDE = 5_000
"""Rows between two anchors: a page is at most so many index steps from one."""

_PIECE = 5_000
"""Rows taken over at once, so that a long list does not hold up the thread beside it."""

_first = itemgetter(0)


class Sort(msgspec.Struct, frozen=True):
    """The column a list is ordered by; records without a value come last either way."""

    key: str = "name"
    descending: bool = False


class ListAsked(msgspec.Struct, frozen=True):
    """What of a list is wanted in a file: its columns in their order, its filter and its sort.

    `only` are the ids of the records, all where None; `narrowed` says in words what the list is
    narrowed to.
    """

    keys: Sequence[str]
    wanted: Filter
    sort: Sort
    only: Collection[int] | None = None
    narrowed: str = ""

    def columns(self, every: tuple[Column, ...]) -> tuple[Column, ...]:
        """The columns that are asked for, of every one that the list has."""
        known = columns_by_key(every)
        return tuple(known[key] for key in self.keys)


class ListTable(msgspec.Struct, frozen=True):
    """The table that a list is of, called `c` in the SQL of its columns.

    `text` are the expressions that a filter's text is looked for in; `joins` are the further
    tables by the names that columns use for them; `usual` is the order to begin with.
    """

    name: str
    text: tuple[str, ...]
    joins: Mapping[str, str]
    usual: Sort

    def source(self, *pieces: str) -> str:
        """The table with those others that pieces of SQL need, as it stands after FROM."""
        sql = " ".join(pieces)
        wanted = (join for name, join in self.joins.items() if re.search(rf"\b{name}\.", sql))
        return " ".join((f"{self.name} c", *wanted))


CONTRACTS = ListTable(
    "contract",
    ("c.name", "c.contract_no", "c.ods_code", "s.postcode"),
    {
        "p": "LEFT JOIN person p ON p.id = c.manager_id",
        "s": "LEFT JOIN site s ON s.id = c.site_id",
    },
    Sort(),
)
"""The contracts with their manager's name and their main site."""


class RecordList:
    """One reading of a list: a filter, an order and the columns shown.

    Rows are tuples: the record's id, then the stored value of each column; of `read`, where
    given, only those columns (by key) are looked up and the others are None. Positions are found
    from the order itself once `use_ids` has been given it, else from anchors once `use_anchors`
    has, and by counting from the start until then. Not for use from two threads at once.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        table: ListTable,
        every: tuple[Column, ...],
        shown: Sequence[Column],
        wanted: Filter | None = None,
        sort: Sort | None = None,
        *,
        read: Collection[str] | None = None,
    ) -> None:
        self.connection = connection
        self._table = table
        self.columns = tuple(shown)
        self.filter = wanted or Filter()
        self.sort = sort or table.usual
        known = columns_by_key(every)
        if self.sort.key not in known or not known[self.sort.key].sort:
            raise UserProblem("unknown-field", name=self.sort.key, known=", ".join(sorted(known)))
        self._order = known[self.sort.key].sort
        self._where, self._values = filter_sql(known, self.filter, table.text)
        self._from = table.source(self._where, self._order)
        self._count: int | None = None
        self._anchors: list[tuple[int, Any, int]] = []
        self._stated = 0
        self._ids: array[int] | None = None
        self._read = read

    def count(self) -> int:
        """How many records the filter leaves."""
        if self._ids is not None:
            return len(self._ids)
        if self._count is None:
            (self._count,) = self.connection.execute(
                f"SELECT count(*) FROM {self._from} WHERE {self._where}", self._values
            ).fetchone()
        return int(self._count or 0)

    def rows(self, first: int, limit: int) -> list[tuple[Any, ...]]:
        """Up to `limit` rows from position `first`."""
        if self._ids is not None:
            return self._named(self._ids[first : first + limit])
        if not self._anchors:
            return self._page("", [], limit, first)
        if first >= self._stated:
            return self._page(f" AND {self._order} IS NULL", [], limit, first - self._stated)
        place = bisect_right(self._anchors, first, key=lambda anchor: anchor[0]) - 1
        position, value, record = self._anchors[place]
        way, over = ("<", ">") if self.sort.descending else (">", "<")
        condition = f" AND {self._order} {way}= ? AND NOT ({self._order} = ? AND c.id {over} ?)"
        found = self._page(condition, [value, value, record], limit, first - position)
        if len(found) < limit:
            found += self._page(f" AND {self._order} IS NULL", [], limit - len(found), 0)
        return found

    def _page(
        self, condition: str, values: list[Any], limit: int, skip: int
    ) -> list[tuple[Any, ...]]:
        shown = self._shown()
        joined = self._table.source(shown, self._order)
        # The inner query walks an index alone; only the page's own rows are then looked up.
        page = (
            f"SELECT c.id AS id FROM {self._from} WHERE {self._where}{condition}"
            f" ORDER BY {self._ordering()} LIMIT ? OFFSET ?"
        )
        return self.connection.execute(
            f"SELECT c.id, {shown} FROM ({page}) AS page CROSS JOIN {joined}"
            f" WHERE c.id = page.id ORDER BY {self._ordering()}",
            [*self._values, *values, limit, skip],
        ).fetchall()

    def _shown(self) -> str:
        pieces = [
            column.sql if self._read is None or column.key in self._read else "NULL"
            for column in self.columns
        ]
        return ", ".join(pieces) or "c.id"

    def _named(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows of these records in this order; of one removed since, only its id."""
        shown, places = self._shown(), ", ".join("?" * len(ids))
        found = {
            row[0]: row
            for row in self.connection.execute(
                f"SELECT c.id, {shown} FROM {self._table.source(shown)} WHERE c.id IN ({places})",
                list(ids),
            )
        }
        nothing = (None,) * len(self.columns)
        return [found.get(record) or (record, *nothing) for record in ids]

    def ordered_ids(self, connection: sqlite3.Connection) -> array[int]:
        """Every record that the filter leaves, in the list's order, eight bytes each.

        Takes long for a long list, so it is for another thread with a connection of its own.
        """
        found = array("q")
        cursor = connection.execute(
            f"SELECT c.id FROM {self._from} WHERE {self._where} ORDER BY {self._ordering()}",
            self._values,
        )
        while piece := cursor.fetchmany(_PIECE):
            found.extend(map(_first, piece))
        return found

    def use_count(self, count: int) -> None:
        """Take the number of records that the filter leaves from who has counted them already."""
        self._count = count

    def use_ids(self, ids: array[int]) -> None:
        """Take the order into use: from now on any page is read as fast as the first."""
        self._ids = ids

    def ids_in_order(self) -> Sequence[int]:
        """Every record in the list's order, from `use_ids` where it has been given."""
        return self._ids if self._ids is not None else self.ordered_ids(self.connection)

    def position(self, record: int) -> int | None:
        """Where a record stands; None where it does not, or before `use_ids`."""
        if self._ids is None:
            return None
        try:
            return self._ids.index(record)
        except ValueError:
            return None

    def anchors(self, connection: sqlite3.Connection) -> tuple[list[tuple[int, Any, int]], int]:
        """Every so many rows, (position, value, id), and the number of rows that have a value.

        Takes long for a long list, so it is for another thread with a connection of its own.
        Rows without a value follow after all that have one.
        """
        found = connection.execute(
            f"SELECT n, value, id FROM (SELECT {self._order} AS value, c.id AS id,"
            f" row_number() OVER (ORDER BY {self._order} {self._way}, c.id {self._way}) - 1 AS n"
            f" FROM {self._from} WHERE {self._where}"
            f" AND {self._order} IS NOT NULL) WHERE n % {_STRIDE} = 0",
            self._values,
        ).fetchall()
        (stated,) = connection.execute(
            f"SELECT count({self._order}) FROM {self._from} WHERE {self._where}",
            self._values,
        ).fetchone()
        return found, stated

    def use_anchors(self, anchors: list[tuple[int, Any, int]], stated: int) -> None:
        """Take anchors into use; `stated` is the number of rows that have a value."""
        self._anchors = anchors
        self._stated = stated

    def ids(self) -> list[int]:
        """Every record that the filter leaves, in no order."""
        rows = self.connection.execute(
            f"SELECT c.id FROM {self._from} WHERE {self._where}", self._values
        )
        return [record for (record,) in rows]

    @property
    def _way(self) -> str:
        return "DESC" if self.sort.descending else "ASC"

    def _ordering(self) -> str:
        return f"{self._order} {self._way} NULLS LAST, c.id {self._way}"


class ContractList(RecordList):
    """The list of contracts."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        every: tuple[Column, ...],
        shown: Sequence[Column],
        wanted: Filter | None = None,
        sort: Sort | None = None,
        *,
        read: Collection[str] | None = None,
    ) -> None:
        super().__init__(connection, CONTRACTS, every, shown, wanted, sort, read=read)


class FacetValue(msgspec.Struct, frozen=True):
    """One value of a facet and how many contracts ticking it would leave."""

    value: Any
    count: int


def facet_counts(
    connection: sqlite3.Connection, every: tuple[Column, ...], key: str, wanted: Filter
) -> list[FacetValue]:
    """The values of a column among the contracts that the rest of the filter leaves.

    The facet's own condition is left out: a count says what ticking the value would give.
    """
    known = columns_by_key(every)
    column = known[key]
    where, values = filter_sql(known, wanted.without(column.key), CONTRACTS.text)
    source = CONTRACTS.source(where, column.sql)
    rows = connection.execute(
        f"SELECT {column.sql} AS value, count(*) FROM {source} WHERE {where}"
        " GROUP BY 1 ORDER BY 2 DESC, 1",
        values,
    ).fetchall()
    return [FacetValue(*row) for row in rows]
