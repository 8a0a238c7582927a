"""Proposes cases from the figures of contracts, and opens those that are ticked in one step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu

from areateam.cases.proposal_actions import first_letter, open_proposed
from areateam.cases.proposal_views import HOURS, LABELS, proposals, unread_hours
from areateam.core.count_words import counted
from areateam.core.wording import problem_sentence
from areateam.owners import case_owners, owners_of_cases, shares_words
from ui.dialogs.panel import open_panel
from ui.dialogs.proposals_panel import ProposalsPanel
from ui.pages.case_words import desk_book
from ui.widgets.buttons import make_button
from ui.widgets.write_lock import add_writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from areateam.cases.proposal_views import Proposal
    from areateam.core.problems import Problem
    from areateam.ledger.ledger import Written
    from ui.desk import Desk


class CaseProposing(QObject):
    """`button` opens the menu of what can be proposed; `panel` is the one that is open, if any."""

    def __init__(self, desk: Desk, parent: QWidget, hold_back: Callable[[bool], None]) -> None:
        super().__init__(parent)
        self._desk = desk
        self._hold_back = hold_back
        self.panel: ProposalsPanel | None = None
        self.button = make_button(
            "Propose", writes=True, icon_name="down", on_click=self._open_menu
        )
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.button.setToolTip("Cases that the figures of contracts ask for")
        self.menu = QMenu(parent)
        self.menu.setAccessibleName("Propose")
        for kind, words in LABELS.items():
            add_writing(self.menu, f"{words}…", partial(self.propose, kind))

    def _open_menu(self) -> None:
        if self._desk.writable:
            self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def propose(self, kind: str) -> None:
        """Read which contracts ask for a case of a kind, then show them in the panel."""
        desk = self._desk
        if not desk.writable or self.panel is not None:
            return
        catalogue, day = desk.catalogue, desk.today
        desk.read(
            "cases: proposals",
            lambda c: (
                proposals(c, catalogue, day, kind),
                unread_hours(c, catalogue, day) if kind == HOURS else 0,
            ),
            lambda found: self._show(kind, *found),
        )

    def _show(self, kind: str, found: list[Proposal], unread: int) -> None:
        if self.panel is not None:
            return
        letter = first_letter(self._desk.catalogue, kind)
        panel = ProposalsPanel(LABELS[kind], found, letter[1] if letter else None, unread)
        self.panel = panel
        panel.agreed.connect(partial(self._write, panel, kind))
        self._hold_back(True)
        open_panel(self.button.window(), panel, self.button).closed.connect(self._closed)

    def _closed(self) -> None:
        self.panel = None
        self._hold_back(False)

    def _write(self, panel: ProposalsPanel, kind: str) -> None:
        if panel.stated() is None:
            return
        wanted, asked, book = panel.wanted(), panel.asked(), desk_book(self._desk)
        key = book.catalogue.procedures.proposed_by(kind).key
        places = [each.contract for each in wanted]
        owners = owners_of_cases(self._desk.connection, key, places, book.today).values()

        def done(written: Written[list[int]]) -> None:
            many = len(written.result)
            word = "case was" if many == 1 else "cases were"
            letters = ", each with the draft of its letter" if asked is not None else ""
            if self.panel is panel:
                panel.left.emit()
            self._desk.told.emit(
                f"{many:,} {word} opened{letters}: {shares_words(owners)}. One step to undo."
            )

        def refused(problem: Problem) -> None:
            if self.panel is panel:
                panel.refuse(problem_sentence(problem))
                panel.set_verb(f"Open {counted(len(wanted), 'case')}")

        panel.set_verb("Opening…", why_not="It is being written.")
        self._desk.write(
            f"Open {counted(len(wanted), 'case')}: {LABELS[kind]}",
            lambda write: open_proposed(write, book, wanted, kind, asked, owners=case_owners),
            done,
            refused,
        )
