"""Writes a list to a file for others: the same columns, order and filter as on the screen."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from areateam.core.columns import Column
from areateam.core.problems import FileProblem, UserProblem
from areateam.core.progress import Progress, Quiet
from areateam.exports.csv_export import write_csv
from areateam.exports.export_cells import Counted, Rows
from areateam.exports.json_export import write_json
from areateam.exports.xlsx_export import write_xlsx
from areateam.store.files import whole_file
from areateam.store.schema import APPLICATION_ID

FORMATS = ("csv", "xlsx", "json")

_Write = Callable[[Path, Sequence[Column], Rows], None]
_BESIDE_A_REGISTER = ("-wal", "-shm", "-journal", ".lock")
_ID_AT = 68  # where SQLite's file header keeps the application id


def export_table(
    path: Path,
    format: str,  # noqa: A002 - the word that people use for it
    title: str,
    columns: Sequence[Column],
    rows: Iterable[tuple[object, ...]],
    progress: Progress | None = None,
    *,
    total: int = 0,
    about: Sequence[tuple[str, str]] = (),
    ref: Callable[[int], str] = str,
) -> int:
    """Write `rows` to `path` and return how many there were.

    Each row is (record id, stored value of each column). `title`, and `about` as pairs of words
    and text (filter, as-at date), go on the second sheet of a spreadsheet. `total` is for the
    progress, `ref` gives the name of a record in JSON. The file is whole or was never there.
    Raises UserProblem: option-unusable, export-over-register, export-cell-too-long,
    export-character-unfit, export-too-long; FileProblem: folder-missing, file-is-folder,
    disk-full, file-in-use, file-unwritable; Cancelled.
    """
    path = path.absolute()
    if format not in FORMATS:
        allowed = ", ".join(FORMATS)
        raise UserProblem("option-unusable", option="The format", value=format, detail=allowed)
    with _file_failures(path):
        _refuse_place(path)
    counted = Counted(rows, progress or Quiet(), total, f"Writing {path.name}")
    writers: dict[str, _Write] = {
        "csv": write_csv,
        "xlsx": partial(write_xlsx, title=title, about=about),
        "json": partial(write_json, ref=ref),
    }
    with _file_failures(path), whole_file(path) as temporary:
        counted.tell()
        writers[format](temporary, columns, counted)
    return counted.done


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
