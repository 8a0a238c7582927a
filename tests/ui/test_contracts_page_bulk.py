"""Many contracts at once: what would change, one step, export; and when nothing may change."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.contracts.small_register import DAY, make_register
from tests.ui.contracts_desk import Table, until
from ui.ask import Ask
from ui.tables.lazy_table_model import CELL_ROLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from ui.dialogs.bulk_panel import BulkPanel
    from ui.pages.contracts_page import ContractsPage


class Chooses(Ask):
    """Answers every question for a file with one path."""

    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self.path = path

    def save_file(self, title: str, suggested: Path, kinds: str = "") -> Path | None:
        return self.path


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(tmp_path_factory.mktemp("bulk")) / "register.atr"
    make_register(path, 12)
    return path


@pytest.fixture
def table(qapp: QApplication, register: Path, tmp_path: Path) -> Iterator[Table]:
    copy = tmp_path / "register.atr"
    copy.write_bytes(register.read_bytes())
    made = Table(copy, tmp_path / "window.json")
    yield made
    made.close()


@pytest.fixture
def page(table: Table) -> ContractsPage:
    return table.show(where=["group=dental"], sort="contract_no")


def tick(page: ContractsPage, *rows: int) -> list[int]:
    ids = [page.table.rows_model.id_at(row) for row in rows]
    page.table.rows_model.set_checked(ids, on=True)
    return ids


def open_panel(table: Table, verb: str) -> BulkPanel:
    table.page.parts.bulk.button(verb).click()
    table.settle()
    panel = table.page.bulk.panel
    assert panel is not None
    return panel


def choose(table: Table, panel: BulkPanel, text: str) -> None:
    panel.set_editor_text(text)
    table.settle()


def lines(panel: BulkPanel) -> list[str]:
    model = panel._table.rows_model
    cells = [model.index(row, 2).data(CELL_ROLE) for row in range(model.rowCount())]
    return [cell.full_text for cell in cells]


def stored(table: Table, column: str) -> list[object]:
    return [
        value
        for (value,) in table.desk.connection.execute(
            f"SELECT {column} FROM contract WHERE group_key = 'dental' ORDER BY contract_no"
        )
    ]


def test_the_bar_comes_with_the_first_tick_and_goes_with_the_last(page: ContractsPage) -> None:
    assert not page.parts.bulk.isVisible()
    page.table.setFocus()
    page.table.go_to(page.table.rows_model.id_at(2))
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.parts.bulk.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.parts.bulk._words.text() == "All 12 selected"
    page.parts.bulk.cleared.emit()
    assert not page.parts.bulk.isVisible()


def test_nothing_can_be_done_before_a_value_is_chosen(table: Table, page: ContractsPage) -> None:
    tick(page, 0, 1)
    for verb in ("assign", "change"):
        panel = open_panel(table, verb)
        assert not panel._verb.isEnabled()
        assert panel._verb.toolTip()
        panel.left.emit()
        assert page.bulk.panel is None


def test_one_filled_button_at_a_time(table: Table, page: ContractsPage) -> None:
    def filled() -> list[str]:
        buttons = [b for b in table.shell.findChildren(QPushButton) if b.isVisible()]
        return [b.text() for b in buttons if b.property("kind") == "filled" or b.property("now")]

    assert filled() == ["New contract"]
    tick(page, 0)
    panel = open_panel(table, "assign")
    choose(table, panel, "2")
    assert filled() == ["Assign 1"]
    panel.left.emit()
    QTest.qWait(20)
    assert filled() == ["New contract"]


def test_assign_shows_now_and_then_and_is_one_step(table: Table, page: ContractsPage) -> None:
    tick(page, 0, 1, 2)
    panel = open_panel(table, "assign")
    assert panel._title.text() == "Assign 3 contracts"
    choose(table, panel, "2")
    assert sorted(lines(panel)) == ["J. Patel → L. Marsh", "R. Osei → L. Marsh"]
    assert panel._words.text() == "2 change, 1 stays as it is. One step to undo."
    assert panel._verb.text() == "Assign 2"
    panel._verb.click()
    until(lambda: page.bulk.panel is None)
    table.settle()
    assert stored(table, "manager_id")[:4] == [2, 2, 2, 1]
    label = table.desk.connection.execute("SELECT label FROM operation ORDER BY id DESC").fetchone()
    assert label == ("Assign 2 contracts to L. Marsh",)
    table.desk.undo()
    table.settle()
    assert stored(table, "manager_id")[:4] == [1, 2, 3, 1]


def test_change_reads_what_is_typed_and_says_what_is_wrong(
    table: Table, page: ContractsPage
) -> None:
    tick(page, 1, 2)
    panel = open_panel(table, "change")
    panel._fields.setCurrentIndex(panel._fields.findData("uda_contracted"))
    choose(table, panel, "many")
    assert "many cannot be read" in panel._words.text()
    assert not panel._verb.isEnabled()
    choose(table, panel, "12,000")
    assert lines(panel) == ["10,000 → 12,000"] * 2
    panel._verb.click()
    until(lambda: page.bulk.panel is None)
    assert stored(table, "terms ->> '$.uda_contracted'")[:4] == [10_000, 12_000, 12_000, 10_000]


def test_fields_of_one_group_are_offered_in_a_list_of_that_group(
    table: Table, page: ContractsPage
) -> None:
    tick(page, 0)
    dental = {offer.field.key for offer in open_panel(table, "change")._offers}
    assert {"uda_contracted", "signed_copy", "pct_code"} <= dental
    assert not {"name", "contract_no", "contract_type", "h1_pct"} & dental
    page.bulk.panel.left.emit()  # type: ignore[union-attr]  # it is open
    page.clear()
    table.settle()
    assert "uda_contracted" not in {o.field.key for o in open_panel(table, "change")._offers}


def test_all_that_match_means_all_but_those_unticked(table: Table, page: ContractsPage) -> None:
    page.table.rows_model.check_all(on=True)
    page.table.rows_model.set_checked([page.table.rows_model.id_at(11)], on=False)
    panel = open_panel(table, "change")
    panel._fields.setCurrentIndex(panel._fields.findData("signed_copy"))
    choose(table, panel, "superseded")
    assert panel._verb.text() == "Change 11"
    panel._verb.click()
    until(lambda: page.bulk.panel is None)
    table.settle()
    assert stored(table, "signed_copy") == ["superseded"] * 11 + ["missing"]


def test_another_filter_forgets_that_all_were_ticked(table: Table, page: ContractsPage) -> None:
    page.table.rows_model.check_all(on=True)
    page.clear()
    table.settle()
    assert page.table.rows_model.checked_count == 0


def test_what_the_register_refuses_is_said_in_the_panel(table: Table, page: ContractsPage) -> None:
    tick(page, 1)
    panel = open_panel(table, "change")
    panel._fields.setCurrentIndex(panel._fields.findData("end_date"))
    choose(table, panel, "1 Jan 2007")
    panel._verb.click()
    until(lambda: "before the start" in panel._words.text())
    assert page.bulk.panel is panel
    assert stored(table, "end_date")[1] is None


def test_export_writes_what_the_table_shows(
    table: Table, page: ContractsPage, tmp_path: Path
) -> None:
    page.ask = Chooses(tmp_path / "out.csv")
    tick(page, 3, 1)
    page.parts.bulk.button("export").click()
    until(lambda: "2 contracts were written" in page.parts.notice.accessibleName())
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    head, *rows = list(csv.reader(text.splitlines()))
    assert len(head) == len(page.memory.shown())
    assert [row[0] for row in rows] == ["700001", "700003"]
    page.ask = Chooses(tmp_path / "none" / "out.csv")
    page.parts.tools.export.click()
    until(lambda: "no folder" in page.parts.notice.accessibleName())


def test_in_the_past_nothing_can_be_changed_and_it_says_why(
    table: Table, page: ContractsPage
) -> None:
    tick(page, 0)
    table.desk.look_at(date(2012, 9, 3))
    table.settle()
    bar = page.parts.bulk
    for button in (page.parts.new, page.parts.tools.save, bar.button("assign")):
        assert not button.isEnabled()
        assert "3 Sep 2012" in button.toolTip()
    assert bar.button("export").isEnabled()
    page.make_new()
    assert page.making.new_panel is None
    table.desk.look_at(DAY)
    table.settle()
    assert page.parts.new.isEnabled()


def test_a_new_contract_opens_when_it_is_made(table: Table, page: ContractsPage) -> None:
    page.make_new()
    panel = page.making.new_panel
    assert panel is not None
    panel._press()
    assert "cannot be left empty" in panel._words.text()
    panel.name.setText("Matlock Dental")
    panel.number.setText("700001")
    panel.kind.setCurrentIndex(panel.kind.findData("gds"))
    panel._press()
    until(lambda: "in the register already" in panel._words.text())
    panel.number.setText("700900")
    panel.pct.setCurrentIndex(panel.pct.findData("5N6"))
    panel._press()
    until(lambda: bool(table.opened))
    key, args = table.opened[0]
    row = table.desk.connection.execute(
        "SELECT name, contract_no, pct_code FROM contract WHERE id = ?", (args["id"],)
    ).fetchone()
    assert (key, row) == ("contract", ("Matlock Dental", "700900", "5N6"))
    table.settle()
