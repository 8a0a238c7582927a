"""Where values are from and whose word counts, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_command_line import Line

_LIST = (
    "Contract No,Contractor,Contract Type,PCT,Annual Value\n"
    '700100,Bright Smile Surgery,GMS,5N6,"£455,100.00"\n'
)


@pytest.fixture
def filled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    """A register with one contract imported."""
    made = Line(tmp_path / "q55.areateam", capsys)
    made("new", made.register)
    source = tmp_path / "list.csv"
    source.write_text(_LIST, encoding="utf-8")
    made("import", source)
    return made


def test_where_values_are_from_and_whose_word_counts(filled: Line, tmp_path: Path) -> None:
    other = tmp_path / "finance.csv"
    other.write_text("Contract No,Provider,Contract Type,PCT,Annual Value\n"
                     "700100,Bright Smile Surgery,GMS,5N6,£7\n", encoding="utf-8")  # fmt: skip
    filled("import", other)
    rows = filled.json("claims", "700100", "annual_value")["rows"]
    assert [(r["value"], r["file"], r["line"], r["wins"]) for r in rows] == [
        (700, "finance.csv", 2, True),
        (45_510_000, "list.csv", 2, False),
    ]
    assert rows[0]["why"]
    assert "finance.csv, line 2" in filled("claims", "700100")
    (found,) = filled.json("list", "disputed")["rows"]
    assert (found["field"], found["name"]) == ("contract.annual_value", "Bright Smile Surgery")
    first, second = (r["source"] for r in rows)
    order = ("precedence", "set", "contract.annual_value", f"{second}>{first}")
    assert filled.json(*order, "--dry-run")["changes"] == 1
    assert filled.json("show", "700100")["values"]["annual_value_pence"] == 700
    changed = filled.json(*order)
    assert changed["changes"] == 1
    assert filled.json("show", "700100")["values"]["annual_value_pence"] == 45_510_000
    listed = {r["field"]: r for r in filled.json("precedence", "list")["rows"]}
    assert listed["contract.annual_value"]["order"] == [second, first]
    assert listed["contract.annual_value"]["own"]
    assert filled.json("precedence", "derive")["changes"] == 0
    assert filled.json("precedence", "derive", "--dry-run") == {"changes": 0, "operation": None}
    filled("undo", str(changed["operation"]))
    assert filled.json("show", "700100")["values"]["annual_value_pence"] == 700
    filled("precedence", "set", code=3)
    filled("precedence", "set", "contract.annual_value", "Nobody", code=3)
    assert "Nobody" in filled.error
