"""Variation in the window: one selection in chart and list, what narrows it, what it writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from areateam.cases.letter_views import letter_text, suggested_asks
from areateam.contracts.contract_actions import amend_contract
from areateam.contracts.contract_filter import Condition
from areateam.core.funnel import NotAdjusted
from areateam.ledger.ledger import Write
from areateam.office import new_office
from areateam.owners import case_owners
from areateam.variation.verdict_actions import act_on
from areateam.variation.verdict_rules import Judgement, VerdictKind
from areateam.variation.verdict_views import verdict_of_case
from tests.ui.contracts_desk import until
from tests.ui.variation_desk import VariationDesk, choose, shown_refs
from tests.variation.practice_register import DEAR, SUSPENDED, TODAY
from ui.charts.funnel_picture import FunnelPicture
from ui.charts.ranked_picture import RankedPicture
from ui.charts.tenths_picture import TenthsPicture
from ui.charts.xmr_picture import XmrPicture
from ui.dialogs.ask_panel import AskPanel
from ui.forms.value_editors import ChoiceEditor
from ui.pages.case_words import desk_book
from ui.pages.today_cards import fill_outliers
from ui.pages.variation_chooser import IndicatorChooser, indicator_groups
from ui.pages.variation_count import OutlierStanding, outlier_count_of
from ui.pages.variation_keeping import filter_of
from ui.widgets.card_frame import CardFrame
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel

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
    desk.page.list.table._rest.stop()
    desk.page.current = None
    desk.page.show_args({"shape": "funnel", "indicator": "I01"})
    desk.settle()
    desk.opened.clear()
    desk.told.clear()
    desk.problems.clear()


def key_of(desk: VariationDesk, ref: str) -> Any:
    return next(key for key, point in desk.page.list.points.items() if point.ref == ref)


def panels_of(desk: VariationDesk) -> list[AskPanel]:
    return [desk.page.judging.panel] if desk.page.judging.panel else []


def open_panel_of(desk: VariationDesk) -> AskPanel:
    (panel,) = panels_of(desk)
    return panel


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


def test_an_outlier_is_judged_with_reason_evidence_and_day(desk: VariationDesk) -> None:
    page = desk.page
    page.chosen.judge.click()
    panel = open_panel_of(desk)
    panel.fill("reason", "A list of students moves in each autumn")
    panel.agreed.emit()
    desk.settle()
    assert open_panel_of(desk) is panel, "without evidence it is refused, and the panel stays"
    panel.fill("evidence", "List of 1 October")
    panel.fill("review_by", "1 Apr 2013")
    panel.agreed.emit()
    desk.settle()
    assert not panels_of(desk)
    point = page.point
    assert point is not None
    assert point.verdict is VerdictKind.JUSTIFIED
    assert "Justified." in page.chosen.words.text()
    assert "List of students" not in page.chosen.words.text()
    assert "A list of students" in page.chosen.words.text()
    assert page.header._sentence.text().endswith("limits: 1 justified.")
    picture = page.chart.picture
    assert isinstance(picture, FunnelPicture)
    assert {row[0]: row[4] for row in picture.table().lines}[ODD] == "explained"
    desk.desk.undo()
    desk.settle()
    assert page.header._sentence.text().endswith("1 not yet explained.")


def test_acting_opens_a_case_with_the_chart_frozen(desk: VariationDesk) -> None:
    page = desk.page
    page.judge()
    panel = open_panel_of(desk)
    assert not panel.editors["template"].isEnabled()
    panel.fill("kind", "acting")
    assert panel.editors["template"].isEnabled()
    panel.fill("template", "outlier-claims")
    panel.fill("reason", "Ask for the claims")
    panel.agreed.emit()
    desk.settle()
    ((key, args),) = desk.opened
    assert key == "case"
    case = int(str(args["id"]))
    found = verdict_of_case(desk.desk.connection, case, TODAY)
    assert found is not None
    assert found.frozen["point"]["ref"] == ODD
    assert len(found.frozen["points"]) == len(page.view.points if page.view else ())
    desk.opened.clear()
    page.chosen.words.linked.emit(f"case {case}")
    assert desk.opened == [("case", {"id": case})]
    desk.desk.undo()
    desk.settle()


def test_a_contractor_is_asked_about_a_figure_by_a_case_with_its_letter(
    desk: VariationDesk,
) -> None:
    page = desk.page
    page.chosen.letter.click()
    panel = open_panel_of(desk)
    assert panel.text_of("template") == "outlier-ask"
    box = panel.editors["template"]
    assert isinstance(box, ChoiceEditor)
    assert box.findData("outlier-dental") < 0, "a practice has no dental year"
    panel.agreed.emit()
    desk.settle()
    until(lambda: bool(desk.opened))
    _, args = desk.opened[-1]
    connection = desk.desk.beside_connection()
    book = desk_book(desk.desk)
    text = letter_text(
        connection, book, int(str(args["id"])), "ask", {}, dated=TODAY, user="R. Osei"
    )
    asked = suggested_asks(text)["figure"]
    assert asked.startswith("£ per weighted patient, GP practices: £")
    assert "The contractor is asked to confirm the figure." in asked
    assert any(asked in each for each in text.preview)
    desk.desk.undo()
    desk.settle()


def test_ticked_outliers_are_judged_in_one_step(desk: VariationDesk) -> None:
    page = desk.page
    model = page.list.table.rows_model
    model.set_checked([key_of(desk, "C99010")], on=True)
    page.list.bar.verb.emit("judge")
    assert not panels_of(desk)
    assert desk.problems[-1] == "All that are ticked lie inside the limits."
    model.check_all(on=True)
    page.list.bar.verb.emit("judge")
    panel = open_panel_of(desk)
    assert panel.accessibleName() == f"Judge {ODD}", "who lies inside is left out"
    panel.left.emit()
    model.check_all(on=False)
    assert page.list.bar.isHidden()


def test_a_figure_that_cannot_be_right_is_listed_beside_the_chart(desk: VariationDesk) -> None:
    page = desk.page
    key = key_of(desk, "C99012")
    catalogue = desk.desk.catalogue

    def slip(write: Write) -> None:
        amend_contract(write, catalogue.fields["annual_value"], key, 90_000_000_00)

    desk.desk.write("Slip", slip)
    desk.settle()
    assert key not in page.list.points
    assert "1 kept out of the chart" in page.list.counts._buttons[0].text()
    page.list.counts._buttons[0].click()
    assert page.list.queries.isVisible()
    page.list.queries.rested.emit(key)
    assert "kept out of the chart" in page.chosen.words.text()
    assert page.chosen.judge.isEnabled()
    desk.desk.undo()
    desk.settle()
    assert key in page.list.points
    assert page.list.counts.isHidden()


def test_how_far_to_trust_is_numbered_and_names_each_method(desk: VariationDesk) -> None:
    view = desk.page.view
    assert view is not None
    words = desk.page.trust._methods.text()
    assert ODD in words
    assert words.count("(drawn)") == 1
    # Below the numbered sentences one says what moving would be worth, in the whole and for one.
    assert desk.page.trust._grid.count() == 2 * (len(view.trust) + 1)
    said = [label.text() for label in desk.page.trust.findChildren(SpanLabel)]
    assert any("the ends of a range, not a promise" in each for each in said)
    assert "a range, not a promise" in words


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


def test_over_time_shows_the_chosen_one_with_the_days_of_its_case(desk: VariationDesk) -> None:
    page = desk.page
    view, point = page.view, page.point
    assert view is not None
    assert point is not None
    judgement = Judgement(VerdictKind.ACTING, "Ask for the claims", "R. Osei")
    book = desk_book(desk.desk)
    desk.desk.write(
        "Act",
        lambda write: act_on(
            write, book, view, point, judgement, "outlier-claims", owners=case_owners
        ),
    )
    desk.settle()
    page.show_args({"shape": "time"})
    desk.settle()
    picture = page.chart.picture
    assert isinstance(picture, XmrPicture)
    assert picture.heading.title.startswith(f"£ per weighted patient, {ODD}")
    assert len(picture.keys) >= 1
    assert any("opened" in words for _, words in picture._marked)
    assert "it has not moved, and is still outside the limits" in page.chosen.words.text()
    QTest.keyClick(page.chart, Qt.Key.Key_Home)
    QTest.keyClick(page.chart, Qt.Key.Key_Return)
    assert page.current == point.contract
    assert desk.opened == [], "a day of the chart is no contractor"
    panel = page.time.rebasing.panel
    assert panel is not None
    panel.left.emit()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.desk.undo()
    desk.settle()


def test_outliers_are_counted_for_today_and_the_navigation(desk: VariationDesk) -> None:
    count = outlier_count_of(desk.desk)
    assert outlier_count_of(desk.desk) is count, "a desk counts once"
    told: list[OutlierStanding] = []
    count.changed.connect(told.append)
    # What the tests before changed may still be waiting to be counted.
    count.count()
    until(lambda: bool(told))
    before = told[-1]
    assert count.standing is before
    assert (before.outliers, before.unexplained) == (1, 1)
    assert before.most == ("I01", "£ per weighted patient", 1)
    card = CardFrame("Outliers not explained", number="7", parent=desk.page)
    fill_outliers(card, before)
    assert card._foot.text() == "Judge the 1 in I01"
    fill_outliers(card, OutlierStanding(Counter({VerdictKind.JUSTIFIED: 2}), None))
    assert card._foot.text() == ""
    card.deleteLater()


def test_the_palette_finds_indicators_by_code_and_name(desk: VariationDesk) -> None:
    catalogue = desk.desk.catalogue
    (group,) = indicator_groups(catalogue, "weighted")
    assert "indicator:gbp-per-weighted-patient" in [item.key for item in group.items]
    assert indicator_groups(catalogue, "") == indicator_groups(catalogue, ">i01") == []


def test_limits_are_drawn_without_the_adjustment_and_say_so(desk: VariationDesk) -> None:
    page = desk.page
    page.options.wide.setChecked(False)
    desk.settle()
    view, picture = page.view, page.chart.picture
    page.options.wide.setChecked(True)
    desk.settle()
    assert view is not None
    assert picture is not None
    assert page.view is not None
    assert view.funnel.not_adjusted is NotAdjusted.NOT_ASKED
    assert any("not widened" in words for words in view.trust)
    assert "not widened for over-dispersion" in picture.heading.sentence
    assert page.chart.picture is not None
    assert "not widened" not in page.chart.picture.heading.sentence
    assert not any("not widened for it" in words for words in page.view.trust)


def test_the_figures_stand_as_a_table_that_shares_the_selection(desk: VariationDesk) -> None:
    page = desk.page
    page.options.table.setChecked(True)
    table = page.body.table
    assert table.isVisible()
    assert not page.chart.isVisible()
    assert table.rows_model.rowCount() == len(page.list.points)
    assert table.current_id() == page.current
    other = key_of(desk, "C99010")
    table.go_to(other)
    table.rested.emit(other)
    assert page.current == other == page.list.table.current_id()
    page.options.table.setChecked(False)
    assert page.chart.isVisible()
    assert page.chart.current() == other


def test_over_time_screens_large_moves_or_not(desk: VariationDesk) -> None:
    page = desk.page
    page.show_args({"shape": "time"})
    desk.settle()
    screened = page.chart.picture
    page.options.screen.setChecked(False)
    desk.settle()
    whole = page.chart.picture
    page.options.screen.setChecked(True)
    desk.settle()
    assert isinstance(screened, XmrPicture)
    assert isinstance(whole, XmrPicture)
    assert screened.chart.screened
    assert not whole.chart.screened
    page.options.whole.setChecked(True)
    desk.settle()
    together = page.chart.picture
    assert isinstance(together, XmrPicture)
    assert together.heading.title.endswith(", all together")
    assert page.chosen.words.text().startswith("All together. ")
    assert not page.chosen.rebase.isVisibleTo(page.chosen)
    page.options.whole.setChecked(False)
    desk.settle()
    assert isinstance(page.chart.picture, XmrPicture)
    assert page.chart.picture.heading.title == screened.heading.title


def test_over_time_shows_the_chosen_one_among_the_tenths_of_all(desk: VariationDesk) -> None:
    page = desk.page
    page.show_args({"shape": "time"})
    page.options.tenths.setChecked(True)
    desk.settle()
    picture = page.chart.picture
    assert isinstance(picture, TenthsPicture)
    assert picture.whose == ODD
    assert page.chosen.words.text().endswith(f"{ODD} lay in the highest tenth.")
    assert not page.chosen.rebase.isVisibleTo(page.chosen)
    assert filter_of(page.wanted, page.tools.narrowed_to(), page.options.shape).conditions[-1] == (
        Condition("shape", "=", ("tenths",))
    )
    page._picked(key_of(desk, "C99010"))
    assert isinstance(page.chart.picture, TenthsPicture)
    assert page.chart.picture.whose == "C99010", "the tenths are read once for all"
    assert page.facts is not None
    page.tenths.show(replace(page.facts), page.point)
    assert page.tenths.waiting.isActive()
    page.tenths.waiting.timeout.emit()
    assert page.chosen.words.text() == "The days are being read, each as the register held it."
    desk.settle()
    assert not page.tenths.waiting.isActive()
    assert page.chart.picture.whose == "C99010"
    QTest.keyClick(page.chart, Qt.Key.Key_Home)
    QTest.keyClick(page.chart, Qt.Key.Key_Return)
    assert desk.opened == [("contract", {"id": page.current})]
    page.options.whole.setChecked(True)
    desk.settle()
    assert isinstance(page.chart.picture, TenthsPicture)
    assert page.chart.picture.whose == ""
    page.options.whole.setChecked(False)
    page.show_args({"shape": "time"})
    desk.settle()
    assert isinstance(page.chart.picture, XmrPicture)
    page.show_args({"shape": "tenths"})
    assert (page.shapes.current(), page.options.tenths.isChecked()) == ("time", True)
    page.show_args({"shape": "funnel"})


def test_the_menu_of_a_point_does_what_the_buttons_do(desk: VariationDesk) -> None:
    page = desk.page
    menu = page.chosen.menu()
    words = ["Judge…", "Ask contractor…", "Open contract"]
    assert [each.text() for each in menu.actions()] == words
    menu.actions()[2].trigger()
    assert desk.opened == [("contract", {"id": page.current})]
    menu.close()


def test_the_page_opens_on_the_indicator_with_most_to_explain(desk: VariationDesk) -> None:
    most = outlier_count_of(desk.desk)
    most.standing = OutlierStanding(
        Counter({VerdictKind.UNEXPLAINED: 3}), ("I02", "PMS premium", 3)
    )
    desk.page.facts = None
    desk.page.show_args({})
    assert desk.page.wanted.indicator == "I02"
    desk.settle()
