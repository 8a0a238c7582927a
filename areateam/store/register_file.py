"""Open, create and close a register: one SQLite file, one connection that may write."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from peewee import SqliteDatabase

from areateam.core.problems import RegisterProblem
from areateam.store.failures import register_failures
from areateam.store.files import replace, sync_file
from areateam.store.lock import RegisterLock
from areateam.store.places import refuse_unsafe_place
from areateam.store.schema import APPLICATION_ID, Schema, run_script, schema_digest
from areateam.store.upgrade import upgrade

SUFFIX = ".areateam"
_HEADER = b"SQLite format 3\x00"
_CACHE_KIB = 65536
_QUICK_CHECK_BYTES = 64 << 20
"""Up to this size a file is read through whenever it is opened; above it, `check` does so."""


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
        )
        self.database.connect()

    @property
    def writable(self) -> bool:
        """Whether this process holds the register's lock."""
        return self._lock is not None

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of the thread that opened the register."""
        connection: sqlite3.Connection = self.database.connection()
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
    connection = sqlite3.connect(
        _uri(path, "ro"), uri=True, timeout=5, isolation_level=None, check_same_thread=False
    )
    for name, value in _pragmas(writable=False):
        connection.execute(f"PRAGMA {name} = {value}")
    return connection


def create_store(path: Path, schema: Schema) -> Store:
    """Make an empty register and open it.

    Raises RegisterProblem("register-exists", "register-on-network", "disk-full", …). The file
    takes its name only when it is complete.
    """
    path = path.absolute()
    with register_failures(path):
        refuse_unsafe_place(path)
        if path.exists():
            raise RegisterProblem("register-exists", path)
        if not path.parent.is_dir():
            raise RegisterProblem("folder-missing", path, folder=str(path.parent))
        temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            _build(temporary, schema)
            sync_file(temporary)
            replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    return open_store(path, schema)


def open_store(
    path: Path, schema: Schema, *, writable: bool = True, wait_seconds: float = 0.0
) -> Store:
    """Open a register, upgrading an older one after a verified copy.

    With `writable` false no lock is taken and the file is only read.
    Raises RegisterProblem: register-missing, register-not-ours, register-newer, register-damaged,
    register-changed (a schema that is not ours), register-locked, register-on-network.
    """
    path = path.absolute()
    with register_failures(path):
        _refuse_unlike(path)
        refuse_unsafe_place(path)
        if not writable:
            return _opened(path, schema, None)
        lock = RegisterLock(path)
        lock.acquire(wait_seconds)
        try:
            return _opened(path, schema, lock)
        except BaseException:
            lock.release()
            raise


def _opened(path: Path, schema: Schema, lock: RegisterLock | None) -> Store:
    version = _version(path)
    if version > schema.version:
        raise RegisterProblem("register-newer", path, theirs=version, ours=schema.version)
    if version < schema.version:
        if lock is None:
            raise RegisterProblem("register-older", path, theirs=version, ours=schema.version)
        upgrade(path, schema, version)
    store = Store(path, lock)
    try:
        _examine(store, schema)
    except BaseException:
        store.database.close()
        raise
    return store


def _refuse_unlike(path: Path) -> None:
    """Refuse by kind, size and header, before SQLite touches the file."""
    if not path.exists():
        raise RegisterProblem("register-missing", path)
    if not path.is_file():
        raise RegisterProblem("register-is-folder", path)
    with path.open("rb") as handle:
        head = handle.read(100)
    if not head:
        raise RegisterProblem("register-empty", path)
    if head[:16] != _HEADER:
        raise RegisterProblem("register-not-ours", path)
    if len(head) < 100 or int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise RegisterProblem("register-not-ours", path)


def _version(path: Path) -> int:
    connection = sqlite3.connect(_uri(path, "ro"), uri=True, timeout=5)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def _examine(store: Store, schema: Schema) -> None:
    connection = store.connection
    if schema_digest(connection) != schema.digest:
        raise RegisterProblem("register-changed", store.path)
    if store.path.stat().st_size <= _QUICK_CHECK_BYTES:
        (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if answer != "ok":
            raise RegisterProblem("register-damaged", store.path, detail=answer)


def _build(path: Path, schema: Schema) -> None:
    path.touch(mode=0o600)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("BEGIN IMMEDIATE")
        for step in schema.steps:
            run_script(connection, step)
        schema.make_triggers(connection)
        connection.execute(f"PRAGMA user_version = {schema.version}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    for ending in ("-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


def _pragmas(*, writable: bool) -> tuple[tuple[str, int | str], ...]:
    # trusted_schema stays on: older SQLite counts its own JSON functions as unsafe in a schema.
    # What the pragma guards against is refused earlier: a schema that is not ours is not used.
    shared: tuple[tuple[str, int | str], ...] = (
        ("busy_timeout", 5000),
        ("foreign_keys", 1),
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
