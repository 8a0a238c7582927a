"""What moves when a task is given another end, and what stays: asked before it is accepted."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

import msgspec

from areateam.cases.case_rules import Rulebook
from areateam.core.copies import replaced
from areateam.transition.schedule_rules import schedule, work_days
from areateam.transition.transition_views import PlanView, TaskView, plan_heads, plans, task_facts


class Move(msgspec.Struct, frozen=True):
    """A task whose expected end changes."""

    task: int
    key: str
    title: str
    before: date
    after: date
    slack: int | None


class Stay(msgspec.Struct, frozen=True):
    """A task that follows a moved one and yet stays, and why."""

    task: int
    key: str
    title: str
    why: str


class Moves(msgspec.Struct, frozen=True):
    """All that a new end of one task brings about."""

    moved: tuple[Move, ...]
    stays: tuple[Stay, ...]

    def as_document(self) -> dict[str, Any]:
        """As JSON gives it."""
        return {
            "moved": [
                {
                    "ref": f"TA{move.task}",
                    "task": move.key,
                    "before": move.before.isoformat(),
                    "after": move.after.isoformat(),
                }
                for move in self.moved
            ],
            "stays": [
                {"ref": f"TA{stay.task}", "task": stay.key, "why": stay.why} for stay in self.stays
            ],
        }


def moves(connection: sqlite3.Connection, book: Rulebook, task: int, on: date | None) -> Moves:
    """What moves if a task is expected on a day, or dated by the plan again with None."""
    plan = plan_of_task(connection, book, task)
    changed = [replaced(each, by_hand=on) if each.key == task else each for each in plan.inputs]
    days = work_days(book.calendar, changed, book.today, plan.head.vesting)
    after = schedule(changed, days, book.today, plan.head.vesting)
    moved = tuple(
        Move(
            each.id, each.facts.key, each.facts.title, each.forecast.finish,
            after[each.id].finish, after[each.id].slack,
        )
        for each in plan.tasks
        if after[each.id].finish != each.forecast.finish
    )  # fmt: skip
    return Moves(moved, tuple(_stays(plan, {move.task for move in moved} | {task})))


def _stays(plan: PlanView, moved: set[int]) -> list[Stay]:
    by_id = {task.id: task for task in plan.tasks}
    followers = [
        each.key
        for each in plan.inputs
        if each.key not in moved and any(link.other in moved for link in each.links)
    ]
    return [
        Stay(key, by_id[key].facts.key, by_id[key].facts.title, _why(by_id[key]))
        for key in followers
    ]


def _why(task: TaskView) -> str:
    if task.facts.done_on:
        return "it is done"
    if task.facts.hand_on:
        return f"it was dated by hand: {task.facts.hand_reason}"
    return "there is time between them"


def plan_of_task(connection: sqlite3.Connection, book: Rulebook, task: int) -> PlanView:
    """The plan that a task is in; UserProblem("unknown-record") where there is no such task."""
    handover = task_facts(connection, task).handover
    head = next(head for head in plan_heads(connection) if head.id == handover)
    found = plans(connection, book, programme=head.programme_key, places=(head.place,))
    return found[0]
