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
WHOLE = Path(__file__).parent / "whole_schema.sql"

_BETWEEN = ";\n\n"


@dataclass(frozen=True)
class Schema:
    """Steps that build a register from nothing, and the triggers its tables carry today.

    `triggers` gives the SQL of every trigger; they are generated from the row classes, so an
    upgrade drops and makes them anew instead of freezing them. `after_upgrade` is executed once
    the steps are done: what was worked out from the old columns is to be worked out anew.
    `whole_file` holds what all steps together make, as `whole_script` writes it: to run them
    takes a fifth of the time of a short command. Without it they are run.
    """

    triggers: Callable[[], Sequence[str]]
    steps_folder: Path = STEPS
    after_upgrade: tuple[str, ...] = ()
    whole_file: Path | None = None

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
    def whole(self) -> tuple[str, ...]:
        """The SQL of every table and index of a fresh register, in the order they are made."""
        if self.whole_file is None:
            return self.made_by_steps()
        text = self.whole_file.read_text(encoding="utf-8")
        return tuple(text.removesuffix(_BETWEEN).split(_BETWEEN))

    def made_by_steps(self) -> tuple[str, ...]:
        """As `whole`, worked out by running the steps."""
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            for step in self.steps:
                run_script(connection, step)
            return tuple(_kept_sql(connection))

    @cached_property
    def digest(self) -> str:
        """The digest of a fresh register's schema; SQLite keeps all SQL as it was given."""
        return _digest([*self.whole, *self.triggers()])

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
    """SHA-256 over every table, index, trigger and view, in hex; SQLite's own tables aside."""
    return _digest(_kept_sql(connection))


def _kept_sql(connection: sqlite3.Connection) -> list[str]:
    """The SQL that made everything in a register; what has none follows from what has."""
    rows = connection.execute(
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
        " AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY rowid"
    )
    return [sql for (sql,) in rows]


def whole_script(schema: Schema) -> str:
    """The text of a schema's `whole_file`."""
    return "".join(sql + _BETWEEN for sql in schema.made_by_steps())


def _digest(made_by: list[str]) -> str:
    return hashlib.sha256(repr(sorted(made_by)).encode("utf-8", "surrogatepass")).hexdigest()
