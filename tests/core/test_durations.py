"""Lengths of time are read as people write them, to the minute, and nothing else is."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.core.durations import format_duration, parse_duration
from areateam.core.findings import Fault

UNREADABLE = Fault("duration-unreadable")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1.5", 90),
        ("1h30", 90),
        ("1 h 30 min", 90),
        ("1h 30m", 90),
        ("1 hour and 30 minutes", 90),
        ("1:30", 90),
        ("45m", 45),
        ("90 mins", 90),
        ("2", 120),
        (" 2 H ", 120),
        (".25", 15),
        ("0.33", 20),
        ("0.008", 0),
        ("0.0084", 1),
        ("1.5h", 90),
        ("0", 0),
    ],
)
def test_what_people_write_is_read(text: str, minutes: int) -> None:
    assert parse_duration(text) == minutes


@pytest.mark.parametrize(
    "text",
    ["", ".", "h", "1,5", "1,500", "-1", "1h60", "1:60", "1:5", "1.5h30", "two", "1e3", "٣", "1d"],
)
def test_nonsense_is_refused(text: str) -> None:
    assert parse_duration(text) == UNREADABLE


@given(st.integers(0, 9_999 * 60))
def test_what_is_shown_is_read_again(minutes: int) -> None:
    assert parse_duration(format_duration(minutes).replace(",", "")) == minutes


@given(st.integers(0, 9_999), st.integers(0, 9_999))
def test_a_part_of_an_hour_is_rounded_to_the_minute(hours: int, part: int) -> None:
    exact = 60 * Fraction(hours * 10_000 + part, 10_000)
    assert parse_duration(f"{hours}.{part:04}") == floor(exact + Fraction(1, 2))


@given(st.text(max_size=12))
def test_any_text_gives_minutes_or_the_fault(text: str) -> None:
    found = parse_duration(text)
    assert found == UNREADABLE or (isinstance(found, int) and found >= 0)
