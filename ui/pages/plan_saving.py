"""Saves a plan's money, year by year, to a file that people choose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from areateam.core.dates import format_date
from areateam.core.problems import FileProblem, Problem, UserProblem
from areateam.core.wording import problem_sentence
from areateam.exports.plan_export_actions import export_plan
from areateam.plans.plan_gap_views import gaps_of
from areateam.plans.plan_words import crosswalk_sentence, limit_sentences
from ui.pages.picture_saving import save_picture

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from areateam.plans.plan_views import PlanView
    from ui.ask import Ask
    from ui.desk import Desk
    from ui.widgets.money_bars import MoneyBars

_EDGE = 24
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


def save_crosswalk(desk: Desk, ask: Ask, plan: PlanView, bars: MoneyBars) -> None:
    """Ask for a file and write the money by year as a picture, with what it says and the day."""
    # What charts bring with them is loaded when a picture is first written.
    from ui.charts.chart_paper import write_sheet
    from ui.charts.picture import Heading

    def plot(painter: QPainter, width: float, height: float) -> None:
        painter.translate(_EDGE, 0)
        bars.paint_bars(painter, width - 2 * _EDGE, height)

    heading = Heading(
        f"Money by year, {plan.head.name}, {plan.head.state}",
        " ".join((crosswalk_sentence(gaps_of(plan)), *limit_sentences(plan))),
        format_date(desk.today.isoformat()),
    )
    save_picture(
        desk,
        ask,
        "Picture of the crosswalk",
        f"Crosswalk {plan.head.name}",
        lambda path: write_sheet(path, heading, plot),
    )
