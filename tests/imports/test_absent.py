"""Records that earlier files of a list named and this one does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from areateam.core.problems import UserProblem
from areateam.imports.absent_actions import AbsentDecision, decide_absent
from areateam.imports.absent_views import AbsentList, AbsentView, absent_record, absent_records
from areateam.imports.claim_views import contract_claims
from areateam.imports.fix_actions import Correction, correct_cell, take_back
from areateam.imports.order_views import previews
from areateam.imports.stage_actions import ready_to_apply
from areateam.imports.stage_views import stage_summary
from areateam.imports.waiting_views import waiting_count
from areateam.office import Office
from tests.imports.pharmacy_lists import (
    Places,
    copied,
    make_places,
    new_lines,
    old_lines,
    stage,
    write_list,
)

MISSING = "FZ019"
"""The one pharmacy that the October list no longer has."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return make_places(tmp_path_factory.mktemp("made"))


class Review:
    """A list under review over the register of the first."""

    def __init__(self, places: Places) -> None:
        self.office: Office = places.open()
        self.folder = places.register.parent
        self.path = places.later

    def read(self, path: Path) -> list[AbsentView]:
        self.path = stage(self.office, path).path
        return self.absent()

    @property
    def where(self) -> tuple[Path, Path, Any]:
        return self.office.path, self.path, self.office.catalogue

    def absent(self) -> list[AbsentView]:
        found = absent_records(*self.where)
        assert stage_summary(*self.where).absent == len(found)
        return found

    def codes(self) -> list[str]:
        return [each.code for each in self.absent()]

    def apply(self) -> None:
        self.office.apply_staged(ready_to_apply(*self.where))
        assert self.office.check() == []

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return self.office.store.connection.execute(sql).fetchall()


@pytest.fixture
def review(made: Places, tmp_path: Path) -> Iterator[Review]:
    places = copied(made, tmp_path)
    opened = Review(places)
    yield opened
    opened.office.close()


def test_who_is_missing_is_named_with_the_last_file(review: Review, made: Places) -> None:
    (missing,) = [each for each in review.read(made.later) if each.code == MISSING]
    assert (missing.name, missing.pct) == ("Invented Chemist 19", "5N6")
    assert (missing.seen_in, missing.seen_on) == ("first.csv", "2012-11-01")
    assert missing.decided == "stays as it is"


def test_a_refused_line_still_names_its_record(review: Review, made: Places) -> None:
    review.read(made.later)
    assert "FZ009" not in review.codes(), "its date is wrong, but it is there"
    assert review.codes() == ["FZ010", "FZ012", MISSING]


def test_a_corrected_key_names_its_record_again(review: Review, made: Places) -> None:
    review.read(made.later)
    correct_cell(*review.where, Correction(12, 0, "FZ010"))
    assert review.codes() == ["FZ012", MISSING]
    take_back(*review.where, 12, 0)
    assert review.codes() == ["FZ010", "FZ012", MISSING]


def test_another_list_of_the_same_layout_misses_nothing(review: Review) -> None:
    lines = [[*line] for line in old_lines()]
    for number, line in enumerate(lines):
        line[0], line[1], line[3] = f"FY{number:03d}", f"Far Chemist {number}", "5N7"
    assert review.read(write_list(review.folder / "far.csv", lines)) == []
    review.apply()
    again = review.read(write_list(review.folder / "far2.csv", lines[:15]))
    assert [each.code for each in again] == [f"FY{n:03d}" for n in range(15, 20)]


def test_one_line_of_another_pct_does_not_make_that_absent(review: Review) -> None:
    lines = [[*line] for line in old_lines()]
    for number, line in enumerate(lines):
        line[0], line[1], line[3] = f"FY{number:03d}", f"Far Chemist {number}", "5N7"
    review.read(write_list(review.folder / "far.csv", lines))
    review.apply()
    stray = [*lines, *old_lines()[:1]]
    assert review.read(write_list(review.folder / "far3.csv", stray)) == []


