"""What plans that hold want an indicator to reach, which its limits over time are held against.

Plans and variation do not know each other; they are joined here.
"""

from __future__ import annotations

import sqlite3
from datetime import date

from areateam.catalogue.indicator_definitions import Indicator
from areateam.core.xmr import Direction
from areateam.organisations.organisation_views import own_area_team
from areateam.plans.plan_money_rules import financial_year, year_name
from areateam.plans.plan_views import MeasureView, plan_view, plans
from areateam.variation.series_views import Target

_SIGNS = "£%"


def target_of(
    connection: sqlite3.Connection, indicator: Indicator, on: date, pct: str = ""
) -> Target | None:
    """The target due on a day, or else the next one, of the first measure tied to the indicator.

    Of the plan of the PCT, where one is named and has one, else of the register's own area team;
    what another PCT plans is none. A measure in another unit, or one that should go the other
    way, is none; an indicator that says no way goes that of the plan.
    """
    year, (own, _) = financial_year(on), own_area_team(connection)
    bodies = [body for body in (pct, own) if body]
    holding = [head for head in plans(connection) if head.is_current and head.body in bodies]
    for head in sorted(holding, key=lambda head: bodies.index(head.body)):
        for aim in plan_view(connection, head.id).living:
            for measure in aim.measures:
                if measure.targets and _fits(measure, indicator):
                    return _target(measure, indicator, year)
    return None


def _fits(measure: MeasureView, indicator: Indicator) -> bool:
    signs = [unit[:1] if unit[:1] in _SIGNS else "" for unit in (measure.unit, indicator.unit)]
    ways = (measure.direction, Direction.NEITHER)
    return measure.indicator == indicator.key and indicator.better in ways and signs[0] == signs[1]


def _target(measure: MeasureView, indicator: Indicator, year: int) -> Target:
    past = [each for each in measure.targets if each <= year]
    due = max(past) if past else min(measure.targets)
    scaled = measure.targets[due]
    words = f"target {measure.short(scaled)} by {year_name(due)}"
    value = scaled / 10**measure.places / indicator.scale
    return Target(value, Direction(measure.direction), words)
