"""Open, create and close a register: one SQLite file, one connection that may write."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from peewee import SqliteDatabase

from areateam.core.problems import RegisterProblem
from areateam.store.examine import (
    read_version,
    refuse_damage,
    refuse_unlike,
    refuse_unsound,
    refuse_version,
)
from areateam.store.failures import register_failures
from areateam.store.files import part_of, replace, sweep_parts, sync_file
from areateam.store.lock import RegisterLock
from areateam.store.places import refuse_unsafe_place
from areateam.store.schema import APPLICATION_ID, Schema, run_script
from areateam.store.upgrade import upgrade

SUFFIX = ".areateam"
_CACHE_KIB = 65536
_STATEMENTS = 512
"""Compiled statements that a connection keeps: an operation asks a few of every kind."""


class Store:
    """An open register file.

    `connection` refuses to change anything unless `ledger.write` lifts that for its own
    transaction. Where `writable` is false nothing lifts it. Use from the thread that opened it;
    `reader` gives other threads a connection of their own.
    """

    def __init__(self, path: Path, lock: RegisterLock | None) -> None:
        self.path = path
        self._lock = lock
        self.database = SqliteDatabase(
            _uri(path, "rw" if lock else "ro"),
            uri=True,
            pragmas=_pragmas(writable=lock is not None),
            timeout=5,
            cached_statements=_STATEMENTS,
            autoconnect=False,
        )
        self.database.connect()

    @property
    def writable(self) -> bool:
        """Whether this process holds the register's lock."""
        return self._lock is not None

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of the thread that opened the register, and of no other."""
        if self.database.is_closed():
            # Peewee would open a second writing connection for another thread.
            raise RuntimeError("the register is not opened by this thread")
        connect = self.database.connection
        connection: sqlite3.Connection = connect()  # type: ignore[no-untyped-call]  # untyped there
        return connection

    def reader(self) -> sqlite3.Connection:
        """A connection for another thread, which can only read; its user closes it."""
        return connect_reader(self.path)

    def close(self) -> None:
        """Close the connection and let the lock go; closing twice is harmless."""
        self.database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that can only read and never checkpoints."""
    return _connect_to_read(_uri(path, "ro"))


def _connect_alone(path: Path) -> sqlite3.Connection:
    """A connection that only reads and leaves no file behind; for the holder of the lock."""
    log = path.with_name(path.name + "-wal")
    at_rest = not log.exists() or log.stat().st_size == 0
    return _connect_to_read(_uri(path, "ro&immutable=1" if at_rest else "ro"))


def _connect_to_read(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, uri=True, timeout=5, isolation_level=None, check_same_thread=False
    )
    try:
        for name, value in _pragmas(writable=False):
            connection.execute(f"PRAGMA {name} = {value}")
    except BaseException:
        connection.close()
        raise
    return connection


def create_store(path: Path, schema: Schema) -> Store:
    """Make an empty register and open it.

    Raises RegisterProblem("register-exists", "register-on-network", "disk-full", …). The file
    takes its name only when it is complete.
    """
    with register_failures(path):
        path = path.resolve()
        refuse_unsafe_place(path)
        if not path.parent.is_dir():
            raise RegisterProblem("folder-missing", path, folder=str(path.parent))
        _refuse_existing(path)
        lock = RegisterLock(path)
        lock.acquire()
        try:
            # Again, since another process may have made it just before this one had the lock.
            _refuse_existing(path)
            sweep_parts(path)
            _make(path, schema)
            return Store(path, lock)
        except BaseException:
            lock.release()
            raise


def open_store(
    path: Path, schema: Schema, *, writable: bool = True, wait_seconds: float = 0.0
) -> Store:
    """Open a register, upgrading an older one after a verified copy.

    With `writable` false no lock is taken and the file is only read. A register is looked at
    through a connection that can only read, so that one that is refused stays as it is.
    Raises RegisterProblem: register-missing, register-is-folder, register-empty,
    register-not-ours, register-newer, register-older (only to read), register-damaged,
    register-changed (a schema that is not ours), register-locked, register-on-network,
    register-in-synced-folder, register-no-permission.
    """
    with register_failures(path):
        path = path.resolve()
        refuse_unlike(path)
        refuse_unsafe_place(path)
        if not writable:
            version = _examine(path, schema, connect_reader(path))
            if version < schema.version:
                raise RegisterProblem("register-older", path, theirs=version, ours=schema.version)
            return Store(path, None)
        if not os.access(path, os.W_OK):
            raise RegisterProblem("register-no-permission", path)
        lock = RegisterLock(path)
        lock.acquire(wait_seconds)
        try:
            sweep_parts(path)
            version = _examine(path, schema, _connect_alone(path))
            if version < schema.version:
                upgrade(path, schema, version)
                _examine(path, schema, _connect_alone(path))
            return Store(path, lock)
        except BaseException:
            lock.release()
            raise


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise RegisterProblem("register-exists", path)


def _examine(path: Path, schema: Schema, reader: sqlite3.Connection) -> int:
    """Refuse what cannot be used and return the version; one behind today's is for upgrading."""
    with closing(reader) as connection:
        version = read_version(connection)
        refuse_version(path, version, schema)
        if version == schema.version:
            refuse_unsound(connection, path, schema)
        else:
            refuse_damage(connection, path, whole=True)
    return version


def _make(path: Path, schema: Schema) -> None:
    temporary = part_of(path)
    try:
        _build(temporary, schema)
        sync_file(temporary)
        replace(temporary, path)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            temporary.with_name(temporary.name + ending).unlink(missing_ok=True)


def _build(path: Path, schema: Schema) -> None:
    path.touch(mode=0o600)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("BEGIN IMMEDIATE")
        for step in schema.steps:
            run_script(connection, step)
        schema.make_triggers(connection)
        connection.execute(f"PRAGMA user_version = {schema.version}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")


def _uri(path: Path, mode: str) -> str:
    """SQLite's address of a file; one in a folder that cannot be written is taken as it lies."""
    wal = path.with_name(path.name + "-wal")
    if mode == "ro" and not os.access(path.parent, os.W_OK) and not wal.exists():
        mode = "ro&immutable=1"
    return f"{path.absolute().as_uri()}?mode={mode}"


def _pragmas(*, writable: bool) -> tuple[tuple[str, int | str], ...]:
    # trusted_schema stays on: SQLite counts its own json_type as unsafe in a CHECK until 3.41.
    # What the pragma guards against is refused earlier: a schema that is not ours is not used.
    shared: tuple[tuple[str, int | str], ...] = (
        ("busy_timeout", 5000),
        ("foreign_keys", 1),
        # Without it a record that REPLACE pushes out would leave no line in the journal.
        ("recursive_triggers", 1),
        ("cell_size_check", 1),
        ("mmap_size", 0),
    )
    if not writable:
        return (*shared, ("cache_size", -16384), ("wal_autocheckpoint", 0), ("query_only", 1))
    return (
        *shared,
        ("journal_mode", "wal"),
        ("synchronous", "full"),
        ("secure_delete", 1),
        ("cache_size", -_CACHE_KIB),
        ("query_only", 1),
    )
