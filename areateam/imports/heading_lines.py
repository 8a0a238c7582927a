"""Headings that stand on two lines, as merged cells leave them: a group above, its parts below."""

from __future__ import annotations

from collections.abc import Sequence

_FEWEST_GAPS = 2
_MOSTLY = 0.5


def in_two_lines(
    first: Sequence[str], second: Sequence[str], body: Sequence[Sequence[str]]
) -> tuple[str, ...] | None:
    """The headings of two lines as one, "Deal since" for "Deal" over "since"; None for others.

    Every column has a name in one of the lines. The gaps of the upper line, at least two, are
    what a cell merged over several columns leaves, so that the lower line names them all; the
    gaps of the lower line are cells merged over both, so that the lines below fill them.
    """
    upper, lower = [cell.strip() for cell in first], [cell.strip() for cell in second]
    gaps = [place for place, cell in enumerate(upper) if not cell]
    whole = [place for place, cell in enumerate(lower) if not cell]
    if len(upper) != len(lower) or len(gaps) < _FEWEST_GAPS or not upper[0] or not whole:
        return None
    named = all(lower[place] for place in gaps) and all(upper[place] for place in whole)
    return _joined(upper, lower) if named and _is_above(lower, whole, body) else None


def _is_above(lower: Sequence[str], whole: Sequence[int], body: Sequence[Sequence[str]]) -> bool:
    """Whether a line is above the records: they fill what it leaves blank, and say no such word."""
    if not body:
        return False
    filled = all(_share_filled(body, place) > _MOSTLY for place in whole)
    said = {cell.strip() for record in body for cell in record} - {""}
    return filled and said.isdisjoint(lower)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    names, group = [], ""
    for above, below in zip(upper, lower, strict=True):
        group = above or group
        names.append(f"{group} {below}" if below else above)
    return tuple(names)


def _share_filled(body: Sequence[Sequence[str]], place: int) -> float:
    return sum(bool(record[place].strip()) for record in body) / len(body)
