"""Which records may be the same: what counts as one name, how many planted doubles are found."""

from __future__ import annotations

import pytest

from areateam.organisations.duplicate_rules import (
    Likeness,
    Subject,
    find_pairs,
    likeness_of,
)
from areateam.organisations.name_words import read_names
from tests.organisations.planted_contractors import planted_register


def score(one: Subject, other: Subject) -> int:
    """The score of two alone; 0 where they are taken for different."""
    found = find_pairs([one, other])
    return found[0].score if found else 0


def at(name: str, postcode: str = "DE1 1AA", phone: str = "") -> Subject:
    return Subject(1 + hash(name + postcode + phone) % 1_000_000, name, (postcode,), (phone,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ashgrove Health Centre", "ASHGROVE HLTH CTR"),
        ("St Mary's Surgery", "Saint Marys Surg"),
        ("The Oak Medical Practice Ltd", "Oak Med. Practice Limited"),
        ("Smith & Partners", "Dr Smith and Ptnrs"),
        ("High Street Dental Surgery", "Dental Surgery, High St"),
        ("Bell Pharmacy", "Bell Chemist"),
        ("Château Surgery", "Chateau Surgery"),
        ("Kelly Ltd t/a Bell Pharmacy", "Kelly Bell Pharmacy"),
        ("Elm Surgery", "Elm Surgrey"),
        ("Elm Opticians", "Elm Optns"),
    ],
)
def test_ways_of_writing_one_name(one: str, other: str) -> None:
    read = read_names([one, other, "Elm Surgery", "Surgery"])
    assert sorted(set(read[0].whole.split())) == sorted(set(read[1].whole.split()))
    assert score(at(one), at(other)) >= 80


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (at("Dr A Patel", phone="01332 555123"), at("Dr B Patel", phone="01332 555123")),
        (at("Riverside Surgery"), at("Riverside Pharmacy")),
        (at("Oak Surgery"), at("Park Medical Centre")),
        (at("Unit 3 Dental"), at("Unit 4 Dental")),
        (at("Boots", "DE1 1AA", "01332 100001"), at("Boots", "NG1 1AA", "0115 9000002")),
    ],
)
def test_what_only_looks_alike_is_not_offered(one: Subject, other: Subject) -> None:
    assert score(one, other) == 0


def test_an_initial_agrees_with_the_name_it_begins() -> None:
    phone = "01332 555123"
    assert score(at("Dr A Patel", phone=phone), at("Dr Alan Patel", phone=phone)) > 0


def test_a_telephone_is_one_however_it_is_written() -> None:
    ways = ["01332 555123", "(01332) 555123", "+44 (0)1332 555123", "01332555123"]
    scores = {
        score(at("Oak Surgery", phone=ways[0]), at("Oaks Surgery", phone=w)) for w in ways[1:]
    }
    assert len(scores) == 1
    assert scores.pop() > score(at("Oak Surgery"), at("Oaks Surgery"))


def test_a_company_number_speaks_for_and_against() -> None:
    one = at("Oak Surgery")
    same, other = one._replace(id=2, number="01234567"), one._replace(id=3, number="07654321")
    assert score(one._replace(number="01234567"), same) > score(one, same)
    assert score(same, other) < score(one, other)


def test_a_chain_is_told_apart_by_its_places() -> None:
    shops = [Subject(n, "Boots", (f"DE{n % 9 + 1} {n % 9}AA",)) for n in range(1, 60)]
    assert [pair for pair in find_pairs(shops) if pair.likeness is Likeness.SAME] == []
    assert all(
        shops[p.one - 1].postcodes == shops[p.other - 1].postcodes for p in find_pairs(shops)
    )


def test_the_thresholds() -> None:
    assert [likeness_of(n) for n in (100, 85, 84, 60, 59, 0)] == [
        *(Likeness.SAME, Likeness.SAME, Likeness.ASK, Likeness.ASK),
        *(Likeness.DIFFERENT, Likeness.DIFFERENT),
    ]


@pytest.mark.parametrize("seed", [1, 2012])
def test_planted_doubles_are_found_and_little_else(seed: int) -> None:
    planted = planted_register(6000, 250, seed)
    pairs = find_pairs(planted.subjects)
    recall, precision = planted.figures({(pair.one, pair.other) for pair in pairs})
    assert recall >= 0.95
    assert precision >= 0.9
    sure = {(p.one, p.other) for p in pairs if p.likeness is Likeness.SAME}
    assert planted.figures(sure)[1] >= 0.98, "what is called very likely is so"


def test_nobody_is_a_double_of_himself() -> None:
    names = ["Langridge Lane Surgery", "Langridge Lane Surgery", "Langley Lane Surgery"]
    found = find_pairs([Subject(n, name, ("DE1 1AA",)) for n, name in enumerate(names)])
    assert all(pair.one < pair.other for pair in found)
    assert len(found) == len({(pair.one, pair.other) for pair in found})


def test_nobody_and_names_with_breaks_are_no_trouble() -> None:
    assert find_pairs([]) == []
    assert [name.whole for name in read_names(["a\nb", "", "\n"])] == ["a b", "", ""]
