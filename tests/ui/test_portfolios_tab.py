"""Portfolios in the window: who looks after what, what nobody holds, leave, and a desk's pack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from areateam.duties.duty_rules import Span
from areateam.duties.portfolio_actions import give_portfolio
from areateam.duties.portfolio_rules import Patch
from areateam.duties.portfolio_views import team_of
from areateam.ledger.ledger import Write
from areateam.office import new_office
from areateam.plans.plan_actions import add_aim, add_plan
from tests.ledger.made_records import add_contract
from tests.people_entered import person_named
from tests.ui.test_duties_page import TODAY, DutiesDesk, Saving
from ui.pages.desk_page import DeskPage
from ui.pages.portfolios_tab import PortfoliosTab


@pytest.fixture
def desk(tmp_path: Path, qapp: object) -> Iterator[DutiesDesk]:
    path = tmp_path / "q55.areateam"
    office = new_office(path, area_team="Q55", as_at=TODAY)

    def people(write: Write) -> int:
        ann = person_named(write, "Ann")
        person_named(write, "Ben")
        give_portfolio(write, ann, Patch(group="dental", pct="5N6"), Span(date(2012, 10, 1), None))
        return ann

    ann = office.write("People", people).result
    for pct in ("5N6", "5N8"):
        add_contract(office, name=f"Oak {pct}", group_key="dental", pct_code=pct, manager=ann)
    office.close()
    made = DutiesDesk(path, tmp_path)
    made.page.show_section("portfolios")
    made.settle()
    yield made
    made.close()


def tab(desk: DutiesDesk) -> PortfoliosTab:
    return desk.page.portfolios


def press(desk: DutiesDesk) -> None:
    panel = tab(desk).doings.panel
    assert panel is not None
    panel.agreed.emit()
    desk.settle()


def pick(desk: DutiesDesk, key: str, words: str) -> None:
    panel = tab(desk).doings.panel
    assert panel is not None
    editor: Any = panel.editors[key]
    panel.fill(key, str(editor.itemData(editor.findText(words))))


def test_what_nobody_holds_is_told_and_given_from_there(desk: DutiesDesk) -> None:
    shown = tab(desk)
    assert "nobody: Dental in Nottinghamshire County, 1 contract." in shown.unheld.text()
    shown.unheld.linked.emit("dental 5N8")
    pick(desk, "person", "Ben")
    panel = shown.doings.panel
    assert panel is not None
    assert "nobody" in panel._words.text()
    press(desk)
    assert "Every group in every PCT" in shown.unheld.text()
    held = team_of(desk.desk.connection).portfolios[-1]
    assert (held.person.name, held.group, held.pct) == ("Ben", "dental", "5N8")
    assert held.held.held == Span(TODAY, None)
    desk.desk.undo()
    desk.settle()
    assert "Looked after by nobody" in shown.unheld.text()


def test_a_portfolio_is_changed_and_ended_from_the_panel(desk: DutiesDesk) -> None:
    shown = tab(desk)
    (held,) = team_of(desk.desk.connection).portfolios
    shown.panel.linked.emit(f"change {held.id}")
    panel = shown.doings.panel
    assert panel is not None
    assert panel.text_of("pct") == "5N6"
    pick(desk, "pct", "None")
    press(desk)
    assert team_of(desk.desk.connection).portfolios[0].held.patch == Patch(group="dental")
    shown.panel.linked.emit(f"end {held.id}")
    panel = shown.doings.panel
    assert panel is not None
    panel.fill("last", "30 Sep 2012")
    press(desk)
    assert "lies before the first" in panel._words.text()
    panel.fill("last", "30 Nov 2012")
    press(desk)
    assert team_of(desk.desk.connection).portfolios[0].held.held.last == date(2012, 11, 30)


def test_leave_is_entered_with_its_cover_and_taken_back(desk: DutiesDesk) -> None:
    shown = tab(desk)
    assert shown.table.go_to(1)
    shown.panel.leave.click()
    pick(desk, "cover", "Ben")
    press(desk)
    line = shown.lines[1]
    assert line.away is not None
    assert line.away.cover is not None
    assert line.away.cover.name == "Ben"
    shown.panel.linked.emit(f"back {line.away.id}")
    press(desk)
    assert team_of(desk.desk.connection).absences == ()


def test_a_desk_is_packed_ticked_off_printed_and_handed_over(
    desk: DutiesDesk, tmp_path: Path
) -> None:
    opened: list[tuple[str, dict[str, Any]]] = []
    desk.desk.open = lambda key, **args: opened.append((key, args))
    shown = tab(desk)

    def plan(write: Write) -> None:
        add_aim(write, add_plan(write, "Care", "Q55", TODAY, 3), "Less waiting", "B2", owner=1)

    desk.desk.write("Plan", plan)
    desk.settle()
    assert shown.table.go_to(1)
    shown.panel.desk.click()
    desk.settle()
    pick(desk, "receiver", "Ben")
    press(desk)
    key, args = opened[-1]
    assert key == "desk"
    assert "Ann to Ben" in shown.packs.text()
    page = DeskPage(desk.desk, Saving(tmp_path / "desk.html"))
    desk.desk.refresh.changed.connect(page.refresh)
    page.resize(1080, 720)
    page.show()
    page.show_args(args)
    desk.settle()
    # Two contracts, a portfolio and an aim.
    assert page.table.rows_model.rowCount() == 4
    for place in range(4):
        page.table.opened.emit(page.table.rows_model.id_at(place))
    assert [key for key, _ in opened[-4:]].count("contract") == 2
    assert ("plans", {"part": "plan_aim 1"}) in opened
    page.table.rows_model.set_checked([page.table.rows_model.id_at(0)], on=True)
    page.bar.verb.emit("tick")
    desk.settle()
    assert page.now is not None
    assert (page.now.head.ticked, page.now.head.finished) == (1, False)
    assert page.now.lines[0].line.ticked_by == "Ben"
    page.print_pack()
    desk.settle()
    assert "Desk of Ann" in (tmp_path / "desk.html").read_text(encoding="utf-8")
    page.ask_receiver()
    assert page.panel is not None
    page.panel.agreed.emit()
    desk.settle()
    names = desk.desk.connection.execute(
        "SELECT DISTINCT p.name FROM contract k JOIN person p ON p.id = k.manager_id"
    ).fetchall()
    assert names == [("Ben",)]
    page.table.rows_model.check_all(on=True)
    page.bar.verb.emit("tick")
    desk.settle()
    assert page.now.head.finished
    assert not shown.packs.isVisible()
    page.close()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
