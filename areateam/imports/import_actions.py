"""The whole way of a file: examined, recognised, staged, matched, proposed, applied."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.findings import Finding, Weight
from areateam.core.progress import Progress, Quiet
from areateam.imports.absent_records import note_absent
from areateam.imports.apply import (
    apply_staged,
    fill_area_teams,
    fill_from_memberships,
    link_sites,
)
from areateam.imports.batch_layouts import kept_layout
from areateam.imports.claims import keep_claims, notes_of
from areateam.imports.control_actions import landed_amounts
from areateam.imports.date_questions import DateQuestion, date_questions
from areateam.imports.decision_actions import carry_out_absent, covered_lists, keep_fixes
from areateam.imports.import_mapping_rules import ListMapping
from areateam.imports.mapping import Layover
from areateam.imports.matching import match, name_types, resolve
from areateam.imports.profiles import Profile
from areateam.imports.proposals import counts, propose
from areateam.imports.reader import FileShape, read
from areateam.imports.stage_names import code_sql, name_sql
from areateam.imports.staging import Stage, fill, keep_findings, open_stage
from areateam.imports.statements import (
    keep_statements,
    known_statements,
    live_batches,
)
from areateam.imports.understanding import ImportSettings, Understood, understand
from areateam.ledger.ledger import Write
from areateam.ledger.spans import last_change
from areateam.store.failures import register_failures, sqlite_failures
from areateam.store.side_file import attached

__all__ = [
    "ImportSettings",
    "Staged",
    "Understood",
    "apply_batch",
    "attached",
    "in_order",
    "side_file_for",
    "stage_file",
    "understand",
]

_FINDINGS_SHOWN = 1000


class Staged(msgspec.Struct, frozen=True):
    """A file read, checked and matched into a side file; nothing in the register has changed."""

    path: Path
    shape: FileShape
    layover: Layover
    reason: str
    rows: int
    counts: dict[str, int]
    absent: int
    findings: tuple[Finding, ...]
    settings: ImportSettings
    seconds: float = 0.0
    questions: tuple[DateQuestion, ...] = ()
    mapping: ListMapping | None = None
    part_of: int = 0
    """The import whose waiting lines these are; 0 where it is a file of its own."""

    @property
    def profile(self) -> Profile:
        """The layout it was read as."""
        return self.layover.profile

    @property
    def adds_up(self) -> bool:
        """Whether every line read has an outcome."""
        return self.rows == sum(self.counts.values())


def stage_file(
    understood: Understood,
    settings: ImportSettings,
    register: Path,
    side_file: Path,
    catalogue: Catalogue,
    progress: Progress | None = None,
) -> Staged:
    """Read, check and match a file into `side_file`; the register is only read.

    Raises FileProblem and Cancelled, and RegisterProblem where the disk is full or fails; the
    side file is then of no use and is removed.
    """
    with sqlite_failures(register):
        return _stage_file(understood, settings, register, side_file, catalogue, progress)


def _stage_file(
    understood: Understood,
    settings: ImportSettings,
    register: Path,
    side_file: Path,
    catalogue: Catalogue,
    progress: Progress | None,
) -> Staged:
    began = time.perf_counter()
    shape, layover = understood.shape, understood.layover
    with register_failures(register):
        connection = open_stage(side_file, register, layover)
    try:
        name_types(connection, catalogue)
        known = known_statements(connection, layover.profile.key)
        stage = Stage(connection, shape, layover, catalogue, known)
        fill(stage, progress or Quiet())
        keep_findings(connection, understood.notes)
        resolve(connection, layover)
        match(connection, layover)
        propose(connection, layover, catalogue)
        _keep_held_lines(connection, shape)
        absent = note_absent(connection, known, layover, _pct_of(layover))
        return Staged(
            path=side_file,
            shape=shape,
            layover=layover,
            reason=understood.reason,
            rows=connection.execute("SELECT count(*) FROM line").fetchone()[0],
            counts=counts(connection),
            absent=absent,
            findings=tuple(_findings(connection)),
            settings=settings,
            questions=date_questions(connection, layover),
            mapping=understood.mapping,
            seconds=time.perf_counter() - began,
        )
    except BaseException:
        connection.close()
        side_file.unlink(missing_ok=True)
        raise
    finally:
        connection.close()


def apply_batch(write: Write, staged: Staged, catalogue: Catalogue) -> int:
    """Put a staged file into the register and return the batch's number; `stage` is attached."""
    name_types(write.connection, catalogue)
    layover = staged.layover
    since = last_change(write.connection)
    ids = apply_staged(write, layover)
    batch = _add_batch(write, staged, landed_amounts(write, layover, staged.part_of))
    keep_statements(write, batch, layover.profile.key, ids, notes_of(layover, ids))
    keep_fixes(write, batch, layover.header, ids)
    carry_out_absent(write, batch, catalogue)
    kinds = {part.kind for part in layover.profile.parts}
    if "membership" in kinds:
        fill_from_memberships(write)
    if kinds & {"membership", "contract"}:
        fill_area_teams(write)
    if kinds & {"site", "contract"}:
        link_sites(write, since)
    keep_claims(write, catalogue, batch, layover, ids)
    _keep_waiting(write, batch, layover)
    return batch


