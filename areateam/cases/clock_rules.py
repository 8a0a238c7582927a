"""The one clock: from a rule, a start and what stopped it to a day, and the way there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from areateam.catalogue.clock_definitions import DATED, ClockKind, ClockRule, Count, Gives, Unit
from areateam.core.copies import replaced
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.core.work_calendar import DAY, WorkCalendar, month_later

_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}
_CALENDAR_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}
_WORKING = frozenset({Unit.WORKING_DAYS, Unit.HALF_DAYS})


class Pause(msgspec.Struct, frozen=True):
    """Days that do not count, the first and the last included; without a last it still runs.

    `entered` is the day on which somebody noted it: a pause noted after it began is late evidence.
    """

    first: date
    last: date | None
    reason: str
    evidence: str
    author: str = ""
    entered: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the clock stands still on the day."""
        return self.first <= day and (self.last is None or day <= self.last)

    @property
    def is_late(self) -> bool:
        """Whether it was noted only after it had begun."""
        return self.entered is not None and self.entered > self.first


class Step(msgspec.Struct, frozen=True):
    """One step of a derivation: a code, the day it led to, and the facts of its sentence."""

    code: str
    day: date | None = None
    facts: tuple[tuple[str, object], ...] = ()

    def fact(self, name: str) -> object:
        """A fact of the step by its name; KeyError where it has none of that name."""
        return dict(self.facts)[name]


class StatutoryDate(msgspec.Struct, frozen=True):
    """A day that the law fixes: nothing stops it. `legal` is the day, `working` the day to act.

    For a last day that is the last working day up to it, for a first day the next from it on.
    """

    rule: ClockRule
    start: date
    legal: date
    working: date
    steps: tuple[Step, ...]


class Timer(msgspec.Struct, frozen=True):
    """A period that stands still while it is paused; `legal` and `working` as at `day`.

    `elapsed` and `target` are in `rule.unit`, or in days where that is longer than a day.
    A timer that is paused on `day` has the end that it would have if it went on the day after.
    """

    rule: ClockRule
    start: date
    legal: date
    working: date
    steps: tuple[Step, ...]
    day: date
    target: int
    elapsed: int
    paused: int
    is_paused: bool

    @property
    def left(self) -> int:
        """What is left of the target on the day; negative once it is over."""
        return self.target - self.elapsed

    @property
    def per_mille(self) -> int:
        """The share used on the day in tenths of a per cent, cut; it does not grow in a pause."""
        return self.elapsed * 1000 // self.target


def statutory_date(rule: ClockRule, start: date, calendar: WorkCalendar) -> StatutoryDate:
    """The day to which a rule leads from a start.

    A notice that gives a first day starts when it is given; one that gives a last day starts from
    the day of effect and is counted back. Raises UserProblem: clock-is-timer, and
    clock-rule-undated for a rule that is no period.
    """
    if rule.kind is ClockKind.TIMER:
        raise UserProblem("clock-is-timer", rule=rule.id)
    if rule.count not in DATED:
        raise UserProblem("clock-rule-undated", rule=rule.id)
    if rule.count is Count.NOT_LESS_THAN and rule.gives is Gives.LAST_DAY:
        return last_day_for_notice(rule, start, calendar)
    if rule.count is Count.FIXED:
        legal = _fixed_day(rule, start)
        steps = [Step("fixed", legal)]
    else:
        legal, steps = _period(rule, start, calendar)
    working, last = _to_act(rule.gives, legal, calendar)
    return StatutoryDate(rule, start, legal, working, (*steps, *last))


def agreed_date(
    found: StatutoryDate, agreed: date, evidence: str, calendar: WorkCalendar
) -> StatutoryDate:
    """The date in place of which both sides agreed another; only where the rule allows that.

    Raises UserProblem: clock-not-extendable, agreed-day-earlier.
    """
    rule = found.rule
    if not rule.may_extend:
        raise UserProblem("clock-not-extendable", rule=rule.id)
    if agreed < found.legal:
        raise UserProblem("agreed-day-earlier", legal=format_date(found.legal.isoformat()))
    working, last = _to_act(rule.gives, agreed, calendar)
    kept = tuple(step for step in found.steps if step.code not in ("working", "first-working"))
    step = Step("agreed", agreed, (("evidence", evidence), ("by", rule.may_extend)))
    return replaced(found, legal=agreed, working=working, steps=(*kept, step, *last))


