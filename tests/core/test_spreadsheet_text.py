"""The guard against formulas hides no text and mixes up no two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.core.spreadsheet_text import (
    CELL_ERRORS,
    guard_formula,
    guard_text,
    undo_formula_guard,
)

ODD_TEXTS = st.text(st.sampled_from("'=+-@\t\r\n \N{NO-BREAK SPACE}\N{FULLWIDTH EQUALS SIGN}a1"))

ERRORS = st.builds("{}{}{}".format, st.text("' ", max_size=3), st.sampled_from(sorted(CELL_ERRORS)),
                   st.text(" x", max_size=1))  # fmt: skip


@pytest.mark.parametrize("text", sorted(CELL_ERRORS))
def test_what_stands_for_an_error_is_guarded_as_a_text_and_else_left(text: str) -> None:
    assert guard_text(text) == "'" + text
    assert guard_formula(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 115",
        "-12",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "  =1",
        "\xa0-1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff201",
        "\ufeff=1",
        "\u200b=1",
    ],
)
def test_what_a_spreadsheet_may_run_gets_an_apostrophe(text: str) -> None:
    assert guard_formula(text) == "'" + text


@pytest.mark.parametrize("text", ["", "a=b", "'tis", "St Ann's", "'", "1-2", " a", "'a=1"])
def test_other_texts_stay(text: str) -> None:
    assert guard_formula(text) == text
    assert undo_formula_guard(text) == text


def test_a_text_that_looks_guarded_gets_a_further_apostrophe() -> None:
    assert guard_formula("'=1") == "''=1"
    assert undo_formula_guard("''=1") == "'=1"


@given(ODD_TEXTS | st.text() | ERRORS)
def test_the_guard_is_taken_off_again(text: str) -> None:
    assert undo_formula_guard(guard_text(text)) == text


@given(ODD_TEXTS)
def test_a_guarded_text_never_begins_a_formula(text: str) -> None:
    assert guard_text(text).lstrip()[:1] not in tuple("=+-@")
    assert guard_text(text)[:1] not in tuple("\t\r\n")
