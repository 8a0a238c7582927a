"""Which record a line is about: keys, doubts, and what a line must not be taken for."""

from __future__ import annotations

from pathlib import Path

from areateam.office import Office
from tests.imports.taking_in import codes, ods_line, outcomes, rows, take_text
from tests.imports.test_profiles import CHOICES, choices_line

HEAD = "Contract No,Contractor,Contract Type,PCT,Postcode\n"
UDA = "YEAR_MONTH,CONTRACT_NUMBER,PROVIDER_NAME,LATEST_PPC_ADDRESS_POSTCODE,UDA_PERF_TARGET,\
UDA_DELIVERED,GENERAL_DENTAL_FIN_VALUE\n"


def test_lines_without_or_with_the_same_key_are_refused(office: Office, tmp_path: Path) -> None:
    text = HEAD + "7,Mr A,GDS,5N6,\n8,Mr B,GDS,5N6,\n7,Mr C,GDS,5N6,\n,Mr D,GDS,5N6,\n"
    staged = take_text(office, tmp_path, text)
    assert outcomes(staged) == {"new": 1, "rejected": 3}
    assert [(f.line, f.code, f.value, f.detail) for f in staged.findings] == [
        (2, "key-repeated", "7", "4"),
        (4, "key-repeated", "7", "2"),
        (5, "key-missing", "", ""),
    ]


def test_a_record_that_says_otherwise_in_a_better_key_is_another(
    office: Office, tmp_path: Path
) -> None:
    """The second entry for a practice at its own postcode does not take over the first's site."""
    take_text(office, tmp_path, ods_line("C81001", postcode="DE1 2AB", amended="0"))
    one = choices_line("11", "C81001", "GP", ParentODSCode="C81001", Postcode="DE1 2AB")
    two = choices_line("12", "C81001", "GP", ParentODSCode="C81001", Postcode="DE1 2AB")
    assert outcomes(take_text(office, tmp_path, CHOICES + one)) == {"changed": 1}
    assert outcomes(take_text(office, tmp_path, CHOICES + two)) == {"new": 1}
    assert rows(office, "SELECT ods_code, choices_id FROM site ORDER BY id") == [
        ("C81001", "11"),
        (None, "12"),
    ]


def test_two_lines_for_one_record_are_a_question(office: Office, tmp_path: Path) -> None:
    take_text(office, tmp_path, ods_line("C81001", postcode="DE1 2AB", amended="0"))
    text = CHOICES + "".join(
        choices_line(n, "C81001", "GP", ParentODSCode="C81001", Postcode="DE1 2AB")
        for n in ("11", "12")
    )
    for _ in range(2):
        staged = take_text(office, tmp_path, text)
        assert outcomes(staged) == {"doubtful": 2}
        assert [(f.line, f.code, f.detail) for f in staged.findings] == [
            (2, "several-lines-one-record", "3"),
            (3, "several-lines-one-record", "2"),
        ]
    assert rows(office, "SELECT choices_id FROM site") == [(None,)]


def test_a_key_that_fits_two_records_is_a_question(office: Office, tmp_path: Path) -> None:
    text = CHOICES + "".join(
        choices_line(n, "Y00049", "GP", ParentODSCode="Y00049", Postcode="DE1 2AB")
        for n in ("11", "12")
    )
    assert outcomes(take_text(office, tmp_path, text)) == {"new": 2}
    line = ods_line("Y00049", postcode="DE1 2AB", amended="0", setting="0")
    staged = take_text(office, tmp_path, line)
    assert outcomes(staged) == {"doubtful": 1}
    assert codes(staged) == [(1, "practice_code", "key-ambiguous", "doubtful")]


def test_an_area_team_that_is_not_known_cannot_be_made(office: Office, tmp_path: Path) -> None:
    text = "NHSAT13CD,NHSAT13NM\nE39000012,Derbyshire and Nottinghamshire\nE39999999,Atlantis\n"
    staged = take_text(office, tmp_path, text)
    assert outcomes(staged) == {"same": 1, "doubtful": 1}
    assert codes(staged) == [(3, "", "record-unknown", "doubtful")]


def test_links_by_ons_codes_are_those_of_the_bodies(office: Office, tmp_path: Path) -> None:
    text = (
        "CCG13CD,CCG13NM,NHSAT13CD,NHSAT13NM,NHSCR13CD,NHSCR13NM\n"
        "E38000001,Airedale,E39000009,West Yorkshire,E40000001,North of England\n"
        "E38000004,Barking,E39000018,London,E40000003,London\n"
        "E38999999,Atlantis,E39000018,London,E40000003,London\n"
    )
    staged = take_text(office, tmp_path, text)
    assert outcomes(staged) == {"new": 1, "same": 1, "rejected": 1}
    assert [(f.line, f.code, f.value) for f in staged.findings] == [
        (4, "body-unknown", "E38999999")
    ]
    assert rows(
        office,
        "SELECT l.other FROM body_link l JOIN body b ON b.code = l.code"
        " WHERE b.ons_code = 'E38000004' AND l.link = 'ccg_in_area_team'",
    ) == [("Q71",)]
    assert outcomes(take_text(office, tmp_path, text)) == {"same": 2, "rejected": 1}


def test_a_pct_in_two_shas_is_no_repetition(office: Office, tmp_path: Path) -> None:
    text = "PCO12CD,PCO12CDO,PCO12NM,SHA12CD,SHA12CDO,SHA12NM\n" + "".join(
        f"E1,{code},Name,E2,{sha},Name\n"
        for code, sha in rows(
            office,
            "SELECT code, other FROM body_link WHERE link IN ('in_sha', 'part_in_sha')"
            " AND code IN ('5K3', '5LH', '5N9', '5QG', '5N6')",
        )
    )
    assert outcomes(take_text(office, tmp_path, text)) == {"same": 9}


def test_a_contractor_is_known_by_its_name_at_its_site(office: Office, tmp_path: Path) -> None:
    first = UDA + "202312,100,Smile Ltd,NG1 5FS,5000,400.5,150000.5\n"
    second = UDA + (
        "202401,101,Smile Ltd,NG1 5FS,10,,1\n"
        "202401,102,Smile Ltd,DE1 2AB,10,,1\n"
        "202401,103,Other Ltd,NG1 5FS,10,,1\n"
        "202401,104,Other Ltd,NG1 5FS,10,,1\n"
    )
    assert outcomes(take_text(office, tmp_path, first)) == {"new": 1}
    assert outcomes(take_text(office, tmp_path, second)) == {"new": 4}
    held = rows(office, "SELECT contract_no, contractor_id, site_id FROM contract ORDER BY id")
    contractor = {number: who for number, who, _ in held}
    site = {number: where for number, _, where in held}
    assert contractor["100"] == contractor["101"] != contractor["102"]
    assert contractor["103"] == contractor["104"] != contractor["101"]
    assert site["100"] == site["101"] != site["102"]
    assert site["103"] == site["104"] != site["101"]
    assert rows(office, "SELECT count(*) FROM contractor") == [(3,)]


def test_one_number_in_two_groups_is_two_contracts(office: Office, tmp_path: Path) -> None:
    take_text(office, tmp_path, HEAD + "7,Mr A,GDS,5N6,\n")
    assert outcomes(take_text(office, tmp_path, HEAD + "7,Mr A,GMS,5N6,\n")) == {"new": 1}
