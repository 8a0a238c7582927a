"""What follows from a case's facts: the day of each step, what it waits for, who decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import msgspec

from areateam.cases.clock_rules import (
    Pause,
    StatutoryDate,
    Timer,
    agreed_date,
    statutory_date,
    timer,
)
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.clock_definitions import OWN_TARGET, ClockKind, ClockRule, Count, Unit
from areateam.catalogue.definitions import Evidence
from areateam.catalogue.procedure_definitions import (
    OPENED,
    RECEIVED,
    CheckSpec,
    Procedure,
    StepKind,
    StepSpec,
)
from areateam.core.problems import UserProblem
from areateam.core.work_calendar import WorkCalendar, month_later

OWN_PAUSES = (
    "waiting for the contractor",
    "waiting for another body",
    "agreed with the contractor",
)
"""What may stop a target that we set ourselves."""


class Phase(StrEnum):
    """How far a case has come, whatever its procedure: the stages that all have in common."""

    BEGUN = "begun"
    PREPARING = "preparing"
    TO_DECIDE = "to decide"
    CARRYING_OUT = "carrying out"
    FINISHING = "finishing"


def phase_of(procedure: Procedure, stage: str) -> Phase:
    """The phase of a case in a stage of its procedure; "" where no step is left.

    Stages with a decision are to decide; before them the first has begun and the others prepare;
    after them the last finishes and the others carry out.
    """
    keys = [spec.key for spec in procedure.stage]
    if stage not in keys:
        return Phase.FINISHING
    decides = [keys.index(s.stage) for s in procedure.step if s.kind is StepKind.DECISION]
    place = keys.index(stage)
    if place in decides:
        return Phase.TO_DECIDE
    if place == 0:
        return Phase.BEGUN
    if place == len(keys) - 1:
        return Phase.FINISHING
    return Phase.CARRYING_OUT if decides and place > max(decides) else Phase.PREPARING


class Rulebook(msgspec.Struct, frozen=True):
    """What every case is reckoned by: the definitions, the working days, and the day it is."""

    catalogue: Catalogue
    calendar: WorkCalendar
    today: date


class StepClock(msgspec.Struct, frozen=True):
    """What the day of one step hangs on. Without a `rule` its target is our own `days`."""

    label: str
    rule: str
    days: int
    start: str
    start_words: str
    received: date
    target: int | None = None
    pauses: tuple[Pause, ...] = ()
    agreed: date | None = None
    agreed_evidence: str = ""


def reckon_step(clock: StepClock, start: date, book: Rulebook) -> StatutoryDate | Timer | None:
    """The day of a step whose clock began at `start`.

    None where its rule was not in force when the case was received: a person enters the day.
    The rule is that of the day of receipt, so that an old case keeps its old rule.
    """
    try:
        rule = rule_of(clock, book)
    except UserProblem as problem:
        if problem.code != "clock-rule-not-in-force":
            raise
        return None
    if rule.kind is ClockKind.TIMER:
        return timer(rule, start, book.calendar, book.today, clock.pauses, clock.target)
    found = statutory_date(rule, start, book.calendar)
    if clock.agreed is None:
        return found
    return agreed_date(found, clock.agreed, clock.agreed_evidence, book.calendar)


def rule_of(clock: StepClock, book: Rulebook) -> ClockRule:
    """The rule that a step's clock follows, our own target among them."""
    if clock.rule:
        return book.catalogue.clock_rules.on(clock.rule, clock.received)
    return own_rule(clock.label, clock.days, clock.start, clock.start_words)


@lru_cache(maxsize=1000)
def own_rule(label: str, days: int, start: str, words: str) -> ClockRule:
    """A target of our own as a rule: so many working days, which may be paused."""
    return ClockRule(
        id=OWN_TARGET,
        group="all",
        case="",
        text=label,
        count=Count.AFTER,
        value=days,
        unit=Unit.WORKING_DAYS,
        kind=ClockKind.TIMER,
        start=start,
        start_words=words,
        may_pause=OWN_PAUSES,
        regulation="our own target",
        evidence=Evidence.OWN,
        confidence=100,
    )


def start_of(
    start: str, received: date, opened: date, dates: Mapping[str, str], done: Mapping[str, str]
) -> date | None:
    """The day a clock begins: of receipt, of opening, of the case, or of a step; None not yet."""
    if start == RECEIVED:
        return received
    if start == OPENED:
        return opened
    day = dates.get(start) or done.get(start)
    return date.fromisoformat(day) if day else None


def start_words(start: str, labels: Mapping[str, str]) -> str:
    """The start of a clock in words that fit before "on Mon 3 Sep 2012"."""
    if start == RECEIVED:
        return "receipt"
    if start == OPENED:
        return "the opening of the case"
    return f"“{labels.get(start, start)}”"


def missing_before(step: StepSpec, finished: Mapping[str, bool]) -> tuple[str, ...]:
    """The steps that must come first and are neither done nor skipped.

    A step that the case no longer has holds up nothing.
    """
    return tuple(key for key in step.needs if not finished.get(key, True))


class DayFault(msgspec.Struct, frozen=True):
    """Two days of a case that do not fit a rule; `allowed` is the nearest day that would."""

    code: str
    first: str
    last: str
    rule: str
    allowed: date


def day_faults(
    procedure: Procedure, outcome: str, days: Mapping[str, date], book: Rulebook
) -> list[DayFault]:
    """What keeps a case's days from an outcome; nothing where all that are given fit.

    `days` are those of the case with that of its receipt. Months are counted to the
    corresponding date, hours as whole days between the two.
    """
    found = []
    for check in procedure.check:
        first, last = days.get(check.first), days.get(check.last)
        if outcome not in check.outcomes or first is None or last is None:
            continue
        for rule, limit in _limits(check, first, days[RECEIVED], book):
            is_latest = rule == check.at_most
            if (last > limit) if is_latest else (last < limit):
                code = "too-long" if is_latest else "too-short"
                found.append(DayFault(code, check.first, check.last, rule, limit))
    return found


def _limits(
    check: CheckSpec, first: date, received: date, book: Rulebook
) -> Iterator[tuple[str, date]]:
    """The rules of a check with the day that each allows from the first day on."""
    rules = book.catalogue.clock_rules
    for key in filter(None, (check.at_least, check.at_most)):
        yield key, span_end(rules.on(key, received), first)
    if check.not_before:
        notice = statutory_date(rules.on(check.not_before, received), first, book.calendar)
        yield check.not_before, notice.legal


def span_end(rule: ClockRule, first: date) -> date:
    """The day as far from the first as a rule of length says, such as 3 months or 24 hours."""
    number = int(rule.number)
    if rule.scale == "months":
        return month_later(first, number)
    return first + timedelta(days=-(-number // 24) + 1)


def check_skip(reason: str, *, kind: str) -> None:
    """Refuse to pass over a step without a reason: UserProblem("reason-needed")."""
    if not reason.strip():
        raise UserProblem("reason-needed", what=f"skip this {kind}")


def ordered(keys: Sequence[str], after: str, new: str) -> list[str]:
    """The keys with a new one behind `after`, at the end where there is none of that name."""
    place = keys.index(after) + 1 if after in keys else len(keys)
    return [*keys[:place], new, *keys[place:]]
