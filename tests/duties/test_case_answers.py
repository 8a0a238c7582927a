"""Who answers for a case: by its procedure and its contract, on either side of the change."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from areateam.cases.case_actions import NewCase, open_cases
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import load_catalogue
from areateam.duties.case_answer_views import case_answer, covers_of, person_words
from areateam.duties.contact_actions import add_contact
from areateam.duties.duty_actions import Cell, add_matrices, set_cell
from areateam.duties.duty_views import matrix_view
from areateam.ledger.ledger import Write
from areateam.office import Office
from tests.ledger.made_records import add_contract
from tests.people_entered import person_named

BEFORE, AFTER = date(2013, 3, 31), date(2013, 4, 1)


def open_case(office: Office, procedure: str, **contract: str) -> int:
    """A case of a procedure at a contract of its own."""
    at = add_contract(office, **contract)
    book = rulebook(office.store.connection, office.catalogue, BEFORE)
    new = NewCase(procedure, date(2013, 3, 1))
    return office.write("Case", partial(open_cases, book=book, contracts=[at], new=new)).result[0]


@pytest.fixture
def office(office: Office) -> Office:
    if not office.store.connection.execute("SELECT 1 FROM duty_matrix").fetchone():
        seeded = load_catalogue().matrices.seeded
        office.write("Duties", lambda write: add_matrices(write, seeded))
    return office


def test_the_contract_type_decides_between_functions_with_one_procedure(office: Office) -> None:
    connection = office.store.connection
    for kind, code in (("gms", "F07"), ("pms", "F08"), ("apms", "F09")):
        case = open_case(office, "breach-gp", group_key="gp", contract_type=kind)
        answer = case_answer(connection, case, BEFORE)
        assert answer is not None
        assert answer.function.code == code
    case = open_case(office, "breach-dental", group_key="dental", contract_type="gds")
    answer = case_answer(connection, case, BEFORE)
    assert answer is not None
    assert answer.function.code == "F23"
    office.write("None", lambda write: write.execute("UPDATE duty_function SET covers = '{}'"))
    assert case_answer(connection, case, BEFORE) is None
    assert case_answer(connection, 0, BEFORE) is None


def test_who_is_told_of_lateness_and_asked_goes_with_the_day(office: Office) -> None:
    connection = office.store.connection
    case = open_case(office, "breach-gp", group_key="gp", contract_type="gms")
    matrix = matrix_view(connection)
    team = matrix.body("AT")

    def act(write: Write) -> None:
        ann = person_named(write, "Ann", own=True, phone="0115 496 0000")
        add_contact(write, team.id, ann)
        lrc = matrix.body("LRC")
        set_cell(write, matrix.function("F07").id, lrc.id, Cell("C", AFTER))

    office.write("Who", act)
    before, after = (case_answer(connection, case, day) for day in (BEFORE, AFTER))
    assert before is not None
    assert after is not None
    assert [each.body.code for each in before.accountable] == ["PCT"]
    assert [each.body.code for each in before.successors] == ["AT"]
    assert person_words(before.successors[0].contacts) == "Ann 0115 496 0000"
    assert [each.body.code for each in after.accountable] == ["AT"]
    assert after.successors == ()
    assert "LRC" in [each.body.code for each in after.asked]
    assert "LRC" not in [each.body.code for each in before.asked]
    assert case_answer(connection, case, date(2030, 1, 1)) is None


def test_a_function_without_groups_serves_all_and_one_without_procedures_none() -> None:
    assert covers_of('{"procedures": ["x"]}').serves("x", "gp", "gms")
    assert not covers_of('{"groups": ["gp"]}').serves("x", "gp", "gms")
    assert covers_of('{"procedures": ["x"], "types": ["gms"]}').serves("x", "gp", "")
