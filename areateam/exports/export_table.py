"""Writes a list to a file for others: the same columns, order and filter as on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from areateam.core.columns import Column
from areateam.core.paper import Printer, no_printer
from areateam.core.problems import UserProblem
from areateam.core.progress import Progress, Quiet
from areateam.exports.csv_export import write_csv
from areateam.exports.data_package import write_data_package
from areateam.exports.export_cells import Counted, Rows
from areateam.exports.export_file import export_file
from areateam.exports.json_export import write_json
from areateam.exports.page_export import print_page, write_page
from areateam.exports.xlsx_export import write_xlsx

FORMATS = ("csv", "xlsx", "json", "html", "pdf", "datapackage")

_Write = Callable[[Path, Sequence[Column], Rows], None]


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
    printer: Printer = no_printer,
) -> int:
    """Write `rows` to `path` and return how many there were.

    Each row is (record id, stored value of each column). `title`, and `about` as pairs of words
    and text (filter, as-at date), go on the second sheet of a spreadsheet. `total` is for the
    progress, `ref` gives the name of a record in JSON, `printer` makes the PDF. The file is whole
    or was never there. Raises UserProblem: option-unusable, printer-missing, export-over-register,
    export-cell-too-long, export-character-unfit, export-too-long; FileProblem: folder-missing,
    file-is-folder, disk-full, file-in-use, file-unwritable; Cancelled.
    """
    path = path.absolute()
    if format not in FORMATS:
        allowed = ", ".join(FORMATS)
        raise UserProblem("option-unusable", option="The format", value=format, detail=allowed)
    counted = Counted(rows, progress or Quiet(), total, f"Writing {path.name}")
    writers: dict[str, _Write] = {
        "csv": write_csv,
        "xlsx": partial(write_xlsx, title=title, about=about),
        "json": partial(write_json, ref=ref),
        "datapackage": partial(write_data_package, title=title, about=about),
        "html": partial(write_page, title=title, about=about),
        "pdf": partial(print_page, title=title, about=about, printer=printer),
    }
    with export_file(path) as temporary:
        counted.tell()
        writers[format](temporary, columns, counted)
    return counted.done
