"""Saves a plan's money, year by year, to a file that people choose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from areateam.core.problems import FileProblem, Problem, UserProblem
from areateam.core.wording import problem_sentence
from areateam.exports.plan_export_actions import export_plan

if TYPE_CHECKING:
    from areateam.plans.plan_views import PlanView
    from ui.ask import Ask
    from ui.desk import Desk

_KINDS = "Excel workbook (*.xlsx);;CSV (*.csv)"


def save_plan(desk: Desk, ask: Ask, plan: PlanView) -> None:
    """Ask for a file, write beside the window, and tell where it is."""
    path = ask.save_file("Export plan", Path.home() / f"{plan.head.name}.xlsx", _KINDS)
    if path is None:
        return
    out = path if path.suffix in (".csv", ".xlsx") else path.with_suffix(".xlsx")
    today = desk.today

    def work(_: Any) -> Problem | None:
        try:
            export_plan(out, out.suffix[1:], plan, today)
        except (FileProblem, UserProblem) as problem:
            return problem
        return None

    def done(problem: Problem | None) -> None:
        if problem is not None:
            desk.problem.emit(problem_sentence(problem))
        else:
            desk.told.emit(f"The plan is in {out}.")

    desk.read("plan-export", work, done)
