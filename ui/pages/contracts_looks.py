"""Gives some columns of the contract list their look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.catalogue.definitions import Term
from areateam.contracts.contract_rules import Status
from ui.style.marks import Mark, Shape, Tone
from ui.tables.row_source import Cell, Look, Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from areateam.catalogue.catalogue import Catalogue
    from areateam.core.columns import Column
    from areateam.core.fields import Value

ALWAYS_READ = frozenset({"contract_no", "ods_code", "contract_type"})
"""The columns that the looks of others hang on."""

LIMIT = 3000
UNDER = Mark(Shape.LATE, "under 30%")
STATUS_MARKS = {
    Status.TO_DECIDE.value: Shape.RISK,
    Status.NOTICE.value: Shape.RISK,
    Status.SUSPENDED.value: Shape.LATE,
}


def percent(hundredths: int) -> str:
    """A share in hundredths of a per cent, always with two places: "26.40%"."""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{'-' if hundredths < 0 else ''}{whole:,}.{rest:02}%"


def contract_looks(
    catalogue: Catalogue, columns: Sequence[Column], pcts: Mapping[str, str]
) -> dict[str, Look]:
    """The looks of columns by key: names for codes, marks, words for what is blank."""
    places = {column.key: at + 1 for at, column in enumerate(columns)}
    kind_at, ods_at = places["contract_type"], places["ods_code"]

    def number(value: Value, row: Row) -> Cell | None:
        return Cell(str(row[ods_at] or ""), tone=Tone.QUIET) if value is None else None

    def end(value: Value, row: Row) -> Cell | None:
        if value is not None:
            return None
        kind = catalogue.types.get(row[kind_at])
        open_ended = kind is not None and kind.term is Term.OPEN
        return Cell("no end" if open_ended else "not stated", tone=Tone.QUIET)

    def pct(value: Value, _: Row) -> Cell | None:
        return Cell(pcts.get(str(value), str(value))) if value else None

    return {
        "contract_no": number,
        "end_date": end,
        "pct_code": pct,
        "h1_pct": _share,
        "midyear_trigger": lambda value, _: Cell("Yes", mark=UNDER) if value == 1 else None,
        "status": _status,
        "manager": lambda value, _: None if value else Cell("nobody", tone=Tone.QUIET),
    }


def _share(value: Value, _: Row) -> Cell | None:
    if not isinstance(value, int):
        return None
    return Cell(percent(value), mark=UNDER if value < LIMIT else None)


def _status(value: Value, _: Row) -> Cell:
    shape, words = STATUS_MARKS.get(str(value)), str(value).capitalize()
    if shape is not None:
        return Cell(words, mark=Mark(shape, words))
    ended = value in (Status.ENDED.value, Status.TERMINATED.value)
    return Cell(words, tone=Tone.QUIET if ended else None)
