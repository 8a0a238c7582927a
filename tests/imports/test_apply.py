"""What an import leaves in the register: who may change what, whole addresses, sites and undo."""

from __future__ import annotations

from pathlib import Path

from areateam.contracts.contract_rows import ContractSite
from areateam.ledger.seals import chain_faults, content_faults
from areateam.office import KINDS, Office
from tests.imports.taking_in import ods_line, outcomes, rows, take_text
from tests.imports.test_profiles import CHOICES, choices_line

EPRACCUR = ods_line(
    "C81001", name="HIGH STREET SURGERY", a1="1 HIGH STREET", a2="DERBY", postcode="DE1 2AB",
    phone="01332 1", opened="19740401", amended="0",
)  # fmt: skip
GP = CHOICES + choices_line(
    "11", "C81001", "GP", ParentODSCode="C81001", Postcode="DE1 2AB", Address1="The Surgery",
    City="Derby", County="Derbyshire", OrganisationName="High Street", Phone="01332 9",
    Email="a@b.org", Latitude="52.9",
)  # fmt: skip
SITE = "SELECT name, address_1, address_2, address_4, address_5, phone, email, latitude FROM site"
PAYMENTS = (
    "CCGCode,PracticeCode,PracticeName,PracticeAddress,PracticePostCode,PracticeOpenDate,"
    "PracticeCloseDate,ContractType,DispensingPractice,NumberOfRegisteredPatientsLastKnownFigure,"
    "NumberOfWeightedPatientsLastKnownFigure,GlobalSum_£,MPIGCorrectionFactor_£,"
    "PremisesPayments_£,TotalQOFPayments_£,TotalNHSPaymentsToGeneralPractice_£\n"
    "04R,C81001,Other Name,Somewhere,DE12AB,-,31/03/2016,GMS,Yes,4268,5209.497299,100000.5,-0.12,"
    "5,64250.81,707683.47\n"
)


def test_the_order_of_two_files_about_one_site_does_not_matter(
    office: Office, tmp_path: Path
) -> None:
    """ODS owns name, address and phone; NHS Choices owns e-mail and place; nothing is mixed."""
    expected = [
        ("HIGH STREET SURGERY", "1 HIGH STREET", "DERBY", None, None, "01332 1", "a@b.org",
         52_900_000)
    ]  # fmt: skip
    assert outcomes(take_text(office, tmp_path, EPRACCUR)) == {"new": 1}
    assert outcomes(take_text(office, tmp_path, GP)) == {"changed": 1}
    assert rows(office, SITE) == expected
    for text in (EPRACCUR, GP):
        assert outcomes(take_text(office, tmp_path, text)) == {"same": 1}
    office.undo()
    for _ in range(3):
        office.undo()
    assert rows(office, SITE) == []
    assert outcomes(take_text(office, tmp_path, GP)) == {"new": 1}
    assert outcomes(take_text(office, tmp_path, EPRACCUR)) == {"new": 1}
    assert rows(office, SITE) == expected
    assert rows(office, "SELECT ods_code, choices_id FROM site") == [("C81001", "11")]


def test_payments_say_the_kind_and_the_money_and_leave_the_name(
    office: Office, tmp_path: Path
) -> None:
    take_text(office, tmp_path, EPRACCUR)
    staged = take_text(office, tmp_path, PAYMENTS)
    assert staged.profile.key == "nhs-payments-gp"
    assert outcomes(staged) == {"changed": 1}
    assert [(f.column, f.code, f.weight.value) for f in staged.findings] == [
        ("mpig_gbp", "below-minimum", "note")
    ]
    assert rows(
        office,
        "SELECT name, contract_type, start_date, end_date, ccg_code, annual_value_pence,"
        " terms ->> 'list_weighted', terms ->> 'global_sum_gbp', terms ->> 'mpig_gbp',"
        " terms ->> 'dispensing' FROM contract",
    ) == [
        ("HIGH STREET SURGERY", "gms", "1974-04-01", "2016-03-31", "04R", 70_768_347, 520_950,
         10_000_050, None, 1)
    ]  # fmt: skip
    assert outcomes(take_text(office, tmp_path, EPRACCUR)) == {"same": 1}
    assert rows(office, "SELECT contract_type FROM contract") == [("gms",)]


def test_a_contract_without_a_site_gets_the_one_its_line_brings(
    office: Office, tmp_path: Path
) -> None:
    head = "Contract No,Contractor,Contract Type,PCT,Postcode\n"
    take_text(office, tmp_path, head + "7,Mr A,GDS,5N6,\n")
    assert rows(office, "SELECT site_id FROM contract") == [(None,)]
    assert outcomes(take_text(office, tmp_path, head + "7,Mr A,GDS,5N6,NG1 5FS\n")) == {
        "changed": 1
    }
    assert rows(
        office, "SELECT s.postcode, s.name FROM contract c JOIN site s ON s.id = c.site_id"
    ) == [("NG1 5FS", "Mr A")]
    office.undo()
    assert rows(office, "SELECT site_id FROM contract") == [(None,)]
    assert rows(office, "SELECT count(*) FROM site") == [(0,)]


def test_a_new_contract_at_a_known_site_adds_what_it_knows_of_the_site(
    office: Office, tmp_path: Path
) -> None:
    take_text(office, tmp_path, GP)
    take_text(office, tmp_path, EPRACCUR)
    assert rows(office, "SELECT ods_code FROM site") == [("C81001",)]
    assert rows(office, "SELECT site_id IS NOT NULL FROM contract") == [(1,)]


