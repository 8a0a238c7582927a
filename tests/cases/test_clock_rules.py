"""What must hold of every clock: pauses, targets, forbidden days, late evidence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.cases.case_rules import own_rule
from areateam.cases.clock_rules import (
    Pause,
    agreed_date,
    last_day_for_notice,
    late_while,
    statutory_date,
    timer,
)
from areateam.cases.clock_words import authority, explain, explain_steps
from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.clock_definitions import (
    ClockKind,
    ClockRule,
    Count,
    Gives,
    Unit,
    read_clock_rules,
)
from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.core.work_calendar import DAY, WorkCalendar

CATALOGUE = load_catalogue()
RULES = CATALOGUE.clock_rules
ENGLAND = WorkCalendar(CATALOGUE.holidays())
DAYS = st.dates(date(2011, 1, 1), date(2015, 12, 31))
PERIODS = [rule for rule in RULES if rule.unit is not None]
TIMERS = [rule for rule in PERIODS if rule.kind is ClockKind.TIMER]
DATES = [rule for rule in PERIODS if rule.kind is ClockKind.STATUTORY]
NOTICES = [rule for rule in DATES if rule.count is Count.NOT_LESS_THAN]
FOI = RULES.on("IG-01", date(2013, 3, 11))
CLARIFY = FOI.may_pause[0]
START = date(2013, 3, 11)


def pauses_of(rule: ClockRule, start: date, gaps: list[tuple[int, int]]) -> list[Pause]:
    """Pauses one after another: so many days later, so many days long."""
    made, day = [], start
    for later, days in gaps:
        first = day + timedelta(days=later)
        day = first + timedelta(days=days)
        made.append(Pause(first, day, rule.may_pause[0], "letter"))
    return made


GAPS = st.lists(st.tuples(st.integers(1, 20), st.integers(0, 30)), max_size=4)


@given(st.sampled_from(TIMERS), DAYS, GAPS, st.tuples(st.integers(1, 20), st.integers(0, 30)))
def test_another_pause_never_brings_the_end_forward(
    rule: ClockRule, start: date, gaps: list[tuple[int, int]], more: tuple[int, int]
) -> None:
    fewer = pauses_of(rule, start, gaps)
    every = pauses_of(rule, start, [*gaps, more])
    assert timer(rule, start, ENGLAND, start, every).legal >= (
        timer(rule, start, ENGLAND, start, fewer).legal
    )


@given(st.sampled_from(TIMERS), DAYS, GAPS, st.integers(0, 300), st.integers(1, 60))
def test_another_target_leaves_what_has_elapsed(
    rule: ClockRule, start: date, gaps: list[tuple[int, int]], after: int, target: int
) -> None:
    day = start + timedelta(days=after)
    pauses = pauses_of(rule, start, gaps)
    own = timer(rule, start, ENGLAND, day, pauses)
    other = timer(rule, start, ENGLAND, day, pauses, target)
    assert (own.elapsed, own.paused) == (other.elapsed, other.paused)


@given(st.sampled_from(TIMERS), DAYS, GAPS, st.integers(0, 300))
def test_the_share_used_does_not_grow_while_the_clock_stands_still(
    rule: ClockRule, start: date, gaps: list[tuple[int, int]], after: int
) -> None:
    day = start + timedelta(days=after)
    pauses = pauses_of(rule, start, gaps)
    today = timer(rule, start, ENGLAND, day, pauses)
    tomorrow = timer(rule, start, ENGLAND, day + DAY, pauses)
    if tomorrow.is_paused:
        assert tomorrow.per_mille == today.per_mille
    else:
        assert tomorrow.elapsed - today.elapsed in (0, 1)


@given(st.sampled_from(TIMERS), DAYS, GAPS)
def test_a_timer_ends_when_its_target_has_elapsed_and_not_before(
    rule: ClockRule, start: date, gaps: list[tuple[int, int]]
) -> None:
    pauses = pauses_of(rule, start, gaps)
    end = timer(rule, start, ENGLAND, start, pauses).legal
    assert timer(rule, start, ENGLAND, end, pauses).left == 0
    assert timer(rule, start, ENGLAND, end - DAY, pauses).left == 1


@given(st.sampled_from(PERIODS), DAYS)
def test_a_day_to_act_is_a_working_day_on_the_right_side(rule: ClockRule, start: date) -> None:
    run = (
        timer(rule, start, ENGLAND, start)
        if rule.kind is ClockKind.TIMER
        else statutory_date(rule, start, ENGLAND)
    )
    assert ENGLAND.works_on(run.working)
    first = rule.gives is Gives.FIRST_DAY
    assert run.working >= run.legal if first else run.working <= run.legal
    if rule.unit is Unit.WORKING_DAYS:
        assert run.legal == run.working


@given(st.sampled_from(NOTICES), DAYS)
def test_the_last_day_for_notice_is_the_last_that_suffices(rule: ClockRule, effect: date) -> None:
    last = last_day_for_notice(rule, effect, ENGLAND).legal
    forwards = replaced(rule, gives=Gives.FIRST_DAY)
    assert statutory_date(forwards, last, ENGLAND).legal <= effect
    assert statutory_date(forwards, last + DAY, ENGLAND).legal > effect


@given(st.sampled_from(DATES), DAYS)
def test_a_later_start_never_leads_to_an_earlier_day(rule: ClockRule, start: date) -> None:
    today, tomorrow = (statutory_date(rule, day, ENGLAND).legal for day in (start, start + DAY))
    assert today <= tomorrow


@given(st.sampled_from(PERIODS), DAYS)
def test_every_day_explains_itself(rule: ClockRule, start: date) -> None:
    run = (
        timer(rule, start, ENGLAND, start)
        if rule.kind is ClockKind.TIMER
        else statutory_date(rule, start, ENGLAND)
    )
    sentence = explain(run)
    assert rule.regulation in sentence
    assert rule.id in sentence
    assert sentence.endswith(").")
    for step in run.steps:
        if step.code == "holiday":
            assert str(step.fact("name")) in sentence
    assert all(phrase[0].isupper() or phrase[0].isdigit() for phrase in explain_steps(run))


def test_a_statutory_date_cannot_be_paused_and_a_timer_is_no_date() -> None:
    with pytest.raises(UserProblem) as caught:
        timer(RULES.on("GP-02", START), START, ENGLAND, START)
    assert caught.value.code == "clock-is-statutory"
    with pytest.raises(UserProblem) as caught:
        statutory_date(FOI, START, ENGLAND)
    assert caught.value.code == "clock-is-timer"


@pytest.mark.parametrize(
    ("pauses", "code"),
    [
        ([Pause(START, None, "nobody was there", "")], "pause-not-allowed"),
        ([Pause(START, START - DAY, CLARIFY, "")], "pause-backwards"),
        ([Pause(START - DAY, START, CLARIFY, "")], "pause-before-start"),
        (
            [Pause(START, None, CLARIFY, ""), Pause(START + DAY, None, CLARIFY, "")],
            "pauses-overlap",
        ),
    ],
)
def test_a_pause_is_refused_with_its_reason(pauses: list[Pause], code: str) -> None:
    with pytest.raises(UserProblem) as caught:
        timer(FOI, START, ENGLAND, START, pauses)
    assert caught.value.code == code


def test_late_evidence_moves_the_end_and_the_breach_stays_known() -> None:
    pause = Pause(date(2013, 3, 14), date(2013, 3, 20), CLARIFY, "letter", "A", date(2013, 4, 15))
    moved = timer(FOI, START, ENGLAND, date(2013, 4, 16), [pause])
    assert moved.legal == date(2013, 4, 17)
    assert late_while(FOI, START, ENGLAND, date(2013, 4, 16), [pause]) == (
        date(2013, 4, 11),
        date(2013, 4, 14),
    )
    assert "late evidence, noted on Mon 15 Apr 2013" in explain(moved)
    in_time = replaced(pause, entered=pause.first)
    assert late_while(FOI, START, ENGLAND, date(2013, 4, 16), [in_time]) is None


def test_an_agreed_day_stands_in_place_only_where_the_rule_allows() -> None:
    found = statutory_date(RULES.on("GP-02", date(2012, 9, 3)), date(2012, 9, 3), ENGLAND)
    moved = agreed_date(found, date(2012, 10, 14), "letters of 20 September", ENGLAND)
    assert (moved.legal, moved.working) == (date(2012, 10, 14), date(2012, 10, 12))
    assert "agreed by the commissioner and the contractor" in explain(moved)
    with pytest.raises(UserProblem) as caught:
        agreed_date(found, date(2012, 9, 22), "", ENGLAND)
    assert caught.value.code == "agreed-day-earlier"
    other = statutory_date(RULES.on("GP-01", date(2012, 9, 3)), date(2012, 9, 3), ENGLAND)
    with pytest.raises(UserProblem) as caught:
        agreed_date(other, date(2012, 12, 1), "", ENGLAND)
    assert caught.value.code == "clock-not-extendable"


def test_a_rule_is_that_of_its_day() -> None:
    assert "SI 2012/1909" in RULES.on("PH-02", date(2013, 3, 31)).regulation
    assert "SI 2013/349" in RULES.on("PH-02", date(2013, 4, 1)).regulation
    with pytest.raises(UserProblem) as caught:
        RULES.on("GP-02", date(2012, 4, 29))
    assert caught.value.code == "clock-rule-not-in-force"


def test_days_of_ones_own_are_no_working_days() -> None:
    closed = WorkCalendar({**ENGLAND.holidays, date(2013, 4, 2): "Office closed"})
    rule = RULES.on("CO-01", date(2013, 3, 27))
    assert statutory_date(rule, date(2013, 3, 27), closed).legal == date(2013, 4, 4)
    assert "Office closed on Tue 2 Apr 2013" in explain(
        statutory_date(rule, date(2013, 3, 27), closed)
    )


def test_every_rule_of_the_list_is_there() -> None:
    assert len({rule.id for rule in RULES}) == 101


def test_faults_of_rules_are_all_named(tmp_path: object) -> None:
    from pathlib import Path

    from areateam.catalogue.catalogue import CatalogueProblem

    folder = Path(str(tmp_path))
    (folder / "moon.toml").write_text(
        '[[rule]]\nid="A"\ngroup="gp"\ncase="x"\ntext="x"\ncount="after"\nregulation="r"\n'
        'evidence="K"\n[[rule]]\nid="B"\ngroup="gp"\ncase="x"\ntext="x"\ncount="fixed"\n'
        'regulation="r"\nevidence="S"\n',
        encoding="utf-8",
    )
    with pytest.raises(CatalogueProblem) as raised:
        read_clock_rules(folder)
    assert len(raised.value.faults) == 3


def test_a_target_of_our_own_names_no_rule_and_no_doubt() -> None:
    assert authority(own_rule("Log it", 3, "received", "receipt")) == "our own target"
