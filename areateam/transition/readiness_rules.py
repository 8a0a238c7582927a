"""How a task stands: its light, its stage, the reasons for both, and what a plan gets wrong."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

import msgspec

from areateam.catalogue.programme_definitions import LinkKind
from areateam.core.count_words import working_days
from areateam.core.dates import format_date, format_weekday_date
from areateam.core.findings import Finding, Weight
from areateam.core.work_calendar import WorkCalendar
from areateam.transition.schedule_rules import Forecast, PlanTask, WorkDays

SOON_DAYS = 20
"""A task that begins within so many working days is looked at as if it had begun."""
FEW_DAYS = 10
"""Fewer working days in hand than this are a risk."""
OVERRIDE_DAYS = 14
"""A light set by a person goes out after so many days."""
MOST_AT_ONCE = 10
"""More tasks than this on one working day are too many for one person."""


class Light(StrEnum):
    """How a task stands, from the worst to the best."""

    LATE = "late"
    AT_RISK = "at risk"
    ON_TRACK = "on track"
    NOT_DUE = "not due"
    DONE = "accepted"


class TaskStage(StrEnum):
    """Where a task is on its way: the columns of the board."""

    NOT_BEGUN = "not begun"
    UNDER_WAY = "under way"
    SENT = "sent"
    QUERIED = "queried"
    DONE = "accepted"


RULE = (
    "▲ late: the day due has passed and the task is not accepted."
    f" ● at risk: begun, or beginning within {SOON_DAYS} working days, with fewer than {FEW_DAYS}"
    " in hand or expected after the day due; or too late for the switch whenever it begins."
    f" A light set by a person goes out after {OVERRIDE_DAYS} days."
)
"""The rule of the lights, as it stands beside them."""


class TaskState(msgspec.Struct, frozen=True):
    """What the light of a task follows from; days are ISO texts."""

    due: date
    started: bool
    sent: bool
    accepted: bool
    queried: bool
    done: bool
    override: str = ""
    override_reason: str = ""
    override_by: str = ""
    override_until: date | None = None


class Shown(msgspec.Struct, frozen=True):
    """A light and the sentence that says why."""

    light: Light
    reason: str


def light_of(state: TaskState, forecast: Forecast, days: WorkDays, today: date) -> Shown:
    """The light of a task on a day; see `RULE`. A done task's cannot be set by hand."""
    if state.done:
        return Shown(Light.DONE, "Accepted.")
    if state.override and state.override_until is not None and today <= state.override_until:
        until = format_date(state.override_until.isoformat())
        return Shown(
            Light(state.override),
            f"Set by {state.override_by} until {until}: {state.override_reason}",
        )
    if state.due < today:
        late = days.at_or_after(today) - days.at_or_before(state.due)
        return Shown(Light.LATE, f"Due {_day(state.due)}, {working_days(late)} ago.")
    return _ahead(state, forecast, days, today)


def _ahead(state: TaskState, forecast: Forecast, days: WorkDays, today: date) -> Shown:
    begun = state.started or state.sent
    soon = forecast.start <= days.day(days.at_or_before(today) + SOON_DAYS)
    slack = forecast.slack if forecast.slack is not None else 0
    if (begun or soon) and forecast.finish > state.due:
        behind = days.at_or_before(forecast.finish) - days.at_or_before(state.due)
        return Shown(
            Light.AT_RISK,
            f"Expected {_day(forecast.finish)}, {working_days(behind)} after its day.",
        )
    if slack < 0 or ((begun or soon) and slack < FEW_DAYS):
        return Shown(Light.AT_RISK, _in_hand(slack))
    if begun:
        return Shown(Light.ON_TRACK, _in_hand(slack))
    return Shown(Light.NOT_DUE, f"Begins {_day(forecast.start)}.")


def _in_hand(slack: int) -> str:
    if slack < 0:
        return f"{working_days(-slack)} too few before the switch."
    return f"{working_days(slack)} in hand."


def _day(day: date) -> str:
    return format_weekday_date(day.isoformat())


