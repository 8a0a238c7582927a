"""The commands about responsibilities: their answers, files and exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_command_line import Line
from tests.fresh_register import fresh_register


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(fresh_register(tmp_path / "q55.areateam"), capsys)


def test_the_proof_names_a_gap_to_the_day_and_undo_takes_it_away(line: Line) -> None:
    window = ("--from", "2012-06-01", "--to", "2014-03-31")
    proof = line.json("duties", "gaps", *window)
    assert (proof["functions"], proof["days"]) == (60, 669)
    assert proof["gaps"] == proof["overlaps"] == []
    line("duties", "set", "F29", "AT", "none", "--from", "2013-04-10", "--to", "2013-04-12")
    (gap,) = line.json("duties", "gaps", *window, code=1)["gaps"]
    assert gap == {"function": "F29", "from": "2013-04-10", "to": "2013-04-12", "bodies": []}
    orphans = line.json("duties", "orphans", "--on", "2013-04-11", code=1)
    assert [(row["ref"], row["kind"]) for row in orphans["rows"]] == [("F29", "duty")]
    line("undo")
    assert "0 gaps, 0 overlaps" in line("duties", "gaps", *window)
    line("duties", "gaps", "--from", "2013-04-02", "--to", "2013-04-01", code=3)
    assert "lies before the first" in line.error


def test_who_answers_changes_on_the_day(line: Line) -> None:
    before = line.json("duties", "who", "F23", "--on", "2013-03-31")
    after = line.json("duties", "who", "GDS and PDS", "--on", "2013-04-01")
    assert (before["accountable"], after["accountable"]) == ("PCT", "AT")
    assert after["ref"] == "F23"
    matrix = line.json("duties", "matrix", "--on", "2013-04-01")
    assert matrix["total"] == 60
    assert matrix["rows"][22]["bodies"]["AT"] == "AR"
    listed = line.json("list", "duties", "--where", "function=F23", "body=AT")
    assert [row["ref"] for row in listed["rows"]] == ["F23-AT"]


def test_a_matrix_goes_out_is_changed_and_comes_back(line: Line, tmp_path: Path) -> None:
    out = tmp_path / "duties.csv"
    line("duties", "export", "-o", out)
    assert line.json("duties", "import", out)["changed"] == 0
    text = out.read_text(encoding="utf-8-sig").replace("F41,", "F77,")
    out.write_text(text, encoding="utf-8")
    line("duties", "import", out, code=3)
    assert "F77 is not known" in line.error


def test_the_matrix_of_2023_is_added_and_proved_like_the_first(line: Line) -> None:
    assert [row["there"] for row in line.json("duties", "adopt")["rows"]] == [True, False]
    line("duties", "adopt", "primary-care-2023")
    proof = line.json("duties", "gaps", "--matrix", "primary-care-2023")
    assert (proof["functions"], proof["gaps"], proof["overlaps"]) == (18, [], [])
    who = line.json("duties", "who", "D01", "--matrix", "primary-care-2023", "--on", "2023-04-01")
    assert who["accountable"] == "ICB"
    line("duties", "adopt", "primary-care-2023", code=3)


def test_functions_bodies_and_whom_to_ring_are_entered(line: Line) -> None:
    line("duties", "add-function", "F61", "Wheelchair services", "--area", "Community")
    line("duties", "add-body", "NEW", "New body", "--from", "2013-04-01")
    named = ("duties", "contact", "NEW", "Ann", "--function", "F61", "--deputy", "Ben")
    line(*named, code=3)
    line(*named, "--new-person")
    line("duties", "set", "F61", "NEW", "AR", "--from", "2013-04-01")
    who = line.json("duties", "who", "F61", "--on", "2013-04-02")
    assert who["accountable"] == "NEW"
    (contact,) = who["rows"][0]["contacts"]
    assert (contact["name"], contact["deputy"]) == ("Ann", "Ben")
    line("duties", "add-body", "NEW", "Again", code=3)
    line("duties", "contact", "NOBODY", "Ann", code=3)


def test_a_duty_is_confirmed(line: Line) -> None:
    line("duties", "confirm", "F09", "AT", "--on", "2013-04-01")
    who = line.json("duties", "who", "F09", "--on", "2013-04-01")
    assert [row["confirmed"] for row in who["rows"] if row["body"] == "AT"] == [True]
    line("duties", "confirm", "F09", "SHA", code=3)


def test_an_import_says_first_what_it_changes_and_what_comes_of_it(
    line: Line, tmp_path: Path
) -> None:
    file = tmp_path / "change.csv"
    file.write_text("function,body,letters,from\nF23,AT,R,2013-04-01\n", encoding="utf-8")
    foreseen = line.json("duties", "import", file, "--dry-run")
    assert (foreseen["changed"], foreseen["operation"]) == (1, None)
    (sentence,) = foreseen["makes"]
    assert "nobody would be accountable from 1 Apr 2013" in sentence
    assert "AR → R" in line("duties", "import", file)
    assert line.json("duties", "who", "F23", "--on", "2013-04-01", code=1)["accountable"] is None


def test_proof_and_matrix_are_written_beside_what_is_said(line: Line, tmp_path: Path) -> None:
    proof, matrix = tmp_path / "proof.csv", tmp_path / "matrix.html"
    line("duties", "gaps", "--out", proof)
    assert proof.read_text(encoding="utf-8-sig").startswith("function,name,from,to,days,verdict")
    line("duties", "matrix", "--on", "2013-04-01", "--against", "2013-03-31", "--out", matrix)
    assert "31 Mar 2013 and 1 Apr 2013" in matrix.read_text(encoding="utf-8")
    line("duties", "gaps", "--out", tmp_path / "proof.pdf", code=3)
    assert "PDF" in line.error


def test_bodies_sources_and_contacts_are_kept_up_to_date(line: Line) -> None:
    made = line.json("duties", "days", "HEE", "--to", "2013-09-30")["makes"]
    assert any("nobody would be accountable from 1 Oct 2013" in sentence for sentence in made)
    on = ("--on", "2013-04-01")
    line("duties", "source", "F23", "NSC", "--source", "Board paper 12", "--evidence", "s", *on)
    rows = line.json("duties", "who", "F23", *on)["rows"]
    (row,) = (row for row in rows if row["body"] == "NSC")
    assert (row["source"], row["evidence"], row["confirmed"]) == ("Board paper 12", "S", True)
    line("duties", "source", "F23", "NSC", "--evidence", "Z", *on, code=3)
    assert "no mark of evidence" in line.error
    line("duties", "contact", "AT", "Jo Ray", "--function", "F23", "--new-person")
    line("duties", "end-contact", "AT", "Jo Ray", "--on", "2013-04-30")

    def rung(day: str) -> list[str]:
        rows = line.json("duties", "who", "F23", "--on", day)["rows"]
        return [each["name"] for each in rows[0]["contacts"]]

    assert (rung("2013-04-30"), rung("2013-05-01")) == (["Jo Ray"], [])
    line("duties", "end-contact", "AT", "Jo Ray", "--on", "2013-05-01", code=3)


def test_a_function_and_a_body_are_called_otherwise_and_keep_their_codes(line: Line) -> None:
    line("duties", "rename", "f23", "Dental contracts")
    line("duties", "rename", "PCT", "The trust", "--json")
    found = line.json("duties", "who", "F23", "--on", "2013-03-31")
    assert (found["ref"], found["accountable"]) == ("F23", "PCT")
    assert "Dental contracts" in line("duties", "who", "F23")
    line("duties", "rename", "F23", " ", code=3)
    line("duties", "rename", "F999", "Nothing", code=3)
