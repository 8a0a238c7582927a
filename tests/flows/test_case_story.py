"""A list closure from application to outcome, and thousands of cases at once, without a window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from areateam.cases.case_actions import NewCase, finish_step, open_case, open_cases, skip_step
from areateam.cases.case_clock_actions import agree_day, set_case_day
from areateam.cases.case_due_views import DueStep, cases_due
from areateam.cases.case_end_actions import (
    change_procedure,
    close_case,
    procedure_change,
    reopen_case,
)
from areateam.cases.case_rules import OWN_PAUSES
from areateam.cases.case_views import (
    CaseView,
    Standing,
    case_view,
)
from areateam.cases.pause_actions import pause_step
from areateam.cases.rulebook_views import rulebook
from areateam.core.problems import UserProblem
from areateam.ledger.check import content_digest
from areateam.office import KINDS, Office
from tests.demo_register import open_demo

TODAY = date(2012, 11, 1)


@dataclass
class CaseDesk:
    """An office with what its cases are reckoned by."""

    office: Office

    def __post_init__(self) -> None:
        self.book = rulebook(self.office.store.connection, self.office.catalogue, TODAY)

    def do(self, act: object, *values: object, **named: object) -> object:
        """Run one action in a write of its own and return what it gives."""
        assert callable(act)
        return self.office.write(
            getattr(act, "__name__", "act"), lambda write: act(write, self.book, *values, **named)
        ).result

    def view(self, case: int) -> CaseView:
        """The case as its page shows it."""
        return case_view(self.office.store.connection, self.book, case)

    def due(self, within: int) -> list[DueStep]:
        """The steps of all cases that are due, those of the demo among them."""
        return cases_due(self.office.store.connection, self.book, within)

    def digest(self) -> str:
        """A digest of all journalled content."""
        return content_digest(self.office.store.connection, KINDS)

    def contracts(self, group: str, count: int = 1) -> list[int]:
        """Some contracts of a group."""
        rows = self.office.store.connection.execute(
            "SELECT id FROM contract WHERE group_key = ? ORDER BY id LIMIT ?", (group, count)
        )
        return [row[0] for row in rows]


@pytest.fixture
def desk(demo_file: Path, tmp_path: Path) -> Iterator[CaseDesk]:
    office = open_demo(demo_file, tmp_path / "demo.areateam")
    yield CaseDesk(office)
    office.close()


def opened(desk: CaseDesk, received: date = date(2012, 10, 22)) -> int:
    case = desk.do(open_case, desk.contracts("gp")[0], NewCase("list-closure", received))
    assert isinstance(case, int)
    return case


def test_a_list_closure_from_application_to_outcome_and_back(desk: CaseDesk) -> None:
    before = desk.digest()
    case = opened(desk)
    view = desk.view(case)
    days = {s.key: (s.legal, s.working) for s in view.steps}
    assert days["acknowledge"] == ("2012-10-28", "2012-10-26")
    assert days["decide"] == ("2012-11-11", "2012-11-09")
    assert view.standing is Standing.LATE
    with pytest.raises(UserProblem) as caught:
        desk.do(finish_step, case, "decide", TODAY, decision="approved", role="panel")
    assert caught.value.code == "step-waits"
    desk.do(finish_step, case, "support", TODAY)
    desk.do(skip_step, case, "consult", "The committee was asked in September")
    with pytest.raises(UserProblem) as caught:
        desk.do(finish_step, case, "decide", TODAY, decision="approved", role="contract-manager")
    assert caught.value.code == "decision-not-delegated"
    desk.do(finish_step, case, "decide", TODAY, decision="approved", role="panel")
    desk.do(set_case_day, case, "closes", date(2012, 12, 1))
    desk.do(set_case_day, case, "reopening", date(2013, 6, 1))
    legal = {s.key: s.legal for s in desk.view(case).steps}
    # Eight weeks before the list opens again, and five working days after the decision.
    assert legal["extension"] == "2013-04-06"
    assert legal["notify"] == "2012-11-08"
    desk.do(close_case, case, "approved", on=TODAY)
    contract = desk.view(case).contract
    row = desk.office.store.connection.execute(
        "SELECT terms ->> '$.list_status', terms ->> '$.reopens_on' FROM contract WHERE id = ?",
        (contract,),
    ).fetchone()
    assert row == ("closed", "2013-06-01")
    for _ in range(7):
        desk.office.undo()
    assert desk.digest() == before


def test_a_closed_case_is_only_changed_once_it_is_open_again(desk: CaseDesk) -> None:
    case = opened(desk)
    desk.do(close_case, case, "withdrawn", on=TODAY)
    with pytest.raises(UserProblem) as caught:
        desk.do(finish_step, case, "log", TODAY)
    assert caught.value.code == "case-is-closed"
    assert case not in {due.case for due in desk.due(30)}
    desk.do(reopen_case, case)
    desk.do(finish_step, case, "log", TODAY)
    assert desk.view(case).standing is Standing.LATE


def test_a_refusal_wants_a_comment_and_a_day_that_is_missing_is_named(desk: CaseDesk) -> None:
    case = opened(desk)
    for outcome, code in (("rejected", "comment-needed"), ("approved", "outcome-day-missing")):
        with pytest.raises(UserProblem) as caught:
            desk.do(close_case, case, outcome, on=TODAY)
        assert caught.value.code == code


def test_a_date_by_law_takes_an_agreement_and_no_pause(desk: CaseDesk) -> None:
    case = opened(desk)
    with pytest.raises(UserProblem) as caught:
        desk.do(pause_step, case, "decide", reason=OWN_PAUSES[0], evidence="call", first=TODAY)
    assert caught.value.code == "clock-is-statutory"
    desk.do(agree_day, case, "decide", date(2012, 11, 30), "letters of 29 October")
    assert {s.key: s.legal for s in desk.view(case).steps}["decide"] == "2012-11-30"


def test_our_own_target_stands_still_while_it_is_paused(desk: CaseDesk) -> None:
    case = opened(desk)
    desk.do(pause_step, case, "consult", reason=OWN_PAUSES[1], evidence="call", first=TODAY)
    standing = {s.key: s.standing for s in desk.view(case).steps}
    assert standing["consult"] is Standing.PAUSED
    assert "consult" not in {due.step for due in desk.due(90) if due.case == case}


def test_an_old_case_has_the_rule_of_its_day(desk: CaseDesk) -> None:
    """SI 2012/970 brought the list-closure rules on 30 April 2012; before, we hold none."""
    case = opened(desk, date(2012, 4, 29))
    assert {s.key: s.legal for s in desk.view(case).steps}["decide"] is None
    case = opened(desk, date(2012, 4, 30))
    assert {s.key: s.legal for s in desk.view(case).steps}["decide"] == "2012-05-20"


def test_many_cases_open_as_one_step_with_the_same_days(desk: CaseDesk) -> None:
    before = desk.digest()
    contracts = desk.contracts("gp", 200)
    cases = desk.do(open_cases, contracts, NewCase("list-closure", date(2012, 10, 22)))
    assert isinstance(cases, list)
    assert len(cases) == 200
    views = [desk.view(case) for case in (cases[0], cases[-1])]
    assert [s.legal for s in views[0].steps] == [s.legal for s in views[1].steps]
    assert [view.contract for view in views] == [contracts[0], contracts[-1]]
    assert sum(due.case in cases for due in desk.due(90)) == 200 * 5
    desk.office.undo()
    assert desk.digest() == before


def test_a_procedure_for_another_group_is_refused(desk: CaseDesk) -> None:
    with pytest.raises(UserProblem) as caught:
        desk.do(open_case, desk.contracts("dental")[0], NewCase("list-closure", TODAY))
    assert caught.value.code == "procedure-of-another-group"


def test_another_procedure_keeps_what_was_done(desk: CaseDesk) -> None:
    case = opened(desk)
    desk.do(finish_step, case, "log", TODAY)
    change = procedure_change(desk.office.store.connection, desk.book, case, "list-closure")
    assert (change.added, change.dropped) == ((), ())
    desk.do(change_procedure, case, "list-closure")
    assert {s.key: s.done_on for s in desk.view(case).steps}["log"] == TODAY.isoformat()
