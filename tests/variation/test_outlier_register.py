"""The register of outliers, whether they moved, and what of it goes into a file."""

from __future__ import annotations

import csv
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest

from areateam.catalogue.catalogue import load_catalogue
from areateam.commands.case_commands import book_of
from areateam.contracts.contract_actions import amend_contract
from areateam.core.problems import UserProblem
from areateam.core.xmr import Signal
from areateam.exports.variation_export_actions import (
    export_outlier_register,
    export_points,
    export_queries,
)
from areateam.office import Office, new_office
from areateam.owners import case_owners
from areateam.variation.moved_views import moved, moved_since
from areateam.variation.outlier_register_views import outlier_register, tally
from areateam.variation.query_views import queried
from areateam.variation.series_views import series_view
from areateam.variation.variation_views import funnel_view
from areateam.variation.verdict_actions import act_on
from areateam.variation.verdict_rules import Judgement, VerdictKind
from tests.contract_register import NOW, Clock
from tests.variation.practice_register import DEAR, TODAY, add_practices, make_practices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from areateam.ledger.ledger import Write

CATALOGUE = load_catalogue()
VALUE = CATALOGUE.fields["annual_value"]
ACTING = Judgement(VerdictKind.ACTING, "Ask for the build-up.", "R. Osei")
RIGHT = 90 * 100 * (3_000 + 150 * DEAR)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_practices(tmp_path / "q55.areateam", CATALOGUE)
    yield made
    made.close()


def _act(office: Office) -> int:
    chart = funnel_view(office.store.connection, CATALOGUE, "I01", TODAY)
    book = book_of(office)
    return office.write(
        "Act",
        lambda write: act_on(
            write, book, chart, chart.point("C99036"), ACTING, "outlier-qof", owners=case_owners
        ),
    ).result


def test_the_register_counts_what_is_judged_acted_on_and_closed(office: Office) -> None:
    connection = office.store.connection
    before = outlier_register(connection, CATALOGUE, TODAY)
    assert [(line.indicator.code, line.ref) for line in before.lines] == [("I01", "C99036")]
    assert (before.whole.outliers, before.whole.judged) == (1, 0)
    assert before.whole.share_closed is None
    case = _act(office)
    acting = outlier_register(connection, CATALOGUE, TODAY, area_team="Q55").whole
    assert (acting.judged, acting.acting, acting.closed) == (1, 1, 0)
    assert (acting.share_judged, acting.share_closed) == (1.0, 0.0)
    office.write(
        "Close",
        lambda write: write.execute(
            "UPDATE case_file SET closed_on = '2012-10-31' WHERE id = ?", (case,)
        ),
    )
    assert outlier_register(connection, CATALOGUE, TODAY).whole.closed == 1
    assert outlier_register(connection, CATALOGUE, TODAY, area_team="Q44").lines == ()
    assert tally("Q55", ()).share_judged is None


def test_an_outlier_acted_on_moves_and_the_series_has_the_dates_of_the_case(
    office: Office,
) -> None:
    connection = office.store.connection
    case = _act(office)
    still = moved_since(connection, CATALOGUE, case, TODAY)
    assert (still.moved, still.inside) == (False, False)
    assert still.sentence.endswith("it has not moved, and is still outside the limits.")
    office.write("Put right", lambda write: amend_contract(write, VALUE, DEAR, RIGHT))
    (after,) = moved(connection, CATALOGUE, TODAY)
    assert (after.moved, after.inside) == (True, True)
    assert after.then_shown == "£180.00"
    assert after.sentence.endswith("the average: it moved inside the limits.")
    assert [mark.words for mark in after.marks] == ["judged", f"CA{case} opened"]
    with pytest.raises(UserProblem):
        moved_since(connection, CATALOGUE, case + 1, TODAY)


def test_a_series_is_what_the_register_held_on_each_day(tmp_path: Path) -> None:
    clock = Clock()
    office = new_office(
        tmp_path / "s.areateam", area_team="Q55", user="R. Osei", now=clock, catalogue=CATALOGUE
    )
    office.write("Add", lambda write: add_practices(write, CATALOGUE))
    worths = [RIGHT + 1_000 * (step % 2) for step in range(12)] + [3 * RIGHT]
    for worth in worths:
        clock.go_on()
        office.write("Change", partial(_pay, worth))
    found = series_view(office.store.connection, CATALOGUE, "I01", NOW.date(), unit=str(DEAR))
    patients = 3_000 + 150 * DEAR
    assert [round(point.value * patients * 100) for point in found.points] == [2 * RIGHT, *worths]
    assert Signal.OUTSIDE in found.chart.points[-1].signals
    early = series_view(office.store.connection, CATALOGUE, "I01", date(2012, 9, 5), unit=str(DEAR))
    assert len(early.points) == 3
    assert early.sentence.endswith("Under five points there are no limits.")
    office.close()


def _pay(worth: int, write: Write) -> None:
    amend_contract(write, VALUE, DEAR, worth)


def test_files_have_the_register_the_points_and_the_queries(office: Office, tmp_path: Path) -> None:
    connection = office.store.connection
    office.write("Slip", lambda write: amend_contract(write, VALUE, 5, 10 * RIGHT))
    chart = funnel_view(connection, CATALOGUE, "I01", TODAY)
    names = [tmp_path / f"{name}.csv" for name in ("register", "points", "queries")]
    register = outlier_register(connection, CATALOGUE, TODAY)
    assert export_outlier_register(register, names[0]) == len(register.lines)
    assert export_points(chart, names[1]) == len(chart.points)
    assert export_queries(queried(connection, CATALOGUE, TODAY), TODAY, names[2]) == 1
    read = [
        list(csv.DictReader(name.read_text(encoding="utf-8-sig").splitlines())) for name in names
    ]
    assert read[0][0]["Contractor"] == "C99036"
    assert read[0][0]["Verdict"] == "unexplained"
    assert read[1][0]["Value"] == "£180.00"
    assert read[2][0]["Why we ask"].endswith("or more.")
