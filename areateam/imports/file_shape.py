"""How a file is laid out: delimiter, quotes, title lines and header, each with its reason."""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from areateam.core.problems import FileProblem
from areateam.imports.heading_lines import in_two_lines
from areateam.imports.text_reader import COLUMN_CAP, Dialect, RecordReader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CANDIDATES = (",", ";", "\t", "|", "\xac")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", "\xac": "¬"}
SAMPLE_LINES = 400
HEADER_WITHIN = 40
BODY = 100
LONGEST_NAME = 120

_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_YEAR = re.compile(r"(19|20)\d\d([-/](\d\d|(19|20)\d\d))?")
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?"
    r"|\d{1,2}[- /](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- /]\d{2,4}.*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+(]?\s?[£$€]?\s?[-+]?(\d[\d,. ]*|\.\d+)([eE][-+]?\d+)?\s?%?\)?")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}", re.IGNORECASE)
_FOREIGN = {
    delimiter: re.compile(
        "[" + "".join(re.escape(other) for other in CANDIDATES if other not in (delimiter, ","))
        + "]" + ("" if delimiter == "," else r"|,(?![\s\d])|,$")
    )
    for delimiter in CANDIDATES
}  # fmt: skip


class Layout(msgspec.Struct, frozen=True):
    """Where the header stands and what a record looks like.

    `header_line` and `first_line` are physical lines from 1; `header` is as written, () when
    there is none; `width` is the number of columns; `preamble` the lines above, as written.
    `loose_end`: empty cells after the last column mean nothing, as they cannot come from a
    cell too many further to the left.
    """

    dialect: Dialect
    header_line: int | None
    first_line: int
    header: tuple[str, ...]
    width: int
    preamble: tuple[str, ...]
    reasons: tuple[str, ...]
    loose_end: bool


def sample_lines(text: str, path: Path, *, whole: bool) -> list[str]:
    """The first complete physical lines of a sample, with their ends; FileProblem if none."""
    lines = list(islice(io.StringIO(text, newline=""), SAMPLE_LINES + 1))
    widest = max((max(map(line.count, CANDIDATES)) for line in lines[:1]), default=0)
    if widest > COLUMN_CAP * 8:
        raise FileProblem("file-too-wide", path, line=1, limit=COLUMN_CAP)
    if len(lines) > SAMPLE_LINES or not whole:
        lines.pop()
    if not lines and not whole:
        raise FileProblem("line-too-long", path, line=1, limit=len(text))
    return lines


def lay_out_text(
    lines: list[str], path: Path, delimiter: str | None = None, *, header: bool | int | None = None
) -> Layout:
    """Work out the layout of a text from its first lines; what the user says comes first."""
    separator = _SEP_LINE.fullmatch(lines[0].strip("\r\n")) if lines else None
    skipped = 1 if separator else 0
    body = lines[skipped:]
    if delimiter is not None:
        dialect, why = _dialect(delimiter, body), f"delimiter {_name(delimiter)} as chosen"
    elif separator:
        dialect, why = _dialect(separator[1], body), f"the first line says sep={separator[1]}"
    else:
        dialect, why = choose_delimiter(body, path)
    reader = RecordReader(iter(body), dialect, path, line=1 + skipped)
    batch = reader.take(len(body) + 1)
    starts = [*batch.lines, reader.next_line]
    place, reasons = find_header(batch.records, starts, path, header=header)
    width = _width(batch.records, place)
    if width > COLUMN_CAP:
        raise FileProblem("file-too-wide", path, line=place.line, limit=COLUMN_CAP)
    notes = [why, *reasons]
    if not dialect.quote:
        notes.append("quotes in this file are mere characters")
    return Layout(
        dialect, place.line if place.named else None, place.first, place.names(batch.records),
        width, tuple(line.rstrip("\r\n") for line in lines[: place.line - 1]), tuple(notes),
        _has_loose_end(batch.records[place.index :], width),
    )  # fmt: skip


