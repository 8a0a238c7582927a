"""The table of every list page.

Use: `view = TableView(LazyTableModel(...))`, then `view.set_source(source)` after every change.
Signals: `opened(id)` on Enter or double click, `rested(id)` 120 ms after the current row stopped
moving (for a preview), `sort_changed(key, descending)` after a heading was clicked and a source
that cannot sort itself must be replaced, `cell_clicked(id, key)` for cells that are links or
have a reason, `state_changed()` when the user moved, resized, hid or sorted a column.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from ui.style.tokens import ROW_HEIGHT, TWO_LINES
from ui.tables.column_state import ColumnKeeper, ColumnState
from ui.tables.lazy_table_model import CELL_ROLE, Index, LazyTableModel
from ui.tables.row_source import Cell, RowSource, SortableSource
from ui.tables.table_delegate import TableDelegate
from ui.tables.table_header import TableHeader

REST = 120
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TableView(QTableView):
    """A table over a `LazyTableModel`. `stretch` names the column that takes spare width.

    While it is narrower than `high_below` its rows have room for two lines.
    """

    opened = Signal(object)
    rested = Signal(object)
    sort_changed = Signal(str, bool)
    cell_clicked = Signal(object, str)
    state_changed = Signal()

    def __init__(
        self,
        model: LazyTableModel,
        *,
        name: str,
        stretch: str = "",
        row_height: int = ROW_HEIGHT,
        high_below: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows_model = model
        self.hover_row = -1
        self._anchor = -1
        self._heights, self._high_below = (row_height, TWO_LINES), high_below
        self._empty: QWidget | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST)
        # A table that is gone, with its page or its register, has nothing to tell.
        self._rest.timeout.connect(
            lambda: self.rested.emit(self.current_id()) if self.isVisible() else None
        )
        self.setAccessibleName(name)
        self._dress(row_height)
        self.setModel(model)
        self.keeper = ColumnKeeper(self.head, model, stretch, self.viewport())
        self.keeper.changed.connect(self.state_changed)
        self.head.sectionClicked.connect(self._head_clicked)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.id_at(index.row())))
        self.keeper.reset()

    def _dress(self, row_height: int) -> None:
        self.head = TableHeader(self)
        self.setHorizontalHeader(self.head)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(row_height)
        rows.setDefaultSectionSize(row_height)
        rows.hide()
        self.setItemDelegate(TableDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    # ---- the list

    def set_source(self, source: RowSource) -> None:
        """Show another source; the current row, the scroll place and the columns stay."""
        record, place = self.current_id(), self.verticalScrollBar().value()
        state = self.save_state()
        keys = [column.key for column in self.rows_model.columns]
        self.rows_model.set_source(source)
        if keys != [column.key for column in source.columns]:
            self.keeper.reset()
            self.restore_state(state)
        self.verticalScrollBar().setValue(place)
        self.go_to(record, scroll=False)
        self._place_empty()

    def current_id(self) -> Any:
        """The id of the current row, or None."""
        return self.rows_model.id_at(self.currentIndex().row())

    def go_to(self, record: Any, *, scroll: bool = True) -> bool:
        """Make the record's row the current one; False when it is not in the list."""
        position = self.rows_model.position_of(record)
        if position is None:
            return False
        place = self.verticalScrollBar().value()
        self.setCurrentIndex(self.rows_model.index(position, 0))
        if not scroll:
            self.verticalScrollBar().setValue(place)
        return True

    def set_empty(self, overlay: QWidget | None) -> None:
        """The widget to show in place of rows while there are none."""
        if self._empty is not None:
            self._empty.deleteLater()
        self._empty = overlay
        if overlay is not None:
            overlay.setParent(self.viewport())
        self._place_empty()

    def _place_empty(self) -> None:
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())
            self._empty.setVisible(self.rows_model.rowCount() == 0)

    # ---- columns and order

    def save_state(self) -> ColumnState:
        """Order, widths, hidden and sort as a plain dictionary, for `restore_state`."""
        return self.keeper.save()

    def restore_state(self, state: ColumnState) -> None:
        """Put columns as they were and show the sort; the source is not asked for it."""
        self.keeper.restore(state)
        sort = state.get("sort")
        if sort:
            self.show_sort(sort[0], descending=sort[1])

    def show_sort(self, key: str, *, descending: bool) -> None:
        """Say in the header how the source is ordered, without asking for another order."""
        self.head.show_sort(self.rows_model.section_of(key), descending=descending)

    def sort_by(self, key: str, *, descending: bool) -> None:
        """Order the list by a column: the source does it if it can; `sort_changed` is sent."""
        self.show_sort(key, descending=descending)
        source: object = self.rows_model.source
        if isinstance(source, SortableSource):
            self.set_source(source.sorted_by(key, descending=descending))
            self.verticalScrollBar().setValue(0)
        self.sort_changed.emit(key, descending)
        self.state_changed.emit()

    def _head_clicked(self, section: int) -> None:
        column = self.rows_model.column_at(section)
        if column is None:
            self.rows_model.check_all(on=not self.rows_model.checked_count)
        elif column.sort:
            again = section == self.head.sorted_section
            self.sort_by(column.key, descending=again and not self.head.descending)

    # ---- what the delegate asks

    def ground_of(self, row: int) -> str:
        """The token of a row's ground: ticked or current, under the pointer, or plain."""
        model = self.rows_model
        if row == self.currentIndex().row():
            return "selected"
        if model.checkable and model.id_at(row) in model.checked:
            return "selected"
        return "hover" if row == self.hover_row else "surface"

    # ---- keyboard and pointer

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Repaint both whole rows, and tell the preview once the cursor rests."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.row() != previous.row():
            self._rest.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space ticks, Ctrl+A ticks all; the rest as in every table."""
        model, row = self.rows_model, self.currentIndex().row()
        every = event.matches(QKeySequence.StandardKey.SelectAll)
        if event.key() in _ENTER and row >= 0:
            self.opened.emit(self.current_id())
        elif event.key() == Qt.Key.Key_Space and model.checkable and row >= 0:
            toggle(model, row)
        elif every and model.checkable:
            model.check_all(on=True)
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        model = self.rows_model
        column = model.column_at(index.column())
        if column is None:
            held = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
            toggle(model, index.row(), self._anchor if held else -1)
            self._anchor = index.row()
            return
        cell = index.data(CELL_ROLE)
        if isinstance(cell, Cell) and (cell.link or cell.reason):
            self.cell_clicked.emit(model.id_at(index.row()), column.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Remember the row under the pointer; a hand over cells that answer to a click."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        cell = index.data(CELL_ROLE)
        answers = isinstance(cell, Cell) and (cell.link or cell.reason)
        shape = Qt.CursorShape.PointingHandCursor if answers else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        self._hover(index.row())

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hover_row:
            self.hover_row = row
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the new width."""
        super().resizeEvent(event)
        self.verticalHeader().setDefaultSectionSize(self._heights[self.width() < self._high_below])
        self.keeper.fit()
        self._place_empty()


def toggle(model: LazyTableModel, row: int, anchor: int = -1) -> None:
    """Tick or untick `row`; with an `anchor`, all rows between become as `row` becomes."""
    on = model.id_at(row) not in model.checked
    rows = [row] if anchor < 0 else range(min(row, anchor), max(row, anchor) + 1)
    model.set_checked([model.id_at(each) for each in rows], on=on)
