"""An applicant without a contract: the case, its clocks, and the contract that a grant opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest

from areateam.cases.applicant_actions import NewApplicant, open_for_applicant
from areateam.cases.applicant_views import applicant_view
from areateam.cases.case_actions import NewCase, open_cases
from areateam.cases.case_clock_actions import set_case_day
from areateam.cases.case_due_views import cases_due
from areateam.cases.case_end_actions import change_procedure, close_case, reopen_case
from areateam.cases.case_end_views import cases_beside, outcome_effects
from areateam.cases.case_list_views import case_columns, case_list
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_views import CaseView, case_view
from areateam.cases.document_actions import Filing, file_document
from areateam.cases.document_views import documents_of_contract
from areateam.cases.letter_views import letter_text
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.procedure_definitions import Subject
from areateam.contracts.contract_actions import remove_contract
from areateam.contracts.contract_filter import Condition, Filter
from areateam.contracts.merge_actions import merge_records
from areateam.core.problems import UserProblem
from areateam.ledger.check import content_digest
from areateam.office import KINDS
from tests.demo_register import open_demo

if TYPE_CHECKING:
    from pathlib import Path

    from areateam.office import Office

TODAY, RECEIVED = date(2012, 11, 1), date(2012, 10, 15)
SITE = {"address_1": "1 High Street", "address_2": "Anytown", "postcode": "LS1 4AP"}
ANNE = NewApplicant("Anne Example Ltd", "pharmacy", "pharmacy", site=SITE, pct="5QN")
ENTRY = NewCase("market-entry-notified", RECEIVED, dates={"complete": "2012-10-20"})


@pytest.fixture(scope="module")
def office(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demonstration register, once for this module."""
    made = open_demo(demo_file, tmp_path_factory.mktemp("applicants") / "demo.areateam")
    yield made
    made.close()


@pytest.fixture
def book(office: Office) -> Rulebook:
    return rulebook(office.store.connection, office.catalogue, TODAY)


@pytest.fixture
def case(office: Office, book: Rulebook) -> int:
    """A routine application of a pharmacy that is not on the list."""
    written = office.write(
        "apply", lambda write: open_for_applicant(write, book, Subject.APPLICANT, ANNE, ENTRY)
    )
    return written.result


def view_of(office: Office, book: Rulebook, case: int) -> CaseView:
    return case_view(office.store.connection, book, case)


def counted(office: Office, table: str) -> int:
    (count,) = office.store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)


def test_an_application_has_the_steps_and_the_clocks_of_its_procedure(
    office: Office, book: Rulebook, case: int
) -> None:
    view = view_of(office, book, case)
    assert (view.contract, view.contract_name, view.group, view.pct) == (
        None, "Anne Example Ltd", "pharmacy", "5QN",
    )  # fmt: skip
    assert {step.key: step.legal for step in view.steps}["acknowledge"] == "2012-10-22"
    due = [step for step in cases_due(office.store.connection, book, 30) if step.case == case]
    assert {step.name for step in due} == {"Anne Example Ltd"}
    assert {step.contract for step in due} == {None}


def test_it_stands_in_the_list_with_its_group_and_its_pct(
    office: Office, book: Rulebook, case: int
) -> None:
    every = case_columns(book)
    wanted = Filter((Condition("pct_code", "in", ("5QN",)), Condition("name", "~", ("Anne",))))
    shown = [column for column in every if column.key in ("name", "group_key", "number")]
    rows = case_list(office.store.connection, every, shown, wanted).rows(0, 50)
    assert (case, "Anne Example Ltd", None, "pharmacy") in [tuple(row) for row in rows]


def test_an_acknowledgement_is_written_to_the_proposed_premises(
    office: Office, book: Rulebook, case: int
) -> None:
    text = letter_text(
        office.store.connection, book, case, "acknowledge", {}, dated=TODAY, user="R. Osei"
    )
    assert text.contract is None
    assert text.address == ("Anne Example Ltd", "1 High Street", "Anytown", "LS1 4AP")


def test_a_grant_opens_the_listing_and_the_case_belongs_to_it(
    office: Office, book: Rulebook, case: int
) -> None:
    connection = office.store.connection
    filed = Filing(None, "Application", RECEIVED, case)
    office.write("file", lambda write: file_document(write, filed, "form.txt", b"form"))
    office.write("begins", lambda w: set_case_day(w, book, case, "begins", date(2013, 2, 1)))
    before, digest = counted(office, "contract"), content_digest(connection, KINDS)
    words = {e.label: e.then for e in outcome_effects(connection, book, case, "granted")}
    assert words["New contract"].startswith("Pharmacy for Anne Example Ltd at 1 High Street")
    assert words["Start"] == "1 Feb 2013"

    office.write("grant", lambda w: close_case(w, book, case, "granted", on=TODAY))

    assert counted(office, "contract") == before + 1
    view = view_of(office, book, case)
    assert view.contract is not None
    row = connection.execute(
        "SELECT k.name, k.contract_type, k.group_key, k.pct_code, k.start_date, s.postcode,"
        " k.contractor_id FROM contract k JOIN site s ON s.id = k.site_id WHERE k.id = ?",
        (view.contract,),
    ).fetchone()
    applicant = applicant_view(connection, case)
    assert row == (
        "Anne Example Ltd", "pharmacy", "pharmacy", "5QN", "2013-02-01", "LS1 4AP",
        applicant.contractor,
    )  # fmt: skip
    assert [d.title for d in documents_of_contract(connection, view.contract)] == ["Application"]
    office.undo()
    assert content_digest(connection, KINDS) == digest
    assert view_of(office, book, case).contract is None


