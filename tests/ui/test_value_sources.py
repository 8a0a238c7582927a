"""Where a value is from, another in its place, and whose word counts: by mouse and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from areateam.office import Office
from tests.imports.taking_in import take_text
from tests.ui.record_desk import RecordDesk
from ui.dialogs.claims_panel import ClaimsPanel
from ui.dialogs.order_panel import OrderPanel
from ui.pages.contract_page import ContractPage
from ui.pages.settings_orders import OrdersCard
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

FINANCE = (
    "Contract No,Contractor,Contract Type,PCT,Annual Value\n700100,Bright Smile Ltd,PDS,5N6,£9\n"
)
QUALITY = (
    "Contract No,Provider,Contract Type,PCT,Annual Value,CQC No\n"
    "700100,BRIGHT SMILE LTD,PDS,5N6,£7,1-77\n"
)


@pytest.fixture
def table(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RecordDesk]:
    made = RecordDesk(tmp_path, tmp_path_factory)

    def take(office: Office) -> None:
        for text in (FINANCE, QUALITY):
            take_text(office, tmp_path, text)

    made.desk.run(take)
    made.settle()
    yield made
    made.close()


def page_of(table: RecordDesk, tab: str = "terms") -> ContractPage:
    page = ContractPage(table.desk)
    table.show(page, id=1, tab=tab)
    return page


def words(part: QWidget) -> str:
    labels = [label.text() for label in part.findChildren(SpanLabel) if label.isVisibleTo(part)]
    return " | ".join(labels).replace("\N{NO-BREAK SPACE}", " ")


def the_panel(page: QWidget) -> ClaimsPanel:
    (popover,) = [each for each in page.window().findChildren(Popover) if each.isVisible()]
    assert isinstance(popover.content, ClaimsPanel)
    return popover.content


def press(part: QWidget, text: str) -> None:
    (button,) = [b for b in part.findChildren(QPushButton) if b.text() == text]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_value_whose_sources_disagree_is_marked_and_says_all(table: RecordDesk) -> None:
    page = page_of(table)
    row = page.terms.rows["annual_value"]
    assert "2 others differ" in row.accessibleName()
    assert "What a person enters" in row.toolTip()
    row.claims_asked.emit("annual_value")
    told = words(the_panel(page))
    assert "Annual value" in told
    assert "£455,100.00" in told
    assert "taken.csv, line 2, taken in on" in told
    assert "£9.00" in told
    assert "£7.00" in told
    assert "R. Osei" in told


def test_capitals_alone_are_no_disagreement(table: RecordDesk) -> None:
    page = page_of(table)
    assert "differ" not in page.terms.rows["name"].accessibleName()


def test_f4_says_where_any_value_comes_from(table: RecordDesk) -> None:
    page = page_of(table)
    row = page.terms.rows["cqc_no"]
    QTest.keyClick(row, Qt.Key.Key_F4)
    told = words(the_panel(page))
    assert "1-77" in told
    assert "No other source states it." in told


def test_another_value_is_used_as_one_step(table: RecordDesk) -> None:
    page = page_of(table)
    page.terms.rows["annual_value"].claims_asked.emit("annual_value")
    panel = the_panel(page)
    first = panel.findChildren(QPushButton)
    (use,) = [b for b in first if b.accessibleName() == "Use £9.00 instead"]
    QTest.mouseClick(use, Qt.MouseButton.LeftButton)
    table.settle()
    assert table.stored("annual_value_pence") == 900
    assert table.labels()[0] == "Bright Smile Ltd: Annual value"
    table.desk.undo()
    table.settle()
    assert table.stored("annual_value_pence") == 45_510_000


def test_the_overview_lists_what_is_disputed(table: RecordDesk) -> None:
    page = page_of(table, "overview")
    card = page.overview.differing
    assert card.isVisibleTo(page)
    assert "2 others differ" in words(card)
    page.overview._show_sources(page._claims["contract.annual_value"])
    assert "£7.00" in words(the_panel(page))


def test_the_order_is_changed_by_keyboard_with_its_effect_shown_first(table: RecordDesk) -> None:
    page = page_of(table)
    page.terms.rows["annual_value"].claims_asked.emit("annual_value")
    press(the_panel(page), "Change whose word counts for this field")
    table.settle()
    (panel,) = page.window().findChildren(OrderPanel)
    assert panel.sources() == ("PCT", "NHS Digital")
    rows = [panel.list.item(at).text() for at in range(panel.list.count())]
    assert rows[0] == "PCT"
    assert "People" in rows[3]
    panel.list.setCurrentRow(3)
    for _ in range(2):
        QTest.keyClick(panel.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    table.settle()
    assert panel.sources() == ("PCT", "person", "NHS Digital")
    assert "1 value would change" in words(panel)
    assert "£455,100.00 → £7.00" in words(panel)
    press(panel, "Change the order")
    table.settle()
    assert table.stored("annual_value_pence") == 700
    assert table.labels()[0] == "Annual value: PCT, then People, then NHS Digital"
    table.desk.undo()
    table.settle()
    assert table.stored("annual_value_pence") == 45_510_000


def test_an_order_goes_back_to_that_of_the_program(table: RecordDesk) -> None:
    page = page_of(table)
    page.terms.rows["annual_value"].claims_asked.emit("annual_value")
    press(the_panel(page), "Change whose word counts for this field")
    table.settle()
    (panel,) = page.window().findChildren(OrderPanel)
    assert not panel.reset.isEnabled()
    panel.list.setCurrentRow(0)
    panel.move_source(1)
    assert panel.sources() == ("NHS Digital", "PCT")
    assert panel.reset.isEnabled()
    panel.take_shipped()
    assert panel.sources() == ("PCT", "NHS Digital")
    table.settle()
    assert "Nothing is moved yet." in words(panel)


def test_the_settings_list_the_fields_with_what_is_disputed(table: RecordDesk) -> None:
    card = OrdersCard(table.desk)
    card.resize(800, 600)
    card.show()
    QTest.mouseClick(card.button, Qt.MouseButton.LeftButton)
    table.settle()
    told = words(card)
    assert "1 disputed" in told
    assert "PCT, then NHS Digital" in told
    assert card.button.text().startswith("Show ")
    QTest.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert card.button.text() == "Count again"
    card.rows.linked.emit("contract.annual_value")
    table.settle()
    assert len(card.window().findChildren(OrderPanel)) == 1
    card.close()
    card.deleteLater()
