"""Deciles of a ranked chart, and what moving to the middle or the best tenth would come to."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from areateam.core.quantiles import quantile

FEWEST = 10
"""Units below which tenths mean nothing."""


def deciles(values: Sequence[float]) -> tuple[float, ...]:
    """The nine values between the tenths, the median in the middle; none under ten values."""
    if len(values) < FEWEST:
        return ()
    return tuple(quantile(values, tenth / 10) for tenth in range(1, 10))


class Worth(msgspec.Struct, frozen=True):
    """What it would come to in a year if who is above a level came to it; in pounds."""

    to_median: float
    to_lowest_tenth: float


def worth_of_moving(pairs: Sequence[tuple[float, float]]) -> Worth | None:
    """The worth of amounts over denominators; None under ten units.

    The two are the ends of a range and no promise: units differ for good reasons too.
    """
    return _worth(pairs, deciles([amount / n for amount, n in pairs]))


def worth_of_one(pair: tuple[float, float], marks: Sequence[float]) -> Worth | None:
    """The same of one unit among all whose deciles are `marks`; None where there are none."""
    return _worth([pair], marks)


def _worth(pairs: Sequence[tuple[float, float]], marks: Sequence[float]) -> Worth | None:
    if not marks:
        return None
    median, lowest = marks[4], marks[0]
    return Worth(*(sum(max(0.0, a - level * n) for a, n in pairs) for level in (median, lowest)))
