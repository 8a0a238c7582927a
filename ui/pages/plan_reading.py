"""What the page of plans reads at once, beside the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from areateam.organisations.organisation_views import people_of_team
from areateam.plans.plan_gap_rules import Drift, Gaps, drift_between, gaps_of
from areateam.plans.plan_views import PlanHead, PlanView, plan_view, plans
from areateam.plans.roll_up_views import Sum, roll_up

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

KINDS = frozenset(
    {
        *("plan", "plan_aim", "plan_measure", "plan_target", "plan_actual", "plan_line"),
        *("plan_control", "person", "contract"),
    }
)


@dataclass(frozen=True, slots=True)
class PlansRead:
    """A plan with all that the page says of it; `kin` are its versions and scenarios."""

    heads: tuple[PlanHead, ...]
    plan: PlanView | None = None
    gaps: Gaps | None = None
    drift: Drift | None = None
    sums: tuple[Sum, ...] = ()
    people: Mapping[int, str] | None = None

    @property
    def kin(self) -> list[PlanHead]:
        """The versions and scenarios of the plan shown."""
        lineage = self.plan.head.lineage if self.plan else ""
        return [head for head in self.heads if head.lineage == lineage]


def read_plans(connection: sqlite3.Connection, wanted: int | None) -> PlansRead:
    """The plan wanted, else the first that holds."""
    heads = tuple(plans(connection))
    known = [head.id for head in heads if head.id == wanted]
    known = known or [head.id for head in heads if head.is_current]
    if not known:
        return PlansRead(heads)
    plan = plan_view(connection, known[0])
    base = plan.head.copy_of if plan.head.is_scenario else plan.head.follows
    return PlansRead(
        heads,
        plan,
        gaps_of(plan),
        drift_between(plan_view(connection, base), plan) if base else None,
        tuple(roll_up(connection, plan)),
        people_of_team(connection),
    )
