"""Spreadsheets (xlsx, xls, xlsb, ods) as rows of text; other kinds of file told by their bytes."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from areateam.core.problems import FileProblem
from areateam.imports.sheet_cells import Told, told_of
from areateam.imports.sheet_package import check_package
from areateam.imports.sheet_probe import is_readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet, CalamineWorkbook

SHEET_ROWS_SAMPLED = 200
_FIRST_DAY = date(1899, 12, 30)
"""What a workbook counts its days from, as it takes 1900 for a leap year."""
_FIRST_DAY_OF_1904 = date(1904, 1, 1)
_SERIALS = range(10_000, 73_051)
"""Numbers that stand for days from 1927 to 2099."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNS = (
    (b"%PDF", "a PDF document"),
    (b"GIF8", "a picture"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3\0", "a database"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"{\\rtf", "a word processor document"),
    (b"MZ\x90", "a program"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"PK\x05\x06", "a packed file"),
)
_MARKUP = re.compile(rb"\s*<(\?xml|!doctype|html|table|!--)", re.IGNORECASE)
_JSON = re.compile(rb'\s*(\[\s*([\[{"\]]|\d)|\{\s*")')


def kind_of_file(path: Path, head: bytes) -> str:
    """Tell "sheet" or "text" by the first bytes; FileProblem file-is-other for other kinds."""
    for sign, what in _SIGNS:
        if head.startswith(sign):
            raise FileProblem("file-is-other", path, what=what)
    if head.startswith(_OLE):
        return "sheet"
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(path)
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(plain):
        raise FileProblem("file-is-other", path, what="a web page or XML document")
    if _JSON.match(plain) and not plain.startswith(b"[]"):
        raise FileProblem("file-is-other", path, what="a JSON document")
    return "text"


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
            if any(name.startswith("xl/workbook") for name in names):
                return "sheet"
            first = packed.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        # What zipfile raises for packing it does not know (NotImplementedError) or a password too.
        raise FileProblem("sheet-damaged", path) from error
    if b"opendocument.spreadsheet" in first:
        return "sheet"
    document = any(name.startswith("word/") for name in names) or b"opendocument" in first
    what = "a word processor document" if document else "a packed file"
    raise FileProblem("file-is-other", path, what=what)


class Book:
    """An open spreadsheet file, its sheets' names and their rows as text."""

    def __init__(self, path: Path, *, checked: bool = False) -> None:
        self.path = path
        if not checked:
            _check(path)
        self._book = _open_book(path)
        # The library parses a sheet afresh each time it is asked for.
        self._open: dict[str, CalamineSheet] = {}
        self._told: dict[str, Told] = {}
        self.sheets: tuple[str, ...] = tuple(self._book.sheet_names)

    def choose(self, sheet: str | None) -> str:
        """The sheet of that name, else the first that holds anything; FileProblem if none.

        A hidden sheet is chosen only where no other holds anything.
        """
        if sheet is not None:
            if sheet not in self.sheets:
                raise FileProblem(
                    "sheet-missing", self.path, sheet=sheet, sheets=", ".join(self.sheets)
                )
            return sheet
        filled = (name for name in (*self.visible, *self.sheets) if self.is_filled(name))
        if found := next(filled, None):
            return found
        raise FileProblem("file-empty", self.path)

    @property
    def visible(self) -> tuple[str, ...]:
        """The sheets that are not hidden."""
        visible = "SheetVisibleEnum.Visible"
        return tuple(m.name for m in self._book.sheets_metadata if str(m.visible) == visible)

    def is_filled(self, sheet: str) -> bool:
        """Whether any cell of the sheet holds anything."""
        return self._sheet(sheet).end is not None

    def height(self, sheet: str) -> int:
        """The number of rows down to the last one used."""
        end = self._sheet(sheet).end
        return 0 if end is None else int(end[0]) + 1

    def rows(self, sheet: str) -> Iterator[list[str]]:
        """Each row from the first row of the sheet, blank ones too, as equally many texts."""
        found = self._sheet(sheet)
        if found.start is None or found.end is None:
            return
        above, left = found.start
        width = found.end[1] + 1
        for _ in range(above):
            yield [""] * width
        margin = [""] * left
        told = self.told(sheet)
        first_day = _FIRST_DAY_OF_1904 if told.from_1904 else _FIRST_DAY
        dated = _dated(islice(found.iter_rows(), above, above + SHEET_ROWS_SAMPLED))
        # The library gives the blank rows above too, but not the blank columns to the left.
        for number, row in enumerate(islice(found.iter_rows(), above, None), start=above):
            for column in dated:
                row[column] = _as_date(row[column], first_day)
            cells = margin + [cell if type(cell) is str else cell_text(cell) for cell in row]
            if number in told.texts:
                told.put(number, cells)
            yield cells

    def told(self, sheet: str) -> Told:
        """What the package tells of the sheet beside its values."""
        if sheet not in self._told:
            self._told = {sheet: told_of(self.path, sheet)}
        return self._told[sheet]

    def _sheet(self, name: str) -> CalamineSheet:
        if name not in self._open:
            with _Translated(self.path):
                self._open = {name: self._book.get_sheet_by_name(name)}
        return self._open[name]


def _check(path: Path) -> None:
    """Refuse a file that the library could not read in reasonable memory; FileProblem."""
    packed = zipfile.is_zipfile(path)
    if not (packed and check_package(path)) and not is_readable(path):
        raise FileProblem("sheet-too-large" if packed else "sheet-damaged", path)


class _Translated:
    """Turns whatever the library raises, its panics too, into a FileProblem."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        if kind is None or issubclass(kind, FileProblem):
            return
        # A panic in the library's compiled code is no Exception, so it is told by its name.
        if issubclass(kind, Exception) or kind.__name__ == "PanicException":
            code = "sheet-locked" if kind.__name__ == "PasswordError" else "sheet-damaged"
            raise FileProblem(code, self.path) from None


def _open_book(path: Path) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook

    with path.open("rb") as stream:
        head = stream.read(1 << 16)
        if head.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in head:
            raise FileProblem("sheet-locked", path)
        stream.seek(0)
        with _Translated(path):
            try:
                # As bytes: by name the library would trust the ending, and files are renamed.
                return CalamineWorkbook.from_filelike(stream)
            except CalamineError:
                # By name it is told why: a password, or damage.
                return CalamineWorkbook.from_path(path)
    raise FileProblem("sheet-damaged", path)


def _dated(rows: Iterable[Sequence[object]]) -> set[int]:
    """The columns in which any cell is shown as a date."""
    return {place for row in rows for place, cell in enumerate(row) if isinstance(cell, date)}


def _as_date(cell: Any, first_day: date) -> Any:
    """A cell of a column of dates; a bare number of days, which somebody pasted, as its date."""
    if type(cell) in (int, float) and cell in _SERIALS:
        return first_day + timedelta(days=int(cell))
    return cell


def cell_text(value: object) -> str:
    """A cell as text: ISO dates, whole numbers without decimals, TRUE or FALSE."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return "" if value is None else str(value)
