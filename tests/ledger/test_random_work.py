"""Random work by a random user, against a model in plain Python that remembers everything."""

from __future__ import annotations

import copy
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from areateam.contracts.contract_rows import Contract
from areateam.core.problems import UserProblem
from areateam.ledger.history import as_of
from areateam.ledger.ledger import Write
from areateam.ledger.past import KindsRead, past_of
from areateam.ledger.seals import chain_faults, content_faults
from areateam.ledger.undo import next_redo, next_undo
from areateam.office import Office, open_office
from areateam.organisations.contractor_rows import Contractor, Site
from areateam.store.row_types import Record
from tests.conftest import nine_o_clock

Fields = dict[str, Any]
State = dict[tuple[str, int], Fields]

EXAMPLES = int(os.environ.get("AREATEAM_RANDOM_EXAMPLES", "15"))
TEXTS = st.sampled_from(["", "a", "b", "Ärzte", "x'); DROP TABLE site; --"])
VALUES: dict[type[Record], st.SearchStrategy[Fields]] = {
    Contract: st.fixed_dictionaries(
        {},
        optional={
            "name": TEXTS,
            "start_date": st.none() | st.dates().map(str),
            "notice_months": st.none() | st.integers(0, 9),
            "terms": st.dictionaries(
                st.sampled_from("kl"), TEXTS | st.integers(0, 2) | st.booleans() | st.lists(TEXTS)
            ),
        },
    ),
    Contractor: st.fixed_dictionaries({}, optional={"name": TEXTS, "phone": st.none() | TEXTS}),
    Site: st.fixed_dictionaries({}, optional={"name": TEXTS, "postcode": st.none() | TEXTS}),
}
BLANK: dict[type[Record], Fields] = {
    Contract: {
        "name": "N",
        "start_date": None,
        "notice_months": None,
        "terms": {},
        "site_id": None,
        "contractor_id": None,
    },
    Contractor: {"name": "N", "phone": None},
    Site: {"name": "N", "postcode": None},
}


def read(office: Office) -> State:
    """The records of the three kinds, as the model holds them."""
    return read_from(office.store.connection)


def read_from(
    connection: sqlite3.Connection, kinds: Iterable[type[Record]] = tuple(BLANK)
) -> State:
    """The records of the three kinds, or some of them, that a connection shows."""
    state: State = {}
    for kind in kinds:
        blank = BLANK[kind]
        names = ", ".join(blank)
        rows = connection.execute(f'SELECT id, {names} FROM "{kind.kind()}"')
        for record, *values in rows:
            fields = dict(zip(blank, values, strict=True))
            if "terms" in fields:
                fields["terms"] = json.loads(fields["terms"])
            state[kind.kind(), record] = fields
    return state


def _with_keys(state: State, keys: set[str]) -> State:
    """The same with some keys alone in the terms of contracts."""
    return {
        at: fields | {"terms": {k: v for k, v in fields.get("terms", {}).items() if k in keys}}
        for at, fields in state.items()
    }


