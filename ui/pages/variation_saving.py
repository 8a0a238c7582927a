"""Writes a list of variation to a file that people choose, beside the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.ask import Ask
    from ui.desk import Desk

WORKBOOKS = "Workbooks (*.xlsx);;Lists (*.csv)"
LISTS = "Lists (*.csv);;Workbooks (*.xlsx)"


def save_list(
    desk: Desk, ask: Ask, title: str, write: Callable[[Path], int], kinds: str = LISTS
) -> None:
    """Ask for a file, write it, and tell how many lines are in it; its name begins with `title`."""
    suffix = ".xlsx" if kinds is WORKBOOKS else ".csv"
    suggested = Path.home() / f"{title} {desk.today}{suffix}"
    path = ask.save_file(f"Export: {title}", suggested, kinds)
    if path is None:
        return
    out = path if path.suffix else path.with_suffix(suffix)

    def work(_: Any) -> int | Problem:
        try:
            return write(out)
        except Problem as problem:
            return problem

    def done(found: int | Problem) -> None:
        if isinstance(found, Problem):
            desk.problem.emit(problem_sentence(found))
        else:
            desk.told.emit(f"{found:,} lines are in {out}.")

    desk.read(f"variation {out}", work, done)
