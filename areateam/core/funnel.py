"""Funnel plots: which contractors differ from the rest by more than chance, by drawn limits.

A unit is flagged just when it lies beyond the line as drawn: flag and line come from one function.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from functools import cache, cached_property, partial
from math import inf, isfinite, sqrt
from statistics import fmean, median
from typing import NamedTuple, Protocol

from areateam.core.funnel_limits import ACTION, WARNING, Measure, Method, Shape
from areateam.core.funnel_units import Kept, LeftOut, Unit, sorted_out
from areateam.core.quantiles import winsorised

FEWEST_TO_ADJUST = 10
# The median of the absolute values of a standard normal is this part of its deviation.
MEDIAN_TO_SIGMA = 1.482602218505602
LINE_POINTS = 200
_WELL_INSIDE = 1.9
"""Standard deviations short of the inner limits, which stand at 1.96."""


class Flag(IntEnum):
    """Where a unit lies; the sign is the side, the size the limit that it is beyond."""

    FAR_LOW = -2
    LOW = -1
    INSIDE = 0
    HIGH = 1
    FAR_HIGH = 2

    @property
    def is_outlier(self) -> bool:
        """Beyond the 99.8% limit."""
        return abs(self) == 2


class NotAdjusted(StrEnum):
    """Why the limits are not widened for over-dispersion."""

    NOT_ASKED = "not asked"
    TOO_FEW = "fewer than 10 units"
    NO_EXCESS = "no more spread than chance gives"


@dataclass(frozen=True, slots=True)
class Limits:
    """The two pairs of limits at one denominator, and the method that gave them."""

    far_low: float
    low: float
    high: float
    far_high: float
    method: Method

    def flag(self, value: float) -> Flag:
        """Where a value lies; on a limit is inside it."""
        if value > self.far_high:
            return Flag.FAR_HIGH
        if value < self.far_low:
            return Flag.FAR_LOW
        if value > self.high:
            return Flag.HIGH
        return Flag.LOW if value < self.low else Flag.INSIDE


class Placed(Protocol):
    """Whatever has figures and a value: a point of a funnel, or of a chart made from one."""

    @property
    def numerator(self) -> float:
        """What stands above the line."""

    @property
    def denominator(self) -> float:
        """What stands below it."""

    @property
    def value(self) -> float:
        """The one over the other."""


class FunnelPoint(NamedTuple):
    """One unit in the chart; `rank` is 1 for the highest value, None under the least denominator.

    `excess` is the numerator beyond what the target would give for its denominator.
    """

    ref: str
    numerator: float
    denominator: float
    value: float
    z: float
    flag: Flag
    excess: float
    rank: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """The drawn limits over a grid of denominators: six columns of the same length."""

    denominators: tuple[float, ...]
    far_low: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    far_high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MethodVerdict:
    """What one method says of one unit; `drawn` for the method of the drawn line."""

    method: Method
    limits: Limits
    flag: Flag
    z: float
    drawn: bool


@dataclass(frozen=True)
class Funnel:
    """A funnel: the shape of its limits, the units in it and who was left out.

    `phi` is the winsorised mean of z² and None below two units; `tau2` the variance it implies,
    reckoned also when it does not widen the limits (`not_adjusted` says why it does not).
    """

    shape: Shape
    kept: Kept
    left_out: tuple[tuple[str, LeftOut], ...]
    phi: float | None
    tau2: float
    not_adjusted: NotAdjusted | None
    minimum: float

    @cached_property
    def points(self) -> tuple[FunnelPoint, ...]:
        """Every unit that can be compared, in the order given."""
        return tuple(map(self._point, range(len(self.kept.refs))))

    def outliers(self, also: Collection[str] = ()) -> list[FunnelPoint]:
        """The points beyond the 99.8% limits and those of the units named, in the order given.

        Nothing is made of the others, which are nearly all.
        """
        return [
            self._point(place)
            for place, (ref, flag) in enumerate(zip(self.kept.refs, self._flags, strict=True))
            if flag.is_outlier or ref in also
        ]

    @cached_property
    def _scores(self) -> list[float]:
        return self.shape.scores(self.kept.figures)

    @cached_property
    def _flags(self) -> list[Flag]:
        begin, least = self.shape.scored_from, 0.5 if self.shape.measure is Measure.COUNT else -inf
        # Most lie well inside, where neither a rounding nor a method decides; and of those with
        # small figures many have the same.
        flag = cache(partial(_flag, self.shape))
        return [
            Flag.INSIDE
            if -_WELL_INSIDE < score < _WELL_INSIDE and n > begin and amount >= least
            else flag(amount / n, n)
            for score, (amount, n) in zip(self._scores, self.kept.figures, strict=True)
        ]

    @cached_property
    def _ranked(self) -> list[float]:
        """The values that are ranked, the lowest first."""
        return sorted(amount / n for amount, n in self.kept.figures if n >= self.minimum)

    def _point(self, place: int) -> FunnelPoint:
        amount, n = self.kept.numerators[place], self.kept.denominators[place]
        value, ranked = amount / n, self._ranked
        return FunnelPoint(
            self.kept.refs[place],
            amount,
            n,
            value,
            self._scores[place],
            self._flags[place],
            amount - self.shape.target * n,
            len(ranked) - bisect_right(ranked, value) + 1 if n >= self.minimum else None,
        )

    def limits_at(self, denominator: float, method: Method | None = None) -> Limits:
        """The limits at a denominator above 0; by the drawn line's method unless another is named.

        With over-dispersion refused an adjusted method gives the limits without it.
        """
        return _limits(self.shape, denominator, method or self.shape.drawn(denominator))

    def line(self, count: int = LINE_POINTS) -> Line:
        """The drawn limits from the smallest to the largest denominator, closer where they bend."""
        sizes = self.kept.denominators
        if not sizes:
            return Line((), (), (), (), ())
        grid = _grid(min(sizes), max(sizes), count)
        found = [self.limits_at(size) for size in grid]
        return Line(
            tuple(grid),
            tuple(limits.far_low for limits in found),
            tuple(limits.low for limits in found),
            tuple(limits.high for limits in found),
            tuple(limits.far_high for limits in found),
        )

    def verdicts(self, point: Placed) -> tuple[MethodVerdict, ...]:
        """What each method says of a point, whether or not its line is the one drawn."""
        shape = replace(self.shape, tau2=self.tau2)
        drawn = self.shape.drawn(point.denominator)
        return tuple(
            self._verdict(shape, point, method, drawn=method is drawn)
            for method in shape.methods(point.denominator)
        )

    def beyond(self, flag_size: int) -> int:
        """How many points lie beyond the 95% limits (1) or the 99.8% limits (2)."""
        return sum(abs(flag) >= flag_size for flag in self._flags)

    def expected_beyond(self, level: float) -> float:
        """How many points would lie beyond a level's limits by chance alone."""
        return len(self.kept.refs) * (1 - level)

    def _verdict(
        self, shape: Shape, point: Placed, method: Method, *, drawn: bool
    ) -> MethodVerdict:
        limits = _limits(shape, point.denominator, method)
        z = shape.z(point.numerator, point.denominator, adjusted=method.is_adjusted)
        return MethodVerdict(method, limits, limits.flag(point.value), z, drawn)


