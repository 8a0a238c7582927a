"""Brings running plans to a changed programme, as it was shown before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.programme_definitions import Programme, programme_from
from areateam.core.problems import FileProblem
from areateam.ledger.ledger import Write
from areateam.transition.programme_update_rules import TaskUpdate, UpdateKind
from areateam.transition.programme_update_views import PlanUpdate, updates_of
from areateam.transition.task_actions import remove_task
from areateam.transition.transition_actions import (
    TaskOwners,
    add_task,
    keep_programme,
    link_task,
    nobody,
    task_values,
)
from areateam.transition.transition_rows import Handover, TransitionTask


def read_programme(path: Path) -> Programme:
    """The programme that a file states; FileProblem: file-unreadable, programme-at-fault."""
    try:
        return programme_from(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileProblem("file-unreadable", path, reason=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise FileProblem("programme-at-fault", path, detail="it is not UTF-8") from error
    except CatalogueProblem as problem:
        raise FileProblem("programme-at-fault", path, detail="; ".join(problem.faults)) from problem


def update_plans(
    write: Write,
    programme: Programme,
    today: date,
    places: Sequence[str] = (),
    owners: TaskOwners = nobody,
) -> list[PlanUpdate]:
    """Bring the plans of these places, or all of the programme, to it; returns what changed.

    Tasks that come go to whom `owners` finds. What is accepted keeps its facts; tasks that go are
    taken out with the reason and stay in baselines.
    """
    text = keep_programme(write, programme)
    found = [
        plan
        for plan in updates_of(write.connection, programme)
        if not places or plan.head.place in places
    ]
    for plan in found:
        for update in plan.updates:
            _carry_out(write, programme, plan, update, today, owners)
        _link(write, programme, plan)
        write.amend(Handover, plan.head.id, programme=text)
    return found


def _carry_out(
    write: Write,
    programme: Programme,
    plan: PlanUpdate,
    update: TaskUpdate,
    today: date,
    owners: TaskOwners,
) -> None:
    if update.kind is UpdateKind.GOES:
        # Nothing waits for a task that goes, and it waits for nothing.
        write.execute(
            "DELETE FROM task_link WHERE task_id = ? OR other_id = ?", (update.task, update.task)
        )
        remove_task(write, update.task, f"Not in version {programme.version}", today)
    if update.kind not in (UpdateKind.COMES, UpdateKind.CHANGES):
        return
    place = next(n for n, spec in enumerate(programme.task) if spec.id == update.key)
    spec = programme.task[place]
    if update.kind is UpdateKind.COMES:
        owner = owners(plan.head.place, spec.workstream)
        add_task(write, programme, plan.head.id, place, spec, owner)
        return
    values = task_values(programme, spec)
    changed = {key: value for key, value in values.items() if key in update.fields}
    if changed:
        write.amend(TransitionTask, update.task, **changed)


def _link(write: Write, programme: Programme, plan: PlanUpdate) -> None:
    """Hang the tasks on what comes first, once all of them are there."""
    ids = dict(
        write.execute(
            "SELECT key, id FROM transition_task WHERE handover_id = ? AND removed_on IS NULL",
            (plan.head.id,),
        ).fetchall()
    )
    again = {
        update.key
        for update in plan.updates
        if update.kind is UpdateKind.COMES or "links" in update.fields
    }
    for spec in programme.task:
        if spec.id in again:
            write.execute("DELETE FROM task_link WHERE task_id = ?", (ids[spec.id],))
            link_task(write, ids, spec)
