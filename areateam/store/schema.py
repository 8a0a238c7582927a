"""The shape of a register file: its frozen steps, its triggers, and a digest to compare by."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
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
    upgrade drops and makes them anew instead of freezing them. `after_upgrade` is executed once
    the steps are done: what was worked out from the old columns is to be worked out anew.
    `made` is the digest of what all steps together make: to run them takes a fifth of the time
    of a short command.
    """

    triggers: Callable[[], Sequence[str]]
    steps_folder: Path = STEPS
    after_upgrade: tuple[str, ...] = ()
    made: str = ""

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

    def is_that_of(self, connection: sqlite3.Connection) -> bool:
        """Whether a file's schema is that of a fresh register.

        Where it is not the one kept, the steps are run: another version of SQLite may word what
        it renames in its own way. Triggers are compared unmade: SQLite keeps SQL as it was given.
        """
        found = schema_digest(connection)
        triggers = self.triggers()
        return found == _digest([self.made, *triggers]) or (
            found == _digest([self.made_by_steps(), *triggers])
        )

    def made_by_steps(self) -> str:
        """The digest of the tables and indexes that the steps make."""
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            for step in self.steps:
                run_script(connection, step)
            return _digest(_kept_sql(connection, "type <> 'trigger'"))

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
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    if any(line.strip() and not line.startswith("--") for line in statement.splitlines()):
        raise ValueError(f"a statement is not ended: {statement.strip()[:60]}")


def schema_digest(connection: sqlite3.Connection) -> str:
    """SHA-256 over every table, index, trigger and view, in hex; statistics tables aside."""
    made = _digest(_kept_sql(connection, "type <> 'trigger'"))
    return _digest([made, *_kept_sql(connection, "type = 'trigger'")])


def _kept_sql(connection: sqlite3.Connection, chosen: str) -> list[str]:
    """The SQL that made things in a register; what has none follows from what has."""
    rows = connection.execute(
        f"SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND {chosen}"
        " AND NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4'))"
    )
    return [sql for (sql,) in rows]


def _digest(made_by: list[str]) -> str:
    return hashlib.sha256(repr(sorted(made_by)).encode("utf-8", "surrogatepass")).hexdigest()
