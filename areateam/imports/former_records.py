"""What records were known by before a merge, as files that have not heard of it still know them."""

from __future__ import annotations

import sqlite3

from areateam.imports.mapping import Layover, Target
from areateam.organisations.alias_views import KNOWN_BY

_ADDRESS = tuple(f"address_{number}" for number in range(1, 6))
_NUMBERS = frozenset(("site_id",))


def name_former(connection: sqlite3.Connection, layover: Layover) -> None:
    """Make a temporary table former_<kind> for each part: its records as they were known before.

    It has the columns of the kind; what a merge did not keep is that of the record which stands,
    whose `id` it has. `former_line` takes the lines that are matched by one of them.
    """
    connection.execute("DROP TABLE IF EXISTS temp.former_line")
    connection.execute("CREATE TEMP TABLE former_line (line INTEGER PRIMARY KEY)")
    for kind in {part.kind for part in layover.profile.parts} & set(KNOWN_BY):
        table = connection.execute("SELECT name FROM pragma_table_info(?, 'register')", (kind,))
        columns = [name for (name,) in table]
        stated = ", ".join(_column(kind, name) for name in columns if name != "id")
        connection.execute(f"DROP TABLE IF EXISTS temp.former_{kind}")
        connection.execute(
            f"CREATE TEMP TABLE former_{kind} AS SELECT a.record AS id, {stated}"
            f' FROM register.alias AS a JOIN register."{kind}" AS t ON t.id = a.record'
            f" WHERE a.kind_of = '{kind}' GROUP BY a.made, a.was, a.record"
        )


def sources_of(connection: sqlite3.Connection, kind: str) -> list[str]:
    """The tables in which a line looks for its record: those that stand, then those of before."""
    found = [f'register."{kind}"']
    if kind in KNOWN_BY:
        (any_there,) = connection.execute(
            f"SELECT EXISTS (SELECT 1 FROM temp.former_{kind})"
        ).fetchone()
        found += [f"temp.former_{kind}"] if any_there else []
    return found


def said_before(layover: Layover, target: Target) -> str:
    """SQL that says whether a line only repeats what its record was known by before a merge.

    An address goes with its postcode.
    """
    column = target.field.column
    told = target
    if target.kind == "site" and column in _ADDRESS:
        told = layover.target("site.postcode") or target
    if told.field.column not in KNOWN_BY.get(target.kind, ()):
        return "FALSE"
    return (
        "(line.line IN (SELECT line FROM temp.former_line) AND EXISTS ("
        f"SELECT 1 FROM register.alias AS a WHERE a.kind_of = '{target.kind}' AND a.record = t.id"
        f" AND a.field = '{told.field.column}' AND a.value = line.{told.slot}))"
    )


def _column(kind: str, name: str) -> str:
    if name not in KNOWN_BY[kind]:
        return f't."{name}" AS "{name}"'
    value = "CAST(a.value AS INTEGER)" if name in _NUMBERS else "a.value"
    return f"max(CASE a.field WHEN '{name}' THEN {value} END) AS \"{name}\""
