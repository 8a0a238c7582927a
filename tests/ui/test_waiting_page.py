"""The page of waiting lines: found, put right with the keyboard, assigned, closed, asked about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from areateam.core.copies import replaced
from areateam.core.findings import Finding, Weight
from areateam.imports.waiting_filter import parse_filter
from areateam.imports.waiting_views import waiting_count, waiting_lines
from tests.imports.pharmacy_lists import Places, copied, make_places, stage
from tests.ui.imports_desk import Answers, ImportDesk, texts, until
from ui.pages.waiting_page import WaitingPage
from ui.pages.waiting_panels import AssignPanel, ClosePanel, TakePanel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """The register with the second month's list in it: one line in doubt, two refused."""
    places = make_places(tmp_path_factory.mktemp("made"))
    office = places.open()
    try:
        staged = stage(office, places.later)
        office.apply_staged(staged)
        staged.path.unlink()
    finally:
        office.close()
    return places


@pytest.fixture
def desk(qapp: QApplication, made: Places, tmp_path: Path) -> Iterator[ImportDesk]:
    opened = ImportDesk(copied(made, tmp_path), tmp_path / "window.json")
    yield opened
    opened.close()


def opened(desk: ImportDesk, *where: str) -> WaitingPage:
    """The page, narrowed, at rest."""
    desk.shell.open("waiting", where=where)
    page = desk.shell.current_page()
    assert isinstance(page, WaitingPage)
    desk.settle()
    return page


def waiting(desk: ImportDesk, *where: str) -> int:
    return waiting_count(desk.desk.connection, parse_filter(where))


def go_to(desk: ImportDesk, page: WaitingPage, line: int) -> int:
    """Make the waiting line of that number current, and return its id."""
    (held,) = [v.held for v in waiting_lines(desk.desk.connection) if v.line == line]
    page.table.go_to(held)
    until(lambda: page.panel.view is not None and page.panel.view.held == held)
    desk.settle()
    return held


def test_the_page_lists_what_waits_with_its_reason(desk: ImportDesk) -> None:
    page = opened(desk)
    assert page.model.rowCount() == 3
    whys = {texts(page.model, row)[4] for row in range(3)}
    assert any("31/02/2012" in why for why in whys)
    assert "1 in doubt" in page.header._sentence.text()
    assert page.panel.view is not None


def test_facets_narrow_and_chips_take_away(desk: ImportDesk) -> None:
    page = opened(desk)
    page.facets.changed.emit("held", "rejected", True)
    desk.settle()
    assert page.model.rowCount() == 2
    page.chips.removed.emit("held")
    desk.settle()
    assert page.model.rowCount() == 3
    page.field.changed.emit("chemist FZ009")
    desk.settle()
    assert page.model.rowCount() == 1
    page.chips.cleared.emit()
    desk.settle()
    assert page.model.rowCount() == 3


def test_a_number_elsewhere_opens_its_lines(desk: ImportDesk) -> None:
    assert opened(desk, "held=refused").model.rowCount() == 2
    assert opened(desk, "kind=key-missing").model.rowCount() == 1
    assert opened(desk, "state=taken in").model.rowCount() == 0


def test_a_date_is_put_right_with_the_keyboard_and_goes_in(desk: ImportDesk) -> None:
    page = opened(desk)
    go_to(desk, page, 11)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    editor = page.panel.editor("Start date")
    until(editor.editor.hasFocus)
    editor.set_text("28/02/2012")
    until(lambda: "new record" in page.panel._would.text() or "change" in page.panel._would.text())
    assert waiting(desk) == 3
    QTest.keyClick(editor.editor, Qt.Key.Key_Return)
    until(lambda: waiting(desk) == 2)
    desk.settle()
    assert page.model.rowCount() == 2
    assert page.notice.isVisible()
    page.notice.linked.emit(str(_last_operation(desk)))
    until(lambda: waiting(desk) == 3)
    desk.settle()
    assert desk.problems == []


def _last_operation(desk: ImportDesk) -> int:
    (last,) = desk.desk.connection.execute("SELECT max(id) FROM operation").fetchone()
    return int(last)


def test_what_is_still_wrong_says_so_and_keeps_what_was_typed(desk: ImportDesk) -> None:
    page = opened(desk)
    held = go_to(desk, page, 11)
    page.panel.editor("Start date").set_text("30/02/2012")
    page.panel.take.click()
    until(lambda: "30/02/2012" in page.panel._would.text() or _kept(desk, held))
    desk.settle()
    assert _kept(desk, held)
    assert page.panel.editor("Start date").text() == "30/02/2012"
    assert waiting(desk) == 3


def test_a_line_that_fits_several_asks_which_contract_it_is(desk: ImportDesk) -> None:
    page = opened(desk)
    go_to(desk, page, 11)
    view, query = page.panel.view, page.panel._query
    assert view is not None
    doubt = Finding(11, "ods_code", "key-ambiguous", "FZ009", "2", Weight.DOUBTFUL)
    page.panel.show_line(replaced(view, findings=(doubt,)), query, writable=True)
    assert page.panel._which is not None
    page.panel._which.set_text("no such")
    page.panel.take.click()
    assert "no such" in page.panel._would.text()
    page.panel._which.set_text("FZ009")
    decision = page.bulk._decision(page.panel, accept=False)
    assert decision is not None
    known = "SELECT id FROM contract WHERE ods_code = 'FZ009'"
    assert (decision.contract,) == desk.desk.connection.execute(known).fetchone()


