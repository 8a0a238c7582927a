"""Procedures as files: the steps of a case, who decides, what must come first, how it may end."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from areateam.catalogue.clock_definitions import DATED, ClockRules
from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.definitions import Mark
from areateam.core.problems import UserProblem

RECEIVED, OPENED = "received", "opened"
"""The starts that every case has, beside its own dates and its steps."""
ROLES_FILE = "roles.toml"
SPANS = ("months", "hours")
"""In what the rules of a check say how far two days lie apart."""


class StepKind(StrEnum):
    """What a step is."""

    TASK = "task"
    LETTER = "letter"
    CONSULT = "consult"
    DECISION = "decision"
    MILESTONE = "milestone"
    """A day that comes by itself: an appeal window ends, a notice expires."""


class Risk(StrEnum):
    """How much is at stake; from the least to the most."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class RoleSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who can do or decide something. Of two roles the one of higher rank may stand in."""

    key: str
    label: str
    rank: int


class DateSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day that a case of this procedure asks for beside its receipt."""

    key: str
    label: str


class StageSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the procedure: a column of the board."""

    key: str
    label: str


class StepSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step.

    `rule` is the clock it must keep, counted from `start`: "received", "opened", a date of the
    case or the key of a step, whose day it is done on. `days` is our own target in working days
    where no rule sets one. `needs` are steps that come first: done, or skipped with a reason;
    `why` says so to the person who must wait. `letter` is the letter it sends.
    """

    key: str
    label: str
    stage: str
    kind: StepKind = StepKind.TASK
    role: str = "contract-manager"
    rule: str = ""
    start: str = ""
    days: int = 0
    needs: tuple[str, ...] = ()
    why: str = ""
    letter: str = ""
    optional: bool = False
    help: str = ""


class DeciderSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the delegation: who decides a step up to a value and a risk.

    `below_pence` 0 means any value. Lines are tried in their order; the first that fits holds.
    """

    step: str
    role: str
    below_pence: int = 0
    risk: Risk = Risk.HIGH


class CheckSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must hold between two days of a case before it may end with one of `outcomes`.

    `first` and `last` are dates of the case, or "received". The rules `at_least` and `at_most`
    say how far apart they lie, in months or hours; `not_before` is a rule of notice counted from
    `first`, before whose day `last` may not lie.
    """

    first: str
    last: str
    outcomes: tuple[str, ...]
    at_least: str = ""
    at_most: str = ""
    not_before: str = ""


class OutcomeSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a case may end.

    `sets` says which fields of the contract follow: to "date:KEY" of the case, "received", or a
    fixed text. `appeal` is the rule of the time to appeal, `appeal_to` to whom.
    """

    key: str
    label: str
    reasons: tuple[str, ...] = ()
    comment: bool = False
    appeal: str = ""
    appeal_to: str = ""
    sets: dict[str, str] = {}


