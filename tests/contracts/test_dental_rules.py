"""Mid-year and year-end arithmetic of dental contracts, case by case."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.contracts.dental_rules import half_year_on, mid_year, share_of, year_end

NOVEMBER = date(2012, 11, 1)


def test_under_30_per_cent_a_review_follows_and_so_much_may_be_withheld() -> None:
    """GDS Regs 2005 Sch 3 paras 58 and 59."""
    found = mid_year(20_000, 550_000, 2_500, 50_000_000, NOVEMBER)
    assert found is not None
    assert found.triggered
    assert (found.share, found.short) == (2750, 50_000)
    assert found.ceiling == 22_500_000
    assert found.review_by == date(2012, 10, 31)


def test_exactly_30_per_cent_triggers_nothing() -> None:
    """GDS Regs 2005 Sch 3 para 58: strictly less than."""
    found = mid_year(20_000, 600_000, 2_500, 50_000_000, NOVEMBER)
    assert found is not None
    assert not found.triggered
    assert found.ceiling is None
    below = mid_year(20_000, 599_999, 2_500, 50_000_000, NOVEMBER)
    assert below is not None
    assert below.triggered
    assert below.share == 2999


def test_the_contract_of_the_pictures() -> None:
    found = mid_year(18_500, 488_400, 2_460, 45_510_000, NOVEMBER)
    assert found is not None
    assert (found.short, found.share, found.threshold) == (66_600, 2640, 555_000)
    assert found.ceiling == 21_480_720


def test_a_blank_price_or_value_follows_from_the_other() -> None:
    priced = mid_year(20_000, 550_000, 2_500, None, NOVEMBER)
    valued = mid_year(20_000, 550_000, None, 50_000_000, NOVEMBER)
    neither = mid_year(20_000, 550_000, None, None, NOVEMBER)
    assert priced is not None
    assert valued is not None
    assert neither is not None
    assert priced.ceiling == valued.ceiling == 22_500_000
    assert neither.ceiling is None


def test_nothing_is_said_without_both_counts() -> None:
    assert mid_year(None, 550_000, 2_500, None, NOVEMBER) is None
    assert mid_year(0, 550_000, 2_500, None, NOVEMBER) is None
    assert mid_year(20_000, None, 2_500, None, NOVEMBER) is None
    assert year_end(None, 1, 1) is None
    assert year_end(1, None, 1) is None


@pytest.mark.parametrize(
    ("delivered", "carried", "repaid", "pence", "lost", "breach"),
    [
        (1_940_000, 60_000, 0, 0, 0, False),
        (1_920_000, 80_000, 0, 0, 0, False),
        (1_919_900, 0, 80_100, 2_002_500, 0, True),
        (2_030_000, -30_000, 0, 0, 0, False),
        (2_060_000, -40_000, 0, 0, 20_000, False),
        (2_000_000, 0, 0, 0, 0, False),
    ],
)
def test_the_year_end(
    delivered: int, carried: int, repaid: int, pence: int, lost: int, breach: bool
) -> None:
    """GDS Regs 2005 reg 19 and the national year-end policy, 20,000 units at £25."""
    found = year_end(20_000, delivered, 2_500)
    assert found is not None
    assert (found.carried, found.repaid, found.repaid_pence) == (carried, repaid, pence)
    assert (found.lost, found.breach) == (lost, breach)


def test_units_carried_in_are_delivered_before_those_of_the_year() -> None:
    """NHS BSA: 600 units owed from last year leave 19,400 of 20,000 delivered for this one."""
    found = year_end(20_000, 2_000_000, 2_500, carried_in=60_000)
    assert found is not None
    assert (found.share, found.carried, found.repaid) == (9700, 60_000, 0)
    done_before = year_end(20_000, 1_940_000, 2_500, carried_in=-60_000)
    assert done_before is not None
    assert (done_before.share, done_before.carried) == (10_000, 0)


def test_what_was_carried_in_and_never_done_is_repaid_with_the_rest() -> None:
    found = year_end(100, 1_000, 2_500, carried_in=2_000)
    assert found is not None
    assert (found.undone, found.repaid) == (1_000, 11_000)
    assert found.repaid_pence == 110 * 2_500


@pytest.mark.parametrize(("done", "repaid", "lost"), [(98, 200, 0), (100, 0, 0), (103, 0, 300)])
def test_sedation_courses_are_never_carried(done: int, repaid: int, lost: int) -> None:
    """National year-end policy: over 100% nothing is carried, under 100% all is repaid."""
    found = year_end(100, done * 100, 9_000, carries=False)
    assert found is not None
    assert (found.carried, found.repaid, found.lost) == (0, repaid, lost)
    assert found.repaid_pence == repaid * 90
    assert not found.breach


def test_a_share_is_cut_so_that_it_never_reads_as_the_limit() -> None:
    assert share_of(1_919_900, 2_000_000) == 9599
    assert share_of(599_999, 2_000_000) == 2999


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2012, 11, 1), 2012),
        (date(2012, 9, 30), 2012),
        (date(2012, 9, 29), 2011),
        (date(2013, 3, 31), 2012),
    ],
)
def test_the_half_year_meant_is_the_last_that_ended(day: date, year: int) -> None:
    assert half_year_on(day) == (date(year, 4, 1), date(year, 9, 30))


@given(st.integers(1, 10**6), st.integers(-(10**6), 10**8), st.integers(0, 10**5))
def test_every_unit_of_a_year_is_accounted_for(contracted: int, delivered: int, price: int) -> None:
    found = year_end(contracted, delivered, price)
    assert found is not None
    assert delivered + found.carried + found.repaid - found.lost == contracted * 100
    half = mid_year(contracted, delivered, price, contracted * price, NOVEMBER)
    assert half is not None
    assert half.triggered == (delivered < 30 * contracted)
    assert half.ceiling is None or half.ceiling >= 0
