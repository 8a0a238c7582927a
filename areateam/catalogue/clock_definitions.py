"""Time limits and thresholds as files state them: one `[[rule]]` for each, with its evidence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec

from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.definitions import Evidence, Mark
from areateam.core.copies import replaced
from areateam.core.problems import UserProblem


class Count(StrEnum):
    """How a period is counted from its start, or what else a rule says."""

    BEGINNING_WITH = "beginning with"
    """The day of the start is day 1."""
    AFTER = "after"
    """The day after the start is day 1 (Lester v Garland (1808) 15 Ves Jun 248)."""
    NOT_LESS_THAN = "not less than"
    """Notice: so much must lie between the day it is given and the day it takes effect."""
    FIXED = "fixed"
    """A day of the calendar, once or every year."""
    RATIO = "ratio"
    RANGE = "range"
    GATE = "gate"
    FORMULA = "formula"
    DISTANCE = "distance"
    THRESHOLD = "threshold"
    POLICY = "policy"
    """Said by the agreement, or by good practice, and by no number in a regulation."""


DATED = frozenset({Count.BEGINNING_WITH, Count.AFTER, Count.NOT_LESS_THAN, Count.FIXED})
"""The counts that end in a day."""


_WITHOUT_NUMBER = frozenset({Count.GATE, Count.FORMULA, Count.POLICY})


class Unit(StrEnum):
    """What a period is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    WORKING_DAYS = "working days"
    HALF_DAYS = "half working days"


class Gives(StrEnum):
    """What the day at the end of a period is."""

    LAST_DAY = "last day"
    """It must be done on that day or before."""
    FIRST_DAY = "first day"
    """It may not be done, or take effect, before that day."""


class Compare(StrEnum):
    """How an amount stands to the number of a threshold where its rule applies."""

    UNDER = "under"
    AT_LEAST = "at least"
    AT_MOST = "at most"


class ClockKind(StrEnum):
    """Whether the law sets a date, or we run a timer that can be stopped."""

    STATUTORY = "statutory"
    TIMER = "timer"


OWN_TARGET = "own target"
"""What stands for the name of a rule where a step keeps a target of our own."""


