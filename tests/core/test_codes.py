"""Codes as they stand in real files: ODS codes, numbers of PCTs, postcodes, telephones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.core.codes import (
    is_ods_code,
    local_number_in,
    ods_code_in,
    parse_code,
    parse_email,
    parse_phone,
    parse_postcode,
    pct_in,
    tidy_code,
)
from areateam.core.findings import Fault

SHARED = Path(os.environ.get("AREATEAM_SHARED", Path(__file__).parents[3] / "shared"))


def real_column(path: str, heading: str) -> list[str]:
    """Return one column of a real file of NHS Choices; nothing where it is not at hand."""
    file = SHARED / "data" / path
    if not file.exists():
        return []
    lines = [line.split("\xac") for line in file.read_text(encoding="cp1252").splitlines()]
    place = lines[0].index(heading)
    return [line[place] for line in lines[1:]]


@pytest.mark.parametrize(
    ("text", "ods_code", "pct", "number"),
    [
        ("FA512", "FA512", "", ""),
        ("PH_FG421__000001_LU12TY", "FG421", "", ""),
        ("ph_FP451__000001_SW166LY", "FP451", "", ""),
        ("PH_FWG 07__000002_L408HS", "FWG07", "", ""),
        ("PH_FXR73", "FXR73", "", ""),
        ("deleted_FJH83", "FJH83", "", ""),
        ("FQ03J_WC1N3LW", "FQ03J", "", ""),
        ("FWX99____NW1 2JB", "FWX99", "", ""),
        ("5NH FM334", "FM334", "5NH", ""),
        ("DE_V05745__000001_BL31LR", "V05745", "", ""),
        ("TP425", "TP425", "", ""),
        ("Y02622_new", "Y02622", "", ""),
        ("OP_5K9_7722__000001_CR01UY", "", "5K9", "7722"),
        ("5CC  8238__000002_FY39TN", "", "5CC", "8238"),
        ("5CC\N{NO-BREAK SPACE}8250__000010_M66DE", "", "5CC", "8250"),
        ("5CC086__000001_BB14AX", "", "5CC", "086"),
        ("OP_5KA_00/175__000003_DH90TB", "", "5KA", "00/175"),
        ("OP_5P4_CO1881__000001_AL13DP", "", "5P4", "CO1881"),
        ("OP_TAC_1387__000001_NE650DD", "", "TAC", "1387"),
        ("OP_TAC^05__000001_NE615LX", "", "TAC", "05"),
        ("OP5M238__000003_HP24ET", "", "5M2", "38"),
        ("OP 5AT 6654__000001_HA62QB", "", "5AT", "6654"),
        ("OP-5N4-0003__000001_S56WQ", "", "5N4", "0003"),
        ("8037 5NH__000004_FY39TN", "", "5NH", "8037"),
        ("MOB/0002/5N8__000005_LE53SG", "", "5N8", "MOB/0002"),
        ("CO-0066/5N8__000001_NG125FT", "", "5N8", "CO-0066"),
        ("2415LH__000001_OL69DD", "", "5LH", "241"),
        ("-2055LC__000001_WC2N5LR", "", "5LC", "205"),
        ("5PGPHARM1", "", "5PG", "PHARM1"),
        ("5QL_TAUT__000002_TA11SN", "", "5QL", ""),
        ("OP_5GC__000001_LU12AF", "", "5GC", ""),
        ("OP_5LW_NN46FF__000002_NN46FF", "", "5LW", ""),
        ("OP_HA62QB_15404", "", "", "15404"),
        ("CH4 9DE_11111", "", "", "11111"),
        ("60000__000002_IG88AJ", "", "", "60000"),
        ("E10 5PW_56347", "", "", "56347"),
        ("BD10 0BN__000002_BD100BN", "", "", ""),
        ("DE55 1BQ__000001_DE551BQ", "", "", ""),
        ("DE_QAH004__000002_BR14PH", "", "", ""),
        ("QAK_2394610001004747", "", "", ""),
        ("OLIVE KEIGHLEY", "", "", ""),
        ("NLSNAYBP", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_identifiers_of_nhs_choices(text: str, ods_code: str, pct: str, number: str) -> None:
    assert (ods_code_in(text), pct_in(text), local_number_in(text)) == (ods_code, pct, number)


def test_a_pharmacy_identifier_holds_an_ods_code_nearly_always() -> None:
    texts = real_column("pharmacy/Pharmacy.csv", "OrganisationCode") or ["FA512"] * 20
    assert sum(bool(ods_code_in(text)) for text in texts) >= len(texts) - 10


def test_an_optician_identifier_with_its_pct_gives_both_parts() -> None:
    texts = real_column("optometry/Optician_17_area_teams.csv", "OrganisationCode")
    regular = [
        text
        for text in texts or ["OP_5K9_7722__1"]
        if text[:4] == "OP_5" and text[4].isalpha() and text[6] == "_"
    ]
    assert all(pct_in(text) == text[3:6] for text in regular)
    assert sum(local_number_in(text) == "" for text in regular) <= len(regular) // 50


@pytest.mark.parametrize(
    "text",
    [
        "5K9",
        "TAC",
        "Q56",
        "00C",
        "RXA",
        "FA512",
        "FQ03J",
        "RXA01",
        "A81001",
        "V05745",
        "ALD700",
        "A81001001",
        "TP425",
    ],
)
def test_forms_of_ods_codes(text: str) -> None:
    assert is_ods_code(text)


@pytest.mark.parametrize(
    "text", ["", "5K", "fa512", "FA 512", "BOOTS", "10008", "E16LT", "NG15FS", "7722\n"]
)
def test_other_texts_are_no_ods_codes(text: str) -> None:
    assert not is_ods_code(text)


def test_codes_keep_their_noughts_and_lose_their_padding() -> None:
    assert tidy_code("\N{NO-BREAK SPACE}00c ") == "00C"
    assert parse_code(" fa512") == "FA512"
    assert parse_code("5.00E+01") == Fault("number-damaged")
    assert parse_code("5E1") == "5E1"


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("ng15fs", "NG1 5FS"),
        (" NG1  5FS ", "NG1 5FS"),
        ("N\N{NO-BREAK SPACE}G15FS", "NG1 5FS"),
        ("W1J8HS", "W1J 8HS"),
        ("sw1p 4nr", "SW1P 4NR"),
        ("M1 1AE", "M1 1AE"),
        ("CR26XH", "CR2 6XH"),
        ("DN551PT", "DN55 1PT"),
        ("ZZ993WZ", "ZZ99 3WZ"),
        ("zz99 3cz", "ZZ99 3CZ"),
        ("GIR0AA", "GIR 0AA"),
        ("BF1 2AU", "BF1 2AU"),
    ],
)
def test_postcodes_get_their_one_space(text: str, postcode: str) -> None:
    assert parse_postcode(text) == postcode


@pytest.mark.parametrize(
    "text", ["", "NG1", "5FS", "NG1 5F", "NG1 5FC", "QG1 5FS", "NG1 SFS", "LEI 5FS", "75008", "N/A"]
)
def test_other_texts_are_no_postcodes(text: str) -> None:
    fault = parse_postcode(text)
    assert isinstance(fault, Fault)
    assert fault.code == "postcode-unreadable"


def test_half_a_postcode_is_called_so() -> None:
    half = Fault("postcode-unreadable", "only its first half is given")
    assert parse_postcode("BS1") == half
    assert parse_postcode("WC2E") == half


def test_real_postcodes_are_read() -> None:
    texts = real_column("dental/Dentists.csv", "Postcode") or ["NG1 5FS"]
    texts += real_column("pharmacy/Pharmacy.csv", "Postcode")
    assert [text for text in texts if text and isinstance(parse_postcode(text), Fault)] == []


@given(st.from_regex(r"\A[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\Z"))
def test_a_postcode_once_read_stays(text: str) -> None:
    postcode = parse_postcode(text)
    if not isinstance(postcode, Fault):
        assert parse_postcode(postcode) == postcode
        assert parse_postcode(postcode.replace(" ", "").lower()) == postcode


def test_telephone_numbers_stay_text() -> None:
    assert parse_phone(" 0115 912 3344\N{NO-BREAK SPACE}") == "0115 912 3344"
    assert parse_phone("+44 (0)115 912 3344 ext 4") == "+44 (0)115 912 3344 ext 4"
    assert parse_phone("1.16E+09") == Fault("number-damaged")
    assert parse_phone("none") == Fault("phone-unreadable")


def test_email_addresses() -> None:
    assert parse_email(" a.o'neill@nhs.example.uk ") == "a.o'neill@nhs.example.uk"
    for text in ("nobody", "a@b", "a b@c.uk", "a@b..uk", "a@@b.uk", "<a@b.uk>", "a@b.uk; c@d.uk"):
        assert parse_email(text) == Fault("email-unreadable")
