"""Terms of a call-off that are chosen: its path, the day for bids, what becomes of its contract."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.calloffs.call_off_views import Ending
from areateam.calloffs.paper_views import papers_of
from areateam.calloffs.path_actions import choose_path, set_bids_due, state_ending
from areateam.catalogue.framework_definitions import APPROVER
from areateam.core.dates import format_date
from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.exports.call_off_export_actions import export_release
from areateam.exports.document_export_actions import open_paper, save_paper
from ui.ask import Ask
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.call_off_makers import for_words, maker_lines, maker_of
from ui.pages.call_off_words import desk_call_off_book
from ui.pages.case_fields import choice_field, day_of, text_field
from ui.pages.copy_opener import CopyOpener, outcome

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from areateam.calloffs.call_off_views import CallOffBook, CallOffView
    from areateam.ledger.ledger import Write
    from ui.pages.call_off_doings import CallOffDoings, Said

_UNSAID, _YES, _NO = "", "yes", "no"
_PREFIX = "ocds_prefix"


class CallOffTerms(QObject):
    """Chooses terms through the panels of `doings`; opens and saves papers, saves the release.

    `ask` can be replaced. What cannot be opened or saved is told in the window.
    """

    def __init__(self, doings: CallOffDoings, parent: QWidget) -> None:
        super().__init__(parent)
        self.doings, self.desk = doings, doings.desk
        self.ask = Ask(parent)
        self.copies = CopyOpener(self.desk, self.desk.problem.emit)

    def path(self, view: CallOffView, anchor: QWidget) -> None:
        """Take the other path, with its reason and whoever approves it."""
        framework = desk_call_off_book(self.desk).framework
        others = [path for path in framework.path if path.key != view.path.key]
        lines = [
            AskLine(
                choice_field("path", "Path", tuple(Choice(p.key, p.label) for p in others)),
                others[0].key,
            ),
            AskLine(text_field("reason", "Reason")),
            *maker_lines(self.desk, view, APPROVER),
        ]
        words = f"{others[0].about} {for_words(self.desk, view, APPROVER)}"
        self.doings.ask_for(
            view, AskPanel("Take another path", "Take it", lines, words=words), anchor,
            "Take another path",
            lambda write, book, number, said: choose_path(
                write, book, number, str(said["path"]), str(said["reason"] or ""),
                maker_of(said)),
        )  # fmt: skip

    def bids(self, view: CallOffView, anchor: QWidget) -> None:
        """Say until which day bids may come."""
        due = view.bids_due_on.isoformat() if view.bids_due_on else None
        lines = [AskLine(Field("day", "Bids until", Kind.DATE), due)]
        words = "The stage is not completed before that day. Empty for no fixed day."
        self.doings.ask_for(
            view, AskPanel("The day for bids", "Enter", lines, words=words), anchor,
            "Set the day for bids",
            lambda write, book, number, said: set_bids_due(
                write, book, number, day_of(said["day"]) if said["day"] else None),
        )  # fmt: skip

    def ending(self, view: CallOffView, anchor: QWidget) -> None:
        """Say when the contract ends, whether that may be early, and what becomes of it."""
        framework = desk_call_off_book(self.desk).framework
        now = view.ending
        known = tuple(Choice(each.key, each.label) for each in framework.after)
        early = {True: _YES, False: _NO, None: None}[now.early]
        last = now.term_ends_on.isoformat() if now.term_ends_on else None
        lines = [
            AskLine(Field("last", "Last day of it", Kind.DATE), last),
            AskLine(
                Field("early", "Early exit", Kind.CHOICE,
                      choices=(Choice(_YES, "may be ended early"),
                               Choice(_NO, "cannot be ended early"))),
                early,
            ),
            AskLine(text_field("terms", "On what terms"), now.terms or None),
            AskLine(Field("after", "When the PCT ends", Kind.CHOICE, choices=known),
                    now.after or None),
            AskLine(text_field("body", "Passes to"), now.body or None),
        ]  # fmt: skip
        words = f"{framework.ends_why}."

        def act(write: Write, book: CallOffBook, number: int, said: Said) -> None:
            may = {_YES: True, _NO: False}.get(str(said["early"] or _UNSAID))
            day = day_of(said["last"]) if said["last"] else None
            terms, after, body = (str(said[key] or "") for key in ("terms", "after", "body"))
            state_ending(write, book, number, Ending(day, may, terms, after, body))

        self.doings.ask_for(
            view, AskPanel("What becomes of the contract", "Enter", lines, words=words), anchor,
            "Say what becomes of the contract", act,
        )  # fmt: skip

    # ---- files

    def release(self, view: CallOffView, anchor: QWidget) -> AskPanel:
        """Ask for the publisher's prefix and where to, and write it as open contracting data."""
        kept = str(self.desk.settings.get(_PREFIX, ""))
        panel = AskPanel(
            "Save as open contracting data", "Save…",
            [AskLine(text_field("prefix", "Registered prefix"), kept or None)],
            words="Release 1.1 of what is known. Without a registered prefix its number is unique"
            " in the area team only.",
        )  # fmt: skip

        def agreed() -> None:
            if (said := panel.stated()) is None:
                return
            prefix = str(said["prefix"] or "").strip()
            self.desk.settings.set(_PREFIX, prefix)
            panel.left.emit()
            name = f"call-off {view.number.replace('/', '-')}.json"
            path = self.ask.save_file("Save as open contracting data", Path.home() / name)
            if path is not None:
                self._write(view, prefix, path)

        panel.agreed.connect(agreed)
        open_panel(anchor.window(), panel, anchor)
        return panel

    def _write(self, view: CallOffView, prefix: str, path: Path) -> None:
        book = desk_call_off_book(self.desk)
        self.desk.read(
            "save release",
            lambda connection: outcome(
                partial(export_release, connection, book, view.id, path, prefix)
            ),
            self._saved,
        )

    def open_paper(self, paper: int) -> None:
        """Open a copy of a paper with what the system opens such files with."""
        self.copies.open(partial(open_paper, paper=paper))

    def save_paper(self, view: CallOffView, anchor: QWidget) -> AskPanel:
        """Ask which paper is saved and where to; what cannot be opened from here is read so."""
        papers = papers_of(self.desk.connection, view.id)
        names = {str(paper.id): paper.name for paper in papers}
        choices = tuple(
            Choice(str(p.id), f"{p.title}, {p.name}, {format_date(p.dated_on)}") for p in papers
        )
        lines = [AskLine(choice_field("id", "Paper", choices), str(papers[0].id))]
        panel = AskPanel("Save a copy of a paper", "Save…", lines)

        def agreed() -> None:
            if (said := panel.stated()) is None:
                return
            chosen = str(said["id"])
            panel.left.emit()
            path = self.ask.save_file("Save a copy", Path.home() / names[chosen])
            if path is not None:
                self._save(int(chosen), path)

        panel.agreed.connect(agreed)
        open_panel(anchor.window(), panel, anchor)
        return panel

    def _save(self, paper: int, path: Path) -> None:
        self.desk.read(
            "save paper",
            lambda connection: outcome(partial(save_paper, connection, paper, path)),
            self._saved,
        )

    def _saved(self, path: Path | Problem) -> None:
        if isinstance(path, Problem):
            self.desk.problem.emit(problem_sentence(path))
        else:
            self.desk.told.emit(f"{path.name} was written.")
