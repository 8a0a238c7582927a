"""Reads what a PCT answered: a query sheet, or the marks of the page for a browser, as CSV."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

import msgspec

from areateam.core.problems import FileProblem
from areateam.core.queries import ANSWER, HEADINGS, MARK, REMARK
from areateam.core.spreadsheet_text import undo_formula_guard
from areateam.imports.encodings import blocks
from areateam.imports.reader import examine, read
from areateam.imports.sheet_reader import Book, kind_of_file

_LOOKED_AT = 20
"""Rows in which the headings are looked for; a person may have written a few lines above."""
_BYTES_LOOKED_AT = 65_536
_BYTES_OF_PART = 1_000_000
_PARTS_LOOKED_AT = 500


class Answer(msgspec.Struct, frozen=True):
    """One line of an answered sheet: where it stands, its mark, what was answered."""

    sheet: str
    row: int
    mark: str
    answer: str
    remark: str
    cells: tuple[str, ...]


def is_answered(path: Path) -> bool:
    """Whether a file is a query sheet or marks of ours; False where it cannot be read."""
    try:
        if _kind(path) == "sheet":
            if is_zipfile(path) and not _names_mark(path):
                return False
            book = Book(path)
            return any(_head(islice(book.rows(s), _LOOKED_AT)) is not None for s in book.sheets)
        return _mark_line(path) is not None
    except FileProblem:
        return False


def read_answers(path: Path) -> list[Answer]:
    """Every line of it that has a mark, answered or not; raises FileProblem as an import does."""
    if _kind(path) == "sheet":
        book = Book(path)
        return [a for sheet in book.sheets for a in _answers(sheet, 1, book.rows(sheet))]
    line = _mark_line(path)
    if line is None:
        raise FileProblem("not-answers", path)
    shape = examine(path, header=line)
    rows = [list(shape.header)]
    for chunk in read(shape):
        rows += chunk.records
    return list(_answers("", line, rows))


def _kind(path: Path) -> str:
    # By blocks, which look first whether it is a file: a pipe would be waited for, for ever.
    return kind_of_file(path, next(blocks(path), b"")[:4096])


def _names_mark(path: Path) -> bool:
    """Whether a zipped workbook has the mark's heading near the beginning of a part.

    A part lists its texts in the order of the cells, so this spares reading a large workbook.
    """
    wanted = MARK.encode()
    try:
        with ZipFile(path) as package:
            for name in package.namelist()[:_PARTS_LOOKED_AT]:
                if name.endswith(".xml"):
                    with package.open(name) as part:
                        if wanted in part.read(_BYTES_OF_PART):
                            return True
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, zlib.error):
        # What zipfile raises for packing it does not know (NotImplementedError) or a password too.
        return False
    return False


def _mark_line(path: Path) -> int | None:
    """The physical line of a text on which the headings stand."""
    with path.open("rb") as stream:
        lines = stream.read(_BYTES_LOOKED_AT).splitlines()[:_LOOKED_AT]
    wanted = MARK.encode()
    return next((at for at, text in enumerate(lines, start=1) if wanted in text), None)


def _head(rows: Iterable[Sequence[str]]) -> int | None:
    """How many rows stand before the headings; None where there are none of ours."""
    for at, row in enumerate(rows):
        names = [cell.strip() for cell in row]
        if MARK in names and ANSWER in names:
            return at
    return None


def _answers(sheet: str, first: int, rows: Iterable[Sequence[str]]) -> Iterator[Answer]:
    """The answers below the headings; `first` is the number of the first row."""
    whole = [list(row) for row in rows]
    above = _head(whole[:_LOOKED_AT])
    if above is None:
        return
    names = [cell.strip() for cell in whole[above]]
    mark, answer = names.index(MARK), names.index(ANSWER)
    remark = names.index(REMARK) if REMARK in names else -1
    own = max(names.index(name) for name in HEADINGS if name in names)
    for number, row in enumerate(whole[above + 1 :], start=first + above + 1):
        if row[mark].strip():
            cells = tuple(map(undo_formula_guard, row[own + 1 :]))
            said = row[remark].strip() if remark >= 0 else ""
            yield Answer(sheet, number, row[mark].strip(), row[answer].strip(), said, cells)
