"""The tenths of all on a day, and in which of them one value lies."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

ORDINALS = ("lowest", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
            "highest")  # fmt: skip


@dataclass(frozen=True, slots=True)
class TenthsDay:
    """One day: the nine values between the tenths of those that are ranked, none under ten.

    `own` is the value of the one that is looked at, None where it has none; `tenth` the tenth that
    it lies in, 1 for the lowest, None where it is not ranked or there are no tenths.
    """

    day: date
    ranked: int
    marks: tuple[float, ...]
    own: float | None = None
    tenth: int | None = None


def tenth_of(value: float, marks: Sequence[float]) -> int | None:
    """The tenth that a value lies in, 1 for the lowest; None where there are no marks.

    On a mark it lies below that; on several, as where most have nought, in the middle of the
    tenths between which nothing tells.
    """
    return (bisect_left(marks, value) + bisect_right(marks, value)) // 2 + 1 if marks else None


def tenth_words(tenth: int) -> str:
    """A tenth as people say it: "lowest tenth", "third tenth"."""
    return f"{ORDINALS[tenth - 1]} tenth"
