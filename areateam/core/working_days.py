"""Counts working days: Monday to Friday without bank holidays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Whether work is done on a day: Monday to Friday, and not a bank holiday."""
    return day.weekday() < 5 and day not in holidays


def working_days_between(start: date, end: date, holidays: Collection[date]) -> int:
    """The working days after `start` up to and including `end`; negative where `end` is earlier.

    The day on which the count begins is left out (the general rule for periods after an event,
    Lester v Garland (1808) 15 Ves Jun 248).
    """
    if end < start:
        return -working_days_between(end, start, holidays)
    weeks, rest = divmod((end - start).days, 7)
    tail = sum((end - timedelta(days=back)).weekday() < 5 for back in range(rest))
    off = sum(start < day <= end and day.weekday() < 5 for day in holidays)
    return weeks * 5 + tail - off


def working_days_by_month(
    start: date, end: date, holidays: Collection[date]
) -> list[tuple[int, int, int]]:
    """`working_days_between`, month by month: (year, month, working days), in order.

    The month of `start` comes first even where none of its days is left.
    """
    months = []
    year, month = start.year, start.month
    before = start
    while (year, month) <= (end.year, end.month):
        following = (year + month // 12, month % 12 + 1)
        last = min(end, date(*following, 1) - timedelta(days=1))
        months.append((year, month, working_days_between(before, last, holidays)))
        before, (year, month) = last, following
    return months
