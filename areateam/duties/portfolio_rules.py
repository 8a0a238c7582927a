"""Who looks after something on a day: the closest portfolio, and who covers for its holder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from areateam.duties.duty_rules import Span


class Work(msgspec.Struct, frozen=True):
    """A piece of work: the functions it belongs to, its group and its PCT; blank where unknown."""

    functions: frozenset[int] = frozenset()
    group: str = ""
    pct: str = ""


class Patch(msgspec.Struct, frozen=True):
    """A part of the work: a function by its id, a group by its key, a PCT by its code.

    What is empty is not narrowed: it holds for every function, group or PCT.
    """

    function: int | None = None
    group: str = ""
    pct: str = ""

    def covers(self, work: Work) -> bool:
        """Whether a piece of work lies in it."""
        return (
            (self.function is None or self.function in work.functions)
            and self.group in ("", work.group)
            and self.pct in ("", work.pct)
        )

    @property
    def closeness(self) -> tuple[bool, bool, bool]:
        """What is narrowed: a function weighs more than a PCT, a PCT more than a group."""
        return self.function is not None, bool(self.pct), bool(self.group)


class Held(msgspec.Struct, frozen=True):
    """A patch in the hands of a person for a time."""

    person: int
    patch: Patch
    held: Span
    deputy: bool = False


class Away(msgspec.Struct, frozen=True):
    """Days on which a person is away, and who covers; None where nobody does."""

    person: int
    days: Span
    cover: int | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Who looks after a piece of work on a day; `instead_of` is who is away.

    `held` is the patch that decided, that of who is away where somebody stands in.
    """

    person: int
    instead_of: int | None = None
    held: Held | None = field(default=None, compare=False)


def owner_on(work: Work, day: date, held: Iterable[Held], away: Sequence[Away]) -> Owner | None:
    """Who looks after a piece of work on a day; None where nobody does.

    The closest patch decides, and of equally close ones the one held longest. Where its holder is
    away, the named cover stands in, else the closest deputy who is there, else the holder all the
    same: work is never without a name because of leave.
    """
    fitting = [h for h in held if h.patch.covers(work) and h.held.holds_on(day)]
    leads = _closest_first([h for h in fitting if not h.deputy])
    deputies = _closest_first([h for h in fitting if h.deputy])
    there = [h for h in deputies if not _absences(h.person, day, away)]
    if not leads:
        return Owner(there[0].person, held=there[0]) if there else None
    held_by, lead = leads[0], leads[0].person
    absences = _absences(lead, day, away)
    if not absences:
        return Owner(lead, held=held_by)
    covers = [a.cover for a in absences if a.cover is not None]
    standing_in = [each for each in covers if not _absences(each, day, away)]
    standing_in += [h.person for h in there]
    return Owner(standing_in[0], lead, held_by) if standing_in else Owner(lead, held=held_by)


def _closest_first(held: Sequence[Held]) -> list[Held]:
    by_age = sorted(held, key=lambda h: (h.held.first or date.min, h.person))
    return sorted(by_age, key=lambda h: h.patch.closeness, reverse=True)


def _absences(person: int, day: date, away: Sequence[Away]) -> list[Away]:
    return [a for a in away if a.person == person and a.days.holds_on(day)]
