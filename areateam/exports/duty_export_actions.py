"""Writes responsibilities to files: the proof, the matrix on paper, the table of every duty.

The ending of the path decides: .csv for a spreadsheet, .pdf for paper, else a page of HTML.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from areateam.core.paper import Printer
from areateam.core.spreadsheet_text import guard_text
from areateam.duties.duty_rules import Proof
from areateam.duties.duty_table_actions import HEADINGS, table_lines
from areateam.duties.duty_views import MatrixView
from areateam.duties.matrix_pages import matrix_page, matrix_title
from areateam.duties.proof_pages import proof_page, proof_title
from areateam.exports.export_file import export_file

_PROOF = ("function", "name", "from", "to", "days", "verdict", "accountable")
_VERDICTS = ("gap", "one")
_ON_PAPER, _FOR_SPREADSHEETS = ".pdf", ".csv"


def write_proof(path: Path, matrix: MatrixView, proof: Proof, day: date, printer: Printer) -> int:
    """Write every stretch of a proof, and return how many.

    Raises as `export_file` and the printer do.
    """
    ending = path.suffix.lower()
    if ending == _FOR_SPREADSHEETS:
        _write_csv(path, _PROOF, _proof_lines(matrix, proof))
    else:
        html = proof_page(matrix, proof, day)
        with export_file(path) as temporary:
            if ending == _ON_PAPER:
                printer(html, temporary, title=proof_title(proof))
            else:
                temporary.write_bytes(html.encode("utf-8", "replace"))
    return len(proof.stretches)


def write_matrix(
    path: Path, matrix: MatrixView, days: Sequence[date], today: date, printer: Printer
) -> None:
    """Write a matrix on one day, or on two side by side, for A3 paper or as a page.

    Raises as `export_file` and the printer do.
    """
    html = matrix_page(matrix, days, today)
    with export_file(path) as temporary:
        if path.suffix.lower() == _ON_PAPER:
            title = matrix_title(matrix, days)
            printer(html, temporary, title=title, landscape=True, sheet="A3")
        else:
            temporary.write_bytes(html.encode("utf-8", "replace"))


def write_table(path: Path, matrix: MatrixView) -> int:
    """Write every duty as a line that `lines_read` takes back in, and return how many."""
    lines = list(table_lines(matrix))
    _write_csv(path, HEADINGS, lines)
    return len(lines)


def _proof_lines(matrix: MatrixView, proof: Proof) -> Iterable[Sequence[str]]:
    names = {function.code: function.name for function in matrix.functions}
    for each in proof.stretches:
        verdict = "overlap" if len(each.holders) > 1 else _VERDICTS[len(each.holders)]
        yield (
            each.function, names[each.function], each.first.isoformat(), each.last.isoformat(),
            str(each.days), verdict, ", ".join(each.holders),
        )  # fmt: skip


def _write_csv(path: Path, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    with (
        export_file(path) as temporary,
        temporary.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(heads)
        writer.writerows([guard_text(cell) for cell in line] for line in lines)
