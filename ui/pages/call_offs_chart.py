"""The finished call-offs as a chart over time; loaded when there are any to show."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from areateam.calloffs.route_rules import day_words
from areateam.core.dates import format_date
from ui.charts.chart_scale import Axis
from ui.charts.chart_view import ChartView
from ui.charts.picture import Heading
from ui.charts.xmr_picture import Moment, XmrPicture

if TYPE_CHECKING:
    from areateam.calloffs.finished_views import FinishedChart

TITLE = "Working days of finished call-offs"


def finished_view() -> ChartView:
    """A chart with nothing on it yet."""
    view = ChartView(TITLE)
    view.setMinimumHeight(220)
    return view


def finished_picture(found: FinishedChart, day: date) -> XmrPicture:
    """Every finished call-off in its order, over the limits and the target of 4½ weeks."""
    moments = [
        Moment(
            date.fromisoformat(point.ended),
            format_date(point.ended),
            f"{point.number} {point.title}: {day_words(point.half_days)}",
        )
        for point in found.points
    ]
    return XmrPicture(
        Heading(TITLE, found.sentence, format_date(day.isoformat())),
        found.xmr,
        moments,
        Axis("working days"),
        keys=[point.number for point in found.points],
        target_words="4½ weeks",
    )
