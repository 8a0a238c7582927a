"""The clock of a call-off: where each stage lies, was planned and is expected, and what was lost.

Every length is in half-days of work. A stage owns the time from the end of the one before it to
its own end, so the stages always add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from areateam.calloffs.route_rules import StageDays, Track, planned_days, span
from areateam.core.work_calendar import WorkCalendar


class StageState(StrEnum):
    """How far a stage is."""

    DONE = "done"
    CURRENT = "current"
    TO_COME = "to come"
    LEFT_OUT = "left out"


class StageFacts(msgspec.Struct, frozen=True):
    """A stage as it is kept; lengths in half-days. One `skipped` is not on the path taken."""

    key: str
    label: str
    short: str
    baseline: int
    target: int
    begun_on: date | None = None
    done_on: date | None = None
    by_noon: bool = False
    skipped: bool = False


class PauseFacts(msgspec.Struct, frozen=True):
    """Days on which nothing went on; without a last day it still lasts.

    `entered_on` is the day on which somebody said so, None for one that is only tried.
    """

    first: date
    last: date | None
    reason: str
    entered_on: date | None = None

    def holds_on(self, day: date, today: date) -> bool:
        """Whether a day lies in it, one without an end lasting until today."""
        return self.first <= day <= (self.last or max(today, self.first))


class LossFacts(msgspec.Struct, frozen=True):
    """Half-days that a stage lost to a cause."""

    stage: str
    cause: str
    half_days: int


class StageClock(msgspec.Struct, frozen=True):
    """A stage as it went or is expected to go.

    `begins` and `ends` are half-days gone since the start; `paused` of its half-days stood still,
    `waited` passed before it was begun. `plan` is where it lay in the plan.
    """

    facts: StageFacts
    state: StageState
    begins: int
    ends: int
    first: date
    last: date
    paused: int
    waited: int
    plan: StageDays

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in (StageState.CURRENT, StageState.TO_COME)

    @property
    def half_days(self) -> int:
        """How long it took or is expected to take."""
        return self.ends - self.begins

    @property
    def over(self) -> int:
        """Half-days over its target; negative where it was quicker."""
        return self.half_days - self.facts.target

    @property
    def slipped(self) -> int:
        """Half-days by which its end lies after the planned one; negative before it."""
        return self.ends - self.plan.ends


class CallOffClock(msgspec.Struct, frozen=True):
    """A whole call-off on a day; `gone` are the half-days until the end of that day."""

    track: Track
    today: date
    stages: tuple[StageClock, ...]
    gone: int

    @property
    def total(self) -> int:
        """Half-days from the start to the end, or the expected end."""
        return self.stages[-1].ends

    @property
    def paused(self) -> int:
        """Half-days that stood still."""
        return sum(stage.paused for stage in self.stages)

    @property
    def net(self) -> int:
        """Half-days without those that stood still."""
        return self.total - self.paused

    @property
    def planned(self) -> int:
        """Half-days that the targets of the stages plan."""
        return self.stages[-1].plan.ends

    @property
    def baseline(self) -> int:
        """Half-days of the route that weeks saved are counted from."""
        return sum(stage.facts.baseline for stage in self.stages)

    @property
    def finish(self) -> date:
        """The day of the end, or the expected one."""
        return self.stages[-1].last

    @property
    def current(self) -> StageClock | None:
        """The stage that is in progress; None before the start and after the end."""
        return next((s for s in self.stages if s.state is StageState.CURRENT), None)

    @property
    def is_done(self) -> bool:
        """Whether every stage is done that is on its path."""
        return not any(stage.is_open for stage in self.stages)

    @property
    def next_stage(self) -> StageClock | None:
        """The first stage that is still to be done; None once all are."""
        return next((stage for stage in self.stages if stage.is_open), None)

    def late(self) -> tuple[StageClock, ...]:
        """The stages that took or will take longer than their targets."""
        return tuple(stage for stage in self.stages if stage.over > 0)


def clock(
    stages: Sequence[StageFacts],
    start: date,
    calendar: WorkCalendar,
    today: date,
    *,
    pauses: Sequence[PauseFacts] = (),
    not_before: Mapping[str, date] | None = None,
) -> CallOffClock:
    """The stages on a day: those done as they went, the rest as their targets say.

    The stage in progress lasts until today at least; days that stand still do not count for its
    target. `not_before` names days before which a stage cannot end.
    """
    track = Track(start, calendar)
    plan = planned_days([(stage.key, stage.target) for stage in stages], track)
    still = _Still(track, pauses, today)
    gone_today = track.after(today)
    gone, found, before_done = 0, [], True
    for facts, planned in zip(stages, plan, strict=True):
        begins = gone
        if facts.skipped:
            state = StageState.LEFT_OUT
        elif facts.done_on:
            state = StageState.DONE
            gone = max(begins, track.after(facts.done_on, by_noon=facts.by_noon))
        else:
            state = StageState.CURRENT if before_done and gone_today else StageState.TO_COME
            gone = still.reach(begins, facts.target)
            if before_done:
                gone = max(gone, gone_today)
            floor = (not_before or {}).get(facts.key)
            gone = max(gone, track.after(floor) if floor else 0)
            before_done = False
        waited = _waited(track, facts, begins, gone)
        first, last = span(track, begins, gone)
        paused = still.between(begins, gone)
        found.append(StageClock(facts, state, begins, gone, first, last, paused, waited, planned))
    return CallOffClock(track, today, tuple(found), gone_today)


class _Still:
    """Which half-days of a track stand still."""

    def __init__(self, track: Track, pauses: Sequence[PauseFacts], today: date) -> None:
        self._track = track
        self._pauses = pauses
        self._today = today

    def _is(self, half_day: int) -> bool:
        day = self._track.holding(half_day)
        return any(pause.holds_on(day, self._today) for pause in self._pauses)

    def between(self, begins: int, ends: int) -> int:
        """The half-days that stand still from one to another."""
        if not self._pauses:
            return 0
        return sum(self._is(half_day) for half_day in range(begins, ends))

    def reach(self, begins: int, half_days: int) -> int:
        """Where so many half-days end that do not stand still."""
        if not self._pauses:
            return begins + half_days
        at = begins
        while half_days:
            half_days -= not self._is(at)
            at += 1
        return at


def _waited(track: Track, facts: StageFacts, begins: int, ends: int) -> int:
    if facts.begun_on is None:
        return 0
    before = track.calendar.last_working_day(facts.begun_on)
    gone = track.after(before)
    if before == facts.begun_on:
        gone = max(0, gone - 2)
    return max(0, min(gone, ends) - begins)


class Bar(msgspec.Struct, frozen=True):
    """One step of a waterfall, in half-days: where it begins, and what it adds or takes."""

    key: str
    label: str
    short: str
    before: int
    change: int

    @property
    def after(self) -> int:
        """Half-days left after the step."""
        return self.before + self.change


def waterfall_by_stage(found: CallOffClock) -> tuple[Bar, ...]:
    """What each stage saved or lost against the baseline; the last one ends at the total."""
    level, bars = found.baseline, []
    for stage in found.stages:
        change = stage.half_days - stage.facts.baseline
        bars.append(Bar(stage.facts.key, stage.facts.label, stage.facts.short, level, change))
        level += change
    return tuple(bars)


def waterfall_by_cause(
    found: CallOffClock,
    losses: Sequence[LossFacts],
    pauses: Sequence[PauseFacts],
    words: Mapping[str, str],
) -> tuple[Bar, ...]:
    """What the route saved by design, and what was lost since, by cause; it ends at the total.

    `words` are labels of causes and reasons. What no cause explains is a step of its own, and so
    is what stages saved beyond their targets.
    """
    changes = list(_explained(found, losses, pauses, words))
    rest = found.total - found.baseline - sum(change for *_, change in changes)
    changes.append(("unexplained", "not explained", "Open", rest))
    level, bars = found.baseline, []
    for key, label, short, change in changes:
        if change:
            bars.append(Bar(key, label, short, level, change))
            level += change
    return tuple(bars)


def _explained(
    found: CallOffClock,
    losses: Sequence[LossFacts],
    pauses: Sequence[PauseFacts],
    words: Mapping[str, str],
) -> Iterator[tuple[str, str, str, int]]:
    """What is known to have saved or taken half-days: key, label, short label, change."""
    yield "route", "Saved by the plan", "Plan", found.planned - found.baseline
    for reason in dict.fromkeys(pause.reason for pause in pauses):
        still = _Still(found.track, [p for p in pauses if p.reason == reason], found.today)
        yield reason, words.get(reason, reason), "Pause", still.between(0, found.total)
    yield "waited", "waited to begin", "Wait", sum(stage.waited for stage in found.stages)
    for cause in dict.fromkeys(loss.cause for loss in losses):
        lost = sum(loss.half_days for loss in losses if loss.cause == cause)
        yield cause, words.get(cause, cause), "Cause", lost
    quicker = sum(min(0, stage.over) for stage in found.stages)
    yield "quicker", "quicker than the targets", "Quicker", quicker
