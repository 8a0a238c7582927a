"""The papers of a hand-over: certificate, report to the board, picture of the plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from areateam.core.dates import format_date
from areateam.core.problems import FileProblem
from areateam.core.wording import problem_sentence
from areateam.handover_papers import whole_certificate
from areateam.transition.status_views import status_report
from areateam.transition.transition_pages import (
    certificate_page,
    certificate_title,
    status_page,
    status_title,
)
from ui.pages.case_words import desk_book
from ui.pages.page_saving import write_beside, write_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.transition.transition_views import PlanView
    from ui.ask import Ask
    from ui.desk import Desk
    from ui.widgets.gantt_chart import GanttChart

_PICTURES = "PDF (*.pdf);;PNG (*.png);;SVG (*.svg)"
_KINDS = "PDF (*.pdf);;Page for a browser (*.html)"


class TransitionPapers:
    """Asks where to, writes beside the window, and says what came of it."""

    def __init__(self, desk: Desk, ask: Ask) -> None:
        self._desk = desk
        self._ask = ask

    def certificate(self, place: str) -> None:
        """Write the certificate of a place."""
        desk = self._desk
        book = desk_book(desk)
        path = self._ask.save_file(
            f"Certificate of {place}", Path.home() / f"Certificate {place} {desk.today}.pdf", _KINDS
        )
        if path is not None:

            def made(connection: Any) -> tuple[str, str]:
                shown = whole_certificate(connection, book, place)
                return certificate_page(shown), certificate_title(shown)

            self._write(path, made)

    def report(self, plans: Sequence[PlanView]) -> None:
        """Write the report to the transition board."""
        desk = self._desk
        book = desk_book(desk)
        path = self._ask.save_file(
            "Report to the board", Path.home() / f"Transition status {desk.today}.pdf", _KINDS
        )
        if path is not None:

            def made(connection: Any) -> tuple[str, str]:
                report = status_report(connection, book, plans)
                return status_page(report), status_title(report)

            self._write(path, made)

    def picture(self, chart: GanttChart, name: str) -> None:
        """Write the plan as a picture, or on sheets of paper."""
        suggested = Path.home() / f"Plan {name} {self._desk.today}.pdf"
        path = self._ask.save_file("Picture of the plan", suggested, _PICTURES)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".pdf")
        day = format_date(self._desk.today.isoformat())
        if chart.paper().write(path, title=f"Plan {name}", as_at=day):
            self._desk.told.emit(f"The picture is in {path}.")
        else:
            problem = FileProblem("file-unwritable", path, reason="")
            self._desk.problem.emit(problem_sentence(problem))

    def _write(self, path: Path, made: Callable[[Any], tuple[str, str]]) -> None:
        path = path if path.suffix else path.with_suffix(".pdf")

        def write(connection: Any) -> None:
            html, title = made(connection)
            write_page(path, html, title)

        write_beside(self._desk, f"paper {path}", path, "The paper", write)
