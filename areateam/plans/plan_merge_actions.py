"""Writes the plan that several plans become: the successor's, in one step."""

from __future__ import annotations

from datetime import date

from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.plans.plan_actions import new_lineage
from areateam.plans.plan_copy_actions import copy_aims, copy_lines
from areateam.plans.plan_merge_rules import MergeCheck, MergeStated, check_merge, same_name
from areateam.plans.plan_rows import Plan, PlanAim, PlanControl, PlanLine, PlanMeasure
from areateam.plans.plan_rules import check_length, last_day
from areateam.plans.plan_version_actions import check_takes_over, holding_plan
from areateam.plans.plan_views import PlanView, plan_ref, plan_view


def merge_plans(write: Write, stated: MergeStated, day: date) -> int:
    """Merge plans on a day into one of the body that takes over, and return its id.

    Aims, measures and lines of money keep their identity, and with it all figures measured. An
    aim that joins another brings its measures and its money; it stands as dropped, with what it
    joined as the reason. Money stays whose it was, and what
    it costs in each year stays what it was: that is counted before the step is kept. The plans
    stay, and can be changed no more. UserProblem: plan-merge-two, plan-name-needed, plan-length,
    plan-closed, plan-is-scenario, plan-body-unlinked, plan-merge-join, plan-merge-undecided.
    """
    check = _checked(write, stated)
    made = write.insert(
        Plan,
        lineage=new_lineage(),
        name=stated.name.strip(),
        body=stated.body,
        starts_on=stated.first.isoformat(),
        years=stated.years,
        version=1,
    )
    aims: dict[int, int] = {}
    for plan in check.plans:
        joined = {old: aims[first] for old, first in _joins_of(plan, stated).items()}
        copies = copy_aims(write, plan.head.id, made, joined)
        aims |= {**copies, **joined}
        for aim in plan.living:
            if aim.id in joined:
                _drop(write, copies[aim.id], joined[aim.id], day)
        lines = copy_lines(write, plan.head.id, made, aims)
        _keep_money(write, plan, stated, lines)
        write.amend(Plan, plan.head.id, merged_into=made)
    _number_aims(write, made)
    _name_measures(write, check)
    for year, (pence, why) in check.limits.items():
        write.insert(PlanControl, plan=made, year=year, amount_pence=pence, explanation=why)
    _count(plan_view(write.connection, made), check)
    return made


def _checked(write: Write, stated: MergeStated) -> MergeCheck:
    """The plans side by side; UserProblem as `merge_plans`."""
    if len(set(stated.plans)) < 2:
        raise UserProblem("plan-merge-two")
    if not stated.name.strip():
        raise UserProblem("plan-name-needed")
    check_length(stated.years)
    for plan in stated.plans:
        check_takes_over(write.connection, holding_plan(write, plan), stated.body)
    plans = [plan_view(write.connection, plan) for plan in dict.fromkeys(stated.plans)]
    _check_joins(plans, stated)
    check = check_merge(plans, stated)
    if check.undecided:
        names = "; ".join(pair.first.name for pair in check.undecided)
        raise UserProblem("plan-merge-undecided", detail=names)
    return check


def _check_joins(plans: list[PlanView], stated: MergeStated) -> None:
    """Each aim joins an aim of an earlier plan, that joins none itself."""
    place = {aim.id: (n, aim) for n, plan in enumerate(plans) for aim in plan.living}
    for second, first in stated.join.items():
        fits = second in place and first in place and place[first][0] < place[second][0]
        if not fits or first in stated.join:
            one, other = plan_ref("plan_aim", first), plan_ref("plan_aim", second)
            raise UserProblem("plan-merge-join", first=one, second=other)


def _joins_of(plan: PlanView, stated: MergeStated) -> dict[int, int]:
    return {aim.id: stated.join[aim.id] for aim in plan.living if aim.id in stated.join}


def _drop(write: Write, copy: int, joined: int, day: date) -> None:
    """Say of an aim that it is one with another."""
    (name,) = write.execute("SELECT name FROM plan_aim WHERE id = ?", (joined,)).fetchone()
    why = f"One aim with {plan_ref('plan_aim', joined)} “{name}” since the plans were merged"
    write.amend(PlanAim, copy, dropped_on=day.isoformat(), drop_reason=why)


def _keep_money(write: Write, plan: PlanView, stated: MergeStated, lines: dict[int, int]) -> None:
    """Say of each line whose it is and when it ends, where that followed from its plan."""
    end = last_day(stated.first, stated.years)
    for line in plan.lines:
        changed: dict[str, str] = {}
        if plan.head.body != stated.body and not (line.body or line.contract):
            changed["body"] = plan.head.body
        if line.ends_on is None and plan.head.ends_on != end:
            changed["ends_on"] = plan.head.ends_on.isoformat()
        if changed:
            write.amend(PlanLine, lines[line.id], **changed)


def _number_aims(write: Write, plan: int) -> None:
    """Number the aims through, in the order of the plans."""
    rows = write.execute("SELECT id FROM plan_aim WHERE plan_id = ? ORDER BY id", (plan,))
    for position, (aim,) in enumerate(rows.fetchall(), start=1):
        write.amend(PlanAim, aim, position=position)


def _name_measures(write: Write, check: MergeCheck) -> None:
    """Tell measures of one aim that are called the same by whose they were."""
    bodies = {
        measure.lineage: plan.head.body_name
        for plan in check.plans
        for aim in plan.living
        for measure in aim.measures
    }
    alike = {
        measure.lineage
        for pair in check.pairs
        if pair.joined
        for one in pair.first.measures
        for other in pair.second.measures
        if same_name(one.name, other.name)
        for measure in (one, other)
    }
    for lineage in alike:
        record, name = write.execute(
            "SELECT id, name FROM plan_measure WHERE lineage = ? ORDER BY id DESC LIMIT 1",
            (lineage,),
        ).fetchone()
        write.amend(PlanMeasure, record, name=f"{name}, {bodies[lineage]}")


def _count(made: PlanView, check: MergeCheck) -> None:
    """Nothing may be lost: a year that costs another sum than before is our own fault."""
    years = sorted({*made.years, *check.years})
    before = {year: check.totals.get(year, 0) for year in years}
    after = {year: made.totals.get(year, 0) for year in years}
    if before != after or len(made.lines) != sum(len(plan.lines) for plan in check.plans):
        raise RuntimeError(f"merged plans cost {after}, apart they cost {before}")