class Procedure(Mark, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A procedure in one version; the evidence is that of its steps, which no regulation lists."""

    key: str
    id: str
    label: str
    groups: tuple[str, ...]
    about: str
    stage: tuple[StageSpec, ...]
    step: tuple[StepSpec, ...]
    outcome: tuple[OutcomeSpec, ...]
    version: int = 1
    date: tuple[DateSpec, ...] = ()
    decider: tuple[DeciderSpec, ...] = ()
    check: tuple[CheckSpec, ...] = ()
    title: str = ""
    """The beginning of a case's title; the label where it is not given."""
    proposal: str = ""
    """The proposal that opens its cases: "mid-year" or "year-end" from a contract's activity."""

    def step_of(self, key: str) -> StepSpec:
        """The step of that key; UserProblem("step-unknown") where there is none."""
        for step in self.step:
            if step.key == key:
                return step
        raise UserProblem("step-unknown", step=key, known=", ".join(s.key for s in self.step))

    def outcome_of(self, key: str) -> OutcomeSpec:
        """The outcome of that key; UserProblem("outcome-unknown") where there is none."""
        for outcome in self.outcome:
            if outcome.key == key:
                return outcome
        known = ", ".join(o.key for o in self.outcome)
        raise UserProblem("outcome-unknown", outcome=key, known=known)

    def decider_of(self, step: str, value_pence: int | None, risk: Risk) -> str:
        """The role that decides a step at this value and risk; "" where anyone may.

        A value that nobody has stated counts as above every limit.
        """
        lines = [line for line in self.decider if line.step == step]
        for line in lines:
            small = not line.below_pence or (
                value_pence is not None and value_pence < line.below_pence
            )
            if small and _RISKS.index(risk) <= _RISKS.index(line.risk):
                return line.role
        return lines[-1].role if lines else ""


_RISKS = list(Risk)


@dataclass(frozen=True)
class Procedures:
    """Every procedure by its key, and the roles by theirs."""

    known: Mapping[str, Procedure]
    roles: Mapping[str, RoleSpec]

    def named(self, key: str) -> Procedure:
        """The procedure of that key or id; UserProblem("procedure-unknown") if there is none."""
        found = self.known.get(key) or next(
            (p for p in self.known.values() if p.id.upper() == key.upper()), None
        )
        if found is None:
            raise UserProblem("procedure-unknown", procedure=key, known=", ".join(self.known))
        return found

    def proposed_by(self, proposal: str) -> Procedure:
        """The procedure that a proposal opens; UserProblem("procedure-unknown") for none."""
        for procedure in self.known.values():
            if procedure.proposal == proposal:
                return procedure
        raise UserProblem("procedure-unknown", procedure=proposal, known=", ".join(self.known))

    def of_group(self, group: str) -> tuple[Procedure, ...]:
        """The procedures for contracts of a group, by label."""
        fitting = [p for p in self.known.values() if group in p.groups]
        return tuple(sorted(fitting, key=lambda p: p.label))

    def may_decide(self, role: str, wanted: str) -> bool:
        """Whether a role may take a decision that another is meant for."""
        return not wanted or self.roles[role].rank >= self.roles[wanted].rank


class _Roles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    role: tuple[RoleSpec, ...]


@cache
def read_procedures(folder: Path) -> Procedures:
    """The procedures of a folder, without a look at what else they name.

    CatalogueProblem with every fault of every file.
    """
    faults: list[str] = []
    roles = _read(folder / ROLES_FILE, _Roles, faults)
    found: dict[str, Procedure] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == ROLES_FILE:
            continue
        if procedure := _read(path, Procedure, faults):
            if procedure.key != path.stem:
                faults.append(f"{path}: key is {procedure.key!r}; it must be the file's name")
            faults += (f"{path}: {fault}" for fault in _faults_within(procedure))
            found[procedure.key] = procedure
    known = {role.key: role for role in roles.role} if roles else {}
    for procedure in found.values():
        faults += (f"{procedure.key}: {fault}" for fault in _roles_unknown(procedure, known))
    if faults:
        raise CatalogueProblem(faults)
    return Procedures(found, known)


def check_procedures(
    procedures: Procedures, rules: ClockRules, groups: Iterable[str], fields: Iterable[str]
) -> list[str]:
    """The faults of what procedures name: rules, contract groups, fields of a contract."""
    known_groups, known_fields = set(groups), set(fields)
    return [
        f"{procedure.key}: {fault}"
        for procedure in procedures.known.values()
        for fault in (
            *(f"there is no group {g}" for g in procedure.groups if g not in known_groups),
            *_rules_unknown(procedure, rules),
            *_fields_unknown(procedure, known_fields),
        )
    ]


def _rules_unknown(procedure: Procedure, rules: ClockRules) -> Iterator[str]:
    steps = (step.rule for step in procedure.step)
    appeals = (outcome.appeal for outcome in procedure.outcome)
    notices = (check.not_before for check in procedure.check)
    yield from _spans_unknown(procedure, rules)
    for rule in filter(None, (*steps, *appeals, *notices)):
        if rule not in rules:
            yield f"there is no rule {rule}"
        elif not any(version.count in DATED for version in rules.rules[rule]):
            yield f"rule {rule} leads to no day"


def _spans_unknown(procedure: Procedure, rules: ClockRules) -> Iterator[str]:
    spans = (rule for check in procedure.check for rule in (check.at_least, check.at_most))
    for rule in filter(None, spans):
        versions = rules.rules.get(rule, ())
        if not versions or any(version.scale not in SPANS for version in versions):
            yield f"rule {rule} does not say how long something lasts"


def _fields_unknown(procedure: Procedure, fields: AbstractSet[str]) -> Iterator[str]:
    for outcome in procedure.outcome:
        yield from (f"there is no field {name}" for name in outcome.sets if name not in fields)


def starts_of(procedure: Procedure) -> set[str]:
    """What a clock of the procedure may be counted from."""
    return {
        RECEIVED,
        OPENED,
        *(date.key for date in procedure.date),
        *(step.key for step in procedure.step),
    }


_Spec = TypeVar("_Spec", bound=msgspec.Struct)


def _read(path: Path, spec: type[_Spec], faults: list[str]) -> _Spec | None:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), spec)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, msgspec.ValidationError) as why:
        faults.append(f"{path}: {why}")
        return None


