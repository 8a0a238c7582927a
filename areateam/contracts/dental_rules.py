"""What a dental contract's activity means at mid-year and at the end of the year.

Units are kept in hundredths, money in pence; shares are compared whole and never rounded first.
The regulations are the GDS Regulations 2005 (SI 2005/3361) and their PDS twin (SI 2005/3373).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

MID_YEAR_PER_CENT = 30
"""Under this share of the annual units by 30 September a review follows: Sch 3 para 58."""
CARRY_FROM_PER_CENT = 96
"""From this share on a shortfall is carried into the next year, below it repaid: reg 19."""
CARRY_UP_TO_PER_CENT = 102
"""Over-delivery is carried up to this share: the national year-end policy."""


class MidYear(msgspec.Struct, frozen=True):
    """Where a contract stands at 30 September; `short` is nought where nothing is triggered.

    `contracted`, `delivered`, `threshold` and `short` are hundredths of units. `ceiling` is the
    most that may be withheld in pence, None where the price or the value is not known or no
    review is due. `first` and `last` bound the half-year, `review_by` is the day of the review.
    """

    contracted: int
    delivered: int
    threshold: int
    short: int
    annual_value: int | None
    price: int | None
    ceiling: int | None
    first: date
    last: date
    review_by: date

    @property
    def triggered(self) -> bool:
        """Whether less than 30% was delivered."""
        return self.short > 0

    @property
    def share(self) -> int:
        """The share delivered, in hundredths of a per cent."""
        return share_of(self.delivered, self.contracted)


class YearEnd(msgspec.Struct, frozen=True):
    """What follows from a year's activity; units in hundredths, money in pence.

    `carried` goes into the next year: above nought it is owed, below it was done beforehand.
    `repaid` is the shortfall to be repaid, `repaid_pence` its value, `lost` what was done beyond
    what may be carried. `undone` is what was left of the units carried in, which come before any
    unit of this year. With `breach` a breach notice may be served.
    """

    share: int
    carried: int = 0
    repaid: int = 0
    repaid_pence: int | None = 0
    lost: int = 0
    undone: int = 0
    breach: bool = False


def share_of(delivered: int, contracted: int) -> int:
    """The share of hundredths of units in hundredths of a per cent.

    It is cut and not rounded, so that what is under a limit never reads as if it were at it.
    """
    return delivered * 10_000 // contracted


def half_year_on(day: date) -> tuple[date, date]:
    """The first and last day of the latest 1 April to 30 September that has ended by `day`."""
    year = day.year if day >= date(day.year, 9, 30) else day.year - 1
    return date(year, 4, 1), date(year, 9, 30)


def mid_year(
    contracted: int | None,
    delivered: int | None,
    price: int | None,
    annual_value: int | None,
    day: date,
) -> MidYear | None:
    """The position at mid-year; None where the units owed or delivered are not known.

    `contracted` is in whole units a year, `delivered` in hundredths, `price` in pence a unit.
    Triggered strictly under 30% (GDS and PDS Regs 2005 Sch 3 para 58), with the review by 31
    October. The most that may be withheld is the annual payment less the payment for twice the
    activity (para 59(3)); what a blank price or value would be follows from the other.
    """
    if not contracted or delivered is None:
        return None
    owed = contracted * 100
    threshold = contracted * MID_YEAR_PER_CENT
    short = max(threshold - delivered, 0)
    first, last = half_year_on(day)
    return MidYear(
        contracted=owed,
        delivered=delivered,
        threshold=threshold,
        short=short,
        annual_value=annual_value,
        price=price,
        ceiling=_ceiling(contracted, delivered, price, annual_value) if short else None,
        first=first,
        last=last,
        review_by=date(last.year, 10, 31),
    )


def _ceiling(
    contracted: int, delivered: int, price: int | None, annual_value: int | None
) -> int | None:
    """The most that may be withheld in pence, a part of a penny left out; None if unknown."""
    if price is None and annual_value is None:
        return None
    value = annual_value if annual_value is not None else contracted * (price or 0)
    earned, parts = (
        (2 * delivered * price, 100)
        if price is not None
        else (2 * delivered * value, 100 * contracted)
    )
    return max(value - -(-earned // parts), 0)


def year_end(
    contracted: int | None,
    delivered: int | None,
    price: int | None,
    *,
    carried_in: int = 0,
    carries: bool = True,
) -> YearEnd | None:
    """What follows from the year's activity; None where either count of units is not known.

    `contracted` is in whole units, `delivered` in hundredths, `price` in pence a unit. From 96%
    a shortfall is carried; below it the whole shortfall to 100% is repaid and a breach notice
    may be served (GDS Regs 2005 reg 19, PDS Regs 2005 reg 15). Up to 102% is carried forward
    (national year-end policy). Orthodontic units follow the same limits.

    `carried_in`, in hundredths, is owed from the year before where it is above nought, and is
    delivered before any unit of this year counts (NHS BSA); below nought it was done then and
    counts now. Without `carries`, as for sedation and domiciliary courses, nothing is carried
    above 100% and all that is missing below it is repaid.
    """
    if not contracted or delivered is None:
        return None
    owed = contracted * 100
    undone = max(carried_in - delivered, 0)
    counted = max(delivered - carried_in, 0)
    share = share_of(counted, owed)
    shortfall = owed - counted
    if shortfall <= 0:
        most = contracted * (CARRY_UP_TO_PER_CENT - 100) if carries else 0
        return YearEnd(share, carried=-min(-shortfall, most), lost=max(-shortfall - most, 0))
    if carries and counted * 100 >= owed * CARRY_FROM_PER_CENT:
        return YearEnd(share, carried=shortfall)
    missing = shortfall + undone
    money = None if price is None else (missing * price + 50) // 100
    return YearEnd(share, repaid=missing, repaid_pence=money, undone=undone, breach=carries)


class Stream(msgspec.Struct, frozen=True):
    """One kind of activity that a contract owes by the year; the keys are those of its fields.

    Without `carries` nothing goes into the next year. `half` is the field of the first half,
    `words` what a letter calls it.
    """

    label: str
    owed: str
    delivered: str
    price: str
    carried: str = ""
    half: str = ""
    words: str = "units of dental activity"
    carries: bool = True


STREAMS = (
    Stream("UDAs", "uda_contracted", "uda_delivered_year", "uda_value_gbp", "carry_in_units",
           "uda_delivered_h1"),
    Stream("UOAs", "uoa_contracted", "uoa_delivered_year", "uoa_value_gbp", "carry_in_uoa",
           "uoa_delivered_h1", "units of orthodontic activity"),
    Stream("sedation courses", "sedation_cot", "sedation_delivered_year", "sedation_value_gbp",
           words="sedation courses", carries=False),
    Stream("domiciliary courses", "domiciliary_cot", "domiciliary_delivered_year",
           "domiciliary_value_gbp", words="domiciliary courses", carries=False),
)  # fmt: skip
"""Units of dental and of orthodontic activity by the same limits; courses by 100% alone."""


def half_streams(
    terms: Mapping[str, int], annual_value: int | None, day: date
) -> list[tuple[Stream, MidYear]]:
    """Where each kind of units stands at mid-year, as `mid_year` says of it.

    The annual value is that of the units of dental activity where nothing else is owed beside
    them; otherwise each kind is worth its units at their price.
    """
    known = [stream for stream in STREAMS if stream.half and terms.get(stream.owed)]
    found = []
    for stream in known:
        value = annual_value if len(known) == 1 else None
        half = mid_year(
            terms.get(stream.owed), terms.get(stream.half), terms.get(stream.price), value, day
        )
        if half:
            found.append((stream, half))
    return found


def year_streams(terms: Mapping[str, int]) -> list[tuple[Stream, YearEnd]]:
    """What follows for each kind of activity from a year, as `year_end` says of it.

    `terms` are the contract's values by field: units owed whole, units delivered and carried in
    hundredths, courses whole, prices in pence.
    """
    found = []
    for stream in STREAMS:
        delivered = terms.get(stream.delivered)
        if delivered is not None and not stream.carries:
            delivered *= 100
        year = year_end(
            terms.get(stream.owed), delivered, terms.get(stream.price),
            carried_in=terms.get(stream.carried, 0), carries=stream.carries,
        )  # fmt: skip
        if year:
            found.append((stream, year))
    return found


def repaid_in_all(years: Iterable[YearEnd]) -> int | None:
    """The pence to be repaid over all kinds of activity; None where one has no price."""
    sums = [year.repaid_pence for year in years]
    known = [pence for pence in sums if pence is not None]
    return sum(known) if len(known) == len(sums) else None
