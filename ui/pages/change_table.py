"""Changes as a table: when, who, what, before and after, and the way to put one back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from areateam.contracts.change_word_views import EMPTY
from areateam.contracts.contract_change_views import ChangeLine
from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field
from ui.style.marks import Tone
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

PUT_BACK = "put_back"
_COLUMNS = {
    "at": Column(Field("at", "When"), "", width=150),
    "who": Column(Field("who", "Who"), "", width=120),
    "name": Column(Field("name", "Record"), "", width=190),
    "what": Column(Field("what", "What"), "", width=160),
    "change": Column(Field("change", "Change"), "", width=230),
    "label": Column(Field("label", "In"), "", width=220),
    PUT_BACK: Column(Field(PUT_BACK, "Put back"), "", width=90),
}
CONTRACT_COLUMNS = ("at", "who", "what", "change", "label", PUT_BACK)
OPERATION_COLUMNS = ("name", "what", "change")
_TIGHT = {"name": 150, "what": 120, "change": 150}


class ListedRows:
    """A list that is whole in memory, as a source of rows; each has its id first."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        self.columns = columns
        self._rows = rows

    def count(self) -> int:
        """How many there are."""
        return len(self._rows)

    def rows(self, first: int, limit: int) -> Sequence[Row]:
        """A piece of the list."""
        return self._rows[first : first + limit]

    def position(self, record: Any) -> int | None:
        """Where the one with this id stands."""
        return next((at for at, row in enumerate(self._rows) if row[0] == record), None)


class ChangeTable(TableView):
    """Shows `ChangeLine`s; ids are their numbers."""

    def __init__(self, keys: Sequence[str], *, name: str) -> None:
        tight = keys == OPERATION_COLUMNS
        self._columns = [
            replace(_COLUMNS[key], width=_TIGHT[key]) if tight else _COLUMNS[key] for key in keys
        ]
        self.lines: dict[int, ChangeLine] = {}
        self.writable = True
        looks = {"change": _change_cell, "label": _label_cell, PUT_BACK: self._way_back}
        model = LazyTableModel(ListedRows(self._columns, []), looks=looks)
        super().__init__(model, name=name, stretch="name" if tight else "label")

    def set_lines(self, lines: Sequence[ChangeLine], *, writable: bool) -> None:
        """Show these changes; without `writable` none can be put back."""
        self.lines = {line.number: line for line in lines}
        self.writable = writable
        keys = [column.key for column in self._columns]
        self.set_source(ListedRows(self._columns, [_row(line, keys) for line in lines]))

    def _way_back(self, value: Any, row: Row) -> Cell:
        line: ChangeLine = value
        if not line.key or not self.writable:
            return Cell("", spoken="cannot be put back")
        return Cell("Put back", link=True, spoken=f"Put back {line.before}")


def moment_words(at: str) -> str:
    """A moment of the journal as people say it, "30 Oct 2012, 16:05"."""
    return f"{format_date(at[:10])}, {at[11:16]}"


def change_spans(line: ChangeLine) -> list[Span]:
    """Before, an arrow and after in semibold; what was added or removed alone."""
    if not line.before:
        return [Span(line.after, strong=True)]
    return [Span(f"{line.before} → "), Span(line.after, strong=True)]


def _row(line: ChangeLine, keys: Sequence[str]) -> Row:
    values = {
        "at": moment_words(line.at),
        "who": line.who,
        "name": line.name,
        "what": line.what,
    }
    return (line.number, *(values.get(key, line) for key in keys))


def _change_cell(value: Any, _: Row) -> Cell:
    line: ChangeLine = value
    if not line.before or line.before == EMPTY:
        return Cell(line.after, strong=True)
    return Cell(line.after, before=line.before)


def _label_cell(value: Any, _: Row) -> Cell:
    line: ChangeLine = value
    return Cell(line.source or line.label, tone=Tone.QUIET, spoken=f"{line.label} {line.source}")
