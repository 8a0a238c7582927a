"""Days off re-date the tasks of plans: shown before, and back again when they are undone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from areateam.cases.own_rule_actions import add_days_off
from areateam.cases.rulebook_views import rulebook
from areateam.transition.day_off_views import TaskShift, shift_words, tasks_moved_by_days
from areateam.transition.transition_actions import start_plans
from areateam.transition.transition_views import plans

if TYPE_CHECKING:
    from areateam.cases.case_rules import Rulebook
    from areateam.office import Office

TODAY = date(2012, 11, 1)
CLOSED = {date(2012, 12, 27): "Closed", date(2012, 12, 28): "Closed"}


def book_of(office: Office) -> Rulebook:
    return rulebook(office.store.connection, office.catalogue, TODAY)


def ends(office: Office) -> dict[str, tuple[date, int | None]]:
    (plan,) = plans(office.store.connection, book_of(office))
    return {t.facts.key: (t.forecast.finish, t.forecast.slack) for t in plan.tasks}


def test_a_day_off_moves_tasks_as_was_shown_and_undo_moves_them_back(office: Office) -> None:
    book = book_of(office)
    programme = next(p for p in office.catalogue.programmes.known.values() if p.place_kind)
    office.write("Start", lambda write: start_plans(write, book, programme, ["5N8"]))
    connection = office.store.connection
    before = ends(office)
    shown = tasks_moved_by_days(connection, book, CLOSED)
    office.write("Closed", lambda write: add_days_off(write, book, CLOSED))
    after = ends(office)
    assert {each.key: (each.finish_then, each.slack_then) for each in shown} == {
        key: value for key, value in after.items() if value != before[key]
    }
    assert any(each.moves for each in shown)
    assert tasks_moved_by_days(connection, book_of(office), {}, list(CLOSED)) != ()
    office.undo()
    assert ends(office) == before


def test_what_moves_is_counted_apart_from_what_only_has_other_days_in_hand() -> None:
    first, then = date(2012, 11, 1), date(2012, 11, 2)
    moved = TaskShift(1, "5N8", "T1", "A", first, then, 3, 2)
    kept = TaskShift(2, "5N8", "T2", "B", first, first, 3, 2)
    assert shift_words([moved, kept]) == (
        "1 task of a plan ends on another day, 1 more has other days in hand"
    )
    assert shift_words([kept]) == "1 task has other days in hand"
