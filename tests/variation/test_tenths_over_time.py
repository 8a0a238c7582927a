"""The tenths of all over time: who is in them, on which days, and what is said of one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.indicator_definitions import Level
from areateam.contracts.contract_filter import Condition, Filter
from areateam.core.tenths import TenthsDay
from areateam.office import open_office
from areateam.variation.held_views import figures_on
from areateam.variation.tenth_rules import MOST_DAYS, spread_days, tenths_sentence
from areateam.variation.tenths_views import TenthsOfAll, tenths_of_all
from areateam.variation.variation_views import funnel_view
from tests.variation.practice_register import (
    DEAR,
    MADE_DEAR,
    SUSPENDED,
    TODAY,
    WITHOUT,
    make_dear_later,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from areateam.office import Office

CATALOGUE = load_catalogue()
FIRST = date(2012, 9, 3)
MARKS = tuple(float(mark) for mark in range(10, 100, 10))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Forty practices, of which one is paid twice as much from 15 October on."""
    path = tmp_path_factory.mktemp("tenths") / "t.areateam"
    make_dear_later(path, CATALOGUE)
    office = open_office(path, as_at=TODAY)
    yield office
    office.close()


def seen(office: Office, level: Level = Level.CONTRACT, where: Filter | None = None) -> TenthsOfAll:
    return tenths_of_all(office.store.connection, CATALOGUE, "I01", TODAY, level, where)


@pytest.mark.parametrize("where", [None, Filter((Condition("type", "=", ("gms",)),))])
def test_each_day_has_the_tenths_that_its_ranked_bars_have(
    office: Office, where: Filter | None
) -> None:
    found = seen(office, where=where).days
    assert [each.day for each in found] == [FIRST, MADE_DEAR]
    for each in found:
        with figures_on(office.store.connection, each.day, TODAY) as then:
            view = funnel_view(then, CATALOGUE, "I01", each.day, where=where)
        assert each.marks == pytest.approx(view.deciles)
        assert each.ranked == sum(point.rank is not None for point in view.points)


def test_one_that_is_paid_more_rises_to_the_highest_tenth(office: Office) -> None:
    view = seen(office).of(str(DEAR), "C99036")
    first, last = view.days
    assert first.tenth is not None
    assert first.tenth < 10
    assert last.tenth == 10
    assert view.sentence == (
        "£ per weighted patient: the tenths of all on 2 days from 3 Sep 2012 to 15 Oct 2012."
        " C99036 lay in the highest tenth on 1 of 2 days; now in the highest."
    )


def test_who_is_suspended_has_a_value_and_no_tenth(office: Office) -> None:
    before, since = seen(office).of(str(SUSPENDED), "C99038").days
    assert before.tenth is not None
    assert since.own is not None
    assert since.tenth is None
    assert since.ranked == before.ranked - 1


def test_who_sent_no_figures_has_no_value(office: Office) -> None:
    view = seen(office).of(str(WITHOUT), "C99037")
    assert [(each.own, each.tenth) for each in view.days] == [(None, None)] * 2
    assert "C99037 is in no tenth on any of them." in view.sentence


def test_two_pcts_have_no_tenths_and_that_is_said(office: Office) -> None:
    view = seen(office, Level.PCT).of("5N6", "5N6")
    assert [each.marks for each in view.days] == [(), ()]
    assert all(each.own is not None and each.tenth is None for each in view.days)
    assert view.sentence.endswith("Fewer than 10 are ranked on every day: there are no tenths.")


def days(*tenths: int | None, bare: int = 0) -> list[TenthsDay]:
    """So many days without tenths, then one in each of these tenths; None for none."""
    none = [TenthsDay(FIRST + timedelta(days=n), 4, ()) for n in range(bare)]
    return none + [
        TenthsDay(FIRST + timedelta(days=bare + n), 200, MARKS, 1.0, tenth)
        for n, tenth in enumerate(tenths)
    ]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (days(1, 2, 1, 3), "V1 lay in the lowest tenth on 2 of 4 days; now in the third."),
        (days(1, 10, 10), "in the lowest tenth on 1 and in the highest on 2 of 3 days;"),
        (days(4, 5), "V1 lay in neither the lowest nor the highest tenth on any of 2 days; now"),
        (days(7, 7, 7), "V1 lay in the seventh tenth on all 3 days."),
        (days(7), "V1 lay in the seventh tenth."),
        (days(10, 9, None), "of 2 days; now in none. It has no tenth on 1 day."),
        (days(4, 5, bare=2), "On 2 days fewer than 10 are ranked, and there are no tenths."),
        (days(None), "V1 is in no tenth on any of them."),
        (days(bare=1), "Fewer than 10 are ranked on that day: there are no tenths."),
        ([], "QOF: no day with figures."),
    ],
)
def test_the_sentence_says_how_often_and_where_now(told: list[TenthsDay], said: str) -> None:
    assert said in tenths_sentence("QOF", "V1", told)


def test_without_one_the_sentence_is_of_all() -> None:
    assert tenths_sentence("QOF", "", days(4, 5)) == (
        "QOF: the tenths of all on 2 days from 3 Sep 2012 to 4 Sep 2012."
    )


@given(st.lists(st.dates(date(2005, 1, 1), date(2013, 3, 31)), max_size=120))
def test_many_days_are_the_last_of_each_month(given_days: list[date]) -> None:
    shown = spread_days(given_days)
    assert shown == sorted(set(shown) & set(given_days))
    assert len(shown) <= MOST_DAYS
    assert not given_days or shown[-1] == max(given_days)
    if len(set(given_days)) > MOST_DAYS:
        assert len({(day.year, day.month) for day in shown}) == len(shown)
    else:
        assert shown == sorted(set(given_days))
