"""Indicators held against what the publishers of the files reckon themselves."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from areateam import cli
from tests.commands.test_command_line import Line

if TYPE_CHECKING:
    from pathlib import Path

PAYMENTS = "gp/nhspaymentsgp-15-16-csv.csv"
UDAS = "dental/uda_contractor_202312.csv"
SOME = {"C81024", "C83020", "Y02962", "Y02499"}
"""Practices far outside the limits."""


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    made = Line(tmp_path / "real.areateam", capsys)
    assert cli.main(["new", str(made.register), "--area-team", "Q55"]) == 0
    return made


def _part(source: Path, made: Path, named: set[str]) -> list[dict[str, str]]:
    """Every fortieth line of a file, and those that are named, written to a file of their own."""
    lines = source.read_bytes().splitlines(keepends=True)
    names = [name.encode() for name in named]
    kept = [
        each
        for place, each in enumerate(lines)
        if place % 40 == 0 or any(name in each for name in names)
    ]
    made.write_bytes(b"".join(kept))
    return list(csv.DictReader(b"".join(kept).decode("cp1252").splitlines()))


def test_pounds_for_a_weighted_patient_are_those_that_the_publisher_prints(
    line: Line, tmp_path: Path, shared: Path | None
) -> None:
    if shared is None:
        return
    rows = _part(shared / "data" / PAYMENTS, tmp_path / "payments.csv", SOME)
    line("import", tmp_path / "payments.csv")
    found = line.json("--as-at", "2015-10-01", "variation", "I01")
    ours = {row["ref"]: row["value"] for row in found["rows"]}
    theirs = {row["PracticeCode"]: float(row["AveragePaymentPerWeightedPatient_£"]) for row in rows}
    assert set(ours) >= SOME - {"Y02499"}
    assert len(ours) > 150
    for code, value in ours.items():
        assert value == pytest.approx(theirs[code], abs=0.006)
    assert found["left_out"] or found["queried"]


def test_pounds_for_a_uda_and_the_month_s_delivery_are_those_of_the_file(
    line: Line, tmp_path: Path, shared: Path | None
) -> None:
    if shared is None:
        return
    rows = _part(shared / "data" / UDAS, tmp_path / "udas.csv", {"1436930002", "1376770003"})
    line("import", tmp_path / "udas.csv")
    read = {row["CONTRACT_NUMBER"]: row for row in rows}
    prices = line.json("--as-at", "2023-12-31", "variation", "I10")["rows"]
    shown = {row["ref"]: row["shown"] for row in prices}
    assert shown["1436930002"] == "£66.93"
    for row in prices:
        theirs = read[row["ref"]]
        value = float(theirs["GENERAL_DENTAL_FIN_VALUE"]) / float(theirs["UDA_PERF_TARGET"])
        assert row["value"] == pytest.approx(value)
    months = line.json("--as-at", "2023-12-31", "variation", "I11M")["rows"]
    assert {row["ref"]: row["shown"] for row in months}["1376770003"] == "1,080.0%"
    for row in months:
        theirs = read[row["ref"]]
        value = float(theirs["UDA_DELIVERED"]) / float(theirs["UDA_PERF_TARGET"])
        assert row["value"] == pytest.approx(value)
