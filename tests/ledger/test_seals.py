"""Whatever is changed behind the ledger's back is noticed, in the journal and in the records."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from peewee import ForeignKeyField, IntegerField, TextField

from areateam.contracts.contract_rows import Contract
from areateam.ledger.check import check_register
from areateam.ledger.ledger import Write
from areateam.ledger.seals import pending_count
from areateam.office import BESIDE, KINDS, ROWS, Office, open_office
from areateam.store.row_types import DateText, Row
from tests.conftest import at_home, nine_o_clock
from tests.ledger.made_records import add_contract


def tamper(connection: sqlite3.Connection, *statements: str) -> None:
    """Change a register as somebody would who knows SQLite: triggers off, and on again.

    Only those of the tables that the statements name: there are eight hundred.
    """
    triggers = [
        (name, sql)
        for name, table, sql in connection.execute(
            "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        if any(table in re.findall(r"\w+", statement) for statement in statements)
    ]
    for name, _ in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    changed = sum(connection.execute(statement).rowcount for statement in statements)
    assert changed > 0, statements
    for _, sql in triggers:
        connection.execute(sql)


def faults_after(office: Office, *statements: str) -> list[str]:
    """What `check` says once a closed register was tampered with."""
    office.close()
    with closing(sqlite3.connect(office.path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        tamper(connection, *statements)
        connection.execute("COMMIT")
    again = open_office(office.path, user="tester", now=nine_o_clock)
    found = again.check()
    again.close()
    return found


@pytest.fixture(scope="module")
def worked_template(full_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with a record of every kind and a little history, made once."""
    folder = tmp_path_factory.mktemp("worked")
    path = folder / "worked.areateam"
    shutil.copyfile(full_file, path)
    with at_home(folder):
        office = open_office(path, user="tester", now=nine_o_clock)
        contract = add_contract(office, name="Tampered", start_date="2012-04-01")
        office.write("Amend", lambda w: w.amend(Contract, contract, name="Changed"))
        office.write("Remove", lambda w: w.remove(Contract, contract))
        office.undo()
        office.close()
    return path


@pytest.fixture
def worked(worked_template: Path, tmp_path: Path) -> Iterator[Office]:
    """An open copy of the register with a little history."""
    path = tmp_path / "register.areateam"
    shutil.copyfile(worked_template, path)
    office = open_office(path, user="tester", now=nine_o_clock)
    yield office
    office.close()


