"""The preview says what decides the next step: mid-year, days left, dates to act."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.contracts.contract_actions import amend_contract
from areateam.contracts.contract_preview_views import ContractPreview, contract_preview
from areateam.contracts.contract_rules import Status
from areateam.office import Office, open_office
from tests.contracts.small_register import DAY, make_register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from areateam.core.fields import Value

BRIGHT = "700003"
"""PDS, ends 31 Mar 2013; 30% of its units delivered."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    make_register(tmp_path / "register.atr", 12)
    opened = open_office(tmp_path / "register.atr", as_at=DAY)
    yield opened
    opened.close()


def of(office: Office, number: str) -> int:
    connection = office.store.connection
    row = connection.execute("SELECT id FROM contract WHERE contract_no = ?", (number,)).fetchone()
    return int(row[0])


def preview(office: Office, number: str) -> ContractPreview:
    return contract_preview(office.store.connection, office.catalogue, of(office, number), DAY)


def put(office: Office, number: str, key: str, value: Value) -> None:
    field = office.catalogue.fields[key]
    office.write("Set", lambda write: amend_contract(write, field, of(office, number), value))


def test_exactly_thirty_per_cent_is_not_under(office: Office) -> None:
    at = preview(office, BRIGHT).mid_year
    assert at is not None
    assert (at.share, at.triggered) == (3000, False)
    assert preview(office, BRIGHT).withheld_sentence() == ""
    put(office, BRIGHT, "uda_delivered_h1", 299_999)
    under = preview(office, BRIGHT).mid_year
    assert under is not None
    assert (under.share, under.triggered) == (2999, True)


def test_the_sentences_name_the_units_and_the_regulations(office: Office) -> None:
    said = preview(office, "700001").mid_year_sentence()
    assert said == (
        "2,600 UDAs of 10,000 by 30 Sep 2012; 30% needs 3,000"
        " (GDS Regulations 2005, Sch 3 para 58)."
    )
    assert "PDS Regulations 2005" in preview(office, "700000").withheld_sentence()


def test_days_left_count_to_the_last_day(office: Office) -> None:
    assert preview(office, "700000").days_left == 60
    assert preview(office, "700001").days_left is None


def test_dates_to_act_go_once_it_is_decided(office: Office) -> None:
    before = preview(office, "700000")
    assert before.record.status is Status.TO_DECIDE
    assert [d.key for d in before.to_act][:1] == ["decide_by"]
    put(office, "700000", "decision", "renew")
    assert preview(office, "700000").to_act == ()


def test_place_and_site_are_as_people_say_them(office: Office) -> None:
    found = preview(office, "700000")
    assert found.place == "5N6 Derbyshire County"
    assert found.number == "700000"
    assert found.main_site is not None
    assert found.main_site.postcode == "DE56 1AA"


def test_other_groups_have_no_mid_year(office: Office) -> None:
    row = office.store.connection.execute("SELECT id FROM contract WHERE group_key = 'pharmacy'")
    found = contract_preview(office.store.connection, office.catalogue, row.fetchone()[0], DAY)
    assert found.mid_year is None
    assert found.mid_year_sentence() == ""
    assert found.number.startswith("F")
