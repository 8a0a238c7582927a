"""The limits of a funnel at one denominator, and how far a value lies from the target.

Proportions: exact binomial, or the arcsine square root with s = 1/(2√n). Counts over a
denominator: Poisson limits by χ², or the logarithm with s = √(1/E). Amounts over a denominator:
s = spread/√n, from the contractors' own spread. Over-dispersion adds its variance τ² under the root
(Spiegelhalter 2005, doi 10.1002/sim.1970 and 10.1136/qshc.2005.013755).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import asin, exp, inf, log, pi, sin, sqrt

from areateam.core.distributions import (
    binomial_high,
    binomial_low,
    normal_quantile,
    poisson_high,
    poisson_low,
)

EXACT_BELOW = 100
EXACT_TO = 100_000
LEAST = 1e-12
WARNING = 0.95
ACTION = 0.998


class Measure(StrEnum):
    """What is divided: this decides how chance spreads it."""

    PROPORTION = "proportion"  # some of a count: 189 of 2,310 patients
    COUNT = "count"  # events over what they could come from: complaints over patients
    AMOUNT = "amount"  # a sum over a count: pounds over patients


class Method(StrEnum):
    """How a limit was reckoned."""

    BINOMIAL = "exact binomial"
    ARCSINE = "arcsine"
    ARCSINE_ADJUSTED = "arcsine with over-dispersion"
    POISSON = "exact Poisson"
    LOGARITHM = "logarithm"
    LOGARITHM_ADJUSTED = "logarithm with over-dispersion"
    SPREAD = "own spread"
    SPREAD_ADJUSTED = "own spread with over-dispersion"

    @property
    def is_exact(self) -> bool:
        """Whether the limit is that of the distribution itself, not of a normal stand-in."""
        return self in (Method.BINOMIAL, Method.POISSON)

    @property
    def is_adjusted(self) -> bool:
        """Whether τ² widens the limit."""
        return self in (
            Method.ARCSINE_ADJUSTED,
            Method.LOGARITHM_ADJUSTED,
            Method.SPREAD_ADJUSTED,
        )


EXACT = {Measure.PROPORTION: Method.BINOMIAL, Measure.COUNT: Method.POISSON}
APPROXIMATE = {
    Measure.PROPORTION: Method.ARCSINE,
    Measure.COUNT: Method.LOGARITHM,
    Measure.AMOUNT: Method.SPREAD,
}
ADJUSTED = {
    Measure.PROPORTION: Method.ARCSINE_ADJUSTED,
    Measure.COUNT: Method.LOGARITHM_ADJUSTED,
    Measure.AMOUNT: Method.SPREAD_ADJUSTED,
}


@cache
def z_of(level: float) -> float:
    """The number of standard deviations that a two-sided level reaches: 1.959964 for 0.95."""
    return normal_quantile((1 + level) / 2)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the limits of one funnel follow from; all are finite numbers.

    `target` is the line in the middle, in the unit of the values; `spread` is for amounts
    only: the standard deviation at a denominator of one.
    """

    measure: Measure
    target: float
    spread: float = 0.0
    tau2: float = 0.0

    @property
    def spreads(self) -> bool:
        """Whether chance spreads anything: not where all is none, or all amounts are the same."""
        if self.measure is Measure.COUNT:
            return self.target > LEAST
        return self.measure is Measure.PROPORTION or self.spread > LEAST

    def methods(self, denominator: float) -> tuple[Method, ...]:
        """Every method for a denominator, exact first; adjusted only where τ² is not 0.

        Above 100,000 the exact limits are those of the normal stand-in to four digits, and left.
        """
        exact = EXACT.get(self.measure) if self._size(denominator) <= EXACT_TO else None
        adjusted = ADJUSTED[self.measure] if self.tau2 > 0 else None
        found = (exact, APPROXIMATE[self.measure], adjusted)
        return tuple(method for method in found if method)

    def drawn(self, denominator: float) -> Method:
        """The method of the drawn line: adjusted where asked for, else exact below 100."""
        if self.tau2 > 0:
            return ADJUSTED[self.measure]
        exact = EXACT.get(self.measure)
        small = self._size(denominator) < EXACT_BELOW
        return exact if exact and small else APPROXIMATE[self.measure]

    def bound(self, denominator: float, level: float, side: int, method: Method) -> float:
        """One limit, below for side -1 and above for 1, in the unit of the values.

        It is never on the other side of the target, and the target itself where nothing spreads.
        """
        if not self.spreads:
            return self.target
        limit = self._limit(denominator, level, side, method)
        return max(limit, self.target) if side > 0 else min(limit, self.target)

    def _limit(self, denominator: float, level: float, side: int, method: Method) -> float:
        if method.is_exact:
            return self._exact(denominator, (1 - level) / 2, side)
        reach = side * z_of(level) * self._se(denominator, adjusted=method.is_adjusted)
        if self.measure is Measure.PROPORTION:
            # Beyond 0 or a right angle the sine would turn back: the limit stands at 0 or 1.
            return sin(min(max(asin(sqrt(self.target)) + reach, 0.0), pi / 2)) ** 2
        if self.measure is Measure.COUNT:
            return self.target * exp(min(reach, 600.0))
        return self.target + reach

    def z(self, numerator: float, denominator: float, *, adjusted: bool = True) -> float:
        """How many standard deviations a value lies above the target; see `scores`."""
        return self.scores([(numerator, denominator)], adjusted=adjusted)[0]

    def scores(
        self, figures: Iterable[tuple[float, float]], *, adjusted: bool = True
    ) -> list[float]:
        """How many standard deviations each value lies above the target, on the method's scale.

        `figures` are numerators and denominators. A count of none stands as a half, since it has
        no logarithm. 0 where nothing spreads.
        """
        if not self.spreads:
            return [0.0 for _ in figures]
        target, wider = self.target, self.tau2 if adjusted else 0.0
        if self.measure is Measure.PROPORTION:
            middle = asin(sqrt(target))
            return [(asin(sqrt(a / n)) - middle) / sqrt(1 / (4 * n) + wider) for a, n in figures]
        if self.measure is Measure.COUNT:
            return [
                log(max(0.5, a) / (target * n)) / sqrt(1 / (target * n) + wider) for a, n in figures
            ]
        variance = self.spread * self.spread
        return [(a / n - target) / sqrt(variance / n + wider) for a, n in figures]

    @property
    def scored_from(self) -> float:
        """The denominator above which the drawn limits stand on the scale of `scores`.

        There a value of less than 1.96 is within the limits of 95%. Infinite where they never do.
        """
        if not self.spreads:
            return inf
        if self.tau2 > 0 or self.measure is Measure.AMOUNT:
            return 0.0
        # A little more, so that no rounding takes an exact limit for another.
        return EXACT_BELOW / (self.target if self.measure is Measure.COUNT else 1) * (1 + 1e-9)

    def _size(self, denominator: float) -> float:
        """What decides between exact and not: n of a proportion, the expected count of a count."""
        return self.target * denominator if self.measure is Measure.COUNT else denominator

    def _exact(self, denominator: float, tail: float, side: int) -> float:
        if self.measure is Measure.PROPORTION:
            limit = binomial_low if side < 0 else binomial_high
            return limit(tail, denominator, self.target) / denominator
        poisson = poisson_low if side < 0 else poisson_high
        return poisson(tail, self.target * denominator) / denominator

    def _se(self, denominator: float, *, adjusted: bool) -> float:
        return sqrt(self.variance(denominator) + (self.tau2 if adjusted else 0.0))

    def variance(self, denominator: float) -> float:
        """The variance that chance alone gives on the method's scale."""
        if self.measure is Measure.PROPORTION:
            return 1 / (4 * denominator)
        if self.measure is Measure.COUNT:
            return 1 / (self.target * denominator)
        return self.spread * self.spread / denominator
