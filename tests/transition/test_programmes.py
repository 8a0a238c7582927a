"""The programmes that come with the program, and the faults that are found in others."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.programme_definitions import (
    After,
    Basis,
    LinkKind,
    Programme,
    after_from,
    programme_from,
)
from areateam.core.work_calendar import WorkCalendar
from areateam.transition.schedule_rules import PlanLink, PlanTask, schedule, work_days

KNOWN = load_catalogue().programmes.known
TOY = """
key = "toy"
label = "Toy"
about = "Hands a toy over."
vesting = 2013-04-01
sender = "place"
receiver = "The other"
place_word = "shop"
place = [{ code = "S1", name = "The shop" }]
workstream = [{ key = "w", label = "Work" }]
role = [{ key = "r", label = "Owner", side = "sender" }]
"""
TASK = """
[[task]]
id = "A"
workstream = "w"
title = "Wrap the toy"
role = "r"
days = -5
length = 2
evidence = ""
accept = "It is wrapped"
basis = "P"
"""


def of_pcts() -> Programme:
    return next(p for p in KNOWN.values() if p.place_kind == "pct")


def test_both_programmes_are_there_with_their_tasks() -> None:
    assert {(len(p.task), p.vesting) for p in KNOWN.values()} == {
        (67, date(2013, 4, 1)),
        (34, date(2023, 4, 1)),
    }
    assert {len(p.place) for p in KNOWN.values()} == {0, 42}


def test_every_task_says_what_shows_it_and_when_it_is_accepted() -> None:
    for programme in KNOWN.values():
        for task in programme.task:
            assert task.evidence, task.id
            assert task.accept, task.id
        bases = {task.basis for task in programme.task}
        assert bases in ({Basis.SOURCE, Basis.PROPOSAL}, {Basis.OWN_KNOWLEDGE, Basis.PROPOSAL})


def test_a_plan_begun_in_time_runs_as_it_is_meant() -> None:
    """No task is pushed off its planned days by what comes before it, and none is too late."""
    calendar = WorkCalendar(load_catalogue().holidays())
    for programme in KNOWN.values():
        tasks = [
            PlanTask(t.id, programme.due_of(t), t.length, t.spare,
                     links=tuple(PlanLink(a.task, a.kind, a.lag) for a in t.links()))
            for t in programme.task
        ]  # fmt: skip
        today = min(task.due for task in tasks).replace(
            day=1, month=1, year=programme.vesting.year - 2
        )
        days = work_days(calendar, tasks, today, programme.vesting)
        for key, forecast in schedule(tasks, days, today, programme.vesting).items():
            assert forecast.start == forecast.plan_start, (programme.key, key)
            assert forecast.slack is not None
            assert forecast.slack >= 0, (programme.key, key)


def test_the_facts_agree_with_the_source(shared: Path | None) -> None:
    if shared is None:
        return
    with (shared / "domain" / "transition_tasks.csv").open(encoding="utf-8", newline="") as file:
        stated = {line["id"]: line for line in csv.DictReader(file)}
    programme = of_pcts()
    assert list(stated) == [task.id for task in programme.task]
    for task in programme.task:
        line = stated[task.id]
        assert programme.due_of(task).isoformat() == line["due_date"], task.id
        assert programme.stream_of(task.workstream).label == line["workstream"], task.id
        assert ",".join(link.task for link in task.links()) == line["depends_on"], task.id
        assert task.basis == line["date_basis"][:1], task.id


def test_a_link_reads_as_files_state_it() -> None:
    assert after_from("T07") == After("T07")
    assert after_from("T21 SS+20") == After("T21", LinkKind.START_START, 20)
    assert after_from("T35 FF-2").text == "T35 FF-2"
    assert After("T07", lag=3).text == "T07 FS+3"


def test_a_programme_of_ones_own_is_read() -> None:
    assert programme_from(TOY + TASK).task[0].title == "Wrap the toy"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (TOY, "task"),
        (TOY + TASK + TASK, "task A stands twice"),
        (TOY + TASK.replace('"w"', '"v"'), "there is no workstream v"),
        (TOY + TASK.replace('"r"', '"s"'), "there is no role s"),
        (TOY + TASK.replace("length = 2", "length = 0"), "length must be 1 or more"),
        (TOY + TASK + 'after = ["B"]', "there is no task B"),
        (TOY + TASK + 'after = ["A then"]', "is not a task that comes first"),
        (TOY + TASK + 'after = ["A"]', "these tasks wait for each other: A → A"),
        (TOY + TASK + 'colour = "red"', "colour"),
    ],
)
def test_a_fault_is_named(text: str, fault: str) -> None:
    with pytest.raises(CatalogueProblem) as refused:
        programme_from(text)
    assert fault in str(refused.value)
