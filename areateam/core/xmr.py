"""XmR charts: a measure over time, its natural limits, and what is more than chance.

Making Data Count's method (NHS England), as the package NHSRplotthedots reckons it: limits at the
mean ± 2.66 average moving ranges; moving ranges of 3.267 times their average and more are screened
out (Nelson 1982, Journal of Quality Technology 14(4)), or not, as the reader chooses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import isfinite
from statistics import fmean

LIMIT = 2.66
SCREEN = 3.267
RUN = 7
FEWEST_FOR_LIMITS = 5
FEWEST_FOR_CERTAIN = 12
LOCK_AFTER = range(12, 21)


class Direction(StrEnum):
    """Which way a measure should go."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Signal(StrEnum):
    """A rule of Making Data Count that a point breaks."""

    OUTSIDE = "outside"  # beyond a limit
    ONE_SIDE = "one side"  # one of seven running on one side of the mean
    TREND = "trend"  # one of seven each above, or each below, the one before
    NEAR_LIMIT = "near limit"  # one of two in three running beyond ⅔ of the way to one limit


SIGNAL_WORDS = {
    Signal.OUTSIDE: "beyond a limit",
    Signal.ONE_SIDE: "one of seven on one side of the mean",
    Signal.TREND: "one of seven going one way",
    Signal.NEAR_LIMIT: "one of two in three near a limit",
}
"""What each rule says of a point that breaks it."""


class Kind(StrEnum):
    """What a point says, which a chart draws as a colour and a shape."""

    COMMON = "common"
    IMPROVE = "improve"
    CONCERN = "concern"
    NEUTRAL = "neutral"


class Assurance(StrEnum):
    """Whether a target will be met while nothing changes."""

    PASS = "pass"  # noqa: S105 - a target that is met is no password
    FAIL = "fail"
    HIT_AND_MISS = "hit and miss"


