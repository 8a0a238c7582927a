"""Variation in the window: limits begun anew, what changed since a day, and charts kept by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from areateam.catalogue.indicator_definitions import Level, indicators
from areateam.variation.changed_views import Change, ChangedLine
from tests.ui.contracts_desk import until
from tests.ui.variation_desk import VariationDesk, choose, shown_refs
from tests.variation.practice_register import TODAY
from ui.charts.ranked_picture import RankedPicture
from ui.charts.xmr_picture import XmrPicture
from ui.pages.variation_keeping import counted_charts


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[VariationDesk]:
    folder = tmp_path_factory.mktemp("variation")
    made = VariationDesk(folder / "q55.areateam", folder)
    yield made
    made.close()


def test_limits_over_time_begin_anew_from_the_chosen_day_and_back(desk: VariationDesk) -> None:
    page = desk.page
    page.show_args({"shape": "funnel"})
    desk.settle()
    assert page.chosen.rebase.isHidden(), "the funnel has no days"
    page.show_args({"shape": "time"})
    desk.settle()
    assert page.chosen.rebase.isVisible()
    QTest.keyClick(page.chart, Qt.Key.Key_Home)
    QTest.keyClick(page.chart, Qt.Key.Key_Return)
    panel = page.time.rebasing.panel
    assert panel is not None
    assert panel.text_of("starts_on") == "1 Nov 2012"
    assert page.time.rebasing.back is not None
    assert page.time.rebasing.back.isHidden()
    panel.agreed.emit()
    assert panel.isVisible(), "a reason is needed"
    panel.fill("reason", "Two practices became one")
    panel.fill("locked", "15")
    panel.agreed.emit()
    desk.settle()
    picture = page.chart.picture
    assert isinstance(picture, XmrPicture)
    assert picture.chart.segments[0].locked == 15
    said = "Limits from 1 Nov 2012, kept to the first 15: Two practices became one (R. Osei)"
    assert said in picture.said(0).spoken
    assert said in picture.table().text
    assert "Two practices became one (R. Osei)." in page.chosen.words.text()
    page.chosen.rebase.click()
    panel = page.time.rebasing.panel
    assert panel is not None
    assert panel.text_of("reason") == "Two practices became one"
    page.time.rebasing.back.click()
    desk.settle()
    picture = page.chart.picture
    assert isinstance(picture, XmrPicture)
    assert picture.chart.segments[0].reason == ""
    assert page.time.rebasing.panel is None


def test_what_changed_is_read_since_a_day_and_leads_to_the_chart(
    desk: VariationDesk, tmp_path: Path
) -> None:
    page, tab = desk.page, desk.page.tabs.changes
    page.show_args({"tab": "changes"})
    desk.settle()
    until(lambda: "Nothing changed" in page.header._sentence.text())
    assert tab.since == date(2012, 10, 31)
    assert tab.choice.currentText() == "The last import, end of 31 Oct 2012"
    tab.choice.setCurrentIndex(tab.choice.count() - 1)
    tab.choice.activated.emit(tab.choice.currentIndex())
    panel = tab.panel
    assert panel is not None
    panel.fill("since", "1 Nov 2012")
    panel.agreed.emit()
    assert panel.isVisible(), "a day before this one is needed"
    panel.fill("since", "2 Oct 2012")
    panel.agreed.emit()
    until(lambda: "2 Oct 2012" in page.header._sentence.text())
    assert tab.choice.currentText() == "A month ago, end of 2 Oct 2012"
    indicator = page.facts.lines[0].key if page.facts else ""
    known = indicators(desk.desk.catalogue).named(indicator)
    rows = [(Change.OUTSIDE, 7, "C99007"), (Change.RULE, None, "")]
    tab._show(
        [
            ChangedLine(known, Level.CONTRACT, change, key, ref, "Name", "5N6", "was", "now")
            for change, key, ref in rows
        ]
    )
    assert page.header._sentence.text().endswith(
        "1 went outside the limits, 1 over time by another rule."
    )
    tab.table.opened.emit(1)
    assert desk.opened[-1] == ("variation", {"indicator": indicator, "shape": "time"})
    page.show_args({"tab": "changes"})
    tab.ask = desk.ask
    desk.ask.path = tmp_path / "changes.csv"
    tab.save()
    desk.settle()
    assert "went outside" in (tmp_path / "changes.csv").read_text(encoding="utf-8-sig")
    page.show_args({"tab": "figures"})


def test_a_chart_is_kept_by_name_counted_and_shown_again(desk: VariationDesk) -> None:
    page = desk.page
    choose(page.tools.pcts, "5EM")
    page.tools.field.set_text("practice 3")
    choose(page.tools.types, "gms")
    page.show_args({"shape": "ranked"})
    desk.settle()
    shown = shown_refs(desk)
    page.options.keep.trigger()
    panel = page.keeping.panel
    assert panel is not None
    panel.edit.setText("GMS of the city")
    panel.agreed.emit()
    desk.settle()
    connection = desk.desk.beside_connection()
    ((view, count),) = counted_charts(connection, desk.desk.catalogue, TODAY)
    assert (view.name, count) == ("GMS of the city", len(shown))
    page.show_args({"indicator": "I06", "shape": "funnel"})
    desk.settle()
    page.show_args({"view": view.id})
    desk.settle()
    assert shown_refs(desk) == shown
    assert isinstance(page.chart.picture, RankedPicture)
    assert (page.tools.pcts.value, page.tools.types.value) == ("5EM", "gms")
    desk.desk.undo()
    desk.settle()
    assert counted_charts(connection, desk.desk.catalogue, TODAY) == ()
