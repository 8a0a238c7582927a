"""What follows from a contract's facts on a day: its status, and the dates by which to act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from areateam.catalogue.definitions import ContractType, Side
from areateam.contracts.dental_rules import MID_YEAR_PER_CENT
from areateam.core.count_words import counted
from areateam.core.dates import add_months, format_date

DECIDE_MONTHS = 3
"""Lead for a decision where a type names none: the home page looks 90 days ahead."""


class Status(StrEnum):
    """What a contract is on a day; derived, never typed."""

    UPCOMING = "upcoming"
    IN_FORCE = "in force"
    TO_DECIDE = "to decide"
    NOTICE = "notice given"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    ENDED = "ended"


class Facts(msgspec.Struct, frozen=True):
    """What the status hangs on; dates are ISO texts or None, end dates are last days."""

    start_date: str | None = None
    end_date: str | None = None
    decision: str | None = None
    notice_given_on: str | None = None
    terminated_on: str | None = None
    suspended_from: str | None = None
    suspended_to: str | None = None


def decide_months(contract_type: ContractType | None) -> int:
    """How many months before its end a contract of the type wants a decision."""
    rule = contract_type.decide_before_end if contract_type else None
    return rule.months if rule else DECIDE_MONTHS


def status_on(facts: Facts, day: date, months: int = DECIDE_MONTHS) -> Status:
    """The status on a day; `months` is the type's lead for a decision.

    What ended stays ended whatever else was noted; a suspension hides a notice while it lasts.
    """
    today = day.isoformat()
    if facts.terminated_on and facts.terminated_on <= today:
        return Status.TERMINATED
    if facts.end_date and facts.end_date < today:
        return Status.ENDED
    if facts.start_date and facts.start_date > today:
        return Status.UPCOMING
    if facts.suspended_from and facts.suspended_from <= today <= (facts.suspended_to or today):
        return Status.SUSPENDED
    if facts.notice_given_on and facts.notice_given_on <= today:
        return Status.NOTICE
    wants = facts.end_date and facts.end_date <= add_months(today, months)
    return Status.TO_DECIDE if wants and not facts.decision else Status.IN_FORCE


def status_sql(day: date, months: Mapping[str, int], alias: str = "c") -> str:
    """`status_on` as an SQL expression over contract rows; `months` by contract type."""
    today = day.isoformat()
    by_lead: dict[int, list[str]] = {}
    for key, lead in months.items():
        by_lead.setdefault(lead, []).append(key)
    limits = "".join(
        f" WHEN {alias}.contract_type IN ({', '.join(repr(k) for k in sorted(keys))})"
        f" THEN '{add_months(today, lead)}'"
        for lead, keys in sorted(by_lead.items())
        if lead != DECIDE_MONTHS
    )
    usual = f"'{add_months(today, DECIDE_MONTHS)}'"
    limit = f"CASE{limits} ELSE {usual} END" if limits else usual
    a = alias
    return (
        f"CASE WHEN {a}.terminated_on <= '{today}' THEN '{Status.TERMINATED}'"
        f" WHEN {a}.end_date < '{today}' THEN '{Status.ENDED}'"
        f" WHEN {a}.start_date > '{today}' THEN '{Status.UPCOMING}'"
        f" WHEN {a}.suspended_from <= '{today}'"
        f" AND coalesce({a}.suspended_to, '{today}') >= '{today}' THEN '{Status.SUSPENDED}'"
        f" WHEN {a}.notice_given_on <= '{today}' THEN '{Status.NOTICE}'"
        f" WHEN {a}.decision IS NULL AND {a}.end_date <= {limit} THEN '{Status.TO_DECIDE}'"
        f" ELSE '{Status.IN_FORCE}' END"
    )


class Derived(msgspec.Struct, frozen=True):
    """A date or status with its reason, and the steps by which it was reached."""

    key: str
    value: str
    rule: str
    sentence: str
    steps: tuple[str, ...] = ()


def explain_status(facts: Facts, day: date, months: int = DECIDE_MONTHS) -> Derived:
    """The status with the fact that decides it."""
    status = status_on(facts, day, months)
    when = format_date(day.isoformat())
    reasons = {
        Status.TERMINATED: f"it was terminated on {_said(facts.terminated_on)}",
        Status.ENDED: f"its last day was {_said(facts.end_date)}",
        Status.UPCOMING: f"it starts on {_said(facts.start_date)}",
        Status.SUSPENDED: f"it is suspended from {_said(facts.suspended_from)}",
        Status.NOTICE: f"notice was given on {_said(facts.notice_given_on)}",
        Status.TO_DECIDE: (
            f"it ends on {_said(facts.end_date)}, within {counted(months, 'month')}, and nothing"
            " is decided"
        ),
        Status.IN_FORCE: "nothing has ended it and nothing is due",
    }
    sentence = f"On {when} the contract is {status.value}, because {reasons[status]}."
    return Derived("status", status.value, "C01", sentence, (reasons[status],))


def dates_to_act(
    end_date: str | None,
    contract_type: ContractType,
    notice_months: int | None = None,
) -> list[Derived]:
    """The last day to decide and the last day to serve notice before an end, where there is one.

    Months are counted back to the corresponding date (Dodds v Walker [1981] 1 WLR 1027); where
    the month is shorter, to its last day.
    """
    if not end_date:
        return []
    found = []
    lead = decide_months(contract_type)
    by = add_months(end_date, -lead)
    found.append(
        Derived(
            "decide_by",
            by,
            "C04",
            f"A decision is wanted by {_said(by)}: {counted(lead, 'month')} before the end on"
            f" {_said(end_date)}.",
            (f"ends {_said(end_date)}", f"less {counted(lead, 'month')}"),
        )
    )
    rule = contract_type.notice(Side.COMMISSIONER)
    months = notice_months if notice_months is not None else (rule.months if rule else None)
    if months:
        last = add_months(end_date, -months)
        source = (
            "the contract's own notice period"
            if notice_months is not None
            else (rule.source if rule else "")
        )
        found.append(
            Derived(
                "serve_notice_by",
                last,
                "C04",
                f"Notice is to be served by {_said(last)}: {counted(months, 'month')} before the"
                f" end on {_said(end_date)} ({source}).",
                (f"ends {_said(end_date)}", f"less {counted(months, 'month')}", source),
            )
        )
    return found


def _said(day: str | None) -> str:
    return format_date(day) if day else "a day not stated"


class MidYearSql(msgspec.Struct, frozen=True):
    """`dental_rules.mid_year` as SQL over contracts; each is NULL where it gives nothing.

    `share` is in hundredths of a per cent and cut, never rounded; `is_under` is 1 or 0;
    `ceiling` is the most that may be withheld in pence where it is under.
    """

    share: str
    is_under: str
    ceiling: str


def mid_year_sql(types: Iterable[str], alias: str = "c") -> MidYearSql:
    """The mid-year delivery as SQL for contracts of these types, by key.

    Strictly under 30% of the annual units, compared exactly: GDS Regulations 2005 Sch 3 para 58
    and its twin in the PDS Regulations 2005; the ceiling is para 59(3).
    """
    terms, value = f"{alias}.terms", f"{alias}.annual_value_pence"
    owed, done, price = (
        f"({terms} ->> '$.{key}')"
        for key in ("uda_contracted", "uda_delivered_h1", "uda_value_gbp")
    )
    dental = f"{alias}.contract_type IN ({', '.join(repr(key) for key in sorted(types))})"
    known = f"CASE WHEN {dental} AND {owed} > 0 AND {done} IS NOT NULL"
    under = f"{done} < {MID_YEAR_PER_CENT} * {owed}"
    value = f"coalesce({value}, {owed} * {price})"
    priced = f"max(0, {value} * 100 - 2 * {done} * {price}) / 100"
    unpriced = f"max(0, {value} * 100 * {owed} - 2 * {done} * {value}) / (100 * {owed})"
    return MidYearSql(
        share=f"{known} THEN ({done} * 100 - ({done} < 0) * ({owed} - 1)) / {owed} END",
        is_under=f"{known} THEN {under} END",
        ceiling=f"{known} AND {under} THEN coalesce({priced}, {unpriced}) END",
    )
