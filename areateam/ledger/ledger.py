"""The one gateway for every change: a labelled operation, journalled, sealed, undoable."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from peewee import SqliteDatabase

from areateam.core.problems import RegisterProblem
from areateam.ledger.seals import seal_operation
from areateam.ledger.spans import open_span, touched_counts, touched_records
from areateam.store.failures import register_failures
from areateam.store.register_file import Store
from areateam.store.row_types import Record

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
        """Insert one record and return its id; `values` are by field name."""
        record: int = kind.insert(made=self.operation, **values).execute(self.database)
        return record

    def amend(self, kind: type[Record], record: int, **values: Any) -> int:
        """Set fields of one record and return how many records were found: 1 or 0."""
        query = kind.update(**values).where(kind.id == record)
        found: int = query.execute(self.database)
        return found

    def remove(self, kind: type[Record], record: int) -> int:
        """Remove one record and return how many were found: 1 or 0."""
        found: int = kind.delete().where(kind.id == record).execute(self.database)
        return found


class Ledger:
    """Writes to one store; `kinds` are the journalled row classes, parents before children."""

    def __init__(
        self,
        store: Store,
        kinds: Sequence[type[Record]],
        user: str,
        now: Callable[[], datetime],
    ) -> None:
        self.store = store
        self.kinds = tuple(kinds)
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
        the commit is on the disk. An operation that changed nothing is not kept unless
        `even_if_empty`. Raises RegisterProblem where the register can only be read or its disk
        is full.
        """
        if not self.store.writable:
            raise RegisterProblem("register-read-only", self.store.path)
        if self._busy:
            raise RuntimeError("a write inside a write")
        connection = self.store.connection
        self._busy = True
        try:
            with register_failures(self.store.path):
                connection.execute("PRAGMA query_only = OFF")
                connection.execute("BEGIN IMMEDIATE")
                before = _last_change(connection)
                write = self._begin(connection, label, undoes, redoes)
                result = function(write)
                changes = self._finish(write, label, before)
                if not changes.kinds and not even_if_empty:
                    connection.execute("ROLLBACK")
                    return Written(result, None)
                connection.execute("COMMIT")
                return Written(result, changes)
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            connection.execute("PRAGMA query_only = ON")
            self._busy = False

    def _begin(
        self,
        connection: sqlite3.Connection,
        label: str,
        undoes: int | None,
        redoes: int | None,
    ) -> Write:
        at = self.now()
        cursor = connection.execute(
            'INSERT INTO operation (at, "user", label, undoes, redoes) VALUES (?, ?, ?, ?, ?)',
            (at.isoformat(timespec="seconds"), self.user, label, undoes, redoes),
        )
        operation = int(cursor.lastrowid or 0)
        connection.execute("INSERT INTO writing (id, operation) VALUES (1, ?)", (operation,))
        return Write(operation, at, self.user, self.store.database, connection)

    def _finish(self, write: Write, label: str, before: int) -> Changes:
        connection = write.connection
        connection.execute("DELETE FROM writing")
        span = open_span(connection, write.operation, before)
        counts = touched_counts(connection, self.kinds, span)
        records: frozenset[tuple[str, int]] = frozenset()
        if sum(counts.values()) <= _NAMED_CHANGES:
            records = frozenset(
                (kind.kind(), record)
                for kind in self.kinds
                if kind.kind() in counts
                for record in touched_records(connection, kind, span)
            )
        touched = [kind for kind in self.kinds if kind.kind() in counts]
        seal_operation(connection, touched, span, sum(counts.values()))
        return Changes(write.operation, label, counts, records)


def _last_change(connection: sqlite3.Connection) -> int:
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()
    return int(last)
