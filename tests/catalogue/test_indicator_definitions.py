"""The shipped indicators: all there, each in its own words, none surer than its source."""

from __future__ import annotations

import pytest

from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.definitions import Evidence
from areateam.catalogue.indicator_definitions import (
    Benefit,
    Figures,
    Indicator,
    Level,
    indicators,
)
from areateam.core.problems import UserProblem

CATALOGUE = load_catalogue()
KNOWN = indicators(CATALOGUE)
CODES = [f"I{number:02}" for number in range(1, 35)]


def named(code: str) -> Indicator:
    return KNOWN.named(code)


def test_the_34_indicators_are_all_there_and_three_have_a_second_ratio() -> None:
    codes = [each.code for each in KNOWN.known.values()]
    assert [code for code in codes if len(code) == 3] == CODES
    assert [code for code in codes if len(code) > 3] == ["I08M", "I11H", "I11M"]


@pytest.mark.parametrize("code", CODES)
def test_each_says_what_why_and_who(code: str) -> None:
    each = named(code)
    assert each.why.endswith(".")
    assert each.author
    assert each.checked_by
    assert each.review.year == 2013
    assert each.figures or all(part.words for part in each.parts())


def test_own_knowledge_draws_no_line_and_a_source_is_named() -> None:
    held = [each.benchmark for each in KNOWN.known.values() if each.benchmark]
    unsure = [each for each in held if each.evidence is Evidence.OWN]
    assert all(each.confidence for each in unsure)
    assert not any(each.is_sure for each in unsure)
    assert all(each.source for each in held)
    benchmark = named("I04").benchmark
    assert benchmark is not None
    assert (benchmark.evidence, benchmark.confidence) == (Evidence.OWN, 70)


def test_every_benefit_group_and_kind_of_figure_has_one() -> None:
    every = KNOWN.known.values()
    assert {each.benefit for each in every} == set(Benefit)
    assert {each.group for each in every} == {"", *CATALOGUE.groups}
    assert {each.figures for each in every} == {None, *Figures}


def test_what_is_divided_by_an_areas_patients_has_no_level_of_contracts() -> None:
    of_areas = [each for each in KNOWN.known.values() if each.denominator.patients]
    assert {each.code for each in of_areas} == {"I12", "I13", "I16", "I19", "I21"}
    assert not any(Level.CONTRACT in each.levels for each in of_areas)


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("I01", 136.4, "£136.40"),
        ("I02", -3.256, "-£3.26"),
        ("I04", 0.0819, "8.2%"),
        ("I13", 1.5312, "1.53 UDAs"),
        ("I16", 0.000215, "21.5"),
        ("I17", 6630.4, "6,630"),
        ("I04", -0.0001, "0.0%"),
    ],
)
def test_a_value_is_shown_in_its_unit(code: str, value: float, shown: str) -> None:
    assert named(code).shown(value) == shown


def test_an_indicator_is_named_by_key_or_code_in_any_case() -> None:
    assert named("qof-exception-rate") is named("i04")
    with pytest.raises(UserProblem) as unknown:
        named("I99")
    assert unknown.value.code == "indicator-unknown"
