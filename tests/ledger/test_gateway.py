"""Nothing changes a record but the ledger, and everything that it changes is journalled."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from areateam.contracts.contract_rows import Contract, Note, Tag
from areateam.core.problems import RegisterProblem, UserProblem
from areateam.imports.batch_rows import Batch
from areateam.ledger.ledger import Write
from areateam.office import BESIDE, KINDS, Office, open_office
from areateam.organisations.contractor_rows import Contractor, Site
from tests.conftest import at_home, nine_o_clock
from tests.ledger.made_records import add_contract, change_lines


def refused(connection: sqlite3.Connection, sql: str) -> str:
    """What SQLite says when it refuses a statement."""
    with pytest.raises(sqlite3.Error) as caught:
        connection.execute(sql)
    return str(caught.value)


def dump(path: Path) -> list[str]:
    """The whole content as SQL, but for SQLite's own note of the numbers it has given."""
    with closing(sqlite3.connect(path)) as connection:
        return [line for line in connection.iterdump() if '"sqlite_sequence"' not in line]


@pytest.fixture(scope="module")
def refusing(full_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An open register for many tests: whatever each of them tries, nothing in it may change."""
    folder = tmp_path_factory.mktemp("refusing")
    path = Path(shutil.copy(full_file, folder))
    before = dump(path)
    with at_home(folder):
        office = open_office(path, user="tester", now=nine_o_clock)
        yield office
        office.close()
    assert dump(path) == before


@pytest.fixture(scope="module")
def foreign(
    full_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sqlite3.Connection]:
    """Another program's connection to a closed register, in which nothing may change either."""
    path = Path(shutil.copy(full_file, tmp_path_factory.mktemp("foreign")))
    before = dump(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection
    assert dump(path) == before


def test_every_kind_has_a_record_to_try_on(refusing: Office) -> None:
    for row in (*KINDS, *BESIDE):
        query = f'SELECT count(*) FROM "{row.table()}"'
        assert refusing.store.connection.execute(query).fetchone()[0] > 0, row


@pytest.mark.parametrize("row", [*KINDS, *BESIDE], ids=lambda row: str(row.table()))
def test_the_open_connection_refuses_outside_the_gateway(refusing: Office, row: Any) -> None:
    table, column = row.table(), row.columns()[-1]
    for sql in (
        f'DELETE FROM "{table}"',
        f'UPDATE "{table}" SET "{column}" = "{column}"',
        f'INSERT INTO "{table}" SELECT * FROM "{table}"',
        f'DROP TABLE "{table}"',
    ):
        assert "readonly" in refused(refusing.store.connection, sql)


@pytest.mark.parametrize("row", [*KINDS, *BESIDE], ids=lambda row: str(row.table()))
def test_another_program_is_refused_whatever_its_conflict_clause(
    foreign: sqlite3.Connection, row: Any
) -> None:
    table, names = row.table(), row.columns()
    column = names[-1]
    given = ", ".join(f'"{name}"' for name in names if name != "id")
    held = f'SELECT * FROM "{table}" ORDER BY id'
    before = foreign.execute(held).fetchall()
    assert "only the ledger" in refused(foreign, f'DELETE FROM "{table}"')
    for clause in ("", "OR IGNORE ", "OR REPLACE ", "OR FAIL ", "OR ROLLBACK ", "OR ABORT "):
        for sql in (
            f'UPDATE {clause}"{table}" SET "{column}" = "{column}"',
            f'UPDATE {clause}"{table}" SET rowid = rowid + 1000',
        ):
            assert "only the ledger" in refused(foreign, sql), sql
        copy = f'INSERT {clause}INTO "{table}" ({given}) SELECT {given} FROM "{table}" LIMIT 1'
        with suppress(sqlite3.IntegrityError):
            # A key that is taken is ignored or refused before our trigger comes to it.
            assert foreign.execute(copy).rowcount == 0
    assert foreign.execute(held).fetchall() == before


def test_the_journal_only_grows_even_inside_the_gateway(full: Office) -> None:
    amend = "UPDATE site SET fax = '1'"
    assert full.write("Amend", lambda write: write.execute(amend)).changes

    def tamper(write: Write) -> None:
        for table in ("operation", "change", "seal"):
            for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id + 1"):
                assert "the journal only grows" in refused(write.connection, sql)
            clause = f"UPDATE OR IGNORE {table} SET id = id + 1"
            assert "the journal only grows" in refused(write.connection, clause)

    full.write("Tamper", tamper)


def test_another_program_cannot_add_to_the_journal(foreign: sqlite3.Connection) -> None:
    for sql in (
        "INSERT INTO operation (at, user, label) VALUES ('2012-11-01', 'x', 'x')",
        "INSERT INTO change (operation, kind, record, field) VALUES (1, 'note', 1, 'text')",
        "INSERT INTO seal (digest, first, last, records) VALUES ('x', 1, 0, 0)",
    ):
        assert "only the ledger" in refused(foreign, sql)


def test_each_changed_field_is_one_line_with_before_and_after(office: Office) -> None:
    contract = add_contract(office, name="Old", start_date="2012-04-01", notice_months=3)
    changes = office.write(
        "Amend",
        lambda write: write.amend(
            Contract, contract, name="New", start_date=None, notice_months=3, cqc_no="1-23"
        ),
    ).changes
    assert changes is not None
    assert sorted(change_lines(office, changes.operation)) == [
        ("contract", contract, "cqc_no", None, "1-23"),
        ("contract", contract, "name", "Old", "New"),
        ("contract", contract, "start_date", "2012-04-01", None),
    ]
    assert changes.records == {("contract", contract)}
    assert changes.kinds == {"contract": 1}


def test_an_insertion_leaves_no_line_but_its_mark(office: Office) -> None:
    written = office.write("Add", lambda write: write.insert(Contractor, name="A"))
    assert written.changes is not None
    operation = written.changes.operation
    assert change_lines(office, operation) == []
    made = office.store.connection.execute(
        "SELECT made FROM contractor WHERE id = ?", (written.result,)
    ).fetchone()
    assert made == (operation,)
    assert written.changes.records == {("contractor", written.result)}


def test_a_record_added_and_amended_at_once_counts_once(office: Office) -> None:
    def act(write: Write) -> None:
        write.amend(Contractor, write.insert(Contractor, name="A"), name="B")

    changes = office.write("Add", act).changes
    assert changes is not None
    assert changes.kinds == {"contractor": 1}


def test_a_removal_keeps_the_whole_record(office: Office) -> None:
    site = office.write("Add", lambda w: w.insert(Site, name="“Öde”\n\t", phone="0")).result
    changes = office.write("Remove", lambda write: write.remove(Site, site)).changes
    assert changes is not None
    ((kind, record, field, before, after),) = change_lines(office, changes.operation)
    assert (kind, record, field, after) == ("site", site, "*", None)
    names = office.store.connection.execute(
        "SELECT before ->> '$.name', before ->> '$.phone', before ->> '$.uid' FROM change"
        " WHERE operation = ?",
        (changes.operation,),
    ).fetchone()
    assert names[:2] == ("“Öde”\n\t", "0")
    assert len(names[2]) == 16
    assert before.startswith("{")


def test_set_based_sql_is_journalled_line_by_line(office: Office) -> None:
    def add(write: Write) -> None:
        write.connection.executemany(
            "INSERT INTO site (made, name) VALUES (?, ?)",
            [(write.operation, f"Site {n}") for n in range(300)],
        )

    office.write("Add", add)
    changes = office.write(
        "Amend", lambda w: w.execute("UPDATE site SET fax = id WHERE id % 2 = 0")
    ).changes
    assert changes is not None
    assert changes.kinds == {"site": 150}
    lines = change_lines(office, changes.operation)
    assert [line[1:] for line in lines[:1]] == [(2, "fax", None, "2")]
    assert len(lines) == 150


def test_a_record_pushed_out_by_replace_is_journalled(office: Office) -> None:
    tag = office.write("Add", lambda write: write.insert(Tag, name="red")).result
    changes = office.write(
        "Replace",
        lambda write: write.execute(
            "INSERT OR REPLACE INTO tag (made, name) VALUES (?, 'red')", (write.operation,)
        ),
    ).changes
    assert changes is not None
    assert [line[:3] for line in change_lines(office, changes.operation)] == [("tag", tag, "*")]
    assert office.check() == []


def test_unchanged_values_leave_nothing_at_all(office: Office) -> None:
    contract = add_contract(office, name="Same", terms={"list_size": 3})
    before = list(office.store.connection.iterdump())
    written = office.write(
        "Nothing", lambda w: w.amend(Contract, contract, name="Same", terms={"list_size": 3})
    )
    assert (written.result, written.changes) == (1, None)
    assert list(office.store.connection.iterdump()) == before


def test_an_empty_operation_is_kept_when_asked(office: Office) -> None:
    written = office.write("Import with nothing new", lambda _: 7, even_if_empty=True)
    assert written.result == 7
    assert written.changes is not None
    assert written.changes.kinds == {}
    assert office.check() == []


def test_an_exception_rolls_back_and_passes(office: Office) -> None:
    before = list(office.store.connection.iterdump())

    def act(write: Write) -> None:
        write.insert(Contractor, name="Half")
        raise LookupError("stop")

    with pytest.raises(LookupError):
        office.write("Half", act)
    assert list(office.store.connection.iterdump()) == before
    assert not office.store.connection.in_transaction
    assert "readonly" in refused(office.store.connection, "DELETE FROM contractor")
    assert office.write("Whole", lambda write: write.insert(Contractor, name="A")).changes


def test_a_missing_file_of_another_kind_is_not_told_as_a_missing_register(office: Office) -> None:
    def act(_: Write) -> None:
        (office.path.parent / "letter.txt").read_text()

    with pytest.raises(FileNotFoundError):
        office.write("Read", act)


def test_a_write_inside_a_write_is_refused_and_undoes_the_outer(office: Office) -> None:
    def act(write: Write) -> None:
        write.insert(Contractor, name="Outer")
        office.write("Inner", lambda inner: inner.insert(Contractor, name="Inner"))

    with pytest.raises(RuntimeError):
        office.write("Outer", act)
    (count,) = office.store.connection.execute("SELECT count(*) FROM contractor").fetchone()
    assert count == 0


def test_an_action_that_ends_the_transaction_is_our_own_fault(office: Office) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        office.write("End", lambda write: write.execute("ROLLBACK"))


def test_a_register_opened_to_be_read_refuses_to_write(register: Path) -> None:
    reading = open_office(register, writable=False)
    with pytest.raises(RegisterProblem) as caught:
        reading.write("No", lambda write: write.insert(Contractor, name="A"))
    assert caught.value.code == "register-read-only"
    reading.close()


def test_names_are_given_once_and_never_changed(office: Office) -> None:
    first = office.write("Add", lambda write: write.insert(Tag, name="a")).result
    rename = f"UPDATE tag SET uid = 'x' WHERE id = {first}"
    for sql in (rename, "UPDATE tag SET made = 1", "UPDATE tag SET rowid = 99"):
        with pytest.raises(sqlite3.IntegrityError, match="never their names"):
            office.write("Rename", partial(Write.execute, sql=sql))
    office.write("Remove", lambda write: write.remove(Tag, first))
    second = office.write("Add", lambda write: write.insert(Tag, name="b")).result
    assert second > first, "the number of a removed record names no other"


def test_a_date_that_does_not_exist_is_refused(office: Office) -> None:
    for day in ("2013-02-31", "2013-2-3", "31/12/2012", "2012-11-01T09:00", "", "now"):
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            add_contract(office, start_date=day)
    assert add_contract(office, start_date="2012-02-29")


def test_a_text_that_would_be_cut_short_is_refused(office: Office) -> None:
    for values in ({"name": "a\0b"}, {"terms": {"a": "b\0"}}):
        with pytest.raises(UserProblem) as caught:
            add_contract(office, **values)
        assert caught.value.code == "nul-character"


def test_a_removal_that_would_leave_orphans_is_refused(office: Office) -> None:
    contract = add_contract(office)
    office.write(
        "Note",
        lambda w: w.insert(Note, contract=contract, written_on="2012-11-01", author="A", text="T"),
    )
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        office.write("Remove", lambda write: write.remove(Contract, contract))


def test_what_lies_beside_the_journal_is_written_with_an_operation_only(full: Office) -> None:
    full.write("Supersede", lambda w: w.execute("UPDATE batch SET absent = 9"), even_if_empty=True)
    assert full.check() == []
    (absent,) = full.store.connection.execute(f"SELECT absent FROM {Batch.table()}").fetchone()
    assert absent == 9
