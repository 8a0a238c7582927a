"""Frameworks as files: lots, areas, tiers of governance with gates and papers, states."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, Protocol, TypeVar

import msgspec

from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.definitions import Evidence
from areateam.core.problems import UserProblem

MOST_POINTS = 3
"""The most that one answer about risk may count."""
APPROVER, SPONSOR = "approver", "sponsor"
"""Whom a gate or an edge may name beside roles: the approver of the tier, and the sponsor."""


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


class NamedSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A service area, a question about risk, a reason for a pause, or a cause of lost time."""

    key: str
    label: str


class LotSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of suppliers; `least_tier` is the tier that a call-off from it has at least."""

    key: str
    label: str
    least_tier: int = 0


class BandSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A band of risk: the sums of the answers up to `up_to`, above the band before."""

    key: str
    label: str
    up_to: int


class TierSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tier of governance.

    It is for call-offs below `below_pence` (without limit where left out) whose risk is at most
    in the band `risk`. `papers` are keys of papers. `approver` says who approves in words,
    `approver_role` is the role that may.
    """

    number: int
    risk: str
    approver: str
    approver_role: str
    papers: tuple[str, ...]
    competition: str
    below_pence: int | None = None


class GateSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A gate in a stage: from which tier it stands, its half-days at each tier, who passes it.

    A hard gate cannot be taken away.
    """

    key: str
    label: str
    stage: str
    role: str
    from_tier: int
    half_days: tuple[int, ...]
    hard: bool = False


class PaperSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of document and the stage that needs it; `always` where every tier does.

    `code` is what the codelist of document types of open contracting data calls it.
    """

    key: str
    label: str
    stage: str
    code: str
    always: bool = False


class StateSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A state of a call-off; one that `ends` leads nowhere.

    `column` and `row` are its place in the diagram, from 0.
    """

    key: str
    label: str
    column: int
    row: int
    ends: bool = False


class EdgeSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"source": "from"}):
    """A way from one state to another: what takes it, who may, and on what.

    `who` is the clock, any person at the desk, or a `role`: one of the roles of procedures, the
    approver of the tier, or the sponsor. `act` is what a rule calls it.
    """

    act: str
    source: str
    to: str
    who: Literal["person", "role", "clock"]
    on: str
    role: str = ""


class PathStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step of a path, and the stage in which it is taken."""

    label: str
    stage: str


class PathSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A path of calling off: its steps, the stages it leaves out, up to which tier it is open.

    One that needs a reason is decided by the approver of the tier. `method` is the procurement
    method of open contracting data.
    """

    key: str
    label: str
    method: Literal["selective", "direct"]
    step: tuple[PathStep, ...]
    about: str
    up_to_tier: int
    skips: tuple[str, ...] = ()
    needs_reason: bool = False


class AfterSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may become of a contract when the commissioner ends; whether it passes to a body.

    One with `early` is possible only where the contract may be ended early.
    """

    key: str
    label: str
    short: str
    passes: bool = False
    early: bool = False


class Framework(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A framework agreement that support is called off from."""

    key: str
    label: str
    about: str
    evidence: Evidence
    confidence: int
    source: str
    standstill_rule: str
    ends_on: date
    ends_why: str
    area: tuple[NamedSpec, ...]
    lot: tuple[LotSpec, ...]
    question: tuple[NamedSpec, ...]
    band: tuple[BandSpec, ...]
    tier: tuple[TierSpec, ...]
    gate: tuple[GateSpec, ...]
    paper: tuple[PaperSpec, ...]
    pause: tuple[NamedSpec, ...]
    cause: tuple[NamedSpec, ...]
    state: tuple[StateSpec, ...]
    edge: tuple[EdgeSpec, ...]
    path: tuple[PathSpec, ...]
    after: tuple[AfterSpec, ...]

    def path_of(self, key: str) -> PathSpec:
        """The path of that key; UserProblem("choice-unknown")."""
        return named(self.path, key, "path")

    def state_of(self, key: str) -> StateSpec:
        """The state of that key; UserProblem("choice-unknown")."""
        return named(self.state, key, "state")


