"""XmR charts: the published limits to the printed digit, and each rule at its edge."""

from __future__ import annotations

import random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.core.xmr import Assurance, Direction, Kind, NewBase, Signal, xmr

# The vignette "Deviations from Making Data Count defaults" of NHSRplotthedots.
VIGNETTE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
SERIES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)
MOVED = NewBase(12, "the practice moved")


def _limits(*, screened: bool) -> tuple[float, float]:
    segment = xmr(VIGNETTE, screened=screened).segments[0]
    assert segment.upper is not None
    assert segment.lower is not None
    return round(segment.upper, 3), round(segment.lower, 3)


def test_the_limits_are_those_of_the_published_example() -> None:
    assert _limits(screened=False) == (6.952, -3.063)
    assert _limits(screened=True) == (4.604, -0.716)


def test_the_average_moving_range_drops_the_screened_ranges() -> None:
    assert xmr(VIGNETTE, screened=False).segments[0].moving_range == pytest.approx(32 / 17)
    assert xmr(VIGNETTE, screened=True).segments[0].moving_range == 1.0


def test_one_point_outside_is_a_signal_of_its_side() -> None:
    points = xmr(VIGNETTE, direction=Direction.DOWN).points
    assert points[4].signals == (Signal.OUTSIDE,)
    assert points[4].kind is Kind.CONCERN
    assert {point.kind for index, point in enumerate(points) if index != 4} == {Kind.COMMON}
    assert xmr(VIGNETTE, direction=Direction.UP).points[4].kind is Kind.IMPROVE
    assert xmr(VIGNETTE).points[4].kind is Kind.NEUTRAL


@pytest.mark.parametrize(("rising", "flagged"), [(6, 0), (7, 7)])
def test_seven_rising_are_a_trend_and_six_are_none(rising: int, flagged: int) -> None:
    values = [10.0, 4.0, 9.0, 3.0, *[4.0 + step for step in range(rising - 1)], 5.0, 9.0, 5.0, 9.0]
    trend = [Signal.TREND in point.signals for point in xmr(values).points]
    assert sum(trend) == flagged
    assert trend[3] is (flagged > 0)


@pytest.mark.parametrize(("above", "flagged"), [(6, 0), (7, 7)])
def test_seven_on_one_side_are_a_shift_and_six_are_none(above: int, flagged: int) -> None:
    high = [6.0 + 0.5 * (step % 2) for step in range(above)]
    values = [*high, 1.0, 7.0, 2.0, 1.0, 7.0, 2.0, 1.0, 6.0, 1.0]
    assert sum(Signal.ONE_SIDE in point.signals for point in xmr(values).points) == flagged


def test_two_of_three_near_one_limit_are_a_signal_and_one_on_each_side_is_none() -> None:
    calm = [0.0, 1.0, 0.0, -1.0] * 5
    one = xmr([*calm, 2.6, 0.0, 2.6])
    near = [Signal.NEAR_LIMIT in point.signals for point in one.points]
    assert near[-3:] == [True, False, True]
    assert not any(near[:-3])
    both = xmr([*calm, 2.6, 0.0, -2.6])
    assert not any(Signal.NEAR_LIMIT in point.signals for point in both.points)


def test_a_new_base_restarts_the_mean_the_ranges_and_the_runs() -> None:
    values = [1.0, 2.0, 1.5] * 4 + [8.0, 9.0, 8.5] * 4
    whole, split = xmr(values), xmr(values, bases=[MOVED])
    assert any(Signal.ONE_SIDE in point.signals for point in whole.points)
    assert not any(point.signals for point in split.points)
    assert [round(segment.centre, 2) for segment in split.segments] == [1.5, 8.5]
    assert split.points[12].moving_range is None
    assert split.segments[1].reason == "the practice moved"
    trend = [float(step) for step in range(14)]
    parted = xmr(trend, bases=[NewBase(6, "a"), NewBase(12, "b")])
    assert not any(Signal.TREND in point.signals for point in parted.points)


