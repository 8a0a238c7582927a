"""Cells that hold several things: an address, a person's name, parts at a sign."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

import msgspec

from areateam.core.codes import POSTCODE_PATTERN

_LINES = 5
_POSTCODE = re.compile(
    rf"(?:^|[\s,;])({POSTCODE_PATTERN.replace(' ', ' ?')})[\s,;.]*$", re.IGNORECASE
)
_BREAKS = re.compile(r"\s*[,;\r\n]+\s*")
_DASH = re.compile(r"\s+[-\N{EN DASH}\N{EM DASH}]\s+")
_BRACKETS = re.compile(r"(.*?)\s*[(\[]([^()\[\]]*)[)\]]\s*")
_TITLES = frozenset(
    ("dr", "mr", "mrs", "ms", "miss", "prof", "professor", "doctor", "sir", "dame", "rev")
)
_INITIALS = re.compile(r"(?:[A-Z]\.?){1,3}")


class Split(msgspec.Struct, frozen=True):
    """A way to cut a cell: `pieces` name what comes out, in order, and `to` what they may state.

    `labels` are the pieces in the words of the screen. A target "" is left to the person.
    """

    key: str
    label: str
    pieces: tuple[str, ...]
    labels: tuple[str, ...]
    to: tuple[str, ...]
    cut: Callable[[str], Sequence[str]]

    def piece(self, name: str, text: str) -> str:
        """The piece of that name; "" where the cell has none."""
        found = self.cut(text)
        at = self.pieces.index(name)
        return found[at] if at < len(found) else ""


@lru_cache(maxsize=4096)
def cut_address(text: str) -> tuple[str, ...]:
    """Five lines of an address and its postcode; further lines stay together in the fifth.

    A postcode is one only at the end: "1 High Street, Ripley DE5 3BR".
    """
    found = _POSTCODE.search(text)
    rest = text[: found.start()] if found else text
    lines = [line for line in _BREAKS.split(rest.strip(" ,;\r\n")) if line]
    lines[_LINES - 1 :] = [", ".join(lines[_LINES - 1 :])] if len(lines) >= _LINES else []
    padded = [*lines, *[""] * (_LINES - len(lines))]
    return (*padded, found[1].upper() if found else "")


@lru_cache(maxsize=4096)
def cut_person(text: str) -> tuple[str, str, str, str]:
    """The title, the given names or initials, the surname, and all of them in that order.

    "Patel, A (Dr)", "Dr A Patel" and "Patel A" give the same.
    """
    first, comma, after = text.replace("(", " ").replace(")", " ").partition(",")
    words, behind = first.split(), after.split()
    title = " ".join(word for word in (*words, *behind) if _is_title(word))
    words = [word for word in words if not _is_title(word)]
    behind = [word for word in behind if not _is_title(word)]
    if comma:
        given, surname = behind, words
    elif len(words) > 1 and _INITIALS.fullmatch(words[-1]) and len(words[0]) > 2:
        given, surname = words[-1:], words[:-1]
    else:
        given, surname = words[:-1], words[-1:]
    parts = title, " ".join(given), " ".join(surname)
    return (*parts, " ".join(filter(None, parts)))


def _is_title(word: str) -> bool:
    return word.strip(".").casefold() in _TITLES


def cut_at_commas(text: str) -> tuple[str, ...]:
    """What stands before, between and after the commas; all after the second stays together."""
    return tuple(part.strip() for part in text.split(",", 2))


def cut_at_dash(text: str) -> tuple[str, ...]:
    """What stands before and after the first dash that has blanks at both sides."""
    return tuple(part.strip() for part in _DASH.split(text, maxsplit=1))


def cut_at_brackets(text: str) -> tuple[str, ...]:
    """What stands before the brackets and what stands in them: "High Street (C81001)"."""
    found = _BRACKETS.fullmatch(text.strip())
    return (found[1].strip(), found[2].strip()) if found else (text.strip(), "")


_ADDRESS = tuple(f"site.address_{number}" for number in range(1, _LINES + 1))

SPLITS: Mapping[str, Split] = {
    split.key: split
    for split in (
        Split(
            "address",
            "Address with postcode",
            ("line_1", "line_2", "line_3", "line_4", "line_5", "postcode"),
            ("Line 1", "Line 2", "Line 3", "Line 4", "Line 5", "Postcode"),
            (*_ADDRESS, "site.postcode"),
            cut_address,
        ),
        Split(
            "person",
            "Name of a person",
            ("title", "given", "surname", "whole"),
            ("Title", "Initials", "Surname", "In order"),
            ("", "", "", "contract.name"),
            cut_person,
        ),
        Split(
            "comma",
            "At commas",
            ("first", "second", "rest"),
            ("First", "Second", "The rest"),
            ("", "", ""),
            cut_at_commas,
        ),
        Split("dash", "At a dash", ("before", "after"), ("Before", "After"), ("", ""), cut_at_dash),
        Split(
            "brackets",
            "At brackets",
            ("before", "inside"),
            ("Before", "Inside"),
            ("", ""),
            cut_at_brackets,
        ),
    )
}

PIECES: Mapping[str, Callable[[str], str]] = {
    f"{split.key}.{name}": partial(split.piece, name)
    for split in SPLITS.values()
    for name in split.pieces
}
"""Each piece of each way to cut a cell, by a name such as "address.postcode"."""
