"""Reads the documents that show that tasks were done."""

from __future__ import annotations

import sqlite3

import msgspec

from areateam.core.problems import UserProblem


class EvidenceView(msgspec.Struct, frozen=True):
    """A document filed at a task."""

    id: int
    title: str
    name: str
    dated_on: str
    filed_by: str
    size: int
    sha256: str


def evidence_of(connection: sqlite3.Connection, task: int) -> list[EvidenceView]:
    """The documents of a task, newest first."""
    rows = connection.execute(
        "SELECT id, title, name, dated_on, filed_by, size, sha256 FROM task_evidence"
        " WHERE task_id = ? ORDER BY id DESC",
        (task,),
    )
    return [EvidenceView(*row) for row in rows]


def evidence_bytes(connection: sqlite3.Connection, evidence: int) -> tuple[str, bytes]:
    """The name and the bytes of a task's document; UserProblem("document-unknown")."""
    row = connection.execute(
        "SELECT e.name, c.content FROM task_evidence e JOIN document_content c"
        " ON c.sha256 = e.sha256 WHERE e.id = ?",
        (evidence,),
    ).fetchone()
    if row is None:
        raise UserProblem("document-unknown", ref=str(evidence))
    return row[0], row[1]