class RandomUser(RuleBasedStateMachine):
    """Adds, amends, removes, undoes and redoes; what SQLite refuses changes nothing."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "register.areateam"
        shutil.copyfile(self.template, self.path)
        self.office = open_office(self.path, user="random", now=nine_o_clock)
        self.state: State = {}
        self.first: State = {}
        self.done: list[tuple[State, State]] = []
        self.undone: list[tuple[State, State]] = []
        self.marks: dict[int, State] = {1: {}}

    def teardown(self) -> None:
        try:
            while self.done:
                self.undo()
            assert read(self.office) == self.first
            assert self.office.check() == []
        finally:
            self.office.close()
            shutil.rmtree(self.folder)

    def ids(self, kind: type[Record]) -> list[int]:
        return sorted(record for name, record in self.state if name == kind.kind())

    def keep(self, after: State, *, touched: bool) -> None:
        """What was just done and agrees with the register becomes the model's state.

        A record that came and went within one operation touched the register all the same.
        """
        assert read(self.office) == after
        assert touched or after == self.state
        if touched:
            self.done.append((self.state, after))
            self.undone.clear()
        self.state = after
        self.mark()

    def mark(self) -> None:
        (last,) = self.office.store.connection.execute("SELECT max(id) FROM operation").fetchone()
        self.marks[last] = self.state

    @rule(data=st.data(), count=st.integers(1, 4))
    def work(self, data: st.DataObject, count: int) -> None:
        """One operation of a few steps, each of which may meet what the one before left."""
        after = copy.deepcopy(self.state)
        steps = [data.draw(st.sampled_from(["add", "amend", "remove"])) for _ in range(count)]

        def act(write: Write) -> None:
            for step in steps:
                kind = data.draw(st.sampled_from(sorted(BLANK, key=lambda k: k.kind())))
                here = sorted(r for name, r in after if name == kind.kind())
                if step == "add":
                    self.add(write, kind, data, after)
                elif here and step == "amend":
                    record = data.draw(st.sampled_from(here))
                    values = data.draw(VALUES[kind])
                    if values:
                        write.amend(kind, record, **values)
                        after[kind.kind(), record].update(values)
                elif here:
                    record = data.draw(st.sampled_from(here))
                    if not self.used(after, kind, record):
                        write.remove(kind, record)
                        del after[kind.kind(), record]

        written = self.office.write("Work", act)
        self.keep(after, touched=written.changes is not None)

    @staticmethod
    def used(state: State, kind: type[Record], record: int) -> bool:
        column = f"{kind.kind()}_id"
        return any(fields.get(column) == record for fields in state.values())

    def add(self, write: Write, kind: type[Record], data: st.DataObject, after: State) -> None:
        values = {"name": "N", **data.draw(VALUES[kind])}
        fields = {**BLANK[kind], **values}
        if kind is Contract:
            holders = sorted(r for name, r in after if name == "contractor")
            sites = [None, *sorted(r for name, r in after if name == "site")]
            if not holders:
                return
            fields["contractor_id"] = data.draw(st.sampled_from(holders))
            fields["site_id"] = data.draw(st.sampled_from(sites))
            values.update(group_key="g", contract_type="t")
            values.update({name: fields[name] for name in ("contractor_id", "site_id")})
        after[kind.kind(), write.insert(kind, **values)] = fields

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        self.office.undo()
        before, after = self.done.pop()
        self.undone.append((before, after))
        self.state = before
        self.mark()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.office.redo()
        before, after = self.undone.pop()
        self.done.append((before, after))
        self.state = after
        self.mark()

    @precondition(lambda self: len(self.done) > 1)
    @rule(data=st.data())
    def undo_out_of_turn(self, data: st.DataObject) -> None:
        """An older operation is taken back wholly or not at all, and then brought back."""
        operations = self.office.store.connection.execute(
            "SELECT id FROM operation WHERE undoes IS NULL AND redoes IS NULL AND id > 1"
        ).fetchall()
        operation = data.draw(st.sampled_from([operation for (operation,) in operations]))
        try:
            self.office.undo(operation)
        except UserProblem:
            assert read(self.office) == self.state
            return
        self.marks[max(self.marks) + 1] = read(self.office)
        self.office.redo(operation)
        assert read(self.office) == self.state
        self.mark()
        following = next_undo(self.office.store.connection)
        assert following is not None
        assert following.operation == operation, "what was brought back last is the last"
        # From here on, older work may rightly be refused: it is no longer in its old order.
        self.first = self.state
        self.done.clear()
        self.undone.clear()

    @rule()
    def reopen(self) -> None:
        self.office.close()
        self.office = open_office(self.path, user="random", now=nine_o_clock)

    @rule(data=st.data())
    def look_back(self, data: st.DataObject) -> None:
        """Any record, and the whole, as any operation left it is what the model held then."""
        mark = data.draw(st.sampled_from(sorted(self.marks)))
        known = {key for state in self.marks.values() for key in state}
        for kind, blank in BLANK.items():
            for name, record in sorted(known):
                if name != kind.kind():
                    continue
                then = as_of(self.office.store.connection, kind, record, mark)
                expected = self.marks[mark].get((name, record))
                if then is not None:
                    then = {key: then[key] for key in blank}
                    if "terms" in then:
                        then["terms"] = json.loads(then["terms"])
                assert then == expected
        with past_of(self.office.store.connection, mark) as past:
            assert read_from(past.connection) == self.marks[mark]

    @rule(data=st.data(), keys=st.sets(st.sampled_from("kl"), min_size=1))
    def look_back_at_some(self, data: st.DataObject, keys: set[str]) -> None:
        """What is asked for alone is as it is in the whole."""
        mark = data.draw(st.sampled_from(sorted(self.marks)))
        only: KindsRead = {"contract": {f"terms.{key}" for key in keys}, "site": None}
        with past_of(self.office.store.connection, mark, only) as past:
            found = read_from(past.connection, (Contract, Site))
        asked = {at: fields for at, fields in self.marks[mark].items() if at[0] in only}
        assert _with_keys(found, keys) == _with_keys(asked, keys)

    @invariant()
    def agrees(self) -> None:
        connection = self.office.store.connection
        assert read(self.office) == self.state
        assert list(chain_faults(connection)) == []
        # Of the kinds that are worked on; `check` looks at all of them at the end.
        assert list(content_faults(connection, tuple(BLANK))) == []
        assert bool(next_redo(connection)) >= bool(self.undone)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_random_work_agrees_with_the_model(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RandomUser, "template", register, raising=False)
    case = RandomUser.TestCase
    case.settings = settings(max_examples=EXAMPLES, stateful_step_count=12, deadline=None)
    case().runTest()
