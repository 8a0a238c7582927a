"""What stands beside the work of a case: its steps in full, report, contract, papers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.duties.contact_actions import add_contact
from areateam.duties.duty_actions import Cell, set_cell
from areateam.duties.duty_views import matrix_view
from tests.pdf_text import pdf_text
from tests.people_entered import person_named
from tests.ui.cases_desk import CaseDesk
from ui.ask import Ask
from ui.tables.cell_painter import cell_height
from ui.tables.lazy_table_model import CELL_ROLE
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QWidget

    from areateam.ledger.ledger import Write
    from ui.pages.case_page import CasePage


@pytest.fixture
def desk(qapp: QApplication, cases_file: Path, tmp_path: Path) -> Iterator[CaseDesk]:
    made = CaseDesk(cases_file, tmp_path)
    yield made
    made.close()


@pytest.fixture
def page(desk: CaseDesk) -> CasePage:
    return desk.show_case(desk.case("list-closure"))


def said(part: QWidget) -> str:
    return " ".join(label.text() for label in part.findChildren(SpanLabel))


class SaveTo(Ask):
    """Names one file whenever it is asked where to save."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def save_file(self, title: str, suggested: Path, kinds: str = "") -> Path:
        return self._path


def test_every_step_can_be_read_in_full(page: CasePage, desk: CaseDesk) -> None:
    table, model = page.steps.table, page.steps.model
    for size in ((1280, 720), (960, 540), (1920, 1080)):
        desk.shell.resize(*size)
        desk.settle()
        for row in range(model.rowCount()):
            for at in range(model.columnCount()):
                cell = model.index(row, at).data(CELL_ROLE)
                assert table.rowHeight(row) >= cell_height(cell, table.columnWidth(at))
        whole = sum(table.rowHeight(row) for row in range(model.rowCount()))
        assert table.viewport().height() >= whole
        assert not table.horizontalScrollBar().isVisible()


def test_the_report_is_written_from_the_page_with_names_withheld(
    page: CasePage, desk: CaseDesk, tmp_path: Path
) -> None:
    out = tmp_path / "report.pdf"
    page.ending.reporting.ask = SaveTo(out)
    panel = page.ending.reporting.open(page.ending.more)
    assert panel is not None
    panel.fill("typed", "redacted")
    panel._press()
    desk.settle()
    text = pdf_text(out)
    assert page.view is not None
    assert page.view.contract_name not in text
    assert "Decide on the closure" in text


def test_the_case_says_whom_what_is_late_goes_to_and_who_is_asked_first(desk: CaseDesk) -> None:
    def act(write: Write) -> None:
        matrix = matrix_view(write.connection)
        function, sha = matrix.function("F10"), matrix.body("SHA")
        set_cell(write, function.id, sha.id, Cell("C", date(2012, 11, 1)))
        person = person_named(write, "Pat Lee", own=False, phone="0115 496 0001")
        add_contact(write, matrix.body("PCT").id, person)
        write.execute("UPDATE case_step SET working = '2012-10-30' WHERE working IS NOT NULL")

    desk.desk.write("Who", act)
    desk.settle()
    page = desk.show_case(desk.case("list-closure"))
    words = said(page.answers)
    assert "Late: tell PCT Primary care trust, Pat Lee 0115 496 0001" in words
    assert "From 1 Apr 2013: AT Area team" in words
    page.answers.linked.emit("F10")
    assert desk.opened[-1] == ("duties", {"on": date(2012, 11, 1), "function": "F10"})
    page.ending.open_close()
    assert page.doings.panel is not None
    assert "To be asked before it is closed: SHA." in said(page.doings.panel)
