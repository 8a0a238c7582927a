"""Files that no importer should meet, by name: each is made afresh in a folder, at any size."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, repeat
from pathlib import Path

import xlsxwriter

HEADER = "ODS code,Pharmacy name,Type,PCT,Telephone,Start date\n"
_LINE = "FA{:03d},Invented Chemist {},Pharmacy,5N6,01632 9600{:02d},0{}/04/2005\n"
_BLOCK = 1 << 20

Maker = Callable[[Path, int], Path]
"""Makes a file in a folder; the number says how large: lines, cells or bytes."""


def good_lines(count: int) -> Iterator[str]:
    """So many lines of a pharmacy list, without its headings."""
    for number in range(count):
        yield _LINE.format(number % 1000, number, number % 100, number % 9 + 1)


def _written(folder: Path, name: str, *parts: str | Iterable[str]) -> Path:
    """A text file of these parts, written as they come: the maker's memory must not count."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        for part in parts:
            stream.writelines([part] if isinstance(part, str) else part)
    return path


def _filled(folder: Path, name: str, block: bytes, size: int, *, first: str = HEADER) -> Path:
    """A file of `size` bytes: the first line, then the block again and again."""
    path = folder / name
    with path.open("wb") as stream:
        stream.write(first.encode())
        while stream.tell() < size:
            stream.write(block)
    return path


def sparse(folder: Path, size: int) -> Path:
    """A file of zeros that takes no room on the disk."""
    path = folder / "sparse.csv"
    with path.open("wb") as stream:
        stream.truncate(size)
    return path


def sparse_after_text(folder: Path, size: int) -> Path:
    """A pharmacy list that goes on as zeros."""
    path = _written(folder, "sparse-tail.csv", HEADER, good_lines(50))
    os.truncate(path, size)
    return path


def huge_list(folder: Path, size: int) -> Path:
    """A pharmacy list of that many bytes."""
    block = "".join(good_lines(20_000)).encode()
    return _filled(folder, "huge.csv", block, size)


def huge_words(folder: Path, size: int) -> Path:
    """A text of that many bytes that is no list."""
    block = b"The quick brown fox jumps over the lazy dog and goes home.\n" * 17_000
    return _filled(folder, "words.txt", block, size, first="Once upon a time\n")


def one_line(folder: Path, size: int) -> Path:
    """A single line of that many bytes."""
    return _filled(folder, "line.csv", b"x" * _BLOCK, size, first="")


def wide_header(folder: Path, cells: int) -> Path:
    """A first line of so many columns."""
    return _written(folder, "wide.csv", (f"c{n}," for n in range(cells)), "\n1,2\n")


def wide_line(folder: Path, cells: int) -> Path:
    """A good list with one line of so many cells in its middle."""
    good = good_lines(200)
    wide = repeat("x,", cells)
    return _written(folder, "wide-line.csv", HEADER, islice(good, 100), wide, "\n", good)


def open_quote(folder: Path, lines: int) -> Path:
    """A quote opened on the second line and never closed."""
    good = good_lines(lines)
    opened = next(good).replace("Invented", '"Invented', 1)
    return _written(folder, "open.csv", HEADER, opened, good)


def many_quotes(folder: Path, count: int) -> Path:
    """A line that holds so many quotes in a row."""
    return _written(
        folder, "quotes.csv", HEADER, 'FA001,"', repeat('"', count), "\n", good_lines(50)
    )


def quote_each_line(folder: Path, lines: int) -> Path:
    """A quote opened on each line."""
    opened = (line.replace("Invented", '"Invented', 1) for line in good_lines(lines))
    return _written(folder, "quote-each.csv", HEADER, opened)


def quote_closed_far_off(folder: Path, lines: int) -> Path:
    """A quote that is closed so many lines further on, again and again."""
    far = (
        line.replace("Invented", '"Invented', 1) if number % 400 == 0 else line
        for number, line in enumerate(good_lines(lines))
    )
    return _written(folder, "quote-far.csv", HEADER, far)


def ragged(folder: Path, lines: int) -> Path:
    """Lines of one to fifty cells."""
    body = (",".join(["x"] * (n % 50 + 1)) + "\n" for n in range(lines))
    return _written(folder, "ragged.csv", HEADER, good_lines(100), body)


def commas_only(folder: Path, lines: int) -> Path:
    """Lines of nothing but commas."""
    return _written(folder, "commas.csv", HEADER, good_lines(20), repeat(",,,,,\n", lines))


def blank_lines(folder: Path, lines: int) -> Path:
    """Nothing but line ends."""
    return _written(folder, "blank.csv", repeat("\n", lines))


def nul_bytes(folder: Path, lines: int) -> Path:
    """A good list with a zero byte far down."""
    return _written(folder, "nul.csv", HEADER, good_lines(lines), "FA\0,x\n", good_lines(5))


def random_bytes(folder: Path, size: int) -> Path:
    """Bytes without meaning."""
    path = folder / "random.csv"
    with path.open("wb") as stream:
        while stream.tell() < size:
            stream.write(os.urandom(min(_BLOCK, size)))
    return path


