"""The words of a name as they are compared: one spelling for each, titles and the like left out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

_SPELLINGS = {
    "centre": "center cntr ctr cen cntre",
    "health": "hlth hth healthcare",
    "surgery": "surg surgy sgy surgeries",
    "medical": "med medl medic",
    "practice": "prac pract prct practices practise",
    "chemist": "pharm phcy pharmacy pharmacies chemists chem pharmacist dispensing",
    "dental": "dent dntl dentist dentists",
    "optician": "opticians optical opt optom optometrist optometrists optometry eyecare",
    "group": "grp",
    "partners": "ptnrs prtnrs partner ptns partnership ptnrshp",
    "house": "hse ho",
    "clinic": "clin clinics",
    "services": "service svcs svc servs",
    "company": "co",
    "brothers": "bros",
    "st": "saint street str",
    "road": "rd",
    "lane": "ln",
    "avenue": "ave av",
    "park": "pk",
    "north": "nth",
    "south": "sth",
    "associates": "assoc assocs associate",
    "general": "gen",
    "family": "fam",
    "community": "comm cmnty",
    "village": "vlg",
    "green": "grn",
    "hill": "hl",
    "square": "sq",
}
"""Each word with the ways in which lists write it; "St" is Saint or Street, so both become it."""

_DROPPED = frozenset(
    [
        "the",
        "and",
        "of",
        "at",
        "in",
        "for",
        "an",
        "ltd",
        "limited",
        "plc",
        "llp",
        "lp",
        "uk",
        "inc",
        "dr",
        "drs",
        "doctor",
        "doctors",
        "mr",
        "mrs",
        "ms",
        "miss",
        "prof",
        "professor",
        "messrs",
        "sir",
    ]
)
"""Titles, forms of company and little words: left out wherever they stand."""

_CANON = {other: word for word, others in _SPELLINGS.items() for other in others.split()}
_CANON |= dict.fromkeys(_DROPPED, "")

_TRADES = {
    "surgery": "gp",
    "medical": "gp",
    "chemist": "chemist",
    "dental": "dental",
    "optician": "optometry",
}
"""Words that say what a place does; two that do different things are two."""

GENERIC = frozenset(
    [
        "centre",
        "health",
        "surgery",
        "medical",
        "practice",
        "chemist",
        "dental",
        "optician",
        "group",
        "partners",
        "house",
        "clinic",
        "services",
        "company",
        "brothers",
        "associates",
        "general",
        "family",
        "community",
        "care",
        "store",
        "branch",
    ]
)
"""Words that half the register bears: they tell what a place is, not which."""

_RARE, _LONG = 12, 6
_COMMON = tuple(word for word in sorted({*GENERIC, *_CANON}) if len(word) >= _LONG)
_CONSONANTS = re.compile("[a-z][b-df-hj-np-tv-z]{2,6}")
"""A word without vowels after its first letter: short for something."""

_APOSTROPHES = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}`]")
_TRADING_AS = re.compile("\\bt/a\\b|\\btrading as\\b")
_AND = re.compile("&|\\+")
_BETWEEN = re.compile(r"[^a-z0-9\n]+")


class Name(NamedTuple):
    """A name made ready: `whole` in its own order, `core` the words that tell it apart, in order.

    `core` is all there is where only generic words stand ("The Surgery").
    """

    whole: str
    core: str

    @property
    def is_generic(self) -> bool:
        """Whether it tells only what a place is, not which."""
        return GENERIC.issuperset(self.core.split())

    def is_same(self, other: Name) -> bool:
        """Whether both have the same words, in whatever order."""
        return self.whole == other.whole or sorted(self.whole.split()) == sorted(
            other.whole.split()
        )

    @property
    def marks(self) -> set[str]:
        """Single letters and numbers: initials, the number of a unit."""
        return {word for word in self.whole.split() if len(word) == 1 or word[0].isdigit()}

    @property
    def trades(self) -> set[str]:
        """What the name says that is done there."""
        return {trade for word in self.whole.split() if (trade := _TRADES.get(word))}


def read_names(names: Sequence[str]) -> list[Name]:
    """The names made ready, in their order; several at a time because most work is done in C."""
    text = "\n".join(names)
    if text.count("\n") >= len(names):
        text = "\n".join(" ".join(name.split()) for name in names)
    text = text.casefold()
    if not text.isascii():
        text = "".join(
            each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each)
        )
    text = _AND.sub(" and ", _TRADING_AS.sub(" ", _APOSTROPHES.sub("", text)))
    lines = _BETWEEN.sub(" ", text).split("\n") if names else []
    return list(_read(lines, _CANON | _other_spellings(lines)))


def _other_spellings(lines: Sequence[str]) -> dict[str, str]:
    """The words that are short for one that half the register bears, or a slip of the hand away."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    borne = Counter(chain.from_iterable(map(str.split, lines)))
    found = {}
    for word in borne.keys() - _CANON.keys() - GENERIC:
        if _CONSONANTS.fullmatch(word):
            meant = _short_for(word)
        elif borne[word] <= _RARE and len(word) >= _LONG:
            near = process.extractOne(
                word, _COMMON, scorer=DamerauLevenshtein.distance, score_cutoff=1
            )
            meant = near[0] if near else ""
        else:
            continue
        if meant:
            found[word] = _CANON.get(meant, meant)
    return found


def _short_for(word: str) -> str:
    """The common word that begins and ends alike and has all these letters in order; or ""."""
    for common in _COMMON:
        if common[0] == word[0] and common[-1] == word[-1]:
            letters = iter(common)
            if all(letter in letters for letter in word):
                return common
    return ""


def _read(lines: Sequence[str], spellings: Mapping[str, str]) -> Iterator[Name]:
    known: dict[str, Name] = {}
    spelt = spellings.get
    for line in lines:
        name = known.get(line)
        if name is None:
            words = [word for each in line.split() if (word := spelt(each, each))]
            core = sorted(set(words) - GENERIC) or sorted(words)
            name = known[line] = Name(" ".join(words), " ".join(core))
        yield name
