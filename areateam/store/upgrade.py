"""Take a register from an older version to today's: a verified copy first, then all or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from areateam.core.problems import RegisterProblem
from areateam.store.backup import back_up_file
from areateam.store.schema import Schema, run_script

_REFUSED = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT)
_JOURNAL = ("operation", "change", "seal")


def upgrade(path: Path, schema: Schema, version: int) -> None:
    """Run the steps from `version` to today's in one transaction.

    Foreign keys are off while tables are rebuilt, and checked before the commit; so is that no
    table of records or of the journal holds fewer than it did. The caller holds the lock.
    Raises RegisterProblem("upgrade-failed") with the file as it was.
    """
    back_up_file(path, f"before upgrade from version {version}")
    with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        try:
            _run(connection, path, schema, version)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            # Refused by a constraint or by the schema: the disk's own troubles pass as they are.
            if error.sqlite_errorcode & 0xFF not in _REFUSED:
                raise
            raise RegisterProblem("upgrade-failed", path, detail=str(error)) from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _run(connection: sqlite3.Connection, path: Path, schema: Schema, version: int) -> None:
    before = _counts(connection)
    # The old triggers would journal what a step moves about.
    for (name,) in _names(connection, "trigger"):
        connection.execute(f'DROP TRIGGER "{name}"')
    for step in schema.steps[version:]:
        run_script(connection, step)
    for statement in schema.after_upgrade:
        connection.execute(statement)
    schema.make_triggers(connection)
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RegisterProblem("upgrade-failed", path, detail=f"{len(broken)} broken links")
    after = _counts(connection)
    fewer = [name for name, count in before.items() if after.get(name, count) < count]
    if fewer or any(name not in after for name in _JOURNAL if name in before):
        raise RegisterProblem("upgrade-failed", path, detail="Records would have been lost")
    connection.execute(f"PRAGMA user_version = {schema.version}")


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """The number of rows of every table, by name; content seals come and go."""
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in _names(connection, "table")
        if not name.startswith("sqlite_") and name != "content_seal"
    }


def _names(connection: sqlite3.Connection, kind: str) -> list[tuple[str]]:
    return connection.execute("SELECT name FROM sqlite_schema WHERE type = ?", (kind,)).fetchall()
