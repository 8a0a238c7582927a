"""Reads plans: every task with its forecast, its light and its stage, as they are on a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from areateam.cases.case_rules import Rulebook
from areateam.catalogue.programme_definitions import LinkKind
from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.transition.handed_over_views import differences_with
from areateam.transition.readiness_rules import (
    Light,
    TaskStage,
    TaskState,
    light_of,
    missing_to_close,
    stage_of,
)
from areateam.transition.schedule_rules import (
    Forecast,
    PlanLink,
    PlanTask,
    WorkDays,
    schedule,
    work_days,
)

_MARK = "TA"
"""What the number of a task begins with."""


class PlanHead(msgspec.Struct, frozen=True):
    """A plan without its tasks: the place, both sides, and the day of the switch."""

    id: int
    programme_key: str
    place: str
    place_name: str
    sender: str
    receiver: str
    vesting: date
    started_on: date


class TaskFacts(msgspec.Struct, frozen=True):
    """A task as it is kept; days are ISO texts or None.

    `filed` counts its documents, those too that the other side holds. `statements` names the
    lists of contracts that the other side signed for, `differing` counts the contracts that are
    not the same here.
    """

    id: int
    handover: int
    key: str
    position: int
    workstream: str
    title: str
    role: str
    owner_id: int | None
    owner: str | None
    due_on: str
    length: int
    spare: int
    two_sided: int
    evidence: str
    accept: str
    risk: str
    basis: str
    source: str | None
    started_on: str | None
    hand_on: str | None
    hand_reason: str | None
    sent_on: str | None
    sent_by: str | None
    accepted_on: str | None
    accepted_by: str | None
    queried_on: str | None
    query: str | None
    done_on: str | None
    unproven_reason: str | None
    override: str | None
    override_reason: str | None
    override_by: str | None
    override_until: str | None
    filed: int
    statements: str | None
    differing: int = 0

    @property
    def ref(self) -> str:
        """The short name that commands take: "TA12"."""
        return task_ref(self.id)

    def missing(self) -> list[str]:
        """What it still lacks to be done, in words."""
        return missing_to_close(
            two_sided=bool(self.two_sided),
            sent=self.sent_on is not None,
            accepted=self.accepted_on is not None,
            evidence=bool(self.filed) or not self.evidence,
            reason=bool(self.unproven_reason),
            differing=self.differing,
        )


class TaskView(msgspec.Struct, frozen=True):
    """A task as it stands on a day."""

    facts: TaskFacts
    place: str
    place_name: str
    due: date
    forecast: Forecast
    light: Light
    reason: str
    stage: TaskStage

    @property
    def id(self) -> int:
        """The task's id."""
        return self.facts.id


class PlanView(msgspec.Struct, frozen=True):
    """One plan with its tasks in the order of the programme, and what its schedule was made of."""

    head: PlanHead
    tasks: tuple[TaskView, ...]
    inputs: tuple[PlanTask[int], ...]

    def count(self, light: Light) -> int:
        """How many of its tasks have a light."""
        return sum(task.light is light for task in self.tasks)


_TASK = (
    "SELECT t.id, t.handover_id, t.key, t.position, t.workstream, t.title, t.role, t.owner_id,"
    " p.name, t.due_on, t.length, t.spare, t.two_sided, t.evidence, t.accept, t.risk, t.basis,"
    " t.source, t.started_on, t.hand_on, t.hand_reason, t.sent_on, t.sent_by, t.accepted_on,"
    " t.accepted_by, t.queried_on, t.query, t.done_on, t.unproven_reason, t.override,"
    " t.override_reason, t.override_by, t.override_until,"
    " (SELECT count(*) FROM task_evidence e WHERE e.task_id = t.id) +"
    " (SELECT coalesce(sum(json_array_length(s.evidence, '$.documents')), 0)"
    "  FROM their_signature s WHERE s.task_id = t.id),"
    " (SELECT group_concat(DISTINCT s.contracts_id) FROM their_signature s WHERE s.task_id = t.id)"
    " FROM transition_task t LEFT JOIN person p ON p.id = t.owner_id"
)


