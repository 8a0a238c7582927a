"""The window opens pages, remembers the way, and answers to its keys."""

from __future__ import annotations

import importlib.util
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ui.refresh import Refresh
from ui.shell import PageSpec, Shell
from ui.style.marks import Mark, Shape
from ui.widgets.visit_history import LONGEST, Visit, VisitHistory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

PAGES = importlib.util.spec_from_file_location(
    "sample_pages", Path(__file__).with_name("sample_pages.py")
)
assert PAGES is not None
assert PAGES.loader is not None
samples: Any = importlib.util.module_from_spec(PAGES)
PAGES.loader.exec_module(samples)


@pytest.fixture
def shell(qtbot: QtBot, qapp: QApplication) -> Shell:
    made = Shell(Refresh())
    for number, key in enumerate(("first", "second", "third"), start=1):
        title = key.title()
        made.add_page(
            PageSpec(key, title, "file", partial(samples.SamplePage, title), f"Ctrl+{number}")
        )
    made.add_page(
        PageSpec("one", "One", "file", partial(samples.SamplePage, "One"), "", "hidden", "second")
    )
    qtbot.addWidget(made)
    made.show()
    made.open("first")
    return made


def asked(shell: Shell) -> list[Mapping[str, Any]]:
    page: Any = shell.current_page()
    shown: list[Mapping[str, Any]] = page.shown
    return shown


def test_pages_are_made_when_opened_and_only_once(shell: Shell) -> None:
    first = shell.current_page()
    shell.open("second", record=7)
    assert asked(shell) == [{"record": 7}]
    shell.open("first")
    assert shell.current_page() is first


def test_back_and_forward_open_what_was_shown(shell: Shell, qtbot: QtBot) -> None:
    shell.open("second", record=7)
    shell.open("third")
    QTest.keyClick(shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shell.current_key() == "second"
    assert asked(shell)[-1] == {"record": 7}
    QTest.keyClick(shell, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert shell.current_key() == "third"
    assert not shell.top_bar.forward_button.isEnabled()
    assert shell.top_bar.back_button.isEnabled()


def test_esc_goes_back(shell: Shell, qtbot: QtBot) -> None:
    shell.open("second")
    QTest.keyClick(shell, Qt.Key.Key_Escape)
    assert shell.current_key() == "first"


def test_ctrl_and_a_number_open_a_page(shell: Shell, qtbot: QtBot) -> None:
    QTest.keyClick(shell, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert shell.current_key() == "third"


def test_the_list_of_a_record_is_current_in_the_navigation(shell: Shell) -> None:
    shell.open("one", record=7)
    assert shell.navigation.pages.current_key == "second"
    assert "One" not in [item.title for item in shell.navigation.pages.items]


def test_the_navigation_opens_by_pointer_and_keyboard(shell: Shell, qtbot: QtBot) -> None:
    pages = shell.navigation.pages
    place = pages.visualRect(pages.model().index(1, 0)).center()
    QTest.mouseClick(pages.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shell.current_key() == "second"
    pages.setCurrentIndex(pages.model().index(2, 0))
    QTest.keyClick(pages, Qt.Key.Key_Return)
    assert shell.current_key() == "third"


def test_only_what_calls_for_work_is_counted(shell: Shell) -> None:
    late = Mark(Shape.LATE, "late")
    shell.set_count("second", 12, late)
    shell.set_count("third", 0, late)
    items = {item.key: item for item in shell.navigation.pages.items}
    assert items["second"].spoken == "Second, 12 late, Ctrl+2"
    assert items["third"].mark is None
    assert items["third"].spoken == "Third, Ctrl+3"


def test_an_open_page_hears_at_once_and_others_when_shown(shell: Shell) -> None:
    first: Any = shell.current_page()
    shell.open("second")
    second: Any = shell.current_page()
    shell.refresh.announce("changes")
    assert second.refreshed == ["changes"]
    assert first.refreshed == []
    shell.open("first")
    assert first.refreshed == [None]
    shell.open("second")
    assert second.refreshed == ["changes"]


def test_keys_ask_for_search_undo_and_the_filter(shell: Shell, qtbot: QtBot) -> None:
    held = Qt.KeyboardModifier.ControlModifier
    for key, signal in (
        (Qt.Key.Key_K, shell.search_asked),
        (Qt.Key.Key_Z, shell.undo_asked),
        (Qt.Key.Key_Y, shell.redo_asked),
    ):
        with qtbot.waitSignal(signal, timeout=200):
            QTest.keyClick(shell, key, held)
    with qtbot.waitSignal(shell.help_asked, timeout=200) as sent:
        QTest.keyClick(shell, Qt.Key.Key_F1)
    assert sent.args == ["first"]
    QTest.keyClick(shell, Qt.Key.Key_F, held)
    page: Any = shell.current_page()
    assert page.filters == 1


def test_another_date_than_todays_says_so(shell: Shell, qtbot: QtBot) -> None:
    shell.set_date("Thu 1 Nov 2012", today=True)
    assert shell.banner.isHidden()
    shell.set_date("Mon 3 Sep 2012", today=False, sentence="You are looking at 3 Sep 2012.")
    assert shell.banner.isVisible()
    assert "3 Sep 2012" in shell.banner.accessibleName()
    assert shell.top_bar.date_button.property("elsewhen") is True
    with qtbot.waitSignal(shell.today_asked, timeout=200):
        shell.banner.linked.emit("today")


def test_a_narrow_window_folds_the_navigation(shell: Shell) -> None:
    assert shell.navigation.width() == 200
    shell.resize(960, 540)
    assert shell.navigation.width() == 48
    assert shell.navigation.pages.rail
    tip = shell.navigation.pages.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("First")
    shell.resize(1280, 800)
    assert shell.navigation.width() == 200


def test_undo_names_its_step_or_says_why_not(shell: Shell) -> None:
    bar = shell.top_bar
    bar.set_undo("Import 412 pharmacies")
    assert bar.undo_button.text() == "Undo: Import 412 pharmacies"
    bar.set_undo("", "Nothing was changed today")
    assert not bar.undo_button.isEnabled()
    assert bar.undo_button.toolTip() == "Nothing was changed today"


def test_every_control_has_a_name(shell: Shell) -> None:
    reached = [
        widget
        for widget in shell.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    names = [
        QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        for widget in reached
    ]
    assert len(reached) > 4
    assert all(names), [each for each, name in zip(reached, names, strict=True) if not name]


def test_the_way_is_cut_where_it_forks() -> None:
    way = VisitHistory()
    for key in "abc":
        way.visit(Visit(key))
    way.step(-1)
    way.visit(Visit("d"))
    assert not way.can_forward
    assert way.step(-1) == Visit("b")
    assert way.step(-1) == Visit("a")
    assert way.step(-1) is None


def test_the_same_place_twice_counts_once_and_old_ones_go() -> None:
    way = VisitHistory()
    way.visit(Visit("a", {"record": 1}))
    way.visit(Visit("a", {"record": 1}))
    assert not way.can_back
    for number in range(LONGEST + 5):
        way.visit(Visit("b", {"record": number}))
    steps = 0
    while way.step(-1):
        steps += 1
    assert steps == LONGEST - 1
