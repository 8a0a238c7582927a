"""Reads past imports: their counts, their findings, the lines that wait."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from areateam.core.findings import Finding
from areateam.core.problems import Problem
from areateam.imports.finding_titles import finding_note
from areateam.imports.profiles import load_profiles
from areateam.imports.stage_line_views import under_headings
from areateam.imports.stage_views import FindingKind, finding_kinds
from areateam.imports.staged_file import finding_of
from areateam.imports.waiting_filter import EVERYTHING, FROM, condition_of
from areateam.imports.waiting_views import held_counts
from areateam.ledger.undo import standings


class BatchView(msgspec.Struct, frozen=True):
    """One past import; `live` is false where it was undone."""

    id: int
    operation: int
    at: str
    user: str
    profile: str
    file: str
    sha256: str
    encoding: str
    delimiter: str
    lines: int
    new: int
    changed: int
    same: int
    doubtful: int
    rejected: int
    absent: int
    live: bool
    waiting: int
    """Lines that nobody has decided yet; 0 where it was undone."""

    def as_row(self) -> dict[str, Any]:
        """For lists; `ref` is the name that commands take."""
        return {"ref": f"B{self.id}", **msgspec.structs.asdict(self)}


def batches(connection: sqlite3.Connection, limit: int = 500) -> list[BatchView]:
    """Past imports, newest first; waiting lines taken in later are part of theirs."""
    live = {s.operation: s.live for s in standings(connection)}
    rows = connection.execute(
        'SELECT b.id, b.operation, o.at, o."user", b.profile, b.file, b.sha256, b.encoding,'
        " b.delimiter,"
        " b.lines, b.new, b.changed, b.same, b.doubtful, b.rejected, b.absent"
        " FROM batch b JOIN operation o ON o.id = b.operation"
        " WHERE b.settings ->> 'part_of' IS NULL ORDER BY b.id DESC LIMIT ?",
        (limit,),
    ).fetchall()
    where, values = condition_of(connection, EVERYTHING)
    waiting = dict(
        connection.execute(
            f"SELECT h.batch_id, count(*) FROM {FROM} WHERE {where} GROUP BY 1", values
        ).fetchall()
    )
    return [BatchView(*(*row, live.get(row[1], False), waiting.get(row[0], 0))) for row in rows]


def batch_findings(connection: sqlite3.Connection, batch: int, limit: int = 1000) -> list[Finding]:
    """The findings of a past import, refused lines first."""
    rows = connection.execute(
        "SELECT line, column_key, code, value, detail, weight FROM batch_finding"
        " WHERE batch_id = ? ORDER BY CASE weight WHEN 'refused' THEN 0 WHEN 'doubtful' THEN 1"
        " ELSE 2 END, line LIMIT ?",
        (batch, limit),
    ).fetchall()
    return [finding_of(row) for row in rows]


class HeldView(msgspec.Struct, frozen=True):
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
    """How many open lines of imports in force are in doubt, and how many were refused."""
    found = held_counts(connection, EVERYTHING)
    return found.get("doubtful", 0), found.get("rejected", 0)


class ProfileChoice(msgspec.Struct, frozen=True):
    """A layout that a person may name for a file."""

    key: str
    label: str


def profile_choices() -> tuple[ProfileChoice, ...]:
    """The layouts that can be named, by their labels."""
    known = [ProfileChoice(profile.key, profile.label) for profile in load_profiles().known]
    return tuple(sorted(known, key=lambda choice: choice.label))


def profile_label(key: str) -> str:
    """What a layout is called; a list read by its own headings has no profile of its own."""
    kind, _, name = key.partition(":")
    if kind == "mapping":
        return name
    labels = {choice.key: choice.label for choice in profile_choices()}
    return labels.get(key, "Contract list")


def batch_kinds(
    connection: sqlite3.Connection, catalogue: Catalogue, batch: int
) -> list[FindingKind]:
    """The findings of a past import by kind."""
    labels = field_labels(catalogue)
    return finding_kinds(connection, labels, "batch_finding", "batch_id = ?", (batch,))


def field_labels(catalogue: Catalogue) -> dict[str, str]:
    """By key, what the user knows each field by; a contract's own fields come before others."""
    found: dict[str, str] = {}
    for fields in (catalogue.fields, catalogue.site_fields, catalogue.contractor_fields):
        for key, field in fields.items():
            found.setdefault(key, field.label)
    return found


