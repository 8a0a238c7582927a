"""Work on one task: who owns it, when it is expected, both signatures, evidence, its light."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from areateam.cases.document_actions import keep_content
from areateam.catalogue.programme_definitions import Side
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.transition.readiness_rules import OVERRIDE_DAYS, Light
from areateam.transition.transition_rows import TaskEvidence, TransitionTask
from areateam.transition.transition_views import TaskFacts, task_facts

SET_BY_HAND = (Light.AT_RISK, Light.ON_TRACK)
"""The lights that a person may set; late and accepted only follow from what happened."""

SIGNED_FIELDS = {
    Side.SENDER: ("sent_on", "sent_by"),
    Side.RECEIVER: ("accepted_on", "accepted_by"),
}
"""The fields of a task that a side's signature fills."""


def assign_tasks(write: Write, tasks: Sequence[int], owner: int | None) -> int:
    """Give tasks to a person of the team, or to nobody; returns how many changed."""
    found = [task_facts(write.connection, task) for task in tasks]
    changed = [facts for facts in found if facts.owner_id != owner]
    for facts in changed:
        write.amend(TransitionTask, facts.id, owner=owner)
    return len(changed)


def begin_task(write: Write, task: int, on: date, today: date) -> None:
    """Say on which day work on a task began; UserProblem: task-is-done, begun-later."""
    facts = _open(write, task)
    if on > today:
        raise UserProblem("begun-later", day=on.isoformat())
    write.amend(TransitionTask, facts.id, started_on=on.isoformat())


def expect_task(write: Write, task: int, on: date | None, reason: str = "") -> None:
    """Date the end of a task by hand, with the reason; None lets the schedule date it again.

    UserProblem: task-is-done, reason-needed.
    """
    facts = _open(write, task)
    if on is not None and not reason.strip():
        raise UserProblem("reason-needed", what="date a task by hand")
    write.amend(
        TransitionTask,
        facts.id,
        hand_on=on.isoformat() if on else None,
        hand_reason=reason.strip() if on else None,
    )


def set_due(write: Write, tasks: Sequence[int], due: date) -> int:
    """Give tasks another day due; returns how many changed. UserProblem("task-is-done")."""
    found = [_open(write, task) for task in tasks]
    changed = [facts for facts in found if facts.due_on != due.isoformat()]
    for facts in changed:
        write.amend(TransitionTask, facts.id, due_on=due.isoformat())
    return len(changed)


def bring_to_working_days(write: Write, days: Mapping[int, date]) -> int:
    """Give each task its own day due; returns how many changed. UserProblem("task-is-done")."""
    return sum(set_due(write, [task], day) for task, day in days.items())


def sign_task(
    write: Write,
    task: int,
    side: Side,
    *,
    name: str,
    on: date,
    today: date,
    unproven_reason: str = "",
) -> TaskFacts:
    """Sign for one side and return the task as it then stands: done once nothing is missing.

    A reason may stand for evidence that is not there, and is counted. Signing for the receiver
    answers a query. UserProblem: task-is-done, signed-already, signed-later, signer-needed.
    """
    facts = _open(write, task)
    signed = facts.sent_on if side is Side.SENDER else facts.accepted_on
    if signed:
        raise UserProblem("signed-already", side=side.value, day=signed)
    if on > today:
        raise UserProblem("signed-later", day=on.isoformat())
    if not name.strip():
        raise UserProblem("signer-needed")
    values: dict[str, Any] = dict(
        zip(SIGNED_FIELDS[side], (on.isoformat(), name.strip()), strict=True)
    )
    if side is Side.RECEIVER:
        values |= {"queried_on": None, "query": None}
    if unproven_reason.strip():
        values["unproven_reason"] = unproven_reason.strip()
    write.amend(TransitionTask, facts.id, **values)
    return settle(write, task)


def explain_missing_evidence(write: Write, task: int, reason: str) -> TaskFacts:
    """Say why a task has no evidence; the task is done if nothing else is missing.

    UserProblem: task-is-done, reason-needed.
    """
    facts = _open(write, task)
    if not reason.strip():
        raise UserProblem("reason-needed", what="close a task without evidence")
    write.amend(TransitionTask, facts.id, unproven_reason=reason.strip())
    return settle(write, task)


