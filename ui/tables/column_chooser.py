"""The panel in which columns are shown, hidden, moved and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.widgets.buttons import make_icon_button, make_label
from ui.widgets.popover import Popover

if TYPE_CHECKING:
    from ui.tables.table_view import TableView

_KEY = Qt.ItemDataRole.UserRole
_LINE = 28


class ColumnChooser(QWidget):
    """A list of all columns: Space shows or hides, Alt+↑/↓ or dragging moves."""

    def __init__(self, view: TableView) -> None:
        super().__init__()
        self._view = view
        self._labels = {column.key: column.label for column in view.rows_model.columns}
        self.list = QListWidget()
        self.list.setAccessibleName("Columns")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setMinimumSize(240, min(_LINE * len(self._labels), 12 * _LINE))
        self._fill()
        self.list.itemChanged.connect(lambda _: self._apply())
        self.list.model().rowsMoved.connect(lambda *_: self._apply())
        head = QHBoxLayout()
        head.addWidget(make_label("Columns", strong=True))
        head.addStretch(1)
        up = make_icon_button("up", "Move left", on_click=lambda: self.move_current(-1))
        down = make_icon_button("down", "Move right", on_click=lambda: self.move_current(1))
        head.addWidget(up)
        head.addWidget(down)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.list)
        self.setFocusProxy(self.list)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _fill(self) -> None:
        for key in self._view.keeper.keys_in_order():
            item = QListWidgetItem(self._labels[key])
            item.setData(_KEY, key)
            item.setSizeHint(QSize(0, _LINE))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            shown = not self._view.keeper.is_hidden(key)
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def move_current(self, by: int) -> None:
        """Move the current column by one place."""
        row = self.list.currentRow()
        if 0 <= row + by < self.list.count():
            item = self.list.takeItem(row)
            self.list.insertItem(row + by, item)
            self.list.setCurrentRow(row + by)
            self._apply()

    def _apply(self) -> None:
        items = [self.list.item(row) for row in range(self.list.count())]
        keeper = self._view.keeper
        keeper.arrange([item.data(_KEY) for item in items])
        keeper.hide(
            item.data(_KEY) for item in items if item.checkState() == Qt.CheckState.Unchecked
        )
        keeper.changed.emit()


def open_column_chooser(view: TableView, anchor: QWidget) -> Popover:
    """Open the chooser for `view`, pointing at `anchor` (the Columns button)."""
    popover = Popover(view.window(), ColumnChooser(view), name="Columns")
    popover.open_at(anchor)
    return popover
