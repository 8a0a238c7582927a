"""What the journal tells: who did what and when, and how a record stood at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from areateam.contracts.contract_rows import Contract, Tag
from areateam.ledger.history import as_at, operations, record_history
from areateam.ledger.ledger import Write
from areateam.office import Office, open_office
from tests.ledger.made_records import add_contract, insert_contract


@pytest.fixture
def times() -> list[datetime]:
    """The moments that the office's clock will show, the next one last."""
    return [datetime.fromisoformat(f"2012-11-0{day}T09:00") for day in range(9, 0, -1)]


@pytest.fixture
def dated(register: Path, times: list[datetime]) -> Iterator[Office]:
    """An office whose clock stands at the last of the moments."""
    office = open_office(register, user="Jo", now=lambda: times[-1])
    yield office
    office.close()


def rename(write: Write, contract: int, name: str) -> int:
    return write.amend(Contract, contract, name=name)


def next_day(times: list[datetime]) -> None:
    times.pop()


def test_a_records_history_is_newest_first_with_its_making_in_it(
    dated: Office, times: list[datetime]
) -> None:
    contract = add_contract(dated, name="0", terms={"a": 1})
    next_day(times)
    dated.write("Rename", lambda w: w.amend(Contract, contract, name="1", terms={"a": 2}))
    lines = record_history(dated.store.connection, Contract, contract)
    told = [(line.at[:10], line.label, line.field, line.before, line.after) for line in lines]
    assert sorted(told[:2]) == [
        ("2012-11-02", "Rename", "name", "0", "1"),
        ("2012-11-02", "Rename", "terms.a", 1, 2),
    ]
    assert told[2:] == [("2012-11-01", "Add a contract", "", None, None)]
    assert {line.user for line in lines} == {"Jo"}
    assert {(line.kind, line.record) for line in lines} == {("contract", contract)}


def test_a_removed_records_history_still_tells_of_its_making(office: Office) -> None:
    tag = office.write("Add", lambda w: w.insert(Tag, name="red")).result
    office.write("Remove", lambda w: w.remove(Tag, tag))
    lines = record_history(office.store.connection, Tag, tag)
    assert [(line.label, line.field) for line in lines] == [("Remove", "*"), ("Add", "")]
    office.undo()
    lines = record_history(office.store.connection, Tag, tag)
    assert [(line.label, line.field) for line in lines] == [
        ("Undo: Remove", "+"),
        ("Remove", "*"),
        ("Add", ""),
    ]


def test_the_history_can_be_cut_to_the_newest(office: Office) -> None:
    contract = add_contract(office)
    for number in range(5):
        office.write("Rename", partial(rename, contract=contract, name=str(number)))
    lines = record_history(office.store.connection, Contract, contract, limit=2)
    assert [line.after for line in lines] == ["4", "3"]


def test_operations_tell_their_records_and_whether_they_stand(office: Office) -> None:
    contract = add_contract(office)
    office.write("Rename", lambda w: w.amend(Contract, contract, name="1"))
    office.undo()
    listed = operations(office.store.connection)
    assert [(o.label, o.records, o.live, o.undoable) for o in listed[:3]] == [
        ("Undo: Rename", 1, True, False),
        ("Rename", 1, False, True),
        ("Add a contract", 2, True, True),
    ]
    assert (listed[-1].operation, listed[-1].label, listed[-1].undoable) == (
        1,
        "New register",
        False,
    )
    assert [o.operation for o in operations(office.store.connection, limit=2)] == [4, 3]


def test_a_record_as_at_a_day_is_as_that_day_left_it(dated: Office, times: list[datetime]) -> None:
    contract = add_contract(dated, name="first", terms={"a": "x"})
    next_day(times)
    dated.write("Amend", lambda w: w.amend(Contract, contract, name="second", terms={}))
    next_day(times)
    dated.write("Remove", lambda w: w.remove(Contract, contract))
    next_day(times)
    dated.undo()

    def then(moment: str) -> tuple[str, str] | None:
        values = as_at(dated.store.connection, Contract, contract, moment)
        return (values["name"], values["terms"]) if values else None

    assert then("2012-10-31") is None
    assert then("2012-11-01T08:59:59") is None
    assert then("2012-11-01") == ("first", '{"a":"x"}')
    assert then("2012-11-02T08:00:00") == ("first", '{"a":"x"}')
    assert then("2012-11-02") == ("second", "{}")
    assert then("2012-11-03") is None
    assert then("2012-11-04") == ("second", "{}")
    assert then("2013-01-01") == ("second", "{}")


def test_a_clock_put_back_does_not_confuse_the_order(register: Path, times: list[datetime]) -> None:
    now = datetime.fromisoformat("2012-10-28T01:50")
    office = open_office(register, user="Jo", now=lambda: now)
    contract = office.write("Add", lambda w: insert_contract(w, name="1:50")).result
    now -= timedelta(minutes=40)
    office.write("Amend", lambda w: w.amend(Contract, contract, name="1:10 once more"))
    now += timedelta(minutes=60)
    office.write("Amend", lambda w: w.amend(Contract, contract, name="2:10"))
    values = as_at(office.store.connection, Contract, contract, "2012-10-28T01:55:00")
    assert values is not None
    assert values["name"] == "1:10 once more"
    office.close()
