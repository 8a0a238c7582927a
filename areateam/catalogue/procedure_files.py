"""Reads the files of the procedures, and finds every fault in what they say and name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from areateam.catalogue.clock_definitions import DATED, ClockRules
from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.procedure_definitions import (
    HOLDER,
    RECEIVED,
    OutcomeSpec,
    Procedure,
    Procedures,
    RoleSpec,
    StepSpec,
    Subject,
    starts_of,
)

ROLES_FILE = "roles.toml"
_VERSION = re.compile(r"^version = (\d+)$", re.MULTILINE)
SPANS = ("months", "hours")
"""In what the rules of a check say how far two days lie apart."""


class _Roles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    role: tuple[RoleSpec, ...]


@cache
def shipped_versions(folder: Path) -> Mapping[str, int]:
    """The version of each procedure of a folder, without reading the rest of the files.

    To read them all takes ten times as long, and most commands need no more than this.
    """
    found = {}
    for path in folder.glob("*.toml"):
        if path.name != ROLES_FILE:
            stated = _VERSION.search(path.read_text(encoding="utf-8"))
            found[path.stem] = int(stated[1]) if stated else 1
    return found


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


def faults_within(procedure: Procedure, roles: Mapping[str, RoleSpec]) -> Iterator[str]:
    """What is wrong with a procedure in itself, and with the roles that it names."""
    yield from _faults_within(procedure)
    yield from _roles_unknown(procedure, roles)


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
            *_appeals_unanswered(procedure, procedures),
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


def _appeals_unanswered(procedure: Procedure, procedures: Procedures) -> Iterator[str]:
    """Appeals that no procedure answers for a group or for what the case can be about."""
    for outcome in procedure.outcome:
        known = [procedures.known.get(key) for key in outcome.appeal_case]
        if None in known:
            yield f"outcome {outcome.key}: there is no procedure for its appeal"
            continue
        found = [each for each in known if each is not None]
        for group in procedure.groups if found else ():
            fitting = next((each for each in found if group in each.groups), None)
            if fitting is None:
                yield f"outcome {outcome.key}: no procedure answers its appeal in {group}"
            elif not set(procedure.subjects) <= set(fitting.subjects):
                yield f"outcome {outcome.key}: {fitting.key} is not for all who could appeal"


def _spans_unknown(procedure: Procedure, rules: ClockRules) -> Iterator[str]:
    spans = (rule for check in procedure.check for rule in (check.at_least, check.at_most))
    for rule in filter(None, spans):
        versions = rules.rules.get(rule, ())
        if not versions or any(version.scale not in SPANS for version in versions):
            yield f"rule {rule} does not say how long something lasts"


def _fields_unknown(procedure: Procedure, fields: AbstractSet[str]) -> Iterator[str]:
    for outcome in procedure.outcome:
        asked = [ask.field for ask in outcome.ask]
        named = (*outcome.sets, *(name for name in asked if name != HOLDER))
        yield from (f"there is no field {name}" for name in named if name not in fields)
        yield from _doubles("a value asked for or set:", [*outcome.sets, *asked])


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
    for outcome in procedure.outcome:
        yield from _faults_of_outcome(outcome, procedure, steps)
    if not procedure.outcome:
        yield "no way to end"


def _faults_of_outcome(
    outcome: OutcomeSpec, procedure: Procedure, steps: list[str]
) -> Iterator[str]:
    name, dates = f"outcome {outcome.key}", {date.key for date in procedure.date}
    for value in outcome.sets.values():
        kind, _, key = value.partition(":")
        if kind == "date" and key not in dates:
            yield f"{name}: there is no date {key}"
        if kind == "step" and key not in steps:
            yield f"{name}: there is no step {key}"
    if outcome.opens and Subject.APPLICANT not in procedure.subjects:
        yield f"{name}: it opens a contract for an applicant, who cannot apply"
    if (outcome.sets or outcome.ask) and Subject.PERSON in procedure.subjects:
        yield f"{name}: a person has no contract to set anything on"


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
