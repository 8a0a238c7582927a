"""Funnels: published limits, an independent calculation, and flags that agree with the line."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import astuple, replace
from math import asin, exp, isfinite, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from areateam.core.funnel import (
    Flag,
    Funnel,
    Limits,
    Line,
    NotAdjusted,
    funnel,
)
from areateam.core.funnel_limits import Measure, Method
from areateam.core.funnel_units import LeftOut, Unit
from areateam.core.quantiles import quantile, winsorised

FIGURE = st.one_of(
    st.none(), st.integers(0, 3000), st.floats(0, 1e5), st.floats(), st.sampled_from([0.0, 1e300])
)
UNITS = st.lists(st.tuples(FIGURE, FIGURE), max_size=30)
Pairs = list[tuple[float, float]]
MEASURES = st.sampled_from(Measure)


def _units(pairs: list[tuple[float | None, float | None]]) -> list[Unit]:
    return [(f"C{place:05d}", top, bottom) for place, (top, bottom) in enumerate(pairs)]


def _published(n: float) -> tuple[float, ...]:
    chart = funnel(Measure.PROPORTION, [("A", n // 10, n)], target=0.10)
    limits = chart.limits_at(n, Method.ARCSINE)
    return tuple(
        round(limit, 4) for limit in (limits.low, limits.high, limits.far_low, limits.far_high)
    )


def test_arcsine_limits_are_those_of_the_published_example() -> None:
    """FunnelPlotR's limits for a target of 0.10: 95% and 99.8%."""
    assert _published(50) == (0.0332, 0.1974, 0.0106, 0.2646)
    assert _published(200) == (0.0624, 0.1453, 0.0445, 0.1745)
    assert _published(1000) == (0.0822, 0.1193, 0.0726, 0.1312)


