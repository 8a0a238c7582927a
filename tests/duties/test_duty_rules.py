"""Responsibilities: gaps and overlaps to the day, against a count of every day by hand."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from areateam.duties.duty_rules import (
    Duty,
    Holder,
    Span,
    days_of_change,
    prove,
    remarks_on,
)

START = date(2013, 3, 1)
PCT = Holder("PCT", Span(None, date(2013, 3, 31)))
TEAM = Holder("AT", Span(date(2013, 4, 1), None))
ALWAYS = Span()
FUNCTIONS = [("F1", ALWAYS)]


def day(offset: int) -> date:
    return START + timedelta(days=offset)


offsets = st.none() | st.integers(-3, 20)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first, last = draw(offsets), draw(offsets)
    if first is not None and last is not None and last < first:
        first, last = last, first
    return Span(
        None if first is None else day(first),
        None if last is None else day(last),
    )


@st.composite
def duty_lists(draw: st.DrawFn) -> list[Duty]:
    holders = [Holder(code, draw(spans())) for code in ("X", "Y", "Z")]
    return draw(
        st.lists(
            st.builds(
                Duty,
                st.sampled_from(("F1", "F2")),
                st.sampled_from(holders),
                st.sampled_from(("A", "AR", "R", "C")),
                spans(),
            ),
            max_size=6,
        )
    )


@given(duty_lists(), spans())
def test_the_sweep_says_of_each_day_what_a_count_of_that_day_says(
    duties: list[Duty], exists: Span
) -> None:
    functions = [("F1", ALWAYS), ("F2", exists)]
    proof = prove(functions, duties, day(0), day(15))
    swept = {
        (stretch.function, stretch.first + timedelta(days=n)): stretch.holders
        for stretch in proof.stretches
        for n in range(stretch.days)
    }
    counted = {
        (code, day(n)): tuple(
            sorted(
                {
                    d.holder.code
                    for d in duties
                    if d.function == code
                    and "A" in d.letters
                    and d.span.holds_on(day(n))
                    and d.holder.exists.holds_on(day(n))
                }
            )
        )
        for code, life in functions
        for n in range(16)
        if life.holds_on(day(n))
    }
    assert swept == counted
    assert proof.function_days == len(counted)
    for one, other in zip(proof.stretches, proof.stretches[1:], strict=False):
        assert one.function != other.function or one.holders != other.holders


def test_a_hand_over_from_one_day_to_the_next_leaves_no_gap() -> None:
    duties = [
        Duty("F1", PCT, "AR", Span(None, date(2013, 3, 31))),
        Duty("F1", TEAM, "AR", Span(date(2013, 4, 1))),
    ]
    proof = prove(FUNCTIONS, duties, date(2012, 6, 1), date(2014, 3, 31))
    assert (proof.gaps, proof.overlaps) == ((), ())
    assert proof.function_days == 669
    assert [stretch.holders for stretch in proof.stretches] == [("PCT",), ("AT",)]


def test_an_abolished_body_leaves_a_gap_from_the_next_day() -> None:
    duties = [Duty("F1", PCT, "AR", Span())]
    (gap,) = prove(FUNCTIONS, duties, date(2013, 3, 1), date(2013, 4, 30)).gaps
    assert (gap.first, gap.last) == (date(2013, 4, 1), date(2013, 4, 30))
    codes = [remark.code for remark in remarks_on(FUNCTIONS, duties, date(2013, 4, 2))]
    assert codes == ["duty-body-abolished", "duty-nobody-accountable", "duty-nobody-responsible"]


def test_two_bodies_on_the_same_days_overlap_on_those_days_alone() -> None:
    other = Holder("Z")
    duties = [
        Duty("F1", PCT, "AR", Span(None, date(2013, 3, 31))),
        Duty("F1", other, "A", Span(date(2013, 3, 25))),
    ]
    (overlap,) = prove(FUNCTIONS, duties, date(2013, 3, 1), date(2013, 4, 30)).overlaps
    assert (overlap.first, overlap.last) == (date(2013, 3, 25), date(2013, 3, 31))
    assert overlap.holders == ("PCT", "Z")
    (remark,) = remarks_on(FUNCTIONS, duties, date(2013, 3, 25))
    assert (remark.code, remark.body) == ("duty-several-accountable", "PCT, Z")


def test_a_successor_that_nobody_confirmed_is_remarked_on() -> None:
    duties = [
        Duty("F1", PCT, "AR", Span(None, date(2013, 3, 31)), confirmed=False),
        Duty("F1", TEAM, "AR", Span(date(2013, 4, 1)), confirmed=False),
    ]
    assert remarks_on(FUNCTIONS, duties, date(2013, 3, 1)) == []
    (remark,) = remarks_on(FUNCTIONS, duties, date(2013, 4, 1))
    assert (remark.code, remark.body) == ("duty-successor-unconfirmed", "AT")


def test_the_days_of_change_are_those_on_which_something_begins_or_has_ended() -> None:
    duties = [
        Duty("F1", PCT, "AR", Span()),
        Duty("F1", Holder("Z"), "C", Span(date(2013, 3, 10), date(2013, 3, 12))),
    ]
    found = days_of_change(duties, date(2013, 3, 1), date(2013, 12, 31))
    assert found == [date(2013, 3, 10), date(2013, 3, 13), date(2013, 4, 1)]


def test_a_function_about_which_more_than_half_of_all_must_be_asked_is_found() -> None:
    bodies = [Holder(code) for code in ("X", "Y", "Z")]
    asked = [Duty("F1", body, "C", ALWAYS) for body in bodies]
    held = [Duty("F1", TEAM, "AR", Span(date(2013, 4, 1)))]
    on = date(2013, 4, 2)
    (remark,) = remarks_on(FUNCTIONS, [*held, *asked], on)
    assert (remark.code, remark.body) == ("duty-everyone-consulted", "X, Y, Z")
    assert remarks_on(FUNCTIONS, [*held, *asked[:2], Duty("F2", bodies[2], "C", ALWAYS)], on) == []
