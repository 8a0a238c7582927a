"""Settings, the status bar's words, and the desk's own promises."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from areateam.demo.demo_views import demo_standing
from areateam.office import Office, new_office, open_office
from areateam.store.backup import backups_of
from tests.fresh_register import fresh_register
from ui.desk import Desk
from ui.pages.settings_page import SettingsPage, check_words
from ui.pages.window_status import backup_words
from ui.settings import Settings
from ui.style.marks import Shape
from ui.style.theme import theme
from ui.tasks import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

LONG = 20_000
NOW = datetime(2012, 11, 1, 12, 0)  # noqa: DTZ001 - the office's own clock has no zone


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    path = fresh_register(tmp_path / "Q55.areateam")
    made = Desk(lambda: open_office(path, user="root"), Settings(tmp_path / "s.json"))
    with qtbot.waitSignal(made.ready, timeout=LONG):
        made.start(lambda error: None)
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> SettingsPage:
    made = SettingsPage(desk, backups_of)
    qtbot.addWidget(made)
    made.show()
    made.show_args({})
    qtbot.waitUntil(lambda: desk.is_idle, timeout=LONG)
    return made


def test_a_new_name_stands_beside_the_next_change(
    qtbot: QtBot, desk: Desk, page: SettingsPage
) -> None:
    page.name.setText("  Ruth   Osei ")
    with qtbot.waitSignal(desk.refresh.changed, timeout=LONG):
        page.name.editingFinished.emit()
    tag = "INSERT INTO tag (made, name) VALUES (?, 'watch')"
    with qtbot.waitSignal(desk.refresh.changed, timeout=LONG):
        desk.write("Make a tag", lambda write: write.execute(tag, (write.operation,)).rowcount)
    (who,) = desk.connection.execute('SELECT "user" FROM operation ORDER BY id DESC').fetchone()
    assert who == "Ruth Osei"
    assert desk.settings.get("name") == "Ruth Osei"


def test_an_empty_name_is_put_back(page: SettingsPage) -> None:
    page.name.setText(" ")
    page.name.editingFinished.emit()
    assert page.name.text() == "root"


def test_the_address_of_the_team_is_entered_and_taken_away(
    qtbot: QtBot, desk: Desk, page: SettingsPage
) -> None:
    desk.refresh.changed.connect(page.refresh)

    def stated(**texts: str) -> str:
        panel = page.address.ask()
        for key, text in texts.items():
            panel.fill(key, text)
        panel._press()
        qtbot.waitUntil(lambda: desk.is_idle, timeout=LONG)
        return page.address._shown.text()

    assert "not entered yet" in page.address._shown.text()
    shown = stated(address_1="1 Example Road", postcode="ng1 1aa", phone="0115 496 0100")
    assert shown == "1 Example Road, NG1 1AA, Telephone 0115 496 0100"
    stated(address_1="")
    assert page.address.panel is not None
    assert "An address needs its first line." in page.address.panel._words.text()
    assert "not entered yet" in stated(address_1="", postcode="", phone="")
    desk.undo()
    qtbot.waitUntil(lambda: "1 Example Road" in page.address._shown.text(), timeout=LONG)


def test_the_theme_is_kept(desk: Desk, page: SettingsPage) -> None:
    page.themes.chosen.emit("dark")
    try:
        assert theme.tokens.is_dark
        assert desk.settings.get("theme") == "dark"
    finally:
        page.themes.chosen.emit("light")


def test_a_backup_made_now_is_listed(qtbot: QtBot, desk: Desk, page: SettingsPage) -> None:
    with qtbot.waitSignal(desk.told, timeout=LONG):
        page.back_up()
    qtbot.waitUntil(lambda: desk.is_idle, timeout=LONG)
    (backup,) = backups_of(desk.path)
    with qtbot.waitSignal(page.put_back, timeout=LONG) as asked:
        page.backups.put_back.emit(backup.name)
    assert asked.args == [backup.name]


def test_the_check_runs_beside_the_window(qtbot: QtBot, page: SettingsPage) -> None:
    page.check()
    assert not page.check_button.isEnabled()
    qtbot.waitUntil(page.check_button.isEnabled, timeout=LONG)
    assert page.result.text().endswith("The register is sound.")


def test_what_the_check_found_is_said() -> None:
    bad = check_words(Outcome(1, {"problems": ["Step 3 was changed."]}, ()))
    assert "Step 3 was changed." in "".join(span.text for span in bad)
    assert bad[0].mark is Shape.LATE
    assert check_words(Outcome(-1, None, ()))[0].text == "The check was stopped."


@pytest.mark.parametrize(
    ("age", "words", "mark"),
    [
        (timedelta(seconds=10), "Backup just made, checked", None),
        (timedelta(minutes=59), "Backup 59 min old, checked", None),
        (timedelta(hours=2, minutes=5), "Backup 2 h old, checked", None),
        (timedelta(days=3), "Backup of 29 Oct 2012, 3 days old", Shape.RISK),
    ],
)
def test_the_age_of_a_backup_in_words(age: timedelta, words: str, mark: Shape | None) -> None:
    assert backup_words(NOW - age, NOW) == (words, mark)


def test_without_a_backup_the_status_bar_says_so() -> None:
    assert backup_words(None, NOW) == ("No backup yet", Shape.RISK)


def test_a_register_that_opens_too_late_is_let_go(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "late.areateam"
    new_office(path).close()
    gate = threading.Event()

    def slowly() -> Office:
        gate.wait(5)
        return open_office(path)

    late = Desk(slowly, Settings(tmp_path / "late.json"))
    late.start(lambda error: None)
    threading.Timer(0.05, gate.set).start()
    late.close()
    open_office(path).close()


def test_a_register_of_today_is_no_demonstration(tmp_path: Path) -> None:
    office = new_office(tmp_path / "today.areateam")
    assert demo_standing(office.store.connection) is None
    office.close()
