"""CSV: UTF-8 with its mark, lines ended by CR LF, quoted by RFC 4180, no cell that could run."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from areateam.core.columns import Column
from areateam.core.spreadsheet_text import guard_formula
from areateam.exports.export_cells import Rows, TextCells, header_texts


def write_csv(path: Path, columns: Sequence[Column], rows: Rows) -> None:
    """Write headers and rows; dates are ISO, money is 1234.56, texts are guarded.

    The mark at the start is what tells a spreadsheet that the file is UTF-8.
    """
    with path.open("w", encoding="utf-8-sig", newline="", buffering=1 << 18) as stream:
        write_lines(stream, columns, rows)


def write_lines(stream: TextIO, columns: Sequence[Column], rows: Rows) -> None:
    """The same into a stream that is open already."""
    makers = [TextCells(column.field) for column in columns]
    # Quoted, so that no reader takes the apostrophes of texts below for the quotes in use.
    header = csv.writer(stream, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    header.writerow(map(guard_formula, header_texts(columns)))
    writer = csv.writer(stream, lineterminator="\r\n")
    for chunk in rows:
        _, *values = zip(*chunk, strict=True)
        cells = [maker.cells(column) for maker, column in zip(makers, values, strict=True)]
        writer.writerows(zip(*cells, strict=True))
