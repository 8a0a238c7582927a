"""Indicators read from the register: what counts on a day, what is left out, and in what words."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from areateam.catalogue.catalogue import Catalogue, CatalogueProblem, load_catalogue
from areateam.catalogue.indicator_definitions import Level, indicators
from areateam.contracts.contract_filter import Condition, Filter
from areateam.core.funnel import Flag
from areateam.core.funnel_units import LeftOut
from areateam.core.problems import UserProblem
from areateam.variation.figure_sql import part_sql
from areateam.variation.variation_texts import _small
from areateam.variation.variation_views import FunnelView, funnel_view, indicator_list
from tests.variation.practice_register import TODAY, make_practices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from areateam.office import Office

TOY = """
code = "X01"
label = "Closed lists"
of = "practices of the toy"
group = "gp"
benefit = "consistency"
measure = "proportion"
formula = "Closed lists ÷ practices"
why = "A closed list sends people elsewhere."
better = "down"
unit = "%"
scale = 100
levels = ["pct", "contract"]
author = "A"
checked_by = "B"
review = 2012-10-31
numerator = { words = "lists closed", field = "list_status", among = ["closed"] }
denominator = { words = "practices", number = 1 }
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The shipped definitions, and an indicator that is a file and nothing else."""
    folder = tmp_path_factory.mktemp("toy") / "resources"
    shutil.copytree(load_catalogue().folder, folder)
    (folder / "indicators" / "closed-lists.toml").write_text(TOY, encoding="utf-8")
    return load_catalogue(folder)


@pytest.fixture(scope="module")
def office(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = make_practices(tmp_path_factory.mktemp("r") / "q55.areateam", catalogue)
    yield made
    made.close()


def view(
    office: Office,
    catalogue: Catalogue,
    key: str,
    level: Level | None = None,
    on: date = TODAY,
    where: Filter | None = None,
) -> FunnelView:
    return funnel_view(office.store.connection, catalogue, key, on, level, where)


def test_the_dear_practice_stands_out_and_the_suspended_one_stands_aside(
    office: Office, catalogue: Catalogue
) -> None:
    found = view(office, catalogue, "I01")
    assert [point.ref for point in found.points if point.flag.is_outlier] == ["C99036"]
    assert found.points[0].flag is Flag.FAR_HIGH
    assert found.points[0].value_shown == "£180.00"
    assert [point.ref for point in found.dormant] == ["C99038"]
    assert (len(found.points), found.closed) == (37, 1)


def test_a_missing_figure_is_left_out_and_counted_never_nought(
    office: Office, catalogue: Catalogue
) -> None:
    found = view(office, catalogue, "I01")
    assert dict(found.left_out) == {LeftOut.NO_FIGURES: 1}
    assert "C99037" not in {point.ref for point in found.points}
    assert (
        "1 of 38 GP practices sent no figures. It is left out, not counted as zero." in found.trust
    )


def test_who_counts_is_a_matter_of_the_day(office: Office, catalogue: Catalogue) -> None:
    before = view(office, catalogue, "I01", on=date(2012, 3, 1))
    assert "C99039" in {point.ref for point in before.points}
    assert "C99038" in {point.ref for point in before.points}
    assert before.closed == 0


def test_a_body_is_the_sum_of_its_contracts_with_both_figures(
    office: Office, catalogue: Catalogue
) -> None:
    found = view(office, catalogue, "I01", Level.PCT)
    assert {point.ref for point in found.points} == {"5N6", "5EM"}
    each = {point.ref: point for point in view(office, catalogue, "I01").points}
    of_pct = [point for point in each.values() if point.pct == "5N6"]
    total = next(point for point in found.points if point.ref == "5N6")
    assert total.denominator == sum(point.denominator for point in of_pct)
    assert total.numerator == pytest.approx(sum(point.numerator for point in of_pct))
    team = view(office, catalogue, "I01", Level.AREA_TEAM).points
    assert [point.ref for point in team] == ["Q55"]
    assert team[0].denominator == sum(point.denominator for point in each.values())


def test_a_filter_narrows_the_chart_and_its_average(office: Office, catalogue: Catalogue) -> None:
    pms = Filter((Condition("contract_type", "in", ("pms",)),))
    found = view(office, catalogue, "I01", where=pms)
    assert 0 < len(found.points) < 37
    assert found.target != view(office, catalogue, "I01").target


def test_the_sentences_say_what_chance_would_give(office: Office, catalogue: Catalogue) -> None:
    found = view(office, catalogue, "I01")
    assert found.sentence == (
        "£ per weighted patient on 1 Nov 2012, 37 GP practices: the average is"
        f" {found.target_shown}. 1 lies beyond the 99.8% limits: 1 above and 0 below."
    )
    assert found.trust[0] == (
        "By chance alone about 2 of 37 GP practices would lie beyond the 95% limits; 2 do."
        " Beyond the 99.8% limits chance gives at most 1; 1 does."
    )
    assert found.points[0].sentence.startswith("£1,512,000 paid in a year over 8,400 weighted pa")


def test_every_method_says_what_it_makes_of_a_contractor(
    office: Office, catalogue: Catalogue
) -> None:
    found = view(office, catalogue, "I01")
    assert found.methods_of(found.points[0]) == (
        "From the contractors' own spread: beyond the 99.8% limits."
    )
    assert found.methods_of(found.dormant[0]) == ""
    shares = view(office, catalogue, "x01", Level.CONTRACT)
    assert shares.methods_of(shares.points[0]).startswith("The methods disagree. exact binomial: ")


def test_an_indicator_over_known_fields_is_a_file_alone(
    office: Office, catalogue: Catalogue
) -> None:
    found = view(office, catalogue, "x01")
    assert found.level is Level.PCT
    shares = {point.ref: point.value_shown for point in found.points}
    assert shares == {"5EM": "22.2%", "5N6": "0.0%"}
    line = next(
        line for line in indicator_list(office.store.connection, catalogue, TODAY)
        if line.code == "X01"
    )  # fmt: skip
    assert (line.label, line.overdue) == ("Closed lists", True)


def test_no_level_or_indicator_is_made_up(office: Office, catalogue: Catalogue) -> None:
    with pytest.raises(UserProblem) as wrong:
        view(office, catalogue, "x01", Level.CCG)
    assert wrong.value.code == "indicator-level"
    with pytest.raises(UserProblem) as unknown:
        view(office, catalogue, "x99")
    assert unknown.value.code == "indicator-unknown"


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('field = "list_status"', 'field = "no_such"', "there is no field no_such"),
        ("number = 1", 'sum = ["name"]', "name is no number"),
        ("number = 1", 'number = 1, sum = ["list_raw"]', "one way of counting"),
        ('["closed"]', '["closed"], until = "list_raw"', "list_raw is no day for which a value"),
        ("number = 1", 'number = 1, since = "closed_from"', "closed_from is no day for which"),
        ('"gp"', '"zoo"', "there is no group zoo"),
        ('code = "X01"', 'code = "I01"', "I01 stands twice"),
        ('better = "down"', 'better = "sideways"', "sideways"),
    ],
)
def test_a_faulty_file_is_refused_with_the_fault(
    catalogue: Catalogue, tmp_path: Path, was: str, becomes: str, fault: str
) -> None:
    folder = tmp_path / "resources"
    shutil.copytree(catalogue.folder, folder)
    toy = folder / "indicators" / "closed-lists.toml"
    toy.write_text(TOY.replace(was, becomes), encoding="utf-8")
    with pytest.raises(CatalogueProblem, match=fault):
        indicators(load_catalogue(folder))


@pytest.mark.parametrize(
    ("stated", "day", "counts"),
    [
        ({"list_status": "closed", "closed_from": "2012-09-01"}, date(2012, 8, 31), 1),
        ({"list_status": "closed", "closed_from": "2012-09-01"}, date(2012, 9, 1), 0),
        ({"list_status": "closed", "reopens_on": "2013-03-01"}, date(2013, 2, 28), 0),
        ({"list_status": "closed", "reopens_on": "2013-03-01"}, date(2013, 3, 1), 1),
        ({"list_status": "open", "closed_from": "2012-09-01"}, date(2012, 9, 1), 1),
        ({"list_status": "informal"}, date(2012, 9, 1), 0),
        ({"closed_from": "2012-09-01"}, date(2012, 8, 1), None),
    ],
)
def test_a_closed_list_is_open_before_it_closes_and_once_it_opens_again(
    catalogue: Catalogue, stated: dict[str, str], day: date, counts: int | None
) -> None:
    share = indicators(catalogue).named("I06")
    sql = part_sql(share.numerator, catalogue.fields, day)
    with closing(sqlite3.connect(":memory:")) as connection:
        row = connection.execute(f"SELECT {sql} FROM (SELECT ? AS terms) c", (json.dumps(stated),))
        assert row.fetchone() == (counts,)


def test_a_small_number_is_told_without_a_power_of_ten() -> None:
    assert [_small(value) for value in (2.65e-05, 0.0123, 3.14)] == ["0.000027", "0.012", "3.1"]
