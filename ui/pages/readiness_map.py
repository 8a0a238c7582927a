"""The readiness picture: workstreams down, places across, the worst state winning each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from areateam.contracts.contract_facet_views import short_body_name
from areateam.transition.readiness_rules import Light
from ui.pages.transition_words import light_mark
from ui.style.fonts import BODY, SMALL, font, metrics
from ui.style.marks import Shape, Tone, paint_mark
from ui.style.theme import colour
from ui.style.tokens import HEADER_HEIGHT
from ui.widgets.buttons import make_label

if TYPE_CHECKING:
    from areateam.transition.readiness_views import Readiness, ReadyCell

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
CELL = Qt.ItemDataRole.UserRole + 1
LINE = 24
STREAM_WIDTH = 168
TOTAL = "Accepted, both sides"
_CELL_WIDTH = 148
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_GROUNDS = {Light.LATE: "late_bg", Light.AT_RISK: "risk_bg", Light.ON_TRACK: "ok_bg"}


class ReadinessModel(QAbstractTableModel):
    """The cells; the last line is all workstreams together."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.ready: Readiness | None = None

    def show(self, ready: Readiness) -> None:
        """Show another picture."""
        self.beginResetModel()
        self.ready = ready
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """The workstreams, and the line of the totals."""
        return 0 if parent.isValid() or self.ready is None else len(self.ready.workstreams) + 1

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The places."""
        return 0 if parent.isValid() or self.ready is None else len(self.ready.places)

    def cell(self, row: int, column: int) -> ReadyCell | None:
        """The cell of a workstream at a place; the totals in the last line."""
        if self.ready is None or not 0 <= column < len(self.ready.places):
            return None
        place = self.ready.places[column]
        return place.cells[row] if row < len(place.cells) else place.total

    def stream(self, row: int) -> str:
        """The workstream of a line; "" for that of the totals."""
        streams = self.ready.workstreams if self.ready else ()
        return streams[row] if row < len(streams) else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cell, or the same in words."""
        cell = self.cell(index.row(), index.column())
        if cell is None or self.ready is None:
            return None
        if role == CELL:
            return cell
        counted = f"{cell.words} {cell.accepted}/{cell.tasks}"
        if role == Qt.ItemDataRole.DisplayRole:
            return counted
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            place = self.ready.places[index.column()]
            stream = self.stream(index.row()) or TOTAL
            return (
                f"{stream}, {place.place} {short_body_name(place.name)}: {cell.words},"
                f" {cell.accepted} of {cell.tasks} accepted"
            )
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The places across, the workstreams down."""
        roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if self.ready is None or role not in roles:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.stream(section) or TOTAL
        place = self.ready.places[section]
        return f"{place.place} {short_body_name(place.name)}"


class _Header(QHeaderView):
    """Places with their code semibold; workstreams stay while the rest scrolls."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        across = orientation == Qt.Orientation.Horizontal
        self.setAccessibleName("Places" if across else "Workstreams")
        self.setDefaultSectionSize(_CELL_WIDTH if across else LINE)
        self.setProperty("part", "head" if across else "surface")

    def sizeHint(self) -> QSize:
        """The heights and widths of the design."""
        across = self.orientation() == Qt.Orientation.Horizontal
        return QSize(0, HEADER_HEIGHT) if across else QSize(STREAM_WIDTH, 0)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw one heading."""
        words = str(self.model().headerData(logicalIndex, self.orientation()) or "")
        painter.save()
        if self.orientation() == Qt.Orientation.Horizontal:
            painter.fillRect(rect, colour("head"))
            painter.setPen(QPen(colour("line"), 1))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            code, _, name = words.partition(" ")
            box = QRectF(rect).adjusted(8, 0, -4, 0)
            painter.setPen(colour("text"))
            painter.setFont(font(SMALL, strong=True))
            painter.drawText(box, _LEFT, code)
            box.setLeft(box.left() + metrics(SMALL, strong=True).horizontalAdvance(code) + 5)
            painter.setFont(font(SMALL))
            painter.setPen(colour("text_2"))
            elided = metrics(SMALL).elidedText(name, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, _LEFT, elided)
        else:
            last = logicalIndex == self.count() - 1
            painter.fillRect(rect, colour("surface"))
            painter.setFont(font(BODY, strong=last))
            painter.setPen(colour("text"))
            painter.drawText(QRectF(rect).adjusted(16, 0, -4, 0), _LEFT, words)
            if last:
                painter.setPen(QPen(colour("line"), 1))
                painter.drawLine(rect.topLeft(), rect.topRight())
        painter.restore()


class _CellDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: ReadyCell | None = index.data(CELL)
        if cell is None:
            return
        if not cell.tasks:
            painter.fillRect(option.rect, colour("surface"))
            return
        box = QRectF(option.rect)
        last = index.row() == index.model().rowCount() - 1
        painter.save()
        painter.fillRect(box, colour("surface"))
        light = cell.light
        if last:
            painter.setPen(QPen(colour("line"), 1))
            painter.drawLine(box.topLeft(), box.topRight())
        elif light in _GROUNDS:
            painter.fillRect(box.adjusted(0, 0, -2, -1), colour(_GROUNDS[light]))
        self._paint_words(painter, cell, box.adjusted(0, 0, -2, 0), strong=last)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(box.adjusted(1, 1, -3, -2))
        painter.restore()

    def _paint_words(
        self, painter: QPainter, cell: ReadyCell, box: QRectF, *, strong: bool
    ) -> None:
        mark = light_mark(cell.light)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, mark.shape, QPointF(box.left() + 13, box.center().y()))
        calls = mark.shape is not Shape.NOTHING
        painter.setFont(font(SMALL, strong=calls))
        painter.setPen(colour(mark.tone.value if calls else Tone.QUIET.value))
        painter.drawText(box.adjusted(24, 0, -40, 0), _LEFT, cell.words)
        painter.setFont(font(SMALL, strong=strong))
        painter.setPen(colour("text" if strong else "text_2"))
        painter.drawText(box.adjusted(0, 0, -8, 0), _RIGHT, f"{cell.accepted}/{cell.tasks}")


class ReadinessMap(QTableView):
    """`rested(place, stream)` as the current cell changes; `opened(place, stream)` on Enter.

    The stream is "" in the line of the totals.
    """

    rested = Signal(str, str)
    opened = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ready_model = ReadinessModel(self)
        self.setModel(self.ready_model)
        self.setItemDelegate(_CellDelegate(self))
        self.setHorizontalHeader(_Header(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Header(Qt.Orientation.Vertical, self))
        self.setAccessibleName("Readiness by workstream and place")
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setMinimumSectionSize(112)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().currentChanged.connect(lambda now, _: self._rest(now))
        self.doubleClicked.connect(self._open)
        self._corner = make_label("Workstream", size=SMALL, strong=True, tone="text_2")
        self._corner.setParent(self)
        self._corner.setContentsMargins(13, 0, 0, 0)
        self._corner.setProperty("part", "corner")

    def show_ready(self, ready: Readiness) -> None:
        """Show another picture; the current cell stays, else the first in trouble is current."""
        kept = self.chosen()
        self.ready_model.show(ready)
        few = len(ready.places) <= 5
        mode = QHeaderView.ResizeMode.Stretch if few else QHeaderView.ResizeMode.Interactive
        self.horizontalHeader().setSectionResizeMode(mode)
        if not self.choose(*kept):
            row, column = self._first_in_trouble()
            self.setCurrentIndex(self.ready_model.index(row, column))

    def _first_in_trouble(self) -> tuple[int, int]:
        model = self.ready_model
        cells = [
            (row, column)
            for column in range(model.columnCount())
            for row in range(model.rowCount() - 1)
        ]
        for light in (Light.LATE, Light.AT_RISK):
            for row, column in cells:
                cell = model.cell(row, column)
                if cell is not None and cell.light is light:
                    return row, column
        return 0, 0

    def chosen(self) -> tuple[str, str]:
        """The place and the workstream of the current cell; blanks where there is none."""
        index = self.currentIndex()
        ready = self.ready_model.ready
        if ready is None or not index.isValid():
            return "", ""
        return ready.places[index.column()].place, self.ready_model.stream(index.row())

    def choose(self, place: str, stream: str) -> bool:
        """Make a cell current; False where it is not there."""
        ready = self.ready_model.ready
        if ready is None:
            return False
        places = [each.place for each in ready.places]
        streams = [*ready.workstreams, ""]
        if place not in places or stream not in streams:
            return False
        self.setCurrentIndex(self.ready_model.index(streams.index(stream), places.index(place)))
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the word over the workstreams in the corner."""
        super().resizeEvent(event)
        self._corner.setGeometry(0, 0, STREAM_WIDTH, HEADER_HEIGHT - 1)

    def _rest(self, index: Index) -> None:
        if index.isValid():
            self.rested.emit(*self.chosen())

    def _open(self, index: Index) -> None:
        if index.isValid():
            self.opened.emit(*self.chosen())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the tasks of the current cell."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)
