"""A changed programme offered to running plans: shown first, then carried out in one step."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.programme_definitions import Programme, Side, TaskSpec
from areateam.cli import main
from areateam.core.copies import replaced
from areateam.transition.programme_update_actions import update_plans
from areateam.transition.programme_update_rules import UpdateKind
from areateam.transition.programme_update_views import updates_of
from areateam.transition.task_actions import begin_task, sign_task
from areateam.transition.transition_actions import start_plans
from areateam.transition.transition_views import plans, task_id_of

if TYPE_CHECKING:
    from areateam.office import Office

TODAY = date(2012, 11, 1)


def shipped(office: Office) -> Programme:
    return next(p for p in office.catalogue.programmes.known.values() if p.place_kind)


@pytest.fixture
def running(office: Office) -> Office:
    book = rulebook(office.store.connection, office.catalogue, TODAY)
    programme = shipped(office)
    office.write("Start", lambda write: start_plans(write, book, programme, ["5N7", "5N8"]))
    return office


def changed(programme: Programme, **tasks: TaskSpec | None) -> Programme:
    """The programme in a further version: tasks by id, None takes one out, new ones come last."""
    listed = [tasks.get(task.id, task) for task in programme.task]
    ids = {task.id for task in programme.task}
    new = [task for key, task in tasks.items() if key not in ids]
    every = tuple(task for task in (*listed, *new) if task is not None)
    return replaced(programme, version=2, task=every)


def task_of(programme: Programme, key: str, **values: Any) -> TaskSpec:
    task = next(each for each in programme.task if each.id == key)
    return replaced(task, **values)


def test_the_same_programme_changes_nothing(running: Office) -> None:
    assert updates_of(running.store.connection, shipped(running)) == []


def test_a_changed_programme_says_what_comes_goes_changes_and_stays(running: Office) -> None:
    programme = shipped(running)
    done = task_id_of(running.store.connection, "5N8-T01")
    begun = task_id_of(running.store.connection, "5N8-T60")

    def work(write: Any) -> None:
        sign_task(write, done, Side.RECEIVER, name="A", on=TODAY, today=TODAY, unproven_reason="-")
        begin_task(write, begun, TODAY, TODAY)

    running.write("Work", work)
    extra = task_of(programme, "T64", id="T68", title="Ring round", after=("T64",))
    new = changed(
        programme,
        T01=task_of(programme, "T01", title="Set up the board"),
        T07=task_of(programme, "T07", length=30, days=-150),
        T60=None,
        T61=None,
        T62=task_of(programme, "T62", after=()),
        T68=extra,
    )
    found = {plan.head.place: {u.key: u for u in plan.updates} for plan in
             updates_of(running.store.connection, new)}  # fmt: skip
    derbyshire, nottinghamshire = found["5N7"], found["5N8"]
    assert {key: update.kind for key, update in derbyshire.items()} == {
        "T01": UpdateKind.CHANGES,
        "T07": UpdateKind.CHANGES,
        "T68": UpdateKind.COMES,
        "T60": UpdateKind.GOES,
        "T61": UpdateKind.GOES,
        "T62": UpdateKind.CHANGES,
    }
    assert derbyshire["T62"].fields == ("links",)
    assert derbyshire["T07"].fields == ("due_on", "length")
    assert nottinghamshire["T01"].words == "stays: it is accepted"
    assert nottinghamshire["T60"].words == "stays: it has been worked on"
    assert nottinghamshire["T61"].kind is UpdateKind.GOES


def test_an_update_is_one_step_that_can_be_undone(running: Office) -> None:
    programme = shipped(running)
    connection = running.store.connection
    extra = task_of(programme, "T64", id="T68", title="Ring round", after=("T64",))
    late = task_of(programme, "T07", days=-120, after=("T04",))
    new = changed(programme, T03=None, T07=late, T68=extra)
    running.write("Update", lambda write: update_plans(write, new, TODAY, ["5N8"]))
    book = rulebook(connection, running.catalogue, TODAY)
    derby, nottinghamshire = plans(connection, book)
    keys = [task.facts.key for task in nottinghamshire.tasks]
    assert "T03" not in keys
    assert keys[-1] == "T68"
    seven = next(task for task in nottinghamshire.tasks if task.facts.key == "T07")
    assert seven.due == date(2012, 12, 2)
    links = {each.key: each.links for each in nottinghamshire.inputs}
    four = next(task for task in nottinghamshire.tasks if task.facts.key == "T04")
    assert [link.other for link in links[seven.id]] == [four.id]
    assert len(derby.tasks) == 67
    assert [plan.head.place for plan in updates_of(connection, new)] == ["5N7"]
    running.undo()
    assert len(plans(connection, book)[1].tasks) == 67
    assert updates_of(connection, programme) == []
    assert running.check() == []


def test_a_programme_changed_in_a_file_reaches_the_plans(
    running: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, path = shipped(running).key, running.path
    running.close()
    out = tmp_path / f"{key}.toml"
    assert main(["--quiet", "transition", "template", key, "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8").replace("version = 1", "version = 2", 1)
    out.write_text(text.replace("days = -152", "days = -150", 1), encoding="utf-8")
    words = ["--register", str(path), "--as-at", "2012-11-01"]
    assert main([*words, "--json", "transition", "update", str(out), "--dry-run"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["operation"] is None
    assert [u["fields"] for plan in said["plans"] for u in plan["updates"]] == [["due_on"]] * 2
    assert main([*words, "--quiet", "transition", "update", str(out)]) == 0
    assert main([*words, "--json", "transition", "update", str(out), "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out)["plans"] == []
    out.write_text("key = 1", encoding="utf-8")
    assert main([*words, "transition", "update", str(out)]) == 3
    assert "is no programme" in capsys.readouterr().err


def test_a_task_is_shown_and_explained_by_its_number(
    running: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    ref = f"TA{task_id_of(running.store.connection, '5N8-T18')}"
    path = running.path
    running.close()
    words = ["--register", str(path), "--as-at", "2012-11-01", "--json"]
    assert main([*words, "show", ref]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["ref"], shown["standing"], shown["task"]) == (ref, "late", "T18")
    assert main([*words, "explain", ref, "due"]) == 0
    (due,) = json.loads(capsys.readouterr().out)["dates"]
    assert due["legal"] == "2012-10-31"
    assert main([*words, "transition", "sign", "5N8-T18", "--as", "sender"]) == 0
    assert json.loads(capsys.readouterr().out)["closed"] is False
    assert main([*words, "list", "tasks", "--where", "stage=sent"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 1
