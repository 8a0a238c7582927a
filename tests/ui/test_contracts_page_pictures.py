"""The page is drawn whole, light and dark, in a large and in a small window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.contracts.small_register import make_register
from tests.ui.contracts_desk import Table
from ui.style.theme import theme
from ui.widgets.popover import Popover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(tmp_path_factory.mktemp("pictures")) / "register.atr"
    make_register(path, 60)
    return path


@pytest.fixture
def table(qapp: QApplication, register: Path, tmp_path: Path) -> Iterator[Table]:
    made = Table(register, tmp_path / "window.json")
    yield made
    made.close()
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
@pytest.mark.parametrize("size", [(1280, 800), (960, 540)])
def test_nothing_is_cut(
    table: Table, qapp: QApplication, tmp_path: Path, choice: str, size: tuple[int, int]
) -> None:
    theme.apply(qapp, choice)
    table.shell.resize(*size)
    page = table.show(where=["group=dental"], sort="h1_pct")
    page.table.rows_model.set_checked([page.table.rows_model.id_at(1)], on=True)
    QTest.qWait(200)
    narrow = size[0] < 1100
    assert page.parts.facets.isVisible() is page.parts.preview.isVisible() is not narrow
    assert page.parts.tools.facets.isVisible() is narrow
    assert not page.table.horizontalScrollBar().isVisible()
    assert ("annual_value" in page.memory.shown()) is narrow
    assert cut(table.shell) == []
    picture = table.shell.grab()
    assert picture.save(str(tmp_path / "contracts.png"))
    corner = page.parts.header.mapTo(table.shell, page.rect().topLeft())
    ground = picture.toImage().pixelColor(corner * picture.devicePixelRatio())
    assert ground == QColor(theme.tokens.ground)


def test_facets_of_a_small_window_open_under_their_button(table: Table) -> None:
    table.shell.resize(960, 540)
    page = table.show(where=["group=dental"])
    assert page.parts.tools.facets.text() == "Facets 1"
    page.parts.tools.facets.click()
    assert page.parts.facets.isVisible()
    page.parts.facets._lines["contract_type", "pds"].click()
    table.settle()
    assert page.parts.facets.isVisible()
    assert page.parts.tools.facets.text() == "Facets 2"
    popover = page.parts.facets.parentWidget()
    assert isinstance(popover, Popover)
    popover.close_now()
    QTest.qWait(20)
    assert not page.parts.facets.isVisible()
    table.shell.resize(1280, 800)
    QTest.qWait(20)
    assert page.parts.facets.isVisible()
    assert page.parts.split.indexOf(page.parts.facets) == 0
