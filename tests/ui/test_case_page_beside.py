"""What stands beside the work of a case: its steps in full, report, contract, papers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.pdf_text import pdf_text
from tests.ui.cases_desk import CaseDesk
from ui.ask import Ask
from ui.tables.cell_painter import cell_height
from ui.tables.lazy_table_model import CELL_ROLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from ui.pages.case_page import CasePage


@pytest.fixture
def desk(qapp: QApplication, cases_file: Path, tmp_path: Path) -> Iterator[CaseDesk]:
    made = CaseDesk(cases_file, tmp_path)
    yield made
    made.close()


@pytest.fixture
def page(desk: CaseDesk) -> CasePage:
    return desk.show_case(desk.case("list-closure"))


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
