"""The list of imports: files in by hand, by drop and in turn; undo; what still waits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from tests.fresh_register import fresh_register
from tests.imports.pharmacy_lists import (
    COUNTS,
    Places,
    copied,
    make_places,
    old_lines,
    write_list,
)
from tests.ui.imports_desk import Answers, ImportDesk, texts, until
from ui.widgets.popover import Popover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return make_places(tmp_path_factory.mktemp("made"))


@pytest.fixture
def desk(qapp: QApplication, made: Places, tmp_path: Path) -> Iterator[ImportDesk]:
    opened = ImportDesk(copied(made, tmp_path), tmp_path / "window.json")
    yield opened
    opened.close()


@pytest.fixture
def bare(qapp: QApplication, tmp_path: Path) -> Iterator[ImportDesk]:
    """A register into which nothing was imported."""
    register = fresh_register(tmp_path / "bare.areateam")
    later = write_list(tmp_path / "first.csv", old_lines())
    opened = ImportDesk(Places(register, later), tmp_path / "window.json")
    yield opened
    opened.close()


def applied(desk: ImportDesk) -> None:
    """Import the October list."""
    desk.offer().apply.click()
    until(lambda: desk.shell.current_key() == "imports")
    desk.settle()


def drop(page: QWidget, *paths: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    enter.ignore()
    page.dragEnterEvent(enter)
    if enter.isAccepted():
        page.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, none))
    return enter.isAccepted()


def test_an_empty_register_says_what_the_page_is_for(bare: ImportDesk) -> None:
    page = bare.imports
    assert page.empty.isVisible()
    assert page.zone.isVisible()
    assert page.header._sentence.text() == "Nothing has been imported yet."
    filled = [b for b in page.findChildren(QPushButton) if b.property("kind") == "filled"]
    assert [b.text() for b in filled if b.isVisible()] == ["Import a file"]
    page.ask = Answers([bare.places.later])
    QTest.keyClick(page, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    until(lambda: bare.shell.current_key() == "import-review")
    until(lambda: bare.review.summary)
    assert bare.review.apply.text() == "Apply 20 changes"


def test_past_imports_with_their_counts(desk: ImportDesk) -> None:
    applied(desk)
    page = desk.imports
    said = page.header._sentence.text()
    assert "1 in doubt and 2 refused wait." in said
    assert "Last import: October list.csv, Thu 1 Nov 2012, by Ruth Osei." in said
    assert texts(page.list.model, 0) == [
        "1 Nov 2012", "October list.csv", "lines wait 3 wait", "21", "2", "3", "13", "1", "2",
        "Ruth Osei",
    ]  # fmt: skip
    assert texts(page.list.model, 1)[2] == "taken in"
    held = page.list.held_model
    assert [texts(held, row)[1] for row in range(3)] == ["11", "12", "14"]
    line = next(b for b in page.list.panel.findings._lines if b.text() == "ODS code is blank")
    line.click()
    desk.settle()
    assert [texts(held, row)[1] for row in range(held.rowCount())] == ["12"]
    page.list.table.setCurrentIndex(page.list.model.index(1, 0))
    until(lambda: page.list.panel.view is not None and page.list.panel.view.file == "first.csv")
    desk.settle()
    assert held.rowCount() == 0


def test_a_waiting_line_opens_whole(desk: ImportDesk) -> None:
    applied(desk)
    page = desk.imports
    page.list.held.setCurrentIndex(page.list.held_model.index(0, 0))
    page.list.held.setFocus()
    QTest.keyClick(page.list.held, Qt.Key.Key_Return)
    whole = desk.shell.findChildren(Popover)[-1]
    names = [w.accessibleName() for w in whole.findChildren(QWidget)]
    assert "Start date: 31/02/2012" in names
    QTest.keyClick(whole, Qt.Key.Key_Escape)


def test_an_import_is_undone(desk: ImportDesk) -> None:
    applied(desk)
    page = desk.imports
    page.list.panel.undo.click()
    desk.settle()
    assert "The import was undone." in page.banner.accessibleName()
    assert texts(page.list.model, 0)[2] == "undone"
    assert not page.list.panel.undo.isEnabled()
    (found,) = desk.desk.connection.execute("SELECT count(*) FROM contract").fetchone()
    assert found == 20


def test_an_undo_that_would_lose_later_work_names_it(desk: ImportDesk) -> None:
    applied(desk)
    sql = "UPDATE contract SET name = 'Mine' WHERE ods_code = 'FZ101'"
    desk.desk.write("Call it mine", lambda write: write.execute(sql))
    desk.settle()
    page = desk.imports
    page.list.panel.undo.click()
    desk.settle()
    assert "“Call it mine” (1)" in page.banner.accessibleName()
    assert texts(page.list.model, 0)[2] == "lines wait 3 wait"


def test_refused_lines_of_a_past_import_are_saved(desk: ImportDesk, tmp_path: Path) -> None:
    applied(desk)
    page = desk.imports
    page.ask = Answers(out=tmp_path / "refused.csv")
    assert page.list.panel.save.text() == "Save the 2 refused"
    page.list.panel.save.click()
    desk.settle()
    assert "31/02/2012" in (tmp_path / "refused.csv").read_text("utf-8-sig")
    assert "refused.csv" in page.banner.accessibleName()


def test_a_declined_file_says_what_was_seen_and_is_tried_again(
    desk: ImportDesk, tmp_path: Path
) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text("item|price\nmilk|1\nbread|2\n", encoding="utf-8")
    page = desk.imports
    desk.queue.add([odd])
    until(lambda: desk.shell.current_key() == "import-mapping")
    desk.shell.open("imports")
    panel = page.declined
    assert panel.isVisible()
    assert panel.columns.isVisible()
    assert panel._seen.text().startswith("item")
    assert "contract number" in panel._needed.text()
    assert desk.side_files() == []
    panel.profile.setCurrentIndex(panel.profile.findData("ods-gp-practices"))
    panel.delimiter.setCurrentIndex(panel.delimiter.findData("pipe"))
    panel.again.click()
    until(lambda: desk.queue.declined or desk.queue.stage)
    request = desk.queue.declined.request if desk.queue.declined else desk.queue.reviewing
    assert request is not None
    assert (request.profile, request.delimiter) == ("ods-gp-practices", "pipe")
    if desk.queue.declined:
        panel.leave.click()
        assert not panel.isVisible()


def test_files_are_dropped_anywhere_on_the_page(desk: ImportDesk, tmp_path: Path) -> None:
    assert not drop(desk.imports, tmp_path)
    assert not drop(desk.imports, tmp_path / "not there.csv")
    assert drop(desk.imports, desk.places.later)
    until(lambda: desk.shell.current_key() == "import-review")
    until(lambda: desk.review.summary)
    assert desk.review.summary is not None
    assert desk.review.summary.file == desk.places.later.name


def test_several_files_go_in_one_after_another(desk: ImportDesk, tmp_path: Path) -> None:
    plain = write_list(
        tmp_path / "plain.csv",
        [["FZ201", "Chemist 201", "Pharmacy", "5N6", "", "13/10/2012", "5", "x"]],
    )
    other = write_list(
        tmp_path / "other.csv",
        [["FZ202", "Chemist 202", "Pharmacy", "5N6", "", "14/10/2012", "5", "x"]],
    )
    page = desk.read(desk.places.later, plain, other)
    assert [request.path for request in desk.queue.waiting] == [plain, other]
    imports = desk.imports
    assert "waits for your review.  2 more files wait." in imports.banner.accessibleName()
    desk.queue.apply_plain_ones()
    desk.shell.open("import-review")
    page.apply.click()
    until(lambda: len(imports.list.views) == 4)
    desk.settle()
    assert [view.file for view in imports.list.views][:3] == [
        "other.csv",
        "plain.csv",
        desk.places.later.name,
    ]
    assert desk.queue.stage is None
    assert desk.side_files() == []


def test_cancelling_the_reading_takes_less_than_a_second(desk: ImportDesk, tmp_path: Path) -> None:
    lines = [
        [f"FZ{n}", f"Chemist {n}", "Pharmacy", "5N6", "", "13/10/2012", "5", "x"]
        for n in range(60_000)
    ]
    desk.queue.add([write_list(tmp_path / "long.csv", lines)])
    until(desk.side_files)
    ended: list[bool] = []
    desk.queue.changed.connect(lambda: ended.append(desk.queue.reading is None))
    assert "Reading long.csv" in desk.imports.banner.accessibleName()
    desk.imports.banner.linked.emit("stop")
    waited = QTimer(singleShot=True, interval=1000)
    waited.start()
    until(lambda: any(ended) or not waited.isActive())
    assert waited.isActive()
    assert desk.side_files() == []
    assert desk.queue.declined is None


def test_what_a_killed_window_left_is_gone_at_the_next_start(
    qapp: QApplication, made: Places, tmp_path: Path
) -> None:
    places = copied(made, tmp_path)
    left = tmp_path / f".{places.register.name}.999999999.1.stage"
    theirs = tmp_path / ".another.areateam.999999999.1.stage"
    left.touch()
    theirs.touch()
    desk = ImportDesk(places, tmp_path / "window.json")
    try:
        assert not left.exists()
        assert theirs.exists()
    finally:
        desk.close()


def test_closing_the_window_leaves_nothing_of_a_review(
    qapp: QApplication, made: Places, tmp_path: Path
) -> None:
    desk = ImportDesk(copied(made, tmp_path), tmp_path / "window.json")
    desk.offer()
    assert desk.side_files()
    desk.close()
    assert desk.side_files() == []


def test_counts_of_the_list_are_those_of_the_review(desk: ImportDesk) -> None:
    applied(desk)
    view = desk.imports.list.views[0]
    assert sum(COUNTS.values()) == view.lines
