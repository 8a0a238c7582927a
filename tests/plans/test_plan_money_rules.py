"""What money costs in each financial year: exact to the penny, whatever the dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.core.problems import UserProblem
from areateam.plans.plan_money_rules import (
    Stream,
    added_up,
    cost_by_year,
    financial_year,
    lifetime_cost,
    year_name,
    year_start,
)
from areateam.plans.plan_rules import (
    figure_text,
    is_met,
    is_softer,
    last_day,
    parse_year,
    years_of,
)

DAYS = st.dates(date(2008, 1, 1), date(2025, 12, 31))
PENCE = st.integers(-(10**13), 10**13)


@st.composite
def streams(draw: st.DrawFn) -> Stream:
    first = draw(DAYS)
    last = first + timedelta(draw(st.integers(0, 2500)))
    return Stream(draw(PENCE), draw(st.booleans()), first, last)


def pounds(amount: int) -> int:
    return amount * 100


def test_half_a_year_costs_half_and_each_full_year_the_whole() -> None:
    """Dossier G1: £120,000 a year from 1 October 2012 costs £60,000 in 2012-13, then £120,000."""
    scheme = Stream(pounds(120_000), True, date(2012, 10, 1), date(2015, 3, 31))
    assert cost_by_year(scheme) == {
        2012: pounds(60_000),
        2013: pounds(120_000),
        2014: pounds(120_000),
    }
    assert scheme.full_year == pounds(120_000)


def test_part_of_a_month_counts_by_its_days() -> None:
    half_of_april = Stream(pounds(1_200), True, date(2012, 4, 16), date(2012, 4, 30))
    assert cost_by_year(half_of_april) == {2012: pounds(50)}
    half_of_leap_february = Stream(pounds(1_160), True, date(2012, 2, 16), date(2012, 2, 29))
    assert cost_by_year(half_of_leap_february) == {2011: 4667}  # 14 of 29 days of £96.67


def test_money_spent_once_is_spread_over_its_months_and_never_more() -> None:
    once = Stream(10_000, False, date(2013, 2, 1), date(2013, 4, 30))
    assert cost_by_year(once) == {2012: 6667, 2013: 3333}
    assert once.full_year == 0


@given(streams())
def test_the_years_add_up_to_the_whole_to_the_penny(stream: Stream) -> None:
    costs = cost_by_year(stream)
    assert sum(costs.values()) == lifetime_cost(stream)
    assert list(costs) == list(range(min(costs), max(costs) + 1))
    if not stream.recurrent:
        assert lifetime_cost(stream) == stream.pence


@given(streams())
def test_a_full_year_costs_exactly_the_amount(stream: Stream) -> None:
    for year, pence in cost_by_year(stream).items():
        whole = stream.first <= year_start(year) and stream.last >= year_start(year + 1)
        if stream.recurrent and whole:
            assert pence == stream.pence


@given(streams())
def test_a_saving_mirrors_the_same_investment(stream: Stream) -> None:
    other = Stream(-stream.pence, stream.recurrent, stream.first, stream.last)
    assert cost_by_year(other) == {year: -p for year, p in cost_by_year(stream).items()}


@given(streams(), st.integers(1, 2000))
def test_one_line_costs_what_its_two_parts_do_but_for_a_penny_of_rounding(
    stream: Stream, days: int
) -> None:
    cut = stream.first + timedelta(days)
    if not stream.recurrent or cut > stream.last:
        return
    parts = [
        Stream(stream.pence, True, stream.first, cut - timedelta(1)),
        Stream(stream.pence, True, cut, stream.last),
    ]
    assert abs(sum(map(lifetime_cost, parts)) - lifetime_cost(stream)) <= 1


@given(st.lists(streams(), max_size=6))
def test_sums_of_lines_are_the_sums_of_their_years(lines: list[Stream]) -> None:
    total = added_up(map(cost_by_year, lines))
    assert sum(total.values()) == sum(map(lifetime_cost, lines))


def test_no_days_cost_nothing() -> None:
    nothing = Stream(500, True, date(2013, 4, 1), date(2013, 3, 31))
    assert cost_by_year(nothing) == {}
    assert lifetime_cost(nothing) == 0


@given(DAYS)
def test_financial_years_run_from_april_to_march(day: date) -> None:
    year = financial_year(day)
    assert year_start(year) <= day < year_start(year + 1)
    assert parse_year(year_name(year)) == year


def test_a_plan_of_any_start_touches_the_years_that_its_days_lie_in() -> None:
    assert years_of(date(2012, 4, 1), 3) == (2012, 2013, 2014)
    assert years_of(date(2012, 10, 1), 3) == (2012, 2013, 2014, 2015)
    assert last_day(date(2012, 2, 29), 3) == date(2015, 2, 28)


@pytest.mark.parametrize("text", ["2012-14", "12-13", "x", "", "2012-13-14"])
def test_what_is_no_financial_year_is_refused(text: str) -> None:
    with pytest.raises(UserProblem) as caught:
        parse_year(text)
    assert caught.value.code == "plan-year-unreadable"


def test_a_target_is_softer_where_it_asks_for_less_in_the_measures_own_direction() -> None:
    assert is_softer("up", 95, 94)
    assert not is_softer("up", 95, 96)
    assert is_softer("down", 10, 11)
    assert not is_softer("down", 10, 10)
    assert is_met("down", 10, 10)
    assert not is_met("up", 10, 9)


def test_a_figure_reads_with_its_unit() -> None:
    assert figure_text(965, 1, "%") == "96.5%"
    assert figure_text(1250, 2, "£ a patient") == "£12.50 a patient"
    assert figure_text(14, 0, "days") == "14 days"
    assert figure_text(None, 0, "days") == "\N{EN DASH}"
