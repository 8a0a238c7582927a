"""Control totals are typed in the panel of an import, kept, and explained there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.imports.control_views import control_totals
from tests.imports.pharmacy_lists import Places, copied, make_places, stage
from tests.ui.imports_desk import Answers, ImportDesk, until
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """The register with the second list in it: 21 lines, of which 3 wait."""
    places = make_places(tmp_path_factory.mktemp("made"))
    office = places.open()
    try:
        staged = stage(office, places.later)
        office.apply_staged(staged)
        staged.path.unlink()
    finally:
        office.close()
    return places


@pytest.fixture
def desk(qapp: QApplication, made: Places, tmp_path: Path) -> Iterator[ImportDesk]:
    opened = ImportDesk(copied(made, tmp_path), tmp_path / "window.json")
    yield opened
    opened.close()


def test_totals_are_typed_kept_and_explained(desk: ImportDesk) -> None:
    controls = desk.imports.list.panel.controls
    desk.settle()
    assert controls.found == []
    controls.button.click()
    panel = controls.panel
    assert panel is not None
    # The list states no money, patients or units.
    assert list(panel.fields) == ["rows"]
    panel.fields["rows"].setText("many")
    assert not panel._verb.isEnabled()
    panel.fields["rows"].setText("22")
    panel._verb.click()
    until(lambda: controls.found)
    desk.settle()
    assert control_totals(desk.desk.connection, 2) == {"rows": 22}
    (found,) = controls.found
    assert (found.landed, found.difference, found.unexplained) == (18, 4, 1)
    (label,) = (each for each in controls.findChildren(SpanLabel) if each.isVisible())
    assert "1 not explained by any line of the file" in label.text()
    popover = controls.show_lines(label, "0")
    assert popover.isVisible()
    popover.close_now()


def test_the_panel_leads_to_its_waiting_lines_and_asks_the_pct(
    desk: ImportDesk, tmp_path: Path
) -> None:
    page = desk.imports
    desk.settle()
    page.ask = Answers(out=tmp_path / "q.xlsx")
    page.list.panel.ask.click()
    until((tmp_path / "q.xlsx").exists)
    desk.settle()
    assert "3 lines were written" in page.banner.accessibleName()
    page.list.panel.waiting.linked.emit("waiting")
    desk.settle()
    assert desk.shell.current_key() == "waiting"
