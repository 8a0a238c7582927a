"""The shipped layouts: each names real fields, is known again, and states what it should."""

from __future__ import annotations

from pathlib import Path

import pytest

from areateam.catalogue.catalogue import Catalogue, load_catalogue
from areateam.core.problems import FileProblem, UserProblem
from areateam.imports.import_actions import ImportSettings, understand
from areateam.imports.mapping import lay_over
from areateam.imports.profiles import Profile, load_profiles
from areateam.imports.reader import FileShape
from areateam.office import Office
from tests.imports.taking_in import codes, ods_line, outcomes, rows, take_text

PROFILES = load_profiles()
CATALOGUE: Catalogue = load_catalogue()
NAMES = (
    *("OrganisationID", "OrganisationCode", "OrganisationType", "SubType", "OrganisationName"),
    *("Address1", "Address2", "Address3", "City", "County", "Postcode"),
    *("Latitude", "Longitude", "ParentODSCode", "Phone", "Email", "Website", "Fax"),
)
CHOICES = "¬".join(NAMES) + "\r\n"


def choices_line(number: str, code: str, kind: str, **cells: str) -> str:
    line = {"OrganisationID": number, "OrganisationCode": code, "OrganisationType": kind,
            "OrganisationName": f"Place {number}", "SubType": "UNKNOWN", **cells}  # fmt: skip
    return "¬".join(line.get(name, "") for name in NAMES) + "\r\n"


def shape_for(profile: Profile) -> FileShape:
    """A file that has every column the profile names."""
    named = [c.name for c in profile.columns if c.name] + [n for s in profile.sums for n in s.names]
    header = tuple(dict.fromkeys([*named, *profile.recognise.header]))
    width = len(header) or profile.recognise.width
    return FileShape(
        path=Path("f.csv"), sha256="", size=1, kind="text", encoding="utf-8", delimiter=",",
        quoting=True, newline="\n", header_line=1, first_line=2, header=header, width=width,
    )  # fmt: skip


@pytest.mark.parametrize("profile", PROFILES.known, ids=lambda p: p.key)
def test_every_profile_names_real_fields_and_can_be_known_again(profile: Profile) -> None:
    layover = lay_over(CATALOGUE, profile, shape_for(profile))
    asked = profile.recognise
    assert asked.header or (asked.width and asked.patterns)
    for part in profile.parts:
        keys = layover.keys_of(part)
        assert len(keys) == len(part.keys), f"{profile.key}: a key of {part.kind} is not stated"
    for name in {t.kind for t in layover.targets}:
        assert layover.part(name), f"{profile.key} states {name} and has no such part"
    for target in layover.targets:
        assert target.field.column or target.kind == "contract"


def test_the_owner_of_a_fact_is_one_layout_alone() -> None:
    """Two layouts that both replace one value would change it to and fro."""
    owners: dict[str, list[str]] = {}
    for profile in PROFILES.known:
        layover = lay_over(CATALOGUE, profile, shape_for(profile))
        for target in layover.targets:
            key = {t.name for k in layover.keys_of(profile.parts[0])[:1] for t in k}
            if target.mode == "set" and target.name not in key:
                owners.setdefault(f"{profile.group} {target.name}", []).append(profile.key)
    # The amendments come from the owner itself, and ONS codes never differ between ONS files.
    own = {"ods-gp-practices", "ods-gp-amendments"}
    double = {
        name: keys
        for name, keys in owners.items()
        if len(keys) > 1 and not set(keys) <= own and not name.endswith("body.ons_code")
    }
    sources = {"site.ods_code", "site.practice_code", "site.choices_id"}
    left = {n: k for n, k in double.items() if n.split()[-1] not in sources}
    # ODS and NHS Choices both name premises, but never the same ones: their keys differ.
    assert {n.split()[0] for n in left} <= {"dental"}
    dental = PROFILES.named("nhs-choices-dentists")
    assert dental.parts[0].keys == (("site.choices_id",),)


