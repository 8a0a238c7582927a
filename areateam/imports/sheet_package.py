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
CELLS_CAP = 8_000_000
"""The most cells of a sheet, empty ones counted: the library keeps them all in memory."""
TEXT_CAP = 300_000_000
"""The most bytes of shared texts that need no trial: the library copies one for each cell."""

# Only cells that hold something: a cell that is merely coloured closes itself.
_WIDE_COLUMN = re.compile(rb'<c r="([A-Z]{3})\d+"[^>/]*>')
_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})\d+"[^>/]*>')
_ROW = re.compile(rb'<c r="[A-Z]{1,3}(\d+)"[^>/]*>')
_FILLED_CELL = re.compile(rb'(<table:table-cell[^>]*number-columns-repeated="(\d+)"[^>]*>)')
_REPEATED_ROW = re.compile(rb'<table:table-row[^>]*number-rows-repeated="(\d+)"[^>]*>')
_BLANK_ROW = re.compile(rb"\s*(<table:(covered-)?table-cell((?!value-type)[^>])*/>\s*)*</table")


def check_package(path: Path) -> bool:
    """Unpack every part once, counting: a bomb or a broken part is refused before it is used.

    Returns whether it could be told from the text of the sheets that they fit into memory.
    """
    total, area = 0, _Area()
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
                    area.add(_check_part(path, part.filename, _blocks(stream)))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
        # NotImplementedError is zipfile's word for packing that it does not know.
        raise FileProblem("sheet-damaged", path) from error
    return area.rows > 0 and area.columns > 0 and area.shared * area.longest <= TEXT_CAP


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(1 << 20):
        yield block


def _overlap(parts: list[zipfile.ZipInfo], size: int) -> bool:
    """Whether parts share bytes of the file, as only a bomb's do."""
    return sum(part.compress_size for part in parts) > size


def _check_part(path: Path, name: str, blocks: Iterator[bytes]) -> _Area:
    """Read a part; in a sheet, look for cells so far out that the area would not fit."""
    area = _Area()
    looks = {"content.xml": area.add_ods, "xl/sharedStrings.xml": area.add_strings}
    sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
    look = area.add_xlsx if sheet else looks.get(name)
    tail = b""
    for block in blocks:
        if look is None:
            continue
        text = tail + block
        look(text)
        tail = b"" if look == area.add_strings else _open_end(text)
        if area.columns > SHEET_COLUMNS or area.columns * area.rows > CELLS_CAP:
            raise FileProblem("sheet-too-large", path)
    return area


def _open_end(text: bytes) -> bytes:
    """The end of a block that the next one may complete."""
    return text[max(text.rfind(b"<", 0, -200), len(text) - 2_000, 0) :]


class _Area:
    """How far the cells of sheets reach and what texts they share, seen from the parts' text."""

    def __init__(self) -> None:
        self.rows = self.columns = self.shared = self.longest = 0
        self._open = 0

    def add(self, other: _Area) -> None:
        """Take in what was seen of another part."""
        self.rows = max(self.rows, other.rows)
        self.columns = max(self.columns, other.columns)
        self.shared += other.shared
        self.longest = max(self.longest, other.longest)

    def add_xlsx(self, text: bytes) -> None:
        """Take the row of the last filled cell; columns from the first rows and far-off cells."""
        end = text.rfind(b"</c>")
        last = text[max(0, text.rfind(b"<c ", 0, max(end, 0))) : max(end, 0)]
        self.rows = max(self.rows, *map(int, _ROW.findall(last)), 0)
        self.shared += text.count(b't="s"')
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

    def add_strings(self, text: bytes) -> None:
        """Find the longest of the shared texts."""
        first, *rest = text.split(b"</si>")
        self.longest = max(self.longest, self._open + len(first), *map(len, rest), 0)
        self._open = len(rest[-1]) if rest else self._open + len(first)


def _column_number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number
