"""Undo and redo of any operation, across restarts, refused where later work would be lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Ledger, Write, Written
from areateam.ledger.spans import Span, span_of
from areateam.ledger.triggers import columns_of, json_columns_of
from areateam.store.row_types import Record

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """An operation that a person made, and whether it is in force.

    `effective` is the operation whose journal holds its present effect: itself or its last redo;
    `undone_by` the operation that last undid it.
    """

    operation: int
    label: str
    live: bool
    effective: int
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class Clash:
    """A record that later work touched: what, which field, and the later operation's label."""

    kind: str
    record: int
    field: str
    operation: int
    label: str


def standings(connection: sqlite3.Connection) -> list[Standing]:
    """Every operation that is not itself an undo or redo, oldest first."""
    rows = connection.execute(
        "SELECT id, label,"
        " (SELECT max(u.id) FROM operation u WHERE u.undoes = b.id),"
        " (SELECT max(r.id) FROM operation r WHERE r.redoes = b.id)"
        " FROM operation b WHERE undoes IS NULL AND redoes IS NULL ORDER BY id"
    ).fetchall()
    return [
        Standing(
            operation=operation,
            label=label,
            live=undone is None or (redone or 0) > undone,
            effective=redone if redone else operation,
            undone_by=undone,
        )
        for operation, label, undone, redone in rows
    ]


def next_undo(connection: sqlite3.Connection) -> Standing | None:
    """The operation that an undo without a name would take back; the first one made stands."""
    live = [s for s in standings(connection) if s.live and s.operation > 1]
    return max(live, key=lambda s: s.effective, default=None)


def next_redo(connection: sqlite3.Connection) -> Standing | None:
    """The operation last undone, unless something new was done since."""
    known = standings(connection)
    undone = [s for s in known if not s.live and s.undone_by is not None]
    last = max(undone, key=lambda s: s.undone_by or 0, default=None)
    if last is None or any(s.operation > (last.undone_by or 0) for s in known):
        return None
    return last


def undo(ledger: Ledger, operation: int | None = None) -> Written[Standing]:
    """Take an operation back, the last one if none is named.

    Raises UserProblem: nothing-to-undo, undo-not-live, or undo-blocked with the clashes.
    """
    connection = ledger.store.connection
    standing = next_undo(connection) if operation is None else _named(connection, operation)
    if standing is None:
        raise UserProblem("nothing-to-undo")
    if not standing.live:
        raise UserProblem("undo-not-live", label=standing.label)
    _refuse_clashes(ledger, standing, standing.effective)

    def act(write: Write) -> Standing:
        _revert(write, ledger, standing.effective)
        return standing

    return _guarded(ledger, f"Undo: {standing.label}", act, standing, undoes=standing.operation)


def redo(ledger: Ledger, operation: int | None = None) -> Written[Standing]:
    """Bring an undone operation back, the last one if none is named.

    Raises UserProblem: nothing-to-redo, redo-not-undone, or undo-blocked with the clashes.
    """
    connection = ledger.store.connection
    standing = next_redo(connection) if operation is None else _named(connection, operation)
    if standing is None:
        raise UserProblem("nothing-to-redo")
    if standing.live or standing.undone_by is None:
        raise UserProblem("redo-not-undone", label=standing.label)
    reverted = standing.undone_by
    _refuse_clashes(ledger, standing, reverted)

    def act(write: Write) -> Standing:
        _revert(write, ledger, reverted)
        return standing

    return _guarded(ledger, f"Redo: {standing.label}", act, standing, redoes=standing.operation)


def _guarded(
    ledger: Ledger,
    label: str,
    act: Callable[[Write], Standing],
    standing: Standing,
    *,
    undoes: int | None = None,
    redoes: int | None = None,
) -> Written[Standing]:
    try:
        return ledger.write(
            label,
            act,
            even_if_empty=True,
            undoes=undoes,
            redoes=redoes,
        )
    except sqlite3.IntegrityError as error:
        # A record made by this operation is in use by a later one.
        raise UserProblem("undo-in-use", label=standing.label, detail=str(error)) from error


