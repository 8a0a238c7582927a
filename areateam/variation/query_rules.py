"""Figures that cannot be right: what is impossible, or ten times what it always was."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

TIMES = 10


class Doubt(StrEnum):
    """Why a figure is asked about before it goes into a chart."""

    IMPOSSIBLE = "figure-impossible"
    TENFOLD = "figure-tenfold"
    TENTH = "figure-tenth"


class Past(msgspec.Struct, frozen=True):
    """What a field of a contract held before, or was stated to hold by another file."""

    least: float
    most: float
    count: int


def doubt_of_figure(figure: float, past: Past | None) -> Doubt | None:
    """Whether a figure is ten times all that it was, or a tenth.

    One earlier value is enough to ask about a figure that grew; two for one that shrank, since
    a slip that was put right shrinks too.
    """
    if past is None or past.least <= 0 or figure <= 0:
        return None
    if figure >= TIMES * past.most:
        return Doubt.TENFOLD
    return Doubt.TENTH if past.count > 1 and figure * TIMES <= past.least else None


def past_of(values: Sequence[float]) -> Past | None:
    """The earlier values together; None where there was none above nought."""
    counted = [value for value in values if value > 0]
    return Past(min(counted), max(counted), len(counted)) if counted else None
