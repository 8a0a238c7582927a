"""The frozen steps make the schema of the row classes, and an upgrade is all or nothing."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from peewee import SchemaManager, SqliteDatabase

from areateam.core.problems import RegisterProblem
from areateam.core.wording import problem_sentence
from areateam.office import BESIDE, KINDS, ROWS, SCHEMA, open_office
from areateam.store.backup import backup_folder, backups_of
from areateam.store.register_file import create_store, open_store
from areateam.store.schema import Schema, run_script
from tests.conftest import ROOT, at_home, nine_o_clock

Shape = dict[str, object]

NEXT = """\
-- A column more, a table made anew, and data moved.
ALTER TABLE site ADD COLUMN what3words TEXT;
CREATE TABLE tag_new (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL, "made" INTEGER NOT NULL, "name" TEXT NOT NULL) STRICT;
INSERT INTO tag_new SELECT id, uid, made, upper(name) FROM tag;
DROP TABLE tag;
ALTER TABLE tag_new RENAME TO tag;
CREATE UNIQUE INDEX "tag_name" ON "tag" ("name");
CREATE INDEX "tag_made" ON "tag" ("made");
"""


def shape(connection: sqlite3.Connection) -> Shape:
    """Every table with its columns, keys, checks and indexes, however the SQL is laid out."""
    found: Shape = {}
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('table', 'index')"
        " AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    for kind, name, sql in rows:
        found[f"{kind} {name}"] = " ".join(sql.split())
        if kind == "table":
            found[f"columns {name}"] = connection.execute(
                f'PRAGMA table_xinfo("{name}")'
            ).fetchall()
            found[f"keys {name}"] = connection.execute(
                f'PRAGMA foreign_key_list("{name}")'
            ).fetchall()
    return found


def memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None)


def with_step(folder: Path, step: str) -> Schema:
    """Our schema with a made-up second step."""
    shutil.copytree(SCHEMA.steps_folder, folder)
    (folder / "9001_next.sql").write_text(step)
    return Schema(SCHEMA.triggers, folder, SCHEMA.after_upgrade)


@pytest.fixture(scope="module")
def amended_file(full_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with a record of every kind and a line in its journal, made once."""
    folder = tmp_path_factory.mktemp("amended")
    path = folder / "amended.areateam"
    shutil.copyfile(full_file, path)
    with at_home(folder):
        office = open_office(path, user="tester", now=nine_o_clock)
        office.write("Amend", lambda write: write.execute("UPDATE note SET text = 'Other'"))
        office.close()
    return path


@pytest.fixture
def closed(amended_file: Path, tmp_path: Path) -> Path:
    """A closed copy of it."""
    path = tmp_path / "register.areateam"
    shutil.copyfile(amended_file, path)
    return path


def test_the_steps_make_the_schema_of_the_row_classes() -> None:
    with closing(memory()) as steps, closing(memory()) as rows:
        for step in SCHEMA.steps:
            run_script(steps, step)
        database = SqliteDatabase(":memory:")
        for row in ROWS:
            manager: Any = SchemaManager(row, database)
            rows.execute(manager._create_table(safe=False).query()[0])
            for index in manager._create_indexes(safe=False):
                rows.execute(index.query()[0])
        assert shape(steps) == shape(rows)
        assert len(shape(steps)) > 60


def test_the_digest_kept_is_that_of_what_the_steps_make() -> None:
    assert SCHEMA.made == SCHEMA.made_by_steps(), "a step was added: keep the new digest in office"
    with closing(memory()) as connection:
        for step in SCHEMA.steps:
            run_script(connection, step)
        SCHEMA.make_triggers(connection)
        assert SCHEMA.is_that_of(connection)
        assert replace(SCHEMA, made="of another SQLite").is_that_of(connection)
        connection.execute("DROP INDEX contract_name")
        assert not SCHEMA.is_that_of(connection)


def test_an_upgraded_register_has_the_schema_of_a_new_one(tmp_path: Path) -> None:
    (folder := tmp_path / "steps").mkdir()
    shutil.copy(min(SCHEMA.steps_folder.glob("*.sql")), folder)
    register = tmp_path / "old.areateam"
    create_store(register, Schema(lambda: (), folder)).close()
    open_store(register, SCHEMA).close()
    with closing(sqlite3.connect(register)) as connection:
        assert SCHEMA.is_that_of(connection)


def test_every_table_is_a_row_class_and_every_column_a_field() -> None:
    with closing(memory()) as connection:
        for step in SCHEMA.steps:
            run_script(connection, step)
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        assert {name for (name,) in names} == {row.table() for row in ROWS}
        for row in ROWS:
            columns = connection.execute(f'PRAGMA table_info("{row.table()}")').fetchall()
            assert [column[1] for column in columns] == row.columns()


