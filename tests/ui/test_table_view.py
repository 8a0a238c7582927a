"""A list reads only what is looked at, sorts at its source, and keeps what the user chose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QKeySequence, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from ui.style.fonts import text_width
from ui.style.marks import Mark, Shape, Tone
from ui.style.tokens import ROW_HEIGHT, TWO_LINES
from ui.tables.block_cache import BLOCK, KEPT, BlockCache
from ui.tables.cell_painter import PADDING, cell_height, cell_width, paint_cell
from ui.tables.column_chooser import ColumnChooser
from ui.tables.lazy_table_model import CELL_ROLE, LazyTableModel
from ui.tables.row_source import Cell
from ui.tables.table_view import TableView, toggle

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from areateam.core.columns import Column

Invent = Any
ACROSS = Qt.Orientation.Horizontal


@pytest.fixture
def make_view(qtbot: QtBot, invent: Invent) -> Callable[..., TableView]:
    def make(length: int = 1000, **looks: Any) -> TableView:
        model = LazyTableModel(invent(length), checkable=True, **looks)
        view = TableView(model, name="Places", stretch="name")
        qtbot.addWidget(view)
        view.resize(800, 400)
        view.show()
        return view

    return make


def test_first_paint_of_a_million_rows_reads_one_block(make_view: Any) -> None:
    view = make_view(1_000_000)
    view.grab()
    assert view.rows_model.source.asked == [(0, BLOCK)]


def test_the_end_of_a_million_rows_reads_only_the_end(make_view: Any) -> None:
    view = make_view(1_000_000)
    view.scrollToBottom()
    view.grab()
    assert [first for first, _ in view.rows_model.source.asked] == [999_900]


def test_only_the_blocks_used_last_are_kept(invent: Invent) -> None:
    source = invent(1_000_000)
    cache = BlockCache(source)
    for block in range(KEPT + 1):
        cache.row(block * BLOCK)
    cache.row(KEPT * BLOCK)
    cache.row(0)
    assert len(source.asked) == KEPT + 2


def test_a_list_that_became_shorter_paints_blank_rows(make_view: Any) -> None:
    view = make_view(500)
    view.rows_model.source.length = 10
    assert view.rows_model.index(300, 1).data() is None
    view.grab()


def test_cells_are_formatted_aligned_and_spoken(make_view: Any) -> None:
    model = make_view(10, empty_words={"ends": "no end"}).rows_model
    section = model.section_of
    assert model.index(0, section("ends")).data() == "1 May 2013"
    assert model.index(1, section("ends")).data() == "no end"
    assert model.index(1, section("ends")).data(CELL_ROLE).ink is Tone.QUIET
    assert model.index(0, section("kind")).data() == "Oak"
    spoken = model.index(2, section("units")).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Units: 902"
    right = model.index(0, section("units")).data(Qt.ItemDataRole.TextAlignmentRole)
    assert right & Qt.AlignmentFlag.AlignRight
    left = model.index(0, section("name")).data(Qt.ItemDataRole.TextAlignmentRole)
    assert not left & Qt.AlignmentFlag.AlignRight


def test_a_mark_is_seen_and_spoken(make_view: Any) -> None:
    late = Mark(Shape.LATE, "under 30%")
    looks = {"share": lambda value, row: late if value < 2300 else None}
    model = make_view(10, looks=looks).rows_model
    marked, plain = (model.index(at, model.section_of("share")) for at in (0, 5))
    assert marked.data(CELL_ROLE).mark is late
    assert marked.data(CELL_ROLE).bold
    assert "under 30%" in marked.data(Qt.ItemDataRole.AccessibleTextRole)
    assert plain.data(CELL_ROLE).mark is None
    assert plain.data() == "29.8"


def test_a_change_says_before_and_after() -> None:
    cell = Cell("LHP Group", before="Lloyd", tail="line 3")
    assert cell.full_text == "Lloyd → LHP Group line 3"
    assert cell_width(cell) > cell_width(Cell("LHP Group"))


def test_a_click_on_a_heading_asks_the_source_for_the_order(make_view: Any, qtbot: QtBot) -> None:
    view = make_view()
    head = view.head
    section = view.rows_model.section_of("units")
    at = QPoint(head.sectionViewportPosition(section) + 20, 10)
    with qtbot.waitSignal(view.sort_changed) as sent:
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert sent.args == ["units", False]
    assert view.rows_model.source.order == ("units", False)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.rows_model.source.order == ("units", True)


def test_a_column_without_an_order_is_not_sorted(make_view: Any) -> None:
    view = make_view()
    view.head.sectionClicked.emit(view.rows_model.section_of("price"))
    assert view.rows_model.source.order is None


def test_space_and_clicks_tick_rows(make_view: Any, qtbot: QtBot) -> None:
    view = make_view()
    model = view.rows_model
    view.go_to(1002)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert 1002 in model.checked
    assert model.checked_count == 1
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert model.checked_count == 0
    box = view.visualRect(model.index(4, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert model.checked.ids == {1004}


def test_a_range_is_ticked_as_its_last_row_becomes(make_view: Any) -> None:
    model = make_view().rows_model
    toggle(model, 3)
    toggle(model, 6, 3)
    assert model.checked.ids == {1003, 1004, 1005, 1006}
    toggle(model, 5, 4)
    assert model.checked.ids == {1003, 1006}


def test_all_matching_rows_are_ticked_without_reading_them(make_view: Any) -> None:
    model = make_view(1_000_000).rows_model
    model.check_all(on=True)
    assert model.checked_count == 1_000_000
    assert model.headerData(0, ACROSS, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    model.set_checked([1007], on=False)
    assert 1007 not in model.checked
    assert model.checked_count == 999_999
    state = model.headerData(0, ACROSS, Qt.ItemDataRole.CheckStateRole)
    assert state == Qt.CheckState.PartiallyChecked
    assert model.source.asked == []


def test_enter_and_double_click_open(make_view: Any, qtbot: QtBot) -> None:
    view = make_view()
    view.go_to(1001)
    with qtbot.waitSignal(view.opened) as sent:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert sent.args == [1001]
    with qtbot.waitSignal(view.opened) as sent:
        view.doubleClicked.emit(view.rows_model.index(3, 1))
    assert sent.args == [1003]


def test_the_preview_hears_of_the_row_on_which_the_cursor_rests(
    make_view: Any, qtbot: QtBot
) -> None:
    view = make_view()
    heard: list[Any] = []
    view.rested.connect(heard.append)
    view._rest.setInterval(5)
    for record in (1001, 1002, 1003):
        view.go_to(record)
    qtbot.waitUntil(lambda: bool(heard), timeout=500)
    assert heard == [1003]


def test_columns_come_back_as_they_were(make_view: Any) -> None:
    view = make_view()
    view.keeper.arrange(["share", "name", "number"])
    view.keeper.hide(["kind", "price"])
    section = view.rows_model.section_of("units")
    view.head.resizeSection(section, 133)
    view.show_sort("units", descending=True)
    state = view.save_state()
    other = make_view()
    other.restore_state(state)
    assert other.save_state() == state
    assert state["order"][:3] == ["share", "name", "number"]
    assert state["hidden"] == ["kind", "price"]
    assert other.head.sectionSize(section) == 133
    assert other.head.logicalIndex(0) == 0


def test_the_last_column_cannot_be_hidden(make_view: Any) -> None:
    view = make_view()
    view.keeper.hide([column.key for column in view.rows_model.columns])
    assert not view.keeper.is_hidden("name")


def test_a_state_with_unknown_columns_does_no_harm(make_view: Any) -> None:
    view = make_view()
    view.restore_state({"order": ["gone", "ends"], "widths": {"gone": 9}, "hidden": ["gone"]})
    assert view.keeper.keys_in_order()[0] == "ends"


def test_spare_width_goes_to_the_column_that_stretches(make_view: Any) -> None:
    view = make_view()
    view.resize(1600, 400)
    view.grab()
    assert view.head.length() == view.head.viewport().width()
    assert view.save_state()["widths"]["name"] == 172


def test_a_new_source_keeps_the_current_row_and_the_columns(make_view: Any, invent: Invent) -> None:
    view = make_view()
    view.keeper.hide(["kind"])
    view.go_to(1300)
    view.set_source(invent(900))
    assert view.current_id() == 1300
    assert view.keeper.is_hidden("kind")
    view.set_source(invent(10))
    assert view.current_id() is None


def test_other_columns_take_their_own_widths(make_view: Any, invent: Invent) -> None:
    view = make_view()
    source = invent(20)
    fewer: tuple[Column, ...] = source.columns[:3]
    source.columns = fewer
    view.set_source(source)
    assert view.keeper.keys_in_order() == ["number", "name", "kind"]


def test_an_empty_list_says_so(make_view: Any, invent: Invent) -> None:
    view = make_view(0)
    words = QLabel("No places yet")
    view.set_empty(words)
    assert not words.isHidden()
    view.set_source(invent(5))
    assert words.isHidden()


def test_a_link_cell_answers_to_a_click(make_view: Any, qtbot: QtBot) -> None:
    looks = {"name": lambda value, row: Cell(value, link=True)}
    view = make_view(10, looks=looks)
    place = view.visualRect(view.rows_model.index(2, view.rows_model.section_of("name"))).center()
    with qtbot.waitSignal(view.cell_clicked) as sent:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert sent.args == [1002, "name"]


def test_ctrl_a_ticks_all(make_view: Any, qtbot: QtBot) -> None:
    view = make_view()
    qtbot.keySequence(view, QKeySequence.StandardKey.SelectAll)
    assert view.rows_model.checked.all_matching


def test_the_chooser_hides_and_moves(make_view: Any, qtbot: QtBot) -> None:
    view = make_view()
    chooser = ColumnChooser(view)
    qtbot.addWidget(chooser)
    with qtbot.waitSignal(view.state_changed):
        chooser.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert view.keeper.is_hidden("name")
    chooser.list.setCurrentRow(0)
    chooser.move_current(1)
    assert view.keeper.keys_in_order()[:2] == ["name", "number"]


def test_rows_have_two_lines_while_the_table_is_too_narrow_for_one(
    qtbot: QtBot, invent: Invent
) -> None:
    view = TableView(LazyTableModel(invent(10)), name="Places", stretch="name", high_below=700)
    qtbot.addWidget(view)
    heights = []
    for width in (800, 600, 800):
        view.resize(width, 400)
        view.show()
        heights.append(view.rowHeight(3))
    assert heights == [ROW_HEIGHT, TWO_LINES, ROW_HEIGHT]


def test_a_text_in_a_high_row_takes_a_second_line(qapp: QApplication) -> None:
    cell = Cell("Log the application with the old and the new hours")
    inks = {}
    for height in (ROW_HEIGHT, TWO_LINES):
        picture = QImage(150, height, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        paint_cell(painter, cell, picture.rect(), right=False)
        painter.end()
        ground = picture.pixel(0, 0)
        inks[height] = [
            any(picture.pixel(x, y) != ground for x in range(150)) for y in range(height)
        ]
    top, bottom = inks[TWO_LINES][:22], inks[TWO_LINES][22:]
    assert any(top)
    assert any(bottom)
    assert not inks[TWO_LINES][22] or not inks[TWO_LINES][21], "nothing is drawn between them"
    assert sum(inks[ROW_HEIGHT]) < sum(inks[TWO_LINES])


def test_a_wrapping_cell_gives_its_row_the_height_of_all_its_words(qtbot: QtBot) -> None:
    words = "Ask the committee, the commissioning group and the neighbouring practices"
    high = cell_height(Cell(words, wrap=True, tail="if needed"), 150)
    one = cell_height(Cell("Decide", wrap=True), 150)
    assert one == cell_height(Cell(words), 150)
    assert high - one == 16 + 20 * (_lines_needed(words, 150 - 2 * PADDING) - 1)
    assert cell_height(Cell(words, wrap=True), 2000) == one


def _lines_needed(words: str, room: int) -> int:
    lines, rest = 0, words.split()
    while rest:
        many = max(
            (n for n in range(1, len(rest) + 1) if text_width(" ".join(rest[:n])) - 1 <= room),
            default=1,
        )
        lines, rest = lines + 1, rest[many:]
    return lines
