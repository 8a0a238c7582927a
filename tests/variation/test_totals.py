"""All indicators at once say what each says by itself, in one pass over each group."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.indicator_definitions import Level, indicators
from areateam.core.fields import Kind
from areateam.office import open_office
from areateam.variation.reading_views import readings
from areateam.variation.total_views import WHOLE, totals
from areateam.variation.variation_views import indicator_values

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

TODAY = date(2012, 11, 1)
CATALOGUE = load_catalogue()
OVER_FIELDS = [each for each in indicators(CATALOGUE).known.values() if each.figures is None]


@pytest.fixture(scope="module")
def connection(
    demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("totals") / "demo.areateam"
    shutil.copyfile(demo_file, path)
    office = open_office(path, as_at=TODAY)
    yield office.store.connection
    office.close()


@pytest.mark.parametrize("level", [Level.PCT, Level.CCG, Level.AREA_TEAM])
def test_the_total_of_every_body_is_that_of_its_readings(
    connection: sqlite3.Connection, level: Level
) -> None:
    found = totals(connection, CATALOGUE, TODAY, level)
    for each in OVER_FIELDS:
        for body, above, below in readings(connection, CATALOGUE, each, TODAY, level).rows():
            total = found[each.key][body.ref]
            if above is not None and below and total.counted:
                assert total.numerator == pytest.approx(above)
                assert total.denominator == pytest.approx(below)


def test_the_whole_is_the_sum_of_the_bodies(connection: sqlite3.Connection) -> None:
    whole = totals(connection, CATALOGUE, TODAY)
    by_pct = totals(connection, CATALOGUE, TODAY, Level.PCT)
    for each in OVER_FIELDS:
        total = whole[each.key][WHOLE]
        parts = by_pct[each.key].values()
        assert total.counted == sum(part.counted for part in parts)
        assert total.numerator == pytest.approx(sum(part.numerator for part in parts))


def test_what_nobody_has_a_figure_of_names_its_fields_and_is_never_nought(
    connection: sqlite3.Connection,
) -> None:
    lines = {line.code: line for line in indicator_values(connection, CATALOGUE, TODAY)}
    assert (lines["I14"].value, lines["I14"].shown, lines["I14"].contracts) == (None, "", 0)
    assert lines["I14"].missing == ("Courses in band 3", "Courses of treatment")
    assert lines["I19"].value is None
    assert (lines["I33"].contracts, lines["I33"].missing) == (11, ()), "one of 12 has no hours"
    assert lines["I01"].missing == ()
    assert lines["I01"].contracts == 281


def test_every_field_of_an_indicator_is_one_that_can_be_added_up() -> None:
    for each in OVER_FIELDS:
        for part in each.parts():
            kinds = {CATALOGUE.fields[key].kind for key in (*part.sum, *part.less)}
            assert kinds <= {Kind.INTEGER, Kind.DECIMAL, Kind.MONEY}
