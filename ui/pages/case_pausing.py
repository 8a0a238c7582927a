"""The pauses of a clock: begun, ended, corrected, taken away; what moves is shown before."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from areateam.cases.case_day_views import Supposed, suppose
from areateam.cases.clock_rules import Pause
from areateam.cases.clock_words import pause_words
from areateam.cases.pause_actions import (
    PauseFacts,
    correct_pause,
    end_pause,
    pause_step,
    remove_pause,
)
from areateam.core.copies import replaced
from areateam.core.dates import format_date
from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from ui.dialogs.ask_panel import AskLine
from ui.dialogs.suppose_panel import SupposePanel
from ui.forms.value_editors import read_text
from ui.pages.case_fields import choice_field, day_field, day_of, text_field
from ui.pages.case_words import desk_book

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from areateam.cases.case_rules import Rulebook
    from areateam.cases.case_views import StepView
    from areateam.core.fields import Value
    from areateam.ledger.ledger import Write
    from ui.dialogs.ask_panel import AskPanel
    from ui.pages.case_doings import CaseDoings


class CasePausing:
    """Opens the panels of a step's pauses for `doings`."""

    def __init__(self, doings: CaseDoings) -> None:
        self._doings = doings

    def pause(self, step: StepView, anchor: QWidget) -> None:
        """Let the clock stand still."""
        today = self._doings.desk.today.isoformat()
        lines = [
            _reason_line(step),
            AskLine(text_field("evidence", "Evidence", required=True)),
            AskLine(day_field("first", "First day"), today),
            AskLine(Field("last", "Last day", Kind.DATE)),
        ]
        words = "The first and the last day do not count. Without a last day it still runs."
        panel = SupposePanel(lines, words, f"Pause: {step.label}", "Pause")
        self._open(
            panel,
            step,
            anchor,
            "paused",
            lambda panel: _with(step.pauses, _typed(panel)),
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

    def go_on(self, step: StepView, anchor: QWidget) -> None:
        """End the pause that runs."""
        lines = [
            AskLine(day_field("last", "Last day"), self._doings.desk.today.isoformat()),
            AskLine(text_field("why", "What ended it")),
        ]
        words = "The last day on which it stood still; it counts again from the day after."
        panel = SupposePanel(lines, words, f"Go on: {step.label}", "Go on")

        def pauses(panel: SupposePanel) -> tuple[Pause, ...] | None:
            last = _day(panel, "last")
            return (*step.pauses[:-1], replaced(step.pauses[-1], last=last)) if last else None

        self._open(
            panel,
            step,
            anchor,
            "goes on",
            pauses,
            lambda write, book, case, said: end_pause(
                write, book, case, step.key, day_of(said["last"]), str(said["why"] or "")
            ),
        )

    def correct(self, step: StepView, anchor: QWidget) -> None:
        """Put right what is said of a pause."""
        last = step.pauses[-1]
        lines = [
            _which_line(step),
            _reason_line(step, last.reason),
            AskLine(text_field("evidence", "Evidence", required=True), last.evidence),
            AskLine(day_field("first", "First day"), last.first.isoformat()),
            AskLine(
                Field("last", "Last day", Kind.DATE), last.last.isoformat() if last.last else None
            ),
            AskLine(text_field("why", "Why", required=True)),
        ]
        words = "What the pause was stays on the timeline, with why it was corrected."
        panel = SupposePanel(lines, words, f"Correct pause: {step.label}", "Correct")
        shown = [last]

        def take(_: int) -> None:
            """Show what is said of the pause that was picked."""
            pause = _picked(panel, step)
            if pause is None or pause is shown[0]:
                return
            shown[0] = pause
            panel.fill("reason", pause.reason)
            panel.fill("evidence", pause.evidence)
            panel.fill("first", format_date(pause.first.isoformat()))
            panel.fill("last", format_date(pause.last.isoformat()) if pause.last else "")

        panel.on_pick("pause", take)
        self._open(
            panel,
            step,
            anchor,
            "pause corrected",
            lambda panel: _with(_others(panel, step), _typed(panel)),
            lambda write, book, case, said: correct_pause(
                write,
                book,
                case,
                step.key,
                day_of(said["pause"]),
                PauseFacts(
                    str(said["reason"]),
                    str(said["evidence"]),
                    day_of(said["first"]),
                    day_of(said["last"]) if said["last"] else None,
                ),
                str(said["why"]),
            ),
        )

    def remove(self, step: StepView, anchor: QWidget) -> None:
        """Take away a pause that was entered in error."""
        lines = [_which_line(step), AskLine(text_field("why", "Why", required=True))]
        words = "The pause, and that the step stood late before it, stay on the timeline."
        panel = SupposePanel(lines, words, f"Remove pause: {step.label}", "Remove")
        self._open(
            panel,
            step,
            anchor,
            "pause removed",
            lambda panel: _others(panel, step),
            lambda write, book, case, said: remove_pause(
                write, book, case, step.key, day_of(said["pause"]), str(said["why"])
            ),
        )

    def _open(
        self,
        panel: SupposePanel,
        step: StepView,
        anchor: QWidget,
        done: str,
        pauses: Callable[[SupposePanel], tuple[Pause, ...] | None],
        act: Callable[[Write, Rulebook, int, Mapping[str, Value]], object],
    ) -> AskPanel:
        panel.changed.connect(partial(self._look, panel, step, pauses))
        self._look(panel, step, pauses)
        return self._doings.ask(panel, anchor, f"{step.label}, {done}", act)

    def _look(
        self,
        panel: SupposePanel,
        step: StepView,
        pauses: Callable[[SupposePanel], tuple[Pause, ...] | None],
    ) -> None:
        """Show what would move with the pauses that the panel supposes."""
        view, desk = self._doings.view, self._doings.desk
        supposed = pauses(panel)
        if view is None or supposed is None:
            return
        try:
            moved = suppose(
                desk.connection,
                desk_book(desk),
                view.id,
                Supposed(pauses={step.key: supposed}),
            )
        except UserProblem as problem:
            panel.refuse(problem_sentence(problem))
            return
        panel.show_moved(moved, changed=True)


def _reason_line(step: StepView, now: str = "") -> AskLine:
    assert step.clock is not None
    allowed = step.clock.rule.may_pause
    reasons = tuple(Choice(each, each[:1].upper() + each[1:]) for each in allowed)
    return AskLine(choice_field("reason", "Reason", reasons), now or reasons[0].value)


def _which_line(step: StepView) -> AskLine:
    """The pauses of a step by their first day, the last of them picked."""
    choices = tuple(Choice(p.first.isoformat(), pause_words(p)) for p in step.pauses)
    return AskLine(choice_field("pause", "Pause", choices), choices[-1].value)


def _picked(panel: SupposePanel, step: StepView) -> Pause | None:
    first = panel.text_of("pause")
    return next((pause for pause in step.pauses if pause.first.isoformat() == first), None)


def _others(panel: SupposePanel, step: StepView) -> tuple[Pause, ...]:
    """The pauses of a step without the one picked."""
    return tuple(pause for pause in step.pauses if pause is not _picked(panel, step))


def _typed(panel: SupposePanel) -> Pause | None:
    """The pause that the panel states; None while its first day cannot be read."""
    first = _day(panel, "first")
    if first is None:
        return None
    return Pause(first, _day(panel, "last"), panel.text_of("reason"), panel.text_of("evidence"))


def _with(pauses: tuple[Pause, ...], new: Pause | None) -> tuple[Pause, ...] | None:
    if new is None:
        return None
    return tuple(sorted((*pauses, new), key=lambda pause: pause.first))


def _day(panel: SupposePanel, key: str) -> date | None:
    value = read_text(Field(key, key, Kind.DATE), panel.text_of(key))
    return date.fromisoformat(value) if isinstance(value, str) else None
