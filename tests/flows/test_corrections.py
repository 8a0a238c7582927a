"""A list with slips in it goes in corrected, and the next one is corrected by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from areateam.cli import main
from tests.imports.pharmacy_lists import HEADER, Places, copied, make_places, new_lines, write_list


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return make_places(tmp_path_factory.mktemp("made"))


@pytest.fixture
def places(made: Places, tmp_path: Path) -> Places:
    return copied(made, tmp_path)


class Run:
    """Runs commands on one register."""

    def __init__(self, places: Places, capsys: pytest.CaptureFixture[str]) -> None:
        self._register = str(places.register)
        self._capsys = capsys
        self.errors = ""

    def __call__(self, *words: str, code: int = 0) -> Any:
        assert main(["--register", self._register, "--json", *words]) == code
        out, self.errors = self._capsys.readouterr()
        return json.loads(out) if out else None


@pytest.fixture
def run(places: Places, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(places, capsys)


def test_cells_are_corrected_on_the_command_line(run: Run, places: Places) -> None:
    fixes = ["11:Start date=29/02/2012", "12:1=FZ010"]
    (file,) = run("import", str(places.later), "--fix", *fixes)["files"]
    assert (file["rejected"], file["changed"], file["same"]) == (0, 4, 14)
    (row,) = run("list", "contracts", "--where", "ods_code=FZ009")["rows"]
    assert row["start_date"] == "2012-02-29"


def test_a_recipe_corrects_the_same_lines_wherever_they_stand(
    run: Run, places: Places, tmp_path: Path
) -> None:
    run("import", str(places.later), "--fix", "11:Start date=29/02/2012", "12:ODS code=FZ010")
    recipe = tmp_path / "October.recipe.json"
    assert run("recipe", "B2", "-o", str(recipe)) == {"file": str(recipe), "fixes": 2}
    run("undo")
    lines = new_lines()
    moved = write_list(tmp_path / "turned.csv", lines[::-1])
    (file,) = run("import", str(moved), "--recipe", str(recipe))["files"]
    assert (file["rejected"], file["changed"]) == (0, 4)
    assert run.errors == ""


def test_a_correction_without_its_line_is_named(run: Run, places: Places, tmp_path: Path) -> None:
    run("import", str(places.later), "--fix", "11:Start date=29/02/2012")
    recipe = tmp_path / "recipe.json"
    run("recipe", "B2", "-o", str(recipe))
    run("undo")
    lines = new_lines()
    lines[9][6] = "another"
    (file,) = run("import", str(write_list(tmp_path / "x.csv", lines)), "--recipe", str(recipe),
                  "--dry-run")["files"]  # fmt: skip
    assert file["rejected"] == 2
    assert run.errors.startswith("No line stands as it stood when “31/02/2012” was corrected")


@pytest.mark.parametrize(
    ("fix", "said"),
    [
        ("11=x", "“11=x” is not of the form LINE:COLUMN=VALUE."),
        ("eleven:Start date=x", "“eleven:Start date=x” is not of the form LINE:COLUMN=VALUE."),
        ("11:Begin=x", "Begin"),
        ("999:Start date=x", "Line 999 is none of the lines that were read."),
    ],
)
def test_a_fix_that_cannot_be_made_stops_the_import(
    run: Run, places: Places, fix: str, said: str
) -> None:
    run("import", str(places.later), "--fix", fix, code=3)
    assert said in run.errors
    assert run("list", "batches")["total"] == 1
    assert list(places.register.parent.glob(".*.stage*")) == []


def test_another_file_is_no_recipe(run: Run, places: Places) -> None:
    run("import", str(places.later), "--recipe", str(places.later), code=3)
    assert "is no recipe of an import" in run.errors
    run("recipe", "B9", "-o", str(places.later), code=3)
    assert run.errors == "There is no import B9.\n"
    assert places.later.read_text("utf-8").startswith(HEADER), "nothing was written over it"


def test_absent_records_are_listed_and_ended_by_scripts(run: Run, places: Places) -> None:
    (file,) = run("import", str(places.later), "--dry-run", "--absent", "list")["files"]
    assert file["absent"] == len(file["absent_records"]) == 3
    last = file["absent_records"][-1]
    assert (last["code"], last["last_file"], last["last_seen"]) == (
        "FZ019",
        "first.csv",
        "2012-11-01",
    )
    run("import", str(places.later), "--absent", "end=2012-10-31")
    rows = run("list", "contracts", "--where", "end_date=2012-10-31")["rows"]
    assert [row["ods_code"] for row in rows] == ["FZ010", "FZ012", "FZ019"]


def test_absent_is_read_before_anything_is_written(run: Run, places: Places) -> None:
    run("import", str(places.later), "--absent", "end=31/10/2012", code=3)
    assert run.errors == "“end=31/10/2012” is none of list, leave, query and end=2012-10-31.\n"
    assert run("list", "batches")["total"] == 1
