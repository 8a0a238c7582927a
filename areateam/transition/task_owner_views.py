"""Whose the tasks are: how many have an owner, and the open ones of people who have left."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import date

import msgspec


class LeaverTask(msgspec.Struct, frozen=True):
    """An open task whose owner has left; `ended` is their last day, `person` their id."""

    id: int
    ref: str
    name: str
    owner: str
    ended: str
    person: int


def tasks_of_leavers(connection: sqlite3.Connection, day: date) -> list[LeaverTask]:
    """The open tasks whose owner's last day lies before a day, by owner."""
    rows = connection.execute(
        "SELECT t.id, t.title || ', ' || h.place_name, p.name, p.valid_to, p.id FROM person p"
        " JOIN transition_task t ON t.owner_id = p.id JOIN handover h ON h.id = t.handover_id"
        " WHERE p.valid_to < :day AND t.done_on IS NULL AND t.removed_on IS NULL"
        " ORDER BY p.name, t.id",
        {"day": day.isoformat()},
    )
    return [LeaverTask(number, f"TA{number}", *facts) for number, *facts in rows]


class OpenTask(msgspec.Struct, frozen=True):
    """A task that somebody has to do; `where` is its place and workstream."""

    id: int
    ref: str
    title: str
    where: str
    due: str


def open_tasks_of(connection: sqlite3.Connection, person: int) -> list[OpenTask]:
    """The open tasks of a person, by the day due."""
    rows = connection.execute(
        "SELECT t.id, t.key || ' ' || t.title, h.place_name || ', ' || t.workstream, t.due_on"
        " FROM transition_task t JOIN handover h ON h.id = t.handover_id"
        " WHERE t.owner_id = ? AND t.done_on IS NULL AND t.removed_on IS NULL"
        " ORDER BY t.due_on, t.id",
        (person,),
    )
    return [OpenTask(number, f"TA{number}", *facts) for number, *facts in rows]


def open_task_counts(connection: sqlite3.Connection) -> dict[int, int]:
    """How many open tasks each person has who has any."""
    return dict(
        connection.execute(
            "SELECT owner_id, count(*) FROM transition_task WHERE owner_id IS NOT NULL"
            " AND done_on IS NULL AND removed_on IS NULL GROUP BY owner_id"
        ).fetchall()
    )


def owned_tasks(connection: sqlite3.Connection, plans: Sequence[int]) -> int:
    """How many tasks of these plans have an owner."""
    (count,) = connection.execute(
        "SELECT count(owner_id) FROM transition_task WHERE removed_on IS NULL"
        " AND handover_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(plans)),),
    ).fetchone()
    return int(count)