def stage_of(state: TaskState) -> TaskStage:
    """Where a task is on its way."""
    if state.done:
        return TaskStage.DONE
    if state.queried:
        return TaskStage.QUERIED
    if state.sent:
        return TaskStage.SENT
    return TaskStage.UNDER_WAY if state.started else TaskStage.NOT_BEGUN


def missing_to_close(
    *,
    two_sided: bool,
    sent: bool,
    accepted: bool,
    evidence: bool,
    reason: bool,
    differing: int = 0,
) -> list[str]:
    """What a task still lacks to be done, in words; a reason may stand for missing evidence.

    `differing` counts the contracts about which the two sides do not agree.
    """
    missing = []
    if two_sided:
        missing += [] if sent else ["the signature of the sender"]
        missing += [] if accepted else ["the signature of the receiver"]
    elif not (sent or accepted):
        missing.append("a signature")
    if not (evidence or reason):
        missing.append("evidence, or a reason why there is none")
    if differing:
        many = f"{differing:,} contract" + ("" if differing == 1 else "s")
        missing.append(f"agreement about {many} that the other side has otherwise")
    return missing


K = TypeVar("K", bound=Hashable)


def plan_findings(
    tasks: Sequence[PlanTask[K]],
    forecasts: Mapping[K, Forecast],
    calendar: WorkCalendar,
    name: Callable[[K], str],
) -> Iterator[Finding]:
    """What a plan gets wrong: days due on which nobody works, tasks that end before they can begin.

    The findings' column is the name of the task.
    """
    known = {task.key: task for task in tasks}
    for task in tasks:
        if task.done is None and not calendar.works_on(task.due):
            why = calendar.holidays.get(task.due, "")
            last = calendar.last_working_day(task.due)
            yield Finding(
                0, name(task.key), "task-due-no-working-day", _day(task.due),
                f"{why + '; ' if why else ''}the last working day before it is"
                f" {_day(last)}", Weight.NOTE,
            )  # fmt: skip
        yield from _inversions(task, known, forecasts, name)


def _inversions(
    task: PlanTask[K],
    known: Mapping[K, PlanTask[K]],
    forecasts: Mapping[K, Forecast],
    name: Callable[[K], str],
) -> Iterator[Finding]:
    """Tasks dated before what comes first: by their days due, or by what happened."""
    for link in task.links:
        other = known.get(link.other)
        if other is None or task.done is not None:
            continue
        mine, theirs = forecasts[task.key], forecasts[other.key]
        finish = link.kind is not LinkKind.START_START
        due = finish and task.due < other.due
        held = mine.stays and finish and mine.finish < theirs.finish
        early = (
            task.started is not None
            and link.kind is LinkKind.FINISH_START
            and mine.start <= theirs.finish
            and other.done is None
        )
        if due or held or early:
            code = "task-due-before-other" if due else "task-dated-before-other"
            mine_on, theirs_on = (task.due, other.due) if due else (mine.finish, theirs.finish)
            detail = f"{name(other.key)}, {_day(theirs_on)}"
            yield Finding(0, name(task.key), code, _day(mine_on), detail, Weight.DOUBTFUL)


class Load(msgspec.Struct, frozen=True):
    """The most that one person has to do at once: how many tasks, first on which day."""

    owner: str
    day: date
    tasks: int


def overloads(work: Iterable[tuple[str, date, date]], most: int = MOST_AT_ONCE) -> list[Load]:
    """Who has more than `most` tasks on one day, from (owner, first day, last day) of each task."""
    steps: dict[str, list[tuple[date, int]]] = {}
    for owner, first, last in work:
        steps.setdefault(owner, []).extend(((first, 1), (last + timedelta(days=1), -1)))
    found = []
    for owner, changes in sorted(steps.items()):
        best, day, at_once = 0, date.min, 0
        for when, change in sorted(changes):
            at_once += change
            if at_once > best:
                best, day = at_once, when
        if best > most:
            found.append(Load(owner, day, best))
    return found
