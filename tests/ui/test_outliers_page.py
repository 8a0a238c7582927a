"""The register of unjustified variation in the window: what it lists, leads to and writes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from areateam.catalogue.catalogue import load_catalogue
from areateam.ledger.ledger import Write
from areateam.variation.variation_views import funnel_view
from areateam.variation.verdict_actions import judge
from areateam.variation.verdict_rules import Judgement, VerdictKind
from tests.ui.variation_desk import VariationDesk
from tests.variation.practice_register import DEAR, MADE_DEAR, TODAY, make_dear_later
from ui.pages.outliers_page import _COLUMNS, OutliersPage

ODD = f"C99{DEAR:03d}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[VariationDesk]:
    folder = tmp_path_factory.mktemp("outliers")
    make_dear_later(folder / "q55.areateam", load_catalogue())
    made = VariationDesk(folder / "q55.areateam", folder)
    yield made
    made.close()


@pytest.fixture(scope="module")
def page(desk: VariationDesk) -> Iterator[OutliersPage]:
    made = OutliersPage(desk.desk, desk.ask)
    made.show_args({})
    desk.settle()
    yield made
    made.deleteLater()


def cells(page: OutliersPage) -> list[list[str]]:
    model = page.table.rows_model
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def sentence(page: OutliersPage) -> str:
    return page.header._sentence.text()


def test_an_earlier_day_has_the_outliers_and_the_words_of_then(
    desk: VariationDesk, page: OutliersPage
) -> None:
    def show(day: date | None) -> list[str]:
        desk.desk.look_at(day)
        desk.settle()
        page.refresh(None)
        desk.settle()
        assert desk.page.view is not None
        return [row[1] for row in cells(page) if row[0].startswith("I01 ")]

    desk.page.show_args({"indicator": "I01"})
    assert ODD not in show(MADE_DEAR - timedelta(days=1))
    assert "As the register held it at the end of 14 Oct 2012." in sentence(page)
    assert desk.page.view is not None
    assert "held them at the end of 14 Oct 2012" in desk.page.view.trust[0]
    assert show(date(2012, 8, 1)) == [ODD]
    assert "the register began on 3 Sep 2012" in sentence(page)
    assert show(None) == [ODD]
    assert "register" not in sentence(page)


def test_every_outlier_is_listed_with_its_indicator(page: OutliersPage) -> None:
    assert page.facts is not None
    listed = cells(page)
    assert len(listed) == len(page.facts.register.lines) > 0
    assert any(row[0].startswith("I01 ") and row[1] == ODD for row in listed)
    assert f"{page.facts.register.whole.outliers:,} outlier" in sentence(page)


def test_the_register_is_in_the_order_of_any_column(page: OutliersPage) -> None:
    for column, key in enumerate(each.key for each in _COLUMNS):
        page.table.sort_by(key, descending=False)
        up = [row[column] for row in cells(page)]
        page.table.sort_by(key, descending=True)
        assert sorted(row[column] for row in cells(page)) == sorted(up)
    page.table.sort_by("sd", descending=True)
    far = [abs(float(row[5].replace("\N{MINUS SIGN}", "-"))) for row in cells(page)]
    assert far == sorted(far, reverse=True)


def test_a_line_leads_to_its_indicator_with_that_contractor_chosen(
    desk: VariationDesk, page: OutliersPage
) -> None:
    place = next(
        at for at, line in page.lines.items() if (line.indicator.code, line.ref) == ("I01", ODD)
    )
    page.table.opened.emit(place)
    desk.settle()
    assert desk.opened[-1][0] == "variation"
    assert desk.page.view is not None
    assert desk.page.view.indicator.code == "I01"
    assert desk.page.point is not None
    assert desk.page.point.ref == ODD


def test_a_verdict_shows_who_judged_and_when_to_look_again(
    desk: VariationDesk, page: OutliersPage
) -> None:
    assert "0 judged (0%)" in sentence(page)
    catalogue = desk.desk.catalogue
    review = TODAY.replace(year=2013)
    said = Judgement(VerdictKind.JUSTIFIED, "Asylum seekers", "P. Ward", "List of June", review)

    def write(writing: Write) -> None:
        view = funnel_view(writing.connection, catalogue, "I01", TODAY)
        judge(writing, view, view.point(ODD), said, TODAY)

    desk.desk.write("I01: justified", write)
    desk.settle()
    page.refresh(None)
    desk.settle()
    (row,) = [row for row in cells(page) if row[0].startswith("I01 ") and row[1] == ODD]
    assert row[6:9] == ["justified", "1 Nov 2012, P. Ward", "1 Nov 2013"]
    assert "1 judged (" in sentence(page)


def test_the_register_and_the_queries_are_written(
    desk: VariationDesk, page: OutliersPage, tmp_path: Path
) -> None:
    assert page.facts is not None
    for name, act in (("r.csv", page.export_register), ("q.csv", page.export_queries)):
        desk.ask.path = tmp_path / name
        act()
        desk.settle()
    written = (tmp_path / "r.csv").read_text("utf-8-sig").splitlines()
    assert written[0].startswith('"Indicator","What is compared","Area team"')
    assert len(written) == 1 + len(page.facts.register.lines)
    asked = (tmp_path / "q.csv").read_text("utf-8-sig").splitlines()
    assert len(asked) == 1 + len(page.facts.queries)


def test_a_file_that_cannot_be_written_is_told(
    desk: VariationDesk, page: OutliersPage, tmp_path: Path
) -> None:
    desk.problems.clear()
    desk.ask.path = tmp_path / "nowhere" / "r.csv"
    page.export_register()
    desk.settle()
    assert len(desk.problems) == 1


def test_the_filter_leaves_what_fits(page: OutliersPage) -> None:
    page.field.set_text("no such name")
    page._fill()
    assert cells(page) == []
    page.field.set_text(ODD.lower())
    page._fill()
    assert {row[1] for row in cells(page)} == {ODD}
    page.field.set_text("")
