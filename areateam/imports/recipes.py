"""A recipe: how a file was read and which of its cells were corrected, kept to be done again.

Corrections are kept by the line as it stood in the file and by the heading over the cell, so
that they find their lines in a longer, reordered or later file too.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.problems import FileProblem, UserProblem
from areateam.imports.fix_actions import Correction, correct
from areateam.imports.fix_views import heading_of
from areateam.imports.import_actions import ImportSettings
from areateam.imports.reader import read
from areateam.imports.restaging import OpenReview, changed_review, mark_of
from areateam.store.files import write_whole


class RecipeFix(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One corrected cell: the identity of its line, its heading, and both texts."""

    row: str
    column: str
    before: str
    after: str


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of an import and its corrections, as a recipe file holds them."""

    recipe: Literal[1]
    settings: ImportSettings
    fixes: tuple[RecipeFix, ...]


@dataclass(frozen=True, slots=True)
class Replayed:
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
        lines = _lines_by_mark(review, {int(fix.row, 16) for fix in recipe.fixes})
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
