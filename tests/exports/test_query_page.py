"""The page of questions stands by itself, runs nothing but its own script, and comes back."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.cli import main
from areateam.core.queries import CORRECTED
from areateam.exports.query_export_actions import write_query
from areateam.imports.query_views import queries_of_waiting
from tests.imports.taking_in import rows, take_text

if TYPE_CHECKING:
    from areateam.office import Office

EVIL = '<script>alert(1)</script><img src="http://x.example/p.png" onerror=alert(2)>'
LIST = (
    "Contract No,Contractor,Contract Type,Start Date\nC1,Mr A,GDS,13/01/2006\n"
    'C2,"{evil}",XYZ,13/01/2006\nC3,=cmd(),GDS,31/02/2006\n'
)


class Reader(HTMLParser):
    """What a browser would see: attributes, fields, the data of each line."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.script = ""
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_script = tag == "script"

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.script += data
            self._in_script = False

    def of(self, tag: str, name: str) -> list[str]:
        return [attrs[name] or "" for each, attrs in self.tags if each == tag and name in attrs]


@pytest.fixture
def page(office: Office, tmp_path: Path) -> Path:
    """The page about two refused lines, one of them hostile."""
    take_text(office, tmp_path, LIST.replace("{evil}", EVIL.replace('"', '""')), pct="5N6")
    path = tmp_path / "questions.html"
    connection, catalogue = office.store.connection, office.catalogue
    lines = queries_of_waiting(connection, catalogue)
    assert write_query(connection, catalogue, office.today(), lines, path, about="l.csv") == 2
    return path


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text("utf-8"))
    return reader


def test_nothing_comes_from_elsewhere_and_nothing_else_runs(page: Path) -> None:
    found = read(page)
    tags = [tag for tag, _ in found.tags]
    assert tags.count("script") == 1
    assert not {"img", "link", "iframe", "object", "form"} & set(tags)
    names = {name for _, attrs in found.tags for name in attrs}
    assert not {"src", "href", "action"} & names
    assert not any(name.startswith("on") for name in names)
    (policy,) = (a["content"] for t, a in found.tags if a.get("http-equiv"))
    digest = base64.b64encode(hashlib.sha256(found.script.encode()).digest()).decode()
    assert policy
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    text = page.read_text("utf-8")
    assert "http://" not in text.replace(EVIL.replace("<", "&lt;"), "").replace(
        "http://x.example", ""
    )
    assert "prefers-color-scheme:dark" in text
    assert "@media print" in text


def test_each_line_has_its_fault_its_choices_and_its_answer(page: Path) -> None:
    found = read(page)
    assert len(found.of("section", "data-line")) == 2
    # The type of C2 is chosen from a list, the date of C3 typed.
    assert found.of("select", "data-at") == ["2"]
    assert found.of("input", "value") == ["31/02/2006"]
    assert "Questions about l.csv" in page.read_text("utf-8")


def test_what_the_script_saves_is_taken_in(office: Office, page: Path, tmp_path: Path) -> None:
    found = read(page)
    (headings,) = found.of("main", "data-headings")
    answers = tmp_path / "answers.csv"
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(json.loads(headings))
    for data in found.of("section", "data-line"):
        mark, file, line, cells = json.loads(data)
        answer = ""
        if cells[0] == "C3":
            cells[3], answer = "28/02/2006", CORRECTED
        writer.writerow([mark, file, line, "Why", answer, "", *cells])
    answers.write_text("\ufeff" + out.getvalue(), "utf-8", newline="")
    answered = office.take_answers(answers)
    assert (answered.taken_in, answered.answers.unanswered) == (1, 1)
    assert answered.answers.not_taken == ()
    assert rows(office, "SELECT name FROM contract WHERE contract_no = 'C3'") == [("=cmd()",)]


def test_the_dry_run_as_a_page_has_counts_and_both_forms(register: Path, tmp_path: Path) -> None:
    path, page = tmp_path / "list.csv", tmp_path / "dry.html"
    path.write_text(LIST.replace("{evil}", "Mr B"))
    where = ["--register", str(register), "--quiet"]
    assert main(["import", str(path), *where]) == 0
    path.write_text(LIST.replace("{evil}", "Mr B").replace("Mr A", "Ms A"))
    assert main(["import", str(path), "--dry-run", "--query-sheet", str(page), *where]) == 0
    text = page.read_text("utf-8")
    assert "<del>Mr A</del>" in text
    assert "<ins>Ms A</ins>" in text
    assert "<b>2</b> refused" in text
    assert "<b>1</b> changed" in text


def test_a_page_is_not_written_over_a_register(register: Path) -> None:
    page = register.with_name("page.html")
    register.rename(page)
    assert main(["export", "waiting", "--format", "html", "-o", str(page),
                 "--register", str(page)]) == 3  # fmt: skip
