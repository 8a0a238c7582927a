"""Reads call-offs: their facts, their clock on a day, their gates and papers."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from areateam.calloffs.call_off_clock_rules import (
    CallOffClock,
    LossFacts,
    PauseFacts,
    StageFacts,
    clock,
)
from areateam.calloffs.tier_rules import Decided, Weight, with_tier
from areateam.cases.case_rules import Rulebook
from areateam.cases.clock_rules import statutory_date
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.framework_definitions import Framework, GateSpec, read_framework
from areateam.catalogue.route_definitions import Route, Routes, read_routes
from areateam.core.problems import UserProblem
from areateam.core.work_calendar import WorkCalendar

NOTICE, CONTRACT, AWARD = "notice", "contract", "award"
"""Stages that rules name: bidders are told, the contract is signed, the award is decided."""
FRAMEWORK = "frameworks/fesc.toml"
"""The framework that is shipped."""
_NUMBER = re.compile(r"\d\d/\d{2,}")


@dataclass(frozen=True)
class CallOffBook:
    """What call-offs are reckoned by: routes, a framework, working days, rules and the day."""

    routes: Routes
    framework: Framework
    rules: Rulebook

    @property
    def today(self) -> date:
        """The day that everything is worked out for."""
        return self.rules.today

    @property
    def calendar(self) -> WorkCalendar:
        """The working days."""
        return self.rules.calendar

    def standstill_end(self, notified: date) -> date:
        """The last day of the standstill after bidders were told of an award."""
        rule = self.rules.catalogue.clock_rules.on(self.framework.standstill_rule, notified)
        return statutory_date(rule, notified, self.calendar).legal


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate of a call-off: the tier it stands at, whether it does, and whether it was passed."""

    gate: GateSpec
    tier: int
    applies: bool
    half_days: int
    rule: str
    passed_on: str | None
    passed_by: str


@dataclass(frozen=True, slots=True)
class GateNote:
    """One line of the ledger of proportion."""

    number: str
    title: str
    gate: str
    decided: str
    tier: int
    on: str
    rule: str
    value_pence: int
    risk_points: int
    reason: str
    by: str
    second: str


@dataclass(frozen=True, slots=True)
class Bidder:
    """A supplier that was asked."""

    id: int
    name: str
    interests: str
    interests_note: str
    rank: int | None
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document filed at a stage of a call-off."""

    id: int
    paper: str
    title: str
    name: str
    sha256: str
    size: int
    dated_on: str
    filed_by: str


@dataclass(frozen=True, slots=True)
class CallOffView:
    """A call-off on a day."""

    id: int
    number: str
    title: str
    need: str
    sponsor: str
    area: str
    lot: str
    route: Route
    standstill: bool
    weight: Weight
    tier: int
    ruled_tier: int
    started_on: date
    needed_by: date | None
    notified_on: date | None
    standstill_ends: date | None
    ended_on: date | None
    outcome: str
    outcome_reason: str
    contract: int | None
    task_uid: str
    pauses: tuple[PauseFacts, ...]
    losses: tuple[LossFacts, ...]
    gates: tuple[GateLine, ...]
    bidders: tuple[Bidder, ...]
    clock: CallOffClock
    fast_limit: int

    @property
    def value_pence(self) -> int:
        """The value over the whole term."""
        return self.weight.value_pence

    @property
    def over_limit(self) -> int:
        """Half-days by which the whole breaks 4½ weeks; 0 or less where it keeps them."""
        return self.clock.total - self.fast_limit

    @property
    def state(self) -> str:
        """The state of its framework's machine that it is in."""
        today = self.clock.today
        if self.outcome:
            return self.outcome
        if today < self.clock.track.start:
            return "planned"
        if any(pause.holds_on(today, today) for pause in self.pauses):
            return "paused"
        if self.standstill_ends and today <= self.standstill_ends:
            return "standstill"
        return "running"

    @property
    def is_open(self) -> bool:
        """Whether work on it goes on."""
        return not self.outcome


