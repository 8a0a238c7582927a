"""A matrix as a table of lines: what a file states is read, checked and put into the register."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date

from areateam.catalogue.definitions import Evidence
from areateam.catalogue.duty_definitions import LETTERS
from areateam.core.problems import UserProblem
from areateam.core.spreadsheet_text import undo_formula_guard
from areateam.duties.cell_views import Line
from areateam.duties.duty_actions import Cell, set_cell
from areateam.duties.duty_views import BodyView, DutyView, FunctionView, MatrixView
from areateam.ledger.ledger import Write

HEADINGS = (
    *("function", "name", "body", "letters", "from", "to"),
    *("source", "evidence", "confidence", "note"),
)
"""The columns of the table, in order; dates are ISO, blank where the span is without end."""
_NEEDED = ("function", "body", "letters")
_COMPARED = tuple(name for name in HEADINGS if name != "name")


def table_lines(matrix: MatrixView) -> Iterator[tuple[str, ...]]:
    """Every duty of a matrix as a line under HEADINGS."""
    names = {function.code: function.name for function in matrix.functions}
    for duty in matrix.duties:
        values = _values(duty)
        yield (values[0], names[duty.function], *values[1:])


def _values(duty: DutyView) -> tuple[str, ...]:
    """A duty as the columns that are compared have it."""
    first, last = duty.span.first, duty.span.last
    return (
        duty.function,
        duty.body,
        duty.letters,
        first.isoformat() if first else "",
        last.isoformat() if last else "",
        duty.source,
        duty.evidence,
        "" if duty.confidence is None else str(duty.confidence),
        duty.note,
    )


def lines_read(matrix: MatrixView, text: str) -> list[Line]:
    """The lines of a file that say something else than the matrix does.

    A column that the file does not have is not compared. Raises
    UserProblem("duties-line-refused") at the first line that cannot be taken in.
    """
    functions = {function.code: function for function in matrix.functions}
    bodies = {body.code: body for body in matrix.bodies}
    held = [dict(zip(_COMPARED, _values(duty), strict=True)) for duty in matrix.duties]
    stands: set[tuple[str, ...]] = set()
    found = []
    for number, row in _records(text):
        here = [name for name in _COMPARED if name in row]
        stands = stands or {tuple(values[name] for name in here) for values in held}
        line = _line(number, row, functions, bodies)
        place = (line.function.code, line.body.code)
        stated = dict(zip(_COMPARED, (*place, *_cell_values(line.cell)), strict=True))
        found += [] if tuple(stated[name] for name in here) in stands else [line]
    return found


def _line(
    number: int,
    row: dict[str, str],
    functions: dict[str, FunctionView],
    bodies: dict[str, BodyView],
) -> Line:
    try:
        return Line(functions[row["function"].strip()], bodies[row["body"].strip()], _cell(row))
    except KeyError as why:
        raise _refusal(number, f"{why.args[0]!s} is not known") from why
    except ValueError as why:
        raise _refusal(number, str(why)) from why


def _refusal(line: int, detail: str) -> UserProblem:
    return UserProblem("duties-line-refused", line=line, detail=detail)


def _cell_values(cell: Cell) -> tuple[str, ...]:
    first, last = cell.first, cell.last
    return (
        cell.letters,
        first.isoformat() if first else "",
        last.isoformat() if last else "",
        cell.source,
        cell.evidence,
        "" if cell.confidence is None else str(cell.confidence),
        cell.note,
    )


def put_lines(write: Write, lines: Sequence[Line]) -> None:
    """Put the lines into the register; each takes the place of what stood on its days."""
    for line in lines:
        set_cell(write, line.function.id, line.body.id, line.cell)


def _records(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            detail = f"it has no column {missing[0]}"
            raise _refusal(1, detail)
        for row in reader:
            if None in row or None in row.values():
                detail = "it has too many or too few values"
                raise _refusal(reader.line_num, detail)
            yield reader.line_num, row
    except csv.Error as why:
        raise _refusal(reader.line_num, str(why)) from why


def _cell(row: dict[str, str]) -> Cell:
    letters = row["letters"].strip().upper().replace("/", "")
    if letters and letters not in LETTERS:
        raise ValueError(f"“{row['letters']}” is none of {', '.join(LETTERS)}")
    first, last = _day(row.get("from", "")), _day(row.get("to", ""))
    if first and last and last < first:
        raise ValueError("its last day lies before its first")
    source, note = (undo_formula_guard(row.get(name, "")) for name in ("source", "note"))
    evidence = row.get("evidence", "").strip().upper()
    if evidence not in ("", *(mark.value for mark in Evidence)):
        raise ValueError(f"“{row['evidence']}” is no mark of evidence")
    sure = row.get("confidence", "").strip()
    if sure and not (sure.isdecimal() and int(sure) <= 100):
        raise ValueError(f"“{sure}” is no confidence between 0 and 100")
    return Cell(letters, first, last, source, note, evidence, int(sure) if sure else None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise ValueError(f"“{text}” is not a date such as 2013-04-01") from None
