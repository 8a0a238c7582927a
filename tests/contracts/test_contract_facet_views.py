"""Facet counts say what ticking a value would give, from one reading for every choice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areateam.contracts.contract_columns import contract_columns, types_with_mid_year
from areateam.contracts.contract_facet_views import (
    FACETS,
    base_of,
    own_pcts,
    pct_names,
    read_contract_cube,
    short_body_name,
)
from areateam.contracts.contract_filter import Condition, Filter
from areateam.contracts.contract_list import ContractList, facet_counts
from areateam.contracts.contract_rules import mid_year_sql
from areateam.office import Office, open_office
from tests.contracts.small_register import DAY, make_register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from areateam.core.fields import Value

CHOICES: dict[str, list[Value]] = {
    "pct_code": ["5N6", "5N7", "5N8"],
    "group_key": ["dental", "pharmacy", "gp"],
    "contract_type": ["gds", "pds", "pharmacy"],
    "status": ["in force", "to decide"],
    "midyear_trigger": [1, 0, None],
    "signed_copy": ["found", "missing", None],
    "manager": ["R. Osei", "L. Marsh", None],
}
CHOSEN = st.fixed_dictionaries(
    {}, optional={key: st.sets(st.sampled_from(CHOICES[key]), min_size=1) for key in FACETS}
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = Path(tmp_path_factory.mktemp("facets")) / "register.atr"
    make_register(path, 36)
    opened = open_office(path, as_at=DAY)
    yield opened
    opened.close()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=CHOSEN, text=st.sampled_from(["", "Pharm", "Dental", "7000"]))
def test_the_cube_counts_as_the_register_does(
    office: Office, chosen: dict[str, set[Value]], text: str
) -> None:
    connection, day = office.store.connection, office.today()
    every = contract_columns(office.catalogue, day)
    conditions = tuple(Condition(key, "in", tuple(values)) for key, values in chosen.items())
    wanted = Filter(conditions, text)
    mid_year = mid_year_sql(types_with_mid_year(office.catalogue))
    cube = read_contract_cube(connection, every, base_of(wanted), mid_year)
    assert cube.total(wanted) == ContractList(connection, every, (), wanted).count()
    counts = cube.counts(wanted)
    for key in FACETS:
        asked = {f.value: f.count for f in facet_counts(connection, every, key, wanted)}
        assert {value: n for value, n in counts[key].items() if n} == asked


def test_a_value_that_nothing_has_any_more_counts_nought(office: Office) -> None:
    every = contract_columns(office.catalogue, DAY)
    mid_year = mid_year_sql(types_with_mid_year(office.catalogue))
    cube = read_contract_cube(office.store.connection, every, Filter(), mid_year)
    counts = cube.counts(Filter().choosing("group_key", ("pharmacy",)))
    assert counts["contract_type"] == {"gds": 0, "pds": 0, "pharmacy": 12}
    assert counts["group_key"] == {"dental": 36, "pharmacy": 12}


def test_the_money_is_of_what_is_under_and_priced(office: Office) -> None:
    every = contract_columns(office.catalogue, DAY)
    mid_year = mid_year_sql(types_with_mid_year(office.catalogue))
    cube = read_contract_cube(office.store.connection, every, Filter(), mid_year)
    # 24, 26 and 28% of 10,000 units at £24.60: £246,000.00 less twice what was delivered.
    least = [24_600_000 - 2 * units * 2460 for units in (2400, 2600, 2800)]
    assert sum(cell.sums[0] for cell in cube.cells) == sum(least)
    assert sum(cell.sums[1] for cell in cube.cells) == 3
    assert cube.total_of(Filter(), "midyear_trigger", 1) == 3


def test_a_condition_that_no_facet_can_say_belongs_to_the_cube() -> None:
    free = Condition("end_date", "<=", ("2013-03-31",))
    odd = Condition("status", "!=", ("ended",))
    ticked = Condition("status", "in", ("in force",))
    assert base_of(Filter((free, odd, ticked), "x")) == Filter((free, odd), "x")


def test_pcts_are_called_as_people_call_them(office: Office) -> None:
    names = pct_names(office.store.connection)
    assert names["5N6"] == "Derbyshire County"
    assert set(own_pcts(office.store.connection)) >= {"5N6", "5N7", "5N8"}
    assert short_body_name("Greenwich Teaching PCT") == "Greenwich"
    assert short_body_name("Torbay Care Trust") == "Torbay"
