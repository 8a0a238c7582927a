"""One task of a hand-over: two lights, evidence, days, what it waits for and what it holds up."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from areateam.calloffs.tie_views import call_offs_serving
from areateam.catalogue.programme_definitions import Side
from areateam.core.count_words import working_days
from areateam.core.dates import format_date, format_weekday_date
from areateam.core.problems import Problem, UserProblem
from areateam.core.wording import problem_sentence
from areateam.exports.transition_export_actions import save_evidence
from areateam.transition.evidence_views import evidence_of
from areateam.transition.signature_views import their_signatures
from areateam.transition.task_actions import remove_evidence
from areateam.transition.task_move_views import plan_of_task
from areateam.transition.task_name_views import task_uid_of
from ui.ask import Ask
from ui.pages.call_off_ties import call_off_rows
from ui.pages.case_words import desk_book
from ui.pages.import_drops import DropPage
from ui.pages.signature_exchange import SignatureExchange
from ui.pages.task_cards import TaskCards
from ui.pages.task_doings import TaskDoings
from ui.pages.transition_words import STAGES, left_words, light_mark, place_words
from ui.style.marks import Shape, Tone
from ui.style.tokens import GAP
from ui.widgets.banner import Banner
from ui.widgets.buttons import FILLED, OUTLINED, make_button, make_frame, make_label, restyle
from ui.widgets.page_header import PageHeader
from ui.widgets.page_scroll import PageScroll
from ui.widgets.spans import Span
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from areateam.ledger.ledger import Write
    from areateam.transition.evidence_views import EvidenceView
    from areateam.transition.signature_views import TheirSignatureView
    from areateam.transition.transition_views import PlanView, TaskFacts, TaskView
    from ui.desk import Desk

_KIND_WORDS = {
    "S": "the event or the day stands in a source",
    "P": "our proposal",
    "K": "own knowledge",
}


class TaskPage(DropPage):
    """Opened with id=12. Files dropped on it are filed as evidence."""

    title = "Task"

    def __init__(self, desk: Desk, ask: Ask | None = None) -> None:
        super().__init__("Drop to file as evidence")
        self.desk = desk
        self.ask = ask or Ask(self)
        self.task: TaskView | None = None
        self._id = 0
        self.doings = TaskDoings(desk, self.ask, self)
        self.exchange = SignatureExchange(desk, self.ask, self)
        self.header = PageHeader("Task")
        self.begin = make_button(
            "Begin…", writes=True, on_click=lambda: self._do(self.doings.begin, self.begin)
        )
        self.send = make_button(
            "Sign as sender…", writes=True, on_click=partial(self._sign, Side.SENDER)
        )
        self.receive = make_button(
            "Accept…", writes=True, on_click=partial(self._sign, Side.RECEIVER)
        )
        self.query = make_button(
            "Query…", writes=True, on_click=lambda: self._do(self.doings.query, self.query)
        )
        for button in (self.begin, self.query, self.send, self.receive):
            self.header.add_button(button)
        self.banner = Banner(Tone.RISK)
        self.facts = ValueList(label_width=96)
        self.cards = TaskCards()
        self.cards.unsign_asked.connect(self._unsign)
        self.cards.task_asked.connect(lambda task: self.desk.open("task", id=task))
        self.cards.save_asked.connect(self._save)
        self.cards.take_out_asked.connect(self._take_out)
        self.tools = QHBoxLayout()
        self._tools()
        self._lay_out()
        self.header.linked.connect(self._follow)
        self.facts.linked.connect(self._follow)
        self.dropped.connect(self._dropped)

    def _tools(self) -> None:
        doings = self.doings
        ways: tuple[tuple[str, str, Callable[[TaskFacts, QWidget], None]], ...] = (
            ("Expected…", "calendar", doings.date),
            ("Owner…", "person", doings.assign),
            ("Light…", "warning", doings.light),
            ("Take out…", "remove", doings.remove),
        )
        self.buttons: dict[str, QWidget] = {}
        for words, icon, act in ways:
            button = make_button(words, writes=True, icon_name=icon)
            button.clicked.connect(partial(self._tool, act, button))
            self.buttons[words] = button
            self.tools.addWidget(button)
        self.tools.addStretch(1)

    def _lay_out(self) -> None:
        self.give = make_button("For the other side…", on_click=self._give)
        self.give.setToolTip("Write what is signed here of this place to a file")
        self.take = make_button(
            "Take in…", writes=True, on_click=lambda: self.exchange.take(self.take)
        )
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(GAP)
        left.addWidget(_card("The task", self.facts, self.tools))
        left.addWidget(_card("Waits for and holds up", self.cards.ties))
        left.addStretch(1)
        right.addWidget(_card("Two signatures", self.cards.lights, _row(self.give, self.take)))
        self.file = make_button(
            "File documents…", writes=True, icon_name="add", on_click=self._file
        )
        self.no_evidence = make_button(
            "There is none…",
            writes=True,
            on_click=lambda: self._do(self.doings.explain, self.no_evidence),
        )
        foot = _row(self.file, self.no_evidence)
        right.addWidget(_card("Evidence", self.cards.evidence, foot))
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(GAP)
        columns.addLayout(left, 3)
        columns.addLayout(right, 2)
        scroll = PageScroll()
        scroll.column.addLayout(columns)
        scroll.column.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addWidget(self.banner)
        page.addWidget(scroll, 1)
        self.banner.hide()

    # ---- what the window asks of a page

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show a task."""
        self._id = int(args.get("id", self._id))
        self.refresh(None)

    def refresh(self, changes: object) -> None:
        """Read the task again."""
        desk = self.desk
        if not self._id:
            return
        try:
            plan = plan_of_task(desk.connection, desk_book(desk), self._id)
        except UserProblem as problem:
            self.task = None
            self.banner.set_lines([[Span(problem_sentence(problem))]])
            self.banner.show()
            self._allow()
            return
        task = next(each for each in plan.tasks if each.id == self._id)
        theirs = their_signatures(desk.connection, task.facts)
        self._show(task, plan, evidence_of(desk.connection, self._id), theirs)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """The sentence moves beside the title in a narrow window."""
        self.header.set_narrow(narrow=narrow)

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures: before a signature."""
        return [("sign", lambda: self._sign(Side.RECEIVER))]

    # ---- what is shown

    def _show(
        self,
        task: TaskView,
        plan: PlanView,
        filed: Sequence[EvidenceView],
        theirs: Sequence[TheirSignatureView],
    ) -> None:
        self.task = task
        facts, book = task.facts, desk_book(self.desk)
        mark = light_mark(task.light)
        head = plan.head
        path = [
            Span("Transition", link="transition"),
            Span(f"  /  {place_words(head.place, head.place_name)}  /  {facts.workstream}"),
        ]
        self.header.set_path(path)
        self.header.set_title(f"{facts.key} {facts.title}")
        state = Span(mark.word, mark=mark.shape, strong=True)
        rest = f" · {left_words(task, book)} · {STAGES[task.stage].lower()}"
        self.header.set_sentence([state, Span(rest, Tone.QUIET)], mark.word)
        self._show_banner(facts)
        uid = task_uid_of(self.desk.connection, f"TA{facts.id}")
        serving = call_offs_serving(self.desk.connection, uid)
        self.facts.set_rows([*_rows(task), *call_off_rows("Served by", serving)])
        self.cards.show(task, plan, filed, theirs)
        self._allow()

    def _show_banner(self, facts: TaskFacts) -> None:
        self.banner.setVisible(bool(facts.query))
        if facts.query:
            asked = format_date(facts.queried_on or "")
            self.banner.set_lines(
                [[Span(f"Queried {asked}", mark=Shape.RISK, strong=True), Span(f": {facts.query}")]]
            )

    def _allow(self) -> None:
        """Show only what can be done now, with the likely next step filled."""
        task = self.task
        facts = task.facts if task else None
        why = self.desk.why_locked
        is_open = facts is not None and not facts.done_on
        two = facts is not None and bool(facts.two_sided)
        sent, got = (facts.sent_on, facts.accepted_on) if facts else (None, None)
        shown = {
            self.begin: is_open and facts is not None and not facts.started_on and not sent,
            self.send: is_open and two and not sent,
            self.receive: is_open and not got,
            self.query: is_open and bool(sent) and not got,
            self.no_evidence: is_open and facts is not None and not facts.filed,
        }
        self.receive.setText("Accept…" if two else "Sign…")
        for button, on in shown.items():
            button.setVisible(on)
            button.setEnabled(not why)
            button.setToolTip(why)
        next_step = self.send if shown[self.send] else self.receive
        for button in (self.send, self.receive):
            button.setProperty("kind", FILLED if button is next_step else OUTLINED)
            restyle(button)
        self.give.setVisible(two)
        self.take.setVisible(two)
        self.give.setEnabled(bool(sent or got))
        for tool in (*self.buttons.values(), self.file, self.take):
            tool.setEnabled(facts is not None and not why)
        for words in ("Expected…", "Light…"):
            self.buttons[words].setEnabled(is_open and not why)

    # ---- what is done

    def _do(self, act: Callable[[TaskFacts, QWidget], None], anchor: QWidget) -> None:
        if self.task is not None:
            act(self.task.facts, anchor)

    def _tool(
        self, act: Callable[[TaskFacts, QWidget], None], button: QWidget, _: bool = False
    ) -> None:
        self._do(act, button)

    def _sign(self, side: Side) -> None:
        if self.task is not None:
            anchor = self.send if side is Side.SENDER else self.receive
            self.doings.sign(self.task.facts, side, anchor)

    def _unsign(self, side: Side) -> None:
        if self.task is not None:
            self.doings.unsign(self.task.facts, side)

    def _give(self) -> None:
        if self.task is not None:
            self.exchange.give(self.task.place)

    def _file(self) -> None:
        if self.task is not None:
            self.doings.file(self.task.facts)

    def _dropped(self, paths: list[Path]) -> None:
        if self.task is not None:
            self.doings.file_paths(self.task.facts, paths)

    def _take_out(self, each: EvidenceView) -> None:
        def act(write: Write) -> None:
            remove_evidence(write, each.id)

        self.desk.write(f"Take {each.title} out", act)

    def _save(self, each: EvidenceView) -> None:
        path = self.ask.save_file("Save a copy", Path.home() / each.name)
        if path is None:
            return
        try:
            save_evidence(self.desk.connection, each.id, path)
        except Problem as problem:
            self.desk.problem.emit(problem_sentence(problem))
        else:
            self.desk.told.emit(f"A copy is in {path}.")

    def _follow(self, link: str) -> None:
        page, _, number = link.partition(":")
        self.desk.open(page, **({"id": int(number)} if number else {}))


def _rows(task: TaskView) -> list[tuple[str, Sequence[Span] | str]]:
    facts, forecast = task.facts, task.forecast
    hand = f", dated by hand: {facts.hand_reason}" if facts.hand_on else ""
    slack = forecast.slack
    rows: list[tuple[str, Sequence[Span] | str]] = [
        ("Due", format_weekday_date(facts.due_on)),
        ("Expected", format_weekday_date(forecast.finish.isoformat()) + hand),
        ("Why", task.reason),
        ("Owner", f"{facts.owner} ({facts.role})" if facts.owner else facts.role),
        ("Accepted when", facts.accept),
        ("Work", f"{working_days(facts.length)}, {facts.spare} kept in hand"),
        ("Begun", format_date(facts.started_on) if facts.started_on else "not yet"),
        ("Risk", facts.risk.capitalize()),
        ("Known from", facts.source or _KIND_WORDS[facts.basis].capitalize()),
    ]
    if slack is not None and forecast.late_start is not None:
        critical = ", on the critical path" if forecast.critical else ""
        rows.insert(2, ("In hand", f"{working_days(slack)}{critical}"))
        if not facts.started_on:
            latest = format_weekday_date(forecast.late_start.isoformat())
            rows.insert(3, ("Latest start", latest))
    return rows


def _row(*buttons: QWidget) -> QHBoxLayout:
    """Buttons from the left."""
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def _card(title: str, *parts: Any) -> QWidget:
    card = make_frame("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 16)
    column.setSpacing(12)
    column.addWidget(make_label(title, strong=True))
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            part.setSpacing(8)
            column.addLayout(part)
    return card