def test_last_seen_is_the_last_file_that_did_not_miss_it(review: Review) -> None:
    review.read(write_list(review.folder / "second.csv", old_lines()))
    review.apply()
    (missing,) = review.read(write_list(review.folder / "third.csv", old_lines()[:-1]))
    assert missing.seen_in == "second.csv", "nothing of it changed, but it stood there"
    review.apply()
    (missing,) = review.read(write_list(review.folder / "fourth.csv", old_lines()[:-1]))
    assert missing.seen_in == "second.csv", "the third missed it too"


def test_an_absent_contract_ends_with_the_import_and_one_undo(review: Review, made: Places) -> None:
    review.read(made.later)
    (row,) = [each.id for each in review.absent() if each.code == MISSING]
    decision = AbsentDecision("end", date(2012, 10, 31), "Closed, says the PCT.")
    assert decide_absent(*review.where, decision, [row]) == 1
    view = absent_record(*review.where, row)
    assert view is not None
    assert view.decided == "ends 31 Oct 2012"
    sql = f"SELECT end_date FROM contract WHERE ods_code = '{MISSING}'"
    assert review.ask(sql) == [(None,)], "nothing happens before Apply"
    review.apply()
    assert review.ask(sql) == [("2012-10-31",)]
    assert review.ask("SELECT text FROM note") == [
        ("Ended on 31 Oct 2012: not in October list.csv. Closed, says the PCT.",)
    ]
    assert review.ask("SELECT count(*) FROM batch_absent") == [(3,)]
    assert previews(review.office.store.connection, review.office.catalogue) == {}
    (number,) = review.ask(f"SELECT id FROM contract WHERE ods_code = '{MISSING}'")[0]
    ended = contract_claims(
        review.office.store.connection, review.office.catalogue, number, "end_date"
    )["contract.end_date"]
    assert [(c.source, c.value) for c in ended.claims] == [("person", "2012-10-31")]
    review.office.undo()
    assert review.ask(sql) == [(None,)]
    assert review.ask("SELECT count(*) FROM note") == [(0,)]


def test_a_query_waits_with_the_lines(review: Review, made: Places) -> None:
    before = waiting_count(review.office.store.connection)
    review.read(made.later)
    assert decide_absent(*review.where, AbsentDecision("query", reason="Ask the PCT.")) == 3
    review.apply()
    assert waiting_count(review.office.store.connection) == before + 3 + 3
    assert review.ask("SELECT code FROM held_line WHERE line < 0 ORDER BY id") == [
        ("FZ010",),
        ("FZ012",),
        (MISSING,),
    ]


def test_what_has_ended_is_no_longer_missed(review: Review, made: Places) -> None:
    review.read(made.later)
    decide_absent(*review.where, AbsentDecision("end", date(2012, 10, 31)))
    review.apply()
    assert review.read(write_list(review.folder / "x.csv", new_lines())) == []


def test_a_decision_that_cannot_be_is_refused(review: Review, made: Places) -> None:
    review.read(made.later)
    for decision, code in (
        (AbsentDecision("end"), "value-needed"),
        (AbsentDecision("end", date(2001, 1, 1)), "absent-end-early"),
        (AbsentDecision("query", reason="x" * 251), "too-long"),
    ):
        with pytest.raises(UserProblem) as caught:
            decide_absent(*review.where, decision)
        assert caught.value.code == code
    assert {each.decision for each in review.absent()} == {"leave"}


def test_the_list_is_read_page_by_page(review: Review, made: Places) -> None:
    review.read(made.later)
    listed = AbsentList(*review.where)
    try:
        assert listed.count() == 3
        (row,) = listed.rows(1, 1)
        assert row[2:] == (
            "FZ012",
            "Invented Chemist 12",
            "5N6",
            "first.csv",
            "2012-11-01",
            "stays as it is",
        )
        assert listed.position(row[0]) == 1
    finally:
        listed.close()
