"""XLSX: real numbers and dates, texts and codes as text cells, nothing that runs, nothing cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from areateam.core.problems import UserProblem
from areateam.core.spreadsheet_text import CELL_ERRORS, undo_formula_guard
from areateam.core.values import plain_value
from areateam.exports.export_cells import Rows, header_texts

CELL_LIMIT = 32_767
"""UTF-16 units that a cell of a spreadsheet holds."""
LINE_LIMIT = 1_048_575
"""Lines below the header that a sheet holds."""

_EXACT = 10**15
_PIXELS_OF_A_DIGIT = 7
_Writer = Callable[[int, int, Any], None]


def write_xlsx(
    path: Path,
    columns: Sequence[Column],
    rows: Rows,
    *,
    title: str = "",
    about: Sequence[tuple[str, str]] = (),
) -> None:
    """Write one sheet of rows, and a second, About, with the title, `about` and the counts.

    Raises UserProblem: export-cell-too-long, export-character-unfit or export-too-long where a
    text or the list does not fit a sheet.
    """
    from xlsxwriter import Workbook

    # The library keeps rows in files of its own: beside the target, where nobody else may look.
    with TemporaryDirectory(dir=path.parent, prefix=".export.") as folder:
        book = Workbook(str(path), {"constant_memory": True, "tmpdir": folder, **NO_GUESSES})
        sheet = book.add_worksheet("List")
        about_sheet = book.add_worksheet("About")
        try:
            count = _write_list(book, sheet, columns, rows)
            counts = (("Lines", f"{count:,}"), ("Columns", f"{len(columns):,}"))
            _write_about(book, about_sheet, [("Title", title), *about, *counts])
        finally:
            # Also after a failure: it closes the library's own files. The caller drops the rest.
            close_book(book)


def close_book(book: Any) -> None:
    """Write the file; what the system says against it comes as the OSError that it was."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:
        raise OSError(*getattr(error.args[0], "args", error.args)) from error


NO_GUESSES = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": False,
}


def _write_list(book: Any, sheet: Any, columns: Sequence[Column], rows: Rows) -> int:
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, (column, header) in enumerate(zip(columns, header_texts(columns), strict=True)):
        sheet.set_column(place, place, max(8, column.width / _PIXELS_OF_A_DIGIT))
        sheet.write_string(0, place, header, bold)
    sheet.freeze_panes(1, 0)
    writers = [_writer(book, sheet, column.field) for column in columns]
    line = 0
    for chunk in rows:
        if line + len(chunk) > LINE_LIMIT:
            raise UserProblem("export-too-long", limit=f"{LINE_LIMIT:,}")
        for row in chunk:
            line += 1
            for place, write in enumerate(writers):
                value = row[place + 1]
                if value is not None:
                    write(line, place, value)
    if columns:
        sheet.autofilter(0, 0, line, len(columns) - 1)
    return line


def _write_about(book: Any, sheet: Any, pairs: Sequence[tuple[str, str]]) -> None:
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    write = text_writer(sheet, "About")
    for line, (words, text) in enumerate(pairs):
        sheet.write_string(line, 0, words, bold)
        write(line, 1, text)


def _writer(book: Any, sheet: Any, field: Field) -> _Writer:
    """What writes one value of the field into a cell."""
    write_text = text_writer(sheet, field.label, of_register=True)

    def as_text(line: int, place: int, value: Any) -> None:
        write_text(line, place, plain_value(field, value))

    if field.kind is Kind.DATE:
        return _date_writer(sheet, book.add_format({"num_format": "d mmm yyyy"}), as_text)
    form = _NUMBER_FORMS.get(field.kind)
    if form is None:
        return as_text
    if field.kind is Kind.DECIMAL and field.places:
        form += "." + "0" * field.places
    cell_format = book.add_format({"num_format": form})
    places = 2 if field.kind is Kind.MONEY else field.places
    divisor = 10**places

    def as_number(line: int, place: int, value: Any) -> None:
        # A double, which is all a cell can hold, is exact to 15 digits; a very small one is
        # shown with an exponent, which nobody can tell from a damaged code.
        if isinstance(value, int) and abs(value) < _EXACT and not 0 < abs(value) * 10_000 < divisor:
            sheet.write_number(line, place, value / divisor, cell_format)
        else:
            as_text(line, place, value)

    return as_number


_NUMBER_FORMS = {Kind.MONEY: "£#,##0.00", Kind.INTEGER: "#,##0", Kind.DECIMAL: "#,##0"}


def _date_writer(sheet: Any, cell_format: Any, as_text: _Writer) -> _Writer:
    def as_date(line: int, place: int, value: Any) -> None:
        try:
            sheet.write_datetime(line, place, date.fromisoformat(value), cell_format)
        except (TypeError, ValueError):
            as_text(line, place, value)

    return as_date


def text_writer(
    sheet: Any, label: str, cell_format: Any = None, *, of_register: bool = False
) -> _Writer:
    """What writes a text into a cell, by line and place; a blank one is left out.

    Where it is a value `of_register`, one that reads like an error of a formula is guarded.
    Raises UserProblem: export-cell-too-long or export-character-unfit where a text does not fit,
    with `label` and the line.
    """
    own = [cell_format] if cell_format is not None else []

    def write(line: int, place: int, text: Any) -> None:
        if not text:
            return
        # A text cell never runs. Only what our import would take for a guarded text is guarded.
        looks_guarded = text[0] == "'" and undo_formula_guard(text) != text
        if looks_guarded or (of_register and text.strip() in CELL_ERRORS):
            text = "'" + text
        if len(text) > CELL_LIMIT // 2 and len(text.encode("utf-16-le")) // 2 > CELL_LIMIT:
            raise UserProblem(
                "export-cell-too-long", label=label, line=f"{line:,}", limit=f"{CELL_LIMIT:,}"
            )
        if "\ufffe" in text or "\uffff" in text:
            # XML cannot hold these two, and no reader gives them back; others are escaped.
            raise UserProblem("export-character-unfit", label=label, line=f"{line:,}")
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library would take such a text for its own markup and write it as it stands.
            sheet.write_rich_string(line, place, text[:1], text[1:2], text[2:], *own)
        else:
            sheet.write_string(line, place, text, cell_format)

    return write
