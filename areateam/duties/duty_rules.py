"""Who is accountable on each day: gaps and overlaps by a sweep, and what else is amiss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise

import msgspec

_DAY = timedelta(days=1)


class Span(msgspec.Struct, frozen=True):
    """Days from `first` to `last`, both within; None is without end on that side."""

    first: date | None = None
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the day lies within."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def within(self, other: Span) -> Span | None:
        """The days that lie in both; None where there are none."""
        firsts = [day for day in (self.first, other.first) if day is not None]
        lasts = [day for day in (self.last, other.last) if day is not None]
        common = Span(max(firsts, default=None), min(lasts, default=None))
        if common.first and common.last and common.last < common.first:
            return None
        return common


class Holder(msgspec.Struct, frozen=True):
    """A body and the days on which it exists."""

    code: str
    exists: Span = Span()


class Duty(msgspec.Struct, frozen=True):
    """What a body is to a function (letters of A, R, C, I) on the days of a span.

    `confirmed` is whether a source or a person stands behind it.
    """

    function: str
    holder: Holder
    letters: str
    span: Span
    confirmed: bool = True

    def real(self) -> Span | None:
        """The days on which it holds and its body exists; None where there are none."""
        return self.span.within(self.holder.exists)


class Stretch(msgspec.Struct, frozen=True):
    """Days in a row on which the same bodies are accountable, with their codes sorted."""

    function: str
    first: date
    last: date
    holders: tuple[str, ...]

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1


class Proof(msgspec.Struct, frozen=True):
    """Every day of every function between two days, in stretches, each function's in order."""

    first: date
    last: date
    stretches: tuple[Stretch, ...]

    @property
    def gaps(self) -> tuple[Stretch, ...]:
        """The stretches on which no body is accountable."""
        return tuple(each for each in self.stretches if not each.holders)

    @property
    def overlaps(self) -> tuple[Stretch, ...]:
        """The stretches on which more than one body is accountable."""
        return tuple(each for each in self.stretches if len(each.holders) > 1)

    @property
    def days(self) -> int:
        """How many days there are between the first and the last, both within."""
        return (self.last - self.first).days + 1

    @property
    def functions(self) -> int:
        """How many functions there are on any of the days."""
        return len({each.function for each in self.stretches})

    @property
    def function_days(self) -> int:
        """How many days were looked at over all functions."""
        return sum(each.days for each in self.stretches)


def prove(
    functions: Sequence[tuple[str, Span]], duties: Sequence[Duty], first: date, last: date
) -> Proof:
    """Sweep every function over the days from `first` to `last` on which it exists.

    A body that does not exist on a day is accountable for nothing on it.
    """
    held: dict[str, list[Duty]] = {}
    for duty in duties:
        if "A" in duty.letters:
            held.setdefault(duty.function, []).append(duty)
    window = Span(first, last)
    found: list[Stretch] = []
    for code, exists in functions:
        common = exists.within(window)
        if common is not None:
            found += _sweep(code, held.get(code, ()), common.first or first, common.last or last)
    return Proof(first, last, tuple(found))


def _sweep(function: str, duties: Sequence[Duty], first: date, last: date) -> Iterator[Stretch]:
    """The stretches of one function: cut where a duty begins or ends, joined where none changes."""
    window = Span(first, last)
    spans = [(duty.holder.code, span) for duty in duties if (span := _inside(duty, window))]
    cuts = {first, last + _DAY}
    for _, span in spans:
        cuts |= {span.first or first, (span.last or last) + _DAY}
    days = sorted(cuts)
    pieces = [
        (
            day,
            until - _DAY,
            tuple(sorted({code for code, span in spans if span.holds_on(day)})),
        )
        for day, until in pairwise(days)
    ]
    for holders, group in groupby(pieces, key=lambda piece: piece[2]):
        joined = list(group)
        yield Stretch(function, joined[0][0], joined[-1][1], holders)


def _inside(duty: Duty, window: Span) -> Span | None:
    real = duty.real()
    return real.within(window) if real else None


class Remark(msgspec.Struct, frozen=True):
    """Something amiss with a function on a day; `code` names the sentence in `core.wording`."""

    code: str
    function: str
    body: str = ""
    since: date | None = None


def remarks_on(
    functions: Sequence[tuple[str, Span]], duties: Sequence[Duty], day: date
) -> list[Remark]:
    """What is amiss on a day, function by function."""
    held: dict[str, list[Duty]] = {}
    there = set()
    for duty in duties:
        if duty.span.holds_on(day):
            held.setdefault(duty.function, []).append(duty)
        if duty.holder.exists.holds_on(day):
            there.add(duty.holder.code)
    return [
        remark
        for code, exists in functions
        if exists.holds_on(day)
        for remark in (
            *_remarks_of(code, held.get(code, []), duties, day),
            *_remarks_of_consulted(code, held.get(code, []), there),
        )
    ]


def _remarks_of_consulted(function: str, held: Sequence[Duty], there: set[str]) -> Iterator[Remark]:
    """A function about which more than half of the bodies there are must be asked."""
    asked = sorted(d.holder.code for d in held if d.letters == "C" and d.holder.code in there)
    if len(asked) * 2 > len(there):
        yield Remark("duty-everyone-consulted", function, ", ".join(asked))


def _remarks_of(
    function: str, held: Sequence[Duty], duties: Sequence[Duty], day: date
) -> Iterator[Remark]:
    alive = [duty for duty in held if duty.holder.exists.holds_on(day)]
    for duty in held:
        end = duty.holder.exists.last
        if end is not None and end < day:
            yield Remark("duty-body-abolished", function, duty.holder.code, end)
    yield from _remarks_of_accountable(function, [d for d in alive if "A" in d.letters], duties)
    if not any("R" in duty.letters for duty in alive):
        yield Remark("duty-nobody-responsible", function)


def _remarks_of_accountable(
    function: str, accountable: Sequence[Duty], duties: Sequence[Duty]
) -> Iterator[Remark]:
    if not accountable:
        yield Remark("duty-nobody-accountable", function)
    elif len(accountable) > 1:
        codes = ", ".join(sorted(duty.holder.code for duty in accountable))
        yield Remark("duty-several-accountable", function, codes)
    for duty in accountable:
        if not duty.confirmed and _has_predecessor(duty, duties):
            yield Remark("duty-successor-unconfirmed", function, duty.holder.code, duty.span.first)


def _has_predecessor(duty: Duty, duties: Sequence[Duty]) -> bool:
    """Whether the function was another body's before this one took it over."""
    first = duty.span.first
    return first is not None and any(
        other.function == duty.function
        and other.holder.code != duty.holder.code
        and "A" in other.letters
        and other.span.last is not None
        and other.span.last < first
        for other in duties
    )


def days_of_change(duties: Sequence[Duty], first: date, last: date) -> list[date]:
    """The days after `first` up to `last` on which a duty begins or the one before has ended."""
    found: set[date] = set()
    for duty in duties:
        span = duty.real()
        if span is not None:
            found |= {day for day in (span.first,) if day}
            found |= {day + _DAY for day in (span.last,) if day}
    return sorted(day for day in found if first < day <= last)