@pytest.mark.parametrize("outcome", ["refused", "withdrawn", "lapsed"])
def test_what_is_not_granted_opens_nothing(
    office: Office, book: Rulebook, case: int, outcome: str
) -> None:
    before = counted(office, "contract")
    assert outcome_effects(office.store.connection, book, case, outcome) == ()
    office.write("end", lambda w: close_case(w, book, case, outcome, on=TODAY, comment="No gap."))
    assert counted(office, "contract") == before
    assert view_of(office, book, case).contract is None


def test_a_grant_that_is_taken_up_again_opens_no_second_contract(
    office: Office, book: Rulebook, case: int
) -> None:
    office.write("begins", lambda w: set_case_day(w, book, case, "begins", date(2013, 2, 1)))
    office.write("grant", lambda w: close_case(w, book, case, "granted", on=TODAY))
    there, count = view_of(office, book, case).contract, counted(office, "contract")
    office.write("again", lambda w: reopen_case(w, book, case))
    office.write("grant", lambda w: close_case(w, book, case, "granted", on=TODAY))
    assert view_of(office, book, case).contract == there
    assert counted(office, "contract") == count


def test_a_grant_without_its_day_is_refused_and_nothing_is_opened(
    office: Office, book: Rulebook, case: int
) -> None:
    before = counted(office, "contract")
    with pytest.raises(UserProblem) as caught:
        office.write("grant", lambda w: close_case(w, book, case, "granted", on=TODAY))
    assert caught.value.code == "outcome-day-missing"
    assert counted(office, "contract") == before


def test_an_applicant_who_holds_contracts_has_the_cases_of_both_beside(
    office: Office, book: Rulebook
) -> None:
    connection = office.store.connection
    contract, contractor = connection.execute(
        "SELECT id, contractor_id FROM contract WHERE group_key = 'pharmacy' ORDER BY id LIMIT 1"
    ).fetchone()
    again = NewApplicant("Second branch", "pharmacy", "pharmacy", contractor)
    mine = office.write(
        "apply", lambda w: open_for_applicant(w, book, Subject.APPLICANT, again, ENTRY)
    ).result
    other = office.write(
        "open", lambda w: open_cases(w, book, [contract], NewCase("breach-pharmacy", RECEIVED))
    ).result[0]
    assert other in {line.id for line in cases_beside(connection, book, mine)[1]}
    assert mine in {line.id for line in cases_beside(connection, book, other)[1]}


def test_a_performer_applies_as_a_person_and_has_no_contract(
    office: Office, book: Rulebook
) -> None:
    new = NewCase("performers-list", RECEIVED)
    made = office.write(
        "apply",
        lambda w: open_for_applicant(w, book, Subject.PERSON, NewApplicant("Dr B", "gp"), new),
    ).result
    assert applicant_view(office.store.connection, made).is_person
    before = counted(office, "contract")
    office.write("include", lambda w: close_case(w, book, made, "included", on=TODAY))
    assert counted(office, "contract") == before


@pytest.mark.parametrize(
    ("subject", "procedure", "applicant", "code"),
    [
        (Subject.PERSON, "market-entry-notified", ANNE, "procedure-not-of-applicants"),
        (Subject.APPLICANT, "list-closure", ANNE, "procedure-not-of-applicants"),
        (Subject.CONTRACT, "gos-application", ANNE, "procedure-not-of-applicants"),
        (Subject.APPLICANT, "gos-application", ANNE, "procedure-of-another-group"),
        (Subject.APPLICANT, "market-entry-notified", NewApplicant(" ", "pharmacy"),
         "applicant-unnamed"),
        (Subject.APPLICANT, "market-entry-notified", NewApplicant("A", "pharmacy", "gms"),
         "type-of-another-group"),
        (Subject.APPLICANT, "market-entry-notified", NewApplicant("A", "pharmacy"),
         "type-of-another-group"),
    ],
)  # fmt: skip
def test_what_cannot_be_applied_for_is_refused(
    office: Office, book: Rulebook, subject: Subject, procedure: str, applicant: NewApplicant,
    code: str,
) -> None:  # fmt: skip
    with pytest.raises(UserProblem) as caught:
        office.write(
            "apply",
            lambda w: open_for_applicant(w, book, subject, applicant, NewCase(procedure, RECEIVED)),
        )
    assert caught.value.code == code


def test_a_case_of_an_applicant_cannot_become_one_of_a_contract(
    office: Office, book: Rulebook, case: int
) -> None:
    office.write("other", lambda w: change_procedure(w, book, case, "market-entry-not-notified"))
    with pytest.raises(UserProblem) as caught:
        office.write("other", lambda w: change_procedure(w, book, case, "core-hours"))
    assert caught.value.code == "procedure-of-other-subjects"


def test_an_applicant_follows_its_contractor_when_two_are_made_one(
    office: Office, book: Rulebook, case: int
) -> None:
    connection = office.store.connection
    contractor = applicant_view(connection, case).contractor
    (other,) = connection.execute("SELECT min(id) FROM contractor").fetchone()
    assert contractor is not None
    office.write(
        "merge",
        lambda w: merge_records(w, office.catalogue, "contractor", (other, contractor), {}, TODAY),
    )
    assert applicant_view(connection, case).contractor == other


def test_a_contract_with_a_case_is_not_removed(office: Office, book: Rulebook) -> None:
    (contract,) = office.store.connection.execute(
        "SELECT max(id) FROM contract WHERE group_key = 'gp'"
    ).fetchone()
    new = NewCase("list-closure", RECEIVED)
    office.write("open", lambda w: open_cases(w, book, [contract], new))
    with pytest.raises(UserProblem) as caught:
        office.write("remove", lambda w: remove_contract(w, contract))
    assert caught.value.code == "contract-has-cases"
