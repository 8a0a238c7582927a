"""Wilson's interval agrees with SciPy's, also where nothing or everything was counted."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from areateam.core.proportions import wilson_interval


@pytest.mark.parametrize(
    ("count", "of"), [(0, 1), (1, 1), (0, 10), (10, 10), (3, 10), (81, 263), (15, 148), (1, 29)]
)
@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_the_interval_is_scipys(count: int, of: int, level: float) -> None:
    known = binomtest(count, of).proportion_ci(level, method="wilson")
    assert wilson_interval(count, of, level) == pytest.approx((known.low, known.high), abs=1e-12)


def test_the_interval_is_that_of_newcombes_table() -> None:
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3: 81 of 263."""
    low, high = wilson_interval(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
