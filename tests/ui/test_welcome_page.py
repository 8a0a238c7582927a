"""The way in: the start page, a new register, and what stands in place of a broken one."""

from __future__ import annotations

import json
import sqlite3
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from areateam.office import new_office, open_office
from areateam.store.backup import backup_folder
from tests.fresh_register import fresh_register
from ui.app import Entrance
from ui.ask import Ask
from ui.pages.recent_words import area_teams, recent_lines, used_words
from ui.pages.trouble_page import TroublePage
from ui.pages.welcome_page import WelcomePage
from ui.settings import RegisterUse, Settings, forget_use, note_use, uses_of
from ui.style.marks import Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

LONG = 20_000


class Answers(Ask):
    """Names the files that it was given whenever it is asked."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def open_file(self, title: str, kinds: str = "", folder: Path | None = None) -> Path:
        return self.path

    def save_file(self, title: str, suggested: Path, kinds: str = "") -> Path:
        return self.path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "window.json")


@pytest.fixture
def enter(qtbot: QtBot, settings: Settings) -> Iterator[Callable[..., Entrance]]:
    made: list[Entrance] = []

    def go(register: Path | None = None, ask: Ask | None = None) -> Entrance:
        entrance = Entrance(settings, Namespace(register=register, as_at=None, user="tester"), ask)
        made.append(entrance)
        entrance.shell.show()
        entrance.begin()
        qtbot.waitUntil(lambda: bool(entrance.page or entrance.window), timeout=LONG)
        return entrance

    yield go
    for entrance in made:
        entrance.finish()
        entrance.shell.close()


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return fresh_register(tmp_path / "Q55.areateam")


def trouble(entrance: Entrance) -> TroublePage:
    assert isinstance(entrance.page, TroublePage)
    return entrance.page


def welcome(entrance: Entrance) -> WelcomePage:
    assert isinstance(entrance.page, WelcomePage)
    return entrance.page


def verbs(page: TroublePage) -> list[str]:
    items = [page.buttons.itemAt(at) for at in range(page.buttons.count())]
    buttons = [item.widget() for item in items if item is not None]
    return [button.objectName() for button in buttons if button is not None]


# ---- the start page


def test_without_a_register_the_start_page_opens(enter: Callable[..., Entrance]) -> None:
    entrance = enter()
    page = welcome(entrance)
    assert list(page.begin.rows) == ["open", "new", "lists", "backup"]
    assert entrance.shell.navigation.isHidden()
    assert page.recent.isHidden()


def test_a_new_register_is_made_and_opened(
    qtbot: QtBot, enter: Callable[..., Entrance], tmp_path: Path
) -> None:
    path = tmp_path / "Made.areateam"
    entrance = enter(ask=Answers(path))
    page = welcome(entrance)
    page.begin.rows["new"].click()
    assert page.new_card.isVisible()
    page.new_card.choice.setCurrentIndex(page.new_card.choice.findData("Q55"))
    page.new_card.make.click()
    qtbot.waitUntil(lambda: entrance.window is not None, timeout=LONG)
    window = entrance.window
    assert window is not None
    assert window.desk.path == path
    assert window.shell.top_bar.code.text() == "Q55"
    qtbot.waitUntil(lambda: window.desk.is_idle, timeout=LONG)
    today: Any = window.shell.current_page()
    assert today.empty.isVisible()


def test_the_card_names_what_comes_with_an_area_team() -> None:
    teams = {team.code: team for team in area_teams()}
    assert len(teams) == 27
    assert "Derbyshire County PCT" in teams["Q55"].members
    assert len(teams["Q55"].members) == 4


def test_the_register_used_last_opens_by_itself(
    qtbot: QtBot, enter: Callable[..., Entrance], settings: Settings, register: Path
) -> None:
    note_use(settings, register, "Q55", "2012-11-01T09:00")
    entrance = enter()
    assert entrance.window is not None
    assert entrance.window.desk.path == register


def test_a_missing_register_is_told_with_two_ways_on(
    enter: Callable[..., Entrance], settings: Settings, tmp_path: Path
) -> None:
    lost = tmp_path / "gone" / "Q59.areateam"
    note_use(settings, lost, "Q59 Leicestershire", "2012-10-02T09:00")
    entrance = enter()
    page = welcome(entrance)
    assert page.banner.isVisible()
    assert "Q59 Leicestershire was not found" in page.banner.accessibleName()
    page.banner.linked.emit("forget")
    assert uses_of(settings) == []
    assert welcome(entrance).banner.isHidden()


def test_recent_registers_say_how_they_stand(tmp_path: Path) -> None:
    now = datetime(2012, 11, 1, 12, 0)  # noqa: DTZ001 - the office's own clock has no zone
    there = RegisterUse(tmp_path / "a", "A", "2012-11-01T08:51", True, "2012-11-01T10:00:00")
    old = RegisterUse(tmp_path / "b", "B", "2012-10-29T08:51", True, "2012-10-01T10:00:00")
    lost = RegisterUse(tmp_path / "c", "C", "2011-10-02T08:51", False, "")
    lines = recent_lines([there, old, lost], now)
    states = [line.state for line in lines if line.state]
    assert [(state.shape, state.word) for state in states] == [
        (Shape.OK, "last backup 2 h"),
        (Shape.RISK, "last backup 31 days"),
        (Shape.RISK, "file not found"),
    ]
    assert [line.used for line in lines] == ["today, 08:51", "Mon 29 Oct", "2 Oct 2011"]
    assert used_words("2012-10-31T08:51", now) == "Wed 31 Oct"


def test_the_list_of_registers_keeps_the_newest_first_and_each_once(
    settings: Settings, tmp_path: Path
) -> None:
    for name in ("a", "b", "a"):
        note_use(settings, tmp_path / name, name, "2012-11-01T09:00")
    assert [use.title for use in uses_of(settings)] == ["a", "b"]
    forget_use(settings, tmp_path / "a")
    assert [use.title for use in uses_of(settings)] == ["b"]


# ---- what stands in place of a broken register


def test_a_damaged_register_is_left_alone_and_its_backups_are_offered(
    qtbot: QtBot, enter: Callable[..., Entrance], register: Path
) -> None:
    office = open_office(register)
    backup = office.back_up("before import")
    office.close()
    spoilt = register.read_bytes()[:8192] + bytes(8192)
    register.write_bytes(spoilt)
    entrance = enter(register)
    page = trouble(entrance)
    assert register.read_bytes() == spoilt
    assert verbs(page) == ["open", "again", "welcome"]
    page.put_back.emit(backup.name)
    qtbot.waitUntil(lambda: entrance.window is not None, timeout=LONG)
    kept = [path for path in register.parent.iterdir() if path.suffix == ".areateam"]
    assert any(path.read_bytes() == spoilt for path in kept if path != register)
    assert (backup_folder(register) / backup.name).is_file()


def test_a_newer_register_says_what_is_needed(
    enter: Callable[..., Entrance], register: Path
) -> None:
    raw = sqlite3.connect(register)
    raw.execute("PRAGMA user_version = 999")
    raw.close()
    before = register.read_bytes()
    page = trouble(enter(register))
    assert "newer version" in page.heading.text()
    assert register.read_bytes() == before


def test_a_locked_register_can_be_opened_for_reading_only(
    qtbot: QtBot, enter: Callable[..., Entrance], register: Path
) -> None:
    holder = open_office(register)
    try:
        entrance = enter(register)
        page = trouble(entrance)
        assert verbs(page) == ["read", "again", "open"]
        assert "in use" in page.heading.text()
        assert page.backups.isHidden()
        page.chosen.emit("read")
        qtbot.waitUntil(lambda: entrance.window is not None, timeout=LONG)
        window = entrance.window
        assert window is not None
        assert not window.desk.writable
        qtbot.waitUntil(lambda: window.desk.is_idle, timeout=LONG)
        assert not window.shell.top_bar.undo_button.isEnabled()
    finally:
        holder.close()


def test_a_locked_register_opens_once_it_is_free(
    qtbot: QtBot, enter: Callable[..., Entrance], register: Path
) -> None:
    holder = open_office(register)
    entrance = enter(register)
    page = trouble(entrance)
    holder.close()
    page.chosen.emit("again")
    qtbot.waitUntil(lambda: entrance.window is not None, timeout=LONG)
    assert entrance.window is not None
    assert entrance.window.desk.writable


def test_a_file_that_is_no_register_is_refused_kindly(
    enter: Callable[..., Entrance], tmp_path: Path
) -> None:
    path = tmp_path / "notes.areateam"
    path.write_text("These are notes.", encoding="utf-8")
    entrance = enter(path)
    page = trouble(entrance)
    assert path.read_text(encoding="utf-8") == "These are notes."
    page.chosen.emit("welcome")
    assert isinstance(entrance.page, WelcomePage)


def test_a_missing_register_that_was_named_has_its_own_page(
    enter: Callable[..., Entrance], tmp_path: Path
) -> None:
    page = trouble(enter(tmp_path / "none.areateam"))
    assert "was not found" in page.heading.text()
    assert not (tmp_path / "none.areateam").exists()


def test_a_backup_takes_the_place_of_the_open_register(
    qtbot: QtBot, enter: Callable[..., Entrance], register: Path
) -> None:
    office = open_office(register)
    backup = office.back_up("asked for")
    office.write("Make a tag", lambda write: write.execute(_TAG, (write.operation,)))
    office.close()
    entrance = enter(register)
    first = entrance.window
    assert first is not None
    assert _tags(entrance) == 1
    first.put_back.emit(backup.name)
    qtbot.waitUntil(lambda: entrance.window is not first, timeout=LONG)
    assert _tags(entrance) == 0


_TAG = "INSERT INTO tag (made, name) VALUES (?, 'watch')"


def _tags(entrance: Entrance) -> int:
    assert entrance.window is not None
    (count,) = entrance.window.desk.connection.execute("SELECT count(*) FROM tag").fetchone()
    return int(count)


def test_a_second_register_takes_the_place_of_the_first(
    qtbot: QtBot, enter: Callable[..., Entrance], register: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.areateam"
    new_office(other, area_team="Q59").close()
    entrance = enter(register, Answers(other))
    first = entrance.window
    assert first is not None
    first.leave.emit("open")
    qtbot.waitUntil(lambda: entrance.window is not first, timeout=LONG)
    assert entrance.window is not None
    assert entrance.window.desk.path == other
    open_office(register).close()


# ---- faults


def test_an_exception_that_nobody_caught_is_told_and_the_program_goes_on(
    enter: Callable[..., Entrance], register: Path
) -> None:
    entrance = enter(register)
    with pytest.raises(ValueError, match="Oldfield") as caught:
        int("Mrs Oldfield")
    entrance.caught(caught.type, caught.value, caught.tb)
    assert entrance.window is not None
    notice = entrance.window.notice
    assert notice.isVisible()
    kept = Path(notice.words.partition(" A report is in ")[2].rstrip("."))
    assert "ValueError" in kept.read_text(encoding="utf-8")
    assert "Oldfield" not in kept.read_text(encoding="utf-8") + notice.words
    entrance.window.open("settings")


def test_the_settings_hold_no_text_of_a_record(
    qtbot: QtBot, enter: Callable[..., Entrance], settings: Settings, tmp_path: Path, register: Path
) -> None:
    entrance = enter(register)
    entrance.finish()
    kept = json.loads((tmp_path / "window.json").read_text(encoding="utf-8"))
    assert set(kept) <= {"recent", "last", "window", "theme", "name", "looked", "clock"}
    assert kept["recent"][0]["path"] == str(register)
