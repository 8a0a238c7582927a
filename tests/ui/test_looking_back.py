"""On an earlier day every page reads the register as it stood when that day ended."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from areateam.cases.case_actions import NewCase, finish_step, open_case
from areateam.cases.case_views import Standing
from areateam.cases.rulebook_views import rulebook
from areateam.contracts.contract_filter import Condition, Filter
from areateam.office import Office, open_office
from tests.contract_register import HOME, NOW, copied_office, the_catalogue
from tests.ui.record_desk import RecordDesk
from ui.pages.case_page import CasePage
from ui.pages.cases_page import CasesPage
from ui.pages.contracts_page import ContractsPage
from ui.widgets.empty_state import EmptyState
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from areateam.ledger.ledger import Write

OPENED, STEPPED = date(2012, 10, 10), date(2012, 10, 20)
BETWEEN, BEFORE = date(2012, 10, 15), date(2012, 10, 1)
TWO_CONTRACTS, FIRST_ONLY = date(2012, 9, 5), date(2012, 9, 4)


def _same(moment: datetime) -> datetime:
    return moment


def with_a_case(folder: Path, factory: pytest.TempPathFactory) -> Office:
    """The small register with a case that was opened on one day and stepped on on another."""
    copied_office(folder, factory).close()
    path, catalogue = folder / "register.areateam", the_catalogue()

    def opened(write: Write) -> object:
        book = rulebook(office.store.connection, catalogue, OPENED)
        return open_case(write, book, 1, NewCase("breach-dental", OPENED))

    def stepped(write: Write) -> None:
        book = rulebook(office.store.connection, catalogue, STEPPED)
        key = catalogue.procedures.named("breach-dental").step[0].key
        finish_step(write, book, 1, key, STEPPED)

    for day, act in ((OPENED, opened), (STEPPED, stepped)):
        moment = datetime.combine(day, NOW.time())
        office = open_office(path, user="R. Osei", now=partial(_same, moment), catalogue=catalogue)
        office.write(f"On {day}", act)
        office.close()
    return open_office(path, user="R. Osei", as_at=HOME, now=lambda: NOW, catalogue=catalogue)


@pytest.fixture
def table(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RecordDesk]:
    made = RecordDesk(tmp_path, tmp_path_factory, with_a_case)
    yield made
    made.close()


def look(table: RecordDesk, day: date | None) -> None:
    table.desk.look_at(day)
    table.settle()


def shown(page: ContractsPage | CasesPage) -> list[object]:
    model = page.table.rows_model
    return [model.id_at(row) for row in range(model.rowCount())]


def words(page: QWidget) -> str:
    return "\n".join(each.text() for each in page.findChildren(SpanLabel) if each.isVisible())


def test_the_lists_and_the_records_beside_them_are_of_the_day(table: RecordDesk) -> None:
    contracts, cases = ContractsPage(table.desk), CasesPage(table.desk)
    for page in (contracts, cases):
        table.show(page, width=1280)
    assert (shown(contracts), shown(cases)) == ([1, 2], [1])
    look(table, FIRST_ONLY)
    assert shown(contracts) == [1]
    assert cases.is_empty
    (first,) = [
        each
        for each in cases.findChildren(QPushButton)
        if each.text() == "New case" and each.isVisible()
    ]
    assert not first.isEnabled()
    assert not contracts.parts.new.isEnabled()
    assert contracts.parts.new.toolTip() == (
        "You are looking at 4 Sep 2012. Nothing can be changed here."
    )
    look(table, BETWEEN)
    assert (shown(contracts), shown(cases)) == ([1, 2], [1])
    contracts.narrow(Filter((Condition("manager", "=", ("R. Patel",)),)))
    table.settle()
    assert shown(contracts) == [1]
    look(table, TWO_CONTRACTS)
    assert shown(contracts) == []
    look(table, None)
    assert contracts.parts.new.isEnabled()


def test_a_case_shows_the_steps_of_the_day_and_is_not_there_before(table: RecordDesk) -> None:
    page = CasePage(table.desk)
    table.show(page, id=1)

    def done() -> int:
        assert page.view is not None
        return sum(step.standing is Standing.DONE for step in page.view.steps)

    now = done()
    look(table, BETWEEN)
    assert done() == now - 1
    assert not any(button.isEnabled() for button in page.steps.buttons.values())
    look(table, BEFORE)
    assert page.view is None
    (gone,) = [part for part in page.findChildren(EmptyState) if part.isVisible()]
    assert "This case was not in the register on 1 Oct 2012." in words(gone)
    look(table, None)
    assert done() == now


def test_the_day_is_another_only_once_its_register_is_read(table: RecordDesk) -> None:
    desk, heard = table.desk, list[str]()
    desk.going.connect(lambda day: heard.append(f"going to {day}"))
    desk.date_changed.connect(lambda: heard.append(f"at {desk.today}"))
    desk.look_at(BETWEEN)
    assert (heard, desk.looks_back) == ([f"going to {BETWEEN}"], False)
    table.settle()
    assert heard[1:] == [f"at {BETWEEN}"]
    then = desk.connection
    assert then is not desk.present
    # Who turns back before it is read stays where they are.
    desk.look_at(BEFORE)
    desk.look_at(None)
    table.settle()
    assert heard[2:] == [f"going to {BEFORE}", f"at {HOME}"]
    assert desk.connection is desk.present


def test_nothing_is_written_while_looking_back(table: RecordDesk) -> None:
    look(table, BETWEEN)
    table.desk.write("Change", lambda write: write.execute("UPDATE contract SET name = 'X'"))
    table.desk.undo()
    table.settle()
    assert len(table.said) == 2
    assert all("15 Oct 2012" in said for said in table.said)
    look(table, None)
    assert "Change" not in table.labels()
