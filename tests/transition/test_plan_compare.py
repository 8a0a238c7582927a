"""Sets of plans side by side, and plans as they stood on an earlier day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest

from areateam.cases.rulebook_views import rulebook
from areateam.core.problems import UserProblem
from areateam.transition.compare_views import PlanSet, compare_sets, plan_set, sets_offered
from areateam.transition.plan_past_views import plans_on
from areateam.transition.readiness_rules import Light
from areateam.transition.task_actions import remove_task, set_due
from areateam.transition.transition_views import PlanView, plans, task_id_of
from tests.demo_register import open_demo

if TYPE_CHECKING:
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

TODAY = date(2012, 11, 1)


@pytest.fixture(scope="module")
def demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = open_demo(
        demo_file, tmp_path_factory.mktemp("compare") / "demo.areateam", user="tester"
    )
    yield office
    office.close()


def asked(office: Office, text: str) -> PlanSet:
    return plan_set(office.store.connection, office.catalogue, text, TODAY)


def on(office: Office, day: date) -> list[PlanView]:
    book = rulebook(office.store.connection, office.catalogue, day)
    return plans_on(office.store.connection, book)


def test_a_day_read_back_from_the_journal_is_the_day_as_it_was(demo: Office) -> None:
    connection = demo.store.connection
    book = rulebook(connection, demo.catalogue, TODAY)
    before = plans(connection, book)
    assert on(demo, TODAY) == before
    earlier = {task.id: task for plan in on(demo, date(2012, 10, 1)) for task in plan.tasks}
    for plan in before:
        for task in plan.tasks:
            done = task.facts.done_on
            # Who signed in September is on record by then; nobody has signed what comes later.
            assert earlier[task.id].facts.done_on == (
                done if done and done < "2012-10-01" else None
            )
    assert on(demo, date(2012, 6, 1)) == []


def test_what_was_taken_out_or_dated_later_stood_as_it_did(demo: Office) -> None:
    connection = demo.store.connection
    gone, moved = task_id_of(connection, "5N8-T67"), task_id_of(connection, "5N8-T66")

    def act(write: Write) -> None:
        remove_task(write, gone, "not ours", TODAY)
        set_due(write, [moved], date(2014, 1, 6))

    demo.write("Later", act)
    (then,) = [plan for plan in on(demo, date(2012, 10, 1)) if plan.head.place == "5N8"]
    by_id = {task.id: task for task in then.tasks}
    assert gone in by_id
    assert by_id[moved].due != date(2014, 1, 6)
    demo.undo()


def test_sets_are_compared_stream_by_stream_and_in_all(demo: Office) -> None:
    found = compare_sets(asked(demo, "5N8"), asked(demo, "5n7"))
    whole = found.lines[-1]
    assert (whole.first.cell.accepted, whole.first.cell.late) == (8, 4)
    assert (whole.second.cell.accepted, whole.second.cell.late) == (16, 0)
    assert sum(line.first.cell.tasks for line in found.lines[:-1]) == whole.first.cell.tasks == 67
    assert all(late.first == ("5N8",) and not late.second for late in found.late)
    slack = [t.forecast.slack for t in found.first.tasks if t.forecast.slack is not None]
    assert whole.first.in_hand == min(slack)
    assert {late.key for late in found.late} == {
        t.facts.key for t in found.first.tasks if t.light is Light.LATE
    }


def test_an_area_team_is_all_its_places(demo: Office) -> None:
    assert [p.head.place for p in asked(demo, "Q55").plans] == [
        p.head.place for p in asked(demo, "all").plans
    ]
    assert ("Q55", "Derbyshire and Nottinghamshire") in sets_offered(demo.store.connection)


@pytest.mark.parametrize(
    ("text", "code"),
    [("XX", "plan-set-unknown"), ("5N8@soon", "plan-set-unknown"), ("Q53", "plan-set-empty"),
     ("2013-01-01", "plan-set-later"), ("2012-06-01", "plan-set-empty")],
)  # fmt: skip
def test_what_is_no_set_is_said(demo: Office, text: str, code: str) -> None:
    with pytest.raises(UserProblem, match=code):
        asked(demo, text)
