"""The commands for waiting lines, from the shell's side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from areateam.cli import main

LIST = (
    "Contract No,Contractor,Contract Type,Start Date\nC1,Mr A,GDS,13/01/2006\n"
    "C2,Mr B,XYZ,13/01/2006\nC3,Mr C,GDS,31/02/2006\n"
)


def ask(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    """The document that a command gives."""
    capsys.readouterr()
    main([*map(str, words), "--json"])
    out, err = capsys.readouterr()
    assert out, err
    return json.loads(out)


def test_lines_are_listed_given_put_right_and_closed(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    where = ("--register", register)
    ask(capsys, "import", path, *where)
    listed = ask(capsys, "list", "waiting", *where)
    assert [row["code"] for row in listed["rows"]] == ["C2", "C3"]
    assert "XYZ" in listed["rows"][0]["why"]
    first, second = (row["ref"] for row in listed["rows"])
    to = ("--to", "L. Marsh", "--new-person")
    ask(capsys, "waiting", "assign", first, *to, "--due", "2012-11-09", *where)
    given = ask(capsys, "list", "waiting", "--where", "manager=L. Marsh", *where)
    assert [(row["ref"], row["due"]) for row in given["rows"]] == [(first, "2012-11-09")]
    tried = ask(capsys, "waiting", "fix", first, "Contract Type=GDS", "--dry-run", *where)
    assert (tried["lines"][0]["outcome"], tried["operations"]) == ("new", [])
    assert ask(capsys, "waiting", "fix", first, "contract type=GDS", *where)["operations"]
    assert ask(capsys, "waiting", "close", "--where", "kind=date-impossible", *where)["lines"] == 1
    assert ask(capsys, "list", "waiting", *where)["total"] == 0
    ended = ask(capsys, "list", "waiting", "--where", "state=all", *where)["rows"]
    assert [(row["ref"], row["state"]) for row in ended] == [
        (first, "taken-in"),
        (second, "left-out"),
    ]
    assert ask(capsys, "list", "contracts", *where)["total"] == 2


def test_a_line_that_still_waits_says_why_and_ends_in_1(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    where = ["--register", str(register)]
    main(["import", str(path), *where])
    capsys.readouterr()
    assert main(["waiting", "fix", "W2", "Start Date=30/02/2006", *where]) == 1
    assert "30/02/2006 is not a date" in capsys.readouterr().out
    assert main(["waiting", "fix", "W2", "Colour=red", *where]) == 3
    assert main(["waiting", "close", "W99", *where]) == 3
    assert main(["waiting", "assign", *where]) == 3


def test_a_case_is_opened_from_a_waiting_line(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    where = ("--register", register)
    ask(capsys, "import", path, *where)
    assert main(["case", "from", "finding-terms", "--source", "W2", *map(str, where)]) == 3
    assert "C3" in capsys.readouterr().err
    made = ask(capsys, "case", "from", "finding-terms", "C1", "--source", "W2", *where)
    shown = ask(capsys, "show", made["ref"], *where)
    assert shown["procedure"] == "agreed-variation"
    said = ask(capsys, "case", "from", "outlier-dental", "C1", "--words", "21% of it", *where)
    assert ask(capsys, "show", said["ref"], *where)["procedure"] == "dental-mid-year"
