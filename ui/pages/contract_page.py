"""The record page of one contract: what it is in words, then Overview, Terms and History."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from areateam.cases.case_end_views import cases_of_contract
from areateam.contracts.contract_change_views import ChangeLine, contract_changes, field_sources
from areateam.contracts.contract_past_views import contract_record_as_at
from areateam.contracts.contract_term_views import TermCard, term_cards
from areateam.contracts.contract_views import ContractRecord, contract_record, tag_names
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.imports.claim_views import FieldClaims, contract_claims
from ui.pages.case_lines import AT_CONTRACT, CaseLinesTab
from ui.pages.case_opening import CaseOpening
from ui.pages.case_words import desk_book
from ui.pages.contract_documents import ContractDocuments
from ui.pages.contract_doings import ContractDoings
from ui.pages.contract_history_tab import HistoryTab
from ui.pages.contract_overview_tab import OverviewTab
from ui.pages.contract_reason import open_reason, place_of
from ui.pages.contract_terms_tab import TermsTab
from ui.pages.contract_words import end_reason, head_sentence, short_sentence
from ui.style.marks import Tone
from ui.style.tokens import PAGE_MARGIN
from ui.widgets.buttons import make_frame
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.page_header import PageHeader
from ui.widgets.spans import Span
from ui.widgets.tab_row import TabRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from areateam.core.problems import Problem
    from ui.desk import Desk

TABS = (
    ("overview", "Overview"),
    ("terms", "Terms"),
    ("cases", "Cases"),
    ("documents", "Documents"),
    ("history", "History"),
)
_CASES = (("Cases at this contract", "No case was opened here yet.", AT_CONTRACT),)
_STEP = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "


class ContractPage(QWidget):
    """`show_args({"id": 12})`, with `tab` one of `TABS` where one is meant."""

    title = "Contract"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._id = 0
        self._record: ContractRecord | None = None
        self._cards: tuple[TermCard, ...] = ()
        self._end_source = ""
        self._narrow = False
        self._changes: tuple[ChangeLine, ...] = ()
        self._claims: Mapping[str, FieldClaims] = {}
        self.header = PageHeader()
        self.header.linked.connect(self._follow)
        self.doings = ContractDoings(desk, self)
        self.doings.note_asked.connect(lambda: self._choose("overview"))
        self.header.add_button(self.doings.more)
        self.tabs = TabRow(TABS)
        self.tabs.chosen.connect(self._choose)
        self.overview = OverviewTab(desk)
        self.terms = TermsTab(desk)
        self.cases = CaseLinesTab("New case here", _CASES)
        self.documents = ContractDocuments(desk)
        self.opening = CaseOpening(desk, self)
        self.history = HistoryTab()
        self._stack = QStackedWidget()
        for part in (self.overview, self.terms, self.cases, self.documents, self.history):
            self._stack.addWidget(part)
        self._gone: QWidget | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._head = make_frame("surface")
        head = QVBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(self.header)
        head.addWidget(self.tabs)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        self._column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        doings, overview = self.doings, self.overview
        doings.note_asked.connect(overview.begin_note)
        notes = overview.notes
        notes.written.connect(lambda text: doings.add_note(text, notes.clear_text))
        notes.corrected.connect(
            lambda note, text: doings.correct_note(note, text, notes.clear_text)
        )
        notes.removed.connect(doings.remove_note)
        overview.tag_added.connect(doings.add_tag)
        overview.tag_removed.connect(doings.remove_tag)
        for part in (self.terms, self.history):
            part.put_back.connect(doings.put_back)
        self.cases.opened.connect(lambda case: self._desk.open("case", id=case))
        self.cases.asked.connect(lambda anchor: self.opening.open([self._id], anchor))
        self.terms.history_asked.connect(lambda: self._choose("history"))

    # ---- what the window asks

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show the contract `id`, on the tab `tab` or on Overview."""
        wanted = int(args["id"] if "id" in args else args["contract"])
        tab = str(args.get("tab") or (self.tabs.current() if wanted == self._id else ""))
        self._id = wanted
        self._read()
        self._choose(tab or "overview")

    def refresh(self, changes: object) -> None:
        """Read the contract again."""
        if self._id:
            self._read()

    def states(self) -> list[tuple[str, Callable[[], None]]]:
        """Further pictures of this page: its other tabs."""
        tabs: list[tuple[str, Callable[[], None]]] = [
            (tab, partial(self._choose, tab)) for tab in ("terms", "cases", "documents", "history")
        ]

        def sources() -> None:
            self._choose("terms")
            self.terms.show_disputed()

        return [*tabs, ("new-case", self.make_new), ("sources", sources)]

    def make_new(self) -> None:
        """Ctrl+N: a new case here."""
        self._choose("cases")
        self.opening.open([self._id], self.cases.button)

    def focus_filter(self) -> None:
        """Ctrl+F: look among the changes."""
        self._choose("history")
        self.history.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Fit a small window."""
        self._narrow = narrow
        self._fit_header()
        self.overview.set_low(low=low)
        self.terms.set_low(low=low)

    # ---- showing

    def _read(self) -> None:
        desk = self._desk
        try:
            self._record = self._record_now()
        except UserProblem as problem:
            self._show_gone(problem)
            return
        connection, catalogue = desk.connection, desk.catalogue
        self._changes = contract_changes(connection, catalogue, self._id)
        if desk.looks_back:
            last = desk.today.isoformat()
            self._changes = tuple(line for line in self._changes if line.at[:10] <= last)
        sources = {} if desk.looks_back else field_sources(connection, catalogue, self._id)
        self._cards = term_cards(connection, catalogue, self._record, sources)
        self._end_source = sources.get("end_date", "")
        self._claims = {}
        self._show()
        if not desk.looks_back:
            number = self._id
            desk.read(
                "contract-claims",
                lambda beside: (number, contract_claims(beside, catalogue, number)),
                self._show_claims,
            )

    def _show_claims(self, found: tuple[int, dict[str, FieldClaims]]) -> None:
        number, claims = found
        if number == self._id and self._record is not None:
            self._claims = claims
            for part in (self.overview, self.terms):
                part.show_claims(claims)

    def _record_now(self) -> ContractRecord:
        desk = self._desk
        if desk.connection is not desk.present:
            with suppress(UserProblem):
                return contract_record(desk.connection, desk.catalogue, self._id, desk.today)
        read = contract_record_as_at if desk.looks_back else contract_record
        return read(desk.present, desk.catalogue, self._id, desk.today)

    def _show(self) -> None:
        record = self._record
        assert record is not None
        if self._gone is not None:
            self._gone.hide()
            self._gone.deleteLater()
            self._gone = None
        self._head.show()
        self._stack.show()
        self.title = record.name
        number = record.values.get("contract_no") or record.values.get("ods_code") or record.ref
        self.header.set_path(
            [
                Span("Contracts", link="contracts"),
                Span(_STEP),
                Span(record.group_label, link="group"),
                Span(f"{_STEP}{number}"),
            ]
        )
        self.header.set_title(record.name)
        before = self._as_at()
        short = "".join(span.text for span in before) + short_sentence(record)
        self.header.set_sentence([*before, *head_sentence(record)], short)
        self._fit_header()
        self.tabs.set_words("history", f"History {len(self._changes):,}")
        self.doings.set_record(record)
        self._show_cases()
        self._fill(self.tabs.current())

    def _show_cases(self) -> None:
        desk = self._desk
        lines = cases_of_contract(desk.connection, desk_book(desk), self._id)
        open_ones = sum(line.closed_on is None for line in lines)
        self.tabs.set_words("cases", f"Cases {open_ones:,}" if open_ones else "Cases")
        self.cases.show_cases(lines)
        self.cases.button.setEnabled(desk.writable)
        if self._record is not None:
            self.documents.show_contract(self._record, lines)
        papers = len(self.documents.documents)
        self.tabs.set_words("documents", f"Documents {papers:,}" if papers else "Documents")

    def _fit_header(self) -> None:
        self.header.set_narrow(narrow=self._narrow)
        # The head lines up with the tabs and cards below it, which keep their margin.
        if (layout := self.header.layout()) is not None:
            above = layout.contentsMargins().top()
            layout.setContentsMargins(PAGE_MARGIN, above, PAGE_MARGIN, 12)

    def _as_at(self) -> list[Span]:
        """What stands before the sentence while another day is looked at."""
        if not self._desk.looks_back:
            return []
        day = format_date(self._desk.today.isoformat())
        return [Span(f"As it stood on {day}: ", tone=Tone.RISK, strong=True)]

    def _fill(self, tab: str) -> None:
        """Fill the tab that is looked at; the others are filled when they are opened."""
        record, writable = self._record, self._desk.writable
        if record is None:
            return
        if tab == "overview":
            known = tag_names(self._desk.connection)
            self.overview.show_record(record, self._cards, known)
            self.overview.show_claims(self._claims)
        elif tab == "terms":
            self.terms.show_record(record, self._cards, self._changes)
            self.terms.show_claims(self._claims)
        elif tab == "history":
            self.history.show_changes(self._changes, writable=writable)

    def _show_gone(self, problem: Problem) -> None:
        """Say that the contract is not there, and the way on."""
        self._record = None
        self.doings.set_record(None)
        self._head.hide()
        self._stack.hide()
        if self._gone is not None:
            self._gone.deleteLater()
        back = Step("contracts", "list", "Contracts", "All that the register holds.", "Open")
        words = f"{problem_sentence(problem)} If it was removed, undo brings it back."
        gone = EmptyState("This contract cannot be shown", words, [back])
        gone.chosen.connect(self._desk.open)
        self._gone = gone
        self._column.addWidget(gone, 1)
        gone.show()

    def _choose(self, tab: str) -> None:
        self.tabs.choose(tab)
        self._stack.setCurrentIndex([key for key, _ in TABS].index(tab))
        self._fill(tab)

    def _follow(self, link: str) -> None:
        record = self._record
        if record is None:
            return
        if link == "ends":
            anchor, rect = place_of(self.header, link)
            open_reason(anchor, end_reason(record, self._end_source), rect)
        elif link == "group":
            self._desk.open("contracts", where=(f"group={record.type.group}",))
        else:
            self._desk.open(link)
