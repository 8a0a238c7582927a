"""`history CA1` gives the changes of a case, and operations say what they did to it in words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam import cli
from areateam.contracts.contract_change_views import operation_lines
from areateam.office import KINDS

if TYPE_CHECKING:
    pass


def test_the_history_of_a_case_has_its_steps_and_pauses(
    demo_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--register", str(demo_file), "history", "CA1", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    fields = {row["field"] for row in rows}
    assert {"done_on", "next_due", ""} <= fields
    assert {row["user"] for row in rows} == {"R. Osei", "J. Patel"}
    assert [row["operation"] for row in rows] == sorted(
        (row["operation"] for row in rows), reverse=True
    )


def test_the_history_of_a_case_has_its_letters(
    tmp_path: Path, demo_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(shutil.copy(demo_file, tmp_path / "own.areateam"))
    paper = tmp_path / "reply.pdf"
    paper.write_bytes(b"%PDF-1.4 reply")
    common = ["--register", str(path), "--as-at", "2012-11-01"]
    assert cli.main([*common, "case", "file", "CA1", str(paper)]) == 0
    assert cli.main([*common, "history", "CA1"]) == 0
    said = capsys.readouterr().out
    assert ": reply.pdf filed" in said
    assert cli.main([*common, "undo"]) == 0
    assert ", Hallam Fields Surgery: reply.pdf filed" in capsys.readouterr().out


def test_a_case_that_is_not_there_is_told(
    demo_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--register", str(demo_file), "history", "CA9999"]) != 0
    assert "CA9999" in capsys.readouterr().err


def test_what_an_operation_did_to_a_case_is_said_in_words(demo_file: Path) -> None:
    from areateam.office import open_office

    opened = open_office(demo_file, writable=False)
    connection = opened.store.connection
    (operation,) = connection.execute(
        "SELECT id FROM operation WHERE label LIKE '%list figures came in%'"
    ).fetchone()
    lines = operation_lines(connection, opened.catalogue, KINDS, operation)
    opened.close()
    said = {(line.what, line.before, line.after) for line in lines}
    assert ("Step: Last day by the rule", "29 Oct 2012", "1 Nov 2012") in said
    assert ("Pause", "", "added: waiting for another body") in said
    names = {line.name for line in lines}
    assert "Closure of the list" in names
    assert not any(line.name.startswith("case_") or "_id" in line.what for line in lines)
