"""A file that is written for others: never over a register, whole or not at all."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from areateam.core.problems import FileProblem, UserProblem
from areateam.store.files import whole_file
from areateam.store.schema import APPLICATION_ID

_BESIDE_A_REGISTER = ("-wal", "-shm", "-journal", ".lock")
_ID_AT = 68  # where SQLite's file header keeps the application id


@contextmanager
def export_file(path: Path) -> Iterator[Path]:
    """Give a temporary file to write to, which takes the name when all went well.

    Raises UserProblem("export-over-register"); FileProblem: folder-missing, file-is-folder,
    disk-full, file-in-use, file-unwritable.
    """
    path = path.absolute()
    with _file_failures(path):
        _refuse_place(path)
    with _file_failures(path), whole_file(path) as temporary:
        yield temporary


def _refuse_place(path: Path) -> None:
    if path.is_dir():
        raise FileProblem("file-is-folder", path)
    if not path.parent.is_dir():
        raise FileProblem("folder-missing", path, folder=str(path.parent))
    places = [path]
    places += [
        path.with_name(path.name.removesuffix(ending))
        for ending in _BESIDE_A_REGISTER
        if path.name.endswith(ending)
    ]
    if any(map(_is_register, places)):
        raise UserProblem("export-over-register", path=str(path))


def _is_register(path: Path) -> bool:
    """Whether a register of ours lies at the path, told by its header."""
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
    except OSError:
        return False
    return head[:6] == b"SQLite" and head[_ID_AT : _ID_AT + 4] == APPLICATION_ID.to_bytes(4, "big")


@contextmanager
def _file_failures(path: Path) -> Iterator[None]:
    """Raise FileProblem for what the system says against the file."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise FileProblem("disk-full", path) from error
        if getattr(error, "winerror", None) in (32, 33):
            raise FileProblem("file-in-use", path) from error
        raise FileProblem("file-unwritable", path, reason=error.strerror or "") from error
