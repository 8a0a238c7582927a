"""Figures of an office lie over the shipped rules from a day on; older days keep the old figure."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.clock_definitions import (
    ClockRule,
    ClockRules,
    OwnClockRule,
    OwnFigure,
    Unit,
)

RULES = load_catalogue().clock_rules
SET_ON = date(2012, 11, 1)


def figure(rule: str, first: date, number: str = "", unit: str = "") -> OwnFigure:
    return OwnFigure(rule, first, number, unit, "the regulation", "R. Osei", SET_ON)


def test_a_figure_holds_from_its_day_and_not_before() -> None:
    laid = RULES.with_own([figure("GP-02", date(2012, 10, 1), "4", "weeks")])
    old = laid.on("GP-02", date(2012, 9, 30))
    assert (old.value, old.valid_to, old.is_confirmed) == (21, date(2012, 9, 30), False)
    new = laid.on("GP-02", date(2012, 10, 1))
    assert isinstance(new, OwnClockRule)
    assert (new.value, new.unit, new.shipped.value) == (4, Unit.WEEKS, 21)
    assert laid.on("GP-01", SET_ON) is RULES.on("GP-01", SET_ON)


def test_a_later_figure_ends_the_one_before() -> None:
    own = [figure("GP-02", date(2012, 12, 1), "30"), figure("GP-02", date(2012, 10, 1), "28")]
    laid = RULES.with_own(own)
    days = (date(2012, 9, 1), date(2012, 11, 30), date(2012, 12, 1))
    assert [laid.on("GP-02", day).value for day in days] == [21, 28, 30]


@given(
    st.lists(st.dates(date(2010, 1, 1), date(2016, 1, 1)), max_size=4, unique=True),
    st.sampled_from(sorted({rule.id for rule in RULES})),
    st.dates(date(2009, 1, 1), date(2017, 1, 1)),
)
def test_figures_leave_no_gap_and_no_overlap(firsts: list[date], rule: str, day: date) -> None:
    laid = RULES.with_own([figure(rule, first) for first in firsts])
    before, after = _holding(RULES, rule, day), _holding(laid, rule, day)
    assert len(after) == len(before)
    if after:
        assert after[0].value == before[0].value
        assert isinstance(after[0], OwnClockRule) == any(first <= day for first in firsts)


def test_a_figure_for_a_rule_that_there_is_not_says_nothing() -> None:
    assert RULES.with_own([figure("XX-99", SET_ON, "3")]) == RULES


def _holding(rules: ClockRules, rule: str, day: date) -> list[ClockRule]:
    return [each for each in rules.rules[rule] if each.holds_on(day)]
