"""The three benefits joined from plans, indicators and cases."""

from __future__ import annotations

from datetime import date
from statistics import median
from typing import TYPE_CHECKING

import pytest

from areateam.benefits import CallOffCycle, benefits_on
from areateam.calloffs.call_off_report_views import finished
from areateam.calloffs.call_off_views import call_off_book, call_offs
from areateam.cases.case_rows import CaseFile
from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.demo.demo_plans import plan_steps
from areateam.plans.plan_check_in_rules import check_months, is_followed, look_words
from areateam.plans.plan_views import MeasureView
from tests.demo_register import open_demo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

ON = date(2012, 11, 1)


@pytest.fixture(scope="module")
def demo_office(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = open_demo(demo_file, tmp_path_factory.mktemp("benefits") / "demo.areateam")
    yield made
    made.close()


def _case(write: Write, received: str, closed: str | None, origin: str | None = None) -> None:
    text = write.execute("SELECT id FROM procedure_text").fetchone()[0]
    write.insert(
        CaseFile,
        procedure=text,
        procedure_key="list-closure",
        title="x",
        received_on=received,
        opened_on=received,
        risk="low",
        closed_on=closed,
        origin=origin,
        dates={},
    )


def test_benefits_have_their_measures_indicators_and_days_of_cases(office: Office) -> None:
    for step in plan_steps():
        office.write(step.label, step.act)

    def cases(write: Write) -> None:
        write.execute(
            "INSERT INTO procedure_text (made, key, version, digest, content)"
            " VALUES (?, 'list-closure', 1, 'd', '{}')",
            (write.operation,),
        )
        _case(write, "2011-05-01", "2011-05-31")
        _case(write, "2012-03-22", "2012-04-01", "figure C1: under 30%")
        _case(write, "2012-05-01", "2012-05-21")
        _case(write, "2012-06-01", "2012-07-01")
        _case(write, "2012-10-01", None)
        _case(write, "2012-10-01", "2012-12-01")

    office.write("Cases", cases)
    found = benefits_on(office.store.connection, office.catalogue, ON)
    assert [each.key for each in found.benefits] == ["B1", "B2", "B3"]
    listed = [line.code for each in found.benefits for line in each.indicators]
    assert len(listed) == len(set(listed)) >= 34
    names = [[p.measure.name for p in each.planned] for each in found.benefits]
    assert names[0] == ["PMS premium per weighted patient", "Contracts with a signed copy"]
    assert [len(each) for each in names] == [2, 3, 2]
    assert [p.now for p in found.benefits[1].planned] == ["", "76.1%", "57.1%"]
    assert found.benefits[0].planned[0].target == "£4.00 a patient"
    assert found.benefits[0].planned[0].indicator is not None
    (cycle,) = found.cycles
    assert (cycle.now, cycle.closed, cycle.before, cycle.closed_before) == (20, 3, 30, 1)
    assert (found.opened_from, found.cases) == (1, 6)
    assert found.call_offs == CallOffCycle(0, None, 0, 0)
    assert (found.templates.steps, found.conformance.contracts) == (0, 0)
    looks = {each.measure.name: (each.look, each.overdue) for each in found.planned}
    assert looks["Children under five seen in 24 months"] == (
        "not looked at since 30 Jun 2012", True,
    )  # fmt: skip
    assert looks["Practices open at lunch and until 18:30"] == ("by 30 Nov 2012", False)
    assert looks["Contracts with a signed copy"] == ("no check-in set", False)
    assert found.unfollowed == 7, "nobody answers for any of them in this register"


def test_the_ways_of_working_are_counted_from_call_offs_letters_and_contracts(
    demo_office: Office,
) -> None:
    """Checked by hand in the demo: two call-offs of 43 and 48 half-days, one within 45."""
    connection = demo_office.store.connection
    found = benefits_on(connection, demo_office.catalogue, ON)
    lengths = [
        view.clock.total
        for view in finished(
            call_offs(connection, call_off_book(connection, demo_office.catalogue, ON))
        )
    ]
    mine = lengths[-found.call_offs.count :]
    assert found.call_offs.middle == median(mine)
    assert found.call_offs.kept == sum(total <= found.limit for total in mine)
    assert found.call_offs.saved == sum(found.classic - total for total in mine)
    assert (found.limit, found.classic, found.call_offs_before.count) == (45, 260, 4)
    use = found.templates
    assert (use.written, use.sent, use.own, use.with_letter) == (3, 1, 1, 1)
    terms = found.conformance
    assert (terms.done, terms.sent + terms.not_started) == (0, terms.contracts)
    before = benefits_on(connection, demo_office.catalogue, date(2012, 10, 17))
    assert before.templates.written == 0, "what was written later is not counted"


@pytest.mark.parametrize(
    ("check_in", "on", "words"),
    [
        (3, date(2012, 9, 30), "by 30 Sep 2012"),
        (3, date(2012, 10, 1), "not looked at since 30 Jun 2012"),
        (None, date(2030, 1, 1), "no check-in set"),
    ],
)
def test_a_measure_is_looked_at_every_so_many_months(
    check_in: int | None, on: date, words: str
) -> None:
    look, told = (("2012-06-30", 5, "x"),), (1, "2012-03-31", None, None, "Ann", check_in)
    measure = MeasureView(1, "a", "Premium", "", 0, "up", *told, {2013: 4}, look)
    assert look_words(measure, on) == words
    assert is_followed(measure) is (check_in is not None)
    fresh = replaced(measure, actuals=(), baseline_on=None)
    assert look_words(fresh, on) == ("never looked at" if check_in else words)
    with pytest.raises(UserProblem, match="check-in-months"):
        check_months(25)
