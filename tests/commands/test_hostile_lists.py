"""One PCT's list in five hostile forms, on the command line: a mapping once, then no question."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from areateam import cli
from tests.fresh_register import fresh_register

FILES = Path(__file__).parents[1] / "files"
COMMON = ["--words", "{sort}=Full GMS=GMS", "--map", "{sort}=contract_type", "Our ref=contract_no"]
FLAT = ["In force since=start_date", "Paid a year=annual_value"]
MERGED = ["Deal since=start_date", "Deal until=end_date", "Premises street=site.address_1",
          "Premises town=site.address_4", "Premises code=site.postcode",
          "Paid a year=annual_value"]  # fmt: skip
OPTIONS = {
    "preamble": ("Sort of deal", FLAT, []),
    "semicolons": ("Sort of deal", FLAT, []),
    "cp1252": ("Sort of deal", FLAT, []),
    "us_dates": ("Sort of deal", FLAT, ["--dates", "In force since=mdy"]),
    "merged_headers": ("Deal sort", MERGED, []),
}
NAMES = ["The Orchard Practice", "Market Place Surgery", "Bridge Street Surgery"]
ODD_NAMES = ["Café Orchard Practice \N{EN DASH} Ripley"]


def run(
    register: Path, capsys: pytest.CaptureFixture[str], *words: str | Path, code: int = 0
) -> Any:
    """Run a command on a register with --json and read its document."""
    capsys.readouterr()
    left = cli.main(["--register", str(register), "--json", *map(str, words)])
    out, error = capsys.readouterr()
    assert left == code, error
    return json.loads(out)


@pytest.mark.parametrize("variant", OPTIONS)
def test_a_hostile_list_needs_its_mapping_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], variant: str
) -> None:
    register = fresh_register(tmp_path / "q55.areateam")
    (found,) = FILES.glob(f"pct_list_{variant}.*")
    path = Path(shutil.copy(found, tmp_path / found.name))
    declined = run(register, capsys, "import", path, code=3)["declined"]
    assert [each["code"] for each in declined] == ["not-a-contractor-file"]
    sort, maps, more = OPTIONS[variant]
    told = [word.format(sort=sort) for word in COMMON]
    run(
        register, capsys, "mapping", "save", "Derbyshire", path, "--pct", "5N6", *more, *told, *maps
    )
    (first,) = run(register, capsys, "import", path)["files"]
    assert (first["mapping"], first["new"], first["questions"]) == ("Derbyshire", 3, [])
    shown = run(register, capsys, "show", "DC/001")["values"]
    expected = "2004-04-01" if variant == "us_dates" else "2004-04-13"
    names = ODD_NAMES if variant == "cp1252" else NAMES
    assert (shown["start_date"], shown["name"]) == (expected, names[0])
    assert (shown["contract_type"], shown["pct_code"]) == ("gms", "5N6")
    (second,) = run(register, capsys, "import", path)["files"]
    assert (second["mapping"], second["same"], second["new"]) == ("Derbyshire", 3, 0)
    assert second["questions"] == []
    run(register, capsys, "check")


def test_one_mapping_reads_every_form_with_the_same_headings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = fresh_register(tmp_path / "q55.areateam")
    sort, maps, _ = OPTIONS["preamble"]
    told = [word.format(sort=sort) for word in COMMON]
    first = FILES / "pct_list_preamble.csv"
    run(register, capsys, "mapping", "save", "Derbyshire", first, *told, *maps)
    for variant, expected in (
        ("preamble", (3, 0, 0)),
        ("semicolons", (0, 0, 3)),
        ("cp1252", (0, 3, 0)),
    ):
        (found,) = FILES.glob(f"pct_list_{variant}.*")
        (taken,) = run(register, capsys, "import", found)["files"]
        assert taken["mapping"] == "Derbyshire", variant
        assert (taken["new"], taken["changed"], taken["same"]) == expected, variant
