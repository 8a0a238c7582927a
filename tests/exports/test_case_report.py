"""The report of a case: everything with redaction off, nothing that anybody typed with it on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from areateam.cases.case_actions import (
    NewCase,
    add_step,
    assign_cases,
    finish_step,
    note_entry,
    open_case,
    skip_step,
)
from areateam.cases.case_clock_actions import agree_day, set_day_by_hand
from areateam.cases.case_end_actions import close_case, link_cases, set_role
from areateam.cases.case_rules import Rulebook
from areateam.cases.document_actions import Filing, file_document
from areateam.cases.hours_actions import enter_hours, set_rate
from areateam.cases.hours_rules import StatedHours, StatedRate
from areateam.cases.pause_actions import pause_step
from areateam.cases.rulebook_views import rulebook
from areateam.core.paper import no_printer
from areateam.core.problems import UserProblem
from areateam.exports.case_report_actions import WITHHELD, export_case_report
from tests.cases.letter_cases import CONTRACTS, DAY, RECEIVED, make_office
from tests.pdf_text import all_bytes, pdf_text
from ui.printing import write_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

TYPED = tuple(
    f"canary{word}"
    for word in (
        *("title", "origin", "step", "decision", "skip", "note", "pause", "agreed", "byhand"),
        *("entry", "role", "paper", "link", "comment", "hours", "secondtitle"),
    )
)
NAMES = ("J. Patel", "Brook")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A closed case with a canary in every place where somebody can type."""
    opened = make_office(tmp_path_factory.mktemp("report") / "q55.areateam")
    book = rulebook(opened.store.connection, opened.catalogue, DAY)
    opened.write("canarylabel", lambda write: _fill(write, book))
    yield opened
    opened.close()


def _fill(write: Write, book: Rulebook) -> None:
    (patel,) = write.execute("SELECT id FROM person WHERE name = 'J. Patel'").fetchone()
    new = NewCase("list-closure", RECEIVED, "canarytitle", origin="canaryorigin")
    case = open_case(write, book, CONTRACTS["gp"], new)
    other = open_case(
        write, book, CONTRACTS["gp"], NewCase("patient-complaint", RECEIVED, "canarysecondtitle")
    )
    assign_cases(write, [case], patel)
    finish_step(write, book, case, "acknowledge", date(2012, 10, 18), note="canarynote")
    skip_step(write, book, case, "support", "canaryskip")
    pause_step(
        write, book, case, "consult", reason="waiting for another body", evidence="canarypause",
        first=date(2012, 10, 24), last=date(2012, 10, 26),
    )  # fmt: skip
    agree_day(write, book, case, "decide", date(2012, 11, 9), "canaryagreed")
    own = add_step(write, book, case, "canarystep", due=date(2012, 11, 6), person=patel)
    set_day_by_hand(write, book, case, own, date(2012, 11, 7), "canarybyhand")
    finish_step(write, book, case, "consult", DAY)
    finish_step(
        write, book, case, "decide", DAY, decision="canarydecision", role="panel",
        person=patel,
    )  # fmt: skip
    note_entry(write, case, DAY, "note", "canaryentry")
    set_role(write, case, patel, "canaryrole", DAY)
    enter_hours(write, case, StatedHours(patel, DAY, 95, own, "canaryhours"), DAY)
    set_rate(write, StatedRate(RECEIVED, 6_000, "Pay bill", "A. Khan"), DAY)
    filing = Filing(CONTRACTS["gp"], "canarypaper", DAY, case)
    file_document(write, filing, "canarypaper.pdf", b"%PDF-1.4 paper")
    link_cases(write, case, other, "canarylink")
    close_case(
        write, book, case, "withdrawn", on=DAY, reason="canaryreason", comment="canarycomment"
    )


def _written(office: Office, path: Path, *, redact: bool) -> Path:
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, DAY)
    export_case_report(connection, book, 1, path, write_pdf, redact=redact)
    return path


def test_the_whole_report_has_all_that_was_typed(
    qapp: QApplication, office: Office, tmp_path: Path
) -> None:
    text = pdf_text(_written(office, tmp_path / "report.pdf", redact=False))
    missing = [word for word in (*TYPED, *NAMES) if word not in text]
    assert missing == ["canarysecondtitle"], "of a tied case its procedure is named"
    page = _written(office, tmp_path / "report.html", redact=False).read_text(encoding="utf-8")
    assert WITHHELD not in page
    assert "Canarylabel" in page, "the journal's own words"


def test_redacted_text_is_not_in_the_bytes_of_the_pdf(
    qapp: QApplication, office: Office, tmp_path: Path
) -> None:
    path = _written(office, tmp_path / "report.pdf", redact=True)
    text, raw = pdf_text(path), all_bytes(path)
    assert "Decide on the closure" in text, "what the procedure says stays"
    assert "4 Nov 2012" in text or "9 Nov 2012" in text
    assert "1 h 35 min" in text
    assert "£95.00" in text
    assert text.count(WITHHELD) > len(TYPED)
    assert "canary" not in text.casefold()
    for word in ("canary", "Canary", *NAMES):
        assert word not in text
        for coded in (word.encode(), word.encode("utf-16-be"), word.encode().hex().encode()):
            assert coded not in raw


def test_a_redacted_page_has_no_typed_text_either(office: Office, tmp_path: Path) -> None:
    page = _written(office, tmp_path / "report.html", redact=True).read_text(encoding="utf-8")
    assert not [word for word in ("canary", "Canary", *NAMES) if word in page]


def test_the_ending_says_what_is_written(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UserProblem) as caught:
        _written(office, tmp_path / "report.docx", redact=True)
    assert caught.value.code == "report-format"
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, DAY)
    with pytest.raises(UserProblem) as caught:
        export_case_report(connection, book, 1, tmp_path / "report.pdf", no_printer, redact=False)
    assert caught.value.code == "printer-missing"
    assert list(tmp_path.iterdir()) == []
