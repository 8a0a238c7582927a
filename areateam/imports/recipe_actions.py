"""A recipe: how a file was read and which of its cells were corrected, kept to be done again.

Corrections are kept by the line as it stood in the file and by the heading over the cell, so
that they find their lines in a longer, reordered or later file too.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.problems import FileProblem, UserProblem
from areateam.imports.fix_actions import Correction, correct
from areateam.imports.fix_views import heading_of
from areateam.imports.import_actions import ImportSettings
from areateam.imports.reader import read
from areateam.imports.restaging import OpenReview, changed_review, mark_of, open_review
from areateam.imports.stage_actions import leave_out
from areateam.store.files import write_whole


class RecipeFix(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One corrected cell: the identity of its line, its heading, and both texts."""

    row: str
    column: str
    before: str
    after: str


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of an import, its corrections and the lines left out, as its file holds them."""

    recipe: Literal[1]
    settings: ImportSettings
    fixes: tuple[RecipeFix, ...]
    left_out: tuple[str, ...] = ()
    """The identities of lines that a person left out."""


class Replayed(msgspec.Struct, frozen=True):
    """How many corrections of a recipe were carried out, and those whose line is not there."""

    carried_out: int
    without_line: tuple[RecipeFix, ...]


def recipe_of_batch(connection: sqlite3.Connection, batch: int) -> Recipe:
    """The recipe of a past import.

    Raises UserProblem("no-such-import") where there is no such import.
    """
    row = connection.execute("SELECT settings FROM batch WHERE id = ?", (batch,)).fetchone()
    if row is None:
        raise UserProblem("no-such-import", ref=f"B{batch}")
    fixes = connection.execute(
        "SELECT mark, place, heading, before, after FROM batch_fix WHERE batch_id = ? ORDER BY id",
        (batch,),
    ).fetchall()
    return Recipe(
        1,
        msgspec.convert(json.loads(row[0]).get("given", {}), ImportSettings),
        tuple(
            RecipeFix(_written(mark), heading or heading_of((), place), before, after)
            for mark, place, heading, before, after in fixes
        ),
        tuple(_left_out_of_batch(connection, batch)),
    )


def _left_out_of_batch(connection: sqlite3.Connection, batch: int) -> Iterator[str]:
    rows = connection.execute(
        "SELECT h.cells, (SELECT f.mark FROM batch_fix AS f WHERE f.batch_id = h.batch_id"
        "  AND f.line = h.line LIMIT 1) FROM held_line AS h WHERE h.batch_id = ? AND h.line IN"
        " (SELECT b.line FROM batch_finding AS b WHERE b.batch_id = h.batch_id"
        "  AND b.code = 'left-out') ORDER BY h.id",
        (batch,),
    )
    for cells, mark in rows:
        yield _written(mark_of(json.loads(cells)) if mark is None else mark)


def recipe_of_stage(register: Path, path: Path, catalogue: Catalogue) -> Recipe:
    """What was corrected and left out in a staged file, without its settings.

    It is for reading the file anew with others. Raises FileProblem as `open_review`.
    """
    with open_review(register, path, catalogue) as review:
        header = review.layover.header
        fixes = review.connection.execute(
            "SELECT o.mark, f.place, f.before, f.after FROM stage.fix AS f"
            " JOIN stage.original AS o ON o.line = f.line ORDER BY f.line, f.place"
        ).fetchall()
        left = review.connection.execute(
            "SELECT o.mark, r.cells FROM stage.left_out AS l"
            " LEFT JOIN stage.original AS o ON o.line = l.line"
            " LEFT JOIN stage.raw AS r ON r.line = l.line ORDER BY l.line"
        ).fetchall()
        return Recipe(
            1,
            ImportSettings(),
            tuple(
                RecipeFix(_written(mark), heading_of(header, place), before, after)
                for mark, place, before, after in fixes
            ),
            tuple(
                _written(mark_of(json.loads(cells)) if mark is None else mark)
                for mark, cells in left
                if mark is not None or cells
            ),
        )


def write_recipe(recipe: Recipe, path: Path) -> None:
    """Write a recipe file. Raises disk problems as `store.files` does."""
    write_whole(path, msgspec.json.format(msgspec.json.encode(recipe), indent=2) + b"\n")


def read_recipe(path: Path) -> Recipe:
    """Read a recipe file; FileProblem: file-not-found, recipe-unreadable."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Recipe)
    except OSError as error:
        raise FileProblem("file-not-found", path) from error
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise FileProblem("recipe-unreadable", path, detail=str(error)) from error


def replay(register: Path, path: Path, catalogue: Catalogue, recipe: Recipe) -> Replayed:
    """Carry out a recipe's corrections in a staged file, on every line that stands as it stood."""
    with changed_review(register, path, catalogue) as review:
        marks = {*(fix.row for fix in recipe.fixes), *recipe.left_out}
        lines = _lines_by_mark(review, {int(mark, 16) for mark in marks})
        places = {
            heading_of(review.layover.header, place): place
            for place in reversed(range(review.shape.width))
        }
        wanted: list[Correction] = []
        missing: list[RecipeFix] = []
        for fix in recipe.fixes:
            found = lines.get(int(fix.row, 16), ())
            place = places.get(fix.column)
            if not found or place is None:
                missing.append(fix)
                continue
            wanted += [Correction(line, place, fix.after) for line in found]
        if wanted:
            correct(review, wanted)
        leave_out(
            review, [line for mark in recipe.left_out for line in lines.get(int(mark, 16), ())]
        )
        return Replayed(len(recipe.fixes) - len(missing), tuple(missing))


def _lines_by_mark(review: OpenReview, marks: set[int]) -> Mapping[int, Sequence[int]]:
    """By the identity of a line, unsigned, every line of the file that has it."""
    found: dict[int, list[int]] = defaultdict(list)
    for chunk in read(review.shape) if marks else ():
        for place, line in enumerate(chunk.lines):
            mark = _unsigned(mark_of(chunk.raw.get(place, chunk.records[place])))
            if mark in marks:
                found[mark].append(line)
    return found


def _unsigned(mark: int) -> int:
    return mark % (1 << 64)


def _written(mark: int) -> str:
    return f"{_unsigned(mark):016x}"