def last_day_for_notice(rule: ClockRule, effect: date, calendar: WorkCalendar) -> StatutoryDate:
    """The last day on which notice can be given for a wished day of effect.

    It is the latest from which the period of notice leads to no later day: in short months that
    is not the corresponding date backwards. Raises UserProblem("clock-rule-undated").
    """
    if rule.count is not Count.NOT_LESS_THAN or rule.unit is None:
        raise UserProblem("clock-rule-undated", rule=rule.id)
    day = _backwards(rule, effect, calendar)
    step = Step("notice-backwards", day, _amount(rule, effect))
    working, last = _to_act(Gives.LAST_DAY, day, calendar)
    return StatutoryDate(rule, effect, day, working, (step, *last))


def timer(
    rule: ClockRule,
    start: date,
    calendar: WorkCalendar,
    day: date,
    pauses: Sequence[Pause] = (),
    target: int | None = None,
) -> Timer:
    """A pausable period as at a day; `target` in the rule's unit where it is not the rule's own.

    The end depends on the start, the target, the calendar and the pauses alone, so another
    target leaves what has elapsed as it is. Raises UserProblem: clock-is-statutory,
    pause-not-allowed, pauses-overlap, pause-backwards, pause-before-start.
    """
    if rule.kind is not ClockKind.TIMER:
        raise UserProblem("clock-is-statutory", rule=rule.id)
    in_order = check_pauses(rule, start, pauses)
    wanted = _target_days(rule, start, target)
    counts = calendar.works_on if rule.unit in _WORKING else _every_day
    closed = [replaced(p, last=p.last or max(day, p.first)) for p in in_order]
    legal = _run(start, wanted, closed, counts, counts_start=rule.count is Count.BEGINNING_WITH)
    first = start if rule.count is Count.BEGINNING_WITH else start + DAY
    elapsed = _counted(first, day, closed, counts)
    paused = sum(_days_of(p, first, day) for p in closed)
    steps = [Step("timer", None, (*_amount(rule, start, target), ("days", wanted)))]
    steps += [_pause_step(p, day) for p in in_order]
    if rule.unit in _WORKING:
        steps += _holiday_steps(start, legal, calendar)
    steps.append(Step("ends", legal))
    working, last = _to_act(Gives.LAST_DAY, legal, calendar)
    is_paused = any(p.holds_on(day) for p in in_order)
    return Timer(
        rule, start, legal, working, (*steps, *last), day, wanted, elapsed, paused, is_paused
    )


def check_pauses(rule: ClockRule, start: date, pauses: Sequence[Pause]) -> list[Pause]:
    """The pauses in order of their first days.

    Raises UserProblem: pause-not-allowed for a reason that the rule does not list,
    pause-backwards, pause-before-start, pauses-overlap.
    """
    in_order = sorted(pauses, key=lambda pause: (pause.first, pause.last or date.max))
    for pause in in_order:
        if pause.reason not in rule.may_pause:
            allowed = ", ".join(rule.may_pause) or "nothing"
            raise UserProblem("pause-not-allowed", reason=pause.reason, allowed=allowed)
        if pause.last is not None and pause.last < pause.first:
            raise UserProblem("pause-backwards", first=format_date(pause.first.isoformat()))
        if pause.first < start:
            raise UserProblem("pause-before-start", start=format_date(start.isoformat()))
    for earlier, later in pairwise(in_order):
        if earlier.last is None or earlier.last >= later.first:
            raise UserProblem("pauses-overlap", first=format_date(later.first.isoformat()))
    return in_order


def late_while(
    rule: ClockRule,
    start: date,
    calendar: WorkCalendar,
    day: date,
    pauses: Sequence[Pause],
    target: int | None = None,
) -> tuple[date, date] | None:
    """The days on which the clock stood as overdue before late evidence moved its end.

    The first is the day after the end as it was known, the last the day before the evidence was
    noted; None where it never stood so. What happened stays in the history.
    """
    late = sorted((p.entered for p in pauses if p.is_late and p.entered), reverse=True)
    for entered in late:
        known = [p for p in pauses if p.entered is None or p.entered < entered]
        end = timer(rule, start, calendar, min(day, entered), known, target).legal
        if end < entered:
            return end + DAY, entered - DAY
    return None


