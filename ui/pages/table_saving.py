"""Saves a table of a page to a workbook or CSV file that people choose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from areateam.core.problems import FileProblem, Problem, UserProblem
from areateam.core.wording import problem_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.ask import Ask
    from ui.desk import Desk

_KINDS = "Excel workbook (*.xlsx);;CSV (*.csv)"


def save_table(
    desk: Desk, ask: Ask, title: str, name: str, what: str, write: Callable[[Path], object]
) -> None:
    """Ask for a file, write beside the window, and tell where `what` is or why it is not.

    The file is a workbook unless named otherwise; `write` may raise FileProblem and UserProblem.
    """
    path = ask.save_file(title, Path.home() / f"{name}.xlsx", _KINDS)
    if path is None:
        return
    out = path if path.suffix.lower() in (".csv", ".xlsx") else path.with_suffix(".xlsx")

    def work(_: Any) -> Problem | None:
        try:
            write(out)
        except (FileProblem, UserProblem) as problem:
            return problem
        return None

    def done(problem: Problem | None) -> None:
        if problem is not None:
            desk.problem.emit(problem_sentence(problem))
        else:
            desk.told.emit(f"{what} is in {out}.")

    desk.read("table-export", work, done)
