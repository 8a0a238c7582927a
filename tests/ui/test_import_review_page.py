"""The review of an import: nothing is written before it, and what is decided there is done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPushButton, QWidget

from tests.conftest import at_home
from tests.imports.pharmacy_lists import (
    COUNTS,
    HEADER,
    Places,
    copied,
    make_places,
    new_lines,
    old_lines,
)
from tests.ui.imports_desk import Answers, ImportDesk, texts, until
from ui.style.theme import theme
from ui.tables.lazy_table_model import CELL_ROLE
from ui.widgets.popover import Popover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from ui.pages.import_review_page import ImportReviewPage
    from ui.tables.row_source import Cell


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return make_places(tmp_path_factory.mktemp("made"))


@pytest.fixture
def desk(qapp: QApplication, made: Places, tmp_path: Path) -> Iterator[ImportDesk]:
    opened = ImportDesk(copied(made, tmp_path), tmp_path / "window.json")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def under_review(
    qapp: QApplication, made: Places, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ImportDesk]:
    """The October list under review, for tests that only look at it and apply nothing."""
    folder = tmp_path_factory.mktemp("under review")
    with at_home(folder):
        opened = ImportDesk(copied(made, folder), folder / "window.json")
        opened.offer()
        yield opened
        assert opened.problems == []
        opened.close()


def contracts(desk: ImportDesk) -> int:
    (found,) = desk.desk.connection.execute("SELECT count(*) FROM contract").fetchone()
    return int(found)


def shown(page: ImportReviewPage) -> list[list[str]]:
    model = page.body.model
    return [texts(model, row) for row in range(model.rowCount())]


def cell(page: ImportReviewPage, row: int, key: str) -> Cell:
    model = page.body.model
    found: Cell = model.index(row, model.section_of(key)).data(CELL_ROLE)
    return found


def count_button(page: ImportReviewPage, word: str) -> QAbstractButton:
    buttons = page.body.counts.findChildren(QAbstractButton)
    return next(b for b in buttons if b.text().endswith(word) and b.isVisible())


def go_to_line(desk: ImportDesk, line: int) -> None:
    page = desk.review
    at = next(n for n, row in enumerate(shown(page)) if row[1] == str(line))
    page.body.table.setCurrentIndex(page.body.model.index(at, 0))
    until(lambda: page.body.panel.details and page.body.panel.details.line == line)


def test_a_file_is_read_reviewed_and_applied(desk: ImportDesk) -> None:
    before = contracts(desk)
    size = desk.places.register.stat().st_size
    page = desk.read()
    assert desk.places.register.stat().st_size == size
    assert page.header._sentence.text() == (
        "21 lines from October list.csv. Nothing has been written to the register yet."
    )
    words = [b.text() for b in page.body.counts.findChildren(QAbstractButton) if b.isVisible()]
    assert words == ["2 New", "3 Changed", "13 Same", "1 In doubt", "2 Refused"]
    assert page.body.foot.text() == "3 lines wait."
    assert page.apply.text() == "Apply 5 changes"
    page.apply.click()
    until(lambda: desk.shell.current_key() == "imports")
    desk.settle()
    assert contracts(desk) == before + 2
    assert desk.side_files() == []
    current = desk.imports.list.current()
    assert current is not None
    assert {key: getattr(current, key) for key in COUNTS} == COUNTS
    assert "The import is in the register." in desk.imports.banner.accessibleName()
    assert not desk.problems


def test_cancelling_leaves_no_trace(desk: ImportDesk) -> None:
    page = desk.offer()
    before = desk.desk.connection.execute("SELECT max(id) FROM operation").fetchone()
    assert desk.side_files()
    page.cancel.click()
    desk.settle()
    assert desk.side_files() == []
    assert desk.shell.current_key() == "imports"
    assert desk.desk.connection.execute("SELECT max(id) FROM operation").fetchone() == before
    assert len(desk.imports.list.views) == 1


def test_rows_say_what_changes_and_why_lines_wait(under_review: ImportDesk) -> None:
    page = under_review.review
    rows = shown(page)
    assert rows[0] == ["in doubt", "14", "FZ013", "Invented Chemist 12", "", rows[0][5]]
    assert rows[0][5] == "same record as line 15"
    assert rows[1][0] == "refused"
    assert rows[1][5] == "31/02/2012 no such date"
    changed = next(n for n, row in enumerate(rows) if row[0] == "changed")
    assert (cell(page, changed, "change").before, cell(page, changed, "change").text) == ("1", "30")
    assert cell(page, changed, "change").bold
    index = page.body.model.index(changed, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith("changed")


def test_counts_and_findings_filter(desk: ImportDesk) -> None:
    page = desk.offer()
    count_button(page, "Changed").click()
    desk.settle()
    assert {row[0] for row in shown(page)} == {"changed"}
    line = next(b for b in page.body.findings._lines if b.text() == "ODS code is blank")
    line.click()
    desk.settle()
    assert [row[1] for row in shown(page)] == ["12"]
    assert page.body.counts.current() == ""
    next(b for b in page.body.findings._lines if b.isChecked()).click()
    desk.settle()
    assert len(shown(page)) == 22
    page.body.order._buttons["file"].click()
    desk.settle()
    assert [row[1] for row in shown(page)][:3] == ["2", "3", "4"]


def test_a_line_is_left_out_and_taken_again(desk: ImportDesk) -> None:
    page = desk.offer()
    go_to_line(desk, 3)
    assert page.body.panel.take.isChecked()
    page.body.panel.leave.click()
    assert not page.apply.isEnabled()
    desk.settle()
    assert page.apply.text() == "Apply 4 changes"
    assert page.body.foot.text() == "4 lines wait."
    assert count_button(page, "Refused").text() == "3 Refused"
    assert page.body.panel.leave.isChecked()
    page.body.panel.take.click()
    desk.settle()
    assert page.apply.text() == "Apply 5 changes"
    assert page.apply.isEnabled()


def test_one_decision_for_all_alike_by_keyboard(desk: ImportDesk) -> None:
    page = desk.offer()
    go_to_line(desk, 3)
    panel = page.body.panel
    panel.leave.setFocus()
    QTest.keyClick(panel.leave, Qt.Key.Key_Space)
    desk.settle()
    assert "Do the same for all 2 alike (Supplementary hours changes)" in panel.links.text()
    assert "Open a case" in panel.links.text()
    panel.links.setFocus()
    QTest.keyClick(panel.links, Qt.Key.Key_Return)
    desk.settle()
    assert page.apply.text() == "Apply 3 changes"
    page.apply.click()
    until(lambda: desk.shell.current_key() == "imports")
    desk.settle()
    (terms,) = desk.desk.connection.execute(
        "SELECT terms FROM contract WHERE ods_code = 'FZ001'"
    ).fetchone()
    assert "30" not in terms
    phones = desk.desk.connection.execute(
        "SELECT phone FROM site JOIN contract ON site.id = site_id"
        " WHERE contract.ods_code IN ('FZ004', 'FZ007') ORDER BY contract.ods_code"
    ).fetchall()
    # Line 6 was left out with line 3, its telephone too; line 9 was not.
    assert phones == [("01632 960004",), ("01632 960777",)]


def test_a_doubtful_line_says_that_it_waits(under_review: ImportDesk) -> None:
    page = under_review.review
    go_to_line(under_review, 14)
    panel = page.body.panel
    assert panel.take.text() == "Let it wait"
    assert "mean the same record" in panel._words.text()
    assert "does not go in until that is settled" in panel._words.text()
    go_to_line(under_review, 11)
    assert not panel.take.isVisible()
    assert "It cannot go in as it stands: corrected here it does" in panel._words.text()


def test_the_whole_line_and_the_mapping_open_from_the_keyboard(under_review: ImportDesk) -> None:
    page = under_review.review
    go_to_line(under_review, 11)
    page.body.table.setFocus()
    QTest.keyClick(page.body.table, Qt.Key.Key_Return)
    under_review.settle()
    whole = under_review.shell.findChildren(Popover)[-1]
    cells = {edit.accessibleName(): edit.text() for edit in whole.findChildren(QLineEdit)}
    assert (cells["Start date"], cells["Shelf"]) == ("31/02/2012", "x")
    QTest.keyClick(whole, Qt.Key.Key_Escape)
    page.body.banner.linked.emit("mapping")
    mapping = under_review.shell.findChildren(Popover)[-1]
    names = [w.accessibleName() for w in mapping.findChildren(QWidget)]
    assert "Start date: Start" in names
    assert "Shelf: not taken" in names
    QTest.keyClick(mapping, Qt.Key.Key_Escape)


def test_a_register_changed_meanwhile_must_be_read_again(desk: ImportDesk) -> None:
    page = desk.offer()
    sql = "UPDATE contract SET name = 'Another' WHERE ods_code = 'FZ000'"
    desk.desk.write("Rename", lambda write: write.execute(sql))
    until(lambda: "The register was changed" in page.body.banner.accessibleName())
    desk.settle()
    assert not page.apply.isEnabled()
    assert "The register was changed" in page.body.banner.accessibleName()
    page.body.banner.linked.emit("again")
    until(lambda: desk.shell.current_key() == "import-review")
    until(lambda: desk.review.summary)
    desk.settle()
    assert desk.review.apply.isEnabled()
    assert len(desk.side_files()) == 1


@pytest.mark.parametrize("name", ["questions.xlsx", "questions.html"])
def test_the_pct_is_asked_before_anything_is_written(
    under_review: ImportDesk, tmp_path: Path, name: str
) -> None:
    page = under_review.review
    page.ask = Answers(out=tmp_path / name)
    page.body.save.linked.emit("ask")
    until((tmp_path / name).exists)
    under_review.settle()
    assert page.body.foot.text() == f"3 lines were written to {name}."


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen, of any menu
def test_another_sheet_of_a_workbook_is_read_in_place_of_this(
    desk: ImportDesk, tmp_path: Path
) -> None:
    path = tmp_path / "years.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, lines in (("2011", old_lines()), ("2012 & on", new_lines()[13:18])):
            sheet = book.add_worksheet(name)
            for row, cells in enumerate([HEADER.split(","), *lines]):
                sheet.write_row(row, 0, cells)
    page = desk.read(path)
    assert page.summary is not None
    assert page.summary.staged.shape.sheet == "2011"
    page.body.banner.linked.emit("sheet")
    first, second = page.sheets.actions()
    assert (first.text(), first.isChecked()) == ("2011", True)
    assert (second.text(), second.isChecked()) == ("2012 && on", False)
    page.sheets.close()
    second.trigger()
    until(lambda: desk.shell.current_key() == "import-review" and desk.review.summary)
    desk.settle()
    assert desk.review.summary is not None
    assert desk.review.summary.staged.shape.sheet == "2012 & on"
    assert desk.review.summary.lines == 5
    assert len(desk.side_files()) == 1


def test_refused_lines_are_saved_for_excel(under_review: ImportDesk, tmp_path: Path) -> None:
    page = under_review.review
    page.ask = Answers(out=tmp_path / "refused.csv")
    assert page.body.save.text().endswith("Save the 2 refused with reasons, for Excel")
    page.body.save.linked.emit("save")
    under_review.settle()
    assert "31/02/2012 is not a date" in (tmp_path / "refused.csv").read_text("utf-8-sig")
    assert page.body.foot.text() == "2 lines saved as refused.csv."


def test_nothing_to_review_leads_back_to_the_imports(desk: ImportDesk) -> None:
    desk.shell.open("import-review")
    assert desk.review.empty.isVisible()
    assert not desk.review.apply.isVisible()
    desk.review.empty.chosen.emit("imports")
    assert desk.shell.current_key() == "imports"


def test_everything_has_a_name_and_can_be_reached(under_review: ImportDesk) -> None:
    page = under_review.review
    reached = set()
    page.body.table.setFocus()
    for _ in range(60):
        QTest.keyClick(page.window(), Qt.Key.Key_Tab)
        focused = page.window().focusWidget()
        if page.isAncestorOf(focused):
            reached.add(focused)
            interface = QAccessible.queryAccessibleInterface(focused)
            assert interface.text(QAccessible.Text.Name), focused
    buttons = [b for b in page.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()]
    unreached = {
        b.accessibleName() for b in buttons if b not in reached and b.isCheckable() is False
    }
    assert not unreached
    filled = [b for b in page.findChildren(QPushButton) if b.property("kind") == "filled"]
    assert [b.text() for b in filled if b.isVisible()] == ["Apply 5 changes"]


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_it_is_drawn_whole_large_and_small(
    under_review: ImportDesk, qapp: QApplication, choice: str
) -> None:
    try:
        theme.apply(qapp, choice)
        for width, height in ((1280, 800), (1280, 720), (960, 540)):
            under_review.shell.resize(width, height)
            qapp.processEvents()
            picture = under_review.shell.grab().toImage()
            assert (under_review.shell.width(), under_review.shell.height()) == (width, height)
            ground = QColor(theme.tokens.ground)
            assert picture.pixelColor(width - 4, 60) == ground
            for button in under_review.review.findChildren(QPushButton):
                if button.isVisible() and button.text():
                    assert button.width() >= button.minimumSizeHint().width(), button.text()
    finally:
        theme.apply(qapp, "light")
        under_review.shell.resize(1280, 800)
