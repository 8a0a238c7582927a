"""Which layout a file has: by its header, or by the shape of its columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from areateam.core.copies import replaced
from areateam.imports.profiles import Profile, Profiles, Recognition
from areateam.imports.reader import FileShape

ADDED = ("Line", "Reason")
"""The columns that our file of rejected lines has after those of the original."""
_SHARE = 0.98
"""How many of the cells looked at must fit a pattern: real extracts have a few odd lines."""


class Reading(msgspec.Struct, frozen=True):
    """One way to take a file: how it is read, how it is seen by layouts, and lines as seen."""

    shape: FileShape
    seen: FileShape
    sample: list[list[str]]


class Recognised(msgspec.Struct, frozen=True):
    """The profile found, and why: a phrase for the person who imports."""

    profile: Profile
    reason: str


def recognise(
    profiles: Profiles, shape: FileShape, sample: Sequence[Sequence[str]]
) -> Recognised | None:
    """The profile whose layout the file has; None where none fits. The most demanding one wins."""
    fitting = [p for p in profiles.known if fits(p.recognise, shape, sample)]
    if not fitting:
        return None
    best = max(fitting, key=lambda p: _demand(p.recognise))
    asked = best.recognise
    reason = (
        f"{len(asked.header)} columns by name"
        if asked.header
        else f"{asked.width} columns without a header, by what they hold"
    )
    return Recognised(best, reason)


def other_layout(
    profiles: Profiles, shape: FileShape, sample: Sequence[Sequence[str]]
) -> str | None:
    """What a file is that is known but not about contractors; None where it is not known."""
    for layout in profiles.others:
        if fits(layout.recognise, shape, sample):
            return layout.label
    return None


def without_reasons(shape: FileShape, sample: Sequence[Sequence[str]]) -> Reading:
    """A file less the two columns at the end of our own file of rejected lines.

    Without a header they are known by line numbers, each before a sentence.
    """
    records = [list(record) for record in sample]
    if shape.header:
        there = tuple(name.strip() for name in shape.header[-2:]) == ADDED
    else:
        there = bool(records) and all(
            len(record) > len(ADDED)
            and record[-2].strip().isdecimal()
            and record[-1].strip().endswith(".")
            for record in records
        )
    width = shape.width - len(ADDED)
    if not there or width < 1:
        return Reading(shape, shape, records)
    seen = replaced(shape, width=width, header=shape.header[:width])
    return Reading(shape, seen, [record[:width] for record in records])


def fits(asked: Recognition, shape: FileShape, sample: Sequence[Sequence[str]]) -> bool:
    """Whether a file has what a layout asks for; a layout that asks for nothing fits none."""
    if not asked.header and not asked.width:
        return False
    names = [name.strip() for name in shape.header]
    if not {*asked.header, *asked.values} <= set(names):
        return False
    if asked.width and (asked.width != shape.width or (shape.header and not asked.header)):
        return False
    if not sample and (asked.patterns or asked.always):
        return False
    return _cells_fit(asked, names, sample)


def _cells_fit(asked: Recognition, names: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
    looks = [
        (int(place), re.compile(pattern).fullmatch, share)
        for patterns, share in ((asked.patterns, _SHARE), (asked.always, 1.0))
        for place, pattern in patterns.items()
    ]
    looks += [
        (names.index(name), re.compile("|".join(map(re.escape, values))).fullmatch, _SHARE)
        for name, values in asked.values.items()
        if name in names
    ]
    return all(_share(sample, place, match) >= least for place, match, least in looks)


def _share(
    sample: Sequence[Sequence[str]],
    place: int,
    matches: Callable[[str], re.Match[str] | None],
) -> float:
    if not sample:
        return 1.0
    return sum(bool(matches(record[place].strip())) for record in sample) / len(sample)


def _demand(asked: Recognition) -> int:
    return (
        len(asked.header) + 3 * len(asked.patterns) + 5 * len(asked.values) + 5 * len(asked.always)
    )
