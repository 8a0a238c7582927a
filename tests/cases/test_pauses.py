"""A pause is ended, corrected and taken away; the dates follow, and what was stays on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from areateam.cases.case_actions import NewCase, open_case
from areateam.cases.case_rules import OWN_PAUSES, Rulebook
from areateam.cases.case_timeline_views import case_timeline
from areateam.cases.case_views import Standing, StepView, case_view
from areateam.cases.pause_actions import (
    PauseFacts,
    correct_pause,
    end_pause,
    pause_step,
    remove_pause,
)
from areateam.cases.rulebook_views import rulebook
from areateam.core.problems import UserProblem
from tests.demo_register import open_demo

if TYPE_CHECKING:
    from pathlib import Path

    from areateam.office import Office

TODAY, RECEIVED = date(2012, 11, 1), date(2012, 10, 1)
FIRST, LAST = date(2012, 10, 8), date(2012, 10, 26)
WHY = "Entered for the wrong case"


@pytest.fixture(scope="module")
def office(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = open_demo(demo_file, tmp_path_factory.mktemp("pauses") / "demo.areateam")
    yield made
    made.close()


@pytest.fixture
def book(office: Office) -> Rulebook:
    return rulebook(office.store.connection, office.catalogue, TODAY)


@pytest.fixture
def case(office: Office, book: Rulebook) -> int:
    (contract,) = office.store.connection.execute(
        "SELECT min(id) FROM contract WHERE group_key = 'gp'"
    ).fetchone()
    new = NewCase("list-closure", RECEIVED)
    return office.write("open", lambda write: open_case(write, book, contract, new)).result


def consult(office: Office, book: Rulebook, case: int) -> StepView:
    view = case_view(office.store.connection, book, case)
    return next(step for step in view.steps if step.key == "consult")


def pause(
    office: Office, book: Rulebook, case: int, first: date = FIRST, last: date | None = LAST
) -> None:
    office.write(
        "pause",
        lambda write: pause_step(
            write, book, case, "consult", reason=OWN_PAUSES[0], evidence="mail", first=first,
            last=last,
        ),
    )  # fmt: skip


def notes(office: Office, case: int) -> list[str]:
    lines = case_timeline(office.store.connection, case)
    return [line.text for line in lines if line.category == "note"]


def test_a_removed_pause_gives_the_day_back_and_keeps_the_earlier_breach(
    office: Office, book: Rulebook, case: int
) -> None:
    before = consult(office, book, case)
    assert before.standing is Standing.LATE
    pause(office, book, case)
    paused = consult(office, book, case)
    assert paused.late_days == ("2012-10-16", "2012-10-31"), "late evidence"
    office.write("x", lambda w: remove_pause(w, book, case, "consult", FIRST, WHY))
    after = consult(office, book, case)
    assert (after.legal, after.standing, after.pauses) == (before.legal, Standing.LATE, ())
    (told,) = notes(office, case)
    assert told == (
        "Pause of “Ask the LMC, the CCG and neighbouring practices” removed, before "
        "waiting for the contractor, 8 Oct 2012 to 26 Oct 2012; it had stood late from "
        "16 Oct 2012 to 31 Oct 2012: Entered for the wrong case"
    )
    office.undo()
    assert consult(office, book, case).pauses == paused.pauses
    assert notes(office, case) == []


def test_a_corrected_pause_moves_the_day_by_its_own_days(
    office: Office, book: Rulebook, case: int
) -> None:
    pause(office, book, case)
    shorter = PauseFacts(OWN_PAUSES[1], "letter of 9 Oct", FIRST, date(2012, 10, 12))
    office.write("x", lambda w: correct_pause(w, book, case, "consult", FIRST, shorter, "Typing"))
    step = consult(office, book, case)
    # Ten working days after 1 October are over on the 15th; a week of pause makes it the 22nd.
    assert step.legal == "2012-10-22"
    assert [(p.reason, p.evidence) for p in step.pauses] == [(OWN_PAUSES[1], "letter of 9 Oct")]
    assert "corrected, before waiting for the contractor, 8 Oct 2012" in notes(office, case)[0]


def test_what_ended_a_pause_is_kept(office: Office, book: Rulebook, case: int) -> None:
    pause(office, book, case, last=None)
    assert consult(office, book, case).standing is Standing.PAUSED
    office.write("x", lambda w: end_pause(w, book, case, "consult", LAST, "The reply came"))
    assert consult(office, book, case).pauses[0].last == LAST
    (told,) = notes(office, case)
    assert told.endswith("neighbouring practices” goes on after 26 Oct 2012: The reply came")


@pytest.mark.parametrize(
    ("begun", "facts", "why", "code"),
    [
        (FIRST, PauseFacts(OWN_PAUSES[0], "mail", FIRST, LAST), " ", "reason-needed"),
        (FIRST, PauseFacts(OWN_PAUSES[0], " ", FIRST, LAST), WHY, "evidence-needed"),
        (LAST, PauseFacts(OWN_PAUSES[0], "mail", FIRST, LAST), WHY, "pause-unknown"),
        (FIRST, PauseFacts("a holiday", "mail", FIRST, LAST), WHY, "pause-not-allowed"),
        (FIRST, PauseFacts(OWN_PAUSES[0], "mail", LAST, FIRST), WHY, "pause-backwards"),
        (FIRST, PauseFacts(OWN_PAUSES[0], "mail", date(2012, 9, 1), LAST), WHY,
         "pause-before-start"),
        (FIRST, PauseFacts(OWN_PAUSES[0], "mail", date(2012, 11, 5)), WHY, "pause-in-future"),
        (FIRST, PauseFacts(OWN_PAUSES[0], "mail", FIRST, date(2012, 10, 29)), WHY,
         "pauses-overlap"),
    ],
)  # fmt: skip
def test_a_correction_that_cannot_be_leaves_all_as_it_was(
    office: Office, book: Rulebook, case: int, begun: date, facts: PauseFacts, why: str, code: str
) -> None:
    pause(office, book, case)
    pause(office, book, case, date(2012, 10, 29), date(2012, 10, 30))
    before = consult(office, book, case)
    with pytest.raises(UserProblem) as caught:
        office.write("x", lambda w: correct_pause(w, book, case, "consult", begun, facts, why))
    assert caught.value.code == code
    assert consult(office, book, case) == before


@settings(max_examples=25, deadline=None)
@given(begin=st.integers(0, 24), length=st.integers(0, 20))
def test_removing_what_was_paused_gives_the_same_days_as_never_pausing(
    office: Office, begin: int, length: int
) -> None:
    book = rulebook(office.store.connection, office.catalogue, TODAY)
    (contract,) = office.store.connection.execute(
        "SELECT max(id) FROM contract WHERE group_key = 'gp'"
    ).fetchone()
    new = NewCase("list-closure", RECEIVED)
    case = office.write("open", lambda write: open_case(write, book, contract, new)).result
    before = consult(office, book, case).legal
    first = RECEIVED + timedelta(begin)
    pause(office, book, case, first, first + timedelta(length))
    moved = consult(office, book, case).legal
    office.write("x", lambda w: remove_pause(w, book, case, "consult", first, WHY))
    assert before is not None
    assert moved is not None
    assert moved >= before
    assert consult(office, book, case).legal == before
