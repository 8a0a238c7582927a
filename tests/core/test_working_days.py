"""Working days: the count to the last day of the PCTs, and what must hold of any count."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from areateam.catalogue.catalogue import load_catalogue
from areateam.core.working_days import (
    is_working_day,
    working_days_between,
    working_days_by_month,
)

ENGLAND = load_catalogue().holidays("england")
DEMO_DAY = date(2012, 11, 1)
LAST_DAY = date(2013, 3, 28)
DAYS = st.dates(date(2011, 1, 1), date(2014, 12, 31))


def test_there_are_102_working_days_from_1_november_2012_to_28_march_2013() -> None:
    assert working_days_between(DEMO_DAY, LAST_DAY, ENGLAND) == 102


def test_by_month_they_are_21_19_22_20_20() -> None:
    assert working_days_by_month(DEMO_DAY, LAST_DAY, ENGLAND) == [
        (2012, 11, 21),
        (2012, 12, 19),
        (2013, 1, 22),
        (2013, 2, 20),
        (2013, 3, 20),
    ]


def test_good_friday_and_weekends_are_no_working_days() -> None:
    assert not is_working_day(date(2013, 3, 29), ENGLAND)
    assert not is_working_day(date(2013, 3, 30), ENGLAND)
    assert is_working_day(LAST_DAY, ENGLAND)


def test_the_same_day_is_none_and_the_next_weekday_one() -> None:
    assert working_days_between(DEMO_DAY, DEMO_DAY, ENGLAND) == 0
    assert working_days_between(DEMO_DAY, date(2012, 11, 2), ENGLAND) == 1
    assert working_days_between(date(2012, 11, 2), date(2012, 11, 4), ENGLAND) == 0
    assert working_days_between(DEMO_DAY, date(2012, 10, 30), ENGLAND) == -2


def test_the_last_month_may_be_the_first_and_a_month_may_have_none() -> None:
    assert working_days_by_month(date(2013, 3, 1), LAST_DAY, ENGLAND) == [(2013, 3, 19)]
    assert working_days_by_month(date(2012, 11, 30), date(2012, 12, 3), ENGLAND) == [
        (2012, 11, 0),
        (2012, 12, 1),
    ]


@given(DAYS, DAYS)
def test_the_count_is_that_of_the_days_one_by_one(one: date, other: date) -> None:
    start, end = sorted((one, other))
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    by_hand = sum(is_working_day(day, ENGLAND) for day in days)
    assert working_days_between(start, end, ENGLAND) == by_hand
    assert working_days_between(end, start, ENGLAND) == -by_hand


@given(DAYS, DAYS)
def test_the_months_add_up_to_the_whole(one: date, other: date) -> None:
    start, end = sorted((one, other))
    months = working_days_by_month(start, end, ENGLAND)
    assert sum(days for _, _, days in months) == working_days_between(start, end, ENGLAND)
