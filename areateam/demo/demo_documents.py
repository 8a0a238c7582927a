"""The documents of the demo's cases: letters drafted and sent, and what came in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime

from areateam.cases.document_actions import Filing, file_document
from areateam.cases.letter_actions import bring_template, file_letter, make_file, send_letter
from areateam.cases.letter_files import template_with_words
from areateam.cases.letter_views import letter_text, shipped_template
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import Catalogue, resources_folder
from areateam.demo.demo_cases import CaseStep
from areateam.demo.demo_recipe import Recipe
from areateam.ledger.ledger import Write


def document_steps(catalogue: Catalogue) -> Iterator[CaseStep]:
    """The writes that file what stands in `documents.toml`, in its order."""
    path = resources_folder() / "demo" / "documents.toml"
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    for line in listed["template"]:
        yield CaseStep(line["at"], line["user"], line["label"], _Template(line, catalogue))
    for line in listed["letter"]:
        yield CaseStep(line["at"], line["user"], line["label"], _Letter(line, catalogue))
    for line in listed["paper"]:
        yield CaseStep(line["at"], line["user"], line["label"], _Paper(line))


class _Template:
    """Brings a PCT's own letter: the page that comes, with its own paragraphs."""

    def __init__(self, line: Recipe, catalogue: Catalogue) -> None:
        self._line = line
        self._catalogue = catalogue

    def __call__(self, write: Write) -> None:
        line = self._line
        content = template_with_words(shipped_template(self._catalogue).content, line["paragraphs"])
        bring_template(write, self._catalogue, line["letter"], line["name"], content, line["pct"])


class _Letter:
    """Writes a letter of a step as a draft, and sends it where that is said."""

    def __init__(self, line: Recipe, catalogue: Catalogue) -> None:
        self._line = line
        self._catalogue = catalogue

    def __call__(self, write: Write) -> None:
        line, day = self._line, _day_of(self._line)
        book = rulebook(write.connection, self._catalogue, day)
        case, _ = _case_of(write, line)
        text = letter_text(
            write.connection, book, case, line["step"], line["asked"], dated=day, user=line["user"]
        )
        draft = file_letter(write, text, make_file(write.connection, book, text))
        if line["sent"]:
            send_letter(write, book, draft, day)


class _Paper:
    """Files what came in for a case."""

    def __init__(self, line: Recipe) -> None:
        self._line = line

    def __call__(self, write: Write) -> None:
        line = self._line
        case, contract = _case_of(write, line)
        filing = Filing(contract, line["title"], line["dated"], case)
        file_document(write, filing, line["name"], line["text"].encode())


def _day_of(line: Recipe) -> date:
    return datetime.fromisoformat(line["at"]).date()


def _case_of(write: Write, line: Recipe) -> tuple[int, int]:
    """The case that a line is about, and its contract."""
    found: tuple[int, int] = write.execute(
        "SELECT c.id, k.id FROM case_file c JOIN contract k ON k.id = c.contract_id"
        " WHERE c.procedure_key = ? AND ? IN (k.name, k.contract_no)",
        (line["procedure"], line["contract"]),
    ).fetchone()
    return found
