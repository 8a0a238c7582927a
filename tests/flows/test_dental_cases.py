"""Dental cases proposed from activity: under 30% at mid-year, and what a year's end brings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from areateam.cases.case_views import case_view
from areateam.cases.dental_case_actions import open_mid_year_cases, open_year_end_cases
from areateam.cases.dental_case_views import mid_year_proposals, year_end_proposals
from areateam.cases.rulebook_views import rulebook
from areateam.ledger.check import content_digest
from areateam.ledger.ledger import Write
from areateam.office import KINDS, Office, open_office
from tests.contracts.small_register import DAY, make_register


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Twelve dental contracts of 10,000 units at £24.60 that delivered 24, 26, 28 … per cent."""
    make_register(tmp_path / "small.areateam", 12)
    opened = open_office(tmp_path / "small.areateam", as_at=DAY)
    yield opened
    opened.close()


def test_only_those_strictly_under_30_per_cent_are_proposed(office: Office) -> None:
    found = mid_year_proposals(office.store.connection, office.catalogue, DAY)
    assert [p.share for p in found] == [2400, 2600, 2800]
    # £246,000 less twice 2,400 units at £24.60 (PDS Regulations 2005 Sch 3 para 59(3)).
    assert found[0].value_pence == 24_600_000 - 2 * 2_400 * 2_460
    assert "600 below 30%" in found[0].sentence


def test_their_cases_open_as_one_step_and_are_not_proposed_for_opening_again(
    office: Office,
) -> None:
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, DAY)
    before = content_digest(connection, KINDS)
    proposals = mid_year_proposals(connection, office.catalogue, DAY)
    cases = office.write("Open 3", lambda write: open_mid_year_cases(write, book, proposals)).result
    views = [case_view(connection, book, case) for case in cases]
    assert [view.value_pence for view in views] == [p.value_pence for p in proposals]
    # By 31 October (GDS Regulations 2005 Sch 3 para 58), which has passed.
    assert next(s.legal for s in views[0].steps if s.key == "ask") == "2012-10-31"
    again = mid_year_proposals(connection, office.catalogue, DAY)
    assert [p.case for p in again] == cases
    assert office.write("Again", lambda write: open_mid_year_cases(write, book, again)).result == []
    office.undo()
    assert content_digest(connection, KINDS) == before


def test_a_years_end_proposes_what_is_carried_and_what_is_repaid(office: Office) -> None:
    connection = office.store.connection
    ids = [
        row[0]
        for row in connection.execute("SELECT id FROM contract WHERE group_key = 'dental' LIMIT 4")
    ]
    delivered = (970_000, 959_999, 1_000_000, 1_030_000)

    def act(write: Write) -> None:
        for record, units in zip(ids, delivered, strict=True):
            write.execute(
                "UPDATE contract SET terms = json_set(terms, '$.uda_delivered_year', ?)"
                " WHERE id = ?",
                (units, record),
            )

    office.write("Year's end", act)
    found = {p.contract: p for p in year_end_proposals(connection, office.catalogue)}
    assert set(found) == {ids[0], ids[1], ids[3]}
    assert "300 units go into the next year" in found[ids[0]].sentence
    # 400.01 units at £24.60, half a penny up: under 96% all of it is repaid.
    assert found[ids[1]].value_pence == 984_025
    assert "100 beyond 102%" in found[ids[3]].sentence
    book = rulebook(connection, office.catalogue, date(2013, 6, 3))
    cases = office.write(
        "Open", lambda write: open_year_end_cases(write, book, list(found.values()))
    ).result
    assert len(cases) == 3
