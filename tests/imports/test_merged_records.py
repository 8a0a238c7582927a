"""Files that have not heard of a merge: an old code finds the record that stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from areateam.contracts.merge_actions import merge_records
from tests.imports.taking_in import ods_line, outcomes, rows, take_text

if TYPE_CHECKING:
    from pathlib import Path

    from areateam.imports.import_actions import Staged
    from areateam.office import Office

DAY = date(2012, 11, 1)
_HEAD = "Contract No,ODS Code,Contractor Name,Contract Type,PCT,Address,Postcode,Phone\n"
_LINES = (
    "700100,C99001,Oak Surgery,GMS,5N6,1 Oak Road,DE1 1AA,01332 1234567\n",
    "0700100,C99002,Oak Surg,GMS,5N6,2 Elm Road,DE1 2BB,01332 1234567\n",
)
LIST = _HEAD + "".join(_LINES)


@pytest.fixture
def merged(office: Office, tmp_path: Path) -> Office:
    """Two contracts of one file, made one with their contractors and sites."""
    take_text(office, tmp_path, LIST)
    for kind in ("contractor", "site", "contract"):
        (left, right) = (record for (record,) in rows(office, f'SELECT id FROM "{kind}"'))
        merge(office, kind, (left, right))
    return office


def merge(office: Office, kind: str, pair: tuple[int, int]) -> None:
    """Make two records one, with the values of the first."""
    catalogue = office.catalogue
    office.write("Merge", lambda write: merge_records(write, catalogue, kind, pair, {}, DAY))


def take(office: Office, folder: Path, text: str) -> Staged:
    return take_text(office, folder, text)


def test_the_same_file_again_says_nothing_new(merged: Office, tmp_path: Path) -> None:
    staged = take(merged, tmp_path, LIST)
    assert outcomes(staged) == {"same": 2}
    assert staged.absent == 0
    assert rows(merged, "SELECT count(*) FROM contract") == [(1,)]


def test_an_old_number_alone_finds_the_one_that_stands(merged: Office, tmp_path: Path) -> None:
    signed = _LINES[1].replace("01332 1234567", "01332 7654321")
    staged = take(merged, tmp_path, _HEAD + signed)
    assert outcomes(staged) == {"changed": 1}
    assert rows(merged, "SELECT count(*) FROM contract") == [(1,)]
    assert rows(merged, "SELECT contract_no, ods_code, name FROM contract") == [
        ("700100", "C99001", "Oak Surgery")
    ], "what it was known by is no news"
    assert rows(merged, "SELECT name, address_1, postcode, phone FROM site") == [
        ("Oak Surgery", "1 Oak Road", "DE1 1AA", "01332 7654321")
    ]
    assert rows(merged, "SELECT name FROM contractor") == [("Oak Surgery",)]


def test_a_new_value_under_an_old_number_is_news(merged: Office, tmp_path: Path) -> None:
    moved = _LINES[1].replace("2 Elm Road,DE1 2BB", "3 Ash Road,DE1 2BB").replace("Surg,", "Way,")
    take(merged, tmp_path, _HEAD + moved)
    assert rows(merged, "SELECT name FROM contract") == [("Oak Way",)]


def test_both_lines_changed_are_for_a_person_to_decide(merged: Office, tmp_path: Path) -> None:
    staged = take(merged, tmp_path, LIST.replace("1234567", "7654321"))
    assert outcomes(staged) == {"doubtful": 2}


def test_a_code_that_another_bears_now_is_the_others(merged: Office, tmp_path: Path) -> None:
    merged.write(
        "Given anew",
        lambda write: write.execute(
            "INSERT INTO contract (made, group_key, contract_type, contract_no, pct_code, name,"
            " contractor_id) SELECT ?, group_key, contract_type, '0700100', '5N6', 'New', id"
            " FROM contract",
            (write.operation,),
        ),
    )
    changed = _LINES[1].replace("01332 1234567", "01332 7654321")
    take(merged, tmp_path, _HEAD + changed)
    own, other = rows(merged, "SELECT contract_no, site_id FROM contract ORDER BY id")
    assert (own[0], other[0]) == ("700100", "0700100")
    assert own[1] == other[1], "the line gave its site to the one that has the number now"


def test_undone_the_two_are_known_as_they_were(merged: Office, tmp_path: Path) -> None:
    for _ in range(3):
        merged.undo()
    staged = take(merged, tmp_path, LIST)
    assert outcomes(staged) == {"same": 2}
    assert rows(merged, "SELECT count(*) FROM contract") == [(2,)]


def test_a_practice_of_the_ods_files_keeps_its_record(office: Office, tmp_path: Path) -> None:
    both = ods_line("A81001", postcode="DE1 1AA") + ods_line("A81002", postcode="DE1 2BB")
    take(office, tmp_path, both)
    for kind in ("site", "contractor", "contract"):
        merge(office, kind, (1, 2))
    staged = take(office, tmp_path, ods_line("A81002", postcode="DE1 2BB", phone="01332 9876543"))
    assert (staged.counts["new"], staged.counts["changed"]) == (0, 1)
    assert rows(office, "SELECT ods_code, postcode, phone FROM site") == [
        ("A81001", "DE1 1AA", "01332 9876543")
    ]
