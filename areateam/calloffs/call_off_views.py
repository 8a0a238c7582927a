"""Reads call-offs: their facts, their clock on a day, their gates and papers."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Container
from datetime import date
from typing import Any

import msgspec

from areateam.calloffs.call_off_clock_rules import (
    CallOffClock,
    LossFacts,
    PauseFacts,
    StageFacts,
    clock,
)
from areateam.calloffs.gate_views import GateLine, gate_lines
from areateam.calloffs.tier_rules import Weight, with_tier
from areateam.calloffs.way_rules import StateFacts, state_on
from areateam.cases.case_rules import Rulebook
from areateam.cases.clock_rules import statutory_date
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.framework_definitions import Framework, PathSpec, read_framework
from areateam.catalogue.procedure_definitions import Procedures
from areateam.catalogue.route_definitions import Route, Routes, read_routes
from areateam.core.problems import UserProblem
from areateam.core.work_calendar import WorkCalendar

NOTICE, CONTRACT, AWARD, COMPETITION = "notice", "contract", "award", "competition"
"""Stages that rules name: bidders told, contract signed, award decided, bids may come."""
FRAMEWORK = "frameworks/fesc.toml"
"""The framework that is shipped."""
_NUMBER = re.compile(r"\d\d/\d{2,}")


class CallOffBook(msgspec.Struct, frozen=True):
    """What call-offs are reckoned by: routes, a framework, working days, rules and the day."""

    routes: Routes
    framework: Framework
    rules: Rulebook

    @property
    def today(self) -> date:
        """The day that everything is worked out for."""
        return self.rules.today

    @property
    def procedures(self) -> Procedures:
        """The procedures, for the roles that they know."""
        return self.rules.catalogue.procedures

    @property
    def calendar(self) -> WorkCalendar:
        """The working days."""
        return self.rules.calendar

    def standstill_end(self, notified: date) -> date:
        """The last day of the standstill after bidders were told of an award."""
        rule = self.rules.catalogue.clock_rules.on(self.framework.standstill_rule, notified)
        return statutory_date(rule, notified, self.calendar).legal


class Bidder(msgspec.Struct, frozen=True):
    """A supplier that was asked."""

    id: int
    name: str
    interests: str
    interests_note: str
    rank: int | None
    state: str
    reason: str


class Decision(msgspec.Struct, frozen=True):
    """A change that only some may make: what, in which role, by whom, on which ISO day, why."""

    act: str
    role: str
    by: str
    on: str
    reason: str


class Ending(msgspec.Struct, frozen=True):
    """What becomes of the contract when its commissioner ends.

    `term_ends_on` is the contract's last day as stated here, `register_ends_on` as the register
    has it; `early` whether it may be ended early (None where nobody has said), `terms` on what
    terms. `after` is a key of the framework, `body` who has it then.
    """

    term_ends_on: date | None = None
    early: bool | None = None
    terms: str = ""
    after: str = ""
    body: str = ""
    register_ends_on: date | None = None

    @property
    def last_day(self) -> date | None:
        """The contract's last day: what was stated here goes before what the register has."""
        return self.term_ends_on or self.register_ends_on


class CallOffView(msgspec.Struct, frozen=True):
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
    path: PathSpec
    path_reason: str
    bids_due_on: date | None
    ending: Ending
    decisions: tuple[Decision, ...]

    @property
    def value_pence(self) -> int:
        """The value over the whole term."""
        return self.weight.value_pence

    @property
    def over_limit(self) -> int:
        """Half-days by which the whole breaks 4½ weeks; 0 or less where it keeps them."""
        return self.clock.total - self.fast_limit

    @property
    def dated(self) -> StateFacts:
        """What its state on any day follows from."""
        return StateFacts(
            self.clock.track.start, self.pauses, self.notified_on, self.standstill_ends,
            self.ended_on, self.outcome,
        )  # fmt: skip

    @property
    def state(self) -> str:
        """The state of its framework's machine that it is in."""
        return state_on(self.dated, self.clock.today)

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
        f" coalesce(task_uid, ''), path, coalesce(path_reason, ''), bids_due_on, term_ends_on,"
        f" early_exit, coalesce(exit_terms, ''), coalesce(after, ''), coalesce(after_body, ''),"
        f" (SELECT end_date FROM contract WHERE contract.id = contract_id) FROM call_off{where}"
        f" ORDER BY started_on DESC, number DESC",
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
        entered = "(SELECT substr(at, 1, 10) FROM operation WHERE operation.id = made)"
        self.pauses = of("call_off_pause", f"first_on, last_on, reason, {entered}")
        self.losses = of("call_off_loss", "stage, cause, half_days")
        self.gates = of(
            "gate_entry",
            "gate, decided, tier, decided_on, rule, decided_by, coalesce(decided_role, '')",
        )
        self.decisions = of(
            "call_off_decision", "act, decided_role, decided_by, decided_on, reason"
        )
        self.bidders = of(
            "call_off_bidder",
            "id, name, interests, interests_note, rank, state, coalesce(reason, '')",
        )


