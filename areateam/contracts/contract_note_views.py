"""Reads the notes on a contract, with what each said before it was corrected."""

from __future__ import annotations

import sqlite3

import msgspec

from areateam.contracts.contract_rows import Note
from areateam.ledger.correction_views import Correction, corrections_of


class NoteView(msgspec.Struct, frozen=True):
    """What a person wrote on a day (ISO); `corrections` are those of its words, latest first."""

    id: int
    on: str
    author: str
    text: str
    corrections: tuple[Correction, ...] = ()


def notes_of(connection: sqlite3.Connection, contract_id: int) -> tuple[NoteView, ...]:
    """The notes that a contract has, the newest first."""
    rows = connection.execute(
        "SELECT id, written_on, author, text FROM note WHERE contract_id = ?"
        " ORDER BY written_on DESC, id DESC",
        (contract_id,),
    ).fetchall()
    corrected = corrections_of(connection, Note, "text", [row[0] for row in rows])
    return tuple(
        NoteView(note, on, author, text, corrected.get(note, ())) for note, on, author, text in rows
    )
