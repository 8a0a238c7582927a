"""Finds records by any piece of text that people remember of them."""

from __future__ import annotations

import sqlite3

import msgspec

_KNOWN_BEFORE = "".join(
    f"  UNION SELECT c.id, 3, c.name FROM alias AS a JOIN contract AS c ON c.{column} = a.record"
    f"   WHERE a.kind_of = '{kind}' AND a.value LIKE :start ESCAPE '\\'"
    "   AND a.field NOT IN ('pct_code', 'group_key', 'site_id')"
    for kind, column in (("contract", "id"), ("site", "site_id"), ("contractor", "contractor_id"))
)
"""Contracts by what they, their site or their contractor were known by before a merge."""


class Hit(msgspec.Struct, frozen=True):
    """One record found: its kind, the name that commands take, and words to know it by."""

    kind: str
    ref: str
    id: int
    title: str
    detail: str


def find(connection: sqlite3.Connection, text: str, limit: int = 20) -> list[Hit]:
    """Contracts, people, tasks and call-offs that match, those that begin with the text first.

    Codes and numbers are matched from their start, names and postcodes anywhere; also those that
    a record, its contractor or its site had before a merge.
    """
    words = text.strip()
    if not words:
        return []
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    values = {"start": f"{escaped}%", "any": f"%{escaped}%", "limit": limit}
    contracts = connection.execute(
        "SELECT c.id, c.name, c.contract_type, coalesce(c.contract_no, c.ods_code, ''),"
        " coalesce(b.name, c.pct_code, '') FROM contract c"
        " LEFT JOIN body b ON b.code = c.pct_code AND b.kind_of = 'pct'"
        " WHERE c.id IN (SELECT id FROM ("
        "  SELECT id, 0 AS place, name FROM contract WHERE contract_no LIKE :start ESCAPE '\\'"
        "   OR ods_code LIKE :start ESCAPE '\\' OR name LIKE :start ESCAPE '\\'"
        "  UNION SELECT id, 1, name FROM contract WHERE name LIKE :any ESCAPE '\\'"
        "  UNION SELECT c.id, 2, c.name FROM contract c JOIN site s ON s.id = c.site_id"
        "   WHERE s.postcode LIKE :start ESCAPE '\\'"
        f"{_KNOWN_BEFORE}"
        "  ORDER BY place, name LIMIT :limit)) ORDER BY c.name NOT LIKE :start ESCAPE '\\', c.name",
        values,
    ).fetchall()
    people = connection.execute(
        "SELECT id, name, coalesce(job, '') FROM person WHERE name LIKE :any ESCAPE '\\'"
        " ORDER BY name LIMIT :limit",
        values,
    ).fetchall()
    found = [
        Hit("contract", f"C{record}", record, name, f"{kind} {number} · {pct}".strip(" ·"))
        for record, name, kind, number, pct in contracts
    ]
    found += [Hit("person", f"P{record}", record, name, job) for record, name, job in people]
    numbered, titled = _call_offs(connection, values)
    return numbered + found + _tasks(connection, values) + titled


def _tasks(connection: sqlite3.Connection, values: dict[str, object]) -> list[Hit]:
    """Tasks of hand-overs by their name, such as T18 or 5N8-T18, or by words of their title."""
    rows = connection.execute(
        "SELECT t.id, t.key || ' ' || t.title, h.place || ' ' || t.workstream"
        " FROM transition_task t JOIN handover h ON h.id = t.handover_id"
        " WHERE t.removed_on IS NULL AND (t.key LIKE :start ESCAPE '\\'"
        " OR h.place || '-' || t.key LIKE :start ESCAPE '\\' OR t.title LIKE :any ESCAPE '\\')"
        " ORDER BY t.key NOT LIKE :start ESCAPE '\\', t.position, h.place LIMIT :limit",
        values,
    )
    return [Hit("task", f"TA{record}", record, title, where) for record, title, where in rows]


def _call_offs(
    connection: sqlite3.Connection, values: dict[str, object]
) -> tuple[list[Hit], list[Hit]]:
    """Call-offs whose number begins with the text, and those with it in their title or need."""
    rows = connection.execute(
        "SELECT id, number, title, need, number LIKE :start ESCAPE '\\' FROM call_off"
        " WHERE number LIKE :start ESCAPE '\\' OR title LIKE :any ESCAPE '\\'"
        " OR need LIKE :any ESCAPE '\\' ORDER BY started_on DESC, number DESC LIMIT :limit",
        values,
    ).fetchall()
    numbered: list[Hit] = []
    titled: list[Hit] = []
    for record, number, title, need, by_number in rows:
        hit = Hit("calloff", number, record, title, need)
        (numbered if by_number else titled).append(hit)
    return numbered, titled
