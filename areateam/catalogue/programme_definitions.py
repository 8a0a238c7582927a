"""Programmes as files: the tasks of a hand-over, dated against the day on which it happens."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

import msgspec

from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.procedure_definitions import Risk
from areateam.core.loops import loop_in
from areateam.core.problems import UserProblem

PLACE, OWN = "place", "own"
"""Who sends or receives: the place that a plan is for, the register's own area team, or a name."""


class Basis(StrEnum):
    """How a task and its day are known."""

    SOURCE = "S"
    """The event or the day stands in a source."""
    PROPOSAL = "P"
    """Our proposal."""
    OWN_KNOWLEDGE = "K"
    """Own knowledge of what was done."""


class Side(StrEnum):
    """A side of the hand-over."""

    SENDER = "sender"
    RECEIVER = "receiver"


class RoleSide(StrEnum):
    """To which side a role belongs."""

    SENDER = "sender"
    RECEIVER = "receiver"
    SUPPORT = "support"


class LinkKind(StrEnum):
    """How a task hangs on another."""

    FINISH_START = "FS"
    START_START = "SS"
    FINISH_FINISH = "FF"


LINK_WORDS: Mapping[LinkKind, str] = {
    LinkKind.FINISH_START: "begins when it is finished",
    LinkKind.START_START: "begins when it has begun",
    LinkKind.FINISH_FINISH: "ends when it is finished",
}


class After(msgspec.Struct, frozen=True):
    """A task that comes first, and how: `lag` in working days, negative to overlap."""

    task: str
    kind: LinkKind = LinkKind.FINISH_START
    lag: int = 0

    @property
    def text(self) -> str:
        """As files state it: "T21", "T35 FF", "T21 SS+20"."""
        if self.kind is LinkKind.FINISH_START and not self.lag:
            return self.task
        return f"{self.task} {self.kind}{self.lag:+d}" if self.lag else f"{self.task} {self.kind}"


_AFTER = re.compile(r"(\S+)(?: (FS|SS|FF)([+-]\d+)?)?")


def after_from(text: str) -> After:
    """What a file's "T21 SS+20" means; UserProblem("link-unreadable") for another form."""
    match = _AFTER.fullmatch(text.strip())
    if match is None:
        raise UserProblem("link-unreadable", value=text)
    return After(match[1], LinkKind(match[2] or LinkKind.FINISH_START), int(match[3] or 0))


class WorkstreamSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the programme: a line of the readiness picture."""

    key: str
    label: str


class OwnerSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role that owns tasks, and the side it belongs to."""

    key: str
    label: str
    side: RoleSide


class PlaceSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place that a plan can be for, where the shipped organisations do not list it."""

    code: str
    name: str


class TaskSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One task.

    `days` are calendar days from vesting to the day due; `length` is the work in working days,
    `spare` the working days kept in hand between its planned end and the day due. `after` are
    tasks that come first. `evidence` is what must be filed, `accept` when the task may be called
    done; a `two_sided` task needs the signatures of sender and receiver.
    """

    id: str
    workstream: str
    title: str
    role: str
    days: int
    length: int
    evidence: str
    accept: str
    basis: Basis
    spare: int = 0
    after: tuple[str, ...] = ()
    two_sided: bool = False
    risk: Risk = Risk.MEDIUM
    source: str = ""

    def links(self) -> tuple[After, ...]:
        """The tasks that come first; UserProblem("link-unreadable")."""
        return tuple(after_from(text) for text in self.after)


