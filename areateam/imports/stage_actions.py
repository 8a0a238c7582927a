"""What a person decides about a staged file: lines left out, taken again, and whether it goes in.

Only the side file changes; the register is written by `apply_reviewed` alone.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from areateam.catalogue.catalogue import Catalogue
from areateam.core.problems import FileProblem
from areateam.imports.import_actions import Staged, side_file_for
from areateam.imports.reader import FileShape, read
from areateam.imports.rejects import write_rejects, write_rejects_of_batch
from areateam.imports.stage_line_views import alike_of
from areateam.imports.staged_file import (
    layout_in,
    load_staged,
    opened_stage,
    remove_stage,
    remove_stale_stages,
    require_current,
)

__all__ = [
    "decide",
    "ready_to_apply",
    "remove_stage",
    "remove_stale_stages",
    "save_refused",
    "save_refused_of_batch",
    "side_file_for",
]

_MAY_BE_LEFT = "outcome IN ('new', 'changed', 'doubtful')"


def decide(
    register: Path, path: Path, catalogue: Catalogue, line: int, *, leave: bool, alike: bool
) -> int:
    """Leave a line out, or take it again; with `alike` all lines that one decision may stand for.

    A line left out is refused with the reason that a person left it out, so that the counts
    still add up to the lines read and the line is kept in the batch. Returns how many lines
    were decided anew. Raises FileProblem("stage-missing").
    """
    with opened_stage(register, path) as connection:
        shape, layover = layout_in(connection, path, catalogue)
        condition = "line = ?"
        values: tuple[object, ...] = (line,)
        if alike and (found := alike_of(connection, layover, line)):
            condition, values = found.condition, found.values
        connection.execute("BEGIN")
        chosen = _choose(connection, condition, values, leave=leave)
        if leave:
            _leave(connection)
            _keep_whole(connection, shape)
        else:
            _take(connection)
        connection.execute("COMMIT")
        return chosen


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


def _choose(
    connection: sqlite3.Connection, condition: str, values: tuple[object, ...], *, leave: bool
) -> int:
    may = _MAY_BE_LEFT if leave else "line IN (SELECT line FROM stage.left_out)"
    connection.execute("DROP TABLE IF EXISTS temp.chosen")
    connection.execute("CREATE TEMP TABLE chosen (line INTEGER PRIMARY KEY)")
    connection.execute(
        f"INSERT INTO temp.chosen SELECT line FROM stage.line WHERE {condition} AND {may}", values
    )
    (chosen,) = connection.execute("SELECT count(*) FROM temp.chosen").fetchone()
    return int(chosen)


_CHOSEN = "line IN (SELECT line FROM temp.chosen)"


def _leave(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO stage.left_out (line, outcome)"
        f" SELECT line, outcome FROM stage.line WHERE {_CHOSEN}"
    )
    connection.execute(
        "INSERT INTO stage.finding (line, column_key, code, value, detail, weight)"
        " SELECT line, '', 'left-out', '', '', 'refused' FROM temp.chosen"
    )
    for table in ("line", "shown"):
        connection.execute(f"UPDATE stage.{table} SET outcome = 'rejected' WHERE {_CHOSEN}")


def _take(connection: sqlite3.Connection) -> None:
    for table in ("line", "shown"):
        connection.execute(
            f"UPDATE stage.{table} SET outcome = (SELECT o.outcome FROM stage.left_out AS o"
            f" WHERE o.line = {table}.line) WHERE {_CHOSEN}"
        )
    connection.execute(f"DELETE FROM stage.finding WHERE code = 'left-out' AND {_CHOSEN}")
    connection.execute(f"DELETE FROM stage.left_out WHERE {_CHOSEN}")


def _keep_whole(connection: sqlite3.Connection, shape: FileShape) -> None:
    """Keep the cells of lines now left out as they stand in the file, for the batch.

    A file that has gone or changed since leaves them without: what it said is no longer known.
    """
    wanted = {
        line
        for (line,) in connection.execute(
            "SELECT line FROM temp.chosen WHERE line NOT IN (SELECT line FROM stage.raw)"
        )
    }
    try:
        for chunk in read(shape) if wanted else ():
            connection.executemany(
                "INSERT INTO stage.raw VALUES (?, ?)",
                [
                    (line, json.dumps(chunk.raw.get(place, record), ensure_ascii=False))
                    for place, (line, record) in enumerate(
                        zip(chunk.lines, chunk.records, strict=True)
                    )
                    if line in wanted
                ],
            )
            wanted.difference_update(chunk.lines)
            if not wanted:
                break
    except FileProblem:
        return
