"""What indicators count from other records: call-offs that were signed, and their weeks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from areateam.catalogue.indicator_definitions import Level
from areateam.office import new_office
from areateam.variation.variation_views import funnel_view
from tests.variation.practice_register import add_call_off

if TYPE_CHECKING:
    from pathlib import Path

    from areateam.ledger.ledger import Write

SIGNED = ("12/01", "2013-01-07", "2013-02-05", "signed")
SLOW = ("12/02", "2012-10-01", "2013-03-31", "signed")
STOPPED = ("12/03", "2013-01-07", "2013-01-09", "stopped")


def _add(write: Write) -> None:
    for call_off in (SIGNED, SLOW, STOPPED):
        add_call_off(write, *call_off)


def test_weeks_saved_are_those_under_26_of_call_offs_that_were_signed(tmp_path: Path) -> None:
    office = new_office(tmp_path / "q55.areateam", area_team="Q55")
    office.write("Add", _add)
    found = funnel_view(office.store.connection, office.catalogue, "I32", date(2013, 4, 1))
    assert found.level is Level.AREA_TEAM
    (point,) = found.points
    assert point.denominator == 2
    assert point.value == pytest.approx((182 - 30) / 7 / 2)
    early = funnel_view(office.store.connection, office.catalogue, "I32", date(2013, 3, 1))
    assert early.points[0].value_shown == "21.7 weeks"
    office.close()