def lay_out_rows(rows: list[list[str]], path: Path, *, header: bool | int | None = None) -> Layout:
    """Work out the layout of a sheet from its first rows."""
    starts = list(range(1, len(rows) + 2))
    trimmed = [_trimmed(row) for row in rows]
    width = max(map(len, trimmed), default=0)
    even = [row[:width] if any(row) else [] for row in rows]
    place, reasons = find_header(even, starts, path, header=header)
    preamble = tuple(" ".join(filter(None, row)) for row in rows[: place.line - 1])
    return Layout(
        Dialect(""), place.line if place.named else None, place.first, place.names(even),
        width, preamble, tuple(reasons), loose_end=True,
    )  # fmt: skip


def _name(delimiter: str) -> str:
    return NAMES.get(delimiter, delimiter or "none")


def choose_delimiter(lines: list[str], path: Path) -> tuple[Dialect, str]:
    """The delimiter that cuts most lines into the same number of clean cells, and why.

    No delimiter ("") where none does so on at least half of the lines.
    """
    best, best_score, why = Dialect("", _quote("", lines)), 0.0, "no delimiter: one column"
    for delimiter in CANDIDATES:
        if not any(delimiter in line for line in lines):
            continue
        dialect = _dialect(delimiter, lines)
        records = RecordReader(iter(lines), dialect, path).take(len(lines) + 1).records
        counts = [len(record) for record in records if any(record)]
        mode = _mode(counts)
        if mode < 2:
            continue
        tail = counts[counts.index(mode) :]
        share = tail.count(mode) / len(tail)
        score = share * _cleanness(records, mode, delimiter) * (1 - 0.5 / mode)
        if share >= 0.5 and tail.count(mode) * 4 > len(counts) and score > best_score:
            best, best_score = dialect, score
            why = (
                f"delimiter {_name(delimiter)} cuts {tail.count(mode)} of the first "
                f"{len(tail)} records into {mode} columns"
            )
    return best, why


def _mode(counts: Sequence[int]) -> int:
    """The most common number of cells above one, the larger of equals; 0 where there is none."""
    tally = Counter(count for count in counts if count > 1)
    return max(tally, key=lambda count: (tally[count], count), default=0)


def _cleanness(records: list[list[str]], mode: int, delimiter: str) -> float:
    """The share of cells that hold no sign of another delimiter."""
    foreign = _FOREIGN[delimiter].search
    cells = [cell for record in records[:BODY] if len(record) == mode for cell in record]
    return 1 - sum(1 for cell in cells if foreign(cell)) / max(1, len(cells))


def _dialect(delimiter: str, lines: list[str]) -> Dialect:
    quote = _quote(delimiter, lines)
    blanks = False
    if quote and delimiter.strip():
        text = "\n".join(line.rstrip("\r\n") for line in lines)
        mark = re.escape(delimiter)
        padded = re.search(rf'{mark} +"[^"\n]*" *({mark}|$)', text, re.MULTILINE)
        blanks = bool(padded) and not re.search(rf'{mark}"', text)
    return Dialect(delimiter, quote, blanks)


def _quote(delimiter: str, lines: list[str]) -> str:
    """The quote in use: '"' as a rule; "'" or none where the lines show it."""
    text = "\n".join(line.rstrip("\r\n") for line in lines)
    mark = re.escape(delimiter) if delimiter else "(?!)"
    if not re.search(rf'(?:^|{mark})"', text, re.MULTILINE):
        opened = len(re.findall(rf"(?:^|{mark})'", text, re.MULTILINE))
        closed = len(re.findall(rf"'(?:$|{mark})", text, re.MULTILINE))
        paired = len(re.findall(rf"(?:^|{mark})'[^'\n]*'(?:$|{mark})", text, re.MULTILINE))
        lone = re.search(rf"(?:^|{mark})'(?:$|{mark})", text, re.MULTILINE)
        # A cell that is one apostrophe would be read as a quote that opens: it is a text here.
        if not lone and paired >= 2 and opened >= len(lines) / 2 and closed >= opened * 0.9:
            return "'"
        # The exports of NHS Choices are cut by ¬ and never quote.
        return "" if delimiter == "\xac" or (delimiter in "\t|" and '"' in text) else '"'
    proper = len(re.findall(rf'(?:^|{mark}) *"(?:[^"]|"")*"(?=$|{mark})', text, re.MULTILINE))
    if delimiter == "\xac":
        return '"' if proper * 4 > text.count('"') else ""
    if not delimiter or delimiter in "\t|":
        return '"' if proper * 4 > text.count('"') else ""
    return '"'


