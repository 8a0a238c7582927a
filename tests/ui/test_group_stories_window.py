"""The four stories of `tests/flows/test_group_stories.py` in the window, by keys and clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.flows.case_story import list_file, profile_file
from tests.ui.story_window import StoryWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

TODAY = "1 Nov 2012"


@pytest.fixture
def window(
    qapp: QApplication, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[StoryWindow]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = StoryWindow(register, tmp_path)
    yield made
    made.close()


def test_a_practice_closes_its_list(window: StoryWindow, tmp_path: Path) -> None:
    line = {"ODS code": "C81001", "Practice name": "Fountain Surgery", "Type": "GMS",
            "PCT": "5N6", "Address 1": "2 Fountain Street", "Postcode": "DE55 7AB",
            "List size": "5,610"}  # fmt: skip
    window.take_in(list_file(tmp_path / "practices.csv", line))
    contract = window.find("fountain")
    page = window.open_case(
        contract, "list-closure", received="22 Oct 2012", closes="1 Dec 2012",
        reopening="1 Jun 2013",
    )  # fmt: skip
    assert window.day("decide") == "2012-11-11"
    window.do(
        "pause", "consult", reason="waiting for another body", evidence="LMC mail",
        first="24 Oct 2012", last="26 Oct 2012",
    )  # fmt: skip
    assert window.day("consult") == "2012-11-08"
    window.do("unpause", "consult", why="Never was")
    assert window.day("consult") == "2012-11-05"
    window.letter("acknowledge", TODAY, what="application to close your list")
    window.do("done", "support")
    window.do("done", "consult")
    decided = "the list may close for six months"
    said = window.refused("done", "decide", decision=decided, role="contract-manager")
    assert "Primary care panel" in said
    window.do("done", "decide", decision=decided, role="panel")
    letter = window.letter("notify", TODAY, reasons="Two of five doctors leave.")
    assert f"Our decision: {decided}." in letter
    assert "2 Fountain Street" in letter
    said = window.close_case("approved")
    assert "closed" in said
    assert "1 Jun 2013" in said
    assert any("Closed, approved" in line.text for line in page._lines)
    assert "1 Jun 2013" in window.changes(contract)
    window.undo_all()


def test_a_dentist_under_30_per_cent_has_money_withheld(
    window: StoryWindow, tmp_path: Path
) -> None:
    line = {"Contract No": "700466", "Provider Name": "Riverside Dental Care",
            "Contract Type": "GDS", "PCT": "5N6", "Address 1": "4 River Street",
            "Postcode": "DE1 2AB", "Annual UDAs": "10,000", "UDA Value": "£24.60",
            "Annual Value": "£246,000.00", "UDAs Delivered H1": "2,400"}  # fmt: skip
    window.take_in(list_file(tmp_path / "dental list.csv", line))
    contract = window.find("riverside")
    days = {"half-year-end": "30 Sep 2012"}
    window.open_case(
        contract, "dental-mid-year", received="8 Oct 2012", value="£127,920.00", **days
    )
    assert window.day("ask") == "2012-10-31"
    window.do("done", "flag", on="10 Oct 2012")
    letter = window.letter("ask", "24 Oct 2012", meeting="14 Nov 2012", reply_by="7 Nov 2012")
    assert "We invite you to a meeting on 14 November 2012." in letter
    assert window.day("evidence") == "2012-11-14"
    window.do(
        "pause", "evidence", reason="waiting for the contractor", evidence="Call",
        first="29 Oct 2012", last="31 Oct 2012",
    )  # fmt: skip
    assert window.day("evidence") == "2012-11-19"
    for step in ("evidence", "record", "money"):
        window.do("done", step)
    decided = "to withhold £127,920.00"
    said = window.refused("done", "decide", decision=decided, role="head-of-primary-care")
    assert "Finance director" in said
    window.do("done", "decide", decision=decided, role="finance-director")
    letter = window.letter("notify", TODAY, reasons="No plan.", first_payment="January 2013")
    assert any("We shall withhold £127,920.00" in line for line in letter)
    said = window.close_case("withheld", comment="Nothing was proposed")
    assert "Withheld: nothing → £127,920.00" in said
    assert "£127,920.00" in window.changes(contract)
    window.undo_all()


def test_a_pharmacy_leaves_the_list(window: StoryWindow, tmp_path: Path) -> None:
    shop = {"OrganisationID": "13001", "OrganisationCode": "FQ421", "City": "Belper",
            "OrganisationType": "Pharmacy", "SubType": "Community Pharmacy",
            "OrganisationName": "High Street Chemist", "Address1": "12 High Street",
            "Postcode": "DE56 1AA", "ParentODSCode": "5N6"}  # fmt: skip
    window.take_in(profile_file("nhs-choices-pharmacies", tmp_path / "Pharmacy.csv", **shop))
    contract = window.find("high street")
    days = {"notice-standard": "1 Oct 2012", "closes": "2 Jan 2013"}
    window.open_case(contract, "pharmacy-closure", received="1 Oct 2012", **days)
    assert window.day("three-months") == "2013-01-01"
    window.do(
        "pause", "gap", reason="waiting for another body", evidence="PNA group",
        first="4 Oct 2012", last="8 Oct 2012",
    )  # fmt: skip
    assert window.day("gap") == "2012-10-18"
    window.do("done", "gap")
    decided = "it closes on 2 January 2013"
    said = window.refused("done", "accept", decision=decided, role="contract-officer")
    assert "Contract manager" in said
    window.do("done", "accept", decision=decided)
    letter = window.letter("confirm", TODAY, last_day="2 Jan 2013", duties="A notice on the door.")
    assert "A notice on the door." in letter
    said = window.close_case("closed")
    assert "2 Jan 2013" in said
    assert "2 Jan 2013" in window.changes(contract)
    window.undo_all()


def test_a_visit_is_notified_too_late(window: StoryWindow, tmp_path: Path) -> None:
    firm = {"OrganisationID": "26001", "OrganisationCode": "5N6 0042", "City": "Ripley",
            "OrganisationType": "Opticians", "OrganisationName": "Homesight Mobile Eyecare",
            "Address1": "3 Mill Lane", "Postcode": "DE5 3BB",
            "ParentODSCode": "Q55"}  # fmt: skip
    window.take_in(profile_file("nhs-choices-opticians", tmp_path / "Opticians.csv", **firm))
    contract = window.find("homesight")
    window.open_case(contract, "mobile-visit-many", received="15 Oct 2012", visit="30 Oct 2012")
    assert window.day("earliest") == "2012-11-05"
    assert window.day("match") == "2012-12-27"
    window.do(
        "pause", "match", reason="waiting for the contractor", evidence="Claims come later",
        first="31 Oct 2012", last="1 Nov 2012",
    )  # fmt: skip
    assert window.day("match") == "2012-12-31"
    window.do("done", "log")
    window.do("done", "check", decision="the notice is late")
    letter = window.letter("late", TODAY, reasons="Fifteen days.", next="Give notice afresh.")
    assert "Our decision is: the notice is late" in letter
    page = window.case()
    window.click(page.ending.close)
    panel = page.doings.panel
    assert panel is not None
    panel.fill("outcome", "valid")
    window.answer(panel)
    assert page.doings.panel is panel, "three weeks were not kept"
    panel.left.emit()
    window.settle()
    said = window.close_case("late", comment="Fifteen days")
    assert "Late visit notices: nothing → 1" in said
    assert "Late visit notices" in window.changes(contract)
    window.undo_all()