@pytest.fixture(scope="module")
def looked_at(worked_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An open copy that many tests tamper with; each takes back what it did."""
    folder = tmp_path_factory.mktemp("looked at")
    with at_home(folder):
        office = open_office(Path(shutil.copy(worked_template, folder)), now=nine_o_clock)
        connection = office.store.connection
        for pragma in ("query_only", "foreign_keys", "recursive_triggers"):
            connection.execute(f"PRAGMA {pragma} = OFF")
        yield office
        assert office.check() == []
        office.close()


def seen_after(office: Office, *statements: str) -> list[str]:
    """What `check` says of a register that is tampered with; it is then as it was."""
    connection = office.store.connection
    connection.execute("BEGIN")
    try:
        tamper(connection, *statements)
        return office.check()
    finally:
        connection.execute("ROLLBACK")


def test_honest_work_is_sound(worked: Office) -> None:
    assert worked.check() == []
    worked.close()
    reading = open_office(worked.path, writable=False)
    assert reading.check() == []
    reading.close()


def text_of(row: type[Row]) -> str:
    """The last column that takes any text: not a day, an object or a word of a short list."""
    fixed = {"change": "before", "seal": "digest", "content_seal": "digest"}
    plain = [
        field.column_name
        for field in row.meta().sorted_fields
        if type(field) is TextField and not (field.null and row in (*KINDS, *BESIDE))
    ]
    return fixed.get(row.table()) or str(plain[-1])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.table()))
def test_a_changed_text_is_noticed_in_every_table(looked_at: Office, row: type[Row]) -> None:
    table = row.table()
    if table == "writing":
        found = seen_after(looked_at, "INSERT INTO writing VALUES (1, 3)")
    else:
        column = text_of(row)
        value = f"\"{column}\" || 'x'"
        last = f'(SELECT max(id) FROM "{table}" WHERE "{column}" IS NOT NULL)'
        found = seen_after(
            looked_at, f'UPDATE "{table}" SET "{column}" = {value} WHERE id = {last}'
        )
    assert found
    assert all(sentence.endswith(".") for sentence in found)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.table()))
def test_a_removed_line_is_noticed_in_every_table(looked_at: Office, row: type[Row]) -> None:
    table = row.table()
    if table != "writing":
        last = f'(SELECT max(id) FROM "{table}")'
        assert seen_after(looked_at, f'DELETE FROM "{table}" WHERE id = {last}')


@pytest.mark.parametrize("row", [*KINDS, *BESIDE], ids=lambda row: str(row.table()))
def test_an_added_record_is_noticed_in_every_table(looked_at: Office, row: type[Row]) -> None:
    table = row.table()
    names = [name for name in row.columns() if name not in ("id", "uid")]
    taken = dict(_other_keys(row))
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(taken.get(name, f'"{name}"') for name in names)
    found = seen_after(
        looked_at,
        f'INSERT INTO "{table}" (id, {columns}) SELECT -5, {values} FROM "{table}" LIMIT 1',
    )
    assert any("records" in sentence for sentence in found)


def _other_keys(row: type[Row]) -> Iterator[tuple[str, str]]:
    """SQL for another value of the last column of each key that stands once, so a copy goes in."""
    keys = [[f.column_name] for f in row.meta().sorted_fields if f.unique]
    keys += [
        [row.meta().combined[name].column_name for name in index[0]]
        for index in row.meta().indexes
        if isinstance(index, tuple) and index[1]
    ]
    for key in keys:
        field = row.meta().columns[key[-1]]
        if isinstance(field, DateText):
            yield key[-1], "'2013-01-02'"
        else:
            number = isinstance(field, IntegerField | ForeignKeyField)
            yield key[-1], "99" if number else "'new'"


def test_a_journal_line_slipped_in_is_noticed(worked: Office) -> None:
    found = faults_after(
        worked,
        "INSERT INTO change (operation, kind, record, field) VALUES (3, 'contract', 1, 'name')",
    )
    assert any("journal" in sentence for sentence in found)


def test_an_operation_slipped_in_is_noticed(worked: Office) -> None:
    assert faults_after(
        worked, "INSERT INTO operation (at, user, label) VALUES ('2012-11-01', 'x', 'x')"
    )


def test_a_journal_line_given_to_another_operation_is_noticed(worked: Office) -> None:
    assert faults_after(worked, "UPDATE change SET operation = 2 WHERE id = 1")


def test_two_journal_lines_exchanged_are_noticed(worked: Office) -> None:
    assert faults_after(
        worked,
        "UPDATE change SET id = 99 WHERE id = 1",
        "UPDATE change SET id = 1 WHERE id = 2",
        "UPDATE change SET id = 2 WHERE id = 99",
    )


def test_a_cut_tail_is_noticed_by_what_was_last_seen(worked: Office) -> None:
    worked.write("Empty", lambda _: None, even_if_empty=True)
    (last,) = worked.store.connection.execute("SELECT max(id) FROM operation").fetchone()
    found = faults_after(
        worked, f"DELETE FROM operation WHERE id = {last}", f"DELETE FROM seal WHERE id = {last}"
    )
    expected = (
        f"The register is older than when this computer last saw it, at operation {last}; "
        "the work since then is missing."
    )
    assert found == [expected]


def test_a_file_put_back_is_noticed_and_forgiven_to_a_restore(worked: Office) -> None:
    from areateam.office import SCHEMA
    from areateam.store.restore import restore_register

    older = worked.back_up("by hand")
    add_contract(worked)
    worked.close()
    copy = worked.path.parent / "register backups" / older.name
    worked.path.write_bytes(copy.read_bytes())
    again = open_office(worked.path, user="tester", now=nine_o_clock)
    assert any("older than when" in sentence for sentence in again.check())
    again.close()
    restore_register(copy, worked.path, SCHEMA)
    again = open_office(worked.path, user="tester", now=nine_o_clock)
    assert again.check() == []
    again.close()


def test_a_file_that_took_another_road_is_noticed(worked: Office, tmp_path: Path) -> None:
    copy = tmp_path / "copy.areateam"
    worked.close()
    copy.write_bytes(worked.path.read_bytes())
    for path, name in ((copy, "Elsewhere"), (worked.path, "Here")):
        again = open_office(path, user="tester", now=nine_o_clock)
        rename = f"UPDATE tag SET name = '{name}'"
        again.write("Tag", partial(Write.execute, sql=rename))
        again.close()
    worked.path.write_bytes(copy.read_bytes())
    again = open_office(worked.path, user="tester", now=nine_o_clock)
    assert any("is not the one" in sentence for sentence in again.check())
    again.close()


def test_another_register_under_the_same_name_is_no_fault(worked: Office) -> None:
    from areateam.office import new_office

    worked.close()
    worked.path.unlink()
    other = new_office(worked.path, user="tester", now=nine_o_clock)
    assert other.check() == []
    other.close()


def test_damaged_text_that_is_no_text_any_more_is_noticed(worked: Office) -> None:
    found = faults_after(worked, "UPDATE note SET text = CAST(x'ff80' AS TEXT)")
    assert any("note" in sentence for sentence in found)


def test_a_doubled_name_is_noticed(worked: Office) -> None:
    found = faults_after(worked, "UPDATE contract SET uid = 'same'")
    assert any("lasting name" in sentence for sentence in found)


def test_a_link_to_nothing_is_noticed(worked: Office) -> None:
    found = faults_after(worked, "UPDATE note SET contract_id = 99")
    assert any("not there" in sentence for sentence in found)


def large(write: Write) -> None:
    write.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25600)"
        " INSERT INTO site (made, name) SELECT ?, 'Site ' || i FROM n",
        (write.operation,),
    )


def test_a_large_operation_leaves_sealing_for_idle_moments(office: Office) -> None:
    office.write("Large", large)
    waiting = pending_count(office.store.connection)
    assert 90 < waiting < 110
    assert office.check() == []
    office.write("Small", lambda w: w.execute("UPDATE site SET name = 'x' WHERE id = 25000"))
    assert 0 < pending_count(office.store.connection) < waiting, "a few are done by the way"
    left = [office.seal_pending() for _ in range(4)]
    assert sorted(left, reverse=True) == left
    assert left[-1] == 0
    assert office.check() == []
    assert faults_after(office, "UPDATE site SET name = 'x' WHERE id = 12345")


def test_sealing_in_idle_moments_writes_no_operation(office: Office) -> None:
    office.write("Large", large)
    query = "SELECT max(id) FROM operation"
    before = office.store.connection.execute(query).fetchone()
    while office.seal_pending():
        pass
    assert office.store.connection.execute(query).fetchone() == before
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        office.store.connection.execute("DELETE FROM content_seal")


def test_a_reader_seals_nothing(register: Path) -> None:
    reading = open_office(register, writable=False)
    assert reading.seal_pending() == 0
    assert check_register(reading.store, KINDS, BESIDE) == []
    reading.close()
