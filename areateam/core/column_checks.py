"""The fast way from text to values: one column of some 500 to 1,000 lines at a time.

A column is looked at as one joined string, in C: what is clean passes as it stands. Dates,
choices and whatever is not clean go through a memory that parses each distinct text once.
Only faults and guarded texts are looked at one by one. What comes out is always what
`parse_value` gives cell by cell; a test holds the two against each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from areateam.core import codes
from areateam.core.dates import DateOrder, plain_date, time_in
from areateam.core.fields import Field, Kind, Value
from areateam.core.findings import Fault
from areateam.core.spreadsheet_text import CELL_ERRORS, undo_formula_guard
from areateam.core.values import beyond_limits, parse_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_REMEMBERED = 200_000
_FEW = 40
_BREAK = "\x1f"

_Checked = tuple[list[Value], list[tuple[int, Fault]]]

_PATTERNS = {
    Kind.POSTCODE: codes.POSTCODE_PATTERN,
    Kind.PHONE: codes.PHONE_PATTERN,
    Kind.EMAIL: codes.EMAIL_PATTERN,
}
_WORDS = frozenset({Kind.TEXT, Kind.CODE, Kind.BODY})
_CAPITALS = frozenset({Kind.CODE, Kind.BODY})
_NUMBERS = frozenset({Kind.MONEY, Kind.INTEGER, Kind.DECIMAL})

_EXPONENT = re.compile("[0-9][Ee][+-]")
_MOST_PLACES = 6


class _Remembered(dict[str, Value]):
    """Each distinct text's value, parsed when first asked for; `faulty` once a text had none."""

    def __init__(self, parse: Callable[[str], Value | Fault]) -> None:
        super().__init__()
        self._parse = parse
        self.faults: dict[str, Fault] = {}
        self.faulty = False

    def __missing__(self, text: str) -> Value:
        outcome = self.faults.get(text) or self._parse(text)
        if isinstance(outcome, Fault):
            self.faults[text] = outcome
            self.faulty = True
            return None
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = outcome
        return outcome


def _places_and_unit(field: Field) -> tuple[int, str]:
    if field.kind is Kind.MONEY:
        return 2, "£"
    return (field.places if field.kind is Kind.DECIMAL else 0), ""


class ColumnChecker:
    """Parses and checks the cells of one column of a file, chunk by chunk.

    `order` is that of the whole column's dates; `blanks` are texts that mean no value in this
    file, such as "-". `notes` holds, by code, a sample of what is worth knowing: time-ignored.
    """

    def __init__(
        self,
        field: Field,
        order: DateOrder = DateOrder.DMY,
        blanks: frozenset[str] = frozenset(),
    ) -> None:
        self.field = field
        self.notes: dict[str, str] = {}
        self._order = order
        self._blanks = blanks
        self._remembered = _Remembered(self._parse)
        self._way = self._way_for(field)
        self._numbers = _CleanNumbers(*_places_and_unit(field))
        pattern = _PATTERNS.get(field.kind, "")
        cell = rf"(?!'){pattern}{_BREAK}|{_BREAK}"
        self._clean = re.compile(f"(?:{cell})*+") if pattern else None

    def _way_for(self, field: Field) -> Callable[[Sequence[str]], _Checked]:
        if field.kind in _WORDS:
            return self._check_words
        if field.kind in _PATTERNS:
            return self._check_pattern
        if field.kind in _NUMBERS and field.places <= _MOST_PLACES:
            return self._check_numbers
        return self._check_remembered

    def check(self, cells: Sequence[str]) -> _Checked:
        """Return the cells' values, and the faults with their places counted from 0.

        The value is None for a blank and for a fault. An apostrophe set by our own export
        against formulas is taken off. Beside the faults of `parse_value`: cell-error.
        """
        if len(self._remembered.faults) > _REMEMBERED:
            self._remembered.faults.clear()
        return self._way(cells) if cells else ([], [])

    def _parse(self, text: str) -> Value | Fault:
        if self.field.kind is Kind.DATE:
            usual = plain_date(text, self._order)
            if usual and text not in self._blanks and not beyond_limits(self.field, usual):
                return usual
        text = text.strip()
        if text in self._blanks:
            return None
        if text in CELL_ERRORS:
            return Fault("cell-error")
        value = parse_value(self.field, undo_formula_guard(text), self._order)
        if self.field.kind is Kind.DATE and isinstance(value, str) and time_in(text):
            self.notes.setdefault("time-ignored", text)
        return value

    def _check_remembered(self, cells: Sequence[str]) -> _Checked:
        remembered = self._remembered
        remembered.faulty = False
        values = list(map(remembered.__getitem__, cells))
        if not remembered.faulty:
            return values, []
        faults = remembered.faults
        return values, [(place, faults[text]) for place, text in enumerate(cells) if text in faults]

    def _check_words(self, cells: Sequence[str]) -> _Checked:
        words: list[str] = list(map(str.strip, cells))
        joined = _BREAK.join(words)
        capitals = self.field.kind in _CAPITALS
        if capitals and not (joined.isascii() and joined == joined.upper()):
            words = list(map(str.upper, words))
        values: list[Value] = [word or None for word in words] if "" in words else list(words)
        if self._blanks and not self._blanks.isdisjoint(words):
            return self._check_one_by_one(cells, values, range(len(cells)))
        doubtful = _doubtful_places(words, joined, self.field.max_length, exponents=capitals)
        return self._check_one_by_one(cells, values, doubtful) if doubtful else (values, [])

    def _check_one_by_one(
        self, cells: Sequence[str], values: list[Value], places: Iterable[int]
    ) -> _Checked:
        faults = []
        for place in places:
            outcome = self._parse(cells[place])
            if isinstance(outcome, Fault):
                faults.append((place, outcome))
                outcome = None
            values[place] = outcome
        return values, faults

    def _check_pattern(self, cells: Sequence[str]) -> _Checked:
        joined = _BREAK.join(cells) + _BREAK
        if (
            self._clean
            and self._clean.fullmatch(joined)
            and joined.count(_BREAK) == len(cells)
            and max(map(len, cells)) <= self.field.max_length
            and not self._has_blanks(cells)
        ):
            return [cell or None for cell in cells], []
        return self._check_parts(cells)

    def _check_parts(self, cells: Sequence[str]) -> _Checked:
        """Check the two halves by themselves, so that one odd cell slows down only a few."""
        if len(cells) <= _FEW:
            return self._check_remembered(cells)
        middle = len(cells) // 2
        values, faults = self._way(cells[:middle])
        more_values, more_faults = self._way(cells[middle:])
        values += more_values
        faults += [(middle + place, fault) for place, fault in more_faults]
        return values, faults

    def _has_blanks(self, cells: Sequence[str]) -> bool:
        return bool(self._blanks) and not self._blanks.isdisjoint(cells)

    def _check_numbers(self, cells: Sequence[str]) -> _Checked:
        texts: list[str] = list(filter(None, cells))
        numbers = None if self._has_blanks(texts) else self._numbers.read(texts)
        if numbers is None or not self._within_limits(numbers):
            return self._check_parts(cells)
        if len(numbers) == len(cells):
            return list(numbers), []
        following = iter(numbers)
        return [next(following) if cell else None for cell in cells], []

    def _within_limits(self, numbers: list[int]) -> bool:
        field = self.field
        return not numbers or not (
            (field.minimum is not None and beyond_limits(field, min(numbers)))
            or (field.maximum is not None and beyond_limits(field, max(numbers)))
        )