@dataclass(frozen=True, slots=True)
class NewBase:
    """Where the mean and the limits start again, and why; nobody re-bases without a reason.

    `locked` freezes them after its first 12 to 20 points. One at the first point breaks nothing,
    and gives the first stretch its reason and its lock.
    """

    start: int
    reason: str
    locked: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of points with one mean and one pair of limits.

    `moving_range` is the average after screening. The limits are None below five points; `trial`
    is true below twelve. Both count the points that the limits were reckoned from. `locked` is
    after how many points they are frozen; None where every point counts.
    """

    start: int
    end: int
    reckoned_from: int
    centre: float
    moving_range: float | None
    lower: float | None
    upper: float | None
    trial: bool
    reason: str = ""
    locked: int | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One value with what it was from, the rules it breaks, and what they say of it."""

    value: float
    moving_range: float | None
    segment: int
    signals: tuple[Signal, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Xmr:
    """A chart of single values: its segments in order, its points, and the target's outlook."""

    segments: tuple[Segment, ...]
    points: tuple[Point, ...]
    screened: bool
    direction: Direction
    target: float | None = None
    assurance: Assurance | None = None

    @property
    def latest(self) -> Segment | None:
        """The segment that the last point is in; None for a chart without points."""
        return self.segments[-1] if self.segments else None


def xmr(
    values: Sequence[float],
    *,
    screened: bool = True,
    bases: Sequence[NewBase] = (),
    direction: Direction = Direction.NEITHER,
    target: float | None = None,
) -> Xmr:
    """The chart of values in the order of time.

    A new base starts a segment, in which every run and moving range starts afresh. Assurance is
    that of the latest segment. ValueError for a value that is no finite number, a lock outside 12
    to 20, or a base outside the points, out of order or without a reason.
    """
    _check(values, bases)
    reckon = _Reckoning(screened, direction)
    starts = list(bases) if bases and bases[0].start == 0 else [NewBase(0, ""), *bases]
    if not values:
        starts = []
    ends = [base.start for base in starts[1:]] + [len(values)]
    segments: list[Segment] = []
    points: list[Point] = []
    for number, (base, end) in enumerate(zip(starts, ends, strict=False)):
        part = [float(value) for value in values[base.start : end]]
        segment = reckon.segment(part, base)
        segments.append(segment)
        points.extend(reckon.points(part, segment, number))
    latest = segments[-1] if segments else None
    outlook = _assurance(latest, target, direction)
    return Xmr(tuple(segments), tuple(points), screened, direction, target, outlook)


def _check(values: Sequence[float], bases: Sequence[NewBase]) -> None:
    if not all(isfinite(value) for value in values):
        raise ValueError("an XmR chart takes finite numbers only")
    before = -1
    for base in bases:
        if base.locked is not None and base.locked not in LOCK_AFTER:
            raise ValueError(f"limits are locked after 12 to 20 points, not {base.locked}")
        if not before < base.start < len(values):
            raise ValueError(f"no new base can start at point {base.start}")
        if not base.reason.strip():
            raise ValueError("a new base needs its reason")
        before = base.start


@dataclass(frozen=True, slots=True)
class _Reckoning:
    """One way of reckoning: with or without screening, better up or down."""

    screened: bool
    direction: Direction

    def segment(self, part: Sequence[float], base: NewBase) -> Segment:
        """The mean and limits of a stretch of values."""
        used = part[: base.locked] if base.locked else part
        # Rounding must not put the mean of equal values beside them.
        centre = min(max(fmean(used), min(used)), max(used))
        average = _average_moving_range(used, screened=self.screened)
        reach = None if average is None or len(used) < FEWEST_FOR_LIMITS else LIMIT * average
        return Segment(
            start=base.start,
            end=base.start + len(part),
            reckoned_from=len(used),
            centre=centre,
            moving_range=average,
            lower=None if reach is None else centre - reach,
            upper=None if reach is None else centre + reach,
            trial=len(used) < FEWEST_FOR_CERTAIN,
            reason=base.reason,
            locked=base.locked,
        )

    def points(self, part: Sequence[float], segment: Segment, number: int) -> Iterator[Point]:
        """The points of a segment, each with the rules it breaks."""
        sides = _signals(part, segment)
        for index, value in enumerate(part):
            found = sides[index]
            yield Point(
                value=value,
                moving_range=abs(value - part[index - 1]) if index else None,
                segment=number,
                signals=tuple(signal for signal in Signal if signal in found),
                kind=self._kind(found),
            )

    def _kind(self, found: dict[Signal, int]) -> Kind:
        """What the weightiest rule says: outside, then one side, trend, near a limit."""
        side = next((found[signal] for signal in Signal if signal in found), 0)
        if not side:
            return Kind.COMMON
        if self.direction is Direction.NEITHER:
            return Kind.NEUTRAL
        return Kind.IMPROVE if (side > 0) == (self.direction is Direction.UP) else Kind.CONCERN


def _average_moving_range(values: Sequence[float], *, screened: bool) -> float | None:
    ranges = [abs(b - a) for a, b in pairwise(values)]
    if not ranges:
        return None
    average = fmean(ranges)
    if not screened or average == 0:
        return average
    return fmean(size for size in ranges if size < SCREEN * average)


def _signals(part: Sequence[float], segment: Segment) -> list[dict[Signal, int]]:
    """For each value the rules that it breaks, each with the side: 1 above or rising, -1 below."""
    found: list[dict[Signal, int]] = [{} for _ in part]
    if segment.lower is None or segment.upper is None:
        return found
    sides = [_sign(value - segment.centre) for value in part]
    for index, value in enumerate(part):
        if value > segment.upper or value < segment.lower:
            found[index][Signal.OUTSIDE] = sides[index]
    steps = [_sign(b - a) for a, b in pairwise(part)]
    for signal, run in (
        (Signal.ONE_SIDE, _runs(sides, RUN)),
        (Signal.TREND, _runs(steps, RUN - 1)),
    ):
        for first, side in run:
            for index in range(first, first + RUN):
                found[index][signal] = side
    _note_near_limits(part, segment, found)
    return found


def _note_near_limits(
    part: Sequence[float], segment: Segment, found: list[dict[Signal, int]]
) -> None:
    assert segment.upper is not None
    third = (segment.upper - segment.centre) * 2 / 3
    far = [
        _sign(value - segment.centre) if abs(value - segment.centre) > third else 0
        for value in part
    ]
    for first in range(len(part) - 2):
        for side in (1, -1):
            near = [index for index in range(first, first + 3) if far[index] == side]
            if len(near) >= 2:
                for index in near:
                    found[index][Signal.NEAR_LIMIT] = side


def _runs(sides: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """Where so many in a row are on one side: the first of them, and the side."""
    for first in range(len(sides) - length + 1):
        side = sides[first]
        if side and all(other == side for other in sides[first : first + length]):
            yield first, side


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _assurance(
    segment: Segment | None, target: float | None, direction: Direction
) -> Assurance | None:
    """The outlook on a target; None without one, without limits or without a direction."""
    if segment is None or target is None or direction is Direction.NEITHER:
        return None
    if segment.lower is None or segment.upper is None:
        return None
    if segment.lower <= target <= segment.upper:
        return Assurance.HIT_AND_MISS
    above = segment.lower > target
    return Assurance.PASS if above == (direction is Direction.UP) else Assurance.FAIL
