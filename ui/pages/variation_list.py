"""The list beside the chart: each contractor with value, denominator, distance and verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from ui.pages.variation_words import UNEXPLAINED, key_of, sd_words, verdict_mark, verdict_word
from ui.style.marks import Tone
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell
from ui.tables.table_view import TableView
from ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from areateam.core.fields import Value
    from areateam.variation.variation_views import ChartPoint
    from ui.tables.row_source import Row

COLUMNS = (
    Column(Field("ref", "Code"), "", "ref", 68),
    Column(Field("value", "Value", Kind.DECIMAL), "", "value", 74),
    Column(Field("of", "Of", Kind.DECIMAL), "", "of", 64),
    Column(Field("sd", "SD", Kind.DECIMAL), "", "sd", 48),
    Column(Field("verdict", "Verdict"), "", "verdict", 124),
)
_ORDERS: dict[str, Callable[[ChartPoint], Any]] = {
    "ref": lambda point: point.ref,
    "value": lambda point: point.value,
    "of": lambda point: point.denominator,
    "sd": lambda point: abs(point.z),
    "verdict": lambda point: (verdict_word(point) == UNEXPLAINED, verdict_word(point)),
}


class PointRows:
    """Points as the rows of a table; it can be given in another order."""

    def __init__(self, points: Sequence[ChartPoint]) -> None:
        self.columns: Sequence[Column] = COLUMNS
        self._points = points
        self._places = {key_of(point): place for place, point in enumerate(points)}

    def count(self) -> int:
        """How many there are."""
        return len(self._points)

    def rows(self, first: int, limit: int) -> Sequence[Row]:
        """A piece of the list; each value is the point itself, for its look."""
        return [(key_of(each), *[each] * len(COLUMNS)) for each in self._points[first:][:limit]]

    def sorted_by(self, key: str, *, descending: bool) -> PointRows:
        """The same points in another order, equal ones by their codes."""
        points = sorted(self._points, key=lambda point: point.ref)
        points.sort(key=_ORDERS[key], reverse=descending)
        return PointRows(points)

    def position(self, record: Any) -> int | None:
        """Where a point stands."""
        return self._places.get(record)


def _look(words: Callable[[ChartPoint], Cell]) -> Callable[[Value, Row], Cell]:
    def dressed(value: Any, _: Row) -> Cell:
        return words(value)

    return dressed


def _verdict_cell(point: ChartPoint) -> Cell:
    if point.dormant:
        return Cell("suspended", tone=Tone.QUIET)
    word = verdict_word(point)
    return Cell(word, mark=verdict_mark(word))


LOOKS = {
    "ref": _look(lambda point: Cell(point.ref, spoken=f"{point.ref} {point.name}")),
    "value": _look(lambda point: Cell(point.value_shown)),
    "of": _look(lambda point: Cell(f"{point.denominator:,.0f}")),
    "sd": _look(lambda point: Cell("" if point.dormant else sd_words(point.z))),
    "verdict": _look(_verdict_cell),
}


class VariationList(QWidget):
    """`rested(key)` and `opened(key)` of a line."""

    rested = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.points: dict[Hashable, ChartPoint] = {}
        model = LazyTableModel(PointRows(()), looks=LOOKS)
        self.table = TableView(model, name="Values and verdicts", stretch="verdict")
        self.table.set_empty(EmptyState("None fits", "Nothing here fits what is chosen above."))
        self.table.sort_by("sd", descending=True)
        self.table.rested.connect(self._rested)
        self.table.opened.connect(self.opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def show_points(self, points: Sequence[ChartPoint]) -> None:
        """Show these, in the order that was chosen."""
        self.points = {key_of(point): point for point in points}
        model, head = self.table.rows_model, self.table.head
        column = model.column_at(head.sorted_section)
        key = column.key if column else "sd"
        rows = PointRows(points).sorted_by(key, descending=head.descending)
        self.table.set_source(rows)

    def name_columns(self, value: str, of: str) -> None:
        """Say in tooltips what the columns of figures hold."""
        self.table.head.setToolTip(f"{value}; of {of}")

    def go_to(self, key: Hashable) -> None:
        """Stand on a point; nothing is sent of it."""
        if key != self.table.current_id() and key in self.points:
            self.table.go_to(key)

    def _rested(self, key: object) -> None:
        if key is not None:
            self.rested.emit(key)
