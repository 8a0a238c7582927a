"""Writes letters: a draft filed at its step, a new draft behind the old, and what was sent."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from datetime import date

from areateam.cases.case_actions import finish_step
from areateam.cases.case_rules import Rulebook
from areateam.cases.document_actions import Filing, file_document, keep_content
from areateam.cases.document_rows import LetterAnswers, LetterTemplate
from areateam.cases.letter_files import SUBJECT, make_letter, template_fields
from areateam.cases.letter_rules import nested
from areateam.cases.letter_views import LetterText, template_of
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.letter_definitions import FIELD_LABELS
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


@dataclass(frozen=True, slots=True)
class Made:
    """A letter as a file: its name and its bytes."""

    name: str
    content: bytes


def make_file(connection: sqlite3.Connection, book: Rulebook, text: LetterText) -> Made:
    """The Word file of a letter, on the office's own template where it brought one.

    Raises UserProblem("letter-unfilled") with what is blank in the letter or its template.
    """
    text.refuse_unfilled()
    template = template_of(connection, book.catalogue, text.spec.key)
    blank = [name for name in template_fields(template.content) if name not in text.values]
    if blank:
        raise UserProblem("letter-unfilled", detail="; ".join(FIELD_LABELS[n] for n in blank))
    values = {**text.values, SUBJECT: text.filled.subject}
    signature = [text.values.get(name, "") for name in ("signer.name", "signer.job")]
    content = make_letter(
        template.content,
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
    """File a letter as a draft at its step, behind its last version, and return its id.

    What a person filled in is kept with the step, for its next letter.
    """
    _keep_answers(write, text)
    filing = Filing(
        text.contract, text.title, text.dated, text.case, text.step, "draft", text.spec.key,
        last_version(write, text.step),
    )  # fmt: skip
    return file_document(write, filing, made.name, made.content)


def _keep_answers(write: Write, text: LetterText) -> None:
    row = write.execute("SELECT id FROM letter_answers WHERE step_id = ?", (text.step,)).fetchone()
    if row:
        write.amend(LetterAnswers, row[0], stated=dict(text.stated))
    else:
        write.insert(LetterAnswers, step=text.step, stated=dict(text.stated))


def last_version(write: Write, step: int) -> int | None:
    """The newest letter of a step, sent or not."""
    row = write.execute(
        "SELECT max(id) FROM document WHERE step_id = ? AND letter IS NOT NULL", (step,)
    ).fetchone()
    return row[0] if row else None


def send_letter(write: Write, book: Rulebook, document: int, on: date) -> int:
    """Say that a draft went out on a day, and return the id of the version that was sent.

    The draft stays. A step that waits for its letter is done with it. Raises UserProblem:
    document-unknown, letter-not-draft, letter-went-out, sent-later, and as `finish_step` does.
    """
    if on > book.today:
        raise UserProblem("sent-later", day=format_date(on.isoformat()))
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
    went = write.execute(
        "SELECT dated_on FROM document WHERE follows_id = ? AND state = 'sent'", (document,)
    ).fetchone()
    if went:
        raise UserProblem("letter-went-out", title=title, day=format_date(went[0]))
    filing = Filing(contract, title, on, case, step, "sent", letter or "", document)
    sent = file_document(write, filing, name, content)
    if case and key and waits:
        finish_step(write, book, case, key, on)
    return sent


def bring_template(
    write: Write, catalogue: Catalogue, letter: str, name: str, content: bytes
) -> int:
    """Let a letter be written on a template of the office's own, and return its id.

    The one before it is replaced. Raises UserProblem("letter-unknown"); FileProblem:
    template-unreadable, template-field-unknown, template-not-plain, document-too-large.
    """
    catalogue.letters.named(letter)
    template_fields(content, name)
    digest = keep_content(write, name, content)
    write.execute("DELETE FROM letter_template WHERE letter = ?", (letter,))
    return write.insert(LetterTemplate, letter=letter, sha256=digest, size=len(content), name=name)


def drop_template(write: Write, letter: str) -> None:
    """Go back to the template that comes; UserProblem("template-not-own") where it is that."""
    if not write.execute("DELETE FROM letter_template WHERE letter = ?", (letter,)).rowcount:
        raise UserProblem("template-not-own", letter=letter)
