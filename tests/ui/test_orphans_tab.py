"""What is nobody's, in the window: found, ticked, given to somebody in one step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from areateam.cases.rulebook_views import rulebook
from areateam.office import new_office, open_office
from areateam.organisations.contractor_rows import Person
from areateam.transition.task_actions import assign_tasks
from areateam.transition.transition_actions import start_plans
from tests.ledger.made_records import add_contract
from tests.ui.test_duties_page import TODAY, DutiesDesk


@pytest.fixture
def desk(tmp_path: Path, qapp: object) -> Iterator[DutiesDesk]:
    path = tmp_path / "q55.areateam"
    office = new_office(path, area_team="Q55", as_at=TODAY)
    leaver = office.write(
        "Leaver", lambda w: w.insert(Person, name="Ann", team="area team", valid_to="2013-02-28")
    ).result
    office.write("Stayer", lambda w: w.insert(Person, name="Ben", team="area team"))
    add_contract(office, name="Left", manager=leaver, area_team_code="Q55")
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, office.today())
    programme = next(p for p in office.catalogue.programmes.known.values() if p.place_kind)
    office.write("Start", lambda w: start_plans(w, book, programme, ["5N8"]))
    (task,) = connection.execute("SELECT min(id) FROM transition_task").fetchone()
    office.write("Owner", lambda w: assign_tasks(w, [task], leaver))
    office.close()
    made = DutiesDesk(path, tmp_path)
    yield made
    made.close()


def managers_of(path: Path) -> list[Any]:
    office = open_office(path, writable=False)
    try:
        sql = (
            "SELECT p.name FROM contract k JOIN person p ON p.id = k.manager_id UNION ALL SELECT"
            " p.name FROM transition_task t JOIN person p ON p.id = t.owner_id"
        )
        return [name for (name,) in office.store.connection.execute(sql)]
    finally:
        office.close()


def test_what_a_leaver_had_is_found_and_given_in_one_step(desk: DutiesDesk) -> None:
    page, tab = desk.page, desk.page.orphans
    page.show_section("orphans")
    desk.settle()
    assert page.day == date(2013, 4, 1)
    assert sorted(each.kind for each in tab.ticked()) == []
    tab.table.rows_model.check_all(on=True)
    assert sorted(each.kind for each in tab.ticked()) == ["contract", "task"]
    tab.ask_person()
    assert tab.panel is not None
    editor: Any = tab.panel.editors["person"]
    assert "Ann" not in [editor.itemText(n) for n in range(editor.count())]
    tab.panel.fill("person", str(editor.itemData(editor.findText("Ben"))))
    tab.panel.agreed.emit()
    desk.settle()
    assert tab.table.rows_model.rowCount() == 0
    assert managers_of(desk.desk.path) == ["Ben", "Ben"]
    desk.desk.undo()
    desk.settle()
    assert tab.table.rows_model.rowCount() == 2


def test_a_row_opens_its_record(desk: DutiesDesk) -> None:
    opened: list[tuple[str, int]] = []
    desk.desk.open = lambda key, **args: opened.append((key, args["id"]))
    desk.page.show_section("orphans")
    desk.settle()
    for row in range(2):
        desk.page.orphans.table.opened.emit(desk.page.orphans.table.rows_model.id_at(row))
    assert [key for key, _ in opened] == ["contract", "task"]