_T = TypeVar("_T", bound=_Keyed)


def named(choices: Sequence[_T], key: str, what: str) -> _T:
    """The choice of that key.

    UserProblem("choice-unknown") names `what` was looked for and what there is.
    """
    for choice in choices:
        if choice.key == key:
            return choice
    known = ", ".join(choice.key for choice in choices)
    raise UserProblem("choice-unknown", what=what, value=key, known=known)


@cache
def read_framework(path: Path, roles: frozenset[str]) -> Framework:
    """The framework of a file, which may name these roles; CatalogueProblem with every fault."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Framework)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as why:
        raise CatalogueProblem([f"{path}: cannot be read: {why}"]) from why
    except msgspec.ValidationError as why:
        raise CatalogueProblem([f"{path}: {why}"]) from why
    if faults := [f"{path}: {fault}" for fault in _faults(found, roles)]:
        raise CatalogueProblem(faults)
    return found


def _faults(found: Framework, roles: frozenset[str]) -> Iterator[str]:
    lists: tuple[tuple[str, Sequence[_Keyed]], ...] = (
        ("area", found.area), ("lot", found.lot), ("question", found.question),
        ("band", found.band), ("gate", found.gate), ("paper", found.paper),
        ("pause", found.pause), ("cause", found.cause), ("state", found.state),
        ("path", found.path), ("after", found.after),
    )  # fmt: skip
    for kind, listed in lists:
        keys = [each.key for each in listed]
        yield from (f"{kind} {key} stands twice" for key in set(keys) if keys.count(key) > 1)
    if [tier.number for tier in found.tier] != list(range(len(found.tier))):
        yield "tiers must be numbered from 0 without a gap"
    if found.tier and found.tier[-1].below_pence is not None:
        yield "the last tier must have no limit"
    yield from _tier_faults(found)
    yield from _state_faults(found)
    yield from _role_faults(found, roles)


def _role_faults(found: Framework, roles: frozenset[str]) -> Iterator[str]:
    for tier in found.tier:
        if tier.approver_role not in roles:
            yield f"tier {tier.number}: there is no role {tier.approver_role}"
    for gate in found.gate:
        if gate.role not in roles | {APPROVER}:
            yield f"gate {gate.key}: there is no role {gate.role}"
    for edge in found.edge:
        where = f"edge {edge.source} to {edge.to}"
        if edge.who == "role" and edge.role not in roles | {APPROVER, SPONSOR}:
            yield f"{where}: there is no role {edge.role}"
        if edge.who != "role" and edge.role:
            yield f"{where}: only a way for a role names one"


def _state_faults(found: Framework) -> Iterator[str]:
    states = {state.key for state in found.state}
    ending = {state.key for state in found.state if state.ends}
    places = [(state.column, state.row) for state in found.state]
    yield from (f"two states stand at {at} of the diagram" for at in set(places)
                if places.count(at) > 1)  # fmt: skip
    for edge in found.edge:
        if edge.source not in states or edge.to not in states:
            yield f"edge {edge.source} to {edge.to}: there is no such state"
        if edge.source in ending:
            yield f"edge {edge.source} to {edge.to}: {edge.source} ends a call-off"


def _tier_faults(found: Framework) -> Iterator[str]:
    bands = {band.key for band in found.band}
    papers = {paper.key for paper in found.paper}
    for tier in found.tier:
        if tier.risk not in bands:
            yield f"tier {tier.number}: there is no band {tier.risk}"
        yield from (
            f"tier {tier.number}: there is no paper {paper}"
            for paper in tier.papers
            if paper not in papers
        )
    for gate in found.gate:
        if len(gate.half_days) != len(found.tier):
            yield f"gate {gate.key}: one number of half-days is needed for each tier"
        if not 0 <= gate.from_tier < len(found.tier):
            yield f"gate {gate.key}: there is no tier {gate.from_tier}"
    if found.band and found.band[-1].up_to < len(found.question) * MOST_POINTS:
        yield "the last band must hold the highest sum"
