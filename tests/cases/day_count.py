"""Counts the days of a rule one by one, by its own table and its own holidays: not the engine.

    python -m tests.cases.day_count > tests/cases/clock_vectors.csv

The table is read off the regulations, not off the rules that the program carries; Easter is by
the calendar's arithmetic and the other bank holidays by the proclamations.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)

# How each rule counts: with, after, notice (first day), before (last day for notice), fixed;
# then how many of what, and "first" where the day is the first on which something may be.
TABLE: dict[str, tuple[str, int, str, str]] = {
    "CO-01": ("after", 3, "working", ""),
    "CO-02": ("after", 12, "months", ""),
    "CO-03": ("after", 6, "months", ""),
    "IG-01": ("after", 20, "working", ""),
    "IG-02": ("after", 40, "days", ""),
    "PR-01": ("after", 10, "days", ""),
    "DE-09": ("after", 2, "months", ""),
    "DE-10": ("notice", 28, "days", "first"),
    "DE-11": ("notice", 3, "months", "first"),
    "DE-12": ("after", 7, "days", ""),
    "DE-13": ("notice", 28, "days", "first"),
    "DE-14": ("before", 18, "months", ""),
    "GP-01": ("with", 7, "days", ""),
    "GP-02": ("with", 21, "days", ""),
    "GP-05": ("with", 3, "months", "first"),
    "GP-06": ("before", 56, "days", ""),
    "GP-07": ("after", 14, "days", ""),
    "GP-08": ("notice", 28, "days", "first"),
    "GP-10": ("notice", 14, "days", "first"),
    "GP-11": ("notice", 28, "days", "first"),
    "GP-12": ("notice", 6, "months", "first"),
    "GP-13": ("notice", 3, "months", "first"),
    "GP-15": ("after", 28, "days", ""),
    "GP-16": ("after", 7, "days", ""),
    "GP-17": ("after", 28, "days", ""),
    "GP-19": ("after", 6, "months", "first"),
    "GP-20": ("after", 8, "days", "first"),
    "GP-21": ("with", 7, "days", ""),
    "GP-22": ("with", 36, "months", ""),
    "GP-23": ("with", 7, "days", ""),
    "GP-29": ("after", 36, "months", ""),
    "OP-01": ("notice", 2, "days", "first"),
    "OP-02": ("notice", 21, "days", "first"),
    "OP-04": ("after", 12, "months", ""),
    "OP-05": ("notice", 28, "days", "first"),
    "OP-06": ("notice", 3, "months", "first"),
    "OP-07": ("after", 36, "months", ""),
    "OP-09": ("after", 84, "months", "first"),
    "PL-01": ("with", 2, "working", "first"),
    "PL-02": ("after", 2, "working", ""),
    "PL-03": ("after", 28, "days", ""),
    "PL-04": ("after", 7, "days", ""),
    "PL-05": ("with", 3, "months", "first"),
    "PL-06": ("after", 6, "months", "first"),
    "PL-07": ("after", 28, "days", ""),
    "PL-08": ("after", 6, "months", ""),
    "PL-09": ("after", 12, "months", "first"),
    "PH-01": ("after", 45, "days", ""),
    "PH-02": ("after", 4, "months", ""),
    "PH-03": ("after", 30, "days", ""),
    "PH-04": ("after", 6, "months", ""),
    "PH-05": ("after", 30, "days", ""),
    "PH-06": ("after", 4, "months", ""),
    "PH-07": ("after", 14, "days", ""),
    "PH-08": ("after", 6, "months", ""),
    "PH-11": ("notice", 3, "months", "first"),
    "PH-12": ("notice", 6, "months", "first"),
    "PH-13": ("notice", 30, "days", "first"),
    "PH-16": ("after", 60, "days", ""),
    "PH-17": ("after", 30, "days", "first"),
    "PH-18": ("notice", 90, "days", "first"),
    "PH-20": ("notice", 30, "days", "first"),
    "PH-21": ("after", 30, "days", ""),
    "PH-23": ("after", 36, "months", ""),
    "PH-24": ("notice", 60, "days", "first"),
}

# Days of the calendar: every year, or one alone.
FIXED: dict[str, tuple[str, ...]] = {
    "DE-02": ("10-31",),
    "DE-08": ("09-30",),
    "GP-24": ("03-31",),
    "GP-27": ("01-01", "04-01", "07-01", "10-01"),
    "GP-28": ("03-31",),
    "OP-08": ("03-31",),
    "GP-30": ("2013-04-01",),
    "PH-22": ("2015-04-01",),
    "PL-10": ("2013-04-01",),
    "TR-01": ("2013-04-01",),
    "TR-02": ("2012-01-31",),
    "TR-03": ("2012-03-31",),
}

# A day before Christmas, the day before Good Friday of vesting, and days that later months lack.
STARTS = ("2012-11-30", "2012-12-21", "2013-03-28", "2013-08-31")


@cache
def holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year, from 2012 to 2021."""
    easter = _easter(year)
    found = {easter - 2 * DAY, easter + DAY}
    if year != 2020:  # moved to 8 May for the anniversary of VE Day
        found.add(_monday_from(date(year, 5, 1)))
    else:
        found.add(date(2020, 5, 8))
    if year == 2012:  # the Diamond Jubilee
        found |= {date(2012, 6, 4), date(2012, 6, 5)}
    else:
        found.add(_monday_from(date(year, 5, 25)))
    found.add(_monday_from(date(year, 8, 25)))
    for own in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        found.add(next(d for d in (own + n * DAY for n in range(5)) if _is_free(d, found)))
    return frozenset(found)


