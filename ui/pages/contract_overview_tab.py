"""The Overview tab of a contract: where it stands, when to act, who and where, notes and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
)

from areateam.calloffs.tie_views import call_offs_led_to
from areateam.contracts.contract_term_views import holders, mid_year_of, mid_year_reasons
from areateam.core.dates import format_date
from ui.pages.call_off_ties import call_off_rows
from ui.pages.contract_notes import NotesCard
from ui.pages.contract_reason import open_reason, place_of
from ui.pages.contract_value_row import differing_words
from ui.pages.contract_words import act_dates, fact_lines, people_lines, status_spans
from ui.pages.value_sources import open_claims
from ui.style.marks import Shape, Tone
from ui.style.tokens import GAP
from ui.widgets.buttons import make_frame
from ui.widgets.card_frame import CardFrame
from ui.widgets.chip import Chip
from ui.widgets.page_scroll import PageScroll
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from areateam.contracts.contract_rules import Derived
    from areateam.contracts.contract_term_views import TermCard
    from areateam.contracts.contract_views import ContractRecord
    from areateam.imports.claim_views import FieldClaims
    from ui.desk import Desk

_LABELS, _LABELS_RIGHT = 141, 120


class OverviewTab(PageScroll):
    """`tag_added(name)` and `tag_removed(name)` ask for changes, as the card of `notes` does."""

    tag_added = Signal(str)
    tag_removed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._reasons: Mapping[str, Derived] = {}
        self._status = CardFrame("Where it stands")
        self._act = CardFrame("Dates to act")
        self._held = CardFrame("Who holds it")
        self._sites = CardFrame("Sites")
        self._people = CardFrame("People")
        self._sources = CardFrame("Where the values come from")
        self.differing = CardFrame("Sources disagree")
        self.differing.hide()
        self._record: ContractRecord | None = None
        self.notes = NotesCard()
        self.tags = TagsCard()
        self.tags.added.connect(self.tag_added)
        self.tags.removed.connect(self.tag_removed)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        left = (self._status, self._sites, self.notes)
        right = (self._act, self._held, self.differing, self._people, self.tags, self._sources)
        for share, cards in ((7, left), (5, right)):
            column = QVBoxLayout()
            column.setSpacing(GAP)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            row.addLayout(column, share)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def begin_note(self) -> None:
        """Put the cursor where a note is written."""
        self.notes.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(self.notes.edit)

    def show_record(
        self, record: ContractRecord, cards: Sequence[TermCard], tags: Sequence[str]
    ) -> None:
        """Show a record; `tags` are the words in use on any contract, to choose from."""
        self._record = record
        position = mid_year_of(record)
        self._reasons = {found.key: found for found in record.derived}
        if position is not None:
            self._reasons = {**self._reasons, **mid_year_reasons(position)}
        lines = {line.field.key: line for card in cards for line in card.lines}
        self._reasons.update(
            {key: line.reason for key, line in lines.items() if line.reason is not None}
        )
        self._fill_status(record, cards)
        self._fill_rows(self._act, act_dates(record, position), "Nothing is to be decided.")
        catalogue = self._desk.catalogue
        held: list[tuple[str, Sequence[Span]]] = [
            (each.when, [Span(each.who)]) for each in holders(record, catalogue)
        ]
        if record.manager_name:
            held.append(("Manager", [Span(record.manager_name)]))
        held += call_off_rows("Called off by", call_offs_led_to(self._desk.connection, record.id))
        self._fill_rows(self._held, held, "No PCT and no area team is stated.")
        self._fill_sites(record)
        people = people_lines(record)
        self._fill_rows(self._people, people, "Nobody is named yet.")
        self._fill_sources(record)
        writable = self._desk.writable
        self.notes.show_notes(record.notes, writable=writable)
        self.tags.show_tags(record.tags, tags, writable=writable)

    def _fill_status(self, record: ContractRecord, cards: Sequence[TermCard]) -> None:
        self._status.clear()
        self._status.add(SpanLabel(status_spans(record), wrap=True))
        self._status.body.addSpacing(6)
        self._add_rows(self._status, fact_lines(record, cards))

    def _fill_rows(
        self, card: CardFrame, rows: Sequence[tuple[str, Sequence[Span]]], empty: str
    ) -> None:
        card.clear()
        if rows:
            self._add_rows(card, rows)
        else:
            card.add_line(empty, wrap=True)

    def _add_rows(self, card: CardFrame, rows: Sequence[tuple[str, Sequence[Span]]]) -> None:
        listed = ValueList(_LABELS if card is self._status else _LABELS_RIGHT)
        listed.set_rows(rows)
        listed.linked.connect(lambda link: self._explain(card, link))
        card.add(listed)

    def _fill_sites(self, record: ContractRecord) -> None:
        self._sites.clear()
        for place, site in enumerate(record.sites):
            if place:
                self._sites.add(make_frame("soft-line"))
            name = [Span(site.name, strong=True)]
            name.append(Span("  main site" if site.main else "  further site", tone=Tone.QUIET))
            if site.ods_code:
                name.append(Span(f"  {site.ods_code}", tone=Tone.QUIET))
            self._sites.add(SpanLabel(name))
            address = ", ".join(part for part in (*site.address, site.postcode) if part)
            contact = " · ".join(part for part in (address, site.phone) if part)
            self._sites.add_line(contact or "No address is recorded.", wrap=True)
        if not record.sites:
            words = "No site is recorded. An import that names one adds it."
            self._sites.add_line(words, wrap=True)

    def _fill_sources(self, record: ContractRecord) -> None:
        self._sources.clear()
        for source in record.sources:
            day = format_date(source.at[:10])
            line = f", line {source.line:,}" if source.line else ""
            spans = [Span(f"{source.file}{line}"), Span(f"  {day}", tone=Tone.QUIET)]
            self._sources.add(SpanLabel(spans))
        if not record.sources:
            self._sources.add_line("Typed by hand; no import has stated anything.", wrap=True)

    def show_claims(self, claims: Mapping[str, FieldClaims]) -> None:
        """List what the sources disagree about: of the contract, its site and its contractor."""
        disputed = {name: each for name, each in claims.items() if each.disputed}
        self.differing.clear()
        self.differing.setVisible(bool(disputed))
        listed = ValueList(_LABELS_RIGHT)
        listed.set_rows(
            [
                (each.label, [Span(_standing_words(each)), Span("  "),
                              Span(differing_words(each), mark=Shape.DOUBT, link=name)])
                for name, each in disputed.items()
            ]
        )  # fmt: skip
        listed.linked.connect(lambda link: self._show_sources(disputed[link]))
        self.differing.add(listed)

    def _show_sources(self, claims: FieldClaims) -> None:
        anchor, rect = place_of(self.differing, claims.unit.name)
        name = self._record.name if self._record is not None else ""
        open_claims(self._desk, claims, name, anchor, rect)

    def _explain(self, card: CardFrame, link: str) -> None:
        page, _, number = link.partition(":")
        if number:
            self._desk.open(page, id=int(number))
            return
        reason = self._reasons.get(link)
        if reason is not None:
            anchor, rect = place_of(card, link)
            open_reason(anchor, reason, rect)


def _standing_words(claims: FieldClaims) -> str:
    standing = claims.standing
    return standing.shown if standing is not None else "not stated"


class TagsCard(CardFrame):
    """Words on the contract as chips, and a field for another; `added(name)`, `removed(name)`."""

    added = Signal(str)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__("Tags")
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("Add a tag")
        self.edit.setAccessibleName("Add a tag")
        self.edit.setMaxLength(40)
        self.edit.setFixedWidth(150)
        self.edit.returnPressed.connect(self._send)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(self._chips)
        row.addWidget(self.edit)
        row.addStretch(1)
        self.add(row)

    def show_tags(self, tags: Sequence[str], known: Sequence[str], *, writable: bool) -> None:
        """Show the tags of the contract; `known` are offered while typing."""
        while (item := self._chips.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for name in tags:
            chip = Chip(name)
            chip.setEnabled(writable)
            chip.removed.connect(lambda name=name: self.removed.emit(name))
            self._chips.addWidget(chip)
        completer = QCompleter([name for name in known if name not in tags], self.edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.edit.setCompleter(completer)
        self.edit.setEnabled(writable)

    def _send(self) -> None:
        name = self.edit.text().strip()
        if name:
            self.edit.clear()
            self.added.emit(name)
