"""A list that knows its order gives any place of it, says where a contract stands, reads less."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.contracts.contract_actions import remove_contract
from areateam.contracts.contract_columns import contract_columns, first_shown
from areateam.contracts.contract_filter import Filter
from areateam.contracts.contract_list import ContractList, Sort
from areateam.office import Office, open_office
from tests.contracts.small_register import DAY, make_register

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    make_register(tmp_path / "register.atr", 30)
    opened = open_office(tmp_path / "register.atr", as_at=DAY)
    yield opened
    opened.close()


def listed(office: Office, sort: Sort, wanted: Filter | None = None) -> ContractList:
    every = contract_columns(office.catalogue, DAY)
    return ContractList(office.store.connection, every, every, wanted, sort)


@pytest.mark.parametrize("key", ["name", "end_date", "contract_no", "h1_pct", "status", "manager"])
@pytest.mark.parametrize("descending", [False, True])
def test_the_order_gives_the_same_contracts_as_counting(
    office: Office, key: str, descending: bool
) -> None:
    counted = listed(office, Sort(key, descending))
    known = listed(office, Sort(key, descending))
    known.use_ids(known.ordered_ids(office.store.connection))
    assert known.count() == counted.count() == 40
    for first in (0, 7, 35):
        assert known.rows(first, 10) == counted.rows(first, 10)


def test_it_says_where_a_contract_stands(office: Office) -> None:
    found = listed(office, Sort(), Filter().choosing("group_key", ("dental",)))
    third = found.rows(2, 1)[0][0]
    assert found.position(third) is None
    found.use_ids(found.ordered_ids(office.store.connection))
    assert found.position(third) == 2
    pharmacy = listed(office, Sort(), Filter().choosing("group_key", ("pharmacy",))).ids()[0]
    assert found.position(pharmacy) is None


def test_a_contract_removed_since_leaves_its_place_blank(office: Office) -> None:
    found = listed(office, Sort("contract_no"))
    found.use_ids(found.ordered_ids(office.store.connection))
    before = found.rows(0, 4)
    office.write("Remove one", lambda write: remove_contract(write, before[1][0]))
    after = found.rows(0, 4)
    assert after[1] == (before[1][0], *[None] * len(found.columns))
    assert [after[0], *after[2:]] == [before[0], *before[2:]]


def test_columns_that_are_not_looked_at_are_not_read(office: Office) -> None:
    every = contract_columns(office.catalogue, DAY)
    keys = [column.key for column in every]
    part = ContractList(office.store.connection, every, every, read={"name", "h1_pct"})
    whole = ContractList(office.store.connection, every, every)
    row, full = part.rows(0, 1)[0], whole.rows(0, 1)[0]
    for at, key in enumerate(keys, start=1):
        assert row[at] == (full[at] if key in ("name", "h1_pct") else None)


def test_a_list_of_dental_contracts_begins_with_their_delivery(office: Office) -> None:
    catalogue = office.catalogue
    assert "h1_pct" in first_shown(catalogue, "dental")
    assert "h1_pct" not in first_shown(catalogue, "pharmacy")
    assert "h1_pct" not in first_shown(catalogue)
    assert set(first_shown(catalogue, roomy=True)) > set(first_shown(catalogue))
    known = {column.key for column in contract_columns(catalogue, DAY)}
    for group in ("", *catalogue.groups):
        assert set(first_shown(catalogue, group, roomy=True)) <= known