class ClockRule(Mark, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One time limit or threshold, on the days on which it holds.

    `start` names the event that the period is counted from, `start_words` says it in a sentence.
    `every` is a yearly day ("10-31"), `on` a single one. `may_pause` lists the reasons for which
    the law lets the period stand still; nothing else stops it. `may_extend` says who may agree
    to a later day. `number` and `scale` state what is not a count of days: 30 and "% of annual";
    `compare` how an amount stands to it: strictly under, at least, at most.
    """

    id: str
    group: str
    case: str
    text: str
    count: Count
    regulation: str
    value: int = 0
    unit: Unit | None = None
    gives: Gives = Gives.LAST_DAY
    kind: ClockKind = ClockKind.STATUTORY
    start: str = ""
    start_words: str = ""
    every: tuple[str, ...] = ()
    on: date | None = None
    number: str = ""
    scale: str = ""
    compare: Compare | None = None
    may_pause: tuple[str, ...] = ()
    may_extend: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    hint: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on the day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def is_met_by(self, amount: Fraction | int) -> bool:
        """Whether an amount stands as the rule says to its number, compared before any rounding.

        Raises UserProblem("clock-rule-without-number").
        """
        if self.compare is None:
            raise UserProblem("clock-rule-without-number", rule=self.id)
        limit = Fraction(self.number)
        if self.compare is Compare.UNDER:
            return amount < limit
        return amount >= limit if self.compare is Compare.AT_LEAST else amount <= limit

    @property
    def is_confirmed(self) -> bool:
        """Whether the source or a sister provision was read; own knowledge is unconfirmed."""
        return self.evidence is not Evidence.OWN


class OwnClockRule(ClockRule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rule of own knowledge that this office set to another figure or confirmed.

    `shipped` is the rule as the product states it; both have the same figure where it was
    confirmed.
    """

    source: str
    author: str
    set_on: date
    shipped: ClockRule

    @property
    def is_confirmed(self) -> bool:
        """A person of this office gave the source."""
        return True

    @property
    def is_as_shipped(self) -> bool:
        """Whether the figure is the product's own, and was only confirmed."""
        before = self.shipped
        return (self.value, self.unit, self.number) == (before.value, before.unit, before.number)


class OwnFigure(msgspec.Struct, frozen=True):
    """What a person set or confirmed of a rule for cases received from `first` on.

    `number` is the figure as text, "" where the product's own was confirmed; `unit` is "" where
    the rule keeps its own.
    """

    rule: str
    first: date
    number: str
    unit: str
    source: str
    author: str
    set_on: date

    def laid_over(self, rule: ClockRule) -> OwnClockRule:
        """The rule with this figure in place of its own."""
        stated = {name: getattr(rule, name) for name in ClockRule.__struct_fields__}
        if self.number and rule.count in DATED:
            stated["value"] = int(self.number)
            stated["unit"] = Unit(self.unit) if self.unit else rule.unit
        elif self.number:
            stated["number"] = self.number
        return OwnClockRule(
            **stated, source=self.source, author=self.author, set_on=self.set_on, shipped=rule
        )


class ClockRules(msgspec.Struct, frozen=True):
    """Every rule by its id; one id may have several, each with its own days."""

    rules: Mapping[str, tuple[ClockRule, ...]]

    def on(self, rule: str, day: date) -> ClockRule:
        """The rule of that id in force on the day.

        Raises UserProblem: clock-rule-unknown, clock-rule-not-in-force.
        """
        versions = self.rules.get(rule)
        if not versions:
            raise UserProblem("clock-rule-unknown", rule=rule)
        for version in versions:
            if version.holds_on(day):
                return version
        raise UserProblem("clock-rule-not-in-force", rule=rule, day=day.isoformat())

    def with_own(self, figures: Iterable[OwnFigure]) -> ClockRules:
        """These rules with figures of an office laid over them, each from its first day on.

        Before that day a rule stays as it was; a figure for a rule that there is not says nothing.
        """
        found = dict(self.rules)
        by_rule: dict[str, list[OwnFigure]] = {}
        for figure in sorted(figures, key=lambda figure: figure.first):
            by_rule.setdefault(figure.rule, []).append(figure)
        for key, own in by_rule.items():
            if key in found:
                found[key] = tuple(part for rule in found[key] for part in _parts(rule, own))
        return ClockRules(found)

    def __iter__(self) -> Iterator[ClockRule]:
        return (version for versions in self.rules.values() for version in versions)

    def __contains__(self, rule: object) -> bool:
        return rule in self.rules


def _parts(rule: ClockRule, own: list[OwnFigure]) -> Iterator[ClockRule]:
    """A rule cut at the first days of the figures laid over it; `own` is in their order."""
    ends = [figure.first - timedelta(days=1) for figure in own]
    yield from _within(rule, None, ends[0])
    for figure, end in zip(own, [*ends[1:], None], strict=True):
        yield from _within(figure.laid_over(rule), figure.first, end)


def _within(rule: ClockRule, first: date | None, last: date | None) -> Iterator[ClockRule]:
    """The rule on those of its days that lie from `first` to `last`; nothing where none does."""
    starts = [day for day in (rule.valid_from, first) if day]
    ends = [day for day in (rule.valid_to, last) if day]
    begin, end = max(starts, default=None), min(ends, default=None)
    if begin is None or end is None or begin <= end:
        yield replaced(rule, valid_from=begin, valid_to=end)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[ClockRule, ...]


@cache
def read_clock_rules(folder: Path) -> ClockRules:
    """The rules of every file in a folder; CatalogueProblem with every fault of every file."""
    faults: list[str] = []
    found: dict[str, list[ClockRule]] = {}
    for path in sorted(folder.glob("*.toml")):
        for rule in _rules_of(path, faults):
            faults += (f"{path}: {rule.id}: {fault}" for fault in _faults_of(rule))
            found.setdefault(rule.id, []).append(rule)
    for key, versions in found.items():
        faults += _overlaps(key, versions)
    if faults:
        raise CatalogueProblem(faults)
    return ClockRules({key: tuple(versions) for key, versions in found.items()})


def _rules_of(path: Path, faults: list[str]) -> tuple[ClockRule, ...]:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File).rule
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, msgspec.ValidationError) as why:
        faults.append(f"{path}: {why}")
        return ()


def _faults_of(rule: ClockRule) -> Iterable[str]:
    if rule.evidence is Evidence.OWN and rule.confidence is None:
        yield "own knowledge needs a confidence"
    if rule.count is Count.FIXED:
        if bool(rule.every) == (rule.on is not None):
            yield "a fixed day is either yearly or a single one"
    elif rule.count in DATED:
        if rule.unit is None or rule.value < 1 or not rule.start:
            yield "a period needs a number, a unit and a start"
    elif rule.count not in _WITHOUT_NUMBER and not (rule.number and rule.compare):
        yield "a threshold needs its number and how an amount stands to it"
    if rule.kind is ClockKind.TIMER and rule.gives is Gives.FIRST_DAY:
        yield "a timer ends on a last day"
    if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
        yield "it ends before it begins"


def _overlaps(key: str, versions: list[ClockRule]) -> Iterable[str]:
    ordered = sorted(versions, key=lambda rule: rule.valid_from or date.min)
    for earlier, later in pairwise(ordered):
        if earlier.valid_to is None or earlier.valid_to >= (later.valid_from or date.min):
            yield f"{key}: two rules hold on one day"
