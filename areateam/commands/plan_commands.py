"""Commands that read plans."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from areateam.commands.output import give, say, table
from areateam.core.amounts import format_money
from areateam.core.count_words import counted
from areateam.core.problems import UserProblem
from areateam.exports.plan_export_actions import export_plan
from areateam.office import Office
from areateam.plans.plan_before_views import before_words, plan_before
from areateam.plans.plan_gap_views import Drift, Gaps, drift_between, gaps_of
from areateam.plans.plan_money_rules import year_name
from areateam.plans.plan_views import (
    AimView,
    PlanHead,
    PlanView,
    plan_id_of,
    plan_view,
    plans,
)
from areateam.plans.plan_words import headline
from areateam.plans.roll_up_views import roll_up


def plan_list(office: Office) -> list[dict[str, Any]]:
    """Every version and scenario for `list plans`."""
    return [head_row(head) for head in plans(office.store.connection)]


def aim_list(office: Office) -> list[dict[str, Any]]:
    """The aims of the plans that hold for `list aims`."""
    connection = office.store.connection
    return [
        aim_row(plan, aim)
        for head in plans(connection)
        if head.is_current
        for plan in (plan_view(connection, head.id),)
        for aim in plan.aims
    ]


def head_row(head: PlanHead) -> dict[str, Any]:
    """A version or a scenario as machines read it."""
    return {
        "ref": head.ref,
        "name": head.name,
        "body": head.body,
        "from": head.starts_on.isoformat(),
        "to": head.ends_on.isoformat(),
        "version": head.version,
        "state": head.state,
    }


def aim_row(plan: PlanView, aim: AimView) -> dict[str, Any]:
    """An aim as machines read it, with the pence of all its money."""
    costs = plan.cost_of(plan.lines_of(aim.id))
    return {
        "ref": aim.ref,
        "plan": plan.head.ref,
        "name": aim.name,
        "benefit": aim.benefit,
        "domain": aim.domain,
        "owner": aim.owner,
        "measures": len(aim.measures),
        "total_pence": sum(costs.values()),
        "dropped_on": aim.dropped_on,
        "drop_reason": aim.drop_reason,
    }


def money_cells(costs: Mapping[int, int], years: Sequence[int]) -> list[str]:
    """What something costs in each year and in all, as cells of a table."""
    return [*(format_money(costs.get(y, 0)) for y in years), format_money(sum(costs.values()))]


def run_gaps(office: Office, options: Namespace) -> int:
    """Money without an aim and aims without money, by year; exit 1 where there is any."""
    plan = plan_named(office, options.plan)
    gaps = gaps_of(plan)
    drift = _drift_since(office, plan)
    _say_gaps(options, plan, gaps)
    if drift is not None:
        _say_drift(options, drift)
    give(
        options,
        {
            "plan": plan.head.ref,
            "years": [
                {
                    "year": year_name(each.year),
                    "with_aim_pence": each.with_aim,
                    "without_aim_pence": each.without_aim,
                    "aims_without_money": [aim.ref for aim in each.unfunded],
                }
                for each in gaps.years
            ],
            "money_without_aim": [line.ref for line in gaps.lines],
            "aims_without_money": [aim.ref for aim in gaps.aims],
            "drift": None if drift is None else _drift_document(drift),
        },
    )
    return 1 if gaps.lines or gaps.aims else 0


def _say_gaps(options: Namespace, plan: PlanView, gaps: Gaps) -> None:
    say(options, f"{plan.head.ref}  {headline(plan)}")
    rows = [
        [
            year_name(each.year),
            format_money(each.with_aim),
            format_money(each.without_aim),
            format_money(each.total),
            ", ".join(aim.ref for aim in each.unfunded) or "\N{EN DASH}",
        ]
        for each in gaps.years
    ]
    heads = ["Year", "With an aim", "Without an aim", "Together", "Aims without money"]
    say(options, table(heads, rows, [False, True, True, True, False]))
    for line in gaps.lines:
        pence = format_money(sum(line.costs.values()))
        say(options, f"Without an aim: {line.ref}  {line.name}, {pence}")
    for aim in gaps.aims:
        say(options, f"Without money: {aim.ref}  {aim.name}")


def run_compare(office: Office, options: Namespace) -> int:
    """How a plan differs from another; from the version before, or what it copies, unless named."""
    connection = office.store.connection
    now = plan_named(office, options.plan)
    if options.other:
        before = plan_named(office, options.other)
        against = before.head.ref
    else:
        found = plan_before(connection, now.head)
        if found is None:
            raise UserProblem("plan-nothing-before", ref=now.head.ref)
        before, against = found, before_words(now.head, found)
    drift = drift_between(before, now)
    say(options, f"{now.head.ref} ({now.head.state}) against {against}")
    _say_drift(options, drift)
    ref = against if before.head.merged_into == now.head.id else before.head.ref
    give(options, {"plan": now.head.ref, "against": ref, **_drift_document(drift)})
    return 0


def _drift_since(office: Office, plan: PlanView) -> Drift | None:
    before = plan_before(office.store.connection, plan.head)
    return drift_between(before, plan) if before else None


def _say_drift(options: Namespace, drift: Drift) -> None:
    if drift.is_none:
        say(options, "Nothing differs.")
        return
    _say_aims(options, drift)
    if drift.lines:
        _say_moved(options, drift)


def _say_aims(options: Namespace, drift: Drift) -> None:
    for aim in drift.added:
        say(options, f"New aim: {aim.ref}  {aim.name}")
    for aim in drift.dropped:
        say(options, f"Dropped: {aim.name}: {aim.drop_reason or 'no reason given'}")
    for each in drift.softened:
        now = "no target" if each.now is None else each.measure.text(each.now)
        before = each.measure.text(each.before)
        say(
            options,
            f"Softer: {each.aim.name}, {each.measure.name}, {year_name(each.year)}:"
            f" {before} is now {now}",
        )


def _say_moved(options: Namespace, drift: Drift) -> None:
    rows = [[m.name, *(_step(*m.pence(year)) for year in drift.years)] for m in drift.lines]
    rows.append(["All lines", *(_step(*pair) for pair in drift.totals)])
    names = [year_name(year) for year in drift.years]
    say(options, table(["Change of money", *names], rows, [False, *(True for _ in names)]))


def _step(before: int, now: int) -> str:
    return ("+" if now > before else "") + format_money(now - before)


def _drift_document(drift: Drift) -> dict[str, Any]:
    return {
        "aims_added": [aim.name for aim in drift.added],
        "aims_dropped": [{"name": aim.name, "reason": aim.drop_reason} for aim in drift.dropped],
        "targets_softer": [
            {
                "aim": each.aim.name,
                "measure": each.measure.name,
                "year": year_name(each.year),
                "before": each.before,
                "now": each.now,
            }
            for each in drift.softened
        ],
        "money": [
            {"name": m.name, "years": {year_name(y): list(m.pence(y)) for y in drift.years}}
            for m in drift.lines
        ],
        "totals": {
            year_name(year): list(pair)
            for year, pair in zip(drift.years, drift.totals, strict=True)
        },
    }


def run_money(office: Office, options: Namespace) -> int:
    """A plan's money by region, area team, PCT and contract; the parts add up."""
    plan = plan_named(office, options.plan)
    sums = roll_up(office.store.connection, plan)
    rows = [["  " * each.level + each.name, *money_cells(each.costs, plan.years)] for each in sums]
    rows.append(["All", *money_cells(plan.totals, plan.years)])
    names = [year_name(year) for year in plan.years]
    heads = ["Whose", *names, "All years"]
    say(options, table(heads, rows, [False, *(True for _ in names), True]))
    give(
        options,
        {
            "plan": plan.head.ref,
            "sums": [
                {
                    "level": each.level_name,
                    "name": each.name,
                    "years": {year_name(y): p for y, p in each.costs.items()},
                    "total_pence": each.total,
                }
                for each in sums
            ],
        },
    )
    return 0


def run_export(office: Office, options: Namespace) -> int:
    """Write a plan's lines of money, year by year, to a file."""
    plan = plan_named(office, options.plan)
    count = export_plan(options.out, options.format, plan, office.today())
    say(options, f"{options.out}: {counted(count, 'line')} of money")
    give(options, {"file": str(options.out), "rows": count})
    return 0


def plan_named(office: Office, ref: str) -> PlanView:
    """The plan that a reference or a name means; UserProblem as `plan_id_of`."""
    connection = office.store.connection
    return plan_view(connection, plan_id_of(connection, ref))
