"""Objects such as a contract's terms are journalled by key, and put back as they were."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areateam.contracts.contract_rows import Contract
from areateam.ledger.history import as_of
from areateam.ledger.ledger import Write
from areateam.office import Office
from tests.ledger.made_records import add_contract, change_lines

TEXTS = st.text(st.characters(min_codepoint=1, exclude_categories=["Cs"]), max_size=8)
PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS
NESTED = PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(st.sampled_from("xyz"), PLAIN)
OBJECTS = st.dictionaries(st.sampled_from(["a", "b", "c_d", "é.f", "g:h"]), NESTED)


def terms_of(office: Office, contract: int) -> dict[str, Any]:
    (text,) = office.store.connection.execute(
        "SELECT terms FROM contract WHERE id = ?", (contract,)
    ).fetchone()
    read: dict[str, Any] = json.loads(text)
    return read


def amended(office: Office, before: dict[str, Any], after: dict[str, Any]) -> tuple[int, int]:
    """A contract whose terms went from one object to another, and the operation that did so."""
    contract = add_contract(office, terms=before)
    changes = office.write("Amend", lambda w: w.amend(Contract, contract, terms=after)).changes
    assert changes is not None
    return contract, changes.operation


def test_terms_are_journalled_by_key(office: Office) -> None:
    contract, operation = amended(
        office,
        {"list_size": 4100, "branch": "yes", "gone": "x", "same": 1},
        {"list_size": 4200, "branch": "yes", "new": "y", "same": 1},
    )
    assert sorted(change_lines(office, operation)) == [
        ("contract", contract, "terms.gone", "x", None),
        ("contract", contract, "terms.list_size", 4100, 4200),
        ("contract", contract, "terms.new", None, "y"),
    ]


def test_what_is_neither_text_nor_a_whole_number_stands_as_json(office: Office) -> None:
    contract, operation = amended(
        office, {"a": 1, "b": None, "c": [1], "d": "s"}, {"a": True, "c": [1, "é"], "d": 1.5}
    )
    assert sorted(change_lines(office, operation)) == [
        ("contract", contract, ":terms.a", "1", "true"),
        ("contract", contract, ":terms.b", "null", None),
        ("contract", contract, ":terms.c", "[1]", '[1,"é"]'),
        ("contract", contract, ":terms.d", '"s"', "1.5"),
    ]
    office.undo()
    assert terms_of(office, contract) == {"a": 1, "b": None, "c": [1], "d": "s"}


def test_another_order_alone_is_one_line(office: Office) -> None:
    contract, operation = amended(office, {"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert change_lines(office, operation) == [
        ("contract", contract, "terms", '{"a":1,"b":2}', '{"b":2,"a":1}')
    ]
    assert office.check() == []
    office.undo()
    assert terms_of(office, contract) == {"a": 1, "b": 2}
    assert office.check() == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(OBJECTS, min_size=2, max_size=4))
def test_any_objects_come_back_by_undo_redo_and_as_of(
    office: Office, objects: list[dict[str, Any]]
) -> None:
    contract = add_contract(office, terms=objects[0])
    marks = [office.store.connection.execute("SELECT max(id) FROM operation").fetchone()[0]]
    for number, terms in enumerate(objects[1:]):
        name = f"Name {number}"
        amend = partial(Write.amend, kind=Contract, record=contract, terms=terms, name=name)
        written = office.write("Amend", amend)
        assert written.changes
        marks.append(written.changes.operation)
    for mark, terms in zip(marks, objects, strict=True):
        then = as_of(office.store.connection, Contract, contract, mark)
        assert then is not None
        assert json.loads(then["terms"]) == terms
    for terms in reversed(objects[:-1]):
        office.undo()
        assert terms_of(office, contract) == terms
    for terms in objects[1:]:
        office.redo()
        assert terms_of(office, contract) == terms
    assert office.check() == []


def test_two_steps_of_one_key_in_one_operation_go_back_to_the_first(office: Office) -> None:
    contract = add_contract(office, terms={"a": "first"})

    def act(write: Write) -> None:
        for value in ("second", ["third"], "fourth"):
            write.amend(Contract, contract, terms={"a": value})

    office.write("Amend thrice", act)
    office.undo()
    assert terms_of(office, contract) == {"a": "first"}


@pytest.mark.parametrize("text", ["[]", "3", "null", '"x"', "{", ""])
def test_what_is_no_object_is_refused(office: Office, text: str) -> None:
    with pytest.raises(Exception, match=r"CHECK|malformed"):
        add_contract(office, terms=text)