def test_parents_stand_before_their_children() -> None:
    seen: set[str] = set()
    for row in (*KINDS, *BESIDE):
        wanted = {model.table() for model in row.meta().model_refs if model is not row}
        assert wanted <= seen, row
        seen.add(row.table())


def test_every_step_runs_on_what_the_one_before_made_and_on_nothing_else(tmp_path: Path) -> None:
    schema = with_step(tmp_path / "steps", NEXT)
    with closing(memory()) as connection:
        for step in schema.steps:
            run_script(connection, step)
        schema.make_triggers(connection)
        assert schema.is_that_of(connection)
        assert not SCHEMA.is_that_of(connection)
    assert schema.version == SCHEMA.version + 1
    with closing(memory()) as connection, pytest.raises(sqlite3.OperationalError):
        run_script(connection, NEXT)


def test_a_step_that_does_not_end_is_our_own_fault() -> None:
    with closing(memory()) as connection, pytest.raises(ValueError, match="not ended"):
        run_script(connection, "CREATE TABLE a (b);\nCREATE TABLE c (d)")


def test_an_empty_register_is_upgraded(tmp_path: Path) -> None:
    create_store(tmp_path / "r.areateam", SCHEMA).close()
    schema = with_step(tmp_path / "steps", NEXT)
    store = open_store(tmp_path / "r.areateam", schema)
    assert store.connection.execute("PRAGMA user_version").fetchone() == (schema.version,)
    assert schema.is_that_of(store.connection)
    store.close()


def test_a_loaded_register_keeps_every_record_and_a_copy_from_before(
    closed: Path, tmp_path: Path
) -> None:
    before = _rows(closed)
    schema = with_step(tmp_path / "steps", NEXT)
    open_store(closed, schema).close()
    for table, rows in _rows(closed).items():
        if table == "tag":
            assert [r[-1] for r in rows] == ["SAMPLE"]
        elif table == "site":
            assert [r[:-1] for r in rows] == before[table]
        elif table == "content_seal":
            assert {r[-1] for r in rows} == {""}, "to be sealed anew"
        else:
            assert rows == before[table]
    (made,) = backups_of(closed)
    assert made.reason == f"before upgrade from version {SCHEMA.version}"
    copy = open_office(backup_folder(closed) / made.name, user="x", now=nine_o_clock)
    assert copy.check() == []
    copy.close()
    open_store(closed, schema).close()
    assert len(backups_of(closed)) == 1, "an upgraded register is not upgraded again"


@pytest.mark.parametrize(
    "step",
    [
        "DELETE FROM contract;",
        "DELETE FROM change;",
        "DROP TABLE seal;",
        "UPDATE note SET contract_id = 99;",
        "INSERT INTO tag (made, name) VALUES (1, 'sample');",
        "INSERT INTO tag (made, name) VALUES (1, NULL);",
    ],
)
def test_a_step_that_would_lose_anything_leaves_the_register_as_it_was(
    closed: Path, tmp_path: Path, step: str
) -> None:
    before = _rows(closed)
    with pytest.raises(RegisterProblem) as caught:
        open_store(closed, with_step(tmp_path / "steps", NEXT.partition("CREATE")[0] + step))
    assert caught.value.code == "upgrade-failed"
    assert problem_sentence(caught.value)
    assert _rows(closed) == before
    again = open_office(closed, user="x", now=nine_o_clock)
    assert again.check() == []
    again.close()


def test_a_register_that_cannot_be_copied_is_not_upgraded(closed: Path, tmp_path: Path) -> None:
    backup_folder(closed).write_text("a file where the folder should be")
    before = closed.read_bytes()
    with pytest.raises(RegisterProblem):
        open_store(closed, with_step(tmp_path / "steps", NEXT))
    assert closed.read_bytes() == before


KILLED = """
import os, signal, sys
from pathlib import Path
from typing import Any
from areateam.office import SCHEMA
from areateam.store.register_file import open_store
from areateam.store.schema import Schema
import areateam.store.upgrade as runner
run = runner.run_script
def killed(connection, script):
    run(connection, script)
    os.kill(os.getpid(), signal.SIGKILL)
runner.run_script = killed
schema = Schema(SCHEMA.triggers, Path(sys.argv[2]), SCHEMA.after_upgrade)
open_store(Path(sys.argv[1]), schema)
"""


def test_a_kill_in_the_middle_leaves_the_old_version_whole(closed: Path, tmp_path: Path) -> None:
    before = _rows(closed)
    schema = with_step(tmp_path / "steps", NEXT)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(closed), str(schema.steps_folder)],
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    old = open_office(closed, user="x", now=nine_o_clock)
    assert old.check() == []
    old.close()
    assert _rows(closed) == before
    open_store(closed, schema).close()
    assert [r[-1] for r in _rows(closed)["tag"]] == ["SAMPLE"]


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            row.table(): connection.execute(f'SELECT * FROM "{row.table()}" ORDER BY id').fetchall()
            for row in ROWS
        }