def _faults_within(procedure: Procedure) -> Iterator[str]:
    stages = [stage.key for stage in procedure.stage]
    steps = [step.key for step in procedure.step]
    outcomes = [outcome.key for outcome in procedure.outcome]
    for kind, keys in (("stage", stages), ("step", steps), ("outcome", outcomes)):
        yield from _doubles(kind, keys)
    for step in procedure.step:
        yield from _faults_of_step(step, stages, steps, starts_of(procedure))
    order = [stages.index(step.stage) for step in procedure.step if step.stage in stages]
    if order != sorted(order):
        yield "the steps are not in the order of their stages"
    if unused := set(stages) - {step.stage for step in procedure.step}:
        yield f"no step is in {', '.join(sorted(unused))}"
    yield from _faults_of_ends(procedure, steps)
    yield from _faults_of_checks(procedure, outcomes)
    yield from _loops(procedure)


def _doubles(kind: str, keys: list[str]) -> Iterator[str]:
    yield from (f"{kind} {key} stands twice" for key in set(keys) if keys.count(key) > 1)


def _faults_of_checks(procedure: Procedure, outcomes: list[str]) -> Iterator[str]:
    known = {date.key for date in procedure.date} | {RECEIVED}
    for check in procedure.check:
        name = f"the check of {check.first} and {check.last}"
        days = {check.first, check.last} - known
        yield from (f"{name}: there is no date {day}" for day in sorted(days))
        ends = set(check.outcomes) - set(outcomes)
        yield from (f"{name}: there is no outcome {key}" for key in sorted(ends))
        if not (check.at_least or check.at_most or check.not_before):
            yield f"{name} asks for nothing"


def _faults_of_ends(procedure: Procedure, steps: list[str]) -> Iterator[str]:
    for line in procedure.decider:
        if line.step not in steps:
            yield f"a delegation names step {line.step}, which there is not"
    dates = {date.key for date in procedure.date}
    for outcome in procedure.outcome:
        for value in outcome.sets.values():
            if value.startswith("date:") and value.removeprefix("date:") not in dates:
                yield f"outcome {outcome.key}: there is no date {value.removeprefix('date:')}"
    if not procedure.outcome:
        yield "no way to end"


def _faults_of_step(
    step: StepSpec, stages: list[str], steps: list[str], starts: set[str]
) -> Iterator[str]:
    if step.stage not in stages:
        yield f"step {step.key}: there is no stage {step.stage}"
    yield from (f"step {step.key}: there is no step {n}" for n in step.needs if n not in steps)
    if (step.rule or step.days) and step.start not in starts:
        yield f"step {step.key}: its clock begins with {step.start!r}, which there is not"
    if step.start and not (step.rule or step.days):
        yield f"step {step.key}: a start without a rule or a number of days"
    if step.rule and step.days:
        yield f"step {step.key}: both a rule and our own number of days"
    if step.start == step.key:
        yield f"step {step.key}: its clock begins with itself"
    if step.needs and not step.why:
        yield f"step {step.key}: it must say why it waits"


def _loops(procedure: Procedure) -> Iterator[str]:
    """Steps that wait for each other in a circle."""
    left = {step.key: set(step.needs) for step in procedure.step}
    while ready := [key for key, needs in left.items() if not needs & left.keys()]:
        for key in ready:
            del left[key]
    if left:
        yield f"these steps wait for each other: {', '.join(sorted(left))}"


def _roles_unknown(procedure: Procedure, known: Mapping[str, RoleSpec]) -> Iterator[str]:
    named = {step.role for step in procedure.step} | {line.role for line in procedure.decider}
    yield from (f"there is no role {role}" for role in sorted(named - known.keys()))
