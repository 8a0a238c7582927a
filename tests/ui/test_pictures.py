"""Sample pages are drawn in both themes, large and small, with nothing cut."""

from __future__ import annotations

import importlib.util
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ui.style.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

PAGES = importlib.util.spec_from_file_location(
    "sample_pages", Path(__file__).with_name("sample_pages.py")
)
assert PAGES is not None
assert PAGES.loader is not None
samples: Any = importlib.util.module_from_spec(PAGES)
PAGES.loader.exec_module(samples)

SIZES = ((1280, 800), (960, 540))


@pytest.fixture
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, "light")


def cut(window: QWidget) -> list[str]:
    """The words of labels and buttons that have less room than they need."""
    parts: list[QLabel | QPushButton] = [
        *window.findChildren(QLabel),
        *window.findChildren(QPushButton),
    ]
    shown = [part for part in parts if part.isVisible() and part.text()]
    return [part.text() for part in shown if part.width() < part.minimumSizeHint().width()]


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_pages_are_drawn_whole(
    invent: Any,
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    light_again: None,
    choice: str,
) -> None:
    theme.apply(qapp, choice)
    shell = samples.sample_shell(invent(1_000_000))
    qtbot.addWidget(shell)
    shell.show()
    for page, (width, height) in product(("places", "record", "exchange"), SIZES):
        shell.open(page)
        shell.resize(width, height)
        qapp.processEvents()
        picture = shell.grab()
        assert picture.save(str(tmp_path / f"{page}-{width}.png"))
        image, scale = picture.toImage(), picture.devicePixelRatio()
        top, nav = (QPoint(*at) * scale for at in ((3, 3), (3, height - 120)))
        assert image.pixelColor(top) == QColor(theme.tokens.surface)
        assert image.pixelColor(nav) == QColor(theme.tokens.ground)
        assert (shell.width(), shell.height()) == (width, height)
        assert cut(shell) == []
