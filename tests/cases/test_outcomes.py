"""What an outcome asks for and does to the contract: shown before, checked, one step to undo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest

from areateam.cases.case_actions import NewCase, finish_step, open_case, skip_step
from areateam.cases.case_clock_actions import set_case_day
from areateam.cases.case_end_actions import close_case
from areateam.cases.case_end_views import outcome_effects
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_views import case_view
from areateam.cases.outcome_ask_views import outcome_asks
from areateam.cases.rulebook_views import rulebook
from areateam.contracts.contract_views import contract_values
from areateam.core.problems import UserProblem
from areateam.ledger.check import content_digest
from areateam.office import KINDS
from tests.demo_register import open_demo

if TYPE_CHECKING:
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

TODAY, RECEIVED = date(2012, 12, 3), date(2012, 10, 15)


@pytest.fixture(scope="module")
def office(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = open_demo(demo_file, tmp_path_factory.mktemp("outcomes") / "demo.areateam")
    yield made
    made.close()


@pytest.fixture
def book(office: Office) -> Rulebook:
    return rulebook(office.store.connection, office.catalogue, TODAY)


def opened(office: Office, book: Rulebook, procedure: str, kind: str) -> tuple[int, int]:
    """A case of a procedure at the first contract of a type, and that contract."""
    (contract,) = office.store.connection.execute(
        "SELECT min(id) FROM contract WHERE contract_type = ?", (kind,)
    ).fetchone()
    new = NewCase(procedure, RECEIVED)
    case = office.write("open", lambda w: open_case(w, book, contract, new)).result
    return case, contract


def close(office: Office, book: Rulebook, case: int, outcome: str, **values: str) -> None:
    office.write(
        "close",
        lambda w: close_case(
            w, book, case, outcome, on=TODAY, comment="It was agreed.", values=values
        ),
    )


def shown(
    office: Office, book: Rulebook, case: int, outcome: str, **values: str
) -> dict[str, tuple[str, str]]:
    found = outcome_effects(office.store.connection, book, case, outcome, values)
    return {effect.label: (effect.now, effect.then) for effect in found}


def held(office: Office, contract: int, *keys: str) -> tuple[object, ...]:
    values = contract_values(office.store.connection, contract)
    assert values is not None
    return tuple(values.get(key) for key in keys)


def test_units_are_asked_for_shown_with_what_they_were_and_set(
    office: Office, book: Rulebook
) -> None:
    case, contract = opened(office, book, "dental-mid-year", "gds")
    digest = content_digest(office.store.connection, KINDS)
    (before,) = held(office, contract, "uda_contracted")
    effects = shown(office, book, case, "varied", uda_contracted="9,500", annual_value="£250,000")
    assert effects["Annual UDAs"] == (f"{before:,}", "9,500")
    close(office, book, case, "varied", uda_contracted="9,500", annual_value="£250,000")
    assert held(office, contract, "uda_contracted", "annual_value_pence") == (9_500, 25_000_000)
    office.undo()
    assert content_digest(office.store.connection, KINDS) == digest


def test_what_is_left_blank_stays_as_it_is(office: Office, book: Rulebook) -> None:
    case, contract = opened(office, book, "dental-mid-year", "gds")
    before = held(office, contract, "uda_contracted", "annual_value_pence")
    assert shown(office, book, case, "varied", uda_contracted=" ") == {}
    close(office, book, case, "varied", uda_contracted="")
    assert held(office, contract, "uda_contracted", "annual_value_pence") == before


def test_a_new_owner_holds_the_listing_and_undo_gives_it_back(
    office: Office, book: Rulebook
) -> None:
    case, contract = opened(office, book, "pharmacy-ownership", "pharmacy")
    connection = office.store.connection
    digest = content_digest(connection, KINDS)
    now, then = shown(office, book, case, "transferred", holder="New Owner Ltd")["Contractor"]
    assert then == "New Owner Ltd"
    close(office, book, case, "transferred", holder="New Owner Ltd", name="New Pharmacy")
    row = connection.execute(
        "SELECT h.name, k.name FROM contract k JOIN contractor h ON h.id = k.contractor_id"
        " WHERE k.id = ?",
        (contract,),
    ).fetchone()
    assert row == ("New Owner Ltd", "New Pharmacy")
    office.undo()
    assert content_digest(connection, KINDS) == digest
    # A contractor that the register has is not entered a second time.
    close(office, book, case, "transferred", holder=now)
    (count,) = connection.execute(
        "SELECT count(*) FROM contractor WHERE name = ?", (now,)
    ).fetchone()
    assert count == 1


def test_a_suspension_has_its_days_and_they_must_be_in_order(
    office: Office, book: Rulebook
) -> None:
    case, contract = opened(office, book, "contract-sanction", "gms")
    backwards = {"suspended_from": "1 Jan 2013", "suspended_to": "1 Dec 2012"}
    with pytest.raises(UserProblem) as caught:
        close(office, book, case, "sanction", **backwards)
    assert caught.value.code == "days-backwards"
    close(office, book, case, "sanction", suspended_from="1 Jan 2013", suspended_to="1 Mar 2013")
    assert held(office, contract, "suspended_from", "suspended_to") == ("2013-01-01", "2013-03-01")


def test_a_served_notice_stands_on_the_record_of_the_contract(
    office: Office, book: Rulebook
) -> None:
    case, contract = opened(office, book, "breach-gp", "gms")

    def serve(write: Write) -> None:
        for step in case_view(write.connection, book, case).steps:
            if step.key == "serve-remedial":
                finish_step(write, book, case, step.key, date(2012, 11, 20))
                return
            skip_step(write, book, case, step.key, "Done before")

    office.write("serve", serve)
    assert shown(office, book, case, "remedied") == {"Remedial notice": ("nothing", "20 Nov 2012")}
    close(office, book, case, "remedied")
    assert held(office, contract, "remedial_notice_on", "breach_notice_on") == ("2012-11-20", None)


def test_a_closed_list_has_its_days(office: Office, book: Rulebook) -> None:
    case, contract = opened(office, book, "list-closure", "gms")

    def days(write: Write) -> None:
        set_case_day(write, book, case, "closes", date(2013, 1, 1))
        set_case_day(write, book, case, "reopening", date(2013, 7, 1))

    office.write("days", days)
    close(office, book, case, "approved")
    assert held(office, contract, "list_status", "closed_from", "reopens_on") == (
        "closed", "2013-01-01", "2013-07-01",
    )  # fmt: skip


def test_only_what_the_contract_of_the_type_has_is_asked_for(
    office: Office, book: Rulebook
) -> None:
    asked = {}
    for kind in ("gms", "gds", "pharmacy"):
        case, _ = opened(office, book, "agreed-variation", kind)
        found = outcome_asks(office.store.connection, book, case, "varied")
        asked[kind] = {each.field.key for each in found}
    assert "uda_contracted" in asked["gds"]
    assert not {"uda_contracted", "pharmacy_core_hours"} & asked["gms"]
    assert {"pharmacy_core_hours", "supplementary_hours"} <= asked["pharmacy"]


@pytest.mark.parametrize(
    ("procedure", "kind", "outcome", "values", "code"),
    [
        ("core-hours", "pharmacy", "granted", {}, "value-needed"),
        ("pharmacy-ownership", "pharmacy", "transferred", {"holder": " "}, "value-needed"),
        ("dental-mid-year", "gds", "varied", {"uda_contracted": "many"}, "number-unreadable"),
        ("dental-mid-year", "gds", "varied", {"list_status": "closed"}, "outcome-asks-no"),
        ("dental-mid-year", "gds", "no-action", {"uda_contracted": "1"}, "outcome-asks-no"),
    ],
)
def test_what_cannot_be_set_closes_nothing(
    office: Office, book: Rulebook, procedure: str, kind: str, outcome: str,
    values: dict[str, str], code: str,
) -> None:  # fmt: skip
    case, _ = opened(office, book, procedure, kind)
    with pytest.raises(UserProblem) as caught:
        close(office, book, case, outcome, **values)
    assert caught.value.code == code
    assert case_view(office.store.connection, book, case).closed_on is None
