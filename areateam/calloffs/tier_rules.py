"""Governance in proportion: which tier value and risk give, which gates it has, what they cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from areateam.calloffs.route_rules import day_words
from areateam.catalogue.framework_definitions import (
    MOST_POINTS,
    BandSpec,
    Framework,
    GateSpec,
    TierSpec,
)
from areateam.catalogue.route_definitions import Route
from areateam.core.amounts import format_money
from areateam.core.copies import replaced
from areateam.core.problems import UserProblem


class Decided(StrEnum):
    """What was decided about a gate."""

    APPLIES = "applies"
    SKIPPED = "skipped"
    ADDED = "added"
    DROPPED = "dropped"
    PASSED = "passed"


class Weight(msgspec.Struct, frozen=True):
    """What a tier follows from: value, answers about risk, and the lot."""

    value_pence: int
    answers: Mapping[str, int]
    lot: str

    @property
    def points(self) -> int:
        """The sum of the answers."""
        return sum(self.answers.values())


class Ruling(msgspec.Struct, frozen=True):
    """The tier that value, risk and lot give, with the sentence that says why."""

    tier: int
    rule: str


class GateRuling(msgspec.Struct, frozen=True):
    """Whether a gate stands at a tier, at what length, and the rule that says so."""

    gate: GateSpec
    tier: int
    applies: bool
    half_days: int
    rule: str

    @property
    def decided(self) -> Decided:
        """What the ledger of proportion writes of it."""
        return Decided.APPLIES if self.applies else Decided.SKIPPED


def check_answers(framework: Framework, answers: Mapping[str, int]) -> None:
    """Refuse answers that are no number from 0 to 3, and unknown or missing questions.

    Raises UserProblem: risk-answer-wrong, risk-answers-missing, choice-unknown.
    """
    known = {question.key: question.label for question in framework.question}
    for key, points in answers.items():
        if key not in known:
            raise UserProblem(
                "choice-unknown", what="question about risk", value=key, known=", ".join(known)
            )
        if not 0 <= points <= MOST_POINTS:
            raise UserProblem("risk-answer-wrong", question=known[key], value=points)
    missing = [key for key in known if key not in answers]
    if missing:
        raise UserProblem("risk-answers-missing", missing=", ".join(missing))


def band_of(framework: Framework, points: int) -> BandSpec:
    """The band that a sum of answers lies in."""
    return next(band for band in framework.band if points <= band.up_to)


def ruled_tier(framework: Framework, weight: Weight) -> Ruling:
    """The highest of the tiers that value, risk and lot ask for, and why."""
    bands = [band.key for band in framework.band]
    band = band_of(framework, weight.points)
    by_value = next(
        tier
        for tier in framework.tier
        if tier.below_pence is None or weight.value_pence < tier.below_pence
    )
    by_risk = next(
        tier for tier in framework.tier if bands.index(band.key) <= bands.index(tier.risk)
    )
    lot = next(lot for lot in framework.lot if lot.key == weight.lot)
    number = max(by_value.number, by_risk.number, lot.least_tier)
    most = MOST_POINTS * len(framework.question)
    words = f"{format_money(weight.value_pence)} is {_limit_words(by_value)}"
    words += f" (tier {by_value.number}), risk {weight.points} of {most} is {band.label}"
    words += f" (tier {by_risk.number})"
    if lot.least_tier:
        words += f", the lot is {lot.key} (tier {lot.least_tier})"
    return Ruling(number, f"Tier {number}, the highest of: {words}.")


def _limit_words(tier: TierSpec) -> str:
    if tier.below_pence is None:
        return "above every limit"
    return f"below {format_money(tier.below_pence)}"


def gate_ruling(gate: GateSpec, tier: int, why: str) -> GateRuling:
    """Whether a gate stands at a tier; `why` is the sentence that gave the tier."""
    applies = tier >= gate.from_tier
    length = gate.half_days[tier] if applies else 0
    words = f"{why} {gate.label} stands from tier {gate.from_tier} on"
    words += f", {day_words(length)}." if length else "."
    return GateRuling(gate, tier, applies, length, words)


def with_tier(
    framework: Framework,
    number: int,
    below_pence: int | None,
    risk: str,
    approver: str,
    competition: str,
    gate_half_days: Mapping[str, int],
    *,
    approver_role: str,
) -> Framework:
    """A framework with other figures for one of its tiers; lengths by gate in half-days."""
    set_to = {
        "below_pence": below_pence, "risk": risk, "approver": approver, "competition": competition,
        "approver_role": approver_role,
    }  # fmt: skip
    tiers = tuple(
        replaced(tier, **set_to) if tier.number == number else tier for tier in framework.tier
    )
    gates = tuple(_with_length(gate, number, gate_half_days) for gate in framework.gate)
    return replaced(framework, tier=tiers, gate=gates)


def _with_length(gate: GateSpec, tier: int, lengths: Mapping[str, int]) -> GateSpec:
    if gate.key not in lengths:
        return gate
    changed = [*gate.half_days]
    changed[tier] = lengths[gate.key]
    return replaced(gate, half_days=tuple(changed))


def timed_stages(framework: Framework) -> set[str]:
    """The stages whose length is that of their gates."""
    return {gate.stage for gate in framework.gate if any(gate.half_days)}


def stage_targets(
    route: Route,
    framework: Framework,
    gate_tiers: Mapping[str, int],
    *,
    standstill: bool,
    is_fast: bool,
) -> dict[str, int]:
    """The half-days of every stage: those of the route, and of the gates where gates set them.

    `gate_tiers` are the tiers that the gates stand at, by gate. Only the fast route has governance
    in proportion.
    """
    targets = route.budgets(standstill=standstill)
    if not is_fast:
        return targets
    for stage in timed_stages(framework) & set(targets):
        targets[stage] = sum(
            gate.half_days[gate_tiers[gate.key]]
            for gate in framework.gate
            if gate.stage == stage and gate_tiers[gate.key] >= gate.from_tier
        )
    return targets


class Budget(msgspec.Struct, frozen=True):
    """What targets plan against the length of a route, in half-days, with a sentence."""

    planned: int
    limit: int
    governance: int
    sentence: str

    @property
    def over(self) -> int:
        """Half-days that the plan breaks the length by; 0 or less where it keeps it."""
        return self.planned - self.limit


def budget_of(
    route: Route, framework: Framework, targets: Mapping[str, int], tiers: Sequence[int]
) -> Budget:
    """Whether targets keep the length of a route, and by how much they break it."""
    planned = sum(targets.values())
    spent = sum(targets[stage] for stage in timed_stages(framework) if stage in targets)
    over = planned - route.working_half_days
    words = f"Governance takes {day_words(spent)} of {day_words(planned)} planned"
    if over > 0:
        usual = route.planned()
        words += (
            f": {day_words(over)} over the {day_words(route.working_half_days)} of the"
            f" {route.label}, and {day_words(planned - usual)} over its plan of"
            f" {day_words(usual)}. Take that time from another stage, or promise it later."
        )
    else:
        words += f"; {day_words(-over)} of the {route.label} are held."
    highest = max(tiers, default=0)
    return Budget(planned, route.working_half_days, spent, f"Tier {highest}. {words}")
