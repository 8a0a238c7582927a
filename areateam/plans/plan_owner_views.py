"""Who answers for the aims and measures of the plans that can still be changed."""

from __future__ import annotations

import json
import sqlite3
from datetime import date

import msgspec

from areateam.plans.plan_views import PlanHead, plan_ref, plans

_PARTS = (
    "SELECT 'plan_aim' AS kind, a.id, a.plan_id, a.name, '' AS aim, a.owner_id AS owner"
    " FROM plan_aim a WHERE a.dropped_on IS NULL"
    " UNION ALL SELECT 'plan_measure', m.id, a.plan_id, m.name, a.name, m.owner_id"
    " FROM plan_measure m JOIN plan_aim a ON a.id = m.aim_id WHERE a.dropped_on IS NULL"
)


class OwnedPart(msgspec.Struct, frozen=True):
    """An aim or a measure that somebody answers for; `ended` is their last day, "" for none.

    `where` is the plan, and for a measure its aim.
    """

    kind: str
    id: int
    plan: int
    name: str
    where: str
    owner: str
    ended: str
    person: int

    @property
    def ref(self) -> str:
        """Its reference."""
        return plan_ref(self.kind, self.id)


def owned_parts(connection: sqlite3.Connection) -> list[OwnedPart]:
    """The aims, then the measures, that have an owner, of plans and scenarios that are open."""
    heads = {head.id: head for head in plans(connection) if head.is_open}
    rows = connection.execute(
        f"SELECT x.kind, x.id, x.plan_id, x.name, x.aim, p.name, coalesce(p.valid_to, ''), p.id"
        f" FROM ({_PARTS}) x JOIN person p ON p.id = x.owner"
        " WHERE x.plan_id IN (SELECT value FROM json_each(?)) ORDER BY x.kind, p.name, x.id",
        (json.dumps(list(heads)),),
    )
    return [
        OwnedPart(
            kind, number, plan, name, ", ".join(filter(None, (aim, _where(heads[plan])))), *who
        )
        for kind, number, plan, name, aim, *who in rows
    ]


def _where(head: PlanHead) -> str:
    return f"{head.name} (scenario)" if head.is_scenario else head.name


def parts_of_leavers(connection: sqlite3.Connection, day: date) -> list[OwnedPart]:
    """Those whose owner's last day lies before a day."""
    return [each for each in owned_parts(connection) if each.ended and each.ended < day.isoformat()]


def parts_of(connection: sqlite3.Connection, person: int) -> list[OwnedPart]:
    """Those that a person answers for."""
    return [each for each in owned_parts(connection) if each.person == person]


_PLAN_OF = {
    "plan_aim": "SELECT plan_id FROM plan_aim WHERE id = ?",
    "plan_line": "SELECT plan_id FROM plan_line WHERE id = ?",
    "plan_measure": "SELECT a.plan_id FROM plan_measure m JOIN plan_aim a ON a.id = m.aim_id"
    " WHERE m.id = ?",
}


def plan_of_part(connection: sqlite3.Connection, part: str) -> int | None:
    """The plan, in its version, that a part such as "plan_aim 3" is of; None where it is gone."""
    kind, _, number = part.partition(" ")
    if kind not in _PLAN_OF or not number.isdecimal():
        return None
    row = connection.execute(_PLAN_OF[kind], (int(number),)).fetchone()
    return int(row[0]) if row else None
