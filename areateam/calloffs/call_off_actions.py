"""Work on a call-off: open it, go through its stages, pause it, tell bidders, end it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from areateam.calloffs.call_off_clock_rules import StageClock, StageState
from areateam.calloffs.call_off_rows import (
    CallOff,
    CallOffDecision,
    CallOffLoss,
    CallOffStage,
    GateEntry,
)
from areateam.calloffs.call_off_views import (
    AWARD,
    COMPETITION,
    CONTRACT,
    NOTICE,
    CallOffBook,
    CallOffView,
    call_off,
)
from areateam.calloffs.route_rules import plain_day_words
from areateam.calloffs.tier_rules import (
    Weight,
    check_answers,
    gate_ruling,
    ruled_tier,
    stage_targets,
)
from areateam.calloffs.way_rules import NOBODY, REOPEN, SIGN, Maker, check_maker, state_on, way
from areateam.catalogue.framework_definitions import PathSpec, named
from areateam.catalogue.route_definitions import FAST
from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


class Opening(msgspec.Struct, frozen=True):
    """What a call-off is opened with; `answers` are 0 to 3 by question about risk."""

    title: str
    need: str
    sponsor: str
    area: str
    lot: str
    value_pence: int
    answers: Mapping[str, int]
    start: date
    route: str = FAST
    standstill: bool = False
    needed_by: date | None = None
    task_uid: str = ""
    path: str = "competition"
    path_reason: str = ""


def open_call_off(write: Write, book: CallOffBook, opening: Opening) -> int:
    """Open a call-off with its stages, its tier and its gates, and return its id.

    UserProblem: value-needed, choice-unknown, route-unknown, risk-answer-wrong,
    risk-answers-missing, value-negative, path-not-open, reason-needed.
    """
    framework = book.framework
    _check(book, opening)
    weight = Weight(opening.value_pence, dict(opening.answers), opening.lot)
    ruling = ruled_tier(framework, weight)
    check_path(framework.path_of(opening.path), ruling.tier, opening.path_reason)
    made = write.insert(
        CallOff,
        number=_next_number(write, opening.start),
        framework=framework.key,
        title=opening.title.strip(),
        need=opening.need.strip(),
        sponsor=opening.sponsor.strip(),
        area=opening.area,
        lot=opening.lot,
        value_pence=opening.value_pence,
        risk_answers=dict(opening.answers),
        route=opening.route,
        standstill=opening.standstill,
        tier=ruling.tier,
        ruled_tier=ruling.tier,
        started_on=opening.start.isoformat(),
        needed_by=opening.needed_by.isoformat() if opening.needed_by else None,
        task_uid=opening.task_uid or None,
        path=opening.path,
        path_reason=opening.path_reason.strip() or None,
    )
    for gate in framework.gate:
        found = gate_ruling(gate, ruling.tier, ruling.rule)
        write.insert(
            GateEntry,
            call_off=made,
            gate=gate.key,
            decided=found.decided.value,
            tier=ruling.tier,
            on=book.today.isoformat(),
            rule=found.rule,
            value_pence=weight.value_pence,
            risk_points=weight.points,
            reason="",
            by=write.user,
        )
    _add_stages(write, book, made, opening, ruling.tier)
    return made


def _check(book: CallOffBook, opening: Opening) -> None:
    for what, text in (
        ("title", opening.title), ("need", opening.need), ("sponsor", opening.sponsor),
    ):  # fmt: skip
        if not text.strip():
            raise UserProblem("value-needed", field=f"The {what}")
    if opening.value_pence < 0:
        raise UserProblem("value-negative")
    named(book.framework.area, opening.area, "service area")
    named(book.framework.lot, opening.lot, "lot")
    book.routes.named(opening.route)
    check_answers(book.framework, opening.answers)


def check_path(path: PathSpec, tier: int, reason: str) -> None:
    """Refuse a path that is not open at a tier, or that lacks the reason it needs.

    UserProblem: path-not-open, reason-needed.
    """
    if tier > path.up_to_tier:
        raise UserProblem("path-not-open", path=path.label, most=path.up_to_tier, tier=tier)
    if path.needs_reason and not reason.strip():
        raise UserProblem("reason-needed", what=f"take the path of {path.label.lower()}")


def _next_number(write: Write, start: date) -> str:
    """The year from April to March of the start, and the next number in it: "12/03"."""
    year = (start.year - (start.month < 4)) % 100
    (last,) = write.execute(
        "SELECT coalesce(max(CAST(substr(number, 4) AS INTEGER)), 0) FROM call_off"
        " WHERE number LIKE ?",
        (f"{year:02}/%",),
    ).fetchone()
    return f"{year:02}/{last + 1:02}"


def _add_stages(write: Write, book: CallOffBook, made: int, opening: Opening, tier: int) -> None:
    route = book.routes.named(opening.route)
    targets = stage_targets(
        route,
        book.framework,
        {gate.key: tier for gate in book.framework.gate},
        standstill=opening.standstill,
        is_fast=route.key == FAST,
    )
    baseline = book.routes.classic.budgets(standstill=opening.standstill)
    for position, stage in enumerate(route.stage):
        write.insert(
            CallOffStage,
            call_off=made,
            key=stage.key,
            position=position,
            label=stage.label,
            short=stage.short,
            baseline_half_days=baseline[stage.key],
            target_half_days=targets[stage.key],
            by_noon=False,
        )


def begin_stage(write: Write, book: CallOffBook, number: int, key: str, on: date) -> None:
    """Say on which day work on a stage began; the time before it was waiting.

    UserProblem: call-off-ended, stage-unknown, stage-later, stage-too-early.
    """
    view = open_view(write, book, number)
    stage = stage_of(view, key)
    if on > book.today:
        raise UserProblem("stage-later", day=on.isoformat())
    _refuse_before(view, stage, on)
    _amend_stage(write, number, stage.facts.key, begun_on=on.isoformat())


def complete_stage(
    write: Write,
    book: CallOffBook,
    number: int,
    key: str,
    on: date,
    *,
    by_noon: bool = False,
    maker: Maker = NOBODY,
) -> None:
    """Say on which day a stage was done; days gone by may be named.

    The last stage signs the contract, which is the approver's, and ends the call-off.
    UserProblem: call-off-ended, stage-unknown, stage-not-current, stage-left-out, stage-later,
    stage-too-early, gate-not-passed, award-missing, bids-still-open, bidders-not-told,
    standstill-runs, path-not-open, call-off-no-way, and as `check_maker`.
    """
    view = open_view(write, book, number)
    stage = stage_of(view, key)
    key = stage.facts.key
    if stage.facts.skipped:
        raise UserProblem("stage-left-out", stage=stage.facts.label, path=view.path.label)
    before = view.clock.next_stage or stage
    if before.facts.key != key:
        raise UserProblem("stage-not-current", stage=stage.facts.label, other=before.facts.label)
    if on > book.today:
        raise UserProblem("stage-later", day=on.isoformat())
    _refuse_before(view, stage, on)
    _refuse_unready(view, stage, on)
    _amend_stage(write, number, key, done_on=on.isoformat(), by_noon=by_noon)
    if key == view.clock.stages[-1].facts.key:
        decide(write, book, view, SIGN, on, maker)
        write.amend(CallOff, number, ended_on=on.isoformat(), outcome="signed")


def decide(
    write: Write,
    book: CallOffBook,
    view: CallOffView,
    act: str,
    on: date,
    maker: Maker,
    reason: str = "",
) -> None:
    """Take a way of the state machine: refuse whoever may not, and keep who did in which role.

    UserProblem: call-off-no-way, and as `check_maker`.
    """
    edge = way(book.framework, act, state_on(view.dated, on))
    if edge.who == "role":
        decide_as(write, book, view, act, edge.role, on, maker, reason)


def decide_as(
    write: Write,
    book: CallOffBook,
    view: CallOffView,
    act: str,
    role: str,
    on: date,
    maker: Maker,
    reason: str = "",
) -> None:
    """Keep a decision that is for a role; UserProblem as `check_maker`."""
    by = replaced(maker, by=maker.by.strip() or write.user)
    check_maker(book.procedures, book.framework, role, view.tier, view.sponsor, by)
    write.insert(
        CallOffDecision, call_off=view.id, act=act, role=by.role, by=by.by, on=on.isoformat(),
        reason=reason.strip(),
    )  # fmt: skip


def _refuse_before(view: CallOffView, stage: StageClock, on: date) -> None:
    done = [s.facts.done_on for s in view.clock.stages if s.begins < stage.begins]
    first = max([view.started_on, *(day for day in done if day)])
    if on < first:
        raise UserProblem(
            "stage-too-early", stage=stage.facts.label, day=on.isoformat(), first=first.isoformat()
        )


def _refuse_unready(view: CallOffView, stage: StageClock, on: date) -> None:
    key = stage.facts.key
    for line in view.gates:
        if line.gate.stage == key and line.applies and not line.passed_on:
            raise UserProblem("gate-not-passed", stage=stage.facts.label, gate=line.gate.label)
    if key == AWARD:
        check_path(view.path, view.tier, view.path_reason)
        if not any(bidder.state == "awarded" for bidder in view.bidders):
            raise UserProblem("award-missing")
    if key == COMPETITION and view.bids_due_on and on < view.bids_due_on:
        raise UserProblem("bids-still-open", day=view.bids_due_on.isoformat())
    if key in (NOTICE, CONTRACT) and view.standstill and view.notified_on is None:
        raise UserProblem("bidders-not-told")
    if key in (NOTICE, CONTRACT) and view.standstill_ends:
        is_early = on < view.standstill_ends if key == NOTICE else on <= view.standstill_ends
        if is_early:
            raise UserProblem("standstill-runs", day=view.standstill_ends.isoformat())


def reopen_stage(
    write: Write, book: CallOffBook, number: int, key: str, maker: Maker = NOBODY
) -> int:
    """Open a stage again and every one after it; returns how many.

    A call-off that was signed is open again, which whoever may sign decides. UserProblem:
    stage-unknown, stage-not-done, and as `check_maker`.
    """
    view = call_off(write.connection, book, number)
    stage = stage_of(view, key)
    if stage.state is not StageState.DONE:
        raise UserProblem("stage-not-done", stage=stage.facts.label)
    later = [
        s.facts.key
        for s in view.clock.stages[view.clock.stages.index(stage) :]
        if s.state is StageState.DONE
    ]
    for each in later:
        _amend_stage(write, number, each, done_on=None, by_noon=False)
    if view.outcome:
        signing = next(edge for edge in book.framework.edge if edge.act == SIGN)
        decide_as(write, book, view, REOPEN, signing.role, book.today, maker)
        write.amend(CallOff, number, ended_on=None, outcome=None, outcome_reason=None)
    return len(later)


def note_loss(
    write: Write, book: CallOffBook, number: int, stage: str, cause: str, half_days: int, note: str
) -> None:
    """Say what took half-days of a stage, from the list of causes.

    UserProblem: stage-unknown, choice-unknown, loss-not-positive, loss-above-overrun.
    """
    view = call_off(write.connection, book, number)
    named(book.framework.cause, cause, "cause of lost time")
    found = stage_of(view, stage)
    if half_days < 1:
        raise UserProblem("loss-not-positive")
    known = sum(loss.half_days for loss in view.losses if loss.stage == found.facts.key)
    left = found.over - found.paused - found.waited - known
    if half_days > left:
        raise UserProblem(
            "loss-above-overrun",
            stage=found.facts.label,
            left=plain_day_words(max(0, left)),
        )
    write.insert(
        CallOffLoss, call_off=number, stage=found.facts.key, cause=cause, half_days=half_days,
        note=note.strip(),
    )  # fmt: skip


def sponsor_call_offs(write: Write, call_offs: Sequence[int], person: int) -> None:
    """Make a person the sponsor of call-offs; UserProblem("unknown-record")."""
    row = write.execute("SELECT name FROM person WHERE id = ?", (person,)).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=str(person))
    for number in call_offs:
        write.amend(CallOff, number, sponsor=row[0])


def open_view(write: Write, book: CallOffBook, number: int) -> CallOffView:
    """A call-off that has not ended; UserProblem("call-off-ended") for one that has."""
    view = call_off(write.connection, book, number)
    if not view.is_open:
        raise UserProblem("call-off-ended", number=view.number, outcome=view.outcome)
    return view


def stage_of(view: CallOffView, key: str) -> StageClock:
    """A stage by its key or its number from 1; UserProblem("stage-unknown")."""
    for place, stage in enumerate(view.clock.stages, 1):
        if key in (stage.facts.key, str(place)):
            return stage
    known = ", ".join(stage.facts.key for stage in view.clock.stages)
    raise UserProblem("stage-unknown", value=key, known=known)


def _amend_stage(write: Write, number: int, key: str, **values: object) -> None:
    (found,) = write.execute(
        "SELECT id FROM call_off_stage WHERE call_off_id = ? AND key = ?", (number, key)
    ).fetchone()
    write.amend(CallOffStage, found, **values)
