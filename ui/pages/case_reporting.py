"""Writes the report of a case for audit, with or without what people typed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.cases.rulebook_views import rulebook
from areateam.core.fields import Choice
from areateam.exports.case_report_actions import export_case_report
from ui.ask import Ask
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.case_fields import choice_field
from ui.printing import write_pdf

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.pages.case_doings import CaseDoings

_WHOLE, _REDACTED = "whole", "redacted"
_CHOICES = (Choice(_WHOLE, "Shown"), Choice(_REDACTED, "Withheld"))
_KINDS = "PDF (*.pdf);;Page for a browser (*.html)"
_WORDS = (
    "All steps, days with their reasons, pauses, people, documents and the whole timeline."
    " Withheld leaves out names and everything that somebody typed."
)


class CaseReporting(QObject):
    """Asks what may be shown and where to; `ask` chooses the file."""

    def __init__(self, doings: CaseDoings) -> None:
        super().__init__(doings)
        self._doings = doings
        self.ask = Ask()

    def open(self, anchor: QWidget) -> AskPanel | None:
        """Ask before the report is written; nothing of the case changes."""
        view = self._doings.view
        if view is None:
            return None
        lines = [AskLine(choice_field("typed", "Names and notes", _CHOICES), _WHOLE)]
        panel = AskPanel(f"Report of {view.ref}", "Write report", lines, words=_WORDS)
        panel.agreed.connect(partial(self._agreed, panel))
        open_panel(anchor.window(), panel, anchor)
        return panel

    def _agreed(self, panel: AskPanel) -> None:
        redact = panel.text_of("typed") == _REDACTED
        panel.left.emit()
        self.write(redact=redact)

    def write(self, *, redact: bool) -> None:
        """Write the report where the user wants it, beside the window."""
        view, desk = self._doings.view, self._doings.desk
        if view is None:
            return
        tail = ", redacted" if redact else ""
        suggested = Path.home() / f"{view.ref} report {desk.today.isoformat()}{tail}.pdf"
        path = self.ask.save_file("Case report", suggested, _KINDS)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".pdf")
        case, day, catalogue = view.id, desk.today, desk.catalogue
        desk.read(
            "case report",
            lambda connection: export_case_report(
                connection, rulebook(connection, catalogue, day), case, path, write_pdf,
                redact=redact,
            ),
            lambda _: desk.told.emit(f"The report is in {path}."),
        )  # fmt: skip
