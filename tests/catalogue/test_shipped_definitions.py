"""The definitions that come with the program: complete, resolved and without clashes."""

from __future__ import annotations

import csv
import os
import time
from datetime import date
from pathlib import Path

import pytest

from areateam.catalogue.bare_words import bare_words
from areateam.catalogue.catalogue import Catalogue, load_catalogue
from areateam.catalogue.definitions import Evidence, Side, Term
from areateam.contracts.contract_rows import Contract
from areateam.core.fields import Kind
from areateam.organisations.contractor_rows import Contractor, Site

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("AREATEAM_SHARED", ROOT.parent / "shared"))

# Where the list of 117 fields uses one name in two groups, or a real column has another name.
RENAMED = {
    ("All", "contractor_name"): "name",
    ("All", "notice_period"): "notice_months",
    ("All", "signed_copy_status"): "signed_copy",
    ("All", "commissioner_until_2013_03_31"): "pct_code",
    ("All", "commissioner_now"): "area_team_code",
    ("All", "ccg"): "ccg_code",
    ("All", "hwb"): "hwb_code",
    ("All", "contract_manager"): "manager",
    ("All", "conformance_status"): "conformance",
    ("GP", "contract_subtype"): "gp_contract_subtype",
    ("GP", "core_hours"): "gp_core_hours",
    ("Dental", "contract_subtype"): "dental_contract_subtype",
    ("Pharmacy", "core_hours"): "pharmacy_core_hours",
    ("Optometry", "contract_subtype"): "optometry_contract_subtype",
}
EXPECTED = {
    "All": """contract_no ods_code contractor_name party_type nhs_contract_status contract_type
        regulation_set start_date end_date notice_period signed_copy_status signed_on
        document_ref commissioner_until_2013_03_31 commissioner_now ccg hwb contract_manager
        premises annual_value recurrent cqc_no cqc_status insurance_expiry declaration_due
        declaration_received last_visit next_visit risk_score conformance_status restricted""",
    "GP": """contract_subtype list_raw list_weighted list_status closed_from reopens_on
        inner_boundary outer_boundary core_hours extended_hours opted_out_services
        ooh_opted_out qof_points qof_gbp des_list les_list global_sum_gbp mpig_gbp
        pms_premium_gbp dispensing training_practice branch_count premises_rent_type rent_gbp
        last_rent_review next_rent_review lease_end abatement_pct partners outlier_count""",
    "Dental": """contract_subtype uda_contracted uda_value_gbp uoa_contracted uoa_value_gbp
        uda_delivered_month carry_in_units carry_out_units h1_pct ye_pct midyear_trigger
        withheld_gbp clawback_gbp instalments domiciliary_cot sedation_cot child_only
        patient_charge_gbp patients_24m ft_uda pds_end late_fp17_pct""",
    "Pharmacy": """listing_type owner superintendent gphc_no core_hours supplementary_hours
        bank_holiday_direction controlled_locality conditions mur_count_year nms_count
        enhanced_list items_month cpaf_score cpaf_visit pna_locality application""",
    "Optometry": """contract_subtype premises_or_mobile gos1_count gos3_count gos4_count
        gos5_count gos6_count voucher_gbp visit_notices late_notices substitutions ppv_last
        ppv_error_pct ppv_recovered_gbp compliance_last compliance_next complaint_return""",
}
COLUMNS = """contract_no ods_code name party_type nhs_contract_status contract_type start_date
    end_date decision_date notice_months signed_copy signed_on pct_code area_team_code ccg_code
    hwb_code manager_id annual_value_pence recurrent cqc_no cqc_status insurance_expiry
    declaration_due declaration_received last_visit next_visit risk_score conformance restricted
    notice_given_on notice_by terminated_on suspended_from suspended_to review_date decision"""
