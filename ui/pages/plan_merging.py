"""Merges the plan that is shown with another: side by side before it is done, in one step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from areateam.core.amounts import format_money
from areateam.core.count_words import counted
from areateam.core.fields import Field, Kind
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.plans.plan_body_views import bodies_after_all
from areateam.plans.plan_merge_actions import merge_plans
from areateam.plans.plan_merge_rules import (
    MergeStated,
    check_merge,
    same_name,
    usual_period,
)
from areateam.plans.plan_money_rules import year_name
from areateam.plans.plan_rules import LONGEST, SHORTEST
from areateam.plans.plan_views import PlanView, plan_view
from ui.dialogs.ask_panel import AskLine
from ui.dialogs.merge_panel import MergePanel
from ui.dialogs.panel import open_panel
from ui.pages.plan_lines import FIRST, NAME, choices
from ui.style.marks import Shape
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.ledger.ledger import Write
    from areateam.plans.plan_views import PlanHead
    from ui.desk import Desk

_WORDS = "One undo takes it back. Both plans stay to be read, and can be changed no more."
_LENGTHS = choices({n: counted(n, "year") for n in range(SHORTEST, LONGEST + 1)})


class PlanMerging:
    """`open(anchor, plan, others)`; `made(kind, id)` hears of the plan that came of it."""

    def __init__(self, desk: Desk, page: QWidget, made: Callable[[str, int], None]) -> None:
        self._desk, self._page, self._made = desk, page, made
        self.panel: MergePanel | None = None
        self._plans: tuple[PlanView, PlanView] | None = None

    def open(self, anchor: QWidget, plan: PlanView, others: Sequence[PlanHead]) -> None:
        """Ask which plan it is merged with, and show what would become of both."""
        other = self._read(others[0].id)
        bodies = self._bodies(plan, others)
        first, years = usual_period((plan, other))
        lines = [
            AskLine(
                Field("other", "Merge with", required=True),
                str(others[0].id),
                choices({head.id: f"{head.name}, {head.body_name}" for head in others}),
            ),
            AskLine(NAME, plan.head.name, beside=True),
            AskLine(
                Field("body", "Becomes", Kind.CODE, required=True),
                next(reversed(bodies)),
                choices(bodies),
            ),
            AskLine(FIRST, first.isoformat(), beside=True),
            AskLine(Field("years", "For", required=True), str(years), _LENGTHS, beside=True),
        ]
        panel = self.panel = MergePanel(f"Merge {plan.head.name}", lines, _WORDS)
        panel.on_pick("other", lambda _: self._look_at(plan, int(panel.text_of("other"))))
        panel.changed.connect(self._show_effect)
        panel.joined.connect(self._show_effect)
        panel.agreed.connect(self._agreed)
        window = self._page.window()
        panel.set_room(window.height() - anchor.mapTo(window, anchor.rect().bottomLeft()).y())
        self._look_at(plan, other.head.id)
        open_panel(window, panel, anchor).closed.connect(self._forget)

    def _bodies(self, plan: PlanView, others: Sequence[PlanHead]) -> dict[str, str]:
        found: dict[str, str] = {}
        for head in others:
            found |= bodies_after_all(self._desk.connection, (plan.head.body, head.body))
        return found

    def _read(self, plan: int) -> PlanView:
        return plan_view(self._desk.connection, plan)

    def _forget(self) -> None:
        self.panel = self._plans = None

    def _look_at(self, plan: PlanView, other: int) -> None:
        """Set another plan beside this one; aims that are called the same are one at first."""
        if self.panel is None:
            return
        self._plans = (plan, self._read(other))
        theirs = self._plans[1].living
        same = {
            aim.id: ours.id
            for ours in reversed(plan.living)
            for aim in theirs
            if same_name(ours.name, aim.name)
        }
        self.panel.show_aims(
            self._plans[1].head.name,
            [(aim.id, aim.name) for aim in theirs],
            {aim.id: aim.name for aim in plan.living},
            same,
        )
        self._show_effect()

    def _stated(self, said: dict[str, Any]) -> MergeStated:
        assert self.panel is not None
        assert self._plans is not None
        plan, other = self._plans
        joins = self.panel.joins()
        apart = {
            (ours.id, aim.id)
            for ours in plan.living
            for aim in other.living
            if joins.get(aim.id) != ours.id
        }
        return MergeStated(
            (plan.head.id, other.head.id),
            said["name"],
            said["body"],
            date.fromisoformat(said["first"]),
            int(said["years"]),
            joins,
            frozenset(apart),
        )

    def _show_effect(self) -> None:
        panel, plans = self.panel, self._plans
        said = panel.stated() if panel is not None else None
        if panel is None or plans is None or said is None:
            return
        check = check_merge(plans, self._stated(said))
        rows = [["", *(year_name(year) for year in check.years)]]
        named = [(plan.head.body_name, plan.totals) for plan in plans]
        for name, totals in (*named, ("Together", check.totals)):
            rows.append([name, *(format_money(totals.get(year, 0)) for year in check.years)])
        told = [
            Span(f"{counted(check.aims, 'aim')}. What the plans cost stays the same to the penny.")
        ]
        clashes = [[Span("", mark=Shape.RISK), Span(f" {each.words}")] for each in check.clashes]
        panel.show_effect(rows, [told, *clashes])

    def _agreed(self) -> None:
        panel, plans = self.panel, self._plans
        said = panel.stated() if panel is not None else None
        if panel is None or plans is None or said is None:
            return
        stated, day = self._stated(said), self._desk.today

        def act(write: Write) -> int:
            return merge_plans(write, stated, day)

        def done(written: Any) -> None:
            panel.left.emit()
            self._made("plan", written.result)

        def refused(problem: Problem) -> None:
            panel.refuse(problem_sentence(problem))

        panel.wait()
        refs = " and ".join(plan.head.ref for plan in plans)
        self._desk.write(f"Merge {refs} into {stated.name}", act, done, refused)