class Programme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A programme in one version.

    `sender` and `receiver` are "place", "own" or the name of a body. `place_kind` is the kind of
    organisation that plans are made for, where the file lists no places itself. `contracts_by` is
    the column of a contract that names its place; "" where contracts do not say it.
    """

    key: str
    label: str
    about: str
    vesting: date
    sender: str
    receiver: str
    place_word: str
    workstream: tuple[WorkstreamSpec, ...]
    role: tuple[OwnerSpec, ...]
    task: tuple[TaskSpec, ...]
    version: int = 1
    place_kind: str = ""
    contracts_by: str = ""
    place: tuple[PlaceSpec, ...] = ()

    def due_of(self, task: TaskSpec) -> date:
        """The day on which a task is due."""
        return self.vesting + timedelta(days=task.days)

    def role_of(self, key: str) -> OwnerSpec:
        """The role of that key; KeyError is our own fault."""
        return next(role for role in self.role if role.key == key)

    def stream_of(self, key: str) -> WorkstreamSpec:
        """The workstream of that key; KeyError is our own fault."""
        return next(stream for stream in self.workstream if stream.key == key)


class Programmes(msgspec.Struct, frozen=True):
    """Every programme by its key."""

    known: Mapping[str, Programme]

    def named(self, key: str) -> Programme:
        """The programme of that key; UserProblem("programme-unknown") where there is none."""
        if key not in self.known:
            raise UserProblem("programme-unknown", programme=key, known=", ".join(self.known))
        return self.known[key]


@cache
def read_programmes(folder: Path) -> Programmes:
    """The programmes of a folder; CatalogueProblem with every fault of every file."""
    faults: list[str] = []
    found: dict[str, Programme] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            programme = programme_from(path.read_text(encoding="utf-8"))
        except (UnicodeDecodeError, OSError) as why:
            faults.append(f"{path}: cannot be read: {why}")
        except CatalogueProblem as problem:
            faults += (f"{path}: {fault}" for fault in problem.faults)
        else:
            if programme.key != path.stem:
                faults.append(f"{path}: key is {programme.key!r}; it must be the file's name")
            found[programme.key] = programme
    if faults:
        raise CatalogueProblem(faults)
    return Programmes(found)


def programme_from(text: str) -> Programme:
    """The programme that a file's text states; CatalogueProblem with every fault."""
    try:
        programme = msgspec.convert(tomllib.loads(text), Programme)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as why:
        raise CatalogueProblem([str(why)]) from why
    if faults := list(programme_faults(programme)):
        raise CatalogueProblem(faults)
    return programme


def programme_faults(programme: Programme) -> Iterator[str]:
    """What is wrong within a programme: doubles, names that lead nowhere, loops."""
    kinds = (
        ("workstream", [stream.key for stream in programme.workstream]),
        ("role", [role.key for role in programme.role]),
        ("task", [task.id for task in programme.task]),
    )
    for kind, keys in kinds:
        yield from (f"{kind} {key} stands twice" for key in set(keys) if keys.count(key) > 1)
    if not programme.task:
        yield "no task"
    if not (programme.place_kind or programme.place):
        yield "neither a kind of place nor places"
    for task in programme.task:
        yield from (f"task {task.id}: {fault}" for fault in _task_faults(task, programme))
    yield from _loop(programme.task)


def _task_faults(task: TaskSpec, programme: Programme) -> Iterator[str]:
    if task.workstream not in {stream.key for stream in programme.workstream}:
        yield f"there is no workstream {task.workstream}"
    if task.role not in {role.key for role in programme.role}:
        yield f"there is no role {task.role}"
    if task.length < 1 or task.spare < 0:
        yield "length must be 1 or more, spare 0 or more"
    ids = {each.id for each in programme.task}
    for text in task.after:
        try:
            link = after_from(text)
        except UserProblem:
            yield f"{text!r} is not a task that comes first, such as T07 or T07 SS+5"
        else:
            if link.task not in ids:
                yield f"there is no task {link.task}"


def _loop(tasks: Sequence[TaskSpec]) -> Iterator[str]:
    """Tasks that wait for each other in a circle, named in their order."""
    before = {
        task.id: [m[1] for text in task.after if (m := _AFTER.fullmatch(text.strip()))]
        for task in tasks
    }
    if found := loop_in(before):
        yield f"these tasks wait for each other: {' → '.join(found)}"
