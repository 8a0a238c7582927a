"""The model behind every list: a window over a source of any length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from areateam.core.values import format_value
from ui.style.marks import Mark, Tone
from ui.tables.block_cache import BlockCache
from ui.tables.row_source import Cell, Checked, Look, Row, RowSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from areateam.core.columns import Column
    from areateam.core.fields import Value

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

CELL_ROLE = Role.UserRole + 1
"""The `Cell` to paint; None in the check column."""
ID_ROLE = Role.UserRole + 2
"""The record's id."""

_ROOT = QModelIndex()
# Joining flags costs more than all else that a cell is asked for, so it is done once.
_CHOOSABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TICKABLE = _CHOOSABLE | Qt.ItemFlag.ItemIsUserCheckable
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NONE = Checked(all_matching=False, ids=frozenset())


class LazyTableModel(QAbstractTableModel):
    """Shows `source` without ever reading more than what is looked at.

    `looks` gives some columns (by key) another look than their formatted value; `empty_words`
    gives the words for an empty value ("no end"). With `checkable` the first column is a check
    box; `checked` says which records are ticked, and is changed by `set_checked`, `check_all`.
    """

    checks_changed = Signal()

    def __init__(
        self,
        source: RowSource | None = None,
        *,
        looks: Mapping[str, Look] | None = None,
        empty_words: Mapping[str, str] | None = None,
        checkable: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.looks = dict(looks or {})
        self.empty_words = dict(empty_words or {})
        self.checkable = checkable
        self.columns: Sequence[Column] = ()
        self._cache: BlockCache | None = None
        self._count = 0
        self.checked = _NONE
        if source is not None:
            self.set_source(source)

    # ---- the source

    @property
    def source(self) -> RowSource | None:
        """The source shown now."""
        return self._cache.source if self._cache else None

    def set_source(self, source: RowSource) -> None:
        """Show another source at once; ticks stay with their ids, columns may differ."""
        self.beginResetModel()
        self._cache = BlockCache(source)
        self._count = source.count()
        self.columns = tuple(source.columns)
        self.endResetModel()

    def row_at(self, position: int) -> Row | None:
        """The row at `position`: the id, then the stored values."""
        if self._cache is None or not 0 <= position < self._count:
            return None
        return self._cache.row(position)

    def id_at(self, position: int) -> Any:
        """The record id at `position`, or None."""
        row = self.row_at(position)
        return row[0] if row else None

    def position_of(self, record: Any) -> int | None:
        """Where the record stands: asked of the source if it can say, else of what was read."""
        if self._cache is None or record is None:
            return None
        return self._cache.find(record)

    def column_at(self, section: int) -> Column | None:
        """The column of a model section; None for the check column."""
        at = section - int(self.checkable)
        return self.columns[at] if 0 <= at < len(self.columns) else None

    def section_of(self, key: str) -> int:
        """The model section of the column `key`, -1 where there is none."""
        for at, column in enumerate(self.columns):
            if column.key == key:
                return at + int(self.checkable)
        return -1

    # ---- ticks

    @property
    def checked_count(self) -> int:
        """How many rows of the source are ticked."""
        return self.checked.count(self._count)

    def set_checked(self, records: Iterable[Any], *, on: bool) -> None:
        """Tick these records, or take their ticks away."""
        flipped = {record for record in records if (record in self.checked) != on}
        if flipped:
            ids = self.checked.ids ^ flipped
            self._replace_checked(Checked(self.checked.all_matching, ids))

    def check_all(self, *, on: bool) -> None:
        """Tick all rows of the source, read or not, or none."""
        self._replace_checked(Checked(all_matching=on, ids=frozenset()))

    def _replace_checked(self, checked: Checked) -> None:
        self.checked = checked
        if self._count:
            last = self.index(self._count - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Role.CheckStateRole])
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)
        self.checks_changed.emit()

    # ---- what Qt asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many rows the source has."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The columns of the source, and one for the check box."""
        return 0 if parent.isValid() else len(self.columns) + int(self.checkable)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be chosen; the check column can be ticked."""
        return _TICKABLE if self.checkable and index.column() == 0 else _CHOOSABLE

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """What stands in a cell, in the role asked for."""
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == ID_ROLE:
            return row[0]
        column = self.column_at(index.column())
        if column is None:
            return _check_data(role, on=row[0] in self.checked)
        return self._cell_data(row, index.column() - int(self.checkable), column, role)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Tick or untick the record of this row; nothing else is changed here."""
        if role != Role.CheckStateRole or not self.checkable:
            return False
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        self.set_checked([self.id_at(index.row())], on=on)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """The column's label, its help as a tooltip, and the state of the box for all."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.column_at(section)
        if column is None:
            return _check_header(self.checked_count, self._count, role)
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return column.label
        if role == Role.ToolTipRole:
            return column.field.help or column.label
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        return None

    # ---- cells

    def cell(self, row: Row, at: int, column: Column) -> Cell:
        """The cell of the column number `at` in `row`, with its look."""
        value: Value = row[at + 1]
        look = self.looks.get(column.key)
        dressed = look(value, row) if look else None
        if isinstance(dressed, Cell):
            return dressed
        if isinstance(dressed, str):
            return Cell(dressed)
        if value is None and column.key in self.empty_words:
            return Cell(self.empty_words[column.key], mark=dressed, tone=Tone.QUIET)
        text = "" if value is None else format_value(column.field, value)
        return Cell(text, mark=dressed if isinstance(dressed, Mark) else None)

    def _cell_data(self, row: Row, at: int, column: Column, role: int) -> Any:
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        if role not in (CELL_ROLE, Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole):
            return None
        cell = self.cell(row, at, column)
        if role == CELL_ROLE:
            return cell
        if role == Role.AccessibleTextRole:
            return f"{column.label}: {cell.spoken or cell.full_text or 'empty'}"
        return cell.full_text


def _check_data(role: int, *, on: bool) -> Any:
    if role == Role.CheckStateRole:
        return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
    if role == Role.AccessibleTextRole:
        return "Selected" if on else "Not selected"
    return None


def _check_header(ticked: int, total: int, role: int) -> Any:
    if role == Role.CheckStateRole:
        if not ticked:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if ticked == total else Qt.CheckState.PartiallyChecked
    if role in (Role.AccessibleTextRole, Role.ToolTipRole):
        return "Select none" if ticked else "Select all"
    return None


def _alignment(column: Column) -> Qt.AlignmentFlag:
    return _RIGHT if column.is_number else _LEFT
