"""How one cell is cut into what it holds; nothing of it is lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.imports.splits import PIECES, SPLITS, cut_address, cut_person


@pytest.mark.parametrize(
    ("text", "lines", "postcode"),
    [
        ("1 High Street, Ripley, DE5 3BR", ["1 High Street", "Ripley"], "DE5 3BR"),
        ("1 High Street, Ripley de53br", ["1 High Street", "Ripley"], "DE53BR"),
        ("The Surgery\nMain Rd\nDerby\nDE1 2AB", ["The Surgery", "Main Rd", "Derby"], "DE1 2AB"),
        ("1 High Street, Ripley", ["1 High Street", "Ripley"], ""),
        ("DE5 3BR", [], "DE5 3BR"),
        ("a, b, c, d, e, f, NG1 1AA", ["a", "b", "c", "d", "e, f"], "NG1 1AA"),
        ("", [], ""),
    ],
)
def test_an_address_has_lines_and_a_postcode_at_its_end(
    text: str, lines: list[str], postcode: str
) -> None:
    *found, last = cut_address(text)
    assert ([line for line in found if line], last) == (lines, postcode)
    assert len(found) == 5


@pytest.mark.parametrize(
    "text", ["Patel, A (Dr)", "Dr A Patel", "Patel, Dr A", "Dr. A Patel", "Dr Patel A"]
)
def test_a_name_is_the_same_however_it_is_turned(text: str) -> None:
    title, given_names, surname, whole = cut_person(text)
    assert (title.strip("."), given_names, surname) == ("Dr", "A", "Patel")
    assert whole == f"{title} A Patel"


def test_names_of_several_words_stay_whole() -> None:
    assert cut_person("van der Berg, Anna Maria") == (
        "", "Anna Maria", "van der Berg", "Anna Maria van der Berg"
    )  # fmt: skip
    assert cut_person("Mrs Anna Smith")[:3] == ("Mrs", "Anna", "Smith")


@pytest.mark.parametrize(
    ("piece", "text", "found"),
    [
        ("dash.before", "C81001 - High Street - East", "C81001"),
        ("dash.after", "C81001 - High Street - East", "High Street - East"),
        ("dash.after", "Smith-Jones", ""),
        ("brackets.inside", "High Street Surgery (C81001)", "C81001"),
        ("brackets.before", "High Street Surgery (C81001)", "High Street Surgery"),
        ("brackets.inside", "High Street Surgery", ""),
        ("comma.rest", "a, b, c, d", "c, d"),
        ("comma.second", "a", ""),
    ],
)
def test_a_cell_is_cut_at_a_sign(piece: str, text: str, found: str) -> None:
    assert PIECES[piece](text) == found


@given(st.text(max_size=60))
def test_every_way_to_cut_takes_any_text(text: str) -> None:
    for split in SPLITS.values():
        for name in split.pieces:
            assert isinstance(split.piece(name, text), str)


@given(st.lists(st.from_regex(r"[A-Za-z][A-Za-z0-9 ]{0,8}[a-z]", fullmatch=True), max_size=8))
def test_no_part_of_an_address_is_lost(parts: list[str]) -> None:
    found = [part for part in cut_address(", ".join(parts)) if part]
    assert ", ".join(found).replace(" ", "").lower() == ", ".join(parts).replace(" ", "").lower()
