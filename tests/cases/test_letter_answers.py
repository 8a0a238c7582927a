"""What a person filled in for a letter is kept with its step, and stays when the step goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from areateam.cases.case_end_actions import change_procedure
from areateam.cases.document_views import documents_of_case
from areateam.cases.letter_actions import file_letter, make_file, send_letter
from areateam.cases.letter_views import kept_answers, letter_text
from areateam.cases.rulebook_views import rulebook
from areateam.core.problems import UserProblem
from areateam.ledger.check import content_digest
from areateam.office import KINDS, Office
from tests.cases.letter_cases import (
    DAY,
    all_asked,
    make_office,
    open_with_letter,
    the_catalogue,
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path / "letters.areateam")
    yield made
    made.close()


def test_what_was_filled_in_is_kept_for_the_next_letter(office: Office) -> None:
    case, step = open_with_letter(office, "decision-with-reasons")
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, DAY)

    def filed(**stated: str) -> int:
        text = letter_text(connection, book, case, step, stated, dated=DAY, user="R. Osei")
        made = make_file(connection, book, text)
        office.write("Draft", lambda write: file_letter(write, text, made))
        return text.step

    # What was suggested and left alone is not kept: it follows the decision.
    decided = "Approved as asked"
    at = filed(decision=decided, reasons="Because.\nAnd so.", next="Sign it.")
    assert kept_answers(connection, at) == {"reasons": "Because.\nAnd so.", "next": "Sign it."}
    filed(decision=decided, reasons="Because.")
    assert kept_answers(connection, at) == {"reasons": "Because."}
    office.undo()
    assert kept_answers(connection, at)["next"] == "Sign it."
    office.undo()
    assert kept_answers(connection, at) == {}


def test_a_letter_of_a_step_that_is_dropped_stays_with_its_case(office: Office) -> None:
    case, step = open_with_letter(office, "mid-year-review")
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, DAY)
    before = content_digest(connection, KINDS)
    stated = all_asked(the_catalogue().letters.named("mid-year-review"))
    text = letter_text(connection, book, case, step, stated, dated=DAY, user="R. Osei")
    made = make_file(connection, book, text)
    office.write("Draft", lambda write: file_letter(write, text, made))
    office.write("Move", lambda write: change_procedure(write, book, case, "agreed-variation"))
    (letter,) = documents_of_case(connection, case)
    assert letter.step == ""
    office.undo()
    (letter,) = documents_of_case(connection, case)
    assert letter.step == step
    office.undo()
    assert content_digest(connection, KINDS) == before


def test_a_draft_goes_out_once(office: Office) -> None:
    case, step = open_with_letter(office, "acknowledgement")
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, DAY)
    stated = all_asked(the_catalogue().letters.named("acknowledgement"))
    text = letter_text(connection, book, case, step, stated, dated=DAY, user="R. Osei")
    made = make_file(connection, book, text)
    draft = office.write("Draft", lambda write: file_letter(write, text, made)).result
    office.write("Send", lambda write: send_letter(write, book, draft, DAY))
    with pytest.raises(UserProblem) as caught:
        office.write("Again", lambda write: send_letter(write, book, draft, DAY))
    assert caught.value.code == "letter-went-out"
    assert caught.value.facts["day"] == "1 Nov 2012"
