"""One process writes a register at a time; a lock that a crash cannot leave behind."""

from __future__ import annotations

import getpass
import json
import os
import platform
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from areateam.core.problems import RegisterProblem

_BYTE = 1 << 30
"""Where the locked byte lies on Windows: past the text, so that others can read it."""


def lock_path(register: Path) -> Path:
    """The lock file beside a register."""
    return register.with_name(register.name + ".lock")


class RegisterLock:
    """Held while this process may write; the system lets it go when the process ends."""

    def __init__(self, register: Path) -> None:
        self._register = register
        self._path = lock_path(register)
        self._file: IO[bytes] | None = None

    def acquire(self, wait_seconds: float = 0.0) -> None:
        """Take the lock, trying for so many seconds.

        Raises RegisterProblem("register-locked") that names who has it and since when.
        """
        deadline = time.monotonic() + wait_seconds
        while not self._try():
            if time.monotonic() >= deadline:
                raise RegisterProblem("register-locked", self._register, **holder(self._path))
            time.sleep(0.02)

    def release(self) -> None:
        """Let go, and take the file away where the system allows it."""
        if self._file is None:
            return
        # Unlinked while still held: nobody can lock a name that no longer leads here.
        if sys.platform != "win32":
            self._path.unlink(missing_ok=True)
        self._file.close()
        self._file = None

    def _try(self) -> bool:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        handle = os.fdopen(descriptor, "r+b", buffering=0)
        if not _lock(handle) or not self._is_current(handle):
            handle.close()
            return False
        self._file = handle
        # Who holds it is only told to others: a full disk must not keep a register shut.
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.write(descriptor, json.dumps(_own_words()).encode())
        return True

    def _is_current(self, handle: IO[bytes]) -> bool:
        """Whether the locked file has the lock's name: its last holder may have unlinked it."""
        try:
            return os.path.samestat(os.fstat(handle.fileno()), self._path.stat())
        except OSError:
            return False


def holder(path: Path) -> dict[str, Any]:
    """Who a lock file says holds it: user, host, process and since; blanks where unreadable."""
    words: dict[str, Any] = {"user": "", "host": "", "process": 0, "since": ""}
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return words
    if isinstance(read, dict):
        words.update({name: value for name, value in read.items() if name in words})
    return words


def own_user() -> str:
    """This person's name on this computer; "somebody" where the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"


def _own_words() -> dict[str, Any]:
    return {
        "user": own_user(),
        "host": platform.node(),
        "process": os.getpid(),
        "since": time.strftime("%Y-%m-%d %H:%M"),
    }


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: IO[bytes]) -> bool:
        handle.seek(_BYTE)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: IO[bytes]) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
