"""Opens a case from what calls for it: an import finding, an outlier, a task of the hand-over."""

from __future__ import annotations

from datetime import date

import msgspec

from areateam.cases.case_actions import NewCase, Owners, note_entry, open_case
from areateam.cases.case_rules import Rulebook
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


class Source(msgspec.Struct, frozen=True):
    """What a case is opened from: its short name, such as W12, and what it says in words."""

    ref: str
    words: str


def open_from(
    write: Write,
    book: Rulebook,
    template: str,
    contract: int,
    source: Source,
    received: date | None = None,
    *,
    owners: Owners,
) -> int:
    """Open a case at a contract by a template and return its id.

    It goes to whom `owners` finds, was received today where no day is given, says in its
    origin what it was opened from, and begins its timeline with the template's note. Raises
    UserProblem: case-template-unknown, text-needed without words, and what `open_case` raises.
    """
    kind, chosen = book.catalogue.case_templates.named(template)
    if not source.words.strip():
        raise UserProblem("text-needed")
    said = f"{kind.word} {source.ref}".strip()
    new = NewCase(
        chosen.procedure,
        received or book.today,
        title=chosen.title,
        risk=chosen.risk,
        origin=f"{said}: {source.words.strip()}",
        owners=owners,
    )
    case = open_case(write, book, contract, new)
    note = chosen.note.format(words=source.words.strip(), ref=source.ref)
    note_entry(write, case, book.today, "note", note)
    return case
