"""Numbers by which lines of one file that name the same site or contractor are brought together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from areateam.core.fields import Value
from areateam.imports.mapping import Layover

_Marks = Iterable[int | None]


class SharedMarks:
    """Gives each line a 64-bit number for its site and its contractor; None where it has no key.

    Equal numbers mean equal keys within one file: sorting numbers takes SQLite a fraction of
    the time of sorting texts. `apply` compares the keys behind equal numbers before it acts.
    """

    def __init__(self, layover: Layover) -> None:
        place = {feed.slot: number for number, feed in enumerate(layover.feeds)}
        self._places = [
            [place[slot] for slot in key_slots(layover, kind)] for kind in ("site", "contractor")
        ]

    def of(self, values: Sequence[Sequence[Value]], count: int) -> list[_Marks]:
        """The marks of sites and of contractors for the values of some lines, column by column."""
        return [_marks([values[place] for place in key], count) for key in self._places]


def key_slots(layover: Layover, kind: str) -> list[str]:
    """The staged columns of the first key of sites or contractors; none where they share none."""
    part = layover.part(kind)
    keys = layover.keys_of(part) if part and kind in layover.shared else []
    return [target.slot for target in keys[0]] if keys else []


def _marks(columns: Sequence[Sequence[Value]], count: int) -> list[int | None]:
    if not columns:
        return [None] * count
    return [None if None in key else hash(key) for key in zip(*columns, strict=True)]
