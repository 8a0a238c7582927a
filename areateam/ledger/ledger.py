"""The one gateway for every change: a labelled operation, journalled, sealed, undoable."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from peewee import SqliteDatabase

from areateam.core.problems import RegisterProblem, UserProblem
from areateam.ledger.seals import leave_pending, pending_count, seal_operation, seal_pending
from areateam.ledger.spans import Span, last_change, touched_counts, touched_records
from areateam.ledger.triggers import BLOCK_BITS
from areateam.store.failures import sqlite_failures
from areateam.store.register_file import Store
from areateam.store.row_types import Record, Row

T = TypeVar("T")

_NAMED_CHANGES = 1000
"""Up to so many records an operation's changes are named one by one, so pages can re-read less."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What an operation touched: how many records of each kind, and which, where they are few."""

    operation: int
    label: str
    kinds: dict[str, int] = field(default_factory=dict)
    records: frozenset[tuple[str, int]] = frozenset()

    def touch(self, kind: str) -> bool:
        """Whether any record of the kind was touched."""
        return kind in self.kinds


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """What a write gave back, and what it changed; `changes` is None where nothing changed."""

    result: T
    changes: Changes | None

    @property
    def operation(self) -> int | None:
        """The number of the operation; None where nothing changed."""
        return self.changes.operation if self.changes else None


