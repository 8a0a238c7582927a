"""Quantiles and tails of our own, held against SciPy's on random values."""

from __future__ import annotations

import random

import pytest
from scipy import stats

from areateam.core.distributions import (
    beta_below,
    binomial_at_most,
    binomial_high,
    binomial_low,
    chi_square_below,
    chi_square_quantile,
    gamma_above,
    normal_quantile,
    poisson_high,
    poisson_low,
)

TAILS = (0.001, 0.025)
CHANCE = random.Random(2012)
CLOSE = 1e-9


def test_normal_quantiles_are_those_of_the_published_limits() -> None:
    assert normal_quantile(0.975) == pytest.approx(1.959964, abs=5e-7)
    assert normal_quantile(0.999) == pytest.approx(3.090232, abs=5e-7)


def test_a_thousand_chi_square_quantiles_are_scipys() -> None:
    shares = [CHANCE.choice((*TAILS, 0.975, 0.999, CHANCE.random())) for _ in range(1000)]
    degrees = [10 ** CHANCE.uniform(-1, 5) for _ in range(1000)]
    ours = [chi_square_quantile(p, df) for p, df in zip(shares, degrees, strict=True)]
    assert ours == pytest.approx(list(stats.chi2.ppf(shares, degrees)), rel=CLOSE)
    back = [chi_square_below(x, df) for x, df in zip(ours, degrees, strict=True)]
    assert back == pytest.approx(shares, rel=CLOSE)


def test_a_thousand_tails_are_scipys() -> None:
    shapes = [10 ** CHANCE.uniform(-1, 5) for _ in range(1000)]
    values = [a * CHANCE.uniform(0.5, 1.5) for a in shapes]
    above = [gamma_above(a, x) for a, x in zip(shapes, values, strict=True)]
    assert above == pytest.approx(list(stats.gamma.sf(values, shapes)), rel=CLOSE, abs=1e-14)
    others = [10 ** CHANCE.uniform(-1, 4) for _ in range(1000)]
    shares = [CHANCE.random() for _ in range(1000)]
    below = [beta_below(x, a, b) for x, a, b in zip(shares, shapes, others, strict=True)]
    assert below == pytest.approx(list(stats.beta.cdf(shares, shapes, others)), rel=1e-8, abs=1e-13)


def test_a_thousand_poisson_limits_are_scipys() -> None:
    expected = [10 ** CHANCE.uniform(0, 4) for _ in range(1000)]
    for p in TAILS:
        low = [poisson_low(p, e) for e in expected]
        theirs = stats.chi2.ppf(p, [2 * e for e in expected]) / 2
        none_is_rare = stats.poisson.cdf(0, expected) < p
        assert low == pytest.approx([float(x) for x in theirs * none_is_rare], rel=CLOSE)
        high = [poisson_high(p, e) for e in expected]
        theirs = stats.chi2.ppf(1 - p, [2 * e + 2 for e in expected]) / 2
        assert high == pytest.approx([float(x) for x in theirs], rel=CLOSE)


def test_a_count_is_beyond_a_binomial_limit_just_when_it_is_rarer_than_the_tail() -> None:
    for _ in range(1000):
        n, share, p = CHANCE.randint(1, 120), CHANCE.random(), CHANCE.choice(TAILS)
        counts = range(n + 1)
        low, high = binomial_low(p, n, share), binomial_high(p, n, share)
        rare_low = [bool(x) for x in stats.binom.cdf(counts, n, share) < p]
        rare_high = [bool(x) for x in stats.binom.sf([k - 1 for k in counts], n, share) < p]
        assert [k < low for k in counts] == rare_low
        assert [k > high for k in counts] == rare_high


def test_at_the_ends_a_binomial_count_is_certain() -> None:
    assert binomial_low(0.025, 50, 0.0) == 0
    assert binomial_high(0.025, 50, 0.0) == 0
    assert binomial_low(0.025, 50, 1.0) == 50
    assert binomial_high(0.025, 50, 1.0) == 50
    assert binomial_at_most(-1, 50, 0.5) == 0
    assert binomial_at_most(50, 50, 0.5) == 1


def test_none_of_few_expected_is_no_rarity() -> None:
    assert poisson_low(0.001, 5) == 0
    assert poisson_low(0.025, 5) > 0
