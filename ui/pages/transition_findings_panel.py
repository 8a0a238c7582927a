"""What the plans get wrong, each line with the way to where it is put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.core.count_words import counted
from areateam.core.dates import format_weekday_date
from areateam.core.wording import finding_sentence, problem_sentence
from areateam.transition.readiness_rules import Light
from areateam.transition.task_actions import bring_to_working_days
from ui.dialogs.lines_panel import LinesPanel
from ui.dialogs.panel import open_panel
from ui.style.marks import Shape
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from areateam.cases.case_rules import Rulebook
    from areateam.core.findings import Finding
    from areateam.core.problems import Problem
    from areateam.ledger.ledger import Write
    from areateam.transition.transition_views import PlanView
    from ui.desk import Desk

_OPEN = "standing=" + "|".join(light.value for light in Light if light is not Light.DONE)


class TransitionFindings(QObject):
    """`tell(plans, book, findings, anchor)` lists them; a line leads to its task, list or person.

    The verb brings every task that is due on a day nobody works to the last day before it.
    """

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.panel: LinesPanel | None = None

    def tell(
        self,
        plans: Sequence[PlanView],
        book: Rulebook,
        findings: Sequence[Finding],
        anchor: QWidget,
    ) -> None:
        """Open the panel at the button that asked for it."""
        named = {f"{task.place} {task.facts.key}": task.id for plan in plans for task in plan.tasks}
        lines = [finding_line(finding, named) for finding in findings]
        title = f"{len(findings):,} things to look at"
        panel = LinesPanel(title, "Close", lines or [[Span("Nothing.", mark=Shape.OK)]])
        panel.linked.connect(lambda link: self._follow(panel, link))
        moved = _on_days_off(plans, book)
        if moved and self._desk.writable:
            days = sorted(set(moved.values()))
            where = format_weekday_date(days[0].isoformat()) if len(days) == 1 else "a working day"
            panel.set_verb(f"Bring {len(moved):,} to {where}")
            panel.say("Those due on a day on which nobody works come to the last one before it.")
            panel.agreed.connect(lambda: self._bring(panel, moved))
        else:
            panel.agreed.connect(panel.left)
        self.panel = panel
        open_panel(anchor.window(), panel, anchor).closed.connect(self._closed)

    def _closed(self) -> None:
        self.panel = None

    def _follow(self, panel: LinesPanel, link: str) -> None:
        panel.left.emit()
        kind, _, value = link.partition(" ")
        if kind == "task":
            self._desk.open("task", id=int(value))
        elif kind == "contracts":
            self._desk.open("contracts", where=[f"pct_code={value}"])
        else:
            where = [f"owner={value}"] if kind == "owner" else [f"place={value}", "owner="]
            self._desk.open("transition-list", where=[*where, _OPEN])

    def _bring(self, panel: LinesPanel, moved: Mapping[int, date]) -> None:
        panel.wait()

        def act(write: Write) -> int:
            return bring_to_working_days(write, moved)

        def refused(problem: Problem) -> None:
            if self.panel is panel:
                panel.refuse(problem_sentence(problem))

        def done(_: object) -> None:
            if self.panel is panel:
                panel.left.emit()

        label = f"Bring {counted(len(moved), 'task')} to working days"
        self._desk.write(label, act, done, refused)


def finding_line(finding: Finding, named: Mapping[str, int]) -> list[Span]:
    """A finding as a line whose name is a link to where it is put right."""
    words, column = finding_sentence(finding), finding.column
    if column in named:
        link = f"task {named[column]}"
    elif finding.code == "owner-overloaded":
        link = f"owner {column}"
    elif finding.code == "handed-over-otherwise":
        link = f"contracts {column.partition(' ')[0]}"
    else:
        link = f"nobody {column.partition(' ')[0]}"
    sign = Span(" ", mark=Shape.RISK)
    if words.startswith(column):
        return [sign, Span(column, link=link), Span(words.removeprefix(column))]
    return [sign, Span(words, link=link)]


def _on_days_off(plans: Sequence[PlanView], book: Rulebook) -> dict[int, date]:
    """Open tasks that are due on a day nobody works, and the last working day before it."""
    return {
        task.id: book.calendar.last_working_day(task.due)
        for plan in plans
        for task in plan.tasks
        if not task.facts.done_on and not book.calendar.works_on(task.due)
    }
