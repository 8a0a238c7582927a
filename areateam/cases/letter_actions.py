"""Writes letters: a draft filed at its step, a new draft behind the old, and what was sent."""

from __future__ import annotations

import re
import sqlite3
from datetime import date

import msgspec

from areateam.cases.case_actions import finish_step
from areateam.cases.case_rules import Rulebook
from areateam.cases.document_actions import Filing, file_document, keep_content
from areateam.cases.document_rows import LetterAnswers, LetterTemplate
from areateam.cases.letter_files import SUBJECT, make_letter, template_fields
from areateam.cases.letter_rules import nested
from areateam.cases.letter_views import LetterText, template_of
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.letter_definitions import field_label
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


class Made(msgspec.Struct, frozen=True):
    """A letter as a file: its name and its bytes, and the template, None for the one that comes."""

    name: str
    content: bytes
    template: int | None = None


def make_file(connection: sqlite3.Connection, book: Rulebook, text: LetterText) -> Made:
    """The Word file of a letter, on the office's own template where it brought one.

    Raises UserProblem("letter-unfilled") with what is blank in the letter or its template.
    """
    text.refuse_unfilled()
    template = template_of(connection, book.catalogue, text.spec.key, text.pct)
    fields = template_fields(template.content, template.name, text.spec)
    blank = [field_label(text.spec, name, {}) for name in fields if name not in text.values]
    if blank:
        raise UserProblem("letter-unfilled", detail="; ".join(blank))
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
    return Made(f"{plain} {text.dated.isoformat()}.docx", content, template.id)


def file_letter(write: Write, text: LetterText, made: Made) -> int:
    """File a letter as a draft at its step, behind its last version, and return its id.

    What a person filled in is kept with the step, for its next letter.
    """
    _keep_answers(write, text)
    filing = Filing(
        text.contract, text.title, text.dated, text.case, text.step, "draft", text.spec.key,
        last_version(write, text.step), text.spec.version, made.template,
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
        " d.letter_version, d.template_id,"
        " s.key, coalesce(s.done_on, s.skipped_on) IS NULL AND s.step_kind <> 'decision'"
        " FROM document d JOIN document_content c ON c.sha256 = d.sha256"
        " LEFT JOIN case_step s ON s.id = d.step_id WHERE d.id = ?",
        (document,),
    ).fetchone()
    if row is None:
        raise UserProblem("document-unknown", ref=f"D{document}")
    contract, title, case, step, state, letter, name, content, *written_on, key, waits = row
    if state != "draft":
        raise UserProblem("letter-not-draft", title=title)
    went = write.execute(
        "SELECT dated_on FROM document WHERE follows_id = ? AND state = 'sent'", (document,)
    ).fetchone()
    if went:
        raise UserProblem("letter-went-out", title=title, day=format_date(went[0]))
    filing = Filing(contract, title, on, case, step, "sent", letter or "", document, *written_on)
    sent = file_document(write, filing, name, content)
    if case and key and waits:
        finish_step(write, book, case, key, on)
    return sent


def bring_template(
    write: Write, catalogue: Catalogue, letter: str, name: str, content: bytes, pct: str = ""
) -> int:
    """Let a letter be written on a template that was brought, and return its id.

    `pct` is the PCT whose cases it is for; without, it is for all that have none of their own.
    The one before it is kept, and no longer used. Raises UserProblem: letter-unknown,
    body-unknown; FileProblem: template-unreadable, template-field-unknown, template-not-plain,
    document-too-large.
    """
    spec = catalogue.letters.named(letter)
    if (
        pct
        and not write.execute(
            "SELECT 1 FROM body WHERE code = ? AND kind_of = 'pct'", (pct,)
        ).fetchone()
    ):
        raise UserProblem("body-unknown", value=pct)
    template_fields(content, name, spec)
    digest = keep_content(write, name, content)
    _retire(write, letter, pct)
    (last,) = write.execute(
        "SELECT coalesce(max(version), 0) FROM letter_template WHERE letter = ? AND pct = ?",
        (letter, pct),
    ).fetchone()
    return write.insert(
        LetterTemplate,
        letter=letter,
        pct=pct,
        version=last + 1,
        in_use=1,
        sha256=digest,
        size=len(content),
        name=name,
    )


def drop_template(write: Write, letter: str, pct: str = "") -> None:
    """Use a template that was brought no longer; UserProblem("template-not-own") without any."""
    if not _retire(write, letter, pct):
        raise UserProblem("template-not-own", letter=letter)


def _retire(write: Write, letter: str, pct: str) -> int:
    return write.execute(
        "UPDATE letter_template SET in_use = 0 WHERE letter = ? AND pct = ? AND in_use",
        (letter, pct),
    ).rowcount
