"""Consistency in the window: a line for each PCT, its sentences, and the way to its cases."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from areateam.cases.case_actions import NewCase, add_step, finish_step, open_cases, skip_step
from areateam.cases.case_end_actions import close_case
from areateam.cases.letter_actions import bring_template
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import load_catalogue
from areateam.ledger.ledger import Write
from areateam.office import Office
from tests.fresh_register import copy_of
from tests.ui.variation_desk import Saving, VariationDesk
from tests.variation.practice_register import TODAY, make_practices
from ui.pages.consistency_tab import ConsistencyTab

KEY, REASON = "list-closure", "the list was open again"
FIRST, SECOND = "5EM", "5N6"


def _fill(path: Path) -> None:
    office = make_practices(path, load_catalogue())
    office.write("Made up", lambda write: _make(office, write))
    office.close()


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[VariationDesk]:
    path = copy_of("consistency", tmp_path / "q55.areateam", _fill)
    made = VariationDesk(path, tmp_path)
    made.open("variation", tab="consistency")
    made.settle()
    yield made
    made.close()


def _make(office: Office, write: Write) -> None:
    """Two cases in each PCT: in the second one passed over a step, one has a step added."""
    book = rulebook(write.connection, office.catalogue, TODAY)
    found = {
        pct: [row[0] for row in write.execute(
            "SELECT id FROM contract WHERE pct_code = ? ORDER BY id LIMIT 2", (pct,)
        )]
        for pct in (FIRST, SECOND)
    }  # fmt: skip
    open_cases(write, book, found[FIRST], NewCase(KEY, TODAY))
    first, second = open_cases(write, book, found[SECOND], NewCase(KEY, TODAY))
    skip_step(write, book, first, "support", REASON)
    own = add_step(write, book, second, "Ask the LMC")
    finish_step(write, book, second, own, TODAY)
    close_case(write, book, second, "withdrawn", on=TODAY)
    open_cases(write, book, found[FIRST][:1], NewCase("branch-closure", TODAY))


@pytest.fixture
def tab(desk: VariationDesk) -> ConsistencyTab:
    desk.opened.clear()
    desk.open("variation", procedure=KEY)
    desk.settle()
    desk.opened.clear()
    return desk.page.tabs.consistency


def shown(tab: ConsistencyTab, pct: str) -> dict[str, str]:
    """The words of a PCT's line by column."""
    model = tab.table.rows_model
    place = model.position_of(pct)
    assert place is not None
    return {
        column.key: str(model.index(place, number).data() or "")
        for number, column in enumerate(model.columns)
    }


def test_the_procedure_that_differs_is_offered_first(tab: ConsistencyTab) -> None:
    assert [tab.choice.itemData(n) for n in range(tab.choice.count())] == [KEY, "branch-closure"]
    assert tab.choice.itemText(0).endswith(", 4 cases, 1 differs")
    tab.choice.setCurrentIndex(1)
    tab.choice.activated.emit(1)
    assert list(tab.lines) == [FIRST]
    assert tab.differs.words()[0].endswith("of the single model says.")


def test_each_pct_has_its_line_and_the_sentences_beside_it(
    desk: VariationDesk, tab: ConsistencyTab
) -> None:
    line = shown(tab, SECOND)
    assert (line["cases"], line["open"], line["skipped"], line["added"]) == ("2", "1", "1", "1")
    assert line["differs"] == "differs 2 ways"
    assert line["outcomes"].endswith(" 100%")
    assert shown(tab, FIRST)["differs"] == "As the model"
    assert next(iter(tab.lines)) == SECOND, "who differs stands first"
    tab.table.go_to(SECOND)
    said = tab.differs.words()
    assert len(said) == 2
    assert REASON in said[0]
    assert said[1].endswith("1 case added “Ask the LMC”.")
    assert desk.page.header._title.text() == "Consistency"
    tab.table.go_to(FIRST)
    assert len(tab.differs.words()) == 1
    tab.table.go_to(SECOND)
    assert "100%, 21 to 100%" in tab.outcomes.words()[0]
    tab.table.go_to(FIRST)
    assert tab.outcomes.words() == ["No case is closed yet."]


def test_enter_and_the_button_lead_to_the_cases_of_the_pct(
    desk: VariationDesk, tab: ConsistencyTab
) -> None:
    tab.table.go_to(FIRST)
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    tab.table.go_to(SECOND)
    tab.cases.click()
    tab.table.cell_clicked.emit(FIRST, "pct")
    wheres = [args["where"] for key, args in desk.opened if key == "cases"]
    assert wheres == [(f"procedure={KEY}", f"pct_code={pct}") for pct in (FIRST, SECOND, FIRST)]


def test_a_letter_of_a_pct_stands_beside_the_single_model(
    desk: VariationDesk, tab: ConsistencyTab, tmp_path: Path
) -> None:
    letters = tab.letters
    tab.show_part("letters")
    assert {use.label for _, use in letters.found.values() if use.differs} == set()
    assert all(len(said) == 1 for said in letters.pairs.words())
    model = next(iter(letters.found.values()))[1]

    def bring(write: Write) -> None:
        document, made = docx.Document(), io.BytesIO()
        document.add_paragraph("Goodbye.")
        document.save(made)
        content = made.getvalue()
        bring_template(write, load_catalogue(), model.letter, "theirs.docx", content, SECOND)

    desk.desk.write("Template", bring)
    desk.settle()
    desk.open("variation", procedure=KEY)
    desk.settle()
    first, use = next(iter(letters.found.values()))
    assert (first.pct, use.template, use.differs) == (SECOND, "theirs.docx", True)
    letters.table.go_to(next(iter(letters.found)))
    assert ("nothing", "● Goodbye.") in letters.pairs.words()
    tab.ask = Saving(tmp_path / "letters")
    tab.save()
    desk.settle()
    assert (tmp_path / "letters.xlsx").exists()
    tab.show_part("cases")
    assert any("theirs.docx" in said for said in tab.differs.words())
    desk.desk.undo()
    desk.settle()


def test_the_figures_keep_their_own_head_and_buttons(
    desk: VariationDesk, tab: ConsistencyTab
) -> None:
    page = desk.page
    assert not page.choose.isVisible()
    QTest.keyClick(page.tabs.row, Qt.Key.Key_Left)
    desk.settle()
    assert desk.opened == [("variation", {"tab": "figures"})]
    assert page.choose.isVisible()
    assert page.view is not None
    assert page.header._title.text() == page.view.title


def test_nothing_of_the_table_is_beyond_the_edge_of_a_window_of_1280(
    desk: VariationDesk, tab: ConsistencyTab
) -> None:
    tab.table.resize(1028, 300)
    assert tab.table.horizontalScrollBar().maximum() == 0
    needed = sum(tab.table.save_state()["widths"].values())
    assert needed <= 1028
