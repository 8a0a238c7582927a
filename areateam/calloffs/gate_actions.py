"""Changes governance of a call-off: its tier, one gate's, what was passed, and a tier's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from areateam.calloffs.call_off_actions import open_view
from areateam.calloffs.call_off_rows import CallOff, CallOffStage, GateEntry, OwnTier
from areateam.calloffs.call_off_views import CallOffBook, CallOffView, call_off
from areateam.calloffs.gate_views import GateLine
from areateam.calloffs.tier_rules import (
    Decided,
    Weight,
    check_answers,
    gate_ruling,
    ruled_tier,
    stage_targets,
)
from areateam.calloffs.way_rules import NOBODY, Maker, check_maker
from areateam.catalogue.framework_definitions import GateSpec, named
from areateam.catalogue.route_definitions import FAST
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


class TierChange(msgspec.Struct, frozen=True):
    """Another tier, why, and for a lower one the second person who agreed."""

    tier: int
    reason: str
    second: str = ""


def change_tier(write: Write, book: CallOffBook, number: int, change: TierChange) -> int:
    """Raise or lower the tier of a whole call-off; returns how many gates changed.

    Raising needs a reason, lowering a second person too. UserProblem: call-off-ended, tier-unknown,
    tier-same, reason-needed, second-person-needed, second-person-same.
    """
    view = open_view(write, book, number)
    _check(write, book, view.tier, change)
    write.amend(CallOff, number, tier=change.tier)
    return _move(write, book, view, book.framework.gate, change)


def change_gate(
    write: Write, book: CallOffBook, number: int, gate: str, change: TierChange
) -> None:
    """Raise or lower the tier of one gate; the stage it stands in is dated anew.

    UserProblem: as `change_tier`, choice-unknown, gate-is-hard.
    """
    view = open_view(write, book, number)
    spec = named(book.framework.gate, gate, "gate")
    line = next(line for line in view.gates if line.gate.key == gate)
    _check(write, book, line.tier, change)
    if spec.hard and change.tier < spec.from_tier:
        raise UserProblem("gate-is-hard", gate=spec.label)
    _move(write, book, view, (spec,), change)


def weigh_again(
    write: Write,
    book: CallOffBook,
    number: int,
    *,
    value_pence: int | None = None,
    answers: Mapping[str, int] | None = None,
) -> int:
    """Give a call-off another value or other answers about risk, and return the tier of that.

    A higher tier is taken at once; a lower one waits for `change_tier` and its second person.
    UserProblem: call-off-ended, value-negative, risk-answer-wrong, choice-unknown.
    """
    view = open_view(write, book, number)
    value = view.value_pence if value_pence is None else value_pence
    if value < 0:
        raise UserProblem("value-negative")
    stated = {**view.weight.answers, **(answers or {})}
    check_answers(book.framework, stated)
    ruling = ruled_tier(book.framework, Weight(value, stated, view.lot))
    write.amend(CallOff, number, value_pence=value, risk_answers=stated, ruled_tier=ruling.tier)
    if ruling.tier > view.tier:
        write.amend(CallOff, number, tier=ruling.tier)
        changed = call_off(write.connection, book, number)
        _move(write, book, changed, book.framework.gate, TierChange(ruling.tier, ruling.rule))
    return ruling.tier


def pass_gate(
    write: Write, book: CallOffBook, number: int, gate: str, on: date, maker: Maker
) -> None:
    """Say who let a call-off through a gate, in which role, and when.

    The check of interests needs a declaration of every bidder and no conflict. UserProblem:
    call-off-ended, choice-unknown, gate-not-standing, gate-passed-already, signer-needed,
    stage-later, interests-open, interests-conflict, and as `check_maker`.
    """
    view = open_view(write, book, number)
    spec = named(book.framework.gate, gate, "gate")
    line = next(line for line in view.gates if line.gate.key == gate)
    if not line.applies:
        raise UserProblem("gate-not-standing", gate=spec.label, tier=line.tier)
    if line.passed_on:
        raise UserProblem("gate-passed-already", gate=spec.label, day=line.passed_on)
    by = maker.by.strip()
    if not by:
        raise UserProblem("signer-needed")
    check_maker(book.procedures, book.framework, spec.role, line.tier, view.sponsor, maker)
    if on > book.today:
        raise UserProblem("stage-later", day=on.isoformat())
    if gate == "interests":
        _check_interests(view)
    role = book.procedures.roles[maker.role].label
    words = f"{spec.label}: passed by {by}, {role.lower()}."
    _enter(write, book, view, line, Decided.PASSED, words, on=on, maker=maker)


def set_tier(write: Write, book: CallOffBook, number: int, stated: Mapping[str, str]) -> None:
    """Set figures of a tier for this office, with their source; open call-offs keep theirs.

    `stated` may name below_pence, risk, approver, approver_role, competition, source, and gates
    by key in half-days. UserProblem: tier-unknown, choice-unknown, number-not-whole, role-unknown,
    rule-source-needed.
    """
    framework = book.framework
    if not 0 <= number < len(framework.tier):
        raise UserProblem("tier-unknown", value=number, known=len(framework.tier) - 1)
    tier = framework.tier[number]
    gates = {gate.key: gate.half_days[number] for gate in framework.gate}
    known = (
        "below_pence", "risk", "approver", "approver_role", "competition", "source", *gates,
    )  # fmt: skip
    for key in stated:
        if key not in known:
            raise UserProblem("unknown-field", name=key, known=", ".join(known))
    if not stated.get("source", "").strip():
        raise UserProblem("rule-source-needed", rule=f"tier {number}")
    risk = stated.get("risk", tier.risk)
    named(framework.band, risk, "band of risk")
    role = stated.get("approver_role", tier.approver_role)
    if role not in book.procedures.roles:
        raise UserProblem("role-unknown", role=role, known=", ".join(book.procedures.roles))
    lengths = {key: _whole(stated[key]) if key in stated else old for key, old in gates.items()}
    below = _whole(stated["below_pence"]) if "below_pence" in stated else tier.below_pence
    values = {
        "framework": framework.key, "number": number, "below_pence": below, "risk": risk,
        "approver": stated.get("approver", tier.approver),
        "competition": stated.get("competition", tier.competition),
        "gate_half_days": lengths, "source": stated["source"].strip(), "author": write.user,
        "set_on": book.today.isoformat(), "approver_role": role,
    }  # fmt: skip
    row = write.execute(
        "SELECT id FROM own_tier WHERE framework = ? AND number = ?", (framework.key, number)
    ).fetchone()
    if row:
        write.amend(OwnTier, row[0], **values)
    else:
        write.insert(OwnTier, **values)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise UserProblem("number-not-whole", value=text)
    return int(text)


def _check(write: Write, book: CallOffBook, now: int, change: TierChange) -> None:
    if not 0 <= change.tier < len(book.framework.tier):
        raise UserProblem("tier-unknown", value=change.tier, known=len(book.framework.tier) - 1)
    if change.tier == now:
        raise UserProblem("tier-same", tier=now)
    if not change.reason.strip():
        verb = "raise" if change.tier > now else "lower"
        raise UserProblem("reason-needed", what=f"{verb} a tier")
    if change.tier < now:
        second = change.second.strip()
        if not second:
            raise UserProblem("second-person-needed")
        if second.casefold() == write.user.strip().casefold():
            raise UserProblem("second-person-same", name=second)


def _move(
    write: Write,
    book: CallOffBook,
    view: CallOffView,
    gates: Sequence[GateSpec],
    change: TierChange,
) -> int:
    """Enter what the change does to gates, and give open stages their new length."""
    changed = 0
    lines = {line.gate.key: line for line in view.gates}
    for gate in gates:
        line = lines[gate.key]
        ruling = gate_ruling(gate, change.tier, f"Tier {change.tier} in place of {line.tier}.")
        if line.tier == change.tier:
            continue
        if ruling.applies == line.applies:
            decided = ruling.decided
        else:
            decided = Decided.ADDED if ruling.applies else Decided.DROPPED
        if line.passed_on and ruling.applies:
            continue
        changed += ruling.applies != line.applies or ruling.half_days != line.half_days
        moved = GateLine(gate, change.tier, ruling.applies, ruling.half_days, "", None, "")
        _enter(
            write, book, view, moved, decided, ruling.rule,
            reason=change.reason.strip(), second=change.second.strip(),
        )  # fmt: skip
    _set_targets(write, book, view.id)
    return changed


def _enter(
    write: Write,
    book: CallOffBook,
    view: CallOffView,
    line: GateLine,
    decided: Decided,
    rule: str,
    *,
    on: date | None = None,
    maker: Maker = NOBODY,
    reason: str = "",
    second: str = "",
) -> None:
    write.insert(
        GateEntry,
        call_off=view.id,
        gate=line.gate.key,
        decided=decided.value,
        tier=line.tier,
        on=(on or book.today).isoformat(),
        rule=rule,
        value_pence=view.value_pence,
        risk_points=view.weight.points,
        reason=reason,
        by=maker.by.strip() or write.user,
        second=second or None,
        role=maker.role or None,
    )


def _set_targets(write: Write, book: CallOffBook, number: int) -> None:
    view = call_off(write.connection, book, number)
    targets = stage_targets(
        view.route,
        book.framework,
        {line.gate.key: line.tier for line in view.gates},
        standstill=view.standstill,
        is_fast=view.route.key == FAST,
    )
    for stage in view.clock.stages:
        target = targets[stage.facts.key]
        if not stage.is_open or stage.facts.target == target:
            continue
        (found,) = write.execute(
            "SELECT id FROM call_off_stage WHERE call_off_id = ? AND key = ?",
            (number, stage.facts.key),
        ).fetchone()
        write.amend(CallOffStage, found, target_half_days=target)


def _check_interests(view: CallOffView) -> None:
    asked = [bidder for bidder in view.bidders if bidder.state != "declined"]
    waiting = [bidder.name for bidder in asked if bidder.interests == "not declared"]
    if not asked or waiting:
        raise UserProblem("interests-open", names=", ".join(waiting) or "no bidder is named yet")
    conflicts = [bidder.name for bidder in asked if bidder.interests == "conflict"]
    if conflicts:
        raise UserProblem("interests-conflict", names=", ".join(conflicts))
