"""What earlier imports stated is counted by record, however often a record was stated."""

from __future__ import annotations

from pathlib import Path

from areateam.demo.demo import make_demo
from areateam.imports.statements import Known, known_statements


def test_a_record_stated_twice_is_one_record(tmp_path: Path) -> None:
    office = make_demo(tmp_path / "demo.areateam")
    try:
        known = known_statements(office.store.connection, "contract-list")
    finally:
        office.close()
    assert known.records == 1179 < len(known.statements)
    assert {known.subject(mark)[1] for mark in known.statements} == {"contract"}


def test_the_number_of_a_record_and_kind_can_be_taken_apart() -> None:
    known = Known({}, ("contract", "site"))
    both = [(7, "contract"), (7, "site"), (8, "contract")]
    codes = {known.code(*subject): subject for subject in both}
    taken = Known(dict(enumerate(codes)), known.kinds)
    assert [taken.subject(mark) for mark in range(3)] == both