class Place(msgspec.Struct, frozen=True):
    """Where records begin: the index and line of the header, or of the first record."""

    index: int
    line: int
    first: int
    named: bool
    joined: tuple[str, ...] = ()
    """The headings of two lines as one, where they stand on two."""

    def names(self, records: list[list[str]]) -> tuple[str, ...]:
        """The header as written, () where there is none."""
        return self.joined or (tuple(records[self.index]) if self.named else ())


def find_header(
    records: list[list[str]], starts: list[int], path: Path, *, header: bool | int | None
) -> tuple[Place, list[str]]:
    """Find the header among records that begin at `starts` (one more than records).

    The first record of the usual width that is mostly filled is the header where its cells
    are names: other than what stands below, and no dates, numbers or postcodes. Raises
    FileProblem header-line-missing where the line that the user names holds none.
    """
    if header is not None and not isinstance(header, bool):
        return _chosen_header(starts, path, header)
    mode = _usual_width(records)
    records = [record if any(record[mode:]) else record[:mode] for record in records]
    filled = [at for at, record in enumerate(records[:HEADER_WITHIN]) if _is_full(record, mode)]
    fitting = [at for at, record in enumerate(records) if len(record) == mode and any(record)]
    if not fitting:
        return Place(0, starts[0], starts[0], named=False), ["no records"]
    at = filled[0] if filled else fitting[0]
    body = [record for record in records[at + 1 : at + 1 + BODY] if len(record) == mode]
    # A header that stands twice must not speak against itself.
    body = [record for record in body if record != records[at]] or body
    score = 0 if header is not None else header_score(records[at], body)
    if header or (header is None and score >= 0 and _are_names(records[at], score)):
        return _named(records, starts, at, mode, chosen=bool(header))
    first = next(at for at, record in enumerate(records) if _is_data(record, mode))
    why = "as chosen" if header is not None else "the first record looks like those below"
    return Place(first, starts[first], starts[first], named=False), [f"no header: {why}"]


def _named(
    records: list[list[str]], starts: list[int], at: int, mode: int, *, chosen: bool
) -> tuple[Place, list[str]]:
    """The header at a place; with the line above or below it where merged cells part it in two."""
    if not chosen and (found := _in_two_lines(records, starts, at, mode)):
        return found, [f"header on lines {found.line} and the next: merged cells"]
    why = "header as chosen" if chosen else "its cells are names, not values"
    place = Place(at, starts[at], starts[at + 1], named=True)
    return place, [f"header on line {starts[at]}: {why}"]


def _in_two_lines(records: list[list[str]], starts: list[int], at: int, mode: int) -> Place | None:
    """The header of which the record at a place is one of two lines; None where it is not."""
    for upper in (at, at - 1):
        lower = upper + 1
        if upper < 0 or lower >= len(records):
            continue
        below = [r for r in records[lower + 1 : lower + 1 + BODY] if len(r) == mode]
        if all(kind_of(cell) in ("", "w") for cell in records[lower]):
            joined = in_two_lines(records[upper], records[lower], below)
            if joined:
                first = starts[lower + 1]
                return Place(upper, starts[upper], first, named=True, joined=joined)
    return None


