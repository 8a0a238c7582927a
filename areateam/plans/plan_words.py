"""What is said about a plan in one sentence."""

from __future__ import annotations

from areateam.core.amounts import format_money
from areateam.core.dates import format_date
from areateam.plans.plan_gap_views import Drift, Gaps, gaps_of
from areateam.plans.plan_money_rules import year_name
from areateam.plans.plan_views import PlanHead, PlanView


def of_what(head: PlanHead) -> str:
    """What the plan is called, whose it is and from when to when."""
    return f"{head.name} · {whose(head)}"


def whose(head: PlanHead) -> str:
    """Whose plan it is, from when to when, and in which state."""
    first, last = format_date(head.starts_on.isoformat()), format_date(head.ends_on.isoformat())
    return f"{head.body_name} · {first} to {last} · {head.state}"


def headline(plan: PlanView) -> str:
    """The sentence above a plan: whose it is, and how money and aims meet."""
    return f"{of_what(plan.head)}. {crosswalk_sentence(gaps_of(plan))}"


def crosswalk_sentence(gaps: Gaps) -> str:
    """How money and aims meet, over all years."""
    if not gaps.living:
        return f"There is no aim yet; {format_money(gaps.without_aim)} serves none."
    without = len(gaps.aims)
    aims = f"{without} aim{'' if without == 1 else 's'} without money"
    return (
        f"{format_money(gaps.with_aim)} serves an aim, {format_money(gaps.without_aim)}"
        f" serves none; {aims if without else 'every aim has money'}."
    )


def limit_sentences(plan: PlanView) -> list[str]:
    """For each year with a limit: what it costs, what it may, and how far over or under."""
    found = []
    for year, control in sorted(plan.controls.items()):
        over = plan.over(year) or 0
        place = (
            f"{format_money(abs(over))} {'over' if over > 0 else 'under'}" if over else "exactly at"
        )
        found.append(
            f"{year_name(year)} costs {format_money(plan.totals.get(year, 0))}, {place} the limit"
            f" of {format_money(control.pence)} ({control.explanation})."
        )
    return found


def drift_sentence(drift: Drift) -> str:
    """What moved since the version before."""
    if drift.is_none:
        return "Nothing has moved since the version before."
    parts = (
        (len(drift.added), "aim", "new"),
        (len(drift.dropped), "aim", "dropped"),
        (len(drift.softened), "target", "softer"),
        (len(drift.lines), "line of money", "changed"),
    )
    told = [f"{n} {_many(what, n)} {how}" for n, what, how in parts if n]
    then, now = (sum(pair[i] for pair in drift.totals) for i in (0, 1))
    moved = format_money(abs(now - then))
    word = f"{moved} {'more' if now > then else 'less'}" if now != then else "the same money"
    return f"Since the version before: {', '.join(told)}; {word} over all years."


def _many(what: str, number: int) -> str:
    if number == 1:
        return what
    head, of, rest = what.partition(" of ")
    return f"{head}s{of}{rest}"
