"""The exported list has the columns, the order and the filter that were asked for."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.contracts.contract_filter import Filter
from areateam.contracts.contract_list import ListAsked, Sort
from areateam.core.problems import FileProblem
from areateam.exports.contract_export_actions import export_contracts
from areateam.office import Office, open_office
from tests.contracts.small_register import DAY, make_register

if TYPE_CHECKING:
    from collections.abc import Iterator

DENTAL = Filter().choosing("group_key", ("dental",))
KEYS = ("name", "contract_no", "h1_pct")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = Path(tmp_path_factory.mktemp("export")) / "register.atr"
    make_register(path, 12)
    opened = open_office(path, as_at=DAY)
    yield opened
    opened.close()


def written(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_columns_order_and_filter_are_those_of_the_list(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    sort = Sort("h1_pct", descending=True)
    count = export_contracts(
        office.store.connection, office.catalogue, DAY, path, ListAsked(KEYS, DENTAL, sort)
    )
    head, *lines = written(path)
    assert (count, len(lines), len(head)) == (12, 12, 3)
    assert head[:2] == ["Contractor", "Contract"]
    assert [line[1] for line in lines] == [str(700000 + n) for n in range(11, -1, -1)]
    assert float(lines[-1][2]) == 24


def test_only_the_ticked_are_written_in_the_lists_order(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    connection = office.store.connection
    some = [
        record
        for (record,) in connection.execute(
            "SELECT id FROM contract WHERE contract_no IN ('700004', '700002')"
        )
    ]
    asked = ListAsked(KEYS, DENTAL, Sort("contract_no"), some)
    count = export_contracts(connection, office.catalogue, DAY, path, asked)
    assert count == 2
    assert [line[1] for line in written(path)[1:]] == ["700002", "700004"]


def test_a_spreadsheet_says_what_it_is_narrowed_to(office: Office, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    path = tmp_path / "list.XLSX"
    asked = ListAsked(KEYS, DENTAL, Sort(), narrowed="Group: Dental")
    export_contracts(office.store.connection, office.catalogue, DAY, path, asked)
    book = CalamineWorkbook.from_path(str(path))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert len(sheets[0]) == 13
    about = {str(cell) for row in sheets[1] for cell in row}
    assert {"Group: Dental", "1 Nov 2012"} <= about


def test_a_folder_that_is_not_there_is_a_problem(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "none" / "list.csv"
    with pytest.raises(FileProblem, match="folder-missing"):
        export_contracts(
            office.store.connection, office.catalogue, DAY, path, ListAsked(KEYS, DENTAL, Sort())
        )
