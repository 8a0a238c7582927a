"""The query sheet: lines a PCT is asked about, as a workbook that can only be answered.

Good cells are locked; those that are wrong are open, marked, and say why. Nothing in it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from areateam.core.queries import ANSWERS, HEADINGS, QueryLine
from areateam.exports.export_file import export_file
from areateam.exports.xlsx_export import NO_GUESSES, close_book, text_writer

FIRST_LINE = 4
"""The row below the headings, counted from 0."""

_WIDTHS = (2, 24, 7, 52, 20, 28)
_NAME_LIMIT = 31
_MESSAGE_LIMIT = 255
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LISTS = "Lists"
_HOW = (
    "Choose an answer in each line. Yellow cells are those we ask about and can be "
    "changed; all others are locked. Lines without an answer stay open. Send this file back."
)
_PROTECTION = {
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}


def write_query_sheet(
    path: Path, lines: Iterable[QueryLine], pcts: Mapping[str, str], *, asked_by: str
) -> int:
    """Write the lines, one sheet for each PCT and layout, and return how many there were.

    `pcts` are names by code; `asked_by` says who asks, and when. Raises UserProblem
    export-cell-too-long or export-character-unfit where a text does not fit a cell, and as
    `export_file` does; no file is left then.
    """
    from xlsxwriter import Workbook

    sheets: dict[tuple[str, tuple[str, ...]], list[QueryLine]] = {}
    for line in lines:
        sheets.setdefault((line.pct, line.headings), []).append(line)
    with export_file(path) as temporary:
        book = Workbook(str(temporary), NO_GUESSES)
        try:
            writer = _SheetWriter(book)
            taken: set[str] = set()
            for (pct, headings), asked in sorted(sheets.items()):
                title = f"{pct} {pcts.get(pct, '')}".strip() or "PCT not stated"
                writer.add(_sheet_name(title, taken), title, asked_by, headings, asked)
            writer.finish()
        finally:
            close_book(book)
    return sum(map(len, sheets.values()))


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that a workbook allows and that no other sheet has."""
    bare = _NOT_IN_NAMES.sub(" ", title).strip("' ") or "Lines"
    name, number = bare[:_NAME_LIMIT].strip(), 1
    while name.casefold() in taken or name.casefold() in (_LISTS.casefold(), "history"):
        number += 1
        end = f" ({number})"
        name = bare[: _NAME_LIMIT - len(end)].strip() + end
    taken.add(name.casefold())
    return name


class _SheetWriter:
    """Writes sheets into one book; lists to choose from stand in a hidden sheet of their own."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._lists: dict[tuple[str, ...], str] = {}
        wrap = {"text_wrap": True, "valign": "top"}
        self._bold = book.add_format({"bold": True})
        self._head = book.add_format({"bold": True, "bottom": 1, **wrap})
        self._plain = book.add_format({"valign": "top", "num_format": "@"})
        self._reason = book.add_format({"italic": True, **wrap})
        # "@" keeps what is typed a text: 007 stays 007.
        self._open = book.add_format(
            {"locked": False, "num_format": "@", "bg_color": "#FFF2B3", "border": 1, **wrap}
        )

    def add(
        self,
        name: str,
        title: str,
        asked_by: str,
        headings: Sequence[str],
        lines: Sequence[QueryLine],
    ) -> None:
        sheet = self._book.add_worksheet(name)
        text_writer(sheet, "Title", self._bold)(0, 1, f"Questions about your list: {title}")
        text_writer(sheet, "Title")(1, 1, asked_by)
        text_writer(sheet, "Title")(2, 1, _HOW)
        for place, heading in enumerate((*HEADINGS, *headings)):
            width = _WIDTHS[place] if place < len(_WIDTHS) else max(10, len(heading) + 2)
            hidden = {"hidden": True} if place == 0 else {}
            sheet.set_column(place, place, min(width, 60), None, hidden)
            text_writer(sheet, heading, self._head)(FIRST_LINE - 1, place, heading)
        for row, line in enumerate(lines, start=FIRST_LINE):
            self._add_line(sheet, row, line)
        self._offer(sheet, FIRST_LINE, FIRST_LINE + len(lines) - 1, 4, ANSWERS, "Your answer")
        sheet.freeze_panes(FIRST_LINE, len(HEADINGS))
        sheet.protect("", _PROTECTION)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST_LINE - 1)

    def _add_line(self, sheet: Any, row: int, line: QueryLine) -> None:
        plain = text_writer(sheet, "The line", self._plain)
        for place, text in enumerate((line.mark, line.file, str(line.line))):
            plain(row, place, text)
        text_writer(sheet, HEADINGS[3], self._reason)(row, 3, " ".join(line.reasons))
        for place in (4, 5):
            sheet.write_blank(row, place, None, self._open)
        for place, cell in enumerate(line.cells):
            at = place + len(HEADINGS)
            heading = line.headings[place]
            if not line.may_change(place):
                text_writer(sheet, heading, self._plain)(row, at, cell)
                continue
            if cell:
                text_writer(sheet, heading, self._open)(row, at, cell)
            else:
                sheet.write_blank(row, at, None, self._open)
            why = line.faults.get(place, "")
            if place in line.choices:
                self._offer(sheet, row, row, at, line.choices[place], heading, why)
            elif why:
                told = {"input_title": heading[:32], "input_message": why[:_MESSAGE_LIMIT]}
                sheet.data_validation(row, at, row, at, {"validate": "any", **told})

    def _offer(
        self,
        sheet: Any,
        first: int,
        last: int,
        place: int,
        words: Sequence[str],
        title: str,
        why: str = "",
    ) -> None:
        """Let one of some words be chosen."""
        told = {"input_title": title[:32], "input_message": why[:_MESSAGE_LIMIT]} if why else {}
        rule = {
            "validate": "list",
            "source": self._list(tuple(words)),
            "error_title": title[:32],
            "error_message": "Choose one of the list.",
            **told,
        }
        sheet.data_validation(first, place, last, place, rule)

    def _list(self, words: tuple[str, ...]) -> str:
        """Where a list stands; a rule of its own holds too few letters for most of them."""
        if words not in self._lists:
            letter = _column(len(self._lists))
            self._lists[words] = f"={_LISTS}!${letter}$1:${letter}${len(words)}"
        return self._lists[words]

    def finish(self) -> None:
        """Write the lists."""
        sheet = self._book.add_worksheet(_LISTS)
        sheet.hide()
        for place, words in enumerate(self._lists):
            for row, word in enumerate(words):
                text_writer(sheet, _LISTS)(row, place, word)
        if not self._book.worksheets()[:-1]:
            sheet.write_string(0, 0, "No line waits.")


def _column(number: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