def _kept(desk: ImportDesk, held: int) -> bool:
    (view,) = waiting_lines(desk.desk.connection, held=(held,))
    return "30/02/2012" in view.cells


def test_ticked_lines_are_given_to_a_person(desk: ImportDesk) -> None:
    page = opened(desk)
    page.model.check_all(on=True)
    page.bulk_bar.button("assign").click()
    panel = _panel(page, AssignPanel)
    assert not panel._verb.isEnabled()
    panel.due.setText("soon")
    assert not panel._verb.isEnabled()
    panel.due.setText("9 Nov 2012")
    panel.person.setText("Ruth Osei")
    panel._verb.click()
    assert "Nobody called “Ruth Osei” was entered so far." in panel._words.text()
    panel._verb.click()
    until(lambda: waiting(desk, "manager=Ruth Osei", "due=2012-11-09") == 3)
    desk.settle()
    assert page.bulk.panel is None


def test_lines_are_closed_with_a_reason_and_can_still_be_found(desk: ImportDesk) -> None:
    page = opened(desk, "held=refused")
    page.model.check_all(on=True)
    page.bulk_bar.button("close").click()
    panel = _panel(page, ClosePanel)
    panel.how.setCurrentIndex(panel.how.findData("no-contract"))
    panel.reason.setText("Rang the PCT")
    panel._verb.click()
    until(lambda: waiting(desk) == 1)
    desk.settle()
    assert waiting(desk, "state=no-contract") == 2
    assert opened(desk, "state=no-contract").model.rowCount() == 2
    assert not page.panel.take.isEnabled()


def test_reading_again_says_first_what_would_go_in(desk: ImportDesk) -> None:
    page = opened(desk, "held=in doubt")
    page.model.check_all(on=True)
    page.bulk_bar.button("take").click()
    panel = _panel(page, TakePanel)
    # Read by itself, the line is no longer one of two about one record.
    until(panel._verb.isEnabled)
    assert waiting(desk) == 3
    panel._verb.click()
    until(lambda: waiting(desk) == 2)
    desk.settle()


def _panel(page: WaitingPage, kind: type[Any]) -> Any:
    assert isinstance(page.bulk.panel, kind)
    return page.bulk.panel


@pytest.mark.parametrize("name", ["q.xlsx", "q.html"])
def test_questions_are_written(desk: ImportDesk, tmp_path: Path, name: str) -> None:
    page = opened(desk)
    page.ask = Answers(out=tmp_path / name)
    page.query.click()
    until((tmp_path / name).exists)
    desk.settle()
    assert "3 lines were written" in page.notice.accessibleName()


def test_answers_that_are_dropped_are_shown_before_they_are_taken(
    desk: ImportDesk, tmp_path: Path
) -> None:
    page = opened(desk)
    out = tmp_path / "q.html"
    page.ask = Answers(out=out)
    page.query.click()
    until(out.exists)
    desk.settle()
    answers = tmp_path / "answers.csv"
    _answer(out, answers)
    imports = desk.imports
    imports.dropped.emit([answers])
    until(lambda: "1 closed" in imports.banner.accessibleName())
    assert waiting(desk) == 3
    imports.banner.linked.emit("take")
    until(lambda: waiting(desk) == 2)
    desk.settle()
    assert imports.queue.reading is None


def _answer(page: Path, out: Path) -> None:
    """What the page's script saves after one answer."""
    import csv
    import html
    import json
    import re

    text = page.read_text("utf-8")
    heads = json.loads(html.unescape(re.findall('data-headings="([^"]*)"', text)[0]))
    with out.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(heads)
        for at, data in enumerate(re.findall('data-line="([^"]*)"', text)):
            mark, file, line, cells = json.loads(html.unescape(data))
            writer.writerow([mark, file, line, "", "" if at else "Does not exist", "", *cells])


def test_a_case_is_opened_from_what_is_wrong_with_a_line(desk: ImportDesk) -> None:
    page = opened(desk)
    page.panel.case.click()
    panel = page.case_from.panel
    view = page.panel.view
    assert panel is not None
    assert view is not None
    (number,) = desk.desk.connection.execute(
        "SELECT coalesce(contract_no, ods_code) FROM contract ORDER BY id"
    ).fetchone()
    shown: list[tuple[str, Any]] = []
    desk.desk.open = lambda key, /, **args: shown.append((key, args["id"]))
    panel.fill("contract", number)
    panel.fill("template", "finding-terms")
    panel._press()
    desk.settle()
    (case, origin, procedure) = desk.desk.connection.execute(
        "SELECT id, origin, procedure_key FROM case_file ORDER BY id DESC"
    ).fetchone()
    assert procedure == "agreed-variation"
    assert shown == [("case", case)]
    assert origin.startswith(f"Import finding {view.ref}: line {view.line} of {view.file}: ")
    (noted,) = desk.desk.connection.execute(
        "SELECT text FROM case_entry WHERE case_id = ?", (case,)
    ).fetchone()
    assert noted.startswith("A list and the register do not agree: line ")
