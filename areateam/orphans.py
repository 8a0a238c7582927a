"""Everything that is nobody's on a day, the tasks of hand-overs with the rest, and its new owner.

Responsibilities and hand-overs do not know each other; they are joined here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date

from areateam.duties.duty_views import MatrixView
from areateam.duties.orphan_actions import reassign, reassignable
from areateam.duties.orphan_views import KINDS, Orphan, orphans_on
from areateam.ledger.ledger import Write
from areateam.transition.task_actions import assign_tasks
from areateam.transition.task_owner_views import tasks_of_leavers

TASK = "task"
ALL_KINDS = (*KINDS, TASK)
"""The kinds of `all_orphans`, in their order."""


def all_orphans(
    connection: sqlite3.Connection, matrix: MatrixView | None, day: date
) -> list[Orphan]:
    """Everything without an owner on a day; functions only where a matrix is given."""
    return orphans_on(connection, matrix, day, (_tasks,))


def _tasks(connection: sqlite3.Connection, day: date) -> Iterator[Orphan]:
    for task in tasks_of_leavers(connection, day):
        yield Orphan(TASK, task.id, task.ref, task.name, task.owner, task.ended, task.person)


def can_be_given(orphans: Sequence[Orphan]) -> list[Orphan]:
    """Those that a person had and another can take: contracts, cases and tasks."""
    return [*reassignable(orphans), *(each for each in orphans if each.kind == TASK)]


def give(write: Write, orphans: Sequence[Orphan], person: int) -> None:
    """Make a person the owner of contracts, cases and tasks."""
    reassign(write, orphans, person)
    assign_tasks(write, [each.id for each in orphans if each.kind == TASK], person)


def orphan_counts(orphans: Sequence[Orphan]) -> dict[str, int]:
    """How many of each kind, also of those there are none of."""
    return {kind: sum(each.kind == kind for each in orphans) for kind in ALL_KINDS}


def people_who_stay(connection: sqlite3.Connection, day: date) -> dict[int, str]:
    """The names by id of the area team's people who have not left by a day."""
    rows = connection.execute(
        "SELECT id, name FROM person WHERE team IS NOT NULL AND coalesce(valid_to, :day) >= :day"
        " ORDER BY name",
        {"day": day.isoformat()},
    )
    return dict(rows)
