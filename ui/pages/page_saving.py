"""Saves what a page shows to a file that people choose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from areateam.core.problems import FileProblem, Problem, UserProblem
from areateam.core.wording import problem_sentence
from areateam.exports.transition_export_actions import write_paper
from ui.printing import write_pdf

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
    write_beside(desk, "table-export", out, what, lambda _: write(out))


def write_beside(
    desk: Desk, token: str, out: Path, what: str, write: Callable[[Any], object]
) -> None:
    """Write a file beside the window, and tell where `what` is or why it is not.

    `write` is given the connection there, and may raise FileProblem and UserProblem.
    """

    def work(connection: Any) -> Problem | None:
        try:
            write(connection)
        except (FileProblem, UserProblem) as problem:
            return problem
        return None

    def done(problem: Problem | None) -> None:
        if problem is not None:
            desk.problem.emit(problem_sentence(problem))
        else:
            desk.told.emit(f"{what} is in {out}.")

    desk.read(token, work, done)


def write_page(path: Path, html: str, title: str) -> None:
    """Write a page for a printer as PDF where the file is named so, else for a browser.

    Raises FileProblem.
    """
    if path.suffix.lower() == ".pdf":
        write_pdf(html, path, title=title)
    else:
        write_paper(path, html)
