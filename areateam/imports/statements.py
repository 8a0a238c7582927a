"""What earlier imports stated: the fingerprints that make an unchanged line cost almost nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from areateam.imports.apply import NewIds
from areateam.ledger.ledger import Write
from areateam.ledger.undo import standings


def live_batches(connection: sqlite3.Connection) -> list[int]:
    """The batches whose import is in force: applied and not undone."""
    live = {s.operation for s in standings(connection) if s.live}
    rows = connection.execute("SELECT id, operation FROM batch").fetchall()
    return [batch for batch, operation in rows if operation in live]


@dataclass(frozen=True, slots=True)
class Known:
    """The statements of a layout that stand, by the fingerprint of their line.

    A statement is one number for record and kind together, because a register of a million
    lines has a million of them: `code` makes it, `subject` takes it apart.
    """

    statements: Mapping[int, int]
    kinds: tuple[str, ...]
    records: int = 0
    """How many records they are about: one record may have several statements."""

    def code(self, record: int, kind: str) -> int:
        """The number for a record of one of the kinds."""
        return record * len(self.kinds) + self.kinds.index(kind)

    def subject(self, mark: int) -> tuple[int, str]:
        """The record and kind that the line with this fingerprint was about."""
        record, kind = divmod(self.statements[mark], len(self.kinds))
        return record, self.kinds[kind]


def known_statements(connection: sqlite3.Connection, profile: str) -> Known:
    """What lines of this layout last stated of each record, as it stands.

    A line that was followed by another about the same record, or whose record is gone, is not
    among them.
    """
    live = live_batches(connection)
    marks = ", ".join("?" * len(live))
    kinds = tuple(
        kind
        for (kind,) in connection.execute(
            "SELECT DISTINCT s.kind FROM source_line s JOIN batch b ON b.id = s.batch_id"
            " WHERE b.profile = ? ORDER BY 1",
            (profile,),
        )
    )
    statements: dict[int, int] = {}
    records = 0
    for place, kind in enumerate(kinds):
        standing = (
            "FROM source_line s JOIN batch b ON b.id = s.batch_id"
            f' JOIN "{kind}" AS t ON t.id = s.record'
            f" WHERE b.profile = ? AND s.kind = ? AND b.id IN ({marks})"
            f" AND (s.superseded IS NULL OR s.superseded NOT IN ({marks}))"
        )
        values = (profile, kind, *live, *live)
        statements.update(
            connection.execute(
                f"SELECT s.fingerprint, s.record * {len(kinds)} + {place} {standing}", values
            )
        )
        (count,) = connection.execute(
            f"SELECT count(DISTINCT s.record) {standing}", values
        ).fetchone()
        records += int(count)
    return Known(statements, kinds, records)


def absent_count(connection: sqlite3.Connection, known: Known) -> int:
    """How many records that earlier files of this layout named are not in the staged file."""
    if not known.statements:
        return 0
    (again,) = connection.execute(
        "SELECT count(*) FROM (SELECT DISTINCT kind, record FROM line WHERE outcome = 'known')"
    ).fetchone()
    otherwise = {
        known.code(record, kind)
        for record, kind in connection.execute(
            "SELECT record, kind FROM line WHERE outcome <> 'known' AND record IS NOT NULL"
            " EXCEPT SELECT record, kind FROM line WHERE outcome = 'known'"
        )
        if kind in known.kinds
    }
    changed = otherwise.intersection(known.statements.values()) if otherwise else ()
    return known.records - int(again) - len(changed)


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
