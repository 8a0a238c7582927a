"""Writes the proof of accountability to a file: CSV for a spreadsheet, else a page of HTML."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from areateam.core.spreadsheet_text import guard_text
from areateam.duties.duty_rules import Proof
from areateam.duties.duty_views import MatrixView
from areateam.duties.proof_pages import proof_page
from areateam.exports.export_file import export_file

_HEADINGS = ("function", "name", "from", "to", "days", "verdict", "accountable")
_VERDICTS = ("gap", "one")


def write_proof(path: Path, matrix: MatrixView, proof: Proof, day: date) -> int:
    """Write every stretch of a proof, and return how many; raises as `export_file` does."""
    if path.suffix.lower() == ".csv":
        _write_csv(path, matrix, proof)
    else:
        html = proof_page(matrix, proof, day)
        with export_file(path) as temporary:
            temporary.write_bytes(html.encode("utf-8", "replace"))
    return len(proof.stretches)


def _write_csv(path: Path, matrix: MatrixView, proof: Proof) -> None:
    names = {function.code: function.name for function in matrix.functions}
    with (
        export_file(path) as temporary,
        temporary.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(_HEADINGS)
        for each in proof.stretches:
            verdict = "overlap" if len(each.holders) > 1 else _VERDICTS[len(each.holders)]
            cells = (
                each.function, names[each.function], each.first.isoformat(),
                each.last.isoformat(), str(each.days), verdict, ", ".join(each.holders),
            )  # fmt: skip
            writer.writerow([guard_text(cell) for cell in cells])
