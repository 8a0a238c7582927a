"""Ends a case, opens it again, moves it to another procedure, and supposes other days."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from areateam.cases.case_actions import assign_cases, case_named, set_case_facts
from areateam.cases.case_clock_actions import accept_supposed, set_case_day
from areateam.cases.case_day_views import Supposed, suppose
from areateam.cases.case_end_actions import (
    change_procedure,
    close_case,
    link_cases,
    procedure_change,
    reopen_case,
    set_role,
)
from areateam.cases.case_end_views import outcome_effects
from areateam.cases.case_verb_rules import CaseState, CaseVerb, case_why_not
from areateam.cases.outcome_ask_views import outcome_asks
from areateam.catalogue.procedure_definitions import Risk
from areateam.core.copies import replaced
from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.duties.case_answer_views import case_answer
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.close_case_panel import CloseCasePanel
from ui.dialogs.suppose_panel import SupposePanel
from ui.pages.case_answers import codes
from ui.pages.case_fields import choice_field, day_field, day_of, number_of, text_field
from ui.pages.case_hours import KEY
from ui.pages.case_procedure_lists import ProcedureLists
from ui.pages.case_reporting import CaseReporting
from ui.pages.case_supposing import suppose_lines, supposed_of
from ui.pages.case_words import desk_book
from ui.style.fonts import SMALL
from ui.style.marks import Shape
from ui.widgets.buttons import make_button
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QPushButton

    from areateam.cases.case_end_views import Effect
    from areateam.cases.case_rules import Rulebook
    from areateam.cases.outcome_ask_views import Asked
    from areateam.ledger.ledger import Write
    from ui.pages.case_doings import CaseDoings

_GAP = "\N{NO-BREAK SPACE}" * 2
RECEIVED = "received"


class CaseEnding(QObject):
    """`close` and `reopen` are the header's buttons, `more` the one with the menu.

    `hours_asked` when time spent is to be entered.
    """

    hours_asked = Signal()

    def __init__(self, doings: CaseDoings, parent: QWidget) -> None:
        super().__init__(parent)
        self._doings = doings
        self._desk = doings.desk
        self.suppose = make_button("What if…", on_click=self.open_suppose)
        self.close = make_button("Close case…", writes=True, on_click=self.open_close)
        self.reopen = make_button("Open again", writes=True, on_click=self.open_again)
        self.more = make_button(f"More{_GAP}", icon_name="down", on_click=self._open_menu)
        self.more.setAccessibleName("More")
        # The arrow follows the word, as on every button that opens a menu.
        self.more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.menu = QMenu(parent)
        self.menu.setAccessibleName("More")
        self.menu.setToolTipsVisible(True)
        self.changing = {
            CaseVerb.ASSIGN: self.menu.addAction("Assign…", self.open_assign),
            CaseVerb.PROCEDURE: self.menu.addAction("Change procedure…", self.open_procedure),
            CaseVerb.ROLE: self.menu.addAction("Add a person…", self.open_role),
            CaseVerb.LINK: self.menu.addAction("Tie to another case…", self.open_link),
            CaseVerb.HOURS: self.menu.addAction(f"Enter time…\t{KEY}", self.hours_asked.emit),
        }
        self.menu.addSeparator()
        self.reporting = CaseReporting(doings)
        self.menu.addAction("Case report…", lambda: self.reporting.open(self.more))
        self.menu.addAction("Copy reference", self.copy)

    def show_case(self) -> None:
        """Offer what can be done with the case as it stands."""
        view = self._doings.view
        closed = view is not None and view.closed_on is not None
        state = CaseState(self._desk.why_locked, closed=closed)
        self.close.setVisible(not closed)
        self.suppose.setVisible(not closed)
        self.reopen.setVisible(closed)
        buttons = {
            CaseVerb.CLOSE: self.close,
            CaseVerb.SUPPOSE: self.suppose,
            CaseVerb.REOPEN: self.reopen,
        }
        for verb, button in buttons.items():
            _say_why_not(button, case_why_not(verb, state))
        for verb, action in self.changing.items():
            _say_why_not(action, case_why_not(verb, state))

    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    # ---- ending and reopening

    def open_close(self) -> None:
        """Ask for the outcome; what it sets on the contract is shown before."""
        view = self._doings.view
        if view is None or not self._desk.writable:
            return
        panel = CloseCasePanel(
            "Close this case",
            "Close case",
            view.procedure,
            self._desk.today,
            self._effects,
            self._asks,
        )
        answer = case_answer(self._desk.connection, view.id, self._desk.today)
        if answer is not None and answer.asked:
            words = f"To be asked before it is closed: {codes(answer.asked)}."
            panel.add_part(SpanLabel([Span(words, mark=Shape.DOUBT)], size=SMALL, wrap=True))
        self._doings.ask(
            panel,
            self.close,
            f"closed ({view.ref})",
            lambda write, book, case, said: close_case(
                write,
                book,
                case,
                str(said["outcome"]),
                on=day_of(said["on"]),
                reason=str(said["reason"] or ""),
                comment=str(said["comment"] or ""),
                values=panel.values(),
            ),
        )

    def _asks(self, outcome: str) -> Sequence[Asked]:
        view = self._doings.view
        assert view is not None
        return outcome_asks(self._desk.connection, desk_book(self._desk), view.id, outcome)

    def _effects(self, outcome: str, values: Mapping[str, str]) -> Sequence[Effect] | str:
        view = self._doings.view
        assert view is not None
        try:
            book = desk_book(self._desk)
            return outcome_effects(self._desk.connection, book, view.id, outcome, values)
        except UserProblem as problem:
            return problem_sentence(problem)

    def open_again(self) -> None:
        """Open a closed case again."""
        self._doings.write("opened again", reopen_case)

    # ---- what if

    def open_suppose(self) -> None:
        """Suppose other days on a copy, and accept them once they are seen."""
        view, desk = self._doings.view, self._desk
        if view is None:
            return
        lines = suppose_lines(view)
        words = "Change a day: what would move is shown here before it is accepted."
        panel = SupposePanel(lines, words)
        panel.changed.connect(partial(self._show_moved, panel))
        if not desk.writable:
            panel.set_verb("Accept", why_not=desk.why_locked)
        self._doings.ask(
            panel,
            self.suppose,
            "days changed",
            lambda write, book, case, _: self._accept(write, book, case, panel),
        )

    def _show_moved(self, panel: SupposePanel) -> None:
        view = self._doings.view
        if view is None or panel.stated() is None:
            return
        supposed = supposed_of(view, panel)
        try:
            book = desk_book(self._desk)
            moved = suppose(self._desk.connection, book, view.id, supposed)
        except UserProblem as problem:
            panel.refuse(problem_sentence(problem))
            return
        # Replies are supposed and never written: nobody has had them yet.
        acceptable = replaced(supposed, done={}) != Supposed()
        panel.show_moved(moved, changed=supposed != Supposed(), acceptable=acceptable)

    def _accept(self, write: Write, book: Rulebook, case: int, panel: SupposePanel) -> None:
        view = self._doings.view
        assert view is not None
        accept_supposed(write, book, case, supposed_of(view, panel))

    # ---- who, what, with which

    def open_assign(self) -> None:
        """Give the case to a manager."""
        view = self._doings.view
        assert view is not None
        people = self._doings.people()
        now = next((choice.value for choice in people if choice.label == view.manager), None)
        lines = [AskLine(Field("manager", "Manager"), now, people)]
        self._doings.ask(
            AskPanel(f"Assign {view.title}", "Assign", lines),
            self.more,
            "assigned",
            lambda write, _, case, said: assign_cases(write, [case], number_of(said["manager"])),
        )

    def open_facts(self, anchor: QWidget) -> None:
        """Set what the delegation hangs on: risk and value."""
        view = self._doings.view
        if view is None or not self._desk.writable or view.closed_on:
            return
        risks = tuple(Choice(risk.value, risk.value.capitalize()) for risk in Risk)
        lines = [
            AskLine(text_field("title", "Title", required=True), view.title),
            AskLine(choice_field("risk", "Risk", risks), view.risk),
            AskLine(Field("value", "Value", Kind.MONEY), view.value_pence),
        ]
        self._doings.ask(
            AskPanel("Change the facts", "Change", lines),
            anchor,
            "facts changed",
            lambda write, _, case, said: set_case_facts(
                write,
                case,
                risk=Risk(str(said["risk"])),
                value_pence=said["value"] if isinstance(said["value"], int) else None,
                title=str(said["title"]),
            ),
        )

    def open_day(self, key: str, anchor: QWidget) -> None:
        """Set a day of the case, the day of receipt among them."""
        view = self._doings.view
        if view is None or not self._desk.writable or view.closed_on:
            return
        labels = {spec.key: spec.label for spec in view.procedure.date}
        label = "Received" if key == RECEIVED else labels[key]
        now = view.received_on if key == RECEIVED else view.dates.get(key)
        asked = day_field(key, label) if key == RECEIVED else Field(key, label, Kind.DATE)
        self._doings.ask(
            AskPanel(label, "Set day", [AskLine(asked, now)], words="All that hangs on it moves."),
            anchor,
            f"{label} set",
            lambda write, book, case, said: set_case_day(
                write, book, case, key, day_of(said[key]) if said[key] else None
            ),
        )

    def open_procedure(self) -> None:
        """Move the case to another procedure; what comes, goes and stays is shown before."""
        view, desk = self._doings.view, self._desk
        assert view is not None
        fitting = desk.catalogue.procedures.of_group(view.group)
        choices = tuple(Choice(each.key, each.label) for each in fitting)
        lines = [AskLine(choice_field("procedure", "Procedure", choices), view.procedure.key)]
        panel = AskPanel("Change procedure", "Change", lines, width=720)
        shown = ProcedureLists()
        panel.add_part(shown)

        def look() -> None:
            book = desk_book(desk)
            key = panel.text_of("procedure")
            change = procedure_change(desk.connection, book, view.id, key)
            labels = {step.key: step.label for step in view.steps}
            shown.show_steps(
                [step.label for step in change.added],
                [labels[key] for key in change.dropped],
                [labels[key] for key in change.kept],
            )
            panel.say("What was done, and what was added by hand, is never dropped.")

        panel.changed.connect(look)
        look()
        self._doings.ask(
            panel,
            self.more,
            "procedure changed",
            lambda write, book, case, said: change_procedure(
                write, book, case, str(said["procedure"])
            ),
        )

    def open_role(self) -> None:
        """Give a person a part in the case."""
        lines = [
            AskLine(Field("person", "Who", required=True), None, self._doings.people()),
            AskLine(text_field("role", "Part", required=True)),
            AskLine(day_field("since", "Since"), self._desk.today.isoformat()),
        ]
        words = "Whoever had the part before has it until the day before."
        self._doings.ask(
            AskPanel("Add a person", "Add", lines, words=words),
            self.more,
            "person added",
            lambda write, _, case, said: set_role(
                write,
                case,
                number_of(said["person"]) or 0,
                str(said["role"]),
                day_of(said["since"]),
            ),
        )

    def open_link(self) -> None:
        """Tie the case to another, by its number."""
        lines = [
            AskLine(Field("other", "Case", Kind.CODE, required=True)),
            AskLine(text_field("reason", "Why", required=True)),
        ]
        self._doings.ask(
            AskPanel("Tie to another case", "Tie", lines, words="Its number, such as CA12."),
            self.more,
            "tied to another case",
            lambda write, _, case, said: link_cases(
                write, case, case_named(write, str(said["other"])), str(said["reason"])
            ),
        )

    def copy(self) -> None:
        """Put title, contractor and short reference on the clipboard."""
        view = self._doings.view
        if view is not None:
            words = f"{view.title}, {view.contract_name} ({view.ref})"
            QGuiApplication.clipboard().setText(words)


def _say_why_not(part: QPushButton | QAction, why_not: str) -> None:
    """Let a button or a line of the menu be pressed, or say why it cannot be."""
    part.setEnabled(not why_not)
    part.setToolTip(why_not)
    part.setStatusTip(why_not)
