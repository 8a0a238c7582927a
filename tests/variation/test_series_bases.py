"""Limits over time that begin anew where somebody says so, and nowhere else."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.indicator_definitions import Level
from areateam.contracts.contract_actions import amend_contract
from areateam.core.problems import UserProblem
from areateam.core.xmr import Assurance, Direction, Signal, xmr
from areateam.office import new_office
from areateam.variation.base_actions import remove_base, set_base
from areateam.variation.base_rules import BaseStated, check_base, placed
from areateam.variation.base_views import SeriesOf, bases_of
from areateam.variation.figure_day_views import MOST
from areateam.variation.series_views import SeriesView, Target, series_view
from tests.contract_register import NOW, Clock
from tests.variation.practice_register import DEAR, add_practices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from areateam.ledger.ledger import Write
    from areateam.office import Office

CATALOGUE = load_catalogue()
TODAY = NOW.date()
FIRST = date(2012, 9, 3)
OF = SeriesOf("qof-points-achieved", Level.CONTRACT, str(DEAR))
WANTED = Target(0.75, Direction.UP, "target 75%")
MOVED = FIRST + timedelta(days=17)


def base(day: date, reason: str = "moved", locked: int | None = None) -> BaseStated:
    return BaseStated(day, reason, "R. Osei", locked)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One practice whose 950 points become 700 on the seventeenth day after the first."""
    clock, path = Clock(), tmp_path_factory.mktemp("series") / "s.areateam"
    office = new_office(path, area_team="Q55", user="R. Osei", now=clock, catalogue=CATALOGUE)
    office.write("Add", lambda write: add_practices(write, CATALOGUE))
    for step in range(1, 41):
        clock.go_on()
        points = (950 if step < 17 else 700) + step % 3
        office.write("Points", partial(_achieve, points))
    yield office
    office.close()


def _achieve(points: int, write: Write) -> None:
    field = CATALOGUE.fields["qof_points"]
    amend_contract(write, field, DEAR, points * 10**field.places)


def seen(office: Office, on: date = TODAY, target: Target | None = None) -> SeriesView:
    return series_view(office.store.connection, CATALOGUE, "I03", on, unit=OF.unit, target=target)


def test_without_a_base_every_value_is_held_against_one_pair_of_limits(office: Office) -> None:
    found = seen(office)
    assert (len(found.points), len(found.chart.segments), found.bases) == (MOST, 1, ())
    assert any(Signal.OUTSIDE in point.signals for point in found.chart.points)


def test_a_base_breaks_the_limits_says_why_and_is_undone(office: Office) -> None:
    office.write("New", partial(_set, base(MOVED, locked=12)))
    found = seen(office, target=WANTED)
    last = found.chart.segments[-1]
    assert found.points[last.start].day == MOVED
    assert (last.locked, last.reckoned_from) == (12, 12)
    assert "New limits from 20 Sep 2012, kept to the first 12 values: moved (R. Osei)." in (
        found.sentence
    )
    assert not any(Signal.OUTSIDE in point.signals for point in found.chart.points[last.start :])
    # 75% lies below the limits of all values, and above those of the last stretch.
    assert found.chart.assurance is Assurance.FAIL
    assert found.sentence.endswith("the target 75% will be missed while nothing changes.")
    # Set on one day, so unknown on the day before: what was seen then can be seen again.
    assert seen(office, TODAY - timedelta(days=1)).bases == ()
    office.undo()
    assert len(seen(office, target=WANTED).chart.segments) == 1
    assert seen(office, target=WANTED).chart.assurance is Assurance.PASS


def test_a_base_of_one_contract_is_none_of_another_nor_of_all(office: Office) -> None:
    office.write("New", lambda write: set_base(write, OF, base(MOVED), TODAY))
    connection = office.store.connection
    for other in (
        SeriesOf(OF.indicator, Level.CONTRACT, "3"),
        SeriesOf(OF.indicator),
        SeriesOf(OF.indicator, Level.PCT, "5N6"),
        SeriesOf("list-inflation", Level.CONTRACT, OF.unit),
    ):
        assert bases_of(connection, other, TODAY) == ()
    office.undo()


def test_the_same_day_is_amended_and_a_base_is_removed_once(office: Office) -> None:
    for reason in ("moved", "merged"):
        office.write("New", partial(_set, base(MOVED, reason)))
    (found,) = bases_of(office.store.connection, OF, TODAY)
    assert found.stated.reason == "merged"
    office.write("Away", lambda write: remove_base(write, OF, MOVED, TODAY))
    assert bases_of(office.store.connection, OF, TODAY) == ()
    with pytest.raises(UserProblem, match="base-not-there"):
        office.write("Away", lambda write: remove_base(write, OF, MOVED, TODAY))


def _set(stated: BaseStated, write: Write) -> None:
    set_base(write, OF, stated, TODAY)


def test_limits_stay_those_of_the_same_values_however_many_come_after(office: Office) -> None:
    """Values older than the latest ones are read where a base goes back to them."""
    office.write("New", partial(_set, base(FIRST, "all is known from here", 12)))
    found = seen(office)
    assert (len(found.points), found.points[0].day) == (40, FIRST + timedelta(days=1))
    early = seen(office, FIRST + timedelta(days=15))
    assert early.bases == ()  # it had not been set then
    kept = xmr([each.value for each in found.points[:12]]).segments[0]
    assert found.chart.segments[0].upper == kept.upper
    office.undo()


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        (base(TODAY, " "), "base-reason-needed"),
        (BaseStated(TODAY, "moved", ""), "base-author-needed"),
        (base(TODAY + timedelta(days=1)), "base-ahead"),
        (base(TODAY, locked=11), "base-lock"),
        (base(TODAY, locked=21), "base-lock"),
    ],
)
def test_a_base_needs_a_day_a_reason_an_author_and_a_lock_of_12_to_20(
    stated: BaseStated, code: str
) -> None:
    with pytest.raises(UserProblem, match=code):
        check_base(stated, TODAY)


@given(st.sets(st.integers(0, 60), max_size=20), st.lists(st.integers(0, 70), max_size=6))
def test_bases_stand_at_the_first_value_on_their_day_or_later(
    days: set[int], starts: list[int]
) -> None:
    listed = sorted(days)
    found = placed([_day(each) for each in listed], [base(_day(each)) for each in starts])
    wanted = {
        min(place for place, day in enumerate(listed) if day >= start)
        for start in starts
        if any(day >= start for day in listed)
    }
    assert [each.start for each in found] == sorted(wanted)
    xmr([float(each) for each in listed], bases=found)


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)
