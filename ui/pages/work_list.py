"""The work list of the home page: what is to be done by a date, late first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.catalogue.catalogue import Catalogue
from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field
from ui.pages.today_cards import weekday_day
from ui.pages.today_facts import TodayFacts, left_mark, where_words, who_words, work_words
from ui.style.marks import Tone
from ui.style.tokens import WORK_ROW, WORK_ROW_LOW
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell
from ui.tables.table_view import TableView
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

_COLUMNS = tuple(
    Column(Field(key, label), "", "", width)
    for key, label, width in (
        ("left", "How it stands", 126),
        ("what", "What", 148),
        ("where", "Where", 160),
        ("due", "By", 98),
        ("who", "Who", 80),
    )
)
_FEWEST = 5
_SIDE = 7


class WorkRows:
    """The lines as rows of a table: a line's place is its id."""

    columns: Sequence[Column] = _COLUMNS

    def __init__(self, facts: TodayFacts | None, catalogue: Catalogue | None) -> None:
        self._facts = facts
        self._catalogue = catalogue

    def count(self) -> int:
        """How many lines there are."""
        return len(self._facts.work) if self._facts else 0

    def rows(self, first: int, limit: int) -> list[tuple[Any, ...]]:
        """The lines from `first`, each with a cell for every column."""
        return [(at, *self._cells(at)) for at in range(first, min(first + limit, self.count()))]

    def _cells(self, at: int) -> tuple[Cell, ...]:
        assert self._facts is not None
        assert self._catalogue is not None
        line, left = self._facts.work[at], self._facts.left[at]
        mark = left_mark(line, left, self._facts.day)
        number, what = work_words(line)
        where = where_words(line, self._catalogue)
        due = line.derived.value
        near = due[:4] == str(self._facts.day.year)
        written = weekday_day(due) if near else format_date(due)
        return (
            Cell(mark.word, mark=mark),
            Cell(f"{number} {what}", strong=True) if number else Cell(what),
            Cell(where, tone=Tone.QUIET),
            Cell(written, reason=True, spoken=line.derived.sentence),
            Cell(who_words(line), tone=Tone.QUIET),
        )


def _as_made(value: Any, _: Any) -> Any:
    """The cells are made by the rows themselves."""
    return value


class WorkList(QWidget):
    """`opened(place)` when a line is chosen; the date of a line explains itself."""

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        looks = {column.key: _as_made for column in _COLUMNS}
        self.model = LazyTableModel(WorkRows(None, None), looks=looks, parent=self)
        self.view = TableView(
            self.model, name="Due by law or agreement", stretch="where", row_height=WORK_ROW
        )
        self.view.head.hide()
        self.view.setProperty("focusframe", True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._clicked)
        self.view.opened.connect(self._opened)
        self.view.cell_clicked.connect(self._explain)
        self._facts: TodayFacts | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 0, _SIDE, 0)
        column.addWidget(self.view)
        self.set_low(low=False)

    def show_work(self, facts: TodayFacts, catalogue: Catalogue) -> None:
        """Show the lines of these facts."""
        self._facts = facts
        self.view.set_source(WorkRows(facts, catalogue))

    def set_low(self, *, low: bool) -> None:
        """Lower lines in a low window; never fewer than five to be seen."""
        height = WORK_ROW_LOW if low else WORK_ROW
        rows = self.view.verticalHeader()
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        self.setMinimumHeight(height * _FEWEST)

    def _clicked(self, index: Any) -> None:
        column = self.model.column_at(index.column())
        if column is not None and column.key != "due":
            self._opened(self.model.id_at(index.row()))

    def _opened(self, place: Any) -> None:
        if place is not None:
            self.opened.emit(int(place))

    def _explain(self, place: Any, key: str) -> None:
        self.open_reason(int(place))

    def open_reason(self, place: int) -> Popover | None:
        """Show why the date of a line is what it is."""
        if self._facts is None or not 0 <= place < len(self._facts.work):
            return None
        derived = self._facts.work[place].derived
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(SpanLabel([Span(f"Why this date · {derived.rule}", strong=True)]))
        column.addWidget(SpanLabel(derived.sentence, wrap=True))
        for step in derived.steps:
            column.addWidget(SpanLabel(step, tone=Tone.QUIET, wrap=True))
        popover = Popover(self.window(), content, name=derived.sentence)
        cell: QRect = self.view.visualRect(self.model.index(place, self.model.section_of("due")))
        popover.open_at(self.view.viewport(), cell)
        return popover
