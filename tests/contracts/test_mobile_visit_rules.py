"""Notices of mobile visits: 48 hours for one or two patients, three weeks for three or more."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.catalogue.catalogue import load_catalogue
from areateam.contracts.mobile_visit_rules import visit_notice
from areateam.core.problems import UserProblem

at = datetime.fromisoformat
RULES = load_catalogue().clock_rules
GIVEN = at("2013-03-11 10:00")


@pytest.mark.parametrize(
    ("patients", "visit", "late"),
    [
        (1, at("2013-03-13 10:00"), False),
        (2, at("2013-03-13 09:59"), True),
        (3, at("2013-04-01 08:00"), False),
        (3, at("2013-03-31 18:00"), True),
        (12, at("2013-03-13 10:00"), True),
    ],
)
def test_a_notice_is_late_by_the_hour_or_by_the_day(
    patients: int, visit: datetime, late: bool
) -> None:
    """SI 2008/1185, the terms for additional services: hours for few, weeks for many."""
    found = visit_notice(RULES, patients, GIVEN, visit)
    assert found.is_late is late
    assert found.is_valid is not late


@pytest.mark.parametrize(("changes", "valid"), [(0, True), (3, True), (4, False)])
def test_no_more_than_three_patients_may_be_changed(changes: int, valid: bool) -> None:
    found = visit_notice(RULES, 5, GIVEN, GIVEN + timedelta(weeks=4), changes)
    assert found.is_valid is valid
    assert found.too_many_changes is not valid


@given(st.integers(1, 40), st.integers(0, 900))
def test_a_later_visit_is_never_later_notice(patients: int, hours: int) -> None:
    now, after = (GIVEN + timedelta(hours=h) for h in (hours, hours + 1))
    first, second = (visit_notice(RULES, patients, GIVEN, visit) for visit in (now, after))
    assert first.is_late >= second.is_late
    assert first.earliest - GIVEN <= timedelta(hours=48 if patients < 3 else 504)


def test_what_cannot_be_a_notice_is_refused() -> None:
    with pytest.raises(UserProblem) as caught:
        visit_notice(RULES, 0, GIVEN, GIVEN)
    assert caught.value.code == "visit-without-patients"
    with pytest.raises(UserProblem) as caught:
        visit_notice(RULES, 1, GIVEN, GIVEN - timedelta(hours=1))
    assert caught.value.code == "visit-before-notice"
