"""What a person corrects in a file under review: cells, one by one or all that are wrong alike.

Only the side file changes. A correction is kept beside what the file says, goes into the batch
with the import, and can be taken back before that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.problems import UserProblem
from areateam.imports.fix_views import lines_wrong_alike
from areateam.imports.restaging import (
    OpenReview,
    changed_review,
    stage_again,
    whole_lines,
)


class Correction(msgspec.Struct, frozen=True):
    """A cell of a line, by its place counted from 0, and the text that is right."""

    line: int
    place: int
    text: str


def correct_cell(
    register: Path,
    path: Path,
    catalogue: Catalogue,
    correction: Correction,
    *,
    alike: bool = False,
) -> int:
    """Correct one cell; with `alike` in every line in which the same text is wrong there.

    A text that is what the file says takes the correction back. Returns how many lines were
    corrected. Raises UserProblem("line-emptied") where nothing would be left of a line, and
    FileProblem where the side file, or a file that is needed again, is gone.
    """
    with changed_review(register, path, catalogue) as review:
        lines = {correction.line}
        if alike:
            lines |= lines_wrong_alike(review, correction.line, correction.place)
        wanted = [Correction(line, correction.place, correction.text) for line in sorted(lines)]
        return correct(review, wanted)


def correct(review: OpenReview, corrections: Sequence[Correction]) -> int:
    """Carry out corrections in one step; returns how many lines there were.

    Raises UserProblem: line-emptied, line-not-there, column-not-there.
    """
    connection = review.connection
    originals = whole_lines(review, _lines_there(review, corrections))
    for each in corrections:
        cells = originals[each.line]
        if not 0 <= each.place < max(review.shape.width, len(cells)):
            raise UserProblem("column-not-there", line=each.line, place=each.place + 1)
        before = cells[each.place] if each.place < len(cells) else ""
        if each.text == before:
            connection.execute(
                "DELETE FROM stage.fix WHERE line = ? AND place = ?", (each.line, each.place)
            )
        else:
            connection.execute(
                "INSERT OR REPLACE INTO stage.fix VALUES (?, ?, ?, ?)",
                (each.line, each.place, before, each.text),
            )
    stage_again(review, originals)
    return len(originals)


def take_back(
    register: Path, path: Path, catalogue: Catalogue, line: int, place: int, *, alike: bool = False
) -> int:
    """Take a correction back; with `alike` every one of the same text to the same text there.

    Returns how many lines are again as the file has them in that place.
    """
    with changed_review(register, path, catalogue) as review:
        connection = review.connection
        condition = "line = ?1 AND place = ?2"
        if alike:
            condition = (
                "place = ?2 AND (before, after) ="
                " (SELECT f.before, f.after FROM stage.fix AS f WHERE f.line = ?1 AND f.place = ?2)"
            )
        lines = [
            found
            for (found,) in connection.execute(
                f"SELECT line FROM stage.fix WHERE {condition}", (line, place)
            )
        ]
        connection.execute(
            "DELETE FROM stage.fix WHERE place = ? AND line IN (SELECT value FROM json_each(?))",
            (place, json.dumps(lines)),
        )
        stage_again(review, lines)
        return len(lines)


def _lines_there(review: OpenReview, corrections: Iterable[Correction]) -> list[int]:
    wanted = sorted({each.line for each in corrections})
    there = {
        line
        for (line,) in review.connection.execute(
            "SELECT line FROM stage.line WHERE line IN (SELECT value FROM json_each(?))",
            (json.dumps(wanted),),
        )
    }
    for line in wanted:
        if line not in there:
            raise UserProblem("line-not-there", line=line)
    return wanted
