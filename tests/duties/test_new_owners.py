"""Whom new work goes to: cases in bulk, visits, templates, applicants and tasks, by one rule."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from areateam import cli
from areateam.cases.case_actions import NewCase, contract_managers, open_cases
from areateam.cases.case_template_actions import Source, open_from
from areateam.cases.proposal_actions import open_proposed
from areateam.cases.proposal_views import MID_YEAR, Proposal
from areateam.cases.rulebook_views import rulebook
from areateam.contracts.contract_actions import add_contract
from areateam.duties.duty_rules import Span
from areateam.duties.duty_views import matrix_view
from areateam.duties.portfolio_actions import give_portfolio, record_absence
from areateam.duties.portfolio_rules import Patch
from areateam.organisations.contractor_rows import Person
from areateam.owners import (
    UNOWNED,
    Applying,
    case_owners,
    owner_of_applicant,
    owners_of_cases,
    shares_words,
    task_owners,
)
from areateam.transition.transition_actions import start_plans
from tests.people_entered import person_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

DAY = date(2012, 11, 1)
SINCE = Span(date(2012, 10, 1), None)


def contract(office: Office, number: str, kind: str, pct: str) -> int:
    stated = {"contract_type": kind, "name": f"Oak {number}", "contract_no": number}
    return office.write(
        "Add", lambda w: add_contract(w, office.catalogue, stated | {"pct_code": pct})
    ).result


def give(office: Office, name: str, patch: Patch, held: Span = SINCE) -> int:
    def act(write: Write) -> int:
        person = person_named(write, name)
        give_portfolio(write, person, patch, held)
        return person

    return office.write("Give", act).result


def manage(office: Office, contract: int, name: str) -> int:
    def act(write: Write) -> int:
        person = person_named(write, name)
        write.execute("UPDATE contract SET manager_id = ? WHERE id = ?", (person, contract))
        return person

    return office.write("Manage", act).result


def function(office: Office, code: str) -> int:
    return matrix_view(office.store.connection).function(code).id


def words(office: Office, procedure: str, contract: int, day: date = DAY) -> str:
    found = owners_of_cases(
        office.store.connection, procedure, [contract], day, {"dental": "Dental"}
    )
    return found[contract].words


def test_the_function_that_a_procedure_serves_comes_before_pct_and_group(office: Office) -> None:
    made = contract(office, "1", "gds", "5N6")
    give(office, "Ruth Osei", Patch(group="dental", pct="5N6"))
    assert words(office, "breach-dental", made) == "Ruth Osei: Dental, 5N6, since 1 Oct 2012"
    give(office, "Lee Marsh", Patch(function(office, "F24")))
    # F24 is the reconciliation at mid-year and year end; a breach is not of it.
    assert words(office, "breach-dental", made).startswith("Ruth Osei")
    assert words(office, "dental-mid-year", made) == "Lee Marsh: F24, since 1 Oct 2012"
    # A function of one contract type is not served at a contract of another.
    give(office, "Ann Lee", Patch(function(office, "F26")))
    assert words(office, "breach-dental", made).startswith("Ruth Osei")
    ortho = contract(office, "2", "pds-ortho", "5N6")
    assert words(office, "breach-dental", ortho).startswith("Ann Lee")


def test_cover_manager_and_nobody_follow_in_turn(office: Office) -> None:
    made = contract(office, "1", "gds", "5N6")
    assert words(office, "breach-dental", made) == UNOWNED
    patel = manage(office, made, "J. Patel")
    assert words(office, "breach-dental", made) == "J. Patel: manager of the contract"
    marsh = office.write("P", lambda w: person_named(w, "Lee Marsh")).result
    leave = Span(DAY, DAY)
    office.write("Leave", lambda w: record_absence(w, patel, leave, marsh))
    away = "Lee Marsh, for J. Patel who is away: manager of the contract"
    assert words(office, "breach-dental", made) == away
    assert words(office, "breach-dental", made, DAY + timedelta(days=1)).startswith("J. Patel")
    office.write("Leaves", lambda w: w.amend(Person, patel, valid_to="2012-10-31"))
    assert words(office, "breach-dental", made) == UNOWNED
    give(office, "Ruth Osei", Patch(pct="5N6"), Span(None, DAY))
    assert words(office, "breach-dental", made) == "Ruth Osei: 5N6, until 1 Nov 2012"
    assert words(office, "breach-dental", made, DAY + timedelta(days=1)) == UNOWNED


def test_every_way_of_opening_asks_the_same(office: Office) -> None:
    made = contract(office, "1", "gds", "5N6")
    osei = give(office, "Ruth Osei", Patch(group="dental"))
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, office.today())
    source = Source("X1", "Low on activity")
    new = NewCase("breach-dental", book.today, owners=case_owners)
    made_up = Proposal(made, "1", "Oak", "5N6", None, "Under 30%", None, Fraction(1), None)
    acts: list[Callable[[Write], int]] = [
        lambda w: open_from(w, book, "outlier-dental", made, source, owners=case_owners),
        lambda w: open_cases(w, book, [made], new)[0],
        lambda w: open_proposed(w, book, [made_up], MID_YEAR, owners=case_owners)[0],
    ]
    for act in acts:
        opened = office.write("Open", act).result
        row = connection.execute("SELECT manager_id FROM case_file WHERE id = ?", (opened,))
        assert row.fetchone() == (osei,)


def test_applicants_and_tasks_are_found_by_group_and_pct(office: Office) -> None:
    connection = office.store.connection
    osei = give(office, "Ruth Osei", Patch(group="pharmacy"))
    marsh = give(office, "Lee Marsh", Patch(pct="5N6"))
    lee = give(office, "Ann Lee", Patch(group="pharmacy", pct="5N8"))
    for applying, person in (
        (Applying("pharmacy"), osei),
        (Applying("pharmacy", "5N6"), marsh),
        (Applying("gp"), None),
    ):
        found = owner_of_applicant(connection, "market-entry-notified", applying, DAY)
        assert found.person == person
    owner = task_owners(connection, office.catalogue.groups, DAY)
    # A workstream with a group's key is work of that group; others are the PCT's.
    assert owner("5N6", "finance") == marsh
    assert owner("5N8", "pharmacy") == lee
    assert owner("5N8", "finance") is None
    programme = office.catalogue.programmes.named("pct-handover-2013")
    book = rulebook(connection, office.catalogue, DAY)
    office.write("Start", lambda w: start_plans(w, book, programme, ["5N6", "5N8"], owner))
    rows = connection.execute(
        "SELECT h.place, t.workstream = 'Pharmacy', t.owner_id FROM transition_task t"
        " JOIN handover h ON h.id = t.handover_id"
    ).fetchall()
    assert {row[2] for row in rows if row[0] == "5N6"} == {marsh}
    assert {row[2] for row in rows if row[0] == "5N8" and row[1]} == {lee}
    assert {row[2] for row in rows if row[0] == "5N8" and not row[1]} == {None}


def test_three_thousand_cases_find_their_owners_in_one_step(office: Office) -> None:
    first = contract(office, "1", "gds", "5N6")
    manager = manage(office, first, "J. Patel")
    give(office, "Ruth Osei", Patch(group="dental", pct="5N6"))
    give(office, "Lee Marsh", Patch(group="dental", pct="5N8"))

    def copy(write: Write) -> None:
        for place, pct in enumerate(("5N6", "5N7", "5N8")):
            write.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                " INSERT INTO contract (made, contract_type, group_key, name, contract_no,"
                " pct_code, manager_id, contractor_id, terms) SELECT ?, contract_type, group_key,"
                " name, ? || i, ?, manager_id, contractor_id, '{}' FROM contract, n"
                " WHERE contract.id = ?",
                (write.operation, f"X{place}-", pct, first),
            )

    office.write("Copy", copy)
    connection = office.store.connection
    ids = [i for (i,) in connection.execute("SELECT id FROM contract WHERE id > ?", (first,))]
    assert len(ids) == 3000
    began = time.perf_counter()
    found = owners_of_cases(connection, "dental-mid-year", ids, DAY)
    took = time.perf_counter() - began
    assert shares_words(found.values()) == "Ruth Osei 1,000, J. Patel 1,000, Lee Marsh 1,000"
    assert took < 1.0
    assert contract_managers(connection, "", ids, DAY)[ids[0]] == manager


def test_commands_say_whom_work_went_to_and_why(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*words: str) -> Any:
        assert cli.main(["--register", str(register), *words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    told("add", "contract", "contract_type=gds", "name=Oak", "contract_no=1", "pct_code=5N6")
    told("duties", "portfolio", "Ruth Osei", "--group", "dental", "--from", "2012-10-01",
         "--new-person")  # fmt: skip
    opened = told("case", "open", "breach-dental", "1")
    assert opened["why"] == "Ruth Osei: Dental, since 1 Oct 2012"
    stated = told("case", "open", "breach-dental", "1", "manager=Lee Marsh", "--new-person")
    assert (stated["owner"], stated["why"]) == ("Lee Marsh", None)
    began = told("transition", "start", "pct-handover-2013", "--pct", "5N6")
    assert 0 < began["owned"] < began["tasks"]
