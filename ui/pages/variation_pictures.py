"""Turns what was read of an indicator into pictures: a funnel, and bars in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.core.dates import format_weekday_date
from areateam.core.funnel import NotAdjusted
from areateam.core.quantiles import quantile
from ui.charts.chart_scale import Axis, UnitWords
from ui.charts.funnel_picture import FunnelLines, FunnelPicture, FunnelPoints, Standing
from ui.charts.picture import Heading, Said
from ui.charts.ranked_picture import RankedBars, RankedPicture
from ui.pages.variation_words import UNEXPLAINED, key_of, of_words, page_sentence, verdict_word

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

    from areateam.catalogue.indicator_definitions import Indicator
    from areateam.variation.point_views import ChartPoint
    from areateam.variation.variation_views import FunnelView
    from ui.charts.picture import Picture

_SHARE = "%"
_POUNDS = "£"


def unit_of(indicator: Indicator) -> UnitWords:
    """How the indicator's values are written on an axis."""
    return UnitWords(
        before=_POUNDS if indicator.unit == _POUNDS else "",
        after=_SHARE if indicator.unit == _SHARE else "",
        factor=indicator.scale,
    )


def axes_of(indicator: Indicator) -> tuple[Axis, Axis]:
    """What is counted against, across; and what is measured, upright."""
    above, below = indicator.parts()
    unit = unit_of(indicator)
    named = _capital(above.words) if indicator.unit == _SHARE else indicator.label
    if indicator.unit not in ("", _SHARE, _POUNDS) and indicator.unit not in named:
        named = f"{named}, {indicator.unit}"
    return Axis(f"{_capital(below.words)} (denominator)"), Axis(named, unit)


def heading_of(view: FunnelView) -> Heading:
    """The title, sentence and day of a picture of the view."""
    words = "".join(span.written for span in page_sentence(view))
    if view.funnel.not_adjusted is NotAdjusted.NOT_ASKED:
        words += " The limits are not widened for over-dispersion."
    return Heading(view.title, words, format_weekday_date(view.on.isoformat()))


def picture_of(view: FunnelView, shape: str, shown: Collection[Hashable] | None = None) -> Picture:
    """The funnel or, for "ranked", the bars; with `shown` only these points."""
    return ranked_picture(view, shown) if shape == "ranked" else funnel_picture(view, shown)


def funnel_picture(view: FunnelView, shown: Collection[Hashable] | None = None) -> FunnelPicture:
    """The funnel; with `shown` only these points, between the limits of all."""
    points = _shown((*view.points, *view.dormant), shown)
    line = view.line
    drawn = FunnelLines(
        view.target, view.target_shown, line.denominators,
        line.low, line.high, line.far_low, line.far_high,
    )  # fmt: skip
    given = FunnelPoints(
        [key_of(point) for point in points],
        [point.ref for point in points],
        [point.denominator for point in points],
        [point.value for point in points],
        [point.value_shown for point in points],
        [_standing(point) for point in points],
        [point.z for point in points],
    )
    return FunnelPicture(
        heading_of(view), given, drawn, axes_of(view.indicator), lambda at: _said(points[at])
    )


def ranked_picture(view: FunnelView, shown: Collection[Hashable] | None = None) -> RankedPicture:
    """Bars from the highest value to the lowest; with `shown` only these, among the tenths of all.

    Whoever has too little to be ranked is left out, and the tenths leave out the dormant.
    """
    ranked = [point for point in view.points if point.rank is not None]
    values = [point.value for point in ranked]
    tenths = [quantile(values, part / 10) for part in range(1, 10)] if values else []
    points = sorted(
        _shown((*ranked, *view.dormant), shown), key=lambda point: (-point.value, point.ref)
    )
    bars = RankedBars(
        [key_of(point) for point in points],
        [point.ref for point in points],
        [point.value for point in points],
        [point.value_shown for point in points],
        [_standing(point) for point in points],
    )
    across = Axis(f"{_capital(of_words(view))}, the highest first")
    axes = (across, axes_of(view.indicator)[1])
    return RankedPicture(heading_of(view), bars, tenths, axes, lambda at: _said(points[at]))


def _shown(
    points: Sequence[ChartPoint], shown: Collection[Hashable] | None
) -> Sequence[ChartPoint]:
    return points if shown is None else [point for point in points if key_of(point) in shown]


def _standing(point: ChartPoint) -> Standing:
    if point.dormant:
        return Standing.DORMANT
    if point.flag.is_outlier:
        return Standing.OUTSIDE if verdict_word(point) == UNEXPLAINED else Standing.EXPLAINED
    return Standing.NEAR if point.flag else Standing.INSIDE


def _said(point: ChartPoint) -> Said:
    name = f"{point.ref} {point.name}".strip()
    told = point.sentence.split(": ", 1)
    word = verdict_word(point) or ("suspended on this day" if point.dormant else "")
    return Said(name, tuple(line for line in (*told, _capital(word)) if line))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
