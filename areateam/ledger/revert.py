"""Puts every record back as it was before an operation, set-based, through the same triggers."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from areateam.ledger.ledger import Write
from areateam.ledger.spans import Span, span_of
from areateam.ledger.triggers import AS_JSON, BROUGHT_BACK, REMOVED, columns_of, json_columns_of
from areateam.store.row_types import Record

_FIELDS = f"field NOT IN ('{REMOVED}', '{BROUGHT_BACK}')"
_OWN = "id BETWEEN :first AND :last AND +kind = :kind"


def revert(write: Write, kinds: Sequence[type[Record]], operation: int) -> None:
    """Take back what `operation` did; an undo is reverted like any other operation.

    Raises sqlite3.IntegrityError where later records stand in the way.
    """
    span = span_of(write.connection, operation)
    kinds = _touched_kinds(write, kinds, span)
    write.execute("PRAGMA defer_foreign_keys = ON")
    write.execute("SAVEPOINT revert")
    try:
        for kind in kinds:
            _bring_back_removed(write, kind, span)
        for kind in kinds:
            _put_back_fields(write, kind, span)
        _remove_made(write, kinds, span)
    except sqlite3.IntegrityError:
        # A key that the operation freed and took again: what it made has to give way first.
        write.execute("ROLLBACK TO revert")
        _revert_from_the_end(write, kinds, span)
    write.execute("RELEASE revert")


def _touched_kinds(write: Write, kinds: Sequence[type[Record]], span: Span) -> list[type[Record]]:
    """The kinds that an operation touched, in their order: the others need not be gone through."""
    rows = write.execute(
        "SELECT DISTINCT kind FROM change WHERE id BETWEEN :first AND :last", span.values
    ).fetchall()
    changed = {kind for (kind,) in rows}
    made = 'SELECT 1 FROM "{}" WHERE made = ? LIMIT 1'
    return [
        kind
        for kind in kinds
        if kind.kind() in changed
        or write.execute(made.format(kind.kind()), (span.operation,)).fetchone()
    ]


def lost_records(
    connection: sqlite3.Connection, kinds: Sequence[type[Record]], operation: int
) -> int:
    """How many records whose fields `operation` changed are gone, and would not come back."""
    lost = 0
    for kind in kinds:
        name = kind.kind()
        (count,) = connection.execute(
            f"SELECT count(DISTINCT record) FROM change AS e WHERE {_OWN} AND {_FIELDS}"
            f' AND NOT EXISTS (SELECT 1 FROM "{name}" t WHERE t.id = e.record)'
            " AND NOT EXISTS (SELECT 1 FROM change x WHERE x.id BETWEEN :first AND :last"
            f"  AND x.kind = e.kind AND x.record = e.record AND x.field = '{REMOVED}')",
            {**span_of(connection, operation).values, "kind": name},
        ).fetchone()
        lost += count
    return lost


def _revert_from_the_end(write: Write, kinds: Sequence[type[Record]], span: Span) -> None:
    _remove_made(write, kinds, span)
    for kind in kinds:
        _put_back_fields(write, kind, span)
    for kind in kinds:
        _bring_back_removed(write, kind, span)
    for kind in kinds:
        _put_back_fields(write, kind, span)


def _bring_back_removed(write: Write, kind: type[Record], span: Span) -> None:
    """Insert what the operation removed, except what it had itself made."""
    columns = columns_of(kind)
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(f"json_extract(before, '$.{name}')" for name in columns)
    write.execute(
        f'INSERT INTO "{kind.kind()}" ({names}) SELECT {values} FROM change'
        f" WHERE {_OWN} AND field = '{REMOVED}' AND json_extract(before, '$.made') <> :op"
        " ORDER BY record",
        {**span.values, "kind": kind.kind()},
    )


def _remove_made(write: Write, kinds: Sequence[type[Record]], span: Span) -> None:
    """Remove what the operation inserted or brought back, children before parents."""
    for kind in reversed(kinds):
        name = kind.kind()
        write.execute(f'DELETE FROM "{name}" WHERE made = :op', {"op": span.operation})
        write.execute(
            f'DELETE FROM "{name}" WHERE id IN (SELECT record FROM change'
            f" WHERE {_OWN} AND field = '{BROUGHT_BACK}')",
            {**span.values, "kind": name},
        )


def _put_back_fields(write: Write, kind: type[Record], span: Span) -> None:
    """Set each field that the operation changed to what it was before its first change."""
    table = kind.kind()
    json_columns = json_columns_of(kind)
    values: dict[str, int | str] = {**span.values, "kind": table}
    fields = write.execute(
        f"SELECT DISTINCT ltrim(field, '{AS_JSON}') FROM change WHERE {_OWN} AND {_FIELDS}", values
    ).fetchall()
    for (name,) in fields:
        # A field of JSON that stands whole only changed its order or its blanks.
        if name not in json_columns:
            _put_back_field(write, table, name, values)


def _put_back_field(write: Write, table: str, name: str, values: dict[str, int | str]) -> None:
    column, key = split_field(name)
    names = {"field": name, "as_json": name}
    new = "c.before"
    if key is not None:
        names = {"field": name, "as_json": f"{AS_JSON}{name}", "path": f'$."{key}"'}
        old = f'"{table}"."{column}"'
        new = (
            f"CASE WHEN c.before IS NULL THEN json_remove({old}, :path)"
            f" WHEN c.field = :as_json THEN json_set({old}, :path, json(c.before))"
            f" ELSE json_set({old}, :path, c.before) END"
        )
    write.execute(
        f'UPDATE "{table}" SET "{column}" = {new} FROM ('
        "  SELECT record, field, before, min(id) FROM change"
        f"  WHERE {_OWN} AND field IN (:field, :as_json) GROUP BY record) AS c"
        f' WHERE "{table}".id = c.record AND "{table}".made <> :op',
        {**values, **names},
    )


def split_field(name: str) -> tuple[str, str | None]:
    """A journalled field as its column and, where it lies in a JSON column, its key there."""
    column, dot, key = name.lstrip(AS_JSON).partition(".")
    return column, key if dot else None
