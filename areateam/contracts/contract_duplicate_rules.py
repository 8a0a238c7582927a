"""Which contracts may be the same one entered twice: by number, code, holder and place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from areateam.organisations.duplicate_rules import ASK_FROM, Pair
from areateam.organisations.name_words import read_names

_LARGEST_BLOCK = 20
_LOOK_ALIKE = str.maketrans("OILS", "0115")
_SEPARATORS = re.compile(r"[^A-Z0-9]+")


class Agreement(NamedTuple):
    """What a contract is compared by."""

    id: int
    group: str
    type: str
    number: str
    ods_code: str
    name: str
    contractor: int
    site: int
    pct: str


def number_key(number: str) -> str:
    """What two ways of writing one number share: no separators or leading noughts, O as 0."""
    bare = _SEPARATORS.sub("", number.upper()).translate(_LOOK_ALIKE)
    return bare.lstrip("0") or bare


def find_contract_pairs(agreements: Sequence[Agreement]) -> list[Pair]:
    """The pairs of one group that may be the same contract, best first.

    Two numbers that are not ways of writing one are two contracts, whoever holds them.
    """
    names = [name.whole for name in read_names([each.name for each in agreements])]
    blocks: dict[Hashable, list[int]] = defaultdict(list)
    for place, each in enumerate(agreements):
        for key in _keys(each, names[place]):
            blocks[key].append(place)
    pairs = {
        pair
        for block in blocks.values()
        if 1 < len(block) <= _LARGEST_BLOCK
        for pair in combinations(block, 2)
    }
    found = [
        pair
        for one, other in pairs
        if (pair := _pair(agreements[one], agreements[other], alike=names[one] == names[other]))
    ]
    return sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))


def _keys(each: Agreement, name: str) -> Iterator[Hashable]:
    if each.number:
        yield each.group, "number", number_key(each.number)
    if each.ods_code:
        yield each.group, "code", each.ods_code
    if each.site:
        yield each.group, "place", each.contractor, each.site
    yield each.group, "name", name, each.pct


def _pair(one: Agreement, other: Agreement, *, alike: bool) -> Pair | None:
    same_number = bool(one.number) and number_key(one.number) == number_key(other.number)
    if one.number and other.number and not same_number:
        return None
    if one.ods_code and other.ods_code and one.ods_code != other.ods_code and not same_number:
        return None
    written = "" if one.number == other.number else ", otherwise written"
    holds = [
        (same_number, 60, f"the same number{written}"),
        (bool(one.ods_code) and one.ods_code == other.ods_code, 45, "the same ODS code"),
        (one.contractor == other.contractor, 20, "the same contractor"),
        (bool(one.site) and one.site == other.site, 20, "the same premises"),
        (alike, 25, "the same name"),
        (one.type != other.type, -20, ""),
        (bool(one.pct) and bool(other.pct) and one.pct != other.pct, -30, ""),
    ]
    points = [(count, words) for held, count, words in holds if held]
    score = max(0, min(100, sum(count for count, _ in points)))
    if score < ASK_FROM:
        return None
    low, high = sorted((one.id, other.id))
    return Pair(low, high, score, tuple(words for count, words in points if count > 0))
