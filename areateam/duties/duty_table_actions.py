"""A matrix as a table of lines: what a file states is read, checked and put into the register."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from areateam.catalogue.duty_definitions import LETTERS
from areateam.core.problems import UserProblem
from areateam.core.spreadsheet_text import undo_formula_guard
from areateam.duties.duty_actions import Cell, set_cell
from areateam.duties.duty_views import MatrixView
from areateam.ledger.ledger import Write

HEADINGS = ("function", "name", "body", "letters", "from", "to", "source", "evidence", "note")
"""The columns of the table, in order; dates are ISO, blank where the span is without end."""
_NEEDED = ("function", "body", "letters")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that was read: what a cell becomes."""

    function: int
    body: int
    cell: Cell


def table_lines(matrix: MatrixView) -> Iterator[tuple[str, ...]]:
    """Every duty of a matrix as a line under HEADINGS."""
    names = {function.code: function.name for function in matrix.functions}
    for duty in matrix.duties:
        first, last = duty.span.first, duty.span.last
        yield (
            duty.function,
            names[duty.function],
            duty.body,
            duty.letters,
            first.isoformat() if first else "",
            last.isoformat() if last else "",
            duty.source,
            duty.evidence,
            duty.note,
        )


def lines_read(matrix: MatrixView, text: str) -> list[Line]:
    """The lines of a file that say something else than the matrix does.

    Raises UserProblem("duties-line-refused") at the first line that cannot be taken in.
    """
    functions = {function.code: function.id for function in matrix.functions}
    bodies = {body.code: body.id for body in matrix.bodies}
    stands = {
        (d.function, d.body, d.letters, d.span.first, d.span.last, d.source, d.note)
        for d in matrix.duties
    }
    found = []
    for number, row in _records(text):
        try:
            cell = _cell(row)
            named = (row["function"].strip(), row["body"].strip())
            line = Line(functions[named[0]], bodies[named[1]], cell)
        except (KeyError, ValueError) as why:
            detail = f"{why.args[0]!s} is not known" if isinstance(why, KeyError) else str(why)
            raise UserProblem("duties-line-refused", line=number, detail=detail) from why
        stated = (*named, cell.letters, cell.first, cell.last, cell.source, cell.note)
        if stated not in stands:
            found.append(line)
    return found


def put_lines(write: Write, lines: Sequence[Line]) -> None:
    """Put the lines into the register; each takes the place of what stood on its days."""
    for line in lines:
        set_cell(write, line.function, line.body, line.cell)


def _records(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            detail = f"it has no column {missing[0]}"
            raise UserProblem("duties-line-refused", line=1, detail=detail)
        for row in reader:
            if None in row or None in row.values():
                detail = "it has too many or too few values"
                raise UserProblem("duties-line-refused", line=reader.line_num, detail=detail)
            yield reader.line_num, row
    except csv.Error as why:
        raise UserProblem("duties-line-refused", line=reader.line_num, detail=str(why)) from why


def _cell(row: dict[str, str]) -> Cell:
    letters = row["letters"].strip().upper().replace("/", "")
    if letters and letters not in LETTERS:
        raise ValueError(f"“{row['letters']}” is none of {', '.join(LETTERS)}")
    first, last = _day(row.get("from", "")), _day(row.get("to", ""))
    if first and last and last < first:
        raise ValueError("its last day lies before its first")
    source, note = (undo_formula_guard(row.get(name, "")) for name in ("source", "note"))
    return Cell(letters, first, last, source, note)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise ValueError(f"“{text}” is not a date such as 2013-04-01") from None
