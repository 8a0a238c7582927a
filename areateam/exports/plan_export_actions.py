"""Writes a plan's lines of money to a file: one column for each financial year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field, Kind
from areateam.exports.export_table import export_table
from areateam.plans.plan_money_rules import year_name
from areateam.plans.plan_rules import NATURES
from areateam.plans.plan_views import PlanView
from areateam.plans.plan_words import headline

_WORDS = (
    ("ref", "Line"),
    ("name", "Money for"),
    ("nature", "Kind"),
    ("aim", "Aim"),
    ("benefit", "Benefit"),
    ("how", "How often"),
    ("body", "Whose"),
    ("tied", "Tied to"),
)


def export_plan(path: Path, format: str, plan: PlanView, day: date) -> int:  # noqa: A002 - the word that people use for it
    """Write a plan as at a day and return how many lines it has; raises as `export_table`."""
    about = (("As at", format_date(day.isoformat())), ("Plan", headline(plan)))
    columns, rows = plan_columns(plan), plan_rows(plan)
    return export_table(path, format, plan.head.name, columns, rows, about=about)


def plan_columns(plan: PlanView) -> tuple[Column, ...]:
    """What a line is, its days, its full-year effect, its cost in each year and in all."""
    words = [Field(key, label) for key, label in _WORDS]
    days = [Field("first", "From", Kind.DATE), Field("last", "To", Kind.DATE)]
    money = [
        Field("full", "Full-year effect", Kind.MONEY),
        *(Field(f"y{year}", year_name(year), Kind.MONEY) for year in plan.years),
        Field("all", "All years", Kind.MONEY),
    ]
    return tuple(Column(field, "") for field in (*words, *days, *money))


def plan_rows(plan: PlanView) -> Iterator[tuple[object, ...]]:
    """The lines of a plan with their values, as `plan_columns` names them."""
    for line in plan.lines:
        aim = plan.aim(line.aim)
        yield (
            line.id,
            line.ref,
            line.name,
            NATURES[line.nature],
            aim.name if aim else None,
            aim.benefit_name if aim else None,
            "Every year" if line.stream.recurrent else "Once",
            line.contract_pct or line.body or plan.head.body,
            line.tied_to or None,
            line.stream.first.isoformat(),
            line.stream.last.isoformat(),
            line.stream.full_year,
            *(line.costs.get(year, 0) for year in plan.years),
            line.lifetime,
        )
