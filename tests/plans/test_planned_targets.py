"""The target of a plan that an indicator is held against over time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.indicator_definitions import indicators
from areateam.core.copies import replaced
from areateam.core.xmr import Direction
from areateam.demo.demo_plans import plan_steps
from areateam.planned_targets import target_of
from areateam.variation.series_views import Target

if TYPE_CHECKING:
    from areateam.office import Office

PREMIUM = indicators(load_catalogue()).named("I02")


def test_the_target_due_or_else_the_next_is_that_of_the_plan_of_its_body(office: Office) -> None:
    connection = office.store.connection
    assert target_of(connection, PREMIUM, date(2012, 11, 1), "Q55") is None
    for step in plan_steps():
        office.write(step.label, step.act)
    wanted = {date(2012, 11, 1): ("£9.50", "2013-14"), date(2015, 1, 5): ("£7.00", "2014-15")}
    for day, (figure, year) in wanted.items():
        found = target_of(connection, PREMIUM, day, "Q55")
        assert found == Target(float(figure[1:]), Direction.DOWN, f"target {figure} by {year}")
    on = date(2012, 11, 1)
    other_plan = target_of(connection, PREMIUM, on, "5N7")
    assert other_plan is not None
    assert other_plan.words == "target £8.00 by 2013-14"
    assert target_of(connection, PREMIUM, on, "5EM") is None, "that is no plan of its PCT"
    for other in (
        {"better": Direction.UP},  # the plan wants less
        {"unit": "%"},
        {"key": "gbp-per-uda"},
    ):
        assert target_of(connection, replaced(PREMIUM, **other), on, "Q55") is None
