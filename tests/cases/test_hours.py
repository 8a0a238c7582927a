"""Time spent on cases is entered, corrected and removed; what it cost is counted by its day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from areateam.cases.case_actions import NewCase, open_case
from areateam.cases.case_end_actions import change_procedure
from areateam.cases.case_list_views import case_columns, case_list
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_timeline_views import case_history, case_timeline
from areateam.cases.hours_actions import (
    clear_rate,
    correct_hours,
    enter_hours,
    remove_hours,
    set_rate,
)
from areateam.cases.hours_rules import (
    StatedHours,
    StatedRate,
    check_hours,
    stated_minutes,
    stated_rate,
)
from areateam.cases.hours_views import CaseTotal, hours_of_case, rate_on, total_of_case
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.indicator_definitions import Level
from areateam.contracts.contract_change_views import operation_lines
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.ledger.check import content_digest
from areateam.office import KINDS, Office, open_office
from areateam.variation.held_views import figures_on
from areateam.variation.series_views import series_view
from areateam.variation.variation_views import FunnelView, funnel_view, indicator_values
from tests.contracts.small_register import make_register
from tests.people_entered import person_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from areateam.ledger.ledger import Write

WHY = "Entered for another day"
RECEIVED, TODAY = date(2012, 10, 1), date(2012, 11, 1)
WORKED = date(2012, 10, 10)
MORNING = datetime.fromisoformat("2012-10-01T09:00")


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(UserProblem) as caught:
        act()
    assert problem_sentence(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "code"),
    [("0m", "hours-none"), ("45", "hours-over-a-day"), ("soon", "duration-unreadable")],
)
def test_lengths_that_cannot_be_are_refused(text: str, code: str) -> None:
    assert code_of(lambda: stated_minutes(text)) == code


def test_a_number_too_large_for_hours_is_offered_as_minutes() -> None:
    with pytest.raises(UserProblem) as caught:
        stated_minutes("45")
    assert problem_sentence(caught.value).endswith("For minutes write 45m.")


@pytest.mark.parametrize("text", ["0", "-3", "1,000.01", "a lot", "38.505"])
def test_rates_that_cannot_be_are_refused(text: str) -> None:
    assert code_of(lambda: stated_rate(text)) == "rate-unreadable"


def test_nobody_works_more_than_a_day_nor_before_the_case_nor_tomorrow() -> None:
    def check(on: date, minutes: int, there: int) -> None:
        check_hours(StatedHours(1, on, minutes), RECEIVED, TODAY, there)

    check(RECEIVED, 60, 23 * 60)
    assert code_of(lambda: check(TODAY, 61, 23 * 60)) == "hours-of-day-full"
    assert code_of(lambda: check(date(2012, 9, 30), 1, 0)) == "hours-before-case"
    assert code_of(lambda: check(date(2012, 11, 2), 1, 0)) == "hours-ahead"


class Moment:
    """The clock of the register, set by hand."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self) -> datetime:
        return self.at


MOMENT = Moment()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("hours") / "hours.areateam"
    make_register(path, 4)
    made = open_office(path, user="tester", as_at=TODAY, now=MOMENT)
    yield made
    made.close()


@pytest.fixture
def case(office: Office) -> Iterator[int]:
    """A case opened anew; all that the test does is undone, and leaves no trace."""
    connection = office.store.connection
    before = content_digest(connection, KINDS)
    MOMENT.at = MORNING
    yield opened(office)
    while content_digest(connection, KINDS) != before:
        office.undo()


def book_of(office: Office) -> Rulebook:
    return rulebook(office.store.connection, office.catalogue, TODAY)


def opened(office: Office) -> int:
    (contract,) = office.store.connection.execute(
        "SELECT id FROM contract WHERE group_key = 'dental' ORDER BY id"
    ).fetchone()
    new = NewCase("dental-mid-year", RECEIVED, dates={"half-year-end": "2012-09-30"})
    return office.write("Open", lambda w: open_case(w, book_of(office), contract, new)).result


def enter(office: Office, case: int, length: str, on: date = WORKED, **more: str) -> int:
    def act(write: Write) -> int:
        person = person_named(write, "J. Patel")
        stated = StatedHours(person, on, stated_minutes(length), **more)
        return enter_hours(write, case, stated, TODAY)

    return office.write("Enter", act).result


def close(office: Office, case: int, on: date) -> None:
    sql = "UPDATE case_file SET closed_on = ?, outcome = 'no-action' WHERE id = ?"
    office.write("Close", lambda write: write.execute(sql, (on.isoformat(), case)))


def rate(office: Office, pounds: str, first: date, confidence: int | None = None) -> None:
    stated = StatedRate(first, stated_rate(pounds), "Pay bill 2012-13", "A. Khan", confidence)
    office.write("Rate", lambda write: set_rate(write, stated, TODAY))


