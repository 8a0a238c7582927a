"""Other people's files: what a file is, and its records in chunks with nothing lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from areateam.core.copies import replaced
from areateam.core.findings import Finding, Weight
from areateam.core.problems import FileProblem
from areateam.imports.encodings import (
    UNDEFINED_TEXT,
    Survey,
    blocks,
    digest_of,
    sample_of,
    survey,
)
from areateam.imports.file_shape import Layout, lay_out_rows, lay_out_text, sample_lines
from areateam.imports.sheet_reader import SHEET_ROWS_SAMPLED, Book, kind_of_file
from areateam.imports.text_reader import COLUMN_CAP, Batch, Dialect, Pass, RecordReader, open_text

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK_BYTES = 16_000_000
SIZE_CAP = 500_000_000
"""The largest file that is read, in bytes: all lists of England together are a fifth of it."""
_GONE = (-1, -1)


class FileShape(msgspec.Struct, frozen=True):
    """What a file is and how its records are to be read.

    Lines are physical lines (rows of a sheet) from 1. `header` is as written, () when there
    is none; `width` the number of columns. `preamble` are the lines above the header.
    `quoting` says whether `quote` encloses cells; `blanks` whether blanks before an opening
    quote are left out. `undefined`: bytes stand in the file that its encoding does not
    define. `loose_end`: empty cells after the last column mean nothing. `findings` are
    about the file as a whole. `modified` is when the file was last changed, in nanoseconds.
    """

    path: Path
    sha256: str
    size: int
    kind: str
    encoding: str
    delimiter: str
    quoting: bool
    newline: str
    header_line: int | None
    first_line: int
    header: tuple[str, ...]
    width: int
    preamble: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    quote: str = '"'
    blanks: bool = False
    lines: int = 0
    undefined: bool = False
    loose_end: bool = True
    findings: tuple[Finding, ...] = ()
    modified: int = 0

    @property
    def dialect(self) -> Dialect:
        """How a line is cut."""
        return Dialect(self.delimiter, self.quote if self.quoting else "", self.blanks)


@dataclass(slots=True)
class Chunk:
    """Some records of a file, each with exactly as many cells as the file has columns.

    `lines` holds the physical line each began on. `raw` holds, by index, the records that
    were padded or cut to fit, as they stood. `blank` counts the blank lines passed over;
    `last` is the last physical line gone through.
    """

    lines: list[int] = field(default_factory=list)
    records: list[list[str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    raw: dict[int, list[str]] = field(default_factory=dict)
    blank: int = 0
    last: int = 0


def examine(
    path: Path | str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header: bool | int | None = None,
    sheet: str | None = None,
) -> FileShape:
    """What the file is, from one pass over its bytes; what the caller says comes first.

    `header` is True, False or the physical line of the header. Raises FileProblem where the
    file cannot be read as records.
    """
    path = Path(path)
    size, modified = _size_and_time(path)
    if delimiter is not None and (len(delimiter) > 1 or delimiter in ("\r", "\n", '"')):
        raise FileProblem("delimiter-unusable", path, delimiter=delimiter)
    head = next(blocks(path), b"")[:4096]
    kind = "text" if encoding else kind_of_file(path, head)
    if size > SIZE_CAP:
        raise FileProblem("file-too-large", path, limit=f"{SIZE_CAP // 1_000_000} MB")
    if kind == "sheet":
        shape = _examine_sheet(path, sheet, header=header)
    else:
        shape = _lay_out(path, survey(path, encoding), delimiter, header=header)
    return replaced(shape, modified=modified)


def without_header(shape: FileShape, delimiter: str | None = None) -> FileShape:
    """The shape of an examined text whose first line is a record, from its first block alone."""
    sample, whole = sample_of(next(blocks(shape.path), b""), shape.size, shape.encoding)
    known = Survey(
        shape.sha256, shape.size, shape.encoding, shape.newline, shape.lines, sample, whole,
        shape.undefined, any(f.code == "encoding-mixed" for f in shape.findings),
        shape.reasons[0],
    )  # fmt: skip
    bare = _lay_out(shape.path, known, delimiter, header=False)
    return replaced(bare, modified=shape.modified)


def _lay_out(
    path: Path, found: Survey, delimiter: str | None, *, header: bool | int | None
) -> FileShape:
    lines = sample_lines(found.sample, path, whole=found.whole)
    if found.whole and not found.sample.strip():
        raise FileProblem("file-empty", path)
    layout = lay_out_text(lines, path, delimiter, header=header)
    findings: list[Finding] = []
    if found.mixed:
        findings.append(
            Finding(0, "", "encoding-mixed", detail=found.encoding, weight=Weight.DOUBTFUL)
        )
    if layout.dialect.quote == "'":
        findings.append(Finding(0, "", "quote-apostrophe", "'", weight=Weight.DOUBTFUL))
    if layout.header_line is None:
        findings += [
            Finding(line, "", "line-above-records", text, weight=Weight.NOTE)
            for line, text in enumerate(layout.preamble, start=1)
            if text.strip()
        ]
    return FileShape(
        path, found.sha256, found.size, "text", found.encoding, layout.dialect.delimiter,
        bool(layout.dialect.quote), found.newline, layout.header_line, layout.first_line,
        layout.header, layout.width, layout.preamble, (found.reason, *layout.reasons),
        quote=layout.dialect.quote or '"', blanks=layout.dialect.blanks, lines=found.lines,
        undefined=found.undefined, loose_end=layout.loose_end, findings=tuple(findings),
    )  # fmt: skip


def _examine_sheet(path: Path, sheet: str | None, *, header: bool | int | None) -> FileShape:
    sha256, size, _ = digest_of(path)
    book = Book(path)
    return _lay_out_sheet(book, book.choose(sheet), sha256, size, header)


def other_sheets(shape: FileShape) -> Iterator[FileShape]:
    """The shapes of the workbook's other sheets that hold anything and are not hidden."""
    book = Book(shape.path, checked=True)
    for name in book.visible:
        if name != shape.sheet and book.is_filled(name):
            try:
                other = _lay_out_sheet(book, name, shape.sha256, shape.size, None)
            except FileProblem:
                continue
            yield replaced(other, modified=shape.modified)


