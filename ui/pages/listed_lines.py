"""A list of few lines under its buttons and a sentence, on a tab of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.pages.change_table import ListedRows
from ui.style.tokens import PAGE_MARGIN
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.table_view import TableView
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from areateam.core.columns import Column
    from ui.tables.row_source import Row


class ListedLines(QWidget):
    """The `table`, whose cells stand as they are made, under `words` and the buttons put there."""

    def __init__(self, columns: Sequence[Column], *, name: str, stretch: str) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._known: list[Any] = []
        looks: Any = {column.key: _as_made for column in columns}
        model = LazyTableModel(ListedRows(columns, []), looks=looks)
        self.table = TableView(model, name=name, stretch=stretch)
        self.table.setProperty("focusframe", True)
        self.words = SpanLabel(wrap=True)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 16, PAGE_MARGIN, 16)
        column.setSpacing(12)
        column.addLayout(self._row)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        self.setFocusProxy(self.table)

    def put_buttons(self, *buttons: QPushButton) -> None:
        """Put buttons above the list, in this order."""
        for button in buttons:
            self._row.addWidget(button)
        self._row.addStretch(1)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; the current line stays so until one is added, which then is."""
        before, ids = self.table.current_id(), [row[0] for row in rows]
        added = [each for each in ids if each not in self._known]
        self._known = ids
        self.table.set_source(ListedRows(self._columns, rows))
        self.table.setVisible(bool(rows))
        self._rest.setVisible(not rows)
        if ids:
            self.table.go_to(before if before in ids and not added else (added or ids)[0])


def _as_made(value: Any, _: Row) -> Any:
    return value
