"""Opening hours as registers keep them, added up over a week."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.catalogue.catalogue import load_catalogue
from areateam.contracts.pharmacy_hours_rules import HUNDRED, ORDINARY, core_hours, weekly_hours

RULES = load_catalogue().clock_rules


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("40", 40),
        ("38½", Fraction(77, 2)),
        ("9.5 hours", Fraction(19, 2)),
        ("100 hours a week", 100),
        ("Mon-Fri 09:00-17:00", 40),
        ("Mon-Fri 9-13, 14-18; Sat 9:00-12:30; Sun closed", Fraction(87, 2)),
        ("Monday to Friday: 09.00 to 13.00 and 14.00 to 17.30\nSaturday 0900-1130", 40),
        ("Mon\u2013Sun 07:00\u201324:00", 119),
    ],
)
def test_hours_add_up(text: str, hours: Fraction) -> None:
    assert weekly_hours(text) == hours


@pytest.mark.parametrize(
    "text",
    ["", "as agreed", "169", "Mon-Fri 17:00-09:00", "Fri-Mon 9-17", "Mon 9-13, 12-17",
     "Mon 9-17; Mon 9-12", "Mon 9-25", "Mon 09:00"],
)  # fmt: skip
def test_what_cannot_be_read_is_never_guessed(text: str) -> None:
    assert weekly_hours(text) is None


def test_hours_are_owed_by_the_regulations() -> None:
    """SI 2012/1909 and SI 2013/349 Sch 4 para 23: 40; reg 65: 100."""
    ordinary, hundred = (RULES.on(key, date(2013, 4, 2)) for key in (ORDINARY, HUNDRED))
    found = core_hours("39½", ordinary)
    assert found is not None
    assert (found.owed, found.short) == (Fraction(40), Fraction(1, 2))
    assert not ordinary.is_met_by(found.core)
    more = core_hours("100", hundred)
    assert more is not None
    assert more.short == 0
    assert core_hours("by arrangement", hundred) is None


@given(st.integers(0, 167), st.sampled_from(["", ".25", ".5", "½"]))
def test_a_number_of_hours_is_itself(whole: int, part: str) -> None:
    parts = {"": Fraction(0), ".25": Fraction(1, 4), ".5": Fraction(1, 2), "½": Fraction(1, 2)}
    assert weekly_hours(f"{whole}{part}") == whole + parts[part]
