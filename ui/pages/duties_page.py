"""Responsibilities: who answers for what on a day, before and after functions change hands."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from areateam.duties.duty_actions import add_matrices
from areateam.duties.duty_views import MatrixView, matrices, matrix_view
from areateam.duties.unnamed_views import unnamed
from ui.ask import Ask
from ui.pages.duties_words import change_spans, day_spans
from ui.pages.duty_entries import DutyEntries
from ui.pages.duty_papers import DutyPapers
from ui.pages.matrix_lines import days_compared
from ui.pages.matrix_tab import MatrixTab
from ui.pages.orphans_tab import ORPHAN_KINDS, OrphansTab
from ui.pages.portfolios_tab import TEAM_KINDS, PortfoliosTab
from ui.style.tokens import PAGE_MARGIN
from ui.widgets.buttons import make_icon_button
from ui.widgets.day_slider import DaySlider
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.filter_field import FilterField
from ui.widgets.page_header import PageHeader
from ui.widgets.segments import Segments
from ui.widgets.tab_row import TabRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from areateam.duties.duty_views import MatrixHeadView
    from ui.desk import Desk

KINDS = frozenset({"duty_matrix", "duty_body", "duty_function", "duty", "duty_contact", "person"})
_DAY = timedelta(days=1)
_SECTIONS = (("matrix", "Matrix"), ("portfolios", "Portfolios"), ("orphans", "Orphans"))
_TABS = (
    ("before", "Before"),
    ("after", "After"),
    ("both", "Side by side"),
    ("changes", "Changes only"),
)
_ONE_DAY = ("before", "after")
_EMPTY = (
    "Who is accountable for each function of primary care, before and after it changes hands."
    " A matrix that is shipped brings the functions, the bodies and their sources."
)
_STEPS = (Step("add", "matrix", "Add the matrix", "Everything in it can be changed", "Add"),)


def read_matrix(connection: Any, key: str) -> tuple[MatrixView | None, list[MatrixHeadView]]:
    """A matrix of the register, the first for "", with all there are; None where it has none."""
    heads = matrices(connection)
    known = key if any(head.key == key for head in heads) else ""
    return (matrix_view(connection, known) if heads else None), heads


def _matrix_choice() -> QComboBox:
    made = QComboBox()
    made.setAccessibleName("Matrix")
    made.setFixedHeight(32)
    made.setFixedWidth(200)
    made.hide()
    return made


class DutiesPage(QWidget):
    """Opened with on=date for another day, function="F23" to stand on it, section="orphans"."""

    title = "Responsibilities"

    def __init__(self, desk: Desk, ask: Ask | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.matrix: MatrixView | None = None
        self.day: date | None = None
        self.key, self._went = "", False
        self.header = PageHeader(self.title)
        self.tabs = Segments(_TABS, name="What is shown")
        self.tabs.choose("after")
        self.entries = DutyEntries(desk, self)
        self.papers = DutyPapers(desk, ask or Ask(self), self)
        for button in (self.entries.button, self.papers.button):
            self.header.add_button(button)
        self.sections = TabRow(_SECTIONS)
        self.portfolios = PortfoliosTab(desk)
        self.orphans = OrphansTab(desk)
        self.choice = _matrix_choice()
        self.slider = DaySlider("Show as on")
        self._narrow = False
        self.beside = make_icon_button(
            "columns", "Gaps and the current function", on_click=self._turn_panel
        )
        self.beside.hide()
        self.filter = FilterField("Filter", key="Ctrl+F")
        self.matrix_tab = MatrixTab(desk)
        self.empty = EmptyState("No matrix yet", _EMPTY, _STEPS)
        self._body = self._lay_out()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addWidget(self.sections)
        page.addWidget(self._body, 1)
        page.addWidget(self.empty, 1)
        self.empty.hide()
        self.setFocusProxy(self.matrix_tab)
        self._connect()

    def _connect(self) -> None:
        beside = self.matrix_tab.beside
        self.entries.standing = lambda: (beside.function, beside.body)
        self.choice.activated.connect(self._choose)
        self.tabs.chosen.connect(self._tab)
        self.sections.chosen.connect(self.show_section)
        self.orphans.function_chosen.connect(self._stand_on)
        self.slider.moved.connect(self._moved)
        self.filter.changed.connect(self.matrix_tab.filter)
        self.matrix_tab.contact_wanted.connect(self.entries.ask_contact)
        self.matrix_tab.contact_ended.connect(self.entries.ask_end)
        self.matrix_tab.naming.connect(self.entries.ask_names)
        self.empty.chosen.connect(lambda _: self._add_shipped())

    def _lay_out(self) -> QWidget:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.choice)
        top.addWidget(self.tabs)
        top.addWidget(self.slider, 1)
        self.filter.setFixedWidth(176)
        top.addWidget(self.filter)
        top.addWidget(self.beside)
        self._parts: dict[str, MatrixTab | PortfoliosTab | OrphansTab] = {
            "matrix": self.matrix_tab,
            "portfolios": self.portfolios,
            "orphans": self.orphans,
        }
        self._stack = QStackedWidget()
        for part in self._parts.values():
            self._stack.addWidget(part)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(PAGE_MARGIN, 8, PAGE_MARGIN, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        return body

    # ---- what the window asks of a page

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show the matrix, on a day where one is named."""
        if isinstance(args.get("on"), date):
            self.day, self._went = args["on"], True
        if function := str(args.get("function", "")):
            self.matrix_tab.go_to(function)
        if args.get("section") in self._parts:
            self.show_section(args["section"])
        self.refresh(None)

    def refresh(self, changes: object) -> None:
        """Read the matrix again, beside the window."""
        touched = getattr(changes, "kinds", None)
        if touched is None or (KINDS | ORPHAN_KINDS | TEAM_KINDS) & set(touched):
            key = self.key
            self.desk.read("duties", lambda c: read_matrix(c, key), self._show_read)

    def _show_read(self, read: tuple[MatrixView | None, list[MatrixHeadView]]) -> None:
        """Show the matrix, and which others there are."""
        matrix, heads = read
        self.choice.clear()
        for head in heads:
            self.choice.addItem(head.label, head.key)
        self.key = matrix.head.key if matrix else ""
        self.choice.setCurrentIndex(self.choice.findData(self.key))
        self.choice.setVisible(len(heads) > 1)
        self.show_matrix(matrix)

    def _choose(self, place: int) -> None:
        """Show another matrix, on the day its functions change hands."""
        key = str(self.choice.itemData(place))
        if key != self.key:
            self.key, self.day = key, None
            self.refresh(None)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """The panel folds away in a narrow window."""
        self._narrow = narrow
        self.matrix_tab.panel.setVisible(not narrow)
        self.beside.setVisible(narrow and self.sections.current() == "matrix")
        self.portfolios.set_narrow(narrow=narrow)
        self.header.set_narrow(narrow=narrow)

    def _turn_panel(self) -> None:
        """In a narrow window the panel takes room from the matrix only while it is asked for."""
        panel = self.matrix_tab.panel
        panel.setVisible(not panel.isVisible())

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.filter.edit.setFocus()

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures: before, and what changes."""
        found: list[tuple[str, Callable[[], object]]] = [
            (key, partial(self._tab, key)) for key in ("before", "both", "changes")
        ]
        found += self.matrix_tab.states()
        found.append(("portfolios", partial(self.show_section, "portfolios")))
        found += self.portfolios.states()
        found.append(("orphans", partial(self.show_section, "orphans")))
        return [*found, *self.orphans.states()]

    # ---- what is shown

    def show_matrix(self, matrix: MatrixView | None) -> None:
        """Fill the page."""
        self.matrix = matrix
        there = matrix is not None
        self._body.setVisible(there)
        self.empty.setVisible(not there)
        self.sections.setVisible(there)
        on_matrix = there and self.sections.current() == "matrix"
        for button in (self.tabs, self.entries.button, self.papers.button, self.filter):
            button.setVisible(on_matrix)
        self.beside.setVisible(on_matrix and self._narrow)
        if matrix is None:
            self.header.set_sentence("The register has no matrix yet.")
            return
        self.entries.show_matrix(matrix)
        self.papers.show_matrix(matrix, lambda: self.matrix_tab.shown.days)
        head = matrix.head
        self.day = min(max(self.day or head.change_on, head.shown_from), head.shown_to)
        days = {head.shown_from, head.shown_to, *matrix.changes()}
        named = {head.change_on: ""}
        if head.shown_from <= self.desk.today <= head.shown_to:
            days.add(self.desk.today)
            named = {self.desk.today: "today", **named}
        self._choose_side()
        self.slider.set_days(sorted(days), self.day, named)
        self._fill()

    def _choose_side(self) -> None:
        """Say on which side of the change the day lies, while one day is shown."""
        if self.matrix is not None and self.day is not None and self.tabs.current() in _ONE_DAY:
            self.tabs.choose("before" if self.day < self.matrix.head.change_on else "after")

    def _fill(self) -> None:
        matrix, day = self.matrix, self.day
        if matrix is None or day is None:
            return
        self._say(matrix, day)
        self.matrix_tab.look(self.tabs.current())
        self._parts[self.sections.current()].show_day(matrix, day)

    def _say(self, matrix: MatrixView, day: date) -> None:
        if self.sections.current() == "matrix" and self.tabs.current() not in _ONE_DAY:
            self.header.set_sentence(change_spans(matrix, *days_compared(matrix, day)))
        else:
            alone = unnamed(self.desk.connection, matrix, day)
            self.header.set_sentence(day_spans(matrix, day, alone))

    # ---- what it does

    def show_section(self, key: str) -> None:
        """Show the matrix, the team or what is nobody's, all on the day of the slider.

        The team is shown as it is today until another day is gone to.
        """
        if key == "portfolios" and not self._went:
            self.day, self._went = self.desk.today, True
        self.sections.choose(key)
        self._stack.setCurrentWidget(self._parts[key])
        if self.matrix is not None:
            self.show_matrix(self.matrix)

    def _stand_on(self, function: str) -> None:
        self.matrix_tab.go_to(function)
        self.show_section("matrix")

    def _tab(self, key: str) -> None:
        self.tabs.choose(key)
        if self.matrix is not None:
            change = self.matrix.head.change_on
            if key in _ONE_DAY:
                self.day = change - _DAY if key == "before" else change
            self.show_matrix(self.matrix)

    def _moved(self, day: date) -> None:
        self.day, self._went = day, True
        self._choose_side()
        self._fill()

    def _add_shipped(self) -> None:
        shipped = self.desk.catalogue.matrices.seeded
        self.desk.write("Add the matrix", lambda write: add_matrices(write, shipped))
