"""Charts on the screen: drawn, picked by click and keys, zoomed, copied, written to files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.chart_samples import funnel, over_time, ranked, tenths
from ui.charts.chart_marks import INSIDE, OUTSIDE
from ui.charts.chart_paper import write_picture
from ui.charts.chart_view import ChartView
from ui.charts.picture import Picture
from ui.charts.xmr_picture import DayMark
from ui.pages.figures_table import FiguresTable
from ui.style.theme import theme
from ui.style.tokens import DARK, LIGHT


@pytest.fixture
def view(qapp: QApplication) -> Iterator[ChartView]:
    made = ChartView("Chart")
    made.resize(640, 460)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def at(view: ChartView, place: int) -> QPointF:
    assert view.picture is not None
    return QPointF(*view.picture.pixels(view.scale_now())[place])


def colours(image: QImage, middle: QPointF, reach: int = 5) -> set[str]:
    x, y = int(middle.x()), int(middle.y())
    return {
        image.pixelColor(x + right, y + down).name().upper()
        for right in range(-reach, reach + 1)
        for down in range(-reach, reach + 1)
    }


def test_a_point_outside_is_filled_and_one_inside_is_open(view: ChartView) -> None:
    picture = funnel()
    view.show_picture(picture)
    image = view.grab().toImage()
    filled = dict(picture.marks())
    outside, inside = int(filled[OUTSIDE][0]), int(filled[INSIDE][0])
    assert image.pixelColor(at(view, outside).toPoint()).name().upper() == LIGHT.late
    hole = image.pixelColor(at(view, inside).toPoint())
    edge = min(colours(image, at(view, inside)))
    assert hole.lightness() > 200 > QColor(edge).lightness()
    assert OUTSIDE.shape != INSIDE.shape


def test_every_value_has_one_mark(view: ChartView) -> None:
    for picture in (funnel(), over_time()):
        marked = np.concatenate([places for _, places in picture.marks()])
        assert sorted(marked.tolist()) == list(range(len(picture.keys)))


def test_what_was_chosen_elsewhere_is_no_day_over_time(view: ChartView) -> None:
    view.show_picture(ranked(numbered=True))
    view.pick([3])
    assert view.current() == 3
    view.show_picture(over_time())
    assert (view.current(), view.place()) == (None, -1)
    view.pick(["2011-04-01"])
    assert view.place() == 3


def test_a_click_picks_the_point_under_it(view: ChartView) -> None:
    view.show_picture(funnel())
    rested: list[Any] = []
    view.rested.connect(rested.append)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at(view, 2).toPoint())
    assert rested == ["P2"]
    assert view.current() == "P2"
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(630, 300).toPoint())
    assert view.current() == "P2", "a click beside the points changes nothing"


def test_keys_walk_along_the_points_and_open_one(view: ChartView) -> None:
    picture = funnel()
    view.show_picture(picture)
    rested: list[Any] = []
    opened: list[Any] = []
    view.rested.connect(rested.append)
    view.opened.connect(opened.append)
    QTest.keyClick(view, Qt.Key.Key_Home)
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Right)
    walked = [picture.keys[place] for place in picture.order()[:4]]
    assert rested == walked
    assert np.all(np.diff([picture.xs[picture.places[key]] for key in rested]) >= 0)
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == [walked[2]]
    QTest.keyClick(view, Qt.Key.Key_End)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.current() == picture.keys[picture.order()[-1]]


def test_up_goes_to_the_next_higher_value(view: ChartView) -> None:
    picture = funnel()
    view.show_picture(picture)
    view.pick(["P7"])
    QTest.keyClick(view, Qt.Key.Key_Up)
    higher = [value for value in picture.ys if value > picture.ys[7]]
    assert picture.ys[picture.places[view.current()]] == pytest.approx(min(higher), abs=1e-3)


def test_picking_from_outside_sends_nothing_and_brings_the_point_into_view(
    view: ChartView,
) -> None:
    picture = funnel()
    view.show_picture(picture)
    rested: list[Any] = []
    view.rested.connect(rested.append)
    far = picture.keys[picture.order()[-1]]
    view.pick([picture.keys[picture.order()[0]]])
    for _ in range(8):
        view.zoom(0.5)
    view.pick([far])
    assert rested == []
    assert view.scale_now().box.adjusted(-2, -2, 2, 2).contains(at(view, picture.places[far]))


def test_zooming_stays_inside_what_there_is(view: ChartView) -> None:
    picture = funnel()
    view.show_picture(picture)
    whole = picture.extent()
    view.zoom(0.5)
    closer = view.scale_now().extent
    assert closer.right - closer.left == pytest.approx((whole.right - whole.left) / 2)
    for _ in range(4):
        view.zoom(3)
    assert astuple(view.scale_now().extent) == pytest.approx(astuple(whole))
    view.zoom(0.2)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert astuple(view.scale_now().extent) == pytest.approx(astuple(whole))


def test_the_axis_of_a_funnel_begins_at_zero_and_holds_every_point(view: ChartView) -> None:
    picture = funnel()
    extent = picture.extent()
    assert (extent.left, extent.bottom) == (0, 0)
    assert extent.right > picture.xs.max()
    assert extent.top >= picture.ys.max()


def test_pointing_says_what_is_there(view: ChartView) -> None:
    view.show_picture(funnel())
    calm = view.grab().toImage()
    QTest.mouseMove(view.viewport(), at(view, 1).toPoint())
    assert view.grab().toImage() != calm


def test_a_screen_reader_hears_the_sentence_then_the_point(view: ChartView) -> None:
    view.show_picture(funnel())
    assert view.accessibleName() == "Chart"
    assert "9 of 283 lie beyond 3 SD." in view.accessibleDescription()
    view.pick(["P5"])
    assert view.accessibleDescription() == "P5. a practice"


def test_a_new_picture_keeps_what_is_picked_where_it_is_in_it(view: ChartView) -> None:
    view.show_picture(funnel(40))
    view.pick(["P3", "P39"])
    view.show_picture(funnel(20))
    assert view.picked == ("P3",)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_points_or_none_are_drawn_and_walked(view: ChartView, count: int) -> None:
    for picture in (funnel(count), ranked(count)):
        view.show_picture(picture)
        for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Up):
            QTest.keyClick(view, key)
        QTest.mouseMove(view.viewport(), QPointF(300, 200).toPoint())
        assert len(view.picked) == min(count, 1)
        assert not view.grab().isNull()


def test_a_changed_theme_colours_the_marks_anew(view: ChartView) -> None:
    picture = funnel()
    view.show_picture(picture)
    place = int(dict(picture.marks())[OUTSIDE][0])
    kept = theme.tokens
    theme.tokens = DARK
    try:
        theme.changed.emit()
        image = view.grab().toImage()
    finally:
        theme.tokens = kept
        theme.changed.emit()
    assert image.pixelColor(at(view, place).toPoint()).name().upper() == DARK.late
    assert image.pixelColor(320, 454).name().upper() == DARK.surface


def test_marked_days_stand_between_the_values_around_them() -> None:
    picture = over_time((DayMark(date(2011, 4, 16), "case opened"),))
    ((x, words),) = picture._marked
    assert words == "case opened"
    assert 3 < x < 4


def test_a_value_over_time_is_said_with_its_rules() -> None:
    picture = over_time()
    assert picture.said(19).lines[1:] == (
        "Improving: beyond a limit",
        "Limits from month 11: Fast route",
    )
    assert "Fast route" not in picture.said(9).spoken
    assert picture.said(3).lines[-1] == "Common cause"


def test_a_menu_is_asked_for_a_point_and_for_none_there_is_none(view: ChartView) -> None:
    view.show_picture(over_time())
    view.pick([])
    asked: list[QPoint] = []
    view.menu_asked.connect(asked.append)
    corner = view.viewport().rect().topLeft()
    by_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, corner, corner)
    view.contextMenuEvent(by_key)
    assert asked == []
    scale = view.scale_now()
    picture = view.picture
    assert picture is not None
    point = scale.at(picture.xs[5], picture.ys[5]).toPoint()
    view.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, point))
    assert view.current() == "2011-06-01"
    view.contextMenuEvent(by_key)
    assert asked == [point, view.mapToGlobal(point)]


def test_ranked_bars_are_picked_by_their_column(view: ChartView) -> None:
    picture = ranked()
    view.show_picture(picture)
    scale = view.scale_now()
    x = scale.x(picture.xs[12])
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(x, scale.box.top() + 9).toPoint()
    )
    assert view.current() == "R12"
    bar = QPointF(x, scale.y(picture.ys[12] / 2)).toPoint()
    assert view.grab().toImage().pixelColor(bar).name().upper() == LIGHT.accent


def test_tenths_are_picked_by_their_day_and_break_where_there_are_none(view: ChartView) -> None:
    picture = tenths()
    view.show_picture(picture)
    scale = view.scale_now()
    third, eighth = (scale.x(picture.xs[place]) for place in (2, 7))
    low = scale.box.bottom() - 9
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(eighth), int(low))
    )
    assert view.current() == "2011-08-15"
    assert "C99024 18.0%, fifth tenth. Median 18.7%" in view.accessibleDescription()
    image = view.grab().toImage()
    grounds = [
        image.pixelColor(round(x), round(scale.y(picture.days[3].marks[5]))).name().upper()
        for x in (third, scale.x(picture.xs[3]) + 4)
    ]
    assert grounds[0] == LIGHT.surface.upper() != grounds[1]
    (_, full), (_, open_ones) = picture.marks()
    assert open_ones.tolist() == [2]
    assert len(full) == 17
    view.show_picture(tenths(0))
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.grab().toImage().width() > 0
    assert view.current() is None


@pytest.mark.parametrize("make", [funnel, over_time, ranked, tenths])
def test_the_table_has_a_line_for_every_point_and_is_copied(
    view: ChartView, make: Callable[[], Picture]
) -> None:
    picture = make()
    view.show_picture(picture)
    table = picture.table()
    assert len(table.lines) == len(picture.keys)
    assert all(len(line) == len(table.headings) for line in table.lines)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].split("\t") == list(table.headings)
    assert len(copied) == len(picture.keys) + 1


def test_the_figures_stand_in_a_table_that_is_read_out(qapp: QApplication) -> None:
    made = FiguresTable("Figures")
    made.show_picture(over_time())
    model = made.rows_model
    assert model.rowCount() == 20
    said = model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Days: 120"
    assert model.id_at(19) == "2012-08-01"
    made.deleteLater()


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
@pytest.mark.parametrize("make", [funnel, over_time, ranked, tenths])
def test_a_picture_is_written_on_white_paper_with_its_words(
    qapp: QApplication, tmp_path: Path, ending: str, make: Callable[[], Picture]
) -> None:
    picture = make()
    path = tmp_path / f"chart.{ending}"
    kept = theme.tokens
    theme.tokens = DARK
    try:
        assert write_picture(path, picture, picture.keys[:1]) == ""
    finally:
        theme.tokens = kept
    if ending == "png":
        image = QImage(str(path))
        assert image.pixelColor(2, 2) == QColor(LIGHT.surface)
    elif ending == "svg":
        text = path.read_text("utf-8")
        assert "9 of 283 lie beyond 3 SD." in text
        assert "As at 1 Nov 2012" in text
    else:
        assert path.read_bytes().startswith(b"%PDF-")


def test_a_picture_that_cannot_be_written_says_why(qapp: QApplication, tmp_path: Path) -> None:
    assert write_picture(tmp_path / "missing" / "chart.png", funnel())
    assert list(tmp_path.iterdir()) == []
