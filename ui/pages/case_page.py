"""The page of one case: what it is in words, its clocks, its steps, and all that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from areateam.cases.case_end_views import cases_beside
from areateam.cases.case_timeline_views import case_timeline
from areateam.cases.case_views import CaseView, case_view
from areateam.contracts.contract_facet_views import pct_names
from areateam.core.dates import format_date
from areateam.core.durations import format_duration
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence, sentence
from areateam.duties.case_answer_views import case_answer
from ui.pages.case_answers import AnswersCard
from ui.pages.case_appeal import AppealBar
from ui.pages.case_beside import BesideCard, DocumentsCard
from ui.pages.case_clocks import ClockCard, open_derivation
from ui.pages.case_documents import DocumentsTab
from ui.pages.case_doings import CaseDoings
from ui.pages.case_ending import CaseEnding
from ui.pages.case_facts_tab import FactsTab
from ui.pages.case_hours import KEY, HoursTab
from ui.pages.case_lines import BESIDE, CaseLinesTab
from ui.pages.case_steps import StepsCard
from ui.pages.case_timeline import TimelineCard, TimelineTab
from ui.pages.case_words import desk_book, head_spans, left_words, next_step
from ui.style.tokens import GAP, PAGE_MARGIN
from ui.widgets.buttons import make_frame
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.page_header import PageHeader
from ui.widgets.page_scroll import PageScroll
from ui.widgets.spans import Span
from ui.widgets.tab_row import TabRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from areateam.cases.case_timeline_views import TimelineLine
    from areateam.core.problems import Problem
    from ui.desk import Desk

TABS = (
    ("work", "Work"),
    ("documents", "Documents"),
    ("facts", "Facts"),
    ("hours", "Time spent"),
    ("linked", "Linked cases"),
    ("timeline", "Timeline"),
)
_LINKED = (
    ("Tied to this case", "No case is tied to this one.", BESIDE),
    ("Also open at this contractor", "No other case is open at this contractor.", BESIDE),
)
_STEP = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "


class CasePage(QWidget):
    """`show_args({"id": 12})`, with `tab` where one is meant, and `step` to begin with."""

    title = "Case"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._id = 0
        self.view: CaseView | None = None
        self._narrow = False
        self._gone: QWidget | None = None
        self._pcts = pct_names(desk.connection)
        self._lines: tuple[TimelineLine, ...] = ()
        self.doings = CaseDoings(desk, self)
        self.ending = CaseEnding(self.doings, self)
        self.header = PageHeader()
        ending = self.ending
        for button in (ending.more, ending.suppose, ending.close, ending.reopen):
            self.header.add_button(button)
        self.tabs = TabRow(TABS)
        self.appeal = AppealBar(self.doings)
        self.clocks = ClockCard()
        self.steps = StepsCard()
        self.timeline = TimelineCard()
        self.papers = DocumentsCard()
        self.beside = BesideCard()
        self.answers = AnswersCard()
        self.documents = DocumentsTab(self.doings)
        self.facts = FactsTab(desk)
        self.hours = HoursTab(self.doings)
        self.linked = CaseLinesTab("Tie to another case…", _LINKED)
        self.whole = TimelineTab()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._head = make_frame("surface")
        head = QVBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(self.header)
        head.addWidget(self.tabs)
        self._work = PageScroll()
        self._work.column.addWidget(self.appeal)
        self._work.column.addWidget(self.clocks)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.steps)
        left.addStretch(1)
        right.setSpacing(GAP)
        for card in (self.answers, self.beside, self.timeline, self.papers):
            right.addWidget(card)
        right.addStretch(1)
        row.addLayout(left, 17)
        row.addLayout(right, 10)
        self._work.column.addLayout(row)
        self._work.column.addStretch(1)
        for part in (self._work, self.documents, self.facts, self.hours, self.linked, self.whole):
            self._stack.addWidget(part)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        self._column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.header.linked.connect(self._follow)
        self.tabs.chosen.connect(self.choose)
        self.clocks.asked.connect(self._explain)
        self.steps.asked.connect(self._explain)
        self.steps.verb.connect(self._do)
        self.timeline.linked.connect(self.choose)
        self.papers.linked.connect(lambda _: self.choose("documents"))
        self.papers.linked.connect(self.documents.follow)
        self.beside.linked.connect(lambda link: self.choose(link) if link == "linked" else None)
        self.answers.linked.connect(
            lambda code: self._desk.open("duties", on=self._desk.today, function=code)
        )
        self.beside.opened.connect(lambda case: self._desk.open("case", id=case))
        self.facts.day_asked.connect(self.ending.open_day)
        self.facts.facts_asked.connect(self.ending.open_facts)
        self.facts.role_asked.connect(self.ending.open_role)
        self.facts.hours_asked.connect(lambda: self.choose("hours"))
        self.hours.rates_asked.connect(lambda: self._desk.open("rules", tab="rates"))
        self.ending.hours_asked.connect(self.enter_hours)
        QShortcut(QKeySequence(KEY), self).activated.connect(self.enter_hours)
        self.linked.opened.connect(lambda case: self._desk.open("case", id=case))
        self.linked.asked.connect(lambda _: self.ending.open_link())
        self.whole.correct_asked.connect(self.doings.correct_note)
        self.whole.removed.connect(self.doings.remove_note)
        for line in (self.timeline.line, self.whole.line):
            line.entered.connect(
                lambda category, text, line=line: self.doings.note(category, text, line.clear_text)
            )

    # ---- what the window asks

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show the case `id`, on the tab `tab` or on Work."""
        wanted = int(args["id"])
        tab = str(args.get("tab") or (self.tabs.current() if wanted == self._id else ""))
        self._id = wanted
        self._read()
        self.choose(tab or "work")
        if "step" in args:
            self.steps.choose(str(args["step"]))

    def refresh(self, changes: object) -> None:
        """Read the case again."""
        if self._id:
            self._read()

    def make_new(self) -> None:
        """Ctrl+N: begin a line of the timeline."""
        self.choose("work")
        self.timeline.line.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def enter_hours(self) -> None:
        """Ctrl+T: enter time that was spent on the case."""
        if self.view is not None:
            self.choose("hours")
            self.hours.open_enter()

    def focus_filter(self) -> None:
        """Ctrl+F: look in the timeline."""
        self.choose("timeline")
        self.whole.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Fit a small window."""
        self._narrow = narrow
        self._fit_header()
        self._work.set_low(low=low)

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures of this page: why a day, a step being done, the whole timeline."""
        return [
            ("why", lambda: self.steps.ask_why(_next_key(self.view))),
            ("done", lambda: self._do("done")),
            ("pause", lambda: self._do("pause")),
            ("correct-pause", lambda: self._do("correct")),
            ("set-day", lambda: self._do("by_hand")),
            ("documents", lambda: self.choose("documents")),
            ("letter", lambda: _write_letter(self)),
            ("facts", lambda: self.choose("facts")),
            ("linked", lambda: self.choose("linked")),
            ("timeline", lambda: self.choose("timeline")),
            ("what-if", self.ending.open_suppose),
            ("procedure", self.ending.open_procedure),
            ("close", self.ending.open_close),
        ]

    # ---- showing

    def _read(self) -> None:
        desk = self._desk
        try:
            self.view = case_view(desk.connection, desk_book(desk), self._id)
        except UserProblem as problem:
            self._show_gone(problem)
            return
        self._lines = case_timeline(desk.connection, self._id)
        self._show()

    def _show(self) -> None:
        view, desk = self.view, self._desk
        assert view is not None
        if self._gone is not None:
            self._gone.hide()
            self._gone.deleteLater()
            self._gone = None
        self._head.show()
        self._stack.show()
        today = desk.today.isoformat()
        self.title = view.title
        self.doings.set_case(view)
        procedure = f"{view.procedure.id} {view.procedure.label}"
        path = [Span("Cases", link="cases"), Span(_STEP), Span(procedure, link="procedure")]
        self.header.set_path([*path, Span(f"{_STEP}{view.ref}")])
        self.header.set_title(f"{view.title}, {view.contract_name}")
        place = f"{view.pct} {self._pcts.get(view.pct, '')}".strip()
        self.header.set_sentence(head_spans(view, place, today), _short(view))
        self._fit_header()
        self.tabs.set_words("timeline", f"Timeline {len(self._lines):,}")
        writable = desk.writable
        self.ending.show_case()
        self.documents.show_case(view)
        papers = self.documents.documents
        words = f"Documents {len(papers)}" if papers else "Documents"
        self.tabs.set_words("documents", words)
        self.papers.show_documents(papers, today, writable=writable and not view.closed_on)
        self._show_facts(view)
        self._show_beside(view)
        self.appeal.show_case(view)
        self.clocks.show_case(view, desk_book(desk))
        self.steps.show_case(view, today, locked=desk.why_locked)
        self.timeline.show_lines(self._lines, today, writable=writable)
        self.whole.show_lines(self._lines, today, writable=writable)

    def _show_facts(self, view: CaseView) -> None:
        total = self.hours.show_case(view)
        self.facts.show_case(view, total)
        spent = f" {format_duration(total.minutes)}" if total.entries else ""
        self.tabs.set_words("hours", f"Time spent{spent}")

    def _show_beside(self, view: CaseView) -> None:
        desk = self._desk
        tied, others = cases_beside(desk.connection, desk_book(desk), view.id)
        self.linked.show_cases(tied, others)
        self.beside.show_case(view, tied, others, desk.today.isoformat())
        self.answers.show_case(view, case_answer(desk.connection, view.id, desk.today))
        self.linked.button.setEnabled(desk.writable and not view.closed_on)
        many = len({line.id for line in (*tied, *others)})
        self.tabs.set_words("linked", f"Linked cases {many}" if many else "Linked cases")

    def _fit_header(self) -> None:
        self.header.set_narrow(narrow=self._narrow)
        if (layout := self.header.layout()) is not None:
            above = layout.contentsMargins().top()
            layout.setContentsMargins(PAGE_MARGIN, above, PAGE_MARGIN, 12)

    def _show_gone(self, problem: Problem) -> None:
        """Say that the case is not there, and the way on."""
        self.view = None
        self.doings.set_case(None)
        self._head.hide()
        self._stack.hide()
        if self._gone is not None:
            self._gone.deleteLater()
        back = Step("cases", "list", "Cases", "All that are open.", "Open")
        words = f"{problem_sentence(problem)} If it was removed, undo brings it back."
        if self._desk.looks_back:
            day = format_date(self._desk.today.isoformat())
            words = sentence("not-there-then", name="This case", day=day)
        self._gone = EmptyState("This case cannot be shown", words, [back])
        self._gone.chosen.connect(self._desk.open)
        self._column.addWidget(self._gone, 1)
        self._gone.show()

    # ---- doing

    def choose(self, tab: str) -> None:
        """Show a tab by its key."""
        self.tabs.choose(tab)
        self._stack.setCurrentIndex([key for key, _ in TABS].index(tab))

    def _do(self, verb: str) -> None:
        step = self.steps.current()
        self.doings.do(verb, step, self.steps.anchor(verb))

    def _explain(self, key: str, anchor: QWidget, rect: Any) -> None:
        view = self.view
        step = next((s for s in view.steps if s.key == key), None) if view else None
        if step is None:
            return
        free = self._desk.writable and view is not None and not view.closed_on
        agree = (lambda: self.doings.agree(step, anchor)) if free else None
        open_derivation(anchor, step, rect, agree)

    def _follow(self, link: str) -> None:
        view = self.view
        if view is None:
            return
        if link == "contract":
            self._desk.open("contract", id=view.contract)
        elif link == "procedure":
            where = (f"procedure={view.procedure.key}", "state=open")
            self._desk.open("cases", where=where)
        else:
            self._desk.open(link)


def _next_key(view: CaseView | None) -> str:
    step = next_step(view) if view else None
    return step.key if step else ""


def _short(view: CaseView) -> str:
    """When the next step is due, in few words."""
    step = next_step(view)
    if step is None or step.left is None:
        return ""
    return f"due {left_words(step.left)}" if step.left == 0 else left_words(step.left)


def _write_letter(page: CasePage) -> None:
    page.choose("documents")
    page.documents.write_letter.click()
