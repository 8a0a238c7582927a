"""Worked dates of the statutory clocks, each from its regulation and counted on a calendar.

`clock_vectors.csv` holds those that `day_count` counted, day by day and by its own holidays.
"""

from __future__ import annotations

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.cases.clock_rules import statutory_date, timer
from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.clock_definitions import DATED, ClockKind, Count, Gives
from areateam.contracts.dental_rules import (
    CARRY_FROM_PER_CENT,
    CARRY_UP_TO_PER_CENT,
    MID_YEAR_PER_CENT,
)
from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.core.work_calendar import WorkCalendar
from tests.cases.day_count import FIXED, TABLE, count, holidays

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


COUNTED = list(
    csv.DictReader((Path(__file__).parent / "clock_vectors.csv").read_text("utf-8").splitlines())
)


def reckon(rule_id: str, start: date) -> tuple[date, date]:
    """The legal day and the working day to act, whichever type the rule asks for."""
    rule = CATALOGUE.clock_rules.on(rule_id, start)
    if rule.kind is ClockKind.TIMER:
        run = timer(rule, start, ENGLAND, start)
        return run.legal, run.working
    found = statutory_date(rule, start, ENGLAND)
    return found.legal, found.working


@pytest.mark.parametrize(("rule", "start", "legal", "working"), VECTORS)
def test_a_clock_leads_to_its_day(rule: str, start: str, legal: str, working: str) -> None:
    found = reckon(rule, date.fromisoformat(start))
    assert found == (date.fromisoformat(legal), date.fromisoformat(working))


@pytest.mark.parametrize("line", COUNTED, ids=lambda line: f"{line['rule']}-{line['start']}")
def test_a_clock_leads_to_the_day_that_was_counted_off(line: dict[str, str]) -> None:
    found = reckon(line["rule"], date.fromisoformat(line["start"]))
    assert [day.isoformat() for day in found] == [line["legal"], line["working"]]
    rule = CATALOGUE.clock_rules.on(line["rule"], date.fromisoformat(line["start"]))
    assert rule.regulation == line["regulation"]


def test_more_than_two_hundred_dates_are_counted_off_and_every_dated_rule_among_them() -> None:
    assert len(COUNTED) > 200
    assert all(line["regulation"] for line in COUNTED)
    dated = {rule.id: rule for rule in CATALOGUE.clock_rules if rule.count in DATED}
    assert {line["rule"] for line in COUNTED} == set(dated)
    # GP-06, DE-14 and the rest: each way of counting, and each side of it, is there.
    used = {(rule.count, rule.gives, rule.unit) for rule in dated.values()}
    assert {kind for kind, _, _ in used} == DATED
    assert (Count.NOT_LESS_THAN, Gives.LAST_DAY) in {(kind, gives) for kind, gives, _ in used}


@given(st.sampled_from(sorted({*TABLE, *FIXED})), st.dates(date(2013, 4, 1), date(2014, 3, 31)))
def test_any_start_leads_to_the_day_that_is_counted_off(rule: str, start: date) -> None:
    assert reckon(rule, start) == count(rule, start)


def test_the_bank_holidays_are_those_that_are_reckoned() -> None:
    shipped = {day for day in ENGLAND.holidays if 2012 <= day.year <= 2021}
    assert shipped == {day for year in range(2012, 2022) for day in holidays(year)}


@pytest.mark.parametrize(
    ("rule", "value", "start", "legal"),
    [
        # Dodds v Walker [1981] 1 WLR 1027: four months from 30 September end on 30 January.
        ("PH-02", 4, date(1978, 9, 30), date(1979, 1, 30)),
        # E J Riley Investments v Eurostile Holdings [1985] 1 WLR 1139: two months from 23 March.
        ("PH-02", 2, date(1983, 3, 23), date(1983, 5, 23)),
        # Trow v Ind Coope (West Midlands) [1967] 2 QB 899: twelve months "beginning with" the
        # day of issue, 10 September 1965, end on 9 September 1966.
        ("GP-22", 1, date(1965, 9, 10), date(1966, 9, 9)),
    ],
)
def test_periods_run_as_the_courts_counted_them(
    rule: str, value: int, start: date, legal: date
) -> None:
    own = CATALOGUE.clock_rules.on(rule, date(2013, 1, 2))
    like = replaced(own, value=value, kind=ClockKind.STATUTORY, may_pause=())
    assert statutory_date(like, start, ENGLAND).legal == legal


