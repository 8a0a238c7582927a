"""Reads what merged records were known by: which stands for one that went, who went into one."""

from __future__ import annotations

import sqlite3

from areateam.core.dates import format_date

KNOWN_BY: dict[str, tuple[str, ...]] = {
    "contractor": ("code", "name", "company_no"),
    "site": ("ods_code", "practice_code", "choices_id", "name", "postcode"),
    "contract": ("contract_no", "ods_code", "name", "pct_code", "group_key", "site_id"),
}
"""What each kind is known by in files: the columns that a merge keeps of what gives way."""
CODES: dict[str, tuple[str, ...]] = {
    "contractor": ("code", "company_no"),
    "site": ("ods_code", "practice_code", "choices_id"),
    "contract": ("contract_no", "ods_code"),
}
"""Those of them that people type to find a record."""


def standing_record(connection: sqlite3.Connection, kind: str, was: int) -> int | None:
    """The record that stands for one that was merged away; None where none of that id was."""
    row = connection.execute(
        "SELECT record FROM alias WHERE kind_of = ? AND was = ? AND record <> was LIMIT 1",
        (kind, was),
    ).fetchone()
    return int(row[0]) if row else None


def merged_into(connection: sqlite3.Connection, kind: str, record: int) -> list[int]:
    """The ids of the records that were merged into one, oldest merge first."""
    rows = connection.execute(
        "SELECT was FROM alias WHERE kind_of = ? AND record = ? AND was <> record"
        " GROUP BY was ORDER BY min(id)",
        (kind, record),
    )
    return [was for (was,) in rows]


def records_known_as(connection: sqlite3.Connection, kind: str, code: str) -> list[int]:
    """The records that once bore a code, by id."""
    marks = ", ".join("?" * len(CODES[kind]))
    rows = connection.execute(
        f"SELECT DISTINCT record FROM alias WHERE kind_of = ? AND field IN ({marks})"
        " AND value = ? ORDER BY record",
        (kind, *CODES[kind], code),
    )
    return [record for (record,) in rows]


def former_codes(connection: sqlite3.Connection, kind: str, record: int) -> list[str]:
    """The codes a record was once known by, each with its last day: "C81002, to 1 Nov 2012"."""
    marks = ", ".join("?" * len(CODES[kind]))
    rows = connection.execute(
        f"SELECT value, max(valid_to) FROM alias WHERE kind_of = ? AND record = ?"
        f" AND field IN ({marks}) GROUP BY value ORDER BY min(id)",
        (kind, record, *CODES[kind]),
    )
    return [f"{value}, to {format_date(last)}" if last else value for value, last in rows]


def standing_sql(connection: sqlite3.Connection, kind: str, record: str) -> str:
    """SQL for the record that stands for another; `kind` and `record` are SQL too.

    Where nothing was ever merged it is the record itself, so that nobody pays for it.
    """
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM alias)").fetchone()[0]:
        return record
    return (
        "coalesce((SELECT max(a.record) FROM alias AS a"
        f" WHERE a.kind_of = {kind} AND a.was = {record}), {record})"
    )