def _named(connection: sqlite3.Connection, operation: int) -> Standing:
    for standing in standings(connection):
        if standing.operation == operation:
            if operation == 1:
                raise UserProblem("nothing-to-undo")
            return standing
    raise UserProblem("unknown-operation", operation=operation)


def _refuse_clashes(ledger: Ledger, standing: Standing, reverted: int) -> None:
    connection = ledger.store.connection
    later = [
        s.effective
        for s in standings(connection)
        if s.live and s.effective > reverted and s.operation != standing.operation
    ]
    found = clashes(connection, ledger.kinds, reverted, later)
    if found:
        raise UserProblem("undo-blocked", label=standing.label, clashes=found, count=len(found))


def clashes(
    connection: sqlite3.Connection,
    kinds: Sequence[type[Record]],
    reverted: int,
    later: list[int],
) -> list[Clash]:
    """Records of `reverted` that the operations in `later` touched in the same field."""
    if not later:
        return []
    marks = ", ".join("?" * len(later))
    span = span_of(connection, reverted)
    found: list[Clash] = []
    for kind in kinds:
        rows = connection.execute(
            "SELECT DISTINCT c.kind, c.record, c.field, c.operation, o.label FROM change c"
            " JOIN operation o ON o.id = c.operation"
            f" WHERE c.id > ? AND c.operation IN ({marks}) AND c.kind = ? AND ("
            "  EXISTS (SELECT 1 FROM change e WHERE e.kind = c.kind AND e.record = c.record"
            "   AND e.id BETWEEN ? AND ? AND (e.field = c.field OR '*' IN (e.field, c.field)))"
            f' OR EXISTS (SELECT 1 FROM "{kind.kind()}" t WHERE t.id = c.record AND t.made = ?)'
            "  OR (c.field = '*' AND json_extract(c.before, '$.made') = ?)) LIMIT ?",
            (span.last, *later, kind.kind(), span.first, span.last, reverted, reverted, _SHOWN),
        ).fetchall()
        found += [Clash(*row) for row in rows]
    return found


def _revert(write: Write, ledger: Ledger, operation: int) -> None:
    """Put every record back as it was before `operation`: set-based, through the same triggers."""
    span = span_of(write.connection, operation)
    for kind in ledger.kinds:
        _bring_back_removed(write, kind, span)
    for kind in ledger.kinds:
        _put_back_fields(write, kind, span)
    for kind in reversed(ledger.kinds):
        write.execute(f'DELETE FROM "{kind.kind()}" WHERE made = ?', (operation,))


def _bring_back_removed(write: Write, kind: type[Record], span: Span) -> None:
    """Insert what the operation removed, except what it had itself made."""
    columns = [name for name in columns_of(kind) if name != "made"]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(f"json_extract(before, '$.{name}')" for name in columns)
    write.execute(
        f'INSERT INTO "{kind.kind()}" (made, {names}) SELECT :now, {values} FROM change'
        " WHERE id BETWEEN :first AND :last AND kind = :kind AND field = '*'"
        " AND json_extract(before, '$.made') <> :op",
        {**span.values, "kind": kind.kind(), "now": write.operation},
    )


def _put_back_fields(write: Write, kind: type[Record], span: Span) -> None:
    table = kind.kind()
    json_columns = json_columns_of(kind)
    fields = write.execute(
        "SELECT DISTINCT field FROM change"
        " WHERE id BETWEEN :first AND :last AND kind = :kind AND field <> '*'",
        {**span.values, "kind": table},
    ).fetchall()
    for (name,) in fields:
        column, _, key = name.partition(".")
        values = {**span.values, "kind": table, "field": name}
        if column in json_columns and key:
            values["path"] = f'$."{key}"'
            new = (
                f'CASE WHEN c.before IS NULL THEN json_remove("{table}"."{column}", :path)'
                f' ELSE json_set("{table}"."{column}", :path, c.before) END'
            )
        else:
            new = "c.before"
        write.execute(
            f'UPDATE "{table}" SET "{column}" = {new} FROM ('
            "  SELECT record, before, min(id) FROM change"
            "  WHERE id BETWEEN :first AND :last AND kind = :kind AND field = :field"
            "  GROUP BY record) AS c"
            f' WHERE "{table}".id = c.record AND "{table}".made <> :op',
            values,
        )
