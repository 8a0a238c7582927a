"""What the page of plans reads at once, beside the window."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from areateam.organisations.organisation_views import people_of_team
from areateam.plan_ties import Tie, call_off_titles, ties_of
from areateam.plans.plan_gap_views import Drift, Gaps, drift_between, gaps_of
from areateam.plans.plan_views import PlanHead, PlanView, plan_view, plans
from areateam.plans.plan_words import crosswalk_sentence, whose
from areateam.plans.roll_up_views import Sum, roll_up
from ui.style.marks import Shape
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = frozenset(
    {
        *("plan", "plan_aim", "plan_measure", "plan_target", "plan_actual", "plan_line"),
        *("plan_control", "person", "contract", "call_off", "case_file"),
    }
)


@dataclass(frozen=True, slots=True)
class PlansRead:
    """A plan with all that the page says of it; `kin` are its versions and scenarios.

    `ties` are what its lines are tied to, `call_offs` the titles of call-offs by number.
    """

    heads: tuple[PlanHead, ...]
    plan: PlanView | None = None
    gaps: Gaps | None = None
    drift: Drift | None = None
    sums: tuple[Sum, ...] = ()
    people: Mapping[int, str] = field(default_factory=dict)
    ties: Mapping[int, tuple[Tie, ...]] = field(default_factory=dict)
    call_offs: Mapping[str, str] = field(default_factory=dict)

    @property
    def kin(self) -> list[PlanHead]:
        """The versions and scenarios of the plan shown."""
        lineage = self.plan.head.lineage if self.plan else ""
        return [head for head in self.heads if head.lineage == lineage]


def read_plans(connection: Any, wanted: int | None) -> PlansRead:
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
        ties_of(connection, plan),
        call_off_titles(connection),
    )


def header_spans(read: PlansRead) -> list[Span]:
    """The sentence above the page: how money and aims meet."""
    if read.plan is None or read.gaps is None:
        return [Span("The register has no plan yet.")]
    apart = read.gaps.is_apart
    shape = Shape.RISK if apart else Shape.OK
    return [Span(crosswalk_sentence(read.gaps), mark=shape, strong=apart)]


def whose_spans(read: PlansRead) -> list[Span]:
    """What stands above the title: whose plan it is, and from when to when."""
    return [Span(whose(read.plan.head))] if read.plan else []


def chosen(plan: PlanView, key: str, kind: str) -> int:
    """The id that a key such as "plan_aim 3" names, where it is of the kind; else 0.

    The key of a measure also names the aim that it is of.
    """
    found, _, number = key.partition(" ")
    if found == kind:
        return int(number)
    if kind == "plan_aim" and found == "plan_measure":
        return next(a.id for a in plan.aims if any(m.id == int(number) for m in a.measures))
    return 0
