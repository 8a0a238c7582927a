"""External support: every call-off with its clock, and what all finished ones say together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from areateam.calloffs.call_off_report_views import verdict
from areateam.calloffs.call_off_views import call_offs
from areateam.calloffs.ending_views import ending_line, exit_short
from areateam.calloffs.finished_views import FinishedChart, finished_chart
from areateam.calloffs.route_rules import half_words
from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field, Kind
from ui.pages.call_off_doings import CallOffDoings
from ui.pages.call_off_tiers_panel import open_tiers
from ui.pages.call_off_trying import open_last_start
from ui.pages.call_off_words import SHAPES, desk_call_off_book
from ui.pages.change_table import ListedRows
from ui.style.fonts import SMALL
from ui.style.marks import Mark, Shape, Tone
from ui.style.tokens import PAGE_MARGIN, ROW_HEIGHT
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_heights import keep_heights
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.buttons import FILLED, make_button, make_frame
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.page_header import PageHeader
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from areateam.calloffs.call_off_views import CallOffBook, CallOffView
    from ui.charts.chart_view import ChartView
    from ui.desk import Desk
    from ui.pages.call_off_tiers_panel import TiersPanel
    from ui.pages.call_off_trying import LastStartPanel

_COLUMNS = (
    Column(Field("ref", "Call-off"), "", width=68),
    Column(Field("title", "Title"), "", width=180),
    Column(Field("stands", "Stands at"), "", width=144),
    Column(Field("tier", "Tier", Kind.INTEGER), "", width=40),
    Column(Field("value", "Value", Kind.MONEY), "", width=90),
    Column(Field("finish", "End"), "", width=100),
    Column(Field("days", "Days", Kind.DECIMAL), "", width=44),
    Column(Field("clock", "4½ weeks"), "", width=136),
    Column(Field("after", "After the PCT"), "", width=110),
    Column(Field("early", "Early exit"), "", width=70),
)
_STEPS = (
    Step("open", "clock", "Open a call-off", "Value and risk say which gates it needs.", "Open…"),
)
_EMPTY = "Support is called off from a framework in nine stages and four and a half weeks."


class CallOffsPage(QWidget):
    """The list; Enter opens a call-off."""

    title = "External support"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.views: tuple[CallOffView, ...] = ()
        self.chart: FinishedChart | None = None
        self.doings = CallOffDoings(desk, self)
        self.header = PageHeader("External support")
        self.tiers = make_button("Tiers…", writes=True, on_click=self.ask_tiers)
        self.header.add_button(self.tiers)
        self.last = make_button("Last safe start…", on_click=self.ask_last_start)
        self.header.add_button(self.last)
        self.new = make_button("Open a call-off…", writes=True, kind=FILLED, on_click=self.make_new)
        self.header.add_button(self.new)
        self.table = TableView(
            LazyTableModel(
                ListedRows(_COLUMNS, []),
                looks={"title": _title_cell, "clock": _clock_cell, "after": _after_cell},
            ),
            name="Call-offs",
            stretch="title",
        )
        self._fit_heights = keep_heights(self.table, ROW_HEIGHT)
        empty = EmptyState("No call-off yet", _EMPTY, _STEPS, filled=False)
        empty.chosen.connect(lambda _: self.make_new())
        self._empty = empty
        self.table.set_empty(empty)
        self.table.opened.connect(lambda number: self.desk.open("calloff", id=int(number)))
        self.together = SpanLabel(size=SMALL, tone=Tone.QUIET, wrap=True)
        column = QVBoxLayout()
        column.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 12)
        column.setSpacing(8)
        column.addWidget(_card(self.table), 1)
        column.addWidget(self.together)
        self._column = column
        self.picture: ChartView | None = None
        self._drawn: QFrame | None = None
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addLayout(column, 1)
        self.setFocusProxy(self.table)

    # ---- what the window asks of a page

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show the list as it now stands."""
        self.refresh(None)

    def refresh(self, changes: object) -> None:
        """Read the call-offs again."""
        book = desk_call_off_book(self.desk)
        self.views = call_offs(self.desk.connection, book)
        self.chart = finished_chart(self.views, book)
        self.table.set_source(ListedRows(_COLUMNS, [_row(view, book) for view in self.views]))
        self._fit_heights()
        missing = [v for v in self.views if v.is_open and v.over_limit > 0]
        going = sum(view.is_open for view in self.views)
        words = f"{going} in progress or planned, {len(self.views) - going} ended.  "
        mark = Shape.RISK if missing else Shape.OK
        said = f"{len(missing)} will miss 4½ weeks" if missing else "none will miss 4½ weeks"
        self.header.set_sentence([Span(words, Tone.QUIET), Span(said, strong=True, mark=mark)])
        self.together.set_spans(self.chart.sentence)
        self._draw(self.chart)
        why = self.desk.why_locked
        self._empty.set_why_not(why)
        for button in (self.new, self.tiers):
            button.setEnabled(not why)
            button.setToolTip(why)

    def _draw(self, chart: FinishedChart) -> None:
        """Show the chart of finished call-offs, which is made when there are any."""
        if self._drawn is not None:
            self._drawn.setVisible(bool(chart.points))
        if not chart.points:
            return
        from ui.pages.call_offs_chart import finished_picture, finished_view

        if self.picture is None:
            self.picture = finished_view()
            self.picture.opened.connect(self._open_number)
            self._drawn = _card(self.picture)
            self._column.addWidget(self._drawn, 1)
        self.picture.show_picture(finished_picture(chart, self.desk.today))

    def _open_number(self, number: object) -> None:
        found = next((view.id for view in self.views if view.number == number), None)
        if found is not None:
            self.desk.open("calloff", id=found)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """The sentence moves beside the title in a narrow window."""
        self.header.set_narrow(narrow=narrow)

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures: a call-off about to be opened, the last safe start for a day."""

        def last_start() -> None:
            self.ask_last_start().fill("needed", "28 Mar 2013")

        return [
            ("open", self.make_new), ("last-start", last_start), ("tiers", self.ask_tiers),
        ]  # fmt: skip

    def ask_tiers(self) -> TiersPanel:
        """Ask for other figures of a tier, with their source."""
        return open_tiers(self.doings, self.tiers)

    def ask_last_start(self) -> LastStartPanel:
        """Ask for the day of need, and say when each route begins at the latest."""
        return open_last_start(self.desk, self.last)

    def make_new(self) -> None:
        """Open a call-off, and show it."""
        self.doings.open_new(self.new, lambda made: self.desk.open("calloff", id=made))


def _card(whole: QWidget) -> QFrame:
    card = make_frame("card")
    inner = QVBoxLayout(card)
    inner.setContentsMargins(1, 1, 1, 1)
    inner.addWidget(whole)
    return card


def _row(view: CallOffView, book: CallOffBook) -> Row:
    current = view.clock.current
    state = book.framework.state_of(view.state).label
    stands = current.facts.label if current and view.state == "running" else state
    said, after = verdict(view), ending_line(view, book.framework)
    return (
        view.id, view.number, view.title, stands, view.tier, view.value_pence,
        format_date(view.clock.finish.isoformat()), half_words(view.clock.total),
        f"{said.kind} {_short(view)}", f"{'gap' if after.is_gap else 'said'} {after.short}",
        exit_short(view),
    )  # fmt: skip


def _short(view: CallOffView) -> str:
    """The verdict as a table has room for it."""
    over, found = view.over_limit, view.clock
    if view.outcome == "stopped":
        return "stopped"
    if over > 0:
        return f"{'missed' if found.is_done else 'will miss'} by {half_words(over)}"
    return f"kept, {half_words(-over)} in hand" if found.is_done else f"{half_words(-over)} in hand"


def _title_cell(value: Any, _row: Row) -> Cell:
    return Cell(str(value or ""), wrap=True)


def _clock_cell(value: Any, _row: Row) -> Cell:
    kind, _, words = str(value or "").partition(" ")
    return Cell(words, mark=Mark(SHAPES[kind], words))


def _after_cell(value: Any, _row: Row) -> Cell:
    kind, _, words = str(value or "").partition(" ")
    return Cell(words, mark=Mark(Shape.RISK, words) if kind == "gap" else None)
