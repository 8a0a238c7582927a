"""Reads filed documents: lists of them, their bytes, and whether those are as they were filed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence

import msgspec

from areateam.core.problems import UserProblem
from areateam.core.wording import sentence


class DocumentView(msgspec.Struct, frozen=True):
    """One filed document; `sha256` is the digest of its bytes, `size` how many there are."""

    id: int
    contract: int
    case: int | None
    step: str
    name: str
    title: str
    dated_on: str
    state: str
    letter: str
    follows: int | None
    size: int
    sha256: str

    @property
    def ref(self) -> str:
        """The short name that commands take: "D12"."""
        return f"D{self.id}"


_VIEW = (
    "SELECT d.id, d.contract_id, d.case_id, coalesce(s.key, ''), d.name, d.title, d.dated_on,"
    " d.state, coalesce(d.letter, ''), d.follows_id, d.size, d.sha256 FROM document d"
    " LEFT JOIN case_step s ON s.id = d.step_id"
)


def documents_of_case(connection: sqlite3.Connection, case: int) -> list[DocumentView]:
    """The documents of a case, newest first."""
    return _documents(connection, "d.case_id = ?", case)


def documents_of_contract(connection: sqlite3.Connection, contract: int) -> list[DocumentView]:
    """The documents of a contract and of all its cases, newest first."""
    return _documents(connection, "d.contract_id = ?", contract)


def document_bytes(connection: sqlite3.Connection, document: int) -> tuple[str, bytes]:
    """The name and the bytes of a document; UserProblem("document-unknown") where there is none."""
    row = connection.execute(
        "SELECT d.name, c.content FROM document d JOIN document_content c ON c.sha256 = d.sha256"
        " WHERE d.id = ?",
        (document,),
    ).fetchone()
    if row is None:
        raise UserProblem("document-unknown", ref=f"D{document}")
    return row[0], row[1]


def document_id_of(connection: sqlite3.Connection, ref: str) -> int:
    """The document that a reference such as D12 means; UserProblem("document-unknown")."""
    word = ref.strip().upper()
    if word[:1] == "D" and word[1:].isdecimal():
        row = connection.execute("SELECT id FROM document WHERE id = ?", (int(word[1:]),))
        if found := row.fetchone():
            return int(found[0])
    raise UserProblem("document-unknown", ref=ref)


def document_faults(connection: sqlite3.Connection, tables: Sequence[str]) -> Iterator[str]:
    """A sentence for each document whose bytes are missing or are not those that were filed.

    `tables` are those that name a document by `sha256` and `name`.
    """
    filed = " UNION ALL ".join(f"SELECT sha256, name FROM {table}" for table in tables)
    names = dict(connection.execute(f"SELECT sha256, min(name) FROM ({filed}) GROUP BY sha256"))
    for digest, content in connection.execute("SELECT sha256, content FROM document_content"):
        name = names.pop(digest, digest[:8])
        if hashlib.sha256(content).hexdigest() != digest:
            yield sentence("check-document-changed", name=name)
    for name in names.values():
        yield sentence("check-document-missing", name=name)


def _documents(connection: sqlite3.Connection, where: str, value: int) -> list[DocumentView]:
    rows = connection.execute(
        f"{_VIEW} WHERE {where} ORDER BY d.dated_on DESC, d.id DESC", (value,)
    )
    return [DocumentView(*row) for row in rows]