TYPES = """gms pms apms gp-unstated gds pds pds-ortho tds dental-unstated pharmacy
    pharmacy-distance lps dac dispensing-doctor pharmacy-unstated gos-mandatory gos-additional
    gos-unstated"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def expected_keys() -> list[tuple[str, str]]:
    """Each expected field as its group and the key we keep it under."""
    return [
        (group, RENAMED.get((group, name), name))
        for group, names in EXPECTED.items()
        for name in names.split()
    ]


@pytest.mark.parametrize(("group", "key"), expected_keys())
def test_each_of_the_117_fields_is_there_in_its_group(
    catalogue: Catalogue, group: str, key: str
) -> None:
    field = catalogue.fields[key]
    assert field.group == ("" if group == "All" else group.lower())
    groups = list(catalogue.groups) if group == "All" else [group.lower()]
    assert all(field in catalogue.fields_of(each) for each in groups)


def test_the_expected_list_is_the_whole_list() -> None:
    keys = expected_keys()
    assert len(keys) == 117
    assert len(set(keys)) == 117
    path = SHARED / "domain" / "contract_fields.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            listed = [(row["group"], row["field"]) for row in csv.DictReader(file)]
        assert [(g, RENAMED.get((g, n), n)) for g, n in listed] == keys


def test_real_columns_are_exactly_those_of_the_contract_table(catalogue: Catalogue) -> None:
    columns = sorted(field.column for field in catalogue.fields.values() if field.column)
    assert columns == sorted(COLUMNS.split())


def test_every_column_is_one_of_its_table(catalogue: Catalogue) -> None:
    for fields, record in (
        (catalogue.fields, Contract),
        (catalogue.contractor_fields, Contractor),
        (catalogue.site_fields, Site),
    ):
        assert {f.column for f in fields.values() if f.column} <= set(record.columns())


def test_only_what_is_filtered_by_is_indexed(catalogue: Catalogue) -> None:
    assert {f.key for f in catalogue.fields.values() if f.indexed} == {
        "list_raw",
        "uda_contracted",
    }


def test_computed_fields_can_neither_be_stored_nor_typed(catalogue: Catalogue) -> None:
    assert catalogue.computed == {"h1_pct", "ye_pct", "midyear_trigger"}
    for key in catalogue.computed:
        assert not catalogue.fields[key].editable
        assert not catalogue.fields[key].column


def test_every_type_is_there_once_and_in_a_known_group(catalogue: Catalogue) -> None:
    assert sorted(catalogue.types) == sorted(TYPES.split())
    assert [g.label for g in catalogue.groups.values()] == ["GP", "Dental", "Pharmacy", "Eye care"]
    assert {kind.group for kind in catalogue.types.values()} == set(catalogue.groups)


@pytest.mark.parametrize("key", TYPES.split())
def test_every_type_shows_all_common_fields_once(catalogue: Catalogue, key: str) -> None:
    shown = [field.key for field in catalogue.fields_for(key)]
    assert len(shown) == len(set(shown))
    assert {f.key for f in catalogue.fields.values() if not f.group} <= set(shown)
    assert [f.key for s in catalogue.sections_for(key) for f in s.fields] == shown


@pytest.mark.parametrize("key", TYPES.split())
def test_rules_and_notices_are_there_unless_the_kind_is_not_known(
    catalogue: Catalogue, key: str
) -> None:
    kind = catalogue.types[key]
    assert kind.is_unstated == key.endswith("-unstated")
    assert bool(kind.may_become) == kind.is_unstated
    assert bool(kind.regulations) != kind.is_unstated
    assert (kind.term_mark is None) == kind.is_unstated
    if not kind.is_unstated:
        assert kind.rules_on(date(2012, 11, 1)) is not None
        assert kind.rules_on(date(2013, 4, 1)) is not None


def test_an_unstated_type_may_become_every_other_type_of_its_group(catalogue: Catalogue) -> None:
    for group in catalogue.groups:
        unstated = [kind for kind in catalogue.types_of(group) if kind.is_unstated]
        others = [kind.key for kind in catalogue.types_of(group) if not kind.is_unstated]
        assert [list(kind.may_become) for kind in unstated] == [others]


@pytest.mark.parametrize(
    ("key", "term"),
    [
        ("gms", Term.OPEN),
        ("gds", Term.OPEN),
        ("pharmacy", Term.OPEN),
        ("gos-mandatory", Term.OPEN),
        ("pds", Term.FIXED),
        ("pds-ortho", Term.FIXED),
        ("apms", Term.FIXED),
        ("pms", Term.EITHER),
    ],
)
def test_whether_an_absent_end_is_right(catalogue: Catalogue, key: str, term: Term) -> None:
    assert catalogue.types[key].term is term


def test_gms_notice_is_three_months_for_one_person_and_six_for_others(
    catalogue: Catalogue,
) -> None:
    """GMS Regulations 2004 Sch 6 Part 8 (rules GP-12 and GP-13)."""
    gms = catalogue.types["gms"]
    alone, together = gms.notice(Side.CONTRACTOR, "individual"), gms.notice(Side.CONTRACTOR)
    assert alone is not None
    assert (alone.months, alone.evidence, alone.confidence) == (3, Evidence.OWN, 90)
    assert together is not None
    assert together.months == 6
    assert gms.notice(Side.COMMISSIONER) is None


def test_pharmacy_notice_is_longer_for_100_hours(catalogue: Catalogue) -> None:
    """Reg 67(2)(a) and (b)(i) (rules PH-11 and PH-12)."""
    pharmacy = catalogue.types["pharmacy"]
    usual = pharmacy.notice(Side.CONTRACTOR)
    longer = pharmacy.notice(Side.CONTRACTOR, flags={"hundred_hours"})
    assert usual is not None
    assert (usual.months, usual.evidence) == (3, Evidence.SOURCE)
    assert longer is not None
    assert longer.months == 6


def test_pms_notice_is_what_the_agreement_says(catalogue: Catalogue) -> None:
    """PMS Regulations 2004 Sch 5 para 100 (rule GP-14)."""
    for side in Side:
        notice = catalogue.types["pms"].notice(side)
        assert notice is not None
        assert notice.months is None


def test_pds_wants_a_decision_18_months_before_its_end(catalogue: Catalogue) -> None:
    """Rule DE-14."""
    decide = catalogue.types["pds"].decide_before_end
    assert decide is not None
    assert decide.months == 18


@pytest.mark.parametrize(
    ("day", "short"),
    [
        (date(2012, 8, 31), "Pharmaceutical Regulations 2005"),
        (date(2012, 9, 1), "Pharmaceutical Regulations 2012"),
        (date(2013, 3, 31), "Pharmaceutical Regulations 2012"),
        (date(2013, 4, 1), "Pharmaceutical Regulations 2013"),
    ],
)
def test_pharmacies_had_three_rule_sets(catalogue: Catalogue, day: date, short: str) -> None:
    rules = catalogue.types["pharmacy"].rules_on(day)
    assert rules is not None
    assert rules.short == short


@pytest.mark.parametrize(
    ("group", "text", "key"),
    [
        ("gp", "Perm GMS", "gms"),
        ("gp", "P.M.S.", "pms"),
        ("dental", "General Dental Services", "gds"),
        ("dental", "PDS Plus", "pds"),
        ("dental", "pds (ortho)", "pds-ortho"),
        ("pharmacy", "Distance Selling", "pharmacy-distance"),
        ("optometry", "GOS", "gos-unstated"),
        ("", "GMS", "gms"),
        ("dental", "GMS", None),
        ("", "no such kind", None),
        ("gp", "", None),
    ],
)
def test_words_of_files_name_a_type(
    catalogue: Catalogue, group: str, text: str, key: str | None
) -> None:
    assert catalogue.type_from_words(group, text) == key


def test_words_that_mean_two_groups_name_nothing_without_a_group(catalogue: Catalogue) -> None:
    practice = catalogue.type_from_words("pharmacy", "Dispensing Practice")
    assert practice == "dispensing-doctor"
    meant: dict[str, set[str]] = {}
    for kind in catalogue.types.values():
        for text in kind.synonyms:
            meant.setdefault(bare_words(text), set()).add(kind.key)
    for text, keys in meant.items():
        expected = next(iter(keys)) if len(keys) == 1 else None
        assert catalogue.type_from_words("", text) == expected


@pytest.mark.parametrize(
    ("group", "header", "key"),
    [
        ("gp", "Practice Code", "ods_code"),
        ("gp", "LIST SIZE", "list_raw"),
        ("gp", "MPIGCorrectionFactor_£", "mpig_gbp"),
        ("dental", "Contract No.", "contract_no"),
        ("dental", "UDA's contracted", "uda_contracted"),
        ("dental", "UDA_PERF_TARGET", "uda_contracted"),
        ("dental", "Value (£)", "annual_value"),
        ("pharmacy", "100 Hour", "hundred_hours"),
        ("pharmacy", "Core Hours", "pharmacy_core_hours"),
        ("gp", "core_hours", "gp_core_hours"),
        ("optometry", "PPV Error %", "ppv_error_pct"),
    ],
)
def test_headers_of_real_files_name_a_field(
    catalogue: Catalogue, group: str, header: str, key: str
) -> None:
    assert catalogue.headers_of(group)[bare_words(header)].key == key


def test_the_type_field_offers_every_type(catalogue: Catalogue) -> None:
    choices = catalogue.fields["contract_type"].choices
    assert {choice.value for choice in choices} == set(catalogue.types)
    words = [word for choice in choices for word in {bare_words(w) for w in choice.synonyms}]
    assert len(words) == len(set(words))
    assert "generalmedicalservices" in words


def test_limits_are_in_stored_units(catalogue: Catalogue) -> None:
    fields = catalogue.fields
    assert (fields["start_date"].minimum, fields["start_date"].maximum) == (
        "1948-07-05",
        "2050-12-31",
    )
    assert (fields["qof_points"].places, fields["qof_points"].maximum) == (2, 1000 * 100)
    for field in [*fields.values(), *catalogue.site_fields.values()]:
        for limit in (field.minimum, field.maximum):
            assert limit is None or isinstance(limit, str) == (field.kind is Kind.DATE)


def test_contractor_and_site_fields_are_columns_of_the_same_name(catalogue: Catalogue) -> None:
    assert list(catalogue.contractor_fields) == ["code", "name", "company_no", "phone", "email"]
    for field in [*catalogue.contractor_fields.values(), *catalogue.site_fields.values()]:
        assert field.column == field.key


def test_every_help_is_one_or_two_plain_sentences(catalogue: Catalogue) -> None:
    for field in [*catalogue.fields.values(), *catalogue.site_fields.values()]:
        assert field.help.endswith(".")
        assert field.help[0].isupper()
        assert len(field.help) <= 160
        assert "!" not in field.help


def test_loading_is_quick() -> None:
    """It stands in the way of the first window: 25 ms here, with room for a slow machine."""
    best = 9.0
    for _ in range(3):
        begun = time.process_time()
        load_catalogue()
        best = min(best, time.process_time() - begun)
    assert best < 0.150
