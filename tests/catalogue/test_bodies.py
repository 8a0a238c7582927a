"""Organisations: complete, dated, and each PCT in one area team and one SHA."""

from __future__ import annotations

import csv
import os
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from areateam.catalogue.bodies import Body, Directory, Link, read_directory, read_holidays
from areateam.catalogue.catalogue import load_catalogue, resources_folder
from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.definitions import Evidence
from areateam.core.problems import UserProblem

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("AREATEAM_SHARED", ROOT.parent / "shared"))
PCTS_BY_TEAM = [4, 6, 10, 5, 4, 7, 5, 5, 5, 4, 8, 4, 5, 5, 5, 3, 5, 12, 8, 11, 4, 4, 4, 3, 5, 4, 6]
STRADDLING = {"5K3": ("Q39", "Q38"), "5LH": ("Q31", "Q33")} | {
    "5N9": ("Q33", "Q32"),
    "5QG": ("Q38", "Q37"),
}
TEAMS = [f"Q{number}" for number in range(44, 71)]
VESTING = date(2013, 4, 1)
HEAD = "code,kind,name,also,valid_from,valid_to,ons_code,evidence,confidence,note\n"
LINKS = "code,link,other,valid_from,valid_to,share,evidence,confidence,note\n"


@pytest.fixture(scope="module")
def directory() -> Directory:
    return load_catalogue().directory


def test_how_many_there_are_of_each_kind(directory: Directory) -> None:
    assert Counter(body.kind for body in directory.bodies.values()) == {
        "pct": 151,
        "ccg": 211,
        "cluster": 49,
        "area_team": 28,
        "sha": 10,
        "region": 4,
        "board": 1,
    }


def test_names_and_ons_codes_are_unique_in_their_kind(directory: Directory) -> None:
    bodies = directory.bodies.values()
    for values in (
        [(body.kind, body.name) for body in bodies],
        [(body.kind, body.ons_code) for body in bodies if body.ons_code],
    ):
        assert [key for key, n in Counter(values).items() if n > 1] == []


def test_pcts_and_shas_end_the_day_before_vesting(directory: Directory) -> None:
    for kind in ("pct", "sha", "cluster"):
        assert {body.valid_to for body in directory.of_kind(kind)} == {"2013-03-31"}
        assert directory.of_kind(kind, VESTING) == ()


def test_27_area_teams_begin_on_vesting_day(directory: Directory) -> None:
    assert [body.code for body in directory.of_kind("area_team", VESTING)] == TEAMS
    assert directory.of_kind("area_team", date(2013, 3, 31)) == ()
    assert len(directory.of_kind("ccg", VESTING)) == 211


def test_london_has_one_later_team(directory: Directory) -> None:
    later = [body.code for body in directory.of_kind("area_team", date(2014, 6, 1))]
    assert later == [code for code in TEAMS if code not in {"Q61", "Q62", "Q63"}] + ["Q71"]
    for code in ("Q61", "Q62", "Q63"):
        assert [link.other for link in directory.links_from(code, "successor")] == ["Q71"]


def test_each_pct_is_in_one_area_team_one_cluster_and_one_sha(directory: Directory) -> None:
    for pct in directory.of_kind("pct"):
        for link, kind in (("in_area_team", "area_team"), ("in_cluster", "cluster")):
            others = directory.links_from(pct.code, link)
            assert [directory.bodies[each.other].kind for each in others] == [kind]
        assert len(directory.links_from(pct.code, "in_sha", date(2012, 11, 1))) == 1


def test_four_pcts_lie_in_a_second_sha_too(directory: Directory) -> None:
    found = {
        link.code: (directory.links_from(link.code, "in_sha")[0].other, link.other)
        for link in directory.links
        if link.link == "part_in_sha"
    }
    assert found == STRADDLING


