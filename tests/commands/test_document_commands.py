"""Documents and letters from the command line: written, sent, filed, listed and read out again."""

from __future__ import annotations

import hashlib
from pathlib import Path

import docx
import pytest

import main
from tests.cases.letter_cases import make_office, open_with_letter
from tests.commands.test_command_line import Line
from tests.pdf_text import pdf_text


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    """A register with a case at its GP contract that is to be acknowledged."""
    office = make_office(tmp_path / "q55.areateam")
    open_with_letter(office, "acknowledgement")
    office.close()
    return Line(tmp_path / "q55.areateam", capsys)


def test_a_letter_is_drafted_sent_and_read_out(line: Line, tmp_path: Path) -> None:
    out = tmp_path / "letter.docx"
    words = ("--as-at", "2012-11-01", "case", "letter", "CA1", "acknowledge")
    line(*words, code=3)
    assert "What came in (what)" in line.error
    made = line.json(*words, "what=request", "-o", out)
    assert (made["ref"], made["state"], made["case"]) == ("D1", "draft", "CA1")
    assert "Thank you for your request, which we received on 15 October 2012." in [
        paragraph.text for paragraph in docx.Document(str(out)).paragraphs
    ]
    sent = line.json(*words, "--sent", "2012-10-31")
    assert (sent["ref"], sent["state"]) == ("D2", "sent")
    listed = line.json("case", "documents", "CA1")["documents"]
    assert [(d["ref"], d["state"], d["dated"], d["follows"]) for d in listed] == [
        ("D1", "draft", "2012-11-01", None),
        ("D2", "sent", "2012-10-31", "D1"),
    ]
    assert listed[0]["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    again = tmp_path / "again.docx"
    line("document", "D2", "-o", again)
    assert again.read_bytes() == out.read_bytes()
    steps = {s["key"]: s for s in line.json("show", "CA1")["steps"]}
    assert steps["acknowledge"]["done"] == "2012-10-31"
    assert "acknowledge" in line("case", "documents", "CA1")


def test_a_file_is_filed_with_its_day(line: Line, tmp_path: Path) -> None:
    paper = tmp_path / "lease.pdf"
    paper.write_bytes(b"%PDF-1.4 lease")
    line("case", "file", "CA1", paper, "--title", "Lease", "--dated", "2012-10-02")
    (filed,) = line.json("case", "documents", "CA1")["documents"]
    assert (filed["title"], filed["name"], filed["dated"]) == ("Lease", "lease.pdf", "2012-10-02")
    line("case", "file", "CA1", tmp_path / "none.pdf", code=3)
    assert "none.pdf" in line.error
    line("undo")
    assert line.json("case", "documents", "CA1")["documents"] == []
    line("document", "D1", "-o", tmp_path / "x.pdf", code=3)
    assert "There is no document “D1”." in line.error


def test_a_template_is_written_out_changed_and_brought_back(line: Line, tmp_path: Path) -> None:
    ours = tmp_path / "ours.docx"
    assert line.json("case", "template", "acknowledgement", "-o", ours)["own"] is False
    document = docx.Document(str(ours))
    document.paragraphs[0].insert_paragraph_before("Our own head")
    document.save(str(ours))
    assert line.json("case", "template", "acknowledgement", ours)["own"] is True
    out = tmp_path / "letter.docx"
    line("case", "letter", "CA1", "acknowledge", "what=request", "-o", out)
    assert docx.Document(str(out)).paragraphs[0].text == "Our own head"
    document.paragraphs[0].text = "{{ nobody.name }}"
    document.save(str(ours))
    line("case", "template", "acknowledgement", ours, code=3)
    assert "“nobody.name”" in line.error
    assert line.json("case", "template", "acknowledgement", "--remove")["own"] is False
    line("case", "template", "nothing", code=3)


def test_a_document_is_not_written_over_a_register(line: Line, tmp_path: Path) -> None:
    paper = tmp_path / "lease.pdf"
    paper.write_bytes(b"%PDF-1.4 lease")
    line("case", "file", "CA1", paper)
    line("document", "D1", "-o", line.register, code=3)
    assert line("check")


def test_a_report_is_written_as_a_page_and_as_a_pdf(line: Line, tmp_path: Path) -> None:
    page, paper = tmp_path / "report.html", tmp_path / "report.pdf"
    line("case", "note", "CA1", "Rang the practice")
    line("case", "report", "CA1", "-o", page)
    assert "Rang the practice" in page.read_text(encoding="utf-8")
    said = line.json("case", "report", "CA1", "--redact", "-o", page)
    assert said == {"ref": "CA1", "file": str(page), "redacted": True}
    assert "Rang the practice" not in page.read_text(encoding="utf-8")
    words = ["--register", str(tmp_path / "q55.areateam"), "--as-at", "2012-11-01"]
    assert main.main([*words, "case", "report", "CA1", "-o", str(paper)]) == 0
    assert "Rang the practice" in pdf_text(paper)
    line("case", "report", "CA1", "-o", tmp_path / "report.doc", code=3)
    assert "must end in .pdf or .html" in line.error
