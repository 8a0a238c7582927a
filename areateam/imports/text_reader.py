"""Records of a delimited text with the physical line of each; an open quote swallows nothing."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from areateam.core.findings import Finding, Weight
from areateam.core.problems import FileProblem
from areateam.imports.encodings import bom_length, errors_for
from areateam.imports.joined_lines import joined_lines

if TYPE_CHECKING:
    from _csv import Reader
    from pathlib import Path

CELL_CAP = 10_000_000
COLUMN_CAP = 2_000
SPAN_CAP = 500
"""The most physical lines one record may take before its quote counts as never closed."""
LONG_LINE = 1_000_000
LONG_LINE_CELLS = 200_000
# A character that Unicode promises never to assign.
NO_DELIMITER = "\U0010ffff"


class Dialect(msgspec.Struct, frozen=True):
    """How a line is cut: delimiter ("" = one column), quote ("" = quotes are mere characters).

    `blanks`: blanks between a delimiter and an opening quote do not count.
    """

    delimiter: str
    quote: str = '"'
    blanks: bool = False

    def reader(self, lines: Iterator[str]) -> Reader:
        """A strict csv reader over the lines."""
        delimiter = self.delimiter or NO_DELIMITER
        if not self.quote:
            return csv.reader(lines, delimiter=delimiter, quotechar=None, quoting=csv.QUOTE_NONE)
        return csv.reader(
            lines, delimiter=delimiter, quotechar=self.quote, strict=True,
            skipinitialspace=self.blanks,
        )  # fmt: skip

    def cut_all(self, lines: list[str]) -> list[list[str]] | None:
        """Each line as one record, or None where the quotes of some line do not allow that.

        Lines without a quote are split, which takes a third of a csv reader's time.
        """
        delimiter, quote = self.delimiter or NO_DELIMITER, self.quote
        if self.blanks:
            return self._cut_quoted(lines)
        if not quote:
            return [line.rstrip("\r\n").split(delimiter) for line in lines]
        quoted = [line for line in lines if quote in line]
        cut = self._cut_quoted(quoted)
        if cut is None or len(quoted) == len(lines):
            return cut
        after = iter(cut)
        return [
            next(after) if quote in line else line.rstrip("\r\n").split(delimiter) for line in lines
        ]

    def join_all(self, lines: list[str]) -> list[bytes] | None:
        """Each line's cells, those of `cut_all`, joined; None where joining alone does not tell.

        Takes less than half the time of cutting. See `joined_lines`.
        """
        if self.blanks:
            return None
        return joined_lines(lines, self.delimiter or NO_DELIMITER, self.quote)

    def _cut_quoted(self, lines: list[str]) -> list[list[str]] | None:
        if records := self._cut_evenly(lines):
            return records
        try:
            records = list(self.reader(iter(lines)))
        except csv.Error:
            return None
        return records if len(records) == len(lines) else None

    def _cut_evenly(self, lines: list[str]) -> list[list[str]]:
        """The records where each line is quoted cells throughout, without a quote in any; else [].

        Then the quotes of a line are twice its cells, and splitting at quote-delimiter-quote
        is all there is to do.
        """
        quote, delimiter = self.quote, self.delimiter
        if not delimiter or not lines or not lines[-1].startswith(quote):
            return []
        between = quote + delimiter + quote
        records = []
        for line in lines:
            text = line.rstrip("\r\n")
            cells = text[1:-1].split(between)
            if len(cells) * 2 != text.count(quote) or not (text[0] == text[-1] == quote):
                return []
            records.append(cells)
        return records


Pass = Callable[[int, list[bytes]], Sequence[int]]
"""Is shown some lines, as `joined_lines` has them, with the number of the first; tells which of
them, by place, are to be cut. The others are passed over."""


@dataclass(slots=True)
class Batch:
    """Some records, the physical line each began on, and what was wrong with their quotes.

    `last` is the last physical line gone through, be it one that was passed over.
    """

    lines: list[int] = field(default_factory=list)
    records: list[list[str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    last: int = 0


class _OpenTooLongError(Exception):
    """A record runs over more lines than any true one would."""


def open_text(path: Path, encoding: str) -> io.TextIOWrapper:
    """The file as text after its byte order mark, line ends untouched."""
    try:
        raw = path.open("rb")
        raw.seek(bom_length(raw.peek(4)[:4], encoding))
        # Wrapped after the seek, so that the decoder never sees the mark.
        name = encoding.removesuffix("-sig")
        return io.TextIOWrapper(raw, encoding=name, errors=errors_for(encoding), newline="")
    except OSError as error:
        raise FileProblem("file-unreadable", path, reason=error.strerror or "") from error


class RecordReader:
    """Reads records in batches: at full speed while all is well, line by line where it is not."""

    def __init__(
        self, lines: Iterator[str], dialect: Dialect, path: Path, width: int = 0, line: int = 1
    ) -> None:
        csv.field_size_limit(CELL_CAP)
        self.path = path
        self.next_line = line
        self._source = lines
        self._dialect = dialect
        self._width = width
        self._again: deque[str] = deque()
        self._kept: list[str] = []
        self._cap = SPAN_CAP
        self._careful = False
        self._reader = dialect.reader(self._feed())

    def _feed(self) -> Iterator[str]:
        again, kept = self._again, self._kept
        while again:
            line = again.popleft()
            kept.append(line)
            yield line
            if len(kept) > self._cap:
                raise _OpenTooLongError
        for line in self._source:
            self._guard(line, self.next_line + len(kept))
            kept.append(line)
            yield line
            if len(kept) > self._cap:
                raise _OpenTooLongError

    def _guard(self, line: str, number: int) -> None:
        if len(line) <= LONG_LINE:
            return
        delimiter = self._dialect.delimiter
        if delimiter and line.count(delimiter) > LONG_LINE_CELLS:
            # Counted before it is cut: a million cells would take a gigabyte.
            raise FileProblem("file-too-wide", self.path, line=number, limit=COLUMN_CAP)

    def take(self, count: int, pass_over: Pass | None = None) -> Batch:
        """The next records, from at most `count` lines; nothing, not even a `last`, at the end.

        Lines that `pass_over` knows are left out, where they can be shown to it.
        """
        if self._careful:
            return self._take_carefully(count)
        lines = list(islice(self._source, count))
        if not lines:
            return Batch()
        if max(map(len, lines)) > LONG_LINE:
            for number, line in enumerate(lines, start=self.next_line):
                self._guard(line, number)
        first, last = self.next_line, self.next_line + len(lines) - 1
        chosen: Sequence[int] = range(len(lines))
        if pass_over and (joined := self._dialect.join_all(lines)) is not None:
            # What can be joined is cut without fail: no line is shown and then taken again.
            chosen = pass_over(first, joined)
        records = self._dialect.cut_all([lines[place] for place in chosen])
        if records is None:
            self._careful = True
            self._push_back(lines)
            return self._take_carefully(count)
        self.next_line = last + 1
        return Batch([first + place for place in chosen], records, last=last)

    def _push_back(self, lines: list[str]) -> None:
        self._again.extendleft(reversed(lines))
        self._kept.clear()
        self._reader = self._dialect.reader(self._feed())

    def _take_carefully(self, count: int) -> Batch:
        batch = Batch()
        while len(batch.records) < count:
            self._kept.clear()
            batch.lines.append(self.next_line)
            try:
                record = next(self._reader)
            except StopIteration:
                batch.lines.pop()
                break
            except csv.Error as error:
                record = self._recover(batch, capped=self._too_long(error))
            except _OpenTooLongError:
                record = self._recover(batch, capped=True)
            else:
                if len(self._kept) > 1 and self._has_swallowed(record):
                    record = self._recover(batch, capped=False)
                else:
                    self.next_line += len(self._kept)
            batch.records.append(record)
            batch.last = self.next_line - 1
        return batch

    def _too_long(self, error: csv.Error) -> bool:
        if "field larger" not in str(error):
            return False
        if len(self._kept) == 1:
            raise FileProblem(
                "cell-too-long", self.path, line=self.next_line, limit=CELL_CAP
            ) from error
        return True

    def _has_swallowed(self, record: list[str]) -> bool:
        """Whether lines inside this ill-fitting record are whole records themselves."""
        if not self._width or len(record) == self._width:
            return False
        return any(
            len(cut_loosely(line, self._dialect, self._width)[0]) == self._width
            for line in self._kept[1:]
        )

    def _recover(self, batch: Batch, *, capped: bool) -> list[str]:
        """Take the first line alone, its bad quote as a character; give the others back."""
        kept = self._kept[:]
        start, swallowed = self.next_line, len(kept) - 1
        if capped:
            self._cap = max(16, self._cap // 2)
        self._push_back(kept[1:])
        self.next_line += 1
        record, opened = cut_loosely(kept[0], self._dialect, self._width)
        detail = ""
        if swallowed:
            detail = f"{start + 1} to {start + swallowed}" if swallowed > 1 else f"{start + 1}"
        batch.findings.append(
            Finding(
                line=start,
                column="",
                code="quote-unclosed" if swallowed or opened else "quote-stray",
                value=kept[0].rstrip("\r\n"),
                detail=detail,
                weight=Weight.DOUBTFUL,
            )
        )
        return record


def cut_loosely(line: str, dialect: Dialect, width: int = 0) -> tuple[list[str], bool]:
    """Cut a line whose quotes are wrong: its cells, and whether an opening quote was no quote.

    A quoted cell ends at a quote before a delimiter or the end; a quote elsewhere inside is
    a character. Where that does not give `width` cells, an opening quote whose next quote
    does not close it is taken for a character instead.
    """
    text = line.rstrip("\r\n")
    if not dialect.quote:
        return text.split(dialect.delimiter or NO_DELIMITER), False
    wide, wide_open = _cut(text, dialect, strict=False)
    if len(wide) == width:
        return wide, wide_open
    tight, tight_open = _cut(text, dialect, strict=True)
    if len(tight) == width:
        return tight, tight_open
    return wide, wide_open


def _cut(text: str, dialect: Dialect, *, strict: bool) -> tuple[list[str], bool]:
    delimiter = dialect.delimiter or NO_DELIMITER
    cells: list[str] = []
    at, opened = 0, False
    while True:
        start = at
        if dialect.blanks:
            while text.startswith(" ", start):
                start += 1
        closed = -1
        if text.startswith(dialect.quote, start):
            closed, after = _closing(text, start + 1, dialect.quote, delimiter, strict=strict)
            opened = opened or closed < 0
        if closed >= 0:
            quote = dialect.quote
            cells.append(text[start + 1 : closed].replace(quote + quote, quote))
        else:
            after = text.find(delimiter, at)
            after = len(text) if after < 0 else after
            cells.append(text[start:after])
        if after >= len(text):
            return cells, opened
        at = after + 1


def _closing(text: str, at: int, quote: str, delimiter: str, *, strict: bool) -> tuple[int, int]:
    """Where the quote that closes the cell stands and where the cell ends, or -1."""
    while (found := text.find(quote, at)) >= 0:
        after = found + 1
        while text.startswith(" ", after):
            after += 1
        if after >= len(text) or text.startswith(delimiter, after):
            return found, after
        if text.startswith(quote, found + 1):
            at = found + 2
            continue
        if strict:
            break
        at = found + 1
    return -1, at
