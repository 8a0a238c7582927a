"""Which texts may have been meant by one that cannot be read: slips that people make in typing.

What is proposed here is only a candidate; it is offered where the cell's own reader takes it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from areateam.core.dates import DateOrder
from areateam.core.fields import Kind

_DAY_FIRST = re.compile(r"(\d{1,2})([/.\- ])(\d{1,2})\2(\d{2}|\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([/.\- ])(\d{1,2})\2(\d{1,2})")
_MONTHS = [name.lower() for name in calendar.month_name[1:]]
_WORD = re.compile(r"[A-Za-z]{3,}")
_LETTERS_FOR_DIGITS = str.maketrans("OoQIlSB", "0001158")
_DIGITS_FOR_LETTERS = {"0": "O", "1": "I", "5": "S", "8": "B", "O": "0", "I": "1", "S": "5",
                       "B": "8", "L": "1", "Q": "0"}  # fmt: skip
_LONGEST = 20
_NUMBERS = frozenset({Kind.MONEY, Kind.INTEGER, Kind.DECIMAL, Kind.PHONE, Kind.DATE})
_CODES = frozenset({Kind.CODE, Kind.BODY, Kind.POSTCODE})


def likely_texts(
    text: str, kind: Kind, order: DateOrder = DateOrder.DMY, words: Sequence[str] = ()
) -> list[str]:
    """Texts that may have been meant, the likeliest first; `words` are those the field knows.

    31/06/2013 gives 30/06/2013: June has thirty days. Letters O and I in numbers, and digits
    in codes, are taken for each other. Words are compared by their spelling.
    """
    bare = text.strip()
    found: list[str] = []
    if kind is Kind.DATE:
        found += _dates(bare, order)
    if kind in _NUMBERS:
        found.append(bare.translate(_LETTERS_FOR_DIGITS))
    if kind in _CODES:
        found += swapped_characters(bare)
    if words and bare:
        found += _close_words(bare, words)
    return [each for each in dict.fromkeys(found) if each and each != bare]


def swapped_characters(text: str) -> Iterator[str]:
    """The text with one character taken for the one that looks like it: FAO12, FA012."""
    for place, character in enumerate(text.upper()[:_LONGEST]):
        other = _DIGITS_FOR_LETTERS.get(character)
        if other:
            yield f"{text[:place]}{other}{text[place + 1 :]}"


def _dates(text: str, order: DateOrder) -> Iterator[str]:
    if found := _DAY_FIRST.fullmatch(text):
        first, gap, second, year = found.groups()
        day, month = (second, first) if order is DateOrder.MDY else (first, second)
        if mended := _mended(int(day), int(month), _year(year)):
            day, month = f"{mended[0]:0{len(day)}d}", f"{mended[1]:0{len(month)}d}"
            pair = (month, day) if order is DateOrder.MDY else (day, month)
            yield gap.join((*pair, year))
    elif found := _YEAR_FIRST.fullmatch(text):
        year, gap, month, day = found.groups()
        if mended := _mended(int(day), int(month), int(year)):
            yield gap.join((year, f"{mended[1]:02d}", f"{mended[0]:02d}"))
    elif word := _WORD.search(text):
        near = get_close_matches(word.group().lower(), _MONTHS, 1, 0.6)
        yield from (text.replace(word.group(), name.capitalize()) for name in near)


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _mended(day: int, month: int, year: int) -> tuple[int, int] | None:
    """Day and month of the date meant: the month's last day, or the two the other way round."""
    if month > 12 >= day >= 1:
        day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1 <= year <= 9999):
        return None
    return min(day, calendar.monthrange(year, month)[1]), month


def _close_words(text: str, words: Iterable[str]) -> list[str]:
    by_small = {word.casefold(): word for word in reversed(list(words))}
    near = get_close_matches(text.casefold(), list(by_small), 2, 0.6)
    # "Perm GMS" is not spelt like "GMS", but says it.
    said = [small for small in text.casefold().split() if small in by_small]
    return [by_small[small] for small in (*said, *near)]
