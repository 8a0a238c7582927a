"""Naughty texts go the whole way: import, export, import into another register, unchanged."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from areateam import cli
from areateam.core.spreadsheet_text import CELL_ERRORS, guard_text
from tests.exports.test_export_round_trip import NASTY

HEADINGS = ("Contract No", "Contractor", "Contract Type", "PCT", "Premises")
LONGEST = 2000


def naughty(shared: Path | None) -> list[str]:
    """Texts of our own and, where they are there, the big list of naughty strings and formulas."""
    texts = list(NASTY)
    torture = shared / "torture" if shared else Path("nowhere")
    if (listed := torture / "blns" / "blns.json").exists():
        texts += json.loads(listed.read_text("utf-8"))
    if (formulas := torture / "csv-injection" / "csv-payload.txt").exists():
        texts += formulas.read_text("utf-8").splitlines()
    # A register keeps texts without blanks at their ends; what XML cannot hold is refused by name.
    kept = (text.strip() for text in texts if not set("\ufffe\uffff\0") & set(text))
    return [text for text in dict.fromkeys(kept) if text and len(text) <= LONGEST]


def run(register: Path, *words: object) -> None:
    assert cli.main(["--register", str(register), "--quiet", *map(str, words)]) == 0


def premises_in(register: Path, folder: Path) -> dict[str, str]:
    """The premises by contract, as the register holds them."""
    out = folder / "read.json"
    run(register, "export", "contracts", "--format", "json", "--columns", "all", "-o", out)
    rows = json.loads(out.read_text("utf-8"))["rows"]
    return {row["contract_no"]: row["premises"] for row in rows}


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_every_naughty_text_comes_back_code_point_for_code_point(
    format_: str, register: Path, tmp_path: Path, shared: Path | None
) -> None:
    texts = naughty(shared)
    assert CELL_ERRORS & set(texts)
    expected = {str(700_000 + number): text for number, text in enumerate(texts)}
    first = tmp_path / "first.csv"
    with first.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADINGS)
        for number, text in expected.items():
            writer.writerow([number, f"Practice {number}", "GMS", "5N6", guard_text(text)])
    second = register.with_name("second.areateam")
    shutil.copyfile(register, second)
    run(register, "import", first, "--strict")
    assert premises_in(register, tmp_path) == expected
    out = tmp_path / f"out.{format_}"
    run(register, "export", "contracts", "--format", format_, "--columns", "all", "-o", out)
    run(second, "import", out, "--strict")
    assert premises_in(second, tmp_path) == expected
