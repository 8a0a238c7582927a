"""Money, whole numbers and decimals are exact, whatever a spreadsheet did to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.core.amounts import (
    format_decimal,
    format_integer,
    format_money,
    parse_decimal,
    parse_integer,
    parse_money,
    plain_decimal,
    plain_money,
)
from areateam.core.findings import Fault


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£1,234.56", 123456),
        ("1234.5", 123450),
        ("1234", 123400),
        ("(1,234.56)", -123456),
        ("(£12)", -1200),
        ("-£12", -1200),
        ("£-12", -1200),
        ("\N{MINUS SIGN}12.01", -1201),
        (" £ 1,234.56\N{NO-BREAK SPACE}", 123456),
        (".5", 50),
        ("12.", 1200),
        ("0012.10", 1210),
        ("12.3400000", 1234),
        ("662069.8200000001", 66206982),
        ("0.30000000000000004", 30),
        ("1234.5599999999999", 123456),
        ("-1234.5599999999999", -123456),
        ("1,234,567,890.00", 123456789000),
    ],
)
def test_money_is_read_to_the_penny(text: str, pence: int) -> None:
    assert parse_money(text) == pence


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12.345", "money-too-precise"),
        ("1234567.891", "money-too-precise"),
        ("123456789012.345", "money-too-precise"),
        ("0.123456789012345", "money-too-precise"),
        ("1.23E+08", "number-damaged"),
        ("1E-05", "number-damaged"),
        ("1 234,56", "money-unreadable"),
        ("1.234,56", "money-unreadable"),
        ("1234,567.00", "money-unreadable"),
        ("12,34", "money-unreadable"),
        ("£12p", "money-unreadable"),
        ("12-", "money-unreadable"),
        ("--12", "money-unreadable"),
        ("-(12)", "money-unreadable"),
        ("£", "money-unreadable"),
        (".", "money-unreadable"),
        ("$12", "money-unreadable"),
        ("nan", "money-unreadable"),
        ("\N{ARABIC-INDIC DIGIT ONE}", "money-unreadable"),
        ("9" * 19, "number-too-large"),
        ("9" * 18, "number-too-large"),
        ("9" * 5000, "number-too-large"),
    ],
)
def test_money_that_cannot_be_trusted_is_a_fault(text: str, code: str) -> None:
    assert parse_money(text) == Fault(code)


def test_whole_numbers() -> None:
    assert parse_integer("1,234") == 1234
    assert parse_integer("1234.0") == 1234
    assert parse_integer("-7") == -7
    assert parse_integer("12.5") == Fault("number-not-whole")
    assert parse_integer("1.23E+08") == Fault("number-damaged")
    assert parse_integer("£12") == Fault("number-unreadable")
    assert parse_integer("12,34") == Fault("number-unreadable")


def test_decimals_keep_every_place_and_refuse_more() -> None:
    assert parse_decimal("12.5", 2) == 1250
    assert parse_decimal("-0.05", 2) == -5
    assert parse_decimal("12.500", 1) == 125
    assert parse_decimal("12.3456", 3) == Fault("too-many-places", "3")
    assert parse_decimal("53.747409820556641", 15) == 53747409820556641
    assert parse_decimal("99999.747409820556641", 15) == Fault("number-too-large")


def test_amounts_on_the_screen() -> None:
    assert format_money(123456) == "£1,234.56"
    assert format_money(-1200) == "-£12.00"
    assert format_money(-5) == "-£0.05"
    assert format_integer(1234) == "1,234"
    assert format_decimal(123450, 2) == "1,234.5"
    assert format_decimal(-5, 2) == "-0.05"
    assert format_decimal(1200, 2) == "12"
    assert format_decimal(100, 0) == "100"


def test_amounts_in_files() -> None:
    assert plain_money(-123456) == "-1234.56"
    assert plain_decimal(123450, 2) == "1234.5"


@given(st.integers(-(2**63) + 1, 2**63 - 1))
def test_money_comes_back_from_screen_and_file(pence: int) -> None:
    assert parse_money(format_money(pence)) == pence
    assert parse_money(plain_money(pence)) == pence


@given(st.integers(-(10**11), 10**11))
def test_noise_of_a_double_never_moves_a_penny(pence: int) -> None:
    text = repr(pence / 100 * 3 / 3)
    if "e" not in text:
        assert parse_money(text) == pence


@given(st.integers(-(2**63) + 1, 2**63 - 1), st.integers(0, 12))
def test_decimals_come_back_from_screen_and_file(scaled: int, places: int) -> None:
    assert parse_decimal(format_decimal(scaled, places), places) == scaled
    assert parse_decimal(plain_decimal(scaled, places), places) == scaled


@given(st.text("0123456789.,-()£ E+", max_size=14))
def test_any_text_gives_a_number_or_a_fault(text: str) -> None:
    assert isinstance(parse_money(text), (int, Fault))
