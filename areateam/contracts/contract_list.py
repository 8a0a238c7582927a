"""A list of contracts of any length: counted once, read in pages, filtered and sorted by SQL."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from areateam.contracts.contract_columns import columns_by_key
from areateam.contracts.contract_filter import Filter, filter_sql
from areateam.core.columns import Column
from areateam.core.problems import UserProblem

_STRIDE = 5_000
"""Rows between two anchors: a page is at most so many index steps from one."""


@dataclass(frozen=True, slots=True)
class Sort:
    """The column a list is ordered by; records without a value come last either way."""

    key: str = "name"
    descending: bool = False


class ContractList:
    """One reading of the contract list: a filter, an order and the columns shown.

    Rows are tuples: the contract's id, then the stored value of each column. Positions are
    found from anchors once `use_anchors` has been given them, by counting from the start until
    then. Not for use from two threads at once.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        every: tuple[Column, ...],
        shown: Sequence[Column],
        wanted: Filter | None = None,
        sort: Sort | None = None,
    ) -> None:
        self.connection = connection
        self.columns = tuple(shown)
        self.filter = wanted or Filter()
        self.sort = sort or Sort()
        known = columns_by_key(every)
        if self.sort.key not in known or not known[self.sort.key].sort:
            raise UserProblem("unknown-field", name=self.sort.key, known=", ".join(sorted(known)))
        self._order = known[self.sort.key].sort
        self._where, self._values = filter_sql(known, self.filter)
        self._joins = joins_for(self._where + self._order)
        self._count: int | None = None
        self._anchors: list[tuple[int, Any, int]] = []
        self._stated = 0

    def count(self) -> int:
        """How many contracts the filter leaves."""
        if self._count is None:
            (self._count,) = self.connection.execute(
                f"SELECT count(*) FROM contract c{self._joins} WHERE {self._where}", self._values
            ).fetchone()
        return int(self._count or 0)

    def rows(self, first: int, limit: int) -> list[tuple[Any, ...]]:
        """Up to `limit` rows from position `first`."""
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
        shown = ", ".join(column.sql for column in self.columns) or "c.id"
        # The inner query walks an index alone; only the page's own rows are then looked up.
        page = (
            f"SELECT c.id AS id FROM contract c{self._joins} WHERE {self._where}{condition}"
            f" ORDER BY {self._ordering()} LIMIT ? OFFSET ?"
        )
        return self.connection.execute(
            f"SELECT c.id, {shown} FROM ({page}) AS page CROSS JOIN contract c ON c.id = page.id"
            f"{joins_for(shown + self._order)} ORDER BY {self._ordering()}",
            [*self._values, *values, limit, skip],
        ).fetchall()

    def anchors(
        self, connection: sqlite3.Connection
    ) -> tuple[list[tuple[int, Any, int]], int]:
        """Every so many rows, (position, value, id), and the number of rows that have a value.

        Takes long for a long list, so it is for another thread with a connection of its own.
        Rows without a value follow after all that have one.
        """
        found = connection.execute(
            f"SELECT n, value, id FROM (SELECT {self._order} AS value, c.id AS id,"
            f" row_number() OVER (ORDER BY {self._order} {self._way}, c.id {self._way}) - 1 AS n"
            f" FROM contract c{self._joins} WHERE {self._where}"
            f" AND {self._order} IS NOT NULL) WHERE n % {_STRIDE} = 0",
            self._values,
        ).fetchall()
        (stated,) = connection.execute(
            f"SELECT count({self._order}) FROM contract c{self._joins} WHERE {self._where}",
            self._values,
        ).fetchone()
        return found, stated

    def use_anchors(self, anchors: list[tuple[int, Any, int]], stated: int) -> None:
        """Take anchors into use; `stated` is the number of rows that have a value."""
        self._anchors = anchors
        self._stated = stated

    def ids(self) -> list[int]:
        """Every contract that the filter leaves, in no order."""
        rows = self.connection.execute(
            f"SELECT c.id FROM contract c{self._joins} WHERE {self._where}", self._values
        )
        return [record for (record,) in rows]

    @property
    def _way(self) -> str:
        return "DESC" if self.sort.descending else "ASC"

    def _ordering(self) -> str:
        return f"{self._order} {self._way} NULLS LAST, c.id {self._way}"


def joins_for(sql: str) -> str:
    """The joins that an expression needs: the manager's name, the main site."""
    joins = ""
    if "p." in sql:
        joins += " LEFT JOIN person p ON p.id = c.manager_id"
    if "s." in sql:
        joins += " LEFT JOIN site s ON s.id = c.site_id"
    return joins


@dataclass(frozen=True, slots=True)
class FacetValue:
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
    where, values = filter_sql(known, wanted.without(column.key))
    joins = joins_for(where + column.sql)
    rows = connection.execute(
        f"SELECT {column.sql} AS value, count(*) FROM contract c{joins} WHERE {where}"
        " GROUP BY 1 ORDER BY 2 DESC, 1",
        values,
    ).fetchall()
    return [FacetValue(*row) for row in rows]
