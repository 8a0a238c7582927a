"""Which contracts may be one entered twice, and which are two."""

from __future__ import annotations

from typing import Any

import pytest

from areateam.contracts.contract_duplicate_rules import (
    Agreement,
    find_contract_pairs,
    number_key,
)

BASE = Agreement(1, "gp", "gms", "700100", "C81001", "Oak Surgery", 1, 1, "5N6")


def score(**changes: Any) -> int:
    found = find_contract_pairs([BASE, BASE._replace(id=2, **changes)])
    return found[0].score if found else 0


@pytest.mark.parametrize("number", ["0700100", "700 100", "700-100", "7OO1OO"])
def test_one_number_written_otherwise_is_one_number(number: str) -> None:
    assert number_key(number) == number_key("700100")
    assert score(number=number, ods_code="", contractor=2, site=2, name="Other") == 60


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "700101"},
        {"number": "", "ods_code": "C81002"},
        {"group": "dental"},
        {"number": "", "ods_code": "", "name": "Elm Surgery", "contractor": 2},
        {"number": "", "ods_code": "", "contractor": 2, "site": 2},
    ],
)
def test_what_differs_in_what_it_is_known_by_is_another(changes: dict[str, Any]) -> None:
    assert score(**changes) == 0


def test_holder_place_and_name_together_are_worth_asking_about() -> None:
    assert score(number="", ods_code="") == 65
    assert score(number="", ods_code="", type="pms") == 0


def test_many_under_one_roof_say_nothing() -> None:
    many = [BASE._replace(id=n, number="", ods_code="", name=f"Oak {n}") for n in range(1, 40)]
    assert find_contract_pairs(many) == []
