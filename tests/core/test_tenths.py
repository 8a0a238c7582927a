"""The tenth that a value lies in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from areateam.core.tenths import tenth_of, tenth_words

MARKS = tuple(float(mark) for mark in range(10, 100, 10))


def test_a_value_lies_below_the_mark_that_it_stands_on() -> None:
    values = (9.0, 10.0, 10.1, 50.0, 89.9, 90.0, 90.1)
    assert [tenth_of(value, MARKS) for value in values] == [1, 1, 2, 5, 9, 9, 10]
    assert (tenth_words(1), tenth_words(3), tenth_words(10)) == (
        "lowest tenth",
        "third tenth",
        "highest tenth",
    )


def test_where_most_have_nought_it_is_in_the_middle_of_those() -> None:
    assert tenth_of(0.0, (0.0,) * 8 + (3.0,)) == 5


def test_without_marks_there_is_no_tenth() -> None:
    assert tenth_of(1.0, ()) is None


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=9, max_size=9).map(sorted),
    st.floats(-2e6, 2e6),
    st.floats(-2e6, 2e6),
)
def test_a_higher_value_never_lies_in_a_lower_tenth(
    marks: list[float], one: float, other: float
) -> None:
    low, high = (tenth_of(value, marks) for value in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert 1 <= low <= high <= 10
