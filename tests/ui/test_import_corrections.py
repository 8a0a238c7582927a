"""Cells corrected in the review: by the keyboard, by one click, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from areateam.imports.absent_views import ABSENT
from tests.imports.pharmacy_lists import Places, copied, make_places
from tests.ui.imports_desk import ImportDesk, texts, until
from ui.pages.import_cells import CellEditor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from ui.pages.import_absent_panel import AbsentPanel


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return make_places(tmp_path_factory.mktemp("made"))


@pytest.fixture
def desk(qapp: QApplication, made: Places, tmp_path: Path) -> Iterator[ImportDesk]:
    opened = ImportDesk(copied(made, tmp_path), tmp_path / "window.json")
    yield opened
    opened.close()


def go_to_line(desk: ImportDesk, line: int) -> None:
    body = desk.review.body
    lines = [texts(body.model, row)[1] for row in range(body.model.rowCount())]
    body.table.setCurrentIndex(body.model.index(lines.index(str(line)), 0))
    until(lambda: body.panel.details and body.panel.details.line == line)


def editor_of(desk: ImportDesk, heading: str) -> CellEditor:
    whole = desk.review.choices.whole
    editors = whole.editors if whole else desk.review.body.panel.editors
    return next(each for each in editors if each.cell.heading == heading)


def test_a_wrong_date_is_corrected_by_the_keyboard(desk: ImportDesk) -> None:
    page = desk.offer()
    go_to_line(desk, 11)
    page.body.table.setFocus()
    QTest.keyClick(page.body.table, Qt.Key.Key_F2)
    edit = editor_of(desk, "Start date").edit
    assert desk.shell.focusWidget() is edit
    assert edit.selectedText() == "31/02/2012"
    assert "31/02/2012 is not a date" in edit.accessibleDescription()
    QTest.keyClicks(edit, "28/02/2012")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    desk.settle()
    assert desk.shell.focusWidget() is page.body.table
    assert page.apply.text() == "Apply 6 changes"
    assert page.body.panel.details is not None
    assert page.body.panel.details.outcome == "changed"
    row = texts(page.body.model, page.body.table.currentIndex().row())
    assert row[:2] == ["changed", "11"]
    assert "2 In doubt" not in page.body.foot.text()


def test_in_a_low_window_the_cell_comes_into_view(desk: ImportDesk) -> None:
    page = desk.offer()
    desk.shell.resize(960, 540)
    go_to_line(desk, 11)
    page.body.table.setFocus()
    QTest.keyClick(page.body.table, Qt.Key.Key_F2)
    QTest.qWait(20)
    edit = editor_of(desk, "Start date").edit
    assert not edit.visibleRegion().isEmpty()
    assert edit.visibleRegion().boundingRect().height() == edit.height()


def test_the_likely_date_is_one_click_and_can_be_put_back(desk: ImportDesk) -> None:
    page = desk.offer()
    go_to_line(desk, 11)
    words = editor_of(desk, "Start date").words
    assert words.text() == "Use 29/02/2012"
    words.linked.emit("use:29/02/2012")
    desk.settle()
    assert page.apply.text() == "Apply 6 changes"
    words = editor_of(desk, "Start date").words
    assert words.text() == "✓\N{NO-BREAK SPACE} Corrected; the file says 31/02/2012. Put back"
    words.linked.emit("back:")
    desk.settle()
    assert page.apply.text() == "Apply 5 changes"
    assert editor_of(desk, "Start date").words.text() == "Use 29/02/2012"


def test_any_cell_of_the_whole_line_is_corrected(desk: ImportDesk) -> None:
    page = desk.offer()
    go_to_line(desk, 21)
    page.body.table.setFocus()
    QTest.keyClick(page.body.table, Qt.Key.Key_F2)
    desk.settle()
    edit = editor_of(desk, "ODS code").edit
    assert desk.shell.focusWidget() is edit, "the first cell, where nothing is wrong"
    edit.setText("FZ102")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    desk.settle()
    assert page.apply.text() == "Apply 3 changes", "both lines have one key now"
    assert editor_of(desk, "ODS code").cell.before == "FZ101"
    QTest.keyClick(editor_of(desk, "ODS code").edit, Qt.Key.Key_Escape)
    assert desk.review.choices.whole is None
    assert page.body.panel.count.text() == "This line counts, leave out line 22"
    page.body.panel.count.click()
    desk.settle()
    assert page.apply.text() == "Apply 4 changes"


def test_escape_puts_back_what_stood_there(desk: ImportDesk) -> None:
    page = desk.offer()
    go_to_line(desk, 11)
    assert page.body.panel.edit_first()
    edit = editor_of(desk, "Start date").edit
    QTest.keyClicks(edit, "1")
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == "31/02/2012"
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert desk.shell.focusWidget() is page.body.table
    desk.settle()
    assert page.apply.text() == "Apply 5 changes"


def test_what_cannot_be_done_is_said_and_nothing_hangs(desk: ImportDesk) -> None:
    page = desk.offer()
    go_to_line(desk, 3)
    desk.places.later.unlink()
    page.body.panel.corrected.emit(3, 0, "FZ999", False)
    desk.settle()
    assert desk.problems == [f"There is no file {desk.places.later}."]
    assert page.apply.isEnabled()


def test_the_corrections_go_into_the_batch(desk: ImportDesk) -> None:
    page = desk.offer()
    page.body.panel.corrected.emit(11, 5, "29/02/2012", False)
    go_to_line(desk, 11)
    editor_of(desk, "Start date").words.linked.emit("use:29/02/2012")
    desk.settle()
    page.apply.click()
    until(lambda: desk.shell.current_key() == "imports")
    desk.settle()
    rows = desk.desk.connection.execute("SELECT line, before, after FROM batch_fix").fetchall()
    assert rows == [(11, "31/02/2012", "29/02/2012")]


def open_absent(desk: ImportDesk) -> AbsentPanel:
    page = desk.offer()
    page.body.findings.choose(ABSENT)
    desk.settle()
    assert page.body.absent.isVisible()
    assert not page.body.panel.isVisible()
    return page.body.absent


def test_records_that_are_missing_are_listed_and_one_is_ended(desk: ImportDesk) -> None:
    panel = open_absent(desk)
    page = desk.review
    rows = [texts(page.body.model, row) for row in range(page.body.model.rowCount())]
    assert [row[1] for row in rows] == ["FZ010", "FZ012", "FZ019"]
    assert rows[2] == [
        "left as it is",
        "FZ019",
        "Invented Chemist 19",
        "5N6",
        "first.csv",
        "1 Nov 2012",
        "stays as it is",
    ]
    page.body.table.setCurrentIndex(page.body.model.index(2, 0))
    until(lambda: panel.view and panel.view.code == "FZ019")
    page.body.table.setFocus()
    QTest.keyClick(page.body.table, Qt.Key.Key_Return)
    assert desk.shell.focusWidget() is panel.buttons["leave"]
    panel.buttons["end"].click()
    assert desk.shell.focusWidget() is panel.day
    QTest.keyClicks(panel.day, "31/11/2012")
    QTest.keyClick(panel.day, Qt.Key.Key_Return)
    assert "November has 30 days" in panel.fault.text()
    panel.day.setText("31/10/2012")
    panel.reason.setText("Closed")
    panel.set_end.click()
    desk.settle()
    assert page.apply.text() == "Apply 6 changes"
    assert texts(page.body.model, 2)[6] == "ends 31 Oct 2012"
    page.apply.click()
    until(lambda: desk.shell.current_key() == "imports")
    desk.settle()
    ended = desk.desk.connection.execute("SELECT ods_code FROM contract WHERE end_date IS NOT NULL")
    assert ended.fetchall() == [("FZ019",)]


def test_all_that_are_missing_are_queried_at_once(desk: ImportDesk) -> None:
    panel = open_absent(desk)
    panel.buttons["query"].click()
    desk.settle()
    decided = [texts(desk.review.body.model, row)[6] for row in range(3)]
    assert decided == ["query", "stays as it is", "stays as it is"]
    panel.links.linked.emit("alike")
    desk.settle()
    assert {texts(desk.review.body.model, row)[6] for row in range(3)} == {"query"}
    next(b for b in desk.review.body.findings._lines if b.isChecked()).click()
    desk.settle()
    assert desk.review.body.panel.isVisible()
    assert desk.review.body.model.rowCount() == 22


def test_an_end_before_the_beginning_is_refused(desk: ImportDesk) -> None:
    panel = open_absent(desk)
    panel.buttons["end"].click()
    panel.day.setText("1/1/2001")
    panel.set_end.click()
    desk.settle()
    assert "cannot end before that" in desk.problems[0]
    assert desk.review.apply.text() == "Apply 5 changes"


def test_all_or_nothing_waits_until_nothing_is_refused(desk: ImportDesk) -> None:
    page = desk.offer()
    assert page.apply.isEnabled()
    page.body.whole_only.click()
    assert not page.apply.isEnabled()
    assert "Lines are refused" in page.apply.toolTip()
    for line, place, text in ((11, 5, "29/02/2012"), (12, 0, "FZ010")):
        page.body.panel.corrected.emit(line, place, text, False)
    desk.settle()
    assert page.apply.isEnabled()
    assert page.apply.toolTip() == ""


def test_corrections_outlast_another_reading(desk: ImportDesk) -> None:
    page = desk.offer()
    page.body.panel.corrected.emit(11, 5, "29/02/2012", False)
    go_to_line(desk, 11)
    editor_of(desk, "Start date").words.linked.emit("use:29/02/2012")
    desk.settle()
    go_to_line(desk, 3)
    page.body.panel.leave.click()
    desk.settle()
    assert page.apply.text() == "Apply 5 changes"
    sql = "UPDATE contract SET name = 'Another' WHERE ods_code = 'FZ000'"
    desk.desk.write("Rename", lambda write: write.execute(sql))
    until(lambda: "The register was changed" in page.body.banner.accessibleName())
    desk.settle()
    page.body.banner.linked.emit("again")
    until(lambda: desk.shell.current_key() == "import-review")
    until(lambda: desk.review.summary)
    desk.settle()
    assert desk.review.apply.text() == "Apply 5 changes"
    assert desk.review.summary is not None
    assert desk.review.summary.left_out == 1
    assert len(desk.side_files()) == 1