def _pct_of(layover: Layover) -> str:
    """The PCT that a person says every line is of; "" where nobody did."""
    target = layover.target("contract.pct_code")
    slots = {target.slot, target.spare} if target else set()
    told = (f.constant for f in layover.feeds if f.slot in slots and f.constant is not None)
    return next(told, "")


def side_file_for(register: Path) -> Path:
    """A name for the side file, beside the register so that it shares its disk and its owner."""
    return register.with_name(f".{register.name}.{os.getpid()}.{time.monotonic_ns()}.stage")


def _keep_held_lines(connection: sqlite3.Connection, shape: FileShape) -> None:
    """Fetch the doubtful and refused lines once more from the file, whole, where not yet kept."""
    wanted = {
        line
        for (line,) in connection.execute(
            "SELECT line FROM line WHERE outcome IN ('doubtful', 'rejected')"
            " AND line NOT IN (SELECT line FROM raw)"
        )
    }
    if not wanted:
        return
    for chunk in read(shape):
        connection.executemany(
            "INSERT INTO raw VALUES (?, ?)",
            [
                (line, json.dumps(record, ensure_ascii=False))
                for line, record in zip(chunk.lines, chunk.records, strict=True)
                if line in wanted
            ],
        )


def _findings(connection: sqlite3.Connection) -> list[Finding]:
    rows = connection.execute(
        "SELECT line, column_key, code, value, detail, weight FROM finding ORDER BY"
        " CASE weight WHEN 'refused' THEN 0 WHEN 'doubtful' THEN 1 ELSE 2 END, line LIMIT ?",
        (_FINDINGS_SHOWN,),
    ).fetchall()
    return [
        Finding(line, column, code, value, detail, Weight(weight))
        for line, column, code, value, detail, weight in rows
    ]


def _add_batch(write: Write, staged: Staged, amounts: Mapping[str, Any]) -> int:
    shape = staged.shape
    cursor = write.execute(
        "INSERT INTO batch (operation, profile, subject, file, sha256, size, encoding, delimiter,"
        " pct_code, lines, new, changed, same, doubtful, rejected, absent, settings)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            write.operation,
            staged.profile.key,
            staged.profile.parts[0].kind,
            shape.path.name,
            shape.sha256,
            shape.size,
            shape.encoding,
            shape.delimiter,
            staged.settings.pct or None,
            staged.rows,
            *(staged.counts[k] for k in ("new", "changed", "same", "doubtful", "rejected")),
            staged.absent,
            json.dumps(
                kept_layout(write.connection, staged.layover, staged.part_of)
                | {"given": msgspec.to_builtins(staged.settings)}
                | covered_lists(write)
                | dict(amounts)
            ),
        ),
    )
    return int(cursor.lastrowid or 0)


def _keep_waiting(write: Write, batch: int, layover: Layover) -> None:
    pct = layover.target("contract.pct_code")
    about = f"{pct.stated if pct else 'NULL'}, {code_sql(layover, 'line')}"
    live = ", ".join(map(str, live_batches(write.connection))) or "NULL"
    write.execute(
        "INSERT INTO held_line (batch_id, line, outcome, cells, record, pct_code, code, name,"
        " same_as) SELECT :batch, line.line, line.outcome, coalesce(r.cells, '[]'), line.record,"
        f" {about}, {name_sql(layover, 'line')}, e.first"
        " FROM stage.line AS line LEFT JOIN stage.raw AS r ON r.line = line.line"
        " LEFT JOIN (SELECT x.cells, min(x.id) AS first FROM held_line AS x"
        "  JOIN batch AS o ON o.id = x.batch_id JOIN batch AS b ON b.id = :batch"
        "  WHERE o.profile = b.profile AND o.pct_code IS b.pct_code AND x.same_as IS NULL"
        f"  AND o.id <> b.id AND o.id IN ({live}) GROUP BY x.cells) AS e ON e.cells = r.cells"
        " WHERE line.outcome IN ('doubtful', 'rejected')",
        {"batch": batch},
    )
    write.execute(
        "INSERT INTO batch_finding (batch_id, line, column_key, code, value, detail, weight)"
        " SELECT ?, line, column_key, code, value, detail, weight FROM stage.finding",
        (batch,),
    )


def in_order(understood: Sequence[Understood]) -> list[Understood]:
    """Several files in the order in which they should go in: those that name bodies first."""
    return sorted(understood, key=lambda u: u.layover.profile.order)
