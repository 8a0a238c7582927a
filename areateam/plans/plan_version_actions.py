"""Writes versions of a plan: the yearly refresh, and scenarios that are adopted or discarded."""

from __future__ import annotations

import sqlite3
from datetime import date

from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.plans.plan_actions import open_plan
from areateam.plans.plan_body_views import bodies_after
from areateam.plans.plan_copy_actions import copy_parts
from areateam.plans.plan_rows import Plan, PlanLine
from areateam.plans.plan_rules import check_length
from areateam.plans.plan_views import PlanHead, plan_head


def refresh_plan(
    write: Write,
    plan: int,
    *,
    body: str = "",
    starts_on: date | None = None,
    years: int | None = None,
) -> int:
    """Begin the next version of a plan, perhaps of the body that takes over; returns its id.

    Aims, measures and money keep their identity; aims dropped before are left behind. Money
    that was the old body's stays so. UserProblem: plan-closed, plan-is-scenario, plan-length,
    plan-body-unlinked.
    """
    head = holding_plan(write, plan)
    length = head.length if years is None else years
    check_length(length)
    owner = body or head.body
    check_takes_over(write.connection, head, owner)
    made = write.insert(
        Plan,
        lineage=head.lineage,
        name=head.name,
        body=owner,
        starts_on=(starts_on or head.starts_on).isoformat(),
        years=length,
        version=head.version + 1,
        follows=plan,
    )
    copy_parts(write, plan, made)
    if owner != head.body:
        for (line,) in write.execute(
            "SELECT id FROM plan_line WHERE plan_id = ? AND body IS NULL AND contract_id IS NULL",
            (made,),
        ).fetchall():
            write.amend(PlanLine, line, body=head.body)
    return made


def check_takes_over(connection: sqlite3.Connection, head: PlanHead, body: str) -> None:
    """UserProblem("plan-body-unlinked") unless a body has the plan, or takes over from who has."""
    if body not in bodies_after(connection, head.body):
        raise UserProblem("plan-body-unlinked", body=body, before=head.body)


def holding_plan(write: Write, plan: int) -> PlanHead:
    """A plan that holds and can be changed; UserProblem: plan-closed, plan-is-scenario."""
    head = open_plan(write, plan)
    if head.is_scenario:
        raise UserProblem("plan-is-scenario", ref=head.ref)
    return head


def add_scenario(write: Write, plan: int, name: str) -> int:
    """Copy a plan to try something out, and return the copy's id.

    UserProblem: plan-closed, plan-is-scenario, plan-name-needed.
    """
    head = holding_plan(write, plan)
    if not name.strip():
        raise UserProblem("plan-name-needed")
    made = write.insert(
        Plan,
        lineage=head.lineage,
        name=name.strip(),
        body=head.body,
        starts_on=head.starts_on.isoformat(),
        years=head.length,
        version=head.version,
        copy_of=plan,
    )
    copy_parts(write, plan, made)
    return made


def adopt_scenario(write: Write, scenario: int) -> None:
    """Make a scenario the next version of the plan it was copied from.

    UserProblem: plan-not-scenario, plan-closed, and scenario-outdated where the plan has been
    refreshed since.
    """
    base = plan_head(write.connection, _base(write, scenario))
    if not base.is_current:
        raise UserProblem("scenario-outdated", ref=base.ref)
    write.amend(
        Plan,
        scenario,
        name=base.name,
        follows=base.id,
        version=base.version + 1,
        settled="adopted",
    )


def discard_scenario(write: Write, scenario: int) -> None:
    """Set a scenario aside; it stays readable. UserProblem: plan-not-scenario, plan-closed."""
    _base(write, scenario)
    write.amend(Plan, scenario, settled="discarded")


def _base(write: Write, scenario: int) -> int:
    head = open_plan(write, scenario)
    if not head.is_scenario or head.copy_of is None:
        raise UserProblem("plan-not-scenario", ref=head.ref)
    return head.copy_of
