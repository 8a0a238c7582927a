"""Spreadsheets read as text, whatever their name; bombs and strangers refused."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from areateam.core.problems import FileProblem
from areateam.imports import sheet_package
from areateam.imports.reader import examine, read
from areateam.imports.sheet_probe import is_readable
from areateam.imports.sheet_reader import cell_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MIDNIGHT = datetime.fromisoformat("2012-11-01")
HALF_PAST_NINE = datetime.fromisoformat("2012-11-01T09:30")
ODS = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)
CELL = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'
BLANK_REST = (
    '<table:table-row table:number-rows-repeated="1048570">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def workbook(path: Path, sheets: dict[str, dict[tuple[int, int], Any]]) -> Path:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    for name, cells in sheets.items():
        sheet = book.add_worksheet(name)
        for (row, column), value in cells.items():
            sheet.write(row, column, value)
    book.close()
    return path


def table(*rows: Sequence[Any]) -> dict[tuple[int, int], Any]:
    return {
        (row, column): value
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value is not None
    }


def ods(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        packed.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest "
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
            "</manifest:manifest>",
        )
        packed.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:body><office:spreadsheet>"
            f'<table:table table:name="S">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def refusal(path: Path, **chosen: Any) -> str:
    with pytest.raises(FileProblem) as caught:
        list(read(examine(path, **chosen)))
    return caught.value.code


def test_cells_become_text_without_loss(tmp_path: Path) -> None:
    cells = table(
        ["Code", "List", "Paid", "Opened", "Dispensing"],
        ["007", 4500, 12.5, date(2012, 11, 1), True],
        ["A81001", 0, -1, HALF_PAST_NINE, False],
    )
    # A spreadsheet that was given another ending is still one.
    shape = examine(workbook(tmp_path / "list.csv", {"List": cells}))
    (chunk,) = read(shape)
    assert (shape.kind, shape.header_line, shape.width) == ("sheet", 1, 5)
    assert chunk.records == [
        ["007", "4500", "12.5", "2012-11-01", "TRUE"],
        ["A81001", "0", "-1", "2012-11-01 09:30:00", "FALSE"],
    ]
    assert chunk.lines == [2, 3]


def test_lines_are_sheet_rows_although_the_table_stands_further_down(tmp_path: Path) -> None:
    cells = {(3, 1): "Code", (3, 2): "List", (4, 1): "007", (4, 2): 5, (6, 1): "x", (6, 2): 6}
    shape = examine(workbook(tmp_path / "list.xlsx", {"List": {(0, 1): "Practices"} | cells}))
    (chunk,) = read(shape)
    assert (shape.header_line, shape.header, shape.preamble) == (
        4, ("", "Code", "List"), ("Practices", "", ""),
    )  # fmt: skip
    assert (chunk.lines, chunk.blank) == ([5, 7], 1)
    assert chunk.records == [["", "007", "5"], ["", "x", "6"]]


def test_the_first_sheet_that_holds_anything_or_the_one_chosen(tmp_path: Path) -> None:
    sheets = {"Empty": {}, "One": table(["a", "b"], [1, 2]), "Two": table(["c", "d"], [3, 4])}
    path = workbook(tmp_path / "list.xlsx", sheets)
    assert (examine(path).sheet, examine(path).sheets) == ("One", ("Empty", "One", "Two"))
    assert examine(path, sheet="Two").header == ("c", "d")
    assert refusal(path, sheet="Three") == "sheet-missing"
    assert refusal(workbook(tmp_path / "none.xlsx", {"Empty": {}})) == "file-empty"


def test_chunks_are_no_longer_than_asked(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["code", "list"], *([f"A{n}", n] for n in range(25))]
    shape = examine(workbook(tmp_path / "list.xlsx", {"List": table(*rows)}))
    chunks = list(read(shape, 10))
    assert [len(chunk.records) for chunk in chunks] == [10, 10, 5]
    assert chunks[2].lines == [22, 23, 24, 25, 26]


def test_a_cell_further_right_than_the_columns_is_named(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["code", "list"],
        *([f"A{n}", n] for n in range(300)),
        ["A301", 1, "beyond"],
    ]
    shape = examine(workbook(tmp_path / "list.xlsx", {"List": table(*rows)}))
    findings = [finding for chunk in read(shape) for finding in chunk.findings]
    assert [(finding.line, finding.code) for finding in findings] == [(302, "ragged-long")]


def test_an_open_document_sheet(tmp_path: Path) -> None:
    row = f"<table:table-row>{CELL.format('')}{CELL.format('')}</table:table-row>"
    shape = examine(ods(tmp_path / "list.ods", row + row + BLANK_REST), header=1)
    assert [chunk.records for chunk in read(shape)] == [[["x", "x"]]]


def test_areas_beyond_memory_are_refused(tmp_path: Path) -> None:
    far = workbook(tmp_path / "far.xlsx", {"S": {(0, 0): "a", (1_048_575, 16_383): "z"}})
    assert refusal(far) == "sheet-too-large"
    repeated = CELL.format(' table:number-columns-repeated="1000"')
    rows = f'<table:table-row table:number-rows-repeated="1000000">{repeated}</table:table-row>'
    assert refusal(ods(tmp_path / "bomb.ods", rows)) == "sheet-too-large"


def test_cells_that_are_merely_coloured_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "coloured.xlsx"
    book = xlsxwriter.Workbook(str(path))
    yellow = book.add_format({"bg_color": "yellow"})
    sheet = book.add_worksheet()
    for row, values in enumerate((["code", "list"], ["A1", "x"], ["A2", "y"])):
        sheet.write_row(row, 0, values)
    for row in range(20_000, 1_048_576, 40_000):
        for column in range(20):
            sheet.write_blank(row, column, None, yellow)
    book.close()
    (chunk,) = read(examine(path))
    assert chunk.records == [["A1", "x"], ["A2", "y"]]


def test_one_long_text_in_very_many_cells_is_refused(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["code", "a", "b", "c"], *([["x" * 32_000] * 4] * 10_000)]
    path = workbook(tmp_path / "shared.xlsx", {"S": table(*rows)})
    assert path.stat().st_size < 1_000_000
    assert refusal(path) == "sheet-too-large"


def test_an_old_workbook_is_tried_beside_us_first(shared: Path | None) -> None:
    corpus = shared / "torture" / "messytables-horror" if shared else None
    for path in (corpus / "simple.xls", corpus / "unicode_sheet_name.xls") if corpus else ():
        assert is_readable(path)


def test_a_package_that_unpacks_beyond_the_cap_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "list.xlsx", {"List": table(["a", "b"], [1, 2])})
    monkeypatch.setattr(sheet_package, "UNPACKED_CAP", 1000)
    assert refusal(path) == "sheet-too-large"


def test_a_damaged_package_is_refused(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["a", "b"], [1, 2]] * 200
    path = workbook(tmp_path / "list.xlsx", {"List": table(*rows)})
    content = bytearray(path.read_bytes())
    for at in range(1500, len(content) - 1500, 97):
        content[at] ^= 0xFF
    path.write_bytes(content)
    assert refusal(path) == "sheet-damaged"
    path.write_bytes(content[: len(content) // 2])
    assert refusal(path) == "sheet-damaged"


def test_other_packages_are_named(tmp_path: Path) -> None:
    for member, what in (("word/document.xml", "a word processor document"),
                         ("given.csv", "a packed file")):  # fmt: skip
        path = tmp_path / "given.xlsx"
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr(member, "a,b")
        with pytest.raises(FileProblem) as caught:
            examine(path)
        assert (caught.value.code, caught.value.facts["what"]) == ("file-is-other", what)


def test_an_old_office_file_that_is_no_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "letter.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))
    assert refusal(path) == "sheet-damaged"
    path.write_bytes(path.read_bytes() + "EncryptedPackage".encode("utf-16-le"))
    assert refusal(path) == "sheet-locked"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("007", "007"), (7.0, "7"), (7.25, "7.25"), (1e20, "1e+20"), (3, "3"), (True, "TRUE"),
        (date(2012, 11, 1), "2012-11-01"), (MIDNIGHT, "2012-11-01"),
        (HALF_PAST_NINE, "2012-11-01 09:30:00"), (time(9, 5), "09:05:00"),
        (timedelta(hours=30, minutes=5), "30:05:00"), (None, ""),
    ],
)  # fmt: skip
def test_each_kind_of_cell(value: object, text: str) -> None:
    assert cell_text(value) == text
