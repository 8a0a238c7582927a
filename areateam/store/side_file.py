"""The side file that an import is prepared in, beside the register, which is only read."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_STEPS = 1_000_000
"""How many of SQLite's steps, some 10 milliseconds, lie between two looks for an interrupt."""

_CACHE, _LITTLE = -32_768, -2_048
"""Kilobytes of memory for pages, as SQLite takes them: below nought."""


def open_side_file(path: Path, register: Path) -> sqlite3.Connection:
    """Make an empty side file, readable by its owner alone; `register` is attached to be read.

    The caller closes the connection. Raises OSError and sqlite3.Error as they come.
    """
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, uri=True)
    try:
        # The side file is made anew after any failure: nothing in it needs to survive one.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = {_CACHE}"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("ATTACH ? AS register", (_read_only(register),))
        connection.set_progress_handler(_go_on, _STEPS)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def sorting_in_little(connection: sqlite3.Connection) -> Iterator[None]:
    """Sort with less memory for the time of a block: SQLite sorts in as much as it caches in."""
    connection.execute(f"PRAGMA main.cache_size = {_LITTLE}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA main.cache_size = {_CACHE}")


def read_side_file(path: Path) -> sqlite3.Connection:
    """A connection that only reads a side file; the caller closes it."""
    return sqlite3.connect(_read_only(path), isolation_level=None, uri=True)


def _go_on() -> int:
    """Let the statement go on.

    Called for its own sake: while a statement runs, Python hears of an interrupt from the
    keyboard only here, and the statement then ends with SQLITE_INTERRUPT.
    """
    return 0


@contextmanager
def attached(connection: sqlite3.Connection, side_file: Path) -> Iterator[None]:
    """Attach a side file as `stage` for the time of a write; not possible inside a transaction."""
    connection.execute("ATTACH ? AS stage", (_read_only(side_file),))
    try:
        yield
    finally:
        connection.execute("DETACH stage")


def _read_only(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro"
