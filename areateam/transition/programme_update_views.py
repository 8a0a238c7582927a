"""Reads what a changed programme would change in the plans that run."""

from __future__ import annotations

import sqlite3

import msgspec

from areateam.catalogue.programme_definitions import After, LinkKind, Programme
from areateam.transition.programme_update_rules import RunningTask, TaskUpdate, plan_updates
from areateam.transition.transition_actions import task_values
from areateam.transition.transition_views import PlanHead, plan_heads

_FACTS = (
    "workstream", "title", "role", "due_on", "length", "spare", "two_sided", "evidence", "accept",
    "risk", "basis", "source",
)  # fmt: skip


class PlanUpdate(msgspec.Struct, frozen=True):
    """What would change in one plan."""

    head: PlanHead
    updates: tuple[TaskUpdate, ...]


def updates_of(connection: sqlite3.Connection, programme: Programme) -> list[PlanUpdate]:
    """What the programme would change in each plan of its key; plans that agree are left out."""
    wanted = {task.id: task_values(programme, task) for task in programme.task}
    found = []
    for head in plan_heads(connection, programme.key):
        running = _running(connection, head.id)
        updates = tuple(plan_updates(programme, running, wanted))
        if updates:
            found.append(PlanUpdate(head, updates))
    return found


def _running(connection: sqlite3.Connection, handover: int) -> list[RunningTask]:
    links: dict[int, list[str]] = {}
    for task, other, kind, lag in connection.execute(
        "SELECT l.task_id, o.key, l.link, l.lag FROM task_link l"
        " JOIN transition_task t ON t.id = l.task_id JOIN transition_task o ON o.id = l.other_id"
        " WHERE t.handover_id = ?",
        (handover,),
    ):
        links.setdefault(task, []).append(After(other, LinkKind(kind), lag).text)
    rows = connection.execute(
        f"SELECT id, key, done_on IS NOT NULL, coalesce(started_on, sent_on, accepted_on)"
        f" IS NOT NULL, {', '.join(_FACTS)} FROM transition_task"
        " WHERE handover_id = ? AND removed_on IS NULL ORDER BY position",
        (handover,),
    )
    return [
        RunningTask(
            row[0], row[1], row[5], dict(zip(_FACTS, row[4:], strict=True)),
            tuple(links.get(row[0], ())), bool(row[2]), bool(row[3]),
        )
        for row in rows
    ]  # fmt: skip
