"""Lines to ask a PCT about: those that wait in the register, or in a file not yet taken in."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.fields import Field, Kind
from areateam.core.findings import Finding, Weight
from areateam.core.problems import UserProblem
from areateam.core.queries import QueryLine
from areateam.core.wording import finding_sentence
from areateam.imports.batch_layouts import batch_layout
from areateam.imports.finding_titles import finding_title
from areateam.imports.import_actions import Staged
from areateam.imports.import_views import field_labels
from areateam.imports.mapping import Layover
from areateam.imports.stage_names import (
    NameBook,
    difference,
    fields_by_place,
    labels_of,
    name_sql,
)
from areateam.imports.staged_file import finding_of, load_staged, opened_stage
from areateam.imports.waiting_filter import EVERYTHING, WaitingFilter
from areateam.imports.waiting_views import waiting_lines
from areateam.store.side_file import read_side_file

OUTCOME_WORDS: Mapping[str, str] = {
    "new": "new",
    "changed": "changed",
    "same": "the same",
    "doubtful": "in doubt",
    "rejected": "refused",
}
"""The outcomes of a line in words, in the order in which they are counted."""

_FLAGS = ("Yes", "No")


def mark_of(sha256: str, line: int, came: Sequence[str], sent: Sequence[str]) -> str:
    """What an answer is known by: the file, the line, a digest of it as it came and as sent."""
    return f"{line}-{sha256[:16]}-{digest(sha256, line, came)}-{digest(sha256, line, sent)}"


def digest(sha256: str, line: int, cells: Sequence[str]) -> str:
    """The fingerprint of a line of a file; blank cells at its end mean nothing."""
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    whole = json.dumps([sha256, line, *kept]).encode()
    return hashlib.blake2b(whole, digest_size=8).hexdigest()


def queries_of_waiting(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    wanted: WaitingFilter = EVERYTHING,
    held: Sequence[int] = (),
) -> Iterator[QueryLine]:
    """The open lines that a filter leaves, or some by their ids, as questions."""
    layouts: dict[int, Layover | None] = {}
    labels = field_labels(catalogue)
    for view in waiting_lines(connection, wanted, held):
        if view.batch not in layouts:
            layouts[view.batch] = _layover_of(connection, catalogue, view.batch)
        found = [f for f in view.findings if f.weight is not Weight.NOTE]
        mark = mark_of(view.sha256, view.line, view.came, view.cells)
        about = (mark, view.pct, view.file, view.line, view.header, view.cells)
        yield _query(about, found, layouts[view.batch], labels, catalogue)


def queries_of_staged(staged: Staged, catalogue: Catalogue) -> list[QueryLine]:
    """The lines of a staged file that would wait, as questions; its side file must be there."""
    layover, shape = staged.layover, staged.shape
    pct = layover.target("contract.pct_code")
    found: dict[int, list[Finding]] = {}
    with closing(read_side_file(staged.path)) as connection:
        for row in connection.execute(
            "SELECT line, column_key, code, value, detail, weight FROM finding"
            " WHERE weight <> 'note' ORDER BY weight = 'doubtful', rowid"
        ):
            found.setdefault(row[0], []).append(finding_of(row))
        rows = connection.execute(
            f"SELECT line.line, raw.cells, {pct.stated if pct else 'NULL'} FROM line"
            " JOIN raw ON raw.line = line.line WHERE line.outcome IN ('doubtful', 'rejected')"
            " ORDER BY line.line"
        ).fetchall()
    lines = []
    for line, text, code in rows:
        cells = tuple(json.loads(text))
        mark = mark_of(shape.sha256, line, cells, cells)
        about = (mark, code or staged.settings.pct, shape.path.name, line, layover.header, cells)
        lines.append(_query(about, found.get(line, []), layover, labels_of(layover), catalogue))
    return lines


def changes_of_staged(
    staged: Staged, register: Path, limit: int = 2000
) -> tuple[list[tuple[int, str, str, str, str]], int]:
    """What a staged file would change, and how many values there are in all.

    A change is the line, the record's name, the field's label and both forms of the value.
    """
    layover = staged.layover
    fields = fields_by_place(layover)
    with opened_stage(register, staged.path) as connection:
        names = NameBook(connection)
        of = (
            "FROM stage.proposal AS p JOIN stage.line AS l ON l.line = p.line"
            " LEFT JOIN stage.raw AS r ON r.line = l.line WHERE l.outcome = 'changed'"
        )
        (in_all,) = connection.execute(f"SELECT count(*) {of}").fetchone()
        rows = connection.execute(
            f"SELECT l.line, {name_sql(layover)}, p.kind, p.field, p.before, p.after {of}"
            " ORDER BY l.line, p.rowid LIMIT ?",
            (limit,),
        ).fetchall()
        found = []
        for line, name, *proposed in rows:
            shown = difference(fields, names, (*proposed,))
            found.append((line, name or "", shown.label, shown.before, shown.after))
        return found, int(in_all)


class StagedQueries(msgspec.Struct, frozen=True):
    """What the questions about a staged file say: its lines, its counts, what would change."""

    file: str
    lines: tuple[QueryLine, ...]
    counts: tuple[tuple[str, int], ...]
    changes: tuple[tuple[int, str, str, str, str], ...]
    changes_in_all: int


def staged_queries(staged: Staged, register: Path, catalogue: Catalogue) -> StagedQueries:
    """Everything to ask about a staged file; its side file must be there."""
    changes, in_all = changes_of_staged(staged, register)
    counts = tuple((OUTCOME_WORDS[word], staged.counts[word]) for word in OUTCOME_WORDS)
    lines = tuple(queries_of_staged(staged, catalogue))
    return StagedQueries(staged.shape.path.name, lines, counts, tuple(changes), in_all)


def queries_of_stage(path: Path, register: Path, catalogue: Catalogue) -> StagedQueries:
    """As `staged_queries`, of a file under review; raises FileProblem as `load_staged` does."""
    return staged_queries(load_staged(path, register, catalogue), register, catalogue)


def _layover_of(connection: sqlite3.Connection, catalogue: Catalogue, batch: int) -> Layover | None:
    """The layout of an import; None where it is gone, and any cell may then be put right."""
    try:
        return batch_layout(connection, catalogue, batch).layover
    except UserProblem:
        return None


def _query(
    about: tuple[str, str, str, int, tuple[str, ...], tuple[str, ...]],
    findings: Sequence[Finding],
    layover: Layover | None,
    labels: Mapping[str, str],
    catalogue: Catalogue,
) -> QueryLine:
    mark, pct, file, line, header, cells = about
    faults: dict[int, str] = {}
    choices: dict[int, tuple[str, ...]] = {}
    in_cells = layover is not None and bool(findings)
    for finding in findings:
        sentence = finding_sentence(finding, labels.get(finding.column, finding.column))
        places = _places(layover, finding.column) if layover else {}
        in_cells = in_cells and bool(places)
        for place, field in places.items():
            faults[place] = f"{faults[place]} {sentence}" if place in faults else sentence
            if layover and (words := _choices(catalogue, layover, field)):
                choices[place] = words
    titles = [finding_title(f.code, labels.get(f.column, f.column), f) for f in findings]
    reasons = [finding_sentence(f, labels.get(f.column, f.column)) for f in findings]
    return QueryLine(
        mark, pct or "", file, line, header, cells, tuple(dict.fromkeys(reasons)),
        tuple(dict.fromkeys(titles)), faults if in_cells else {}, choices,
    )  # fmt: skip


def _places(layover: Layover, column: str) -> dict[int, Field]:
    """The cells that feed a field, by their places; none for what no one cell is about."""
    found: dict[int, Field] = {}
    for feed in layover.feeds:
        keys = {t.field.key for t in layover.targets if t.slot == feed.slot} | {feed.field.key}
        if column in keys:
            found |= {place: feed.field for place in (feed.place, *feed.places) if place >= 0}
    return found


def _choices(catalogue: Catalogue, layover: Layover, field: Field) -> tuple[str, ...]:
    """All that may stand in a cell, where that is a short list."""
    if field.key == "contract_type" and layover.profile.group:
        return tuple(kind.label for kind in catalogue.types_of(layover.profile.group))
    if field.kind is Kind.FLAG:
        return _FLAGS
    return tuple(choice.label for choice in field.choices)
