"""The proof that each function has one accountable body on each day, as a page of HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.paper import heading, page, paragraph, table
from areateam.duties.duty_rules import Proof, Stretch
from areateam.duties.duty_views import MatrixView


def proof_title(proof: Proof) -> str:
    """What the proof is called."""
    return f"Accountability from {_on(proof.first)} to {_on(proof.last)}"


def proof_page(matrix: MatrixView, proof: Proof, day: date) -> str:
    """The proof as a page: gaps and overlaps first, then every stretch of every function."""
    return page(proof_title(proof), _proof(matrix, proof, day))


def _proof(matrix: MatrixView, proof: Proof, day: date) -> Iterator[str]:
    yield heading(proof_title(proof))
    yield paragraph(f"{matrix.head.label}. As at {_on(day)}.", quiet=True)
    yield paragraph(
        f"{counted(proof.functions, 'function')} over {counted(proof.days, 'day')},"
        f" {counted(proof.function_days, 'day')} in all: {counted(len(proof.gaps), 'gap')} and"
        f" {counted(len(proof.overlaps), 'overlap')}."
    )
    for words, stretches in (
        ("Nobody is accountable", proof.gaps),
        ("More than one body is accountable", proof.overlaps),
        ("Every day of every function", proof.stretches),
    ):
        yield heading(words, 2)
        yield from _stretches(matrix, stretches)


def _stretches(matrix: MatrixView, stretches: Sequence[Stretch]) -> Iterator[str]:
    if not stretches:
        yield paragraph("None.")
        return
    names = {function.code: function.name for function in matrix.functions}
    bodies = {body.code: body.name for body in matrix.bodies}
    yield table(
        ("Function", "Name", "From", "To", "Days", "Accountable"),
        [
            (
                each.function, names[each.function], _on(each.first), _on(each.last),
                f"{each.days:,}",
                ", ".join(f"{code} {bodies[code]}" for code in each.holders) or "Nobody",
            )
            for each in stretches
        ],
        numbers=(4,),
    )  # fmt: skip


def _on(day: date) -> str:
    return format_date(day.isoformat())
