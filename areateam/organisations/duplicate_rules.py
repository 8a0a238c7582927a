"""Which records may be the same: candidates found in blocks, scored, and the reasons in words.

Nothing is decided here. What is offered is always put to a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain, combinations
from typing import NamedTuple

import msgspec

from areateam.organisations.name_words import Name, read_names

SAME_FROM = 85
"""From this score on two records are very likely the same."""
ASK_FROM = 60
"""From this score on a person is asked; below it two records are taken for different."""

_LARGEST_BLOCK = 60
"""So many at one postcode or under one word tell nothing: a head office, a chain."""
_LARGEST_SHARED = 8
"""So many with one telephone, e-mail or number: a switchboard."""
_ALONE = 90
"""A name less alike than so does not outweigh that only the district is the same."""
_FEW = 3
_DISTRICTS_A_NAME = 75
"""A name that more than three bear, and more than one in so many districts, is one that two in a
district bear by chance about as often as because they are the same."""


_NOT_DIGITS = re.compile(r"[^0-9;\n]+")


class Likeness(StrEnum):
    """What the score says; `DIFFERENT` is never offered."""

    SAME = "same"
    ASK = "ask"
    DIFFERENT = "different"


class Subject(NamedTuple):
    """What a record is compared by. Postcodes are as stored: "NG1 5FS"."""

    id: int
    name: str
    postcodes: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    number: str = ""
    """A number that one body alone has, such as that at Companies House."""


class Pair(msgspec.Struct, frozen=True):
    """Two records by id, the lower first, with their score (0 to 100) and what speaks for it."""

    one: int
    other: int
    score: int
    reasons: tuple[str, ...]

    @property
    def likeness(self) -> Likeness:
        """The verdict by the thresholds."""
        return likeness_of(self.score)


def likeness_of(score: int) -> Likeness:
    """The verdict on a score."""
    if score >= SAME_FROM:
        return Likeness.SAME
    return Likeness.ASK if score >= ASK_FROM else Likeness.DIFFERENT


def find_pairs(subjects: Sequence[Subject]) -> list[Pair]:
    """The pairs that may be the same, best first; the cost grows with the pairs that share a block.

    Records share a block by postcode, telephone, e-mail, number, or the beginning of a word of the
    name within a postcode district.
    """
    field = _Field(subjects)
    found = [pair for one, other in field.blocked() if (pair := field.pair(one, other))]
    found.sort(key=lambda pair: (-pair.score, pair.one, pair.other))
    return found


def _phone_keys(subjects: Sequence[Subject]) -> list[tuple[str, ...]]:
    """Of each subject's telephones the digits that all ways of writing one share: the last nine."""
    text = "\n".join(";".join(subject.phones) for subject in subjects)
    return [
        tuple({digits[-9:] for digits in line.split(";") if len(digits) >= 9}) if line else ()
        for line in _NOT_DIGITS.sub("", text).split("\n")
    ]


def outward_of(postcode: str) -> str:
    """The district of a postcode: "NG1" of "NG1 5FS"."""
    return postcode[:-4]


def area_of(postcode: str) -> str:
    """The area of a postcode, its first letters: "NG" of "NG1 5FS"."""
    return postcode[:2] if postcode[1:2].isalpha() else postcode[:1]


