"""Quantiles, and values drawn in to them."""

from __future__ import annotations

from collections.abc import Sequence

WINSORISED = 0.10


def quantile(values: Sequence[float], share: float) -> float:
    """The value that a share lies below, between neighbours in proportion (R's type 7)."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def winsorised(values: Sequence[float], share: float = WINSORISED) -> list[float]:
    """The values with those beyond the lowest and highest share drawn in to its quantiles.

    The quantiles are R's type 7, as FunnelPlotR uses them.
    """
    ordered = sorted(values)
    low, high = quantile(ordered, share), quantile(ordered, 1 - share)
    return [low if value < low else min(value, high) for value in values]
