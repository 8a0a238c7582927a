"""Letters as files: their paragraphs with fields, what a person must fill in, the law, the appeal.

A field is written {{ contract.name }}. A part in square brackets is left out where one of its
fields is blank; every other field must be filled before the letter is written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

import msgspec

from areateam.catalogue.clock_definitions import DATED, ClockRules
from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.procedure_definitions import Procedure, Procedures
from areateam.core.problems import UserProblem

RECIPIENT = "recipient"
"""What is asked for where a letter goes to somebody other than the contractor."""
LAW, APPEAL = "letter.law", "letter.appeal"
_DATE = "date."

FIELD_LABELS: Mapping[str, str] = {
    "letter.date": "the date of the letter",
    "letter.reference": "our reference",
    LAW: "the regulation for contracts of this group",
    APPEAL: "the right of appeal for contracts of this group",
    "sender.name": "the body that sends the letter",
    "sender.team": "the area team",
    "signer.name": "who signs",
    "signer.job": "the job of who signs",
    "contract.name": "the name of the contract",
    "contract.number": "the contract number",
    "contract.kind": "the type of contract",
    "contract.agreement": "what the agreement is called",
    "contract.start": "the start of the contract",
    "contract.end": "the end of the contract",
    "contract.value": "the annual value of the contract",
    "contract.address": "the address of the premises",
    "contractor.name": "the contractor",
    "case.reference": "the reference of the case",
    "case.title": "the title of the case",
    "case.procedure": "the procedure",
    "case.received": "the day of receipt",
    "case.origin": "what the case was opened from",
    "case.value": "the value of the case",
    "case.reason": "the reason of the outcome",
    "case.decision_due": "the day by which we decide",
    "step.label": "the step",
    "step.due": "the day of the step",
    "clock.sentence": "where the day of the step comes from",
    "decision.text": "what was decided",
    "decision.date": "the day of the decision",
    "decision.role": "who decided",
    "appeal.last_day": "the last day to appeal",
    "appeal.regulation": "the regulation on appeals",
    "dental.contracted": "the units contracted for the year",
    "dental.units": "what the units are",
    "dental.also": "what follows for other activity",
    "dental.repaid_in_all": "the sum to be repaid in all",
    "dental.price": "the price of a unit",
    "dental.half_delivered": "the units delivered by 30 September",
    "dental.half_share": "the share delivered by 30 September",
    "dental.half_threshold": "30% of the units contracted",
    "dental.half_ceiling": "the most that may be withheld",
    "dental.half_end": "the end of the half-year",
    "dental.review_by": "the day of the mid-year review",
    "dental.year_delivered": "the units delivered in the year",
    "dental.year_share": "the share delivered in the year",
    "dental.repaid_units": "the units to be repaid",
    "dental.repaid": "the sum to be repaid",
    "dental.carried": "the units carried into the next year",
    "dental.ahead": "the units that count in the next year",
}
"""Every field that the register fills, in the words a person is told it is missing by."""

_FIELD = re.compile(r"\{\{\s*([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\s*\}\}")
_PART = re.compile(r"\[[^\[\]]*\]")


class AskKind(StrEnum):
    """What a person fills in."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    MONEY = "money"


class AskSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something a person fills in; `suggest` names the field that it begins with."""

    key: str
    label: str
    kind: AskKind = AskKind.LINE
    help: str = ""
    optional: bool = False
    suggest: str = ""


class AppealSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may be done against what the letter says; `rule` gives the last day for it."""

    groups: tuple[str, ...]
    text: str
    rule: str = ""


class LetterSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One letter.

    `version` goes up whenever its words change: letters note the one that they were written from.
    `law` is the regulation that it cites, by contract type or else by group: in words, or by the
    rule whose regulation on the day of receipt it is.
    """

    key: str
    label: str
    subject: str
    paragraphs: tuple[str, ...]
    version: int = 1
    ask: tuple[AskSpec, ...] = ()
    law: dict[str, str] = {}
    appeal: tuple[AppealSpec, ...] = ()

    def law_of(self, kind: str, group: str) -> str:
        """The regulation for a contract of a type and group, in words or as a rule's id."""
        return self.law.get(kind) or self.law.get(group, "")

    def appeal_of(self, group: str) -> AppealSpec | None:
        """What may be done against it by a contractor of a group."""
        return next((appeal for appeal in self.appeal if group in appeal.groups), None)

    def texts(self) -> tuple[str, ...]:
        """Everything with fields in it."""
        return (self.subject, *self.paragraphs, *(appeal.text for appeal in self.appeal))


class Letters(msgspec.Struct, frozen=True):
    """Every letter by its key."""

    known: Mapping[str, LetterSpec]

    def named(self, key: str) -> LetterSpec:
        """The letter of that key; UserProblem("letter-unknown") where there is none."""
        if key not in self.known:
            raise UserProblem("letter-unknown", letter=key, known=", ".join(self.known))
        return self.known[key]


def fields_in(text: str) -> list[str]:
    """The fields of a text in their order."""
    return _FIELD.findall(text)