class _Field:
    """The subjects made ready, by place in their list."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        from rapidfuzz import fuzz

        self._ratio = fuzz.ratio
        self.subjects = subjects
        self.names = read_names([subject.name for subject in subjects])
        self.phones = _phone_keys(subjects)
        self.districts = [
            tuple(map(outward_of, subject.postcodes)) if subject.postcodes else ()
            for subject in subjects
        ]
        self.borne = Counter([name.whole for name in self.names])
        self.borne_core = Counter([name.core for name in self.names])
        districts = len(set(chain.from_iterable(self.districts)))
        self.many = max(_FEW, districts // _DISTRICTS_A_NAME)

    # ---- blocks

    def blocked(self) -> set[tuple[int, int]]:
        """Every two places that share a block and may come to be asked about."""
        found: set[tuple[int, int]] = set()
        for keys, most in (
            (self._by_place(), _LARGEST_BLOCK),
            (self._by_contact(), _LARGEST_SHARED),
        ):
            for block in _shared(keys):
                if len(block) <= most:
                    found.update(combinations(block, 2))
        ratio, cores = self._ratio, [name.core for name in self.names]
        for block in _shared(self._by_word()):
            if len(block) <= _LARGEST_BLOCK:
                found.update(
                    (one, other)
                    for one, other in combinations(block, 2)
                    if ratio(cores[one], cores[other], score_cutoff=_ALONE)
                )
        return found

    def _by_place(self) -> Iterator[tuple[Hashable, int]]:
        for place, subject in enumerate(self.subjects):
            for postcode in subject.postcodes:
                yield postcode, place

    def _by_contact(self) -> Iterator[tuple[Hashable, int]]:
        for place, subject in enumerate(self.subjects):
            for phone in self.phones[place]:
                yield phone, place
            for email in subject.emails:
                yield email.casefold(), place
            if subject.number:
                yield ("number", subject.number), place

    def _by_word(self) -> Iterator[tuple[Hashable, int]]:
        """The beginnings of the words that tell a name apart, within a district."""
        for place, (name, districts) in enumerate(zip(self.names, self.districts, strict=True)):
            for district in districts:
                for head in {word[:3] for word in name.core.split() if len(word) > 2}:
                    yield district + head, place

    # ---- scores

    def pair(self, one: int, other: int) -> Pair | None:
        """The scored pair of two places; None where it is not worth asking about."""
        mine, theirs = self.names[one], self.names[other]
        alike = self._name_points(one, other)
        if alike <= 0 or differ_in_marks(mine, theirs):
            return None
        if mine.trades and theirs.trades and mine.trades.isdisjoint(theirs.trades):
            return None
        here, there = self.subjects[one], self.subjects[other]
        points = [
            (alike, "the same name" if mine.is_same(theirs) else "a similar name"),
            _place_points(here.postcodes, there.postcodes),
            _shared_points(self.phones[one], self.phones[other], 25, -5, "the same telephone"),
            _shared_points(here.emails, there.emails, 15, 0, "the same e-mail"),
            _shared_points(
                _told(here.number), _told(there.number), 15, -25, "the same company number"
            ),
        ]
        score = max(0, min(100, sum(count for count, _ in points)))
        if score < ASK_FROM:
            return None
        reasons = tuple(words for count, words in points if count > 0)
        low, high = sorted((here.id, there.id))
        return Pair(low, high, score, reasons)

    def _name_points(self, one: int, other: int) -> int:
        """Up to 55 for the name; one that many bear, or of generic words only, gives less."""
        mine, theirs = self.names[one], self.names[other]
        if mine.core == theirs.core:
            likeness = 100.0 if mine.is_same(theirs) else 90.0
        else:
            likeness = max(
                self._ratio(mine.core, theirs.core, score_cutoff=60),
                self._ratio(mine.whole, theirs.whole, score_cutoff=70) - 5,
            )
        if likeness < 65:
            return 0
        points = 10 + round((likeness - 65) * 45 / 35)
        borne = (
            self.borne[mine.whole]
            if mine.whole == theirs.whole
            else max(self.borne_core[mine.core], self.borne_core[theirs.core])
        )
        is_common = borne > self.many or mine.is_generic
        return min(points, 38) if is_common else points


def _shared(keys: Iterable[tuple[Hashable, int]]) -> Iterable[list[int]]:
    """The places that have a key in common, of each key that several have; most have one alone."""
    first: dict[Hashable, int] = {}
    shared: dict[Hashable, list[int]] = {}
    for key, place in keys:
        at = first.setdefault(key, place)
        if at != place:
            if key in shared:
                shared[key].append(place)
            else:
                shared[key] = [at, place]
    return shared.values()


def differ_in_marks(mine: Name, theirs: Name) -> bool:
    """Whether initials or numbers say that the two are not the same: Dr A and Dr B, unit 3 and 4.

    Only one kind is held against its own kind; one that both share settles it.
    """
    for is_kind in (str.isalpha, _begins_with_digit):
        ours, others = set(filter(is_kind, mine.marks)), set(filter(is_kind, theirs.marks))
        if ours and others and ours.isdisjoint(others):
            return True
    return False


def _begins_with_digit(mark: str) -> bool:
    return mark[0].isdigit()


def _place_points(mine: Sequence[str], theirs: Sequence[str]) -> tuple[int, str]:
    if not mine or not theirs:
        return 0, ""
    if not set(mine).isdisjoint(theirs):
        return 30, "the same postcode"
    if {outward_of(each) for each in mine} & {outward_of(each) for each in theirs}:
        return 14, "the same postcode district"
    if {area_of(each) for each in mine} & {area_of(each) for each in theirs}:
        return 0, ""
    return -15, ""


def _shared_points(
    mine: Iterable[str], theirs: Iterable[str], equal: int, unlike: int, words: str
) -> tuple[int, str]:
    ours, others = set(mine), set(theirs)
    if not ours or not others:
        return 0, ""
    return (equal, words) if ours & others else (unlike, "")


def _told(number: str) -> tuple[str, ...]:
    return (number,) if number else ()
