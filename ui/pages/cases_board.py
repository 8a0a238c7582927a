"""The cases by stage: a column for each, with cards that are read only when they are seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from areateam.cases.case_board_views import board_cards, board_columns, board_ids
from areateam.core.dates import format_date
from ui.pages.case_words import standing_of
from ui.style.fonts import BODY, SMALL, font, metrics
from ui.style.marks import Tone, paint_mark
from ui.style.theme import colour
from ui.widgets.buttons import make_frame, make_label
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.cases.case_board_views import BoardCard, BoardColumn
    from areateam.contracts.contract_filter import Filter
    from areateam.core.columns import Column
    from ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_CARD = Qt.ItemDataRole.UserRole + 1
_BLOCK = 40
_HEIGHT, _GAP = 78, 8
_WIDTH = 160
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class BoardModel(QAbstractListModel):
    """The cards of one column: all their numbers, and of their words only what was looked at."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._every: tuple[Column, ...] = ()
        self.ids: Sequence[int] = ()
        self._cards: dict[int, BoardCard] = {}
        self._read: set[int] = set()

    def set_ids(self, ids: Sequence[int], every: tuple[Column, ...]) -> None:
        """Show these cases; their cards are read as they are seen."""
        self.beginResetModel()
        self.ids, self._every = ids, every
        self._cards, self._read = {}, set()
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many cards there are."""
        return 0 if parent.isValid() else len(self.ids)

    def card(self, place: int) -> BoardCard | None:
        """The card at a place; a block around it is read at once."""
        block = place // _BLOCK
        if block not in self._read:
            self._read.add(block)
            ids = self.ids[block * _BLOCK : (block + 1) * _BLOCK]
            for card in board_cards(self._desk.connection, self._every, ids):
                self._cards[card.id] = card
        return self._cards.get(self.ids[place])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The card, or the same in words."""
        roles = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
            _CARD,
        )
        if not index.isValid() or role not in roles:
            return None
        card = self.card(index.row())
        if role == _CARD or card is None:
            return card
        return card.title if role == Qt.ItemDataRole.DisplayRole else spoken(card)


def spoken(card: BoardCard) -> str:
    """What a screen reader and the tooltip say of a card."""
    due = f"{card.step}, due {format_date(card.due)}" if card.due else ""
    mark = standing_of(card.standing).word
    return ". ".join(p for p in (f"{card.title}, {card.name}", due, mark, card.manager) if p)


class _CardDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, _HEIGHT + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: BoardCard | None = index.data(_CARD)
        if card is None:
            return
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