def test_a_faulty_profile_is_named(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text('key = "odd"\nlabel = 3\n')
    with pytest.raises(FileProblem) as caught:
        load_profiles(tmp_path)
    assert caught.value.code == "definition-faulty"
    assert caught.value.path.name == "odd.toml"


def test_an_unknown_profile_is_refused_with_those_there_are() -> None:
    with pytest.raises(UserProblem) as caught:
        PROFILES.named("nonsense")
    assert "ods-memberships" in str(caught.value.facts["known"])


def _profile_of(tmp_path: Path, text: str, name: str = "any.csv") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return understand(path, CATALOGUE, ImportSettings()).layover.profile.key


def test_ods_files_are_told_apart_by_what_they_hold(tmp_path: Path) -> None:
    full = "".join(ods_line(f"A8{n:04}", amended=str(n % 2)) for n in range(1000, 1040))
    assert _profile_of(tmp_path, full) == "ods-gp-practices"
    amended = "".join(ods_line(f"A8{n:04}") for n in range(1000, 1040))
    assert _profile_of(tmp_path, amended, "renamed.csv") == "ods-gp-amendments"
    dental = "".join(ods_line(f"V0{n:04}", sub="D", setting="") for n in range(1000, 1040))
    assert _profile_of(tmp_path, dental) == "ods-dental-practices"
    pharmacies = "".join(ods_line(f"FA{n:03}", sub="1", setting="") for n in range(100, 140))
    assert _profile_of(tmp_path, pharmacies) == "ods-pharmacies"


def test_a_single_line_is_not_taken_for_a_header(tmp_path: Path) -> None:
    assert _profile_of(tmp_path, ods_line("A81001", amended="0")) == "ods-gp-practices"


@pytest.mark.parametrize(
    ("header", "line", "words"),
    [
        ("OrganisationCode,OrganisationType,Sector", "RXX,Hospital,NHS Sector", "hospitals"),
        ("OrganisationId,WeekDay,Times", "17,Monday,09:00-17:00", "opening times"),
        ("Department Family,Entity,Date,Expense Type", "DH,PCT,01/02/2012,Rent", "spending"),
    ],
)
def test_known_other_files_are_declined_by_name(
    tmp_path: Path, header: str, line: str, words: str
) -> None:
    path = tmp_path / "other.csv"
    path.write_text(f"{header}\n{line}\n{line}\n")
    with pytest.raises(FileProblem) as caught:
        understand(path, CATALOGUE, ImportSettings())
    assert caught.value.code == "file-of-another-kind"
    assert words in str(caught.value.facts["seen"])


def test_an_unknown_file_is_declined_with_what_was_seen_and_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "unknown.csv"
    path.write_text("Colour,Shape\nred,round\nblue,square\n")
    with pytest.raises(FileProblem) as caught:
        understand(path, CATALOGUE, ImportSettings())
    assert caught.value.code == "not-a-contractor-file"
    assert "Colour, Shape" in str(caught.value.facts["seen"])
    assert "contract type" in str(caught.value.facts["needed"])


def test_dispensaries_become_pharmacies_whose_kind_is_not_stated(
    office: Office, tmp_path: Path
) -> None:
    text = "".join(
        ods_line(f"FA{n}", sub="1", setting="", postcode="NG1 5FS", opened="20050401")
        for n in range(100, 103)
    )
    assert outcomes(take_text(office, tmp_path, text)) == {"new": 3}
    assert rows(
        office,
        "SELECT c.contract_type, c.start_date, s.ods_code, k.code FROM contract c"
        " JOIN site s ON s.id = c.site_id JOIN contractor k ON k.id = c.contractor_id"
        " WHERE c.ods_code = 'FA101'",
    ) == [("pharmacy-unstated", "2005-04-01", "FA101", "FA101")]
    # NHS Choices knows the kind, and finds the same pharmacy by the code in its identifier.
    choices = CHOICES + choices_line(
        "9001", "PH_FA101__000001_NG15FS", "Pharmacy", SubType="Community Pharmacy",
        ParentODSCode="Q55", Postcode="NG1 5FS", Latitude="52.954812345678901",
        Longitude="-9.9239051342010498E-3",
    )  # fmt: skip
    assert outcomes(take_text(office, tmp_path, choices)) == {"changed": 1}
    assert rows(
        office,
        "SELECT c.contract_type, c.area_team_code, s.choices_id, s.latitude, s.longitude"
        " FROM contract c JOIN site s ON s.id = c.site_id WHERE c.ods_code = 'FA101'",
    ) == [("pharmacy", "Q55", "9001", 52_954_812, -9_924)]
    assert outcomes(take_text(office, tmp_path, text)) == {"same": 3}
    assert rows(office, "SELECT count(*) FROM contract") == [(3,)]


def test_pharmacies_say_their_kind_and_parent(office: Office, tmp_path: Path) -> None:
    text = CHOICES + "".join(
        choices_line(str(number), code, "Pharmacy", SubType=sub, ParentODSCode=parent)
        for number, code, sub, parent in (
            (1, "FA111", "Community Pharmacy", "Q71"),
            (2, "PH_FB222__000001_NG15FS", "Appliance Pharmacy", "Q44"),
            (3, "NLSNAYBP", "UNKNOWN", "5PG"),
            (4, "FC333", "UNKNOWN", "Q99"),
        )
    )
    staged = take_text(office, tmp_path, text)
    assert outcomes(staged) == {"new": 4}
    assert rows(
        office,
        "SELECT ods_code, contract_type, pct_code, area_team_code FROM contract ORDER BY id",
    ) == [
        ("FA111", "pharmacy", None, "Q71"),
        ("FB222", "dac", None, "Q44"),
        (None, "pharmacy-unstated", "5PG", "Q54"),
        ("FC333", "pharmacy-unstated", None, None),
    ]
    assert codes(staged) == [(5, "area_team_code", "body-unknown", "note")]
    # The one without an ODS code is found again by its site, whatever else has changed.
    changed = text.replace("NLSNAYBP¬Pharmacy", "OTHER¬Pharmacy")
    assert outcomes(take_text(office, tmp_path, changed)) == {"same": 4}


def test_an_opticians_number_means_something_only_beside_its_pct(
    office: Office, tmp_path: Path
) -> None:
    text = CHOICES + "".join(
        choices_line(str(n), code, "Opticians", ParentODSCode="Q47")
        for n, code in enumerate(("5NH 8238__000002_FY39TN", "5CC  8250__000010_M66DE", "7720"))
    )
    assert outcomes(take_text(office, tmp_path, text)) == {"new": 3}
    assert rows(
        office, "SELECT contract_no, pct_code, contract_type FROM contract ORDER BY id"
    ) == [
        ("8238", "5NH", "gos-unstated"),
        (None, None, "gos-unstated"),
        (None, None, "gos-unstated"),
    ]
