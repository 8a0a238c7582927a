"""The commands about variation: their answers, files and exit codes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from areateam.catalogue.catalogue import load_catalogue
from tests.commands.test_command_line import Line
from tests.variation.practice_register import make_dear_later, make_practices

ON = ("--as-at", "2012-11-01", "variation")
JUSTIFIED = ("--verdict", "justified", "--reason", "Two prisons", "--reviewer", "R. Osei")
WHOLE = ("--evidence", "Letter of 3 Oct", "--review-by", "2013-05-01")


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    make_practices(tmp_path / "q55.areateam", load_catalogue()).close()
    return Line(tmp_path / "q55.areateam", capsys)


def test_an_indicator_is_shown_judged_and_undone(line: Line) -> None:
    shown = line(*ON, "I01", "--limit", "1")
    assert "C99036" in shown
    assert "unexplained" in shown
    line(*ON, "judge", "I01", "C99036", *JUSTIFIED, code=3)
    assert line.error == "Say what the evidence for “justified” is.\n"
    judged = line.json(*ON, "judge", "I01", "C99036", *JUSTIFIED, *WHOLE)
    assert judged["verdict"] == "justified"
    row = line.json(*ON, "I01")["rows"][0]
    assert (row["ref"], row["verdict"], row["flag"]) == ("C99036", "justified", 2)
    line("undo")
    assert line.json(*ON, "I01")["rows"][0]["verdict"] == "unexplained"


def test_acting_opens_a_case_that_the_register_and_moved_name(line: Line, tmp_path: Path) -> None:
    acting = ("--verdict", "acting", "--reason", "Ask.", "--reviewer", "R. Osei")
    line(*ON, "judge", "I01", "C99036", *acting, code=3)
    assert "opens a case" in line.error
    opened = line.json(*ON, "judge", "I01", "C99036", *acting, "--template", "outlier-qof")
    assert opened["case"] == "CA1"
    found = line.json(*ON, "register", "-o", tmp_path / "register.xlsx")
    assert found["total"] == 1
    assert found["area_teams"][0]["acting"] == 1
    assert (tmp_path / "register.xlsx").stat().st_size > 1_000
    (row,) = line.json(*ON, "moved")["rows"]
    assert (row["case"], row["moved"]) == ("CA1", False)
    assert "has not moved" in line(*ON, "moved")


def test_lists_have_their_total_and_narrowing_is_by_field(line: Line) -> None:
    listed = line.json(*ON, "list", "--group", "gp")
    assert listed["total"] == len(listed["rows"])
    assert {row["group"] for row in listed["rows"]} == {"gp"}
    assert line.json(*ON, "queries") == {"rows": [], "total": 0}
    pms = line.json(*ON, "I01", "--where", "contract_type=pms")
    assert 0 < pms["total"] < line.json(*ON, "I01")["total"]
    by_pct = line.json(*ON, "I01", "--level", "pct", "--unadjusted")
    assert {row["ref"] for row in by_pct["rows"]} == {"5N6", "5EM"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("I99",), "There is no indicator “I99”."),
        (("I16", "--level", "contract"), "cannot be compared by contract"),
        (("judge", "I01"), "Name the indicator and the contract"),
        (("judge", "I01", "C99036", "--verdict", "guilty"), "is no verdict"),
        (("judge", "I01", "X1", *JUSTIFIED, *WHOLE), "is not in the chart"),
    ],
)
def test_what_cannot_be_done_is_said(line: Line, words: tuple[str, ...], said: str) -> None:
    line(*ON, *words, code=3)
    assert said in line.error


def test_the_single_model_is_set_beside_what_each_pct_does(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = Line(demo_file, capsys)
    said = demo(*ON, "consistency", "core-hours")
    assert (
        "5N8, Pharmacy core hours change: 2 cases added “Tell the neighbouring pharmacies”." in said
    )
    assert said.endswith("1 of 3 differ from the single model\n")
    rows = {row["ref"]: row for row in demo.json(*ON, "consistency")["rows"]}
    assert {ref for ref, row in rows.items() if row["differs"]} == {
        "core-hours/5N8",
        "patient-complaint/5EM",
        "patient-complaint/5N8",
        "performers-list/5EM",
    }
    skipped = rows["performers-list/5EM"]["skipped"]
    assert skipped == [
        {
            "step": "Interview the applicant",
            "cases": 1,
            "reasons": ["the PCT interviewed only who was new to England"],
        }
    ]
    assert "own knowledge and to be confirmed" in said
    letters = demo(*ON, "consistency", "patient-complaint", "--letters")
    assert "  + Your complaint is «Outcome». That is the end of the matter for us." in letters
    table = tmp_path / "letters.csv"
    demo(*ON, "consistency", "patient-complaint", "--letters", "-o", str(table))
    with table.open(encoding="utf-8-sig", newline="") as lines:
        found = [line for line in csv.DictReader(lines) if line["PCT"] == "5N8"]
    assert [line["This letter says"] for line in found if line["Single model says"]] == [
        "", "", "Your complaint is «Outcome». That is the end of the matter for us.", "", "",
    ]  # fmt: skip
    demo(*ON, "consistency", "no-such-thing", code=3)
    assert "no-such-thing" in demo.error


def test_what_changed_since_a_day_is_listed_and_written(line: Line, tmp_path: Path) -> None:
    found = line.json(*ON, "changed", "-o", tmp_path / "changed.csv")
    assert (found["since"], found["total"], found["rows"]) == ("2012-10-31", 0, [])
    assert (tmp_path / "changed.csv").exists()
    assert "Nothing changed in the charts since the end of 1 Sep" in line(
        *ON, "changed", "--since", "2012-09-01"
    )


def test_limits_over_time_begin_anew_for_a_reason_and_are_taken_back(line: Line) -> None:
    rebase = (*ON, "rebase", "I01", "C99036")
    line(*rebase, "--reason", "moved", code=3)
    assert line.error == "Name the day on which the limits begin anew.\n"
    line(*rebase, "--from", "2012-11-01", code=3)
    assert line.error == "Say why the limits begin anew.\n"
    made = line.json(*rebase, "--from", "2012-11-01", "--reason", "moved", "--author", "J. Shah")
    (base,) = made["bases"]
    assert (base["author"], base["from"], base["lock"]) == ("J. Shah", "2012-11-01", None)
    assert "moved (J. Shah)" in line(*ON, "series", "I01", "C99036")
    assert line.json(*ON, "series", "I01")["bases"] == []
    line(*rebase, "--from", "2012-11-01", "--remove")
    assert line.json(*ON, "series", "I01", "C99036")["bases"] == []
    line(*rebase, "--from", "2012-11-01", "--remove", code=3)


def test_the_tenths_over_time_are_a_table_and_a_document(line: Line) -> None:
    found = line.json(*ON, "tenths", "I01", "C99036")
    (row,) = found["rows"]
    assert (len(row["tenths"]), row["tenth"], row["ranked"]) == (9, 10, 37)
    assert found["of"] == "C99036"
    told = line(*ON, "tenths", "I01", "C99036")
    assert "C99036 lay in the highest tenth." in told
    assert "Day         Ranked" in told
    alone = line.json(*ON, "tenths", "I01", "--where", "type=gms")
    assert (alone["of"], alone["rows"][0]["value"]) == ("", None)
    assert alone["rows"][0]["ranked"] < row["ranked"]


def test_an_earlier_day_has_the_figures_of_then_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_dear_later(tmp_path / "q55.areateam", load_catalogue())
    line = Line(tmp_path / "q55.areateam", capsys)
    held = "as the register held them at the end of 14 Oct 2012"
    for asked in (("variation", "--on", "2012-10-14"), ("--as-at", "2012-10-14", "variation")):
        assert held in line.json(*asked, "I01")["trust"][0]
        assert line.json(*asked, "register", "--group", "gp")["total"] == 0
        assert held in line(*asked, "register")
        assert held in line(*asked, "list", "--group", "gp")
        assert held in line(*asked, "queries")
        assert held in line(*asked, "moved")
    assert held in line("--as-at", "2012-10-14", "plan", "benefits")
    then = line.json("--as-at", "2012-10-14", "variation", "list", "--group", "gp")["rows"]
    now = line.json(*ON, "list", "--group", "gp")["rows"]
    values = [next(row["value"] for row in rows if row["ref"] == "I01") for rows in (then, now)]
    assert values[0] < values[1]
    assert line.json(*ON, "register", "--group", "gp")["total"] == 1