# Rule, an amount at which it applies, and the nearest at which it does not.
THRESHOLDS = [
    ("GP-03", "3", "2.99"),
    ("GP-04", "12", "12.01"),
    ("GP-18", "12", "12.01"),
    ("GP-25", "24", "23.99"),
    ("GP-26", "16", "16.01"),
    ("DE-01", "29.999995", "30"),
    ("DE-04", "96", "95.995"),
    ("DE-05", "95.995", "96"),
    ("DE-06", "102", "102.005"),
    ("DE-07", "100", "99.99"),
    ("PH-09", "1.6", "1.601"),
    ("PH-10", "2", "2.001"),
    ("PH-14", "40", "39.99"),
    ("PH-15", "100", "99.99"),
    ("PH-25", "400", "401"),
    ("OP-03", "3", "4"),
    ("PR-02", "113057", "113056.99"),
]


@pytest.mark.parametrize(("rule", "met", "missed"), THRESHOLDS)
def test_a_threshold_is_met_on_its_own_side_only(rule: str, met: str, missed: str) -> None:
    for version in CATALOGUE.clock_rules.rules[rule]:
        assert version.is_met_by(Fraction(met))
        assert not version.is_met_by(Fraction(missed))


# Rules that are no number and no day: a formula, a gate, what an agreement or good practice says.
WITHOUT_NUMBER = {
    "CO-04": Count.GATE,
    "DE-03": Count.FORMULA,
    "DE-15": Count.POLICY,
    "GP-09": Count.POLICY,
    "GP-14": Count.POLICY,
    "PH-19": Count.GATE,
    "TR-04": Count.POLICY,
}


@pytest.mark.parametrize(("rule", "kind"), WITHOUT_NUMBER.items())
def test_a_rule_without_a_number_gives_no_day_and_no_limit(rule: str, kind: Count) -> None:
    day = date(2013, 4, 2)
    found = CATALOGUE.clock_rules.on(rule, day)
    assert found.count is kind
    with pytest.raises(UserProblem) as caught:
        statutory_date(found, day, ENGLAND)
    assert caught.value.code == "clock-rule-undated"
    with pytest.raises(UserProblem) as caught:
        found.is_met_by(1)
    assert caught.value.code == "clock-rule-without-number"


def test_every_one_of_the_101_rules_has_a_vector() -> None:
    tried = {line["rule"] for line in COUNTED} | {rule for rule, *_ in THRESHOLDS}
    every = {rule.id for rule in CATALOGUE.clock_rules}
    assert tried | set(WITHOUT_NUMBER) == every
    assert len(every) == 101


def test_the_dental_limits_are_those_of_the_rules() -> None:
    rules, day = CATALOGUE.clock_rules, date(2013, 3, 31)
    assert rules.on("DE-01", day).number == str(MID_YEAR_PER_CENT)
    assert rules.on("DE-04", day).number == rules.on("DE-05", day).number
    assert rules.on("DE-04", day).number == str(CARRY_FROM_PER_CENT)
    assert rules.on("DE-06", day).number == str(CARRY_UP_TO_PER_CENT)


@pytest.mark.parametrize(
    ("rule", "procedure", "gate"),
    [("PH-19", "breach-pharmacy", "local"), ("CO-04", "patient-complaint", "consent")],
)
def test_a_gate_holds_back_the_steps_behind_it(rule: str, procedure: str, gate: str) -> None:
    assert CATALOGUE.clock_rules.on(rule, date(2013, 4, 2)).count is Count.GATE
    assert any(gate in step.needs for step in CATALOGUE.procedures.named(procedure).step)
