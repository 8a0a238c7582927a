"""SQLite's and the system's failures, turned into problems that a person can act on."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee

from areateam.core.problems import RegisterProblem

_BY_CODE = {
    sqlite3.SQLITE_PERM: "register-no-permission",
    sqlite3.SQLITE_BUSY: "register-locked",
    sqlite3.SQLITE_LOCKED: "register-locked",
    sqlite3.SQLITE_READONLY: "register-read-only",
    sqlite3.SQLITE_IOERR: "disk-error",
    sqlite3.SQLITE_CORRUPT: "register-damaged",
    sqlite3.SQLITE_FULL: "disk-full",
    sqlite3.SQLITE_CANTOPEN: "register-unreadable",
    sqlite3.SQLITE_PROTOCOL: "register-locked",
    # The header was looked at before: what SQLite then cannot take for a database is damaged.
    sqlite3.SQLITE_NOTADB: "register-damaged",
}
_BY_WORDS = (
    ("database or disk is full", "disk-full"),
    ("database is locked", "register-locked"),
    ("readonly database", "register-read-only"),
    ("image is malformed", "register-damaged"),
    ("malformed database schema", "register-damaged"),
    ("not a database", "register-damaged"),
    ("unsupported file format", "register-damaged"),
    ("disk i/o error", "disk-error"),
    ("unable to open", "register-unreadable"),
    ("could not decode", "register-damaged"),
)
_BY_NUMBER = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EFBIG: "disk-full",
    errno.EACCES: "register-no-permission",
    errno.EPERM: "register-no-permission",
    errno.EROFS: "register-read-only",
    errno.ENOENT: "register-missing",
    errno.ENOTDIR: "register-missing",
    errno.EIO: "disk-error",
}


@contextmanager
def register_failures(path: Path) -> Iterator[None]:
    """Raise `RegisterProblem` for what went wrong with the file; our own faults pass as they are.

    An integrity error is our own fault or a refused change, never a state of the disk.
    """
    try:
        with sqlite_failures(path):
            yield
    except OSError as error:
        code = _BY_NUMBER.get(error.errno or 0, "register-unreadable")
        raise RegisterProblem(code, path, detail=error.strerror or "") from error


@contextmanager
def sqlite_failures(path: Path) -> Iterator[None]:
    """As `register_failures`, for SQLite's failures alone: other files' troubles pass."""
    try:
        yield
    except (sqlite3.IntegrityError, peewee.IntegrityError):
        raise
    except UnicodeDecodeError as error:
        # sqlite3 decodes names and messages itself, and says so of a damaged file in this way.
        raise RegisterProblem("register-damaged", path, detail=error.reason) from error
    except (sqlite3.Error, peewee.DatabaseError) as error:
        code = _code_for(error)
        if code is None:
            raise
        raise RegisterProblem(code, path, detail=str(error)) from error


def _code_for(error: Exception) -> str | None:
    """The problem's code, by SQLite's number where the error still carries it."""
    number = getattr(error, "sqlite_errorcode", None)
    if isinstance(number, int) and number != sqlite3.SQLITE_ERROR:
        return _BY_CODE.get(number & 0xFF)
    lowered = str(error).lower()
    return next((code for piece, code in _BY_WORDS if piece in lowered), None)
