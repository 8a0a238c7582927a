"""The header of a table: small semibold labels, ↑ or ↓ on the sorted one, the box for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.style.drawing import paint_check
from ui.style.fonts import SMALL, font, metrics, text_width
from ui.style.theme import colour
from ui.style.tokens import HEADER_HEIGHT
from ui.tables.cell_painter import PADDING
from ui.tables.lazy_table_model import LazyTableModel

if TYPE_CHECKING:
    from areateam.core.columns import Column

CHECK_WIDTH = 34


class TableHeader(QHeaderView):
    """A horizontal header that paints itself.

    `sorted_section` and `descending` say how the list is ordered; -1 is not by any column.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setSortIndicatorShown(False)
        # Qt flips its own indicator on every click, also where a list cannot be ordered.
        self.sorted_section = -1
        self.descending = False
        self.setFont(font(SMALL, strong=True))
        self.setAccessibleName("Column headings")

    def sizeHint(self) -> QSize:
        """As wide as Qt wants, as high as the design says."""
        return QSize(super().sizeHint().width(), HEADER_HEIGHT)

    def show_sort(self, section: int, *, descending: bool) -> None:
        """Say that the list is ordered by this section."""
        self.sorted_section = section
        self.descending = descending
        self.viewport().update()

    def room_for(self, column: Column) -> int:
        """The width in which a column's label can be read, with its arrow where it sorts."""
        label = f"{column.label} ↑" if column.sort else column.label
        return text_width(label, SMALL, strong=True) + 2 * PADDING

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw one heading."""
        model = self.model()
        painter.save()
        painter.fillRect(rect, colour("head"))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if isinstance(model, LazyTableModel) and model.column_at(logicalIndex) is None:
            state = model.headerData(
                logicalIndex, Qt.Orientation.Horizontal, Qt.ItemDataRole.CheckStateRole
            )
            paint_check(painter, rect, state)
        else:
            self._paint_label(painter, rect, logicalIndex)
        painter.restore()

    def _paint_label(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        across = Qt.Orientation.Horizontal
        label = str(model.headerData(section, across) or "")
        alignment = model.headerData(section, across, Qt.ItemDataRole.TextAlignmentRole)
        right = bool(alignment is not None and alignment & Qt.AlignmentFlag.AlignRight)
        sorted_here = section == self.sorted_section
        arrow = (" ↓" if self.descending else " ↑") if sorted_here else ""
        box = QRectF(rect).adjusted(PADDING, 0, -PADDING, 0)
        sizes = metrics(SMALL, strong=True)
        room = box.width() - sizes.horizontalAdvance(arrow)
        label = sizes.elidedText(label, Qt.TextElideMode.ElideRight, room) + arrow
        painter.setFont(font(SMALL, strong=True))
        painter.setPen(colour("text" if sorted_here else "text_2"))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, label)
