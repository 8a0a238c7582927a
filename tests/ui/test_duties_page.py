"""Responsibilities in the window: the matrix on a day, letters typed, the proof saved."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from areateam.duties.duty_actions import add_matrices
from areateam.duties.duty_views import matrix_view
from areateam.office import Office, open_office
from tests.fresh_register import fresh_register
from tests.pdf_text import pdf_text
from tests.people_entered import person_named
from tests.ui.contracts_desk import until
from ui.ask import Ask
from ui.desk import Desk
from ui.dialogs.ask_panel import AskPanel
from ui.pages.duties_page import DutiesPage
from ui.pages.duty_matrix import DutyMatrix, typed_letters
from ui.settings import Settings
from ui.widgets.span_label import SpanLabel

TODAY = date(2012, 11, 1)


class Saving(Ask):
    """Answers every question for a file with one path."""

    def __init__(self, path: Path) -> None:
        super().__init__(None)
        self.path = path

    def save_file(self, title: str, suggested: Path, kinds: str = "") -> Path | None:
        return self.path

    def open_file(self, title: str, kinds: str = "", folder: Path | None = None) -> Path | None:
        return self.path


class DutiesDesk:
    """The page over a register of its own; close it after use."""

    def __init__(self, path: Path, folder: Path) -> None:
        def opened() -> Office:
            return open_office(path, as_at=TODAY, user="R. Osei")

        self.desk = Desk(opened, Settings(folder / "window.json"))
        ready: list[bool] = []
        self.desk.ready.connect(lambda: ready.append(True))
        self.desk.start(lambda fault: pytest.fail(str(fault)))
        until(lambda: bool(ready))
        self.desk.set_home_day(TODAY)
        self.told: list[str] = []
        self.desk.told.connect(self.told.append)
        self.page = DutiesPage(self.desk, Saving(folder / "proof.csv"))
        self.desk.refresh.changed.connect(self.page.refresh)
        self.page.resize(1080, 720)
        self.page.show()
        self.page.show_args({})
        self.settle()

    def settle(self) -> None:
        """Wait until everything asked has been answered."""
        for _ in range(3):
            until(lambda: self.desk.is_idle)
            QCoreApplication.processEvents()

    def cell(self, function: str, body: str) -> Any:
        """The index of a cell."""
        model = self.table.duty_model
        row = next(
            n
            for n, line in enumerate(model.lines)
            if line.function is not None and line.function.code == function
        )
        column = next(
            n for n in range(2, model.columnCount()) if getattr(model.body(n), "code", "") == body
        )
        return model.index(row, column)

    @property
    def table(self) -> DutyMatrix:
        """The matrix."""
        return self.page.matrix_tab.table

    def codes(self) -> list[str]:
        """The functions listed."""
        lines = self.table.duty_model.lines
        return [line.function.code for line in lines if line.function is not None]

    def type(self, function: str, body: str, key: Qt.Key) -> AskPanel:
        """Press a key on a cell; the panel that it opens."""
        self.table.setCurrentIndex(self.cell(function, body))
        QTest.keyClick(self.table, key)
        panel = self.page.matrix_tab.cells.panel
        assert panel is not None
        return panel

    def agree(self, panel: AskPanel) -> None:
        """Press the verb of a panel, and wait."""
        panel.agreed.emit()
        self.settle()

    def close(self) -> None:
        """Close page and register."""
        self.page.close()
        self.desk.close()
        self.page.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def desk(tmp_path: Path, qapp: object) -> Iterator[DutiesDesk]:
    made = DutiesDesk(fresh_register(tmp_path / "q55.areateam"), tmp_path)
    yield made
    made.close()


def test_the_matrix_goes_with_the_day(desk: DutiesDesk) -> None:
    page = desk.page
    assert page.slider.day == date(2013, 4, 1)
    assert desk.cell("F23", "AT").data() == "AR"
    words = desk.cell("F23", "AT").data(Qt.ItemDataRole.AccessibleTextRole)
    assert words.startswith("F23 GDS and PDS contract management, Area team: accountable and")
    page._tab("before")
    assert page.slider.day == date(2013, 3, 31)
    assert desk.cell("F23", "PCT").data() == "AR"
    assert "AT" not in [body.code for body in desk.table.duty_model.bodies]
    QTest.keyClick(page.slider, Qt.Key.Key_Right)
    assert page.day == date(2013, 4, 1)
    assert page.tabs.current() == "after"


def test_changes_only_leaves_out_what_stays_and_the_filter_narrows(desk: DutiesDesk) -> None:
    page = desk.page
    assert len(desk.codes()) == 60
    page._tab("changes")
    codes = desk.codes()
    assert "F54" not in codes
    assert "F23" in codes
    page._tab("after")
    page.filter.set_text("fluoridation")
    page.matrix_tab.filter("fluoridation")
    assert desk.codes() == ["F28"]


def test_a_letter_typed_on_a_cell_is_asked_about_stored_and_undone(desk: DutiesDesk) -> None:
    page = desk.page
    panel = desk.type("F23", "BSA", Qt.Key.Key_A)
    assert panel.text_of("first") == "1 Apr 2013"
    assert "BSA: R → AR from 1 Apr 2013." in panel._words.text()
    assert "AT, BSA would be accountable together" in panel._words.text()
    assert desk.cell("F23", "BSA").data() == "R"
    desk.agree(panel)
    assert desk.cell("F23", "BSA").data() == "AR"
    overlaps = matrix_view(desk.desk.connection).proof(date(2013, 4, 1), date(2013, 4, 2)).overlaps
    assert [each.function for each in overlaps] == ["F23"]
    assert "1 has no single accountable body" in page.header._sentence.text()
    desk.desk.undo()
    desk.settle()
    assert desk.cell("F23", "BSA").data() == "R"
    desk.agree(desk.type("F23", "LPN", Qt.Key.Key_Delete))
    assert desk.cell("F23", "LPN").data() == ""


def test_enter_gives_a_function_to_one_body_and_takes_it_from_the_other(desk: DutiesDesk) -> None:
    panel = desk.type("F23", "CCG", Qt.Key.Key_Return)
    panel.fill("first", "1 Jul 2013")
    panel.fill("alone", "1")
    panel.changed.emit()
    assert "CCG: nothing → AR; AT: AR → R from 1 Jul 2013." in panel._words.text()
    assert "together" not in panel._words.text()
    before = desk.desk.connection.execute("SELECT max(id) FROM operation").fetchone()[0]
    desk.agree(panel)
    matrix = matrix_view(desk.desk.connection)
    held = matrix.cells_on(date(2013, 7, 1))
    assert (held["F23", "CCG"].letters, held["F23", "AT"].letters) == ("AR", "R")
    assert matrix.cells_on(date(2013, 6, 30))["F23", "AT"].letters == "AR"
    assert matrix.proof(matrix.head.shown_from, matrix.head.shown_to).overlaps == ()
    after = desk.desk.connection.execute("SELECT max(id) FROM operation").fetchone()[0]
    assert after == before + 1


def test_both_days_stand_side_by_side_and_go_with_the_slider(desk: DutiesDesk) -> None:
    page = desk.page
    page._tab("both")
    words = desk.cell("F52", "BSA").data(Qt.ItemDataRole.AccessibleTextRole)
    assert "before: nothing; after: responsible" in words
    assert desk.cell("F43", "DH").data() == "A → -"
    assert desk.cell("F23", "PCT").data() == "AR → -"
    assert "31 Mar 2013 → 1 Apr 2013: 55 of 60 functions change hands" in (
        page.header._sentence.text()
    )
    desk.agree(desk.type("F23", "AT", Qt.Key.Key_Delete))
    page.slider.go_to(date(2014, 4, 1))
    assert "31 Mar 2013 → 1 Apr 2014" in page.header._sentence.text()
    page.slider.go_to(date(2012, 11, 1))
    assert "1 Nov 2012 → 1 Apr 2013" in page.header._sentence.text()


def test_an_area_folds_by_keyboard_and_stays_so(desk: DutiesDesk) -> None:
    table = desk.table
    table.setCurrentIndex(desk.cell("F23", "AT").siblingAtColumn(0))
    QTest.keyClick(table, Qt.Key.Key_Left)
    at = table.currentIndex()
    assert at.data(Qt.ItemDataRole.AccessibleTextRole) == "Dental, 7 functions, open"
    QTest.keyClick(table, Qt.Key.Key_Left)
    assert table.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole).endswith("folded")
    assert "F23" not in desk.codes()
    again = DutiesPage(desk.desk, desk.page.papers.ask)
    again.show_args({})
    desk.settle()
    lines = again.matrix_tab.table.duty_model.lines
    assert [line.area for line in lines if line.folded] == ["Dental"]
    again.matrix_tab.go_to("F23")
    assert again.matrix_tab.table.currentIndex().data().startswith("F23")
    again.deleteLater()
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert "F23" in desk.codes()


def test_the_names_stay_while_the_bodies_scroll(desk: DutiesDesk) -> None:
    table = desk.table
    desk.page.resize(700, 500)
    QCoreApplication.processEvents()
    last = desk.cell("F23", table.duty_model.bodies[-1].code)
    table.setCurrentIndex(last)
    assert table.horizontalScrollBar().value() > 0
    still = table._still
    assert still.geometry().left() == 0
    assert still.columnWidth(0) == table.columnWidth(0)
    table.setCurrentIndex(desk.cell("F23", "NSC"))
    assert table.current_rect().left() >= still.width()
    assert still.verticalScrollBar().value() == table.verticalScrollBar().value()


def test_the_panel_says_what_stands_behind_a_cell_and_confirms_it(desk: DutiesDesk) -> None:
    panel = desk.page.matrix_tab.panel.function
    desk.table.setCurrentIndex(desk.cell("F23", "NSC"))
    desk.page.matrix_tab.panel.show_part("function")
    desk.settle()
    assert "Not confirmed yet." in panel.source.text()
    panel.source.linked.emit("confirm")
    desk.settle()
    assert "Confirmed by R. Osei on 1 Nov 2012" in panel.source.text()
    assert "Not confirmed" not in panel.source.text()
    panel.state.click()
    asked = desk.page.matrix_tab.cells.panel
    assert asked is not None
    asked.fill("source", "Board paper 12, page 3")
    asked.fill("evidence", "S")
    asked.fill("confidence", "101")
    asked.agreed.emit()
    assert "100" in asked._words.text()
    asked.fill("confidence", "")
    desk.agree(asked)
    assert "Board paper 12, page 3. The source was read (S)." in panel.source.text()


def test_another_matrix_is_chosen_where_there_are_several(desk: DutiesDesk) -> None:
    page = desk.page
    assert page.choice.isHidden()
    other = desk.desk.catalogue.matrices.known["primary-care-2023"]
    desk.desk.write("Add", lambda write: add_matrices(write, [other]))
    desk.settle()
    assert not page.choice.isHidden()
    place = page.choice.findData("primary-care-2023")
    page.choice.setCurrentIndex(place)
    page.choice.activated.emit(place)
    desk.settle()
    assert len(desk.codes()) == 18
    assert page.day == other.head.change_on
    page.refresh(None)
    desk.settle()
    assert page.choice.currentIndex() == place


@pytest.mark.parametrize(
    ("held", "typed", "letters"),
    [
        ("", "A", "A"),
        ("A", "R", "AR"),
        ("AR", "A", "R"),
        ("R", "R", "R"),
        ("AR", "C", "C"),
        ("C", "A", "A"),
        ("I", "", ""),
    ],
)
def test_a_and_r_stand_together_and_the_others_alone(held: str, typed: str, letters: str) -> None:
    assert typed_letters(held, typed) == letters


def test_the_proof_is_saved_as_a_table_and_as_a_page(desk: DutiesDesk, tmp_path: Path) -> None:
    papers = desk.page.papers
    papers.save_proof()
    desk.settle()
    with (tmp_path / "proof.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["verdict"] for row in rows} == {"one"}
    by_function = [row for row in rows if row["function"] == "F23"]
    assert [(row["to"], row["accountable"]) for row in by_function] == [
        ("2013-03-31", "PCT"),
        ("2014-04-01", "AT"),
    ]
    for name in ("proof.html", "proof.pdf"):
        papers.ask = Saving(tmp_path / name)
        papers.save_proof()
        desk.settle()
    assert "0 gaps and 0 overlaps" in (tmp_path / "proof.html").read_text(encoding="utf-8")
    assert "F23" in pdf_text(tmp_path / "proof.pdf")
    assert len(desk.told) == 3


def test_the_matrix_goes_on_wide_paper_as_it_is_shown(desk: DutiesDesk, tmp_path: Path) -> None:
    desk.page._tab("both")
    for name in ("matrix.pdf", "matrix.html"):
        desk.page.papers.ask = Saving(tmp_path / name)
        desk.page.papers.save_matrix()
        desk.settle()
    html = (tmp_path / "matrix.html").read_text(encoding="utf-8")
    assert "31 Mar 2013 and 1 Apr 2013" in html
    line = next(each for each in html.splitlines() if "GDS and PDS contract management" in each)
    assert ">AR?<" in line
    assert "<td>- → R?</td>" in line
    assert ">A? → -<" in next(each for each in html.splitlines() if "Complaints advocacy" in each)
    written = (tmp_path / "matrix.pdf").read_bytes()
    boxes = {
        tuple(float(n) for n in box.split())
        for box in re.findall(rb"/MediaBox \[([^]]+)\]", written)
    }
    ((_, _, width, height),) = boxes
    assert (round(width), round(height)) == (1191, 842)


def test_a_table_is_taken_in_after_its_changes_were_shown(desk: DutiesDesk, tmp_path: Path) -> None:
    papers, path = desk.page.papers, tmp_path / "duties.csv"
    papers.ask = Saving(path)
    papers.save_table()
    desk.settle()
    papers.take()
    desk.settle()
    assert papers.panel is not None
    assert not papers.panel._verb.isEnabled()
    papers.panel.left.emit()
    text = path.read_text(encoding="utf-8-sig")
    old = next(line for line in text.splitlines() if line.startswith("F23,") and ",AT,AR," in line)
    path.write_text(text.replace(old, old.replace(",AT,AR,", ",AT,R,")), encoding="utf-8")
    papers.take()
    desk.settle()
    said = [label.text() for label in papers.panel.findChildren(SpanLabel)]
    assert any("nobody would be accountable from 1 Apr 2013 to 1 Apr 2014" in each for each in said)
    assert any("F23 AT" in each and "AR → R" in each for each in said)
    assert desk.cell("F23", "AT").data() == "AR"
    papers.panel.agreed.emit()
    desk.settle()
    assert desk.cell("F23", "AT").data() == "R"
    desk.desk.undo()
    desk.settle()
    assert desk.cell("F23", "AT").data() == "AR"
    told: list[str] = []
    desk.desk.problem.connect(told.append)
    path.write_text("function,body,letters\nF23,XX,A\n", encoding="utf-8")
    papers.take()
    desk.settle()
    assert told == ["Line 2 cannot be taken in: XX is not known. Nothing was changed."]


def entry(desk: DutiesDesk) -> AskPanel:
    """The panel of what is entered beside the cells."""
    panel = desk.page.entries.panel
    assert panel is not None
    return panel


def test_whom_to_ring_is_named_for_one_side_and_ended(desk: DutiesDesk) -> None:
    tab = desk.page.matrix_tab
    panel = tab.panel.function
    desk.table.setCurrentIndex(desk.cell("F23", "AT"))
    before, after = panel.sides
    assert "Nobody named" in after.text()
    panel.name_contact.click()
    asked = entry(desk)
    for key, text in (("person", "Jo Ray"), ("phone", "0115 496 0000"), ("deputy", "Al Fox")):
        asked.fill(key, text)
    desk.agree(asked)
    assert "Nobody called “Jo Ray” was entered so far." in asked._words.text()
    assert "Nobody called “Al Fox”" in asked._words.text()
    assert matrix_view(desk.desk.connection).contacts == ()
    desk.agree(asked)
    assert "Jo Ray" in after.text()
    assert "Deputy Al Fox" in after.text()
    assert "Jo Ray" not in before.text()
    (contact,) = matrix_view(desk.desk.connection).contacts
    assert (contact.function, contact.body, contact.phone) == ("F23", "AT", "0115 496 0000")
    after.linked.emit(f"end {contact.id}")
    entry(desk).fill("last", "30 Apr 2013")
    desk.agree(entry(desk))
    desk.page.slider.go_to(date(2014, 4, 1))
    assert "Nobody named" in after.text()


def test_one_person_is_named_for_all_that_have_nobody(desk: DutiesDesk) -> None:
    page = desk.page
    desk.desk.write("Ann", lambda write: person_named(write, "Ann", own=True))
    desk.settle()
    gaps = page.matrix_tab.panel.gaps
    assert gaps.name_button.text() == "Name people for 35"
    assert "35 have no named person" in page.header._sentence.text()
    gaps.name_button.click()
    asked = entry(desk)
    asked.fill("which", "F41")
    desk.agree(asked)
    assert "34 have no named person" in page.header._sentence.text()
    gaps.name_button.click()
    desk.agree(entry(desk))
    assert gaps.name_button.isHidden()
    assert "no named person" not in page.header._sentence.text()
    desk.desk.undo()
    desk.settle()
    assert gaps.name_button.text() == "Name people for 34"


def test_a_function_and_a_body_are_added_and_a_body_is_ended(desk: DutiesDesk) -> None:
    page = desk.page
    page.entries.ask_function()
    for key, text in (
        ("code", "F99"),
        ("name", "Sedation"),
        ("area", "Dental"),
        ("group", "dental"),
    ):
        entry(desk).fill(key, text)
    desk.agree(entry(desk))
    assert "F99" in desk.codes()
    assert "1 has no single accountable body" in page.header._sentence.text()
    page.entries.rename_function()
    assert entry(desk).text_of("name") == matrix_view(desk.desk.connection).functions[0].name
    entry(desk).fill("code", "F99")
    assert entry(desk).text_of("area") == "Dental"
    entry(desk).fill("name", "Sedation and pain")
    desk.agree(entry(desk))
    named = matrix_view(desk.desk.connection).function("F99")
    assert (named.name, named.area) == ("Sedation and pain", "Dental")
    page.entries.rename_body()
    entry(desk).fill("body", "HEE")
    entry(desk).fill("name", "Education England")
    desk.agree(entry(desk))
    assert matrix_view(desk.desk.connection).body("HEE").name == "Education England"
    page.entries.ask_body()
    for key, text in (("code", "STP"), ("name", "A later body"), ("first", "1 Jan 2014")):
        entry(desk).fill(key, text)
    desk.agree(entry(desk))
    bodies = matrix_view(desk.desk.connection).bodies
    assert (bodies[-1].code, bodies[-1].exists.first) == ("STP", date(2014, 1, 1))
    page.entries.ask_days()
    asked = entry(desk)
    asked.fill("body", "HEE")
    asked.fill("last", "30 Sep 2013")
    asked.changed.emit()
    assert "nobody would be accountable from 1 Oct 2013" in asked._words.text()
    desk.agree(asked)
    page.slider.go_to(date(2014, 4, 1))
    kinds = [each.code for each in page.matrix_tab.panel.gaps._amiss]
    assert kinds[:2] == ["duty-nobody-accountable", "duty-body-abolished"]


def test_the_contracts_of_a_function_lead_to_their_list(desk: DutiesDesk) -> None:
    opened: list[tuple[str, Any]] = []
    desk.desk.open = lambda key, **args: opened.append((key, args))
    desk.page.matrix_tab.go_to("F23")
    desk.settle()
    panel = desk.page.matrix_tab.panel.function
    assert "0 contracts, 0 open cases, 0 documents with them." in panel.belongings.text()
    panel.asked.emit("contracts")
    panel.asked.emit("cases")
    (key, args), (other, cases) = opened
    assert (key, other) == ("contracts", "cases")
    assert args["where"][0].startswith("type=")
    assert cases["where"][1].startswith("procedure=")
