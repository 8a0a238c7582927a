"""Mappings: columns known by headings, cut, joined, put for others; kept, given to colleagues."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from areateam.core.problems import FileProblem, Problem, UserProblem
from areateam.imports.import_actions import ImportSettings, Staged, understand
from areateam.imports.import_mapping_actions import (
    read_mapping_file,
    remove_mapping,
    save_mapping,
    write_mapping_file,
)
from areateam.imports.import_mapping_rules import ColumnPlan, ListMapping, check_mapping
from areateam.imports.import_mapping_views import mapping_named, saved_mappings
from areateam.office import Office
from tests.imports.taking_in import codes, outcomes, rows, take_text

TEXT = (
    "Ref,Holder,Kind,Phone A,Notes\n"
    'D1,"Patel, A (Dr)",Perm GDS,01332 1,x\n'
    'D2,"Brown, Ben",PDS,01332 2,-\n'
)


def plans(**changes: dict[str, Any]) -> tuple[ColumnPlan, ...]:
    """The usual plans of TEXT's columns; `changes` by heading."""
    usual: dict[str, dict[str, Any]] = {
        "Ref": {"to": ("contract.contract_no",)},
        "Holder": {"to": ("", "", "", "contract.name"), "split": "person"},
        "Kind": {"to": ("contract.contract_type",), "words": {"Perm GDS": "GDS"}},
        "Phone A": {"to": ("site.phone",)},
        "Notes": {},
    }
    return tuple(
        ColumnPlan(heading, **{**values, **changes.get(heading, {})})
        for heading, values in usual.items()
    )


MAPPING = ListMapping("Derby dental", plans(), {"contract.pct_code": "5N6"})


def take(office: Office, folder: Path, text: str, mapping: ListMapping, **more: Any) -> Staged:
    return take_text(office, folder, text, mapping=mapping, **more)


def keep(office: Office, mapping: ListMapping) -> None:
    office.write("Save", lambda write: save_mapping(write, mapping))


def contracts(office: Office) -> list[tuple[Any, ...]]:
    return rows(
        office,
        "SELECT c.contract_no, c.name, c.contract_type, c.pct_code, s.phone FROM contract c"
        " LEFT JOIN site s ON s.id = c.site_id ORDER BY c.contract_no",
    )


FIRST = [
    ("D1", "Dr A Patel", "gds", "5N6", "01332 1"),
    ("D2", "Ben Brown", "pds", "5N6", "01332 2"),
]


def test_a_list_is_read_by_a_mapping(office: Office, tmp_path: Path) -> None:
    staged = take(office, tmp_path, TEXT, MAPPING)
    assert outcomes(staged) == {"new": 2}
    assert (staged.profile.key, staged.profile.label) == ("mapping:Derby dental", "Derby dental")
    assert contracts(office) == FIRST
    assert outcomes(take(office, tmp_path, TEXT, MAPPING)) == {"same": 2}


def test_a_kept_mapping_is_used_when_the_headings_come_again(
    office: Office, tmp_path: Path
) -> None:
    keep(office, MAPPING)
    path = tmp_path / "list.csv"
    path.write_text("Notes;KIND;ref;Phone  A;Holder\n-;Perm GDS;D1;01332 1;Patel, A (Dr)\n")
    saved = saved_mappings(office.store.connection)
    understood = understand(path, office.catalogue, ImportSettings(), saved=saved)
    assert understood.mapping == MAPPING
    assert understood.reason == "kept as “Derby dental”, 4 columns"
    assert understood.notes == ()
    with pytest.raises(FileProblem):
        understand(path, office.catalogue, ImportSettings())


def test_columns_that_are_missing_or_new_are_told_and_left_out(
    office: Office, tmp_path: Path
) -> None:
    keep(office, MAPPING)
    path = tmp_path / "list.csv"
    path.write_text("Ref,Holder,Kind,Colour\nD1,Mr A,PDS,red\n")
    saved = saved_mappings(office.store.connection)
    understood = understand(path, office.catalogue, ImportSettings(), saved=saved)
    assert [(f.code, f.value) for f in understood.notes] == [
        ("mapping-lacks", "Phone A"),
        ("header-unknown", "Colour"),
    ]
    staged = take(office, tmp_path, path.read_text(), MAPPING)
    assert (0, "", "header-unknown", "note") in codes(staged)
    path.write_text("Holder,Phone A,Kind,Notes\nMr A,1,PDS,x\n")
    with pytest.raises(FileProblem, match="not-a-contractor-file"):
        understand(path, office.catalogue, ImportSettings(), saved=saved)