def _lay_out_sheet(
    book: Book, name: str, sha256: str, size: int, header: bool | int | None
) -> FileShape:
    rows = list(islice(book.rows(name), SHEET_ROWS_SAMPLED))
    if not any(map(any, rows)):
        raise FileProblem("file-empty", book.path)
    layout: Layout = lay_out_rows(rows, book.path, header=header)
    if layout.width > COLUMN_CAP:
        raise FileProblem("file-too-wide", book.path, line=1, limit=COLUMN_CAP)
    findings: list[Finding] = []
    if name not in book.visible:
        findings.append(Finding(0, "", "sheet-hidden", name, weight=Weight.NOTE))
    if hidden := book.told(name).hidden:
        findings.append(Finding(0, "", "sheet-hidden-rows", f"{hidden:,}", weight=Weight.NOTE))
    return FileShape(
        path=book.path, sha256=sha256, size=size, kind="sheet", encoding="", delimiter="",
        quoting=False, newline="", header_line=layout.header_line,
        first_line=layout.first_line, header=layout.header, width=layout.width,
        preamble=layout.preamble, reasons=(f"sheet {name}", *layout.reasons),
        sheet=name, sheets=book.sheets, lines=book.height(name), findings=tuple(findings),
    )  # fmt: skip


def read(shape: FileShape, chunk: int = 1000, pass_over: Pass | None = None) -> Iterator[Chunk]:
    """The file's records in chunks of `chunk`, in order, every line taken or counted.

    `pass_over` may say of lines of a text that they need not be cut. Raises FileProblem
    file-changed or file-missing where the file is no longer the one examined, be it while it is
    read.
    """
    require_unchanged(shape)
    is_text = shape.kind == "text"
    batches = _text_batches(shape, chunk, pass_over) if is_text else _sheet_batches(shape, chunk)
    opening = list(shape.findings)
    for batch in batches:
        fitted = fit(batch, shape)
        # A file that is cut short or overwritten meanwhile gives other lines without a word.
        require_unchanged(shape)
        if opening:
            fitted.findings[:0] = opening
            opening = []
        yield fitted
    if opening:
        yield Chunk(findings=opening)
    require_unchanged(shape)


