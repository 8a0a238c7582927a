"""Which changes and insertions belong to an operation."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from areateam.store.row_types import Record


@dataclass(frozen=True, slots=True)
class Span:
    """An operation and the stretch of change ids it owns; empty where last < first."""

    operation: int
    first: int
    last: int

    @property
    def values(self) -> dict[str, int]:
        """For SQL: :op, :first and :last."""
        return {"op": self.operation, "first": self.first, "last": self.last}


def span_of(connection: sqlite3.Connection, operation: int) -> Span:
    """The span of a sealed operation."""
    first, last = connection.execute(
        "SELECT first, last FROM seal WHERE id = ?", (operation,)
    ).fetchone()
    return Span(operation, first, last)


def last_change(connection: sqlite3.Connection) -> int:
    """The id of the journal's last change; 0 where it has none."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()
    return int(last)


def touched_counts(
    connection: sqlite3.Connection, kinds: Sequence[type[Record]], span: Span
) -> dict[str, int]:
    """How many records of each kind an operation inserted, changed or removed."""
    counts: dict[str, int] = dict(
        connection.execute(
            "SELECT kind, count(DISTINCT record) FROM change WHERE id BETWEEN :first AND :last"
            " GROUP BY kind",
            span.values,
        ).fetchall()
    )
    for kind in kinds:
        name = kind.kind()
        (added,) = connection.execute(
            f'SELECT count(*) FROM "{name}" WHERE made = ?', (span.operation,)
        ).fetchone()
        if added and name in counts:
            # What was inserted and then changed by the same operation counts once.
            (counts[name],) = connection.execute(
                f"SELECT count(*) FROM ({_touched(name)})", {**span.values, "kind": name}
            ).fetchone()
        elif added:
            counts[name] = added
    return counts


def touched_records(connection: sqlite3.Connection, kind: type[Record], span: Span) -> list[int]:
    """The ids of one kind that an operation inserted, changed or removed, in order."""
    rows = connection.execute(
        f"{_touched(kind.kind())} ORDER BY 1", {**span.values, "kind": kind.kind()}
    ).fetchall()
    return [record for (record,) in rows]


def touched_blocks(
    connection: sqlite3.Connection, kind: type[Record], span: Span, bits: int
) -> list[int]:
    """The blocks of 2 ** bits neighbouring ids of one kind that an operation touched, in order."""
    name = kind.kind()
    rows = connection.execute(
        f'SELECT DISTINCT id >> :bits FROM "{name}" WHERE made = :op'
        " UNION SELECT DISTINCT record >> :bits FROM change"
        " WHERE id BETWEEN :first AND :last AND +kind = :kind ORDER BY 1",
        {**span.values, "kind": name, "bits": bits},
    ).fetchall()
    return [block for (block,) in rows]


def _touched(name: str) -> str:
    return (
        f'SELECT id FROM "{name}" WHERE made = :op UNION SELECT record FROM change'
        " WHERE id BETWEEN :first AND :last AND +kind = :kind"
    )
