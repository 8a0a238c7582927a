"""Paints table rows: ground, hairline, accent bar of the current row, and the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.style.drawing import paint_check
from ui.style.theme import colour
from ui.style.tokens import ROW_HEIGHT
from ui.tables.cell_painter import cell_width, paint_cell
from ui.tables.lazy_table_model import CELL_ROLE
from ui.tables.row_source import Cell

if TYPE_CHECKING:
    from ui.tables.table_view import TableView

Index = QModelIndex | QPersistentModelIndex


class TableDelegate(QStyledItemDelegate):
    """Draws every cell of a `TableView`; the view says which row is current or pointed at."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell with the ground of its row."""
        # Everything that can fail is asked before painting: Qt falls over a painter that an
        # exception left saved.
        cell = index.data(CELL_ROLE)
        ground = self._view.ground_of(index.row())
        rect: QRect = option.rect
        painter.save()
        painter.fillRect(rect, colour(ground))
        painter.setPen(QPen(colour("line_soft"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        current = index.row() == self._view.currentIndex().row()
        if current and self._view.keeper.is_first_shown(index.column()):
            painter.fillRect(QRect(rect.x(), rect.y(), 3, rect.height()), colour("accent"))
        if isinstance(cell, Cell):
            column = self._view.rows_model.column_at(index.column())
            paint_cell(painter, cell, rect, right=column is not None and column.is_number)
        elif (state := index.data(Qt.ItemDataRole.CheckStateRole)) is not None:
            paint_check(painter, rect, Qt.CheckState(state))
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Leave ticking to the view, which knows of ranges; Qt would tick a second time."""
        return False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The room that the cell needs to be read in full."""
        cell = index.data(CELL_ROLE)
        width = int(cell_width(cell)) + 1 if isinstance(cell, Cell) else 32
        return QSize(width, ROW_HEIGHT)
