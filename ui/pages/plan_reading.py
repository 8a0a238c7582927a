"""What the page of plans reads at once, beside the window."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from areateam.core.amounts import format_money
from areateam.organisations.organisation_views import own_area_team, people_of_team
from areateam.plan_ties import Tie, call_off_titles, ties_of
from areateam.plans.plan_before_views import before_words, kin_of, plan_before
from areateam.plans.plan_body_views import bodies_after_all
from areateam.plans.plan_gap_views import Drift, Gaps, drift_between, gaps_of
from areateam.plans.plan_owner_views import plan_of_part
from areateam.plans.plan_views import PlanHead, PlanView, plan_view, plans
from areateam.plans.plan_words import crosswalk_sentence, whose
from areateam.plans.roll_up_views import Sum, roll_up
from ui.style.marks import Shape
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

KINDS = frozenset(
    {
        *("plan", "plan_aim", "plan_measure", "plan_target", "plan_actual", "plan_line"),
        *("plan_control", "person", "contract", "call_off", "case_file"),
    }
)


@dataclass(frozen=True, slots=True)
class PlansRead:
    """A plan with all that the page says of it; `kin` are its versions and scenarios.

    `drift` is what moved since what the plan came from, and `against` says what that is. `ties`
    are what its lines are tied to, `call_offs` the titles of call-offs by number. `partners` are
    the plans that it can be merged with. `weighed` has of each of its kin the aims, the pence of
    all years and those without an aim.
    """

    heads: tuple[PlanHead, ...]
    plan: PlanView | None = None
    gaps: Gaps | None = None
    drift: Drift | None = None
    against: str = ""
    sums: tuple[Sum, ...] = ()
    people: Mapping[int, str] = field(default_factory=dict)
    ties: Mapping[int, tuple[Tie, ...]] = field(default_factory=dict)
    call_offs: Mapping[str, str] = field(default_factory=dict)
    partners: tuple[PlanHead, ...] = ()
    on: date = date.min
    weighed: Mapping[int, tuple[int, int, int]] = field(default_factory=dict)

    @property
    def kin(self) -> list[PlanHead]:
        """The versions and scenarios of the plan shown."""
        return kin_of(self.heads, self.plan.head) if self.plan else []


def read_plans(connection: Any, wanted: int | None, on: date, part: str = "") -> PlansRead:
    """The plan wanted as it stands on a day, else the first that holds, the area team's first.

    Wanted is also the plan of a part such as "plan_aim 3".
    """
    heads = tuple(plans(connection))
    if part:
        wanted = plan_of_part(connection, part)
    known = [head.id for head in heads if head.id == wanted]
    if not known:
        own = own_area_team(connection)[0]
        current = [head for head in heads if head.is_current]
        known = [head.id for head in sorted(current, key=lambda head: head.body != own)]
    if not known:
        return PlansRead(heads)
    plan = plan_view(connection, known[0])
    before = plan_before(connection, plan.head)
    return PlansRead(
        heads,
        plan,
        gaps_of(plan),
        drift_between(before, plan) if before else None,
        before_words(plan.head, before) if before else "",
        tuple(roll_up(connection, plan)),
        people_of_team(connection),
        ties_of(connection, plan),
        call_off_titles(connection),
        tuple(_partners(connection, plan.head, heads)),
        on,
        {each.id: _weighed(plan_view(connection, each.id)) for each in kin_of(heads, plan.head)},
    )


def _weighed(plan: PlanView) -> tuple[int, int, int]:
    gaps = gaps_of(plan)
    return len(plan.living), gaps.with_aim + gaps.without_aim, gaps.without_aim


def _partners(connection: Any, head: PlanHead, heads: Sequence[PlanHead]) -> Iterator[PlanHead]:
    """The plans that hold and that some body has, or takes over, together with this one."""
    for each in heads:
        holds = each.is_current and head.is_current and each.id != head.id
        if holds and bodies_after_all(connection, (head.body, each.body)):
            yield each


def header_spans(read: PlansRead) -> list[Span]:
    """The sentence above the page: how money and aims meet."""
    if read.plan is None or read.gaps is None:
        return [Span("The register has no plan yet.")]
    apart = read.gaps.is_apart
    shape = Shape.RISK if apart else Shape.OK
    return [Span(crosswalk_sentence(read.gaps), mark=shape, strong=apart)]


def short_words(read: PlansRead) -> str:
    """What stands beside the title in a narrow window: the money and the aims that are apart."""
    if read.gaps is None or not read.gaps.is_apart:
        return "money and aims meet" if read.gaps else ""
    aims = len(read.gaps.aims)
    bare = f"{aims:,} aim{'' if aims == 1 else 's'} without money"
    return f"{format_money(read.gaps.without_aim)} serves none; {bare}"


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
