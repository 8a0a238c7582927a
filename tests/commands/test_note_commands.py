"""Notes on contracts and lines of timelines are listed, written, corrected, removed by command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from areateam.cli import main
from tests.commands.case_register import make_case_register
from tests.contracts.small_register import DAY


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_case_register(tmp_path_factory.mktemp("notes") / "notes.areateam")


@pytest.fixture
def register(opened: Path, tmp_path: Path) -> Path:
    """A copy of it, since each of these writes."""
    return Path(shutil.copy(opened, tmp_path / "notes.areateam"))


def run(
    register: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0
) -> dict[str, Any]:
    common = ["--register", str(register), "--as-at", DAY.isoformat(), "--user", "A. Khan"]
    assert main([*common, "--json", *words]) == code
    said = capsys.readouterr()
    return {"refused": said.err} if code else dict(json.loads(said.out))


@pytest.mark.parametrize("words", [("note", "C1"), ("case", "note", "CA1")])
def test_a_note_is_written_listed_corrected_and_taken_back(
    register: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert run(register, capsys, *words)["rows"] == []
    run(register, capsys, *words, "Rang about the lease")
    (row,) = run(register, capsys, *words)["rows"]
    assert (row["text"], row["author"], row["on"]) == (
        "Rang about the lease", "A. Khan", DAY.isoformat(),
    )  # fmt: skip
    note = str(row["id"])
    run(register, capsys, *words, "Rang about the rent", "--correct", note)
    (row,) = run(register, capsys, *words)["rows"]
    assert row["text"] == "Rang about the rent"
    assert [each["before"] for each in row["corrections"]] == ["Rang about the lease"]
    assert main(["--register", str(register), "--as-at", DAY.isoformat(), *words]) == 0
    assert "by A. Khan, before: “Rang about the lease”" in capsys.readouterr().out
    both = run(register, capsys, *words, "New", "--remove", note, code=3)
    assert "one of them at a time" in both["refused"]
    assert "no note 99" in run(register, capsys, *words, "--remove", "99", code=3)["refused"]
    run(register, capsys, *words, "--remove", note)
    assert run(register, capsys, *words)["total"] == 0
    run(register, capsys, "undo")
    assert run(register, capsys, *words)["rows"] == [row]


def test_the_kind_and_the_day_of_a_line_are_corrected_alone(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("case", "note", "CA1")
    run(register, capsys, *words, "Sent", "--category", "communication", "--on", "2012-10-30")
    row = run(register, capsys, *words)["rows"][0]
    entry = ("--correct", str(row["id"]))
    run(register, capsys, *words, *entry, "--on", "2012-10-31")
    run(register, capsys, *words, *entry, "--category", "decision")
    now = run(register, capsys, *words)["rows"][0]
    assert (now["on"], now["category"], now["text"]) == ("2012-10-31", "decision", "Sent")
