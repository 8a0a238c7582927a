"""A PCT's own contract list: known by its headings, in the words that people use."""

from __future__ import annotations

from pathlib import Path

import pytest

from areateam.core.problems import FileProblem, UserProblem
from areateam.imports.import_actions import ImportSettings, understand
from areateam.office import Office
from tests.imports.taking_in import codes, outcomes, rows, take_text

GP = (
    "PCT,Practice Code,Practice Name,Contract Type,Start Date,List Size,Global Sum (£),"
    "Annual Value (£),Postcode,CCG\n"
    'Derbyshire County,C81001,Dr Patel & Partners,Perm GMS,01/04/2004,"6,512","£412,345.60",'
    '"£780,000",DE1 2AB,NHS Southern Derbyshire\n'
    '5N6,C81002,High Street Surgery,PMS+,13/10/2006,8200,,"1,020,000.00",DE1 3AD,04R\n'
    "NHS Nottingham City,C84001,The Walk-in Practice,APMS,01/09/2009,3100,,455000,NG1 5FS,\n"
)
DENTAL = (
    "Contract No,Provider Name,Practice Name,Type of Contract,Commencement Date,Expiry Date,"
    "Contract Value,UDAs Contracted,UDA Value,Post Code,PCT Code\n"
    '1234/0001,Smile Dental Ltd,Smile on High Street,GDS,13/04/2006,,"£250,000.00",9500,£26.32,'
    "NG1 5FS,5EM\n"
    "1234/0002,Mr A Brown,Brown's Dental,PDS,01/04/2006,31/03/2014,120000,4500,26.66,NG2 1AA,5EM\n"
    '1234/0003,Ortho House,Ortho House,Orthodontic,01/04/2006,31/03/2013,"£500,000",,,NG3 1AA,5EM\n'
)
PHARMACY = (
    "Pharmacy Code;Trading Name;Contractor Name;Contract Type;Date of Inclusion;100 Hours;"
    "Postcode\n"
    "FA001;Central Pharmacy;Central Pharm Ltd;Community Pharmacy;01/04/2005;N;DE1 1AA\n"
    "FA002;Net Chem;Net Chem Ltd;Internet Pharmacy;13/06/2008;N;DE1 1AB\n"
    "FA003;Hose & Co;Hose & Co;Appliance Contractor;13/06/2001;;DE1 1AD\n"
)
OPTICIANS = (
    "Contract Ref\tOptician Name\tContract Type\tStart\tAddress 1\tPostcode\tE-mail\n"
    "OP1\tVision One\tMandatory Services\t01/08/2008\t1 High St\tDE1 1AA\tx@y.org\n"
    "OP2\tVision Two\tAdditional Services\t13/08/2008\t2 High St\tDE1 1AB\tnot an email\n"
)
MIXED = (
    "Contract Number,Contractor,Contract Type,PCT Name,End Date\n"
    "G1,Dr A,GMS,Derby City,\nD1,Mr B,GDS,Derby City PCT,\n"
    "P1,Chem C,LPS,NHS Derby City,31/03/2015\nO1,Opt D,Domiciliary,5N7,\n"
)


def test_a_gp_list(office: Office, tmp_path: Path) -> None:
    assert outcomes(take_text(office, tmp_path, GP)) == {"new": 3}
    assert rows(
        office,
        "SELECT c.ods_code, c.contract_type, c.pct_code, c.area_team_code, c.ccg_code,"
        " c.start_date, c.annual_value_pence, c.terms ->> 'list_raw',"
        " c.terms ->> 'global_sum_gbp', s.postcode FROM contract c JOIN site s ON s.id = c.site_id",
    ) == [
        ("C81001", "gms", "5N6", "Q55", "04R", "2004-04-01", 78_000_000, 6512, 41_234_560,
         "DE1 2AB"),
        ("C81002", "pms", "5N6", "Q55", "04R", "2006-10-13", 102_000_000, 8200, None, "DE1 3AD"),
        ("C84001", "apms", "5EM", "Q55", None, "2009-09-01", 45_500_000, 3100, None, "NG1 5FS"),
    ]  # fmt: skip
    assert outcomes(take_text(office, tmp_path, GP)) == {"same": 3}


def test_a_dental_list_has_provider_and_practice(office: Office, tmp_path: Path) -> None:
    assert outcomes(take_text(office, tmp_path, DENTAL)) == {"new": 3}
    assert rows(
        office,
        "SELECT c.contract_no, c.contract_type, c.name, s.name, c.start_date, c.end_date,"
        " c.terms ->> 'uda_contracted', c.terms ->> 'uda_value_gbp'"
        " FROM contract c JOIN site s ON s.id = c.site_id WHERE c.contract_no <= '1234/0002'",
    ) == [
        ("1234/0001", "gds", "Smile Dental Ltd", "Smile on High Street", "2006-04-13", None,
         9500, 2632),
        ("1234/0002", "pds", "Mr A Brown", "Brown's Dental", "2006-04-01", "2014-03-31",
         4500, 2666),
    ]  # fmt: skip
    # A changed value is a change of that value alone.
    changed = DENTAL.replace(",4500,26.66", ",4600,26.66")
    assert outcomes(take_text(office, tmp_path, changed)) == {"same": 2, "changed": 1}
    assert rows(office, "SELECT field, before, after FROM change WHERE kind = 'contract'") == [
        ("terms.uda_contracted", 4500, 4600)
    ]