def _period(rule: ClockRule, start: date, calendar: WorkCalendar) -> tuple[date, list[Step]]:
    """The day at the end of a period, and the steps to it."""
    assert rule.unit is not None
    beginning = rule.count is Count.BEGINNING_WITH
    if rule.unit in _WORKING:
        count = _working_days(rule)
        before = start - DAY if beginning else start
        end = calendar.add_working_days(before, count)
        if beginning and rule.gives is Gives.FIRST_DAY:
            end = calendar.add_working_days(end, 1)
        steps = [Step("counted", end, _amount(rule, start))]
        return end, steps + _holiday_steps(start, end, calendar)
    end = _forwards(rule, start)
    clipped = rule.unit in _MONTHS and end.day != start.day
    if beginning and rule.gives is Gives.LAST_DAY:
        # In a month without the corresponding date the period ends with the month.
        end = end if clipped else end - DAY
    steps = [Step("counted", end, _amount(rule, start))]
    if clipped:
        steps.append(Step("short-month", end))
    return end, steps


def _forwards(rule: ClockRule, start: date) -> date:
    assert rule.unit is not None
    if rule.unit in _MONTHS:
        return month_later(start, rule.value * _MONTHS[rule.unit])
    if rule.unit is Unit.HOURS:
        return start + timedelta(days=-(-rule.value // 24))
    return start + timedelta(days=rule.value * _CALENDAR_DAYS[rule.unit])


def _backwards(rule: ClockRule, effect: date, calendar: WorkCalendar) -> date:
    assert rule.unit is not None
    if rule.unit in _WORKING:
        return calendar.add_working_days(effect, -_working_days(rule))
    if rule.unit not in _MONTHS:
        return effect - (_forwards(rule, effect) - effect)
    day = month_later(effect, -rule.value * _MONTHS[rule.unit])
    while _forwards(rule, day + DAY) <= effect:
        day += DAY
    return day


def _working_days(rule: ClockRule) -> int:
    """Whole working days; half a day takes up the day it falls on."""
    return -(-rule.value // 2) if rule.unit is Unit.HALF_DAYS else rule.value


def _fixed_day(rule: ClockRule, start: date) -> date:
    """The single day, or the first of the yearly ones on or after the start."""
    if rule.on is not None:
        return rule.on
    days = [
        date(year, *map(int, day.split("-")))
        for year in (start.year, start.year + 1)
        for day in rule.every
    ]
    return min(day for day in days if day >= start)


def _to_act(gives: Gives, legal: date, calendar: WorkCalendar) -> tuple[date, list[Step]]:
    first = gives is Gives.FIRST_DAY
    working = calendar.next_working_day(legal) if first else calendar.last_working_day(legal)
    if working == legal:
        return working, []
    why = calendar.holidays.get(legal, "")
    return working, [Step("first-working" if first else "working", working, (("why", why),))]


def _every_day(_: date) -> bool:
    return True


def _target_days(rule: ClockRule, start: date, target: int | None) -> int:
    """The target in counted days: a month is as long as it is from this start."""
    own = rule if target is None else replaced(rule, value=target)
    if rule.unit in _WORKING:
        return _working_days(own)
    return (_forwards(own, start) - start).days


def _run(
    start: date,
    count: int,
    pauses: Sequence[Pause],
    counts: Callable[[date], bool],
    *,
    counts_start: bool,
) -> date:
    """The day on which the last counted day falls."""
    day = start - DAY if counts_start else start
    left = count
    while left:
        day += DAY
        if counts(day) and not any(p.holds_on(day) for p in pauses):
            left -= 1
    return day


def _counted(
    first: date, last: date, pauses: Sequence[Pause], counts: Callable[[date], bool]
) -> int:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum(1 for d in days if counts(d) and not any(p.holds_on(d) for p in pauses))


def _days_of(pause: Pause, first: date, day: date) -> int:
    assert pause.last is not None
    return max(0, (min(pause.last, day) - max(pause.first, first)).days + 1)


def _amount(
    rule: ClockRule, start: date, target: int | None = None
) -> tuple[tuple[str, object], ...]:
    value = rule.value if target is None else target
    return (("value", value), ("unit", rule.unit), ("count", rule.count), ("start", start))


def _pause_step(pause: Pause, day: date) -> Step:
    facts = (
        ("first", pause.first),
        ("last", pause.last),
        ("days", _days_of(replaced(pause, last=pause.last or day), pause.first, date.max)),
        ("reason", pause.reason),
        ("evidence", pause.evidence),
        ("author", pause.author),
        ("late", pause.entered if pause.is_late else None),
    )
    return Step("paused", pause.last, facts)


def _holiday_steps(start: date, end: date, calendar: WorkCalendar) -> list[Step]:
    return [
        Step("holiday", day, (("name", name),)) for day, name in calendar.names_between(start, end)
    ]
