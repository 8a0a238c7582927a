"""Writes a list as a page of HTML, or as a PDF of that page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from areateam.core.columns import Column
from areateam.core.paper import Printer, heading, page, paragraph, table
from areateam.core.values import format_value
from areateam.exports.export_cells import Rows

_About = Sequence[tuple[str, str]]


def write_page(
    path: Path, columns: Sequence[Column], rows: Rows, *, title: str, about: _About
) -> None:
    """Write the rows as a page that opens in a browser: values as the screen shows them."""
    html = list_page(columns, rows, title=title, about=about)
    path.write_bytes(html.encode("utf-8", "replace"))


def print_page(
    path: Path,
    columns: Sequence[Column],
    rows: Rows,
    *,
    title: str,
    about: _About,
    printer: Printer,
) -> None:
    """Print the page as a PDF, across the sheet."""
    printer(list_page(columns, rows, title=title, about=about), path, title=title, landscape=True)


def list_page(columns: Sequence[Column], rows: Rows, *, title: str, about: _About) -> str:
    """The page of a list: its title, what it is narrowed to, and its rows."""
    lines = [
        [_words(column, value) for column, value in zip(columns, row[1:], strict=True)]
        for chunk in rows
        for row in chunk
    ]
    numbers = [place for place, column in enumerate(columns) if column.is_number]
    said = [paragraph(f"{words}: {text}", quiet=True) for words, text in about]
    heads = [column.label for column in columns]
    return page(title, [heading(title), *said, table(heads, lines, numbers=numbers)])


def _words(column: Column, value: object) -> str:
    return format_value(column.field, value if isinstance(value, int | str) else None)
