"""Writes an empty list with headings that say what they hold: a workbook, or CSV with a schema."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from areateam.core.fields import Field, Kind
from areateam.exports.export_file import export_file
from areateam.exports.xlsx_export import NO_GUESSES, close_book

_LINES = 1000
"""Lines of a sheet that offer the words of a closed list."""
_WORDS = "Words"
_MESSAGE_LIMIT = 255
_TITLE_LIMIT = 32
_TYPES = {
    Kind.DATE: "date",
    Kind.MONEY: "number",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "number",
    Kind.FLAG: "boolean",
}
_WRITTEN = {
    Kind.DATE: "a date such as 1/11/2012",
    Kind.MONEY: "an amount such as 1234.56",
    Kind.INTEGER: "a whole number",
    Kind.DECIMAL: "a number",
    Kind.FLAG: "yes or no",
    Kind.POSTCODE: "a postcode",
    Kind.PHONE: "a telephone number",
    Kind.EMAIL: "an e-mail address",
    Kind.CODE: "a code, as text",
    Kind.BODY: "a code or a name",
    Kind.PERSON: "a name that the register knows",
    Kind.CHOICE: "one of its words",
}


class Described(Protocol):
    """A column of the list: its heading and its field, and whether a line needs it."""

    @property
    def heading(self) -> str:
        """The words over the column."""

    @property
    def field(self) -> Field:
        """What it holds."""

    @property
    def needed(self) -> bool:
        """Whether a line without it is refused."""


def write_list_template(path: Path, title: str, columns: Sequence[Described]) -> Path | None:
    """Write the empty list; the ending .xlsx decides the format, all else is CSV.

    Beside CSV goes a description of its columns (Table Schema), whose path is returned. Raises
    as `export_file` does.
    """
    if path.suffix.lower() == ".xlsx":
        _write_book(path, title, columns)
        return None
    with (
        export_file(path) as temporary,
        temporary.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(column.heading for column in columns)
    beside = path.with_suffix(".schema.json")
    with export_file(beside) as temporary:
        schema = {"title": title, "fields": [_schema_of(column) for column in columns]}
        text = json.dumps(schema, ensure_ascii=False, indent=2)
        temporary.write_text(text + "\n", encoding="utf-8")
    return beside


def _schema_of(column: Described) -> dict[str, Any]:
    field = column.field
    found: dict[str, Any] = {
        "name": column.heading,
        "type": _TYPES.get(field.kind, "string"),
        "description": field.help,
    }
    constraints: dict[str, Any] = {"required": True} if column.needed else {}
    if field.choices:
        constraints["enum"] = [choice.label for choice in field.choices]
    return found | ({"constraints": constraints} if constraints else {})


def _write_book(path: Path, title: str, columns: Sequence[Described]) -> None:
    from xlsxwriter import Workbook

    with export_file(path) as temporary:
        book = Workbook(str(temporary), NO_GUESSES)
        try:
            sheet, about = book.add_worksheet("List"), book.add_worksheet("Columns")
            _write_headings(book, sheet, columns)
            _describe(book, about, title, columns)
        finally:
            close_book(book)


def _write_headings(book: Any, sheet: Any, columns: Sequence[Described]) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    as_text = book.add_format({"num_format": "@"})
    words = book.add_worksheet(_WORDS)
    words.hide()
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        field = column.field
        coded = field.kind in (Kind.CODE, Kind.PHONE)
        width = max(12, min(30, len(column.heading) + 2))
        sheet.set_column(place, place, width, as_text if coded else None)
        sheet.write_string(0, place, column.heading, bold)
        told = {
            "input_title": column.heading[:_TITLE_LIMIT],
            "input_message": _message(column)[:_MESSAGE_LIMIT],
        }
        rule: dict[str, Any] = {"validate": "any", **told}
        if field.choices:
            for line, choice in enumerate(field.choices):
                words.write_string(line, place, choice.label)
            source = f"={_WORDS}!{_span(place, len(field.choices))}"
            rule = {"validate": "list", "source": source, **told}
        sheet.data_validation(1, place, _LINES, place, rule)


def _span(place: int, count: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    name = xl_col_to_name(place)
    return f"${name}$1:${name}${count}"


def _message(column: Described) -> str:
    needed = "Needed. " if column.needed else ""
    written = _WRITTEN.get(column.field.kind, "")
    return f"{needed}{column.field.help}" + (f" Write {written}." if written else "")


def _describe(book: Any, sheet: Any, title: str, columns: Sequence[Described]) -> None:
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 2, 60)
    sheet.write_string(0, 0, title, bold)
    for place, words in enumerate(("Column", "What it holds", "What may stand there")):
        sheet.write_string(2, place, words, bold)
    for line, column in enumerate(columns, 3):
        choices = ", ".join(choice.label for choice in column.field.choices)
        needed = "Needed. " if column.needed else ""
        sheet.write_string(line, 0, column.heading, wrapped)
        sheet.write_string(line, 1, f"{needed}{column.field.help}", wrapped)
        sheet.write_string(line, 2, choices or _WRITTEN.get(column.field.kind, "text"), wrapped)
