"""The contract list: facets, filter, order, columns, preview, saved views, empty states."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from areateam.contracts.contract_actions import remove_contract
from areateam.contracts.contract_columns import first_shown
from areateam.contracts.saved_view_views import saved_views
from tests.contracts.small_register import make_register
from tests.ui.contracts_desk import Table, until
from ui.tables.lazy_table_model import CELL_ROLE
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from ui.pages.contracts_page import ContractsPage
    from ui.tables.row_source import Cell


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(tmp_path_factory.mktemp("page")) / "register.atr"
    make_register(path, 12)
    return path


@pytest.fixture
def table(qapp: QApplication, register: Path, tmp_path: Path) -> Iterator[Table]:
    copy = tmp_path / "register.atr"
    copy.write_bytes(register.read_bytes())
    made = Table(copy, tmp_path / "window.json")
    yield made
    made.close()


def names(page: ContractsPage) -> list[str]:
    model = page.table.rows_model
    at = model.section_of("name")
    return [model.index(row, at).data() for row in range(model.rowCount())]


def cell(page: ContractsPage, row: int, key: str) -> Cell:
    model = page.table.rows_model
    found: Cell = model.index(row, model.section_of(key)).data(CELL_ROLE)
    return found


def said(page: ContractsPage) -> str:
    return page.parts.header.findChildren(SpanLabel)[2].text()


def tick(table: Table, facet: str, value: str) -> None:
    table.page.parts.facets._lines[facet, value].click()
    table.settle()


def counts(page: ContractsPage, facet: str) -> dict[str, int | None]:
    lines = page.parts.facets._lines
    return {line.value.label: line.count for (key, _), line in lines.items() if key == facet}


def test_it_shows_all_contracts_and_says_how_many(table: Table) -> None:
    page = table.show()
    assert page.table.rows_model.rowCount() == 16
    assert names(page) == sorted(names(page))
    words = said(page)
    assert words.startswith("16 contracts. ")
    # 24, 26 and 28% of 10,000 units at £24.60, from £246,000.00 each.
    assert "3 are under 30%; at most £354,240.00 may be withheld." in words


def test_counts_say_how_many_a_tick_would_give_and_zeros_stay(table: Table) -> None:
    page = table.show()
    assert counts(page, "group_key")["Dental"] == 12
    tick(table, "group_key", "pharmacy")
    assert page.table.rows_model.rowCount() == 4
    assert counts(page, "group_key") == {"GP": 0, "Dental": 12, "Pharmacy": 4, "Eye care": 0}
    assert counts(page, "pct_code")["Derbyshire County"] == 0
    assert counts(page, "midyear_trigger") == {"Under 30%": 0, "30% or more": 0}


def test_two_values_of_a_facet_widen_and_two_facets_narrow(table: Table) -> None:
    page = table.show()
    tick(table, "contract_type", "gds")
    assert page.table.rows_model.rowCount() == 8
    tick(table, "contract_type", "pds")
    assert page.table.rows_model.rowCount() == 12
    tick(table, "midyear_trigger", "1")
    assert page.table.rows_model.rowCount() == 3
    tick(table, "manager", "J. Patel")
    assert names(page) == ["Ashbourne Road Dental"]


def test_types_are_those_of_the_ticked_groups(table: Table) -> None:
    page = table.show()
    lines = page.parts.facets._lines
    assert lines["contract_type", "pharmacy"].isVisible()
    tick(table, "group_key", "dental")
    assert not lines["contract_type", "pharmacy"].isVisible()
    assert lines["contract_type", "gds"].isVisible()


def test_chips_say_the_filter_and_take_it_away(table: Table) -> None:
    page = table.show(where=["pct=5N6", "group=dental", "end_date<=2013-03-31"])
    words = [part.accessibleName() for part in page.parts.tools.chips.findChildren(QWidget)]
    for chip in ("PCT: 5N6", "Group: Dental", "Ends: by 31 Mar 2013"):
        assert chip in words
    few = page.table.rows_model.rowCount()
    page.parts.tools.chips.removed.emit("end_date")
    table.settle()
    assert page.table.rows_model.rowCount() == 12 > few
    page.parts.tools.chips.cleared.emit()
    table.settle()
    assert page.table.rows_model.rowCount() == 16
    assert page.parts.facets.ticked() == {}


def test_typing_filters_after_a_rest_and_ctrl_f_goes_there(table: Table) -> None:
    page = table.show()
    QTest.keyClick(table.shell, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    edit = page.parts.tools.field.edit
    until(edit.hasFocus) if table.shell.isActiveWindow() else page.focus_filter()
    QTest.keyClicks(edit, "bright")
    assert page.table.rows_model.rowCount() == 16
    until(lambda: page.table.rows_model.rowCount() == 1)
    table.settle()
    assert names(page) == ["Bright Smile Ltd"]
    assert said(page).startswith("1 of 16 contracts.")


def test_dental_lists_show_delivery_with_its_mark(table: Table) -> None:
    page = table.show(where=["group=dental"], sort="h1_pct")
    assert not page.table.keeper.is_hidden("h1_pct")
    first, fourth = cell(page, 0, "h1_pct"), cell(page, 3, "h1_pct")
    assert (first.text, first.mark is not None and first.mark.word) == ("24.00%", "under 30%")
    # Exactly 30% is not under it: GDS Regulations 2005 Sch 3 para 58 says less than.
    assert (fourth.text, fourth.mark) == ("30.00%", None)
    assert "lowest mid-year delivery first" in said(page)


def test_blank_ends_say_whether_that_is_right(table: Table) -> None:
    page = table.show(where=["group=dental", "contract_type=gds"])
    assert cell(page, 0, "end_date").text == "no end"
    page = table.show(where=["group=pharmacy"])
    assert cell(page, 0, "contract_no").text == "F00000"


def test_a_heading_orders_the_list_and_again_the_other_way(table: Table) -> None:
    page = table.show(where=["group=dental"])
    page.table._head_clicked(page.table.rows_model.section_of("contract_no"))
    table.settle()
    assert cell(page, 0, "contract_no").text == "700000"
    page.table._head_clicked(page.table.rows_model.section_of("contract_no"))
    table.settle()
    assert cell(page, 0, "contract_no").text == "700011"
    assert page.table.head.descending


def test_columns_are_remembered_for_each_group(table: Table, tmp_path: Path) -> None:
    page = table.show(where=["group=dental"])
    keeper = page.table.keeper
    keeper.hide({c.key for c in page.table.rows_model.columns} - {"name", "h1_pct", "phone"})
    keeper.changed.emit()
    page.clear()
    table.settle()
    assert keeper.is_hidden("h1_pct")
    table.close()
    again = Table(tmp_path / "register.atr", tmp_path / "window.json")
    try:
        assert again.show(where=["group=dental"]).memory.shown() == {"name", "h1_pct", "phone"}
        assert again.show(where=[]).memory.shown() == set(first_shown(again.desk.catalogue))
    finally:
        again.close()


def test_a_column_that_is_shown_is_read(table: Table) -> None:
    page = table.show(where=["group=dental"])
    keeper = page.table.keeper
    keeper.hide({c.key for c in page.table.rows_model.columns} - {"name", "postcode"})
    keeper.changed.emit()
    table.settle()
    assert cell(page, 0, "postcode").text == "DE56 1AA"


def test_the_preview_follows_after_a_rest_and_says_what_is_wrong(table: Table) -> None:
    page = table.show(where=["group=dental"], sort="h1_pct")
    QTest.qWait(200)
    preview = page.preview
    assert preview._name.text() == "Ashbourne Road Dental"
    assert preview._banner.isVisible()
    assert "Under 30% at mid-year" in preview._banner.accessibleName()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert preview._name.text() == "Ashbourne Road Dental"
    until(lambda: preview._name.text() == "Mr T Hallam")


def test_a_worked_out_value_gives_its_reason(table: Table) -> None:
    page = table.show(where=["group=dental"], sort="h1_pct")
    QTest.qWait(200)
    preview = page.preview
    assert "Sch 3 para 58" in preview._reasons["mid_year"]
    preview._explain("mid_year")
    labels = [label.text() for label in table.shell.findChildren(SpanLabel)]
    assert any("30% needs 3,000" in text for text in labels)


def test_enter_opens_the_record(table: Table) -> None:
    page = table.show()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert table.opened == [("contract", {"id": page.table.current_id()})]


def test_a_change_keeps_the_current_contract_and_its_place(table: Table) -> None:
    page = table.show()
    current = page.table.rows_model.id_at(9)
    page.table.go_to(current)
    QTest.qWait(150)
    first = page.table.rows_model.id_at(0)
    table.desk.write("Remove", lambda write: remove_contract(write, first))
    until(lambda: page.table.rows_model.rowCount() == 15)
    assert page.table.current_id() == current
    assert page.table.currentIndex().row() == 8
    table.settle()
    assert said(page).startswith("15 contracts")


def test_a_view_is_kept_and_shown_again(table: Table) -> None:
    page = table.show(where=["group=dental", "midyear_trigger=yes"], sort="-h1_pct")
    page.parts.tools.save.click()
    panel = page.views.view_panel
    assert panel is not None
    panel.edit.setText("Dental under 30%")
    panel._press()
    until(lambda: page.views.view_panel is None)
    (view,) = saved_views(table.desk.connection)
    page.clear()
    table.settle()
    page = table.show(view=view.id)
    assert names(page) == ["Peak Vale Dental Care", "Mr T Hallam", "Ashbourne Road Dental"]
    assert page.reading.sort.descending


def test_nothing_matches_offers_to_clear(table: Table) -> None:
    page = table.show(text="zzz")
    assert page.table.rows_model.rowCount() == 0
    overlay = page.table._empty
    assert overlay is not None
    assert overlay.isVisible()
    (clear,) = [b for b in overlay.findChildren(QPushButton) if b.text() == "Clear filters"]
    clear.click()
    table.settle()
    assert page.table.rows_model.rowCount() == 16
    assert not overlay.isVisible()


def test_an_empty_register_says_what_the_page_is_for(qapp: QApplication, tmp_path: Path) -> None:
    make_register(tmp_path / "empty.atr", 0)
    table = Table(tmp_path / "empty.atr", tmp_path / "window.json")
    try:
        page = table.show()
        assert page._empty.isVisible()
        page._empty.chosen.emit("import")
        assert table.opened == [("imports", {})]
        page._empty.chosen.emit("new")
        panel = page.making.new_panel
        assert panel is not None
        panel.name.setText("Peak Dental")
        panel._press()
        until(lambda: len(table.opened) == 2)
        table.settle()
        assert table.opened[1][0] == "contract"
        assert not page._empty.isVisible()
        assert names(page) == ["Peak Dental"]
    finally:
        table.close()


def test_cells_and_parts_have_names_for_those_who_listen(table: Table) -> None:
    page = table.show(where=["group=dental"], sort="h1_pct")
    model = page.table.rows_model
    index = model.index(0, model.section_of("h1_pct"))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert index.data(role) == "H1 delivery: under 30% 24.00%"
    for part in (page.table, page.parts.facets, page.parts.preview, page.parts.new):
        interface = QAccessible.queryAccessibleInterface(part)
        assert interface.text(QAccessible.Text.Name)


def test_tab_goes_as_one_reads(table: Table) -> None:
    page = table.show(where=["group=dental"])
    parts, seen = page.parts, []
    # The preview comes after the current row has rested.
    until(lambda: any(b.isVisibleTo(page) for b in parts.preview.findChildren(QPushButton)))
    at = parts.new
    for _ in range(400):
        at = at.nextInFocusChain()  # type: ignore[assignment]  # any widget follows
        if at is parts.new:
            break
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisibleTo(page):
            seen.append(at)
    places = [
        next(place for place, part in enumerate(seen) if inside(part))
        for inside in (
            lambda part: part is parts.tools.field.edit,
            parts.tools.chips.isAncestorOf,
            lambda part: part is parts.tools.columns,
            parts.facets.isAncestorOf,
            lambda part: part is parts.table,
            parts.preview.isAncestorOf,
        )
    ]
    assert places == sorted(places)
