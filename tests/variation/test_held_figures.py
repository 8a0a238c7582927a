"""An indicator as at an earlier day is what it was in a register that stopped on that day."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.indicator_definitions import Indicator, Level, indicators
from areateam.office import open_office
from areateam.variation.held_views import FiguresKept, figures_on, stood_on
from areateam.variation.outlier_register_views import outlier_register
from areateam.variation.query_views import ever_tenfold, pasts_of, queried, queried_in
from areateam.variation.reading_views import kinds_read, readings
from areateam.variation.series_views import series_view
from areateam.variation.total_views import totals
from areateam.variation.variation_views import funnel_view
from tests.variation.changing_register import ACTS, ChangingRegister, make_changing
from tests.variation.practice_register import DEAR, MADE_DEAR, TODAY, make_dear_later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from areateam.office import Office

Days = list[list[tuple[str, int, int]]]
CATALOGUE = load_catalogue()
KNOWN = indicators(CATALOGUE).known.values()
EXAMPLES = int(os.environ.get("AREATEAM_RANDOM_EXAMPLES", "4"))
ACT = st.tuples(st.sampled_from(("amend", "amend", *ACTS)), st.integers(0, 99), st.integers(0, 99))
DAYS = st.lists(st.lists(ACT, max_size=5), min_size=2, max_size=4)
STORY: Days = [
    [("judge", 0, 0), ("take_in", 5, 5), ("amend", 30, 1), ("work_case", 0, 0)],
    [
        ("amend", 30, 0),
        ("remove", 20, 0),
        ("merge", 10, 0),
        ("place", 3, 0),
        ("place", 7, 3),
        ("add", 1, 1),
    ],
    [("undo_earlier", 3, 0), ("move_pct", 0, 0), ("take_in", 9, 6), ("amend", 2, 7)],
    [("undo", 0, 0), ("undo", 0, 0), ("redo", 0, 0), ("call_off", 0, 0), ("work_case", 1, 1)],
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("changing") / "base.areateam"
    make_changing(path, CATALOGUE)
    return path


def everything(connection: sqlite3.Connection, day: date) -> dict[str, Any]:
    """All that indicators say on a day: contracts, bodies, totals, query list and outliers."""
    found: dict[str, Any] = {
        each.code: readings(connection, CATALOGUE, each, day, _level(each)) for each in KNOWN
    }
    found.update(_totals(connection, day))
    found["queried"] = queried(connection, CATALOGUE, day)
    found["outliers"] = [
        (line.indicator.code, line.ref, line.area_team, line.value_shown, line.verdict)
        for line in outlier_register(connection, CATALOGUE, day).lines
    ]
    return found


def _level(indicator: Indicator) -> Level:
    """Contracts, with the bodies that each is of, where they are compared at all."""
    return Level.CONTRACT if Level.CONTRACT in indicator.levels else indicator.levels[-1]


def _totals(connection: sqlite3.Connection, day: date) -> dict[str, Any]:
    """Totals without the last digits, which hang on the order of adding up."""
    return {
        f"totals {level} {key} {unit}": (
            f"{total.numerator:.9g}", f"{total.denominator:.9g}", total.counted, total.without
        )
        for level in (None, *Level)
        for key, units in totals(connection, CATALOGUE, day, level).items()
        for unit, total in units.items()
    }  # fmt: skip


def _compare(base: Path, days: Days, read: Callable[[sqlite3.Connection, date], Any]) -> int:
    """Hold each day, read back, against the copy that was kept of it; returns the steps done."""
    folder = Path(tempfile.mkdtemp())
    register = ChangingRegister(base, folder, CATALOGUE)
    connection, (before,) = register.office.store.connection, _steps(register)
    try:
        for acts in days:
            for act in acts:
                register.act(*act)
            register.end_day()
        for day, stopped in register.stopped.items():
            with figures_on(connection, day, register.moment.date()) as then:
                told, expected = read(then, day), read(stopped, day)
            for what, said in expected.items():
                assert told[what] == said, (what, day)
        return int(_steps(register)[0] - before)
    finally:
        register.close()
        shutil.rmtree(folder)


def _steps(register: ChangingRegister) -> Any:
    connection = register.office.store.connection
    return connection.execute("SELECT max(id) FROM operation").fetchone()


def test_all_that_indicators_say_of_a_day_is_what_a_register_stopped_on_it_says(
    base: Path,
) -> None:
    assert _compare(base, STORY, everything) == sum(len(acts) for acts in STORY)


def test_what_is_read_for_one_indicator_over_days_is_enough_for_it(base: Path) -> None:
    folder = Path(tempfile.mkdtemp())
    register = ChangingRegister(base, folder, CATALOGUE)
    connection = register.office.store.connection
    try:
        for acts in STORY:
            for act in acts:
                register.act(*act)
            register.end_day()
        days = list(register.stopped)
        for each in KNOWN:
            if each.figures:
                continue
            only = kinds_read(CATALOGUE, [each], max(days))
            for day, then in stood_on(connection, days, only):
                said = _of_one(then, each, day)
                assert said == _of_one(register.stopped[day], each, day), (each.code, day)
    finally:
        register.close()
        shutil.rmtree(folder)


def _of_one(connection: sqlite3.Connection, indicator: Indicator, day: date) -> list[Any]:
    """What is read of an indicator at every level, and what is asked about its contracts."""
    pasts = pasts_of(connection, CATALOGUE, [indicator])
    read = {level: readings(connection, CATALOGUE, indicator, day, level) for level in Level}
    asked = queried_in(connection, CATALOGUE, indicator, read[Level.CONTRACT], day, pasts)
    some = pasts_of(
        connection, CATALOGUE, [indicator], ever_tenfold(connection, CATALOGUE, [indicator])
    )
    assert asked == queried_in(connection, CATALOGUE, indicator, read[Level.CONTRACT], day, some)
    return [read, asked]


@settings(max_examples=EXAMPLES, deadline=None)
@given(days=DAYS)
def test_after_random_work_the_totals_of_a_day_are_those_of_a_stopped_register(
    base: Path, days: Days
) -> None:
    _compare(base, days, _totals)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("held") / "q55.areateam"
    make_dear_later(path, CATALOGUE)
    made = open_office(path, as_at=TODAY)
    yield made
    made.close()


def test_today_and_where_nothing_was_written_since_the_register_is_read_where_it_lies(
    office: Office,
) -> None:
    connection = office.store.connection
    for day in (MADE_DEAR, TODAY, date(2013, 1, 1)):
        with figures_on(connection, day, TODAY) as then:
            assert then is connection
    with figures_on(connection, MADE_DEAR - timedelta(days=1), TODAY) as then:
        assert then is not connection


def test_the_sentences_say_which_figures_were_used(office: Office) -> None:
    def told(day: date) -> tuple[str, bool]:
        with figures_on(office.store.connection, day, TODAY) as then:
            view = funnel_view(then, CATALOGUE, "I01", day)
        return view.trust[0], any(point.ref == f"C99{DEAR:03d}" for point in view.outliers)

    then, dear = told(date(2012, 10, 14))
    assert not dear
    assert then == (
        "Contracts, figures and cases are as the register held them at the end of 14 Oct 2012;"
        " what came in or was put right later is not in them."
    )
    early, dear = told(date(2012, 9, 2))
    assert dear
    assert early == (
        "The register began later, on 3 Sep 2012: it holds no figures from 2 Sep 2012, and"
        " those that it holds now are shown."
    )
    sentence, dear = told(TODAY)
    assert (sentence.startswith("By chance alone"), dear) == (True, True)


def test_a_day_is_kept_until_another_is_asked_for(office: Office) -> None:
    connection, kept = office.store.connection, FiguresKept()
    first = kept.on(connection, date(2012, 10, 1), TODAY)
    assert kept.on(connection, date(2012, 10, 1), TODAY) is first
    other = kept.on(connection, date(2012, 10, 2), TODAY)
    assert other is not first
    with pytest.raises(sqlite3.ProgrammingError):
        first.execute("SELECT 1")
    assert kept.on(connection, TODAY, TODAY) is connection
    kept.close()


def test_the_points_over_time_are_the_values_as_at_their_days(office: Office) -> None:
    connection = office.store.connection
    points = series_view(connection, CATALOGUE, "I01", TODAY, unit=str(DEAR)).points
    assert [point.day for point in points] == [date(2012, 9, 3), MADE_DEAR]
    for point in points:
        with figures_on(connection, point.day, TODAY) as then:
            view = funnel_view(then, CATALOGUE, "I01", point.day)
        assert view.point(f"C{DEAR}").value == point.value
