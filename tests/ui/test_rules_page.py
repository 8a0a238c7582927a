"""The Rules page on a demonstration register: figures, days off, procedures, any date."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from areateam.demo.demo_views import demo_standing
from areateam.office import open_office
from ui.desk import Desk
from ui.dialogs.any_date_panel import AnyDatePanel
from ui.pages.case_words import desk_book
from ui.pages.rules_page import RulesPage
from ui.settings import Settings
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.dialogs.suppose_panel import MovesPanel

LONG = 20_000


@pytest.fixture(scope="module")
def register(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(demo_file, tmp_path_factory.mktemp("rules-page") / "demo.areateam"))


@pytest.fixture
def desk(qtbot: QtBot, register: Path, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(lambda: open_office(register, user="R. Osei"), Settings(tmp_path / "s.json"))
    with qtbot.waitSignal(made.ready, timeout=LONG):
        made.start(lambda error: None)
    standing = demo_standing(made.connection)
    assert standing is not None
    made.set_home_day(standing.day)
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> RulesPage:
    made = RulesPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.show_args({"rule": "GP-02"})
    qtbot.waitUntil(lambda: made.heading.text().startswith("GP-02"), timeout=LONG)
    desk.refresh.changed.connect(made.refresh)
    return made


def open_by(page: RulesPage, verb: str) -> MovesPanel:
    page.buttons[verb].click()
    assert page.doings.panel is not None
    return page.doings.panel


def legal_of_ca1(desk: Desk) -> str:
    (day,) = desk.connection.execute(
        "SELECT legal FROM case_step WHERE case_id = 1 AND key = 'decide'"
    ).fetchone()
    return str(day)


def test_a_figure_is_set_after_a_look_at_what_moves_and_undone(
    qtbot: QtBot, desk: Desk, page: RulesPage
) -> None:
    panel = open_by(page, "set")
    for key, text in (("number", "28"), ("first", "1 Oct 2012"), ("source", "SI 2012/970")):
        panel.fill(key, text)
    qtbot.waitUntil(lambda: panel.table.rows_model.rowCount() == 1, timeout=LONG)
    assert legal_of_ca1(desk) == "2012-11-04"
    with qtbot.waitSignal(desk.refresh.changed, timeout=LONG):
        panel.agreed.emit()
    assert legal_of_ca1(desk) == "2012-11-11"
    with qtbot.waitSignal(desk.refresh.changed, timeout=LONG):
        desk.undo()
    assert legal_of_ca1(desk) == "2012-11-04"


def test_an_answer_for_a_panel_that_was_closed_is_dropped(
    qtbot: QtBot, desk: Desk, page: RulesPage
) -> None:
    panel = open_by(page, "set")
    for key, text in (("number", "28"), ("first", "1 Oct 2012"), ("source", "SI 2012/970")):
        panel.fill(key, text)
    panel.left.emit()
    panel.deleteLater()
    qtbot.waitUntil(lambda: page.doings.panel is None, timeout=LONG)
    qtbot.waitUntil(lambda: desk.is_idle, timeout=LONG)
    open_by(page, "set")
    assert page.doings.panel is not None


def test_what_was_read_in_the_regulation_is_not_set(qtbot: QtBot, page: RulesPage) -> None:
    page.show_args({"rule": "GP-03"})
    qtbot.waitUntil(lambda: page.heading.text().startswith("GP-03"), timeout=LONG)
    assert not page.buttons["set"].isEnabled()
    assert "read in the regulation" in page.buttons["set"].toolTip()


def test_a_day_off_is_added_and_taken_away(qtbot: QtBot, desk: Desk, page: RulesPage) -> None:
    page.choose("days")
    panel = open_by(page, "add")
    panel.fill("day", "2 Nov 2012")
    panel.fill("name", "Office moves")
    qtbot.waitUntil(lambda: panel.table.rows_model.rowCount() > 5, timeout=LONG)
    with qtbot.waitSignal(desk.refresh.changed, timeout=LONG):
        panel.agreed.emit()
    days = page.tables["days"]
    qtbot.waitUntil(lambda: days.rows_model.position_of("2012-11-02") is not None, timeout=LONG)
    days.go_to("2012-11-02")
    qtbot.waitUntil(page.buttons["remove"].isEnabled, timeout=LONG)
    panel = open_by(page, "remove")
    panel.fill("why", "the move is put off")
    with qtbot.waitSignal(desk.refresh.changed, timeout=LONG):
        panel.agreed.emit()
    qtbot.waitUntil(lambda: days.rows_model.position_of("2012-11-02") is None, timeout=LONG)


def test_a_procedure_comes_in_as_the_newer_version(
    qtbot: QtBot, desk: Desk, page: RulesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.choose("procedures")
    file = tmp_path / "list-closure.toml"
    monkeypatch.setattr(page.ask, "save_file", lambda *_: file)
    page.tables["procedures"].go_to("list-closure")
    page.buttons["export"].click()
    monkeypatch.setattr(page.ask, "open_file", lambda *_: file)
    with qtbot.waitSignal(desk.problem, timeout=LONG) as told:
        page.buttons["import"].click()
    was = desk.catalogue.procedures.known["list-closure"].version
    assert told.args == [
        f"List closure is here in version {was} already; the file has version {was}."
    ]
    newer = file.read_text("utf-8").replace(f"version = {was}\n", "version = 9\n")
    file.write_text(newer, "utf-8")
    with qtbot.waitSignal(desk.refresh.changed, timeout=LONG):
        page.buttons["import"].click()
    assert desk.catalogue.procedures.known["list-closure"].version == 9
    with qtbot.waitSignal(desk.refresh.changed, timeout=LONG):
        desk.undo()
    assert desk.catalogue.procedures.known["list-closure"].version == was


def test_any_date_is_worked_out_and_copied(qtbot: QtBot, desk: Desk) -> None:
    panel = AnyDatePanel(desk_book(desk), "GP-02")
    qtbot.addWidget(panel)
    panel.fill("start", "1 Oct 2012")
    panel.work_out()
    assert panel.sentence.startswith(
        "Decide an application to close the list of patients by Sun 21 Oct 2012"
    )
    panel.fill("first", "2 Oct 2012")
    panel.work_out()
    assert panel.sentence == ""


def test_the_panel_of_any_date_opens_from_the_header(page: RulesPage) -> None:
    page.any_date.click()
    panels = page.window().findChildren(AnyDatePanel)
    assert panels
    panels[0].agreed.emit()
    assert "GP-02" in QApplication.clipboard().text()


def test_a_rate_of_staff_is_set_from_a_day_and_taken_away(
    qtbot: QtBot, desk: Desk, page: RulesPage
) -> None:
    page.choose("rates")
    table = page.tables["rates"].rows_model
    before = table.rowCount()
    page.buttons["rate"].click()
    panel = page.rates.panel
    assert panel is not None
    for key, text in (("rate", "lots"), ("first", "5 Apr 1999"), ("source", "Pay bill 1999")):
        panel.fill(key, text)
    panel._press()
    assert "“lots” is no rate" in panel._words.text()
    panel.fill("rate", "£38.50")
    panel.fill("sure", "60")
    panel._press()
    qtbot.waitUntil(lambda: table.rowCount() == before + 1, timeout=LONG)
    page.tables["rates"].go_to("1999-04-05")
    qtbot.waitUntil(lambda: page.heading.text() == "£38.50 an hour", timeout=LONG)
    shown = [label.text() for label in page.side.facts.findChildren(SpanLabel)]
    assert any("Estimate, 60% sure" in words for words in shown)
    page.buttons["unrate"].click()
    qtbot.waitUntil(lambda: table.rowCount() == before, timeout=LONG)
