"""The palette finds while one types; the first found is ready for Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.dialogs.palette_dialog import PaletteDialog
from ui.dialogs.palette_list import PaletteGroup, PaletteItem, matched_ranges

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ITEMS = ("Bright Oak", "Bright Elm", "Old Oak")


def find(text: str) -> list[PaletteGroup]:
    items = [PaletteItem(t, "file", t) for t in ITEMS if text.casefold() in t.casefold()]
    return [PaletteGroup("Empty", []), PaletteGroup("Records", items)]


@pytest.fixture
def palette(qtbot: QtBot, qapp: object) -> PaletteDialog:
    window = QWidget()
    window.resize(1280, 800)
    field = QLineEdit(window)
    qtbot.addWidget(window)
    window.show()
    field.setFocus()
    made = PaletteDialog(window, find)
    made.open_palette()
    return made


def test_enter_opens_the_first_found(palette: PaletteDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(palette.edit, "elm")
    with qtbot.waitSignal(palette.chosen, timeout=200) as sent:
        QTest.keyClick(palette.edit, Qt.Key.Key_Return)
    assert sent.args == ["Bright Elm"]
    assert palette.isHidden()


def test_arrows_pass_over_headings_and_stop_at_the_ends(palette: PaletteDialog) -> None:
    titles = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Down):
        QTest.keyClick(palette.edit, key)
        item = palette.current()
        assert item is not None
        titles.append(item.title)
    assert titles == ["Bright Oak", "Bright Elm", "Old Oak", "Old Oak"]


def test_ctrl_enter_opens_beside(palette: PaletteDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(palette.beside, timeout=200) as sent:
        QTest.keyClick(palette.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent.args == ["Bright Oak"]


def test_esc_gives_the_cursor_back(palette: PaletteDialog) -> None:
    QTest.keyClick(palette.edit, Qt.Key.Key_Escape)
    assert palette.isHidden()
    field = palette.window().focusWidget()
    assert isinstance(field, QLineEdit)
    assert field is not palette.edit


def test_nothing_found_is_said_and_enter_does_nothing(palette: PaletteDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(palette.edit, "zzz")
    assert palette.current() is None
    assert palette.list.isHidden()
    with qtbot.assertNotEmitted(palette.chosen):
        QTest.keyClick(palette.edit, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_it_covers_the_window_when_that_grows(palette: PaletteDialog) -> None:
    window = palette.window()
    window.resize(1000, 600)
    assert palette.size() == window.size()


@pytest.mark.parametrize(
    ("title", "text", "ranges"),
    [
        ("Bright Smile Ltd", "bright sm", [(0, 6), (7, 9)]),
        ("Bright Smile Ltd", "ght bri", [(0, 6)]),
        ("Bright Smile Ltd", "zzz", []),
        ("Bright Smile Ltd", "", []),
        ("Straße 3", "3", [(7, 8)]),
    ],
)
def test_matched_letters(title: str, text: str, ranges: list[tuple[int, int]]) -> None:
    assert matched_ranges(title, text) == ranges
