"""Files for others: their form, and what is refused before anything is written."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from areateam.catalogue.catalogue import load_catalogue
from areateam.contracts.contract_columns import columns_by_key, contract_columns
from areateam.core.columns import Column
from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import Cancelled, FileProblem, UserProblem
from areateam.core.progress import Stoppable
from areateam.exports.export_table import export_table
from areateam.imports.import_actions import ImportSettings, understand
from areateam.office import new_office

COLUMNS = (
    Column(Field("contract_no", "Contract", Kind.CODE), "", width=100),
    Column(Field("name", "Contractor", synonyms=("Name",)), "", width=210),
    Column(Field("end_date", "Ends", Kind.DATE), ""),
    Column(Field("uda_value_gbp", "£ per UDA", Kind.MONEY), ""),
    Column(Field("uda_contracted", "Annual UDAs", Kind.INTEGER), ""),
    Column(Field("h1", "H1 delivered", Kind.DECIMAL, places=2), ""),
    Column(Field("child_only", "Children only", Kind.FLAG), ""),
    Column(Field("kind", "Type", Kind.CHOICE, choices=(Choice("one", "The first"),)), ""),
)
ROWS = [
    (7, "007", "=Smile, Ltd", "2013-05-31", 2460, 18500, 488400, 1, "one"),
    (8, "008", 'O"Hara\nBros', None, -5, None, 196050, 0, None),
]


def test_csv_is_utf8_with_its_mark_guarded_and_quoted(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    assert export_table(path, "csv", "Contracts", COLUMNS, ROWS) == 2
    assert path.read_bytes().decode("utf-8") == (
        '\ufeff"Contract","Contractor","Ends","£ per UDA","Annual UDAs","H1 delivered",'
        '"Children only","Type"\r\n'
        '007,"\'=Smile, Ltd",2013-05-31,24.60,18500,4884,yes,The first\r\n'
        '008,"O""Hara\nBros",,-0.05,,1960.5,no,\r\n'
    )


def test_json_has_the_shape_of_the_lists_of_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    export_table(path, "json", "Contracts", COLUMNS, ROWS, ref=lambda record: f"c{record}")
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["total"] == 2
    assert content["rows"][0] == {
        "ref": "c7",
        "contract_no": "007",
        "name": "=Smile, Ltd",
        "end_date": "2013-05-31",
        "uda_value_pence": 2460,
        "uda_contracted": 18500,
        "h1": 4884.0,
        "child_only": True,
        "kind": "one",
    }
    assert content["rows"][1]["end_date"] is None


@pytest.mark.parametrize("format_", ["csv", "json", "xlsx"])
def test_an_empty_list_is_a_whole_file(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"list.{format_}"
    assert export_table(path, format_, "Contracts", COLUMNS, []) == 0
    if format_ == "json":
        assert json.loads(path.read_text(encoding="utf-8")) == {"rows": [], "total": 0}
    assert path.stat().st_size > 0


def test_xlsx_has_numbers_dates_and_texts_that_never_run(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    about = [("Filter", "PCT: 5N6"), ("As at", "1 Nov 2012")]
    export_table(path, "xlsx", "Contracts", COLUMNS, ROWS, about=about)
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["List", "About"]
    first: list[Any] = book.get_sheet_by_name("List").to_python()[1]
    assert first == ["007", "=Smile, Ltd", date(2013, 5, 31), 24.6, 18500, 4884, "yes", "The first"]
    told = {row[0]: row[1] for row in book.get_sheet_by_name("About").to_python()}
    assert told == {
        "Title": "Contracts",
        "Filter": "PCT: 5N6",
        "As at": "1 Nov 2012",
        "Lines": "2",
        "Columns": "8",
    }
    with zipfile.ZipFile(path) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
        styles = packed.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:H3"' in sheet
    assert 'width="30.7' in sheet
    for form in ("£#,##0.00", "#,##0", "#,##0.00", "d mmm yyyy"):
        assert f'"{form}"' in styles or form == "#,##0"


def test_a_text_longer_than_a_cell_is_refused_not_cut(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    columns = COLUMNS[1:2]
    for text in ("x" * 32_768, "😀" * 16_384):
        with pytest.raises(UserProblem) as caught:
            export_table(path, "xlsx", "T", columns, [(1, "short"), (2, text)])
        assert caught.value.code == "export-cell-too-long"
        assert caught.value.facts["label"] == "Contractor"
        assert caught.value.facts["line"] == "2"
    assert list(tmp_path.iterdir()) == []
    export_table(path, "xlsx", "T", columns, [(1, "x" * 32_767)])
    assert CalamineWorkbook.from_path(path).get_sheet_by_name("List").to_python()[1] == [
        "x" * 32_767
    ]


def test_a_character_that_xml_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserProblem) as caught:
        export_table(tmp_path / "a.xlsx", "xlsx", "T", COLUMNS[1:2], [(1, "a\ufffe")])
    assert caught.value.code == "export-character-unfit"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_", ["csv", "json", "xlsx"])
def test_a_stopped_export_leaves_the_old_file_and_no_part(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"list.{format_}"
    path.write_text("what was there")
    told: list[tuple[int, int, str]] = []
    progress = Stoppable(lambda *step: told.append(step), lambda: len(told) == 3)
    rows = ((n, *ROWS[0][1:]) for n in range(1, 9_000))
    with pytest.raises(Cancelled):
        export_table(path, format_, "T", COLUMNS, rows, progress, total=8_999)
    assert told[-1] == (2_000, 8_999, f"Writing list.{format_}")
    assert path.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [path]


def test_a_register_is_never_overwritten(tmp_path: Path) -> None:
    register = tmp_path / "q55.areateam"
    new_office(register, area_team="Q55", user="r.osei").close()
    before = register.read_bytes()
    link = tmp_path / "link.csv"
    link.symlink_to(register)
    for place in (register, link, tmp_path / "q55.areateam-wal", tmp_path / "q55.areateam.lock"):
        with pytest.raises(UserProblem) as caught:
            export_table(place, "csv", "T", COLUMNS, ROWS)
        assert caught.value.code == "export-over-register"
    assert register.read_bytes() == before


def test_places_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    cases = {
        tmp_path: "file-is-folder",
        tmp_path / "nowhere" / "list.csv": "folder-missing",
        tmp_path / ("x" * 300): "file-unwritable",
    }
    for place, code in cases.items():
        with pytest.raises(FileProblem) as caught:
            export_table(place, "csv", "T", COLUMNS, ROWS)
        assert caught.value.code == code
    with pytest.raises(UserProblem) as refused:
        export_table(tmp_path / "a.doc", "doc", "T", COLUMNS, ROWS)
    assert refused.value.code == "option-unusable"


def test_a_page_holds_every_row_as_the_screen_shows_it_and_what_it_is_narrowed_to(
    tmp_path: Path,
) -> None:
    out, printed = tmp_path / "list.html", []
    about = (("Narrowed to", "group=<Dental>"),)
    assert export_table(out, "html", "Contracts", COLUMNS, ROWS, about=about) == len(ROWS)
    html = out.read_text("utf-8")
    assert "Narrowed to: group=&lt;Dental&gt;" in html
    assert html.count("<tr>") == len(ROWS) + 1

    def printer(html: str, path: Path, **how: object) -> None:
        path.write_text("paper", "utf-8")
        printed.append((html, how["title"]))

    export_table(
        tmp_path / "a.pdf", "pdf", "Contracts", COLUMNS, ROWS, about=about, printer=printer
    )
    assert printed == [(html, "Contracts")]


def test_a_data_package_says_what_the_columns_of_its_csv_hold(tmp_path: Path) -> None:
    out = tmp_path / "list.zip"
    assert export_table(out, "datapackage", "Contracts", COLUMNS, ROWS) == len(ROWS)
    with ZipFile(out) as package:
        told = json.loads(package.read("datapackage.json"))
        written = package.read("contracts.csv")
    (resource,) = told["resources"]
    assert resource["path"] == "contracts.csv"
    fields = resource["schema"]["fields"]
    types = ["string", "string", "date", "number", "integer", "number", "boolean", "string"]
    assert [field["type"] for field in fields] == types
    export_table(tmp_path / "list.csv", "csv", "Contracts", COLUMNS, ROWS)
    alone = (tmp_path / "list.csv").read_bytes().removeprefix(b"\xef\xbb\xbf")
    assert written == alone
    head = alone.decode().split("\r\n")[0]
    assert head == ",".join(f'"{field["name"]}"' for field in fields)


def test_our_own_import_knows_an_exported_contract_list_by_its_headers(tmp_path: Path) -> None:
    catalogue = load_catalogue()
    known = columns_by_key(contract_columns(catalogue, date(2012, 11, 1)))
    keys = ("contract_no", "name", "contract_type", "pct_code", "end_date", "uda_value_gbp")
    columns = [known[key] for key in keys]
    kind = catalogue.types_of("dental")[0].key
    rows = [(n, f"70{n:04}", "A", kind, "5N6", "2013-03-31", 2460) for n in range(1, 30)]
    path = tmp_path / "list.csv"
    export_table(path, "csv", "T", columns, rows)
    understood = understand(path, catalogue, ImportSettings())
    stated = {target.name for target in understood.layover.targets}
    assert {f"contract.{key}" for key in keys} <= stated
    assert understood.layover.unmapped == ()
