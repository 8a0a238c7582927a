"""The plan of a bulk change counts as looking at each contract would, and changes just that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.contracts.bulk_views import planned_change
from areateam.contracts.contract_actions import amend_contracts, plan_change
from areateam.contracts.contract_views import contract_values
from areateam.office import Office, open_office
from tests.contracts.small_register import DAY, make_register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from areateam.core.fields import Value


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    make_register(tmp_path / "register.atr", 12)
    opened = open_office(tmp_path / "register.atr", as_at=DAY)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("key", "value"),
    [("manager", 2), ("manager", None), ("signed_copy", "found"), ("uda_contracted", 10_000)],
)
def test_the_plan_is_what_looking_at_each_gives(office: Office, key: str, value: Value) -> None:
    connection, field = office.store.connection, office.catalogue.fields[key]
    ids = [record for (record,) in connection.execute("SELECT id FROM contract")]
    each = {record: contract_values(connection, record) or {} for record in ids}
    slow, quick = plan_change(each, field, value), planned_change(connection, ids, field, value)
    assert (quick.changing, quick.staying) == (slow.changing, slow.staying)
    assert set(quick.changes) == set(slow.changes)


def test_only_the_chosen_are_planned_and_the_first_are_named(office: Office) -> None:
    connection, field = office.store.connection, office.catalogue.fields["signed_copy"]
    plan = planned_change(connection, [1, 2, 3, 4, 99], field, "superseded", shown=2)
    assert (plan.changing, plan.staying, len(plan.changes)) == (4, 0, 2)
    names = [change.name for change in plan.changes]
    assert names == sorted(names)


def test_after_the_change_nothing_is_left_to_plan(office: Office) -> None:
    connection, field = office.store.connection, office.catalogue.fields["manager"]
    office.write("Assign", lambda write: amend_contracts(write, field, [1, 2, 3], 2))
    plan = planned_change(connection, [1, 2, 3], field, 2)
    assert (plan.changing, plan.staying) == (0, 3)
    assert office.store.connection.execute("SELECT count(*) FROM operation").fetchone()[0] == 3
