"""Workbooks as PCTs keep them: several sheets, titles, days as numbers, errors, noughts, damage."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from areateam.core.problems import Problem
from areateam.core.wording import finding_sentence
from areateam.imports.reader import Chunk, examine, read
from areateam.office import Office
from tests.imports.taking_in import codes, outcomes, rows, take_in

HEADINGS = ["ODS code", "Pharmacy name", "Type", "PCT", "Telephone", "Start date"]
APRIL = datetime.fromisoformat("2005-04-01")


def pharmacy(number: int, **cells: Any) -> list[Any]:
    given = {
        "code": f"FA{number:03d}", "name": f"Chemist {number}", "type": "Pharmacy", "pct": "5N6",
        "phone": f"01632 9600{number:02d}", "day": "13/04/2005",
    }  # fmt: skip
    return list((given | cells).values())


def workbook(
    path: Path, sheets: dict[str, list[list[Any]]], *, hidden: tuple[str, ...] = (), **options: Any
) -> Path:
    book = xlsxwriter.Workbook(str(path), options)
    dates = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    sheet.write_datetime(row, column, cell, dates)
                else:
                    sheet.write(row, column, cell)
        if name in hidden:
            sheet.hide()
        else:
            sheet.activate()
    book.close()
    return path


def records(path: Path, **chosen: Any) -> list[list[str]]:
    whole = Chunk()
    for chunk in read(examine(path, **chosen)):
        whole.records += chunk.records
    return whole.records


COVER = [["Pharmacies of Derbyshire"], [], ["Made by", "A. Lund"], ["On", "1 November 2012"]]
LIST = [HEADINGS, pharmacy(1), pharmacy(2)]


def test_the_sheet_that_is_a_list_is_found_and_named(office: Office, tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.xlsx", {"Cover": COVER, "Pharmacies": LIST, "Key": [["a"]]})
    staged = take_in(office, path)
    assert outcomes(staged) == {"new": 2}
    (finding,) = staged.findings
    assert finding_sentence(finding) == ("The sheet “Pharmacies” was read; “Cover”, “Key” was not.")


def test_of_several_lists_the_first_is_read_and_the_choice_is_asked_for(
    office: Office, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "list.xlsx", {"2011": LIST, "2012": [HEADINGS, pharmacy(7)]})
    staged = take_in(office, path)
    assert codes(staged) == [(0, "", "sheet-one-of-several", "doubtful")]
    assert "“2011” was read; “2012” could be a list" in finding_sentence(staged.findings[0])
    chosen = take_in(office, path, sheet="2012")
    assert (outcomes(chosen), codes(chosen)) == ({"new": 1}, [])


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(
    office: Office, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "list.xlsx", {"2011": LIST})
    with pytest.raises(Problem) as caught:
        take_in(office, path, sheet="2012")
    assert (caught.value.code, caught.value.facts["sheets"]) == ("sheet-missing", "2011")


def test_a_workbook_without_a_list_is_declined_for_its_first_sheet(
    office: Office, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "list.xlsx", {"Cover": COVER, "Key": [["a", "b"], ["c", "d"]]})
    with pytest.raises(Problem) as caught:
        take_in(office, path)
    assert caught.value.code == "not-a-contractor-file"
    assert "Made by" in str(caught.value.facts["seen"])


def test_a_hidden_sheet_is_read_only_where_there_is_no_other(
    office: Office, tmp_path: Path
) -> None:
    old = [HEADINGS, pharmacy(9)]
    both = workbook(tmp_path / "both.xlsx", {"Old": old, "List": LIST}, hidden=("Old",))
    assert outcomes(take_in(office, both)) == {"new": 2}
    path = workbook(tmp_path / "hidden.xlsx", {"Blank": [], "Old": old}, hidden=("Old",))
    staged = take_in(office, path)
    assert (outcomes(staged), codes(staged)) == ({"new": 1}, [(0, "", "sheet-hidden", "note")])


def test_hidden_lines_are_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for row, cells in enumerate([*LIST, pharmacy(3)]):
        sheet.write_row(row, 0, cells)
    sheet.set_row(1, None, None, {"hidden": True})
    book.close()
    shape = examine(path)
    assert [(f.code, f.value) for f in shape.findings] == [("sheet-hidden-rows", "1")]
    assert len(records(path)) == 3


def test_merged_titles_stand_above_the_headings(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 5, "Pharmacies of Derbyshire, November 2012")
    sheet.merge_range(1, 0, 1, 2, "Who")
    sheet.merge_range(1, 3, 1, 5, "What")
    for row, cells in enumerate(LIST, start=2):
        sheet.write_row(row, 0, cells)
    book.close()
    assert examine(path).header_line == 3
    assert outcomes(take_in(office, path)) == {"new": 2}


@pytest.mark.parametrize(("from_1904", "pasted"), [(False, "2005-04-02"), (True, "2009-04-03")])
def test_days_are_read_as_the_workbook_counts_them(
    tmp_path: Path, from_1904: bool, pasted: str
) -> None:
    lines = [HEADINGS, pharmacy(1, day=APRIL), pharmacy(2, day=38_444), pharmacy(3, day="1/4/05")]
    path = workbook(tmp_path / "list.xlsx", {"S": lines}, date_1904=from_1904)
    assert [record[5] for record in records(path)] == ["2005-04-01", pasted, "1/4/05"]


def test_a_column_of_bare_numbers_for_days_is_refused_with_the_days(
    office: Office, tmp_path: Path
) -> None:
    lines = [HEADINGS, pharmacy(1, day=38_443), pharmacy(2, day=38_444)]
    staged = take_in(office, workbook(tmp_path / "list.xlsx", {"S": lines}))
    assert [(line, code) for line, _, code, _ in codes(staged)] == [
        (2, "date-serial"),
        (3, "date-serial"),
    ]
    assert "1 Apr 2005, or 2 Apr 2009" in finding_sentence(staged.findings[0])


def test_codes_keep_their_noughts(tmp_path: Path) -> None:
    path = tmp_path / "codes.xlsx"
    book = xlsxwriter.Workbook(str(path))
    six, two = (book.add_format({"num_format": form}) for form in ("000000", "0.00"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["code", "name", "other"])
    for row, number in enumerate((1234, 7, 1_234_567), start=1):
        sheet.write_number(row, 0, number, six)
        sheet.write_string(row, 1, "007")
        sheet.write_number(row, 2, number, two)
    book.close()
    assert records(path) == [
        ["001234", "007", "1234"],
        ["000007", "007", "7"],
        ["1234567", "007", "1234567"],
    ]


def test_numbers_that_a_spreadsheet_damaged_are_told_and_not_taken(
    office: Office, tmp_path: Path
) -> None:
    lines = [
        HEADINGS,
        pharmacy(1, phone="1.63E+09"),
        pharmacy(2, code="5.00E+01"),
        pharmacy(3, phone=1.6329600031234568e17),
        pharmacy(4, phone=1_632_960_001),
    ]
    staged = take_in(office, workbook(tmp_path / "list.xlsx", {"S": lines}))
    assert {(line, code) for line, _, code, _ in codes(staged)} == {
        (2, "number-damaged"),
        (3, "number-damaged"),
        (4, "number-damaged"),
    }
    assert "what a spreadsheet makes of a long number" in finding_sentence(staged.findings[0])
    phones = rows(office, "SELECT phone FROM site WHERE phone IS NOT NULL")
    assert phones == [("1632960001",)]


def test_what_a_formula_could_not_work_out_is_told_and_not_taken(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "list.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    for row in range(1, 5):
        sheet.write_row(row, 0, pharmacy(row))
    sheet.write_formula(1, 1, "=A9&B9", None, "Worked & out")
    sheet.write_formula(2, 1, "=Old!B2", None, "#REF!")
    sheet.write_formula(3, 4, "=1/0", None, "#DIV/0!")
    sheet.write_string(4, 1, "#N/A")
    book.close()
    staged = take_in(office, path)
    assert {(line, code) for line, _, code, _ in codes(staged)} == {
        (3, "cell-error"), (4, "cell-error"), (5, "cell-error"),
    }  # fmt: skip
    names = [name for (name,) in rows(office, "SELECT name FROM contractor")]
    assert "Worked & out" in names
    assert not [name for name in names if name and name.startswith("#")]


def test_a_workbook_laid_out_oddly_gives_its_values_all_the_same(tmp_path: Path) -> None:
    given = workbook(tmp_path / "list.xlsx", {"S": LIST})
    odd = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(given) as old, zipfile.ZipFile(odd, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/styles.xml":
                content = b"<styleSheet/>"
            if name.endswith(".rels"):
                content = content.replace(b'Target="worksheets', b'Target="/xl/worksheets')
            new.writestr(name, content)
    assert records(odd) == records(given)


def test_a_list_renamed_to_a_workbook_is_read_as_what_it_is(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    lines = (",".join(map(str, line)) for line in LIST)
    path.write_text("\n".join(lines), encoding="utf-8")
    assert outcomes(take_in(office, path)) == {"new": 2}
    book = workbook(tmp_path / "other.xlsx", {"S": [HEADINGS, pharmacy(5)]})
    assert outcomes(take_in(office, book.rename(tmp_path / "other.csv"))) == {"new": 1}
