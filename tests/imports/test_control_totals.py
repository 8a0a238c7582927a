"""Control totals are held against what landed, and each line's part adds up to the penny."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.cli import main
from areateam.core.problems import UserProblem
from areateam.imports.control_actions import set_controls
from areateam.imports.control_rules import (
    MEASURES,
    Reconciliation,
    Stated,
    explain_line,
    parse_controls,
    told_of,
)
from areateam.imports.control_views import control_totals, measures_of, reconciliations
from areateam.imports.waiting_actions import Decision, close_lines
from areateam.imports.waiting_views import waiting_lines
from tests.imports.taking_in import rows, take_text

if TYPE_CHECKING:
    from areateam.office import Office

HEAD = "Contract No,Contractor,Contract Type,Start Date,Annual value\n"
LIST = (
    f"{HEAD}C1,Mr A,GDS,13/01/2006,100.10\nC2,Mr B,XYZ,13/01/2006,20.02\n"
    "C3,Mr C,GDS,31/02/2006,3\nC4,Mr D,GDS,13/01/2006,\nC5,Mr E,GDS,13/01/2006,about 7\n"
    "C6,Mr F,GDS,13/01/2006,40\nC6,Mr G,GDS,13/01/2006,50\n"
)
amounts = st.one_of(st.none(), st.integers(-(10**12), 10**12))


def reconcile(office: Office, batch: int = 1, **totals: int) -> dict[str, Reconciliation]:
    """Set totals and reconcile."""
    office.write("Totals", lambda w: set_controls(w, batch, totals))
    return {r.measure.key: r for r in reconciliations(office.store.connection, batch)}


def reasons(found: Reconciliation) -> dict[str, tuple[int, int]]:
    return {why: (lines, amount) for why, lines, amount in found.by_reason()}


def test_the_difference_is_explained_line_by_line(office: Office, tmp_path: Path) -> None:
    take_text(office, tmp_path, LIST)
    assert measures_of(office.store.connection, 1) == ["rows", "value"]
    found = reconcile(office, rows=8, value=22312)
    assert (found["rows"].landed, found["rows"].difference) == (2, 6)
    assert reasons(found["rows"]) == {"refused": (3, 3), "repeated": (2, 2)}
    assert found["rows"].unexplained == 1
    value = found["value"]
    assert (value.landed, value.difference) == (10010, 12302)
    # 20.02 and 3.00 refused, "about 7" cannot be read; 40 and 50 stand under one number.
    assert reasons(value) == {"refused": (3, 2302), "repeated": (2, 9000)}
    assert [line.readable for line in value.lines if line.code == "C5"] == [False]
    assert value.unexplained == 1000
    assert value.explained + value.unexplained == value.difference
    assert told_of(value).endswith("£10.00 not explained by any line of the file.")


def test_a_line_taken_in_later_landed_and_a_corrected_amount_is_told(
    office: Office, tmp_path: Path
) -> None:
    take_text(office, tmp_path, LIST)
    views = {view.code: view for view in waiting_lines(office.store.connection)}
    fixes = [
        Decision(views["C2"].held, cells=("C2", "Mr B", "GDS", "13/01/2006", "25.02")),
        Decision(views["C5"].held, cells=("C5", "Mr E", "GDS", "13/01/2006", "7")),
    ]
    done, operations = office.decide_waiting(fixes)
    assert [each.outcome for each in done] == ["new", "new"]
    found = reconcile(office, rows=7, value=10010 + 2002 + 300 + 9000)
    assert (found["rows"].landed, found["rows"].unexplained) == (4, 0)
    value = found["value"]
    assert value.landed == 10010 + 2502 + 700
    assert reasons(value)["corrected"] == (2, -500 - 700)
    assert value.unexplained == 0
    office.undo()
    office.undo(operations[0])
    assert reconcile(office, rows=7, value=21312)["value"].landed == 10010


def test_a_blank_and_a_value_that_the_register_kept(office: Office, tmp_path: Path) -> None:
    take_text(office, tmp_path, f"{HEAD}C1,Mr A,GDS,13/01/2006,100\nC2,Mr B,GDS,13/01/2006,5\n")
    take_text(office, tmp_path, f"{HEAD}C1,Ms A,GDS,13/01/2006,\nC2,Mr B,GDS,13/01/2006,5\n")
    value = reconcile(office, batch=2, value=500)["value"]
    # The line known from before landed its 5.00 as well.
    assert value.landed == 10500
    assert reasons(value) == {"blank": (1, -10000)}
    assert value.unexplained == 0


def test_a_line_left_out_or_closed_still_explains(office: Office, tmp_path: Path) -> None:
    take_text(office, tmp_path, LIST)
    held = [view.held for view in waiting_lines(office.store.connection)]
    office.write("Close", lambda w: close_lines(w, held, "no-contract", office.today()))
    assert reconcile(office, rows=7)["rows"].unexplained == 0


def test_totals_are_kept_journalled_and_undone(office: Office, tmp_path: Path) -> None:
    take_text(office, tmp_path, LIST)
    reconcile(office, rows=8)
    reconcile(office, rows=9, value=1)
    connection = office.store.connection
    assert control_totals(connection, 1) == {"rows": 9, "value": 1}
    office.write("Take away", lambda w: set_controls(w, 1, {"rows": None}))
    assert control_totals(connection, 1) == {"value": 1}
    office.undo()
    office.undo()
    assert control_totals(connection, 1) == {"rows": 8}
    assert office.check() == []


def test_a_total_of_what_the_file_does_not_state_is_not_explained(
    office: Office, tmp_path: Path
) -> None:
    take_text(office, tmp_path, LIST)
    found = reconcile(office, udas=412)["udas"]
    assert (found.landed, found.unexplained, found.lines) == (0, 412, ())


@given(st.lists(st.tuples(amounts, amounts, st.sampled_from(["", "refused", "doubtful"]),
                          st.one_of(st.none(), amounts)), max_size=30), amounts)  # fmt: skip
def test_what_is_left_over_is_what_the_file_itself_does_not_state(
    lines: list[tuple[int | None, int | None, str, int | None]], control: int | None
) -> None:
    landed = stated = 0
    found = []
    for number, (said, got, held, brought) in enumerate(lines):
        later = Stated(number, said, brought) if held and brought is not None else None
        stated += said or 0
        landed += (later.landed or 0) if later else 0 if held else (got or 0)
        found.append(explain_line(Stated(number, said, got), later, held))
    result = Reconciliation(
        MEASURES["value"], control or 0, landed, tuple(each for each in found if each)
    )
    assert result.explained == stated - landed
    assert result.unexplained == (control or 0) - stated


def test_totals_are_typed_in_words() -> None:
    assert parse_controls(["rows=1,412", "value=£1,234,567.00", "udas="]) == {
        "rows": 1412,
        "value": 123456700,
        "udas": None,
    }
    for wrong, code in (("rows=many", "number-unreadable"), ("value=1.234", "money-too-precise"),
                        ("pounds=1", "unknown-field")):  # fmt: skip
        with pytest.raises(UserProblem, match=code):
            parse_controls([wrong])


def test_from_the_shell(register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    where = ["--register", str(register)]
    assert (
        main(["import", str(path), "--control", "rows=7", "value=£213.12", "--json", *where]) == 0
    )
    (document,) = json.loads(capsys.readouterr().out)["files"]
    assert [total["unexplained"] for total in document["totals"]] == [0, 0]
    assert main(["reconcile", "B1", "rows=8", *where]) == 1
    told = capsys.readouterr().out
    assert "1 not explained by any line of the file" in told
    assert "line 3: 1, refused  C2 Mr B" in told
    assert main(["reconcile", "B1", "rows=", "value=", *where]) == 3
    assert main(["reconcile", "B7", *where]) == 3
    assert main(["import", str(path), "--control", "rows=many", *where]) == 3


def test_what_an_import_kept_of_lines_that_agree_is_only_their_sum(
    office: Office, tmp_path: Path
) -> None:
    take_text(office, tmp_path, f"{HEAD}C1,Mr A,GDS,13/01/2006,100\nC2,Mr B,XYZ,13/01/2006,5\n")
    (kept,) = rows(office, "SELECT settings FROM batch")[0]
    assert json.loads(kept)["amounts"] == {"value": {"landed": 10000, "lines": [[3, 500, None]]}}