@dataclass(frozen=True, slots=True)
class Write:
    """Handed to actions inside a write: the only way to reach a connection that can change rows."""

    operation: int
    at: datetime
    user: str
    database: SqliteDatabase
    connection: sqlite3.Connection

    def execute(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> sqlite3.Cursor:
        """Execute one statement."""
        return self.connection.execute(sql, values)

    def insert(self, kind: type[Record], **values: Any) -> int:
        """Insert one record and return its id; `values` are by field name.

        Raises UserProblem("nul-character") for a text that holds one.
        """
        stated = {"made": self.operation, **_by_column(kind, values)}
        names = ", ".join(f'"{name}"' for name in stated)
        marks = ", ".join("?" * len(stated))
        cursor = self.connection.execute(
            f'INSERT INTO "{kind.kind()}" ({names}) VALUES ({marks})', tuple(stated.values())
        )
        return int(cursor.lastrowid or 0)

    def amend(self, kind: type[Record], record: int, **values: Any) -> int:
        """Set fields of one record, at least one, and return how many were found: 1 or 0."""
        stated = _by_column(kind, values)
        names = ", ".join(f'"{name}" = ?' for name in stated)
        return self.connection.execute(
            f'UPDATE "{kind.kind()}" SET {names} WHERE id = ?', (*stated.values(), record)
        ).rowcount

    def remove(self, kind: type[Record], record: int) -> int:
        """Remove one record and return how many were found: 1 or 0."""
        return self.connection.execute(
            f'DELETE FROM "{kind.kind()}" WHERE id = ?', (record,)
        ).rowcount


class Ledger:
    """Writes to one store.

    `kinds` are the journalled row classes, parents before children; `beside` those that are
    written with an operation, and sealed, but not journalled.
    """

    def __init__(
        self,
        store: Store,
        kinds: Sequence[type[Record]],
        user: str,
        now: Callable[[], datetime],
        beside: Sequence[type[Row]] = (),
    ) -> None:
        self.store = store
        self.kinds = tuple(kinds)
        self.beside = tuple(beside)
        self.user = user
        self.now = now
        self._busy = False

    def write(
        self,
        label: str,
        function: Callable[[Write], T],
        *,
        even_if_empty: bool = False,
        undoes: int | None = None,
        redoes: int | None = None,
    ) -> Written[T]:
        """Run `function` in one transaction, journalled under `label`.

        Everything or nothing is kept: any exception rolls back and passes on. When this returns,
        the commit is on the disk. An operation that touched no record of a journalled kind is
        not kept unless `even_if_empty`. Raises RegisterProblem where the register can only be
        read or its disk is full.
        """
        with self._transaction() as connection:
            ends = self._ends(connection)
            write = self._begin(connection, label, undoes, redoes)
            result = function(write)
            if not connection.in_transaction:
                raise RuntimeError(f"“{label}” ended the ledger's own transaction")
            changes = self._finish(write, label, ends)
            if not changes.kinds and not even_if_empty:
                return Written(result, None)
            connection.execute("COMMIT")
            return Written(result, changes)

    def seal_pending(self, most: int = 80) -> int:
        """Seal blocks that a large operation left for later, and return how many still wait.

        A call takes a tenth of a second at most: meant for idle moments, until nothing waits.
        """
        if not self.store.writable or not pending_count(self.store.connection):
            return 0
        with self._transaction() as connection:
            seal_pending(connection, (*self.kinds, *self.beside), most)
            connection.execute("COMMIT")
        return pending_count(self.store.connection)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Lift the connection's refusal for one transaction; what is not committed is undone."""
        if not self.store.writable:
            raise RegisterProblem("register-read-only", self.store.path)
        if self._busy:
            raise RuntimeError("a write inside a write")
        connection = self.store.connection
        self._busy = True
        try:
            with sqlite_failures(self.store.path):
                try:
                    connection.execute("PRAGMA query_only = OFF")
                    connection.execute("BEGIN IMMEDIATE")
                    yield connection
                finally:
                    _shut(connection)
        finally:
            self._busy = False

    def _ends(self, connection: sqlite3.Connection) -> tuple[int, dict[type[Row], int]]:
        """The journal's last change, and the last id of each table beside it."""
        return last_change(connection), {row: _last_id(connection, row) for row in self.beside}

    def _begin(
        self,
        connection: sqlite3.Connection,
        label: str,
        undoes: int | None,
        redoes: int | None,
    ) -> Write:
        at = self.now()
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM operation").fetchone()
        operation = int(last) + 1
        # Over whatever another program may have left: nothing of ours is ever left here.
        connection.execute(
            "INSERT OR REPLACE INTO writing (id, operation) VALUES (1, ?)", (operation,)
        )
        connection.execute(
            'INSERT INTO operation (id, at, "user", label, undoes, redoes)'
            " VALUES (?, ?, ?, ?, ?, ?)",
            (operation, at.isoformat(timespec="seconds"), self.user, label, undoes, redoes),
        )
        return Write(operation, at, self.user, self.store.database, connection)

    def _finish(self, write: Write, label: str, ends: tuple[int, dict[type[Row], int]]) -> Changes:
        connection = write.connection
        before, ends_beside = ends
        span = Span(write.operation, before + 1, last_change(connection))
        counts = touched_counts(connection, self.kinds, span)
        touched = [kind for kind in self.kinds if kind.kind() in counts]
        records: frozenset[tuple[str, int]] = frozenset()
        if sum(counts.values()) <= _NAMED_CHANGES:
            records = frozenset(
                (kind.kind(), record)
                for kind in touched
                for record in touched_records(connection, kind, span)
            )
        seal_operation(connection, touched, span, sum(counts.values()))
        for row, end in ends_beside.items():
            last = _last_id(connection, row)
            if last > end:
                blocks = range((end + 1) >> BLOCK_BITS, (last >> BLOCK_BITS) + 1)
                leave_pending(connection, row, blocks)
        seal_pending(connection, (*self.kinds, *self.beside))
        connection.execute("DELETE FROM writing")
        return Changes(write.operation, label, counts, records)


def _shut(connection: sqlite3.Connection) -> None:
    """Roll back what is open, and have the connection refuse changes again."""
    try:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    finally:
        connection.execute("PRAGMA query_only = ON")


def _by_column(kind: type[Record], values: dict[str, Any]) -> dict[str, Any]:
    fields = kind.meta().combined
    stated = {fields[name].column_name: fields[name].db_value(v) for name, v in values.items()}
    for name, value in stated.items():
        # SQLite's JSON, in which removed records are kept, ends a text at such a character.
        if isinstance(value, str) and ("\0" in value or "\\u0000" in value):
            raise UserProblem("nul-character", label=name.replace("_", " "))
    return stated


def _last_id(connection: sqlite3.Connection, row: type[Row]) -> int:
    (last,) = connection.execute(f'SELECT coalesce(max(id), 0) FROM "{row.table()}"').fetchone()
    return int(last)