class HeldList:
    """The lines of a past import that wait, read page by page; `kind` narrows them.

    A row is the line's id, the values of `columns`, then the note beside the value.
    """

    def __init__(
        self, connection: sqlite3.Connection, labels: Mapping[str, str], batch: int, kind: str = ""
    ) -> None:
        self._connection = connection
        self._labels = labels
        self._batch = batch
        self._where = "h.batch_id = ?"
        self._values: list[object] = [batch]
        if kind:
            self._where += (
                " AND h.line IN (SELECT f.line FROM batch_finding AS f WHERE f.batch_id = ?"
                " AND f.weight = ? AND f.code = ? AND f.column_key = ?)"
            )
            self._values += [batch, *kind.split("|", 2)]
        self.columns: Sequence[Column] = (
            Column(Field("outcome", ""), "outcome", "", 30),
            Column(Field("line", "Line", Kind.INTEGER), "line", "", 56),
            Column(Field("field", "Field"), "field", "", 136),
            Column(Field("why", "Why it waits"), "why", "", 220),
            Column(Field("cells", "The line as it stands in the file"), "cells", "", 320),
        )

    def count(self) -> int:
        """How many lines wait."""
        (found,) = self._connection.execute(
            f"SELECT count(*) FROM held_line AS h WHERE {self._where}", self._values
        ).fetchone()
        return int(found)

    def rows(self, first: int, limit: int) -> list[tuple[Any, ...]]:
        """At most `limit` lines from place `first`, in file order."""
        rows = self._connection.execute(
            f"SELECT h.id, h.outcome, h.line, h.cells FROM held_line AS h WHERE {self._where}"
            " ORDER BY h.line LIMIT ? OFFSET ?",
            (*self._values, limit, first),
        ).fetchall()
        found = self._findings([row[2] for row in rows])
        return [self._row(row, found.get(row[2])) for row in rows]

    def _findings(self, lines: list[int]) -> dict[int, Finding]:
        marks = ", ".join("?" * len(lines))
        rows = self._connection.execute(
            "SELECT line, column_key, code, value, detail, weight FROM batch_finding"
            f" WHERE batch_id = ? AND line IN ({marks}) AND weight <> 'note'"
            " ORDER BY weight = 'refused', id DESC",
            (self._batch, *lines),
        )
        return {row[0]: finding_of(row) for row in rows}

    def _row(self, row: tuple[Any, ...], finding: Finding | None) -> tuple[Any, ...]:
        number, outcome, line, cells = row
        label = self._labels.get(finding.column, finding.column) if finding else ""
        value = finding.value if finding else ""
        note = finding_note(finding, label) if finding else ""
        told = " · ".join(cell for cell in json.loads(cells) if cell.strip())
        return number, outcome, line, label, value, told, note


def held_cells(
    connection: sqlite3.Connection, batch: int, line: int
) -> tuple[tuple[str, str], ...]:
    """Every cell of a waiting line under its heading."""
    row = connection.execute(
        "SELECT h.cells, b.settings FROM held_line AS h JOIN batch AS b ON b.id = h.batch_id"
        " WHERE b.id = ? AND h.line = ?",
        (batch, line),
    ).fetchone()
    if row is None:
        return ()
    header = json.loads(row[1]).get("header", ())
    return under_headings(header, json.loads(row[0]))


class LaterWork(msgspec.Struct, frozen=True):
    """A later operation that stands in the way of an undo, and on how many records."""

    operation: int
    label: str
    records: int


def later_work(problem: Problem) -> list[LaterWork]:
    """What an undo that was refused would lose, the newest first; empty for another problem."""
    facts = problem.facts.get("clashes", ())
    by_operation: dict[tuple[int, str], set[tuple[str, int]]] = {}
    for clash in facts if isinstance(facts, list | tuple) else ():
        key = (clash.operation, clash.label)
        by_operation.setdefault(key, set()).add((clash.kind, clash.record))
    return [
        LaterWork(operation, label, len(records))
        for (operation, label), records in sorted(by_operation.items(), reverse=True)
    ]
