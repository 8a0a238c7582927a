"""The matrix as a page of HTML, for a wide sheet: one day, or two side by side in each cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from areateam.core.dates import format_date
from areateam.core.paper import heading, page, paragraph, table
from areateam.duties.duty_views import BodyView, DutyView, MatrixView, area_words

Cells = dict[tuple[str, str], DutyView]
_LEGEND = (
    "A accountable, R responsible, AR both, C consulted, I informed; ? not confirmed yet."
    " Of two days, bodies that end between them come first; an arrow stands where one changes."
)


def matrix_title(matrix: MatrixView, days: Sequence[date]) -> str:
    """What the page is called."""
    return f"{matrix.head.label}, {' and '.join(_on(day) for day in days)}"


def matrix_page(matrix: MatrixView, days: Sequence[date], today: date) -> str:
    """The matrix on one or two days in a row, area by area, and what the codes stand for."""
    return page(matrix_title(matrix, days), _matrix(matrix, days, today))


def _matrix(matrix: MatrixView, days: Sequence[date], today: date) -> Iterator[str]:
    cells = [matrix.cells_on(day) for day in days]
    held = {body for each in cells for _, body in each}
    bodies = sorted(
        (body for body in matrix.bodies if body.code in held),
        key=lambda body: body.exists.holds_on(days[-1]),
    )
    yield heading(matrix_title(matrix, days))
    yield paragraph(f"As at {_on(today)}. {_LEGEND}", quiet=True)
    heads = ("Function", "Name", *(body.code for body in bodies))
    yield table(heads, _lines(matrix, days, cells, bodies))
    yield heading("Bodies", 2)
    yield table(("Code", "Name", "Source"), [(b.code, b.name, b.source) for b in bodies])


def _lines(
    matrix: MatrixView, days: Sequence[date], cells: Sequence[Cells], bodies: Sequence[BodyView]
) -> Iterator[Sequence[str]]:
    there = [f for f in matrix.functions if any(f.exists.holds_on(day) for day in days)]
    columns = [(body.code, _known(body, days, cells)) for body in bodies]
    for area in dict.fromkeys(function.area for function in there):
        among = [function for function in there if function.area == area]
        yield ("", f"{area_words(area)}: {len(among)}", *("" for _ in bodies))
        for function in among:
            letters = (_cell(known, (function.code, code)) for code, known in columns)
            yield (function.code, function.name, *letters)


def _known(body: BodyView, days: Sequence[date], cells: Sequence[Cells]) -> list[Cells]:
    """The cells of those days on which a body exists."""
    return [each for day, each in zip(days, cells, strict=True) if body.exists.holds_on(day)]


def _cell(cells: Sequence[Cells], place: tuple[str, str]) -> str:
    """The letters on each day on which the body exists, once where they are the same."""
    written = [_letters(each.get(place)) for each in cells]
    return written[0] if len(set(written)) == 1 else " → ".join(each or "-" for each in written)


def _letters(duty: DutyView | None) -> str:
    if duty is None:
        return ""
    return duty.letters if duty.confirmed else f"{duty.letters}?"


def _on(day: date) -> str:
    return format_date(day.isoformat())