def renamed_zip(folder: Path, size: int) -> Path:
    """A packed file under the name of a list."""
    path = folder / "zip.csv"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("list.csv", "w") as stream,
    ):
        for _ in range(0, size, _BLOCK):
            stream.write(b"a,b\n" * (_BLOCK // 4))
    return path


def renamed_csv(folder: Path, lines: int) -> Path:
    """A list under the name of a spreadsheet."""
    return _written(folder, "list.xlsx", HEADER, good_lines(lines))


def bomb(folder: Path, size: int) -> Path:
    """A spreadsheet whose sheet unpacks to `size` bytes from a thousandth of it."""
    path = book(folder, 5)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            if name != "xl/worksheets/sheet1.xml":
                packed.writestr(name, content)
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            stream.write(parts["xl/worksheets/sheet1.xml"].partition(b"</sheetData>")[0])
            for _ in range(size // _BLOCK):
                stream.write(b" " * _BLOCK)
            stream.write(b"</sheetData></worksheet>")
    return path


def bomb_of_strings(folder: Path, size: int) -> Path:
    """A spreadsheet of one long text that each of many cells shares."""
    path = folder / "strings.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet()
    for column, name in enumerate(HEADER.strip().split(",")):
        sheet.write(0, column, name)
    text = "x" * 32_000
    for row in range(1, max(2, size // 32_000)):
        sheet.write_string(row, row % 6, text)
    made.close()
    return path


def far_cell(folder: Path, row: int) -> Path:
    """A spreadsheet with a cell in its last column of that row."""
    path = folder / "far.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet()
    sheet.write(0, 0, "ODS code")
    sheet.write(row - 1, 16_383, "z")
    made.close()
    return path


def book(folder: Path, lines: int) -> Path:
    """A spreadsheet of a pharmacy list."""
    path = folder / "book.xlsx"
    made = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = made.add_worksheet("Pharmacies")
    for row, line in enumerate([HEADER, *good_lines(lines)]):
        for column, cell in enumerate(line.strip().split(",")):
            sheet.write_string(row, column, cell)
    made.close()
    return path


def half_a_book(folder: Path, lines: int) -> Path:
    """The first half of a spreadsheet."""
    path = book(folder, lines)
    os.truncate(path, path.stat().st_size // 2)
    return path


def a_folder(folder: Path, _: int) -> Path:
    """A folder under the name of a list."""
    path = folder / "folder.csv"
    path.mkdir(exist_ok=True)
    return path


def a_pipe(folder: Path, _: int) -> Path:
    """A pipe that nobody writes to."""
    path = folder / "pipe.csv"
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    return path


def a_device(_: Path, __: int) -> Path:
    """A device that never ends."""
    return Path("/dev/zero")


def a_loop(folder: Path, _: int) -> Path:
    """A link to itself."""
    path = folder / "loop.csv"
    path.unlink(missing_ok=True)
    path.symlink_to(path)
    return path


def nothing_there(folder: Path, _: int) -> Path:
    """A name without a file."""
    return folder / "gone.csv"


def empty(folder: Path, _: int) -> Path:
    """A file without a byte."""
    return _written(folder, "empty.csv")


def unreadable(folder: Path, lines: int) -> Path:
    """A list that its reader may not read."""
    path = _written(folder, "private.csv", HEADER, good_lines(lines))
    path.chmod(0)
    return path


MB = 1_000_000
HOSTILE: dict[str, tuple[Maker, int, int]] = {
    "2 GB of zeros": (sparse, 2_000 * MB, 50_000),
    "2 GB, zeros after 50 lines": (sparse_after_text, 2_000 * MB, 50_000),
    "2 GB of a list": (huge_list, 2_000 * MB, 50_000),
    "2 GB of words": (huge_words, 2_000 * MB, 50_000),
    "one line of 490 MB": (one_line, 490 * MB, 50_000),
    "headings in 1,000,000 columns": (wide_header, 1_000_000, 20_000),
    "a line of 1,000,000 cells": (wide_line, 1_000_000, 5_000),
    "a quote never closed": (open_quote, 300_000, 2_000),
    "100,000 quotes in a row": (many_quotes, 100_000, 2_000),
    "a quote opened on each line": (quote_each_line, 100_000, 1_000),
    "quotes closed 400 lines on": (quote_closed_far_off, 100_000, 2_000),
    "ragged lines": (ragged, 300_000, 500),
    "lines of commas": (commas_only, 3_000_000, 1_000),
    "blank lines": (blank_lines, 50_000_000, 1_000),
    "a zero byte far down": (nul_bytes, 1_000_000, 500),
    "random bytes": (random_bytes, 200 * MB, 50_000),
    "a zip named .csv": (renamed_zip, 200 * MB, 50_000),
    "a list named .xlsx": (renamed_csv, 1_000, 50),
    "a sheet that unpacks to 4 GB": (bomb, 4_000 * MB, 8 * MB),
    "a text of 32,000 in 12,000 cells": (bomb_of_strings, 400 * MB, 1 * MB),
    "a cell in the last place": (far_cell, 1_048_576, 1_048_576),
    "a sheet of 300,000 lines": (book, 300_000, 50),
    "half a spreadsheet": (half_a_book, 20_000, 50),
    "a folder": (a_folder, 0, 0),
    "a pipe": (a_pipe, 0, 0),
    "a device": (a_device, 0, 0),
    "a link to itself": (a_loop, 0, 0),
    "no file": (nothing_there, 0, 0),
    "an empty file": (empty, 0, 0),
    "no permission": (unreadable, 100, 100),
}
"""By name: how it is made, how large for the bench, and how large for a test."""
