"""How money and aims meet over all plans that hold: what the home page and the navigation say."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec

from areateam.plans.plan_check_in_rules import is_overdue
from areateam.plans.plan_gap_views import gaps_of
from areateam.plans.plan_views import PlanHead, PlanView, plan_view, plans


class PlanStanding(msgspec.Struct, frozen=True):
    """Lines without an aim with their pence over all years, aims without money, and the plans.

    `living` is how many aims there are in all; `unlooked` how many of their measures should have
    been looked at before the day and were not.
    """

    lines: int
    pence: int
    aims: int
    living: int
    unlooked: int
    plans: tuple[PlanHead, ...]

    @property
    def apart(self) -> int:
        """How many lines and aims do not meet."""
        return self.lines + self.aims


def plan_standing(connection: sqlite3.Connection, on: date) -> PlanStanding | None:
    """How the plans stand that hold; None where there is no plan."""
    heads = tuple(head for head in plans(connection) if head.is_current)
    if not heads:
        return None
    views = [plan_view(connection, head.id) for head in heads]
    found = [gaps_of(view) for view in views]
    return PlanStanding(
        sum(len(gaps.lines) for gaps in found),
        sum(gaps.without_aim for gaps in found),
        sum(len(gaps.aims) for gaps in found),
        sum(gaps.living for gaps in found),
        sum(_unlooked(view, on) for view in views),
        heads,
    )


def _unlooked(plan: PlanView, on: date) -> int:
    return sum(is_overdue(measure, on) for aim in plan.living for measure in aim.measures)
