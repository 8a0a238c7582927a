"""The interval in which a share of a small number of things lies."""

from __future__ import annotations

from math import sqrt

from areateam.core.distributions import normal_quantile


def wilson_interval(count: int, of: int, level: float = 0.95) -> tuple[float, float]:
    """The score interval of `count` out of `of` > 0, as shares from 0 to 1 (Wilson 1927).

    It stays within 0 and 1 and says something even where nothing or everything was counted.
    """
    z = normal_quantile((1 + level) / 2)
    share, spread = count / of, z * z / of
    middle = share + spread / 2
    half = z * sqrt(share * (1 - share) / of + spread / (4 * of))
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    return (0.0 if count == 0 else low), (1.0 if count == of else high)
