"""The lines of the matrix as it is shown: headings, functions, and each cell on its days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from areateam.core.dates import format_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from areateam.duties.duty_views import BodyView, DutyView, FunctionView, MatrixView

WORDS = {
    "AR": "accountable and responsible",
    "A": "accountable",
    "R": "responsible",
    "C": "consulted",
    "I": "informed",
}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CellPair:
    """What stands in a cell on the day shown, and on the day it is compared with."""

    now: DutyView | None
    then: DutyView | None = None

    @property
    def letters(self) -> tuple[str, str]:
        """Before and now."""
        return (self.then.letters if self.then else "", self.now.letters if self.now else "")


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One function with who was accountable before the change; a heading has no function.

    `counts` are, on a heading, how many of its functions each body is accountable for.
    """

    area: str
    function: FunctionView | None = None
    before: str = ""
    cells: Mapping[str, CellPair] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    size: int = 0
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """Which lines: as a day has them or against another, all or what changes, filtered, folded."""

    day: date
    against: date | None = None
    only_changes: bool = False
    sought: str = ""
    folded: Collection[str] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """The day, or both days in order."""
        return (self.day,) if self.against is None else (self.against, self.day)


def days_compared(matrix: MatrixView, day: date) -> tuple[date, date]:
    """The two days side by side: before and after the change, one of them the day itself."""
    change = matrix.head.change_on
    return min(day, change - _DAY), max(day, change)


def matrix_lines(matrix: MatrixView, shown: Shown) -> list[MatrixLine]:
    """The lines in order, each area below its heading; a filter opens what is folded."""
    now = matrix.cells_on(shown.day)
    then = matrix.cells_on(shown.against) if shown.against else {}
    eve = matrix.cells_on(matrix.head.change_on - _DAY)
    groups: dict[str, list[MatrixLine]] = {}
    for function in matrix.functions:
        if _is_wanted(function, shown) and (
            not shown.only_changes
            or accountable(then, function.code) != accountable(now, function.code)
        ):
            cells = dict(_pairs(function.code, now, then))
            before = ", ".join(accountable(eve, function.code))
            line = MatrixLine(function.area, function, before, cells)
            groups.setdefault(function.area, []).append(line)
    found = []
    for area, lines in groups.items():
        folded = area in shown.folded and not shown.sought
        found.append(_heading(area, lines, folded=folded))
        found += () if folded else lines
    return found


def _is_wanted(function: FunctionView, shown: Shown) -> bool:
    known = f"{function.code} {function.name} {function.area}".casefold()
    days = (shown.day, shown.against or shown.day)
    return any(function.exists.holds_on(day) for day in days) and all(
        word in known for word in shown.sought.casefold().split()
    )


def _pairs(
    function: str,
    now: Mapping[tuple[str, str], DutyView],
    then: Mapping[tuple[str, str], DutyView],
) -> Iterator[tuple[str, CellPair]]:
    for code, body in dict.fromkeys((*then, *now)):
        if code == function:
            yield body, CellPair(now.get((code, body)), then.get((code, body)))


def _heading(area: str, lines: Sequence[MatrixLine], *, folded: bool) -> MatrixLine:
    counts: dict[str, int] = {}
    for line in lines:
        for body, pair in line.cells.items():
            if pair.now is not None and "A" in pair.now.letters:
                counts[body] = counts.get(body, 0) + 1
    return MatrixLine(area, counts=counts, size=len(lines), folded=folded)


def bodies_shown(matrix: MatrixView, lines: Sequence[MatrixLine], shown: Shown) -> list[BodyView]:
    """The columns: bodies that hold anything in the lines, and our own where it exists.

    Of two days, those that end between them come first.
    """
    held = {code for line in lines for code in (*line.cells, *line.counts)}
    found = [b for b in matrix.bodies if b.code in held or (b.own and b.exists.holds_on(shown.day))]
    return sorted(found, key=lambda body: body.exists.holds_on(shown.day))


def accountable(cells: Mapping[tuple[str, str], DutyView], function: str) -> list[str]:
    """The codes of the bodies that are accountable for a function."""
    return [
        body for (held, body), duty in cells.items() if held == function and "A" in duty.letters
    ]


def pair_words(pair: CellPair | None, *, compared: bool) -> str:
    """A cell in words, on one day or on both."""
    now = duty_words(pair.now) if pair and pair.now else "nothing"
    if not compared:
        return now
    then = duty_words(pair.then) if pair and pair.then else "nothing"
    return f"before: {then}; after: {now}" if then != now else f"before and after: {now}"


def duty_words(duty: DutyView) -> str:
    """A cell in words: what, since when, what stands behind it."""
    first, last = duty.span.first, duty.span.last
    days = [
        f"from {format_date(first.isoformat())}" if first else "",
        f"until {format_date(last.isoformat())}" if last else "",
    ]
    parts = [WORDS[duty.letters], " ".join(day for day in days if day)]
    parts.append("" if duty.confirmed else "not confirmed")
    words = ", ".join(part for part in parts if part)
    return ". ".join(part for part in (words, duty.source or "No source", duty.note) if part)
