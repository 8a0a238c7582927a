"""What a table asks of whoever has the rows, and how one cell may look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from areateam.core.fields import Value
from ui.style.marks import Mark, Tone

if TYPE_CHECKING:
    from areateam.core.columns import Column

Row = tuple[Any, ...]
"""A record's id, then one stored value for each column of the source, in its order."""


class RowSource(Protocol):
    """A list of any length, read in pieces. It must not change; after a change, make a new one."""

    columns: Sequence[Column]

    def count(self) -> int:
        """How many rows there are."""
        ...

    def rows(self, first: int, limit: int) -> Sequence[Row]:
        """At most `limit` rows from position `first` (from 0), in the list's order."""
        ...


@runtime_checkable
class SortableSource(Protocol):
    """A source that can give the same rows in another order."""

    def sorted_by(self, key: str, *, descending: bool) -> RowSource:
        """The same rows ordered by the column `key`."""
        ...


@runtime_checkable
class FindingSource(Protocol):
    """A source that knows where a record stands, so that the current row survives a re-read."""

    def position(self, record: Any) -> int | None:
        """The position of the record with this id, or None when it is not in the list."""
        ...


@dataclass(frozen=True, slots=True)
class Cell:
    """How one cell looks.

    `text` is what is written. `mark` stands before it, in its colour, and its word is read out.
    `before` is written struck through, with an arrow, before the text. `tail` follows in the
    second text colour. `link` makes the cell answer to a click; `reason` gives it the dotted
    underline of a worked-out value. `spoken` replaces the text for screen readers. With `wrap`
    the cell begins at the top of its line, takes as many lines of text as it needs, and has its
    tail on lines of its own below; see `row_heights.fit_heights`.
    """

    text: str
    mark: Mark | None = None
    tone: Tone | None = None
    strong: bool = False
    before: str = ""
    tail: str = ""
    link: bool = False
    reason: bool = False
    spoken: str = ""
    wrap: bool = False

    @property
    def full_text(self) -> str:
        """Everything in the cell as one line of text."""
        change = f"{self.before} → {self.text}" if self.before else self.text
        mark = self.mark.word if self.mark else ""
        mark = "" if mark.casefold() == change.casefold() else mark
        return " ".join(part for part in (mark, change, self.tail) if part)

    @property
    def ink(self) -> Tone:
        """The colour of the text: the one given, else that of the mark, else plain."""
        if self.tone is not None:
            return self.tone
        return self.mark.tone if self.mark else Tone.PLAIN

    @property
    def bold(self) -> bool:
        """Whether the text is semibold: asked for, or a mark that calls for work."""
        calm = (Tone.QUIET, Tone.OK)
        return self.strong or (self.mark is not None and self.mark.tone not in calm)


Look = Callable[[Value, Row], "Cell | Mark | str | None"]
"""Turns a stored value and its row into a cell, a mark before the usual text, a text, or None
for the usual look."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Which rows are ticked: the ids themselves or, when `all_matching`, all except these."""

    all_matching: bool
    ids: frozenset[Any]

    def __contains__(self, record: Any) -> bool:
        return (record in self.ids) != self.all_matching

    def count(self, total: int) -> int:
        """How many of `total` rows are ticked."""
        return total - len(self.ids) if self.all_matching else len(self.ids)
