"""What earlier imports stated: the fingerprints that make an unchanged line cost almost nothing."""

from __future__ import annotations

import sqlite3

from areateam.imports.apply import NewIds
from areateam.ledger.ledger import Write
from areateam.ledger.undo import standings


def live_batches(connection: sqlite3.Connection) -> list[int]:
    """The batches whose import is in force: applied and not undone."""
    live = {s.operation for s in standings(connection) if s.live}
    rows = connection.execute("SELECT id, operation FROM batch").fetchall()
    return [batch for batch, operation in rows if operation in live]


def known_statements(connection: sqlite3.Connection, profile: str) -> dict[int, tuple[int, str]]:
    """By fingerprint, the record and kind that a line of this layout last stated as it stands.

    A line that was followed by another about the same record, or whose record is gone, is not
    among them.
    """
    live = live_batches(connection)
    marks = ", ".join("?" * len(live))
    kinds = connection.execute(
        "SELECT DISTINCT s.kind FROM source_line s JOIN batch b ON b.id = s.batch_id"
        " WHERE b.profile = ?",
        (profile,),
    ).fetchall()
    known: dict[int, tuple[int, str]] = {}
    for (kind,) in kinds:
        rows = connection.execute(
            "SELECT s.fingerprint, s.record FROM source_line s"
            " JOIN batch b ON b.id = s.batch_id"
            f' JOIN "{kind}" AS t ON t.id = s.record'
            f" WHERE b.profile = ? AND s.kind = ? AND b.id IN ({marks})"
            f" AND (s.superseded IS NULL OR s.superseded NOT IN ({marks}))",
            (profile, kind, *live, *live),
        )
        known.update((mark, (record, kind)) for mark, record in rows)
    return known


def absent_count(connection: sqlite3.Connection, known: dict[int, tuple[int, str]]) -> int:
    """How many records that earlier files of this layout named are not in the staged file."""
    named = set(known.values())
    found = connection.execute("SELECT record, kind FROM line WHERE record IS NOT NULL")
    named.difference_update(found)
    return len(named)


def keep_statements(write: Write, batch: int, profile: str, ids: NewIds) -> None:
    """Note what each staged line stated, in place of what it stated before; `stage` is attached."""
    write.execute(
        "UPDATE source_line SET superseded = :batch WHERE superseded IS NULL"
        " AND batch_id IN (SELECT id FROM batch WHERE profile = :profile)"
        " AND (record, kind) IN (SELECT record, kind FROM stage.line"
        "  WHERE outcome IN ('changed', 'same') AND record IS NOT NULL)",
        {"batch": batch, "profile": profile},
    )
    for kind in ids.last:
        write.execute(
            "INSERT INTO source_line (batch_id, line, fingerprint, kind, record)"
            " SELECT :batch, line.line, line.fingerprint, line.kind,"
            f" coalesce(line.record, {ids.of_line(kind)}) FROM stage.line AS line"
            " WHERE line.kind = :kind AND (line.outcome = 'new'"
            "  OR (line.outcome IN ('changed', 'same') AND line.record IS NOT NULL))",
            {"batch": batch, "kind": kind},
        )
