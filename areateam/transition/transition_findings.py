"""What running plans get wrong: days, order, and people with too much at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from areateam.core.count_words import counted
from areateam.core.dates import format_weekday_date
from areateam.core.findings import Finding, Weight
from areateam.core.work_calendar import WorkCalendar
from areateam.transition.handed_over_views import differences_with
from areateam.transition.readiness_rules import Light, overloads, plan_findings
from areateam.transition.transition_views import PlanView

_NAMED = 5
"""So many contracts that the sides have otherwise are named one by one."""


def findings_of(plans: Sequence[PlanView], calendar: WorkCalendar) -> list[Finding]:
    """The findings of plans; the column of each names its task, such as 5N8 T18, or a person."""
    found: list[Finding] = []
    for plan in plans:
        names = {task.id: f"{task.place} {task.facts.key}" for task in plan.tasks}
        forecasts = {task.id: task.forecast for task in plan.tasks}
        found += plan_findings(plan.inputs, forecasts, calendar, names.__getitem__)
        found += (
            Finding(0, names[task.id], "signed-by-one-person", task.facts.sent_by or "")
            for task in plan.tasks
            if task.facts.two_sided
            and task.facts.sent_by
            and task.facts.sent_by == task.facts.accepted_by
        )
        nobody = sum(not t.facts.owner_id and t.light is not Light.DONE for t in plan.tasks)
        if nobody:
            name = f"{plan.head.place} {plan.head.place_name}"
            found.append(Finding(0, name, "tasks-without-owner", f"{nobody:,}", "", Weight.NOTE))
    work = [
        (task.facts.owner, task.forecast.start, task.forecast.finish)
        for plan in plans
        for task in plan.tasks
        if task.facts.owner and task.light is not Light.DONE
    ]
    for load in overloads(work):
        first = format_weekday_date(load.day.isoformat())
        detail = f"{counted(load.tasks, 'task')} on {first}"
        found.append(Finding(0, load.owner, "owner-overloaded", load.owner, detail, Weight.NOTE))
    return found


def disagreements(connection: sqlite3.Connection, plans: Sequence[PlanView]) -> list[Finding]:
    """Plans whose other side signed for other contracts than ours, while a task waits for it."""
    found = []
    for plan in plans:
        waiting = {task.facts.statements for task in plan.tasks if task.facts.differing}
        unlike = {
            difference.words: None
            for statements in sorted(filter(None, waiting))
            for difference in differences_with(connection, plan.head.id, statements)
        }
        if unlike:
            words = list(unlike)
            more = len(words) - _NAMED
            named = "; ".join(words[:_NAMED]) + (f"; and {more:,} more" if more > 0 else "")
            name = f"{plan.head.place} {plan.head.place_name}"
            found.append(Finding(0, name, "handed-over-otherwise", "", named, Weight.DOUBTFUL))
    return found
