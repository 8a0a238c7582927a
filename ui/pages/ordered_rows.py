"""Rows that are whole in memory and can be put in the order of any of their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.pages.change_table import ListedRows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from areateam.core.columns import Column
    from ui.tables.row_source import Row
    from ui.tables.table_view import TableView


class OrderedRows(ListedRows):
    """`worth` gives what a column is ordered by, from a row's id; others go by what is written."""

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row],
        worth: Mapping[str, Callable[[Any], Any]],
    ) -> None:
        super().__init__(columns, rows)
        self._worth = worth

    def sorted_by(self, key: str, *, descending: bool) -> OrderedRows:
        """The same rows in another order; equal ones stay as they were."""
        place = next(at for at, column in enumerate(self.columns, 1) if column.key == key)
        worth = self._worth.get(key)

        def order(row: Row) -> Any:
            return str(row[place]).casefold() if worth is None else worth(row[0])

        rows = sorted(self._rows, key=order, reverse=descending)
        return OrderedRows(self.columns, rows, self._worth)


def show_in_order(table: TableView, rows: OrderedRows) -> None:
    """Show other rows in the order that the table is in; in their own where it is in none."""
    head = table.head
    column = table.rows_model.column_at(head.sorted_section) if head.sorted_section >= 0 else None
    shown = rows if column is None else rows.sorted_by(column.key, descending=head.descending)
    table.set_source(shown)