def day_or_none(text: str | None) -> date | None:
    """The date of an ISO text, None for none."""
    return date.fromisoformat(text) if text else None


def _view(row: Any, book: CallOffBook, parts: _Parts) -> CallOffView:
    (number_id, number, title, need, sponsor, area, lot, route, standstill, value, answers, tier,
     ruled, started, needed, notified, ended, outcome, why, contract, task, path_key, path_why,
     bids_due, term_ends, early, terms, after, body, contract_ends) = row  # fmt: skip
    path = book.framework.path_of(path_key)
    pauses = tuple(
        PauseFacts(date.fromisoformat(first), day_or_none(last), reason, day_or_none(entered))
        for first, last, reason, entered in parts.pauses[number_id]
    )
    notified_on = day_or_none(notified)
    ends = book.standstill_end(notified_on) if standstill and notified_on else None
    bids_due_on = day_or_none(bids_due)
    found = clock(
        [_stage(facts, path.skips) for facts in parts.stages[number_id]],
        date.fromisoformat(started),
        book.calendar,
        day_or_none(ended) or book.today,
        pauses=pauses,
        not_before=floors(ends, bids_due_on),
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
        path=path,
        path_reason=path_why,
        bids_due_on=bids_due_on,
        ending=_ending(term_ends, early, terms, after, body, contract_ends),
        decisions=tuple(Decision(*decision) for decision in parts.decisions[number_id]),
    )


def _ending(
    term_ends: str | None,
    early: int | None,
    terms: str,
    after: str,
    body: str,
    register: str | None,
) -> Ending:
    may = None if early is None else bool(early)
    return Ending(day_or_none(term_ends), may, terms, after, body, day_or_none(register))


def floors(standstill_ends: date | None, bids_due_on: date | None) -> dict[str, date]:
    """The stages that cannot end before a day."""
    known = {NOTICE: standstill_ends, COMPETITION: bids_due_on}
    return {stage: day for stage, day in known.items() if day}


def _stage(facts: Any, skips: Container[str]) -> StageFacts:
    key, label, short, baseline, target, begun, done, by_noon = facts
    return StageFacts(
        key, label, short, baseline, 0 if key in skips else target, day_or_none(begun),
        day_or_none(done), bool(by_noon), skipped=key in skips,
    )  # fmt: skip


def call_off_book(connection: sqlite3.Connection, catalogue: Catalogue, today: date) -> CallOffBook:
    """The book of a register: its framework with the tiers that this office set."""
    rules = rulebook(connection, catalogue, today)
    roles = frozenset(catalogue.procedures.roles)
    framework = with_own_tiers(connection, read_framework(catalogue.folder / FRAMEWORK, roles))
    return CallOffBook(read_routes(catalogue.folder / "routes"), framework, rules)


def with_own_tiers(connection: sqlite3.Connection, framework: Framework) -> Framework:
    """A framework with the tiers that this office set in place of the shipped ones."""
    rows = connection.execute(
        "SELECT number, below_pence, risk, approver, competition, gate_half_days,"
        " coalesce(approver_role, '') FROM own_tier WHERE framework = ?",
        (framework.key,),
    ).fetchall()
    for number, below, risk, approver, competition, lengths, role in rows:
        framework = with_tier(
            framework, number, below, risk, approver, competition, json.loads(lengths),
            approver_role=role or framework.tier[number].approver_role,
        )  # fmt: skip
    return framework
