"""When a measure is to be looked at again, and since when nobody has: pure.

A look is a figure that was entered. The months run from the last one, before there is any from
the day of the baseline; without either it is due at once.
"""

from __future__ import annotations

from datetime import date

from areateam.core.dates import add_months, format_date
from areateam.core.problems import UserProblem
from areateam.plans.plan_views import MeasureView

MOST_MONTHS = 24
"""A measure that is looked at less often than every second year is not followed."""


def check_months(months: int | None) -> None:
    """UserProblem("check-in-months") unless a measure may be looked at every so many months."""
    if months is not None and not 1 <= months <= MOST_MONTHS:
        raise UserProblem("check-in-months", value=months, most=MOST_MONTHS)


def looked_at(measure: MeasureView) -> str:
    """The ISO day of the last figure; "" where none was entered."""
    return measure.actuals[-1][0] if measure.actuals else ""


def next_look(measure: MeasureView) -> str | None:
    """The ISO day by which it is to be looked at again, "" for at once.

    None where nobody said how often.
    """
    if measure.check_in is None:
        return None
    last = looked_at(measure) or measure.baseline_on or ""
    return add_months(last, measure.check_in) if last else ""


def is_overdue(measure: MeasureView, on: date) -> bool:
    """Whether it should have been looked at before a day."""
    due = next_look(measure)
    return due is not None and due < on.isoformat()


def look_words(measure: MeasureView, on: date) -> str:
    """How a measure stands with its looks: "not looked at since 30 Jun 2012", "by 5 May 2013"."""
    last, due = looked_at(measure), next_look(measure)
    if due is None:
        return "no check-in set"
    if not is_overdue(measure, on):
        return f"by {format_date(due)}"
    return f"not looked at since {format_date(last)}" if last else "never looked at"


def is_followed(measure: MeasureView) -> bool:
    """Whether it has all that a benefit needs: baseline, target, owner afterwards, check-in."""
    return None not in (measure.baseline, measure.check_in) and bool(
        measure.targets and measure.owner
    )
