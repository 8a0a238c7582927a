"""The right of appeal: its last day by the rule, while it runs, and the case that answers it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest

from areateam.cases.appeal_actions import receive_appeal
from areateam.cases.appeal_views import AppealView, answering, appeal_of_case
from areateam.cases.applicant_actions import NewApplicant, open_for_applicant
from areateam.cases.case_actions import NewCase, assign_cases, finish_step, open_case, skip_step
from areateam.cases.case_due_views import APPEAL, cases_due, count_by_law
from areateam.cases.case_end_actions import close_case, reopen_case
from areateam.cases.case_end_views import cases_beside
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_timeline_views import case_timeline
from areateam.cases.case_views import case_view
from areateam.cases.case_work_views import case_work
from areateam.cases.clock_words import explain
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.procedure_definitions import Subject
from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.duties.duty_rules import Span
from areateam.duties.portfolio_actions import give_portfolio
from areateam.duties.portfolio_rules import Patch
from areateam.ledger.check import content_digest
from areateam.office import KINDS
from areateam.organisations.contractor_rows import Person
from areateam.owners import owner_beside
from tests.demo_register import open_demo

if TYPE_CHECKING:
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

TODAY, RECEIVED, SENT = date(2012, 12, 3), date(2012, 10, 15), date(2012, 11, 30)
KNOWN = load_catalogue().procedures
ANSWERED = [
    (procedure.key, outcome.key, group)
    for procedure in KNOWN.known.values()
    for outcome in procedure.outcome
    for group in procedure.groups
    if outcome.appeal_to and "Ombudsman" not in outcome.appeal_to
]


@pytest.fixture(scope="module")
def office(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = open_demo(demo_file, tmp_path_factory.mktemp("appeals") / "demo.areateam")
    yield made
    made.close()


@pytest.fixture
def book(office: Office) -> Rulebook:
    return rulebook(office.store.connection, office.catalogue, TODAY)


@pytest.fixture
def case(office: Office, book: Rulebook) -> int:
    """An application of an applicant without a contract."""
    applicant = NewApplicant("Anne Example Ltd", "pharmacy", "pharmacy")
    new = NewCase("market-entry-notified", RECEIVED)
    return office.write(
        "apply", lambda w: open_for_applicant(w, book, Subject.APPLICANT, applicant, new)
    ).result


def refuse(office: Office, book: Rulebook, case: int, *, sent: date | None) -> AppealView:
    """Refuse an application; the letter of the decision goes out where a day is given."""

    def act(write: Write) -> None:
        keys = [step.key for step in case_view(write.connection, book, case).steps]
        if sent:
            for key in keys[: keys.index("notify-decision")]:
                skip_step(write, book, case, key, "not wanted here")
            finish_step(write, book, case, "notify-decision", sent)
        close_case(write, book, case, "refused", on=TODAY, comment="No gap in the PNA")

    office.write("refuse", act)
    found = appeal_of_case(office.store.connection, book, case)
    assert found is not None
    return found


def test_the_time_runs_from_the_letter_of_the_decision(
    office: Office, book: Rulebook, case: int
) -> None:
    appeal = refuse(office, book, case, sent=SENT)
    # Reg and Sch 2 of SI 2012/1909: 30 days after the notice; 30 December 2012 is a Sunday.
    assert (appeal.start_on, appeal.legal, appeal.working) == (
        "2012-11-30", "2012-12-30", "2012-12-28",
    )  # fmt: skip
    assert appeal.clock is not None
    sentence = explain(appeal.clock)
    assert "30 days after the notice of the decision on Fri 30 Nov 2012" in sentence
    assert "PH-05" in sentence


def test_without_a_letter_it_runs_from_the_closing(
    office: Office, book: Rulebook, case: int
) -> None:
    appeal = refuse(office, book, case, sent=None)
    assert (appeal.start_on, appeal.legal) == ("2012-12-03", "2013-01-02")


@pytest.mark.parametrize(
    ("day", "runs"),
    [(date(2012, 12, 29), True), (date(2012, 12, 30), True), (date(2012, 12, 31), False)],
)
def test_it_is_due_while_it_runs_and_no_longer(
    office: Office, book: Rulebook, case: int, day: date, runs: bool
) -> None:
    appeal = refuse(office, book, case, sent=SENT)
    connection = office.store.connection
    later = replaced(book, today=day)
    due = [d for d in cases_due(connection, later, 14, by_law=True) if d.case == case]
    assert appeal.runs_on(day) is runs
    assert [(d.step, d.working) for d in due] == ([(APPEAL, "2012-12-30")] if runs else [])
    until = date(2013, 1, 13)
    with_it = count_by_law(connection, day, until)
    office.write("again", lambda w: reopen_case(w, book, case))
    office.write("end", lambda w: close_case(w, book, case, "withdrawn", on=TODAY))
    assert with_it - count_by_law(connection, day, until) == int(runs)


def test_the_home_page_says_where_the_last_day_comes_from(
    office: Office, book: Rulebook, case: int
) -> None:
    refuse(office, book, case, sent=SENT)
    lines = [w for w in case_work(office.store.connection, book, 60) if case in w.cases]
    (line,) = [w for w in lines if w.step == APPEAL]
    assert line.derived.value == "2012-12-30"
    assert "30 days after the notice of the decision" in line.derived.sentence


def test_an_appeal_opens_the_case_that_answers_it_for_the_same_applicant(
    office: Office, book: Rulebook, case: int
) -> None:
    refuse(office, book, case, sent=SENT)
    connection = office.store.connection
    digest = content_digest(connection, KINDS)
    made = office.write(
        "appeal", lambda w: receive_appeal(w, book, case, TODAY, "A gap was overlooked")
    ).result
    view = case_view(connection, book, made)
    assert (view.procedure.key, view.contract, view.contract_name) == (
        "appeal-pharmacy", None, "Anne Example Ltd",
    )  # fmt: skip
    assert [line.why for line in cases_beside(connection, book, case)[0]] == [
        "Appeal against “Refused”"
    ]
    appeal = appeal_of_case(connection, book, case)
    assert appeal is not None
    assert (appeal.answered_by, appeal.received_on) == (made, "2012-12-03")
    assert [d for d in cases_due(connection, book, 60) if d.step == APPEAL and d.case == case] == []
    with pytest.raises(UserProblem) as caught:
        office.write("appeal", lambda w: receive_appeal(w, book, case, TODAY))
    assert caught.value.code == "appeal-received"
    # Opened again and closed anew, the appeal that came in stays.
    office.write("again", lambda w: reopen_case(w, book, case))
    assert appeal_of_case(connection, book, case) == appeal
    office.undo()
    office.undo()
    assert content_digest(connection, KINDS) == digest


@pytest.mark.parametrize("last", [None, TODAY, date(2012, 12, 2)])
def test_an_appeal_goes_to_the_manager_or_if_they_left_to_its_owner(
    office: Office, book: Rulebook, case: int, last: date | None
) -> None:
    def act(write: Write) -> tuple[int, int]:
        ended = last.isoformat() if last else None
        had = write.insert(Person, name="L. Eaver", team="area team", valid_to=ended)
        takes = write.insert(Person, name="T. Aker", team="area team")
        write.execute("UPDATE portfolio SET valid_to = '2012-11-01'")
        give_portfolio(write, takes, Patch(group="pharmacy"), Span(None, None))
        assign_cases(write, [case], had)
        return had, takes

    refuse(office, book, case, sent=SENT)
    had, takes = office.write("People", act).result
    made = office.write(
        "appeal", lambda w: receive_appeal(w, book, case, TODAY, owner=owner_beside)
    ).result
    (manager,) = office.store.connection.execute(
        "SELECT manager_id FROM case_file WHERE id = ?", (made,)
    ).fetchone()
    assert manager == (takes if last and last < TODAY else had)


def test_a_late_appeal_is_taken_and_said_to_be_late(
    office: Office, book: Rulebook, case: int
) -> None:
    refuse(office, book, case, sent=SENT)
    later = replaced(book, today=date(2013, 1, 7))
    office.write("appeal", lambda w: receive_appeal(w, later, case, date(2013, 1, 4)))
    told = [line.text for line in case_timeline(office.store.connection, case)]
    assert "Appeal received, after the last day 30 Dec 2012" in told


def test_an_appeal_cannot_come_before_the_decision_nor_without_a_right(
    office: Office, book: Rulebook, case: int
) -> None:
    with pytest.raises(UserProblem) as caught:
        office.write("appeal", lambda w: receive_appeal(w, book, case, TODAY))
    assert caught.value.code == "appeal-none"
    refuse(office, book, case, sent=SENT)
    with pytest.raises(UserProblem) as caught:
        office.write("appeal", lambda w: receive_appeal(w, book, case, date(2012, 11, 29)))
    assert caught.value.code == "appeal-before-decision"


def test_opening_a_case_again_takes_its_right_of_appeal_back(
    office: Office, book: Rulebook, case: int
) -> None:
    refuse(office, book, case, sent=SENT)
    office.write("again", lambda w: reopen_case(w, book, case))
    assert appeal_of_case(office.store.connection, book, case) is None


def test_an_appeal_without_a_rule_has_no_day_and_can_come(office: Office, book: Rulebook) -> None:
    (contract,) = office.store.connection.execute(
        "SELECT min(id) FROM contract WHERE group_key = 'dental'"
    ).fetchone()
    new = NewCase("breach-dental", RECEIVED)
    made = office.write("open", lambda w: open_case(w, book, contract, new)).result
    office.write("end", lambda w: close_case(w, book, made, "breach", on=TODAY, comment="x"))
    appeal = appeal_of_case(office.store.connection, book, made)
    assert appeal is not None
    assert (appeal.legal, appeal.clock, appeal.runs_on(date(2020, 1, 1))) == (None, None, True)
    answered = office.write("appeal", lambda w: receive_appeal(w, book, made, TODAY)).result
    view = case_view(office.store.connection, book, answered)
    assert (view.procedure.key, view.contract) == ("contract-dispute-other", contract)


@pytest.mark.parametrize(("procedure", "outcome", "group"), ANSWERED)
def test_every_right_of_appeal_has_a_procedure_that_answers_it(
    procedure: str, outcome: str, group: str
) -> None:
    spec = KNOWN.named(procedure)
    found = answering(KNOWN, spec.outcome_of(outcome), group)
    assert found is not None
    assert set(spec.subjects) <= set(found.subjects)
