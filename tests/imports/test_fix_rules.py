"""What was likely meant by a text that cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.core.dates import DateOrder, parse_date
from areateam.core.fields import Kind
from areateam.core.findings import Fault
from areateam.imports.fix_rules import likely_texts


@pytest.mark.parametrize(
    ("text", "order", "meant"),
    [
        ("31/06/2013", DateOrder.DMY, ["30/06/2013"]),
        ("30/02/2012", DateOrder.DMY, ["29/02/2012"]),
        ("29.2.11", DateOrder.DMY, ["28.2.11"]),
        ("06/31/2013", DateOrder.MDY, ["06/30/2013"]),
        ("13/25/2012", DateOrder.DMY, []),
        ("04/13/2012", DateOrder.DMY, ["13/04/2012"]),
        ("2013-06-31", DateOrder.ISO, ["2013-06-30"]),
        ("45/01/2010", DateOrder.DMY, []),
        ("1 Arpil 2013", DateOrder.DMY, ["1 April 2013"]),
        ("O1/04/2013", DateOrder.DMY, ["01/04/2013"]),
        ("soon", DateOrder.DMY, []),
    ],
)
def test_dates(text: str, order: DateOrder, meant: list[str]) -> None:
    assert [each for each in likely_texts(text, Kind.DATE, order) if _is_date(each, order)] == meant


def _is_date(text: str, order: DateOrder) -> bool:
    return not isinstance(parse_date(text, order), Fault)


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1948, 2050))
def test_a_day_too_many_becomes_the_months_last(day: int, month: int, year: int) -> None:
    text = f"{day:02d}/{month:02d}/{year}"
    if not _is_date(text, DateOrder.DMY):
        (meant,) = likely_texts(text, Kind.DATE)
        assert _is_date(meant, DateOrder.DMY)
        assert meant[3:] == text[3:]


def test_letters_in_numbers_and_digits_in_codes() -> None:
    assert likely_texts("£1,2O0.l0", Kind.MONEY) == ["£1,200.10"]
    assert "FA012" in likely_texts("FAO12", Kind.CODE)
    assert "NG1 5FS" in likely_texts("NG1 5F5", Kind.POSTCODE)


def test_words_are_found_by_their_spelling_and_in_longer_ones() -> None:
    words = ["GMS", "PMS", "APMS", "Temporary APMS"]
    assert likely_texts("Perm GMS", Kind.TEXT, words=words)[0] == "GMS"
    assert likely_texts("GMSS", Kind.TEXT, words=words)[0] == "GMS"
    assert likely_texts("Nothing like it", Kind.TEXT, words=words) == []


@given(st.text(max_size=40), st.sampled_from(Kind))
def test_whatever_stands_there_is_never_offered_back(text: str, kind: Kind) -> None:
    assert text not in likely_texts(text, kind, words=["Yes", "No"])
