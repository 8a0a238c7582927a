"""What earlier imports stated: the fingerprints that make an unchanged line cost almost nothing."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

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


@dataclass(frozen=True, slots=True)
class Known:
    """The statements of a layout that stand: in `prints` the fingerprints of their lines, sorted.

    `codes` has, place by place, one number for record and kind together: `code` makes it,
    `subject_sql` takes it apart. A register of a million lines has a million statements, which
    as plain numbers take a sixth of the memory of a dictionary.
    """

    prints: Sequence[int]
    codes: Sequence[int]
    kinds: tuple[str, ...]
    records: int = 0
    """How many records they are about: one record may have several statements."""

    def codes_of(self, prints: Iterable[int]) -> list[int | None]:
        """The code of each line of a chunk, None for one that states something new."""
        ours, codes, count = self.prints, self.codes, len(self.prints)
        return [
            codes[at] if (at := bisect_left(ours, mark)) < count and ours[at] == mark else None
            for mark in prints
        ]

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
    marks = ", ".join("?" * len(live))
    kinds = tuple(
        kind
        for (kind,) in connection.execute(
            "SELECT DISTINCT s.kind FROM source_line s JOIN batch b ON b.id = s.batch_id"
            " WHERE b.profile = ? ORDER BY 1",
            (profile,),
        )
    )
    pairs: list[str] = []
    values: list[object] = []
    records = 0
    for place, kind in enumerate(kinds):
        record = standing_sql(connection, f"'{kind}'", "s.record")
        standing = (
            "FROM source_line s JOIN batch b ON b.id = s.batch_id"
            f' JOIN "{kind}" AS t ON t.id = {record}'
            f" WHERE b.profile = ? AND s.kind = ? AND b.id IN ({marks})"
            f" AND (s.superseded IS NULL OR s.superseded NOT IN ({marks}))"
        )
        code = f"t.id * {len(kinds)} + {place}"
        pairs.append(f"SELECT s.fingerprint, {code} AS code, s.id AS id {standing}")
        own = (profile, kind, *live, *live)
        values += own
        (count,) = connection.execute(f"SELECT count(DISTINCT t.id) {standing}", own).fetchone()
        records += int(count)
    # The last of several lines with one fingerprint is the one that counts.
    query = (
        f"SELECT fingerprint, code FROM ({' UNION ALL '.join(pairs)}) ORDER BY fingerprint, id DESC"
    )
    found = connection.execute(query, values) if pairs else ()
    flat = array("q", chain.from_iterable(found))
    prints, codes = flat[0::2], flat[1::2]
    return Known(prints, codes, kinds, records)


def absent_count(connection: sqlite3.Connection, known: Known) -> int:
    """How many records that earlier files of this layout named are not in the staged file."""
    if not known.prints:
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
    changed = otherwise.intersection(known.codes) if otherwise else ()
    return known.records - int(again) - len(changed)


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
    with filled_fast(write, "source_line", last):
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
