"""What a pharmacy's opening hours add up to in a week, and whether its core hours are enough.

SI 2012/1909 and SI 2013/349 Sch 4 para 23: 40 core hours a week; reg 65: 100 for premises that
came in by the exemption for 100 hours, which closed on 1 September 2012.
"""

from __future__ import annotations

import re
from fractions import Fraction

import msgspec

from areateam.catalogue.clock_definitions import ClockRule

ORDINARY, HUNDRED = "PH-14", "PH-15"
"""The rules of the core hours of a pharmacy, and of one under the 100-hour exemption."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBER = re.compile(
    r"(\d{1,3})(?:\.(\d{1,2})|\s?([½¼¾]))?\s*(?:h|hrs?|hours?)?(?: a week)?", re.IGNORECASE
)
_PARTS = {"¼": Fraction(1, 4), "½": Fraction(1, 2), "¾": Fraction(3, 4)}
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_OF_DAYS = re.compile(rf"({_DAY})(?:\s*(?:-|\u2013|to)\s*({_DAY}))?\s*:?\s*(.+)", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,2})[:.]?(\d\d)?\s*(?:-|\u2013|to)\s*(\d{1,2})[:.]?(\d\d)?")
_CLOSED = re.compile(r"closed|-|\u2013|none", re.IGNORECASE)
_WEEK, _WHOLE_DAY = 7 * 24, 24 * 60


class CoreHours(msgspec.Struct, frozen=True):
    """The core hours of a week against those owed, and the rule; all in hours."""

    core: Fraction
    owed: Fraction
    rule: ClockRule

    @property
    def short(self) -> Fraction:
        """How many hours are missing; nought where there are enough."""
        return max(self.owed - self.core, Fraction(0))


def core_hours(text: str, rule: ClockRule) -> CoreHours | None:
    """What core hours as a register keeps them are against a rule; None for an unreadable text.

    Whether they are enough is asked of the rule itself (`ClockRule.is_met_by`).
    """
    core = weekly_hours(text)
    return None if core is None else CoreHours(core, Fraction(rule.number), rule)


def weekly_hours(text: str) -> Fraction | None:
    """The hours of a week that a text states; None where it cannot be read, never a guess.

    It is a number ("40", "38½", "9.5 hours"), or days with their times, parted by semicolons or
    lines: "Mon-Fri 09:00-13:00, 14:00-18:00; Sat 9-12; Sun closed". A day that stands twice, a
    span that ends before it begins and a week of more than 168 hours are not read.
    """
    plain = text.strip()
    if match := _NUMBER.fullmatch(plain):
        hours = int(match[1]) + Fraction(f"0.{match[2] or 0}") + _PARTS.get(match[3] or "", 0)
        return hours if hours <= _WEEK else None
    minutes: dict[int, int] = {}
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", plain))):
        found = _of_days(part)
        if found is None or set(found) & set(minutes):
            return None
        minutes |= found
    return Fraction(sum(minutes.values()), 60) if minutes else None


def _of_days(part: str) -> dict[int, int] | None:
    """The minutes of each day that one part of a timetable names."""
    match = _OF_DAYS.fullmatch(part)
    if match is None:
        return None
    first = _DAYS.index(match[1][:3].lower())
    last = _DAYS.index(match[2][:3].lower()) if match[2] else first
    minutes = _of_times(match[3].strip())
    if last < first or minutes is None:
        return None
    return dict.fromkeys(range(first, last + 1), minutes)


def _of_times(text: str) -> int | None:
    """The minutes of one day's times, which must follow each other."""
    if _CLOSED.fullmatch(text):
        return 0
    total, before = 0, 0
    for span in re.split(r"\s*(?:,|and|&)\s*", text):
        match = _SPAN.fullmatch(span.strip())
        if match is None:
            return None
        opens, closes = (
            int(h) * 60 + int(m or 0) for h, m in ((match[1], match[2]), match.group(3, 4))
        )
        if not before <= opens < closes <= _WHOLE_DAY:
            return None
        total, before = total + closes - opens, closes
    return total
