"""The cases by stage: a column for each, with cards that are read only when they are seen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, overload

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from areateam.cases.case_board_views import board_cards, board_columns, board_ids
from areateam.core.count_words import counted
from areateam.core.dates import format_date
from ui.pages.case_words import standing_of
from ui.style.marks import Mark, Shape, Tone
from ui.widgets.buttons import make_frame, make_label
from ui.widgets.card_list import Card, CardList
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.cases.case_board_views import BoardCard, BoardColumn
    from areateam.contracts.contract_filter import Filter
    from areateam.core.columns import Column
    from ui.desk import Desk

_BLOCK = 40
_WIDTH = 160


class BoardCards(Sequence[Card]):
    """The cards of one column: all their numbers, and of their words only what was looked at."""

    def __init__(self, desk: Desk, ids: Sequence[int], every: tuple[Column, ...]) -> None:
        self._desk = desk
        self._every = every
        self._ids = ids
        self._cards: dict[int, BoardCard] = {}
        self._read: set[int] = set()

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, place: int) -> Card: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Card]: ...
    def __getitem__(self, place: int | slice) -> Card | Sequence[Card]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        record = self._ids[place]
        self._read_around(place % len(self))
        found = self._cards.get(record)
        # A case that was removed since its number was read stays an empty card until the next.
        return card_of(found) if found else Card(record, "", "", Mark(Shape.NOTHING, ""), "")

    def _read_around(self, place: int) -> None:
        block = place // _BLOCK
        if block in self._read:
            return
        self._read.add(block)
        ids = self._ids[block * _BLOCK : (block + 1) * _BLOCK]
        for card in board_cards(self._desk.connection, self._every, ids):
            self._cards[card.id] = card


def card_of(card: BoardCard) -> Card:
    """A case as a card: what it is, at whom, what is due, how it stands and whose it is."""
    day = format_date(card.due).rpartition(" ")[0] if card.due else ""
    words = f"{day} · {card.step}" if card.due else ""
    mark = standing_of(card.standing)
    return Card(card.id, card.title, card.name, mark, words, card.manager)


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
        self.lists: list[CardList] = []
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
        listed = CardList(f"{column.title}, {counted(column.count, 'case')}", movable=False)
        listed.show_cards(BoardCards(self._desk, ids, self._every))
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
            if self.lists[at].cards:
                self.lists[at].take_focus()
                self._scroll.ensureWidgetVisible(self.lists[at])
                return
            at += step
