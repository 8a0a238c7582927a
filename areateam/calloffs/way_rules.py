"""The states of a call-off and the ways between them: which are open, who may take each, when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from areateam.calloffs.call_off_clock_rules import PauseFacts
from areateam.catalogue.framework_definitions import APPROVER, SPONSOR, EdgeSpec, Framework
from areateam.catalogue.procedure_definitions import Procedures
from areateam.core.problems import UserProblem

PLANNED, RUNNING, PAUSED, STANDSTILL = "planned", "running", "paused", "standstill"
"""The states that dates give; the others are outcomes."""
PAUSE, TELL, REJECT, SIGN, STOP = "pause", "tell", "reject", "sign", "stop"
"""Acts of people that ways are named by."""
REOPEN, AWARD_TO, TAKE_PATH = "reopen", "award", "path"
"""Acts that change no state, and that only some may do all the same."""
_DAY = timedelta(days=1)
CLOCK = "clock"


class Maker(msgspec.Struct, frozen=True):
    """Who makes a change: in which role, and by which name; "" is not stated."""

    role: str = ""
    by: str = ""


NOBODY = Maker()
"""Nobody is stated: enough for what any person may do."""


class StateFacts(msgspec.Struct, frozen=True):
    """What the state of a call-off on a day follows from; `first_day` is its first working day."""

    first_day: date
    pauses: tuple[PauseFacts, ...] = ()
    notified_on: date | None = None
    standstill_ends: date | None = None
    ended_on: date | None = None
    outcome: str = ""


class Move(msgspec.Struct, frozen=True):
    """A change of state: the day, where from and to, and the way taken; None for one unknown."""

    on: date
    source: str
    to: str
    edge: EdgeSpec | None

    @property
    def is_clock(self) -> bool:
        """Whether a date made it, and nobody else."""
        return self.edge is not None and self.edge.who == CLOCK


def state_on(facts: StateFacts, day: date) -> str:
    """The state of a call-off on a day: its outcome from the day it ended, else as dates say."""
    if facts.outcome and (facts.ended_on is None or facts.ended_on <= day):
        return facts.outcome
    if day < facts.first_day:
        return PLANNED
    if any(pause.first <= day <= (pause.last or date.max) for pause in facts.pauses):
        return PAUSED
    told, ends = facts.notified_on, facts.standstill_ends
    if told and ends and told <= day <= ends:
        return STANDSTILL
    return RUNNING


def moves(facts: StateFacts, framework: Framework, until: date) -> tuple[Move, ...]:
    """Every change of state up to a day, in order; the first leads out of being planned.

    A pause's end and a standstill's are the clock's; what people entered is theirs.
    """
    days = {facts.first_day, *(pause.first for pause in facts.pauses)}
    days |= {pause.last + _DAY for pause in facts.pauses if pause.last}
    if facts.notified_on and facts.standstill_ends:
        days |= {facts.notified_on, facts.standstill_ends + _DAY}
    if facts.ended_on:
        days.add(facts.ended_on)
    found: list[Move] = []
    at = PLANNED
    for day in sorted(day for day in days if day <= until):
        now = state_on(facts, day)
        edges = {to: _edge(framework, facts, at, to, day) for to in (now, RUNNING)}
        if now not in (at, RUNNING) and edges[now] is None:
            # What begins on the day on which something else ends runs in between.
            found.append(Move(day, at, RUNNING, edges[RUNNING]))
            at = RUNNING
        if now != at:
            found.append(Move(day, at, now, _edge(framework, facts, at, now, day)))
            at = now
    return tuple(found)


def _edge(
    framework: Framework, facts: StateFacts, source: str, to: str, day: date
) -> EdgeSpec | None:
    """The way from one state to another on a day; None where there is none.

    It is the clock's where there is one for it, but a pause is the clock's only where somebody
    entered it before its first day.
    """
    ways = [edge for edge in framework.edge if (edge.source, edge.to) == (source, to)]
    ahead = any(p.first == day and (p.entered_on or day) < day for p in facts.pauses)
    is_clock = to != PAUSED or ahead
    return next(
        (edge for edge in ways if (edge.who == CLOCK) == is_clock), ways[0] if ways else None
    )


def ways_from(framework: Framework, state: str) -> tuple[EdgeSpec, ...]:
    """The ways that lead out of a state, those to itself with them."""
    return tuple(edge for edge in framework.edge if edge.source == state)


def way(framework: Framework, act: str, state: str) -> EdgeSpec:
    """The way that an act takes from a state; UserProblem("call-off-no-way") with those there are.

    What the clock does, nobody else does.
    """
    ways = ways_from(framework, state)
    for edge in ways:
        if edge.act == act and edge.who != CLOCK:
            return edge
    label = framework.state_of(state).label
    onward = dict.fromkeys(
        framework.state_of(edge.to).label for edge in ways if edge.to != edge.source
    )
    raise UserProblem(
        "call-off-no-way", state=label, act=act, ways=" or ".join(onward) or "nowhere"
    )


def wanted_role(framework: Framework, role: str, tier: int) -> str:
    """The role that a gate or way is for; the approver is that of the tier."""
    return framework.tier[tier].approver_role if role == APPROVER else role


def role_words(procedures: Procedures, framework: Framework, role: str, tier: int) -> str:
    """Whom a gate or way is for, in words: "the sponsor", "Area team panel"."""
    if role == SPONSOR:
        return "the sponsor"
    return procedures.roles[wanted_role(framework, role, tier)].label


def check_maker(
    procedures: Procedures, framework: Framework, role: str, tier: int, sponsor: str, maker: Maker
) -> None:
    """Refuse a change to whoever may not make it; `role` is the one that it is for.

    What is for the sponsor is for that person by name, or for who approves the tier. UserProblem:
    decision-role-needed, role-unknown, decision-not-delegated, decision-not-theirs.
    """
    if role == SPONSOR:
        if maker.role == SPONSOR:
            if maker.by.strip().casefold() != sponsor.strip().casefold():
                raise UserProblem(
                    "decision-not-theirs", name=maker.by.strip() or "Nobody", wanted=sponsor
                )
            return
        if not maker.role:
            raise UserProblem("decision-role-needed", wanted=f"the sponsor, {sponsor}")
    procedures.check_decider(
        maker.role, wanted_role(framework, APPROVER if role == SPONSOR else role, tier)
    )


def meets(first: date, last: date | None, spans: Sequence[tuple[date, date | None]]) -> bool:
    """Whether days meet one of several spans; one without a last day lasts for ever."""
    return any(
        first <= (ends or date.max) and begins <= (last or date.max) for begins, ends in spans
    )
