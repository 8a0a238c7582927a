"""Writes a list to a file, beside the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from areateam.contracts.contract_list import ListAsked
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from ui.pages.list_words import narrowed_words
from ui.style.marks import Tone
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from areateam.catalogue.catalogue import Catalogue
    from ui.desk import Desk
    from ui.pages.list_page import ListPage

KINDS = "Excel (*.xlsx);;CSV (*.csv)"


class ListFiles(QObject):
    """Asks where to, writes what the table shows, and says on the page what came of it."""

    def __init__(
        self,
        desk: Desk,
        page: ListPage,
        write: Callable[[Any, Catalogue, date, Path, ListAsked], int],
        noun: tuple[str, str],
        kinds: str = KINDS,
    ) -> None:
        super().__init__(page)
        self._desk = desk
        self._write = write
        self._noun = noun
        self._kinds = kinds
        self._page = page

    def export(self, only: Sequence[int] | None) -> None:
        """Write the list, or only some of its records: same columns, order and filter."""
        desk, page = self._desk, self._page
        many = self._noun[1]
        suggested = Path.home() / f"{many.capitalize()} {desk.today.isoformat()}.xlsx"
        path = page.ask.save_file(f"Export {many}", suggested, self._kinds)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".xlsx")
        reading = page.reading
        asked = ListAsked(
            page.memory.state()["order"],
            reading.filter,
            reading.sort,
            only,
            narrowed_words(reading.filter, reading.known, page.words),
        )
        catalogue, day, write = desk.catalogue, desk.today, self._write
        self._say(f"{path.name} is being written.", Tone.ACCENT)
        desk.read(
            f"{many}: export",
            lambda connection: _outcome(lambda: write(connection, catalogue, day, path, asked)),
            lambda outcome: self._told(outcome, path.name),
        )

    def _told(self, outcome: int | Problem, name: str) -> None:
        if isinstance(outcome, Problem):
            self._say(problem_sentence(outcome), Tone.LATE)
            return
        were = f"{self._noun[0]} was" if outcome == 1 else f"{self._noun[1]} were"
        self._say(f"{outcome:,} {were} written to {name}.", Tone.OK)

    def _say(self, words: str, tone: Tone) -> None:
        notice = self._page.parts.notice
        notice.set_tone(tone)
        notice.set_lines([[Span(words)]])
        notice.show()


def _outcome(work: Callable[[], int]) -> int | Problem:
    """How many were written, or why none were: a thread has nobody to raise a problem to."""
    try:
        return work()
    except Problem as problem:
        return problem
