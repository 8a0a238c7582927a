"""A spreadsheet's package looked over before it is used: bombs, broken parts, areas too large."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from areateam.core.problems import FileProblem

SHEET_COLUMNS = 2_000
UNPACKED_CAP = 400_000_000
MEMBER_CAP = 4_000
CELLS_CAP = 12_000_000
"""The most cells of a sheet, empty ones counted: the library keeps them all in memory."""

_WIDE_COLUMN = re.compile(rb'r="([A-Z]{3})\d+"')
_COLUMN = re.compile(rb'r="([A-Z]{1,3})\d+"')
_ROW = re.compile(rb'r="[A-Z]{1,3}(\d+)"')
_FILLED_CELL = re.compile(rb'(<table:table-cell[^>]*number-columns-repeated="(\d+)"[^>]*>)')
_REPEATED_ROW = re.compile(rb'<table:table-row[^>]*number-rows-repeated="(\d+)"[^>]*>')
_BLANK_ROW = re.compile(rb"\s*(<table:(covered-)?table-cell((?!value-type)[^>])*/>\s*)*</table")


def check_package(path: Path) -> None:
    """Unpack every part once, counting: a bomb or a broken part is refused before it is used."""
    total = 0
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if len(parts) > MEMBER_CAP or _overlap(parts, path.stat().st_size):
                raise FileProblem("sheet-too-large", path)
            for part in parts:
                if part.flag_bits & 1:
                    raise FileProblem("sheet-locked", path)
                total += part.file_size
                if total > UNPACKED_CAP:
                    raise FileProblem("sheet-too-large", path)
                with packed.open(part) as stream:
                    _check_part(path, part.filename, _blocks(stream))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
        raise FileProblem("sheet-damaged", path) from error


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(1 << 20):
        yield block


def _overlap(parts: list[zipfile.ZipInfo], size: int) -> bool:
    """Whether parts share bytes of the file, as only a bomb's do."""
    return sum(part.compress_size for part in parts) > size


def _check_part(path: Path, name: str, blocks: Iterator[bytes]) -> None:
    """Read a part; in a sheet, look for cells so far out that the area would not fit."""
    area = _Area()
    sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
    look = area.add_xlsx if sheet else area.add_ods if name == "content.xml" else None
    tail = b""
    for block in blocks:
        if look is None:
            continue
        text = tail + block
        look(text)
        tail = text[max(text.rfind(b"<", 0, -200), len(text) - 2_000, 0) :]
        if area.columns > SHEET_COLUMNS or area.columns * area.rows > CELLS_CAP:
            raise FileProblem("sheet-too-large", path)


class _Area:
    """How far the cells of a sheet reach, seen from its text."""

    def __init__(self) -> None:
        self.rows = self.columns = 0

    def add_xlsx(self, text: bytes) -> None:
        """Take the row last named; columns from names of three letters and the first rows."""
        self.rows = max(self.rows, *map(int, _ROW.findall(text[-16384:])), 0)
        names = set(_WIDE_COLUMN.findall(text)) | set(_COLUMN.findall(text[:65536]))
        self.columns = max(self.columns, *map(_column_number, names), 0)

    def add_ods(self, text: bytes) -> None:
        """Count repeats of filled rows and cells; the library does not store blank ones."""
        for tag, repeats in _FILLED_CELL.findall(text):
            if b"value-type" in tag:
                self.columns = max(self.columns, int(repeats))
        for found in _REPEATED_ROW.finditer(text):
            if not _BLANK_ROW.match(text, found.end()):
                self.rows += int(found[1])


def _column_number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number
