"""What charts are made of: scales, ticks, figures, and labels that cover nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from ui.charts.chart_scale import Extent, Scale, UnitWords, round_up, tick_step, ticks
from ui.charts.label_places import Wanted, place_labels


@given(
    low=st.floats(-1e6, 1e6),
    wide=st.floats(1e-3, 1e6),
    most=st.integers(2, 12),
)
def test_ticks_are_round_and_inside(low: float, wide: float, most: int) -> None:
    found = ticks(low, low + wide, most)
    slack = wide * 1e-6 + 1e-9 * abs(low)
    assert len(found) <= most + 1
    assert all(low - slack <= value <= low + wide + slack for value in found)
    step = tick_step(low, low + wide, most)
    assert float(f"{step:.6e}".partition("e")[0]) in (1.0, 2.0, 5.0)
    assert np.allclose(np.diff(found), step, rtol=1e-4, atol=slack)


def test_ticks_are_round_as_they_are_written() -> None:
    month_as_a_year = UnitWords(after="%", factor=1200)
    words = [words for _, words in month_as_a_year.ticks(0.04, 0.15, 7)]
    assert words == ["60%", "80%", "100%", "120%", "140%", "160%", "180%"]
    assert UnitWords(before="£", factor=0.01).ticks(0, 1_000, 2)[1] == (500, "£5")


@pytest.mark.parametrize(
    ("unit", "value", "places", "words"),
    [
        (UnitWords(after="%", factor=100), 0.0818, 1, "8.2%"),
        (UnitWords(before="£", factor=0.01), -123_456, 2, "\N{MINUS SIGN}£1,234.56"),
        (UnitWords(after=" days"), 31.5, 1, "31.5 days"),
        (UnitWords(), -0.04, 1, "0.0"),
    ],
)
def test_figures_are_written_in_their_unit(
    unit: UnitWords, value: float, places: int, words: str
) -> None:
    assert unit.text(value, places) == words


def test_decimals_follow_the_step_as_it_is_written() -> None:
    assert UnitWords(after="%", factor=100).places(0.02) == 0
    assert UnitWords(after="%", factor=100).places(0.005) == 1
    assert UnitWords().places(0.25) == 1
    assert UnitWords().places(2000) == 0
    pounds = UnitWords(before="£")
    assert [pounds.places(step) for step in (5, 0.5, 0.05)] == [0, 2, 2]


def test_the_top_of_an_axis_is_round() -> None:
    assert round_up(0.0973, 7) == pytest.approx(0.1)
    assert round_up(0.0, 7) > 0


@given(
    x=st.floats(-1, 5),
    y=st.floats(10, 90),
)
def test_a_scale_goes_there_and_back(x: float, y: float) -> None:
    scale = Scale(Extent(-1, 5, 10, 90), QRectF(50, 40, 600, 400))
    at = scale.at(x, y)
    assert scale.value_x(at.x()) == pytest.approx(x, abs=1e-9)
    assert 40 <= at.y() <= 440
    assert scale.y(90) == pytest.approx(40), "the higher value stands higher"


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 300)), max_size=40))
def test_no_label_covers_another_or_leaves_the_plot(places: list[tuple[float, float]]) -> None:
    room = QRectF(0, 0, 400, 300)
    wanted = [Wanted(str(n), QPointF(x, y), 50) for n, (x, y) in enumerate(places)]
    kept = [QRectF(180, 140, 30, 30)]
    placed = place_labels(wanted, room, 16, np.array(places).reshape(-1, 2), kept)
    boxes = [box for _, box in placed]
    assert all(room.contains(box) for box in boxes)
    for at, box in enumerate(boxes):
        assert not box.intersects(kept[0])
        assert not any(box.intersects(other) for other in boxes[at + 1 :])


def test_a_label_goes_where_it_covers_fewest_points() -> None:
    points = np.array([[100.0, 100.0], [140.0, 100.0], [150.0, 101.0]])
    ((_, box),) = place_labels(
        [Wanted("C81078", QPointF(100, 100), 60)], QRectF(0, 0, 400, 300), 16, points
    )
    assert box.bottom() < 100, "right of the point lie two others, above it none"


def test_a_label_that_must_be_shown_covers_a_mark_before_it_is_left_out() -> None:
    room, at = QRectF(0, 0, 120, 40), QPointF(60, 20)
    for must in (False, True):
        wanted = [Wanted("C81078", at, 50, must=must)]
        assert bool(place_labels(wanted, room, 16, np.empty((0, 2)), [room])) is must


def test_the_first_wanted_label_is_kept_when_only_one_fits() -> None:
    room = QRectF(0, 0, 120, 20)
    wanted = [Wanted(name, QPointF(50, 10), 50) for name in ("first", "second")]
    assert [each.text for each, _ in place_labels(wanted, room, 16, np.empty((0, 2)))] == ["first"]