def plan_heads(connection: sqlite3.Connection, programme: str = "") -> list[PlanHead]:
    """Every plan, or those of one programme: the earliest switch first, then by place."""
    rows = connection.execute(
        "SELECT id, programme_key, place, place_name, sender, receiver, vesting, started_on"
        " FROM handover WHERE ? IN ('', programme_key)"
        " ORDER BY vesting, programme_key, place_name, place",
        (programme,),
    )
    return [PlanHead(*row[:6], *(date.fromisoformat(text) for text in row[6:])) for row in rows]


def plans(
    connection: sqlite3.Connection,
    book: Rulebook,
    *,
    programme: str = "",
    places: Sequence[str] = (),
) -> list[PlanView]:
    """The plans with every task as it stands today; only of `places` where any are named.

    UserProblem("place-without-plan") for a place that has none.
    """
    heads = _heads_of(connection, programme, places)
    return plans_from(connection, book, heads, _facts(connection, {head.id for head in heads}))


def plans_from(
    connection: sqlite3.Connection,
    book: Rulebook,
    heads: Sequence[PlanHead],
    facts: Mapping[int, Sequence[TaskFacts]],
) -> list[PlanView]:
    """The plans of these tasks, by plan, as they stand on the book's day."""
    if not heads:
        return []
    links = _links(connection)
    inputs = {
        head.id: tuple(plan_task(each, links.get(each.id, ())) for each in facts[head.id])
        for head in heads
    }
    every = [task for each in inputs.values() for task in each]
    days = work_days(book.calendar, every, book.today, heads[0].vesting)
    return [_plan(head, facts[head.id], inputs[head.id], days, book) for head in heads]


def _heads_of(
    connection: sqlite3.Connection, programme: str, places: Sequence[str]
) -> list[PlanHead]:
    heads = plan_heads(connection, programme)
    known = {head.place: head.place_name for head in heads}
    for place in places:
        if place not in known:
            raise UserProblem("place-without-plan", place=place, known=", ".join(sorted(known)))
    return [head for head in heads if not places or head.place in places]


def _plan(
    head: PlanHead,
    facts: Sequence[TaskFacts],
    inputs: tuple[PlanTask[int], ...],
    days: WorkDays,
    book: Rulebook,
) -> PlanView:
    forecasts = schedule(inputs, days, book.today, head.vesting)
    tasks = tuple(_task(head, each, forecasts[each.id], days, book.today) for each in facts)
    return PlanView(head, tasks, inputs)


def _task(
    head: PlanHead, facts: TaskFacts, forecast: Forecast, days: WorkDays, today: date
) -> TaskView:
    state = state_of(facts)
    shown = light_of(state, forecast, days, today)
    return TaskView(
        facts, head.place, head.place_name, state.due, forecast, shown.light, shown.reason,
        stage_of(state),
    )  # fmt: skip


def state_of(facts: TaskFacts) -> TaskState:
    """What a task's light and stage follow from."""
    return TaskState(
        due=date.fromisoformat(facts.due_on),
        started=facts.started_on is not None,
        sent=facts.sent_on is not None,
        accepted=facts.accepted_on is not None,
        queried=facts.queried_on is not None,
        done=facts.done_on is not None,
        override=facts.override or "",
        override_reason=facts.override_reason or "",
        override_by=facts.override_by or "",
        override_until=_day(facts.override_until),
    )