def total(office: Office, case: int) -> CaseTotal:
    return total_of_case(office.store.connection, case, TODAY)


def cost(office: Office, on: date = TODAY, level: Level | None = None) -> FunnelView:
    return funnel_view(office.store.connection, office.catalogue, "I33", on, level)


def test_time_is_entered_corrected_and_removed(office: Office, case: int) -> None:
    connection = office.store.connection
    entry = enter(office, case, "1h30", step="evidence", note=" the  figures ")
    (held,) = hours_of_case(connection, case, TODAY)
    assert (held.minutes, held.person, held.step, held.note, held.author) == (
        90, "J. Patel", "evidence", "the figures", "tester",
    )  # fmt: skip
    before = content_digest(connection, KINDS)

    stated = StatedHours(held.person_id, date(2012, 10, 11), 15)
    office.write("Correct", lambda w: correct_hours(w, case, entry, stated, TODAY, WHY))
    (now,) = hours_of_case(connection, case, TODAY)
    assert (now.minutes, now.on, now.step, now.note) == (15, "2012-10-11", "", "")
    assert hours_of_case(connection, case, WORKED) == (), "not spent yet on that day"
    (last,) = connection.execute("SELECT max(id) FROM operation").fetchone()
    told = operation_lines(connection, office.catalogue, KINDS, last)
    assert ("Time spent: How long", "1 h 30 min", "15 min") in {
        (line.what, line.before, line.after) for line in told
    }
    changed = {line.field for line in case_history(connection, case) if line.kind == "case_hours"}
    assert {"", "minutes", "worked_on", "step_id", "note"} <= changed
    office.undo()
    assert content_digest(connection, KINDS) == before

    office.write("Remove", lambda w: remove_hours(w, case, entry, TODAY, WHY))
    assert total(office, case) == CaseTotal(0, 0, None, 0)
    again = code_of(lambda: office.write("No", lambda w: remove_hours(w, case, entry, TODAY, WHY)))
    assert again == "hours-unknown"


def test_time_is_corrected_and_removed_for_a_reason_that_stays_on_the_timeline(
    office: Office, case: int
) -> None:
    connection = office.store.connection
    entry = enter(office, case, "1h30", step="evidence", note="the figures")
    (held,) = hours_of_case(connection, case, TODAY)
    same = StatedHours(held.person_id, WORKED, 90, "evidence", "the figures")
    other = StatedHours(held.person_id, WORKED, 15, "evidence", "the figures")
    wordless = (
        lambda: office.write("No", lambda w: correct_hours(w, case, entry, other, TODAY, " ")),
        lambda: office.write("No", lambda w: remove_hours(w, case, entry, TODAY, "")),
    )
    assert [code_of(act) for act in wordless] == ["reason-needed"] * 2
    office.write("Same", lambda w: correct_hours(w, case, entry, same, TODAY, WHY))
    assert [line.text for line in case_timeline(connection, case) if line.entry] == []
    office.write("Correct", lambda w: correct_hours(w, case, entry, other, TODAY, " A slip. "))
    office.write("Remove", lambda w: remove_hours(w, case, entry, TODAY, "Another case"))
    rest = f"on {format_date(WORKED.isoformat())}, “{held.step_label}”, for the figures"
    assert [line.text for line in case_timeline(connection, case) if line.entry] == [
        f"Time spent removed, 15 min of J. Patel {rest}: Another case",
        f"Time spent corrected, before 1 h 30 min of J. Patel {rest}: A slip.",
    ]


def test_time_may_be_entered_once_the_case_is_closed_but_not_on_a_step_of_none(
    office: Office, case: int
) -> None:
    close(office, case, TODAY)
    enter(office, case, "45m")
    assert total(office, case).minutes == 45
    every = case_columns(book_of(office))
    shown = [column for column in every if column.key == "hours"]
    rows = case_list(office.store.connection, every, shown).rows(0, 9)
    assert [row[1] for row in rows] == [75], "hundredths of an hour"
    assert code_of(lambda: enter(office, case, "1", step="nothing")) == "step-unknown"


def test_nobody_spends_more_than_a_day_over_all_cases(office: Office, case: int) -> None:
    first = enter(office, opened(office), "23h")
    assert code_of(lambda: enter(office, case, "1h1m")) == "hours-of-day-full"
    enter(office, case, "1h")
    # An entry does not stand in its own way when it is corrected.
    (other,) = office.store.connection.execute(
        "SELECT case_id FROM case_hours WHERE id = ?", (first,)
    ).fetchone()
    (held,) = hours_of_case(office.store.connection, other, TODAY)
    stated = StatedHours(held.person_id, WORKED, 23 * 60, note="again")
    office.write("Correct", lambda w: correct_hours(w, other, first, stated, TODAY, WHY))


