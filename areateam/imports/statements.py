"""What earlier imports stated: the fingerprints that make an unchanged line cost almost nothing."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from operator import not_
from typing import get_args

from areateam.imports.apply import NewIds, filled_fast
from areateam.imports.claims import LineNotes
from areateam.imports.profiles import PartKind
from areateam.ledger.ledger import Write
from areateam.ledger.undo import standings
from areateam.organisations.alias_views import standing_sql


def live_batches(connection: sqlite3.Connection) -> list[int]:
    """The batches whose import is in force: applied and not undone."""
    live = {s.operation for s in standings(connection) if s.live}
    rows = connection.execute("SELECT id, operation FROM batch").fetchall()
    return [batch for batch, operation in rows if operation in live]


KINDS: tuple[str, ...] = get_args(PartKind)
"""The kinds of records that a line may be about."""


@dataclass(slots=True)
class Known:
    """The statements of a layout that stand: in `prints` the fingerprints of their lines, sorted.

    `codes` has, place by place, one number for record and kind together, see `code_of`; `seen`
    whether the line stands in the file that is read. A register of a million lines has a million
    statements, which as plain numbers take a sixth of the memory of a dictionary.
    """

    prints: Sequence[int]
    codes: Sequence[int]
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


def code_of(kind: str, record: int) -> int:
    """The number for a record of one of the `KINDS`."""
    return record * len(KINDS) + KINDS.index(kind)


def subject_of(code: int) -> tuple[str, int]:
    """The kind and the record behind a number."""
    record, place = divmod(code, len(KINDS))
    return KINDS[place], record


def subject_sql(code: str) -> tuple[str, str]:
    """SQL for the record and for the kind behind a number."""
    kinds = " ".join(f"WHEN {place} THEN '{kind}'" for place, kind in enumerate(KINDS))
    return f"{code} / {len(KINDS)}", f"CASE {code} % {len(KINDS)} {kinds} END"


def known_statements(connection: sqlite3.Connection, profile: str) -> Known:
    """What lines of this layout last stated of each record, as it stands.

    A line that was followed by another about the same record, or whose record is gone, is not
    among them. What was stated of a record that was merged holds for the one that stands.
    """
    live = live_batches(connection)
    own = _of_profile(connection, profile, live)
    codes = []
    for place, kind in enumerate(KINDS):
        record = standing_sql(connection, f"'{kind}'", "s.record")
        there = f'(SELECT t.id FROM "{kind}" AS t WHERE t.id = {record})'
        codes.append(f"WHEN '{kind}' THEN {there} * {len(KINDS)} + {place}")
    # The last of several lines with one fingerprint is the one that counts.
    found = connection.execute(
        "SELECT fingerprint, code FROM ("
        f"SELECT s.fingerprint, CASE s.kind {' '.join(codes)} END AS code, s.id AS id"
        f" FROM source_line AS s WHERE s.batch_id IN ({own})"
        f" AND (s.superseded IS NULL OR s.superseded NOT IN ({_listed(live)}))"
        ") WHERE code IS NOT NULL ORDER BY fingerprint, id DESC"
    )
    flat = array("q", chain.from_iterable(found))
    return Known(flat[0::2], flat[1::2])


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
