"""What earlier imports stated: the fingerprints that make an unchanged line cost almost nothing."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from operator import not_

from areateam.imports.apply import NewIds, filled_fast
from areateam.imports.claims import LineNotes
from areateam.ledger.ledger import Write
from areateam.ledger.undo import standings
from areateam.organisations.alias_views import standing_sql


def live_batches(connection: sqlite3.Connection) -> list[int]:
    """The batches whose import is in force: applied and not undone."""
    live = {s.operation for s in standings(connection) if s.live}
    rows = connection.execute("SELECT id, operation FROM batch").fetchall()
    return [batch for batch, operation in rows if operation in live]


@dataclass(slots=True)
class Known:
    """The statements of a layout that stand: in `prints` the fingerprints of their lines, sorted.

    `codes` has, place by place, one number for record and kind together: `code` makes it,
    `subject_sql` takes it apart; `seen` whether the line stands in the file that is read. A
    register of a million lines has a million statements, which as plain numbers take a sixth of
    the memory of a dictionary.
    """

    prints: Sequence[int]
    codes: Sequence[int]
    kinds: tuple[str, ...]
    seen: bytearray = field(init=False)

    def __post_init__(self) -> None:
        self.seen = bytearray(len(self.prints))

    def places_of(self, prints: Iterable[int]) -> list[int]:
        """The place of each line's statement, -1 for a line that states something new."""
        ours, count = self.prints, len(self.prints)
        return [
            at if (at := bisect_left(ours, mark)) < count and ours[at] == mark else -1
            for mark in prints
        ]

    def unseen(self) -> set[int]:
        """The codes of the records of which no statement has been seen."""
        left = set(compress(self.codes, map(not_, self.seen)))
        if left:
            left.difference_update(compress(self.codes, self.seen))
        return left

    def code(self, record: int, kind: str) -> int:
        """The number for a record of one of the kinds."""
        return record * len(self.kinds) + self.kinds.index(kind)

    def subject_sql(self, code: str) -> tuple[str, str]:
        """SQL for the record and for the kind behind a `code`; nulls where nothing is known."""
        if not self.kinds:
            return "NULL", "NULL"
        count = len(self.kinds)
        kinds = " ".join(f"WHEN {place} THEN '{kind}'" for place, kind in enumerate(self.kinds))
        return f"{code} / {count}", f"CASE {code} % {count} {kinds} END"


def known_statements(connection: sqlite3.Connection, profile: str) -> Known:
    """What lines of this layout last stated of each record, as it stands.

    A line that was followed by another about the same record, or whose record is gone, is not
    among them. What was stated of a record that was merged holds for the one that stands.
    """
    live = live_batches(connection)
    own = _of_profile(connection, profile, live)
    kinds = tuple(
        kind
        for (kind,) in connection.execute(
            f"SELECT DISTINCT kind FROM source_line WHERE batch_id IN ({own}) ORDER BY 1"
        )
    )
    pairs = []
    for place, kind in enumerate(kinds):
        record = standing_sql(connection, f"'{kind}'", "s.record")
        pairs.append(
            f"SELECT s.fingerprint, t.id * {len(kinds)} + {place} AS code, s.id AS id"
            f' FROM source_line AS s JOIN "{kind}" AS t ON t.id = {record}'
            f" WHERE s.batch_id IN ({own}) AND s.kind = '{kind}'"
            f" AND (s.superseded IS NULL OR s.superseded NOT IN ({_listed(live)}))"
        )
    # The last of several lines with one fingerprint is the one that counts.
    query = (
        f"SELECT fingerprint, code FROM ({' UNION ALL '.join(pairs)}) ORDER BY fingerprint, id DESC"
    )
    found = connection.execute(query) if pairs else ()
    flat = array("q", chain.from_iterable(found))
    return Known(flat[0::2], flat[1::2], kinds)


def _of_profile(connection: sqlite3.Connection, profile: str, live: list[int]) -> str:
    rows = connection.execute(
        f"SELECT id FROM batch WHERE profile = ? AND id IN ({_listed(live)})", (profile,)
    )
    return _listed([batch for (batch,) in rows])


def _listed(batches: Iterable[int]) -> str:
    return ", ".join(map(str, batches))


def keep_statements(write: Write, batch: int, profile: str, ids: NewIds, told: LineNotes) -> None:
    """Note what each staged line stated, in place of what it stated before; `stage` is attached."""
    record = standing_sql(write.connection, "source_line.kind", "source_line.record")
    write.execute(
        "UPDATE source_line SET superseded = :batch WHERE superseded IS NULL"
        " AND batch_id IN (SELECT id FROM batch WHERE profile = :profile)"
        f" AND ({record}, kind) IN (SELECT record, kind FROM stage.line"
        "  WHERE outcome IN ('changed', 'same') AND record IS NOT NULL)",
        {"batch": batch, "profile": profile},
    )
    (last,) = write.execute("SELECT coalesce(max(id), 0) FROM source_line").fetchone()
    with filled_fast(write, "source_line", last, ids.lines):
        for kind in ids.last:
            write.execute(
                "INSERT INTO source_line"
                " (batch_id, line, fingerprint, kind, record, stated, site, contractor)"
                " SELECT :batch, line.line, line.fingerprint, line.kind,"
                f" coalesce(line.record, {ids.of_line(kind)}), {told.stated},"
                f" {told.part(kind, 'site')}, {told.part(kind, 'contractor')}"
                " FROM stage.line AS line"
                " WHERE line.kind = :kind AND (line.outcome = 'new'"
                "  OR (line.outcome IN ('changed', 'same') AND line.record IS NOT NULL))",
                {"batch": batch, "kind": kind},
            )
