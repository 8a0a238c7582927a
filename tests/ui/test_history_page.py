"""The History page lists what was done, shows what it changed, and undoes any of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from areateam.contracts.contract_actions import amend_contract
from tests.ui.record_desk import RecordDesk
from ui.pages.history_page import HistoryPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def table(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RecordDesk]:
    made = RecordDesk(tmp_path, tmp_path_factory)
    yield made
    made.close()


@pytest.fixture
def page(table: RecordDesk) -> HistoryPage:
    made = HistoryPage(table.desk)
    table.show(made)
    return made


def listed(page: HistoryPage, key: str = "label") -> list[str]:
    model = page.table.rows_model
    section = model.section_of(key)
    return [model.index(row, section).data() for row in range(model.rowCount())]


def choose(page: HistoryPage, table: RecordDesk, operation: int) -> None:
    page.table.go_to(operation)
    page.table.rested.emit(operation)
    table.settle()


def changes(page: HistoryPage) -> list[tuple[str, str, str, str]]:
    lines = page.panel.table.lines.values()
    return [(line.name, line.what, line.before, line.after) for line in lines]


def test_everything_done_is_listed_newest_first(page: HistoryPage) -> None:
    assert listed(page)[:2] == ["Bright Smile Ltd: Tag", "Bright Smile Ltd: Note"]
    assert listed(page)[-1] == "New register"
    assert listed(page, "at")[0] == "10 Sep 2012, 09:40"
    assert listed(page, "state")[0] == "In force"
    assert listed(page, "state")[-1] == "Stands"
    assert page.header._sentence.text() == "8 steps, newest first. None of them is undone."


def test_words_and_person_narrow_the_list(page: HistoryPage, table: RecordDesk) -> None:
    page.focus_filter()
    QTest.keyClicks(page.filter.edit, "note")
    QTest.keyClick(page.filter.edit, Qt.Key.Key_Return)
    assert listed(page) == ["Bright Smile Ltd: Note"]
    people = [page.person.itemText(at) for at in range(page.person.count())]
    assert people == ["Anybody", "R. Osei"]
    page.person.setCurrentIndex(1)
    page.person.activated.emit(1)
    assert listed(page) == ["Bright Smile Ltd: Note"]


def test_moving_to_a_step_shows_what_it_changed(page: HistoryPage, table: RecordDesk) -> None:
    choose(page, table, 5)
    assert changes(page) == [("Bright Smile Ltd", "H1 delivered", "4,102", "4,884")]
    assert page.panel._title.text() == "H1 figures"
    assert page.panel._said.text() == "7 Sep 2012, 09:40, R. Osei: 1 record."


def test_a_step_is_undone_and_redone(page: HistoryPage, table: RecordDesk) -> None:
    choose(page, table, 4)
    page.panel.undo.click()
    table.settle()
    assert table.stored("signed_copy") == "unsigned"
    assert listed(page)[0] == "Undo: Scan filed"
    assert listed(page, "state")[listed(page).index("Scan filed")] == "Undone"
    assert page.header._sentence.text() == "9 steps, newest first. 1 of them undone."
    assert page.panel.redo.isVisibleTo(page)
    assert not page.panel.undo.isVisibleTo(page)
    page.panel.redo.click()
    table.settle()
    assert table.stored("signed_copy") == "found"


def test_a_refusal_names_the_later_work(page: HistoryPage, table: RecordDesk) -> None:
    fields = table.desk.catalogue.fields
    table.write(
        "Copy lost", lambda write: amend_contract(write, fields["signed_copy"], 1, "missing")
    )
    choose(page, table, 4)
    page.panel.undo.click()
    table.settle()
    said = page.panel.refusal.accessibleName()
    assert page.panel.refusal.isVisibleTo(page)
    assert "cannot be undone" in said
    assert "Copy lost: 1 change" in said
    assert table.stored("signed_copy") == "missing"
    choose(page, table, 5)
    assert not page.panel.refusal.isVisibleTo(page)


def test_the_first_step_stands(page: HistoryPage, table: RecordDesk) -> None:
    choose(page, table, 1)
    assert not page.panel.undo.isVisibleTo(page)
    assert not page.panel.redo.isVisibleTo(page)
    assert len(changes(page)) == 200


def test_only_what_came_since_a_look(page: HistoryPage, table: RecordDesk) -> None:
    page.show_args({"since": 6})
    table.settle()
    assert listed(page) == ["Bright Smile Ltd: Tag", "Bright Smile Ltd: Note"]
    assert "2 steps since you last looked" in page.header._sentence.text()


def test_a_step_can_be_opened_by_its_number(page: HistoryPage, table: RecordDesk) -> None:
    page.show_args({"operation": 4})
    table.settle()
    assert page.table.current_id() == 4
    assert changes(page) == [("Bright Smile Ltd", "Signed copy", "Unsigned", "Found")]


def test_while_another_day_is_looked_at_nothing_is_undone(
    page: HistoryPage, table: RecordDesk
) -> None:
    table.desk.look_at(date(2012, 9, 6))
    table.settle()
    assert listed(page)[0] == "Scan filed"
    assert not page.panel.undo.isEnabled()


def test_in_a_small_window_enter_opens_and_esc_gives_the_list_back(
    page: HistoryPage, table: RecordDesk
) -> None:
    page.set_narrow(narrow=True, low=True)
    assert not page.panel.isVisibleTo(page)
    page.table.go_to(5)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    table.settle()
    assert page.panel.isVisibleTo(page)
    assert not page.table.isVisibleTo(page)
    QTest.keyClick(page.panel, Qt.Key.Key_Escape)
    assert page.table.isVisibleTo(page)
    assert not page.panel.isVisibleTo(page)


def test_when_nothing_fits_the_page_says_so(page: HistoryPage) -> None:
    page.filter.set_text("no such words")
    page.refresh(None)
    assert listed(page) == []
    assert page.panel._title.text() == "Move to a step to see what it changed."
