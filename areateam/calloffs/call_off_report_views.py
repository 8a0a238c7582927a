"""What a call-off's clock says in words and lines: verdict, routes, plan against actual, lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from areateam.calloffs.call_off_clock_rules import (
    Bar,
    PauseFacts,
    StageClock,
    StageFacts,
    StageState,
    clock,
    waterfall_by_cause,
    waterfall_by_stage,
)
from areateam.calloffs.call_off_views import CallOffBook, CallOffView, floors
from areateam.calloffs.ending_views import ending_line
from areateam.calloffs.route_rules import (
    day_words,
    end_of,
    half_words,
    plain_day_words,
    working_days_since,
)
from areateam.calloffs.tier_rules import Budget, Weight, budget_of, ruled_tier, stage_targets
from areateam.catalogue.framework_definitions import Framework
from areateam.catalogue.route_definitions import FAST
from areateam.core.copies import replaced
from areateam.core.count_words import counted
from areateam.core.dates import format_date, format_weekday_date

PENDING = "\N{EN DASH}"
"""The mark of what is not done yet."""
_PROMISED = 215
"""Half-days from 26 weeks to 4½: 21½ weeks of ten each."""


class Verdict(msgspec.Struct, frozen=True):
    """Whether a call-off keeps 4½ weeks; `kind` is kept, missed or stopped."""

    kind: str
    text: str
    detail: str


def verdict(view: CallOffView) -> Verdict:
    """What is to be said first of a call-off: that it will miss, and by how much."""
    found = view.clock
    planned, total = plain_day_words(found.planned), half_words(found.total)
    over = view.over_limit
    net = f"; {half_words(found.net)} without pauses" if found.paused else ""
    if view.outcome == "stopped":
        return Verdict("stopped", "Stopped", view.outcome_reason)
    is_done = found.is_done
    detail = (
        f"the plan was {planned}, it took {total}{net}"
        if is_done
        else f"the plan is {planned}, the forecast {total}{net}"
    )
    if over > 0:
        verb = "Missed" if is_done else "Will miss"
        return Verdict("missed", f"{verb} 4½ weeks by {day_words(over)}", detail)
    verb = "Kept" if is_done else "Will keep"
    return Verdict("kept", f"{verb} 4½ weeks, {day_words(-over)} in hand", detail)


def would_end(view: CallOffView, book: CallOffBook) -> date:
    """The day on which the 26-week route would end from the same start."""
    return end_of(book.routes.classic.working_half_days, view.started_on, book.calendar)


def saved_half_days(view: CallOffView) -> int:
    """Half-days that a call-off saves against the 26-week route; ten are a week."""
    return view.clock.baseline - view.clock.total


def weeks_words(half_days: int) -> str:
    """Half-days of work as weeks with one decimal, exact since ten are a week: "21.2"."""
    sign, size = ("-" if half_days < 0 else ""), abs(half_days)
    return f"{sign}{size // 10}.{size % 10}"


def mark_of(stage: StageClock, gone: int) -> tuple[str, str]:
    """The mark and the words of a stage: done, so many days over, day 3 of 3, to come."""
    if stage.state is StageState.LEFT_OUT:
        return PENDING, "left out"
    if stage.state is StageState.TO_COME:
        return PENDING, "to come"
    if stage.state is StageState.CURRENT:
        day = -(-(gone - stage.begins) // 2)
        if stage.over > 0:
            return "▲", f"day {day}, target {half_words(stage.facts.target)}"
        return PENDING, f"day {day} of {half_words(stage.facts.target)}"
    if stage.over > 0:
        return "▲", f"+{plain_day_words(stage.over)}"
    return "✓", "done"


def when_words(stage: StageClock) -> str:
    """The days of a stage: "8 Oct to 9 Oct", "18 Oct"; "no time" where it takes none."""
    if stage.state is StageState.LEFT_OUT:
        return "not on this path"
    if not stage.half_days:
        return "no time"
    first, last = (format_date(day.isoformat())[:-5] for day in (stage.first, stage.last))
    return first if first == last else f"{first} \N{EN DASH} {last}"


def of_the_weeks(half_days: int) -> str:
    """Half-days saved beside the 21½ weeks promised: "21.2 of the 21.5 weeks"."""
    if half_days > _PROMISED:
        more = weeks_words(half_days - _PROMISED)
        saved = counted(weeks_words(half_days), "week")
        return f"{saved}, {more} more than the {weeks_words(_PROMISED)}"
    return f"{weeks_words(half_days)} of the {counted(weeks_words(_PROMISED), 'week')}"


def call_off_row(view: CallOffView, book: CallOffBook) -> dict[str, Any]:
    """A call-off as lists and programs read it."""
    current = view.clock.current
    return {
        "ref": view.number,
        "title": view.title,
        "state": view.state,
        "stage": current.facts.label if current and view.is_open else "",
        "tier": view.tier,
        "value_pence": view.value_pence,
        "route": view.route.key,
        "start": view.clock.track.start.isoformat(),
        "finish": view.clock.finish.isoformat(),
        "half_days": view.clock.total,
        "target_half_days": view.clock.planned,
        "limit_half_days": view.fast_limit,
        "over_half_days": view.over_limit,
        "saved_half_days": saved_half_days(view),
        "would_end": would_end(view, book).isoformat(),
        "sponsor": view.sponsor,
        "area": view.area,
        "lot": view.lot,
        "verdict": verdict(view).text,
        "needed_by": view.needed_by.isoformat() if view.needed_by else None,
        "path": view.path.key,
        "early_exit": view.ending.early,
        "after": ending_line(view, book.framework).short,
    }


def stage_row(stage: StageClock) -> dict[str, Any]:
    """A stage, planned against actual, as programs read it."""
    return {
        "stage": stage.facts.key,
        "label": stage.facts.label,
        "state": stage.state.value,
        "baseline_half_days": stage.facts.baseline,
        "target_half_days": stage.facts.target,
        "half_days": stage.half_days,
        "over_half_days": stage.over,
        "paused_half_days": stage.paused,
        "first": stage.first.isoformat(),
        "last": stage.last.isoformat(),
        "planned_first": stage.plan.first.isoformat(),
        "planned_last": stage.plan.last.isoformat(),
        "slipped_half_days": stage.slipped,
    }


def bar_row(bar: Bar) -> dict[str, Any]:
    """A step of a waterfall as programs read it."""
    return {
        "key": bar.key, "label": bar.label, "before_half_days": bar.before,
        "change_half_days": bar.change, "after_half_days": bar.after,
    }  # fmt: skip


def stage_bars(view: CallOffView) -> tuple[Bar, ...]:
    """Where the weeks went, by stage."""
    return waterfall_by_stage(view.clock)


def cause_bars(view: CallOffView, framework: Framework) -> tuple[Bar, ...]:
    """Where the weeks went, by cause."""
    words = {each.key: each.label for each in (*framework.cause, *framework.pause)}
    return waterfall_by_cause(view.clock, view.losses, view.pauses, words)


def budget(view: CallOffView, book: CallOffBook) -> Budget:
    """Whether the targets at the gates' tiers keep the length of the fast route."""
    targets = {stage.facts.key: stage.facts.target for stage in view.clock.stages}
    tiers = [view.tier, *(line.tier for line in view.gates)]
    return budget_of(book.routes.fast, book.framework, targets, tiers)


