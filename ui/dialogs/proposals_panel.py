"""The panel of the cases that figures ask for: which, why, what their first letter needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLabel

from areateam.catalogue.letter_definitions import RECIPIENT, AskKind
from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.cases.proposal_views import Proposal
    from areateam.catalogue.letter_definitions import LetterSpec

WIDTH = 860
_LINE, _HEAD, _MOST_LINES = 28, 34, 8
_KINDS = {AskKind.DATE: Kind.DATE, AskKind.MONEY: Kind.MONEY}
_COLUMNS = (
    Column(Field("number", "Contract"), "", width=80),
    Column(Field("name", "Contractor"), "", width=170),
    Column(Field("why", "Why"), "", width=360),
    Column(Field("sum", "Sum", Kind.MONEY), "", width=104),
)


@dataclass
class _Lines:
    lines: Sequence[Row]
    columns: Sequence[Column] = _COLUMNS

    def count(self) -> int:
        return len(self.lines)

    def rows(self, first: int, limit: int) -> Sequence[Row]:
        return self.lines[first : first + limit]


class ProposalsPanel(AskPanel):
    """Every proposal is ticked at first; `wanted()` gives the ticked, `asked()` the letter's words.

    `asked()` is None where no letter is to be drafted.
    """

    def __init__(
        self, title: str, found: Sequence[Proposal], letter: LetterSpec | None, unread: int
    ) -> None:
        self._found = [proposal for proposal in found if proposal.case is None]
        # One answer stands for all letters, so nobody is asked whom they go to.
        asks = [ask for ask in letter.ask if ask.key != RECIPIENT] if letter and self._found else []
        lines = [
            AskLine(Field(ask.key, ask.label, _KINDS.get(ask.kind, Kind.TEXT), help=ask.help))
            for ask in asks
        ]
        super().__init__(title, "Open", lines, width=WIDTH)
        self._open_already = len(found) - len(self._found)
        self._unread = unread
        self.model = LazyTableModel(checkable=True, looks={"why": _why})
        self.table = TableView(self.model, name=title, stretch="why")
        shown = min(max(len(self._found), 1), _MOST_LINES)
        self.table.setFixedHeight(_HEAD + _LINE * shown)
        self.table.set_source(
            _Lines(
                [(p.contract, p.number, p.name, p.sentence, p.value_pence) for p in self._found],
                _COLUMNS if any(p.value_pence is not None for p in self._found) else _COLUMNS[:-1],
            )
        )
        self.model.check_all(on=True)
        self.body.insertWidget(0, self.table)
        self.letter = QCheckBox(f"Draft the letter “{letter.label}” in each" if letter else "")
        self.letter.setVisible(bool(asks and self._found))
        self.table.setVisible(bool(self._found))
        self.body.insertWidget(1, self.letter)
        self.letter.toggled.connect(lambda _: self._look())
        self.model.checks_changed.connect(self._look)
        self._look()

    def wanted(self) -> list[Proposal]:
        """The proposals that are ticked."""
        return [proposal for proposal in self._found if proposal.contract in self.model.checked]

    def asked(self) -> dict[str, str] | None:
        """What the letters ask for, by key; None where none is drafted."""
        if not self.letter.isChecked():
            return None
        return {key: self.text_of(key) for key in self.editors if self.text_of(key).strip()}

    def _look(self) -> None:
        """Name the number on the verb, and ask for what letters need only where they are wanted."""
        count = len(self.wanted())
        word = "case" if count == 1 else "cases"
        why_not = "" if count else "Nothing is ticked." if self._found else "Nothing is proposed."
        self.set_verb(f"Open {count:,} {word}", why_not=why_not)
        for editor in self.editors.values():
            editor.setEnabled(self.letter.isChecked())
        for label in self.findChildren(QLabel):
            if label.buddy() in self.editors.values():
                label.setEnabled(self.letter.isChecked())
        already = f" {self._open_already:,} have a case already." if self._open_already else ""
        unread = f" {self._unread:,} state hours that cannot be added up." if self._unread else ""
        if not self._found:
            self.say(f"No contract asks for another case.{already}{unread}")
            return
        self.say([Span(f"Each goes to the contract's manager.{already}{unread} One step to undo.")])


def _why(value: object, _: object) -> Cell:
    return Cell(str(value), spoken=str(value))
