"""Terms are edited in place: stored with a label, refused with a reason, put back by Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton

from tests.ui.record_desk import RecordDesk
from ui.forms.value_editors import TextEditor
from ui.pages.contract_page import ContractPage
from ui.widgets.popover import Popover

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from ui.pages.contract_value_row import TermRow


@pytest.fixture
def table(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RecordDesk]:
    made = RecordDesk(tmp_path, tmp_path_factory)
    yield made
    made.close()


@pytest.fixture
def page(table: RecordDesk) -> ContractPage:
    made = ContractPage(table.desk)
    table.show(made, id=1, tab="terms")
    return made


def typed(row: TermRow, text: str) -> TextEditor:
    """Open the field with F2 and type; Enter is left to the test."""
    QTest.keyClick(row, Qt.Key.Key_F2)
    assert isinstance(row.editor, TextEditor)
    row.editor.setText(text)
    return row.editor


def enter(table: RecordDesk, row: TermRow, text: str) -> None:
    QTest.keyClick(typed(row, text), Qt.Key.Key_Return)
    table.settle()


def test_a_value_is_stored_under_its_own_label(page: ContractPage, table: RecordDesk) -> None:
    row = page.terms.rows["end_date"]
    enter(table, row, "30/6/2013")
    assert table.stored("end_date") == "2013-06-30"
    assert table.labels()[0] == "Bright Smile Ltd: Ends"
    assert row.editor is None
    assert row.accessibleName() == "Ends: 30 Jun 2013  in 241 days"
    decide = page.terms.rows["decide_by"].accessibleName()
    assert decide == "Decide renewal by: 30 Dec 2011  18 months before the end"
    assert row.hasFocus()


def test_a_wrong_date_says_why_what_stays_and_offers_the_likely_one(
    page: ContractPage, table: RecordDesk
) -> None:
    row = page.terms.rows["end_date"]
    enter(table, row, "31 Jun 2013")
    words = "June has 30 days. Ends stays 31 May 2013 until this is right."
    assert row._fault.text().endswith(words)
    assert row._ways.text() == "Use 30 Jun 2013   Esc puts 31 May 2013 back"
    assert table.stored("end_date") == "2013-05-31"
    row._ways.linked.emit("30 Jun 2013")
    table.settle()
    assert table.stored("end_date") == "2013-06-30"


def test_esc_puts_the_old_value_back(page: ContractPage, table: RecordDesk) -> None:
    row = page.terms.rows["end_date"]
    editor = typed(row, "nonsense")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert row.editor is None
    assert row.accessibleName().startswith("Ends: 31 May 2013")
    assert len(table.labels()) == 8


def test_what_the_register_refuses_is_said_beside_the_field(
    page: ContractPage, table: RecordDesk
) -> None:
    row = page.terms.rows["end_date"]
    enter(table, row, "1 Jan 2000")
    assert row.editor is not None
    assert "The end, 1 Jan 2000, is before the start, 1 Jun 2007." in row._fault.text()
    assert table.stored("end_date") == "2013-05-31"


def test_a_name_is_needed(page: ContractPage, table: RecordDesk) -> None:
    row = page.terms.rows["name"]
    enter(table, row, "")
    assert "Contractor is blank; it is needed." in row._fault.text()
    assert table.stored("name") == "Bright Smile Ltd"


def test_types_are_those_of_the_group(page: ContractPage, table: RecordDesk) -> None:
    row = page.terms.rows["contract_type"]
    QTest.keyClick(row, Qt.Key.Key_Return)
    editor = row.editor
    assert isinstance(editor, QComboBox)
    kinds = {kind.key for kind in table.desk.catalogue.types_of("dental")}
    assert {editor.itemData(at) for at in range(editor.count())} == kinds
    editor.setCurrentIndex(editor.findData("gds"))
    editor.entered.emit()
    table.settle()
    assert table.stored("contract_type") == "gds"
    assert "pds_end" not in page.terms.rows, "the cards are those of the new type"


def test_a_manager_is_chosen_by_name_or_entered_anew(page: ContractPage, table: RecordDesk) -> None:
    row = page.terms.rows["manager"]
    editor = typed(row, "s. newcomb")
    completer = editor.completer()
    assert completer is not None
    assert completer.model().index(0, 0).data() == "R. Patel"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert "Nobody called “s. newcomb” was entered so far." in row._fault.text()
    assert "Manager stays R. Patel" in row._fault.text()
    row._ways.linked.emit("somebody-new")
    table.settle()
    assert row.accessibleName() == "Manager: s. newcomb"
    enter(table, row, "r. patl")
    assert row._ways.text().startswith("Use R. Patel   Enter somebody new")
    row._ways.linked.emit("R. Patel")
    table.settle()
    assert row.accessibleName() == "Manager: R. Patel"
    count = table.desk.connection.execute("SELECT count(*) FROM person").fetchone()
    assert count == (2,)


def test_leaving_a_name_as_it_is_changes_nothing(page: ContractPage, table: RecordDesk) -> None:
    row = page.terms.rows["manager"]
    row.edit()
    editor = row.editor
    assert isinstance(editor, TextEditor)
    assert editor.text() == "R. Patel"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    table.settle()
    assert page.terms.rows["manager"].editor is None
    assert len(table.labels()) == 8


def test_an_organisation_is_checked_and_the_nearest_offered(
    page: ContractPage, table: RecordDesk
) -> None:
    row = page.terms.rows["pct_code"]
    assert row.accessibleName() == "PCT: 5N6 Derbyshire County PCT"
    enter(table, row, "Nottingham Cty PCT")
    assert "PCT stays 5N6 Derbyshire County PCT until this is right." in row._fault.text()
    assert row._ways.text().startswith("Use 5EM Nottingham City PCT")
    row._ways.linked.emit("5EM Nottingham City PCT")
    table.settle()
    assert table.stored("pct_code") == "5EM"
    assert row.accessibleName() == "PCT: 5EM Nottingham City PCT"


def test_worked_out_values_explain_themselves_and_cannot_be_typed(
    page: ContractPage, table: RecordDesk
) -> None:
    row = page.terms.rows["h1_pct"]
    assert row.accessibleName() == "H1 delivery: 26.40%"
    row.edit()
    assert row.editor is None
    row.reason_asked.emit("h1_pct")
    (popover,) = [each for each in page.findChildren(Popover) if each.isVisible()]
    assert popover.accessibleName().startswith("Why: 4,884 of 18,500 UDAs is 26.40%")


def test_what_nobody_stated_says_so_and_can_be_left_out(
    page: ContractPage, table: RecordDesk
) -> None:
    row = page.terms.rows["decision"]
    assert row.accessibleName() == "Decision: not stated"
    page.terms.hide_unstated(hide=True)
    assert not row.isVisibleTo(page)
    assert page.terms.rows["end_date"].isVisibleTo(page)
    again = ContractPage(table.desk)
    table.show(again, id=1, tab="terms")
    assert not again.terms.rows["decision"].isVisibleTo(again)
    page.terms.hide_unstated(hide=False)
    assert row.isVisibleTo(page)


def test_a_change_elsewhere_leaves_the_field_that_is_edited_alone(
    page: ContractPage, table: RecordDesk
) -> None:
    editor = typed(page.terms.rows["end_date"], "1 Jul 2013")
    table.write(
        "Elsewhere",
        lambda write: write.execute("UPDATE contract SET signed_copy = 'missing' WHERE id = 1"),
    )
    assert editor.text() == "1 Jul 2013"
    assert page.terms.rows["signed_copy"].accessibleName() == "Signed copy: Missing"


def test_undo_takes_the_value_back_on_the_page(page: ContractPage, table: RecordDesk) -> None:
    row = page.terms.rows["end_date"]
    enter(table, row, "30 Jun 2013")
    table.desk.undo()
    table.settle()
    assert row.accessibleName() == "Ends: 31 May 2013  in 211 days"


def test_notice_is_given_from_the_menu(page: ContractPage, table: RecordDesk) -> None:
    page.doings.give_notice()
    (popover,) = [each for each in page.findChildren(Popover) if each.isVisible()]
    panel = popover.content
    panel.day.setText("31 Feb 2012")  # type: ignore[attr-defined]  # the notice panel's field
    give = next(b for b in popover.findChildren(QPushButton) if b.text() == "Give notice")
    give.click()
    assert table.stored("notice_given_on") is None
    panel.day.setText("30 Oct 2012")  # type: ignore[attr-defined]  # the notice panel's field
    give.click()
    table.settle()
    assert table.stored("notice_given_on") == "2012-10-30"
    assert table.stored("notice_by") == "contractor"
    assert table.labels()[0] == "Bright Smile Ltd: Notice given"
    assert not [each for each in page.findChildren(Popover) if each.isVisible()]
