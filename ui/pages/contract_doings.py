"""What can be done with one contract: the More menu, notes, tags, and values put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from areateam.cases.visit_actions import has_visit_notices
from areateam.contracts.contract_actions import remove_contract
from areateam.contracts.contract_note_actions import (
    add_note,
    add_tag,
    correct_note,
    put_back,
    remove_note,
    remove_tag,
)
from areateam.contracts.contract_verb_rules import ContractVerb, contract_why_not
from areateam.contracts.contract_verb_views import contract_state
from ui.pages.contract_notice import open_notice
from ui.pages.contract_visit import VisitPanel, open_visit_notice
from ui.widgets.buttons import make_button

if TYPE_CHECKING:
    from collections.abc import Callable

    from areateam.contracts.contract_change_views import ChangeLine
    from areateam.contracts.contract_views import ContractRecord
    from areateam.ledger.ledger import Write
    from ui.desk import Desk

_GAP = "\N{NO-BREAK SPACE}" * 2


class ContractDoings(QObject):
    """Writes for the contract that `set_record` named; `more` is the button with the menu.

    Each is one operation, labelled with the contract's name. `note_asked` when the menu's note
    is to be begun.
    """

    note_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._record: ContractRecord | None = None
        self.visit_panel: VisitPanel | None = None
        self.more = make_button(f"More{_GAP}", icon_name="down", on_click=self.open_menu)
        self.more.setAccessibleName("More")
        # The arrow follows the word, as on every button that opens a menu.
        self.more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.menu = QMenu(parent)
        self.menu.setAccessibleName("More")
        notice = self.menu.addAction("Give notice…", self.give_notice)
        self.visit = self.menu.addAction("Notice of a mobile visit…", self.weigh_visit)
        note = self.menu.addAction("Add note", self.note_asked.emit)
        self.menu.addSeparator()
        self.menu.addAction("Copy reference", self.copy)
        self.menu.addSeparator()
        remove = self.menu.addAction("Remove contract", self.remove)
        self.menu.setToolTipsVisible(True)
        self.changing = {
            ContractVerb.NOTICE: notice,
            ContractVerb.NOTE: note,
            ContractVerb.CASE: self.visit,
            ContractVerb.REMOVE: remove,
        }

    def set_record(self, record: ContractRecord | None) -> None:
        """The contract to act on; None while there is none."""
        self._record = record
        if record is None:
            return
        self.visit.setVisible(has_visit_notices(self._desk.catalogue.procedures, record.type.group))
        locked = self._desk.why_locked
        state = contract_state(self._desk.connection, record, locked)
        for verb, action in self.changing.items():
            why_not = contract_why_not(verb, state)
            action.setEnabled(not why_not)
            action.setToolTip(why_not)
            action.setStatusTip(why_not)

    def open_menu(self) -> None:
        """Open the menu under its button."""
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def add_note(self, text: str, done: Callable[[], None]) -> None:
        """Add a note on the day looked at; `done` is called once it is stored."""
        day = self._desk.today
        self._write("Note", lambda write, record: add_note(write, record, text, day), done)

    def correct_note(self, note: int, text: str, done: Callable[[], None]) -> None:
        """Put other words into a note; `done` is called once they are stored."""
        self._write("Note corrected", lambda w, record: correct_note(w, record, note, text), done)

    def remove_note(self, note: int) -> None:
        """Take a note back; undo brings it again."""
        self._write("Note removed", lambda write, record: remove_note(write, record, note))

    def add_tag(self, name: str) -> None:
        """Put a word on the contract."""
        self._write("Tag", lambda write, record: add_tag(write, record, name))

    def remove_tag(self, name: str) -> None:
        """Take a word off the contract."""
        self._write("Tag", lambda write, record: remove_tag(write, record, name))

    def put_back(self, line: ChangeLine) -> None:
        """Set the field of a change to what it was before."""
        catalogue = self._desk.catalogue
        self._write(
            f"{line.what} put back",
            lambda write, record: put_back(write, catalogue, record, line.key, line.old),
        )

    def give_notice(self) -> None:
        """Open the panel that records a notice."""
        if self._record is not None:
            open_notice(self._desk, self._record, self.more)

    def weigh_visit(self) -> None:
        """Open the panel that weighs the notice of a mobile visit and opens its case."""
        if self._record is not None:
            self.visit_panel = open_visit_notice(self._desk, self._record, self.more)

    def copy(self) -> None:
        """Put number, name and short reference on the clipboard."""
        record = self._record
        if record is not None:
            number = record.values.get("contract_no") or record.values.get("ods_code") or ""
            words = (str(number), record.name, f"({record.ref})")
            QGuiApplication.clipboard().setText(" ".join(word for word in words if word))

    def remove(self) -> None:
        """Remove the contract and go to the list; undo brings it back."""
        if self._record is None:
            return
        record, name = self._record.id, self._record.name
        self._desk.write(
            f"Remove {name}",
            lambda write: remove_contract(write, record),
            lambda _: self._desk.open("contracts"),
        )

    def _write(
        self,
        what: str,
        act: Callable[[Write, int], object],
        done: Callable[[], None] | None = None,
    ) -> None:
        if self._record is None:
            return
        record = self._record.id
        self._desk.write(
            f"{self._record.name}: {what}",
            lambda write: act(write, record),
            lambda _: done() if done else None,
        )
