"""The documents of a case: what came in, and the letters that are written from its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from areateam.cases.document_views import documents_of_case
from ui.pages.case_letters import CaseLetters
from ui.pages.document_shelf import DocumentShelf, Place, offer
from ui.widgets.buttons import FILLED, make_button

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from areateam.cases.case_views import CaseView
    from areateam.ledger.ledger import Write
    from ui.dialogs.ask_panel import AskPanel
    from ui.pages.case_doings import CaseDoings

_EMPTY = (
    "Nothing is filed here yet. Drop files on this page, choose them with “File documents…”, or"
    " write the letter of a step."
)


class DocumentsTab(DocumentShelf):
    """The documents of the case that `doings` works on."""

    def __init__(self, doings: CaseDoings) -> None:
        self._doings = doings
        self.write_letter = make_button(
            "Write letter…", writes=True, kind=FILLED, icon_name="letter"
        )
        self.sent = make_button("Mark sent…", writes=True)
        drop = "Drop to file at this case"
        super().__init__(doings.desk, drop, "Step", _EMPTY, [self.write_letter, self.sent])
        self.letters = CaseLetters(doings, self)
        self.write_letter.clicked.connect(lambda _: self.letters.open(self.write_letter))
        self.sent.clicked.connect(lambda _: self._mark_sent())

    def show_case(self, view: CaseView) -> None:
        """Show what is filed at a case."""
        free = self._desk.writable and not view.closed_on
        place = Place(
            view.contract,
            view.id,
            f"{view.title}, {view.contract_name}",
            "" if free else "The case cannot be changed now.",
        )
        found = documents_of_case(self._desk.connection, view.id)
        labels = {step.key: step.label for step in view.steps}
        self.show_documents(place, found, {each.id: labels.get(each.step, "") for each in found})

    def follow(self, link: str) -> None:
        """Do what a link of the card of documents asks: choose files, or open one."""
        kind, _, number = link.partition(" ")
        if kind == "file":
            self.choose_files()
        elif number:
            self.table.go_to(int(number))
            self.open_current()

    def fit_buttons(self) -> None:
        """Offer the letters too."""
        super().fit_buttons()
        view, document, why_not = self._doings.view, self.current(), self.place.why_not
        has_letter = view is not None and any(step.letter for step in view.steps)
        no_letter = "" if has_letter else "No step of this case sends a letter."
        offer(self.write_letter, why_not or no_letter)
        draft = document is not None and document.state == "draft"
        went = any(
            d.follows == document.id for d in self.documents if document and d.state == "sent"
        )
        chosen = "" if document else "No document is chosen."
        only = "It went out already." if went else "" if draft else "Only a draft can be sent."
        offer(self.sent, why_not or chosen or only)

    def ask_values(
        self, panel: AskPanel, anchor: QWidget, words: str, act: Callable[[Write, Any], object]
    ) -> None:
        """Ask as everything on a case's page does."""
        self._doings.ask(panel, anchor, words, lambda write, _, __, said: act(write, said))

    def _mark_sent(self) -> None:
        if (document := self.current()) is not None:
            self.letters.open_sent(document, self.sent)
