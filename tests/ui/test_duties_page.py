"""Responsibilities in the window: the matrix on a day, letters typed, the proof saved."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from areateam.duties.duty_actions import add_matrices
from areateam.duties.duty_views import matrix_view
from areateam.office import Office, new_office, open_office
from tests.ui.contracts_desk import until
from ui.ask import Ask
from ui.desk import Desk
from ui.pages.duties_page import DutiesPage
from ui.pages.duty_matrix import typed_letters
from ui.settings import Settings

TODAY = date(2012, 11, 1)


class Saving(Ask):
    """Answers every question for a file with one path."""

    def __init__(self, path: Path) -> None:
        super().__init__(None)
        self.path = path

    def save_file(self, title: str, suggested: Path, kinds: str = "") -> Path | None:
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
        model = self.page.table.duty_model
        row = next(n for n, line in enumerate(model.lines) if line.function.code == function)
        column = next(
            n for n in range(2, model.columnCount()) if getattr(model.body(n), "code", "") == body
        )
        return model.index(row, column)

    def close(self) -> None:
        """Close page and register."""
        self.page.close()
        self.desk.close()
        self.page.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def desk(tmp_path: Path, qapp: object) -> Iterator[DutiesDesk]:
    path = tmp_path / "q55.areateam"
    new_office(path, area_team="Q55", as_at=TODAY).close()
    made = DutiesDesk(path, tmp_path)
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
    assert "AT" not in [body.code for body in page.table.duty_model.bodies]
    QTest.keyClick(page.slider, Qt.Key.Key_Right)
    assert page.day == date(2013, 4, 1)
    assert page.tabs.current() == "after"


def test_changes_only_leaves_out_what_stays_and_the_filter_narrows(desk: DutiesDesk) -> None:
    page = desk.page
    assert page.table.duty_model.rowCount() == 60
    page._tab("changes")
    codes = [line.function.code for line in page.table.duty_model.lines]
    assert "F54" not in codes
    assert "F23" in codes
    page._tab("after")
    page.filter.set_text("fluoridation")
    page._fill()
    assert [line.function.code for line in page.table.duty_model.lines] == ["F28"]


def test_a_letter_typed_on_a_cell_is_stored_and_undone(desk: DutiesDesk) -> None:
    page = desk.page
    page.table.setCurrentIndex(desk.cell("F23", "BSA"))
    QTest.keyClick(page.table, Qt.Key.Key_A)
    desk.settle()
    assert desk.cell("F23", "BSA").data() == "AR"
    overlaps = matrix_view(desk.desk.connection).proof(date(2013, 4, 1), date(2013, 4, 2)).overlaps
    assert [each.function for each in overlaps] == ["F23"]
    assert "1 have no single accountable body" in page.header._sentence.text()
    desk.desk.undo()
    desk.settle()
    assert desk.cell("F23", "BSA").data() == "R"
    page.table.setCurrentIndex(desk.cell("F23", "LPN"))
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    desk.settle()
    assert desk.cell("F23", "LPN").data() == ""


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
    assert page.table.duty_model.rowCount() == 18
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
    desk.page.save_proof()
    desk.settle()
    with (tmp_path / "proof.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["verdict"] for row in rows} == {"one"}
    by_function = [row for row in rows if row["function"] == "F23"]
    assert [(row["to"], row["accountable"]) for row in by_function] == [
        ("2013-03-31", "PCT"),
        ("2014-04-01", "AT"),
    ]
    desk.page.ask = Saving(tmp_path / "proof.html")
    desk.page.save_proof()
    desk.settle()
    assert "0 gaps and 0 overlaps" in (tmp_path / "proof.html").read_text(encoding="utf-8")
    assert len(desk.told) == 2
