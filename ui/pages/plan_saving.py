"""Saves a plan's money, year by year, to a file that people choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.core.dates import format_date
from areateam.exports.plan_export_actions import export_plan
from areateam.plans.plan_gap_views import gaps_of
from areateam.plans.plan_words import crosswalk_sentence, limit_sentences
from ui.pages.page_saving import save_table
from ui.pages.picture_saving import save_picture

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from areateam.plans.plan_views import PlanView
    from ui.ask import Ask
    from ui.desk import Desk
    from ui.widgets.money_bars import MoneyBars

_EDGE = 24


def save_plan(desk: Desk, ask: Ask, plan: PlanView) -> None:
    """Ask for a file, write beside the window, and tell where it is."""
    today = desk.today
    save_table(
        desk,
        ask,
        "Export plan",
        plan.head.name,
        "The plan",
        lambda out: export_plan(out, out.suffix[1:].lower(), plan, today),
    )


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
