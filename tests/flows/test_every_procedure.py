"""Every shipped procedure worked from its opening to each of its ends, in every group it is for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from areateam.cases.case_actions import NewCase, finish_step, open_case
from areateam.cases.case_clock_actions import set_case_day
from areateam.cases.case_due_views import cases_due
from areateam.cases.case_end_actions import close_case, reopen_case
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_views import Standing, case_view
from areateam.cases.outcome_ask_views import outcome_asks
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.procedure_definitions import Procedure, Risk, StepKind
from areateam.core.fields import Field, Kind
from areateam.core.problems import UserProblem
from tests.demo_register import open_demo

if TYPE_CHECKING:
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

TODAY = date(2012, 11, 1)
RECEIVED = date(2012, 10, 1)
KNOWN = load_catalogue().procedures.known
WORKED = [(key, group) for key, procedure in KNOWN.items() for group in procedure.groups]


@pytest.fixture(scope="module")
def office(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demonstration register, once for all procedures."""
    office = open_demo(demo_file, tmp_path_factory.mktemp("procedures") / "demo.areateam")
    yield office
    office.close()


def opened(office: Office, book: Rulebook, procedure: Procedure, group: str) -> int:
    """A new case of the procedure at some contract of the group, its days all given."""
    (contract,) = office.store.connection.execute(
        "SELECT min(id) FROM contract WHERE group_key = ?", (group,)
    ).fetchone()
    dates = {d.key: (TODAY + timedelta(n)).isoformat() for n, d in enumerate(procedure.date)}
    for check in procedure.check:
        # Two hundred days after the first satisfy every length and notice there is.
        dates[check.last] = (TODAY + timedelta(200)).isoformat()
    new = NewCase(procedure.key, RECEIVED, risk=Risk.HIGH, value_pence=9_000_000, dates=dates)
    return office.write("open", lambda write: open_case(write, book, contract, new)).result


def work(write: Write, book: Rulebook, procedure: Procedure, case: int) -> None:
    """Do every step in its order; a decision is refused to all but whom it is delegated to."""
    roles = book.catalogue.procedures.roles
    for step in procedure.step:
        wanted = procedure.decider_of(step.key, 9_000_000, Risk.HIGH)
        if wanted and roles[wanted].rank > roles["contract-officer"].rank:
            with pytest.raises(UserProblem) as caught:
                finish_step(
                    write, book, case, step.key, TODAY, decision="x", role="contract-officer"
                )
            assert caught.value.code == "decision-not-delegated"
        decision = "as proposed" if step.kind is StepKind.DECISION else ""
        finish_step(write, book, case, step.key, TODAY, decision=decision, role=wanted)


def sample(field: Field) -> str:
    """Something that a field of that kind takes."""
    if field.choices:
        return field.choices[0].value
    plain = {Kind.DATE: "1 Apr 2033", Kind.MONEY: "25.50", Kind.INTEGER: "1200"}
    return plain.get(field.kind, "AB123" if field.kind is Kind.CODE else "Mon-Fri 09:00-17:00")


def end(write: Write, book: Rulebook, procedure: Procedure, case: int) -> None:
    """Close the case with each outcome in turn, opening it again in between."""
    for outcome in procedure.outcome:
        if outcome.comment:
            with pytest.raises(UserProblem) as caught:
                close_case(write, book, case, outcome.key, on=TODAY)
            assert caught.value.code == "comment-needed"
        reason = outcome.reasons[0] if outcome.reasons else ""
        asks = outcome_asks(write.connection, book, case, outcome.key)
        values = {asked.field.key: sample(asked.field) for asked in asks}
        for asked in asks:
            if asked.required:
                with pytest.raises(UserProblem) as caught:
                    close_case(write, book, case, outcome.key, on=TODAY, comment="Because.")
                assert caught.value.code == "value-needed"
        close_case(
            write, book, case, outcome.key, on=TODAY, reason=reason, comment="Because.",
            values=values,
        )  # fmt: skip
        reopen_case(write, book, case)


@pytest.mark.parametrize(("key", "group"), WORKED)
def test_a_procedure_can_be_worked_to_each_of_its_ends(
    office: Office, key: str, group: str
) -> None:
    book = rulebook(office.store.connection, office.catalogue, TODAY)
    procedure = KNOWN[key]
    case = opened(office, book, procedure, group)
    started = {step.key: step for step in case_view(office.store.connection, book, case).steps}
    for step in procedure.step:
        begins_at_once = step.start in {"received", "opened", *(d.key for d in procedure.date)}
        assert begins_at_once == (started[step.key].legal is not None), step.key
    office.write("work", lambda write: work(write, book, procedure, case))
    office.write("end", lambda write: end(write, book, procedure, case))
    worked = case_view(office.store.connection, book, case)
    for done in worked.steps:
        assert done.standing is Standing.DONE, done.key
        assert bool(procedure.step_of(done.key).start) == (done.legal is not None), done.key


def test_a_milestone_is_never_late_and_a_case_stands_where_it_got_to(office: Office) -> None:
    book = rulebook(office.store.connection, office.catalogue, TODAY)
    procedure = KNOWN["pharmacy-ownership"]
    case = opened(office, book, procedure, "pharmacy")
    must = [step for step in procedure.step if not step.optional]

    def do(write: Write) -> None:
        for step in must:
            finish_step(
                write, book, case, step.key, RECEIVED, decision="granted", role="pharmacy-panel"
            )
        set_case_day(write, book, case, "transfers", date(2013, 3, 1))

    office.write("work", do)
    later = rulebook(office.store.connection, office.catalogue, date(2013, 2, 1))
    view = case_view(office.store.connection, later, case)
    appeal = next(step for step in view.steps if step.key == "appeal-end")
    assert appeal.legal == "2012-10-31"
    assert appeal.standing is Standing.NOTHING_DUE
    due = {step.step for step in cases_due(office.store.connection, later, 60)}
    assert "appeal-end" not in due
    assert {"eps", "list"} <= due
    # The papers that could have been asked for at the beginning are passed by.
    assert view.stage == "decision"
