"""A long list is there at once, is read beside the window, and never shows half an order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.office import open_office
from tests.contracts.small_register import DAY, fill_fast, make_register
from tests.ui.contracts_desk import Table, until
from ui.pages.list_reading import QUICK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from ui.pages.contracts_page import ContractsPage

MANY = QUICK + 5_000
ALL = MANY + 4
"""With the three dental contracts and the pharmacy that every register of these tests has."""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(tmp_path_factory.mktemp("long")) / "register.atr"
    make_register(path, 0)
    office = open_office(path, as_at=DAY)
    office.write("Fill", lambda write: fill_fast(write, MANY))
    office.close()
    return path


@pytest.fixture
def table(qapp: QApplication, register: Path, tmp_path: Path) -> Iterator[Table]:
    made = Table(register, tmp_path / "window.json")
    yield made
    made.close()


def numbers(page: ContractsPage, first: int, count: int) -> list[str]:
    model = page.table.rows_model
    at = model.section_of("contract_no")
    return [model.index(row, at).data() for row in range(first, first + count)]


def test_it_is_there_before_it_is_counted(table: Table) -> None:
    table.shell.show()
    table.shell.open("contracts")
    page = table.page
    assert page.table.rows_model.rowCount() == ALL
    assert page.table.rows_model.row_at(0) is not None
    assert page.reading._cube is None
    until(lambda: page.reading._cube is not None)
    table.settle()
    assert f"{ALL:,} contracts" in page.parts.header._sentence.text()


def test_any_place_is_the_same_before_and_after_the_order_is_known(table: Table) -> None:
    table.shell.show()
    table.shell.open("contracts", sort="contract_no")
    page = table.page
    assert page.table.rows_model.source.listed._ids is None  # type: ignore[union-attr]  # it has one
    before = numbers(page, ALL // 2, 30)
    assert before == sorted(before)
    source = page.table.rows_model.source
    until(lambda: source.listed._ids is not None)  # type: ignore[union-attr]  # it has one
    assert page.table.rows_model.source is source
    page.table.rows_model.set_source(source)  # type: ignore[arg-type]  # to read again
    assert numbers(page, ALL // 2, 30) == before


def test_an_order_without_an_index_keeps_the_old_list_until_it_is_read(table: Table) -> None:
    page = table.show(sort="contract_no")
    until(lambda: page.reading._cube is not None)
    source = page.table.rows_model.source
    page.table.sort_by("annual_value", descending=True)
    assert page.table.rows_model.source is source
    until(lambda: page.table.rows_model.source is not source)
    model = page.table.rows_model
    page.table.keeper.hide(set())
    page.table.keeper.changed.emit()
    table.settle()
    at = model.section_of("annual_value")
    shown = [model.index(row, at).data() for row in range(20)]
    pounds = [float(text.removeprefix("£").replace(",", "")) for text in shown]
    assert pounds == sorted(pounds, reverse=True)
    assert pounds[0] > pounds[-1]


def test_thousands_change_in_one_step(table: Table) -> None:
    page = table.show(where=["group=gp"])
    until(lambda: page.table.rows_model.rowCount() == MANY // 4)
    page.table.rows_model.check_all(on=True)
    page.parts.bulk.button("assign").click()
    panel = page.bulk.panel
    assert panel is not None
    panel.set_editor_text("2")
    until(lambda: panel.changing > 0)
    assert "The first 200 are shown." in panel._words.text()
    changing = panel.changing
    panel._verb.click()
    until(lambda: page.bulk.panel is None)
    table.settle()
    connection = table.desk.connection
    (label,) = connection.execute("SELECT label FROM operation ORDER BY id DESC").fetchone()
    assert label == f"Assign {changing:,} contracts to L. Marsh"
    (managers,) = connection.execute(
        "SELECT count(DISTINCT manager_id) FROM contract WHERE group_key = 'gp'"
    ).fetchone()
    assert managers == 1
    table.desk.undo()
    table.settle()
