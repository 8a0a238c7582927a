"""The stocktake, the certificate and the report to the board, on the demonstration register."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.cases.rulebook_views import rulebook
from areateam.contracts.contract_filter import Filter, parse_condition
from areateam.core.fields import Value
from areateam.core.problems import UserProblem
from areateam.handover_papers import whole_certificate
from areateam.imports.waiting_filter import WaitingFilter
from areateam.imports.waiting_views import waiting_count
from areateam.search import find
from areateam.transition.certificate_views import certificate
from areateam.transition.readiness_rules import Light
from areateam.transition.readiness_views import critical_path, readiness
from areateam.transition.status_views import status_report
from areateam.transition.stocktake_actions import set_stocktake
from areateam.transition.stocktake_views import (
    read_stocktake_cube,
    stocktake_columns,
    stocktake_list,
    stocktake_totals,
)
from areateam.transition.transition_pages import certificate_page, status_page
from areateam.transition.transition_views import plans
from tests.demo_register import open_demo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from areateam.cases.case_rules import Rulebook
    from areateam.office import Office

TODAY = date(2012, 11, 1)


@pytest.fixture(scope="module")
def demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = open_demo(
        demo_file, tmp_path_factory.mktemp("papers") / "demo.areateam", user="tester"
    )
    yield office
    office.close()


def book_of(office: Office) -> Rulebook:
    return rulebook(office.store.connection, office.catalogue, TODAY)


def test_the_demo_stands_as_the_pictures_have_it(demo: Office) -> None:
    found = plans(demo.store.connection, book_of(demo))
    ready = readiness(found)
    accepted = {place.place: (place.total.accepted, place.total.late) for place in ready.places}
    assert accepted == {"5N6": (11, 2), "5N7": (16, 0), "5N8": (8, 4), "5EM": (9, 3)}
    (nottinghamshire,) = (plan for plan in found if plan.head.place == "5N8")
    path = [(task.facts.key, task.forecast.slack) for task in critical_path(nottinghamshire)]
    keys = ("T07", "T08", "T12", "T13", "T14", "T28", "T63", "T64")
    assert path == [(key, 0) for key in keys]
    assert demo.check() == []


def test_the_certificate_lists_all_that_the_register_has_of_a_pct(demo: Office) -> None:
    connection = demo.store.connection
    shown = certificate(connection, book_of(demo), "5N8")
    count, pence = connection.execute(
        "SELECT count(*), total(annual_value_pence) FROM contract WHERE pct_code = '5N8'"
    ).fetchone()
    assert (len(shown.contracts), shown.value_pence) == (count, int(pence))
    (cases,) = connection.execute(
        "SELECT count(*) FROM case_file f JOIN contract c ON c.id = f.contract_id"
        " WHERE c.pct_code = '5N8' AND f.closed_on IS NULL"
    ).fetchone()
    assert len(shown.cases) == cases
    assert all(re.fullmatch(r"[0-9a-f]{64}", document.sha256) for document in shown.documents)
    assert len(shown.documents) == 8


def test_the_certificate_says_what_is_missing(demo: Office) -> None:
    shown = certificate(demo.store.connection, book_of(demo), "5N8")
    where = {missing.where: missing.what for missing in shown.missing}
    listing = next(what for task, what in where.items() if task.startswith("T18"))
    assert "the signature of the receiver" in listing
    assert "the signature of the sender" not in listing
    unsigned = [c for c in shown.contracts if c.signed != "Found"]
    assert unsigned
    assert {f"{c.ref} {c.name}" for c in unsigned} <= where.keys()
    html = certificate_page(shown)
    for contract in shown.contracts:
        assert f">{contract.ref}<" in html
    for document in shown.documents:
        assert document.sha256 in html.replace(" ", "")
    assert html.index("What is missing") < html.index("Contracts (")
    assert "Sender: Nottinghamshire County" in html


def test_the_certificate_names_every_line_that_never_became_a_contract(demo: Office) -> None:
    connection = demo.store.connection
    shown = whole_certificate(connection, book_of(demo), "5N8")
    waiting = waiting_count(connection, WaitingFilter({"pct": ("5N8",)}))
    assert len(shown.unread) == waiting > 0
    assert shown.missing_in_all == len(shown.missing) + waiting
    html = certificate_page(shown)
    assert f"Read from files, and not a contract yet ({waiting})" in html
    for line in shown.unread:
        assert line.file
        assert line.why
        assert line.file in html
    assert f"{shown.missing_in_all:,} things are missing" in html


def test_a_place_without_a_plan_has_no_certificate(demo: Office) -> None:
    with pytest.raises(UserProblem, match="place-without-plan"):
        certificate(demo.store.connection, book_of(demo), "5QE")


def test_the_report_tells_what_slipped_since_the_baseline(demo: Office) -> None:
    found = plans(demo.store.connection, book_of(demo))
    alone = [plan for plan in found if plan.head.place == "5N8"]
    report = status_report(demo.store.connection, book_of(demo), alone)
    slip = next(s for s in report.slips if s.task.facts.key == "T07")
    assert (slip.before, slip.working_days) == (date(2012, 10, 31), 12)
    report = status_report(demo.store.connection, book_of(demo), found)
    assert report.working_days_left == 102
    assert report.baseline
    assert report.baseline.taken_on == date(2012, 9, 3)
    assert any(task.facts.query for task in report.decisions)
    assert all(t.light is Light.LATE or t.facts.query for t in report.decisions)
    html = status_page(report)
    assert "Plan of 3 September" in html
    assert "102 working days" in html
    assert "By 31 Mar 2013 252 are expected, at the pace so far 86 to 151." in html


def test_the_stages_of_the_stocktake_add_up_to_the_register(demo: Office) -> None:
    connection = demo.store.connection
    before = stocktake_totals(connection)
    assert before.agrees
    assert before.register_contracts == 1179
    chosen = [row[0] for row in connection.execute(
        "SELECT id FROM contract WHERE pct_code = '5N8' ORDER BY id LIMIT 30")]  # fmt: skip
    values: dict[str, Value] = {
        "stage": "stabilise",
        "document_score": 3,
        "likelihood": 2,
        "impact": 4,
    }
    changed = demo.write("Stocktake", lambda write: set_stocktake(write, chosen, values)).result
    assert changed == 30
    again = demo.write("Again", lambda write: set_stocktake(write, chosen, values))
    assert again.changes is None
    after = stocktake_totals(connection, "5N8")
    assert after.agrees
    assert [stage.contracts for stage in after.stages][1] == 30
    every = stocktake_columns(demo.catalogue, TODAY)
    known = {column.key: column for column in every}
    wanted = Filter((parse_condition(known, "stage=stabilise"),))
    listed = stocktake_list(connection, every, every, wanted)
    assert listed.count() == 30
    risk = [column.key for column in listed.columns].index("transfer_risk") + 1
    assert {row[risk] for row in listed.rows(0, 30)} == {8}
    assert (
        read_stocktake_cube(connection, every, wanted).total_of(wanted, "stage", "stabilise") == 30
    )
    demo.undo()


def test_the_stocktake_refuses_what_it_does_not_ask(demo: Office) -> None:
    with pytest.raises(UserProblem, match="unknown-field"):
        demo.write("Odd", lambda write: set_stocktake(write, [1], {"colour": "red"}))


def test_papers_are_written_from_the_command_line(tmp_path: Path, demo: Office) -> None:
    from areateam.cli import main

    copy = tmp_path / "copy.areateam"
    copy.write_bytes(demo.path.read_bytes())
    words = ["--register", str(copy), "--as-at", "2012-11-01", "--quiet", "transition"]
    out = tmp_path / "5N8.html"
    assert main([*words, "certificate", "5N8", "-o", str(out)]) == 0
    assert "Hand-over certificate, 5N8" in out.read_text(encoding="utf-8")
    report = tmp_path / "status.html"
    assert main([*words, "status", "-o", str(report)]) == 0
    assert "Critical path" in report.read_text(encoding="utf-8")


def test_the_certificate_tells_what_becomes_of_support_for_its_tasks(demo: Office) -> None:
    connection = demo.store.connection
    book = rulebook(connection, demo.catalogue, TODAY)
    found = whole_certificate(connection, book, "5N6")
    (support,) = found.called_off
    assert (support.ref, support.task, support.stands) == ("12/04", "T28", "planned")
    assert support.is_gap
    assert found.missing_in_all == len(found.missing) + len(found.unread) + 1
    text = certificate_page(found)
    assert "External support for its tasks (1)" in text
    assert "nobody has said what becomes of it after 31 Mar 2013" in text
    assert "External support for its tasks" not in certificate_page(
        whole_certificate(connection, book, "5N8")
    )


def test_a_task_is_found_by_its_name_its_place_and_its_words(demo: Office) -> None:
    def found(text: str) -> list[str]:
        hits = find(demo.store.connection, text)
        return [f"{hit.detail.split()[0]} {hit.title.split()[0]}" for hit in hits
                if hit.kind == "task"]  # fmt: skip

    assert sorted(found("T18")) == ["5EM T18", "5N6 T18", "5N7 T18", "5N8 T18"]
    assert found("5n8-t18") == ["5N8 T18"]
    assert "5N8 T64" in found("good friday")
    assert found("%%") == []
