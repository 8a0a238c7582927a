"""The navigation: icon, word, mark with count; saved views below; a rail when narrow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.style.fonts import BODY, SMALL, font, metrics
from ui.style.icons import paint_icon
from ui.style.marks import Mark, paint_mark
from ui.style.theme import colour
from ui.style.tokens import NAV_ITEM, NAV_WIDTH, RAIL_WIDTH, SAVED_VIEW
from ui.widgets.buttons import make_label

if TYPE_CHECKING:
    from collections.abc import Sequence

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ITEM = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of the navigation.

    `mark` and `count` say what calls for work; without a mark `count` is a plain number, as
    saved views have it, and -1 is no number.
    """

    key: str
    title: str
    icon: str
    mark: Mark | None = None
    count: int = -1
    shortcut: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader and the rail's tooltip say: "Cases, 12 late, Ctrl+3"."""
        number = f"{self.count:,}" if self.count >= 0 else ""
        calls = f"{number} {self.mark.word}" if self.mark else number
        return ", ".join(part for part in (self.title, calls.strip(), self.shortcut) if part)


class _NavModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: list[NavItem] = []

    def set_items(self, items: Sequence[NavItem]) -> None:
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return item.spoken
        return item if role == _ITEM else None


class _NavDelegate(QStyledItemDelegate):
    def __init__(self, view: NavList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._view.item_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: NavItem = index.data(_ITEM)
        current = item.key == self._view.current_key
        box = QRectF(option.rect).adjusted(8, 0, -8, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if current or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("selected" if current else "hover"))
            painter.drawRoundedRect(box, 4, 4)
        if current:
            painter.fillRect(
                QRectF(box.left(), box.top() + 6, 3, box.height() - 12), colour("accent")
            )
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        _paint_item(painter, item, box, current=current, rail=self._view.rail)
        painter.restore()


def _paint_item(
    painter: QPainter, item: NavItem, box: QRectF, *, current: bool, rail: bool
) -> None:
    middle = box.center().y()
    left = box.center().x() - 8 if rail else box.left() + 8
    place = QRect(round(left), round(middle - 8), 16, 16)
    paint_icon(painter, item.icon, place, colour("accent" if current else "text_2"))
    if rail:
        if item.mark is not None:
            paint_mark(
                painter, item.mark.shape, QPointF(place.right() + 5, place.top() + 1), scale=0.75
            )
        return
    right = box.right() - 8
    if item.count >= 0:
        right = _paint_count(painter, item, box, right)
    painter.setFont(font(BODY, strong=current))
    painter.setPen(colour("text"))
    room = QRectF(box.left() + 34, box.top(), right - box.left() - 38, box.height())
    sizes = metrics(BODY, strong=current)
    title = sizes.elidedText(item.title, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)


def _paint_count(painter: QPainter, item: NavItem, box: QRectF, right: float) -> float:
    size = BODY if item.mark else SMALL
    number = f"{item.count:,}"
    width = metrics(size, strong=item.mark is not None).horizontalAdvance(number)
    painter.setFont(font(size, strong=item.mark is not None))
    painter.setPen(colour(item.mark.tone.value if item.mark else "text_2"))
    painter.drawText(
        QRectF(right - width - 1, box.top(), width + 2, box.height()),
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
        number,
    )
    if item.mark is None:
        return right - width
    paint_mark(painter, item.mark.shape, QPointF(right - width - 10, box.center().y()))
    return right - width - 18


class NavList(QListView):
    """One list of the navigation; `chosen(key)` on click or Enter."""

    chosen = Signal(str)

    def __init__(self, name: str, item_height: int = NAV_ITEM) -> None:
        super().__init__()
        self.item_height = item_height
        self.current_key = ""
        self.rail = False
        self._model = _NavModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_NavDelegate(self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("background: transparent")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.chosen.emit(self._model.items[index.row()].key))
        self.activated.connect(lambda index: self.chosen.emit(self._model.items[index.row()].key))

    @property
    def items(self) -> Sequence[NavItem]:
        """The lines shown."""
        return self._model.items

    def set_items(self, items: Sequence[NavItem]) -> None:
        """Show these lines; the list becomes as high as they are."""
        self._model.set_items(items)
        self.setMaximumHeight(len(items) * self.item_height)
        self.updateGeometry()
        self.setVisible(bool(items))

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(NAV_WIDTH, len(self._model.items) * self.item_height)

    def minimumSizeHint(self) -> QSize:
        """Two lines; the rest can be scrolled to."""
        return QSize(RAIL_WIDTH, min(2, len(self._model.items)) * self.item_height)

    def set_current(self, key: str) -> None:
        """Mark the line `key` as the page that is open; none when no line has it."""
        self.current_key = key
        self.viewport().update()

    def set_rail(self, *, rail: bool) -> None:
        """Show icons and marks only."""
        self.rail = rail
        self.viewport().update()


class Navigation(QFrame):
    """Pages, saved views and the foot; `chosen(key)` for a page, `view_chosen(key)` for a view."""

    chosen = Signal(str)
    view_chosen = Signal(str)

    def __init__(self, views_title: str = "Saved views", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "navigation")
        self.pages = NavList("Pages")
        self.views = NavList(views_title, SAVED_VIEW)
        self.foot = NavList("Settings and help")
        self._views_title = make_label(views_title, size=SMALL, strong=True, tone="text_2")
        self._views_title.setContentsMargins(16, 12, 0, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 1, 8)
        layout.setSpacing(0)
        layout.addWidget(self.pages)
        layout.addWidget(self._views_title)
        layout.addWidget(self.views)
        layout.addStretch(1)
        layout.addWidget(self.foot)
        self.pages.chosen.connect(self.chosen)
        self.foot.chosen.connect(self.chosen)
        self.views.chosen.connect(self.view_chosen)
        self.set_views([])
        self.set_rail(rail=False)

    def set_views(self, items: Sequence[NavItem]) -> None:
        """Show the saved views with their live counts."""
        self.views.set_items(items)
        self._show_views()

    def set_current(self, key: str) -> None:
        """Mark the page that is open."""
        self.pages.set_current(key)
        self.foot.set_current(key)

    def set_rail(self, *, rail: bool) -> None:
        """Become a rail of icons, or wide again; saved views are only in the wide one."""
        self.setFixedWidth(RAIL_WIDTH if rail else NAV_WIDTH)
        for each in (self.pages, self.foot):
            each.set_rail(rail=rail)
        self._show_views()

    def _show_views(self) -> None:
        shown = bool(self.views.items) and not self.pages.rail
        self.views.setVisible(shown)
        self._views_title.setVisible(shown)
