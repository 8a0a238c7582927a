"""The documents of a contract on its record page: its own and its cases', dropped in and undone."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.cases.document_actions import Filing, file_document
from tests.ui.cases_desk import TODAY, CaseDesk
from ui.pages.contract_page import ContractPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture
def desk(qapp: QApplication, cases_file: Path, tmp_path: Path) -> Iterator[CaseDesk]:
    made = CaseDesk(cases_file, tmp_path)
    yield made
    made.close()


def test_papers_of_a_contract_and_of_its_cases_stand_together(
    desk: CaseDesk, tmp_path: Path
) -> None:
    case = desk.case("list-closure")
    view = desk.view(case)
    assert view.contract is not None
    of_case = Filing(view.contract, "Application", TODAY, case)
    desk.desk.write("File", partial(file_document, filing=of_case, name="a.pdf", content=b"%PDF a"))
    desk.settle()
    page = ContractPage(desk.desk)
    desk.desk.refresh.changed.connect(page.refresh)
    page.show_args({"id": view.contract, "tab": "documents"})
    page.show()
    own = tmp_path / "signed.pdf"
    own.write_bytes(b"%PDF signed")
    page.documents.file_paths([own])
    desk.settle()
    shown = {each.title: each.case for each in page.documents.documents}
    assert shown == {"Application": case, "signed.pdf": None}
    current = page.documents.current()
    assert current is not None
    assert current.title == "signed.pdf"
    desk.desk.undo()
    desk.settle()
    assert [each.title for each in page.documents.documents] == ["Application"]
    page.documents.file_paths([tmp_path / "none.pdf"])
    desk.settle()
    assert "none.pdf" in page.documents.note.text()
    page.close()
    page.deleteLater()
