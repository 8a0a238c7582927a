"""Lines in doubt, settled in the review by choosing what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.imports.pharmacy_lists import (
    HEADER,
    Places,
    copied,
    make_places,
    new_lines,
    old_lines,
    write_list,
)
from tests.ui.imports_desk import ImportDesk, texts, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from ui.pages.import_line_panel import LinePanel


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return make_places(tmp_path_factory.mktemp("made"))


@pytest.fixture
def places(made: Places, tmp_path: Path) -> Places:
    """A register that has two records with the code FZ001."""
    found = copied(made, tmp_path)
    office = found.open()
    sql = "UPDATE contract SET ods_code = 'FZ001', name = 'Second Chemist' WHERE ods_code = 'FZ002'"
    office.write("Twice", lambda write: write.execute(sql))
    office.close()
    lines = new_lines()
    lines[1][6] = "31"
    write_list(found.later, lines)
    return found


@pytest.fixture
def desk(qapp: QApplication, places: Places, tmp_path: Path) -> Iterator[ImportDesk]:
    opened = ImportDesk(places, tmp_path / "window.json")
    yield opened
    opened.close()


def panel_at(desk: ImportDesk, line: int) -> LinePanel:
    body = desk.review.body
    lines = [texts(body.model, row)[1] for row in range(body.model.rowCount())]
    body.table.setCurrentIndex(body.model.index(lines.index(str(line)), 0))
    until(lambda: body.panel.details and body.panel.details.line == line)
    return body.panel


def test_the_record_that_a_line_means_is_chosen(desk: ImportDesk) -> None:
    page = desk.offer()
    panel = panel_at(desk, 3)
    assert [button.text() for button in panel.records] == [
        "It is FZ001 Invented Chemist 1",
        "It is FZ001 Second Chemist",
        "None of these: make a new one",
    ]
    assert panel.take.isChecked()
    changes = page.apply.text()
    panel.records[0].click()
    desk.settle()
    assert panel.records[0].isChecked()
    assert panel.details is not None
    assert panel.details.outcome == "changed"
    assert page.apply.text() != changes
    panel.take.click()
    desk.settle()
    assert panel.details.outcome == "doubtful"
    assert page.apply.text() == changes
    panel.records[2].click()
    desk.settle()
    assert panel.details.outcome == "new"


def test_a_line_in_doubt_is_taken_as_it_was_read(desk: ImportDesk) -> None:
    lines = [",".join(line) for line in old_lines()]
    for at in (3, 5):
        lines[at] = lines[at].replace("Invented Chemist", '"Invented" Chemist')
    desk.places.later.write_text("\r\n".join([HEADER, *lines]) + "\r\n")
    page = desk.offer()
    panel = panel_at(desk, 5)
    assert panel.accept.isVisible()
    assert "Take all 2 as they were read" in panel.links.text()
    panel.accept.click()
    desk.settle()
    assert panel.accept.isChecked()
    assert page.apply.text() == "Apply 1 change"
    panel_at(desk, 7).links.linked.emit("accept")
    desk.settle()
    assert page.apply.text() == "Apply 2 changes"
    panel_at(desk, 5).take.click()
    desk.settle()
    assert page.apply.text() == "Apply 1 change"
