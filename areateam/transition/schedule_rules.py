"""The schedule of a plan: early and late days, days in hand, the critical path.

All reckoning is in working days. A task's work fills whole days from its start to its finish,
both included. What is done stays where it was done, what was dated by hand stays on its day;
everything else moves with what comes before it, and never begins before its planned start.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Generic, TypeVar

import msgspec

from areateam.catalogue.programme_definitions import LinkKind
from areateam.core.loops import in_order, loop_in
from areateam.core.problems import UserProblem
from areateam.core.work_calendar import WorkCalendar

K = TypeVar("K", bound=Hashable)


class PlanLink(msgspec.Struct, Generic[K], frozen=True):
    """What a task hangs on, and how; `lag` in working days."""

    other: K
    kind: LinkKind = LinkKind.FINISH_START
    lag: int = 0


class PlanTask(msgspec.Struct, Generic[K], frozen=True):
    """What the schedule needs to know of a task.

    `length` and `spare` are working days. `by_hand` is the finish that a person expects.
    """

    key: K
    due: date
    length: int
    spare: int = 0
    started: date | None = None
    done: date | None = None
    by_hand: date | None = None
    links: tuple[PlanLink[K], ...] = ()


class Forecast(msgspec.Struct, frozen=True):
    """Where a task lies.

    `plan_start` and `plan_finish` are as the programme means it. `late_start` is the latest safe
    start, `late_finish` the latest finish that moves nothing; `slack` is the working days between
    `finish` and `late_finish`, negative where there are too few; all None once it is done.
    """

    plan_start: date
    plan_finish: date
    start: date
    finish: date
    late_start: date | None
    late_finish: date | None
    slack: int | None
    critical: bool
    stays: bool
    """Whether nothing moves it: it is done or was dated by hand."""


class WorkDays:
    """The working days of a calendar, numbered in their order, from about `first` on."""

    def __init__(self, calendar: WorkCalendar, first: date, last: date) -> None:
        self._calendar = calendar
        begin = first - timedelta(days=400)
        span = (last - begin).days + 800
        days = (begin + timedelta(days=n) for n in range(span))
        self._days = [day for day in days if calendar.works_on(day)]

    def at_or_before(self, day: date) -> int:
        """The number of the day, or of the last working day before it."""
        self._reach(day)
        return bisect_right(self._days, day) - 1

    def at_or_after(self, day: date) -> int:
        """The number of the day, or of the next working day."""
        self._reach(day)
        return bisect_left(self._days, day)

    def day(self, number: int) -> date:
        """The day of a number; numbers before the first known day count backwards from it."""
        if number < 0:
            return self._calendar.add_working_days(self._days[0], number)
        while number >= len(self._days):
            self._days.append(self._calendar.add_working_days(self._days[-1], 1))
        return self._days[number]

    def _reach(self, day: date) -> None:
        while self._days[-1] < day:
            self._days.append(self._calendar.add_working_days(self._days[-1], 1))


def work_days(
    calendar: WorkCalendar, tasks: Iterable[PlanTask[K]], today: date, vesting: date
) -> WorkDays:
    """The working days that plans with these tasks lie in."""
    days = [today, vesting, *(day for task in tasks for day in _days_of(task))]
    return WorkDays(calendar, min(days), max(days))


def _days_of(task: PlanTask[K]) -> Iterable[date]:
    return filter(None, (task.due, task.started, task.done, task.by_hand))


@dataclass(slots=True)
class _Span:
    """Working days by number; `fixed` is a start that nothing moves any more."""

    start: int
    finish: int
    fixed: bool = False
    stays: bool = False


@dataclass(slots=True)
class _Reckoning(Generic[K]):
    tasks: Mapping[K, PlanTask[K]]
    order: Sequence[K]
    days: WorkDays
    today: int
    vesting: date
    early: dict[K, _Span] = field(default_factory=dict)
    late: dict[K, int] = field(default_factory=dict)


def schedule(
    tasks: Sequence[PlanTask[K]],
    days: WorkDays,
    today: date,
    vesting: date,
) -> dict[K, Forecast]:
    """Where every task of one plan lies, seen from `today`.

    Tasks due before `vesting` have until the last working day before it; the others until their
    own day. Links to tasks that are not there are left out. Raises
    UserProblem("tasks-in-a-circle") with the circle.
    """
    known = {task.key: task for task in tasks}
    before = {
        task.key: [link.other for link in task.links if link.other in known] for task in tasks
    }
    check_circle(before)
    work = _Reckoning(known, in_order(before), days, days.at_or_after(today), vesting)
    for key in work.order:
        work.early[key] = _early(work, known[key])
    _reckon_late(work)
    slack = {key: last - work.early[key].finish for key, last in work.late.items()}
    limit = _critical_limit(work, slack)
    return {task.key: _forecast(work, task, slack.get(task.key), limit) for task in tasks}


def check_circle(before: Mapping[K, Sequence[K]], names: Mapping[K, str] | None = None) -> None:
    """Refuse tasks that wait for each other: UserProblem("tasks-in-a-circle") with the circle."""
    if found := loop_in(before):
        words = [names[key] if names else str(key) for key in found]
        raise UserProblem("tasks-in-a-circle", circle=" → ".join(words))


def planned_span(task: PlanTask[K], days: WorkDays) -> tuple[int, int]:
    """The numbers of the first and last day of a task's work as the programme means it."""
    finish = days.at_or_before(task.due) - task.spare
    return finish - task.length + 1, finish