def test_time_on_a_step_that_is_dropped_stays_with_the_case(office: Office, case: int) -> None:
    enter(office, case, "2", step="ask")
    book = book_of(office)
    change = office.write("Move", lambda w: change_procedure(w, book, case, "dental-year-end"))
    assert "ask" in change.result.dropped
    (held,) = hours_of_case(office.store.connection, case, TODAY)
    assert (held.minutes, held.step) == (120, "")


def test_an_hour_costs_what_the_rate_of_its_day_says(office: Office, case: int) -> None:
    rate(office, "40", date(2012, 10, 5))
    rate(office, "60", date(2012, 10, 15), 70)
    enter(office, case, "1.5", date(2012, 10, 14))
    enter(office, case, "20m", date(2012, 10, 15))
    assert total(office, case) == CaseTotal(2, 110, 6_000 + 2_000, 0)
    estimate = rate_on(office.store.connection, TODAY)
    assert estimate is not None
    assert (estimate.stated.words, estimate.stated.known) == (
        "£60.00 an hour", "estimate, 70% sure",
    )  # fmt: skip
    assert rate_on(office.store.connection, date(2012, 10, 4)) is None
    enter(office, case, "1m", date(2012, 10, 4))
    assert total(office, case) == CaseTotal(3, 111, None, 1)
    office.write("Clear", lambda write: clear_rate(write, date(2012, 10, 15)))
    again = partial(office.write, "Again", lambda write: clear_rate(write, date(2012, 10, 15)))
    assert code_of(again) == "rate-not-set"


def test_the_indicator_says_what_is_missing_until_hours_and_a_rate_are_there(
    office: Office, case: int
) -> None:
    hours, priced = "Hours of staff on cases", "Rate of staff an hour"
    close(office, case, TODAY)
    assert cost(office).missing == (hours, priced)
    rate(office, "40", date(2012, 10, 15))
    assert cost(office).missing == (hours,)
    # Worked before any rate: no cost is made up for it.
    enter(office, case, "1.5")
    assert cost(office).missing == (priced,)
    assert cost(office).sentence.endswith("the register has no “Rate of staff an hour”.")
    listed = indicator_values(office.store.connection, office.catalogue, TODAY)
    (line,) = [each for each in listed if each.code == "I33"]
    assert (line.value, line.missing) == (None, (priced,))
    rate(office, "40", date(2012, 10, 1))
    assert cost(office).missing == ()


@pytest.mark.parametrize("level", [Level.PCT, Level.AREA_TEAM])
def test_closed_cases_are_counted_and_those_without_hours_are_said(
    office: Office, case: int, level: Level
) -> None:
    rate(office, "40", date(2012, 10, 1))
    dear, bare, running = opened(office), opened(office), opened(office)
    for number, length in ((case, "1.5"), (dear, "3"), (running, "20")):
        enter(office, number, length, date(2012, 10, 10 + number % 3))
    for number in (case, dear, bare):
        close(office, number, date(2012, 10, 20))
    view = cost(office, level=level)
    (point,) = view.points
    over_time = series_view(
        office.store.connection, office.catalogue, "I33", TODAY, level=level, unit=point.ref
    )
    assert [each.shown for each in over_time.points] == ["£90.00", "£90.00"]
    assert (point.numerator, point.denominator, point.value_shown) == (180.0, 2.0, "£90.00")
    told = "1 of 3 closed cases has no hours of staff, or hours of a day without a rate."
    assert told in " ".join(view.trust)
    assert point.sentence.startswith("£180.00 of staff time over 2 cases, £90.00:")
    assert not view.in_pounds, "it is no sum of a year that moving to the median would save"
    assert cost(office, date(2012, 10, 19), level).points == ()


def test_an_earlier_day_is_shown_as_it_was_held_then(office: Office, case: int) -> None:
    MOMENT.at = MORNING + timedelta(days=19)
    rate(office, "40", date(2012, 10, 1))
    enter(office, case, "1.5")
    close(office, case, date(2012, 10, 20))
    MOMENT.at = MORNING + timedelta(days=24)
    rate(office, "50", date(2012, 10, 1))
    enter(office, case, "1.5")
    connection = office.store.connection
    with figures_on(connection, date(2012, 10, 22), TODAY) as then:
        held = funnel_view(then, office.catalogue, "I33", date(2012, 10, 22))
        assert held.points[0].value == 60
    assert cost(office).points[0].value == 150
    texts = [line.text for line in case_timeline(connection, case)]
    assert texts.count("Enter") == 2
