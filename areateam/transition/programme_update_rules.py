"""What a changed programme changes in a running plan: tasks that come, go and change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from areateam.catalogue.programme_definitions import Programme, TaskSpec


class UpdateKind(StrEnum):
    """What happens to a task."""

    COMES = "comes"
    GOES = "goes"
    CHANGES = "changes"
    STAYS = "stays"


FIELD_WORDS: Mapping[str, str] = {
    "workstream": "workstream",
    "title": "what",
    "role": "role",
    "due_on": "day due",
    "length": "working days",
    "spare": "days kept in hand",
    "two_sided": "signatures",
    "evidence": "evidence",
    "accept": "when it is accepted",
    "risk": "risk",
    "basis": "how it is known",
    "source": "source",
    "links": "what it waits for",
}
"""The facts of a task that a programme sets, as people call them."""


class TaskUpdate(msgspec.Struct, frozen=True):
    """One task of a plan against the changed programme.

    `fields` are the keys of the facts that would change. `why` says why a task stays as it is.
    """

    kind: UpdateKind
    key: str
    title: str
    task: int = 0
    fields: tuple[str, ...] = ()
    why: str = ""

    @property
    def words(self) -> str:
        """All of it in words, after the task's name."""
        if self.kind is UpdateKind.CHANGES:
            return f"changes: {', '.join(FIELD_WORDS[field] for field in self.fields)}"
        return f"{self.kind}: {self.why}" if self.why else str(self.kind)


class RunningTask(msgspec.Struct, frozen=True):
    """A task as a plan has it: its facts by field, its links as files state them, its state."""

    task: int
    key: str
    title: str
    facts: Mapping[str, object]
    links: tuple[str, ...]
    done: bool
    worked_on: bool


def plan_updates(
    programme: Programme,
    running: Sequence[RunningTask],
    wanted: Mapping[str, Mapping[str, object]],
) -> list[TaskUpdate]:
    """What the programme changes in a plan, in its order; `wanted` are its tasks' facts by id.

    A task that is done keeps its facts, one that is done or worked on is never taken out.
    """
    known = {task.key: task for task in running}
    updates = [update for spec in programme.task for update in _update(spec, known, wanted)]
    ids = {spec.id for spec in programme.task}
    return [*updates, *(_goes(task) for task in running if task.key not in ids)]


def _update(
    spec: TaskSpec, known: Mapping[str, RunningTask], wanted: Mapping[str, Mapping[str, object]]
) -> Iterator[TaskUpdate]:
    task = known.get(spec.id)
    if task is None:
        yield TaskUpdate(UpdateKind.COMES, spec.id, spec.title)
        return
    facts = wanted[spec.id]
    changed = [field for field, value in facts.items() if task.facts[field] != value]
    if sorted(task.links) != sorted(link.text for link in spec.links()):
        changed.append("links")
    if changed and task.done:
        yield TaskUpdate(UpdateKind.STAYS, task.key, task.title, task.task, why="it is accepted")
    elif changed:
        yield TaskUpdate(UpdateKind.CHANGES, task.key, task.title, task.task, tuple(changed))


def _goes(task: RunningTask) -> TaskUpdate:
    if task.done or task.worked_on:
        why = "it is accepted" if task.done else "it has been worked on"
        return TaskUpdate(UpdateKind.STAYS, task.key, task.title, task.task, why=why)
    return TaskUpdate(UpdateKind.GOES, task.key, task.title, task.task)
