"""The report to the transition board: how ready, what slipped, what decides the switch."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

import msgspec

from areateam.cases.case_rules import Rulebook
from areateam.core.burnup import BurnUp
from areateam.core.working_days import working_days_between
from areateam.transition.burnup_views import burn_up_of
from areateam.transition.readiness_rules import Light
from areateam.transition.readiness_views import Readiness, critical_path, readiness
from areateam.transition.transition_views import PlanView, TaskView

_ROOM = 20
"""Lines that one page has room for, shared by the places and the three lists."""


class BaselineHead(msgspec.Struct, frozen=True):
    """A baseline: its name and the day it was taken."""

    id: int
    name: str
    taken_on: date


class Slip(msgspec.Struct, frozen=True):
    """A task that is expected later than when the baseline was taken."""

    task: TaskView
    before: date
    working_days: int


class StatusReport(msgspec.Struct, frozen=True):
    """Everything on the page; the lists are cut to what one page holds, `*_in_all` says of what."""

    day: date
    vesting: date
    working_days_left: int
    ready: Readiness
    burn: BurnUp
    baseline: BaselineHead | None
    slips: tuple[Slip, ...]
    slips_in_all: int
    critical: tuple[TaskView, ...]
    critical_in_all: int
    decisions: tuple[TaskView, ...]
    decisions_in_all: int


def baselines(connection: sqlite3.Connection, programme: str = "") -> list[BaselineHead]:
    """The baselines of a programme, or all, newest first."""
    rows = connection.execute(
        "SELECT id, name, taken_on FROM baseline WHERE ? IN ('', programme_key)"
        " ORDER BY taken_on DESC, id DESC",
        (programme,),
    )
    return [BaselineHead(row[0], row[1], date.fromisoformat(row[2])) for row in rows]


class BaselineSpan(msgspec.Struct, frozen=True):
    """Where a task lay when a baseline was taken."""

    start: date
    finish: date
    due: date


def baseline_spans(connection: sqlite3.Connection, baseline: int) -> dict[int, BaselineSpan]:
    """Where every task lay in a baseline, by the task's id."""
    rows = connection.execute(
        "SELECT task_id, start_on, finish_on, due_on FROM baseline_line WHERE baseline_id = ?",
        (baseline,),
    )
    return {row[0]: BaselineSpan(*map(date.fromisoformat, row[1:])) for row in rows}


class RemovedTask(msgspec.Struct, frozen=True):
    """A task that was taken out of its plan: who did it, when and why."""

    task: int
    handover: int
    key: str
    title: str
    by: str
    on: date
    reason: str


def removed_tasks(connection: sqlite3.Connection) -> list[RemovedTask]:
    """Every task that was taken out of its plan, in the order of the plans."""
    rows = connection.execute(
        "SELECT id, handover_id, key, title, removed_by, removed_on, removed_reason"
        " FROM transition_task WHERE removed_on IS NOT NULL ORDER BY handover_id, position"
    )
    return [
        RemovedTask(task, plan, key, title, by, date.fromisoformat(on), why)
        for task, plan, key, title, by, on, why in rows
    ]


def status_report(
    connection: sqlite3.Connection, book: Rulebook, found: Sequence[PlanView]
) -> StatusReport:
    """The report on plans, of which there must be one at least; against the newest baseline."""
    head = found[0].head
    last = book.calendar.add_working_days(head.vesting, -1)
    baseline = next(iter(baselines(connection, head.programme_key)), None)
    slips = _slips(connection, book, found, baseline) if baseline else []
    critical = sorted(
        (task for plan in found for task in critical_path(plan)),
        key=lambda task: (task.forecast.slack or 0, task.forecast.finish, task.place),
    )
    decisions = [
        task
        for plan in found
        for task in plan.tasks
        if task.facts.query or (task.light is Light.LATE and task.facts.risk == "high")
    ]
    most = max(2, (_ROOM - len(found)) // 4)
    return StatusReport(
        day=book.today,
        vesting=head.vesting,
        working_days_left=working_days_between(book.today, last, book.calendar.holidays),
        ready=readiness(found),
        burn=burn_up_of(found, book.today),
        baseline=baseline,
        slips=tuple(slips[:most]),
        slips_in_all=len(slips),
        critical=tuple(critical[:most]),
        critical_in_all=len(critical),
        decisions=tuple(decisions[:most]),
        decisions_in_all=len(decisions),
    )


def _slips(
    connection: sqlite3.Connection,
    book: Rulebook,
    found: Sequence[PlanView],
    baseline: BaselineHead,
) -> list[Slip]:
    """Later than in the baseline, the worst first."""
    before = baseline_spans(connection, baseline.id)
    holidays = book.calendar.holidays
    slips = [
        Slip(task, span.finish, working_days_between(span.finish, task.forecast.finish, holidays))
        for plan in found
        for task in plan.tasks
        if (span := before.get(task.id)) and task.forecast.finish > span.finish
    ]
    return sorted(slips, key=lambda slip: (-slip.working_days, slip.task.place, slip.task.id))
