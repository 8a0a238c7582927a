"""What is tried of call-offs in the window: the last safe start, and what a change would move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication

from tests.ui.call_offs_desk import CallOffDesk
from ui.pages.call_off_trying import WhatIfPanel
from ui.widgets.popover import Popover

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def at(
    qapp: object, _template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CallOffDesk]:
    folder = tmp_path_factory.mktemp("tried")
    path = folder / "register.areateam"
    path.write_bytes(_template.read_bytes())
    made = CallOffDesk(path, folder)
    yield made
    made.close()


@pytest.fixture
def tried(at: CallOffDesk) -> Iterator[WhatIfPanel]:
    panel = at.page.ask_what_if()
    assert panel is not None
    yield panel
    for popover in at.page.findChildren(Popover):
        popover.close_now()


def test_the_last_safe_start_is_said_for_both_routes(at: CallOffDesk) -> None:
    at.list.last.click()
    panel = at.list.ask_last_start()
    assert panel.sentences == []
    panel.fill("needed", "28 Mar 2013")
    panel.show_routes()
    classic, fast = panel.sentences
    assert "130 working days that end by Thu 28 Mar 2013" in classic
    assert "It is impossible since Wed 26 Sep 2012" in classic
    assert fast.endswith("It is still possible.")
    panel.agreed.emit()
    assert QGuiApplication.clipboard().text() == f"{classic}\n{fast}"
    panel.fill("needed", "31 Feb 2013")
    panel.show_routes()
    assert panel.sentences == []


def test_a_longer_stage_moves_those_after_it_and_writes_nothing(
    at: CallOffDesk, tried: WhatIfPanel
) -> None:
    before = at.view().clock.stages
    tried.fill("stage", "award")
    tried.fill("days", "4")
    tried.show_moves()
    moved = [tried.table.rows_model.id_at(n) for n in range(tried.table.rows_model.rowCount())]
    assert moved == ["award", "notice", "contract"]
    assert tried.sentence.startswith("It ends on Tue 13 Nov 2012, 3 working days later")
    tried.agreed.emit()
    assert QGuiApplication.clipboard().text() == tried.sentence
    at.page.refresh(None)
    assert at.view().clock.stages == before


def test_a_pause_and_a_tier_are_tried_together(tried: WhatIfPanel) -> None:
    tried.fill("first", "5 Nov 2012")
    tried.fill("last", "6 Nov 2012")
    tried.show_moves()
    assert "Mon 12 Nov 2012, 2 working days later" in tried.sentence
    tried.fill("gate", "award")
    tried.fill("gate_tier", "4")
    tried.show_moves()
    assert "3 working days later" in tried.sentence


@pytest.mark.parametrize(
    "wrong", [{"stage": "award", "days": "soon"}, {"first": "6 Nov 2012", "last": "5 Nov 2012"}]
)
def test_what_cannot_be_tried_is_said(tried: WhatIfPanel, wrong: dict[str, str]) -> None:
    for key, text in wrong.items():
        tried.fill(key, text)
    tried.show_moves()
    assert tried.sentence == ""
    assert tried.table.rows_model.rowCount() == 0
