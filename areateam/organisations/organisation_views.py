"""Reads sites, contractors, people and bodies as plain lists."""

from __future__ import annotations

import sqlite3
from typing import Any

_LISTS = {
    "sites": "SELECT 'S' || id AS ref, ods_code, practice_code, name, address_1, postcode, phone"
    " FROM site ORDER BY name, id",
    "contractors": "SELECT 'K' || id AS ref, code, name, company_no, phone, email,"
    " (SELECT count(*) FROM contract c WHERE c.contractor_id = contractor.id) AS contracts"
    " FROM contractor ORDER BY name, id",
    "people": "SELECT 'P' || id AS ref, name, job, team, email, phone FROM person"
    " ORDER BY name, id",
    "bodies": "SELECT 'O' || id AS ref, code, kind_of AS kind, name, valid_from, valid_to,"
    " ons_code, evidence FROM body ORDER BY kind_of, code",
}

PLAIN = tuple(_LISTS)
"""What can be read as a plain list."""


def plain_list(connection: sqlite3.Connection, what: str) -> list[dict[str, Any]]:
    """Every record of a kind as a row with its `ref`; `what` is one of PLAIN."""
    cursor = connection.execute(_LISTS[what])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def own_area_team(connection: sqlite3.Connection) -> tuple[str, str]:
    """The code and name of the area team the register is for; blanks where none was named."""
    row = connection.execute(
        "SELECT l.other, b.name FROM body_link l"
        " LEFT JOIN body b ON b.code = l.other AND b.kind_of = 'area_team'"
        " WHERE l.link = 'own'"
    ).fetchone()
    return (str(row[0]), str(row[1] or row[0])) if row else ("", "")


def people_of_team(connection: sqlite3.Connection) -> dict[int, str]:
    """The names of the area team's people by id."""
    return dict(
        connection.execute("SELECT id, name FROM person WHERE team IS NOT NULL ORDER BY name")
    )
