"""The case list: open cases first, facets with counts, filter, preview, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from areateam.cases.case_list_views import counted_case_views
from areateam.cases.rulebook_views import rulebook
from tests.ui.cases_desk import CLOSURES, REVIEWS, TODAY, CaseDesk
from ui.pages.cases_board import BoardCards
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from ui.pages.cases_page import CasesPage


@pytest.fixture
def desk(qapp: QApplication, cases_file: Path, tmp_path: Path) -> Iterator[CaseDesk]:
    made = CaseDesk(cases_file, tmp_path)
    yield made
    made.close()


def values(page: CasesPage, key: str) -> list[str]:
    model = page.table.rows_model
    at = model.section_of(key)
    return [model.index(row, at).data() for row in range(model.rowCount())]


def count(page: CasesPage, facet: str, value: str) -> int | None:
    return page.parts.facets._lines[facet, value].count


def test_the_list_begins_with_the_open_cases_the_earliest_day_first(desk: CaseDesk) -> None:
    page = desk.show_list()
    model = page.table.rows_model
    (open_cases,) = desk.desk.connection.execute(
        "SELECT count(*) FROM case_file WHERE closed_on IS NULL"
    ).fetchone()
    assert model.rowCount() == open_cases
    at = model.section_of("next_due")
    days = [str(row[at]) for row in map(model.row_at, range(3)) if row is not None]
    assert len(days) == 3
    assert days == sorted(days)
    assert count(page, "state", "open") == open_cases


def test_a_facet_narrows_and_its_counts_say_what_the_others_would_give(desk: CaseDesk) -> None:
    page = desk.show_list(where=["procedure=list-closure", "state=open"])
    assert page.table.rows_model.rowCount() >= CLOSURES
    assert set(values(page, "title")) == {"Closure of the list"}
    reviews = count(page, "procedure", "dental-mid-year")
    assert reviews is not None
    assert reviews >= REVIEWS
    # The stages of the one procedure can be chosen, and no others.
    shown = {key for (facet, key), line in page.parts.facets._lines.items()
             if facet == "stage" and line.isVisibleTo(page.parts.facets)}  # fmt: skip
    known = desk.desk.catalogue.procedures.known["list-closure"].stage
    assert shown == {stage.key for stage in known} | {""}


def test_the_panel_says_what_is_next_and_enter_opens_the_case(desk: CaseDesk) -> None:
    page = desk.show_list(where=["procedure=list-closure"])
    case = desk.case("list-closure")
    page.rested(case)
    said = " ".join(label.text() for label in page.preview.findChildren(SpanLabel))
    assert "12 working days late" in said
    assert "Log the application" in said
    page.table.opened.emit(case)
    assert desk.opened == [("case", {"id": case})]


def test_the_board_shows_the_same_cases_and_is_walked_by_keyboard(desk: CaseDesk) -> None:
    page = desk.show_list(shape="board", where=["state=open"])
    lists = page.board.lists
    assert sum(len(each.cards) for each in lists) == page.table.rows_model.rowCount()
    first = next(each for each in lists if each.cards)
    first.setCurrentIndex(first.model().index(0, 0))
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert desk.opened[-1] == ("case", {"id": first.record(0)})
    QTest.keyClick(first, Qt.Key.Key_Right)
    beside = next(each for each in lists[lists.index(first) + 1 :] if each.cards)
    assert beside.currentIndex().row() == 0


def test_the_board_follows_the_one_procedure_that_is_chosen(desk: CaseDesk) -> None:
    page = desk.show_list(shape="board", where=["procedure=list-closure", "state=open"])
    stages = desk.desk.catalogue.procedures.known["list-closure"].stage
    names = [each.accessibleName().partition(",")[0] for each in page.board.lists]
    assert names == [*(stage.label for stage in stages), "All steps done"]
    card = page.board.lists[0].model().index(0, 0)
    said = str(card.data(Qt.ItemDataRole.AccessibleTextRole))
    assert "Closure of the list" in said
    assert "Late" in said


def test_a_board_reads_only_the_cards_that_are_looked_at(desk: CaseDesk) -> None:
    page = desk.show_list(shape="board", where=["state=open"])
    cards = BoardCards(desk.desk, list(range(1, 5001)), page.reading.columns)
    listed = page.board.lists[0]
    listed.show_cards(cards)
    page.grab()
    assert len(cards) == 5000
    assert listed.record(2500) == 2501
    assert len(cards._read) <= 2


def test_a_view_of_cases_is_kept_and_counted(desk: CaseDesk) -> None:
    page = desk.show_list(where=["procedure=dental-mid-year", "state=open"])
    count = page.table.rows_model.rowCount()
    page.views.open_save_view(page.parts.tools.save)
    panel = page.views.view_panel
    assert panel is not None
    panel.edit.setText("Reviews")
    panel._press()
    desk.settle()
    connection = desk.desk.connection
    book = rulebook(connection, desk.desk.catalogue, TODAY)
    kept = {view.name: (view.id, number) for view, number in counted_case_views(connection, book)}
    assert kept["Reviews"][1] == count
    page = desk.show_list(view=kept["Reviews"][0])
    assert page.table.rows_model.rowCount() == count


def test_new_asks_for_the_contract_first(desk: CaseDesk) -> None:
    page = desk.show_list()
    page.make_new()
    chooser = page.opening.chooser
    assert chooser is not None
    assert not chooser._verb.isEnabled()
    chooser.fill("contract", "Hallam Fields")
    chooser.changed.emit()
    assert "Hallam Fields Surgery" in chooser._words.text()
    chooser._press()
    assert page.opening.panel is not None
    assert page.opening.panel.accessibleName() == "New case at Hallam Fields Surgery"
