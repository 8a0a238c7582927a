"""The figures behind a chart as a table that can be read out, walked through and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QKeySequence

from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from ui.pages.change_table import ListedRows
from ui.style.fonts import text_width
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.table_view import TableView

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from PySide6.QtGui import QKeyEvent

    from areateam.core.fields import Value
    from ui.charts.picture import Picture, Table
    from ui.tables.row_source import Row

_PADDING, _WIDEST, _MEASURED = 26, 280, 200


class FiguresTable(TableView):
    """Its records have the keys of the picture's points, so that both share what is current."""

    def __init__(self, name: str, *, stretch: int = -1) -> None:
        """`stretch` is the place of the column that takes spare width, none for -1."""
        super().__init__(
            LazyTableModel(), name=name, stretch=f"column-{stretch}" if stretch >= 0 else ""
        )
        self._table: Table | None = None

    def show_picture(self, picture: Picture) -> None:
        """Show the figures of a picture, in the order of its points."""
        self.show_table(picture.keys, picture.table())

    def show_table(self, keys: Sequence[Hashable], table: Table) -> None:
        """Show figures, one line for each key."""
        self._table = table
        columns = [_column(table, place) for place in range(len(table.headings))]
        self.rows_model.looks = {column.key: _as_written for column in columns}
        rows: list[Row] = [(key, *line) for key, line in zip(keys, table.lines, strict=True)]
        self.set_source(ListedRows(columns, rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the whole table; the rest as in every table."""
        if event.matches(QKeySequence.StandardKey.Copy) and self._table is not None:
            self.copy_all()
        else:
            super().keyPressEvent(event)

    def copy_all(self) -> None:
        """Put the whole table on the clipboard."""
        if self._table is not None:
            QGuiApplication.clipboard().setText(self._table.text)


def _column(table: Table, place: int) -> Column:
    texts = [table.headings[place], *(line[place] for line in table.lines[:_MEASURED])]
    width = min(max(map(text_width, texts)) + _PADDING, _WIDEST)
    kind = Kind.DECIMAL if place in table.numbers else Kind.TEXT
    return Column(Field(f"column-{place}", table.headings[place], kind), "", width=width)


def _as_written(value: Value, _: Sequence[Hashable]) -> str:
    return str(value)
