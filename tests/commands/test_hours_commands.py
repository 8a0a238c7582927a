"""Time spent on a case is entered, listed, corrected and removed by command, and the rate set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from areateam.cli import main
from tests.commands.case_register import make_case_register
from tests.contracts.small_register import DAY


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_case_register(tmp_path_factory.mktemp("hours") / "hours.areateam")


def run(
    register: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0
) -> dict[str, Any]:
    common = ["--register", str(register), "--as-at", DAY.isoformat(), "--json"]
    assert main([*common, *words]) == code
    said = capsys.readouterr()
    return {"refused": said.err} if code else dict(json.loads(said.out))


def test_hours_and_the_rate_by_command(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hours = ("case", "hours", "CA1")
    run(register, capsys, *hours, "1h30", "--by", "patel", "--step", "evidence", "--note", "claim")
    (row,) = run(register, capsys, *hours)["rows"]
    assert (row["person"], row["minutes"], row["step"]) == ("J. Patel", 90, "evidence")
    entry = str(row["entry"])
    unsaid = run(register, capsys, *hours, "2", "--correct", entry, code=3)
    assert "Give the reason: you are about to correct time spent." in unsaid["refused"]
    why = ("--reason", "A slip")
    after = run(register, capsys, *hours, "2", "--correct", entry, "--note", "", *why)
    assert (after["minutes"], after["cost"], after["unrated"]) == (120, None, 1)
    (row,) = run(register, capsys, *hours)["rows"]
    assert (row["person"], row["step"], row["note"]) == ("J. Patel", "evidence", None)

    assert run(register, capsys, "rate", "list")["rows"] == []
    rate = ("rate", "set", "38.50", "--from", "2012-04-01")
    assert "where the rate is from" in run(register, capsys, *rate, code=3)["refused"]
    run(register, capsys, *rate, "--source", "Pay bill", "--by", "A. Khan", "--sure", "60")
    (rate_row,) = run(register, capsys, "rate", "list")["rows"]
    assert (rate_row["rate"], rate_row["author"], rate_row["confidence"]) == (
        "38.50",
        "A. Khan",
        60,
    )
    assert run(register, capsys, *hours)["cost"] == "77.00"

    assert run(register, capsys, *hours, "--remove", entry, *why)["minutes"] == 0
    run(register, capsys, "rate", "clear", "--from", "2012-04-01")
    assert run(register, capsys, "rate", "list")["rows"] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("1.5",), "Say who spent the time"),
        (("1.5", "--by", "J. Ptael"), "The nearest is J. Patel"),
        (("1,5", "--by", "J. Patel"), "is no length of time"),
        (("--note", "calls"), "Say how long"),
        (("1", "--remove", "3"), "one of them at a time"),
        (("--remove", "3"), "has no entry 3"),
        (("2", "--correct", "3"), "has no entry 3"),
    ],
)
def test_what_cannot_be_is_said_and_nobody_is_entered_by_a_slip(
    register: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert told in run(register, capsys, "case", "hours", "CA1", *words, code=3)["refused"]
    assert run(register, capsys, "case", "hours", "CA1")["rows"] == []
