"""The mid-year rule in SQL gives what the rule itself gives, for any units and prices."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from areateam.contracts.contract_rules import mid_year_sql
from areateam.contracts.dental_rules import mid_year
from tests.contracts.small_register import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator

UNITS = st.one_of(st.none(), st.integers(0, 200_000))


@pytest.fixture(scope="module")
def memory() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    yield connection
    connection.close()


@given(
    contracted=UNITS,
    delivered=st.one_of(st.none(), st.integers(-1_000_000, 20_000_000)),
    price=st.one_of(st.none(), st.integers(0, 100_000)),
    annual=st.one_of(st.none(), st.integers(0, 10_000_000_00)),
)
@example(contracted=20_000, delivered=550_000, price=2500, annual=50_000_000)
@example(contracted=20_000, delivered=600_000, price=2500, annual=50_000_000)
@example(contracted=20_000, delivered=599_999, price=2500, annual=50_000_000)
@example(contracted=3, delivered=89, price=2501, annual=None)
def test_sql_and_rule_agree(
    memory: sqlite3.Connection,
    contracted: int | None,
    delivered: int | None,
    price: int | None,
    annual: int | None,
) -> None:
    named = {
        "uda_contracted": contracted,
        "uda_delivered_h1": delivered,
        "uda_value_gbp": price,
    }
    terms = json.dumps({key: value for key, value in named.items() if value is not None})
    sql = mid_year_sql(("toy",))
    found = memory.execute(
        f"SELECT {sql.share}, {sql.is_under}, {sql.ceiling} FROM"
        " (SELECT 'toy' AS contract_type, ? AS terms, ? AS annual_value_pence) AS c",
        (terms, annual),
    ).fetchone()
    rule = mid_year(contracted, delivered, price, annual, DAY)
    if rule is None:
        assert found == (None, None, None)
    else:
        assert found == (rule.share, int(rule.triggered), rule.ceiling)


def test_contracts_of_other_types_have_none(memory: sqlite3.Connection) -> None:
    sql = mid_year_sql(("toy",))
    terms = '{"uda_contracted": 100, "uda_delivered_h1": 100}'
    found = memory.execute(
        f"SELECT {sql.share}, {sql.is_under}, {sql.ceiling} FROM"
        " (SELECT 'other' AS contract_type, ? AS terms, 100 AS annual_value_pence) AS c",
        (terms,),
    ).fetchone()
    assert found == (None, None, None)
