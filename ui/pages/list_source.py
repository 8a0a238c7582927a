"""Gives the table of a list page its records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Row, RowSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.contracts.contract_list import RecordList
    from areateam.core.columns import Column
    from ui.tables.table_view import TableView


class ListModel(LazyTableModel):
    """The model of the table: it has a hundred columns, of which few are shown."""

    def __init__(self) -> None:
        self._sections: dict[str, int] = {}
        super().__init__(checkable=True)

    def set_source(self, source: RowSource) -> None:
        """Show another source, and note where its columns are."""
        self._sections = {column.key: at for at, column in enumerate(source.columns, start=1)}
        super().set_source(source)

    def section_of(self, key: str) -> int:
        """The section of a column; looking for it each time took half of the page's opening."""
        return self._sections.get(key, -1)


class ListSource:
    """A list of records as the table asks for it; see `ui.tables.row_source`."""

    def __init__(self, listed: RecordList) -> None:
        self.columns: Sequence[Column] = listed.columns
        self.listed = listed

    def count(self) -> int:
        """How many there are."""
        return self.listed.count()

    def rows(self, first: int, limit: int) -> Sequence[Row]:
        """Up to `limit` of them from position `first`."""
        return self.listed.rows(first, limit)

    def position(self, record: Any) -> int | None:
        """Where a record stands."""
        return self.listed.position(record)


def ticked_in(table: TableView) -> Sequence[int]:
    """The ticked records of a table: by name, or all that the filter leaves but some."""
    model = table.rows_model
    checked, source = model.checked, model.source
    if not checked.all_matching or not isinstance(source, ListSource):
        return sorted(checked.ids)
    return [record for record in source.listed.ids_in_order() if record in checked]
