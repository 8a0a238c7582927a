"""Tells the story of a case on a real register: a file taken in, a case, its letters, its end."""

from __future__ import annotations

import csv
import io
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import docx

from areateam.cases.case_actions import NewCase, open_case
from areateam.cases.case_timeline_views import case_timeline
from areateam.cases.case_views import CaseView, StepView, case_view
from areateam.cases.clock_words import explain
from areateam.cases.document_views import document_bytes
from areateam.cases.letter_actions import file_letter, make_file, send_letter
from areateam.cases.letter_views import letter_text
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import resources_folder
from areateam.contracts.contract_views import ContractRecord, contract_history, contract_record
from areateam.core.fields import Value
from areateam.ledger.check import content_digest
from areateam.ledger.ledger import Write
from areateam.office import KINDS, Office
from tests.imports.taking_in import take_in


class CaseStory:
    """One case at one contract, from the file that brought the contract to the last undo."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.book = rulebook(office.store.connection, office.catalogue, office.today())
        self.at_first = self.digest()
        self._written = 0
        self.contract = 0
        self.case = 0

    def digest(self) -> str:
        """The digest of all journalled content."""
        return content_digest(self.office.store.connection, KINDS)

    def take_in(self, path: Path) -> None:
        """Import a file with one contract, which the story is about from now on."""
        staged = take_in(self.office, path)
        assert staged.counts["new"] + staged.counts["changed"] == 1, staged.counts
        self._written += 1
        (self.contract,) = self.office.store.connection.execute(
            "SELECT max(id) FROM contract"
        ).fetchone()

    def open(self, procedure: str, received: date, **facts: Any) -> None:
        """Open the case."""
        self.case = self.does(open_case, self.contract, NewCase(procedure, received, **facts))

    def does(self, act: Any, *values: Any, **named: Any) -> Any:
        """Run one action on the case, as one step, and return what it gives."""
        about = (self.case,) if self.case else ()

        def carry(write: Write) -> Any:
            return act(write, self.book, *about, *values, **named)

        result = self.office.write(act.__name__, carry).result
        self._written += 1
        return result

    def draft(self, step: str, **stated: str) -> int:
        """File a draft of a step's letter; UserProblem where something is blank."""
        return self._letter(step, self.office.today(), stated)

    def send(self, step: str, on: date, **stated: str) -> int:
        """Write a step's letter and send it."""
        document = self._letter(step, on, stated)

        def act(write: Write) -> int:
            return send_letter(write, self.book, document, on)

        self._written += 1
        return self.office.write("letter sent", act).result

    def _letter(self, step: str, on: date, stated: dict[str, str]) -> int:
        connection = self.office.store.connection
        text = letter_text(
            connection, self.book, self.case, step, stated, dated=on, user=self.office.user
        )
        made = make_file(connection, self.book, text)
        written = self.office.write("letter", lambda write: file_letter(write, text, made))
        self._written += 1
        return written.result

    def opened(self, document: int) -> list[str]:
        """The lines of a filed letter, read back from its Word file; nothing may be left over."""
        lines = word_lines(document_bytes(self.office.store.connection, document)[1])
        assert not [line for line in lines if set("{}[]") & set(line)]
        return lines

    def view(self) -> CaseView:
        """The case as its page shows it."""
        return case_view(self.office.store.connection, self.book, self.case)

    def step(self, key: str) -> StepView:
        """One step of it."""
        return next(step for step in self.view().steps if step.key == key)

    def days(self, key: str) -> tuple[str | None, str | None]:
        """The legal day of a step and the working day that stands for it."""
        step = self.step(key)
        return step.legal, step.working

    def says(self, key: str) -> str:
        """Where the day of a step comes from, in a sentence."""
        clock = self.step(key).clock
        assert clock is not None
        return explain(clock)

    def record(self, day: date | None = None) -> ContractRecord:
        """The contract, as at a day."""
        return contract_record(
            self.office.store.connection, self.office.catalogue, self.contract,
            day or self.office.today(),
        )  # fmt: skip

    def changes(self) -> dict[str, tuple[Value, Value]]:
        """The last change of each field of the contract, from its history."""
        lines = contract_history(self.office.store.connection, self.contract)
        return {line.field: (line.before, line.after) for line in reversed(lines)}

    def timeline(self) -> list[str]:
        """What happened in the case, oldest first."""
        lines = case_timeline(self.office.store.connection, self.case)
        return [line.text for line in reversed(lines)]

    def undo_all(self) -> None:
        """Take back every step of the story; the register is what it was before the file."""
        assert self.digest() != self.at_first
        for _ in range(self._written):
            self.office.undo()
        assert self.digest() == self.at_first


def profile_file(profile: str, path: Path, **cells: str) -> Path:
    """A file of one line in the layout of a shipped profile; what is not given is blank.

    Blanks stand for the underscores of a name that cannot be one here.
    """
    text = (resources_folder() / "import_profiles" / f"{profile}.toml").read_text("utf-8")
    layout = tomllib.loads(text)
    names = [column["name"] for column in layout["columns"]]
    names += [name for each in layout.get("sums", ()) for name in each["names"]]
    names = list(dict.fromkeys([*names, *layout["recognise"]["header"]]))
    return list_file(path, {name: cells.get(name, "") for name in names})


def list_file(path: Path, line: dict[str, str]) -> Path:
    """A list of one line under its headings."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(line)
        writer.writerow(line.values())
    return path


def word_lines(content: bytes) -> list[str]:
    """The lines of a Word file that are not blank: header, tables, then paragraphs."""
    word = docx.Document(io.BytesIO(content))
    section = word.sections[0]
    parts = [*section.header.paragraphs, *section.footer.paragraphs]
    parts += [p for table in word.tables for cell in table._cells for p in cell.paragraphs]
    return [p.text.strip() for p in (*parts, *word.paragraphs) if p.text.strip()]
