"""What a line of a plan costs in each financial year: exact to the penny, whatever the dates.

Rule: money accrues evenly by months. A month that is only partly within counts by its days, so
£120,000 a year from 1 October 2012 costs £60,000 in 2012-13 and £120,000 in each year after.
The cost of a year is the rounded cost up to its end less the rounded cost up to its beginning:
the years always add up to the cost of the whole, and a full year costs exactly the amount.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

import msgspec

FIRST_MONTH = 4
"""Financial years begin in April."""


def financial_year(day: date) -> int:
    """The year in which the financial year of a day begins: 2012 for 31 March 2013."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def year_name(year: int) -> str:
    """A financial year as it is written: "2012-13"."""
    return f"{year}-{(year + 1) % 100:02}"


def year_start(year: int) -> date:
    """The first day of a financial year."""
    return date(year, FIRST_MONTH, 1)


class Stream(msgspec.Struct, frozen=True):
    """Money over days, both within: `pence` for each full year, or once for all the days."""

    pence: int
    recurrent: bool
    first: date
    last: date

    @property
    def full_year(self) -> int:
        """What a full year costs: nothing for money that is spent once."""
        return self.pence if self.recurrent else 0


def cost_by_year(stream: Stream) -> dict[int, int]:
    """Pence in each financial year that the days touch; none where the last lies before the first.

    The sum is `lifetime_cost`, to the penny.
    """
    if stream.last < stream.first:
        return {}
    years = range(financial_year(stream.first), financial_year(stream.last) + 1)
    costs, spent = {}, 0
    for year in years:
        by_then = _cost_before(stream, min(year_start(year + 1), stream.last + timedelta(1)))
        costs[year] = by_then - spent
        spent = by_then
    return costs


def lifetime_cost(stream: Stream) -> int:
    """Pence over all the days."""
    return _cost_before(stream, stream.last + timedelta(1)) if stream.first <= stream.last else 0


def _cost_before(stream: Stream, day: date) -> int:
    months = _months_to(day) - _months_to(stream.first)
    whole = (
        Fraction(12)
        if stream.recurrent
        else _months_to(stream.last + timedelta(1)) - _months_to(stream.first)
    )
    return _rounded(stream.pence * months / whole)


def _months_to(day: date) -> Fraction:
    """Months from the beginning of reckoning to the beginning of a day, parts by days."""
    of_month = Fraction(day.day - 1, monthrange(day.year, day.month)[1])
    return day.year * 12 + day.month - 1 + of_month


def _rounded(pence: Fraction) -> int:
    """To whole pence, halves away from nought, so that a saving mirrors the same investment."""
    size = int(abs(pence) + Fraction(1, 2))
    return -size if pence < 0 else size


def added_up(costs: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """The sum of several, year by year, in the order of the years."""
    total: dict[int, int] = {}
    for each in costs:
        for year, pence in each.items():
            total[year] = total.get(year, 0) + pence
    return dict(sorted(total.items()))
