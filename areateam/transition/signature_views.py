"""Reads what is signed here, for the other side, and what a file of theirs would change."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from areateam.catalogue.programme_definitions import Side
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.transition.handed_over_rules import ContractDifference, differences, digest_of
from areateam.transition.handed_over_views import contracts_handed_over
from areateam.transition.signature_file_views import (
    Bundle,
    BundleContract,
    BundleDocument,
    BundleSignature,
)
from areateam.transition.transition_views import PlanHead, TaskFacts, plan_heads, plan_tasks


def signed_bundle(
    connection: sqlite3.Connection, place: str, at: datetime, user: str, programme: str = ""
) -> Bundle:
    """All that this register has signed of a place's two-sided tasks, as a file gives it.

    Signatures that came from elsewhere are left to those whose they are. UserProblem:
    place-without-plan, nothing-signed.
    """
    head = plan_head(connection, place, programme)
    signatures = tuple(_own_signatures(connection, head))
    if not signatures:
        raise UserProblem("nothing-signed", place=f"{head.place} {head.place_name}")
    register, after = connection.execute(
        "SELECT (SELECT uid FROM operation WHERE id = 1), uid FROM operation ORDER BY id DESC"
    ).fetchone()
    contracts = contracts_handed_over(connection, head.id)
    return Bundle(
        register=register,
        after=after,
        written_at=at.isoformat(timespec="seconds"),
        written_by=user,
        programme=head.programme_key,
        place=head.place,
        place_name=head.place_name,
        contracts=tuple(
            BundleContract(c.group, c.kind, c.number, c.ods, c.name, c.start, c.end, c.value_pence)
            for c in contracts
        ),
        contracts_digest=digest_of(contracts),
        signatures=signatures,
    )


def plan_head(connection: sqlite3.Connection, place: str, programme: str = "") -> PlanHead:
    """The plan of a place; UserProblem("place-without-plan") where it has none."""
    heads = plan_heads(connection, programme)
    for head in heads:
        if head.place == place:
            return head
    known = ", ".join(sorted({head.place for head in heads}))
    raise UserProblem("place-without-plan", place=place, known=known or "none")


def _own_signatures(connection: sqlite3.Connection, head: PlanHead) -> Iterator[BundleSignature]:
    theirs = _their_signatures(connection, head.id)
    uids = dict(
        connection.execute("SELECT id, uid FROM transition_task WHERE handover_id = ?", (head.id,))
    )
    evidence: dict[int, list[BundleDocument]] = {}
    for task, *facts in connection.execute(
        "SELECT e.task_id, e.title, e.sha256, e.size FROM task_evidence e"
        " JOIN transition_task t ON t.id = e.task_id WHERE t.handover_id = ? ORDER BY e.id",
        (head.id,),
    ):
        evidence.setdefault(task, []).append(BundleDocument(*facts))
    for task in plan_tasks(connection, head.id):
        for side, name, on in signatures_of(task):
            if task.two_sided and (task.id, side) not in theirs:
                yield BundleSignature(
                    uids[task.id], task.key, task.title, side, name, on,
                    tuple(evidence.get(task.id, ())), task.unproven_reason or "",
                )  # fmt: skip


def signatures_of(task: TaskFacts) -> list[tuple[Side, str, str]]:
    """The signatures that a task bears: side, name and day."""
    both = (
        (Side.SENDER, task.sent_by, task.sent_on),
        (Side.RECEIVER, task.accepted_by, task.accepted_on),
    )
    return [(side, name, on) for side, name, on in both if name and on]


class TheirSignatureView(msgspec.Struct, frozen=True):
    """A signature that came in a file: who wrote it and when, and the documents it names."""

    id: int
    task: int
    side: Side
    name: str
    on: str
    documents: tuple[BundleDocument, ...]
    contracts: str
    register: str
    written_at: str
    written_by: str


def _their_signatures(
    connection: sqlite3.Connection, handover: int
) -> dict[tuple[int, Side], TheirSignatureView]:
    rows = connection.execute(
        "SELECT s.id, s.task_id, s.side, s.name, s.signed_on, s.evidence, c.digest, s.register,"
        " s.written_at, s.written_by FROM their_signature s"
        " JOIN contract_statement c ON c.id = s.contracts_id"
        " JOIN transition_task t ON t.id = s.task_id WHERE t.handover_id = ?",
        (handover,),
    )
    return {(row[1], Side(row[2])): _their_signature(row) for row in rows}


def _their_signature(row: Sequence[Any]) -> TheirSignatureView:
    documents = msgspec.convert(json.loads(row[5])["documents"], tuple[BundleDocument, ...])
    return TheirSignatureView(row[0], row[1], Side(row[2]), row[3], row[4], documents, *row[6:])


def their_signatures(connection: sqlite3.Connection, task: TaskFacts) -> list[TheirSignatureView]:
    """The signatures of a task that came in files of the other side."""
    found = _their_signatures(connection, task.handover)
    return [each for (number, _), each in found.items() if number == task.id]


class Change(StrEnum):
    """What a line of a file means for the task here."""

    NEW = "new"
    CLOSES = "now agreed"
    RESTATED = "confirmed"
    OTHER = "contradicts"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "no such task"
    SAME = "same"


CONTRADICTS = (Change.OTHER, Change.WITHDRAWN)
"""What is taken over only where it is asked for."""


class SignatureLine(msgspec.Struct, frozen=True):
    """One signature of a file against its task; `task` is None where there is none here."""

    change: Change
    key: str
    title: str
    side: Side
    task: int | None
    before: str
    after: str
    signature: BundleSignature | None
    known: int | None
    """The signature kept from an earlier file."""

    @property
    def words(self) -> str:
        """What it means, as a line of a list."""
        if self.change is Change.OTHER:
            return f"{self.side}: here {self.before}; there {self.after}"
        if self.change is Change.WITHDRAWN:
            return f"{self.side}: here {self.before}; there taken back"
        return f"{self.side}: {self.after}"


class SignaturePreview(msgspec.Struct, frozen=True):
    """What taking a file in would do; `differences` are contracts the two sides have otherwise."""

    head: PlanHead
    bundle: Bundle
    lines: tuple[SignatureLine, ...]
    differences: tuple[ContractDifference, ...]

    def count(self, change: Change) -> int:
        """How many lines mean that."""
        return sum(line.change is change for line in self.lines)

    def taken(self, *, replace: bool) -> list[SignatureLine]:
        """The lines that would change something; contradicting ones only with `replace`."""
        left = (Change.SAME, Change.UNKNOWN, *(() if replace else CONTRADICTS))
        return [line for line in self.lines if line.change not in left]


def preview_bundle(connection: sqlite3.Connection, bundle: Bundle, today: date) -> SignaturePreview:
    """What a file would change in this register; nothing is written.

    UserProblem: place-without-plan, signatures-own for a file that tells nothing this register
    did not know, signatures-older where a later one was taken in, signatures-not-yet.
    """
    head = plan_head(connection, bundle.place, bundle.programme)
    known = connection.execute("SELECT 1 FROM operation WHERE uid = ?", (bundle.after,)).fetchone()
    if known:
        raise UserProblem("signatures-own")
    if bundle.written_at[:10] > today.isoformat():
        raise UserProblem("signatures-not-yet", day=format_date(bundle.written_at[:10]))
    theirs = _their_signatures(connection, head.id)
    last = max((t.written_at for t in theirs.values() if t.register == bundle.register), default="")
    if bundle.written_at < last:
        written, later = (format_date(text[:10]) for text in (bundle.written_at, last))
        raise UserProblem(
            "signatures-older", written=f"{written} {bundle.written_at[11:]}",
            later=f"{later} {last[11:]}",
        )  # fmt: skip
    found = differences(contracts_handed_over(connection, head.id), bundle.handed())
    tasks = plan_tasks(connection, head.id)
    lines = [*_lines(connection, bundle, tasks, theirs, agreed=not found)]
    return SignaturePreview(head, bundle, tuple(lines), found)


def _lines(
    connection: sqlite3.Connection,
    bundle: Bundle,
    tasks: Sequence[TaskFacts],
    theirs: dict[tuple[int, Side], TheirSignatureView],
    *,
    agreed: bool,
) -> Iterator[SignatureLine]:
    by_key = {task.key: task for task in tasks}
    by_uid = dict(connection.execute("SELECT uid, id FROM transition_task"))
    stated = set()
    for each in bundle.signatures:
        task = by_key.get(each.key)
        same_uid = by_uid.get(each.task)
        if task is None or (same_uid is not None and same_uid != task.id):
            yield SignatureLine(
                Change.UNKNOWN, each.key, each.title, each.side, None, "", _said(each), each, None
            )
            continue
        stated.add((task.id, each.side))
        before = {side: (name, on) for side, name, on in signatures_of(task)}.get(each.side)
        known = theirs.get((task.id, each.side))
        change = _change(before, each, known, bundle)
        if change is Change.SAME and agreed and not task.done_on and _would_close(task):
            change = Change.CLOSES
        yield SignatureLine(
            change, task.key, task.title, each.side, task.id,
            _signed(*before) if before else "", _said(each), each, known.id if known else None,
        )  # fmt: skip
    by_id = {task.id: task for task in tasks}
    for (number, side), known in theirs.items():
        if known.register == bundle.register and (number, side) not in stated and number in by_id:
            task = by_id[number]
            yield SignatureLine(
                Change.WITHDRAWN, task.key, task.title, side, number,
                _signed(known.name, known.on), "", None, known.id,
            )  # fmt: skip


def _change(
    before: tuple[str, str] | None,
    each: BundleSignature,
    known: TheirSignatureView | None,
    bundle: Bundle,
) -> Change:
    if before is None:
        return Change.NEW
    if before != (each.name, each.on):
        return Change.OTHER
    if known is None:
        return Change.RESTATED
    stated = (known.documents, known.contracts)
    same = stated == (each.evidence, bundle.contracts_digest)
    return Change.SAME if same else Change.RESTATED


def _would_close(task: TaskFacts) -> bool:
    """Whether a task that both have signed lacks nothing but agreement, which is now there."""
    return all(word.startswith("agreement") for word in task.missing())


def _said(each: BundleSignature) -> str:
    many = len(each.evidence)
    papers = f", {many} document{'' if many == 1 else 's'}" if many else ""
    return _signed(each.name, each.on) + papers


def _signed(name: str, on: str) -> str:
    return f"{name}, {format_date(on)}"


def import_label(bundle: Bundle) -> str:
    """What history calls taking in a file."""
    return f"Take in signatures of {bundle.place} by {bundle.written_by}"
