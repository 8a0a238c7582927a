"""Dates as written in files and on screen: a closed list of forms, and one order per column.

Every date is kept as ISO 8601 text, "2012-11-01". Years run from 1900 to 2099.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from areateam.core.findings import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST_YEAR = 1900
LAST_YEAR = 2099

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH_NUMBERS |= {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH_NUMBERS["sept"] = 9

_TIME = r"(?:[ T]+([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)Z?)?"
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})" + _TIME)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})" + _TIME)
_NUMERIC = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})" + _TIME)
_SERIAL = re.compile(r"[1-6]\d{4}")
_NAMED = re.compile(r"([0-9]{1,2})([ -])([A-Za-z]{3,9})\2([0-9]{4}|[0-9]{2})" + _TIME)
_MIDNIGHT = re.compile(r"0?0:00(?::00(?:\.0+)?)?")


class DateOrder(StrEnum):
    """In which order the numbers of a column's dates stand."""

    ISO = "iso"  # nothing in the column depends on the order
    DMY = "dmy"
    MDY = "mdy"
    UNDECIDED = "undecided"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """What a column's values say about their order.

    `proving` counts the values that prove it; `sample` is one of them. For UNDECIDED `sample`
    is a value that can be read both ways, for MIXED one of each kind joined by " and ".
    """

    order: DateOrder
    proving: int
    sample: str


def decide_order(texts: Iterable[str]) -> DateEvidence:
    """Return the order of day and month that all the values of one column prove.

    A first number above 12 proves that days come first, a second one above 12 that months
    do. Texts that are not dates prove nothing.
    """
    proving: dict[DateOrder, list[str]] = {order: [] for order in DateOrder}
    for text in texts:
        match = _NUMERIC.fullmatch(text.strip())
        if match:
            proving[_order_proved(int(match[1]), int(match[3]))].append(text.strip())
    days_first, months_first = proving[DateOrder.DMY], proving[DateOrder.MDY]
    if days_first and months_first:
        both = f"{days_first[0]} and {months_first[0]}"
        return DateEvidence(DateOrder.MIXED, len(days_first) + len(months_first), both)
    for order in (DateOrder.DMY, DateOrder.MDY):
        if proving[order]:
            return DateEvidence(order, len(proving[order]), proving[order][0])
    if proving[DateOrder.UNDECIDED]:
        return DateEvidence(DateOrder.UNDECIDED, 0, proving[DateOrder.UNDECIDED][0])
    return DateEvidence(DateOrder.ISO, 0, "")


def _order_proved(first: int, second: int) -> DateOrder:
    if 12 < first <= 31 and 1 <= second <= 12:
        return DateOrder.DMY
    if 12 < second <= 31 and 1 <= first <= 12:
        return DateOrder.MDY
    if first != second and 1 <= first <= 12 and 1 <= second <= 12:
        return DateOrder.UNDECIDED
    return DateOrder.ISO  # the same both ways, or no date either way


def plain_date(text: str, order: DateOrder) -> str | None:
    """Return the ISO date of a text in a column's usual form, or None where it needs a look.

    The usual forms are dd/mm/yyyy in a column of that order, and yyyymmdd. What this gives is
    what `parse_date` gives, in a tenth of the time.
    """
    if len(text) == 10 and order is DateOrder.DMY and text[2] == text[5] == "/":
        iso = f"{text[6:]}-{text[3:5]}-{text[:2]}"
    elif len(text) == 8 and text.isdecimal():
        iso = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    else:
        return None
    try:
        real = date.fromisoformat(iso)
    except ValueError:
        return None
    usual = FIRST_YEAR <= real.year <= LAST_YEAR and real.isoformat() == iso
    return iso if usual else None


