"""The page of a case: its sentence, clocks, checklist, what-if, timeline, end, each with undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton

from areateam.cases.case_end_actions import procedure_change
from areateam.cases.case_verb_rules import CaseVerb
from areateam.cases.case_views import Standing
from tests.ui.cases_desk import CaseDesk
from tests.ui.contracts_desk import until
from ui.pages.case_procedure_lists import ProcedureLists
from ui.pages.case_words import desk_book
from ui.widgets.clock_bar import ClockBar
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QWidget

    from ui.dialogs.ask_panel import AskPanel
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


def agree(desk: CaseDesk, panel: AskPanel | None, **stated: str) -> None:
    """Fill a panel as a person would, and press its verb."""
    assert panel is not None
    for key, text in stated.items():
        panel.fill(key, text)
    panel._press()
    desk.settle()


def press(window: QWidget, name: str) -> None:
    """Press a button of the popover that is open."""
    (popover,) = (each for each in window.findChildren(Popover) if each.isVisible())
    next(b for b in popover.findChildren(QPushButton) if b.text() == name).click()


def do(page: CasePage, desk: CaseDesk, verb: str, step: str, **stated: str) -> None:
    page.steps.choose(step)
    assert offers(page, verb)
    page._do(verb)
    agree(desk, page.doings.panel, **stated)


def offers(page: CasePage, verb: str) -> bool:
    """Whether a verb stands in the bar, or in the menu of what is rare."""
    if verb in page.steps.rare:
        return page.steps.more.isVisibleTo(page) and page.steps.rare[verb].isVisible()
    return page.steps.buttons[verb].isVisibleTo(page)


def undo(desk: CaseDesk) -> None:
    desk.desk.undo()
    desk.settle()


def test_the_head_says_what_is_due_and_how_far_off_it_is(page: CasePage) -> None:
    words = page.header._sentence.text()
    assert "12 working days late" in words
    assert "log the application and see which rules apply by Tue 16 Oct" in words


def test_a_clock_is_a_bar_and_says_the_same_in_words(page: CasePage, desk: CaseDesk) -> None:
    page.clocks._toggle()
    desk.settle()
    bars = {bar.accessibleName(): bar.parts for bar in page.clocks.findChildren(ClockBar)
            if not bar.isHidden() and bar.isVisibleTo(page)}  # fmt: skip
    name, parts = next((n, p) for n, p in bars.items() if n.startswith("Decide on the closure"))
    # Received on Mon 15 Oct 2012, 21 days beginning with that day; Thu 1 Nov is the 18th.
    assert parts == (("filled", 18), ("empty", 3))
    assert "18 days elapsed" in name
    assert "3 left of 21" in name


def test_a_pause_is_hatched_and_moves_the_day(page: CasePage, desk: CaseDesk) -> None:
    case = page.view.id if page.view else 0
    before = {s.key: s.legal for s in desk.view(case).steps}["consult"]
    do(page, desk, "pause", "consult", reason="waiting for another body", evidence="mail",
       first="24 Oct 2012", last="26 Oct 2012")  # fmt: skip
    step = {s.key: s for s in desk.view(case).steps}["consult"]
    assert step.legal is not None
    assert before is not None
    assert step.legal > before
    assert step.pauses[0].is_late
    page.clocks._whole = True
    page._show()
    desk.settle()
    parts = [bar.parts for bar in page.clocks.findChildren(ClockBar) if not bar.isHidden()]
    assert any(("hatched", 3) in each for each in parts)
    do(page, desk, "unpause", "consult", pause="2012-10-24", why="Never was")
    assert {s.key: s.legal for s in desk.view(case).steps}["consult"] == before
    assert not offers(page, "unpause")
    undo(desk)
    undo(desk)
    assert {s.key: s.legal for s in desk.view(case).steps}["consult"] == before


def test_enter_pressed_twice_is_one_step(page: CasePage, desk: CaseDesk) -> None:
    (before,) = desk.desk.connection.execute("SELECT count(*) FROM operation").fetchone()
    page._do("add")
    panel = page.doings.panel
    assert panel is not None
    panel.fill("label", "Ring the practice")
    for _ in range(2):
        QTest.keyClick(panel.editors["label"], Qt.Key.Key_Return)
    desk.settle()
    (now,) = desk.desk.connection.execute("SELECT count(*) FROM operation").fetchone()
    assert now == before + 1
    assert sum(step.added for step in desk.view(page.view.id if page.view else 0).steps) == 1


def test_a_date_by_law_offers_an_agreement_and_no_pause(page: CasePage) -> None:
    page.steps.choose("decide")
    assert not offers(page, "pause")
    assert offers(page, "agree")
    # It waits for support and consultation, and says so.
    assert not page.steps.buttons["done"].isEnabled()
    assert "before the decision" in page.steps.buttons["done"].toolTip()


def test_a_day_explains_itself_and_can_be_copied(page: CasePage, desk: CaseDesk) -> None:
    page.steps.ask_why("decide")
    (popover,) = [p for p in desk.shell.findChildren(Popover) if p.isVisible()]
    assert (
        "21 days beginning with receipt of the application on Mon 15 Oct 2012, which is day 1"
        in said(popover)
    )
    copy = next(b for b in popover.findChildren(QPushButton) if b.text() == "Copy sentence")
    copy.click()
    assert "GMS" in QGuiApplication.clipboard().text()
    popover.close_now()


def test_a_decision_is_refused_to_whom_it_is_not_delegated(page: CasePage, desk: CaseDesk) -> None:
    case = page.view.id if page.view else 0
    do(page, desk, "done", "support", on="31 Oct 2012")
    do(page, desk, "skip", "consult", reason="Asked in September")
    standing = {s.key: s.standing for s in desk.view(case).steps}
    assert (standing["support"], standing["consult"]) == (Standing.DONE, Standing.SKIPPED)
    page.steps.choose("decide")
    page._do("done")
    panel = page.doings.panel
    agree(desk, panel, decision="Approved", role="contract-manager")
    assert panel is not None
    assert "may not decide this" in panel._words.text()
    agree(desk, panel, role="panel")
    assert page.doings.panel is None
    assert {s.key: s.decision for s in desk.view(case).steps}["decide"] == "Approved"
    undo(desk)
    assert {s.key: s.done_on for s in desk.view(case).steps}["decide"] is None


def test_a_step_is_taken_back_added_and_given_a_day_by_hand(page: CasePage, desk: CaseDesk) -> None:
    case = page.view.id if page.view else 0
    do(page, desk, "done", "log", on="16 Oct 2012")
    page.steps.choose("log")
    page._do("back")
    desk.settle()
    assert {s.key: s.done_on for s in desk.view(case).steps}["log"] is None
    do(page, desk, "by_hand", "log", day="5 Nov 2012", reason="Agreed with the practice")
    assert {s.key: s.legal for s in desk.view(case).steps}["log"] == "2012-11-05"
    do(page, desk, "add", "log", label="Ring the practice", due="2 Nov 2012")
    keys = [s.key for s in desk.view(case).steps]
    assert keys[keys.index("log") + 1] == "own-1"


def test_what_if_moves_days_on_a_copy_until_it_is_accepted(page: CasePage, desk: CaseDesk) -> None:
    case = page.view.id if page.view else 0
    before = {s.key: s.legal for s in desk.view(case).steps}
    page.ending.open_suppose()
    panel: Any = page.doings.panel
    panel.fill("received", "22 Oct 2012")
    panel.changed.emit()
    rows = {panel.table.rows_model.row_at(n)[0]: panel.table.rows_model.row_at(n)[2]
            for n in range(panel.table.rows_model.rowCount())}  # fmt: skip
    assert (rows["decide"].before, rows["decide"].text) == ("Sun 4 Nov 2012", "Sun 11 Nov 2012")
    assert {s.key: s.legal for s in desk.view(case).steps} == before
    agree(desk, panel)
    assert {s.key: s.legal for s in desk.view(case).steps}["decide"] == "2012-11-11"
    undo(desk)
    assert {s.key: s.legal for s in desk.view(case).steps} == before


def test_a_reply_is_only_supposed(page: CasePage, desk: CaseDesk) -> None:
    page.ending.open_suppose()
    panel: Any = page.doings.panel
    panel.fill("done:decide", "2 Nov 2012")
    panel.changed.emit()
    rows = [panel.table.rows_model.row_at(n) for n in range(panel.table.rows_model.rowCount())]
    # Five working days after the decision.
    assert {row[0]: row[2].text for row in rows}["notify"] == "Fri 9 Nov 2012"
    assert not panel._verb.isEnabled()
    assert "only supposed" in panel._verb.toolTip()


def test_closing_shows_what_it_sets_and_opening_again_takes_it_up(
    page: CasePage, desk: CaseDesk
) -> None:
    case = page.view.id if page.view else 0
    for key, day in (("closes", "1 Dec 2012"), ("reopening", "1 Jun 2013")):
        page.ending.open_day(key, page.header)
        agree(desk, page.doings.panel, **{key: day})
    page.ending.open_close()
    panel = page.doings.panel
    assert panel is not None
    assert "1 Jun 2013" in panel._words.text()
    agree(desk, panel, outcome="approved")
    assert desk.view(case).standing is Standing.CLOSED
    assert "closed 1 Nov 2012, approved" in page.header._sentence.text()
    assert not any(b.isEnabled() for b in page.steps.buttons.values())
    assert page.steps.buttons["add"].toolTip() == "The case is closed. Open it again first."
    late = page.ending.changing.pop(CaseVerb.HOURS)
    assert late.isEnabled()  # time is entered once a case is closed too
    assert {action.toolTip() for action in page.ending.changing.values()} == {
        "The case is closed. Open it again first."
    }
    page.ending.reopen.click()
    desk.settle()
    assert desk.view(case).closed_on is None


def test_a_change_of_procedure_names_every_step_that_comes_goes_and_stays(
    page: CasePage, desk: CaseDesk
) -> None:
    page.ending.open_procedure()
    panel = page.doings.panel
    assert panel is not None
    panel.fill("procedure", "branch-closure")
    shown = panel.findChild(ProcedureLists)
    assert shown is not None
    until(lambda: shown.heads[0].text() != "Added 0")
    view = page.view
    assert view is not None
    change = procedure_change(desk.desk.connection, desk_book(desk.desk), view.id, "branch-closure")
    counts = [len(change.added), len(change.dropped), len(change.kept)]
    assert [head.text() for head in shown.heads] == [
        f"{word} {count}" for word, count in zip(("Added", "Dropped", "Kept"), counts, strict=True)
    ]
    assert min(counts) > 0
    assert max(counts) > 4
    assert [len(names.text().splitlines()) for names in shown.lists] == counts


def test_a_line_is_entered_and_found_by_its_category(page: CasePage, desk: CaseDesk) -> None:
    line = page.timeline.line
    line.category.setCurrentIndex(line.category.findData("communication"))
    line.edit.setText("Asked the CCG again")
    QTest.keyClick(line.edit, Qt.Key.Key_Return)
    desk.settle()
    assert line.edit.text() == ""
    assert "Asked the CCG again" in said(page.timeline)
    page.choose("timeline")
    page.whole.kinds.choose("communication")
    page.whole.kinds.chosen.emit("communication")
    model = page.whole.table.rows_model
    rows = [row for row in map(model.row_at, range(model.rowCount())) if row]
    assert [row[3].text for row in rows] == ["Asked the CCG again"]
    page.whole._open(rows[0][0])
    press(page.window(), "Correct…")
    agree(desk, page.doings.panel, text="Asked the CCG twice")
    (row,) = (row for row in map(model.row_at, range(model.rowCount())) if row)
    assert row[3].text == "Asked the CCG twice"
    assert row[3].tail.startswith("corrected on ")
    page.whole._open(row[0])
    assert "Asked the CCG again" in said(page.window().findChildren(Popover)[-1])
    press(page.window(), "Remove")
    desk.settle()
    assert model.rowCount() == 0
    page.whole.kinds.choose("system")
    page.whole.kinds.chosen.emit("system")
    assert any("Noted" in str(row) for row in map(model.row_at, range(model.rowCount())))


def test_other_cases_at_the_contractor_and_tied_ones_stand_beside(
    page: CasePage, desk: CaseDesk
) -> None:
    other = desk.case("dental-mid-year")
    page.ending.open_link()
    agree(desk, page.doings.panel, other=f"CA{other}", reason="Same owner")
    assert page.tabs._tabs["linked"].text() == "Linked cases 1"
    page.linked.opened.emit(other)
    assert desk.opened[-1] == ("case", {"id": other})


def test_every_control_has_a_name(page: CasePage, desk: CaseDesk) -> None:
    for tab in ("work", "facts", "linked", "timeline"):
        page.choose(tab)
        nameless = [
            button
            for button in page.findChildren(QAbstractButton)
            if button.isVisibleTo(page) and not (button.accessibleName() or button.text())
        ]
        assert nameless == []


def test_a_case_that_is_gone_says_so(desk: CaseDesk) -> None:
    page = desk.show_case(999_999)
    assert page.view is None
    until(lambda: page._gone is not None)


def test_a_pause_is_corrected_and_removed_with_what_moves_shown_before(
    page: CasePage, desk: CaseDesk
) -> None:
    case = page.view.id if page.view else 0

    def day() -> str | None:
        return {s.key: s.legal for s in desk.view(case).steps}["consult"]

    before = day()
    page.steps.choose("consult")
    assert not offers(page, "correct")
    do(page, desk, "pause", "consult", reason="waiting for another body", evidence="mail",
       first="24 Oct 2012", last="26 Oct 2012")  # fmt: skip
    paused = day()
    page.steps.choose("consult")
    page._do("correct")
    panel: Any = page.doings.panel
    panel.fill("last", "30 Oct 2012")
    panel.changed.emit()
    rows = [panel.table.rows_model.row_at(n) for n in range(panel.table.rows_model.rowCount())]
    assert [row[0] for row in rows] == ["consult"]
    assert day() == paused, "nothing is written before it is agreed to"
    agree(desk, panel, why="The reply came later")
    assert str(day()) > str(paused)
    page.steps.choose("consult")
    page._do("unpause")
    panel = page.doings.panel
    agree(desk, panel)
    assert "Why" in panel._words.text(), "it asks for the reason"
    agree(desk, panel, why="It was another case")
    assert day() == before
    assert any("removed, before waiting for another body" in line.text for line in page._lines)


def test_a_right_of_appeal_is_shown_and_an_appeal_opens_its_case(
    page: CasePage, desk: CaseDesk
) -> None:
    case = page.view.id if page.view else 0
    assert not page.appeal.isVisibleTo(page)
    page.ending.open_close()
    agree(desk, page.doings.panel, outcome="rejected", comment="Support was agreed")
    # GMS Regulations 2004 Sch 6 para 101: three years beginning with the day.
    assert page.appeal.isVisibleTo(page)
    assert "NHS dispute resolution can come until Sat 31 Oct 2015" in said(page.appeal)
    assert "the last working day is Fri 30 Oct 2015" in said(page.appeal)
    popover = page.appeal.open_why()
    assert popover is not None
    assert "3 years beginning with" in said(popover)
    popover.close_now()
    page.appeal.linked.emit("received")
    agree(desk, page.doings.panel, grounds="The list is too long")
    assert page.doings.panel is None
    appeal = page.appeal.appeal
    assert appeal is not None
    assert appeal.answered_by is not None
    assert desk.view(appeal.answered_by).procedure.key == "contract-dispute"
    page.appeal.linked.emit("case")
    assert desk.opened[-1] == ("case", {"id": appeal.answered_by})
    undo(desk)
    assert page.appeal.appeal is not None
    assert page.appeal.appeal.received_on is None
    assert case == page.appeal.appeal.case


def test_closing_asks_for_what_the_outcome_changes_and_shows_it_first(desk: CaseDesk) -> None:
    case = desk.case("dental-mid-year")
    page = desk.show_case(case)
    page.ending.open_close()
    panel: Any = page.doings.panel
    panel.fill("outcome", "no-action")
    assert panel.values() == {}
    panel.fill("outcome", "varied")
    assert "uda_contracted" in panel.values()
    desk.settle()
    assert panel.height() >= panel.sizeHint().height(), "the lines asked for have their room"
    panel.answer("uda_contracted", "many")
    assert not panel._verb.isEnabled()
    assert panel._verb.toolTip() == "many cannot be read as a number."
    panel.answer("uda_contracted", "9,500")
    assert "Annual UDAs: " in panel._words.text()
    assert "9,500" in panel._words.text()
    agree(desk, panel)
    assert desk.view(case).outcome == "varied"
    (label,) = desk.desk.connection.execute(
        "SELECT label FROM operation ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert f"closed (CA{case})" in label
    undo(desk)
    assert desk.view(case).closed_on is None


def test_time_is_entered_by_key_corrected_and_removed(page: CasePage, desk: CaseDesk) -> None:
    QTest.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert page.tabs.current() == "hours"
    panel = page.doings.panel
    assert panel is not None
    # Nobody is entered by a slip: one of the team is chosen, the person at the desk at first.
    people = {each.value: each.label for each in page.doings.people()}
    assert people[panel.text_of("person")] == "R. Osei"
    for length, told in (("soon", "no length of time"), ("45", "write 45m")):
        agree(desk, panel, length=length)
        assert told in said(panel)
    agree(desk, panel, length="1.5", step="consult", note="calls")
    (entry,) = page.hours.entries
    assert (entry.shown, entry.person, entry.step) == ("1 h 30 min", "R. Osei", "consult")
    assert "£47.10 by the rate of staff" in page.hours.words.text()
    assert "1 h 30 min" in said(page.facts.facts)
    (label,) = desk.desk.connection.execute(
        "SELECT label FROM operation ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert label.endswith(": 1 h 30 min of R. Osei on 1 Nov 2012")

    page.hours.correct_current()
    agree(desk, page.doings.panel, length="15m")
    assert page.doings.panel is not None
    assert "Why is blank" in said(page.doings.panel)
    agree(desk, page.doings.panel, length="15m", person="", why="A slip")
    assert "Say who" in said(page.doings.panel)
    agree(desk, page.doings.panel, length="15m", person=str(entry.person_id))
    assert [each.shown for each in page.hours.entries] == ["15 min"]
    page.hours.table.setFocus()
    QTest.keyClick(page.hours.table, Qt.Key.Key_Delete)
    agree(desk, page.doings.panel, why="Another case")
    assert not page.hours.entries
    assert "before 1 h 30 min of R. Osei on 1 Nov 2012" in said(page.timeline)
    assert "for calls: Another case" in said(page.timeline)
    undo(desk)
    assert [each.shown for each in page.hours.entries] == ["15 min"]
