"""What days off more, and others less, would move in the plans; asked before they are entered.

Where a task lies is reckoned each time and never kept, so undoing a day off dates it as before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from datetime import date

import msgspec

from areateam.cases.case_rules import Rulebook
from areateam.core.copies import replaced
from areateam.core.work_calendar import WorkCalendar
from areateam.transition.transition_views import plans


class TaskShift(msgspec.Struct, frozen=True):
    """An open task whose expected end, or days in hand, would be others."""

    task: int
    place: str
    key: str
    title: str
    finish_now: date
    finish_then: date
    slack_now: int | None
    slack_then: int | None

    @property
    def moves(self) -> bool:
        """Whether its end moves; else only its days in hand change."""
        return self.finish_now != self.finish_then


def tasks_moved_by_days(
    connection: sqlite3.Connection,
    book: Rulebook,
    added: Mapping[date, str],
    removed: Collection[date] = (),
) -> tuple[TaskShift, ...]:
    """The open tasks that would lie otherwise, in the order of the plans; those that move first."""
    kept = {day: name for day, name in book.calendar.holidays.items() if day not in removed}
    then = replaced(book, calendar=WorkCalendar({**kept, **added}))
    after = {task.id: task.forecast for plan in plans(connection, then) for task in plan.tasks}
    found = [
        TaskShift(
            task.id, task.place, task.facts.key, task.facts.title, task.forecast.finish,
            after[task.id].finish, task.forecast.slack, after[task.id].slack,
        )
        for plan in plans(connection, book)
        for task in plan.tasks
        if not task.facts.done_on
        and (task.forecast.finish, task.forecast.slack)
        != (after[task.id].finish, after[task.id].slack)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda shift: not shift.moves))


def shift_words(shifts: Collection[TaskShift]) -> str:
    """How many tasks would end on another day, and how many have other days in hand."""
    moving = sum(shift.moves for shift in shifts)
    rest = len(shifts) - moving
    parts = []
    if moving:
        verb = "task of a plan ends" if moving == 1 else "tasks of plans end"
        parts.append(f"{moving:,} {verb} on another day")
    if rest:
        noun = "more" if moving else "task" if rest == 1 else "tasks"
        parts.append(f"{rest:,} {noun} {'has' if rest == 1 else 'have'} other days in hand")
    return ", ".join(parts)