def test_poisson_limits_are_those_of_the_published_example() -> None:
    """FunnelPlotR's own test of its limits (tests/testthat/test-poisson_limits.R), target 1."""
    chart = funnel(Measure.COUNT, _units([(15, 15), (30, 30)]), target=1.0, adjusted=False)
    found = [chart.limits_at(expected, Method.POISSON) for expected in (15, 20, 30)]
    assert [round(each.low, 7) for each in found] == [0.5596924, 0.6108260, 0.6746958]
    assert [round(each.high, 6) for each in found] == [1.649348, 1.544419, 1.427562]
    assert [round(each.far_low, 7) for each in found] == [0.3862650, 0.4479107, 0.5289724]
    assert [round(each.far_high, 6) for each in found] == [2.082907, 1.902094, 1.702771]


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (1, 29, 0.0009, 0.1776),
     (0, 20, None, 0.1684)],
)  # fmt: skip
def test_binomial_limits_are_those_of_the_published_table(
    count: int, of: int, low: float | None, high: float
) -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 857-872, Table I, method 5 (Clopper-Pearson).

    The share whose upper limit is just the count is the lower end of the interval, and the other
    way round: the table prints the targets at which a point comes to lie on the drawn line.
    """
    assert round(_target_where(count, of, lambda drawn: drawn.low), 4) == high
    if low is not None:
        assert round(_target_where(count, of, lambda drawn: drawn.high), 4) == low


def _target_where(count: int, of: int, limit: Callable[[Limits], float]) -> float:
    """The target of a chart, by halving, at which a limit begins to lie above a count."""
    below, above = 0.0, 1.0
    for _ in range(40):
        target = (below + above) / 2
        chart = funnel(Measure.PROPORTION, _units([(count, of)]), target=target, adjusted=False)
        if limit(chart.limits_at(of, Method.BINOMIAL)) * of > count:
            above = target
        else:
            below = target
    return below


def test_the_method_is_exact_below_100_and_named() -> None:
    chart = funnel(Measure.PROPORTION, _units([(5, 50), (20, 200)]), target=0.1, adjusted=False)
    assert chart.limits_at(99).method is Method.BINOMIAL
    assert chart.limits_at(100).method is Method.ARCSINE
    counts = funnel(Measure.COUNT, _units([(5, 500), (20, 2000)]), target=0.01, adjusted=False)
    assert counts.limits_at(9_999).method is Method.POISSON
    assert counts.limits_at(10_000).method is Method.LOGARITHM


def test_the_lower_limit_stands_at_none_where_the_arcsine_would_turn_back() -> None:
    chart = funnel(Measure.PROPORTION, _units([(1, 200)]), target=0.005, adjusted=False)
    assert chart.limits_at(200).far_low == 0
    assert chart.limits_at(200).high > 0.005


def _random_pairs(chance: random.Random, measure: Measure) -> Pairs:
    rate = chance.uniform(0.02, 0.4)
    pairs: Pairs = []
    for _ in range(chance.randint(2, 25)):
        n = chance.randint(5, 900)
        noisy = min(1.0, rate * exp(chance.gauss(0, 0.4)))
        count = sum(chance.random() < noisy for _ in range(n)) if n < 60 else round(n * noisy)
        pairs.append((count if measure is not Measure.AMOUNT else n * noisy * 130, n))
    return pairs


def _scores(measure: Measure, pairs: Pairs, target: float) -> list[tuple[float, float]]:
    """The z-score and the weight 1/s² of each pair, on the scale of the measure."""
    if measure is Measure.PROPORTION:
        return [((asin(sqrt(k / n)) - asin(sqrt(target))) * 2 * sqrt(n), 4 * n) for k, n in pairs]
    if measure is Measure.COUNT:
        return [(log(max(k, 0.5) / target / n) * sqrt(target * n), target * n) for k, n in pairs]
    residuals = [(k / n - target) * sqrt(n) for k, n in pairs]
    spread = float(stats.median_abs_deviation(residuals, center=lambda *_, **__: 0.0))
    spread /= float(stats.norm.ppf(0.75))
    return [(r / spread, n / spread**2) for r, (_, n) in zip(residuals, pairs, strict=True)]


def _second_reckoning(measure: Measure, pairs: Pairs) -> tuple[float, float]:
    """φ and τ² by a way of its own: SciPy's percentiles and the formula as printed."""
    target = sum(k for k, _ in pairs) / sum(n for _, n in pairs)
    z, weights = zip(*_scores(measure, pairs, target), strict=True)
    low, high = stats.scoreatpercentile(z, 10), stats.scoreatpercentile(z, 90)
    phi = sum(min(max(score, low), high) ** 2 for score in z) / len(z)
    count, whole = len(z), sum(weights)
    tau2 = (count * phi - (count - 1)) / (whole - sum(w**2 for w in weights) / whole)
    return phi, max(0.0, tau2)


def _second_limits(chart: Funnel, measure: Measure, n: float) -> list[float]:
    """The unadjusted limits by SciPy, from the lowest to the highest."""
    target, tails = chart.shape.target, (0.001, 0.025, 0.975, 0.999)
    if measure is Measure.COUNT and target * n < 100:
        expected = target * n
        return [
            float(stats.chi2.ppf(p, 2 * expected + (2 if p > 0.5 else 0))) / 2 / n
            if p > 0.5 or stats.poisson.cdf(0, expected) < p
            else 0.0
            for p in tails
        ]
    z = [float(stats.norm.ppf(p)) for p in tails]
    if measure is Measure.COUNT:
        return [target * exp(reach / sqrt(target * n)) for reach in z]
    return [target + reach * chart.shape.spread / sqrt(n) for reach in z]


@pytest.mark.parametrize("measure", Measure)
def test_a_thousand_random_funnels_agree_with_scipy(measure: Measure) -> None:
    chance = random.Random(f"funnel {measure}")
    for _ in range(334):
        pairs = _random_pairs(chance, measure)
        chart = funnel(measure, _units([*pairs]), adjusted=False)
        phi, tau2 = _second_reckoning(measure, pairs)
        assert chart.phi == pytest.approx(phi, rel=1e-9)
        assert chart.tau2 == pytest.approx(tau2, rel=1e-7, abs=1e-15)
        n = float(chance.randint(5, 900))
        limits = chart.limits_at(n)
        ours = [limits.far_low, limits.low, limits.high, limits.far_high]
        if measure is not Measure.PROPORTION:
            assert ours == pytest.approx(_second_limits(chart, measure, n), rel=1e-9)
        elif n < 100:
            beyond = [stats.binom.cdf(k, n, chart.shape.target) for k in (0, 1, 2, 3)]
            assert [k / n < limits.far_low for k in range(4)] == [p < 0.001 for p in beyond]
        else:
            middle = asin(sqrt(chart.shape.target))
            z = [(asin(sqrt(limit)) - middle) * 2 * sqrt(n) for limit in ours if limit > 0]
            theirs = [float(stats.norm.ppf(p)) for p in (0.001, 0.025, 0.975, 0.999)]
            assert z == pytest.approx(theirs[4 - len(z) :], rel=1e-9)


