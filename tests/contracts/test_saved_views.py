"""Views are kept by name, come back as they were, and survive what they no longer know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.contracts.contract_columns import contract_columns
from areateam.contracts.contract_filter import Condition, Filter
from areateam.contracts.contract_list import Sort
from areateam.contracts.saved_view_actions import remove_view, save_view
from areateam.contracts.saved_view_views import (
    counted_views,
    fitting,
    saved_view,
    saved_views,
    view_named,
)
from areateam.core.problems import UserProblem
from areateam.office import Office, open_office
from tests.contracts.small_register import DAY, make_register

if TYPE_CHECKING:
    from collections.abc import Iterator

DENTAL = Filter(
    (Condition("group_key", "in", ("dental",)), Condition("midyear_trigger", "in", (1, None))),
    "road",
)
LOWEST = Sort("h1_pct", descending=True)
COLUMNS = {"order": ["name", "h1_pct"], "widths": {"name": 200}}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    make_register(tmp_path / "register.atr", 12)
    opened = open_office(tmp_path / "register.atr", as_at=DAY)
    yield opened
    opened.close()


def keep(office: Office, name: str, wanted: Filter = DENTAL, sort: Sort = LOWEST) -> int:
    return office.write("Save", lambda write: save_view(write, name, wanted, sort, COLUMNS)).result


def test_a_view_comes_back_as_it_was(office: Office) -> None:
    view = saved_view(office.store.connection, keep(office, "  Dental   under 30% "))
    assert (view.name, view.page) == ("Dental under 30%", "contracts")
    assert (view.filter, view.sort, view.columns) == (DENTAL, LOWEST, COLUMNS)


def test_the_same_name_replaces_however_it_is_written(office: Office) -> None:
    first = keep(office, "Mine")
    second = keep(office, "mine", Filter(), Sort())
    assert first == second
    assert [view.filter for view in saved_views(office.store.connection)] == [Filter()]


def test_undo_brings_the_view_before_back(office: Office) -> None:
    keep(office, "Mine")
    keep(office, "Mine", Filter(), Sort())
    office.undo()
    assert saved_views(office.store.connection)[0].filter == DENTAL


def test_views_are_counted_as_at_the_day(office: Office) -> None:
    keep(office, "B under", Filter((Condition("midyear_trigger", "in", (1,)),)))
    keep(office, "a all", Filter(), Sort())
    found = counted_views(office.store.connection, office.catalogue, DAY)
    assert [(view.name, count) for view, count in found] == [("a all", 16), ("B under", 3)]


def test_what_the_list_knows_nothing_of_is_left_out(office: Office) -> None:
    odd = Filter((*DENTAL.conditions, Condition("gone", "=", ("x",))), "")
    view = saved_view(office.store.connection, keep(office, "Odd", odd, Sort("gone")))
    fitted = fitting(view, contract_columns(office.catalogue, DAY))
    assert fitted.filter.conditions == DENTAL.conditions
    assert fitted.sort == Sort()


def test_names_are_needed_and_views_can_be_removed(office: Office) -> None:
    with pytest.raises(UserProblem, match="name-missing"):
        keep(office, "  ")
    view = keep(office, "Mine")
    office.write("Remove", lambda write: remove_view(write, view))
    assert saved_views(office.store.connection) == ()
    assert view_named(office.store.connection, "contracts", "Mine") is None
    with pytest.raises(UserProblem, match="unknown-record"):
        saved_view(office.store.connection, view)
    with pytest.raises(UserProblem, match="unknown-record"):
        office.write("Remove", lambda write: remove_view(write, view))
