"""The case list: open cases first, facets with counts, filter, preview, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.cases_desk import CLOSURES, REVIEWS, CaseDesk, make_cases
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from ui.pages.cases_page import CasesPage


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(tmp_path_factory.mktemp("cases")) / "register.areateam"
    make_cases(path)
    return path


@pytest.fixture
def desk(qapp: QApplication, register: Path, tmp_path: Path) -> Iterator[CaseDesk]:
    made = CaseDesk(register, tmp_path)
    yield made
    made.close()


def values(page: CasesPage, key: str) -> list[str]:
    model = page.table.rows_model
    at = model.section_of(key)
    return [model.index(row, at).data() for row in range(model.rowCount())]


def count(page: CasesPage, facet: str, value: str) -> int | None:
    return page.parts.facets._lines[facet, value].count


def test_the_list_begins_with_the_open_cases_the_earliest_day_first(desk: CaseDesk) -> None:
    page = desk.show_list()
    model = page.table.rows_model
    (open_cases,) = desk.desk.connection.execute(
        "SELECT count(*) FROM case_file WHERE closed_on IS NULL"
    ).fetchone()
    assert model.rowCount() == open_cases
    at = model.section_of("next_due")
    days = [str(row[at]) for row in map(model.row_at, range(3)) if row is not None]
    assert len(days) == 3
    assert days == sorted(days)
    assert count(page, "state", "open") == open_cases


def test_a_facet_narrows_and_its_counts_say_what_the_others_would_give(desk: CaseDesk) -> None:
    page = desk.show_list(where=["procedure=list-closure", "state=open"])
    assert page.table.rows_model.rowCount() >= CLOSURES
    assert set(values(page, "title")) == {"Closure of the list"}
    reviews = count(page, "procedure", "dental-mid-year")
    assert reviews is not None
    assert reviews >= REVIEWS
    # The stages of the one procedure can be chosen, and no others.
    shown = {key for (facet, key), line in page.parts.facets._lines.items()
             if facet == "stage" and line.isVisibleTo(page.parts.facets)}  # fmt: skip
    known = desk.desk.catalogue.procedures.known["list-closure"].stage
    assert shown == {stage.key for stage in known} | {""}


def test_the_panel_says_what_is_next_and_enter_opens_the_case(desk: CaseDesk) -> None:
    page = desk.show_list(where=["procedure=list-closure"])
    case = desk.case("list-closure")
    page.rested(case)
    said = " ".join(label.text() for label in page.preview.findChildren(SpanLabel))
    assert "12 working days late" in said
    assert "Log the application" in said
    page.table.opened.emit(case)
    assert desk.opened == [("case", {"id": case})]