@given(MEASURES, UNITS, st.booleans())
def test_the_flag_of_every_point_is_that_of_the_drawn_line(
    measure: Measure, pairs: list[tuple[float | None, float | None]], adjusted: bool
) -> None:
    chart = funnel(measure, _units(pairs), adjusted=adjusted)
    for point in chart.points:
        assert point.flag is chart.limits_at(point.denominator).flag(point.value)
        drawn = [verdict for verdict in chart.verdicts(point) if verdict.drawn]
        assert [(verdict.flag, verdict.limits) for verdict in drawn] == [
            (point.flag, chart.limits_at(point.denominator))
        ]


@given(MEASURES, UNITS, st.booleans())
def test_no_figure_is_infinite_and_no_unit_is_lost(
    measure: Measure, pairs: list[tuple[float | None, float | None]], adjusted: bool
) -> None:
    chart = funnel(measure, _units(pairs), adjusted=adjusted, minimum=10)
    assert len(chart.points) + len(chart.left_out) == len(pairs)
    figures = [value for column in astuple(chart.line(20)) for value in column]
    figures += [chart.shape.target, chart.shape.spread, chart.tau2, chart.phi or 0.0]
    for point in chart.points:
        figures += [point.value, point.z, point.excess, point.denominator]
        figures += [verdict.z for verdict in chart.verdicts(point)]
    assert all(isfinite(figure) for figure in figures)


@given(MEASURES, UNITS, st.booleans())
def test_outliers_are_the_points_beyond_the_outer_limits_and_those_named(
    measure: Measure, pairs: list[tuple[float | None, float | None]], adjusted: bool
) -> None:
    chart = funnel(measure, _units(pairs), adjusted=adjusted)
    named = {"C00001", "C00004", "elsewhere"}
    beyond = [point for point in chart.points if point.flag.is_outlier]
    assert chart.outliers() == beyond
    assert len(beyond) == chart.beyond(2)
    either = [point for point in chart.points if point in beyond or point.ref in named]
    assert chart.outliers(also=named) == either


@given(MEASURES, UNITS)
def test_limits_nest_and_never_cross_the_target(
    measure: Measure, pairs: list[tuple[float | None, float | None]]
) -> None:
    chart = funnel(measure, _units(pairs))
    line = chart.line(20)
    for far_low, low, high, far_high in zip(
        line.far_low, line.low, line.high, line.far_high, strict=True
    ):
        slack = 1e-9 * (1 + abs(chart.shape.target))
        assert far_low - slack <= low <= chart.shape.target <= high <= far_high + slack


def test_over_dispersion_widens_the_limits_and_clears_the_merely_spread() -> None:
    chance = random.Random(3)
    pairs = [(max(0, round(n * chance.gauss(0.3, 0.05))), n) for n in [400] * 40]
    plain = funnel(Measure.PROPORTION, _units([*pairs]), adjusted=False)
    wide = funnel(Measure.PROPORTION, _units([*pairs]))
    assert wide.limits_at(400).far_high > plain.limits_at(400).far_high
    assert wide.beyond(2) < plain.beyond(2)
    assert wide.phi == plain.phi
    assert wide.not_adjusted is None
    methods = {verdict.method: verdict.flag for verdict in wide.verdicts(wide.points[0])}
    assert list(methods) == [Method.BINOMIAL, Method.ARCSINE, Method.ARCSINE_ADJUSTED]