def test_a_pharmacy_list_for_one_pct(office: Office, tmp_path: Path) -> None:
    assert outcomes(take_text(office, tmp_path, PHARMACY, pct="Derby City")) == {"new": 3}
    assert rows(
        office,
        "SELECT c.ods_code, c.contract_type, c.name, s.name, c.pct_code, c.area_team_code"
        " FROM contract c JOIN site s ON s.id = c.site_id WHERE c.ods_code < 'FA003'",
    ) == [
        ("FA001", "pharmacy", "Central Pharm Ltd", "Central Pharmacy", "5N7", "Q55"),
        ("FA002", "pharmacy-distance", "Net Chem Ltd", "Net Chem", "5N7", "Q55"),
    ]


def test_an_optical_list_leaves_out_a_bad_address(office: Office, tmp_path: Path) -> None:
    staged = take_text(office, tmp_path, OPTICIANS, pct="5N7")
    assert outcomes(staged) == {"new": 2}
    assert codes(staged) == [(3, "email", "email-unreadable", "note")]
    assert rows(
        office, "SELECT contract_no, contract_type, pct_code FROM contract ORDER BY id"
    ) == [
        ("OP1", "gos-mandatory", "5N7"),
        ("OP2", "gos-additional", "5N7"),
    ]


def test_the_group_is_told_by_each_lines_own_type(office: Office, tmp_path: Path) -> None:
    assert outcomes(take_text(office, tmp_path, MIXED)) == {"new": 4}
    assert rows(office, "SELECT group_key, contract_type, pct_code FROM contract ORDER BY id") == [
        ("gp", "gms", "5N7"),
        ("dental", "gds", "5N7"),
        ("pharmacy", "lps", "5N7"),
        ("optometry", "gos-additional", "5N7"),
    ]


def test_one_number_in_two_pcts_is_two_contracts(office: Office, tmp_path: Path) -> None:
    text = "Contract No,Contractor,Contract Type,PCT\n7,Mr A,GDS,5N6\n"
    take_text(office, tmp_path, text)
    assert outcomes(take_text(office, tmp_path, text.replace("5N6", "5N7"))) == {"new": 1}
    assert rows(office, "SELECT contract_no, pct_code FROM contract ORDER BY id") == [
        ("7", "5N6"),
        ("7", "5N7"),
    ]


def test_an_unknown_pct_refuses_its_line_alone(office: Office, tmp_path: Path) -> None:
    text = GP.replace("NHS Nottingham City", "Atlantis PCT").replace(",04R", ",No Such CCG")
    staged = take_text(office, tmp_path, text)
    assert outcomes(staged) == {"new": 2, "rejected": 1}
    assert codes(staged) == [
        (4, "pct_code", "body-unknown", "refused"),
        (3, "ccg_code", "body-unknown", "note"),
    ]


def test_a_line_without_a_type_is_refused(office: Office, tmp_path: Path) -> None:
    staged = take_text(office, tmp_path, DENTAL.replace(",GDS,", ",,").replace(",PDS,", ",XYZ,"))
    assert outcomes(staged) == {"new": 1, "rejected": 2}
    assert {(line, code) for line, _, code, _ in codes(staged)} == {
        (2, "type-missing"),
        (3, "not-a-choice"),
    }


def test_a_person_may_say_what_a_column_means(office: Office, tmp_path: Path) -> None:
    text = "Our Ref,Who,What,Colour\nA1,Mr A,GDS,5N6\n"
    columns = {
        "Our Ref": "contract_no",
        "Who": "name",
        "What": "contract_type",
        "Colour": "pct_code",
    }
    assert outcomes(take_text(office, tmp_path, text, columns=columns)) == {"new": 1}
    assert rows(office, "SELECT contract_no, name, contract_type, pct_code FROM contract") == [
        ("A1", "Mr A", "gds", "5N6")
    ]
    path = tmp_path / "taken.csv"
    with pytest.raises(UserProblem) as caught:
        understand(path, office.catalogue, ImportSettings(columns={"Not There": "name"}))
    assert caught.value.code == "unknown-column"
    with pytest.raises(UserProblem) as caught:
        understand(path, office.catalogue, ImportSettings(columns={"Who": "no_such_field"}))
    assert caught.value.code == "unknown-field"
    with pytest.raises(UserProblem) as caught:
        understand(path, office.catalogue, ImportSettings(pct="Atlantis"))
    assert caught.value.code == "unknown-code"


def test_a_list_without_a_type_is_declined(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Contract No,Contractor,PCT\n7,Mr A,5N6\n8,Mr B,5N6\n")
    with pytest.raises(FileProblem) as caught:
        understand(path, office.catalogue, ImportSettings())
    assert caught.value.code == "not-a-contractor-file"
