"""What a change of cells makes of a matrix, seen before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from areateam.core.copies import replaced
from areateam.core.dates import format_date
from areateam.core.wording import sentence
from areateam.duties.duty_actions import Cell
from areateam.duties.duty_rules import Span, Stretch
from areateam.duties.duty_views import BodyView, DutyView, FunctionView, MatrixView

_DAY = timedelta(days=1)


class Line(msgspec.Struct, frozen=True):
    """What a cell becomes."""

    function: FunctionView
    body: BodyView
    cell: Cell


class CellChange(msgspec.Struct, frozen=True):
    """What one cell holds on the days of a change, before it and after it, in letters.

    `before` has each state on those days in order, "" where the cell is empty.
    """

    function: FunctionView
    body: BodyView
    span: Span
    before: tuple[str, ...]
    after: str
    source_before: str
    source_after: str

    @property
    def words(self) -> str:
        """“R → AR”, or what else about the cell changes."""
        before = ", then ".join(letters or "nothing" for letters in self.before)
        if set(self.before) == {self.after}:
            source = f"{self.source_before or 'none'} → {self.source_after or 'none'}"
            same = self.source_before == self.source_after
            return f"{before}, other days or note" if same else f"{before}, source: {source}"
        return f"{before} → {self.after or 'nothing'}"

    @property
    def days(self) -> str:
        """The days of the change in words; "" where it has no end on either side."""
        first, last = self.span.first, self.span.last
        parts = [
            f"from {format_date(first.isoformat())}" if first else "",
            f"until {format_date(last.isoformat())}" if last else "",
        ]
        return " ".join(part for part in parts if part)


def until_next(matrix: MatrixView, function: str, body: BodyView, first: date) -> date | None:
    """The last day a change of a cell holds that nobody ends: before the next one stated there."""
    later = [
        duty.span.first
        for duty in matrix.duties
        if (duty.function, duty.body) == (function, body.code)
        and duty.span.first is not None
        and duty.span.first > first
    ]
    return min(later) - _DAY if later else body.exists.last


def alone(matrix: MatrixView, line: Line) -> list[Line]:
    """The changes that take a function from whom else is accountable as a body takes it over.

    What else those bodies are to it stays: accountable and responsible becomes responsible.
    """
    bodies, day = {body.code: body for body in matrix.bodies}, line.cell.first or date.min
    return [
        Line(
            line.function,
            bodies[body],
            replaced(
                line.cell,
                letters=duty.letters.replace("A", ""),
                last=line.cell.last or duty.span.last,
            ),
        )
        for (function, body), duty in matrix.cells_on(day).items()
        if function == line.function.code and body != line.body.code and "A" in duty.letters
    ]


def changes_of(matrix: MatrixView, lines: Sequence[Line]) -> tuple[list[CellChange], MatrixView]:
    """What the lines change cell by cell, in their order, and the matrix as they would leave it."""
    found = []
    for line in lines:
        found.append(cell_change(matrix, line))
        matrix = with_cell(matrix, line)
    return found, matrix


def cell_change(matrix: MatrixView, line: Line) -> CellChange:
    """What a cell holds on the days of a change, before it and after it."""
    function, body, cell = line.function, line.body, line.cell
    days = Span(cell.first, cell.last)
    held = sorted(
        (
            (common.first or date.min, common.last or date.max, duty)
            for duty in matrix.duties
            if (duty.function, duty.body) == (function.code, body.code)
            and (common := duty.span.within(days))
        ),
        key=lambda each: each[:2],
    )
    return CellChange(
        function,
        body,
        days,
        _states([(first, last, duty.letters) for first, last, duty in held], cell),
        cell.letters,
        "; ".join(dict.fromkeys(duty.source for *_, duty in held if duty.source)),
        cell.source,
    )


def _states(held: Sequence[tuple[date, date, str]], cell: Cell) -> tuple[str, ...]:
    """The letters on the days of a cell in order, "" for days on which it is empty."""
    if not held:
        return ("",)
    found = [""] if held[0][0] > (cell.first or date.min) else []
    found.append(held[0][2])
    for (_, last, _), (first, _, letters) in pairwise(held):
        found += ["", letters] if last + _DAY < first else [letters]
    if held[-1][1] < (cell.last or date.max):
        found.append("")
    return tuple(one for at, one in enumerate(found) if not at or one != found[at - 1])


def with_cell(matrix: MatrixView, line: Line) -> MatrixView:
    """The matrix as it would be with a cell changed, by the same cuts as the register makes."""
    function, body, cell = line.function.code, line.body.code, line.cell
    duties: list[DutyView] = []
    for duty in matrix.duties:
        here = (duty.function, duty.body) == (function, body)
        duties += _around(duty, cell) if here else [duty]
    if cell.letters:
        span = Span(cell.first, cell.last)
        duties.append(
            DutyView(0, function, body, cell.letters, span, cell.source, cell.evidence,
                     cell.confidence, cell.note, "", "")
        )  # fmt: skip
    return replaced(matrix, duties=tuple(duties))


def _around(duty: DutyView, cell: Cell) -> Iterator[DutyView]:
    """What is left of a duty before the first and after the last day of a cell."""
    low, high = duty.span.first or date.min, duty.span.last or date.max
    begins, ends = cell.first or date.min, cell.last or date.max
    if high < begins or ends < low:
        yield duty
        return
    if low < begins:
        yield replaced(duty, span=Span(duty.span.first, begins - _DAY))
    if ends < high:
        yield replaced(duty, span=Span(ends + _DAY, duty.span.last))


def with_body_days(
    matrix: MatrixView, body: BodyView, first: date | None, last: date | None
) -> MatrixView:
    """The matrix as it would be with a body existing on other days."""
    bodies = (
        replaced(each, exists=Span(first, last)) if each.id == body.id else each
        for each in matrix.bodies
    )
    return replaced(matrix, bodies=tuple(bodies))


def consequences(before: MatrixView, after: MatrixView) -> list[str]:
    """Sentences for the gaps and overlaps that a change makes between the days shown."""
    days = (before.head.shown_from, before.head.shown_to)
    was, then = before.proof(*days), after.proof(*days)
    known = {*was.gaps, *was.overlaps}
    return [
        _sentence(after, stretch)
        for stretch in (*then.gaps, *then.overlaps)
        if stretch not in known
    ]


def _sentence(matrix: MatrixView, stretch: Stretch) -> str:
    name = next(f.name for f in matrix.functions if f.code == stretch.function)
    code = "duty-would-overlap" if stretch.holders else "duty-would-gap"
    return sentence(
        code,
        function=f"{stretch.function} {name}",
        body=", ".join(stretch.holders),
        first=format_date(stretch.first.isoformat()),
        last=format_date(stretch.last.isoformat()),
    )