def test_each_area_team_has_its_number_of_pcts(directory: Directory) -> None:
    assert [len(directory.pcts_of(code)) for code in TEAMS] == PCTS_BY_TEAM
    assert sum(PCTS_BY_TEAM) == 151


def test_teams_lie_in_four_regions(directory: Directory) -> None:
    regions = [directory.links_from(code, "in_region", VESTING)[0].other for code in TEAMS]
    assert Counter(regions) == {"Y54": 9, "Y55": 8, "Y56": 3, "Y57": 7}


def test_ccgs_outside_london_have_a_team_and_those_in_london_a_region(
    directory: Directory,
) -> None:
    known = {ccg.code: directory.area_team_of(ccg.code) for ccg in directory.of_kind("ccg")}
    without = [code for code, team in known.items() if team is None]
    assert len(without) == 32
    for code in without:
        assert [link.other for link in directory.links_from(code, "in_region")] == ["Y56"]


def test_most_practices_of_a_pct_stayed_in_its_area_team(directory: Directory) -> None:
    """The teams of PCTs are own knowledge; the moves of practices to CCGs were read."""
    for pct in directory.of_kind("pct"):
        moves = directory.links_from(pct.code, "practices_to")
        shares = [each.share for each in moves if each.share is not None]
        assert sum(shares) == pytest.approx(1, abs=0.01)
        largest = max(moves, key=lambda each: each.share or 0)
        team = directory.area_team_of(largest.other)
        expected = directory.area_team_of(pct.code)
        assert team == expected or (team is None and expected in {"Q61", "Q62", "Q63"})


def test_the_board_follows_every_pct(directory: Directory) -> None:
    for pct in directory.of_kind("pct"):
        links = directory.links_from(pct.code, "successor", VESTING)
        assert [link.other for link in links] == ["X24"]
        assert directory.links_from(pct.code, "successor", date(2013, 3, 31)) == ()


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("pct", "5n6", "5N6"),
        ("pct", "Derbyshire County", "5N6"),
        ("pct", "NHS Derbyshire County", "5N6"),
        ("pct", "DERBYSHIRE COUNTY PCT", "5N6"),
        ("pct", "Torbay Care Trust", "TAL"),
        ("area_team", "Derbyshire & Nottinghamshire Area Team", "Q55"),
        ("area_team", "Birmingham and the Black Country", "Q54"),
        ("ccg", "Bassetlaw CCG", "02Q"),
        ("ccg", "5N6", None),
        ("pct", "Nowhere", None),
        ("pct", "", None),
    ],
)
def test_files_name_an_organisation_by_code_or_name(
    directory: Directory, kind: str, text: str, code: str | None
) -> None:
    assert directory.code_from_words(kind, text) == code


def test_an_unknown_code_is_the_users_problem() -> None:
    catalogue = load_catalogue()
    assert catalogue.body("Q55", "area_team").name == "Derbyshire and Nottinghamshire"
    for code, kind in (("Q99", ""), ("5N6", "area_team")):
        with pytest.raises(UserProblem) as raised:
            catalogue.body(code, kind)
        assert raised.value.code == "unknown-code"


def test_own_knowledge_has_a_confidence_and_nothing_else_has(directory: Directory) -> None:
    facts: list[Body | Link] = [*directory.bodies.values(), *directory.links]
    for fact in facts:
        assert (fact.evidence == "K") == (fact.confidence is not None)


def test_a_body_exists_from_its_first_to_its_last_day() -> None:
    body = Body("Z", "pct", "Z", (), "2006-10-01", "2013-03-31", "", Evidence.SOURCE, None, "")
    days = [date(2006, 9, 30), date(2006, 10, 1), date(2013, 3, 31), date(2013, 4, 1)]
    assert [body.exists_on(day) for day in days] == [False, True, True, False]