def require_unchanged(shape: FileShape) -> None:
    """Refuse a file that is no longer the one examined; FileProblem file-changed, file-missing."""
    found = _size_and_time(shape.path)
    if found == _GONE:
        raise FileProblem("file-missing", shape.path)
    if found != (shape.size, shape.modified):
        raise FileProblem("file-changed", shape.path)


def _size_and_time(path: Path) -> tuple[int, int]:
    """A file's size in bytes and when it was last changed, in nanoseconds."""
    try:
        found = path.stat()
    except OSError:
        return _GONE
    return found.st_size, found.st_mtime_ns


def _text_batches(shape: FileShape, chunk: int, pass_over: Pass | None) -> Iterator[Batch]:
    # Fewer records at a time where lines are long, so that memory stays flat.
    count = max(1, min(chunk, CHUNK_BYTES * (shape.lines + 1) // shape.size))
    with open_text(shape.path, shape.encoding) as stream:
        for _ in islice(stream, shape.first_line - 1):
            pass
        reader = RecordReader(stream, shape.dialect, shape.path, shape.width, shape.first_line)
        while (batch := reader.take(count, pass_over)).last:
            yield batch


def _sheet_batches(shape: FileShape, chunk: int) -> Iterator[Batch]:
    rows = Book(shape.path, checked=True).rows(shape.sheet)
    line = shape.first_line
    for _ in islice(rows, line - 1):
        pass
    while records := list(islice(rows, chunk)):
        numbers = list(range(line, line + len(records)))
        line += len(records)
        yield Batch(numbers, records, last=line - 1)


def fit(batch: Batch, shape: FileShape) -> Chunk:
    """Make every record as wide as the file: what did not fit is named and kept as it stood."""
    width, records = shape.width, batch.records
    if set(map(len, records)) <= {width} and all(map(any, records)):
        chunk = Chunk(batch.lines, records, batch.findings, last=batch.last)
    else:
        chunk = Chunk(findings=batch.findings, last=batch.last)
        for line, record in zip(batch.lines, records, strict=True):
            _fit_record(chunk, line, record, shape)
    if shape.undefined:
        _note_undefined(chunk)
    if shape.header and list(shape.header) in chunk.records:
        _note_repeated_header(chunk, list(shape.header))
    return chunk


def _fit_record(chunk: Chunk, line: int, record: list[str], shape: FileShape) -> None:
    width, count = shape.width, len(record)
    if count > COLUMN_CAP:
        raise FileProblem("file-too-wide", shape.path, line=line, limit=COLUMN_CAP)
    if not any(record):
        chunk.blank += 1
        return
    if count == 1 < width and not record[0].strip():
        chunk.blank += 1 + line_breaks(record[0])
        return
    if count != width:
        index = len(chunk.records)
        if any(record[width:]):
            _note_ragged(chunk, index, line, record, "ragged-long", shape)
        elif count > width and not shape.loose_end:
            # The last column is often empty: the cell too many may stand anywhere before it.
            _note_ragged(chunk, index, line, record, "ragged-long", shape, Weight.DOUBTFUL)
        elif count < width and (not shape.header or any(shape.header[count:])):
            _note_ragged(chunk, index, line, record, "ragged-short", shape)
        record = record[:width] + [""] * (width - count)
    chunk.lines.append(line)
    chunk.records.append(record)


def line_breaks(text: str) -> int:
    """How many line ends stand in a text, of any kind."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _note_ragged(
    chunk: Chunk, index: int, line: int, record: list[str], code: str, shape: FileShape,
    weight: Weight = Weight.REFUSED,
) -> None:  # fmt: skip
    chunk.raw[index] = record
    value = (shape.delimiter or "\t").join(record)
    detail = f"{len(record)} of {shape.width} columns"
    chunk.findings.append(Finding(line, "", code, value, detail, weight))


def _note_undefined(chunk: Chunk) -> None:
    for line, record in zip(chunk.lines, chunk.records, strict=True):
        for cell in record:
            if not cell.isascii() and UNDEFINED_TEXT.search(cell):
                finding = Finding(line, "", "character-undefined", cell, weight=Weight.DOUBTFUL)
                chunk.findings.append(finding)


def _note_repeated_header(chunk: Chunk, header: list[str]) -> None:
    for line, record in zip(chunk.lines, chunk.records, strict=True):
        if record == header:
            finding = Finding(line, "", "header-repeated", weight=Weight.DOUBTFUL)
            chunk.findings.append(finding)
