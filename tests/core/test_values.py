"""Values of every kind: read, limited, shown, and read back from screen and file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from areateam.core.dates import DateOrder
from areateam.core.fields import Choice, Field, Kind, Value
from areateam.core.findings import Fault
from areateam.core.values import format_value, parse_value, plain_value

CHOICES = (
    Choice("gms", "General medical services", ("GMS contract", "G")),
    Choice("pms", "Personal medical services", ("PMS",)),
    Choice("apms", "Alternative provider", ()),
    Choice("odd", "pms", ()),  # its label is another choice's value
)
FIELDS = {kind: Field("key", "Label", kind) for kind in Kind} | {
    Kind.CHOICE: Field("key", "Label", Kind.CHOICE, choices=CHOICES),
    Kind.DECIMAL: Field("key", "Label", Kind.DECIMAL, places=3),
}
NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1)
PADDED = st.sampled_from(["", " ", "\t", "\N{NO-BREAK SPACE}"])
WORDS = st.text(min_size=1, max_size=240).map(lambda text: text.replace("\0", "").strip())
CODES = st.from_regex(r"\A[0-9A-Z]{3,6}\Z")
VALUES: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.TEXT: WORDS.filter(bool),
    Kind.CODE: CODES,
    Kind.POSTCODE: st.sampled_from(["NG1 5FS", "W1J 8HS", "M1 1AE", "ZZ99 3WZ"]),
    Kind.PHONE: st.from_regex(r"\A\+?[0-9]{3,5} [0-9]{3,8}\Z"),
    Kind.EMAIL: st.from_regex(r"\A[a-z.']{1,9}@[a-z]{1,9}\.uk\Z"),
    Kind.DATE: st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat),
    Kind.MONEY: NUMBERS,
    Kind.INTEGER: NUMBERS,
    Kind.DECIMAL: NUMBERS,
    Kind.FLAG: st.sampled_from([0, 1]),
    Kind.CHOICE: st.sampled_from([choice.value for choice in CHOICES]),
    Kind.BODY: CODES,
    Kind.PERSON: st.integers(1, 2**63 - 1),
}


@pytest.mark.parametrize("kind", Kind)
@settings(max_examples=40)
@given(data=st.data(), before=PADDED, after=PADDED)
def test_a_value_comes_back_from_file_and_screen(
    kind: Kind, data: st.DataObject, before: str, after: str
) -> None:
    field, value = FIELDS[kind], data.draw(VALUES[kind])
    assert parse_value(field, before + plain_value(field, value) + after) == value
    assert parse_value(field, before + format_value(field, value) + after, DateOrder.ISO) == value


@pytest.mark.parametrize("kind", Kind)
@settings(max_examples=40)
@given(text=st.text(max_size=12))
def test_any_text_gives_a_value_that_comes_back_or_a_fault(kind: Kind, text: str) -> None:
    value = parse_value(FIELDS[kind], text)
    if not isinstance(value, Fault):
        assert parse_value(FIELDS[kind], plain_value(FIELDS[kind], value)) == value


@pytest.mark.parametrize("kind", Kind)
def test_blank_is_no_value_and_shows_as_nothing(kind: Kind) -> None:
    assert parse_value(FIELDS[kind], " \N{NO-BREAK SPACE}\t") is None
    assert format_value(FIELDS[kind], None) == plain_value(FIELDS[kind], None) == ""
    assert parse_value(FIELDS[kind], "1\x002") == Fault("nul-character")


def test_screen_and_file_differ_where_they_should() -> None:
    shown: dict[Kind, tuple[Value, str, str]] = {
        Kind.DATE: ("2012-09-03", "3 Sep 2012", "2012-09-03"),
        Kind.MONEY: (-123456, "-£1,234.56", "-1234.56"),
        Kind.INTEGER: (1234, "1,234", "1234"),
        Kind.DECIMAL: (1234500, "1,234.5", "1234.5"),
        Kind.FLAG: (1, "Yes", "yes"),
        Kind.CHOICE: ("gms", "General medical services", "General medical services"),
        Kind.PERSON: (1234, "1234", "1234"),
    }
    for kind, (value, screen, file) in shown.items():
        assert format_value(FIELDS[kind], value) == screen
        assert plain_value(FIELDS[kind], value) == file


def test_a_text_keeps_its_inner_characters() -> None:
    text = "a\tb\r\nc\N{NO-BREAK SPACE}d  e\ufffd"
    assert parse_value(FIELDS[Kind.TEXT], f" {text} ") == text


def test_limits_are_told_as_the_screen_shows_them() -> None:
    money = replace(FIELDS[Kind.MONEY], minimum=0, maximum=100000)
    assert parse_value(money, "-0.01") == Fault("below-minimum", "£0.00")
    assert parse_value(money, "1000.01") == Fault("above-maximum", "£1,000.00")
    assert parse_value(money, "0") == 0
    assert parse_value(money, "1000") == 100000
    day = replace(FIELDS[Kind.DATE], minimum="1948-07-05")
    assert parse_value(day, "4/7/1948") == Fault("below-minimum", "5 Jul 1948")
    assert parse_value(day, "5/7/1948") == "1948-07-05"
    short = replace(FIELDS[Kind.TEXT], max_length=3)
    assert parse_value(short, " abc ") == "abc"
    assert parse_value(short, "abcd") == Fault("too-long", "3")


@pytest.mark.parametrize("text", ["gms", "GMS", "general MEDICAL services", "g", "gms contract"])
def test_a_choice_is_known_by_value_label_and_synonyms(text: str) -> None:
    assert parse_value(FIELDS[Kind.CHOICE], text) == "gms"


def test_a_value_goes_before_a_label_that_looks_like_it() -> None:
    assert parse_value(FIELDS[Kind.CHOICE], "PMS") == "pms"
    assert plain_value(FIELDS[Kind.CHOICE], "odd") == "odd"


def test_an_unknown_choice_is_told_what_is_allowed_and_what_is_near() -> None:
    field = Field("key", "Label", Kind.CHOICE, choices=CHOICES[:3])
    allowed = "General medical services, Personal medical services or Alternative provider"
    assert parse_value(field, "xyz") == Fault("not-a-choice", allowed)
    near = f"{allowed}; the nearest is Personal medical services"
    assert parse_value(field, "personal medical service") == Fault("not-a-choice", near)
    many = Field(
        "key", "Label", Kind.CHOICE, choices=tuple(Choice(f"v{n}", f"L{n}") for n in range(20))
    )
    fault = parse_value(many, "???")
    assert isinstance(fault, Fault)
    assert fault.detail == "L0, L1, L2, L3, L4, L5, L6, L7 or 12 others"


def test_a_choice_since_withdrawn_shows_as_it_stands() -> None:
    assert format_value(FIELDS[Kind.CHOICE], "pds") == "pds"


@pytest.mark.parametrize("text", ["Y", "yes", "TRUE", "1", "x"])
def test_words_for_yes(text: str) -> None:
    assert parse_value(FIELDS[Kind.FLAG], text) == 1


@pytest.mark.parametrize("text", ["N", "no", "False", "0"])
def test_words_for_no(text: str) -> None:
    assert parse_value(FIELDS[Kind.FLAG], text) == 0


def test_other_words_are_neither() -> None:
    assert parse_value(FIELDS[Kind.FLAG], "perhaps") == Fault("flag-unreadable")
    assert parse_value(FIELDS[Kind.PERSON], "0") == Fault("person-unreadable")
