"""The shape of a register file: its frozen steps, its triggers, and a digest to compare by."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

APPLICATION_ID = 0x41544541
"""Written in the file's header: "ATEA"."""

STEPS = Path(__file__).parent / "steps"


@dataclass(frozen=True)
class Schema:
    """Steps that build a register from nothing, and the triggers its tables carry today.

    `triggers` gives the SQL of every trigger; they are generated from the row classes, so an
    upgrade drops and makes them anew instead of freezing them.
    """

    triggers: Callable[[], Sequence[str]]
    steps_folder: Path = STEPS

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """The SQL of each step in order; step N takes a file from version N - 1 to N."""
        return tuple(
            path.read_text(encoding="utf-8") for path in sorted(self.steps_folder.glob("*.sql"))
        )

    @property
    def version(self) -> int:
        """The version of a register made today."""
        return len(self.steps)

    @cached_property
    def digest(self) -> str:
        """The digest of a fresh register's schema."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            for step in self.steps:
                run_script(connection, step)
            self.make_triggers(connection)
            return schema_digest(connection)
        finally:
            connection.close()

    def make_triggers(self, connection: sqlite3.Connection) -> None:
        """Drop every trigger and make today's."""
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        for sql in self.triggers():
            connection.execute(sql)


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Execute statements one by one; `executescript` would commit the open transaction."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def schema_digest(connection: sqlite3.Connection) -> str:
    """SHA-256 over every table, index, trigger and view, in hex; statistics tables aside."""
    rows = connection.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema"
        " WHERE name NOT LIKE 'sqlite_stat%' AND name NOT LIKE 'search_names%'"
        " ORDER BY type, name"
    ).fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()
