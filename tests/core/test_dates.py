"""Dates: the closed list of forms, the order of a column, and calendar arithmetic."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.core.dates import (
    DateOrder,
    add_months,
    days_between,
    decide_order,
    format_date,
    format_weekday_date,
    parse_date,
    plain_date,
    time_in,
)
from areateam.core.findings import Fault

ALL_DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2012-11-01",
        "2012-11-1",
        "20121101",
        "1/11/2012",
        "01-11-2012",
        "01.11.2012",
        "01/11/12",
        "1-Nov-2012",
        "01-NOV-12",
        "1 Nov 2012",
        "1 November 2012",
        "1-november-2012",
        " 1 Nov 2012\N{NO-BREAK SPACE}",
        "2012-11-01 00:00:00.000",
        "2012-11-01T09:30:00Z",
        "01/11/2012 00:00",
        "20121101 23:59",
    ],
)
def test_each_form_says_the_first_of_november(text: str) -> None:
    assert parse_date(text, DateOrder.DMY) == "2012-11-01"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "2012",
        "1/11-2012",
        "1 Novem 2012",
        "1-Nov/2012",
        "1/11/012",
        "2012/11/1",
        "Nov 2012",
        "1 11 2012",
        "11-2012",
        "1/11/2012 noon",
        "\u0661/11/2012",
    ],
)
def test_other_forms_are_unreadable(text: str) -> None:
    assert parse_date(text, DateOrder.DMY) == Fault("date-unreadable")


def test_months_first_where_the_column_says_so() -> None:
    assert parse_date("11/01/2012", DateOrder.MDY) == "2012-11-01"
    assert parse_date("11/01/2012", DateOrder.DMY) == "2012-01-11"


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("31/06/2013", "June has 30 days"),
        ("29/02/2013", "February 2013 has 28 days"),
        ("20130230", "February 2013 has 28 days"),
        ("30 Feb 2012", "February 2012 has 29 days"),
        ("01/13/2012", "there is no month 13"),
        ("2012-00-10", "there is no month 0"),
        ("32/01/2012", "there is no day 32"),
        ("00/01/2012", "there is no day 0"),
        ("31/12/1899", "years run from 1900 to 2099"),
        ("2100-01-01", "years run from 1900 to 2099"),
    ],
)
def test_impossible_dates_say_why(text: str, detail: str) -> None:
    assert parse_date(text, DateOrder.DMY) == Fault("date-impossible", detail)


@pytest.mark.parametrize("order", [DateOrder.ISO, DateOrder.UNDECIDED, DateOrder.MIXED])
def test_without_an_order_only_texts_with_one_reading_are_read(order: DateOrder) -> None:
    assert parse_date("01/11/2012", order) == Fault("date-order-undecided")
    assert parse_date("01/11/12", order) == Fault("date-order-undecided")
    assert parse_date("25/12/12", order) == Fault("date-order-undecided")
    assert parse_date("25/12/2012", order) == "2012-12-25"
    assert parse_date("12/25/2012", order) == "2012-12-25"
    assert parse_date("5/5/2012", order) == "2012-05-05"
    assert parse_date("1 Nov 12", order) == "2012-11-01"


@pytest.mark.parametrize(
    ("year", "meant"), [("00", 2000), ("49", 2049), ("50", 1950), ("99", 1999)]
)
def test_two_digit_years_run_from_1950_to_2049(year: str, meant: int) -> None:
    assert parse_date(f"1-Nov-{year}", DateOrder.ISO) == f"{meant}-11-01"
    assert parse_date(f"1/11/{year}", DateOrder.DMY) == f"{meant}-11-01"


def test_one_value_above_twelve_proves_the_order_of_a_column() -> None:
    days_first = decide_order(["01/02/2012", "13/02/2012", "2012-05-06", "", "14.01.2012"])
    assert (days_first.order, days_first.proving, days_first.sample) == (
        DateOrder.DMY,
        2,
        "13/02/2012",
    )
    months_first = decide_order(["01/02/2012", "02/13/12 00:00"])
    assert (months_first.order, months_first.sample) == (DateOrder.MDY, "02/13/12 00:00")


def test_a_column_may_be_mixed_undecided_or_not_need_an_order() -> None:
    mixed = decide_order(["13/02/2012", "02/13/2012"])
    assert (mixed.order, mixed.proving) == (DateOrder.MIXED, 2)
    assert mixed.sample == "13/02/2012 and 02/13/2012"
    undecided = decide_order(["2012-01-13", "03/04/2012", "5/5/2012"])
    assert (undecided.order, undecided.sample) == (DateOrder.UNDECIDED, "03/04/2012")
    assert decide_order(["2012-01-13", "1 Nov 2012", "5/5/2012"]).order is DateOrder.ISO
    assert decide_order([]).order is DateOrder.ISO


def test_impossible_values_prove_nothing() -> None:
    assert decide_order(["32/01/2012", "13/13/2012", "00/13/2012"]).order is DateOrder.ISO


@given(ALL_DAYS, st.sampled_from(["/", "-", "."]))
def test_every_day_is_read_back_in_either_order(day: date, mark: str) -> None:
    days_first = f"{day.day}{mark}{day.month:02}{mark}{day.year}"
    months_first = f"{day.month}{mark}{day.day:02}{mark}{day.year}"
    assert parse_date(days_first, DateOrder.DMY) == day.isoformat()
    assert parse_date(months_first, DateOrder.MDY) == day.isoformat()
    assert parse_date(format_date(day.isoformat()), DateOrder.MDY) == day.isoformat()


def test_the_time_of_day_is_told_unless_it_is_midnight() -> None:
    assert time_in("01/11/2012 09:30") == "09:30"
    assert time_in("1 Nov 2012 23:59:59.5") == "23:59:59.5"
    assert time_in("2012-11-01 00:00:00.000") == ""
    assert time_in("20121101 0:00") == ""
    assert time_in("2012-11-01") == ""
    assert time_in("at 10:30") == ""


def test_dates_on_the_screen() -> None:
    assert format_date("2012-09-03") == "3 Sep 2012"
    assert format_weekday_date("2012-11-01") == "Thu 1 Nov 2012"


def test_adding_months_follows_the_corresponding_date_rule() -> None:
    # Dodds v Walker [1981]: four months from 30 September end on 30 January.
    assert add_months("1978-09-30", 4) == "1979-01-30"
    assert add_months("2012-08-31", 6) == "2013-02-28"
    assert add_months("2012-03-31", -1) == "2012-02-29"
    assert add_months("2012-12-15", 1) == "2013-01-15"
    assert add_months("2012-01-15", -13) == "2010-12-15"
    with pytest.raises(ValueError, match="2099"):
        add_months("2099-12-01", 1)


@given(ALL_DAYS, st.integers(-1000, 1000))
def test_days_between_counts_what_was_added(day: date, days: int) -> None:
    later = day + timedelta(days)
    assert days_between(day.isoformat(), later.isoformat()) == days


@given(
    text=st.one_of(
        st.from_regex(r"\A[0-9]{2}/[0-9]{2}/[0-9]{4}\Z"),
        st.from_regex(r"\A[0-9]{8}\Z"),
        st.text(alphabet="0123456789/-W ", min_size=8, max_size=10),
    ),
    order=st.sampled_from(DateOrder),
)
def test_the_short_way_gives_what_the_long_way_gives(text: str, order: DateOrder) -> None:
    assert plain_date(text, order) in (None, parse_date(text, order))


def test_the_short_way_takes_the_usual_forms() -> None:
    assert plain_date("29/02/2012", DateOrder.DMY) == "2012-02-29"
    assert plain_date("20130401", DateOrder.ISO) == "2013-04-01"
    assert plain_date("31/06/2012", DateOrder.DMY) is None


@pytest.mark.parametrize("text", ["41214", " 38443 "])
def test_a_spreadsheets_number_for_a_day_is_told_with_the_days_it_may_mean(text: str) -> None:
    fault = parse_date(text, DateOrder.DMY)
    assert isinstance(fault, Fault)
    assert fault.code == "date-serial"
    assert parse_date("38443", DateOrder.DMY) == Fault(
        "date-serial", "1 Apr 2005, or 2 Apr 2009 where it counts from 1904"
    )
