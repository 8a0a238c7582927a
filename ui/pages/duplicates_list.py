"""The list of pairs that may be the same, with the count of each kind above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.contracts.duplicate_views import KINDS, Candidate, Likeness
from areateam.core.columns import Column
from areateam.core.fields import Field
from ui.pages.change_table import ListedRows
from ui.style.marks import Mark, Shape
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.buttons import make_frame
from ui.widgets.count_bar import Count, CountBar
from ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLUMNS = (
    Column(Field("likeness", "Likeness"), "", width=164),
    Column(Field("names", "The two"), "", width=220),
)
_WORDS = {"contractor": "contractors", "site": "sites", "contract": "contracts"}


class PairList(QWidget):
    """`moved()` when another pair is the current one; `opened()` on Enter."""

    moved = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: dict[str, Candidate] = {}
        self._told: object = None
        self.counts = CountBar()
        self.counts.chosen.connect(lambda _: self._show_found())
        looks = {"likeness": _likeness_cell, "names": _names_cell}
        self.table = TableView(
            LazyTableModel(ListedRows(_COLUMNS, []), looks=looks),
            name="Pairs that may be the same",
            stretch="names",
        )
        self.table.set_empty(EmptyState("None of this kind", "Choose another kind above."))
        self.table.rested.connect(self._rest)
        self.table.opened.connect(lambda _: self.opened.emit())
        self.card = make_frame("card")
        inner = QVBoxLayout(self.card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)

    @property
    def is_known(self) -> bool:
        """Whether anything was found yet."""
        return bool(self._found)

    def current(self) -> Candidate | None:
        """The pair that the cursor is on."""
        return self._found.get(str(self.table.current_id()))

    def show_pairs(self, found: Sequence[Candidate]) -> None:
        """Show these; after a decision the next pair takes the place of the one that went."""
        self._found = {pair_key(each): each for each in found}
        numbers = {kind: sum(each.kind == kind for each in found) for kind in KINDS.values()}
        shown = [
            Count(kind, Shape.DOUBT, number, kind if number == 1 else _WORDS[kind])
            for kind, number in numbers.items()
        ]
        self.counts.set_counts(shown, f"of {pairs_words(len(found))}")
        self._show_found()

    def go_to_last(self) -> None:
        """Move to the last pair."""
        count = self.table.rows_model.rowCount()
        self.table.setCurrentIndex(self.table.rows_model.index(count - 1, 0))
        self._tell()

    def _show_found(self) -> None:
        kind = self.counts.current()
        before = self.table.currentIndex().row()
        listed = [each for each in self._found.values() if kind in ("", each.kind)]
        rows: list[Row] = [(pair_key(each), each, each) for each in listed]
        self.table.set_source(ListedRows(_COLUMNS, rows))
        if self.table.current_id() is None and rows:
            place = min(max(before, 0), len(rows) - 1)
            self.table.setCurrentIndex(self.table.rows_model.index(place, 0))
        self._tell()

    def _rest(self, pair: object) -> None:
        """Tell of a pair once: a late word would undo what was chosen in it meanwhile."""
        if pair != self._told:
            self._tell()

    def _tell(self) -> None:
        self._told = self.table.current_id()
        self.moved.emit()


def pair_key(each: Candidate) -> str:
    """What a pair is known by in the list: both refs."""
    return " ".join(each.refs)


def pairs_words(count: int) -> str:
    """A number of pairs in words."""
    return f"{count:,} {'pair' if count == 1 else 'pairs'}"


def _likeness_cell(value: Any, _: Row) -> Cell:
    each: Candidate = value
    sure = each.likeness is Likeness.SAME
    mark = Mark(Shape.RISK if sure else Shape.DOUBT, each.words)
    return Cell(each.words, mark=mark, strong=sure, spoken=f"{each.words}, {each.score} of 100")


def _names_cell(value: Any, _: Row) -> Cell:
    each: Candidate = value
    names = list(dict.fromkeys((each.one_name, each.other_name)))
    return Cell(" · ".join(names), tail=f"{_WORDS[each.kind]} {' and '.join(each.refs)}")
