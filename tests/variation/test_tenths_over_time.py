"""The tenths of all over time: who is in them, on which days, and what is said of one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.indicator_definitions import Level
from areateam.contracts.contract_actions import amend_contract
from areateam.contracts.contract_filter import Condition, Filter
from areateam.core.tenths import TenthsDay
from areateam.office import open_office
from areateam.variation.held_views import figures_on
from areateam.variation.tenth_rules import MOST_DAYS, spread_days, tenths_sentence
from areateam.variation.tenths_views import TenthsOfAll, tenths_of_all
from areateam.variation.variation_views import funnel_view
from tests.contract_register import Clock
from tests.variation.practice_register import (
    DEAR,
    MADE_DEAR,
    SUSPENDED,
    TODAY,
    WITHOUT,
    make_dear_later,
    practice,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from areateam.ledger.ledger import Write
    from areateam.office import Office

CATALOGUE = load_catalogue()
FIRST = date(2012, 9, 3)
SLIPPED = 7
TYPED, RIGHTED = date(2012, 10, 20), date(2012, 10, 22)
DAYS = [FIRST, MADE_DEAR, TYPED, RIGHTED]
MARKS = tuple(float(mark) for mark in range(10, 100, 10))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Forty practices, of which one is paid twice as much from 15 October on.

    Of another a list ten times as long is typed on 20 October, and put right two days later.
    """
    path = tmp_path_factory.mktemp("tenths") / "t.areateam"
    make_dear_later(path, CATALOGUE)
    clock = Clock()
    office = open_office(path, as_at=TODAY, now=clock)
    weighted = int(str(practice(SLIPPED)["list_weighted"]))
    for day, length in ((TYPED, 10 * weighted), (RIGHTED, weighted)):
        clock.moment = datetime.combine(day, clock.moment.time())
        office.write("List", partial(_weigh, length))
    yield office
    office.close()


def _weigh(length: int, write: Write) -> None:
    amend_contract(write, CATALOGUE.fields["list_weighted"], SLIPPED, length)


def seen(office: Office, level: Level = Level.CONTRACT, where: Filter | None = None) -> TenthsOfAll:
    return tenths_of_all(office.store.connection, CATALOGUE, "I01", TODAY, level, where)


@pytest.mark.parametrize("where", [None, Filter((Condition("type", "=", ("gms",)),))])
def test_each_day_has_the_tenths_that_its_ranked_bars_have(
    office: Office, where: Filter | None
) -> None:
    found = seen(office, where=where).days
    assert [each.day for each in found] == DAYS
    for each in found:
        with figures_on(office.store.connection, each.day, TODAY) as then:
            view = funnel_view(then, CATALOGUE, "I01", each.day, where=where)
        assert each.marks == pytest.approx(view.deciles)
        assert each.ranked == sum(point.rank is not None for point in view.points)


def test_one_that_is_paid_more_rises_to_the_highest_tenth(office: Office) -> None:
    view = seen(office).of(str(DEAR), "C99036")
    first, *others = view.days
    assert first.tenth is not None
    assert first.tenth < 10
    assert [each.tenth for each in others] == [10, 10, 10]
    assert view.sentence == (
        "£ per weighted patient: the tenths of all on 4 days from 3 Sep 2012 to 22 Oct 2012."
        " C99036 lay in the highest tenth on 3 of 4 days; now in the highest."
    )


def test_who_is_suspended_has_a_value_and_no_tenth(office: Office) -> None:
    before, since, *_ = seen(office).of(str(SUSPENDED), "C99038").days
    assert before.tenth is not None
    assert since.own is not None
    assert since.tenth is None
    assert since.ranked == before.ranked - 1


def test_a_figure_that_cannot_be_right_is_in_no_tenth_until_it_is_put_right(
    office: Office,
) -> None:
    _, _, typed, righted = seen(office).of(str(SLIPPED), "C99007").days
    assert typed.own is not None
    assert typed.tenth is None
    assert typed.ranked == righted.ranked - 1
    assert righted.tenth is not None


def test_who_sent_no_figures_has_no_value(office: Office) -> None:
    view = seen(office).of(str(WITHOUT), "C99037")
    assert [(each.own, each.tenth) for each in view.days] == [(None, None)] * 4
    assert "C99037 is in no tenth on any of them." in view.sentence


def test_two_pcts_have_no_tenths_and_that_is_said(office: Office) -> None:
    view = seen(office, Level.PCT).of("5N6", "5N6")
    assert [each.marks for each in view.days] == [()] * 4
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
