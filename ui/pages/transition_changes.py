"""A changed programme from a file, seen against the running plans before it is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.core.count_words import counted
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.owners import task_owners
from areateam.transition.programme_update_actions import read_programme, update_plans
from areateam.transition.programme_update_views import PlanUpdate, updates_of
from ui.dialogs.lines_panel import LinesPanel
from ui.dialogs.panel import open_panel
from ui.style.marks import Shape, Tone
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from areateam.catalogue.programme_definitions import Programme
    from areateam.ledger.ledger import Write
    from ui.ask import Ask
    from ui.desk import Desk

_KINDS = "Programme (*.toml)"
_SHAPES = {
    "comes": Shape.NEW,
    "goes": Shape.REFUSED,
    "changes": Shape.CHANGED,
    "stays": Shape.SAME,
}


class TransitionChanges(QObject):
    """`take(anchor)` asks for a file; `show_file(path, anchor)` shows what it would change."""

    def __init__(self, desk: Desk, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ask = ask
        self.panel: LinesPanel | None = None

    def take(self, anchor: QWidget) -> None:
        """Choose a changed programme, and show what it would change."""
        path = self._ask.open_file("A changed programme", _KINDS)
        if path is not None:
            self.show_file(path, anchor)

    def show_file(self, path: Path, anchor: QWidget) -> None:
        """Show what the programme of a file would change in the running plans."""
        try:
            programme = read_programme(path)
        except Problem as problem:
            self._desk.problem.emit(problem_sentence(problem))
            return
        found = updates_of(self._desk.connection, programme)
        changing = sum(u.kind != "stays" for plan in found for u in plan.updates)
        panel = LinesPanel(f"“{programme.label}”", "Accept", update_lines(found))
        why_not = "" if changing else "It changes nothing in the plans that run."
        panel.set_verb(
            f"Accept {counted(changing, 'change')}" if changing else "Accept", why_not=why_not
        )
        panel.say("One step to undo. What is accepted stays as it is.")
        panel.agreed.connect(lambda: self._accept(panel, programme, len(found)))
        self._open(panel, anchor)

    def _open(self, panel: LinesPanel, anchor: QWidget) -> None:
        self.panel = panel
        open_panel(anchor.window(), panel, anchor).closed.connect(self._closed)

    def _closed(self) -> None:
        self.panel = None

    def _accept(self, panel: LinesPanel, programme: Programme, plans: int) -> None:
        today, groups = self._desk.today, tuple(self._desk.catalogue.groups)

        def act(write: Write) -> object:
            owners = task_owners(write.connection, groups, today)
            return update_plans(write, programme, today, owners=owners)

        def refused(problem: Problem) -> None:
            if self.panel is panel:
                panel.refuse(problem_sentence(problem))

        def done(_: object) -> None:
            if self.panel is panel:
                panel.left.emit()

        self._desk.write(
            f"Bring {counted(plans, 'plan')} to “{programme.label}”", act, done, refused
        )


def update_lines(found: Sequence[PlanUpdate]) -> list[list[Span]]:
    """A line for each task that would change, the place before it."""
    if not found:
        return [[Span("The plans are as this programme has them.", mark=Shape.OK)]]
    return [
        [
            Span(f"{plan.head.place}  ", tone=Tone.QUIET),
            Span(f"{update.key} {update.title}  "),
            Span(update.words, mark=_SHAPES[update.kind]),
        ]
        for plan in found
        for update in plan.updates
    ]