def _paint_card(painter: QPainter, card: BoardCard, box: QRectF) -> None:
    lines = ((card.title, True, "text"), (card.name, False, "text_2"))
    for place, (words, strong, ink) in enumerate(lines):
        painter.setFont(font(BODY, strong=strong))
        painter.setPen(colour(ink))
        text = metrics(BODY, strong=strong).elidedText(
            words, Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(QRectF(box.left(), box.top() + place * 20, box.width(), 20), _LEFT, text)
    mark = standing_of(card.standing)
    top = box.top() + 42
    paint_mark(painter, mark.shape, QPointF(box.left() + 5.5, top + 10))
    calls = mark.tone in (Tone.LATE, Tone.RISK)
    words = f"{_short_day(card.due)} · {card.step}" if card.due else mark.word
    painter.setFont(font(SMALL, strong=calls))
    painter.setPen(colour(mark.tone.value if calls else "text_2"))
    room = box.width() - 16
    text = metrics(SMALL, strong=calls).elidedText(words, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRectF(box.left() + 16, top, room, 20), _LEFT, text)


def _short_day(day: str) -> str:
    return format_date(day).rpartition(" ")[0]


class BoardList(QListView):
    """One column of cards. `opened(id)` on Enter or a double click; `left(step)` goes beside."""

    opened = Signal(int)
    rested = Signal(int)
    left = Signal(int)

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.cards = BoardModel(desk, self)
        self.setModel(self.cards)
        self.setItemDelegate(_CardDelegate(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setProperty("part", "board")
        self.doubleClicked.connect(lambda index: self.opened.emit(self.cards.ids[index.row()]))
        self.selectionModel().currentRowChanged.connect(
            lambda now, _: self.rested.emit(self.cards.ids[now.row()]) if now.isValid() else None
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; left and right go to the stage beside."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        row = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.opened.emit(self.cards.ids[row])
        elif Qt.Key(event.key()) in steps:
            self.left.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class CasesBoard(QWidget):
    """`show_filter(filter, columns)`; `opened(id)` and `rested(id)` as those of the table."""

    opened = Signal(int)
    rested = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._filter: Filter | None = None
        self._every: tuple[Column, ...] = ()
        self._number = 0
        self.lists: list[BoardList] = []
        self.procedure = QComboBox()
        self.procedure.setAccessibleName("Stages of")
        self.procedure.setFixedHeight(32)
        self.procedure.addItem("Stages that all procedures share", "")
        known = sorted(desk.catalogue.procedures.known.values(), key=lambda each: each.label)
        for each in known:
            self.procedure.addItem(each.label, each.key)
        self.procedure.currentIndexChanged.connect(lambda _: self._load())
        top = QHBoxLayout()
        top.setContentsMargins(12, 8, 12, 8)
        top.setSpacing(8)
        top.addWidget(make_label("Stages of", tone="text_2"))
        top.addWidget(self.procedure)
        top.addStretch(1)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(12, 0, 12, 8)
        self._row.setSpacing(12)
        content = make_frame("page")
        content.setLayout(self._row)
        self._scroll = QScrollArea()
        self._scroll.setProperty("part", "page")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._scroll, 1)

    def show_filter(self, wanted: Filter, every: tuple[Column, ...]) -> None:
        """Show what a filter leaves; with one procedure chosen, by its own stages."""
        self._filter, self._every = wanted, every
        chosen = wanted.chosen("procedure")
        key = str(chosen[0]) if len(chosen) == 1 else ""
        place = max(self.procedure.findData(key), 0)
        if key and place != self.procedure.currentIndex():
            self.procedure.setCurrentIndex(place)  # which loads
        else:
            self._load()

    def _load(self) -> None:
        if self._filter is None:
            return
        desk, wanted, every = self._desk, self._filter, self._every
        procedure = str(self.procedure.currentData() or "")
        catalogue = desk.catalogue
        self._number += 1
        desk.read(
            "cases: board",
            lambda c: [
                (column, board_ids(c, every, wanted, column.value, procedure))
                for column in board_columns(c, every, catalogue, wanted, procedure)
            ],
            partial(self._show, self._number),
        )

    def _show(self, number: int, found: Sequence[tuple[BoardColumn, Sequence[int]]]) -> None:
        if number != self._number:
            return
        while (item := self._row.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.lists = []
        for column, ids in found:
            self._row.addWidget(self._column(column, ids), 1)

    def _column(self, column: BoardColumn, ids: Sequence[int]) -> QWidget:
        whole = QWidget()
        whole.setMinimumWidth(_WIDTH)
        title = SpanLabel(
            [Span(column.title, strong=True), Span(f"  {column.count:,}", tone=Tone.QUIET)]
        )
        listed = BoardList(self._desk, f"{column.title}, {column.count:,} cases")
        listed.cards.set_ids(ids, self._every)
        listed.opened.connect(self.opened)
        listed.rested.connect(self.rested)
        listed.left.connect(partial(self._go_beside, len(self.lists)))
        self.lists.append(listed)
        room = QVBoxLayout(whole)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(8)
        room.addWidget(title)
        room.addWidget(listed, 1)
        return whole

    def _go_beside(self, place: int, step: int) -> None:
        """Put the focus into the next column that has cards."""
        at = place + step
        while 0 <= at < len(self.lists):
            if self.lists[at].cards.ids:
                listed = self.lists[at]
                if not listed.currentIndex().isValid():
                    listed.setCurrentIndex(listed.cards.index(0, 0))
                listed.setFocus(Qt.FocusReason.TabFocusReason)
                self._scroll.ensureWidgetVisible(listed)
                return
            at += step
