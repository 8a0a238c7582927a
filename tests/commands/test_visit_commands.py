"""A notice of a mobile visit is weighed and its case opened by the right procedure."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from areateam.cli import main
from areateam.ledger.ledger import Write
from areateam.office import new_office

_DAY = date(2013, 3, 12)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("visits") / "visits.areateam"
    office = new_office(path, area_team="Q55", as_at=_DAY)

    def fill(write: Write) -> None:
        write.execute("INSERT INTO contractor (made, name) VALUES (?, 'Eyes')", (write.operation,))
        write.execute(
            "INSERT INTO contract (made, group_key, contract_type, contract_no, name,"
            " contractor_id, terms) VALUES (?, 'optometry', 'gos-additional', 'TP1', 'Eyes', 1,"
            " '{}')",
            (write.operation,),
        )

    office.write("Fill", fill)
    office.close()
    return path


def run(register: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    command = ["--register", str(register), "--as-at", _DAY.isoformat(), "--json", *words]
    assert main(command) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_a_notice_is_weighed_by_how_many_patients_there_are(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = ("case", "visit", "TP1", "--given", "2013-03-11 10:00", "--on", "2013-03-13 10:00")
    few = run(register, capsys, *visit, "--patients", "2")
    assert (few["valid"], few["rule"]) == (True, "OP-01")
    many = run(register, capsys, *visit, "--patients", "3", "--changes", "4", "--open")
    assert (many["late"], many["too_many_changes"], many["rule"]) == (True, True, "OP-02")
    assert many["earliest"] == "2013-04-01T00:00"
    shown = run(register, capsys, "show", str(many["ref"]))
    assert shown["procedure"] == "mobile-visit-many"
