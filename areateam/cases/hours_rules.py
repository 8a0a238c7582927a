"""What may be said of the time that somebody spent on a case, and of what an hour costs."""

from __future__ import annotations

from datetime import date

import msgspec

from areateam.core.amounts import format_money, parse_money
from areateam.core.dates import format_date
from areateam.core.durations import format_duration, parse_duration
from areateam.core.findings import Fault
from areateam.core.problems import UserProblem

DAY = 24 * 60
"""Minutes of a day: more than these nobody works on it."""
DEAREST = 100_000
"""Pence an hour; a figure beyond is the cost of a day or a year, or a slip of the keyboard."""

LONGEST_NOTE = 200


class StatedHours(msgspec.Struct, frozen=True):
    """How long a person worked on a day, on a step (its key, "" for none), and what for."""

    person: int
    on: date
    minutes: int
    step: str = ""
    note: str = ""


class StatedRate(msgspec.Struct, frozen=True):
    """What an hour costs from a day on, where that was read, and how sure an estimate is."""

    first: date
    pence: int
    source: str
    author: str
    confidence: int | None = None

    @property
    def words(self) -> str:
        """The rate as people say it: "£38.50 an hour"."""
        return f"{format_money(self.pence)} an hour"

    @property
    def known(self) -> str:
        """How the figure is known, as rules say it of theirs."""
        return "source read" if self.confidence is None else f"estimate, {self.confidence}% sure"


def stated_minutes(text: str) -> int:
    """The minutes that a text means.

    UserProblem: duration-unreadable, hours-none, hours-over-a-day.
    """
    minutes = parse_duration(text)
    if isinstance(minutes, Fault):
        raise UserProblem(minutes.code, value=text.strip())
    if minutes < 1:
        raise UserProblem("hours-none", value=text.strip())
    if minutes > DAY:
        alone = text.strip()
        meant = f"{alone}m" if alone.isdecimal() and int(alone) <= DAY else ""
        raise UserProblem("hours-over-a-day", value=alone, meant=meant)
    return minutes


def stated_rate(text: str) -> int:
    """The pence an hour that a text means; UserProblem("rate-unreadable")."""
    pence = parse_money(text)
    if isinstance(pence, Fault) or not 1 <= pence <= DEAREST:
        raise UserProblem("rate-unreadable", value=text.strip(), most=format_money(DEAREST))
    return pence


def check_hours(stated: StatedHours, received: date, today: date, that_day: int) -> None:
    """Refuse time that cannot have been spent on a case that was received on a day.

    `that_day` is what the person spent on all cases on the day apart from this. UserProblem:
    hours-ahead, hours-before-case, hours-of-day-full, too-long for the note.
    """
    if len(stated.note) > LONGEST_NOTE:
        raise UserProblem("too-long", label="What for", detail=str(LONGEST_NOTE))
    on = format_date(stated.on.isoformat())
    if stated.on > today:
        raise UserProblem("hours-ahead", day=on)
    if stated.on < received:
        raise UserProblem("hours-before-case", day=on, received=format_date(received.isoformat()))
    if that_day + stated.minutes > DAY:
        raise UserProblem("hours-of-day-full", day=on, there=format_duration(that_day))


def check_rate(stated: StatedRate) -> None:
    """Refuse a rate without what shows it.

    UserProblem: rate-source-needed, rate-confidence outside 1 to 99 per cent.
    """
    if not stated.source.strip():
        raise UserProblem("rate-source-needed")
    if stated.confidence is not None and not 1 <= stated.confidence <= 99:
        raise UserProblem("rate-confidence", value=str(stated.confidence))
