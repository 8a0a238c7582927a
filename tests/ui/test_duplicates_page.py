"""The Duplicates page compares two records, and merges them or keeps them apart."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from areateam.contracts.contract_rows import Contract
from areateam.organisations.contractor_rows import Contractor, Site
from tests.ui.record_desk import RecordDesk
from ui.pages.duplicates_page import DuplicatesPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from areateam.ledger.ledger import Write


def plant(write: Write) -> None:
    """Two sites that are one, and Oak Dental once more under a number written otherwise."""
    for name, phone in (("Elm Surgery", "01332 555123"), ("ELM SURG", None)):
        write.insert(Site, name=name, postcode="DE1 1AA", phone=phone, email="elm@example.org")
    other = write.insert(Contractor, name="Oak Dental Ltd", phone="01332 555999")
    write.insert(
        Contract,
        group_key="dental",
        contract_type="gds",
        contract_no="0700101",
        name="Oak Dental",
        contractor=other,
        notice_months=6,
    )


@pytest.fixture
def table(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RecordDesk]:
    made = RecordDesk(tmp_path, tmp_path_factory)
    made.write("Plant", plant)
    yield made
    made.close()


@pytest.fixture
def page(table: RecordDesk) -> DuplicatesPage:
    made = DuplicatesPage(table.desk)
    table.show(made)
    return made


def listed(page: DuplicatesPage) -> list[str]:
    model = page.list.table.rows_model
    return [str(model.id_at(row)) for row in range(model.rowCount())]


def choose(page: DuplicatesPage, table: RecordDesk, pair: str) -> None:
    page.list.table.go_to(pair)
    page.list.table.rested.emit(pair)
    table.settle()


def count(table: RecordDesk, kind: str) -> int:
    (found,) = table.desk.connection.execute(f'SELECT count(*) FROM "{kind}"').fetchone()
    return int(found)


def cells(page: DuplicatesPage, key: str) -> tuple[str, str]:
    """What a reader of the screen is told of both sides of a field."""
    model = page.card.table.rows_model
    row = next(r for r in range(model.rowCount()) if model.id_at(r) == key)
    left, right = (model.index(row, model.section_of(side)).data() for side in ("left", "right"))
    return left, right


def test_pairs_are_listed_with_the_likeliest_of_each_kind_first(page: DuplicatesPage) -> None:
    assert listed(page) == ["S1 S2", "C2 C3"]
    assert page.header._sentence.text().startswith("2 pairs to decide about, 2 very likely")
    assert page.list.counts.findChildren(type(page.list.counts._buttons[0]))[1].text() == "1 site"


def test_a_kind_is_chosen_above(page: DuplicatesPage) -> None:
    page.list.counts._buttons[2].click()
    assert listed(page) == ["C2 C3"]
    page.list.counts._buttons[2].click()
    assert len(listed(page)) == 2


def test_the_fuller_record_stands_until_the_sides_are_swapped(
    page: DuplicatesPage, table: RecordDesk
) -> None:
    shown = page.card.shown
    assert shown is not None
    assert (shown.left.ref, shown.right.ref) == ("S1", "S2")
    assert page.merge.text() == "Merge into S1"
    QTest.keyClick(page.list.table, Qt.Key.Key_S)
    table.settle()
    assert page.merge.text() == "Merge into S2"
    page.card.swap.click()
    table.settle()
    assert page.merge.text() == "Merge into S1"


def test_a_pair_is_merged_with_what_was_chosen_and_one_undo_brings_both_back(
    page: DuplicatesPage, table: RecordDesk
) -> None:
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    page.card.table.go_to("name")
    QTest.keyClick(page.card.table, Qt.Key.Key_Right)
    assert cells(page, "name") == ("Elm Surgery", "stands ELM SURG")
    QTest.keyClick(page.card.table, Qt.Key.Key_M)
    table.settle()
    sites = table.desk.connection.execute("SELECT name, phone FROM site").fetchall()
    assert ("ELM SURG", "01332 555123") in sites
    assert count(table, "site") == 1
    assert listed(page) == ["C2 C3"], "the next pair is there"
    assert table.labels()[0] == "Merge ELM SURG into Elm Surgery"
    table.desk.undo()
    table.settle()
    assert count(table, "site") == 2
    assert listed(page) == ["S1 S2", "C2 C3"]


def test_terms_that_clash_must_be_chosen_before_a_merge(
    page: DuplicatesPage, table: RecordDesk
) -> None:
    choose(page, table, "C2 C3")
    assert not page.merge.isEnabled()
    assert page.merge.toolTip() == "Choose first: Contractor"
    QTest.keyClick(page.card.table, Qt.Key.Key_M)
    table.settle()
    assert "Contractor" in page.card.refusal.accessibleName()
    assert count(table, "contract") == 3
    page.card.table.go_to("contractor")
    QTest.keyClick(page.card.table, Qt.Key.Key_Left)
    assert not page.card.refusal.isVisibleTo(page)
    assert page.merge.isEnabled()
    page.merge.click()
    table.settle()
    assert count(table, "contract") == 2
    (months,) = table.desk.connection.execute(
        "SELECT notice_months FROM contract WHERE contract_no IN ('700101', '0700101')"
    ).fetchone()
    assert months == 6


def test_what_is_not_the_same_is_not_offered_again(page: DuplicatesPage, table: RecordDesk) -> None:
    QTest.keyClick(page.list.table, Qt.Key.Key_N)
    table.settle()
    assert listed(page) == ["C2 C3"]
    choose(page, table, "C2 C3")
    page.apart.click()
    table.settle()
    assert listed(page) == []
    assert page.empty.isVisibleTo(page)
    assert not page.merge.isVisibleTo(page)
    table.desk.undo()
    table.settle()
    assert listed(page) == ["C2 C3"]


def test_while_another_day_is_looked_at_nothing_is_decided(
    page: DuplicatesPage, table: RecordDesk
) -> None:
    table.desk.look_at(date(2012, 9, 6))
    table.settle()
    assert not page.merge.isEnabled()
    assert not page.apart.isEnabled()
    QTest.keyClick(page.list.table, Qt.Key.Key_M)
    # What is there twice came in later.
    assert listed(page) == []
    table.desk.look_at(None)
    table.settle()
    assert count(table, "site") == 2


def test_in_a_small_window_enter_opens_and_esc_gives_the_list_back(
    page: DuplicatesPage, table: RecordDesk
) -> None:
    page.set_narrow(narrow=True, low=True)
    assert not page.card.isVisibleTo(page)
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    assert page.card.isVisibleTo(page)
    assert not page.list.table.isVisibleTo(page)
    QTest.keyClick(page.card.table, Qt.Key.Key_Escape)
    assert page.list.table.isVisibleTo(page)
    assert not page.card.isVisibleTo(page)


def test_each_cell_says_whether_its_value_stands(page: DuplicatesPage) -> None:
    model = page.card.table.rows_model
    spoken = Qt.ItemDataRole.AccessibleTextRole
    row = next(r for r in range(model.rowCount()) if model.id_at(r) == "name")
    assert "stands" in model.index(row, model.section_of("left")).data(spoken)
    assert "gives way" in model.index(row, model.section_of("right")).data(spoken)
