"""Reads the journal: what happened to a record, what an operation did, a record as at a moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from areateam.ledger.revert import split_field
from areateam.ledger.triggers import AS_JSON, BROUGHT_BACK, REMOVED, columns_of
from areateam.store.row_types import Record


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of one field.

    `field` is "" where the record was made, "*" where it was removed, "+" where it was put back
    as it had been.
    """

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
        "  UNION SELECT json_extract(before, '$.made'), kind, record, '', NULL, NULL, 0"
        f"   FROM change WHERE kind = :kind AND record = :record AND field = '{REMOVED}'"
        f"  UNION SELECT made, :kind, id, '', NULL, NULL, 0 FROM \"{name}\" WHERE id = :record"
        ") c JOIN operation o ON o.id = c.operation ORDER BY o.id DESC, c.id DESC LIMIT :limit",
        {"kind": name, "record": record, "limit": limit},
    ).fetchall()
    return [HistoryLine(*row) for row in rows]


def operations(connection: sqlite3.Connection, limit: int = 200) -> list[OperationLine]:
    """The journal's operations, newest first; undos and redos stand in it like any other."""
    rows = connection.execute(
        'SELECT o.id, o.at, o."user", o.label, s.records,'
        " o.undoes IS NULL AND o.redoes IS NULL,"
        " (SELECT max(u.id) FROM operation u WHERE u.undoes = o.id),"
        " (SELECT max(r.id) FROM operation r WHERE r.redoes = o.id)"
        " FROM operation o LEFT JOIN seal s ON s.id = o.id ORDER BY o.id DESC LIMIT ?",
        (limit,),
    ).fetchall()
    return [
        OperationLine(
            operation=operation,
            at=at,
            user=user,
            label=label,
            records=records or 0,
            live=undone is None or (redone or 0) > undone,
            undoable=bool(own) and operation > 1,
        )
        for operation, at, user, label, records, own, undone, redone in rows
    ]


def operations_since(
    connection: sqlite3.Connection, operation: int, limit: int = 200
) -> list[OperationLine]:
    """The operations after `operation` (0 for all), newest first: what happened since a look."""
    return [line for line in operations(connection, limit) if line.operation > operation]


def as_at(
    connection: sqlite3.Connection, kind: type[Record], record: int, moment: str
) -> dict[str, Any] | None:
    """The columns of a record as they stood at the end of `moment`; None where it was not there.

    `moment` is an ISO date or date and time; a date means the end of that day. What counts is the
    last operation of that moment and not each one's own time, since clocks are put back. Keys
    inside `terms` come back inside it, as JSON text.
    """
    until = moment if "T" in moment else f"{moment}T23:59:59"
    (last,) = connection.execute(
        "SELECT coalesce(max(id), 0) FROM operation WHERE at <= ?", (until,)
    ).fetchone()
    return as_of(connection, kind, record, last)


def as_of(
    connection: sqlite3.Connection, kind: type[Record], record: int, last: int
) -> dict[str, Any] | None:
    """The columns of a record as operation `last` left them; None where it was not there."""
    values = _row(connection, kind, record)
    rows = connection.execute(
        "SELECT operation, field, before FROM change"
        " WHERE kind = ? AND record = ? AND operation > ? ORDER BY id DESC",
        (kind.kind(), record, last),
    ).fetchall()
    for operation, field, before in rows:
        if values is not None and values["made"] > operation:
            values = None
        values = _step_back(connection, values, field, before)
    return values if values is not None and values["made"] <= last else None


def _row(connection: sqlite3.Connection, kind: type[Record], record: int) -> dict[str, Any] | None:
    names = columns_of(kind)
    columns = ", ".join(f'"{name}"' for name in names)
    row = connection.execute(
        f'SELECT {columns} FROM "{kind.kind()}" WHERE id = ?', (record,)
    ).fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def _step_back(
    connection: sqlite3.Connection, values: dict[str, Any] | None, field: str, before: Any
) -> dict[str, Any] | None:
    if field == BROUGHT_BACK:
        return None
    if field == REMOVED:
        return dict(connection.execute("SELECT key, value FROM json_each(?)", (before,)))
    if values is None:
        return None
    column, key = split_field(field)
    if key is None:
        return {**values, column: before}
    verb = "json_remove(?1, ?2)"
    parameters = [values[column], f'$."{key}"']
    if before is not None:
        as_json = field.startswith(AS_JSON)
        verb = f"json_set(?1, ?2, {'json(?3)' if as_json else '?3'})"
        parameters.append(before)
    (changed,) = connection.execute(f"SELECT {verb}", parameters).fetchone()
    return {**values, column: changed}


def history_with_parts(
    connection: sqlite3.Connection,
    kinds: Sequence[type[Record]],
    kind: type[Record],
    record: int,
    limit: int = 500,
) -> list[HistoryLine]:
    """The changes of a record and of what of `kinds` is or was a part of it, newest first.

    A part belongs to a record of another kind by a column that leads there.
    """
    lines = record_history(connection, kind, record, limit)
    for part in kinds:
        for column in _leading(connection, part, kind) if part is not kind else ():
            for own in _parts(connection, part, column, record):
                lines += record_history(connection, part, own, limit)
    return sorted(lines, key=lambda line: -line.operation)[:limit]


def _leading(connection: sqlite3.Connection, part: type[Record], kind: type[Record]) -> list[str]:
    """The columns of a kind that lead to records of another."""
    rows = connection.execute(
        'SELECT "from" FROM pragma_foreign_key_list(?) WHERE "table" = ?',
        (part.kind(), kind.kind()),
    )
    return [column for (column,) in rows]


def _parts(
    connection: sqlite3.Connection, part: type[Record], column: str, record: int
) -> list[int]:
    """Each part that is or was there, by its id."""
    rows = connection.execute(
        f'SELECT id FROM "{part.kind()}" WHERE "{column}" = :record UNION'
        f" SELECT record FROM change WHERE kind = :kind AND field = '{REMOVED}'"
        f" AND json_extract(before, '$.{column}') = :record",
        {"record": record, "kind": part.kind()},
    )
    return [own for (own,) in rows]
