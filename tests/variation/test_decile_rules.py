"""Tenths of a ranked chart, and the range that moving to them would come to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.variation.decile_rules import Worth, deciles, worth_of_moving, worth_of_one
from areateam.variation.variation_texts import many, own_worth_sentence, pounds

AMOUNTS = st.lists(
    st.tuples(st.floats(1, 1e6), st.floats(1, 1e4)), min_size=10, max_size=30
)  # fmt: skip


def test_the_fifth_of_nine_is_the_median() -> None:
    marks = deciles([float(value) for value in range(11)])
    assert marks == pytest.approx([1, 2, 3, 4, 5, 6, 7, 8, 9])


def test_under_ten_there_are_none() -> None:
    assert deciles([1.0] * 9) == ()
    assert worth_of_moving([(1.0, 1.0)] * 9) is None


def test_what_lies_above_a_level_is_what_it_is_worth() -> None:
    pairs = [(10.0 * value, 10.0) for value in range(11)]
    assert worth_of_moving(pairs) == Worth(to_median=150.0, to_lowest_tenth=450.0)


@given(AMOUNTS)
def test_the_lowest_tenth_is_never_worth_less_than_the_median(
    pairs: list[tuple[float, float]],
) -> None:
    found = worth_of_moving(pairs)
    assert found is not None
    assert 0 <= found.to_median <= found.to_lowest_tenth + 1e-6


def test_one_contractor_is_worth_what_it_lies_above_the_marks_of_all() -> None:
    marks = deciles([float(step) for step in range(1, 11)])
    found = [worth_of_one((value * 100, 100), marks) for value in (10.0, 4.0, 1.0)]
    shown = [(round(each.to_median), round(each.to_lowest_tenth)) for each in found if each]
    assert shown == [(450, 810), (0, 210), (0, 0)]
    assert worth_of_one((10.0, 1.0), ()) is None
    assert own_worth_sentence(Worth(4_445_251, 10_813_590)) == (
        "To the median about £4,400,000, to the lowest tenth about £11,000,000 a year:"
        " a range, not a promise."
    )
    assert own_worth_sentence(Worth(0, 210)) == (
        "It is below the median; to the lowest tenth about £210 a year: not a promise."
    )


def test_an_estimate_has_two_digits() -> None:
    assert [pounds(each) for each in (0.0, 7.4, 94.6, 12_345.0)] == ["£0", "£7", "£95", "£12,000"]


def test_one_is_said_as_one() -> None:
    assert many(1, "pharmacies") == "1 pharmacy"
    assert many(1, "dental contracts") == "1 dental contract"
    assert many(1_200, "GP practices") == "1,200 GP practices"
