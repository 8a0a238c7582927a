"""The list beside the chart: each contractor with value, denominator, distance and verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from ui.pages.variation_queries import QueryTable
from ui.pages.variation_words import UNEXPLAINED, key_of, sd_words, verdict_mark, verdict_word
from ui.style.marks import Shape, Tone
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell
from ui.tables.table_view import TableView
from ui.widgets.bulk_bar import BulkBar
from ui.widgets.count_bar import Count, CountBar
from ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from areateam.core.fields import Value
    from areateam.variation.point_views import ChartPoint
    from areateam.variation.variation_views import FunnelView
    from ui.tables.row_source import Row

COLUMNS = (
    Column(Field("ref", "Code"), "", "ref", 98),
    Column(Field("value", "Value", Kind.DECIMAL), "", "value", 72),
    Column(Field("of", "Of", Kind.DECIMAL), "", "of", 70),
    Column(Field("sd", "SD", Kind.DECIMAL), "", "sd", 54),
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
    """`rested(key)` and `opened(key)` of a line; `judge_asked` for all that are ticked."""

    rested = Signal(object)
    opened = Signal(object)
    judge_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.points: dict[Hashable, ChartPoint] = {}
        self.aside: dict[Hashable, ChartPoint] = {}
        model = LazyTableModel(PointRows(()), looks=LOOKS, checkable=True)
        self.table = TableView(model, name="Values and verdicts", stretch="verdict")
        self.table.set_empty(EmptyState("None fits", "Nothing here fits what is chosen above."))
        self.table.sort_by("sd", descending=True)
        self.table.rested.connect(self._rested)
        self.table.opened.connect(self.opened)
        model.checks_changed.connect(self._ticked)
        self.bar = BulkBar([("judge", "Judge…")])
        self.bar.verb.connect(lambda _: self.judge_asked.emit())
        self.bar.cleared.connect(lambda: model.check_all(on=False))
        self.counts = CountBar()
        self.counts.chosen.connect(lambda _: self._turn())
        self.queries = QueryTable()
        self.queries.rested.connect(self._rested)
        self.queries.opened.connect(self.opened)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.queries)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.counts)
        column.addWidget(self._stack, 1)
        column.addWidget(self.bar)
        self.setFocusProxy(self.table)

    def show_points(self, points: Sequence[ChartPoint]) -> None:
        """Show these, in the order that was chosen; ticks stay where their points are left."""
        self.points = {key_of(point): point for point in points}
        model, head = self.table.rows_model, self.table.head
        column = model.column_at(head.sorted_section)
        key = column.key if column else "sd"
        rows = PointRows(points).sorted_by(key, descending=head.descending)
        model.set_checked(set(model.checked.ids) - set(self.points), on=False)
        self.table.set_source(rows)
        self._ticked()

    def show_queries(self, view: FunnelView) -> None:
        """Count the figures kept out of the chart; its button shows them in place of the list."""
        self.aside = {key_of(point): point for point in view.doubtful}
        many = len(view.doubtful)
        count = Count("queries", Shape.DOUBT, many, "kept out of the chart")
        self.counts.set_counts([count] if many else [], "")
        self.counts.setVisible(many > 0)
        self.queries.show_figures(view.queried)
        self._turn()

    def _turn(self) -> None:
        asked = self.counts.current() == "queries"
        self._stack.setCurrentWidget(self.queries if asked else self.table)
        self._ticked()

    def ticked(self) -> list[ChartPoint]:
        """The points that are ticked: by name, or all that are shown but some."""
        checked = self.table.rows_model.checked
        return [point for key, point in self.points.items() if key in checked]

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

    def _ticked(self) -> None:
        shown = self._stack.currentWidget() is self.table
        self.bar.set_count(len(self.ticked()) if shown else 0)
