"""The notice of a mobile visit is weighed on the contract's page, and opens its case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.cases_desk import CaseDesk
from ui.pages.contract_page import ContractPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture
def desk(qapp: QApplication, cases_file: Path, tmp_path: Path) -> Iterator[CaseDesk]:
    made = CaseDesk(cases_file, tmp_path)
    yield made
    made.close()


def page_of(desk: CaseDesk, group: str) -> tuple[int, ContractPage]:
    (contract,) = desk.desk.connection.execute(
        "SELECT min(id) FROM contract WHERE group_key = ?", (group,)
    ).fetchone()
    page = ContractPage(desk.desk, desk.shell)
    page.show_args({"id": contract})
    desk.settle()
    return contract, page


def test_only_contracts_whose_visits_need_notice_have_it(desk: CaseDesk) -> None:
    assert page_of(desk, "optometry")[1].doings.visit.isVisible()
    assert not page_of(desk, "gp")[1].doings.visit.isVisible()


def test_a_notice_is_weighed_by_the_hour_and_opens_the_case_of_its_procedure(
    desk: CaseDesk,
) -> None:
    contract, page = page_of(desk, "optometry")
    page.doings.weigh_visit()
    panel = page.doings.visit_panel
    assert panel is not None
    for key, text in {"given": "29 Oct 2012", "given_at": "14:00", "begins": "31 Oct 2012",
                      "begins_at": "13:59", "patients": "2"}.items():  # fmt: skip
        panel.fill(key, text)
    panel.look()
    assert "The notice is late" in panel._words.text()
    assert "Wed 31 Oct 2012, 14:00" in panel._words.text()
    panel.fill("begins_at", "2 pm")
    assert panel.look() is None
    panel.fill("begins_at", "14:00")
    panel.look()
    assert "The notice is in time" in panel._words.text()
    panel.fill("patients", "3")
    panel.fill("changes", "4")
    panel.look()
    assert "4 patients were substituted or added" in panel._words.text()
    panel._press()
    desk.settle()
    key, args = desk.opened[-1]
    assert key == "case"
    view = desk.view(args["id"])
    assert (view.contract, view.procedure.key) == (contract, "mobile-visit-many")
    assert view.dates == {"visit": "2012-10-31"}
    desk.desk.undo()
    desk.settle()