def _chosen_header(starts: list[int], path: Path, line: int) -> tuple[Place, list[str]]:
    if line not in starts[:-1]:
        raise FileProblem("header-line-missing", path, line=line)
    at = starts.index(line)
    return Place(at, line, starts[at + 1], named=True), [f"header on line {line} as chosen"]


def _usual_width(records: list[list[str]]) -> int:
    """The most common width, less cells that are always empty and that the line above lacks."""
    mode = _mode([len(record) for record in records if any(record)]) or 1
    wide = [at for at, record in enumerate(records) if len(record) == mode]
    above = next((record for record in records[: wide[0]][::-1] if any(record)), []) if wide else []
    named = len(above)
    if 1 < named < mode and all(above) and not any(any(records[at][named:]) for at in wide):
        return named
    return mode


def _is_data(record: list[str], mode: int) -> bool:
    """Whether a record above all others is data, be it ragged: more than a title's one cell."""
    return any(record) and (mode == 1 or len(record) > 1)


def _is_full(record: list[str], mode: int) -> bool:
    if len(record) != mode:
        return False
    return sum(1 for cell in record if cell.strip()) >= (max(2, mode / 2) if mode > 1 else 1)


def _are_names(cells: list[str], score: int) -> bool:
    names = [cell.strip().casefold() for cell in cells if cell.strip()]
    return score > 0 or len(set(names)) == len(names)


def kind_of(cell: str) -> str:
    """What a cell looks like: "" blank, y year, d date, n number, p postcode, w words."""
    cell = cell.strip()
    if not cell:
        return ""
    tests = (("y", _YEAR), ("d", _DATE), ("n", _NUMBER), ("p", _POSTCODE))
    return next((kind for kind, test in tests if test.fullmatch(cell)), "w")


def header_score(cells: list[str], body: list[list[str]]) -> int:
    """How much speaks for a header (above 0) or against it (below 0), summed over columns."""
    columns = list(zip(*body, strict=True)) if body else [()] * len(cells)
    return sum(_column_score(cell, column) for cell, column in zip(cells, columns, strict=True))


def _column_score(cell: str, column: Sequence[str]) -> int:
    cell = cell.strip()
    values = [value.strip() for value in column if value.strip()]
    kind = kind_of(cell)
    if kind in ("", "y"):
        return 0
    kinds = Counter(map(kind_of, values))
    usual = kinds.most_common(1)[0][0] if kinds else ""
    if kind != "w":
        return -3 if kind == usual or (kind in "nd" and usual in "nd") else -1
    if len(cell) > LONGEST_NAME or cell in values:
        return -1
    if usual not in ("w", ""):
        return 1
    return _pattern_score(cell, values)


def _pattern_score(cell: str, values: list[str]) -> int:
    """Codes of one pattern below: the cell speaks for a header unless it is such a code."""
    if len(values) < 2:
        return 0
    pattern, number = Counter(map(_pattern, values)).most_common(1)[0]
    if "9" not in pattern or number < len(values) * 0.6:
        return 0
    return -1 if _pattern(cell) == pattern else 1


def _pattern(value: str) -> str:
    return re.sub(r"[a-z]", "a", re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", value)))


def _trimmed(cells: Sequence[str]) -> list[str]:
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return list(cells[:width])


def _has_loose_end(records: list[list[str]], width: int) -> bool:
    body = [record for record in records if any(record)]
    if _mode([len(record) for record in body]) > width:
        return True
    last = [bool(record[width - 1].strip()) for record in body if len(record) == width]
    return sum(last) >= len(last) * 0.95


def _width(records: list[list[str]], place: Place) -> int:
    """The number of columns: the header's, or more where records regularly hold more."""
    body = [record for record in records[place.index :] if any(record)]
    mode = _mode([len(record) for record in body]) or 1
    if not place.named:
        return mode
    named = len(records[place.index])
    if mode <= named:
        return named
    extra = any(any(record[named:]) for record in body if len(record) == mode)
    return mode if extra else named
