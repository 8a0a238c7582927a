"""A task by its lasting name, which other parts of the register keep of it."""

from __future__ import annotations

import sqlite3

import msgspec

from areateam.transition.transition_views import task_id_of


class NamedTask(msgspec.Struct, frozen=True):
    """A task as others speak of it; `name` is its place and its own name, 5N8-T18."""

    id: int
    name: str
    title: str


def task_uid_of(connection: sqlite3.Connection, ref: str) -> str:
    """The lasting name of the task that a reference means; "" for no reference.

    UserProblem: as `task_id_of`.
    """
    if not ref.strip():
        return ""
    task = task_id_of(connection, ref)
    (uid,) = connection.execute("SELECT uid FROM transition_task WHERE id = ?", (task,)).fetchone()
    return str(uid)


def task_of_uid(connection: sqlite3.Connection, uid: str) -> NamedTask | None:
    """The task of a lasting name; None for none and for one that was taken away."""
    row = connection.execute(
        "SELECT t.id, h.place || '-' || t.key, t.title FROM transition_task t"
        " JOIN handover h ON h.id = t.handover_id WHERE t.uid = ? AND t.removed_on IS NULL",
        (uid,),
    ).fetchone()
    return NamedTask(*row) if row else None