def test_a_kind_not_stated_is_filled_and_a_stated_one_is_kept(
    office: Office, tmp_path: Path
) -> None:
    list_ = "ODS Code,Contractor,Contract Type,Start Date\n"
    take_text(office, tmp_path, list_ + "FA001,A,Internet Pharmacy,13/01/2010\n")
    take_text(office, tmp_path, list_ + "FA002,B,Pharmaceutical,13/01/2010\n")
    text = CHOICES + "".join(
        choices_line(code[-1], code, "Pharmacy", SubType="Community Pharmacy")
        for code in ("FA001", "FA002")
    )
    take_text(office, tmp_path, text)
    assert rows(office, "SELECT contract_type FROM contract ORDER BY ods_code") == [
        ("pharmacy-distance",),
        ("pharmacy",),
    ]


def test_memberships_give_the_pct_of_the_last_day_and_the_ccg_of_the_first(
    office: Office, tmp_path: Path
) -> None:
    take_text(office, tmp_path, EPRACCUR)
    text = "".join(
        f'"C81001","{code}","W","{first}","{last}","0"\n'
        for code, first, last in (
            ("5AL", "20010401", "20060930"),
            ("5N6", "20061001", "20130331"),
            ("04R", "20130401", ""),
        )
    )
    assert outcomes(take_text(office, tmp_path, text)) == {"new": 3}
    assert rows(office, "SELECT pct_code, ccg_code, area_team_code FROM contract") == [
        ("5N6", "04R", "Q55")
    ]


def test_undo_takes_an_import_back_whole_and_redo_brings_it_again(
    office: Office, tmp_path: Path
) -> None:
    connection = office.store.connection
    take_text(office, tmp_path, EPRACCUR)
    before = rows(office, SITE), rows(office, "SELECT * FROM contract")
    take_text(office, tmp_path, GP)
    take_text(office, tmp_path, PAYMENTS)
    office.undo()
    office.undo()
    assert (rows(office, SITE), rows(office, "SELECT * FROM contract")) == before
    # What was undone is not known any more: the same file goes in again.
    assert outcomes(take_text(office, tmp_path, GP)) == {"changed": 1}
    office.undo()
    office.redo()
    assert outcomes(take_text(office, tmp_path, GP)) == {"same": 1}
    assert list(chain_faults(connection)) == []
    assert list(content_faults(connection, KINDS)) == []


def test_a_practices_main_site_is_never_its_branch_too(office: Office, tmp_path: Path) -> None:
    """Whatever comes first: the list of patients, the surgeries or the practices."""
    ages = ("0-4", "5-14", "15-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75+")
    names = [f"{sex} {age}" for age in ages for sex in ("Male", "Female")]
    head = ",".join(["Area Team Code", "PCO Code", "Practice Name", "Practice Code", *names])
    sizes = head + "\n" + ",".join(["Q55", "5N600", "A", "C81001", *["10"] * len(names)]) + "\n"
    branch = choices_line("12", "C81001", "GP", ParentODSCode="C81001", Postcode="DE1 3AD")
    for text in (GP + branch, sizes, EPRACCUR):
        take_text(office, tmp_path, text)
    linked = "SELECT s.choices_id FROM contract_site x JOIN site s ON s.id = x.site_id"
    assert rows(office, linked) == [("12",)]
    main = "SELECT s.choices_id FROM contract c JOIN site s ON s.id = c.site_id"
    assert rows(office, main) == [("11",)]


def test_a_branch_that_was_taken_away_does_not_come_back(office: Office, tmp_path: Path) -> None:
    branch = choices_line("12", "C81001", "GP", ParentODSCode="C81001", Postcode="DE1 3AD")
    for text in (EPRACCUR, GP + branch):
        take_text(office, tmp_path, text)
    links = "SELECT count(*) FROM contract_site"
    assert rows(office, links) == [(1,)]
    office.write("No branch", lambda write: write.remove(ContractSite, 1))
    take_text(office, tmp_path, GP + branch.replace("DE1 3AD", "DE1 3AE"))
    assert rows(office, links) == [(0,)]


def test_a_contract_gets_the_site_of_its_own_code_when_it_comes(
    office: Office, tmp_path: Path
) -> None:
    """A prescribing centre with patients has a contract; ODS brings its site, not a contract."""
    take_text(
        office, tmp_path, "ODS Code,Contractor,Contract Type,Start Date\nY00001,A,GP,13/01/2010\n"
    )
    take_text(office, tmp_path, ods_line("Y00001", setting="0", amended="0", postcode="DE1 2AB"))
    assert rows(
        office, "SELECT s.ods_code FROM contract c LEFT JOIN site s ON s.id = c.site_id"
    ) == [("Y00001",)]


def test_a_changed_number_that_is_text_keeps_its_noughts(office: Office, tmp_path: Path) -> None:
    head = "Contract No,Contractor,Contract Type,PCT,Telephone,CQC No\n"
    take_text(office, tmp_path, head + "0071,Mr A,GDS,5N6,01332111222,007\n")
    staged = take_text(office, tmp_path, head + "0071,Mr A,GDS,5N6,01332333444,0088\n")
    assert outcomes(staged) == {"changed": 1}
    assert rows(
        office, "SELECT s.phone, c.cqc_no FROM contract c JOIN site s ON s.id = c.site_id"
    ) == [("01332333444", "0088")]
