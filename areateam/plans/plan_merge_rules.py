"""What becomes of plans that are merged: their aims, measures and money side by side, and clashes.

Pure: plans in, words out. Nothing is left out of the money: what the plans cost together is what
they cost apart, in every year, to the penny.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

import msgspec

from areateam.core.amounts import format_money
from areateam.core.dates import format_date
from areateam.core.wording import sentence
from areateam.plans.plan_money_rules import added_up, year_name
from areateam.plans.plan_rules import LONGEST, SHORTEST, last_day, years_of
from areateam.plans.plan_views import AimView, LineView, MeasureView, PlanView


class AimPair(msgspec.Struct, frozen=True):
    """Two aims of different plans that are called the same, or are to be joined.

    `joined` is None until somebody has said whether they are one aim.
    """

    first: AimView
    second: AimView
    first_plan: str
    second_plan: str
    joined: bool | None


class Clash(msgspec.Struct, frozen=True):
    """Something in which the plans do not agree, by its code, in words."""

    code: str
    words: str


class MergeStated(msgspec.Struct, frozen=True):
    """What the plans are to become; `join` names for an aim the aim of an earlier plan it joins.

    `apart` are pairs that are called the same and are not one aim.
    """

    plans: tuple[int, ...]
    name: str
    body: str
    first: date
    years: int
    join: Mapping[int, int]
    apart: frozenset[tuple[int, int]] = frozenset()


class MergeCheck(msgspec.Struct, frozen=True):
    """How the plans stand side by side, before anything is done."""

    plans: tuple[PlanView, ...]
    pairs: tuple[AimPair, ...]
    clashes: tuple[Clash, ...]
    years: tuple[int, ...]
    limits: Mapping[int, tuple[int, str]]

    @property
    def undecided(self) -> tuple[AimPair, ...]:
        """The pairs of which nobody has said whether they are one aim."""
        return tuple(pair for pair in self.pairs if pair.joined is None)

    @property
    def totals(self) -> dict[int, int]:
        """Pence by year of all plans together."""
        return {**dict.fromkeys(self.years, 0), **added_up(plan.totals for plan in self.plans)}

    @property
    def aims(self) -> int:
        """How many aims there will be."""
        living = sum(len(plan.living) for plan in self.plans)
        return living - len({pair.second.id for pair in self.pairs if pair.joined})


def called(plan: PlanView) -> str:
    """A plan as it is told from the others: its name and the code of whose it is."""
    return f"{plan.head.name} ({plan.head.body})"


def usual_period(plans: Sequence[PlanView]) -> tuple[date, int]:
    """From when and for how many years the plans together run: from the first to the last day.

    At most as many years as a plan may have, counted from the first.
    """
    first = min(plan.head.starts_on for plan in plans)
    end = max(plan.head.ends_on for plan in plans)
    fitting = (n for n in range(SHORTEST, LONGEST + 1) if last_day(first, n) >= end)
    return first, next(fitting, LONGEST)


def same_name(one: str, other: str) -> bool:
    """Whether two aims or measures are called the same, whatever their case and spaces."""
    return one.casefold().split() == other.casefold().split()


def check_merge(plans: Sequence[PlanView], stated: MergeStated) -> MergeCheck:
    """The plans side by side in the order in which they are named, and all their clashes."""
    pairs = tuple(_pairs(plans, stated))
    limits, clashes = _limits(plans)
    own = years_of(stated.first, stated.years)
    touched = {year for plan in plans for year in plan.totals}
    found = [
        *_pair_clashes(pairs),
        *_line_clashes(plans),
        *clashes,
        *_period_clashes(plans, stated),
    ]
    for year in sorted(set(limits) - set(own)):
        facts = {"first": year_name(own[0]), "last": year_name(own[-1])}
        found.append(_clash("merge-limit-outside", year=year_name(year), **facts))
    kept = {year: limit for year, limit in limits.items() if year in own}
    return MergeCheck(tuple(plans), pairs, tuple(found), tuple(sorted({*own, *touched})), kept)


def _pairs(plans: Sequence[PlanView], stated: MergeStated) -> Iterator[AimPair]:
    for one, other in combinations(plans, 2):
        for first in one.living:
            for second in other.living:
                joined = stated.join.get(second.id) == first.id
                if joined or same_name(first.name, second.name):
                    apart = (first.id, second.id) in stated.apart or second.id in stated.join
                    said = True if joined else False if apart else None
                    yield AimPair(first, second, called(one), called(other), said)


def _clash(code: str, **facts: object) -> Clash:
    return Clash(code, sentence(code, **facts))


def _pair_clashes(pairs: Sequence[AimPair]) -> Iterator[Clash]:
    for pair in pairs:
        plans = {"first": pair.first_plan, "second": pair.second_plan}
        if pair.joined is None:
            yield _clash("merge-same-aim", name=pair.first.name, **plans)
        if not pair.joined:
            continue
        if pair.first.benefit != pair.second.benefit:
            yield _clash(
                "merge-benefit",
                name=pair.first.name,
                kept=pair.first.benefit_name,
                lost=pair.second.benefit_name,
                **plans,
            )
        if pair.second.owner and pair.first.owner != pair.second.owner:
            yield _clash(
                "merge-owner",
                name=pair.first.name,
                kept=pair.first.owner or "nobody",
                lost=pair.second.owner,
                **plans,
            )
        for one in pair.first.measures:
            for other in pair.second.measures:
                if measured_alike(one, other):
                    yield _clash(
                        "merge-measure",
                        name=other.name,
                        one=_measured(one),
                        other=_measured(other),
                        **plans,
                    )


def measured_alike(one: MeasureView, other: MeasureView) -> bool:
    """Whether two measures are called the same, or follow the same indicator."""
    followed = bool(one.indicator) and one.indicator == other.indicator
    return followed or same_name(one.name, other.name)


def _measured(measure: MeasureView) -> str:
    last = max(measure.targets, default=None)
    words = f"from {measure.text(measure.baseline)}"
    return words if last is None else f"{words} to {measure.text(measure.targets[last])}"


def _line_clashes(plans: Sequence[PlanView]) -> Iterator[Clash]:
    for one, other in combinations(plans, 2):
        for first in one.lines:
            for second in other.lines:
                shared = set(_ties(first)) & set(_ties(second))
                if shared:
                    code, facts = "merge-paid-twice", {"tied": ", ".join(sorted(shared))}
                elif same_name(first.name, second.name):
                    code, facts = "merge-same-line", {}
                else:
                    continue
                yield _clash(
                    code,
                    name=first.name,
                    other=second.name,
                    pence=format_money(first.lifetime),
                    more=format_money(second.lifetime),
                    first=called(one),
                    second=called(other),
                    **facts,
                )


def _ties(line: LineView) -> list[str]:
    return line.tied_to.split(", ") if line.tied_to else []


def _limits(
    plans: Sequence[PlanView],
) -> tuple[dict[int, tuple[int, str]], list[Clash]]:
    """The limits that all plans of a year have, added up; a clash for each that only some have."""
    found: dict[int, tuple[int, str]] = {}
    clashes = []
    for year in sorted({year for plan in plans for year in plan.controls}):
        of_year = [plan for plan in plans if year in plan.head.years]
        having = [plan for plan in plans if year in plan.controls]
        lacking = [plan for plan in of_year if year not in plan.controls]
        if lacking:
            clashes.append(
                _clash(
                    "merge-limit",
                    year=year_name(year),
                    first=" and ".join(map(called, having)),
                    second=" and ".join(map(called, lacking)),
                )
            )
            continue
        pence = sum(plan.controls[year].pence for plan in having)
        why = "; ".join(
            f"{plan.head.body_name} {format_money(plan.controls[year].pence)}:"
            f" {plan.controls[year].explanation}"
            for plan in having
        )
        found[year] = (pence, why)
    return found, clashes


def _period_clashes(plans: Sequence[PlanView], stated: MergeStated) -> Iterator[Clash]:
    end, own = last_day(stated.first, stated.years), years_of(stated.first, stated.years)
    for plan in plans:
        if plan.head.ends_on != end and any(line.ends_on is None for line in plan.lines):
            yield _clash(
                "merge-period",
                first=called(plan),
                day=format_date(plan.head.ends_on.isoformat()),
            )
        beyond = [
            (measure, year)
            for aim in plan.living
            for measure in aim.measures
            for year in measure.targets
            if year not in own
        ]
        for measure, year in beyond:
            yield _clash(
                "merge-target", name=measure.name, year=year_name(year), first=called(plan)
            )