def _doubtful_places(words: list[str], joined: str, longest: int, *, exponents: bool) -> list[int]:
    """Return the places of words that the slow way must look at; none for a clean column.

    With `exponents` those are among them that may be damaged numbers, 1.23E+08.
    """
    if not (
        max(map(len, words)) > longest
        or "\0" in joined
        or joined[:1] == "'"
        or _BREAK + "'" in joined
        or ("#" in joined and not CELL_ERRORS.isdisjoint(words))
        or (exponents and ("+" in joined or "-" in joined) and _EXPONENT.search(joined))
    ):
        return []
    return [
        place
        for place, word in enumerate(words)
        if len(word) > longest
        or "\0" in word
        or word[:1] == "'"
        or word in CELL_ERRORS
        or (exponents and _EXPONENT.search(word))
    ]


class _CleanNumbers:
    """Numbers with an optional minus and unit, commas in their places, and few decimals.

    A clean column is recognised as one string with one number a line, and then read by
    taking out the signs that are not digits.
    """

    def __init__(self, places: int, unit: str) -> None:
        self.places = places
        self.unit = unit
        decimals = rf"(?:\.[0-9]{{1,{places}}})?+" if places else ""
        sign = f"-?+{unit}?+" if unit else "-?+"
        # 12 digits and 6 decimals stay within a column of the register.
        whole, grouped = "[0-9]{1,12}+", "[0-9]{1,3}(?:,[0-9]{3}){1,3}+"
        self._clean = re.compile(rf"(?:{sign}{whole}{decimals}\n)*+")
        self._grouped = re.compile(rf"(?:{sign}(?:{grouped}|{whole}){decimals}\n)*+")
        self._lengthened = [
            (re.compile(rf"(\.[0-9]{{{places - missing}}})\n"), rf"\g<1>{'0' * missing}\n")
            for missing in range(1, places)
        ]

    def read(self, texts: list[str]) -> list[int] | None:
        """Return the scaled numbers, or None where a text is not clean."""
        joined = "\n".join(texts) + "\n"
        if " " in joined or "\N{NO-BREAK SPACE}" in joined:
            joined = "\n".join(map(str.strip, texts)) + "\n"
        clean = self._grouped if "," in joined else self._clean
        if not clean.fullmatch(joined) or joined.count("\n") != len(texts):
            return None
        joined = joined.replace(",", "")
        if self.unit and self.unit in joined:
            joined = joined.replace(self.unit, "")
        return self._scaled(joined, len(texts))

    def _scaled(self, joined: str, count: int) -> list[int]:
        points = joined.count(".")
        if not points:
            numbers = list(map(int, joined.split()))
            return [number * 10**self.places for number in numbers] if self.places else numbers
        if points == count:
            for short, longer in self._lengthened:
                joined = short.sub(longer, joined)
            return list(map(int, joined.replace(".", "").split()))
        parts = (line.partition(".") for line in joined.split())
        return [int(whole + decimals.ljust(self.places, "0")) for whole, _, decimals in parts]
