"""Rows on their way into a file: taken by the thousand, looked at column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import cast

from areateam.catalogue.bare_words import bare_words
from areateam.core.columns import Column
from areateam.core.fields import Field, Kind, Value
from areateam.core.progress import Progress
from areateam.core.spreadsheet_text import guard_text
from areateam.core.values import plain_value

Rows = Iterable[Sequence[tuple[object, ...]]]
"""Rows in chunks; each row is (record id, value of each column)."""

TEXTS = frozenset(
    {Kind.TEXT, Kind.CODE, Kind.POSTCODE, Kind.PHONE, Kind.EMAIL, Kind.CHOICE, Kind.BODY}
)
"""Kinds whose cells are words or codes."""

_AS_THEY_STAND = TEXTS - {Kind.CHOICE} | {Kind.DATE}
_AT_ONCE = 1000
_LIVE_SIGNS = frozenset(
    "'=+-@#\u200b\ufeff"
    "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
"""What a text that is to be guarded begins with, blanks aside."""


class Counted:
    """Rows in chunks, counted and told of as they pass; stops when the listener says so."""

    def __init__(
        self, rows: Iterable[tuple[object, ...]], progress: Progress, total: int, words: str
    ) -> None:
        self.done = 0
        self._rows = iter(rows)
        self._progress = progress
        self._total = total
        self._words = words

    def __iter__(self) -> Iterator[list[tuple[object, ...]]]:
        while chunk := list(islice(self._rows, _AT_ONCE)):
            yield chunk
            self.done += len(chunk)
            self.tell()

    def tell(self) -> None:
        """Tell the listener how far it is; raises Cancelled where the work is to stop."""
        self._progress.step(self.done, max(self._total, self.done), self._words)


def header_texts(columns: Sequence[Column]) -> list[str]:
    """The headers: each label with its unit, in words by which our own import knows the field.

    Where two columns have the same label, the later is named by another word for it.
    """
    taken: set[str] = set()
    texts = []
    for column in columns:
        text = _header(column.field, taken)
        taken.add(bare_words(text))
        texts.append(text)
    return texts


def _header(field: Field, taken: set[str]) -> str:
    known = {bare_words(word) for word in (field.key, field.label, *field.synonyms)}
    unit = "£" if field.kind is Kind.MONEY else field.unit
    with_unit = f"{field.label} ({unit})"
    words = [field.label, *field.synonyms, field.key]
    if unit and bare_words(with_unit) in known:
        words.insert(0, with_unit)
    return next((word for word in words if bare_words(word) not in taken), field.key)


class _Remembered(dict[Value, str]):
    """Each distinct value's text, made when first asked for."""

    def __init__(self, make: Callable[[Value], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Value) -> str:
        text = self._make(value)
        if len(self) < 100_000:
            self[value] = text
        return text


class TextCells:
    """Makes the guarded texts of one column's values; None stays None, which is a blank cell."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._texts = _Remembered(self._text)

    def cells(self, values: Sequence[Value]) -> Sequence[Value]:
        """The cells for some values; whole numbers may stay numbers, for the writer to spell."""
        kind = self._field.kind
        if kind in _AS_THEY_STAND:
            return self._words(values)
        types = set(map(type, values))
        if kind is Kind.INTEGER and types <= {int, type(None)}:
            return values
        if kind in (Kind.MONEY, Kind.DECIMAL) and types == {int}:
            numbers = cast("Sequence[int]", values)
            if min(numbers) >= 0:
                return self._pointed(numbers)
        return [self._texts[value] for value in values]

    def _words(self, values: Sequence[Value]) -> Sequence[Value]:
        try:
            signs = set(map(itemgetter(0), filter(None, cast("Sequence[str]", values))))
        except TypeError:
            return [self._texts[value] for value in values]
        if _LIVE_SIGNS.isdisjoint(signs) and not any(map(str.isspace, signs)):
            return values
        return [guard_text(value) if isinstance(value, str) else None for value in values]

    def _pointed(self, values: Sequence[int]) -> list[str]:
        """Numbers not below nought with their point, the whole column at once."""
        if self._field.kind is Kind.MONEY:
            pence = [f"{value:03}" for value in values]
            return [f"{text[:-2]}.{text[-2:]}" for text in pence]
        places = self._field.places
        if not places:
            return list(map(str, values))
        scaled = [f"{value:0{places + 1}}" for value in values]
        return [f"{t[:-places]}.{t[-places:]}".rstrip("0").rstrip(".") for t in scaled]

    def _text(self, value: Value) -> str:
        text = plain_value(self._field, value)
        is_word = self._field.kind in TEXTS or isinstance(value, str)
        return guard_text(text) if is_word else text
