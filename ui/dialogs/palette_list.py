"""What the palette finds, and the list that shows it with the matched letters semibold."""

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
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.style.fonts import BODY, SMALL, font, metrics
from ui.style.icons import paint_icon
from ui.style.marks import Mark, paint_mark
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROW = Qt.ItemDataRole.UserRole + 1
HEAD_HEIGHT, ITEM_HEIGHT = 28, 36
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """One thing to open: `key` is what `chosen` carries; `tail` says more in the second colour."""

    key: str
    icon: str
    title: str
    tail: str = ""
    mark: Mark | None = None
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class PaletteGroup:
    """Things of one kind under a heading; `total` when there are more than are shown."""

    title: str
    items: Sequence[PaletteItem]
    total: int | None = None


Row = PaletteGroup | PaletteItem


def matched_ranges(title: str, text: str) -> list[tuple[int, int]]:
    """The places in `title` where a word of `text` is found, as (start, end), in order."""
    folded = title.casefold()
    if len(folded) != len(title):
        folded = title.lower()
    found = []
    for word in text.casefold().split():
        start = folded.find(word)
        if start >= 0:
            found.append((start, start + len(word)))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


class PaletteModel(QAbstractListModel):
    """Headings and items in one list; headings cannot be chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.text = ""

    def set_groups(self, groups: Sequence[PaletteGroup], text: str) -> None:
        """Show these groups, found for `text`."""
        self.beginResetModel()
        self.text = text
        self.rows = []
        for group in groups:
            if group.items:
                self.rows += [group, *group.items]
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Headings and items."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Items can be chosen, headings not."""
        if isinstance(self.rows[index.row()], PaletteGroup):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The heading or item, and its words."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {row.tail}" if isinstance(row, PaletteItem) else row.title
        return None


class PaletteDelegate(QStyledItemDelegate):
    """Paints headings 28 and items 36 pixels high."""

    def __init__(self, view: QListView, model: PaletteModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of a heading or an item."""
        group = isinstance(index.data(_ROW), PaletteGroup)
        return QSize(0, HEAD_HEIGHT if group else ITEM_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        row = index.data(_ROW)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, PaletteGroup):
            _paint_group(painter, row, box)
        else:
            current = index.row() == self._view.currentIndex().row()
            _paint_item(painter, row, box, self._model.text, current=current)
        painter.restore()


def _paint_group(painter: QPainter, group: PaletteGroup, box: QRectF) -> None:
    inner = box.adjusted(16, 2, -16, 0)
    painter.setPen(colour("text_2"))
    painter.setFont(font(SMALL, strong=True))
    painter.drawText(inner, _MIDDLE, group.title)
    painter.setFont(font(SMALL))
    total = len(group.items) if group.total is None else group.total
    painter.drawText(inner, _MIDDLE | Qt.AlignmentFlag.AlignRight, f"{total:,}")


def _paint_item(
    painter: QPainter, item: PaletteItem, box: QRectF, text: str, *, current: bool
) -> None:
    if current:
        painter.fillRect(box, colour("selected"))
    middle = box.center().y()
    icon_box = QRect(int(box.left()) + 16, round(middle - 8), 16, 16)
    paint_icon(painter, item.icon, icon_box, colour("text_2"))
    right = box.right() - 16
    hint = item.shortcut or ("Enter" if current else "")
    if hint:
        right = _paint_key(painter, hint, right, middle) - 8
    left = _paint_title(painter, item.title, text, box.left() + 44, right, box)
    left += 12
    if item.mark is not None:
        paint_mark(painter, item.mark.shape, QPointF(left + 5, middle))
        left += 16
    room = right - left
    if item.tail and room > 24:
        painter.setFont(font(BODY))
        painter.setPen(colour("text_2"))
        tail = metrics(BODY).elidedText(item.tail, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, box.top(), room, box.height()), _MIDDLE, tail)


def _paint_title(
    painter: QPainter, title: str, text: str, left: float, right: float, box: QRectF
) -> float:
    painter.setPen(colour("text"))
    at = 0
    for start, end in [*matched_ranges(title, text), (len(title), len(title))]:
        for piece, strong in ((title[at:start], False), (title[start:end], True)):
            if not piece or left >= right:
                continue
            sizes = metrics(BODY, strong=strong)
            written = sizes.elidedText(piece, Qt.TextElideMode.ElideRight, right - left)
            painter.setFont(font(BODY, strong=strong))
            painter.drawText(QRectF(left, box.top(), right - left, box.height()), _MIDDLE, written)
            left += sizes.horizontalAdvance(written)
        at = end
    return left


def _paint_key(painter: QPainter, key: str, right: float, middle: float) -> float:
    width = metrics(SMALL).horizontalAdvance(key) + 14
    box = QRectF(right - width, middle - 9, width, 18)
    painter.setPen(QPen(colour("line"), 1))
    painter.setBrush(colour("head"))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(colour("text_2"))
    painter.setFont(font(SMALL))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    return box.left()