class WhatIf(msgspec.Struct, frozen=True):
    """What is tried on a copy of a call-off; lengths in half-days by stage, tiers by gate."""

    lengths: Mapping[str, int]
    gate_tiers: Mapping[str, int]
    tier: int | None = None
    start: date | None = None
    pauses: tuple[PauseFacts, ...] = ()


def what_if(view: CallOffView, book: CallOffBook, tried: WhatIf) -> CallOffView:
    """A copy of a call-off as it would be; nothing is written.

    Stages that are done keep their length. A start moves only a call-off without stages done.
    """
    gates = {line.gate.key: line.tier for line in view.gates}
    if tried.tier is not None:
        gates = dict.fromkeys(gates, tried.tier)
    gates |= tried.gate_tiers
    targets = {}
    if tried.tier is not None or tried.gate_tiers:
        targets = stage_targets(
            view.route, book.framework, gates, standstill=view.standstill,
            is_fast=view.route.key == FAST,
        )  # fmt: skip
    stages = [
        stage.facts if not stage.is_open else _retargeted(stage.facts, targets, tried.lengths)
        for stage in view.clock.stages
    ]
    pauses = (*view.pauses, *tried.pauses)
    started = any(stage.done_on for stage in stages)
    start = view.started_on if started or tried.start is None else tried.start
    found = clock(
        stages, start, book.calendar, view.clock.today, pauses=pauses,
        not_before=floors(view.standstill_ends, view.bids_due_on),
    )  # fmt: skip
    tier = view.tier if tried.tier is None else tried.tier
    return replaced(view, clock=found, pauses=pauses, started_on=start, tier=tier)


