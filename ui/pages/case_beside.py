"""What stands beside the work of a case: its documents, its contract and the cases next to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from areateam.core.count_words import counted
from ui.pages.case_words import near_day, short_label, standing_mark
from ui.style.marks import Tone
from ui.widgets.card_frame import CardFrame
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.cases.case_end_views import CaseLine
    from areateam.cases.case_views import CaseView
    from areateam.cases.document_views import DocumentView

_PAPERS, _CASES = 5, 4
_DROP = "Files dropped on the tab Documents are copied into the register."


class DocumentsCard(CardFrame):
    """The newest documents; `linked` with "documents" for all, "file" to add one, or an id."""

    def __init__(self) -> None:
        super().__init__("Documents")

    def show_documents(
        self, documents: Sequence[DocumentView], today: str, *, writable: bool
    ) -> None:
        """Show the newest of these."""
        self.clear()
        self.set_right([Span("Add file", link="file")] if writable else [])
        for document in documents[:_PAPERS]:
            words = [Span(document.title, link=f"document {document.id}")]
            if document.state != "received":
                words.append(Span(f"  {document.state}", tone=Tone.QUIET))
            self.add(_line(words, near_day(document.dated_on, today), self))
        if not documents:
            self.add_line(_DROP, wrap=True)
        many = len(documents)
        self.set_link(f"All {counted(many, 'document')}" if many > _PAPERS else "", "documents")


class BesideCard(CardFrame):
    """The contract and the open cases at its contractor; `linked` as the page's header has it."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__("Beside it")
        self.linked.connect(self._follow)

    def show_case(
        self, view: CaseView, tied: Sequence[CaseLine], others: Sequence[CaseLine], today: str
    ) -> None:
        """Show what is next to a case; the card is away where nothing is."""
        self.clear()
        lines = list({line.id: line for line in (*tied, *others)}.values())
        self.setVisible(bool(lines))
        elsewhere = len(others)
        more = f"{elsewhere:,} other open {'case' if elsewhere == 1 else 'cases'}"
        self.set_title(f"{more} at this contractor" if elsewhere else "Tied cases")
        self.set_right([Span("Linked cases", link="linked")])
        for line in lines[:_CASES]:
            mark = standing_mark(line.standing)
            what = short_label(line.title) if line.why else line.title
            due = near_day(line.next_due, today) if line.next_due and not line.closed_on else ""
            words = [Span(what, link=f"case {line.id}", mark=mark.shape)]
            if line.contract_name != view.contract_name:
                words.append(Span(f"  {line.contract_name}", tone=Tone.QUIET))
            if line.why:
                words.append(Span(f"  {line.why}", tone=Tone.QUIET))
            self.add(_line(words, due or mark.word, self))
        rest = len(lines) - _CASES
        self.set_link(f"{rest:,} more" if rest > 0 else "", "linked")

    def _follow(self, link: str) -> None:
        kind, _, number = link.partition(" ")
        if kind == "case" and number:
            self.opened.emit(int(number))


def _line(words: Sequence[Span], right: str, card: CardFrame) -> QWidget:
    """Words with a day at the right."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 4, 0, 4)
    row.setSpacing(8)
    label = SpanLabel(words)
    label.linked.connect(card.linked)
    day = SpanLabel(right, tone=Tone.QUIET)
    day.setFixedWidth(day.sizeHint().width())
    row.addWidget(label, 1)
    row.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
    return line