def unsign_task(write: Write, task: int, side: Side) -> None:
    """Take a signature back; a task that was done is open again. UserProblem("not-signed").

    One that came in a file of the other side goes with what that file said beside it.
    """
    facts = task_facts(write.connection, task)
    fields = SIGNED_FIELDS[side]
    if getattr(facts, fields[0]) is None:
        raise UserProblem("not-signed", side=side.value)
    _forget_theirs(write, task, side)
    write.amend(TransitionTask, task, done_on=None, **dict.fromkeys(fields))


def query_task(write: Write, task: int, text: str, on: date) -> None:
    """The receiver asks back instead of signing.

    UserProblem: task-is-done, not-sent-yet, text-needed.
    """
    facts = _open(write, task)
    if facts.sent_on is None:
        raise UserProblem("not-sent-yet", task=facts.key)
    if not text.strip():
        raise UserProblem("text-needed")
    _forget_theirs(write, task, Side.RECEIVER)
    write.amend(
        TransitionTask,
        task,
        queried_on=on.isoformat(),
        query=text.strip(),
        accepted_on=None,
        accepted_by=None,
    )


def file_evidence(
    write: Write, task: int, name: str, content: bytes, *, title: str, dated: date
) -> int:
    """File a document that shows a task was done, and return its id.

    FileProblem: document-empty, document-too-large.
    """
    facts = task_facts(write.connection, task)
    digest = keep_content(write, name, content)
    made = write.insert(
        TaskEvidence,
        task=facts.id,
        sha256=digest,
        size=len(content),
        name=name,
        title=title.strip() or name,
        dated_on=dated.isoformat(),
        filed_by=write.user,
    )
    settle(write, task)
    return made


def remove_evidence(write: Write, evidence: int) -> None:
    """Take a document from a task; a task that needs it is open again. Its bytes stay."""
    row = write.execute("SELECT task_id FROM task_evidence WHERE id = ?", (evidence,)).fetchone()
    if row is None:
        raise UserProblem("document-unknown", ref=str(evidence))
    write.remove(TaskEvidence, evidence)
    settle(write, int(row[0]))


def override_light(write: Write, task: int, light: Light | None, reason: str, today: date) -> None:
    """Put a light in the place of the one worked out, for 14 days; None takes it back.

    UserProblem: task-is-done, reason-needed, light-not-settable.
    """
    facts = _open(write, task)
    if light is None:
        fields = ("override", "override_reason", "override_by", "override_until")
        write.amend(TransitionTask, facts.id, **dict.fromkeys(fields))
        return
    if light not in SET_BY_HAND:
        raise UserProblem("light-not-settable", light=light.value)
    if not reason.strip():
        raise UserProblem("reason-needed", what="set a light by hand")
    write.amend(
        TransitionTask,
        facts.id,
        override=light.value,
        override_reason=reason.strip(),
        override_by=write.user,
        override_until=(today + timedelta(days=OVERRIDE_DAYS)).isoformat(),
    )


def remove_task(write: Write, task: int, reason: str, today: date) -> None:
    """Take a task out of its plan; baselines still show it, with who did it and why.

    UserProblem("reason-needed").
    """
    facts = task_facts(write.connection, task)
    if not reason.strip():
        raise UserProblem("reason-needed", what="take a task out of the plan")
    write.amend(
        TransitionTask,
        facts.id,
        removed_on=today.isoformat(),
        removed_by=write.user,
        removed_reason=reason.strip(),
    )


def settle(write: Write, task: int) -> TaskFacts:
    """Let a task be done where nothing is missing, and open where something is."""
    facts = task_facts(write.connection, task)
    complete = not facts.missing()
    last = max(filter(None, (facts.sent_on, facts.accepted_on)), default=None)
    done = last if complete else None
    if done != facts.done_on:
        write.amend(TransitionTask, task, done_on=done)
    return task_facts(write.connection, task)


def _open(write: Write, task: int) -> TaskFacts:
    facts = task_facts(write.connection, task)
    if facts.done_on:
        raise UserProblem("task-is-done", task=facts.key, day=facts.done_on)
    return facts


def _forget_theirs(write: Write, task: int, side: Side) -> None:
    """Let go what a file of the other side said beside a signature that is no more."""
    write.execute("DELETE FROM their_signature WHERE task_id = ? AND side = ?", (task, side.value))
