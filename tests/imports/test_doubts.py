"""What a person settles of a line in doubt: the record it means, a new one, or that it is so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from areateam.core.problems import UserProblem
from areateam.imports.doubt_views import Candidate, Doubt
from areateam.imports.stage_actions import accept, decide, ready_to_apply, settle
from areateam.imports.stage_views import read_line, stage_summary
from areateam.office import Office
from tests.imports.pharmacy_lists import (
    HEADER,
    Places,
    copied,
    make_places,
    new_lines,
    old_lines,
    stage,
    write_list,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return make_places(tmp_path_factory.mktemp("made"))


class Review:
    """A list over a register that has two records with one code, FZ001."""

    def __init__(self, places: Places) -> None:
        self.office: Office = places.open()
        self.office.write(
            "Twice",
            lambda write: write.execute(
                "UPDATE contract SET ods_code = 'FZ001', name = 'Second Chemist'"
                " WHERE ods_code = 'FZ002'"
            ),
        )
        lines = new_lines()
        lines[1][6] = "31"
        self.path = stage(self.office, write_list(places.register.parent / "x.csv", lines)).path

    @property
    def where(self) -> tuple[Path, Path, Any]:
        return self.office.path, self.path, self.office.catalogue

    def outcome(self, line: int = 3) -> str:
        found = read_line(*self.where, line)
        assert found is not None
        return found.outcome

    def doubt(self, line: int = 3) -> Doubt:
        found = read_line(*self.where, line)
        assert found is not None
        return found.doubt


@pytest.fixture
def review(made: Places, tmp_path: Path) -> Iterator[Review]:
    opened = Review(copied(made, tmp_path))
    yield opened
    opened.office.close()


def test_the_records_that_a_line_may_mean_are_named(review: Review) -> None:
    doubt = review.doubt()
    assert [c.name for c in doubt.candidates] == ["Invented Chemist 1", "Second Chemist", ""]
    assert (doubt.chosen, doubt.is_settled, doubt.as_read) == (None, False, False)
    assert doubt.candidates[-1].record == 0, "a new one"


def test_a_record_is_chosen_and_changed(review: Review) -> None:
    first, second, _ = review.doubt().candidates
    settle(*review.where, 3, second)
    assert (review.outcome(), review.doubt().chosen) == ("doubtful", second)
    found = read_line(*review.where, 3)
    assert found is not None
    assert found.rivals == (4,), "the line that stood for that record before"
    settle(*review.where, 3, None)
    assert (review.outcome(), review.doubt().chosen) == ("doubtful", None)
    settle(*review.where, 3, first)
    assert (review.outcome(), review.doubt().chosen) == ("changed", first)
    review.office.apply_staged(ready_to_apply(*review.where))
    (terms,) = review.office.store.connection.execute(
        "SELECT terms FROM contract WHERE id = ?", (first.record,)
    ).fetchone()
    assert "31" in terms
    assert review.office.check() == []


def test_none_of_them_is_meant(review: Review) -> None:
    settle(*review.where, 3, review.doubt().candidates[-1])
    assert review.outcome() == "new"
    before = _contracts(review)
    review.office.apply_staged(ready_to_apply(*review.where))
    assert _contracts(review) == before + 3


def _contracts(review: Review) -> int:
    (found,) = review.office.store.connection.execute("SELECT count(*) FROM contract").fetchone()
    return int(found)


def test_a_choice_holds_while_other_lines_are_left_out(review: Review) -> None:
    first = review.doubt().candidates[0]
    settle(*review.where, 3, first)
    decide(*review.where, 3, leave=True, alike=False)
    assert review.outcome() == "rejected"
    decide(*review.where, 3, leave=False, alike=False)
    assert (review.outcome(), review.doubt().chosen) == ("changed", first)


def test_a_record_that_is_not_meant_is_refused(review: Review) -> None:
    with pytest.raises(UserProblem) as caught:
        settle(*review.where, 3, Candidate("contract", 9, "FZ008", "Invented Chemist 8"))
    assert caught.value.code == "choice-gone"
    assert review.outcome() == "doubtful"


def test_what_reading_left_in_doubt_is_accepted_as_read(review: Review, tmp_path: Path) -> None:
    lines = [",".join(line) for line in old_lines()]
    for at in (3, 5):
        lines[at] = lines[at].replace("Invented Chemist", '"Invented" Chemist')
    path = tmp_path / "quotes.csv"
    path.write_text("\r\n".join([HEADER, *lines]) + "\r\n")
    review.path = stage(review.office, path).path
    assert review.outcome(5) == "doubtful"
    assert review.doubt(5).as_read
    assert accept(*review.where, 5, alike=True) == 2
    assert review.outcome(5) == review.outcome(7) == "changed"
    assert review.doubt(5).accepted
    assert not [k for k in stage_summary(*review.where).kinds if k.code.startswith("quote")]
    settle(*review.where, 5, None)
    assert review.outcome(5) == "doubtful"
