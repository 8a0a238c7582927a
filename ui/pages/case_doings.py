"""What can be done with the steps of a case: each asks what it needs and is one step to undo."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.cases.case_actions import (
    add_step,
    finish_step,
    note_entry,
    reopen_step,
    skip_step,
)
from areateam.cases.case_clock_actions import (
    agree_day,
    end_pause,
    pause_step,
    remove_pause,
    set_day_by_hand,
)
from areateam.catalogue.procedure_definitions import Risk
from areateam.contracts.contract_views import managers
from areateam.core.fields import Choice, Field, Kind
from areateam.core.wording import problem_sentence
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.case_steps import is_decision
from ui.pages.case_words import desk_book, pause_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from areateam.cases.case_rules import Rulebook
    from areateam.cases.case_views import CaseView, StepView
    from areateam.core.fields import Value
    from areateam.core.problems import Problem
    from areateam.ledger.ledger import Write
    from ui.desk import Desk

Act = "Callable[[Write, Rulebook, int], object]"
_TEXT = 250


class CaseDoings(QObject):
    """Writes for the case that `set_case` named; `panel` is the one that is open, if any."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.view: CaseView | None = None
        self.panel: AskPanel | None = None

    def set_case(self, view: CaseView | None) -> None:
        """The case to act on; None while there is none."""
        self.view = view

    def do(self, verb: str, step: StepView | None, anchor: QWidget) -> None:
        """Do a verb of the checklist with a step; `anchor` is its button."""
        if not self.desk.writable or self.view is None:
            return
        if verb == "add":
            self._add(step, anchor)
        elif step is not None:
            acts = {
                "done": self._finish,
                "skip": self._skip,
                "pause": self._pause,
                "go_on": self._go_on,
                "unpause": self._unpause,
                "agree": self._agree,
                "by_hand": self._by_hand,
                "back": self._take_back,
            }
            acts[verb](step, anchor)

    def note(self, category: str, text: str, done: Callable[[], None]) -> None:
        """Enter something on the timeline, on the day looked at."""
        on = self.desk.today
        self.write("noted", lambda w, _, case: note_entry(w, case, on, category, text), done)

    # ---- what every action does

    def write(
        self,
        words: str,
        act: Callable[[Write, Rulebook, int], object],
        done: Callable[[], None] | None = None,
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Write one operation, labelled with the case's title and what was done."""
        if self.view is None:
            return
        case, book = self.view.id, desk_book(self.desk)
        self.desk.write(
            f"{self.view.title}, {self.view.contract_name}: {words}",
            lambda write: act(write, book, case),
            lambda _: done() if done else None,
            failed,
        )

    def ask(
        self,
        panel: AskPanel,
        anchor: QWidget,
        words: str,
        act: Callable[[Write, Rulebook, int, Mapping[str, Value]], object],
    ) -> AskPanel:
        """Open a panel; what it states is written once it is agreed to, or refused on it."""
        self.panel = panel

        def agreed() -> None:
            stated = panel.stated()
            if stated is not None:
                self.write(
                    words,
                    lambda write, book, case: act(write, book, case, stated),
                    panel.left.emit,
                    lambda problem: panel.refuse(problem_sentence(problem)),
                )

        panel.agreed.connect(agreed)
        open_panel(anchor.window(), panel, anchor).closed.connect(partial(self._forget, panel))
        return panel

    def _forget(self, panel: AskPanel) -> None:
        if self.panel is panel:
            self.panel = None

    # ---- the steps

    def _finish(self, step: StepView, anchor: QWidget) -> None:
        assert self.view is not None
        lines = [AskLine(day_field("on", "Done on"), self.desk.today.isoformat())]
        words, verb = "", "Done"
        if is_decision(step):
            verb, wanted = "Record decision", self._wanted(step)
            label = self.desk.catalogue.procedures.roles[wanted].label if wanted else ""
            words = f"This decision is for: {label}." if label else ""
            lines[0] = AskLine(day_field("on", "Decided on"), self.desk.today.isoformat())
            lines += [
                AskLine(text_field("decision", "Decided", required=True)),
                AskLine(choice_field("role", "By", self._roles()), wanted or None),
                AskLine(Field("person", "Who"), None, self.people()),
            ]
        lines.append(AskLine(text_field("note", "Note"), step.note or None))
        panel = AskPanel(step.label, verb, lines, words=words)
        self.ask(
            panel,
            anchor,
            f"{step.label}, {'decided' if is_decision(step) else 'done'}",
            lambda write, book, case, said: finish_step(
                write,
                book,
                case,
                step.key,
                day_of(said["on"]),
                decision=str(said.get("decision") or ""),
                role=str(said.get("role") or ""),
                person=number_of(said.get("person")),
                note=str(said.get("note") or ""),
            ),
        )

    def _wanted(self, step: StepView) -> str:
        assert self.view is not None
        view = self.view
        return view.procedure.decider_of(step.key, view.value_pence, Risk(view.risk))

    def _roles(self) -> tuple[Choice, ...]:
        roles = self.desk.catalogue.procedures.roles.values()
        return tuple(Choice(role.key, role.label) for role in roles)

    def people(self) -> tuple[Choice, ...]:
        """The people of the team, to choose from."""
        people = managers(self.desk.connection)
        return tuple(Choice(str(person), name) for person, name, *_ in people)

    def _skip(self, step: StepView, anchor: QWidget) -> None:
        lines = [AskLine(text_field("reason", "Reason", required=True))]
        self.ask(
            AskPanel(f"Skip: {step.label}", "Skip", lines),
            anchor,
            f"{step.label}, skipped",
            lambda write, book, case, said: skip_step(
                write, book, case, step.key, str(said["reason"])
            ),
        )

    def _pause(self, step: StepView, anchor: QWidget) -> None:
        assert step.clock is not None
        reasons = tuple(
            Choice(each, each[:1].upper() + each[1:]) for each in step.clock.rule.may_pause
        )
        lines = [
            AskLine(choice_field("reason", "Reason", reasons), reasons[0].value),
            AskLine(text_field("evidence", "Evidence", required=True)),
            AskLine(day_field("first", "First day"), self.desk.today.isoformat()),
            AskLine(Field("last", "Last day", Kind.DATE)),
        ]
        words = "The first and the last day do not count. Without a last day it still runs."
        self.ask(
            AskPanel(f"Pause: {step.label}", "Pause", lines, words=words),
            anchor,
            f"{step.label}, paused",
            lambda write, book, case, said: pause_step(
                write,
                book,
                case,
                step.key,
                reason=str(said["reason"]),
                evidence=str(said["evidence"]),
                first=day_of(said["first"]),
                last=day_of(said["last"]) if said["last"] else None,
            ),
        )

    def _go_on(self, step: StepView, anchor: QWidget) -> None:
        lines = [AskLine(day_field("last", "Last day"), self.desk.today.isoformat())]
        words = "The last day on which it stood still; it counts again from the day after."
        self.ask(
            AskPanel(f"Go on: {step.label}", "Go on", lines, words=words),
            anchor,
            f"{step.label}, goes on",
            lambda write, book, case, said: end_pause(
                write, book, case, step.key, day_of(said["last"])
            ),
        )

    def _unpause(self, step: StepView, anchor: QWidget) -> None:
        pauses = tuple(Choice(p.first.isoformat(), pause_words(p)) for p in step.pauses)
        lines = [AskLine(choice_field("pause", "Pause", pauses), pauses[-1].value)]
        words = "For a pause that never was. What happened stays in the history."
        self.ask(
            AskPanel(f"Remove pause: {step.label}", "Remove", lines, words=words),
            anchor,
            f"{step.label}, pause removed",
            lambda write, book, case, said: remove_pause(
                write, book, case, step.key, day_of(said["pause"])
            ),
        )

    def agree(self, step: StepView, anchor: QWidget) -> None:
        """Ask for the day that both sides agreed, with what shows it."""
        self._agree(step, anchor)

    def _agree(self, step: StepView, anchor: QWidget) -> None:
        assert step.clock is not None
        lines = [
            AskLine(day_field("day", "Agreed day")),
            AskLine(
                text_field("evidence", "Evidence", required=True), step.agreed_evidence or None
            ),
        ]
        words = f"It may be later if {step.clock.rule.may_extend} agree."
        self.ask(
            AskPanel(f"Agree another day: {step.label}", "Agree", lines, words=words),
            anchor,
            f"{step.label}, another day agreed",
            lambda write, book, case, said: agree_day(
                write,
                book,
                case,
                step.key,
                day_of(said["day"]),
                str(said["evidence"]),
            ),
        )

    def _by_hand(self, step: StepView, anchor: QWidget) -> None:
        lines = [
            AskLine(Field("day", "Day", Kind.DATE), step.legal if step.by_hand else None),
            AskLine(text_field("reason", "Reason"), step.by_hand or None),
        ]
        words = "A day set by hand does not move with the case. Without a day it is worked out."
        self.ask(
            AskPanel(f"Set day: {step.label}", "Set day", lines, words=words),
            anchor,
            f"{step.label}, day set by hand",
            lambda write, book, case, said: set_day_by_hand(
                write,
                book,
                case,
                step.key,
                day_of(said["day"]) if said["day"] else None,
                str(said["reason"] or ""),
            ),
        )

    def _take_back(self, step: StepView, _: QWidget) -> None:
        self.write(
            f"{step.label}, taken back",
            lambda write, book, case: reopen_step(write, book, case, step.key),
        )

    def _add(self, step: StepView | None, anchor: QWidget) -> None:
        lines = [
            AskLine(text_field("label", "Step", required=True)),
            AskLine(Field("due", "By", Kind.DATE)),
            AskLine(Field("person", "Who"), None, self.people()),
        ]
        after = step.key if step else ""
        words = f"It stands after “{step.label}”." if step else ""
        self.ask(
            AskPanel("Add a step", "Add", lines, words=words),
            anchor,
            "step added",
            lambda write, book, case, said: add_step(
                write,
                book,
                case,
                str(said["label"]),
                after=after,
                due=day_of(said["due"]) if said["due"] else None,
                person=number_of(said["person"]),
            ),
        )


def day_field(key: str, label: str) -> Field:
    """A day that must be given."""
    return Field(key, label, Kind.DATE, required=True)


def text_field(key: str, label: str, *, required: bool = False) -> Field:
    """A line of text."""
    return Field(key, label, max_length=_TEXT, required=required)


def choice_field(key: str, label: str, choices: tuple[Choice, ...]) -> Field:
    """One of several, which must be chosen."""
    return Field(key, label, Kind.CHOICE, choices=choices, required=True)


def number_of(value: Value) -> int | None:
    """The record that a choice stands for; None for none."""
    return int(value) if value else None


def day_of(value: Value) -> date:
    """The day that a stated value means."""
    return date.fromisoformat(str(value))
