"""The sentence below the title of Responsibilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.core.dates import format_date
from ui.pages.matrix_lines import accountable
from ui.style.marks import Shape
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from areateam.duties.duty_views import MatrixView


def day_spans(matrix: MatrixView, day: date, unnamed: Sequence[str]) -> list[Span]:
    """How accountability stands on a day, and how many of ours have nobody named."""
    proof = matrix.proof(day, day)
    own = {body.code for body in matrix.bodies if body.own}
    ours = sum(bool(own & set(each.holders)) for each in proof.stretches)
    on = format_date(day.isoformat())
    bad = len(proof.gaps) + len(proof.overlaps)
    if bad:
        spans = [
            Span(f"On {on} {ours} of {proof.functions} functions are ours. "),
            Span(f"{bad} {_have(bad)} no single accountable body", mark=Shape.LATE, strong=True),
        ]
    else:
        words = f"On {on} each of {proof.functions} functions has one accountable body;"
        spans = [Span(f"{words} {ours} are ours.")]
    if unnamed:
        words = f"{len(unnamed)} {_have(len(unnamed))} no named person"
        spans += [Span(" "), Span(words, mark=Shape.RISK, strong=True)]
    return spans


def change_spans(matrix: MatrixView, before: date, after: date) -> list[Span]:
    """How many functions change hands between two days, and how many come to us."""
    then, now = matrix.cells_on(before), matrix.cells_on(after)
    own = {body.code for body in matrix.bodies if body.own}
    hands = [
        (accountable(then, function.code), accountable(now, function.code))
        for function in matrix.functions
    ]
    moved = [(old, new) for old, new in hands if old != new]
    ours = sum(bool(own & set(new)) and not own & set(old) for old, new in moved)
    days = f"{format_date(before.isoformat())} → {format_date(after.isoformat())}"
    return [Span(f"{days}: {len(moved)} of {len(hands)} functions change hands, {ours} to us.")]


def _have(count: int) -> str:
    return "has" if count == 1 else "have"