def test_the_tables_of_the_time_say_the_same(directory: Directory) -> None:
    """Compared with the shared tables where they are at hand; the counts above stand alone."""
    path = SHARED / "domain" / "area_teams.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["area_team_code"] for row in rows] == TEAMS
        assert [int(row["pct_count"]) for row in rows] == PCTS_BY_TEAM
        assert [row["area_team_name"] for row in rows] == [
            directory.bodies[code].name for code in TEAMS
        ]
    path = SHARED / "domain" / "pct_lookup.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            listed = {r["pct_code"]: r["area_team_code"] for r in csv.DictReader(file)}
        assert listed == {p.code: directory.area_team_of(p.code) for p in directory.of_kind("pct")}


def test_every_faulty_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "bodies.csv").write_text(
        HEAD
        + "A1,pct,Alpha,,2013-03-31,2006-10-01,,S,,\n"
        + "A2,parish,Beta,,,,,S,,\n"
        + "A3,pct,Gamma,,,,,K,,\n"
        + "A4,pct,Delta,,,20130331,,S,,\n"
        + "A5,pct,Epsilon,,,,,S,,\n"
        + "A5,pct,Zeta,,,,,S,,\n"
        + "A6,pct\n"
    )
    (tmp_path / "links.csv").write_text(
        LINKS + "A5,in_sha,Q99,,,,S,,\n" + "A5,in_sha,A5,,,2.5,S,,\n"
    )
    with pytest.raises(CatalogueProblem) as raised:
        read_directory(tmp_path)
    faults = raised.value.faults
    assert [fault.split("line ")[1].split(":")[0] for fault in faults] == [*list("2345782"), "3"]


def test_a_missing_file_is_a_fault_and_not_an_empty_list(tmp_path: Path) -> None:
    with pytest.raises(CatalogueProblem) as raised:
        read_directory(tmp_path)
    assert len(raised.value.faults) == 2
    with pytest.raises(CatalogueProblem):
        read_holidays(tmp_path / "nowhere.csv")


def test_england_has_its_bank_holidays() -> None:
    days = load_catalogue().holidays("england")
    assert {date(2012, 6, 4), date(2012, 6, 5), date(2013, 3, 29), VESTING} <= days.keys()
    assert date(2012, 5, 28) not in days
    assert [len([d for d in days if d.year == y]) for y in (2010, 2011, 2012, 2013)] == [8, 9, 9, 8]
    assert all(day.weekday() < 5 for day in days)
    assert {day.year for day in days} == set(range(2001, 2041))


@pytest.mark.parametrize("year", range(2010, 2041))
def test_bank_holidays_agree_with_the_rule_for_easter_and_mondays(year: int) -> None:
    """Easter by the Gregorian computus (Meeus, Astronomical Algorithms, 1991, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + el - 7 * ((a + 11 * h + 22 * el) // 451) + 114, 31)
    easter = date(year, month, day + 1)
    days = load_catalogue().holidays("england")
    assert days[easter - timedelta(days=2)] == "Good Friday"
    assert days[easter + timedelta(days=1)] == "Easter Monday"
    mondays = [d for d in days if d.year == year and d.month in (5, 8) and d.weekday() == 0]
    assert len([d for d in mondays if d.month == 8 and d.day > 24]) == 1
    assert 1 <= len([d for d in mondays if d.month == 5]) <= 3
    assert len([d for d in days if d.year == year and d.month == 12 and d.day >= 25]) == 2


def test_a_date_that_is_none_is_a_fault_of_its_line(tmp_path: Path) -> None:
    path = tmp_path / "moon.csv"
    path.write_text("date,name\n2012-02-30,Leap\n")
    with pytest.raises(CatalogueProblem, match=r"line 2"):
        read_holidays(path)


def test_the_files_are_written_for_people_too() -> None:
    """Plain UTF-8 with one line for each fact, in an order that a comparison can follow."""
    folder = resources_folder() / "organisations"
    for name in ("bodies.csv", "links.csv"):
        data = (folder / name).read_bytes()
        assert b"\r" not in data
        assert data.decode("utf-8").endswith("\n")