@pytest.mark.parametrize(
    ("units", "adjusted", "why"),
    [
        (9, True, NotAdjusted.TOO_FEW),
        (10, True, None),
        (10, False, NotAdjusted.NOT_ASKED),
    ],
)
def test_under_ten_units_over_dispersion_is_refused_with_its_reason(
    units: int, adjusted: bool, why: NotAdjusted | None
) -> None:
    pairs = [(40.0 + 20 * (place % 2), 100.0) for place in range(units)]
    chart = funnel(Measure.PROPORTION, _units([*pairs]), adjusted=adjusted)
    assert chart.not_adjusted is why
    assert (chart.shape.tau2 > 0) is (why is None)


def test_units_alike_have_no_excess_spread() -> None:
    chart = funnel(Measure.COUNT, _units([(10, 100)] * 12))
    assert chart.not_adjusted is NotAdjusted.NO_EXCESS


def test_what_is_left_out_says_why() -> None:
    pairs = [(None, 10), (1, None), (1, 0), (-1, 10), (11, 10), (float("nan"), 10), (5, 10)]
    chart = funnel(Measure.PROPORTION, _units([*pairs]))
    assert [reason for _, reason in chart.left_out] == [
        LeftOut.NO_FIGURES,
        LeftOut.NO_FIGURES,
        LeftOut.NO_DENOMINATOR,
        LeftOut.NEGATIVE,
        LeftOut.MORE_THAN_ALL,
        LeftOut.NO_FIGURES,
    ]
    assert [point.value for point in chart.points] == [0.5]


def test_equal_values_share_the_better_rank() -> None:
    chart = funnel(Measure.AMOUNT, _units([(10, 2), (30, 3), (20, 2), (9, 3)]))
    assert [point.rank for point in chart.points] == [3, 1, 1, 4]


def test_small_units_keep_their_place_and_have_no_rank() -> None:
    chart = funnel(Measure.AMOUNT, _units([(900, 2), (100, 50), (300, 100)]), minimum=10)
    assert [point.rank for point in chart.points] == [None, 2, 1]


def test_an_amount_far_from_the_rest_does_not_hide_itself() -> None:
    pairs = [(130.0 * n + (-1) ** n * 40 * sqrt(n), float(n)) for n in range(500, 560)]
    chart = funnel(Measure.AMOUNT, _units([*pairs, (200.0 * 520, 520.0)]), target=130)
    assert [point.flag for point in chart.points if point.flag.is_outlier] == [Flag.FAR_HIGH]
    assert chart.points[-1].excess == pytest.approx(70 * 520)


def test_chance_alone_gives_its_share_beyond_each_limit() -> None:
    chart = funnel(Measure.COUNT, _units([(10, 100)] * 283))
    assert chart.expected_beyond(0.95) == pytest.approx(14.15)
    assert chart.expected_beyond(0.998) == pytest.approx(0.566)
    assert (chart.beyond(1), chart.beyond(2)) == (0, 0)


def test_the_line_runs_from_the_smallest_to_the_largest_denominator() -> None:
    chart = funnel(Measure.COUNT, _units([(10, 100), (20, 900), (3, 40)]))
    line = chart.line(50)
    assert (line.denominators[0], line.denominators[-1]) == (40, 900)
    assert list(line.denominators) == sorted(line.denominators)
    assert line.high[0] == chart.limits_at(40).high
    assert funnel(Measure.COUNT, []).line() == Line((), (), (), (), ())


@pytest.mark.parametrize("target", [-0.1, 1.1, float("nan")])
def test_a_proportion_has_no_such_target(target: float) -> None:
    with pytest.raises(ValueError, match="no target"):
        funnel(Measure.PROPORTION, [], target=target)


def test_winsorising_draws_in_a_tenth_on_each_side() -> None:
    assert quantile([1, 2, 3, 4], 0.5) == 2.5
    assert winsorised([float(x) for x in range(11)]) == [1, 1, *range(2, 10), 9, 9][:2] + [
        float(x) for x in range(2, 9)
    ] + [9.0, 9.0]


def test_a_shape_can_be_drawn_without_its_adjustment() -> None:
    chart = funnel(Measure.COUNT, _units([(10 + 8 * (n % 3), 100) for n in range(30)]))
    bare = replace(chart.shape, tau2=0.0)
    assert bare.bound(100, 0.95, 1, Method.LOGARITHM) < chart.limits_at(100).high
