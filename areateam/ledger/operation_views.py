"""Reads the journal for the History page: operations by word and person, and what one changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from areateam.ledger.history import OperationLine, operations
from areateam.ledger.spans import Span, span_of
from areateam.ledger.triggers import REMOVED, columns_of
from areateam.store.row_types import Record

ADDED = ""
"""The field of a change that made a record."""


@dataclass(frozen=True, slots=True)
class RawChange:
    """One change of an operation.

    `field` is "" where a record was made, "*" where it was removed and "+" where it was brought
    back. `whole` is the record as it is, or as it was before it was removed; {} if it is gone.
    """

    kind: str
    record: int
    field: str
    before: Any
    after: Any
    whole: dict[str, Any]


def find_operations(
    connection: sqlite3.Connection, text: str = "", person: str = "", limit: int = 1000
) -> list[OperationLine]:
    """The newest operations whose label holds every word of `text`, by one person or anybody."""
    words = text.casefold().split()
    return [
        line
        for line in operations(connection, limit)
        if (not person or line.user == person)
        and all(word in line.label.casefold() for word in words)
    ]


def people_of_journal(connection: sqlite3.Connection) -> list[str]:
    """Everybody who has written in the register, by name."""
    rows = connection.execute('SELECT DISTINCT "user" FROM operation ORDER BY 1')
    return [str(name) for (name,) in rows]


def changes_of(
    connection: sqlite3.Connection,
    kinds: Sequence[type[Record]],
    operation: int,
    limit: int = 200,
) -> list[RawChange]:
    """Up to `limit` changes of an operation: what it changed or removed, then what it added.

    What it added and an undo took away again is found in that undo.
    """
    by_name = {kind.kind(): kind for kind in kinds}
    span = span_of(connection, operation)
    rows = connection.execute(
        "SELECT kind, record, field, before, after FROM change"
        " WHERE id BETWEEN :first AND :last ORDER BY id LIMIT :limit",
        {**span.values, "limit": limit},
    ).fetchall()
    found = [
        RawChange(
            kind,
            record,
            name,
            before,
            after,
            dict(json.loads(before))
            if name == REMOVED
            else _whole(connection, by_name.get(kind), record),
        )
        for kind, record, name, before, after in rows
        if not _made_here(name, before, operation)
    ]
    found += _additions(connection, by_name, span, limit - len(found))
    return found[:limit]


def _made_here(field: str, before: Any, operation: int) -> bool:
    return field == REMOVED and json.loads(before).get("made") == operation


def _additions(
    connection: sqlite3.Connection, kinds: dict[str, type[Record]], span: Span, limit: int
) -> Iterator[RawChange]:
    undone = connection.execute(
        "SELECT s.first, s.last FROM operation o JOIN seal s ON s.id = o.id WHERE o.undoes = ?",
        (span.operation,),
    ).fetchall()
    for name, kind in kinds.items():
        if limit <= 0:
            return
        columns = columns_of(kind)
        listed = ", ".join(f'"{column}"' for column in columns)
        rows = connection.execute(
            f'SELECT {listed} FROM "{name}" WHERE made = ? ORDER BY id LIMIT ?',
            (span.operation, limit),
        ).fetchall()
        wholes = [dict(zip(columns, row, strict=True)) for row in rows]
        for first, last in undone:
            wholes += _taken_away(connection, name, span.operation, first, last, limit)
        seen: set[int] = set()
        for whole in wholes:
            if whole["id"] not in seen:
                seen.add(whole["id"])
                limit -= 1
                yield RawChange(name, whole["id"], ADDED, None, None, whole)


def _taken_away(
    connection: sqlite3.Connection, name: str, made: int, first: int, last: int, limit: int
) -> list[dict[str, Any]]:
    rows = connection.execute(
        f"SELECT before FROM change WHERE id BETWEEN ? AND ? AND +kind = ? AND field = '{REMOVED}'"
        " AND json_extract(before, '$.made') = ? LIMIT ?",
        (first, last, name, made, limit),
    )
    return [json.loads(before) for (before,) in rows]


def _whole(
    connection: sqlite3.Connection, kind: type[Record] | None, record: int
) -> dict[str, Any]:
    if kind is None:
        return {}
    name = kind.kind()
    columns = columns_of(kind)
    listed = ", ".join(f'"{column}"' for column in columns)
    row = connection.execute(f'SELECT {listed} FROM "{name}" WHERE id = ?', (record,)).fetchone()
    return dict(zip(columns, row, strict=True)) if row else {}
