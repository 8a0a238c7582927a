"""Variation in the window: one selection in chart and list, what narrows it, what it writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from areateam.office import new_office
from tests.ui.variation_desk import VariationDesk
from tests.variation.practice_register import DEAR, SUSPENDED, TODAY
from ui.charts.funnel_picture import FunnelPicture
from ui.charts.ranked_picture import RankedPicture
from ui.pages.variation_chooser import IndicatorChooser
from ui.widgets.popover import Popover

ODD = f"C99{DEAR:03d}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[VariationDesk]:
    folder = tmp_path_factory.mktemp("variation")
    made = VariationDesk(folder / "q55.areateam", folder)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _afresh(desk: VariationDesk) -> None:
    """Every test begins with the funnel of all, nothing narrowed."""
    desk.page.tools.field.set_text("")
    desk.page.tools.pcts.setCurrentIndex(0)
    desk.page.tools.verdicts.setCurrentIndex(0)
    desk.page.current = None
    desk.page.show_args({"shape": "funnel", "indicator": "I01"})
    desk.settle()
    desk.opened.clear()
    desk.told.clear()


def key_of(desk: VariationDesk, ref: str) -> Any:
    return next(key for key, point in desk.page.list.points.items() if point.ref == ref)


def shown_refs(desk: VariationDesk) -> list[str]:
    model = desk.page.list.table.rows_model
    points = desk.page.list.points
    return [points[model.id_at(n)].ref for n in range(model.rowCount())]


def choose(box: Any, value: str) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_the_sentence_counts_what_lies_outside(desk: VariationDesk) -> None:
    view = desk.page.view
    assert view is not None
    assert desk.page.header._title.text() == "£ per weighted patient, GP practices"
    words = desk.page.header._sentence.text()
    assert words.startswith(f"{len(view.points):,} GP practices. 1 lies beyond the 99.8% limits: ")
    assert words.endswith("1 not yet explained.")


def test_the_farthest_stands_first_in_the_list_and_is_chosen(desk: VariationDesk) -> None:
    assert shown_refs(desk)[0] == ODD
    point = desk.page.point
    assert point is not None
    assert point.ref == ODD
    assert desk.page.chart.current() == key_of(desk, ODD)
    assert ODD in desk.page.chosen.name.text()
    assert "above our average" in desk.page.chosen.words.text()
    assert "Not explained" in desk.page.chosen.words.text()


def test_chart_and_list_share_one_selection(desk: VariationDesk) -> None:
    page = desk.page
    QTest.keyClick(page.chart, Qt.Key.Key_Home)
    assert page.list.table.current_id() == page.chart.current() == page.current
    other = key_of(desk, "C99010")
    page.list.table.go_to(other)
    page.list.table.rested.emit(other)
    assert page.chart.current() == other
    assert "C99010" in page.chosen.name.text()


def test_who_has_no_figure_is_not_in_the_chart_and_the_suspended_is_hollow(
    desk: VariationDesk,
) -> None:
    picture = desk.page.chart.picture
    assert isinstance(picture, FunnelPicture)
    names = {row[0]: row[4] for row in picture.table().lines}
    assert "C99037" not in names
    assert names[f"C99{SUSPENDED:03d}"] == "dormant"
    assert names[ODD] == "not explained"


def test_ranked_bars_leave_the_selection(desk: VariationDesk) -> None:
    page = desk.page
    page.tools.shapes.chosen.emit("ranked")
    assert desk.opened == [("variation", {"shape": "ranked"})]
    picture = page.chart.picture
    assert isinstance(picture, RankedPicture)
    assert picture.ys.tolist() == sorted(picture.ys.tolist(), reverse=True)
    assert page.chart.current() == key_of(desk, ODD)
    assert len(picture.tenths) == 9


def test_narrowing_hides_points_and_keeps_the_limits(desk: VariationDesk) -> None:
    page = desk.page
    before = page.chart.picture
    assert isinstance(before, FunnelPicture)
    choose(page.tools.pcts, "5N6")
    picture = page.chart.picture
    assert isinstance(picture, FunnelPicture)
    assert {point.pct for point in page.list.points.values()} == {"5N6"}
    assert len(picture.keys) == len(page.list.points) < len(before.keys)
    assert picture.lines == before.lines


def test_verdicts_and_words_narrow_too(desk: VariationDesk) -> None:
    page = desk.page
    choose(page.tools.verdicts, "not explained")
    assert shown_refs(desk) == [ODD]
    choose(page.tools.verdicts, "")
    page.tools.field.set_text("C9901")
    page.tools.field.changed.emit("C9901")
    assert {ref[:5] for ref in shown_refs(desk)} == {"C9901"}
    page.tools.field.set_text("nobody")
    page.tools.field.changed.emit("nobody")
    assert shown_refs(desk) == []
    assert page.point is None
    assert page.chosen.name.text() == "Nobody chosen"


def test_a_type_is_compared_with_its_own_kind(desk: VariationDesk) -> None:
    page = desk.page
    whole = page.view
    choose(page.tools.types, "pms")
    desk.settle()
    view = page.view
    assert view is not None
    assert whole is not None
    assert 0 < len(view.points) < len(whole.points)
    assert view.target != whole.target


def test_bodies_can_be_compared(desk: VariationDesk) -> None:
    page = desk.page
    choose(page.tools.level, "pct")
    desk.settle()
    assert set(shown_refs(desk)) == {"5N6", "5EM"}
    assert page.tools.pcts.isHidden()
    page.list.opened.emit("5N6")
    assert desk.opened == []
    assert not page.chosen.visit.isEnabled()


def test_enter_opens_the_contract(desk: VariationDesk) -> None:
    page = desk.page
    QTest.keyClick(page.chart, Qt.Key.Key_Return)
    page.chosen.visit.click()
    key = key_of(desk, ODD)
    assert desk.opened == [("contract", {"id": key}), ("contract", {"id": key})]


def test_the_list_is_ordered_by_any_column(desk: VariationDesk) -> None:
    table = desk.page.list.table
    table.sort_by("of", descending=False)
    sizes = [desk.page.list.points[table.rows_model.id_at(n)].denominator for n in range(5)]
    assert sizes == sorted(sizes)
    table.sort_by("sd", descending=True)
    assert shown_refs(desk)[0] == ODD


def test_an_indicator_is_chosen_by_typing(desk: VariationDesk) -> None:
    desk.page.choose_indicator()
    (chooser,) = desk.page.findChildren(IndicatorChooser)
    chooser.field.set_text("weighted")
    chooser.fill()
    QTest.keyClick(chooser.field.edit, Qt.Key.Key_Return)
    assert desk.opened == [("variation", {"indicator": "gbp-per-weighted-patient"})]
    assert not any(popover.isVisible() for popover in desk.page.findChildren(Popover))


def test_the_chart_is_written_and_its_figures_copied(desk: VariationDesk, tmp_path: Path) -> None:
    page = desk.page
    desk.ask.path = tmp_path / "chart.png"
    first, copy = page.papers.menu(page).actions()[:2]
    first.trigger()
    assert desk.ask.path.stat().st_size > 10_000
    assert desk.told == [f"The picture is in {desk.ask.path}."]
    copy.trigger()
    assert ODD in QGuiApplication.clipboard().text()
    desk.ask.path = tmp_path / "missing" / "chart.png"
    first.trigger()
    assert len(desk.problems) == 1


def test_a_register_without_figures_says_what_the_page_is_for(
    tmp_path: Path, qapp: QApplication
) -> None:
    path = tmp_path / "empty.areateam"
    new_office(path, area_team="Q55", as_at=TODAY).close()
    made = VariationDesk(path, tmp_path)
    try:
        assert made.page.empty.isVisible()
        made.page.empty.chosen.emit("imports")
        assert made.opened == [("imports", {"choose": True})]
    finally:
        made.close()
