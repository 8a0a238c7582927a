"""Cases that figures ask for are shown with their reasons and opened in one step, from the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.cases.proposal_views import HOURS, LABELS, MID_YEAR, proposals
from tests.ui.cases_desk import TODAY, CaseDesk
from tests.ui.contracts_desk import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from ui.dialogs.proposals_panel import ProposalsPanel
    from ui.pages.case_proposing import CaseProposing


@pytest.fixture
def desk(qapp: QApplication, cases_file: Path, tmp_path: Path) -> Iterator[CaseDesk]:
    made = CaseDesk(cases_file, tmp_path)
    yield made
    made.close()


def shown(proposing: CaseProposing) -> ProposalsPanel:
    until(lambda: proposing.panel is not None)
    assert proposing.panel is not None
    return proposing.panel


def counted(desk: CaseDesk, table: str) -> int:
    (count,) = desk.desk.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)


def test_the_ticked_are_opened_with_their_letters_and_one_undo(desk: CaseDesk) -> None:
    page = desk.show_list(propose=MID_YEAR)
    panel = shown(page.proposing)
    found = proposals(desk.desk.connection, desk.desk.catalogue, TODAY, MID_YEAR)
    waiting = [p for p in found if p.case is None]
    assert [p.contract for p in panel.wanted()] == [p.contract for p in waiting]
    panel.model.set_checked([p.contract for p in waiting[2:]], on=False)
    assert panel._verb.text() == "Open 2 cases"
    cases, letters = counted(desk, "case_file"), counted(desk, "document")
    panel.letter.setChecked(True)
    panel.agreed.emit()
    desk.settle()
    # The letter asks for days that nobody has given: nothing is opened, and it is said which.
    assert counted(desk, "case_file") == cases
    assert page.proposing.panel is panel
    panel.fill("meeting", "19/11/2012")
    panel.fill("reply_by", "12/11/2012")
    panel.agreed.emit()
    until(lambda: page.proposing.panel is None)
    desk.settle()
    assert counted(desk, "case_file") == cases + 2
    assert counted(desk, "document") == letters + 2
    desk.desk.undo()
    desk.settle()
    assert (counted(desk, "case_file"), counted(desk, "document")) == (cases, letters)


def test_nothing_can_be_opened_where_nothing_is_ticked(desk: CaseDesk) -> None:
    page = desk.show_list()
    page.proposing.propose(HOURS)
    panel = shown(page.proposing)
    panel.model.check_all(on=False)
    assert not panel._verb.isEnabled()
    assert [action.text() for action in page.proposing.menu.actions()] == [
        f"{words}…" for words in LABELS.values()
    ]
