"""What can be done with the steps of a case: each asks what it needs and is one step to undo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.cases.case_actions import (
    CATEGORIES,
    add_step,
    correct_entry,
    finish_step,
    note_entry,
    remove_entry,
    reopen_step,
    skip_step,
)
from areateam.cases.case_clock_actions import agree_day, set_day_by_hand
from areateam.catalogue.procedure_definitions import Risk
from areateam.contracts.contract_views import managers
from areateam.core.fields import Choice, Field, Kind
from areateam.core.wording import problem_sentence
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.case_fields import choice_field, day_field, day_of, number_of, text_field
from ui.pages.case_pausing import CasePausing
from ui.pages.case_steps import is_decision
from ui.pages.case_words import desk_book

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from areateam.cases.case_rules import Rulebook
    from areateam.cases.case_timeline_views import EntryView
    from areateam.cases.case_views import CaseView, StepView
    from areateam.core.fields import Value
    from areateam.core.problems import Problem
    from areateam.ledger.ledger import Write
    from ui.desk import Desk

_LONGEST = 4000
Act = "Callable[[Write, Rulebook, int], object]"


class CaseDoings(QObject):
    """Writes for the case that `set_case` named; `panel` is the one that is open, if any."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.view: CaseView | None = None
        self.panel: AskPanel | None = None
        self.pausing = CasePausing(self)

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
                "pause": self.pausing.pause,
                "go_on": self.pausing.go_on,
                "correct": self.pausing.correct,
                "unpause": self.pausing.remove,
                "agree": self._agree,
                "by_hand": self._by_hand,
                "back": self._take_back,
            }
            acts[verb](step, anchor)

    def note(self, category: str, text: str, done: Callable[[], None]) -> None:
        """Enter something on the timeline, on the day looked at."""
        on = self.desk.today
        self.write("noted", lambda w, _, case: note_entry(w, case, on, category, text), done)

    def correct_note(self, entry: EntryView, anchor: QWidget) -> None:
        """Ask what a line that a person entered should say."""
        kinds = tuple(Choice(each, each.capitalize()) for each in CATEGORIES)
        lines = [
            AskLine(Field("text", "What", max_length=_LONGEST, required=True), entry.text),
            AskLine(choice_field("category", "What kind", kinds), entry.category.value),
            AskLine(day_field("on", "Day"), entry.on),
        ]
        self.ask(
            AskPanel("Correct a line of the timeline", "Correct", lines),
            anchor,
            "note corrected",
            lambda write, _, case, said: correct_entry(
                write, case, entry.id, on=day_of(said["on"]), category=str(said["category"]),
                text=str(said["text"]),
            ),
        )  # fmt: skip

    def remove_note(self, entry: EntryView) -> None:
        """Take a line that a person entered off the timeline; undo brings it back."""
        self.write("note removed", lambda write, _, case: remove_entry(write, case, entry.id))

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
        words: str | Callable[[Mapping[str, Value]], str],
        act: Callable[[Write, Rulebook, int, Mapping[str, Value]], object],
    ) -> AskPanel:
        """Open a panel; what it states is written once it is agreed to, or refused on it.

        `words` say what is done, where they depend on it from what is stated.
        """
        self.panel = panel

        def refused(problem: Problem) -> None:
            why = problem_sentence(problem)
            if self.panel is panel:
                panel.refuse(why)
            else:
                self.desk.problem.emit(why)

        def agreed() -> None:
            stated = panel.stated()
            if stated is not None:
                panel.wait()
                self.write(
                    words if isinstance(words, str) else words(stated),
                    lambda write, book, case: act(write, book, case, stated),
                    lambda: panel.left.emit() if self.panel is panel else None,
                    refused,
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
            words = f"This decision is for: {label}, or a role above it." if label else ""
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
