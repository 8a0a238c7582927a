"""Cases are opened at one contract or at many, assigned and closed in bulk; each one undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.cases.case_end_views import cases_of_contract
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.procedure_definitions import Subject
from areateam.owners import case_owners
from tests.ui.cases_desk import REVIEWS, TODAY, CaseDesk
from tests.ui.contracts_desk import until
from ui.pages.case_opening import CaseOpening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture
def desk(qapp: QApplication, cases_file: Path, tmp_path: Path) -> Iterator[CaseDesk]:
    made = CaseDesk(cases_file, tmp_path)
    yield made
    made.close()


def contracts(desk: CaseDesk, group: str, count: int, *, with_case: bool) -> list[int]:
    word = "IN" if with_case else "NOT IN"
    rows = desk.desk.connection.execute(
        f"SELECT id FROM contract WHERE group_key = ? AND id {word}"
        " (SELECT contract_id FROM case_file"
        " WHERE closed_on IS NULL AND contract_id > 0) ORDER BY id LIMIT ?",
        (group, count),
    )
    return [row[0] for row in rows]


def test_procedures_are_those_of_the_group_and_an_open_one_is_told(desk: CaseDesk) -> None:
    page = desk.show_list()
    opening = CaseOpening(desk.desk, page)
    (contract,) = contracts(desk, "dental", 1, with_case=True)
    opening.open([contract], page.parts.new)
    panel = opening.panel
    assert panel is not None
    assert all("dental" in each.groups for each in panel._procedures.values())
    panel.fill("procedure", "dental-mid-year")
    panel.changed.emit()
    until(lambda: "is open here already" in panel._words.text())
    assert panel._verb.isEnabled()


def test_a_new_case_goes_to_its_page_with_its_days(desk: CaseDesk) -> None:
    page = desk.show_list()
    opening = CaseOpening(desk.desk, page)
    (contract,) = contracts(desk, "gp", 1, with_case=False)
    opening.open([contract], page.parts.new)
    panel = opening.panel
    assert panel is not None
    panel.fill("procedure", "list-closure")
    panel.day_editor("closes").setText("1 Dec 2012")
    panel.fill("received", "29 Oct 2012")
    panel._press()
    desk.settle()
    key, args = desk.opened[-1]
    assert key == "case"
    view = desk.view(args["id"])
    assert (view.contract, view.received_on) == (contract, "2012-10-29")
    assert view.dates == {"closes": "2012-12-01"}


def test_many_are_opened_in_one_step_and_those_with_one_are_left_out(desk: CaseDesk) -> None:
    page = desk.show_list()
    opening = CaseOpening(desk.desk, page)
    ids = contracts(desk, "dental", REVIEWS, with_case=True)
    ids += contracts(desk, "dental", 3, with_case=False)
    opening.open(ids, page.parts.new)
    panel = opening.panel
    assert panel is not None
    panel.fill("procedure", "dental-mid-year")
    panel.changed.emit()
    until(panel.leaves_out)
    connection = desk.desk.connection
    before = connection.execute("SELECT count(*) FROM case_file").fetchone()[0]
    panel._press()
    desk.settle()
    told = connection.execute("SELECT count(*) FROM case_file").fetchone()[0] - before
    assert told == 3
    # Each went to whom the portfolios say.
    found = dict(
        connection.execute(
            "SELECT contract_id, manager_id FROM case_file WHERE id > ?", (before,)
        ).fetchall()
    )
    assert found == case_owners(connection, "dental-mid-year", list(found), TODAY)
    desk.desk.undo()
    desk.settle()
    assert connection.execute("SELECT count(*) FROM case_file").fetchone()[0] == before


def test_ticked_cases_are_assigned_and_closed_after_a_look(desk: CaseDesk) -> None:
    page = desk.show_list(where=["procedure=dental-mid-year", "state=open"])
    count = page.table.rows_model.rowCount()
    page.table.rows_model.check_all(on=True)
    page.bulk.do("assign")
    panel = page.bulk.panel
    assert panel is not None
    panel.fill("manager", "1")
    panel.changed.emit()
    assert "One step to undo" in panel._words.text()
    panel._press()
    desk.settle()
    (theirs,) = desk.desk.connection.execute(
        "SELECT count(*) FROM case_file WHERE manager_id = 1 AND procedure_key = ?",
        ("dental-mid-year",),
    ).fetchone()
    assert theirs == count
    page.bulk.do("close")
    panel = page.bulk.panel
    assert panel is not None
    panel.fill("comment", "No further action")
    panel._press()
    desk.settle()
    assert page.table.rows_model.rowCount() == 0
    desk.desk.undo()
    desk.settle()
    assert page.table.rows_model.rowCount() == count


def test_cases_of_several_procedures_are_not_closed_as_one(desk: CaseDesk) -> None:
    page = desk.show_list()
    page.table.rows_model.check_all(on=True)
    page.bulk.do("close")
    assert page.bulk.panel is None
    assert "different procedures" in desk.problems[-1]


def test_a_contract_lists_its_cases_open_ones_first(desk: CaseDesk) -> None:
    (contract,) = contracts(desk, "dental", 1, with_case=True)
    connection = desk.desk.connection
    book = rulebook(connection, desk.desk.catalogue, TODAY)
    lines = cases_of_contract(connection, book, contract)
    assert lines
    assert lines[0].closed_on is None


def test_a_new_case_asks_for_the_procedure_and_then_for_what_it_is_about(desk: CaseDesk) -> None:
    page = desk.show_list()
    page.make_new()
    chooser = page.opening.chooser
    assert chooser is not None
    chooser.fill("procedure", "list-closure")
    about = chooser.editors["about"]
    assert not about.isEnabled(), "a list is closed at a contract only"
    assert chooser._verb.toolTip() == "No contract is named yet."
    (dental,) = contracts(desk, "dental", 1, with_case=True)
    (number,) = desk.desk.connection.execute(
        "SELECT coalesce(contract_no, ods_code) FROM contract WHERE id = ?", (dental,)
    ).fetchone()
    chooser.fill("contract", number)
    chooser.look()
    assert "“List closure” is not for" in chooser._verb.toolTip()
    chooser.fill("procedure", "breach-dental")
    chooser.look()
    chooser._press()
    desk.settle()
    panel = page.opening.panel
    assert panel is not None
    assert panel.procedure().key == "breach-dental"


def test_an_applicant_gets_a_case_and_a_grant_opens_the_listing(desk: CaseDesk) -> None:
    page = desk.show_list()
    page.make_new()
    chooser = page.opening.chooser
    assert chooser is not None
    chooser.fill("procedure", "market-entry-notified")
    assert chooser.editors["about"].isEnabled(), "a relocation is at a contract"
    assert not chooser.editors["contract"].isEnabled()
    chooser._press()
    desk.settle()
    panel = page.opening.applying
    assert panel is not None
    panel.fill("name", "Anne Example Ltd")
    panel.fill("contract_type", "pharmacy")
    panel.fill("address_1", "1 High Street")
    panel.fill("postcode", "nowhere")
    panel._press()
    assert panel.isVisible(), "an unreadable postcode is refused on the panel"
    panel.fill("postcode", "ls1 4ap")
    panel.fill("day:begins", "1 Feb 2013")
    panel._press()
    desk.settle()
    case = desk.opened[-1][1]["id"]
    shown = desk.show_case(case, tab="facts")
    assert shown.facts.contract._title.text() == "The applicant"
    assert desk.view(case).contract is None
    shown.ending.open_close()
    closing = shown.doings.panel
    assert closing is not None
    closing.fill("outcome", "granted")
    assert "Anne Example Ltd at 1 High Street, LS1 4AP" in closing._words.text()
    closing._press()
    desk.settle()
    assert desk.view(case).contract is not None
    desk.desk.undo()
    desk.settle()
    assert desk.view(case).contract is None


def test_an_applicant_can_be_a_contractor_of_the_register(desk: CaseDesk) -> None:
    connection = desk.desk.connection
    known, name = connection.execute(
        "SELECT k.id, k.name FROM contractor k JOIN contract c ON c.contractor_id = k.id"
        " WHERE c.group_key = 'pharmacy' ORDER BY k.id LIMIT 1"
    ).fetchone()
    count = "SELECT count(*) FROM contractor"
    before = connection.execute(count).fetchone()
    opening = CaseOpening(desk.desk, desk.show_list())
    procedure = desk.desk.catalogue.procedures.named("market-entry-notified")
    opening.open_for(procedure, Subject.APPLICANT, desk.shell)
    panel = opening.applying
    assert panel is not None
    panel.fill("name", name[:-1])
    until(lambda: "in the register already" in panel._words.text())
    panel.fill("contractor", str(known))
    assert panel.text_of("name") == name
    panel.fill("name", f"{name} North")
    panel.changed.emit()
    desk.settle()
    assert panel.text_of("contractor") == str(known), "what was picked stays"
    panel.fill("contract_type", "pharmacy")
    panel._press()
    desk.settle()
    case = desk.opened[-1][1]["id"]
    row = connection.execute(
        "SELECT a.name, a.contractor_id FROM applicant a JOIN case_file c"
        " ON c.applicant_id = a.id WHERE c.id = ?", (case,),
    ).fetchone()  # fmt: skip
    assert row == (f"{name} North", known)
    assert connection.execute(count).fetchone() == before
    desk.desk.undo()
    desk.settle()
