"""Writes plans: their aims, measures, targets, figures, money and limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

import msgspec

from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.plans.plan_check_in_rules import check_months
from areateam.plans.plan_money_rules import year_name
from areateam.plans.plan_rows import (
    Plan,
    PlanActual,
    PlanAim,
    PlanControl,
    PlanLine,
    PlanMeasure,
    PlanTarget,
)
from areateam.plans.plan_rules import (
    BENEFITS,
    DIRECTIONS,
    DOMAINS,
    NATURES,
    UP,
    check_length,
    check_one_of,
    outside_years,
)
from areateam.plans.plan_views import PlanHead, plan_head, plan_ref

MOST_PENCE = 10**15
"""No plan of ten million million pounds is meant: sums stay within what a column can hold."""


def new_lineage() -> str:
    """What a plan, an aim, a measure or a line of money keeps through every version."""
    return uuid4().hex[:16]


def add_plan(write: Write, name: str, body: str, starts_on: date, years: int) -> int:
    """Begin a plan and return its id. UserProblem: plan-length, body-unknown, name-needed."""
    check_length(years)
    if not write.execute("SELECT 1 FROM body WHERE code = ?", (body,)).fetchone():
        raise UserProblem("body-unknown", value=body)
    return write.insert(
        Plan,
        lineage=new_lineage(),
        name=_named(name),
        body=body,
        starts_on=starts_on.isoformat(),
        years=years,
        version=1,
    )


def add_aim(
    write: Write,
    plan: int,
    name: str,
    benefit: str,
    *,
    domain: int | None = None,
    owner: int | None = None,
) -> int:
    """Add an aim at the foot of a plan and return its id.

    UserProblem: name-needed, benefit-unknown, domain-unknown, plan-closed.
    """
    open_plan(write, plan)
    check_aim(benefit, domain)
    (last,) = write.execute(
        "SELECT coalesce(max(position), 0) FROM plan_aim WHERE plan_id = ?", (plan,)
    ).fetchone()
    return write.insert(
        PlanAim,
        plan=plan,
        lineage=new_lineage(),
        position=last + 1,
        name=_named(name),
        benefit=benefit,
        domain=domain,
        owner=owner,
    )


def check_aim(benefit: str, domain: int | None) -> None:
    """UserProblem: benefit-unknown, domain-unknown."""
    check_one_of(benefit, BENEFITS, "benefit-unknown")
    if domain is not None:
        check_one_of(str(domain), DOMAINS, "domain-unknown")


class MeasureStated(msgspec.Struct, frozen=True):
    """What is said about a new measure; values are scaled by ten to the power of `places`."""

    name: str
    unit: str = ""
    places: int = 0
    direction: str = UP
    baseline: int | None = None
    baseline_on: date | None = None
    source: str = ""
    indicator: str = ""
    owner: int | None = None
    check_in: int | None = None


def add_measure(
    write: Write, aim: int, stated: MeasureStated, targets: Mapping[int, int] | None = None
) -> int:
    """Give an aim a measure with its targets by year, and return its id.

    UserProblem: name-needed, direction-unknown, check-in-months, plan-closed, plan-year-outside.
    """
    _plan_of(write, "plan_aim", aim)
    check_one_of(stated.direction, DIRECTIONS, "direction-unknown")
    check_months(stated.check_in)
    measure = write.insert(
        PlanMeasure,
        aim=aim,
        lineage=new_lineage(),
        name=_named(stated.name),
        unit=stated.unit.strip(),
        places=stated.places,
        direction=stated.direction,
        baseline=stated.baseline,
        baseline_on=stated.baseline_on.isoformat() if stated.baseline_on else None,
        source=stated.source.strip() or None,
        indicator=stated.indicator or None,
        owner=stated.owner,
        check_in=stated.check_in,
    )
    for year, target in (targets or {}).items():
        set_target(write, measure, year, target)
    return measure


def set_target(write: Write, measure: int, year: int, target: int | None) -> None:
    """Set what a measure is to reach by the end of a year; None takes the target away.

    UserProblem: plan-closed, plan-year-outside, unknown-record.
    """
    head = plan_of_measure(write, measure)
    _check_year(head, year)
    found = write.execute(
        "SELECT id, target FROM plan_target WHERE measure_id = ? AND year = ?", (measure, year)
    ).fetchone()
    if target is None:
        if found:
            write.remove(PlanTarget, found[0])
    elif found is None:
        write.insert(PlanTarget, measure=measure, year=year, target=target)
    elif found[1] != target:
        write.amend(PlanTarget, found[0], target=target)


def add_actual(write: Write, measure: int, taken_on: date, figure: int, source: str) -> int:
    """Enter what was measured on a day; returns its id. UserProblem: source-needed, plan-closed."""
    plan_of_measure(write, measure)
    if not source.strip():
        raise UserProblem("source-needed")
    (lineage,) = write.execute(
        "SELECT lineage FROM plan_measure WHERE id = ?", (measure,)
    ).fetchone()
    day = taken_on.isoformat()
    return write.insert(
        PlanActual, lineage=lineage, taken_on=day, figure=figure, source=source.strip()
    )


class LineStated(msgspec.Struct, frozen=True):
    """What is said about a line of money: pence for a full year, or once."""

    name: str
    pence: int
    first: date
    last: date | None = None
    recurrent: bool = True
    nature: str = "investment"
    aim: int | None = None
    body: str = ""
    contract: int | None = None
    case: int | None = None
    calloff: str = ""


def add_line(write: Write, plan: int, stated: LineStated) -> int:
    """Add a line of money to a plan and return its id.

    UserProblem: name-needed, nature-unknown, saving-not-negative, amount-too-large,
    days-backwards, plan-closed, aim-elsewhere, body-unknown.
    """
    head = open_plan(write, plan)
    check_line(write, head, stated)
    return write.insert(PlanLine, plan=plan, lineage=new_lineage(), **_columns(stated))


def change_line(write: Write, line: int, stated: LineStated) -> None:
    """Put a line of money as stated; UserProblem as `add_line`."""
    head = _plan_of(write, "plan_line", line)
    check_line(write, head, stated)
    write.amend(PlanLine, line, **_columns(stated))


def check_line(write: Write, head: PlanHead, stated: LineStated) -> None:
    """UserProblem unless a plan may have such a line; see `add_line`."""
    _named(stated.name)
    check_one_of(stated.nature, NATURES, "nature-unknown")
    if stated.nature == "saving" and stated.pence > 0:
        raise UserProblem("saving-not-negative")
    if abs(stated.pence) > MOST_PENCE:
        raise UserProblem("amount-too-large")
    last = stated.last or head.ends_on
    if last < stated.first:
        raise UserProblem("days-backwards", first=stated.first.isoformat(), last=last.isoformat())
    if (
        stated.body
        and not write.execute("SELECT 1 FROM body WHERE code = ?", (stated.body,)).fetchone()
    ):
        raise UserProblem("body-unknown", value=stated.body)
    _check_aim_of(write, head, stated.aim)


def tie_line(write: Write, line: int, aim: int | None) -> None:
    """Tie a line of money to an aim of its plan, or to none.

    UserProblem: aim-elsewhere, plan-closed, unknown-record.
    """
    head = _plan_of(write, "plan_line", line)
    _check_aim_of(write, head, aim)
    write.amend(PlanLine, line, aim=aim)


def _check_aim_of(write: Write, head: PlanHead, aim: int | None) -> None:
    if aim is None:
        return
    found = write.execute("SELECT plan_id FROM plan_aim WHERE id = ?", (aim,)).fetchone()
    if found is None or found[0] != head.id:
        raise UserProblem("aim-elsewhere", ref=plan_ref("plan_aim", aim))


def _columns(stated: LineStated) -> dict[str, Any]:
    return {
        "aim": stated.aim,
        "name": _named(stated.name),
        "nature": stated.nature,
        "recurrent": int(stated.recurrent),
        "starts_on": stated.first.isoformat(),
        "ends_on": stated.last.isoformat() if stated.last else None,
        "amount_pence": stated.pence,
        "body": stated.body or None,
        "contract": stated.contract,
        "case": stated.case,
        "calloff": stated.calloff.strip() or None,
    }


def set_control(write: Write, plan: int, year: int, pence: int, explanation: str) -> None:
    """Set what a plan may cost in a year, and why so much.

    UserProblem: explanation-needed, amount-too-large, plan-closed, plan-year-outside.
    """
    _check_year(open_plan(write, plan), year)
    if not explanation.strip():
        raise UserProblem("explanation-needed", year=year_name(year))
    if abs(pence) > MOST_PENCE:
        raise UserProblem("amount-too-large")
    found = write.execute(
        "SELECT id FROM plan_control WHERE plan_id = ? AND year = ?", (plan, year)
    ).fetchone()
    stated = {"amount_pence": pence, "explanation": explanation.strip()}
    if found:
        write.amend(PlanControl, found[0], **stated)
    else:
        write.insert(PlanControl, plan=plan, year=year, **stated)


def change_aim(write: Write, aim: int, **stated: Any) -> None:
    """Set fields of an aim: name, benefit, domain, owner. UserProblem as `add_aim`."""
    _plan_of(write, "plan_aim", aim)
    row = write.execute("SELECT benefit, domain FROM plan_aim WHERE id = ?", (aim,)).fetchone()
    check_aim(stated.get("benefit", row[0]), stated.get("domain", row[1]))
    if "name" in stated:
        stated["name"] = _named(str(stated["name"] or ""))
    write.amend(PlanAim, aim, **stated)


def change_measure(write: Write, measure: int, **stated: Any) -> None:
    """Set fields of a measure.

    UserProblem: direction-unknown, check-in-months, plan-name-needed, plan-closed.
    """
    plan_of_measure(write, measure)
    check_months(stated.get("check_in"))
    if "direction" in stated:
        check_one_of(str(stated["direction"]), DIRECTIONS, "direction-unknown")
    if "name" in stated:
        stated["name"] = _named(str(stated["name"] or ""))
    if "unit" in stated:
        stated["unit"] = stated["unit"] or ""
    write.amend(PlanMeasure, measure, **stated)


def drop_aim(write: Write, aim: int, day: date, reason: str) -> None:
    """Drop an aim, with the reason that the next readers will ask for.

    UserProblem: drop-reason-needed, plan-closed, unknown-record.
    """
    _plan_of(write, "plan_aim", aim)
    if not reason.strip():
        raise UserProblem("drop-reason-needed")
    write.amend(PlanAim, aim, dropped_on=day.isoformat(), drop_reason=reason.strip())


def remove_line(write: Write, line: int) -> None:
    """Take a line of money out of a plan. UserProblem: plan-closed, unknown-record."""
    _plan_of(write, "plan_line", line)
    write.remove(PlanLine, line)


def open_plan(write: Write, plan: int) -> PlanHead:
    """A plan that can be changed; UserProblem: plan-closed, unknown-record."""
    head = plan_head(write.connection, plan)
    if not head.is_open:
        raise UserProblem("plan-closed", ref=head.ref, state=head.state)
    return head


def plan_of_measure(write: Write, measure: int) -> PlanHead:
    """The plan of a measure, that can be changed; UserProblem: plan-closed, unknown-record."""
    row = write.execute("SELECT aim_id FROM plan_measure WHERE id = ?", (measure,)).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=plan_ref("plan_measure", measure))
    return _plan_of(write, "plan_aim", row[0])


def _plan_of(write: Write, kind: str, record: int) -> PlanHead:
    row = write.execute(f"SELECT plan_id FROM {kind} WHERE id = ?", (record,)).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=plan_ref(kind, record))
    return open_plan(write, row[0])


def _check_year(head: PlanHead, year: int) -> None:
    if year not in head.years:
        raise outside_years(year, head.years)


def _named(name: str) -> str:
    if not name.strip():
        raise UserProblem("plan-name-needed")
    return name.strip()
