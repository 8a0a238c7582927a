"""What earlier imports stated is counted by record, however often a record was stated."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from areateam.demo.demo import make_demo
from areateam.imports.staging import fingerprints
from areateam.imports.statements import Known, code_of, known_statements, subject_of, subject_sql


def test_a_record_stated_twice_is_one_record(tmp_path: Path) -> None:
    office = make_demo(tmp_path / "demo.areateam")
    try:
        known = known_statements(office.store.connection, "contract-list")
    finally:
        office.close()
    assert len(known.unseen()) == 1179 < len(known.prints)
    assert {subject_of(code)[0] for code in known.codes} == {"contract"}


def test_the_number_of_a_record_and_kind_can_be_taken_apart() -> None:
    record, kind = subject_sql("?1")
    with closing(sqlite3.connect(":memory:")) as connection:
        for both in (("contract", 7), ("site", 7), ("contract", 8)):
            code = code_of(*both)
            assert subject_of(code) == both
            assert connection.execute(f"SELECT {kind}, {record}", (code,)).fetchone() == both


def test_a_line_has_another_number_in_another_layout() -> None:
    line = b"A81001\x1fGMS"
    assert len({mark for salt in (0, 1, 2) for mark in fingerprints([line], salt)}) == 3


def test_a_line_is_known_by_its_number_alone() -> None:
    known = Known((-5, 2, 2, 9), (50, 21, 20, 90))
    assert known.places_of([9, 2, 3, -5, 10, -6]) == [3, 1, -1, 0, -1, -1]


def test_a_record_with_another_statement_in_the_file_is_not_missing() -> None:
    known = Known((-5, 2, 3, 9), (50, 21, 21, 90))
    assert known.unseen() == {50, 21, 90}
    known.seen[2] = 1
    assert known.unseen() == {50, 90}
