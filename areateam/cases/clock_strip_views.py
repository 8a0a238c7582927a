"""How much of a running clock is over, stood still and is left, in parts along its days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

import msgspec

from areateam.cases.case_rules import Rulebook
from areateam.cases.case_views import CaseView, Standing, StepView
from areateam.cases.clock_rules import Pause, StatutoryDate, Timer, timer
from areateam.catalogue.clock_definitions import Count, Unit

_RUNNING = (Standing.LATE, Standing.AT_RISK, Standing.ON_TRACK, Standing.PAUSED)
_WORKING = (Unit.WORKING_DAYS, Unit.HALF_DAYS)


class Part(StrEnum):
    """What the days of a piece of a clock are."""

    ELAPSED = "elapsed"
    PAUSED = "paused"
    LEFT = "left"


class ClockStrip(msgspec.Struct, frozen=True):
    """One running clock; `elapsed`, `left` and `total` are in `unit`, "days" or "working days".

    `parts` are days of the calendar in their order. `left` is below nought once it is late. `was`
    is the day to which it led before it was paused, None where no pause moved it.
    """

    step: StepView
    statutory: bool
    parts: tuple[tuple[Part, int], ...]
    elapsed: int
    paused: int
    left: int
    total: int
    unit: str
    was: date | None

    @property
    def clock(self) -> StatutoryDate | Timer:
        """The clock with its rule, its days and the way to them."""
        assert self.step.clock is not None
        return self.step.clock


def clock_strips(view: CaseView, book: Rulebook) -> tuple[ClockStrip, ...]:
    """The clocks of a case that run or stand still today, the one that ends first first."""
    found = [
        _strip(step, step.clock, book)
        for step in view.steps
        if not view.closed_on
        and step.standing in _RUNNING
        and step.clock is not None
        and step.clock.start <= step.clock.legal
    ]
    return tuple(sorted(found, key=lambda strip: strip.clock.working))


def _strip(step: StepView, clock: StatutoryDate | Timer, book: Rulebook) -> ClockStrip:
    rule, today = clock.rule, book.today
    first = clock.start
    if rule.count is not Count.BEGINNING_WITH:
        first = min(first + timedelta(days=1), clock.legal)
    working = rule.unit in _WORKING
    counts = book.calendar.works_on if working else _every_day
    if isinstance(clock, Timer):
        elapsed, total, paused = clock.elapsed, clock.target, clock.paused
    else:
        total, paused = _counted(first, clock.legal, counts), 0
        elapsed = _counted(first, min(today, clock.legal), counts)
        elapsed += _counted(clock.legal + timedelta(days=1), today, counts)
    return ClockStrip(
        step,
        not isinstance(clock, Timer),
        _parts(first, clock.legal, step.pauses, today),
        elapsed,
        paused,
        total - elapsed,
        total,
        "working days" if working else "days",
        _unpaused(clock, step.pauses, book),
    )


def _parts(
    first: date, last: date, pauses: Sequence[Pause], today: date
) -> tuple[tuple[Part, int], ...]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    kinds = [_part_of(day, pauses, today) for day in days]
    return tuple((kind, len(list(same))) for kind, same in groupby(kinds))


def _part_of(day: date, pauses: Sequence[Pause], today: date) -> Part:
    if day > today:
        return Part.LEFT
    return Part.PAUSED if any(pause.holds_on(day) for pause in pauses) else Part.ELAPSED


def _unpaused(clock: StatutoryDate | Timer, pauses: Sequence[Pause], book: Rulebook) -> date | None:
    if not isinstance(clock, Timer) or not pauses:
        return None
    before = timer(clock.rule, clock.start, book.calendar, book.today)
    return before.legal if before.legal != clock.legal and before.target == clock.target else None


def _counted(first: date, last: date, counts: Callable[[date], bool]) -> int:
    return sum(counts(first + timedelta(days=n)) for n in range((last - first).days + 1))


def _every_day(_: date) -> bool:
    return True
