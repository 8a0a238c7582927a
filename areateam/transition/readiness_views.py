"""How ready each place is, workstream by workstream, and the one sentence over all."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

import msgspec

from areateam.transition.readiness_rules import Light
from areateam.transition.transition_views import PlanView, TaskView


class ReadyCell(msgspec.Struct, frozen=True):
    """One place in one workstream: how many tasks, how many accepted, how many in trouble."""

    tasks: int
    accepted: int
    late: int
    at_risk: int
    begun: int

    @property
    def light(self) -> Light:
        """The worst state wins; NOT_DUE where nothing has begun."""
        if self.late:
            return Light.LATE
        if self.at_risk:
            return Light.AT_RISK
        return Light.ON_TRACK if self.accepted or self.begun else Light.NOT_DUE

    @property
    def words(self) -> str:
        """As the cell says it: "1 late", "2 at risk", "on track"; "no task" where there is none."""
        if not self.tasks:
            return "no task"
        light = self.light
        many = {Light.LATE: self.late, Light.AT_RISK: self.at_risk}.get(light)
        return f"{many} {light}" if many else str(light)


class ReadyPlace(msgspec.Struct, frozen=True):
    """One place: its cells in the order of the workstreams, and all of them together."""

    handover: int
    place: str
    name: str
    cells: tuple[ReadyCell, ...]
    total: ReadyCell


class Readiness(msgspec.Struct, frozen=True):
    """The picture: workstreams down, places across."""

    workstreams: tuple[str, ...]
    places: tuple[ReadyPlace, ...]
    total: ReadyCell

    @property
    def not_due(self) -> int:
        """How many tasks are neither accepted nor in trouble."""
        return self.total.tasks - self.total.accepted - self.total.late - self.total.at_risk


def readiness(plans: Sequence[PlanView]) -> Readiness:
    """The readiness of plans; the workstreams in the order in which the tasks name them."""
    streams = tuple(dict.fromkeys(task.facts.workstream for plan in plans for task in plan.tasks))
    places = []
    for plan in plans:
        by_stream: dict[str, list[TaskView]] = {stream: [] for stream in streams}
        for task in plan.tasks:
            by_stream[task.facts.workstream].append(task)
        cells = tuple(ready_cell(by_stream[stream]) for stream in streams)
        head = plan.head
        places.append(
            ReadyPlace(head.id, head.place, head.place_name, cells, ready_cell(plan.tasks))
        )
    return Readiness(streams, tuple(places), ready_cell([t for plan in plans for t in plan.tasks]))


def ready_cell(tasks: Sequence[TaskView]) -> ReadyCell:
    """How these tasks stand together."""
    lights = [task.light for task in tasks]
    return ReadyCell(
        len(lights),
        lights.count(Light.DONE),
        lights.count(Light.LATE),
        lights.count(Light.AT_RISK),
        lights.count(Light.ON_TRACK),
    )


def late_tasks(connection: sqlite3.Connection, today: date) -> int:
    """How many tasks are late on a day: due before it, not accepted, their light not set."""
    (count,) = connection.execute(
        "SELECT count(*) FROM transition_task WHERE removed_on IS NULL AND done_on IS NULL"
        " AND due_on < :day AND (override IS NULL OR override_until < :day)",
        {"day": today.isoformat()},
    ).fetchone()
    return int(count)


def critical_path(plan: PlanView) -> list[TaskView]:
    """The tasks whose slip moves the switch, in the order in which they happen."""
    chain = [task for task in plan.tasks if task.forecast.critical]
    return sorted(chain, key=lambda task: (task.forecast.start, task.forecast.finish, task.id))
