"""Take a register from an older version to today's: a verified copy first, then all or nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from areateam.core.problems import RegisterProblem
from areateam.store.backup import back_up_file
from areateam.store.schema import Schema, run_script


def upgrade(path: Path, schema: Schema, version: int) -> None:
    """Run the steps from `version` to today's in one transaction.

    Foreign keys are off while tables are rebuilt, and checked before the commit.
    Raises RegisterProblem("upgrade-failed") with the file as it was.
    """
    back_up_file(path, f"before upgrade from version {version}")
    connection = sqlite3.connect(path, isolation_level=None, timeout=5)
    try:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        try:
            for step in schema.steps[version:]:
                run_script(connection, step)
            schema.make_triggers(connection)
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RegisterProblem("upgrade-failed", path, detail=f"{len(broken)} broken links")
            connection.execute(f"PRAGMA user_version = {schema.version}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    finally:
        connection.close()