def field_label(spec: LetterSpec, name: str, dates: Mapping[str, str]) -> str:
    """A field in words; `dates` are the labels of the case's own days by key."""
    if name.startswith("ask."):
        return next((a.label for a in spec.ask if f"ask.{a.key}" == name), name)
    if name.startswith(_DATE):
        return dates.get(date_key(name), name)
    return FIELD_LABELS.get(name, name)


def date_key(name: str) -> str:
    """The key of a case's day that a field such as date.half_year_end means."""
    return name.removeprefix(_DATE).replace("_", "-")


@cache
def read_letters(folder: Path) -> Letters:
    """The letters of a folder, without a look at what else they name.

    CatalogueProblem with every fault of every file.
    """
    faults: list[str] = []
    found: dict[str, LetterSpec] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            text = path.read_text(encoding="utf-8")
            spec = msgspec.convert(tomllib.loads(text), LetterSpec)
        except (tomllib.TOMLDecodeError, ValueError, OSError) as why:
            faults.append(f"{path}: {why}")
            continue
        if spec.key != path.stem:
            faults.append(f"{path}: key is {spec.key!r}; it must be the file's name")
        faults += (f"{path}: {fault}" for fault in _faults_within(spec))
        found[spec.key] = spec
    if faults:
        raise CatalogueProblem(faults)
    return Letters(found)


def check_letters(
    letters: Letters,
    procedures: Procedures,
    rules: ClockRules,
    groups: Iterable[str],
    types: Iterable[str],
) -> list[str]:
    """The faults between letters and what else is defined, each with the letter or procedure."""
    known_groups, known_types = set(groups), set(types)
    faults = [
        f"letter {spec.key}: {fault}"
        for spec in letters.known.values()
        for fault in _names_unknown(spec, rules, known_groups, known_types)
    ]
    for procedure in procedures.known.values():
        for key in sorted({step.letter for step in procedure.step if step.letter}):
            if key not in letters.known:
                faults.append(f"{procedure.key}: there is no letter {key}")
                continue
            unmet = _unmet(letters.known[key], procedure)
            faults += (f"letter {key}: for {procedure.key} {fault}" for fault in unmet)
    return faults


def _faults_within(spec: LetterSpec) -> Iterator[str]:
    used = {name for text in spec.texts() for name in fields_in(text)}
    known = {*FIELD_LABELS, *(f"ask.{ask.key}" for ask in spec.ask)}
    for name in sorted(used - known):
        if not name.startswith(_DATE):
            yield f"there is no field {name}"
    for text in spec.texts():
        yield from _marks_wrong(text)
    yield from _asks_wrong(spec, used)
    if not spec.paragraphs:
        yield "it has no paragraphs"


def _asks_wrong(spec: LetterSpec, used: set[str]) -> Iterator[str]:
    keys = [ask.key for ask in spec.ask]
    yield from (f"{key} is asked for twice" for key in set(keys) if keys.count(key) > 1)
    for ask in spec.ask:
        if f"ask.{ask.key}" not in used and ask.key != RECIPIENT:
            yield f"{ask.key} is asked for and never used"
        if ask.suggest and ask.suggest not in FIELD_LABELS:
            yield f"{ask.key} begins with {ask.suggest}, which there is not"


def _marks_wrong(text: str) -> Iterator[str]:
    rest = _PART.sub("", _FIELD.sub("", text))
    if any(mark in rest for mark in "[]{}"):
        yield f"a bracket too many in {text[:40]!r}"
    for part in _PART.findall(text):
        left = _FIELD.sub("", part)
        if not fields_in(part):
            yield f"no field in {part[:40]!r}, so that it could never be left out"
        if "{" in left or "}" in left:
            yield f"a bracket too many in {part[:40]!r}"


def _names_unknown(
    spec: LetterSpec, rules: ClockRules, groups: set[str], types: set[str]
) -> Iterator[str]:
    for name, law in spec.law.items():
        if name not in groups | types:
            yield f"there is no group or type {name}"
        if " " not in law and law not in rules:
            yield f"there is no rule {law}"
    for appeal in spec.appeal:
        yield from (f"there is no group {group}" for group in appeal.groups if group not in groups)
        yield from _appeal_wrong(appeal, rules)


def _appeal_wrong(appeal: AppealSpec, rules: ClockRules) -> Iterator[str]:
    if appeal.rule:
        if appeal.rule not in rules:
            yield f"there is no rule {appeal.rule}"
        elif not any(v.count in DATED for v in rules.rules[appeal.rule]):
            yield f"rule {appeal.rule} leads to no day"
    elif "appeal.last_day" in fields_in(appeal.text):
        yield "an appeal names its last day and no rule that gives it"


def _unmet(spec: LetterSpec, procedure: Procedure) -> Iterator[str]:
    """What a procedure that names the letter cannot give it."""
    needed = {n for text in spec.texts() for n in fields_in(_PART.sub("", text))}
    dates = {date.key for date in procedure.date}
    for name in sorted(needed):
        if name.startswith(_DATE) and date_key(name) not in dates:
            yield f"there is no day {date_key(name)}"
    for group in procedure.groups:
        if LAW in needed and group not in spec.law:
            yield f"it cites no regulation for {group}"
        if APPEAL in needed and spec.appeal_of(group) is None:
            yield f"it names no appeal for {group}"
