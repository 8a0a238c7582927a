"""Reads the records that a file under review does not name: where each was seen last, and when."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field, Kind
from areateam.imports.stage_names import NameBook
from areateam.imports.staged_file import layout_in, opened_stage, stage_connection
from areateam.imports.statements import live_batches

ABSENT = "absent"
"""The key by which the review shows these records in place of lines."""

COLUMNS = (
    Column(Field("outcome", "", help="What is decided about the record"), "outcome", "", 30),
    Column(Field("code", "Code", Kind.CODE), "code", "", 76),
    Column(Field("name", "Name"), "name", "", 150),
    Column(Field("pct", "PCT", Kind.CODE), "pct", "", 52),
    Column(Field("seen", "Last seen in"), "seen", "", 156),
    Column(Field("seen_on", "Taken in", Kind.DATE), "seen_on", "", 92),
    Column(Field("decision", "On Apply"), "decision", "", 116),
)


class AbsentView(msgspec.Struct, frozen=True):
    """One absent record. `seen_in` and `seen_on` are the last file that named it, and its day."""

    id: int
    kind: str
    record: int
    code: str
    name: str
    pct: str
    seen_in: str
    seen_on: str
    decision: str
    ends: str
    reason: str

    @property
    def decided(self) -> str:
        """What would become of it, in words."""
        if self.decision == "end":
            return f"ends {format_date(self.ends)}"
        return {"query": "query", "leave": "stays as it is"}[self.decision]

    def as_row(self) -> dict[str, Any]:
        """For lists and scripts."""
        return {
            "kind": self.kind,
            "code": self.code,
            "name": self.name,
            "pct": self.pct,
            "last_file": self.seen_in,
            "last_seen": self.seen_on,
            "decision": self.decision,
            "ends": self.ends,
        }


class AbsentList:
    """The absent records by PCT and code, read page by page, in any one thread.

    A row is its id and the values of `columns`. Close it when another takes its place.
    """

    columns: Sequence[Column] = COLUMNS

    def __init__(self, register: Path, path: Path, catalogue: Catalogue) -> None:
        self._connection = stage_connection(register, path)
        try:
            _, layover = layout_in(self._connection, path, catalogue)
            self._reader = _Reader(self._connection, layover.profile.key)
            self._connection.execute(
                "CREATE TEMP TABLE picked (place INTEGER PRIMARY KEY, row INTEGER)"
            )
            self._connection.execute(
                "INSERT INTO temp.picked (row) SELECT a.id FROM stage.absent AS a"
                " LEFT JOIN contract AS c ON a.kind = 'contract' AND c.id = a.record"
                " ORDER BY c.pct_code, coalesce(c.ods_code, c.contract_no), a.record"
            )
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close its connection; it must not be read any more."""
        self._connection.close()

    def count(self) -> int:
        """How many there are."""
        (found,) = self._connection.execute("SELECT count(*) FROM temp.picked").fetchone()
        return int(found)

    def position(self, record: int) -> int | None:
        """The place of the row with this id, counted from 0."""
        row = self._connection.execute(
            "SELECT place - 1 FROM temp.picked WHERE row = ?", (record,)
        ).fetchone()
        return int(row[0]) if row else None

    def rows(self, first: int, limit: int) -> list[tuple[Any, ...]]:
        """At most `limit` rows from place `first`."""
        ids = [
            row
            for (row,) in self._connection.execute(
                "SELECT row FROM temp.picked WHERE place BETWEEN ? AND ? ORDER BY place",
                (first + 1, first + limit),
            )
        ]
        return [
            (v.id, v.decision, v.code or "—", v.name, v.pct,
             v.seen_in, v.seen_on or None,
             v.decided)
            for v in self._reader.views(ids)
        ]  # fmt: skip


def absent_record(register: Path, path: Path, catalogue: Catalogue, row: int) -> AbsentView | None:
    """One absent record by its id in the review; None where it is none any more."""
    with opened_stage(register, path) as connection:
        _, layover = layout_in(connection, path, catalogue)
        return next(iter(_Reader(connection, layover.profile.key).views([row])), None)


def absent_records(register: Path, path: Path, catalogue: Catalogue) -> list[AbsentView]:
    """All of them, by PCT and code."""
    listed = AbsentList(register, path, catalogue)
    try:
        ids = [row[0] for row in listed.rows(0, listed.count())]
    finally:
        listed.close()
    with opened_stage(register, path) as connection:
        _, layover = layout_in(connection, path, catalogue)
        return _Reader(connection, layover.profile.key).views(ids)


class _Reader:
    """Reads rows of `stage.absent` with what the register says of their records."""

    def __init__(self, connection: sqlite3.Connection, profile: str) -> None:
        self._connection = connection
        self._profile = profile
        self._names = NameBook(connection)
        self._live = json.dumps(live_batches(connection))

    def views(self, ids: Sequence[int]) -> list[AbsentView]:
        """These rows, in this order."""
        rows = self._connection.execute(
            "SELECT a.id, a.kind, a.record, c.pct_code, a.decision, a.ends, a.reason"
            " FROM stage.absent AS a"
            " LEFT JOIN contract AS c ON a.kind = 'contract' AND c.id = a.record"
            " WHERE a.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        ).fetchall()
        names = self._names.names_of({(row[1], row[2]) for row in rows})
        found = {row[0]: self._view(row, names) for row in rows}
        return [found[row] for row in ids if row in found]

    def _view(
        self, row: tuple[Any, ...], names: Mapping[tuple[str, int], tuple[str, str]]
    ) -> AbsentView:
        number, kind, record, pct, decision, ends, reason = row
        code, name = names.get((kind, record), ("", ""))
        file, day = self._last_seen(kind, record)
        return AbsentView(
            number, kind, record, code, name or "No name given", pct or "", file, day,
            decision, ends or "", reason,
        )  # fmt: skip

    def _last_seen(self, kind: str, record: int) -> tuple[str, str]:
        """The last file that named a record, and its day.

        A line that says what it said before leaves nothing behind; but a file that covered the
        record's list, and did not miss it, named it.
        """
        row = self._connection.execute(
            "SELECT b.file, substr(o.at, 1, 10) FROM batch AS b"
            " JOIN operation AS o ON o.id = b.operation"
            " LEFT JOIN contract AS c ON :kind = 'contract' AND c.id = :record"
            " WHERE b.profile = :profile AND b.id IN (SELECT value FROM json_each(:live))"
            " AND b.id >= (SELECT max(s.batch_id) FROM source_line AS s"
            "  JOIN batch AS x ON x.id = s.batch_id WHERE s.kind = :kind AND s.record = :record"
            "  AND x.profile = :profile AND x.id IN (SELECT value FROM json_each(:live)))"
            " AND (EXISTS (SELECT 1 FROM source_line AS s WHERE s.batch_id = b.id"
            "   AND s.record = :record AND s.kind = :kind)"
            "  OR (NOT EXISTS (SELECT 1 FROM batch_absent AS m WHERE m.batch_id = b.id"
            "    AND m.record = :record AND m.kind = :kind)"
            "   AND EXISTS (SELECT 1 FROM json_each(b.settings, '$.covered') AS v"
            "    WHERE :kind <> 'contract' OR (v.value ->> 0 IS c.pct_code"
            "     AND v.value ->> 1 = c.group_key))))"
            " ORDER BY b.id DESC LIMIT 1",
            {"kind": kind, "record": record, "profile": self._profile, "live": self._live},
        ).fetchone()
        return (str(row[0]), str(row[1])) if row else ("", "")