def _early(work: _Reckoning[K], task: PlanTask[K]) -> _Span:
    days = work.days
    begun = None if task.started is None else days.at_or_after(task.started)
    if task.done is not None:
        finish = days.at_or_before(task.done)
        start = finish - task.length + 1 if begun is None else begun
        return _Span(min(start, finish), finish, fixed=True, stays=True)
    if task.by_hand is not None:
        finish = max(days.at_or_before(task.by_hand), work.today)
        start = max(finish - task.length + 1, work.today) if begun is None else begun
        return _Span(min(start, finish), finish, fixed=begun is not None, stays=True)
    if begun is not None:
        return _Span(begun, _pushed_finish(work, task, begun), fixed=True)
    return _pushed_span(work, task)


def _pushed_finish(work: _Reckoning[K], task: PlanTask[K], start: int) -> int:
    """When a task that has begun can finish: not before today, nor before what it waits for."""
    finish = max(start + task.length - 1, work.today)
    for link in task.links:
        if (before := work.early.get(link.other)) is None:
            continue
        if link.kind is LinkKind.FINISH_START:
            finish = max(finish, before.finish + 1 + link.lag)
        elif link.kind is LinkKind.FINISH_FINISH:
            finish = max(finish, before.finish + link.lag)
    return finish


def _pushed_span(work: _Reckoning[K], task: PlanTask[K]) -> _Span:
    """Where a task that has not begun can lie: not before its planned start, nor before today."""
    start = max(planned_span(task, work.days)[0], work.today)
    for link in task.links:
        if (before := work.early.get(link.other)) is None:
            continue
        if link.kind is LinkKind.FINISH_START:
            start = max(start, before.finish + 1 + link.lag)
        elif link.kind is LinkKind.START_START:
            start = max(start, before.start + link.lag)
        else:
            start = max(start, before.finish + link.lag - task.length + 1)
    return _Span(start, start + task.length - 1)


def _reckon_late(work: _Reckoning[K]) -> None:
    """The latest finish of every open task, from the end of the plan backwards."""
    switch = work.days.at_or_before(work.vesting - timedelta(days=1))
    for key in reversed(work.order):
        task = work.tasks[key]
        if task.done is not None:
            continue
        own = switch if task.due < work.vesting else work.days.at_or_before(task.due)
        work.late[key] = min(own, work.late.get(key, own))
        for link in task.links:
            _hold_back(work, task, link)


def _hold_back(work: _Reckoning[K], task: PlanTask[K], link: PlanLink[K]) -> None:
    """Let the latest finish of what comes first be no later than a task leaves room for."""
    other = work.tasks.get(link.other)
    if other is None or other.done is not None:
        return
    span, late = work.early[task.key], work.late[task.key]
    begun = task.started is not None
    late_start = late - (span.finish - span.start)
    if link.kind is LinkKind.FINISH_FINISH:
        last = late - link.lag
    elif link.kind is LinkKind.FINISH_START:
        last = (late if begun else late_start) - 1 - link.lag
    elif begun or other.started is not None:
        return  # A start that has happened holds nothing back.
    else:
        before = work.early[link.other]
        last = late_start - link.lag + (before.finish - before.start)
    work.late[link.other] = min(last, work.late.get(link.other, last))


def _critical_limit(work: _Reckoning[K], slack: Mapping[K, int]) -> int:
    """Up to how many days in hand a task before vesting is critical: none, or the fewest."""
    before = [days for key, days in slack.items() if work.tasks[key].due < work.vesting]
    return max(0, min(before, default=0))


def _forecast(work: _Reckoning[K], task: PlanTask[K], slack: int | None, limit: int) -> Forecast:
    span, days = work.early[task.key], work.days
    first, last = planned_span(task, days)
    late = work.late.get(task.key)
    return Forecast(
        plan_start=days.day(first),
        plan_finish=days.day(last),
        start=days.day(span.start),
        finish=days.day(span.finish),
        late_start=None if late is None else days.day(late - (span.finish - span.start)),
        late_finish=None if late is None else days.day(late),
        slack=slack,
        critical=slack is not None and slack <= limit and task.due < work.vesting,
        stays=span.stays,
    )
