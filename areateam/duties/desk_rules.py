"""Finds what a text promises, and says how a line of a desk pack stands against today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache

import msgspec

_LONGEST = 240
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\s*\n+\s*")
_APOSTROPHES = "['\N{RIGHT SINGLE QUOTATION MARK}]"


class DeskKind(StrEnum):
    """What a line of a desk pack is about, in the order in which a pack lists them."""

    CASE = "case"
    STEP = "step"
    TASK = "task"
    CALL_OFF = "calloff"
    AIM = "aim"
    MEASURE = "measure"
    CONTRACT = "contract"
    DUTY = "duty"
    PROMISE = "promise"
    DATE = "date"
    CONTACT = "contact"


LASTING = frozenset(DeskKind) - {DeskKind.DATE, DeskKind.CONTACT}
"""The kinds of which a new one since the pack was made is told; dates and contacts follow."""


class DeskItem(msgspec.Struct, frozen=True):
    """One thing on a desk: its lasting key, its record's short name, words, and its day if any."""

    key: str
    kind: DeskKind
    ref: str
    title: str
    detail: str = ""
    due: str = ""


class Standing(StrEnum):
    """How a line of a pack stands against today."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


def promises_in(text: str, phrases: Sequence[str]) -> list[str]:
    """The sentences of a text that hold a phrase as whole words, each once, cut where long."""
    pattern = _pattern(tuple(phrases))
    found = (part.strip() for part in _SENTENCE.split(text) if pattern.search(part))
    return [_cut(part) for part in dict.fromkeys(found)]


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    words = sorted(phrases, key=len, reverse=True)
    each = (
        r"\s+".join(re.escape(word).replace("'", _APOSTROPHES) for word in phrase.split())
        for phrase in words
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def standing_of(listed: DeskItem, now: DeskItem | None) -> Standing:
    """How a listed thing stands: what is no longer on the desk is gone."""
    if now is None:
        return Standing.GONE
    same = (listed.title, listed.detail, listed.due) == (now.title, now.detail, now.due)
    return Standing.SAME if same else Standing.CHANGED


def new_since(listed: Iterable[str], now: Iterable[DeskItem]) -> list[DeskItem]:
    """What came onto the desk since a pack listed these keys."""
    known = set(listed)
    return [each for each in now if each.key not in known and each.kind in LASTING]
