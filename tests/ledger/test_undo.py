"""Any operation can be taken back and brought back, unless later work would be lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from areateam.contracts.contract_rows import Contract, Note, Tag
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.ledger.ledger import Write
from areateam.ledger.undo import next_redo, next_undo, standings
from areateam.office import KINDS, Office, open_office
from areateam.organisations.contractor_rows import Contractor, Site
from tests.conftest import nine_o_clock
from tests.ledger.made_records import add_contract

Content = dict[str, list[tuple[Any, ...]]]


def content(office: Office) -> Content:
    """Every record of every kind, whole."""
    return {
        kind.kind(): office.store.connection.execute(
            f'SELECT * FROM "{kind.kind()}" ORDER BY id'
        ).fetchall()
        for kind in KINDS
    }


def write(office: Office, function: Callable[[Write], Any], label: str = "Work") -> int:
    """Do something and return its operation."""
    changes = office.write(label, function).changes
    assert changes is not None
    return changes.operation


def code_of(action: Callable[[], Any]) -> str:
    with pytest.raises(UserProblem) as caught:
        action()
    assert problem_sentence(caught.value)
    return caught.value.code


def mixed(write: Write) -> None:
    """Everything at once: records added, amended and removed, and some of them twice."""
    contract = write.execute("SELECT id FROM contract").fetchone()[0]
    write.amend(Contract, contract, name="Other", terms={"list_size": 9, "new": "x"}, cqc_no="1")
    write.amend(Contract, contract, name="Another", notice_months=None)
    write.execute("DELETE FROM note")
    site = write.insert(Site, name="New site")
    write.amend(Contract, contract, site=site)
    write.amend(Site, site, name="Newer site")
    gone = write.insert(Tag, name="gone at once")
    write.remove(Tag, gone)
    write.execute("UPDATE tag SET name = upper(name)")
    write.execute("DELETE FROM role")
    write.execute("DELETE FROM case_role")
    write.execute("DELETE FROM case_hours")
    write.execute("DELETE FROM duty_contact")
    write.execute("DELETE FROM desk_line")
    write.execute("DELETE FROM desk_pack")
    write.execute("DELETE FROM portfolio")
    write.execute("DELETE FROM absence")
    write.execute("DELETE FROM person")


@pytest.mark.parametrize(
    "act",
    [
        lambda w: w.insert(Contractor, name="A"),
        lambda w: w.amend(Contract, 1, name="B", terms={"list_size": 4200, "dispensing": 1}),
        lambda w: w.amend(Contract, 1, terms={}),
        lambda w: w.remove(Note, 1),
        mixed,
    ],
    ids=["insert", "amend", "empty terms", "remove", "mixed"],
)
def test_undo_and_redo_give_back_the_very_same_records(
    full: Office, act: Callable[[Write], Any]
) -> None:
    before = content(full)
    operation = write(full, act)
    after = content(full)
    for _ in range(3):
        assert full.undo().result.operation == operation
        assert content(full) == before
        assert full.check() == []
        assert full.redo().result.operation == operation
        assert content(full) == after
        assert full.check() == []


def test_undo_and_redo_go_on_after_the_register_was_closed(full: Office) -> None:
    before = content(full)
    write(full, mixed)
    after = content(full)
    path = full.path
    for step, expected in (("undo", before), ("redo", after), ("undo", before)):
        full.close()
        again = open_office(path, user="another", now=nine_o_clock)
        getattr(again, step)()
        assert content(again) == expected
        assert again.check() == []
        again.close()


def test_operations_are_taken_back_in_turn_and_brought_back_in_turn(office: Office) -> None:
    contract = add_contract(office, name="0")
    for number in "123":
        write(office, partial(Write.amend, kind=Contract, record=contract, name=number))
    seen = []

    def note() -> None:
        rows = office.store.connection.execute("SELECT name FROM contract").fetchall()
        seen.append("".join(name for (name,) in rows))

    for step in ("undo", "undo", "undo", "redo", "redo", "undo", "redo", "redo"):
        getattr(office, step)()
        note()
    assert seen == ["2", "1", "0", "1", "2", "1", "2", "3"]
    assert code_of(office.redo) == "nothing-to-redo"
    for _ in range(4):
        office.undo()
    assert content(office)["contract"] == []
    assert code_of(office.undo) == "nothing-to-undo", "the first operation stands"


def test_what_was_removed_and_undone_can_still_be_undone_itself(office: Office) -> None:
    empty = content(office)
    added = write(office, lambda w: w.insert(Tag, name="red"))
    write(office, lambda w: w.execute("DELETE FROM tag"))
    office.undo()
    assert office.undo().result.operation == added
    assert content(office) == empty


def test_an_earlier_operation_is_refused_where_later_work_touched_its_field(
    office: Office,
) -> None:
    contract = add_contract(office, name="0")
    first = write(office, lambda w: w.amend(Contract, contract, name="1", cqc_no="1"))
    second = write(office, lambda w: w.amend(Contract, contract, name="2"), "Second")
    before = content(office)
    with pytest.raises(UserProblem) as caught:
        office.undo(first)
    assert caught.value.code == "undo-blocked"
    found = caught.value.facts["clashes"]
    assert isinstance(found, list)
    (clash,) = found
    assert (clash.kind, clash.record, clash.field) == ("contract", contract, "name")
    assert (clash.operation, clash.label) == (second, "Second")
    assert caught.value.facts["count"] == 1
    assert "1 of them" in problem_sentence(caught.value)
    assert content(office) == before


def test_an_earlier_operation_is_taken_back_where_later_work_touched_another_field(
    office: Office,
) -> None:
    contract = add_contract(office, name="0", terms={"a": 1, "b": 1})
    first = write(office, lambda w: w.amend(Contract, contract, name="1", terms={"a": 2, "b": 1}))
    write(office, lambda w: w.amend(Contract, contract, cqc_no="7", terms={"a": 2, "b": 2}))
    office.undo(first)
    row = office.store.connection.execute("SELECT name, cqc_no, terms FROM contract").fetchone()
    assert row == ("0", "7", '{"a":1,"b":2}')
    assert office.check() == []


def test_keys_of_an_object_clash_one_by_one(office: Office) -> None:
    contract = add_contract(office, terms={"a": 1})
    first = write(office, lambda w: w.amend(Contract, contract, terms={"a": 2}))
    write(office, lambda w: w.amend(Contract, contract, terms={"a": True}))
    assert code_of(lambda: office.undo(first)) == "undo-blocked"


def test_later_work_that_was_undone_is_in_nobodys_way(office: Office) -> None:
    contract = add_contract(office, name="0")
    first = write(office, lambda w: w.amend(Contract, contract, name="1"))
    write(office, lambda w: w.amend(Contract, contract, name="2"))
    office.undo()
    office.undo(first)
    names = office.store.connection.execute("SELECT name FROM contract").fetchone()
    assert names == ("0",)


def test_later_work_that_changed_the_field_and_back_still_blocks(office: Office) -> None:
    contract = add_contract(office, name="0")
    first = write(office, lambda w: w.amend(Contract, contract, name="1"))
    write(office, lambda w: w.amend(Contract, contract, name="2"))
    write(office, lambda w: w.amend(Contract, contract, name="1"))
    assert code_of(lambda: office.undo(first)) == "undo-blocked"


def test_an_insertion_is_not_taken_back_from_under_later_work(office: Office) -> None:
    contract = add_contract(office, name="0")
    added = office.store.connection.execute("SELECT max(id) FROM operation").fetchone()[0]
    write(office, lambda w: w.amend(Contract, contract, name="1"))
    assert code_of(lambda: office.undo(added)) == "undo-blocked"


def test_an_insertion_that_later_work_removed_is_not_taken_back(office: Office) -> None:
    added = write(office, lambda w: w.insert(Tag, name="red"))
    write(office, lambda w: w.execute("DELETE FROM tag"))
    assert code_of(lambda: office.undo(added)) == "undo-blocked"


def test_a_record_in_use_by_a_later_one_stays(office: Office) -> None:
    contract = add_contract(office)
    added = office.store.connection.execute("SELECT max(id) FROM operation").fetchone()[0]
    values = {"contract": contract, "written_on": "2012-11-01", "author": "A", "text": "T"}
    write(office, lambda w: w.insert(Note, **values))
    before = content(office)
    assert code_of(lambda: office.undo(added)) == "undo-in-use"
    assert content(office) == before
    assert office.check() == []


def test_a_removed_record_comes_back_beside_one_added_since(office: Office) -> None:
    first = office.write("Add", lambda w: w.insert(Tag, name="first")).result
    removed = write(office, lambda w: w.remove(Tag, first))
    second = office.write("Add", lambda w: w.insert(Tag, name="second")).result
    office.undo(removed)
    rows = office.store.connection.execute("SELECT id, name FROM tag ORDER BY id").fetchall()
    assert rows == [(first, "first"), (second, "second")]


def test_a_key_that_was_freed_and_taken_in_one_operation(office: Office) -> None:
    office.write("Add", lambda w: w.insert(Tag, name="red"))
    before = content(office)

    def swap(write: Write) -> None:
        write.execute("DELETE FROM tag")
        write.insert(Tag, name="red")

    write(office, swap)
    after = content(office)
    office.undo()
    assert content(office) == before
    office.redo()
    assert content(office) == after
    assert office.check() == []


def test_a_parent_that_was_exchanged_in_one_operation(office: Office) -> None:
    contract = add_contract(office)
    old = office.store.connection.execute("SELECT id FROM contractor").fetchone()[0]
    before = content(office)

    def exchange(write: Write) -> None:
        write.amend(Contract, contract, contractor=write.insert(Contractor, name="Successor"))
        write.remove(Contractor, old)

    write(office, exchange)
    office.undo()
    assert content(office) == before
    assert office.check() == []


def test_redo_is_refused_after_new_work_but_can_be_named(office: Office) -> None:
    contract = add_contract(office, name="0")
    first = write(office, lambda w: w.amend(Contract, contract, name="1"))
    office.undo()
    write(office, lambda w: w.amend(Contract, contract, cqc_no="7"))
    assert next_redo(office.store.connection) is None
    assert code_of(office.redo) == "nothing-to-redo"
    office.redo(first)
    assert office.store.connection.execute("SELECT name, cqc_no FROM contract").fetchall() == [
        ("1", "7")
    ]


def test_redo_is_refused_where_new_work_touched_the_same(office: Office) -> None:
    contract = add_contract(office, name="0")
    first = write(office, lambda w: w.amend(Contract, contract, name="1"))
    office.undo()
    write(office, lambda w: w.amend(Contract, contract, name="2"))
    assert code_of(lambda: office.redo(first)) == "undo-blocked"


def test_redo_is_refused_where_its_records_are_gone(office: Office) -> None:
    contract = add_contract(office, name="0")
    first = write(office, lambda w: w.amend(Contract, contract, name="1"))
    office.undo()
    office.undo()
    assert code_of(lambda: office.redo(first)) == "redo-records-gone"
    assert content(office)["contract"] == []


def test_what_cannot_be_done_is_said(office: Office) -> None:
    contract = add_contract(office, name="0")
    first = write(office, lambda w: w.amend(Contract, contract, name="1"))
    assert code_of(lambda: office.redo(first)) == "redo-not-undone"
    office.undo()
    assert code_of(lambda: office.undo(first)) == "undo-not-live"
    assert code_of(lambda: office.undo(999)) == "unknown-operation"
    assert code_of(lambda: office.undo(1)) == "nothing-to-undo"
    undoing = office.store.connection.execute("SELECT max(id) FROM operation").fetchone()[0]
    assert code_of(lambda: office.undo(undoing)) == "undo-of-undo"
    office.redo()
    redoing = undoing + 1
    assert office.undo(redoing).result.operation == first, "a redo names what it brought back"


def test_standings_tell_what_is_in_force(office: Office) -> None:
    contract = add_contract(office)
    first = write(office, lambda w: w.amend(Contract, contract, name="1"), "First")
    office.undo()
    office.redo()
    office.undo()
    (standing,) = [s for s in standings(office.store.connection) if s.operation == first]
    assert (standing.label, standing.live) == ("First", False)
    assert (standing.effective, standing.undone_by) == (first + 2, first + 3)
    following = next_undo(office.store.connection)
    assert following is not None
    assert following.label == "Add a contract"
    back = next_redo(office.store.connection)
    assert back is not None
    assert back.operation == first


def test_a_large_operation_is_undone_in_one(office: Office) -> None:
    before = content(office)

    def act(write: Write) -> None:
        write.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
            " INSERT INTO site (made, name) SELECT ?, 'Site ' || i FROM n",
            (write.operation,),
        )
        write.execute("UPDATE site SET fax = id")

    changes = office.write("Large", act).changes
    assert changes is not None
    assert changes.kinds == {"site": 3000}
    assert changes.records == frozenset(), "too many to name"
    office.undo()
    assert content(office) == before
    assert office.check() == []
