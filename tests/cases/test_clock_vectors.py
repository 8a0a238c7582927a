"""Worked dates of the statutory clocks, each from its regulation and counted on a calendar."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from areateam.cases.clock_rules import statutory_date, timer
from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.clock_definitions import ClockKind, ClockRule, Count, Gives, Unit
from areateam.core.work_calendar import WorkCalendar

CATALOGUE = load_catalogue()
ENGLAND = WorkCalendar(CATALOGUE.holidays())

# Rule, start, legal day, working day to act.
VECTORS = [
    ("GP-01", "2012-09-03", "2012-09-09", "2012-09-07"),
    ("GP-02", "2012-09-03", "2012-09-23", "2012-09-21"),
    ("GP-08", "2012-10-01", "2012-10-29", "2012-10-29"),
    ("GP-08", "2012-12-14", "2013-01-11", "2013-01-11"),
    ("GP-13", "2012-11-30", "2013-02-28", "2013-02-28"),
    ("GP-12", "2012-10-01", "2013-04-01", "2013-04-02"),
    ("GP-19", "2012-10-15", "2013-04-15", "2013-04-15"),
    ("DE-02", "2012-10-01", "2012-10-31", "2012-10-31"),
    ("PH-01", "2012-10-01", "2012-11-15", "2012-11-15"),
    ("PH-02", "2012-12-05", "2013-04-05", "2013-04-05"),
    ("PH-03", "2013-03-04", "2013-04-03", "2013-04-03"),
    ("PH-05", "2013-03-20", "2013-04-19", "2013-04-19"),
    ("PH-08", "2012-10-31", "2013-04-30", "2013-04-30"),
    ("PH-12", "2013-01-31", "2013-07-31", "2013-07-31"),
    ("PH-16", "2013-02-01", "2013-04-02", "2013-04-02"),
    ("PH-18", "2013-01-02", "2013-04-02", "2013-04-02"),
    ("OP-02", "2013-03-11", "2013-04-01", "2013-04-02"),
    ("CO-01", "2013-03-27", "2013-04-03", "2013-04-03"),
    ("IG-01", "2013-03-11", "2013-04-10", "2013-04-10"),
    ("PL-01", "2013-03-28", "2013-04-03", "2013-04-03"),
    ("CO-03", "2012-08-31", "2013-02-28", "2013-02-28"),
]


def reckon(rule_id: str, start: date) -> tuple[date, date]:
    """The legal day and the working day to act, whichever type the rule asks for."""
    rule = CATALOGUE.clock_rules.on(rule_id, start)
    if rule.kind is ClockKind.TIMER:
        run = timer(rule, start, ENGLAND, start)
        return run.legal, run.working
    found = statutory_date(rule, start, ENGLAND)
    return found.legal, found.working


def tally(rule: ClockRule, start: date) -> date:
    """The day to which a rule leads, counted off one by one: another way than the engine's."""
    assert rule.unit is not None
    if rule.count is Count.NOT_LESS_THAN and rule.gives is Gives.LAST_DAY:
        return _counted_back(rule, start)
    if rule.unit in (Unit.MONTHS, Unit.YEARS):
        return _corresponding(rule, start)
    left = {Unit.WEEKS: 7, Unit.HOURS: 1 / 24}.get(rule.unit, 1) * rule.value
    day = start
    if rule.count is Count.BEGINNING_WITH:
        left -= works(rule, day)
    while left > 0:
        day += timedelta(days=1)
        left -= works(rule, day)
    if rule.count is Count.BEGINNING_WITH and rule.gives is Gives.FIRST_DAY:
        day += timedelta(days=1)
        while not works(rule, day):
            day += timedelta(days=1)
    return day


def _counted_back(rule: ClockRule, effect: date) -> date:
    """The latest day of the two years before from which the period ends by the effect."""
    forwards = msgspec.structs.replace(rule, gives=Gives.FIRST_DAY)
    days = (effect - timedelta(days=n) for n in range(1, 800))
    return next(day for day in days if tally(forwards, day) <= effect)


def works(rule: ClockRule, day: date) -> bool:
    """Whether a day counts for the rule."""
    return rule.unit is not Unit.WORKING_DAYS or (day.weekday() < 5 and day not in ENGLAND.holidays)


def _corresponding(rule: ClockRule, start: date) -> date:
    """The same number in the month so many months on; the month's end where it has none."""
    year, month = start.year, start.month
    for _ in range(rule.value * (12 if rule.unit is Unit.YEARS else 1)):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    day = start.day
    while True:
        try:
            found = date(year, month, day)
            break
        except ValueError:
            day -= 1
    ends_before = rule.count is Count.BEGINNING_WITH and rule.gives is Gives.LAST_DAY
    return found - timedelta(days=1) if ends_before and found.day == start.day else found


PERIODS = [rule for rule in CATALOGUE.clock_rules if rule.unit is not None]
# Ends of months, leap days, Christmas, Easter, vesting, and a day like any other.
STARTS = ["2012-11-30", "2012-12-21", "2013-03-28", "2012-02-29"]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("rule", PERIODS, ids=lambda rule: f"{rule.id}-{rule.valid_from}")
def test_every_period_agrees_with_a_count_day_by_day(rule: ClockRule, start: str) -> None:
    begun = date.fromisoformat(start)
    if rule.kind is ClockKind.TIMER:
        assert timer(rule, begun, ENGLAND, begun).legal == tally(rule, begun)
    else:
        assert statutory_date(rule, begun, ENGLAND).legal == tally(rule, begun)


def test_more_than_two_hundred_dates_are_counted_off() -> None:
    assert len(PERIODS) * len(STARTS) > 200


@pytest.mark.parametrize(("rule", "start", "legal", "working"), VECTORS)
def test_a_clock_leads_to_its_day(rule: str, start: str, legal: str, working: str) -> None:
    found = reckon(rule, date.fromisoformat(start))
    assert found == (date.fromisoformat(legal), date.fromisoformat(working))
