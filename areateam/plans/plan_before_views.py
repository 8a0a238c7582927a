"""Reads what a plan is compared with: the version before, the plan copied, the plans merged."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from areateam.plans.plan_views import PlanHead, PlanView, plan_view


def plan_before(connection: sqlite3.Connection, head: PlanHead) -> PlanView | None:
    """What a plan came from: of merged plans, all their aims and money together; None without."""
    base = head.copy_of if head.is_scenario else head.follows
    if base is not None:
        return plan_view(connection, base)
    rows = connection.execute(
        "SELECT id FROM plan WHERE merged_into_id = ? ORDER BY id", (head.id,)
    )
    merged = [plan_view(connection, plan) for (plan,) in rows.fetchall()]
    return _together(merged) if merged else None


def before_words(head: PlanHead, before: PlanView) -> str:
    """What a plan is compared with, in words."""
    if head.is_scenario:
        return f"the plan it was copied from, {before.head.ref}"
    if before.head.merged_into == head.id:
        return "the plans that were merged into it"
    return f"the version before, {before.head.ref}"


def kin_of(heads: Sequence[PlanHead], head: PlanHead) -> list[PlanHead]:
    """The versions and scenarios of a plan, with those of the plans that were merged with it."""
    lineages = {head.id: head.lineage for head in heads}
    kin, found = {head.lineage}, 0
    while len(kin) > found:
        found = len(kin)
        for each in heads:
            pair = {each.lineage, lineages.get(each.merged_into or each.id, each.lineage)}
            if pair & kin:
                kin |= pair
    return [each for each in heads if each.lineage in kin]


def _together(plans: Sequence[PlanView]) -> PlanView:
    """Several plans as if they were one, under the head of the first; without limits."""
    return PlanView(
        plans[0].head,
        tuple(aim for plan in plans for aim in plan.aims),
        tuple(line for plan in plans for line in plan.lines),
        {},
    )
