"""Commands that show one plan, or one of its aims, whole."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from areateam.commands.output import give, say, table
from areateam.commands.plan_commands import aim_row, head_row, money_cells, plan_named
from areateam.core.amounts import format_money
from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.office import Office
from areateam.plan_ties import Tie, ties_of
from areateam.plans.plan_money_rules import financial_year, year_name
from areateam.plans.plan_rules import NATURES
from areateam.plans.plan_views import (
    MARKS,
    AimView,
    LineView,
    MeasureView,
    PlanView,
    part_id_of,
    plan_of_aim,
    plan_view,
)
from areateam.plans.plan_words import headline, of_what

_REF = re.compile(f"(?:{MARKS['plan']}|{MARKS['plan_aim']})\\d+", re.IGNORECASE)
_Ties = Mapping[int, tuple[Tie, ...]]


def run_show(office: Office, options: Namespace) -> int:
    """A plan with its aims and measures, and its money by year."""
    return _show(office, options, plan_named(office, options.plan))


def is_plan_ref(ref: str) -> bool:
    """Whether a reference has the form of a plan's or an aim's: PL1, AIM2."""
    return _REF.fullmatch(ref.strip()) is not None


def show_plan(office: Office, options: Namespace) -> int:
    """Show the plan or the aim that the reference of `show` means."""
    if options.ref.strip().upper().startswith(MARKS["plan_aim"]):
        return _show_aim(office, options)
    return _show(office, options, plan_named(office, options.ref))


def _show_aim(office: Office, options: Namespace) -> int:
    """An aim with its measures, the money tied to it, and the plan that it is of."""
    connection = office.store.connection
    record = part_id_of(connection, "plan_aim", options.ref)
    plan = plan_view(connection, plan_of_aim(connection, record))
    aim = plan.aim(record)
    assert aim is not None
    say(options, _aim_words(aim))
    say(options, f"{plan.head.ref}  {of_what(plan.head)}")
    for measure in aim.measures:
        say(options, f"    {_measure_words(measure, financial_year(office.today()))}")
    lines, ties = plan.lines_of(record), ties_of(connection, plan)
    if lines:
        _say_costs(options, plan.years, _line_cells(lines, plan.years))
        _say_ties(options, lines, ties)
    else:
        say(options, "No money serves it.")
    give(
        options,
        {
            **aim_row(plan, aim),
            "measures": [_measure_row(measure) for measure in aim.measures],
            "lines": [_line_row(line, ties) for line in lines],
        },
    )
    return 0


def _show(office: Office, options: Namespace, plan: PlanView) -> int:
    ties = ties_of(office.store.connection, plan)
    year = financial_year(office.today())
    say(options, f"{plan.head.ref}  {headline(plan)}")
    for aim in plan.aims:
        say(options, _aim_words(aim))
        for measure in aim.measures:
            say(options, f"    {_measure_words(measure, year)}")
    if plan.lines:
        _say_money(options, plan)
        _say_ties(options, plan.lines, ties)
    give(
        options,
        {
            **head_row(plan.head),
            "aims": [
                {**aim_row(plan, aim), "measures": [_measure_row(m) for m in aim.measures]}
                for aim in plan.aims
            ],
            "lines": [_line_row(line, ties) for line in plan.lines],
            "years": [
                {
                    "year": year_name(each),
                    "total_pence": plan.totals[each],
                    "limit_pence": plan.controls[each].pence if each in plan.controls else None,
                    "over_pence": plan.over(each),
                }
                for each in plan.years
            ],
            "total_pence": sum(plan.totals.values()),
        },
    )
    return 0


def _aim_words(aim: AimView) -> str:
    words = f"{aim.ref}  {aim.name} ({aim.benefit} {aim.benefit_name})"
    if aim.dropped_on:
        words += f", dropped {format_date(aim.dropped_on)}: {aim.drop_reason}"
    return words


def _measure_words(measure: MeasureView, year: int) -> str:
    words = f"{measure.ref}  {measure.name}: from {measure.text(measure.baseline)}"
    for each, target in measure.targets.items():
        words += f", {year_name(each)} {measure.text(target)}"
    if measure.actuals:
        day, figure, source = measure.actuals[-1]
        words += f"; {measure.text(figure)} on {format_date(day)} ({source})"
    if measure.owner:
        words += f"; afterwards {measure.owner}"
    if measure.check_in:
        words += f", every {counted(measure.check_in, 'month')}"
    met = measure.met(year)
    return words if met is None else words + (", on target" if met else ", not on target")


def _say_money(options: Namespace, plan: PlanView) -> None:
    lines = _line_cells(plan.lines, plan.years)
    lines.append(["", "All lines", *money_cells(plan.totals, plan.years)])
    if plan.controls:
        limits = {year: control.pence for year, control in plan.controls.items()}
        over = {year: plan.over(year) or 0 for year in plan.controls}
        lines.append(["", "Limit", *_known(limits, plan.years), ""])
        lines.append(["", "Over (under is negative)", *_known(over, plan.years), ""])
    _say_costs(options, plan.years, lines)


def _line_cells(lines: Sequence[LineView], years: Sequence[int]) -> list[list[str]]:
    return [[line.ref, line.name, *money_cells(line.costs, years)] for line in lines]


def _say_costs(options: Namespace, years: Sequence[int], lines: Sequence[Sequence[str]]) -> None:
    names = [year_name(year) for year in years]
    right = [False, False, *(True for _ in names), True]
    say(options, table(["Ref", "Money", *names, "All years"], lines, right))


def _say_ties(options: Namespace, lines: Sequence[LineView], ties: _Ties) -> None:
    for line in lines:
        if line.id in ties:
            words = ", ".join(tie.words for tie in ties[line.id])
            say(options, f"{line.ref} is tied to {words}")


def _known(costs: Mapping[int, int], years: Sequence[int]) -> list[str]:
    return [format_money(costs[year]) if year in costs else "\N{EN DASH}" for year in years]


def _measure_row(measure: MeasureView) -> dict[str, Any]:
    return {
        "ref": measure.ref,
        "name": measure.name,
        "unit": measure.unit,
        "places": measure.places,
        "direction": measure.direction,
        "baseline": measure.baseline,
        "indicator": measure.indicator,
        "owner": measure.owner,
        "check_in_months": measure.check_in,
        "targets": {year_name(year): value for year, value in measure.targets.items()},
        "actuals": [{"on": d, "figure": f, "source": s} for d, f, s in measure.actuals],
    }


def _line_row(line: LineView, ties: _Ties) -> dict[str, Any]:
    return {
        "ref": line.ref,
        "name": line.name,
        "nature": NATURES[line.nature],
        "recurrent": line.stream.recurrent,
        "from": line.stream.first.isoformat(),
        "to": line.stream.last.isoformat(),
        "amount_pence": line.stream.pence,
        "full_year_pence": line.stream.full_year,
        "lifetime_pence": line.lifetime,
        "tied_to": line.tied_to,
        "ties": [{"ref": t.ref, "title": t.title} for t in ties.get(line.id, ())],
        "years": {year_name(year): pence for year, pence in line.costs.items()},
    }
