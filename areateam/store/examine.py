"""Looks at a register before it is used: refused on doubt, and left byte for byte as it is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from areateam.core.problems import RegisterProblem
from areateam.store.schema import APPLICATION_ID, Schema

_MAGIC = b"SQLite format 3\x00"
_OURS = b'CREATE TABLE "operation"'
_SCHEMA_BYTES = 1 << 18
"""How far into a file its own description is looked for, where the header cannot be trusted."""
_QUICK_CHECK_BYTES = 16 << 20
"""Up to this size a file is read through whenever it is opened; above it, `check` does so."""


def refuse_unlike(path: Path) -> None:
    """Refuse by kind, size and header, before SQLite touches the file.

    Raises RegisterProblem: register-missing, register-is-folder, register-empty,
    register-damaged (ours, but its header is not whole) or register-not-ours.
    """
    if not path.exists():
        raise RegisterProblem("register-missing", path)
    if not path.is_file():
        raise RegisterProblem("register-is-folder", path)
    with path.open("rb") as handle:
        head = handle.read(_SCHEMA_BYTES)
    if not head:
        raise RegisterProblem("register-empty", path)
    magic = head[:16] == _MAGIC
    ours = int.from_bytes(head[68:72], "big") == APPLICATION_ID and len(head) >= 72
    if magic and ours and head[18] in (1, 2) and head[19] in (1, 2):
        _refuse_cut(path, head)
        return
    if ours or _OURS in head or not any(head[:100]):
        raise RegisterProblem("register-damaged", path, detail="Its first bytes were changed")
    raise RegisterProblem("register-not-ours", path)


def _refuse_cut(path: Path, head: bytes) -> None:
    """Refuse a file that is shorter than its header says; SQLite reads on where it can.

    With a log beside it, the file may rightly lag behind its own header.
    """
    for ending in ("-wal", "-journal"):
        log = path.with_name(path.name + ending)
        if log.exists() and log.stat().st_size:
            return
    page = int.from_bytes(head[16:18], "big")
    size = (1 << 16 if page == 1 else page) * int.from_bytes(head[28:32], "big")
    counted = head[24:28] == head[92:96]
    if counted and path.stat().st_size < size:
        raise RegisterProblem("register-damaged", path, detail="Its end is missing")


def read_version(connection: sqlite3.Connection) -> int:
    """The version that a register's file says it has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def refuse_version(path: Path, version: int, schema: Schema) -> None:
    """Refuse a register that a newer program made, or that was never finished.

    Raises RegisterProblem: register-newer or register-damaged.
    """
    if version > schema.version:
        raise RegisterProblem("register-newer", path, theirs=version, ours=schema.version)
    if version < 1:
        raise RegisterProblem("register-damaged", path, detail="It has no version")


def refuse_unsound(
    connection: sqlite3.Connection, path: Path, schema: Schema, *, whole: bool = False
) -> None:
    """Refuse a register of today's version whose schema is not ours or whose pages are damaged.

    `whole` reads a large file through too. Raises RegisterProblem: register-changed or
    register-damaged.
    """
    alike = schema.is_that_of(connection)
    refuse_damage(connection, path, whole=whole or not alike)
    if not alike:
        raise RegisterProblem("register-changed", path)


def refuse_damage(connection: sqlite3.Connection, path: Path, *, whole: bool) -> None:
    """Refuse a register whose pages are damaged; raises RegisterProblem("register-damaged")."""
    if not whole and path.stat().st_size > _QUICK_CHECK_BYTES:
        return
    (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise RegisterProblem("register-damaged", path, detail=answer)
