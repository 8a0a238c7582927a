"""The file of rejected lines: to be corrected and imported again."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from areateam.core.fields import Field
from areateam.core.findings import Finding, Weight
from areateam.core.spreadsheet_text import guard_formula
from areateam.core.wording import finding_sentence
from areateam.imports.import_actions import Staged
from areateam.imports.recognise import ADDED
from areateam.store.files import write_whole
from areateam.store.side_file import read_side_file


class RejectedLine(msgspec.Struct, frozen=True):
    """One line that could not go in: as it stood, and every reason why, as sentences."""

    line: int
    cells: tuple[str, ...]
    reasons: tuple[str, ...]


def write_rejects(staged: Staged, path: Path) -> int:
    """Write the rejected lines of a staged file, and return how many there are.

    The side file must still be there. Delimiter and header are those of the original, and each
    line ends in its number and its reason. Raises RegisterProblem-like disk problems as
    `store.files` does.
    """
    labels = {t.field.key: t.field for t in staged.layover.targets}
    with closing(read_side_file(staged.path)) as connection:
        lines = _rejected(connection, "line", "raw", "finding", "", labels)
    return _write(lines, staged.layover.header, staged.layover.width, staged.shape.delimiter, path)


def write_rejects_of_batch(connection: sqlite3.Connection, batch: int, path: Path) -> int:
    """Write the rejected lines that wait in a batch of the register; see `write_rejects`."""
    (delimiter, settings) = connection.execute(
        "SELECT delimiter, settings FROM batch WHERE id = ?", (batch,)
    ).fetchone()
    kept = json.loads(settings)
    where = f"batch_id = {int(batch)} AND"
    lines = _rejected(connection, "held_line", "held_line", "batch_finding", where, {})
    return _write(lines, tuple(kept["header"]), kept["width"], delimiter, path)


def _rejected(
    connection: sqlite3.Connection,
    lines: str,
    cells: str,
    findings: str,
    where: str,
    labels: Mapping[str, Field],
) -> list[RejectedLine]:
    """The rejected lines of a side file or a batch; `where` begins each condition."""
    reasons: dict[int, list[str]] = {}
    for row in connection.execute(
        f"SELECT line, column_key, code, value, detail FROM {findings}"
        f" WHERE {where} weight = ? ORDER BY rowid",
        (Weight.REFUSED.value,),
    ):
        found = Finding(*row)
        field = labels.get(found.column)
        sentence = finding_sentence(found, field.label if field else "")
        reasons.setdefault(found.line, []).append(sentence)
    chosen = connection.execute(
        f"SELECT line, cells FROM {cells} WHERE {where} line IN"
        f" (SELECT line FROM {lines} WHERE {where} outcome = 'rejected') ORDER BY line"
    )
    return [
        RejectedLine(line, tuple(json.loads(text)), tuple(reasons.get(line, ())))
        for line, text in chosen
    ]


def _write(
    lines: Sequence[RejectedLine], header: Sequence[str], width: int, delimiter: str, path: Path
) -> int:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter or ",", lineterminator="\r\n")
    if header:
        writer.writerow([*header, *ADDED])
    writer.writerows(_records(lines, width))
    write_whole(path, text.getvalue().encode("utf-8-sig", "surrogatepass"))
    return len(lines)


def _records(lines: Iterable[RejectedLine], width: int) -> Iterable[list[str]]:
    for line in lines:
        cells = list(line.cells)
        # A file of rejected lines that is corrected in part brings its own two columns back.
        if len(cells) == width + len(ADDED):
            cells = cells[:width]
        cells += [""] * (width - len(cells))
        yield [*map(guard_formula, cells), str(line.line), " ".join(line.reasons)]