def plan_task(facts: TaskFacts, links: Iterable[PlanLink[int]]) -> PlanTask[int]:
    """What the schedule needs to know of a task."""
    return PlanTask(
        facts.id,
        date.fromisoformat(facts.due_on),
        facts.length,
        facts.spare,
        _day(facts.started_on),
        _day(facts.done_on),
        _day(facts.hand_on),
        tuple(links),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _facts(connection: sqlite3.Connection, handovers: set[int]) -> dict[int, list[TaskFacts]]:
    found: dict[int, list[TaskFacts]] = {handover: [] for handover in handovers}
    for task in every_task(connection):
        if task.handover in handovers:
            found[task.handover].append(task)
    return {plan: _compared(connection, tasks) for plan, tasks in found.items()}


def every_task(connection: sqlite3.Connection, *, removed: bool = False) -> list[TaskFacts]:
    """The tasks of every plan as they are kept; with `removed`, also those taken out."""
    where = "" if removed else "WHERE t.removed_on IS NULL "
    rows = connection.execute(f"{_TASK} {where}ORDER BY t.handover_id, t.position, t.id")
    return [TaskFacts(*row) for row in rows]


def plan_tasks(connection: sqlite3.Connection, handover: int) -> list[TaskFacts]:
    """The tasks of one plan as they are kept, in the order of the programme."""
    return _facts(connection, {handover})[handover]


def _compared(connection: sqlite3.Connection, tasks: list[TaskFacts]) -> list[TaskFacts]:
    """The tasks of one plan; open ones say how many contracts the other side has otherwise."""
    known: dict[str, int] = {}
    for at, task in enumerate(tasks):
        if task.statements and not task.done_on:
            if task.statements not in known:
                found = differences_with(connection, task.handover, task.statements)
                known[task.statements] = len(found)
            tasks[at] = replaced(task, differing=known[task.statements])
    return tasks


def _links(connection: sqlite3.Connection) -> Mapping[int, list[PlanLink[int]]]:
    found: dict[int, list[PlanLink[int]]] = {}
    for task, other, kind, lag in connection.execute(
        "SELECT task_id, other_id, link, lag FROM task_link ORDER BY id"
    ):
        found.setdefault(task, []).append(PlanLink(other, LinkKind(kind), lag))
    return found


def task_facts(connection: sqlite3.Connection, task: int) -> TaskFacts:
    """The facts of one task; UserProblem("unknown-record") where there is none of that id."""
    row = connection.execute(f"{_TASK} WHERE t.id = ? AND t.removed_on IS NULL", (task,)).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=task_ref(task))
    return _compared(connection, [TaskFacts(*row)])[0]


def task_ref(task: int) -> str:
    """The short name that commands take: "TA12"."""
    return f"{_MARK}{task}"


def is_task_ref(ref: str) -> bool:
    """Whether a reference has the form of a task's number."""
    text = ref.strip().upper()
    return text.startswith(_MARK) and text.removeprefix(_MARK).isdecimal()


def task_id_of(connection: sqlite3.Connection, ref: str) -> int:
    """The task that a reference names: TA12, or the place and the task's own name, 5N8-T18.

    UserProblem: unknown-record where there is none, ambiguous-record where there are several.
    """
    if is_task_ref(ref):
        return task_facts(connection, int(ref.strip()[len(_MARK) :])).id
    place, _, key = ref.strip().upper().partition("-")
    rows = connection.execute(
        "SELECT t.id FROM transition_task t JOIN handover h ON h.id = t.handover_id"
        " WHERE t.removed_on IS NULL AND upper(h.place) = ? AND upper(t.key) = ?",
        (place, key),
    ).fetchall()
    if len(rows) > 1:
        raise UserProblem("ambiguous-record", ref=ref)
    if not rows:
        raise UserProblem("unknown-record", ref=ref)
    return int(rows[0][0])


def task_row(task: TaskView) -> dict[str, Any]:
    """A task as lists in JSON give it."""
    facts, forecast = task.facts, task.forecast
    return {
        "ref": facts.ref,
        "task": facts.key,
        "place": task.place,
        "workstream": facts.workstream,
        "title": facts.title,
        "role": facts.role,
        "owner": facts.owner,
        "due": facts.due_on,
        "start": forecast.start.isoformat(),
        "finish": forecast.finish.isoformat(),
        "latest_start": forecast.late_start.isoformat() if forecast.late_start else None,
        "slack": forecast.slack,
        "critical": forecast.critical,
        "standing": task.light.value,
        "stage": task.stage.value,
        "sender": facts.sent_on,
        "sender_name": facts.sent_by,
        "receiver": facts.accepted_on,
        "receiver_name": facts.accepted_by,
        "two_sided": bool(facts.two_sided),
        "evidence": facts.filed,
        "done": facts.done_on,
        "reason": task.reason,
    }
