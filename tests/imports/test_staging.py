"""How cells become staged values: made ready, rounded on purpose, looked up, refused or noted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.core.problems import Cancelled, UserProblem
from areateam.imports.cell_readers import rounded
from areateam.imports.import_actions import (
    ImportSettings,
    side_file_for,
    stage_file,
    understand,
)
from areateam.office import Office
from tests.imports.taking_in import codes, outcomes, rows, take_in, take_text

HEAD = "Contract No,Contractor,Contract Type,Start Date,End Date\n"


def line(number: int, start: str, end: str = "") -> str:
    return f"C{number},Mr {number},GDS,{start},{end}\n"


@pytest.mark.parametrize(
    ("text", "places", "result"),
    [
        ("5209.497299", 2, "5209.50"),
        ("2.5", 0, "2"),
        ("3.5", 0, "4"),
        ("0.125", 2, "0.12"),
        ("-0.0000005", 6, "-0.000000"),
        ("-9.9239051342010498E-3", 6, "-0.009924"),
        ("nothing", 2, "nothing"),
        ("NaN", 2, "NaN"),
        ("1E+999999999", 2, "1E+999999999"),
        ("", 2, ""),
    ],
)
def test_rounding_is_half_to_even_and_leaves_other_texts(
    text: str, places: int, result: str
) -> None:
    assert rounded(text, places) == result


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_rounding_changes_nothing_that_fits(scaled: int, places: int) -> None:
    whole, rest = divmod(abs(scaled), 10**places)
    text = ("-" if scaled < 0 else "") + (f"{whole}.{rest:0{places}}" if places else str(whole))
    assert rounded(text, places) == text


def test_a_bad_date_refuses_its_line_and_a_bad_contact_is_noted(
    office: Office, tmp_path: Path
) -> None:
    text = (
        "Contract No,Contractor,Contract Type,Start Date,Postcode,Telephone,E-mail\n"
        "C1,Mr A,GDS,31/02/2006,NG1 5FS,0115 1,a@b.org\n"
        "C2,Mr B,GDS,13/02/2006,nowhere,none,nobody\n"
    )
    staged = take_text(office, tmp_path, text)
    assert outcomes(staged) == {"new": 1, "rejected": 1}
    assert codes(staged) == [
        (2, "start_date", "date-impossible", "refused"),
        (3, "postcode", "postcode-unreadable", "note"),
        (3, "phone", "phone-unreadable", "note"),
        (3, "email", "email-unreadable", "note"),
    ]
    assert rows(office, "SELECT outcome, json_extract(cells, '$[3]') FROM held_line") == [
        ("rejected", "31/02/2006")
    ]


def test_an_undecided_column_waits_for_an_answer_whatever_others_prove(
    office: Office, tmp_path: Path
) -> None:
    text = HEAD + line(1, "01/04/2006", "31/03/2013") + line(2, "04/04/2006", "31/03/2014")
    staged = take_text(office, tmp_path, text)
    assert outcomes(staged) == {"new": 1, "doubtful": 1}
    assert codes(staged) == [(2, "start_date", "date-order-undecided", "doubtful")]
    take_text(office, tmp_path, text, orders={"Start Date": "mdy"})
    assert rows(office, "SELECT start_date, end_date FROM contract ORDER BY contract_no") == [
        ("2006-01-04", "2013-03-31"),
        ("2006-04-04", "2014-03-31"),
    ]
    with pytest.raises(UserProblem) as caught:
        take_text(office, tmp_path, text, orders={"Begin": "mdy"})
    assert caught.value.code == "unknown-column"


def test_with_no_proof_at_all_a_person_says_the_order(office: Office, tmp_path: Path) -> None:
    text = HEAD + line(1, "01/04/2006") + line(2, "01/04/2006")
    staged = take_text(office, tmp_path, text)
    assert {code for _, _, code, _ in codes(staged)} == {"date-order-undecided"}
    assert outcomes(staged) == {"doubtful": 2}
    assert outcomes(take_text(office, tmp_path, text, date_order="dmy")) == {"new": 2}
    assert rows(office, "SELECT DISTINCT start_date FROM contract") == [("2006-04-01",)]


@pytest.mark.parametrize("first", ["13/01/2006", "01/13/2006"])
def test_both_orders_in_one_column_are_a_finding(
    office: Office, tmp_path: Path, first: str
) -> None:
    other = {"13/01/2006": "01/14/2006", "01/13/2006": "14/01/2006"}[first]
    text = HEAD + "".join(line(n, first) for n in range(3000)) + line(3000, other)
    staged = take_text(office, tmp_path, text)
    assert outcomes(staged) == {"new": 3001}
    assert codes(staged) == [(0, "start_date", "date-order-mixed", "note")]
    told = rows(office, "SELECT DISTINCT start_date FROM contract ORDER BY 1")
    assert told == [("2006-01-13",), ("2006-01-14",)]


def test_a_late_proof_of_the_other_order_reads_the_file_again(
    office: Office, tmp_path: Path
) -> None:
    """What the first lines seemed to prove for 01/04/2006 is not so once both orders stand."""
    early = line(0, "01/04/2006") + "".join(line(n, "13/01/2006") for n in range(1, 4200))
    staged = take_text(office, tmp_path, HEAD + early + line(4200, "01/13/2006"))
    assert outcomes(staged) == {"new": 4200, "doubtful": 1}
    assert codes(staged) == [
        (2, "start_date", "date-order-undecided", "doubtful"),
        (0, "start_date", "date-order-mixed", "note"),
    ]
    assert rows(office, "SELECT DISTINCT start_date FROM contract") == [("2006-01-13",)]


def test_unchanged_lines_are_only_counted_and_changed_ones_are_read(
    office: Office, tmp_path: Path
) -> None:
    text = HEAD + "".join(line(n, "13/01/2006") for n in range(2500))
    assert outcomes(take_text(office, tmp_path, text)) == {"new": 2500}
    changed = text.replace("C17,Mr 17,", "C17,Mrs 17,")
    assert outcomes(take_text(office, tmp_path, changed)) == {"changed": 1, "same": 2499}
    shorter = "\n".join(changed.splitlines()[:-5]) + "\n"
    staged = take_text(office, tmp_path, shorter)
    assert (outcomes(staged), staged.absent) == ({"same": 2495}, 5)
    assert rows(office, "SELECT count(*) FROM contract") == [(2500,)]


def test_a_list_saved_with_other_quotes_and_delimiter_is_known_line_by_line(
    office: Office, tmp_path: Path
) -> None:
    text = HEAD + line(1, "13/01/2006") + line(2, "14/01/2006") + line(3, "15/01/2006", '"1, 2"')
    take_text(office, tmp_path, text)
    cells = [row.replace('"1, 2"', "1\x1f 2").split(",") for row in text.splitlines()]
    path = tmp_path / "other.csv"
    path.write_text(
        "".join(
            '"' + '";"'.join(row).replace("\x1f", ",").replace("Mr 2", "Mrs 2") + '"\r\n'
            for row in cells
        )
    )
    side = side_file_for(office.path)
    understood = understand(path, office.catalogue, ImportSettings())
    stage_file(understood, ImportSettings(), office.path, side, office.catalogue)
    with closing(sqlite3.connect(side)) as stage:
        found = stage.execute("SELECT line, outcome FROM line ORDER BY 1").fetchall()
    side.unlink()
    assert found == [(2, "known"), (3, "changed"), (4, "rejected")]


def test_the_register_does_not_change_while_a_file_is_staged(
    office: Office, register: Path, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEAD + line(1, "13/01/2006"))
    before = register.read_bytes()
    side = side_file_for(register)
    understood = understand(path, office.catalogue, ImportSettings())
    staged = stage_file(understood, ImportSettings(), register, side, office.catalogue)
    assert staged.counts["new"] == 1
    assert side.stat().st_mode & 0o077 == 0
    side.unlink()
    assert register.read_bytes() == before


def test_a_cancelled_reading_leaves_no_side_file(office: Office, tmp_path: Path) -> None:
    class Stopper:
        def step(self, done: int, total: int, words: str) -> None:
            raise Cancelled

    path = tmp_path / "list.csv"
    path.write_text(HEAD + line(1, "13/01/2006"))
    side = side_file_for(office.path)
    understood = understand(path, office.catalogue, ImportSettings())
    with pytest.raises(Cancelled):
        stage_file(understood, ImportSettings(), office.path, side, office.catalogue, Stopper())
    assert not side.exists()


def test_sums_need_whole_numbers(office: Office, tmp_path: Path) -> None:
    ages = ("0-4", "5-14", "15-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75+")
    names = [f"{sex} {age}" for age in ages for sex in ("Male", "Female")]
    head = ",".join(["Area Team Code", "PCO Code", "Practice Name", "Practice Code", *names])
    cells = ["10"] * len(names)
    text = "\n".join(
        [
            head,
            ",".join(["Q55", "5N600", "A", "C81001", *cells]),
            ",".join(["Q55", "13P00", "B", "C81002", *["0"] * len(names)]),
            ",".join(["Q35", "5ZZ00", "C", "C81003", "ten", *cells[1:]]),
            ",".join(["Q35", "5ZZ00", "D", "C81004", "", *cells[1:]]),
        ]
    )
    staged = take_text(office, tmp_path, text + "\n")
    assert staged.profile.key == "gp-list-sizes"
    assert outcomes(staged) == {"new": 2, "same": 1, "rejected": 1}
    assert rows(
        office,
        "SELECT ods_code, contract_type, pct_code, area_team_code, terms ->> 'list_raw'"
        " FROM contract ORDER BY id",
    ) == [("C81001", "gp-unstated", "5N6", "Q55", 180), ("C81004", "gp-unstated", None, None, 170)]
    assert (4, "list_raw", "number-unreadable", "refused") in codes(staged)
    assert (5, "pct_code", "body-unknown", "note") in codes(staged)
    assert outcomes(take_in(office, tmp_path / "taken.csv"))["same"] == 3
