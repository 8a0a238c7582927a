"""Saves how the PCTs differ from the single model to a file that people choose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from areateam.core.problems import FileProblem, Problem, UserProblem
from areateam.core.wording import problem_sentence
from areateam.exports.consistency_export_actions import export_consistency, export_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.variation.consistency_views import ConsistencyLine
    from ui.ask import Ask
    from ui.desk import Desk

_KINDS = "Excel workbook (*.xlsx);;CSV (*.csv)"


def save_consistency(
    desk: Desk, ask: Ask, lines: Sequence[ConsistencyLine], *, letters: bool
) -> None:
    """Ask for a file, write the lines or their letters beside the window, and tell where it is."""
    if not lines:
        return
    name = f"{lines[0].label}, {'letters' if letters else 'consistency'}.xlsx"
    path = ask.save_file("Export", Path.home() / name, _KINDS)
    if path is None:
        return
    out = path if path.suffix.lower() in (".csv", ".xlsx") else path.with_suffix(".xlsx")
    write, today = export_letters if letters else export_consistency, desk.today

    def work(_: Any) -> Problem | None:
        try:
            write(lines, today, out)
        except (FileProblem, UserProblem) as problem:
            return problem
        return None

    def done(problem: Problem | None) -> None:
        if problem is not None:
            desk.problem.emit(problem_sentence(problem))
        else:
            desk.told.emit(f"The comparison is in {out}.")

    desk.read("consistency-export", work, done)
