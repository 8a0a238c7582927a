"""Cases in a table of few lines: at a contract, or beside another case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field
from ui.pages.case_words import standing_mark
from ui.pages.change_table import ListedRows
from ui.style.marks import Tone
from ui.style.tokens import PAGE_MARGIN
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.buttons import make_button, make_label
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.cases.case_end_views import CaseLine

_COLUMNS = {
    "standing": Column(Field("standing", "Standing"), "", width=110),
    "title": Column(Field("title", "Case"), "", width=200),
    "name": Column(Field("name", "Contractor"), "", width=190),
    "due": Column(Field("due", "Due"), "", width=120),
    "manager": Column(Field("manager", "Manager"), "", width=110),
    "why": Column(Field("why", "Why"), "", width=190),
    "end": Column(Field("end", "How it ended"), "", width=190),
}
AT_CONTRACT = ("standing", "title", "due", "manager", "end")
BESIDE = ("standing", "title", "name", "due", "manager", "why")
_LINE, _HEAD, _MOST = 28, 34, 12


class CaseLines(TableView):
    """`show_cases(lines)`; `opened(id)` on Enter, a click or a double click."""

    def __init__(self, keys: Sequence[str], name: str) -> None:
        self._keys = tuple(keys)
        self._shown = [_COLUMNS[key] for key in keys]
        looks: Any = dict.fromkeys(keys, _as_made)
        model = LazyTableModel(ListedRows(self._shown, []), looks=looks)
        super().__init__(model, name=name, stretch="title")
        self.setProperty("focusframe", True)

    def show_cases(self, lines: Sequence[CaseLine]) -> None:
        """Show these cases, as high as they need."""
        self.set_source(ListedRows(self._shown, [self._row(line) for line in lines]))
        self.setFixedHeight(_HEAD + _LINE * min(max(len(lines), 1), _MOST))

    def _row(self, line: CaseLine) -> Row:
        mark = standing_mark(line.standing)
        due = format_date(line.next_due) if line.next_due and not line.closed_on else ""
        ended = f"{line.outcome}, {format_date(line.closed_on)}" if line.closed_on else ""
        cells = {
            "standing": Cell(mark.word, mark=mark),
            "title": Cell(line.title, tail=f"CA{line.id}"),
            "name": Cell(line.contract_name),
            "due": Cell(due),
            "manager": Cell(line.manager or "nobody", tone=None if line.manager else Tone.QUIET),
            "why": Cell(line.why, tone=Tone.QUIET),
            "end": Cell(ended, tone=Tone.QUIET),
        }
        return (line.id, *(cells[key] for key in self._keys))


class CaseLinesTab(QWidget):
    """Tables of cases with a title each; `opened(id)` for one, `asked` for the button's work."""

    opened = Signal(int)
    asked = Signal(object)

    def __init__(self, button: str, parts: Sequence[tuple[str, str, Sequence[str]]]) -> None:
        super().__init__()
        self.button = make_button(button, writes=True, icon_name="add")
        self.button.clicked.connect(lambda: self.asked.emit(self.button))
        self._tables: list[CaseLines] = []
        self._notes: list[SpanLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 16, PAGE_MARGIN, 16)
        column.setSpacing(8)
        for title, empty, keys in parts:
            column.addWidget(make_label(title, strong=True))
            table = CaseLines(keys, title)
            table.opened.connect(lambda case: self.opened.emit(int(case)))
            note = SpanLabel(empty, tone=Tone.QUIET, wrap=True)
            column.addWidget(table)
            column.addWidget(note)
            column.addSpacing(12)
            self._tables.append(table)
            self._notes.append(note)
        row = QVBoxLayout()
        row.addWidget(self.button)
        self.button.setFixedWidth(self.button.sizeHint().width())
        column.addLayout(row)
        column.addStretch(1)
        self.setFocusProxy(self._tables[0])

    def show_cases(self, *lines: Sequence[CaseLine]) -> None:
        """Show the cases of each table in turn; words stand where there are none."""
        for table, note, found in zip(self._tables, self._notes, lines, strict=True):
            table.show_cases(found)
            table.setVisible(bool(found))
            note.setVisible(not found)


def _as_made(value: Any, _: Row) -> Any:
    return value
