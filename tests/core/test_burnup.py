"""The burn-up: what was planned and accepted by each day, and the range of what lies ahead."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from areateam.core.burnup import BurnTask, burn_sentence, burn_up

START, TODAY, SWITCH = date(2012, 9, 3), date(2012, 11, 1), date(2013, 4, 1)
WEEK = timedelta(days=7)


def task(due: date, done: date | None = None, expected: date | None = None) -> BurnTask:
    return BurnTask(due, done, expected or due)


def test_the_range_is_the_slowest_and_the_fastest_four_weeks() -> None:
    # Four in the four weeks to today, one in each that ends a week or more before.
    done = [TODAY - timedelta(days=d) for d in (0, 1, 2, 3, 30)]
    tasks = [task(TODAY, day) for day in done] + [task(date(2013, 3, 1))] * 15
    burn = burn_up(tasks, START, TODAY, SWITCH)
    assert (burn.slowest, burn.fastest) == (0.25, 1.0)
    by = {point.day: point for point in burn.points}
    later = by[date(2012, 11, 30)]
    assert (later.slowest, later.fastest) == (5 + 1, 5 + 4)  # 29 days on
    assert by[TODAY].accepted == by[TODAY].expected == by[TODAY].slowest == 5
    assert burn.needed is not None
    assert round(burn.needed, 2) == round(15 / (150 / 7), 2)


def test_what_is_planned_counts_days_due_and_what_is_expected_the_plan() -> None:
    tasks = [task(date(2012, 10, 1), date(2012, 10, 5)), task(date(2012, 10, 2), None,
                                                            date(2012, 12, 3))]  # fmt: skip
    burn = burn_up(tasks, START, TODAY, SWITCH)
    by = {point.day: point for point in burn.points}
    friday = by[date(2012, 10, 5)]
    assert (friday.planned, friday.accepted, friday.expected) == (2, 1, None)
    assert by[date(2012, 11, 30)].expected == 1
    assert by[date(2012, 12, 7)].expected == 2
    assert by[date(2012, 12, 7)].accepted is None
    assert burn.planned == 2


def test_before_four_weeks_there_is_no_range() -> None:
    burn = burn_up([task(SWITCH)], TODAY - 3 * WEEK, TODAY, SWITCH)
    assert burn.slowest is None
    assert all(point.fastest is None for point in burn.points)
    assert "four weeks have not passed yet" in burn_sentence(burn)


def test_after_the_switch_no_pace_is_needed() -> None:
    burn = burn_up([task(SWITCH, SWITCH)], START, SWITCH, SWITCH)
    assert burn.needed is None
    assert burn_sentence(burn) == "1 of 1 accepted, 1 planned by now."


_days = st.dates(date(2012, 8, 1), date(2013, 8, 1))


@given(st.lists(st.builds(BurnTask, _days, st.none() | _days, _days), max_size=30), _days, _days)
def test_no_line_ever_falls_or_passes_all_tasks(
    tasks: list[BurnTask], started: date, today: date
) -> None:
    burn = burn_up(tasks, started, today, SWITCH)
    for name in ("planned", "accepted", "expected", "slowest", "fastest"):
        line = [value for p in burn.points if (value := getattr(p, name)) is not None]
        assert line == sorted(line)
        assert all(0 <= value <= len(tasks) for value in line)
    assert any(point.day == today for point in burn.points)
    assert all((p.slowest or 0) <= (p.fastest or 0) for p in burn.points)
