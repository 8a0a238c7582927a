"""Lists of what are no contracts: narrowed and sorted for all, in words for people."""

from __future__ import annotations

from typing import Any

import pytest

from areateam.commands.list_commands import LISTED
from areateam.commands.listing import heading, in_words, list_table, matching, noun_of
from areateam.commands.output import of_all, table
from areateam.commands.register_parser import _WHAT
from areateam.core.problems import UserProblem

ROWS: list[dict[str, Any]] = [
    {"ref": "S1", "name": "Peak Vale", "patients": 900, "closed": None},
    {"ref": "S2", "name": "abbey", "patients": 12_000, "closed": "2013-03-31"},
    {"ref": "S3", "name": "Castle", "patients": None, "closed": "2012-11-01"},
]


def refs(rows: list[dict[str, Any]]) -> list[str]:
    """What the rows are called, in their order."""
    return [row["ref"] for row in rows]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", ["S2", "S3", "S1"]),
        ("-name", ["S1", "S3", "S2"]),
        ("patients", ["S1", "S2", "S3"]),
        ("-patients", ["S2", "S1", "S3"]),
        ("closed", ["S3", "S2", "S1"]),
        ("", ["S1", "S2", "S3"]),
    ],
)
def test_a_list_is_sorted_by_any_field_with_blanks_last(sort: str, order: list[str]) -> None:
    assert refs(matching(ROWS, (), sort)) == order


def test_a_list_is_narrowed_by_every_condition() -> None:
    assert refs(matching(ROWS, ("name=ABBEY",), "")) == ["S2"]
    assert matching(ROWS, ("name=abbey", "ref=S1"), "") == []


@pytest.mark.parametrize(("conditions", "sort"), [(("colour=red",), ""), ((), "-colour")])
def test_a_field_that_no_row_has_is_told(conditions: tuple[str, ...], sort: str) -> None:
    with pytest.raises(UserProblem, match="unknown-field"):
        matching(ROWS, conditions, sort)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("closed", "2013-03-31", "31 Mar 2013"),
        ("at", "2012-11-01T08:55:00", "1 Nov 2012, 08:55"),
        ("value_pence", 3_850_000, "£38,500.00"),
        ("limit_half_days", 45, "22½"),
        ("early_exit", True, "yes"),
        ("finished", False, ""),
        ("deputy", 0, ""),
        ("kind", "area_team", "area team"),
        ("phone", "01632 960088", "01632 960088"),
        ("name", None, ""),
    ],
)
def test_values_stand_as_people_say_them(key: str, value: Any, words: str) -> None:
    assert in_words(key, value) == words


def test_headings_are_words() -> None:
    keys = ("ods_code", "value_pence", "half_days", "valid_from", "pct")
    assert [heading(key) for key in keys] == ["ODS code", "Value", "Days", "Valid from", "PCT"]


def test_a_column_with_nothing_in_it_is_left_out() -> None:
    assert list_table("sites", ROWS[:1]).split("\n")[0].split() == ["Ref", "Name", "Patients"]


def test_what_does_not_fit_is_marked() -> None:
    rows = [["a" * 40, "c" * 120], ["b" * 41, "d" * 121]]
    assert table(["What", "Why"], rows, [False, False]).split("\n")[1:] == [
        f"{'a' * 40}  {'c' * 120}",
        f"{'b' * 39}…  {'d' * 119}…",
    ]


def test_all_that_can_be_listed_has_a_name_and_is_told_by_help() -> None:
    for what in LISTED:
        assert what == "waiting" or noun_of(what)
    assert sorted(_WHAT.replace(" or ", ", ").split(", ")) == sorted(LISTED)


def test_that_not_all_are_shown_is_said() -> None:
    assert of_all(50, "1,180 sites") == "50 of 1,180 sites"
    assert of_all(1, "1 site") == "1 site"
