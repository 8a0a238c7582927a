"""The whole register as an operation left it: every record of every kind, and nothing later."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import pytest

from areateam.contracts.contract_rows import Contract, Note, Tag
from areateam.ledger.ledger import Write
from areateam.ledger.past import last_operation, past_of, stands_at
from areateam.office import KINDS, Office, open_office
from areateam.organisations.contractor_rows import Site
from areateam.store.row_types import Record
from tests.ledger.made_records import add_contract, one_of_each

Content = dict[str, list[tuple[Any, ...]]]


def content(connection: sqlite3.Connection, kinds: Iterable[type[Record]] = KINDS) -> Content:
    """Every record of every kind, or of some, with JSON objects by their keys."""
    found: Content = {}
    for kind in kinds:
        columns = ", ".join(f'"{name}"' for name in kind.columns())
        rows = connection.execute(f'SELECT {columns} FROM "{kind.kind()}" ORDER BY id')
        found[kind.kind()] = [tuple(_plain(connection, value) for value in row) for row in rows]
    return found


def _plain(connection: sqlite3.Connection, value: Any) -> Any:
    if not (isinstance(value, str) and value.startswith("{")):
        return value
    return sorted(
        connection.execute("SELECT key, type, value FROM json_each(?)", (value,)).fetchall(),
        key=str,
    )


STEPS: tuple[Callable[[Write], Any], ...] = (
    lambda w: w.amend(Contract, 1, name="B", terms={"a": 4200, "b": "x", "c": True, "d": [1]}),
    lambda w: w.amend(Contract, 1, terms={"a": 1, "c": "true", "d": {"e": None}, "f": None}),
    lambda w: w.amend(Contract, 1, terms={"f": 2, "a": "1"}),
    lambda w: w.remove(Note, 1),
    lambda w: (w.insert(Tag, name="red"), w.amend(Site, 1, name="Moved")),
    lambda w: w.execute("UPDATE tag SET name = 'x' || id"),
    lambda w: w.amend(Contract, 1, terms={}),
)


@pytest.fixture
def told(office: Office) -> dict[int, Content]:
    """What each operation left, undos and redos with the rest."""
    left: dict[int, Content] = {1: content(office.store.connection)}

    def keep() -> None:
        connection = office.store.connection
        (last,) = connection.execute("SELECT max(id) FROM operation").fetchone()
        left[last] = content(connection)

    one_of_each(office)
    keep()
    for step in STEPS:
        office.write("Work", step)
        keep()
    for turn in (office.undo, office.undo, office.redo, office.undo):
        turn()
        keep()
    for _ in range(6):
        office.undo()
        keep()
    return left


def test_every_record_is_as_any_operation_left_it(office: Office, told: dict[int, Content]) -> None:
    for last, left in told.items():
        with past_of(office.store.connection, last) as past:
            assert content(past.connection) == left, last


def test_one_after_the_other_goes_further_back(office: Office, told: dict[int, Content]) -> None:
    with past_of(office.store.connection, max(told)) as past:
        for last in sorted(told, reverse=True):
            past.step_to(last)
            assert content(past.connection) == told[last], last
            assert stands_at(past.connection) == last


def test_kinds_and_fields_that_are_asked_for_are_as_in_the_whole(
    office: Office, told: dict[int, Content]
) -> None:
    only = {"contract": {"terms.a", "terms.d", "terms.f"}, "note": None}
    with past_of(office.store.connection, max(told), only) as past:
        for last in sorted(told, reverse=True):
            past.step_to(last)
            found = content(past.connection, (Contract, Note))
            for kind in found:
                assert _narrowed(found[kind]) == _narrowed(told[last][kind]), (last, kind)


def _narrowed(records: list[tuple[Any, ...]]) -> list[list[Any]]:
    """The same, of JSON objects the keys alone that are asked for."""
    return [
        [[each for each in v if each[0] in "adf"] if isinstance(v, list) else v for v in values]
        for values in records
    ]


def test_a_kind_that_was_not_asked_for_cannot_be_read(office: Office) -> None:
    add_contract(office, name="First")
    with past_of(office.store.connection, 2, {"contract": set()}) as past:
        assert past.connection.execute("SELECT name, terms FROM contract").fetchone() == (
            "First",
            "{}",
        )
        for kind in (Note, Site):
            with pytest.raises(sqlite3.OperationalError, match=f"{kind.kind()}, which is not read"):
                past.connection.execute(f"SELECT * FROM {kind.kind()}")


def test_a_past_shows_the_journal_of_then_and_cannot_be_changed(office: Office) -> None:
    contract = add_contract(office, name="First")
    office.write("Rename", lambda w: w.amend(Contract, contract, name="Second"))
    connection = office.store.connection
    assert stands_at(connection) is None
    with past_of(connection, 2) as past:
        reader = past.connection
        assert reader.execute("SELECT name FROM contract").fetchall() == [("First",)]
        assert reader.execute("SELECT count(*) FROM change").fetchone() == (0,)
        for sql in ("UPDATE contract SET name = ''", "UPDATE main.contract SET name = ''"):
            with pytest.raises(sqlite3.OperationalError):
                reader.execute(sql)
    assert connection.execute("SELECT name FROM contract").fetchall() == [("Second",)]


def test_a_past_does_not_see_what_is_written_meanwhile(office: Office) -> None:
    contract = add_contract(office, name="First")
    office.write("Tag", lambda w: w.insert(Tag, name="red"))
    with past_of(office.store.connection, 2) as past:
        office.write("Rename", lambda w: w.amend(Contract, contract, name="Second"))
        assert past.connection.execute("SELECT name FROM contract").fetchall() == [("First",)]


def test_the_last_operation_of_a_day_counts_whatever_the_clock_said(register: Any) -> None:
    times = [datetime.fromisoformat(text) for text in ("2012-11-03T09:00", "2012-11-01T23:59:59")]
    office = open_office(register, now=lambda: times[0])
    add_contract(office, name="On the third")
    times.reverse()
    add_contract(office, name="With the clock put back")
    connection = office.store.connection
    (last,) = connection.execute("SELECT max(id) FROM operation").fetchone()
    assert last_operation(connection, date(2012, 11, 1)) == last
    assert last_operation(connection, date(2000, 1, 1)) == 0
    office.close()
