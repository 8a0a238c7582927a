"""A cell corrected under review: the line is read and matched again, and nothing else is lost."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areateam.contracts.contract_change_views import contract_changes
from areateam.core.problems import UserProblem
from areateam.imports.fix_actions import Correction, correct_cell, take_back
from areateam.imports.fix_views import line_cells
from areateam.imports.restaging import changed_review
from areateam.imports.stage_actions import count_this_line, decide, ready_to_apply
from areateam.imports.stage_views import read_line
from areateam.imports.staged_file import stage_connection
from areateam.office import Office
from tests.imports.pharmacy_lists import (
    HEADER,
    Places,
    copied,
    make_places,
    new_lines,
    stage,
    write_list,
)

START, CODE, PHONE = 5, 0, 4
HELD = "line IN (SELECT line FROM stage.line WHERE outcome IN ('doubtful', 'rejected'))"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return make_places(tmp_path_factory.mktemp("made"))


class Review:
    """The October list under review."""

    def __init__(self, places: Places) -> None:
        self.office: Office = places.open()
        self.path = stage(self.office, places.later).path
        self.before = self.state()

    @property
    def where(self) -> tuple[Path, Path, Any]:
        return self.office.path, self.path, self.office.catalogue

    def correct(self, line: int, place: int, text: str, *, alike: bool = False) -> int:
        return correct_cell(*self.where, Correction(line, place, text), alike=alike)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(stage_connection(self.office.path, self.path)) as connection:
            return connection.execute(sql).fetchall()

    def outcomes(self, *lines: int) -> list[str]:
        found = dict(self.ask("SELECT line, outcome FROM stage.line"))
        return [found[line] for line in lines]

    def state(self) -> list[list[tuple[Any, ...]]]:
        """All that is known of every line, however it came to be known."""
        asked = ("line", "finding", "proposal", f"raw WHERE {HELD}")
        return [sorted(self.ask(f"SELECT * FROM stage.{table}"), key=repr) for table in asked] + [
            self.ask("SELECT line, outcome FROM stage.shown ORDER BY place, line, id")
        ]

    def apply(self) -> int:
        batch, _ = self.office.apply_staged(ready_to_apply(*self.where))
        return batch


@pytest.fixture
def review(made: Places, tmp_path: Path) -> Any:
    opened = Review(copied(made, tmp_path))
    yield opened
    opened.office.close()


def test_a_corrected_date_lets_the_line_in(review: Review) -> None:
    assert review.outcomes(11) == ["rejected"]
    assert review.correct(11, START, "29/02/2012") == 1
    assert review.outcomes(11) == ["changed"]
    (change,) = review.ask("SELECT field, before, after FROM stage.proposal WHERE line = 11")
    assert change == ("start_date", "2005-04-10", "2012-02-29")
    batch = review.apply()
    rows = review.office.store.connection.execute(
        "SELECT batch_id, line, place, heading, before, after, kind FROM batch_fix"
    ).fetchall()
    assert rows == [(batch, 11, START, "Start date", "31/02/2012", "29/02/2012", "contract")]
    start = "SELECT start_date FROM contract WHERE ods_code = 'FZ009'"
    assert review.office.store.connection.execute(start).fetchone() == ("2012-02-29",)
    assert review.office.check() == []
    (contract,) = review.office.store.connection.execute(
        "SELECT id FROM contract WHERE ods_code = 'FZ009'"
    ).fetchone()
    newest = contract_changes(review.office.store.connection, review.office.catalogue, contract)[0]
    assert newest.source == (
        "October list.csv, line 11, in which Ruth Osei corrected Start date from “31/02/2012”"
    )


def test_the_file_as_it_was_says_nothing_new_afterwards(review: Review, made: Places) -> None:
    review.correct(11, START, "29/02/2012")
    review.apply()
    again = stage(review.office, made.later)
    assert again.counts["changed"] == again.counts["new"] == 0
    assert again.counts["rejected"] == 1, "the line without a code"


def test_a_correction_taken_back_leaves_no_trace(review: Review) -> None:
    for line, place, text in ((11, START, "29/02/2012"), (4, CODE, "FZ888"), (20, PHONE, "1")):
        review.correct(line, place, text)
        assert review.state() != review.before
        assert take_back(*review.where, line, place) == 1
        assert review.state() == review.before


def test_the_same_text_as_in_the_file_is_no_correction(review: Review) -> None:
    review.correct(11, START, "29/02/2012")
    review.correct(11, START, "31/02/2012")
    assert review.ask("SELECT * FROM stage.fix") == []
    assert review.state() == review.before


def test_a_key_corrected_frees_the_line_it_stood_against(review: Review) -> None:
    assert review.outcomes(14, 15) == ["doubtful", "known"]
    review.correct(14, CODE, "FZ012")
    assert review.outcomes(14, 15) == ["same", "known"]


def test_a_key_corrected_to_another_lines_refuses_both(review: Review) -> None:
    review.correct(21, CODE, "FZ102")
    assert review.outcomes(21, 22) == ["rejected", "rejected"]
    found = review.ask("SELECT line, detail FROM stage.finding WHERE code = 'key-repeated'")
    assert sorted(found) == [(21, "22"), (22, "21")]
    review.correct(22, CODE, "FZ103")
    assert review.outcomes(21, 22) == ["new", "new"]


def test_a_line_left_out_is_looked_at_again_when_it_is_corrected(review: Review) -> None:
    decide(*review.where, 21, leave=True, alike=False)
    review.correct(21, PHONE, "01632 960111")
    assert review.outcomes(21) == ["new"]
    assert review.ask("SELECT * FROM stage.left_out") == []


def test_every_cell_can_be_corrected_and_the_likely_text_is_named(review: Review) -> None:
    cells = line_cells(*review.where, 11)
    assert [cell.heading for cell in cells][:2] == ["ODS code", "Pharmacy name"]
    assert cells[START].text == "31/02/2012"
    assert cells[START].fault.startswith("31/02/2012 is not a date")
    assert cells[START].likely == ("29/02/2012",)
    review.correct(11, START, "29/02/2012")
    after = line_cells(*review.where, 11)[START]
    assert (after.text, after.before, after.fault) == ("29/02/2012", "31/02/2012", "")


def test_a_code_that_looks_like_a_known_one_is_offered(review: Review) -> None:
    review.correct(21, CODE, "FZO04")
    found = read_line(*review.where, 21)
    assert found is not None
    (code,) = found.faults
    assert (code.text, code.before, code.likely) == ("FZO04", "FZ101", ("FZ004",))
    other = read_line(*review.where, 22)
    assert other is not None
    assert other.faults == (), "FZ102 is like no known code"


def test_a_line_cannot_be_emptied(review: Review) -> None:
    for place in range(7):
        review.correct(11, place, "")
    with pytest.raises(UserProblem) as caught:
        review.correct(11, 7, "")
    assert caught.value.code == "line-emptied"
    assert line_cells(*review.where, 11)[7].text == "x", "nothing of the last step was kept"


@pytest.mark.parametrize(("line", "place", "code"), [(99, 0, "line-not-there"),
                                                     (11, 30, "column-not-there")])  # fmt: skip
def test_a_place_that_is_not_there_is_said(
    review: Review, line: int, place: int, code: str
) -> None:
    with pytest.raises(UserProblem) as caught:
        review.correct(line, place, "x")
    assert caught.value.code == code


def test_what_is_raised_inside_a_change_undoes_it(review: Review) -> None:
    def change() -> None:
        with changed_review(*review.where) as opened:
            opened.connection.execute("DELETE FROM stage.line")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        change()
    assert review.state() == review.before


def test_a_line_left_out_stands_against_no_other(review: Review) -> None:
    review.correct(21, CODE, "FZ102")
    decide(*review.where, 21, leave=True, alike=False)
    assert review.outcomes(21, 22) == ["rejected", "new"]
    decide(*review.where, 21, leave=False, alike=False)
    assert review.outcomes(21, 22) == ["rejected", "rejected"]


def test_one_of_several_lines_is_said_to_count(review: Review) -> None:
    assert count_this_line(*review.where, 14) == 1
    assert review.outcomes(14, 15) == ["changed", "rejected"]
    assert review.ask("SELECT * FROM stage.left_out") == [(15, "known")]
    decide(*review.where, 15, leave=False, alike=False)
    assert review.state() == review.before


def test_all_lines_alike_are_corrected_at_once(review: Review, tmp_path: Path) -> None:
    lines = new_lines()
    for at in (2, 5, 9):
        lines[at][START] = "31/06/2012"
    path = stage(review.office, write_list(tmp_path / "more.csv", lines)).path
    where = (review.office.path, path, review.office.catalogue)
    assert line_cells(*where, 4)[START].alike == 3
    assert correct_cell(*where, Correction(4, START, "30/06/2012"), alike=True) == 3
    assert line_cells(*where, 11)[START].text == "30/06/2012"
    assert take_back(*where, 11, START, alike=True) == 3
    assert line_cells(*where, 4)[START].alike == 3


TEXTS = {
    CODE: ["FZ001", "FZ002", "FZ003", "FZ101", "FZ777", ""],
    1: ["Invented Chemist 1", "Other", ""],
    3: ["5N6", "5N7", "nowhere"],
    PHONE: ["01632 960001", "x", ""],
    START: ["01/04/2005", "31/02/2012", "13/10/2012"],
}
EDIT = st.sampled_from(sorted(TEXTS)).flatmap(
    lambda place: st.tuples(st.integers(2, 22), st.just(place), st.sampled_from(TEXTS[place]))
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EDIT, min_size=1, max_size=6))
def test_corrected_lines_are_as_if_the_file_had_been_so(
    review: Review, tmp_path: Path, edits: list[tuple[int, int, str]]
) -> None:
    # A layout of its own: no line is known from before, corrected or not.
    lines = [[*line, "y"] for line in new_lines()]
    header = HEADER + ",More"
    asked, made_so = (tmp_path / name for name in ("asked.csv", "made.csv"))
    asked.write_text("\r\n".join([header, *map(",".join, lines)]), encoding="utf-8")
    path = stage(review.office, asked).path
    where = (review.office.path, path, review.office.catalogue)
    for line, place, text in edits:
        correct_cell(*where, Correction(line, place, text))
        lines[line - 2][place] = text
    made_so.write_text("\r\n".join([header, *map(",".join, lines)]), encoding="utf-8")
    other = stage(review.office, made_so).path
    assert told(review, path) == told(review, other)


def told(review: Review, path: Path) -> list[list[tuple[Any, ...]]]:
    """What is known of the lines of a side file, but for what names the file."""
    with closing(stage_connection(review.office.path, path)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA stage.table_info(line)")]
        kept = ", ".join(name for name in columns if name != "fingerprint")
        asked = (
            f"SELECT {kept} FROM stage.line",
            "SELECT line, column_key, code, value, detail, weight FROM stage.finding",
            "SELECT line, kind, record, field, before, after FROM stage.proposal",
            f"SELECT line, cells FROM stage.raw WHERE {HELD}",
            "SELECT line, outcome FROM stage.shown",
        )
        return [sorted(connection.execute(sql).fetchall(), key=repr) for sql in asked]
