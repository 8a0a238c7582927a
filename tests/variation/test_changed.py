"""What changed in the charts since a day: sides of the limits, verdicts and rules over time."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.indicator_definitions import Level, indicators
from areateam.contracts.contract_actions import amend_contract
from areateam.core.xmr import Signal
from areateam.office import new_office
from areateam.variation.base_views import SeriesOf
from areateam.variation.changed_views import (
    Change,
    ChangedLine,
    before_last_import,
    changed,
    changes_of,
    changes_sentence,
    signals_on,
)
from areateam.variation.series_views import series_view, several_series
from areateam.variation.variation_views import funnel_view
from areateam.variation.verdict_actions import judge
from areateam.variation.verdict_rules import Judgement, VerdictKind
from tests.contract_register import NOW, Clock
from tests.variation.practice_register import DEAR, add_practices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from areateam.core.fields import Value
    from areateam.ledger.ledger import Write
    from areateam.office import Office

CATALOGUE = load_catalogue()
TODAY = NOW.date()
FIRST = date(2012, 9, 3)
KEY = "gbp-per-weighted-patient"
DEARER = 20
SAID = Judgement(VerdictKind.JUSTIFIED, "Two prisons", "R. Osei", "Letter", date(2012, 10, 20))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The dear practice is put right on day 1; another becomes dear on day 2, judged on day 3."""
    clock = Clock()
    path = tmp_path_factory.mktemp("changed") / "q55.areateam"
    office = new_office(path, area_team="Q55", user="R. Osei", now=clock, catalogue=CATALOGUE)
    office.write("Add", lambda write: add_practices(write, CATALOGUE))
    for number, pounds in ((DEAR, 90), (DEARER, 190)):
        clock.go_on()
        patients = 3_000 + 150 * number
        office.write("Pay", partial(_put, number, "annual_value", pounds * 100 * patients))
    clock.go_on()
    office.write("Judge", _judge)
    for _ in range(20):
        clock.go_on()
    office.write("Go", partial(_put, DEARER, "end_date", "2012-10-25"))
    yield office
    office.close()


def _put(contract: int, field: str, value: Value, write: Write) -> None:
    amend_contract(write, CATALOGUE.fields[field], contract, value)


def _judge(write: Write) -> None:
    day = FIRST + timedelta(days=3)
    view = funnel_view(write.connection, CATALOGUE, KEY, day)
    judge(write, view, view.point(f"C99{DEARER:03d}"), SAID, day)


def lines(office: Office, since: int, on: date) -> list[ChangedLine]:
    connection = office.store.connection
    first = FIRST + timedelta(days=since)
    return list(changes_of(connection, CATALOGUE, [KEY], first, on, TODAY))


def told(office: Office, since: int, on: date) -> list[tuple[Change, int | None, str, str]]:
    return [(each.change, each.contract, each.was, each.now) for each in lines(office, since, on)]


def test_who_crossed_the_limits_is_told_with_what_was_and_is(office: Office) -> None:
    day = date(2012, 10, 10)
    assert sorted(told(office, 0, day)) == [
        (Change.INSIDE, DEAR, "£180.00, above the limits", "£90.00, inside"),
        (Change.VERDICT, DEARER, "not explained", "justified"),
        (Change.OUTSIDE, DEARER, "£90.00, inside", "£190.00, above the limits"),
    ]


def test_only_what_changed_since_the_day_is_told(office: Office) -> None:
    assert told(office, 2, date(2012, 10, 10)) == [
        (Change.VERDICT, DEARER, "not explained", "justified")
    ]
    assert told(office, 3, date(2012, 10, 10)) == []
    assert changes_sentence([], FIRST).startswith("Nothing changed in the charts since")


def test_a_verdict_that_lapses_and_one_who_leaves_are_told(office: Office) -> None:
    """Neither is a change of any figure: it is the day that goes on."""
    assert told(office, 3, date(2012, 10, 22)) == [
        (Change.VERDICT, DEARER, "justified", "not explained")
    ]
    (left,) = lines(office, 3, TODAY)
    assert (left.change, left.ref, left.now) == (Change.LEFT, "C99020", "not in the chart")
    assert changes_sentence([left], FIRST) == "Since the end of 3 Sep 2012: 1 left the chart."


def test_every_indicator_is_looked_at_and_none_of_a_day_that_is_now(office: Office) -> None:
    connection = office.store.connection
    found = changed(connection, CATALOGUE, FIRST, TODAY, TODAY)
    assert {each.indicator.key for each in found} >= {KEY}
    assert changed(connection, CATALOGUE, TODAY, TODAY, TODAY) == ()
    assert before_last_import(connection, TODAY) == TODAY - timedelta(days=1)


def test_a_rule_over_time_counts_from_the_value_that_first_breaks_it(office: Office) -> None:
    series = series_view(office.store.connection, CATALOGUE, KEY, TODAY, unit=str(DEARER))
    assert signals_on(series, FIRST - timedelta(days=1)) is None
    assert signals_on(series, series.last_day) == ()
    clock_days = [FIRST + timedelta(days=30 + step) for step in range(9)]
    calm = [90.0, 91.0, 90.5, 91.2, 90.1, 90.6, 91.1, 90.2]
    points = [
        type(series.points[0])(day, value, f"{value}")
        for day, value in zip(clock_days, [*calm, 140.0], strict=True)
    ]
    made = type(series)(series.indicator, "", tuple(points), series.chart, (), "")
    assert signals_on(made, clock_days[7]) == ()
    assert signals_on(made, clock_days[8]) == (Signal.OUTSIDE,)


def test_several_series_read_together_are_each_what_it_is_alone(office: Office) -> None:
    connection = office.store.connection
    known = [each for each in indicators(CATALOGUE).known.values() if each.group == "gp"]
    wanted = [SeriesOf(each.key, each.levels[0]) for each in known]
    wanted += [SeriesOf(KEY, Level.CONTRACT, str(unit)) for unit in (DEAR, DEARER)]
    found = several_series(connection, CATALOGUE, wanted, FIRST, TODAY)
    assert {SeriesOf(KEY, Level.CONTRACT, str(DEARER)), SeriesOf(KEY)} <= found.keys()
    for of, series in found.items():
        alone = series_view(
            connection, CATALOGUE, of.indicator, TODAY, level=of.level, unit=of.unit
        )
        assert series == alone
    later = several_series(connection, CATALOGUE, wanted, TODAY, TODAY)
    assert later == {}, "none has a day after the last"
