"""Reads past imports: their counts, their findings, the lines that wait."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

from areateam.core.findings import Finding, Weight
from areateam.ledger.undo import standings


@dataclass(frozen=True, slots=True)
class BatchView:
    """One past import; `live` is false where it was undone."""

    id: int
    operation: int
    at: str
    user: str
    profile: str
    file: str
    sha256: str
    encoding: str
    lines: int
    new: int
    changed: int
    same: int
    doubtful: int
    rejected: int
    absent: int
    live: bool

    def as_row(self) -> dict[str, Any]:
        """For lists; `ref` is the name that commands take."""
        return {"ref": f"B{self.id}", **asdict(self)}


def batches(connection: sqlite3.Connection, limit: int = 500) -> list[BatchView]:
    """Past imports, newest first."""
    live = {s.operation: s.live for s in standings(connection)}
    rows = connection.execute(
        'SELECT b.id, b.operation, o.at, o."user", b.profile, b.file, b.sha256, b.encoding,'
        " b.lines, b.new, b.changed, b.same, b.doubtful, b.rejected, b.absent"
        " FROM batch b JOIN operation o ON o.id = b.operation ORDER BY b.id DESC LIMIT ?",
        (limit,),
    ).fetchall()
    return [BatchView(*row, live=live.get(row[1], False)) for row in rows]


def batch_findings(
    connection: sqlite3.Connection, batch: int, limit: int = 1000
) -> list[Finding]:
    """The findings of a past import, refused lines first."""
    rows = connection.execute(
        "SELECT line, column_key, code, value, detail, weight FROM batch_finding"
        " WHERE batch_id = ? ORDER BY CASE weight WHEN 'refused' THEN 0 WHEN 'doubtful' THEN 1"
        " ELSE 2 END, line LIMIT ?",
        (batch, limit),
    ).fetchall()
    return [Finding(*row[:5], weight=Weight(row[5])) for row in rows]


@dataclass(frozen=True, slots=True)
class HeldView:
    """A doubtful or refused line that waits, whole."""

    line: int
    outcome: str
    cells: tuple[str, ...]


def held_lines(connection: sqlite3.Connection, batch: int) -> list[HeldView]:
    """The lines of a past import that wait, in file order."""
    rows = connection.execute(
        "SELECT line, outcome, cells FROM held_line WHERE batch_id = ? ORDER BY line", (batch,)
    ).fetchall()
    return [HeldView(line, outcome, tuple(json.loads(cells))) for line, outcome, cells in rows]


def waiting_counts(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many lines of imports in force are in doubt, and how many were refused."""
    live = [view for view in batches(connection) if view.live]
    return sum(v.doubtful for v in live), sum(v.rejected for v in live)
