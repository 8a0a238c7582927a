"""Remembers which columns a person looks at, for all records and for each group alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from areateam.contracts.contract_filter import Filter
    from ui.desk import Desk
    from ui.tables.column_state import ColumnState
    from ui.tables.table_view import TableView


FirstColumns = Callable[[str, bool], tuple[Sequence[str], dict[str, int]]]


class ColumnMemory:
    """Puts the table's columns as they were left when the list last held this group.

    Columns that only dental contracts have are of no use beside pharmacies, so a list of one
    group alone has columns of its own. `group` is the one held now, "" for all. `first` gives the
    columns to begin with, and widths other than their own, for a group and the room there is.
    """

    def __init__(self, desk: Desk, name: str, table: TableView, first: FirstColumns) -> None:
        self._settings = desk.settings
        self._name = f"{name}.columns"
        self._table = table
        self._first = first
        self.group = ""
        self.roomy = False
        # While columns are being put the header tells of moves that nobody made.
        self._putting = False

    def restore(self) -> None:
        """Put the columns of the group held now as they were left."""
        kept = self._settings.get(self._name)
        state = kept.get(self.group) if isinstance(kept, dict) else None
        self.show(state if isinstance(state, dict) else self.first())

    def show(self, state: dict[str, Any]) -> None:
        """Put the columns as a state says; the order of the records is not touched."""
        known = [column.key for column in self._table.rows_model.columns]
        order = [key for key in state.get("order", ()) if key in known]
        hidden = set(state.get("hidden", ())) & set(known)
        # A column that is newer than the state waits among the hidden ones.
        hidden |= set(known) - set(order)
        widths = {k: int(w) for k, w in state.get("widths", {}).items() if k in known}
        wanted = {"order": order, "hidden": list(hidden), "widths": widths}
        self._putting = True
        self._table.restore_state(cast("ColumnState", wanted))
        self._putting = False

    def first(self) -> dict[str, Any]:
        """The state to begin with."""
        shown, own = self._first(self.group, self.roomy)
        widths = {column.key: column.width for column in self._table.rows_model.columns} | own
        return {"order": list(shown), "widths": {key: widths[key] for key in shown}}

    def keep(self) -> bool:
        """Keep the columns as a person left them, under the group held now; False while put."""
        if self._putting:
            return False
        kept = self._settings.get(self._name)
        every = dict(kept) if isinstance(kept, dict) else {}
        every[self.group] = self.state()
        self._settings.set(self._name, every)
        return True

    def state(self) -> dict[str, Any]:
        """The columns as they stand: shown ones in their order, and widths."""
        keeper = self._table.keeper
        shown = [key for key in keeper.keys_in_order() if not keeper.is_hidden(key)]
        widths = self._table.save_state().get("widths", {})
        return {"order": shown, "widths": {key: widths[key] for key in shown}}

    def hold(self, wanted: Filter) -> bool:
        """Follow the filter to the columns of its group; False where they stay."""
        groups = wanted.chosen("group_key")
        group = str(groups[0]) if len(groups) == 1 and groups[0] else ""
        if group == self.group:
            return False
        self.group = group
        self.restore()
        return True

    def shown(self) -> set[str]:
        """The keys of the columns that can be seen."""
        return set(self.state()["order"])