def _retargeted(
    facts: StageFacts, targets: Mapping[str, int], lengths: Mapping[str, int]
) -> StageFacts:
    target = lengths.get(facts.key, targets.get(facts.key, facts.target))
    return replaced(facts, target=target)


def move_sentence(before: CallOffView, after: CallOffView) -> str:
    """How far the end of a call-off moved, in one sentence."""
    moved = after.clock.total - before.clock.total
    end = format_weekday_date(after.clock.finish.isoformat())
    if after.clock.finish == before.clock.finish and not moved:
        return f"It still ends on {end}."
    was = format_weekday_date(before.clock.finish.isoformat())
    if not moved:
        return f"It ends on {end} instead of {was}."
    way = "later" if moved > 0 else "earlier"
    if after.clock.finish == before.clock.finish:
        more = "more" if moved > 0 else "less"
        return f"It takes {day_words(abs(moved))} {more}, ending on {end} as before."
    return f"It ends on {end}, {day_words(abs(moved))} {way} than {was}."


def ruling_words(
    view: CallOffView, book: CallOffBook, value_pence: int, answers: Mapping[str, int]
) -> str:
    """The tier that another value and other answers about risk would give, with the rule."""
    return ruled_tier(book.framework, Weight(value_pence, answers, view.lot)).rule


def needed_words(view: CallOffView, book: CallOffBook) -> tuple[bool, str]:
    """Whether a call-off ends by the day on which it is needed, and that day with the distance.

    One without such a day is in time, and nothing is said.
    """
    if view.needed_by is None:
        return True, ""
    day, end = view.needed_by, view.clock.finish
    needed = format_weekday_date(day.isoformat())
    last = book.calendar.last_working_day(day)
    if end <= last:
        spare = working_days_since(end, last, book.calendar)
        return (
            True,
            f"{needed}, {day_words(2 * spare)} in hand" if spare else f"{needed}, to the day",
        )
    late = working_days_since(last, end, book.calendar)
    return False, f"{needed}: it ends {day_words(2 * late)} later"


class DayReason(msgspec.Struct, frozen=True):
    """A day of a call-off in ISO form, what it is, and the sentence that derives it."""

    key: str
    label: str
    day: str
    sentence: str
    rule: str = ""


def day_reasons(view: CallOffView, book: CallOffBook) -> tuple[DayReason, ...]:
    """Where the days of a call-off come from: the end, both routes, need, standstill, stages."""
    said, track = verdict(view), view.clock.track
    start = format_weekday_date(track.start.isoformat())
    classic = book.routes.classic
    found = [
        DayReason("finish", "End", view.clock.finish.isoformat(), f"{said.text}: {said.detail}."),
        DayReason(
            "would_end", classic.label, would_end(view, book).isoformat(),
            f"{day_words(classic.working_half_days)} from {start}.",
        ),
    ]  # fmt: skip
    if view.needed_by:
        words = f"Stated for this call-off; {needed_words(view, book)[1]}."
        found.append(DayReason("needed_by", "Needed by", view.needed_by.isoformat(), words))
    if view.standstill_ends and view.notified_on:
        told = format_weekday_date(view.notified_on.isoformat())
        words = f"Bidders were told on {told}; no contract is signed before it ends."
        ends = view.standstill_ends.isoformat()
        rule = book.framework.standstill_rule
        found.append(DayReason("standstill", "End of the standstill", ends, words, rule))
    return (*found, *(_stage_reason(stage, start) for stage in view.clock.stages))


def _stage_reason(stage: StageClock, start: str) -> DayReason:
    first = format_weekday_date(stage.first.isoformat()) if stage.begins else start
    words = f"From {first}, {day_words(stage.half_days)}"
    words += f"; the target is {half_words(stage.facts.target)}"
    words += ", as done." if stage.facts.done_on else ", as forecast."
    if stage.paused:
        words = f"{words[:-1]}, {day_words(stage.paused)} of it paused."
    return DayReason(stage.facts.key, stage.facts.label, stage.last.isoformat(), words)


def finished(views: Iterable[CallOffView]) -> list[CallOffView]:
    """The signed call-offs in the order in which they ended."""
    return sorted(
        (view for view in views if view.outcome == "signed"),
        key=lambda view: (view.clock.finish, view.number),
    )
