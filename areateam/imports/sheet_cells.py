"""What the library does not tell of a workbook's cells: errors, noughts in front, hidden lines.

Read from the text of an xlsx package; of the other formats nothing of it is told.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree as ET

_BLOCK = 1 << 20
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>/]*)>(.*?)</c>', re.DOTALL)
_STYLE = re.compile(rb'\bs="(\d+)"')
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_HIDDEN_ROW = re.compile(rb'<row [^>]*\bhidden="(?:1|true)"')
_NOUGHTS = re.compile(r"0{2,}")


@dataclass(slots=True)
class Told:
    """Of one sheet: the text of cells by row and column, counted from 0, and its hidden lines.

    `from_1904`: the workbook counts its days from 1904.
    """

    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden: int = 0
    from_1904: bool = False

    def put(self, row: int, cells: list[str]) -> None:
        """Put in place what is told of the cells of a row."""
        for column, text in self.texts.get(row, {}).items():
            if column < len(cells):
                cells[column] = text


def told_of(path: Path, sheet: str) -> Told:
    """What the package tells of the sheet; nothing where it is another format or laid out oddly."""
    try:
        with zipfile.ZipFile(path) as packed:
            return _told(packed, sheet)
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, StopIteration, ET.ParseError):
        return Told()


def _told(packed: zipfile.ZipFile, sheet: str) -> Told:
    book = _tree(packed, "xl/workbook.xml")
    told = Told(from_1904=_is_from_1904(book))
    part = _part_of(packed, book, sheet)
    noughts = _noughts(packed) if "xl/styles.xml" in packed.namelist() else {}
    with packed.open(part) as stream:
        rest = b""
        while block := stream.read(_BLOCK):
            text = rest + block
            # What comes after the last whole cell is looked at with the next block.
            end = text.rfind(b"</c>") + 4 if b"</c>" in text else 0
            _look(told, text[:end], noughts)
            rest = text[end:] if len(text) - end < _BLOCK else b""
        told.hidden += len(_HIDDEN_ROW.findall(rest))
    return told


def _look(told: Told, text: bytes, noughts: dict[bytes, int]) -> None:
    told.hidden += len(_HIDDEN_ROW.findall(text))
    if b't="e"' not in text and not any(b's="%b"' % style in text for style in noughts):
        return
    for column, row, attributes, content in _CELL.findall(text):
        value = _VALUE.search(content)
        if value is None:
            continue
        shown = _shown(attributes, value[1], noughts)
        if shown:
            told.texts.setdefault(int(row) - 1, {})[_number(column) - 1] = shown


def _shown(attributes: bytes, value: bytes, noughts: dict[bytes, int]) -> str:
    """The text of a cell that stands for an error, or is shown with noughts in front; else ""."""
    if b't="e"' in attributes:
        return value.decode("ascii", "replace")
    style = _STYLE.search(attributes)
    digits = noughts.get(style[1], 0) if style else 0
    if digits and value.isdigit() and b"t=" not in attributes.replace(b't="n"', b""):
        return value.decode().zfill(digits)
    return ""


def _part_of(packed: zipfile.ZipFile, book: ET.Element, sheet: str) -> str:
    """The part of the package that holds the sheet; KeyError where there is none."""
    mark = next(
        value
        for element in book.iter()
        if _name(element) == "sheet" and element.get("name") == sheet
        for key, value in element.items()
        if key.endswith("}id")
    )
    targets = {each.get("Id"): each.get("Target", "") for each in _tree(packed, _LINKS)}
    return normpath(join("xl", targets[mark])).lstrip("/")


_LINKS = "xl/_rels/workbook.xml.rels"


def _is_from_1904(book: ET.Element) -> bool:
    return any(
        element.get("date1904") in ("1", "true")
        for element in book.iter()
        if _name(element) == "workbookPr"
    )


def _noughts(packed: zipfile.ZipFile) -> dict[bytes, int]:
    """By the number of a style that only fills up with noughts, such as 000000, its digits."""
    styles = _tree(packed, "xl/styles.xml")
    digits = {
        element.get("numFmtId"): len(element.get("formatCode", ""))
        for element in styles.iter()
        if _name(element) == "numFmt" and _NOUGHTS.fullmatch(element.get("formatCode", ""))
    }
    cells = next((each for each in styles if _name(each) == "cellXfs"), None)
    return {
        str(place).encode(): digits[style.get("numFmtId")]
        for place, style in enumerate(cells if cells is not None else ())
        if style.get("numFmtId") in digits
    }


def _tree(packed: zipfile.ZipFile, part: str) -> ET.Element:
    # The package's sizes were checked before.
    return ET.fromstring(packed.read(part))  # noqa: S314 - expat refuses entities that blow up


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number
