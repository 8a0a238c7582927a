"""The units of a funnel: which of them can be compared, and why the others cannot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import compress

from areateam.core.funnel_limits import Measure

# Beyond these a figure is a slip of the keyboard, and its square no longer a number.
LARGEST = 1e15
SMALLEST_DENOMINATOR = 1e-6


class LeftOut(StrEnum):
    """Why a unit is not in the chart; it is counted, never taken for zero."""

    NO_FIGURES = "no figures"
    NO_DENOMINATOR = "nothing to divide by"
    NEGATIVE = "below zero"
    MORE_THAN_ALL = "more than all"


Unit = tuple[str, float | None, float | None]
"""A contractor or area with what is divided: numerator and denominator, None where not known."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The units that can be compared: three columns of the same length."""

    refs: Sequence[str]
    numerators: Sequence[float]
    denominators: Sequence[float]

    @property
    def figures(self) -> Iterable[tuple[float, float]]:
        """The numerator and denominator of each."""
        return zip(self.numerators, self.denominators, strict=True)


def sorted_out(
    measure: Measure, units: Iterable[Unit]
) -> tuple[Kept, tuple[tuple[str, LeftOut], ...]]:
    """The units that can be compared, and the others each with the reason."""
    least = -LARGEST if measure is Measure.AMOUNT else 0.0
    is_share = measure is Measure.PROPORTION
    listed = list(units)
    fits = [
        above is not None
        and below is not None
        and SMALLEST_DENOMINATOR <= below <= LARGEST
        and least <= above <= (below if is_share else LARGEST)
        for _, above, below in listed
    ]
    kept = list(compress(listed, fits))
    left_out = tuple(
        (ref, _reason(above, below))
        for (ref, above, below), fit in zip(listed, fits, strict=True)
        if not fit
    )
    refs, numerators, denominators = zip(*kept, strict=True) if kept else ((), (), ())
    return Kept(refs, tuple(map(float, numerators)), tuple(map(float, denominators))), left_out


def _reason(above: float | None, below: float | None) -> LeftOut:
    """Why a unit that cannot be compared is left out."""
    if above is None or below is None:
        return LeftOut.NO_FIGURES
    if not abs(above) <= LARGEST or not abs(below) <= LARGEST:
        return LeftOut.NO_FIGURES
    if below < SMALLEST_DENOMINATOR:
        return LeftOut.NO_DENOMINATOR
    return LeftOut.NEGATIVE if above < 0 else LeftOut.MORE_THAN_ALL