def test_assurance_is_that_of_the_latest_segment() -> None:
    values = [1.0, 2.0, 1.5] * 4 + [8.0, 9.0, 8.5] * 4

    def outlook(target: float, direction: Direction) -> Assurance | None:
        return xmr(values, bases=[MOVED], target=target, direction=direction).assurance

    assert outlook(5, Direction.UP) is Assurance.PASS
    assert outlook(5, Direction.DOWN) is Assurance.FAIL
    assert outlook(8.5, Direction.UP) is Assurance.HIT_AND_MISS
    assert outlook(5, Direction.NEITHER) is None
    before = xmr(values[:12], target=5, direction=Direction.UP)
    assert before.assurance is Assurance.FAIL
    # Reckoned from all points, the limits would take in both of these.
    assert xmr(values, target=5, direction=Direction.UP).assurance is Assurance.HIT_AND_MISS


def test_a_locked_base_judges_its_target_by_its_own_first_points() -> None:
    values = [1.0, 2.0, 1.5] * 4 + [8.0, 9.0, 8.5] * 4 + [1.0, 2.0, 1.5] * 4
    locked, free = (
        xmr(values, bases=[NewBase(12, "moved", lock)], target=5, direction=Direction.UP)
        for lock in (12, None)
    )
    assert (locked.assurance, free.assurance) == (Assurance.PASS, Assurance.HIT_AND_MISS)
    assert Signal.OUTSIDE in locked.points[-1].signals


@pytest.mark.parametrize(
    ("count", "limits", "trial"),
    [(4, False, True), (5, True, True), (11, True, True), (12, True, False)],
)
def test_few_points_give_trial_limits_and_very_few_none(
    count: int, limits: bool, trial: bool
) -> None:
    segment = xmr([float(step % 3) for step in range(count)]).segments[0]
    assert (segment.lower is not None, segment.trial) == (limits, trial)


def test_locked_limits_are_those_of_the_first_points_only() -> None:
    values = [1.0, 2.0, 1.5] * 5 + [20.0] * 5
    locked = xmr(values, bases=[NewBase(0, "before the move", 15)])
    assert [(segment.centre, segment.locked) for segment in locked.segments] == [(1.5, 15)]
    assert locked.points[-1].signals[0] is Signal.OUTSIDE
    assert xmr(values).segments[0].centre > 1.5


@pytest.mark.parametrize("locked", [0, 11, 21])
def test_a_lock_outside_12_to_20_points_is_refused(locked: int) -> None:
    with pytest.raises(ValueError, match="12 to 20"):
        xmr(VIGNETTE, bases=[NewBase(0, "a", locked)])


@pytest.mark.parametrize("base", [NewBase(-1, "a"), NewBase(18, "a"), NewBase(3, " ")])
def test_a_base_needs_a_place_and_a_reason(base: NewBase) -> None:
    with pytest.raises(ValueError, match="base"):
        xmr(VIGNETTE, bases=[base])


def test_equal_values_are_never_a_signal() -> None:
    assert not any(point.signals for point in xmr([0.1] * 30).points)


def test_values_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        xmr([1.0, float("nan")])


def test_no_values_give_an_empty_chart() -> None:
    assert xmr([]).latest is None


@given(SERIES, st.booleans())
def test_turning_the_values_over_turns_the_chart_over(values: list[float], screened: bool) -> None:
    chart = xmr(values, screened=screened, direction=Direction.UP)
    over = xmr([-value for value in values], screened=screened, direction=Direction.DOWN)
    assert [point.signals for point in chart.points] == [point.signals for point in over.points]
    assert [point.kind for point in chart.points] == [point.kind for point in over.points]


def test_a_thousand_random_charts_agree_with_the_definition() -> None:
    chance = random.Random(6)
    for _ in range(1000):
        values = [chance.gauss(50, 9) for _ in range(chance.randint(5, 40))]
        segment = xmr(values, screened=False).segments[0]
        ranges = [abs(values[i] - values[i - 1]) for i in range(1, len(values))]
        assert segment.upper == pytest.approx(fmean(values) + 2.66 * fmean(ranges), rel=1e-12)
