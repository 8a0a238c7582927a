"""Reads what is handed over: our contracts of a plan, and those that the other side signed for."""

from __future__ import annotations

import json
import sqlite3

from areateam.transition.handed_over_rules import ContractDifference, HandedContract, differences

_COLUMNS = (
    "c.group_key, c.contract_type, coalesce(c.contract_no, ''), coalesce(c.ods_code, ''), c.name,"
    " coalesce(c.start_date, ''), coalesce(c.end_date, ''), c.annual_value_pence"
)
_PLACED_BY = ("pct_code", "area_team_code", "ccg_code")
"""The columns of a contract by which a programme may say that it belongs to a place."""


def contracts_handed_over(connection: sqlite3.Connection, handover: int) -> list[HandedContract]:
    """The contracts that a plan moves, by their numbers; none where its programme moves none."""
    place, column = connection.execute(
        "SELECT h.place, p.content ->> '$.contracts_by' FROM handover h"
        " JOIN programme_text p ON p.id = h.programme_id WHERE h.id = ?",
        (handover,),
    ).fetchone()
    if column not in _PLACED_BY:
        return []
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM contract c WHERE c.{column} = ? ORDER BY 1, 3, 4, 5, c.id",
        (place,),
    )
    return [HandedContract(*row) for row in rows]


def differences_with(
    connection: sqlite3.Connection, handover: int, statements: str
) -> tuple[ContractDifference, ...]:
    """How our contracts of a plan differ from lists of the other side, named "3" or "3,4"."""
    ours = contracts_handed_over(connection, handover)
    found: dict[ContractDifference, None] = {}
    for statement in statements.split(","):
        found |= dict.fromkeys(differences(ours, _stated(connection, int(statement))))
    return tuple(found)


def _stated(connection: sqlite3.Connection, statement: int) -> list[HandedContract]:
    (content,) = connection.execute(
        "SELECT content FROM contract_statement WHERE id = ?", (statement,)
    ).fetchone()
    return [HandedContract(**each) for each in json.loads(content)["contracts"]]
