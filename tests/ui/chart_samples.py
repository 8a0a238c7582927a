"""Invented charts for the tests: a funnel, a measure over time, ranked bars."""

from __future__ import annotations

from datetime import date

import numpy as np

from areateam.core.tenths import TenthsDay, tenth_of
from areateam.core.xmr import Direction, NewBase, xmr
from ui.charts.chart_scale import Axis, UnitWords
from ui.charts.funnel_picture import FunnelLines, FunnelPicture, FunnelPoints, Standing
from ui.charts.picture import Heading, Said
from ui.charts.ranked_picture import RankedBars, RankedPicture
from ui.charts.tenths_picture import TenthsPicture
from ui.charts.xmr_picture import DayMark, Moment, XmrPicture

PER_CENT = UnitWords(after="%", factor=100)
HEADING = Heading("Exception rate", "9 of 283 lie beyond 3 SD.", "1 Nov 2012")
_SHARE = 0.0536


def funnel(count: int = 40, seed: int = 3) -> FunnelPicture:
    """So many practices, keys "P0", "P1" …, of which the first lies outside and is explained."""
    made = np.random.default_rng(seed)
    xs = np.round(np.exp(made.normal(7.1, 0.6, count))) + 2
    ys = made.binomial(xs.astype(int), _SHARE) / xs
    ys[: min(count, 4)] = (0.16, 0.14, 0.13, 0.001)[: min(count, 4)]
    spread = (ys - _SHARE) / np.sqrt(_SHARE * (1 - _SHARE) / xs)
    standings = [_standing(each, at) for at, each in enumerate(spread)]
    grid = np.geomspace(xs.min(initial=100), xs.max(initial=100) * 1.06, 200)
    off = np.sqrt(_SHARE * (1 - _SHARE) / grid)
    low_3 = np.where(3 * off < _SHARE, _SHARE - 3 * off, np.nan)
    lines = FunnelLines(
        _SHARE, "5.36%", grid.tolist(), (_SHARE - 2 * off).tolist(), (_SHARE + 2 * off).tolist(),
        low_3.tolist(), (_SHARE + 3 * off).tolist(),
    )  # fmt: skip
    keys = [f"P{at}" for at in range(count)]
    points = FunnelPoints(
        keys, keys, xs.tolist(), ys.tolist(), [f"{y:.1%}" for y in ys], standings, spread.tolist()
    )
    axes = (Axis("Patients who could be counted"), Axis("Patients excepted", PER_CENT))
    return FunnelPicture(HEADING, points, lines, axes, lambda at: Said(keys[at], ("a practice",)))


def _standing(spread: float, at: int) -> Standing:
    if abs(spread) < 2:
        return Standing.INSIDE
    if abs(spread) < 3:
        return Standing.NEAR
    return Standing.OUTSIDE if at else Standing.EXPLAINED


def over_time(days: tuple[DayMark, ...] = ()) -> XmrPicture:
    """Twenty months: steady, then re-based and better, the last beyond a limit."""
    values = [120.0, 118, 125, 122, 119, 121, 124, 118, 122, 120]
    values += [60.0, 62, 58, 61, 59, 60, 62, 58, 61, 31]
    chart = xmr(values, bases=[NewBase(10, "Fast route")], direction=Direction.DOWN, target=31.5)
    moments = [
        Moment(date(2011 + at // 12, at % 12 + 1, 1), f"month {at + 1}")
        for at in range(len(values))
    ]
    return XmrPicture(HEADING, chart, moments, Axis("Days"), days=days, target_words="4½ weeks")


def ranked(count: int = 30, *, numbered: bool = False) -> RankedPicture:
    """So many bars from the highest to the lowest, the last dormant; keys "R0" on, or 0 on."""
    values = [1.0 - 0.03 * at for at in range(count)]
    keys = [f"R{at}" for at in range(count)]
    standings = [Standing.INSIDE] * count
    standings[:1] = [Standing.OUTSIDE] * min(count, 1)
    standings[1:] = [*standings[1:-1], Standing.DORMANT][: max(count - 1, 0)]
    tenths = np.quantile(values[:-1] or [0], [n / 10 for n in range(1, 10)]).tolist()
    axes = (Axis("Practices, the highest first"), Axis("Share", PER_CENT))
    ids = range(count) if numbered else keys
    bars = RankedBars(ids, keys, values, [f"{v:.0%}" for v in values], standings)
    return RankedPicture(HEADING, bars, tenths, axes, lambda at: Said(keys[at]))


def tenths(count: int = 18) -> TenthsPicture:
    """So many months of one that rises through the tenths; there are none on the third day."""
    days = []
    for at in range(count):
        marks = tuple(0.1 + 0.02 * tenth + 0.001 * at for tenth in range(9)) if at != 2 else ()
        own = 0.11 + 0.01 * at
        day = date(2011 + at // 12, at % 12 + 1, 15)
        days.append(TenthsDay(day, 283 if marks else 8, marks, own, tenth_of(own, marks)))
    return TenthsPicture(HEADING, "C99024", days, Axis("Share", PER_CENT))
