"""The cells of one staged column: made ready as the profile says, parsed, looked up, checked."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from string import capwords

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.codes import tidy_code
from areateam.core.column_checks import ColumnChecker
from areateam.core.dates import DateOrder
from areateam.core.fields import Field, Kind, Value
from areateam.core.findings import Fault
from areateam.imports.mapping import TAKES, Feed

Read = tuple[Sequence[Value], list[tuple[int, Fault]]]
"""The values of a column's cells, and the faults with their places counted from 0."""

CLEAR_WORD = "(clear)"
"""What a cell says that empties its field in the register."""
_REMEMBERED = 200_000
_MOST_DIGITS = 400
_CASES: Mapping[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "title": capwords,
}


class Lookups(msgspec.Struct, frozen=True):
    """What words in cells may mean beside the fields: bodies and people of the register, types.

    `bodies` are codes by kind; `people` ids by name in small letters, of names that occur once.
    """

    catalogue: Catalogue
    group: str
    bodies: Mapping[str, frozenset[str]]
    people: Mapping[str, int]

    def body(self, field: Field, text: str) -> str | None:
        """The code of the organisation that a code or a name means; None if none or several."""
        code = tidy_code(text)
        for kind in field.body_kinds:
            if code in self.bodies.get(kind, ()):
                return code
        directory = self.catalogue.directory
        found = [directory.code_from_words(kind, text) for kind in field.body_kinds]
        return next((code for code in found if code), None)

    def contract_type(self, text: str) -> str:
        """The type that a word means in the file's group, or the word where that is not known."""
        return self.catalogue.type_from_words(self.group, text) or text


def lookups_of(connection: sqlite3.Connection, catalogue: Catalogue, group: str) -> Lookups:
    """What the register that is attached as `register` knows."""
    bodies: dict[str, set[str]] = {}
    for code, kind in connection.execute("SELECT code, kind_of FROM register.body"):
        bodies.setdefault(kind, set()).add(code)
    people = connection.execute(
        "SELECT lower(trim(name)), min(id) FROM register.person GROUP BY 1 HAVING count(*) = 1"
    ).fetchall()
    known = {kind: frozenset(codes) for kind, codes in bodies.items()}
    return Lookups(catalogue, group, known, dict(people))


class _Memory(dict[str, str]):
    """Each distinct cell made ready once."""

    def __init__(self, ways: Sequence[Callable[[str], str]]) -> None:
        super().__init__()
        self._ways = ways

    def __missing__(self, cell: str) -> str:
        text = cell
        for way in self._ways:
            text = way(text)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[cell] = text
        return text


class CellReader:
    """Reads the cells of one feed, chunk by chunk."""

    def __init__(self, feed: Feed, order: DateOrder, lookups: Lookups) -> None:
        self.feed = feed
        self._lookups = lookups
        blanks = frozenset(feed.meaning.blanks)
        self._clears = frozenset((CLEAR_WORD,))
        if feed.meaning.clear == "blank":
            self._clears |= {"", *blanks}
        if feed.meaning.clear:
            blanks |= {CLEAR_WORD}
        self._checker = ColumnChecker(feed.field, order, blanks)
        ways = _ways(feed, lookups)
        self._ready = _Memory(ways) if ways else None
        self._found: dict[Value, Value] = {}

    def read(self, columns: Sequence[Sequence[str]], count: int) -> Read:
        """The values and faults of `count` records, given as columns."""
        feed = self.feed
        if feed.constant is not None:
            values, faults = self._checker.check([feed.constant])
            return values * count, [(i, fault) for i in range(count) for _, fault in faults]
        if feed.places:
            cells_of = [columns[place] for place in feed.places] if columns else []
            return _sums([self._checker.check(cells) for cells in cells_of])
        cells = self._cells(columns) if columns else []
        if feed.empties:
            return [1 if cell.strip() in self._clears else None for cell in cells], []
        return self._read_cells(cells)

    def _read_cells(self, cells: Sequence[str]) -> Read:
        feed = self.feed
        if self._ready is not None:
            cells = list(map(self._ready.__getitem__, cells))
        if feed.field.kind is Kind.PERSON:
            return self._look_up(list(map(str.strip, cells)), "person-unknown", self._person)
        values, faults = self._checker.check(cells)
        if feed.field.kind is Kind.BODY and feed.field.body_kinds:
            values, unknown = self._look_up(values, "body-unknown", self._body)
            faults = sorted((*faults, *unknown), key=lambda fault: fault[0])
        return values, faults

    def _cells(self, columns: Sequence[Sequence[str]]) -> Sequence[str]:
        """The cells as they stand; those of joined columns as one, blank ones left out."""
        meaning, cells = self.feed.meaning, columns[self.feed.place]
        if not meaning.joined:
            return cells
        joined = [cells, *(columns[place] for place in meaning.joined)]
        return [
            meaning.joiner.join(filter(None, map(str.strip, parts)))
            for parts in zip(*joined, strict=True)
        ]

    def _body(self, text: str) -> Value:
        return self._lookups.body(self.feed.field, text)

    def _person(self, text: str) -> Value:
        return self._lookups.people.get(text.lower())

    def _look_up(
        self, texts: Sequence[Value], code: str, find: Callable[[str], Value]
    ) -> tuple[list[Value], list[tuple[int, Fault]]]:
        found = self._found
        for text in set(texts) - found.keys():
            found[text] = find(text) if isinstance(text, str) and text else None
        values = list(map(found.__getitem__, texts))
        if None not in values:
            return values, []
        faults = [
            (place, Fault(code)) for place, text in enumerate(texts) if text and not values[place]
        ]
        return values, faults


def _ways(feed: Feed, lookups: Lookups) -> list[Callable[[str], str]]:
    """What is done to a cell before it is parsed, in order."""
    meaning, ways = feed.meaning, list[Callable[[str], str]]()
    if meaning.like:
        like = re.compile(meaning.like)
        ways.append(lambda cell: cell if like.fullmatch(cell.strip()) else "")
    if meaning.take:
        ways.append(TAKES[meaning.take])
    if meaning.words:
        ways.append(lambda cell: meaning.words.get(cell.strip(), cell))
    if meaning.case:
        ways.append(_CASES[meaning.case])
    if meaning.round:
        places = 2 if feed.field.kind is Kind.MONEY else feed.field.places
        ways.append(lambda cell: rounded(cell, places))
    if feed.field.key == "contract_type":
        ways.append(lookups.contract_type)
    return ways


def rounded(text: str, places: int) -> str:
    """A number with at most so many decimals, half to even; other texts come back as they are.

    A number in powers of ten, 9.92E-3, is taken for what it says: columns that are rounded hold
    measurements, never codes.
    """
    bare = text.strip()
    if not bare or len(bare) > _MOST_DIGITS:
        return text
    try:
        number = Decimal(bare)
        if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
            return text
        return format(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN), "f")
    except InvalidOperation:
        return text


def _sums(checked: Sequence[Read]) -> Read:
    """The sums of several columns, blanks left out; a fault of any of them is one of the sum."""
    faults: dict[int, Fault] = {}
    for _, found in checked:
        for place, fault in found:
            faults.setdefault(place, fault)
    totals: list[Value] = []
    for place, cells in enumerate(zip(*(values for values, _ in checked), strict=True)):
        numbers = [number for number in cells if isinstance(number, int)]
        totals.append(sum(numbers) if numbers and place not in faults else None)
    return totals, sorted(faults.items())
