"""What a person decides about a staged file: lines left out, taken again, and whether it goes in.

Only the side file changes; the register is written by `apply_reviewed` alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from areateam.catalogue.catalogue import Catalogue
from areateam.core.problems import UserProblem
from areateam.imports.doubt_views import IN_DOUBT_AS_READ, Candidate, candidates_of
from areateam.imports.import_actions import Staged, side_file_for
from areateam.imports.rejects import write_rejects, write_rejects_of_batch
from areateam.imports.restaging import OpenReview, changed_review, match_again, neighbours
from areateam.imports.stage_line_views import alike_of, rivals_of
from areateam.imports.staged_file import (
    load_staged,
    remove_stage,
    remove_stale_stages,
    require_current,
)

__all__ = [
    "accept",
    "count_this_line",
    "decide",
    "ready_to_apply",
    "remove_stage",
    "remove_stale_stages",
    "save_refused",
    "save_refused_of_batch",
    "settle",
    "side_file_for",
]

_MAY_BE_LEFT = (
    "line NOT IN (SELECT line FROM stage.left_out) AND (outcome IN ('new', 'changed', 'doubtful')"
    " OR line IN (SELECT line FROM stage.finding WHERE code = 'key-repeated'))"
)


def decide(
    register: Path, path: Path, catalogue: Catalogue, line: int, *, leave: bool, alike: bool
) -> int:
    """Leave a line out, or take it again; with `alike` all lines that one decision may stand for.

    A line left out is refused with the reason that a person left it out, so that the counts
    still add up to the lines read and the line is kept in the batch. Lines that stood against
    it are looked at again without it. Returns how many lines were decided anew. Raises
    FileProblem("stage-missing").
    """
    with changed_review(register, path, catalogue) as review:
        condition = "line = ?"
        values: tuple[object, ...] = (line,)
        if alike and (found := alike_of(review.connection, review.layover, line)):
            condition, values = found.condition, found.values
        may = _MAY_BE_LEFT if leave else "line IN (SELECT line FROM stage.left_out)"
        chosen = _lines(review.connection, f"{condition} AND {may}", values)
        (_leave if leave else _take)(review, chosen)
        return len(chosen)


def leave_out(review: OpenReview, lines: Sequence[int]) -> int:
    """Leave out those of some lines that may be; returns how many there were."""
    condition = f"{_CHOSEN} AND {_MAY_BE_LEFT}"
    chosen = _lines(review.connection, condition, (json.dumps(list(lines)),))
    if chosen:
        _leave(review, chosen)
    return len(chosen)


def count_this_line(register: Path, path: Path, catalogue: Catalogue, line: int) -> int:
    """Leave out every other line that has the same key, or means the same record, as this one.

    Returns how many were left out. Raises FileProblem("stage-missing").
    """
    with changed_review(register, path, catalogue) as review:
        others = rivals_of(review.connection, review.layover, line)
        _leave(review, others)
        return len(others)


def settle(
    register: Path, path: Path, catalogue: Catalogue, line: int, meant: Candidate | None
) -> int:
    """Say which record a line in doubt is about, or that it is a new one; None: it waits again.

    Returns how many lines were settled. Raises UserProblem("choice-gone") where the record is
    none of those that the line may mean, and FileProblem("stage-missing").
    """
    with changed_review(register, path, catalogue) as review:
        connection = review.connection
        connection.execute("DELETE FROM stage.settled WHERE line = ?", (line,))
        if meant is not None:
            if meant not in candidates_of(review, line):
                raise UserProblem("choice-gone")
            connection.execute(
                "INSERT INTO stage.settled VALUES (?, ?, ?)", (line, meant.kind, meant.record)
            )
        match_again(review, [line])
        return 1


def accept(register: Path, path: Path, catalogue: Catalogue, line: int, *, alike: bool) -> int:
    """Take a line in doubt as it was read; with `alike` all that are in doubt for the same reason.

    Returns how many lines were accepted. Raises FileProblem("stage-missing").
    """
    with changed_review(register, path, catalogue) as review:
        condition = "line = ?"
        values: tuple[object, ...] = (line,)
        if alike and (found := alike_of(review.connection, review.layover, line)):
            condition, values = found.condition, found.values
        lines = _lines(
            review.connection,
            f"{condition} AND outcome = 'doubtful' AND {IN_DOUBT_AS_READ}",
            values,
        )
        review.connection.execute(
            "INSERT OR REPLACE INTO stage.settled SELECT value, NULL, NULL FROM json_each(?)",
            (json.dumps(lines),),
        )
        match_again(review, lines)
        return len(lines)


def ready_to_apply(register: Path, path: Path, catalogue: Catalogue) -> Staged:
    """The staged file for `office.apply_staged`; asked for in the thread that writes.

    Raises FileProblem: stage-missing, and stage-outdated where the register was changed since.
    """
    require_current(register, path)
    return load_staged(path, register, catalogue)


def save_refused(register: Path, path: Path, catalogue: Catalogue, out: Path) -> int:
    """Write the refused lines of a staged file with their reasons; returns how many there are."""
    return write_rejects(load_staged(path, register, catalogue), out)


def save_refused_of_batch(connection: sqlite3.Connection, batch: int, out: Path) -> int:
    """Write the refused lines that wait in a past import; returns how many there are."""
    return write_rejects_of_batch(connection, batch, out)


def _lines(connection: sqlite3.Connection, condition: str, values: Sequence[object]) -> list[int]:
    rows = connection.execute(f"SELECT line FROM stage.line WHERE {condition}", values)
    return [line for (line,) in rows]


_CHOSEN = "line IN (SELECT value FROM json_each(?))"


def _leave(review: OpenReview, lines: Sequence[int]) -> None:
    connection, chosen = review.connection, (json.dumps(lines),)
    connection.execute(
        "INSERT INTO stage.left_out (line, outcome)"
        f" SELECT line, outcome FROM stage.line WHERE {_CHOSEN}",
        chosen,
    )
    connection.execute(
        "INSERT INTO stage.finding (line, column_key, code, value, detail, weight)"
        " SELECT value, '', 'left-out', '', '', 'refused' FROM json_each(?)",
        chosen,
    )
    for table in ("line", "shown"):
        connection.execute(f"UPDATE stage.{table} SET outcome = 'rejected' WHERE {_CHOSEN}", chosen)
    match_again(review, neighbours(review, lines))


def _take(review: OpenReview, lines: Sequence[int]) -> None:
    connection, chosen = review.connection, (json.dumps(lines),)
    connection.execute(
        "UPDATE stage.line SET outcome = 'known' WHERE line IN"
        f" (SELECT o.line FROM stage.left_out AS o WHERE o.outcome = 'known' AND o.{_CHOSEN})",
        chosen,
    )
    connection.execute(f"DELETE FROM stage.finding WHERE code = 'left-out' AND {_CHOSEN}", chosen)
    connection.execute(f"DELETE FROM stage.left_out WHERE {_CHOSEN}", chosen)
    match_again(review, lines)
