"""Reads the journal: what happened to a record, what an operation did, a record as at a moment."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from areateam.ledger.triggers import columns_of
from areateam.ledger.undo import standings
from areateam.store.row_types import Record


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of one field; `field` is "" where the record was made, "*" where removed."""

    operation: int
    at: str
    user: str
    label: str
    kind: str
    record: int
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class OperationLine:
    """One operation in the journal, with how many records it touched."""

    operation: int
    at: str
    user: str
    label: str
    records: int
    live: bool
    undoable: bool


def record_history(
    connection: sqlite3.Connection, kind: type[Record], record: int, limit: int = 500
) -> list[HistoryLine]:
    """The changes of one record, newest first; its making stands among them."""
    name = kind.kind()
    rows = connection.execute(
        'SELECT o.id, o.at, o."user", o.label, c.kind, c.record, c.field, c.before, c.after'
        " FROM (SELECT operation, kind, record, field, before, after, id FROM change"
        "  WHERE kind = :kind AND record = :record"
        f"  UNION ALL SELECT made, :kind, id, '', NULL, NULL, 0 FROM \"{name}\" WHERE id = :record"
        ") c JOIN operation o ON o.id = c.operation ORDER BY o.id DESC, c.id DESC LIMIT :limit",
        {"kind": name, "record": record, "limit": limit},
    ).fetchall()
    return [HistoryLine(*row) for row in rows]


def operations(connection: sqlite3.Connection, limit: int = 200) -> list[OperationLine]:
    """The journal's operations, newest first; undos and redos stand in it like any other."""
    known = {s.operation: s for s in standings(connection)}
    rows = connection.execute(
        'SELECT o.id, o.at, o."user", o.label, s.records'
        " FROM operation o LEFT JOIN seal s ON s.id = o.id ORDER BY o.id DESC LIMIT ?",
        (limit,),
    ).fetchall()
    return [
        OperationLine(
            *row[:4],
            records=row[4] or 0,
            live=known[row[0]].live if row[0] in known else True,
            undoable=row[0] in known and row[0] > 1,
        )
        for row in rows
    ]


def as_at(
    connection: sqlite3.Connection, kind: type[Record], record: int, moment: str
) -> dict[str, Any] | None:
    """The columns of a record as they stood at the end of `moment`; None where it was not there.

    `moment` is an ISO date or date and time; a date means the end of that day. Keys inside
    `terms` come back inside it, as JSON text.
    """
    values = _row(connection, kind, record)
    until = moment if "T" in moment else f"{moment}T23:59:59"
    rows = connection.execute(
        "SELECT c.operation, c.field, c.before FROM change c JOIN operation o"
        " ON o.id = c.operation WHERE c.kind = ? AND c.record = ? AND o.at > ? ORDER BY c.id DESC",
        (kind.kind(), record, until),
    ).fetchall()
    for operation, field, before in rows:
        if values is not None and values["made"] > operation:
            values = None
        values = _step_back(connection, values, field, before)
    if values is None:
        return None
    (made,) = connection.execute(
        "SELECT at FROM operation WHERE id = ?", (values["made"],)
    ).fetchone()
    return values if made <= until else None


def _row(
    connection: sqlite3.Connection, kind: type[Record], record: int
) -> dict[str, Any] | None:
    names = columns_of(kind)
    columns = ", ".join(f'"{name}"' for name in names)
    row = connection.execute(
        f'SELECT {columns} FROM "{kind.kind()}" WHERE id = ?', (record,)
    ).fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def _step_back(
    connection: sqlite3.Connection, values: dict[str, Any] | None, field: str, before: Any
) -> dict[str, Any] | None:
    if field == "*":
        return {
            key: value
            for key, value in connection.execute("SELECT key, value FROM json_each(?)", (before,))
        }
    if values is None:
        return None
    column, _, key = field.partition(".")
    if not key:
        return {**values, column: before}
    verb = "json_remove(?1, ?2)" if before is None else "json_set(?1, ?2, ?3)"
    parameters = (values[column], f'$."{key}"', before)[: 2 if before is None else 3]
    (changed,) = connection.execute(f"SELECT {verb}", parameters).fetchone()
    return {**values, column: changed}
