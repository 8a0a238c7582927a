"""Work on a call-off: open it, go through its stages, pause it, tell bidders, end it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from areateam.calloffs.call_off_clock_rules import StageClock, StageState
from areateam.calloffs.call_off_rows import (
    CallOff,
    CallOffLoss,
    CallOffPause,
    CallOffStage,
    GateEntry,
)
from areateam.calloffs.call_off_views import (
    AWARD,
    CONTRACT,
    NOTICE,
    CallOffBook,
    CallOffView,
    call_off,
)
from areateam.calloffs.tier_rules import (
    Weight,
    check_answers,
    gate_ruling,
    ruled_tier,
    stage_targets,
)
from areateam.catalogue.framework_definitions import named
from areateam.catalogue.route_definitions import FAST
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


@dataclass(frozen=True, slots=True)
class Opening:
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


def open_call_off(write: Write, book: CallOffBook, opening: Opening) -> int:
    """Open a call-off with its stages, its tier and its gates, and return its id.

    UserProblem: value-needed, choice-unknown, route-unknown, risk-answer-wrong,
    risk-answers-missing, value-negative.
    """
    framework = book.framework
    _check(book, opening)
    weight = Weight(opening.value_pence, dict(opening.answers), opening.lot)
    ruling = ruled_tier(framework, weight)
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
    write: Write, book: CallOffBook, number: int, key: str, on: date, *, by_noon: bool = False
) -> None:
    """Say on which day a stage was done; days gone by may be named.

    The last stage signs the contract and ends the call-off. UserProblem: call-off-ended,
    stage-unknown, stage-not-current, stage-later, stage-too-early, gate-not-passed, award-missing,
    bidders-not-told, standstill-runs.
    """
    view = open_view(write, book, number)
    stage = stage_of(view, key)
    key = stage.facts.key
    before = next((s for s in view.clock.stages if s.state is not StageState.DONE), stage)
    if before.facts.key != key:
        raise UserProblem("stage-not-current", stage=stage.facts.label, other=before.facts.label)
    if on > book.today:
        raise UserProblem("stage-later", day=on.isoformat())
    _refuse_before(view, stage, on)
    _refuse_unready(view, stage, on)
    _amend_stage(write, number, key, done_on=on.isoformat(), by_noon=by_noon)
    if key == view.clock.stages[-1].facts.key:
        write.amend(CallOff, number, ended_on=on.isoformat(), outcome="signed")


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
    if key == AWARD and not any(bidder.state == "awarded" for bidder in view.bidders):
        raise UserProblem("award-missing")
    if key in (NOTICE, CONTRACT) and view.standstill and view.notified_on is None:
        raise UserProblem("bidders-not-told")
    if key in (NOTICE, CONTRACT) and view.standstill_ends:
        is_early = on < view.standstill_ends if key == NOTICE else on <= view.standstill_ends
        if is_early:
            raise UserProblem("standstill-runs", day=view.standstill_ends.isoformat())


def reopen_stage(write: Write, book: CallOffBook, number: int, key: str) -> int:
    """Open a stage again and every one after it; returns how many. UserProblem: stage-not-done.

    A call-off that was signed is open again.
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
        write.amend(CallOff, number, ended_on=None, outcome=None, outcome_reason=None)
    return len(later)


def tell_bidders(write: Write, book: CallOffBook, number: int, on: date) -> None:
    """Note the day on which every bidder was told of the award: a standstill runs from it.

    UserProblem: call-off-ended, stage-later, award-missing, stage-too-early.
    """
    view = open_view(write, book, number)
    if on > book.today:
        raise UserProblem("stage-later", day=on.isoformat())
    if not any(bidder.state == "awarded" for bidder in view.bidders):
        raise UserProblem("award-missing")
    award = stage_of(view, AWARD)
    first = award.facts.done_on or view.started_on
    if on < first:
        notice = stage_of(view, NOTICE)
        raise UserProblem(
            "stage-too-early", stage=notice.facts.label, day=on.isoformat(), first=first.isoformat()
        )
    write.amend(CallOff, number, notified_on=on.isoformat())


def pause_call_off(
    write: Write,
    book: CallOffBook,
    number: int,
    reason: str,
    *,
    first: date,
    last: date | None = None,
    evidence: str = "",
) -> None:
    """Let a call-off stand still from a day on, with a reason of the framework.

    UserProblem: call-off-ended, choice-unknown, pause-ends-earlier, call-off-pauses-meet,
    stage-too-early.
    """
    view = open_view(write, book, number)
    named(book.framework.pause, reason, "reason for a pause")
    if last is not None and last < first:
        raise UserProblem("pause-ends-earlier", first=first.isoformat(), last=last.isoformat())
    if first < view.started_on:
        raise UserProblem(
            "stage-too-early", stage="The pause", day=first.isoformat(),
            first=view.started_on.isoformat(),
        )  # fmt: skip
    for pause in view.pauses:
        if first <= (pause.last or date.max) and pause.first <= (last or date.max):
            raise UserProblem("call-off-pauses-meet", first=pause.first.isoformat())
    write.insert(
        CallOffPause,
        call_off=number,
        first_on=first.isoformat(),
        last_on=last.isoformat() if last else None,
        reason=reason,
        evidence=evidence.strip(),
    )


def resume_call_off(write: Write, book: CallOffBook, number: int, last: date) -> None:
    """Set the last day of the pause that still lasts.

    UserProblem: call-off-ended, call-off-not-paused, pause-ends-earlier.
    """
    open_view(write, book, number)
    row = write.execute(
        "SELECT id, first_on FROM call_off_pause WHERE call_off_id = ?"
        " AND (last_on IS NULL OR last_on >= ?) ORDER BY first_on LIMIT 1",
        (number, book.today.isoformat()),
    ).fetchone()
    if row is None:
        raise UserProblem("call-off-not-paused")
    if last.isoformat() < row[1]:
        raise UserProblem("pause-ends-earlier", first=row[1], last=last.isoformat())
    write.amend(CallOffPause, row[0], last_on=last.isoformat())


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
            left=max(0, left) / 2,
        )
    write.insert(
        CallOffLoss, call_off=number, stage=found.facts.key, cause=cause, half_days=half_days,
        note=note.strip(),
    )  # fmt: skip


def stop_call_off(write: Write, book: CallOffBook, number: int, on: date, reason: str) -> None:
    """End a call-off without a contract, with the reason.

    UserProblem: call-off-ended, reason-needed, stage-later.
    """
    open_view(write, book, number)
    if not reason.strip():
        raise UserProblem("reason-needed", what="stop a call-off")
    if on > book.today:
        raise UserProblem("stage-later", day=on.isoformat())
    write.amend(
        CallOff, number, ended_on=on.isoformat(), outcome="stopped", outcome_reason=reason.strip()
    )


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
