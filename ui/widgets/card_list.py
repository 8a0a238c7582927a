"""Columns of cards by stage; a card can be dragged, or moved by keys, to another column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.style.fonts import BODY, SMALL, font, metrics
from ui.style.marks import Mark, Tone, paint_mark
from ui.style.theme import colour

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_CARD = Qt.ItemDataRole.UserRole + 1
_MIME = "application/x-areateam-card"
_HEIGHT, _GAP = 78, 8
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Card:
    """One card: a title over a second line, and a mark with a few words.

    Without words the mark's own word is shown; `more` is said by a tooltip and a screen reader.
    """

    record: int
    title: str
    under: str
    mark: Mark
    words: str
    more: str = ""

    @property
    def spoken(self) -> str:
        """All of it in words."""
        parts = (self.title, self.under, self.mark.word, self.words, self.more)
        return ". ".join(part for part in parts if part)


class _Cards(QAbstractListModel):
    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.cards: Sequence[Card] = ()

    def show(self, cards: Sequence[Card]) -> None:
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        card = self.cards[index.row()]
        if role == _CARD:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        spoken = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
        return card.spoken if role in spoken else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        records = [str(self.cards[index.row()].record) for index in indexes]
        data.setData(_MIME, " ".join(records).encode())
        return data


class _CardDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, _HEIGHT + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: Card = index.data(_CARD)
        box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -_GAP - 0.5)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour("accent" if focused else "line"))
        painter.setBrush(colour("hover" if hovered else "surface"))
        painter.drawRoundedRect(box, 6, 6)
        if focused:
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        _paint_card(painter, card, box.adjusted(10, 6, -10, -6))
        painter.restore()


def _paint_card(painter: QPainter, card: Card, box: QRectF) -> None:
    for place, (words, strong, ink) in enumerate(
        ((card.title, True, "text"), (card.under, False, "text_2"))
    ):
        painter.setFont(font(BODY, strong=strong))
        painter.setPen(colour(ink))
        sizes = metrics(BODY, strong=strong)
        text = sizes.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRectF(box.left(), box.top() + place * 20, box.width(), 20), _LEFT, text)
    top = box.top() + 42
    paint_mark(painter, card.mark.shape, QPointF(box.left() + 5.5, top + 10))
    calls = card.mark.tone in (Tone.LATE, Tone.RISK)
    painter.setFont(font(SMALL, strong=calls))
    painter.setPen(colour(card.mark.tone.value if calls else "text_2"))
    room = box.width() - 16
    words = card.words or card.mark.word
    text = metrics(SMALL, strong=calls).elidedText(words, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRectF(box.left() + 16, top, room, 20), _LEFT, text)


class CardList(QListView):
    """One column of cards.

    `opened(record)` on Enter or a double click, `rested(record)` where the focus comes to rest,
    `left(step)` to go beside. Where cards can be moved, `dropped(record)` when one of another
    column is let go and `moved(record, step)` with Ctrl held.
    """

    opened = Signal(int)
    rested = Signal(int)
    dropped = Signal(int)
    left = Signal(int)
    moved = Signal(int, int)

    def __init__(self, name: str, *, movable: bool) -> None:
        super().__init__()
        self._movable = movable
        self._cards = _Cards(self)
        self.setModel(self._cards)
        self.setItemDelegate(_CardDelegate(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        if movable:
            self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
            self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setProperty("part", "board")
        self.doubleClicked.connect(lambda index: self.opened.emit(self.record(index.row())))
        self.selectionModel().currentRowChanged.connect(
            lambda now, _: self.rested.emit(self.record(now.row())) if now.isValid() else None
        )

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show these cards; of a sequence that reads them only those seen are read."""
        self._cards.show(cards)

    @property
    def cards(self) -> Sequence[Card]:
        """The cards shown."""
        return self._cards.cards

    def record(self, place: int) -> int:
        """The record of the card at a place."""
        return self._cards.cards[place].record

    def take_focus(self) -> None:
        """Put the focus on the current card, or the first."""
        if not self.currentIndex().isValid() and self.cards:
            self.setCurrentIndex(self._cards.index(0, 0))
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, left and right go beside; with Ctrl they take the card along."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        at = self.currentIndex().row()
        if (
            step is not None
            and self._movable
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            if at >= 0:
                self.moved.emit(self.record(at), step)
        elif step is not None:
            self.left.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at >= 0:
            self.opened.emit(self.record(at))
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take cards, and nothing else."""
        if event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take cards, and nothing else."""
        if event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say which card of another column was let go here; the cards themselves stay."""
        if event.source() is not self and event.mimeData().hasFormat(_MIME):
            record = int(bytes(event.mimeData().data(_MIME).data()).decode().split()[0])
            self.dropped.emit(record)
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