@lru_cache(maxsize=20_000)  # the date columns of a file share most of their dates
def parse_date(text: str, order: DateOrder) -> str | Fault:
    """Return the ISO date that `text` says, numbers read in the column's `order`.

    A time of day is ignored; `time_in` tells it. Faults: date-unreadable, date-impossible,
    date-order-undecided (only where the text can be read both ways), date-serial where it is the
    number that a spreadsheet keeps for a day (detail: the days it may mean).
    """
    text = text.strip()
    match = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        return _real_date(int(match[1]), int(match[2]), int(match[3]))
    match = _NUMERIC.fullmatch(text)
    if match:
        return _numeric_date(int(match[1]), int(match[3]), match[4], order)
    match = _NAMED.fullmatch(text)
    if match and match[3].lower() in _MONTH_NUMBERS:
        return _real_date(_full_year(match[4]), _MONTH_NUMBERS[match[3].lower()], int(match[1]))
    if _SERIAL.fullmatch(text):
        return Fault("date-serial", _days_of_serial(int(text)))
    return Fault("date-unreadable")


def _days_of_serial(number: int) -> str:
    """The day as most workbooks count, and as those do that were made on an old Macintosh."""
    usual = date(1899, 12, 30) + timedelta(days=number)
    other = date(1904, 1, 1) + timedelta(days=number)
    first, second = format_date(usual.isoformat()), format_date(other.isoformat())
    return f"{first}, or {second} where it counts from 1904"


def time_in(text: str) -> str:
    """Return the time of day written in a date text, or "" for none or midnight."""
    if ":" not in text:
        return ""
    text = text.strip()
    for form in (_ISO, _COMPACT, _NUMERIC, _NAMED):
        match = form.fullmatch(text)
        if match:
            time = match[match.re.groups] or ""
            return "" if _MIDNIGHT.fullmatch(time) else time
    return ""


def _numeric_date(first: int, second: int, year: str, order: DateOrder) -> str | Fault:
    if order not in (DateOrder.DMY, DateOrder.MDY):
        proved = _order_proved(first, second)
        if proved is DateOrder.UNDECIDED or len(year) == 2:
            return Fault("date-order-undecided")
        order = DateOrder.DMY if proved is DateOrder.ISO else proved
    day, month = (first, second) if order is DateOrder.DMY else (second, first)
    return _real_date(_full_year(year), month, day)


def _full_year(digits: str) -> int:
    """Return the year meant; two digits mean 1950 to 2049."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 50 else 1900)


def _real_date(year: int, month: int, day: int) -> str | Fault:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Fault("date-impossible", f"years run from {FIRST_YEAR} to {LAST_YEAR}")
    if not 1 <= month <= 12:
        return Fault("date-impossible", f"there is no month {month}")
    if not 1 <= day <= 31:
        return Fault("date-impossible", f"there is no day {day}")
    if day <= 28:
        return f"{year:04}-{month:02}-{day:02}"
    last = monthrange(year, month)[1]
    if day > last:
        name = MONTHS[month - 1] if month != 2 else f"February {year}"
        return Fault("date-impossible", f"{name} has {last} days")
    return f"{year:04}-{month:02}-{day:02}"


def format_date(iso: str) -> str:
    """Return an ISO date as the screen shows it, "3 Sep 2012"."""
    return f"{int(iso[8:10])} {MONTHS[int(iso[5:7]) - 1][:3]} {iso[:4]}"


def format_weekday_date(iso: str) -> str:
    """Return an ISO date with its day of the week, "Thu 1 Nov 2012"."""
    return f"{WEEKDAYS[date.fromisoformat(iso).weekday()]} {format_date(iso)}"


def days_between(start: str, end: str) -> int:
    """Return the number of days from one ISO date to another; negative when `end` is earlier."""
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def add_months(iso: str, months: int) -> str:
    """Return the ISO date `months` calendar months later, or earlier when negative.

    It is the corresponding date of that month, or its last day where there is none (the
    corresponding date rule, Dodds v Walker [1981] 1 WLR 1027). Raises ValueError outside
    the years kept.
    """
    start = date.fromisoformat(iso)
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{iso} and {months} months lie outside {FIRST_YEAR}-{LAST_YEAR}")
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).isoformat()
