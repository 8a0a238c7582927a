"""Reads how plans get on: accepted tasks against planned ones, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from areateam.core.burnup import BurnTask, BurnUp, burn_up
from areateam.transition.transition_views import PlanView


def burn_up_of(plans: Sequence[PlanView], today: date) -> BurnUp:
    """The burn-up of plans, of which there must be one at least, seen from a day.

    An accepted task counts from the day of its last signature.
    """
    tasks = [
        BurnTask(
            task.due,
            date.fromisoformat(task.facts.done_on) if task.facts.done_on else None,
            task.forecast.finish,
        )
        for plan in plans
        for task in plan.tasks
    ]
    started = min(plan.head.started_on for plan in plans)
    return burn_up(tasks, started, today, plans[0].head.vesting)
