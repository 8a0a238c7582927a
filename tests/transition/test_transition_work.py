"""Plans in a register: started, signed, queried, dated by hand, and how they then stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.programme_definitions import Side
from areateam.core.problems import UserProblem
from areateam.transition.readiness_rules import Light, TaskStage
from areateam.transition.readiness_views import readiness
from areateam.transition.task_actions import (
    assign_tasks,
    begin_task,
    expect_task,
    explain_missing_evidence,
    file_evidence,
    override_light,
    query_task,
    remove_evidence,
    remove_task,
    sign_task,
    unsign_task,
)
from areateam.transition.task_move_views import moves
from areateam.transition.transition_actions import start_plans, take_baseline
from areateam.transition.transition_findings import findings_of
from areateam.transition.transition_views import TaskView, plans, task_id_of
from tests.people_entered import person_named

if TYPE_CHECKING:
    from areateam.ledger.ledger import Write
    from areateam.office import Office

TODAY = date(2012, 11, 1)
Act = Callable[["Write"], object]


def started(office: Office, *places: str) -> None:
    book = rulebook(office.store.connection, office.catalogue, office.today())
    programme = next(p for p in office.catalogue.programmes.known.values() if p.place_kind)
    office.write("Start", lambda write: start_plans(write, book, programme, places or ("5N8",)))


def task_of(office: Office, key: str, place: str = "5N8", on: date = TODAY) -> TaskView:
    book = rulebook(office.store.connection, office.catalogue, on)
    (plan,) = plans(office.store.connection, book, places=(place,))
    return next(task for task in plan.tasks if task.facts.key == key)


def do(office: Office, act: Act) -> None:
    office.write("Work", act)


def sign(office: Office, key: str, side: Side, name: str = "A. Person", reason: str = "") -> None:
    task = task_of(office, key).id
    do(office, lambda write: sign_task(
        write, task, side, name=name, on=TODAY, today=TODAY, unproven_reason=reason))  # fmt: skip


def test_a_plan_has_every_task_of_its_programme_and_names_both_sides(office: Office) -> None:
    started(office)
    (plan,) = plans(
        office.store.connection, rulebook(office.store.connection, office.catalogue, TODAY)
    )
    assert len(plan.tasks) == 67
    assert "Nottinghamshire" in plan.head.sender
    assert "Derbyshire and Nottinghamshire" in plan.head.receiver


def test_a_place_has_one_plan_of_a_programme(office: Office) -> None:
    started(office)
    with pytest.raises(UserProblem, match="plan-started-already"):
        started(office)
    with pytest.raises(UserProblem, match="place-unknown"):
        started(office, "ZZZ")


def test_a_two_sided_task_is_done_when_both_have_signed_and_evidence_is_there(
    office: Office,
) -> None:
    started(office)
    task = task_of(office, "T18")
    sign(office, "T18", Side.SENDER, "P. Sender")
    assert task_of(office, "T18").stage is TaskStage.SENT
    sign(office, "T18", Side.RECEIVER, "R. Receiver")
    assert task_of(office, "T18").facts.missing() == ["evidence, or a reason why there is none"]
    do(office, lambda write: file_evidence(
        write, task.id, "register.txt", b"premises", title="", dated=TODAY))  # fmt: skip
    done = task_of(office, "T18")
    assert done.light is Light.DONE
    assert done.facts.done_on == "2012-11-01"
    assert (done.facts.sent_by, done.facts.accepted_by) == ("P. Sender", "R. Receiver")
    assert office.check() == []


def test_a_reason_may_stand_for_evidence_and_is_kept(office: Office) -> None:
    started(office)
    sign(office, "T01", Side.RECEIVER)
    assert task_of(office, "T01").stage is not TaskStage.DONE
    task = task_of(office, "T01").id
    with pytest.raises(UserProblem, match="reason-needed"):
        do(office, lambda write: explain_missing_evidence(write, task, " "))
    do(office, lambda write: explain_missing_evidence(write, task, "Seen at the meeting"))
    assert task_of(office, "T01").stage is TaskStage.DONE
    assert task_of(office, "T01").facts.unproven_reason == "Seen at the meeting"


def test_taking_a_signature_or_the_evidence_back_opens_the_task(office: Office) -> None:
    started(office)
    task = task_of(office, "T18").id
    do(office, lambda write: file_evidence(write, task, "a.txt", b"a", title="", dated=TODAY))
    sign(office, "T18", Side.SENDER)
    sign(office, "T18", Side.RECEIVER)
    (evidence,) = office.store.connection.execute("SELECT id FROM task_evidence").fetchone()
    do(office, lambda write: remove_evidence(write, evidence))
    assert task_of(office, "T18").facts.done_on is None
    do(office, lambda write: explain_missing_evidence(write, task, "It was withdrawn"))
    assert task_of(office, "T18").facts.done_on
    do(office, lambda write: unsign_task(write, task, Side.RECEIVER))
    assert task_of(office, "T18").stage is TaskStage.SENT


def test_nobody_signs_twice_later_than_today_or_without_a_name(office: Office) -> None:
    started(office)
    sign(office, "T18", Side.SENDER)
    with pytest.raises(UserProblem, match="signed-already"):
        sign(office, "T18", Side.SENDER)
    with pytest.raises(UserProblem, match="signer-needed"):
        sign(office, "T07", Side.SENDER, " ")
    task = task_of(office, "T07").id
    with pytest.raises(UserProblem, match="signed-later"):
        do(office, lambda write: sign_task(
            write, task, Side.SENDER, name="A", on=date(2012, 11, 2), today=TODAY))  # fmt: skip


def test_the_receiver_may_ask_back_and_accept_later(office: Office) -> None:
    started(office)
    task = task_of(office, "T18").id
    with pytest.raises(UserProblem, match="not-sent-yet"):
        do(office, lambda write: query_task(write, task, "Where is the lease?", TODAY))
    sign(office, "T18", Side.SENDER)
    do(office, lambda write: query_task(write, task, "Where is the lease?", TODAY))
    assert task_of(office, "T18").stage is TaskStage.QUERIED
    sign(office, "T18", Side.RECEIVER, reason="The lease is with the estates team")
    assert task_of(office, "T18").stage is TaskStage.DONE
    assert task_of(office, "T18").facts.query is None


def test_one_person_for_both_sides_is_a_finding(office: Office) -> None:
    started(office)
    sign(office, "T18", Side.SENDER, "A. Person")
    sign(office, "T18", Side.RECEIVER, "A. Person")
    book = rulebook(office.store.connection, office.catalogue, TODAY)
    found = findings_of(plans(office.store.connection, book), book.calendar)
    assert [f.column for f in found if f.code == "signed-by-one-person"] == ["5N8 T18"]
    days = {f.column for f in found if f.code == "task-due-no-working-day"}
    assert days == {"5N8 T05", "5N8 T06", "5N8 T30", "5N8 T62"}


def test_the_lights_follow_the_rule(office: Office) -> None:
    started(office)
    assert task_of(office, "T18").light is Light.LATE  # due 31 October
    assert task_of(office, "T18").reason == "Due Wed 31 Oct 2012, 1 working day ago."
    assert task_of(office, "T18", on=date(2012, 10, 31)).light is not Light.LATE  # its own day
    assert task_of(office, "T46").light is Light.NOT_DUE
    task = task_of(office, "T46").id
    do(office, lambda write: begin_task(write, task, TODAY, TODAY))
    assert task_of(office, "T46").light is Light.ON_TRACK
    do(office, lambda write: expect_task(write, task, date(2013, 3, 27), "The host is late"))
    assert task_of(office, "T46").light is Light.AT_RISK


def test_a_light_set_by_hand_needs_a_reason_and_goes_out(office: Office) -> None:
    started(office)
    task = task_of(office, "T18").id
    with pytest.raises(UserProblem, match="reason-needed"):
        do(office, lambda write: override_light(write, task, Light.ON_TRACK, "", TODAY))
    with pytest.raises(UserProblem, match="light-not-settable"):
        do(office, lambda write: override_light(write, task, Light.DONE, "Done", TODAY))
    do(
        office,
        lambda write: override_light(write, task, Light.ON_TRACK, "It is in the post", TODAY),
    )
    assert task_of(office, "T18").light is Light.ON_TRACK
    assert "It is in the post" in task_of(office, "T18").reason
    assert task_of(office, "T18", on=date(2012, 11, 15)).light is Light.ON_TRACK
    assert task_of(office, "T18", on=date(2012, 11, 16)).light is Light.LATE


def test_moving_a_task_says_what_moves_and_what_stays(office: Office) -> None:
    started(office)
    for key in ("T04", "T06", "T02"):
        sign(office, key, Side.SENDER, reason="-")
        if task_of(office, key).facts.two_sided:
            sign(office, key, Side.RECEIVER, reason="-")
    eleven = task_of(office, "T11").id
    do(office, lambda write: expect_task(write, eleven, date(2013, 1, 31), "Agreed with the LMC"))
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, TODAY)
    found = moves(connection, book, task_id_of(connection, "5N8-T07"), date(2013, 1, 31))
    moved = {move.key: move for move in found.moved}
    assert moved["T07"].after == date(2013, 1, 31)
    assert moved["T08"].after > moved["T08"].before
    assert moved["T64"].after > date(2013, 3, 28)
    assert {stay.key: stay.why for stay in found.stays}["T11"] == (
        "it was dated by hand: Agreed with the LMC"
    )
    assert task_of(office, "T07").forecast.finish == moved["T07"].before  # nothing was written


def test_owners_are_given_and_one_with_too_much_is_found(office: Office) -> None:
    started(office, "5N6", "5N7", "5N8", "5EM")
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, TODAY)
    chosen = [t.id for plan in plans(connection, book) for t in plan.tasks if t.facts.key < "T07"]

    def give(write: Write) -> int:
        person = person_named(write, "B. Usy")
        return assign_tasks(write, chosen, person)

    do(office, give)
    found = findings_of(plans(connection, book), book.calendar)
    assert [f.value for f in found if f.code == "owner-overloaded"] == ["B. Usy"]


def test_readiness_adds_up(office: Office) -> None:
    started(office, "5N7", "5N8")
    sign(office, "T01", Side.RECEIVER, reason="-")
    connection = office.store.connection
    ready = readiness(plans(connection, rulebook(connection, office.catalogue, TODAY)))
    assert [place.place for place in ready.places] == ["5N7", "5N8"]
    assert len(ready.workstreams) == 22
    for place in ready.places:
        assert sum(cell.tasks for cell in place.cells) == place.total.tasks == 67
        assert sum(cell.late for cell in place.cells) == place.total.late
    assert ready.total.accepted == 1
    assert ready.not_due + ready.total.accepted + ready.total.late + ready.total.at_risk == 134


def test_a_removed_task_is_gone_from_the_plan_and_stays_in_the_baseline(office: Office) -> None:
    started(office)
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, TODAY)
    (plan,) = plans(connection, book)
    do(office, lambda write: take_baseline(write, book, plan.head.programme_key, "First", [plan]))
    task = task_of(office, "T03").id
    do(office, lambda write: remove_task(write, task, "The tracker was ended", TODAY))
    (now,) = plans(connection, book)
    assert len(now.tasks) == 66
    kept = connection.execute(
        "SELECT t.removed_by, t.removed_reason FROM baseline_line b"
        " JOIN transition_task t ON t.id = b.task_id WHERE t.id = ?", (task,)
    ).fetchone()  # fmt: skip
    assert kept == ("tester", "The tracker was ended")
    office.undo()
    assert len(plans(connection, book)[0].tasks) == 67


def test_two_programmes_stand_beside_each_other(office: Office) -> None:
    started(office)
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, TODAY)
    other = next(p for p in office.catalogue.programmes.known.values() if p.place)
    office.write("Start", lambda write: start_plans(write, book, other, ["QT1"]))
    pct, board = found = plans(connection, book)
    assert (pct.head.place, board.head.place) == ("5N8", "QT1")  # the earlier switch first
    assert (board.head.sender, board.head.receiver) == (
        "NHS England",
        "Nottingham and Nottinghamshire",
    )
    assert all(task.forecast.slack is not None for task in board.tasks)
    ready = readiness(found)
    assert [place.total.tasks for place in ready.places] == [67, 34]
    strange = ready.places[1].cells[ready.workstreams.index("Premises")]
    assert (strange.tasks, strange.words) == (0, "no task")
