"""Routes over the working days: plans forwards and backwards, both ways of counting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.calloffs.route_rules import (
    Track,
    day_words,
    end_of,
    half_words,
    lands_after,
    lands_by_calendar,
    last_start,
    planned_days,
    start_for,
    starts_by_calendar,
)
from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.route_definitions import Routes, read_routes
from areateam.core.work_calendar import WorkCalendar

CATALOGUE = load_catalogue()
CALENDAR = WorkCalendar(CATALOGUE.holidays())
NEEDED = date(2013, 3, 28)


def routes() -> Routes:
    return read_routes(CATALOGUE.folder / "routes")


def test_both_routes_have_their_lengths_in_half_days() -> None:
    fast, classic = routes().fast, routes().classic
    assert (classic.calendar_half_days, classic.working_half_days) == (2 * 182, 2 * 130)
    assert (fast.calendar_half_days, fast.working_half_days) == (63, 45)
    for standstill in (False, True):
        assert fast.planned(standstill=standstill) == 44
        assert fast.held(standstill=standstill) == 1
        assert classic.planned(standstill=standstill) == 260
    assert len(fast.stage) == 9
    assert fast.budget("notice") == 2
    assert fast.budget("notice", standstill=True) == 16


def test_a_fast_plan_from_7_january_2013_ends_on_5_february() -> None:
    track = Track(date(2013, 1, 7), CALENDAR)
    days = planned_days(list(routes().fast.budgets().items()), track)
    assert days[-1].last == date(2013, 2, 5)
    assert days[4].first == date(2013, 1, 16)
    assert days[4].last == date(2013, 1, 24)
    assert end_of(260, date(2012, 10, 8), CALENDAR) == date(2013, 4, 12)


def test_a_start_at_a_weekend_begins_on_the_next_working_day() -> None:
    assert Track(date(2013, 1, 5), CALENDAR).start == date(2013, 1, 7)


def test_calendar_days_and_working_days_give_different_days_over_easter() -> None:
    start = date(2013, 3, 4)
    assert lands_by_calendar(63, start) == date(2013, 4, 4)
    assert lands_after(45, start, CALENDAR) == date(2013, 4, 8)
    end = date(2013, 3, 31)
    assert starts_by_calendar(2 * 182, end) == date(2012, 9, 30)
    assert starts_by_calendar(63, end) == date(2013, 2, 27)


def test_the_last_safe_start_is_counted_over_real_working_days() -> None:
    today = date(2012, 11, 1)
    fast = last_start(routes().fast, NEEDED, today, CALENDAR)
    assert fast.start == date(2013, 2, 26)
    assert fast.plan_start == date(2013, 2, 27)
    assert fast.possible
    assert "22½ working days" in fast.sentence
    assert "Tue 26 Feb 2013" in fast.sentence
    assert "Wed 27 Feb 2013" in fast.sentence
    classic = last_start(routes().classic, NEEDED, today, CALENDAR)
    assert classic.start == date(2012, 9, 25)
    assert not classic.possible
    assert classic.impossible_since == date(2012, 9, 26)
    assert classic.late_by == 27
    for words in ("130 working days", "Christmas Day", "impossible since Wed 26 Sep 2012"):
        assert words in classic.sentence


def test_a_route_is_possible_on_its_last_safe_start_and_no_day_later() -> None:
    first = last_start(routes().fast, NEEDED, NEEDED, CALENDAR).start
    assert last_start(routes().fast, NEEDED, first, CALENDAR).possible
    assert not last_start(routes().fast, NEEDED, first + timedelta(days=1), CALENDAR).possible


@given(st.dates(date(2012, 1, 1), date(2013, 12, 31)), st.integers(min_value=1, max_value=300))
def test_a_plan_from_the_last_start_ends_in_time_and_one_a_day_later_does_not(
    needed: date, half_days: int
) -> None:
    start = start_for(half_days, needed, CALENDAR)
    assert end_of(half_days, start, CALENDAR) <= needed
    assert end_of(half_days, CALENDAR.add_working_days(start, 1), CALENDAR) > needed


@pytest.mark.parametrize(
    ("half_days", "words"), [(45, "22½"), (44, "22"), (1, "½"), (0, "0"), (-3, "-1½"), (-36, "-18")]
)
def test_half_days_are_written_as_days(half_days: int, words: str) -> None:
    assert half_words(half_days) == words


def test_one_day_is_not_written_as_days() -> None:
    assert (day_words(2), day_words(3), day_words(1)) == (
        "1 working day",
        "1½ working days",
        "½ working day",
    )
