"""Plans as they stood at the end of an earlier day, read back from the journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Any

from areateam.cases.case_rules import Rulebook
from areateam.core.copies import replaced
from areateam.ledger.history import as_of
from areateam.ledger.past import last_operation
from areateam.transition.transition_rows import TransitionTask
from areateam.transition.transition_views import (
    PlanHead,
    PlanView,
    TaskFacts,
    every_task,
    plan_heads,
    plans_from,
)

_KEPT = {"id", "handover", "owner_id", "owner", "filed", "statements", "differing"}
"""Facts of a task that no light or day follows from: those of now stand."""


def plans_on(
    connection: sqlite3.Connection, book: Rulebook, places: Collection[str] = ()
) -> list[PlanView]:
    """The plans of places, or all, as they stood at the end of the book's day.

    What a task waits for, and its owner, are those of now.
    """
    last = last_operation(connection, book.today)
    there = {
        row[0] for row in connection.execute("SELECT id FROM handover WHERE made <= ?", (last,))
    }
    heads = [
        head
        for head in plan_heads(connection)
        if head.id in there and (not places or head.place in places)
    ]
    return plans_from(connection, book, heads, _facts_on(connection, heads, last))


def _facts_on(
    connection: sqlite3.Connection, heads: Collection[PlanHead], last: int
) -> dict[int, list[TaskFacts]]:
    """The tasks as an operation left them; only those that later ones touched are stepped back."""
    touched = {
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT record FROM change WHERE kind = ? AND operation > ?",
            (TransitionTask.kind(), last),
        )
    }
    gone = dict(connection.execute("SELECT id, removed_on FROM transition_task").fetchall())
    made = dict(connection.execute("SELECT id, made FROM transition_task").fetchall())
    found: dict[int, list[TaskFacts]] = {head.id: [] for head in heads}
    for task in every_task(connection, removed=True):
        if task.handover not in found or made[task.id] > last:
            continue
        then: dict[str, Any] | None = {"removed_on": gone[task.id]}
        if task.id in touched:
            then = as_of(connection, TransitionTask, task.id, last)
        if then is not None and then["removed_on"] is None:
            found[task.handover].append(_stepped_back(task, then))
    return found


def _stepped_back(task: TaskFacts, then: dict[str, Any]) -> TaskFacts:
    names = set(TaskFacts.__struct_fields__) - _KEPT
    return replaced(task, **{name: value for name, value in then.items() if name in names})
