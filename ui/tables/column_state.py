"""What a user chose about columns - order, widths, hidden, sort - kept as a plain dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from PySide6.QtCore import QObject, Signal

from ui.tables.table_header import CHECK_WIDTH, TableHeader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtWidgets import QWidget

    from ui.tables.lazy_table_model import LazyTableModel


LEAST_STRETCHED = 96


class ColumnState(TypedDict, total=False):
    """Keys of columns in their order, widths in logical pixels, hidden keys, sorted column."""

    order: list[str]
    widths: dict[str, int]
    hidden: list[str]
    sort: tuple[str, bool] | None


class ColumnKeeper(QObject):
    """Gives columns their widths and places, and knows which of these the user chose.

    `stretch` names the column that takes what is left of the width, and that gives up to a third
    of its own before the list must be scrolled sideways. `room` is what the columns fill.
    """

    changed = Signal()

    def __init__(
        self, header: TableHeader, model: LazyTableModel, stretch: str, room: QWidget
    ) -> None:
        super().__init__(header)
        self._header = header
        self._model = model
        self._stretch = stretch
        self._room = room
        self._widths: dict[str, int] = {}
        self._setting = False
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(self._moved)

    def reset(self) -> None:
        """Give every column of the model its first width and show or hide it as it says."""
        model = self._model
        self._widths = {
            column.key: max(column.width, self._header.room_for(column)) for column in model.columns
        }
        self.hide(column.key for column in model.columns if not column.shown)

    def save(self) -> ColumnState:
        """The state as it stands."""
        header, model = self._header, self._model
        keys = self.keys_in_order()
        sorted_column = model.column_at(header.sorted_section)
        return ColumnState(
            order=keys,
            widths=dict(self._widths),
            hidden=[key for key in keys if self.is_hidden(key)],
            sort=(sorted_column.key, header.descending) if sorted_column else None,
        )

    def restore(self, state: ColumnState) -> None:
        """Put columns as they were; a column that the state does not know keeps its place."""
        for key, width in state.get("widths", {}).items():
            if key in self._widths:
                self._widths[key] = width
        self.arrange(state.get("order", []))
        self.hide(state.get("hidden", []))

    def keys_in_order(self) -> list[str]:
        """All columns, hidden ones too, from left to right."""
        header = self._header
        sections = (header.logicalIndex(visual) for visual in range(header.count()))
        columns = (self._model.column_at(section) for section in sections)
        return [column.key for column in columns if column is not None]

    def is_hidden(self, key: str) -> bool:
        """Whether the column is not shown."""
        return self._header.isSectionHidden(self._model.section_of(key))

    def is_first_shown(self, section: int) -> bool:
        """Whether this section is the leftmost that can be seen."""
        header = self._header
        before = range(header.visualIndex(section))
        return all(header.isSectionHidden(header.logicalIndex(at)) for at in before)

    def arrange(self, keys: Sequence[str]) -> None:
        """Move the columns into this order; the check column stays first."""
        self._setting = True
        place = int(self._model.checkable)
        for key in keys:
            section = self._model.section_of(key)
            if section >= 0:
                self._header.moveSection(self._header.visualIndex(section), place)
                place += 1
        self._setting = False

    def hide(self, keys: Iterable[str]) -> None:
        """Hide exactly these columns, but never all of them."""
        hidden = set(keys)
        every = {column.key for column in self._model.columns}
        if every and every <= hidden:
            return
        self._setting = True
        for key in every:
            self._header.setSectionHidden(self._model.section_of(key), key in hidden)
        self._setting = False
        self.fit()

    def fit(self) -> None:
        """Give every column its width, and what is left over to the one that stretches."""
        self._setting = True
        model, header = self._model, self._header
        spare = self._room.width()
        if model.checkable and model.columnCount():
            header.resizeSection(0, CHECK_WIDTH)
            spare -= CHECK_WIDTH
        for key, width in self._widths.items():
            header.resizeSection(model.section_of(key), width)
            spare -= 0 if self.is_hidden(key) else width
        if self._stretch in self._widths:
            chosen = self._widths[self._stretch]
            least = max(LEAST_STRETCHED, chosen * 2 // 3)
            header.resizeSection(model.section_of(self._stretch), max(chosen + spare, least))
        self._setting = False

    def _resized(self, section: int, old: int, new: int) -> None:
        column = self._model.column_at(section)
        if not self._setting and column is not None and new > 0:
            self._widths[column.key] = new
            self.changed.emit()

    def _moved(self) -> None:
        if self._setting:
            return
        if self._model.checkable:
            self._setting = True
            self._header.moveSection(self._header.visualIndex(0), 0)
            self._setting = False
        self.changed.emit()