def is_call_off_ref(ref: str) -> bool:
    """Whether a reference has the form of a call-off's, such as 12/03."""
    return _NUMBER.fullmatch(ref.strip()) is not None


def call_off_id_of(connection: sqlite3.Connection, ref: str) -> int:
    """The call-off of that number; UserProblem("unknown-record") where there is none."""
    row = connection.execute("SELECT id FROM call_off WHERE number = ?", (ref.strip(),)).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=ref)
    return int(row[0])


def call_off(connection: sqlite3.Connection, book: CallOffBook, call_off: int) -> CallOffView:
    """One call-off; UserProblem("unknown-record") where there is none of that id."""
    found = call_offs(connection, book, only=call_off)
    if not found:
        raise UserProblem("unknown-record", ref=str(call_off))
    return found[0]


def call_offs(
    connection: sqlite3.Connection, book: CallOffBook, *, only: int | None = None
) -> tuple[CallOffView, ...]:
    """Every call-off by its number, newest first; or the one of an id."""
    where = "" if only is None else " WHERE id = :only"
    values = {"only": only}
    rows = connection.execute(
        f"SELECT id, number, title, need, sponsor, area, lot, route, standstill, value_pence,"
        f" risk_answers, tier, ruled_tier, started_on, needed_by, notified_on, ended_on,"
        f" coalesce(outcome, ''), coalesce(outcome_reason, ''), contract_id,"
        f" coalesce(task_uid, '') FROM call_off{where} ORDER BY started_on DESC, number DESC",
        values,
    ).fetchall()
    parts = _Parts(connection, only)
    return tuple(_view(row, book, parts) for row in rows)


class _Parts:
    """What hangs on call-offs, read once for all of them, or for one."""

    def __init__(self, connection: sqlite3.Connection, only: int | None) -> None:
        def of(table: str, columns: str) -> dict[int, list[Any]]:
            where = "" if only is None else " WHERE call_off_id = :only"
            found: dict[int, list[Any]] = defaultdict(list)
            order = "call_off_id, position" if table == "call_off_stage" else "id"
            rows = connection.execute(
                f"SELECT call_off_id, {columns} FROM {table}{where} ORDER BY {order}",
                {"only": only},
            )
            for owner, *facts in rows:
                found[owner].append(tuple(facts))
            return found

        self.stages = of(
            "call_off_stage",
            "key, label, short, baseline_half_days, target_half_days, begun_on, done_on, by_noon",
        )
        self.pauses = of("call_off_pause", "first_on, last_on, reason")
        self.losses = of("call_off_loss", "stage, cause, half_days")
        self.gates = of("gate_entry", "gate, decided, tier, decided_on, rule, decided_by")
        self.bidders = of(
            "call_off_bidder",
            "id, name, interests, interests_note, rank, state, coalesce(reason, '')",
        )


def day_or_none(text: str | None) -> date | None:
    """The date of an ISO text, None for none."""
    return date.fromisoformat(text) if text else None


def _view(row: Any, book: CallOffBook, parts: _Parts) -> CallOffView:
    (number_id, number, title, need, sponsor, area, lot, route, standstill, value, answers, tier,
     ruled, started, needed, notified, ended, outcome, why, contract, task) = row  # fmt: skip
    pauses = tuple(
        PauseFacts(date.fromisoformat(first), day_or_none(last), reason)
        for first, last, reason in parts.pauses[number_id]
    )
    notified_on = day_or_none(notified)
    ends = book.standstill_end(notified_on) if standstill and notified_on else None
    found = clock(
        [_stage(facts) for facts in parts.stages[number_id]],
        date.fromisoformat(started),
        book.calendar,
        day_or_none(ended) or book.today,
        pauses=pauses,
        not_before={NOTICE: ends} if ends else None,
    )
    return CallOffView(
        id=number_id,
        number=number,
        title=title,
        need=need,
        sponsor=sponsor,
        area=area,
        lot=lot,
        route=book.routes.named(route),
        standstill=bool(standstill),
        weight=Weight(value, json.loads(answers), lot),
        tier=tier,
        ruled_tier=ruled,
        started_on=date.fromisoformat(started),
        needed_by=day_or_none(needed),
        notified_on=notified_on,
        standstill_ends=ends,
        ended_on=day_or_none(ended),
        outcome=outcome,
        outcome_reason=why,
        contract=contract,
        task_uid=task,
        pauses=pauses,
        losses=tuple(LossFacts(*loss) for loss in parts.losses[number_id]),
        gates=gate_lines(book.framework, parts.gates[number_id]),
        bidders=tuple(Bidder(*bidder) for bidder in parts.bidders[number_id]),
        clock=found,
        fast_limit=book.routes.fast.working_half_days,
    )


