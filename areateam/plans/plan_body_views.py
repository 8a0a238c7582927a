"""Reads which bodies a plan may pass to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

_HANDED = ("in_area_team", "successor")
"""The links by which a plan passes from one body to another."""


def bodies_after(connection: sqlite3.Connection, body: str) -> dict[str, str]:
    """The body itself and those that take over from it, with their names by code."""
    marks = ", ".join("?" * len(_HANDED))
    rows = connection.execute(
        "SELECT code, name FROM body WHERE code = ?"
        " UNION SELECT l.other, coalesce(b.name, l.other) FROM body_link l"
        f" LEFT JOIN body b ON b.code = l.other WHERE l.code = ? AND l.link IN ({marks})",
        (body, body, *_HANDED),
    )
    return {body: body, **dict(rows.fetchall())}


def bodies_after_all(connection: sqlite3.Connection, bodies: Iterable[str]) -> dict[str, str]:
    """The bodies that have, or take over, the plans of all of these; names by code."""
    found = [bodies_after(connection, body) for body in bodies]
    shared = set.intersection(*(set(each) for each in found)) if found else set()
    return {code: name for each in found[:1] for code, name in each.items() if code in shared}