def funnel(
    measure: Measure,
    units: Iterable[Unit],
    *,
    target: float | None = None,
    adjusted: bool = True,
    minimum: float = 0.0,
) -> Funnel:
    """The funnel of units; the target is their own average unless one is given.

    Limits are widened for over-dispersion where `adjusted`, where there are at least ten units
    and where they spread more than chance allows. Units under the `minimum` denominator keep
    their place but are not ranked. No figure in the result is infinite or not a number.
    ValueError for a target that the measure cannot have.
    """
    kept, left_out = sorted_out(measure, units)
    middle = _average(kept) if target is None else target
    _check_target(measure, middle)
    shape = Shape(measure, middle)
    if measure is Measure.AMOUNT:
        shape = replace(shape, spread=_spread(kept, middle))
    phi, tau2 = _over_dispersion(shape, kept)
    refused = _refusal(len(kept.refs), tau2, adjusted=adjusted)
    shape = shape if refused else replace(shape, tau2=tau2)
    return Funnel(shape, kept, left_out, phi, tau2, refused, minimum)


def _average(kept: Kept) -> float:
    whole = sum(kept.denominators)
    return sum(kept.numerators) / whole if whole else 0.0


def _check_target(measure: Measure, target: float) -> None:
    least, most = {
        Measure.PROPORTION: (0.0, 1.0),
        Measure.COUNT: (0.0, float("inf")),
        Measure.AMOUNT: (float("-inf"), float("inf")),
    }[measure]
    if not isfinite(target) or not least <= target <= most:
        raise ValueError(f"{target} is no target for a {measure}")


