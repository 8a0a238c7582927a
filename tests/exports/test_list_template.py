"""The empty list: its headings feed their own fields again, and it says what each holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from areateam.catalogue.catalogue import load_catalogue
from areateam.core.problems import UserProblem
from areateam.exports.list_template_actions import write_list_template
from areateam.imports.contract_lists import assign
from areateam.imports.list_template_views import list_template
from areateam.imports.reader import examine, read
from areateam.office import Office
from tests.imports.taking_in import outcomes, take_text

CATALOGUE = load_catalogue()


@pytest.mark.parametrize("group", list(CATALOGUE.groups))
def test_every_heading_means_its_own_field(group: str) -> None:
    columns = list_template(CATALOGUE, group)
    assigned: dict[int, str] = {}
    assign(CATALOGUE, [column.heading for column in columns], group, assigned)
    assert [assigned[place] for place in range(len(columns))] == [c.target for c in columns]
    own = {f"contract.{f.key}" for f in CATALOGUE.fields_of(group) if f.editable}
    assert own <= {column.target for column in columns}
    assert len({column.heading for column in columns}) == len(columns)


def test_a_filled_template_goes_in_without_a_question(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "gp.csv"
    columns = list_template(CATALOGUE, "GP")
    beside = write_list_template(path, "GP contracts", columns)
    assert beside is not None
    head = path.read_text(encoding="utf-8-sig").strip()
    given = {
        "contract.contract_no": "0042",
        "contract.ods_code": "C81001",
        "contract.name": "High Street",
        "contract.contract_type": "GMS",
        "contract.start_date": "13/04/2004",
        "site.postcode": "NG1 5FS",
    }
    line = ",".join(given.get(column.target, "") for column in columns)
    assert outcomes(take_text(office, tmp_path, f"{head}\n{line}\n")) == {"new": 1}
    schema = json.loads(beside.read_text(encoding="utf-8"))
    assert [field["name"] for field in schema["fields"]] == [c.heading for c in columns]
    by_name = {field["name"]: field for field in schema["fields"]}
    assert by_name["Type"]["constraints"]["required"] is True
    assert "GMS" in by_name["Type"]["constraints"]["enum"]
    assert by_name["Start"]["type"] == "date"


def test_a_workbook_begins_with_the_list(tmp_path: Path) -> None:
    path = tmp_path / "dental.xlsx"
    columns = list_template(CATALOGUE, "dental")
    assert write_list_template(path, "Dental contracts", columns) is None
    shape = examine(path, sheet="Columns")
    said = [record for chunk in read(shape) for record in chunk.records]
    assert any(record[0] == "Annual UDAs" for record in said)
    assert examine(path, header=1).header == tuple(column.heading for column in columns)


def test_a_group_that_is_not_there_is_refused() -> None:
    with pytest.raises(UserProblem, match="unknown-kind"):
        list_template(CATALOGUE, "vets")
