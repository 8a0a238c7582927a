"""Reads one line of a staged file whole, and what it has in common with others."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

import msgspec

from areateam.core.fields import Field
from areateam.core.findings import Finding
from areateam.core.wording import finding_sentence
from areateam.imports.doubt_views import NO_DOUBT, Doubt
from areateam.imports.finding_titles import finding_title
from areateam.imports.fix_views import CellView
from areateam.imports.mapping import Layover
from areateam.imports.reader import FileShape
from areateam.imports.stage_names import (
    Difference,
    NameBook,
    code_sql,
    difference,
    fields_by_place,
    labels_of,
    name_sql,
    told,
)
from areateam.imports.staged_file import finding_of


class Alike(msgspec.Struct, frozen=True):
    """Lines that have something in common: in words, how many, and SQL that finds them."""

    words: str
    lines: int
    condition: str
    values: tuple[object, ...]


class LineDetails(msgspec.Struct, frozen=True):
    """One line, whole: its cells, why it stands as it does, what it would change.

    `faults` are the cells with which something is wrong, and those corrected; `rivals` the lines
    that have the same key, or mean the same record; `doubt` what a person can settle.
    """

    line: int
    outcome: str
    kind: str
    code: str
    name: str
    cells: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    differences: tuple[Difference, ...]
    left_out: bool
    alike: Alike | None
    faults: tuple[CellView, ...] = ()
    rivals: tuple[int, ...] = ()
    doubt: Doubt = NO_DOUBT


def line_details(
    connection: sqlite3.Connection, shape: FileShape, layover: Layover, line: int
) -> LineDetails | None:
    """Everything about one line of the side file attached as `stage`; None where it has none."""
    row = connection.execute(
        "SELECT l.outcome, l.kind, l.record, o.outcome, r.cells,"
        f" {code_sql(layover)}, {name_sql(layover)} FROM stage.line AS l"
        " LEFT JOIN stage.left_out AS o ON o.line = l.line"
        " LEFT JOIN stage.raw AS r ON r.line = l.line WHERE l.line = ?",
        (line,),
    ).fetchone()
    if row is None:
        return None
    outcome, kind, record, before, cells, code, name = row
    names = NameBook(connection)
    known = names.names_of([(kind, record)] if record is not None else [])
    own = known.get((kind, record), ("", ""))
    alike = alike_of(connection, layover, line)
    if cells:
        whole = under_headings(shape.header, json.loads(cells))
    else:
        whole = _read_cells(connection, layover, line)
    return LineDetails(
        line=line,
        outcome="same" if outcome == "known" else outcome,
        kind=kind or "",
        code=code or own[0],
        name=name or own[1] or "No name given",
        cells=whole,
        reasons=tuple(_reasons(connection, layover, line)),
        differences=tuple(_differences(connection, layover, line)),
        left_out=before is not None,
        alike=alike,
    )


def alike_of(connection: sqlite3.Connection, layover: Layover, line: int) -> Alike | None:
    """The lines that one decision may stand for; None where there is nothing to decide.

    Lines in doubt share the first thing in doubt, changed ones the first field that would
    change, new ones that they are new.
    """
    (outcome,) = connection.execute(
        "SELECT coalesce(o.outcome, l.outcome) FROM stage.line AS l"
        " LEFT JOIN stage.left_out AS o ON o.line = l.line WHERE l.line = ?",
        (line,),
    ).fetchone()
    found: _Shared = ("Not in the register yet", "TRUE", ()) if outcome == "new" else None
    if outcome in _SHARED:
        found = _SHARED[outcome](connection, layover, line)
    if found is None:
        return None
    words, condition, values = found
    condition += (
        f" AND (outcome = '{outcome}' OR line IN"
        f" (SELECT line FROM stage.left_out WHERE outcome = '{outcome}'))"
    )
    (lines,) = connection.execute(
        f"SELECT count(*) FROM stage.line WHERE {condition}", values
    ).fetchone()
    return Alike(words, lines, condition, values)


def rivals_of(connection: sqlite3.Connection, layover: Layover, line: int) -> list[int]:
    """The other lines that have the key of this one, or mean its record, in the file's order.

    None where the line does not stand against any: neither key-repeated nor doubtful for it.
    """
    codes = {
        code
        for (code,) in connection.execute("SELECT code FROM stage.finding WHERE line = ?", (line,))
    }
    keys = layover.keys_of(layover.profile.parts[0])
    if "several-lines-one-record" in codes:
        shared = ["kind", "record"]
    elif "key-repeated" in codes and keys:
        shared = ["kind", *(target.slot for target in keys[0])]
    else:
        return []
    same = " AND ".join(f"o.{name} = l.{name}" for name in shared)
    rows = connection.execute(
        f"SELECT o.line FROM stage.line AS l JOIN stage.line AS o ON {same}"
        " WHERE l.line = ?1 AND o.line <> ?1"
        " AND o.line NOT IN (SELECT line FROM stage.left_out) ORDER BY o.line",
        (line,),
    )
    return [found for (found,) in rows]


_Shared = tuple[str, str, tuple[object, ...]] | None


def _same_doubt(connection: sqlite3.Connection, layover: Layover, line: int) -> _Shared:
    row = connection.execute(
        "SELECT column_key, code, value, detail FROM stage.finding WHERE line = ?"
        " AND weight = 'doubtful' ORDER BY rowid LIMIT 1",
        (line,),
    ).fetchone()
    if row is None:
        return None
    label = labels_of(layover).get(row[0], row[0])
    condition = (
        "line IN (SELECT line FROM stage.finding WHERE weight = 'doubtful'"
        " AND column_key = ? AND code = ?)"
    )
    return finding_title(row[1], label, Finding(line, *row)), condition, row[:2]


def _same_field(connection: sqlite3.Connection, layover: Layover, line: int) -> _Shared:
    row = connection.execute(
        "SELECT kind, field FROM stage.proposal WHERE line = ? ORDER BY rowid LIMIT 1", (line,)
    ).fetchone()
    if row is None:
        return None
    field = fields_by_place(layover).get(row, Field(row[1], row[1]))
    condition = "line IN (SELECT line FROM stage.proposal WHERE kind = ? AND field = ?)"
    return f"{field.label} changes", condition, row


_SHARED = {"doubtful": _same_doubt, "changed": _same_field}


def _differences(
    connection: sqlite3.Connection, layover: Layover, line: int
) -> Iterator[Difference]:
    names, fields = NameBook(connection), fields_by_place(layover)
    rows = connection.execute(
        "SELECT kind, field, before, after FROM stage.proposal WHERE line = ? ORDER BY rowid",
        (line,),
    ).fetchall()
    for row in rows:
        yield difference(fields, names, row)


def _reasons(connection: sqlite3.Connection, layover: Layover, line: int) -> Iterator[str]:
    labels = labels_of(layover)
    rows = connection.execute(
        "SELECT line, column_key, code, value, detail, weight FROM stage.finding WHERE line = ?"
        " ORDER BY CASE weight WHEN 'refused' THEN 0 WHEN 'doubtful' THEN 1 ELSE 2 END,"
        " rowid DESC",
        (line,),
    ).fetchall()
    for row in rows:
        yield finding_sentence(finding_of(row), labels.get(row[1], row[1]))


def under_headings(header: Sequence[str], cells: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Each cell with its heading, or its place where it has none."""
    names = [*header, *("" for _ in cells[len(header) :])]
    return tuple(
        (name.strip() or f"Column {place}", cell)
        for place, (name, cell) in enumerate(zip(names, cells, strict=False), start=1)
    )


def _read_cells(
    connection: sqlite3.Connection, layover: Layover, line: int
) -> tuple[tuple[str, str], ...]:
    """What was read from the line; nothing where it states what it stated before."""
    by_slot: dict[str, Field] = {}
    for target in layover.targets:
        by_slot.setdefault(target.slot, target.field)
    if not by_slot:
        return ()
    row = connection.execute(
        f"SELECT {', '.join(by_slot)} FROM stage.line WHERE line = ?", (line,)
    ).fetchone()
    names = NameBook(connection)
    return tuple(
        (field.label, told(field, value, names))
        for field, value in zip(by_slot.values(), row, strict=True)
        if value is not None
    )
