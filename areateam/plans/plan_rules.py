"""What a plan may say: its years, its words, and which target is softer than another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from areateam.core.amounts import format_decimal, format_money
from areateam.core.problems import UserProblem
from areateam.plans.plan_money_rules import financial_year, year_name

SHORTEST, LONGEST = 3, 5
"""Years of a plan."""

BENEFITS = {
    "B1": "Consistency and fairness",
    "B2": "Better outcomes",
    "B3": "Efficiency",
}
"""The three benefits that the single operating model promises (England, 2012)."""

DOMAINS = {
    1: "Preventing people from dying prematurely",
    2: "Quality of life for people with long-term conditions",
    3: "Recovery from ill health or injury",
    4: "Positive experience of care",
    5: "Safe environment, protected from harm",
}
"""The five domains of the NHS Outcomes Framework 2012/13."""

NATURES = {
    "investment": "Investment",
    "saving": "Saving",
    "inflation": "Inflation",
    "growth": "Growth",
}
"""What a line of money is for."""

UP, DOWN = "up", "down"
DIRECTIONS = {UP: "more is better", DOWN: "less is better"}
"""Which way a measure is to move."""


def last_day(starts_on: date, years: int) -> date:
    """The last day of a plan; one that starts on 29 February ends on a 28 February."""
    try:
        after = starts_on.replace(year=starts_on.year + years)
    except ValueError:
        after = date(starts_on.year + years, 3, 1)
    return after - timedelta(1)


def years_of(starts_on: date, years: int) -> tuple[int, ...]:
    """The financial years that a plan touches, each by the year in which it begins."""
    last = financial_year(last_day(starts_on, years))
    return tuple(range(financial_year(starts_on), last + 1))


def parse_year(text: str) -> int:
    """The financial year that "2012-13", "2012/13" or "2012" means.

    UserProblem("plan-year-unreadable").
    """
    first, _, second = text.strip().replace("/", "-").partition("-")
    if first.isdecimal() and len(first) == 4:
        year = int(first)
        if not second or second in (f"{(year + 1) % 100:02}", str(year + 1)):
            return year
    raise UserProblem("plan-year-unreadable", value=text)


def check_length(years: int) -> None:
    """UserProblem("plan-length") unless a plan may have so many years."""
    if not SHORTEST <= years <= LONGEST:
        raise UserProblem("plan-length", value=years)


def check_one_of(value: str, known: Iterable[object], code: str) -> None:
    """UserProblem with the code unless the value is one of those known."""
    names = [str(each) for each in known]
    if value not in names:
        raise UserProblem(code, value=value, known=", ".join(names))


def is_softer(direction: str, before: int, now: int) -> bool:
    """Whether a target asks for less than it did."""
    return now < before if direction == UP else now > before


def is_met(direction: str, target: int, figure: int) -> bool:
    """Whether a figure reaches its target."""
    return figure >= target if direction == UP else figure <= target


def figure_text(scaled: int | None, places: int, unit: str) -> str:
    """A figure with its unit: "96.5%", "£136.00 a patient", "14 days"; a dash for none."""
    if scaled is None:
        return "\N{EN DASH}"
    if unit.startswith("£") and places == 2:
        return format_money(scaled) + unit[1:]
    number = format_decimal(scaled, places)
    if unit.startswith("£"):
        return f"£{number}{unit[1:]}"
    return number + (unit if unit.startswith("%") else f" {unit}".rstrip())


def outside_years(year: int, years: tuple[int, ...]) -> UserProblem:
    """What is said about a year that a plan does not touch."""
    return UserProblem(
        "plan-year-outside",
        value=year_name(year),
        first=year_name(years[0]),
        last=year_name(years[-1]),
    )
