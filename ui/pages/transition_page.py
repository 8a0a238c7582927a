"""The hand-over: how ready each place is, the tasks by stage, and the plan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from areateam.core.count_words import working_days
from areateam.core.working_days import working_days_between
from areateam.transition.readiness_rules import RULE, TaskStage
from areateam.transition.readiness_views import Readiness, readiness
from areateam.transition.status_views import baseline_spans, baselines, removed_tasks
from areateam.transition.transition_findings import disagreements, findings_of
from areateam.transition.transition_views import PlanView, TaskView, plans
from ui.ask import Ask
from ui.pages.case_words import desk_book
from ui.pages.plan_view import PlanChart, PlanFacts
from ui.pages.readiness_map import ReadinessMap
from ui.pages.readiness_panel import ReadinessPanel
from ui.pages.signature_exchange import SignatureExchange
from ui.pages.task_doings import TaskDoings
from ui.pages.transition_board import TransitionBoard
from ui.pages.transition_changes import TransitionChanges
from ui.pages.transition_compare import TransitionCompare
from ui.pages.transition_findings_panel import TransitionFindings
from ui.pages.transition_papers import TransitionPapers
from ui.pages.transition_progress import TransitionProgress
from ui.pages.transition_starting import TransitionStarting
from ui.pages.transition_words import PAGES, TABS, place_words, readiness_spans
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.style.tokens import GAP, PAGE_MARGIN
from ui.widgets.buttons import make_frame, make_icon_button
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.page_header import PageHeader
from ui.widgets.segments import Segments
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.write_lock import add_writing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from areateam.cases.case_rules import Rulebook
    from areateam.core.findings import Finding
    from ui.desk import Desk

_EMPTY = (
    "A hand-over moves contracts, cases, money, people and records from one body to another by a"
    " day. A programme brings its tasks, their days and what must be shown."
)
_STEPS = (Step("start", "gantt", "Start a programme", "For the PCTs you choose", "Start"),)
_MOST_OFFERED = 12
_TITLES = {"readiness": "Readiness", "board": "Board", "plan": "Plan", "progress": "Progress"}
KINDS = frozenset(
    {"handover", "transition_task", "task_link", "task_evidence", "baseline", "person", "own_day"}
)


@dataclass(frozen=True)
class TransitionFacts:
    """What the page shows, read beside the window."""

    ready: Readiness
    plan: PlanFacts
    findings: Sequence[Finding]


def read_transition(connection: Any, book: Rulebook) -> TransitionFacts:
    """Every plan as it stands, and every baseline."""
    found = plans(connection, book)
    heads = baselines(connection)
    spans = {head.id: baseline_spans(connection, head.id) for head in heads}
    facts = PlanFacts(found, book, heads, spans, removed_tasks(connection))
    findings = [*findings_of(found, book.calendar), *disagreements(connection, found)]
    return TransitionFacts(readiness(found), facts, findings)


class TransitionPage(QWidget):
    """Opened with shape="readiness", "board", "plan" or "progress", and with place="5N8"."""

    title = "Transition"

    def __init__(self, desk: Desk, ask: Ask | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.ask = ask or Ask(self)
        self.facts: TransitionFacts | None = None
        self._wanted_place = ""
        self._narrow = False
        self.header = PageHeader("Readiness")
        self.tabs = Segments(TABS, name="How it is shown")
        self.more = make_icon_button(
            "more", "Papers, baselines, programmes", on_click=lambda: open_more(self)
        )
        for button in (self.tabs, self.more):
            self.header.add_button(button)
        self.map = ReadinessMap()
        self.panel = ReadinessPanel()
        self.board = TransitionBoard()
        self.plan = PlanChart()
        self.progress = TransitionProgress(desk, self.ask)
        self.doings = TaskDoings(desk, self.ask, self)
        self.papers = TransitionPapers(desk, self.ask)
        self.starting = TransitionStarting(desk, self)
        self.changes = TransitionChanges(desk, self.ask, self)
        self.compare = TransitionCompare(desk, self)
        self.wrong = TransitionFindings(desk, self)
        self.exchange = SignatureExchange(desk, self.ask, self)
        self.findings = SpanLabel(size=SMALL)
        self.findings.linked.connect(lambda _: self._tell())
        self.empty = EmptyState("No programme runs yet", _EMPTY, _STEPS)
        self._views = QStackedWidget()
        self._shapes: dict[str, QWidget] = {
            "readiness": self._readiness(), "board": self.board, "plan": self.plan,
            "progress": self.progress,
        }  # fmt: skip
        for view in (*self._shapes.values(), self.empty):
            self._views.addWidget(view)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addWidget(self._views, 1)
        self._connect()

    def _readiness(self) -> QWidget:
        card = make_frame("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.map)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(card, 1)
        row.addWidget(self.panel)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 12)
        column.setSpacing(8)
        column.addLayout(row, 1)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(SpanLabel(RULE, size=SMALL, tone=Tone.QUIET, wrap=True), 1)
        foot.addWidget(self.findings, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(foot)
        return whole

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._tab)
        self.map.rested.connect(self._rested)
        self.map.opened.connect(self._open_cell)
        self.plan.drawn.connect(self._name)
        self.plan.move_asked.connect(self._date)
        self.board.stage_asked.connect(self._move_on)
        self.panel.plan_asked.connect(
            lambda place: self.desk.open("transition", shape="plan", place=place)
        )
        self.empty.chosen.connect(lambda _: self.make_new())
        for part in (self.panel, self.board, self.plan):
            part.opened.connect(lambda task: self.desk.open("task", id=task))

    # ---- what the window asks of a page

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show one of the views, and one place where it is named."""
        self._wanted_place = str(args.get("place", ""))
        if "shape" in args:
            self.show_as(str(args["shape"]))
        if self.facts is None:
            self.refresh(None)
        else:
            self.plan.show_place(self._wanted_place)

    def refresh(self, changes: object) -> None:
        """Read everything again, beside the window."""
        touched = getattr(changes, "kinds", None)
        if touched is not None and not KINDS & set(touched):
            return
        book = desk_book(self.desk)
        self.desk.read("transition", lambda c: read_transition(c, book), self.show_facts)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """The panel folds away in a narrow window; Enter on a cell opens the list instead."""
        self._narrow = narrow
        self.panel.setVisible(not narrow)
        self.header.set_narrow(narrow=narrow)
        self._name()
        side = GAP if narrow else PAGE_MARGIN
        for view in self._shapes.values():
            room = view.layout()
            if room is not None:
                room.setContentsMargins(side, 0, side, 12)

    def make_new(self) -> None:
        """Choose a programme and places, and start it."""
        self.starting.choose(self.empty if self.is_empty else self.more)

    @property
    def is_empty(self) -> bool:
        """Whether nothing runs, so that the page says what it is for."""
        return self.facts is not None and not self.facts.plan.plans

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures: the board, the plan as it begins and whole, a date before it is set."""

        def plan(whole: bool) -> None:
            self.show_as("plan")
            if whole:
                self.plan.near.setChecked(False)
                self.plan.chart.zoom_to_fit()

        def date() -> None:
            plan(whole=False)
            lines = self.plan.chart.lines
            self.plan.chart.go_to(next(line.record for line in lines if line.critical))
            self._date(self.plan.chart.record())
            if self.doings.panel is not None:
                self.doings.panel.fill("on", "30 Nov 2012")

        def tell() -> None:
            self.show_as("readiness")
            self._tell()

        return [
            ("board", lambda: self.show_as("board")),
            ("plan", lambda: plan(whole=False)),
            ("date", date),
            ("plan-whole", lambda: plan(whole=True)),
            ("progress", lambda: self.show_as("progress")),
            ("compare", lambda: self.compare.open(self.more)),
            ("start", self.make_new),
            ("findings", tell),
        ]

    # ---- what is shown

    def show_facts(self, facts: TransitionFacts) -> None:
        """Fill every view."""
        self.facts = facts
        found, book = facts.plan.plans, facts.plan.book
        for button in (self.tabs, self.more):
            button.setVisible(bool(found))
        if not found:
            self._views.setCurrentWidget(self.empty)
            self.header.set_title("Transition")
            self.header.set_sentence("No programme runs yet.")
            return
        many = len(facts.findings)
        words = f"{many:,} things to look at"
        self.findings.set_spans([Span(words, mark=Shape.RISK, link="findings")] if many else "")
        self.map.show_ready(facts.ready)
        self.board.show_plans(found, book)
        self.progress.show_plans(found, book)
        self.plan.show_facts(facts.plan)
        self.plan.show_place(self._wanted_place)
        self.show_as(self.tabs.current())

    def show_as(self, shape: str) -> None:
        """Show the readiness, the board or the plan."""
        self.tabs.choose(shape)
        if self.is_empty:
            return
        self._views.setCurrentWidget(self._shapes[shape])
        focus: dict[str, QWidget] = {
            "readiness": self.map, "board": self.board, "plan": self.plan.chart,
            "progress": self.progress,
        }  # fmt: skip
        self.setFocusProxy(focus[shape])
        self._name()

    def _tab(self, key: str) -> None:
        """Every view is a visit of its own, so that back leads where one was."""
        if key in PAGES:
            self.tabs.choose(self._shape())
            self.desk.open(PAGES[key])
        else:
            self.desk.open("transition", shape=key)

    def _shape(self) -> str:
        current = self._views.currentWidget()
        return next((key for key, view in self._shapes.items() if view is current), "readiness")

    def _name(self) -> None:
        facts, shape = self.facts, self._shape()
        if facts is None or self.is_empty:
            return
        place = self._plan_of(str(self.plan.place.currentData() or ""))
        title = _TITLES[shape]
        if shape == "plan":
            # In a narrow window there is room for the first words and the code of the place.
            short = "".join(span.text for span in self.plan.words[:2])
            self.header.set_sentence(self.plan.words, short)
            self.header.set_narrow(narrow=self._narrow)
            head = place.head if place else None
            where = place_words(head.place, head.place_name) if head else "all places"
            self.header.set_title(f"{title}, {head.place if head and self._narrow else where}")
            return
        self.header.set_title(title)
        self.header.set_sentence(*_sentence(facts))
        self.header.set_narrow(narrow=self._narrow)

    def _plan_of(self, place: str) -> PlanView | None:
        found = self.facts.plan.plans if self.facts else ()
        return next((plan for plan in found if plan.head.place == place), None)

    def _rested(self, place: str, stream: str) -> None:
        plan = self._plan_of(place)
        if plan is not None and self.facts is not None:
            self.panel.show_cell(plan, stream, self.facts.plan.book)

    # ---- what is done

    def _open_cell(self, place: str, stream: str) -> None:
        where = [f"place={place}", *([f"workstream={stream}"] if stream else [])]
        self.desk.open("transition-list", where=where)

    def _tell(self) -> None:
        if self.facts is not None:
            plan = self.facts.plan
            self.wrong.tell(plan.plans, plan.book, self.facts.findings, self.more)

    def _date(self, record: int) -> None:
        if task := _task(self.facts, record):
            self.doings.date(task.facts, self.plan.date)

    def _move_on(self, record: int, stage: str) -> None:
        if task := _task(self.facts, record):
            self.doings.bring_to(task.facts, TaskStage(stage), self.tabs)


def _sentence(facts: TransitionFacts) -> tuple[list[Span], str]:
    """How long there is and how the tasks stand; and the same in few words."""
    book, head = facts.plan.book, facts.plan.plans[0].head
    last = book.calendar.add_working_days(head.vesting, -1)
    left = working_days_between(book.today, last, book.calendar.holidays)
    short = f"{working_days(left)}, {facts.ready.total.late:,} late"
    return readiness_spans(facts.ready, last, left), short


def _task(facts: TransitionFacts | None, record: int) -> TaskView | None:
    found = facts.plan.plans if facts else ()
    return next((t for plan in found for t in plan.tasks if t.id == record), None)


def open_more(page: TransitionPage) -> None:
    """Offer the papers, a baseline, another programme."""
    more_menu(page).popup(page.more.mapToGlobal(page.more.rect().bottomLeft()))


def more_menu(page: TransitionPage) -> QMenu:
    """What is done with the plans as a whole."""
    menu = QMenu(page)
    facts, papers = page.facts, page.papers
    if facts is None:
        return menu
    found, place = facts.plan.plans, str(page.plan.place.currentData() or "all")
    menu.addAction("Report to the board…", lambda: papers.report(found))
    menu.addAction("Compare…", lambda: page.compare.open(page.more))
    menu.addAction("Picture of the plan…", lambda: papers.picture(page.plan.chart, place))
    for plan in found[:_MOST_OFFERED]:
        words = f"Certificate of {place_words(plan.head.place, plan.head.place_name)}…"
        menu.addAction(words, partial(papers.certificate, plan.head.place))
    menu.addSeparator()
    given = menu.addMenu("Signatures for the other side")
    for plan in found[:_MOST_OFFERED]:
        words = f"{place_words(plan.head.place, plan.head.place_name)}…"
        given.addAction(words, partial(page.exchange.give, plan.head.place))
    add_writing(menu, "Take in signatures…", lambda: page.exchange.take(page.more))
    menu.addSeparator()
    add_writing(menu, "Keep a baseline…", lambda: page.starting.baseline(found, page.more))
    add_writing(menu, "Start a programme…", page.make_new)
    add_writing(menu, "Take in a changed programme…", lambda: page.changes.take(page.more))
    return menu
