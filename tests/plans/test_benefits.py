"""The three benefits joined from plans, indicators and cases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from areateam.benefits import benefits_on
from areateam.cases.case_rows import CaseFile
from areateam.demo.demo_plans import plan_steps

if TYPE_CHECKING:
    from areateam.ledger.ledger import Write
    from areateam.office import Office

ON = date(2012, 11, 1)


def _case(write: Write, received: str, closed: str | None, origin: str | None = None) -> None:
    text = write.execute("SELECT id FROM procedure_text").fetchone()[0]
    write.insert(
        CaseFile,
        procedure=text,
        procedure_key="closed-list",
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
            " VALUES (?, 'closed-list', 1, 'd', '{}')",
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
