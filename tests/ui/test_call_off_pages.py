"""External support in the window: the list, both routes, stages, gates and the ways to work on."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.call_offs_desk import TODAY, CallOffDesk
from tests.ui.contracts_desk import until
from ui.pages.call_off_words import MINUS
from ui.pages.clock_notice import tell_clock
from ui.pages.today_cards import fill_call_offs
from ui.pages.today_facts import read_today
from ui.pages.window_counts import read_counts
from ui.widgets.card_frame import CardFrame
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def at(qapp: object, register: Path, tmp_path: Path) -> Iterator[CallOffDesk]:
    made = CallOffDesk(register, tmp_path)
    yield made
    made.close()


def test_the_list_says_how_many_will_miss_and_what_finished_ones_took(at: CallOffDesk) -> None:
    assert at.list.table.rows_model.rowCount() == 12
    assert "1 of 6 finished call-offs kept 4½ weeks" in at.list.together.text()
    counts = read_counts(at.desk.connection, at.desk.catalogue, TODAY)
    assert counts.call_offs == 1
    assert at.list.picture is not None
    assert at.list.picture.picture is not None
    assert list(at.list.picture.picture.ys) == [62, 46, 33, 27, 23, 22]


def test_the_home_page_names_the_call_off_that_will_miss(at: CallOffDesk) -> None:
    card = CardFrame("Call-offs over 4½ weeks")
    facts = read_today(at.desk.connection, at.desk.catalogue, TODAY)
    fill_call_offs(card, facts)
    words = [label.text() for label in card.findChildren(SpanLabel)]
    assert "1" in words
    assert any("12/03 Dental needs assessment" in text for text in words)
    assert any("over by 1½ working days" in text for text in words)
    card.deleteLater()


def test_the_page_shows_what_was_drawn(at: CallOffDesk) -> None:
    page = at.page
    assert page.complete.text() == "Complete stage 6"
    said = page.routes.accessibleDescription()
    assert "would end Fri 12 Apr 2013" in said
    assert "forecast Thu 8 Nov 2012, day 24: 2 working days over plan" in said
    assert "today, day 19" in said
    falls = page.falls.falls
    assert [fall.words.replace(MINUS, "-") for fall in falls] == [
        "130", "-13", "-16", "-18", "-9", "-18", "-12", "-9", "-4", "-7", "24",
    ]  # fmt: skip
    assert all(a.after == b.before for a, b in pairwise(falls))


def test_stages_are_walked_along_by_keys_and_read_out(at: CallOffDesk) -> None:
    stages = at.page.stages
    assert stages.current == 5
    QTest.keyClick(stages, Qt.Key.Key_Down)
    assert stages.accessibleName() == ("Award decision: target 1, 1 working day, to come, 2 Nov")


def test_a_stage_is_completed_on_its_day_and_undone(at: CallOffDesk) -> None:
    at.page.complete.click()
    at.agree()
    assert at.page.complete.text() == "Complete stage 7"
    at.desk.undo()
    until(lambda: at.page.complete.text() == "Complete stage 6")


def test_another_tier_shows_where_the_end_goes_and_then_moves_it(at: CallOffDesk) -> None:
    at.page.doings.tier(at.view(), at.page.more)
    at.agree(tier="4", gate="award", reason="Contested")
    assert at.view().clock.stages[6].facts.target == 4
    assert at.view().clock.finish == date(2012, 11, 9)


def test_a_pause_begins_and_ends_from_the_same_button(at: CallOffDesk) -> None:
    at.page.pause.click()
    at.agree(reason="purdah")
    assert at.page.pause.text() == "Resume"
    at.page.pause.click()
    at.agree()
    assert at.view().clock.paused == 2


def test_the_menu_offers_what_can_be_done_now(at: CallOffDesk) -> None:
    offered = {action.text(): action.isEnabled() for action in at.page.menu().actions()}
    assert offered["Award…"]
    assert not offered["Reject the award…"]
    at.page.doings.bidder(at.view(), at.page.more)
    at.agree(name="Ashdown Analytics", interests="none", rank="1")
    at.page.doings.award(at.view(), at.page.more)
    at.agree(name="Ashdown Analytics")
    assert [bidder.state for bidder in at.view().bidders] == ["awarded", "asked", "asked"]


def test_a_call_off_is_opened_from_the_list(at: CallOffDesk) -> None:
    at.list.make_new()
    panel = at.list.doings.panel
    assert panel is not None
    for key, text in {"title": "T", "need": "N", "sponsor": "S", "value": "9,000"}.items():
        panel.fill(key, text)
    panel.agreed.emit()
    until(lambda: at.list.table.rows_model.rowCount() == 13)
    assert any(view.tier == 0 and view.path.key == "competition" for view in at.list.views)


def test_a_direct_award_is_asked_for_with_its_reason(at: CallOffDesk) -> None:
    at.list.make_new()
    panel = at.list.doings.panel
    assert panel is not None
    told = {"title": "D", "need": "N", "sponsor": "S", "value": "9,000", "path": "direct"}
    for key, text in told.items():
        panel.fill(key, text)
    assert "It is open up to tier 1, with a reason." in panel._words.text()
    before = len(at.list.views)
    panel.agreed.emit()
    until(lambda: at.desk.is_idle)
    assert (len(at.list.views), "reason" in panel._words.text()) == (before, True)
    panel.fill("path_reason", "Only one supplier fits")
    panel.agreed.emit()
    until(lambda: len(at.list.views) == before + 1)
    (made,) = (view for view in at.list.views if view.title == "D")
    assert (made.path.key, made.path_reason) == (
        "direct",
        "Only one supplier fits",
    )


def test_a_long_title_takes_two_lines_and_is_not_cut(at: CallOffDesk) -> None:
    table, heights = at.list.table, list[set[int]]()
    for width in (600, 120):
        table.setColumnWidth(table.rows_model.section_of("title"), width)
        at.list._fit_heights()
        rows = range(table.rows_model.rowCount())
        heights.append({table.rowHeight(row) for row in rows})
    (one_line,) = heights[0]
    assert max(heights[1]) > one_line


def test_what_the_clock_did_is_told_once_at_opening(at: CallOffDesk) -> None:
    told: list[str] = []
    at.desk.told.connect(told.append)
    at.desk.settings.set("clock", {str(at.desk.path): "2012-10-11"})
    for _ in range(2):
        tell_clock(at.desk)
        until(lambda: at.desk.is_idle)
    words = "By the clock: 12/08 Valuation of one surgery, 22 Oct 2012: The start date comes:"
    assert told == [f"{words} it is running now."]
    assert at.desk.settings.get("clock", {}) == {str(at.desk.path): "2012-11-01"}
    at.desk.told.disconnect(told.append)
