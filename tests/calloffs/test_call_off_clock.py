"""The clock of a call-off: forecast, lateness, pauses, and waterfalls that add up."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from areateam.calloffs.call_off_clock_rules import (
    CallOffClock,
    LossFacts,
    PauseFacts,
    StageFacts,
    StageState,
    clock,
    waterfall_by_cause,
    waterfall_by_stage,
)
from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.route_definitions import read_routes
from areateam.core.work_calendar import WorkCalendar

CATALOGUE = load_catalogue()
CALENDAR = WorkCalendar(CATALOGUE.holidays())
ROUTES = read_routes(CATALOGUE.folder / "routes")
START, TODAY = date(2012, 10, 8), date(2012, 11, 1)
DONE = (date(2012, 10, 9), date(2012, 10, 15), date(2012, 10, 17), date(2012, 10, 18),
        date(2012, 10, 29))  # fmt: skip


def stages(*done: date, by_noon: bool = False) -> list[StageFacts]:
    days = [*done, *[None] * 9][:9]
    return [
        StageFacts(
            s.key, s.label, s.short, ROUTES.classic.budget(s.key), s.half_days, None, day,
            by_noon and day in done[-1:],
        )
        for s, day in zip(ROUTES.fast.stage, days, strict=True)
    ]  # fmt: skip


def as_drawn() -> CallOffClock:
    return clock(stages(*DONE), START, CALENDAR, TODAY)


def test_done_stages_count_as_they_went_and_the_rest_by_their_targets() -> None:
    found = as_drawn()
    assert [s.half_days for s in found.stages] == [4, 8, 4, 2, 14, 6, 2, 2, 6]
    assert [s.facts.key for s in found.late()] == ["requirement", "permission"]
    assert (found.planned, found.total, found.gone) == (44, 48, 38)
    assert found.finish == date(2012, 11, 8)
    assert found.current is not None
    assert found.current.facts.key == "evaluation"


def test_a_stage_in_progress_lasts_until_today_at_least() -> None:
    found = clock(stages(*DONE), START, CALENDAR, date(2012, 11, 6))
    assert found.stages[5].last == date(2012, 11, 6)
    assert found.stages[5].over == 6
    assert found.finish == date(2012, 11, 13)


def test_nothing_is_late_before_the_start() -> None:
    found = clock(stages(), START, CALENDAR, date(2012, 10, 1))
    assert {s.state for s in found.stages} == {StageState.TO_COME}
    assert found.gone == 0
    assert found.total == 44


def test_a_stage_done_by_noon_takes_half_a_day_less() -> None:
    found = clock(stages(DONE[0], by_noon=True), START, CALENDAR, date(2012, 10, 9))
    assert found.stages[0].half_days == 3
    assert found.stages[1].begins == 3


def test_a_pause_moves_the_end_and_leaves_the_net_days() -> None:
    pause = PauseFacts(date(2012, 10, 31), date(2012, 11, 2), "purdah")
    found = clock(stages(*DONE), START, CALENDAR, TODAY, pauses=[pause])
    assert found.total == 48 + 6
    assert found.paused == 6
    assert found.net == 48
    assert found.finish == date(2012, 11, 13)


def test_a_pause_without_an_end_lasts_until_today_and_work_goes_on_after_it() -> None:
    pause = PauseFacts(date(2012, 10, 31), None, "purdah")
    found = clock(stages(*DONE), START, CALENDAR, TODAY, pauses=[pause])
    assert found.paused == 4
    assert found.finish == date(2012, 11, 12)


def test_a_stage_cannot_end_before_the_standstill_does() -> None:
    found = clock(stages(*DONE), START, CALENDAR, TODAY, not_before={"notice": date(2012, 11, 16)})
    assert found.stages[7].last == date(2012, 11, 16)
    assert found.stages[8].first == date(2012, 11, 19)


def test_the_waterfall_goes_from_130_days_to_the_forecast() -> None:
    bars = waterfall_by_stage(as_drawn())
    assert bars[0].before == 260
    assert [bar.change for bar in bars] == [-26, -32, -36, -18, -36, -24, -18, -8, -14]
    assert bars[-1].after == 48


def test_causes_explain_what_was_lost_and_the_rest_is_said_to_be_open() -> None:
    bars = waterfall_by_cause(
        as_drawn(), [LossFacts("requirement", "paper", 2)], (), {"paper": "paper late"}
    )
    assert [(bar.label, bar.change) for bar in bars] == [
        ("Saved by the plan", -216),
        ("paper late", 2),
        ("not explained", 2),
    ]
    assert bars[-1].after == 48


@given(
    st.lists(st.integers(min_value=0, max_value=40), min_size=0, max_size=9),
    st.integers(min_value=-10, max_value=200),
    st.lists(
        st.tuples(st.integers(min_value=0, max_value=60), st.integers(min_value=0, max_value=9)),
        max_size=2,
    ),
    st.booleans(),
)
def test_stages_and_causes_always_add_up_to_the_whole(
    steps: list[int], today: int, paused: list[tuple[int, int]], by_noon: bool
) -> None:
    days, at = [], START
    for step in steps:
        at += timedelta(days=step)
        days.append(at)
    pauses = [
        PauseFacts(START + timedelta(days=a), START + timedelta(days=a + n), f"r{i}")
        for i, (a, n) in enumerate(paused)
    ]
    found = clock(
        stages(*days, by_noon=by_noon), START, CALENDAR, START + timedelta(days=today),
        pauses=pauses,
    )  # fmt: skip
    assert sum(s.half_days for s in found.stages) == found.total
    assert all(s.half_days >= 0 for s in found.stages)
    by_stage = waterfall_by_stage(found)
    by_cause = waterfall_by_cause(found, [LossFacts("need", "paper", 1)], pauses, {})
    for bars in (by_stage, by_cause):
        assert bars[0].before == 260
        assert all(a.after == b.before for a, b in pairwise(bars))
        assert bars[-1].after == found.total