def test_what_a_person_said_of_the_file_is_kept_with_the_mapping(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(TEXT.replace("x\n", "é\n").replace(",", "¦").encode("latin-1"))
    text = path.read_bytes().decode("latin-1").replace("Patel¦ ", "Patel, ")
    path.write_bytes(text.replace("Brown¦ ", "Brown, ").encode("latin-1"))
    keep(office, MAPPING.changed(delimiter="¦", encoding="latin-1"))
    saved = saved_mappings(office.store.connection)
    understood = understand(path, office.catalogue, ImportSettings(), saved=saved)
    assert understood.mapping is not None
    assert understood.shape.delimiter == "¦"


def test_columns_are_joined_and_written_in_capitals(office: Office, tmp_path: Path) -> None:
    text = "Ref,First,Last,Kind\nD1,ann,smith,GDS\nD2,,jones,GDS\n"
    mapping = ListMapping(
        columns=(
            ColumnPlan("Ref", to=("contract_no",)),
            ColumnPlan("First", to=("contract.name",), join=("Last",), case="title"),
            ColumnPlan("Last"),
            ColumnPlan("Kind", to=("contract_type",)),
        )
    )
    assert outcomes(take(office, tmp_path, text, mapping)) == {"new": 2}
    assert rows(office, "SELECT name FROM contract ORDER BY id") == [("Ann Smith",), ("Jones",)]


def test_a_blank_states_nothing_unless_its_column_says_so(office: Office, tmp_path: Path) -> None:
    text = "Ref,Holder,Kind,Ends,Value\nD1,Mr A,GDS,13/04/2013,5\nD2,Mr B,GDS,13/04/2013,6\n"
    usual = {
        "Ref": ("contract_no",),
        "Holder": ("name",),
        "Kind": ("contract_type",),
        "Ends": ("end_date",),
        "Value": ("annual_value",),
    }
    leaving = ListMapping(columns=tuple(ColumnPlan(name, to=to) for name, to in usual.items()))
    take(office, tmp_path, text, leaving)
    later = "Ref,Holder,Kind,Ends,Value\nD1,Mr A,GDS,,\nD2,Mr B,GDS,(clear),(clear)\n"
    blank = later.replace("(clear)", "")
    assert outcomes(take(office, tmp_path, blank, leaving)) == {"same": 2}
    by_word = [
        plan.changed(clear="word") if plan.heading in ("Ends", "Value") else plan
        for plan in leaving.columns
    ]
    assert outcomes(take(office, tmp_path, later, leaving.changed(columns=tuple(by_word)))) == {
        "same": 1,
        "changed": 1,
    }
    query = "SELECT contract_no, end_date, annual_value_pence FROM contract ORDER BY 1"
    assert rows(office, query) == [("D1", "2013-04-13", 500), ("D2", None, None)]
    by_blank = tuple(
        plan.changed(clear="blank") if plan.heading == "Ends" else plan for plan in leaving.columns
    )
    take(office, tmp_path, blank, leaving.changed(columns=by_blank))
    assert rows(office, query) == [("D1", None, 500), ("D2", None, None)]
    office.undo()
    assert rows(office, query)[0] == ("D1", "2013-04-13", 500)


def test_a_cell_that_cannot_be_read_is_no_blank(office: Office, tmp_path: Path) -> None:
    columns = plans(**{"Phone A": {"clear": "blank"}})
    mapping = MAPPING.changed(columns=columns)
    take(office, tmp_path, TEXT, mapping)
    spoilt = TEXT.replace("01332 1", "none").replace("01332 2", "")
    staged = take(office, tmp_path, spoilt, mapping)
    assert codes(staged) == [(2, "phone", "phone-unreadable", "note")]
    assert [row[-1] for row in contracts(office)] == ["01332 1", None]


def test_a_field_that_is_needed_is_never_emptied(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UserProblem, match="value-needed"):
        take(office, tmp_path, TEXT, MAPPING.changed(columns=plans(Holder={"clear": "blank"})))


@pytest.mark.parametrize(
    ("lines", "outcome", "names"),
    [
        ("both", {"new": 1, "changed": 1}, ["01332 9", "01332 3"]),
        ("new", {"new": 1, "same": 1}, ["01332 1", "01332 3"]),
        ("known", {"doubtful": 1, "changed": 1}, ["01332 9"]),
        ("fill", {"new": 1, "same": 1}, ["01332 1", "01332 3"]),
    ],
)
def test_which_lines_count(
    office: Office, tmp_path: Path, lines: Any, outcome: dict[str, int], names: list[str]
) -> None:
    first, _ = TEXT.rsplit("D2", 1)
    take(office, tmp_path, first, MAPPING)
    later = TEXT.replace("01332 1", "01332 9").replace("01332 2", "01332 3")
    assert outcomes(take(office, tmp_path, later, MAPPING.changed(lines=lines))) == outcome
    assert [row[-1] for row in contracts(office)] == names


def test_filling_fills_what_is_blank(office: Office, tmp_path: Path) -> None:
    take(office, tmp_path, TEXT.replace("01332 1", ""), MAPPING)
    staged = take(office, tmp_path, TEXT, MAPPING.changed(lines="fill"))
    assert outcomes(staged) == {"changed": 1, "same": 1}
    assert contracts(office) == FIRST


def test_a_person_chooses_the_key(office: Office, tmp_path: Path) -> None:
    take(office, tmp_path, TEXT, MAPPING)
    renumbered = TEXT.replace("D1", "E1").replace("D2", "E2")
    by_name = MAPPING.changed(key=("contract.name", "contract.contract_type"))
    assert outcomes(take(office, tmp_path, renumbered, by_name)) == {"changed": 2}
    assert [row[0] for row in contracts(office)] == ["E1", "E2"]
    twice = renumbered.replace("01332 2", "01332 7") + 'E3,"Brown, Ben",PDS,01332 2,-\n'
    staged = take(office, tmp_path, twice, by_name)
    assert outcomes(staged) == {"same": 1, "rejected": 2}
    assert {(line, code) for line, _, code, _ in codes(staged)} == {
        (3, "key-repeated"),
        (4, "key-repeated"),
    }


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"key": ("contract.ods_code",)}, "mapping-key-unstated"),
        ({"constants": {"contract.pct_code": "Atlantis"}}, "unknown-code"),
        ({"constants": {"contract.start_date": "soon"}}, "constant-unusable"),
        ({"columns": (*plans(), ColumnPlan("Also", to=("site.phone",)))}, "field-repeated"),
        ({"columns": (*plans(), ColumnPlan("Also", to=("site.moon",)))}, "unknown-field"),
        ({"columns": (*plans(), ColumnPlan("Also", to=("a",), split="?"))}, "unknown-split"),
        (
            {"columns": tuple(p for p in plans() if p.heading in ("Ref", "Kind"))},
            "mapping-states-nothing",
        ),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(
    office: Office, tmp_path: Path, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(Problem) as caught:
        take(office, tmp_path, TEXT, MAPPING.changed(**changed))
    assert caught.value.code == code


def test_mappings_are_kept_by_name_and_an_undo_takes_them_back(office: Office) -> None:
    keep(office, MAPPING)
    keep(office, MAPPING.changed(name="  derby   DENTAL ", lines="new"))
    (kept,) = saved_mappings(office.store.connection)
    assert (kept.name, kept.lines) == ("derby DENTAL", "new")
    office.undo()
    assert mapping_named(office.store.connection, "Derby Dental") == MAPPING
    office.write("Remove", lambda write: remove_mapping(write, "derby dental"))
    assert saved_mappings(office.store.connection) == ()
    with pytest.raises(UserProblem, match="unknown-mapping"):
        office.write("Remove", lambda write: remove_mapping(write, "Other"))
    with pytest.raises(UserProblem, match="unknown-mapping"):
        mapping_named(office.store.connection, "Other")
    with pytest.raises(UserProblem, match="name-missing"):
        keep(office, MAPPING.changed(name="  "))


def test_a_mapping_goes_to_a_colleague_and_back(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    write_mapping_file(MAPPING, path)
    assert read_mapping_file(path) == MAPPING
    write_mapping_file(MAPPING.changed(lines="new"), path)
    assert read_mapping_file(path).lines == "new"
    other = tmp_path / "register.areateam"
    other.write_bytes(b"SQLite format 3\0")
    with pytest.raises(FileProblem, match="file-exists"):
        write_mapping_file(MAPPING, other)
    assert other.read_bytes() == b"SQLite format 3\0"
    toml = tmp_path / "mapping.toml"
    toml.write_text(
        'name = "By hand"\n[[columns]]\nheading = "Ref"\nto = ["contract_no"]\n'
        '[constants]\n"contract.pct_code" = "5N6"\n'
    )
    taken = read_mapping_file(toml)
    check_mapping(taken, office.catalogue)
    assert taken.columns == (ColumnPlan("Ref", to=("contract_no",)),)


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "x", "code": "import os"}',
        '{"name": "x", "columns": [{"heading": "A", "eval": "1"}]}',
        '{"name": 5}',
        'name = "x"\nother = 1\n',
        "\x00",
        '{"name": "x"',
    ],
)
def test_a_file_with_anything_unknown_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(text)
    with pytest.raises(FileProblem, match="mapping-unreadable"):
        read_mapping_file(path)


def test_a_mapping_is_the_same_after_it_was_written() -> None:
    assert msgspec.json.decode(msgspec.json.encode(MAPPING), type=ListMapping) == MAPPING