def _stage(facts: Any) -> StageFacts:
    key, label, short, baseline, target, begun, done, by_noon = facts
    return StageFacts(
        key, label, short, baseline, target, day_or_none(begun), day_or_none(done), bool(by_noon)
    )


def gate_lines(framework: Framework, entries: Iterable[Any]) -> tuple[GateLine, ...]:
    """How each gate of a framework stands after the entries made about it, in their order."""
    last: dict[str, Any] = {}
    passed: dict[str, tuple[str, str]] = {}
    for gate, decided, tier, on, rule, by in entries:
        if decided == Decided.PASSED:
            passed[gate] = (on, by)
        else:
            last[gate] = (decided, tier, rule)
            passed.pop(gate, None)
    found = []
    for gate in framework.gate:
        if gate.key not in last:
            continue
        decided, tier, rule = last[gate.key]
        applies = decided in (Decided.APPLIES, Decided.ADDED)
        length = gate.half_days[tier] if applies else 0
        on, by = passed.get(gate.key, (None, ""))
        found.append(GateLine(gate, tier, applies, length, rule, on, by))
    return tuple(found)


def gate_notes(
    connection: sqlite3.Connection, framework: Framework, call_off: int | None = None
) -> tuple[GateNote, ...]:
    """The ledger of proportion: every decision on a gate, of one call-off or of all."""
    labels = {gate.key: gate.label for gate in framework.gate}
    rows = connection.execute(
        "SELECT c.number, c.title, g.gate, g.decided, g.tier, g.decided_on, g.rule,"
        " g.value_pence, g.risk_points, g.reason, g.decided_by, coalesce(g.second, '')"
        " FROM gate_entry g JOIN call_off c ON c.id = g.call_off_id"
        " WHERE :only IS NULL OR c.id = :only ORDER BY c.started_on, c.number, g.id",
        {"only": call_off},
    )
    return tuple(
        GateNote(number, title, labels.get(gate, gate), *rest)
        for number, title, gate, *rest in rows
    )


def papers_of(connection: sqlite3.Connection, call_off: int) -> tuple[Paper, ...]:
    """The documents filed at a call-off, in the order in which they were filed."""
    rows = connection.execute(
        "SELECT id, paper, title, name, sha256, size, dated_on, filed_by FROM call_off_paper"
        " WHERE call_off_id = ? ORDER BY id",
        (call_off,),
    )
    return tuple(Paper(*row) for row in rows)


def call_off_book(connection: sqlite3.Connection, catalogue: Catalogue, today: date) -> CallOffBook:
    """The book of a register: its framework with the tiers that this office set."""
    rules = rulebook(connection, catalogue, today)
    framework = with_own_tiers(connection, read_framework(catalogue.folder / FRAMEWORK))
    return CallOffBook(read_routes(catalogue.folder / "routes"), framework, rules)


def with_own_tiers(connection: sqlite3.Connection, framework: Framework) -> Framework:
    """A framework with the tiers that this office set in place of the shipped ones."""
    rows = connection.execute(
        "SELECT number, below_pence, risk, approver, competition, gate_half_days FROM own_tier"
        " WHERE framework = ?",
        (framework.key,),
    ).fetchall()
    for number, below, risk, approver, competition, lengths in rows:
        framework = with_tier(
            framework, number, below, risk, approver, competition, json.loads(lengths)
        )
    return framework
