"""The chosen contractor over time, with the days on which it was judged and its case ran."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from areateam.core.dates import format_date, format_weekday_date
from areateam.planned_targets import target_of
from areateam.variation.moved_views import moved_since
from areateam.variation.series_views import series_view
from ui.charts.chart_scale import Axis
from ui.charts.picture import Heading
from ui.charts.xmr_picture import DayMark, Moment, XmrPicture
from ui.pages.variation_pictures import unit_of
from ui.pages.variation_rebasing import VariationRebasing

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from areateam.catalogue.catalogue import Catalogue
    from areateam.variation.point_views import ChartPoint
    from areateam.variation.series_views import SeriesView
    from areateam.variation.variation_views import FunnelView
    from ui.desk import Desk

_TOGETHER = "all together"


@dataclass(frozen=True, slots=True)
class OverTime:
    """What was read: the series, the days to mark, and what it says, or whether it moved."""

    series: SeriesView
    days: tuple[DayMark, ...]
    sentence: str


def read_over_time(
    connection: Any,
    catalogue: Catalogue,
    view: FunnelView,
    point: ChartPoint | None,
    *,
    screened: bool = True,
) -> OverTime:
    """A point's values up to the day of the view; with a case, whether it moved since.

    Without a point, the values of all together. Where not `screened`, moving ranges far larger
    than the rest count for the limits too.
    """
    if point is None:
        key = view.indicator.key
        series = series_view(connection, catalogue, key, view.on, screened=screened)
        return OverTime(series, (), f"{_TOGETHER[0].upper()}{_TOGETHER[1:]}. {series.sentence}")
    said, target = point.said, target_of(connection, view.indicator, view.on, point.pct)
    if said is not None and said.case is not None:
        found = moved_since(
            connection, catalogue, said.case, view.on, screened=screened, target=target
        )
        days = tuple(
            DayMark(mark.day, f"{mark.words} {format_date(mark.day.isoformat())}")
            for mark in found.marks
        )
        sentence = " ".join(
            filter(None, (found.sentence, found.series.based, found.series.outlook))
        )
        return OverTime(found.series, days, sentence)
    series = series_view(
        connection,
        catalogue,
        view.indicator.key,
        view.on,
        level=view.level,
        unit=point.unit,
        screened=screened,
        target=target,
    )
    judged = (
        (DayMark(said.judged_on, f"judged {format_date(said.judged_on.isoformat())}"),)
        if said is not None
        else ()
    )
    return OverTime(series, judged, series.sentence)


class VariationTime(QObject):
    """`drawn(picture)` once the point asked for was read; only the last one asked for counts.

    `series` is that of the point, None until it was read.
    """

    drawn = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.series: SeriesView | None = None
        self.rebasing = VariationRebasing(desk, self)
        self._shown: tuple[FunnelView, ChartPoint] | None = None

    def show(self, view: FunnelView, point: ChartPoint | None, *, screened: bool = True) -> None:
        """Read a point over time, or all together, beside the window."""
        catalogue = self._desk.catalogue
        self.series, self._shown = None, (view, point) if point else None

        def done(found: OverTime) -> None:
            self.series = found.series
            self.drawn.emit(time_picture(view, point, found))

        self._desk.read(
            "variation-time",
            lambda c: read_over_time(c, catalogue, view, point, screened=screened),
            done,
        )

    @property
    def is_of_one(self) -> bool:
        """Whether a contractor is shown, whose limits may begin anew."""
        return self._shown is not None

    def rebase(self, place: int, anchor: QWidget) -> None:
        """Ask from when the limits begin anew: from the value at a place, -1 for none chosen."""
        if self._shown is not None and self.series is not None:
            view, point = self._shown
            self.rebasing.open(view, point, self.series, place, anchor)


def time_picture(view: FunnelView, point: ChartPoint | None, found: OverTime) -> XmrPicture:
    """The picture of what was read."""
    whose = f"{point.ref} {point.name}".strip() if point else _TOGETHER
    title = f"{view.indicator.label}, {whose}"
    heading = Heading(title, found.sentence, format_weekday_date(view.on.isoformat()))
    moments = [Moment(each.day, format_date(each.day.isoformat())) for each in found.series.points]
    axis = Axis(view.indicator.label, unit_of(view.indicator))
    target = found.series.target
    return XmrPicture(
        heading,
        found.series.chart,
        moments,
        axis,
        days=found.days,
        target_words=target.words if target else "",
    )
