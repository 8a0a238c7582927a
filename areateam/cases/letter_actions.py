"""Writes letters: a draft filed at its step, a new draft behind the old, and what was sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from areateam.cases.case_actions import finish_step
from areateam.cases.case_rules import Rulebook
from areateam.cases.document_actions import Filing, file_document
from areateam.cases.letter_files import SUBJECT, make_letter, shipped_template
from areateam.cases.letter_rules import nested
from areateam.cases.letter_views import LetterText
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


@dataclass(frozen=True, slots=True)
class Made:
    """A letter as a file: its name and its bytes."""

    name: str
    content: bytes


def make_file(book: Rulebook, text: LetterText) -> Made:
    """The Word file of a letter; UserProblem("letter-unfilled") with what is still blank."""
    text.refuse_unfilled()
    values = {**text.values, SUBJECT: text.filled.subject}
    signature = [text.values.get(name, "") for name in ("signer.name", "signer.job")]
    content = make_letter(
        shipped_template(book.catalogue.folder),
        nested(values),
        {
            "sender_lines": text.sender[1:],
            "address": text.address,
            "paragraphs": text.filled.paragraphs,
            "signature": [line for line in signature if line],
        },
        title=text.title,
        author=text.sender[0],
        dated=text.dated,
    )
    plain = re.sub(r"[^\w -]", "", text.title).strip()[:80]
    return Made(f"{plain} {text.dated.isoformat()}.docx", content)


def file_letter(write: Write, text: LetterText, made: Made) -> int:
    """File a letter as a draft at its step, behind its last version, and return its id."""
    filing = Filing(
        text.contract, text.title, text.dated, text.case, text.step, "draft", text.spec.key,
        last_version(write, text.step),
    )  # fmt: skip
    return file_document(write, filing, made.name, made.content)


def last_version(write: Write, step: int) -> int | None:
    """The newest letter of a step, sent or not."""
    row = write.execute(
        "SELECT max(id) FROM document WHERE step_id = ? AND letter IS NOT NULL", (step,)
    ).fetchone()
    return row[0] if row else None


def send_letter(write: Write, book: Rulebook, document: int, on: date) -> int:
    """Say that a draft went out on a day, and return the id of the version that was sent.

    The draft stays. A step that waits for its letter is done with it. Raises UserProblem:
    document-unknown, letter-not-draft, sent-later, and as `finish_step` does.
    """
    if on > book.today:
        raise UserProblem("sent-later", day=on.isoformat())
    row = write.execute(
        "SELECT d.contract_id, d.title, d.case_id, d.step_id, d.state, d.letter, d.name, c.content,"
        " s.key, coalesce(s.done_on, s.skipped_on) IS NULL AND s.step_kind <> 'decision'"
        " FROM document d JOIN document_content c ON c.sha256 = d.sha256"
        " LEFT JOIN case_step s ON s.id = d.step_id WHERE d.id = ?",
        (document,),
    ).fetchone()
    if row is None:
        raise UserProblem("document-unknown", ref=f"D{document}")
    contract, title, case, step, state, letter, name, content, key, waits = row
    if state != "draft":
        raise UserProblem("letter-not-draft", title=title)
    filing = Filing(contract, title, on, case, step, "sent", letter or "", document)
    sent = file_document(write, filing, name, content)
    if case and key and waits:
        finish_step(write, book, case, key, on)
    return sent
