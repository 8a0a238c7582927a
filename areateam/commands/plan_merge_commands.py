"""The command that merges plans: shows them side by side, then makes them one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from areateam.commands.output import give, say, table
from areateam.commands.plan_commands import head_row, money_cells
from areateam.core.copies import replaced
from areateam.core.count_words import counted
from areateam.core.problems import UserProblem
from areateam.office import Office
from areateam.organisations.organisation_views import own_area_team
from areateam.plans.plan_merge_actions import merge_plans
from areateam.plans.plan_merge_rules import (
    AimPair,
    MergeCheck,
    MergeStated,
    called,
    check_merge,
    usual_period,
)
from areateam.plans.plan_money_rules import year_name
from areateam.plans.plan_views import PlanView, part_id_of, plan_id_of, plan_view

_SAID = {True: "one aim", False: "two aims", None: "not said"}


def run_merge(office: Office, options: Namespace) -> int:
    """Merge plans into one of the body that takes over, or only show what would become of them."""
    connection = office.store.connection
    ids = tuple(dict.fromkeys(plan_id_of(connection, ref) for ref in options.plans))
    if len(ids) < 2:
        raise UserProblem("plan-merge-two")
    plans = [plan_view(connection, plan) for plan in ids]
    stated = _stated(office, options, plans)
    check = check_merge(plans, stated)
    _say_check(options, check)
    row = _check_row(check)
    if options.check:
        give(options, {**row, "ref": None, "operation": None})
        return 1 if check.undecided else 0
    label = f"Merge {', '.join(plan.head.ref for plan in plans)} into {stated.name}"
    written = office.write(label, lambda write: merge_plans(write, stated, office.today()))
    head = plan_view(connection, written.result).head
    say(options, f"{head.ref}  {head.name}, {head.body_name}, {counted(check.aims, 'aim')}")
    give(options, {**row, **head_row(head), "operation": written.operation})
    return 0


def _stated(office: Office, options: Namespace, plans: Sequence[PlanView]) -> MergeStated:
    """What is asked for; pairs that are called the same are decided by --same."""
    connection = office.store.connection
    first, years = usual_period(plans)
    stated = MergeStated(
        tuple(plan.head.id for plan in plans),
        options.name or plans[0].head.name,
        options.body.strip().upper() or own_area_team(connection)[0],
        options.first or first,
        options.years or years,
        dict(_pair(office, text) for text in options.join),
        frozenset((one, other) for other, one in (_pair(office, t) for t in options.apart)),
    )
    if options.same is None:
        return stated
    open_pairs = check_merge(plans, stated).undecided
    if options.same == "apart":
        apart = {(pair.first.id, pair.second.id) for pair in open_pairs}
        return replaced(stated, apart=stated.apart | apart)
    return replaced(stated, join={**joins_of(open_pairs), **stated.join})


def joins_of(pairs: Sequence[AimPair]) -> dict[int, int]:
    """Each second aim of some pairs with the first that it joins; of three alike all join one."""
    found: dict[int, int] = {}
    for pair in pairs:
        found.setdefault(pair.second.id, found.get(pair.first.id, pair.first.id))
    return found


def _pair(office: Office, text: str) -> tuple[int, int]:
    """AIM7=AIM2: the aim that joins, or stays apart from, the other."""
    one, _, other = text.partition("=")
    connection = office.store.connection
    return (part_id_of(connection, "plan_aim", one), part_id_of(connection, "plan_aim", other))


def _say_check(options: Namespace, check: MergeCheck) -> None:
    for pair in check.pairs:
        words = f"{pair.second.ref} {pair.second.name} in {pair.second_plan}"
        told = f"{pair.first.ref} {pair.first.name} in {pair.first_plan}"
        say(options, f"{words} and {told}: {_SAID[pair.joined]}")
    names = [year_name(year) for year in check.years]
    rows = [[called(plan), *money_cells(plan.totals, check.years)] for plan in check.plans]
    rows.append(["Together", *money_cells(check.totals, check.years)])
    heads = ["Plan", *names, "All years"]
    say(options, table(heads, rows, [False, *(True for _ in names), True]))
    for clash in check.clashes:
        say(options, clash.words)


def _check_row(check: MergeCheck) -> dict[str, object]:
    return {
        "plans": [plan.head.ref for plan in check.plans],
        "aims": check.aims,
        "pairs": [
            {"first": p.first.ref, "second": p.second.ref, "joined": p.joined} for p in check.pairs
        ],
        "clashes": [{"code": clash.code, "words": clash.words} for clash in check.clashes],
        "years": {year_name(year): pence for year, pence in check.totals.items()},
    }
