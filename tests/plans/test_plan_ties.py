"""What the money of a plan is tied to: only call-offs that there are, with their titles."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from areateam import cli
from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.office import new_office, open_office
from areateam.plan_ties import add_tied_line, call_off_titles, change_tied_line, ties_of
from areateam.plans.plan_actions import LineStated, add_line, add_plan
from areateam.plans.plan_views import plan_view
from tests.calloffs.test_call_offs import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

APRIL = date(2012, 4, 1)
STATED = LineStated("Needs assessment", 8_650_000, APRIL, recurrent=False)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ties") / "t.areateam"
    office = new_office(path, area_team="Q55")
    office.write("Plan", lambda w: add_plan(w, "Primary care", "Q55", APRIL, 3))
    opened(office)
    office.close()
    return path


@pytest.fixture
def office(register: Path) -> Iterator[Office]:
    made = open_office(register)
    yield made
    made.close()


def line_of(office: Office, stated: LineStated) -> int:
    result: int = office.write("Money", lambda w: add_tied_line(w, 1, stated)).result
    return result


def test_money_is_tied_to_a_call_off_that_there_is_and_shown_with_its_title(
    office: Office,
) -> None:
    line = line_of(office, replaced(STATED, calloff=" 12/01 "))
    plan = plan_view(office.store.connection, 1)
    (tie,) = ties_of(office.store.connection, plan)[line]
    assert (tie.kind, tie.id, tie.words) == ("calloff", 1, "12/01 Dental needs assessment")
    assert call_off_titles(office.store.connection) == {"12/01": "Dental needs assessment"}
    office.undo()


def test_a_call_off_that_there_is_not_is_refused_in_one_sentence(office: Office) -> None:
    with pytest.raises(UserProblem) as caught:
        line_of(office, replaced(STATED, calloff="12/99"))
    assert problem_sentence(caught.value) == (
        "There is no call-off “12/99” for the money to be tied to."
    )
    line = line_of(office, STATED)
    assert line not in ties_of(office.store.connection, plan_view(office.store.connection, 1))
    with pytest.raises(UserProblem) as caught:
        office.write("x", lambda w: change_tied_line(w, line, replaced(STATED, calloff="12/99")))
    assert caught.value.code == "line-call-off-unknown"
    office.undo()


def test_a_line_whose_call_off_is_gone_can_still_be_changed(office: Office) -> None:
    gone = replaced(STATED, calloff="11/07")

    def act(write: Write) -> int:
        line = add_line(write, 1, gone)
        change_tied_line(write, line, replaced(gone, pence=5))
        return line

    line = office.write("Money", act).result
    plan = plan_view(office.store.connection, 1)
    (tie,) = ties_of(office.store.connection, plan)[line]
    assert (tie.id, tie.words) == (None, "11/07 not in the register")
    (changed,) = (each for each in plan.lines if each.id == line)
    assert changed.stream.pence == 5
    office.undo()


def test_the_command_checks_and_shows_the_call_off(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> tuple[int, Any]:
        code = cli.main(["--register", str(register), *words])
        return code, capsys.readouterr()

    line = ("plan", "line", "PL1", "Assessment", "86,500", "--from", "2012-10-01", "--once")
    code, said = run(*line, "--calloff", "12/99")
    assert code == 3
    assert "There is no call-off “12/99”" in said.err
    assert run(*line, "--calloff", "12/01")[0] == 0
    assert "is tied to 12/01 Dental needs assessment" in run("plan", "show")[1].out
    shown = json.loads(run("--json", "plan", "show")[1].out)
    assert shown["lines"][0]["ties"] == [{"ref": "12/01", "title": "Dental needs assessment"}]