def _spread(kept: Kept, target: float) -> float:
    """The spread of amounts whose variance is spread²/n: from the median scaled residual.

    The median lets no outlier widen the limits that are to find it. Where more than half of the
    units stand on the target itself, the mean of the squares takes its place.
    """
    scaled = [abs(amount / n - target) * sqrt(n) for amount, n in kept.figures]
    if not scaled:
        return 0.0
    return median(scaled) * MEDIAN_TO_SIGMA or sqrt(fmean(value * value for value in scaled))


def _over_dispersion(shape: Shape, kept: Kept) -> tuple[float | None, float]:
    """φ, the winsorised mean of z², and τ² by the moments of DerSimonian and Laird."""
    count = len(kept.refs)
    if count < 2 or not shape.spreads:
        return None, 0.0
    z = winsorised(shape.scores(kept.figures, adjusted=False))
    phi = fmean(value * value for value in z)
    # The weights are one over the variances, which go by one over the denominators.
    weight, whole = 1 / shape.variance(1), sum(kept.denominators)
    room = weight * (whole - sum(n * n for n in kept.denominators) / whole)
    return phi, max(0.0, (count * phi - (count - 1)) / room) if room > 0 else 0.0


def _refusal(count: int, tau2: float, *, adjusted: bool) -> NotAdjusted | None:
    if not adjusted:
        return NotAdjusted.NOT_ASKED
    if count < FEWEST_TO_ADJUST:
        return NotAdjusted.TOO_FEW
    return None if tau2 > 0 else NotAdjusted.NO_EXCESS


def _flag(shape: Shape, value: float, denominator: float) -> Flag:
    """Where a value lies, reckoning no limit that it cannot be beyond."""
    side = 1 if value > shape.target else -1
    method = shape.drawn(denominator)
    for size, level in ((0, WARNING), (1, ACTION)):
        limit = shape.bound(denominator, level, side, method)
        if (value - limit) * side <= 0:
            return Flag(size * side)
    return Flag(2 * side)


def _limits(shape: Shape, denominator: float, method: Method) -> Limits:
    def bound(level: float, side: int) -> float:
        return shape.bound(denominator, level, side, method)

    return Limits(
        far_low=bound(ACTION, -1),
        low=bound(WARNING, -1),
        high=bound(WARNING, 1),
        far_high=bound(ACTION, 1),
        method=method,
    )


def _grid(smallest: float, largest: float, count: int) -> list[float]:
    """Denominators even in 1/√n, along which the limits are nearly straight, both ends exact."""
    if smallest == largest:
        return [smallest]
    first, last = 1 / sqrt(smallest), 1 / sqrt(largest)
    step = (last - first) / (count - 1)
    inner = [(first + step * place) ** -2 for place in range(1, count - 1)]
    return [smallest, *inner, largest]