def _is_free(day: date, taken: set[date]) -> bool:
    return day.weekday() < 5 and day not in taken


def _easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian computus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _monday_from(day: date) -> date:
    while day.weekday():
        day += DAY
    return day


def works(day: date) -> bool:
    """Whether work is done on the day in England."""
    return day.weekday() < 5 and day not in holidays(day.year)


def count(rule: str, start: date) -> tuple[date, date]:
    """The legal day and the working day on which to act."""
    if rule in FIXED:
        legal, first = _fixed(FIXED[rule], start), False
    else:
        mode, many, unit, gives = TABLE[rule]
        first = gives == "first"
        legal = _legal(mode, many, unit, start, first=first)
    acting = legal
    while not works(acting):
        acting += DAY if first else -DAY
    return legal, acting


def _fixed(days: tuple[str, ...], start: date) -> date:
    if len(days[0]) == 10:
        return date.fromisoformat(days[0])
    day = start
    while day.isoformat()[5:] not in days:
        day += DAY
    return day


def _legal(mode: str, many: int, unit: str, start: date, *, first: bool) -> date:
    if mode == "before":
        return _last_for_notice(many, unit, start)
    if unit == "months":
        return _months(many, start, to_the_day_before=mode == "with" and not first)
    day = start - DAY if mode == "with" else start
    while many:
        day += DAY
        many -= works(day) if unit == "working" else 1
    if mode == "with" and first:
        day += DAY
        while unit == "working" and not works(day):
            day += DAY
    return day


def _months(many: int, start: date, *, to_the_day_before: bool) -> date:
    """Step through the calendar to the same number so many months on, or the month's end."""
    day, wanted = start, start.day
    for _ in range(many):
        day = day.replace(day=28)
        while day.month == (day + DAY).month:
            day += DAY
        day += DAY
    while day.day < wanted and (day + DAY).month == day.month:
        day += DAY
    return day - DAY if to_the_day_before and day.day == wanted else day


def _last_for_notice(many: int, unit: str, effect: date) -> date:
    day = effect
    while _legal("notice", many, unit, day, first=True) > effect:
        day -= DAY
    return day


def rows() -> list[tuple[str, str, str, str, str]]:
    """Every vector: rule, regulation, start, legal day, day to act."""
    from areateam.catalogue.catalogue import load_catalogue

    rules = load_catalogue().clock_rules
    found = []
    for rule in sorted({*TABLE, *FIXED}):
        alone = len(FIXED.get(rule, ("",))[0]) == 10
        for text in STARTS[:1] if alone else STARTS:
            start = date.fromisoformat(text)
            legal, acting = count(rule, start)
            # The regulation is the one that the rule names; only the days are counted here.
            cited = rules.on(rule, start).regulation
            found.append((rule, cited, text, legal.isoformat(), acting.isoformat()))
    return found


if __name__ == "__main__":
    write = csv.writer(sys.stdout, lineterminator="\n")
    write.writerow(("rule", "regulation", "start", "legal", "working"))
    write.writerows(rows())
