"""The Terms tab of a contract: cards edited in place, the mid-year position, the last changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from areateam.contracts.contract_actions import amend_contract
from areateam.contracts.contract_term_views import (
    MidYear,
    TermCard,
    TermLine,
    holders,
    mid_year_of,
)
from areateam.contracts.contract_views import managers
from areateam.core.fields import Choice, Field, Kind, Value
from areateam.core.findings import Fault
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.organisations.body_views import bodies_of, body_meant, nearest_body
from areateam.organisations.people_views import Named, named_person
from areateam.organisations.person_actions import entered
from ui.forms.value_editors import Reader, read_text
from ui.pages.change_table import change_spans, moment_words
from ui.pages.contract_reason import open_reason
from ui.pages.contract_value_row import TermRow
from ui.pages.mid_year_card import MidYearCard
from ui.pages.value_sources import open_claims
from ui.style.marks import Tone
from ui.style.tokens import GAP, PAGE_MARGIN
from ui.widgets.buttons import make_frame, make_label
from ui.widgets.card_frame import CardFrame
from ui.widgets.page_scroll import PageScroll
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from areateam.catalogue.catalogue import Catalogue
    from areateam.contracts.contract_change_views import ChangeLine
    from areateam.contracts.contract_views import ContractRecord
    from areateam.core.problems import Problem
    from areateam.imports.claim_views import FieldClaims
    from areateam.ledger.ledger import Write
    from ui.desk import Desk

SHOWN_CHANGES = 3
_STRIP_WIDTHS = (144, 96, 148, 196)
_MID_YEAR_LINES = 6
_HIDES = "contract.hide_unstated"


class TermsTab(QWidget):
    """`put_back(ChangeLine)` and `history_asked()` come from the strip of the last changes."""

    put_back = Signal(object)
    history_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._record: ContractRecord | None = None
        self._pending: set[str] = set()
        self._claims: Mapping[str, FieldClaims] = {}
        self._shape: tuple[object, ...] = ()
        self.rows: dict[str, TermRow] = {}
        self.mid_year = MidYearCard()
        self._held = ValueList(100)
        self._held_card = CardFrame("Who holds it")
        self._held_card.add(self._held)
        self.strip = ChangeStrip()
        self.strip.put_back.connect(self.put_back)
        self.strip.history_asked.connect(self.history_asked)
        self._scroll = PageScroll()
        self._columns: QWidget | None = None
        self._frames: dict[str, tuple[CardFrame, list[TermRow]]] = {}
        self._hides = bool(desk.settings.get(_HIDES))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.strip)

    def set_low(self, *, low: bool) -> None:
        """Fit a low window: smaller gaps, and only the newest change below."""
        self._scroll.set_low(low=low)
        self.strip.set_low(low=low)

    def show_record(
        self, record: ContractRecord, cards: Sequence[TermCard], changes: Sequence[ChangeLine]
    ) -> None:
        """Show the terms of a record; a field that is being edited is left alone."""
        other = self._record is None or self._record.id != record.id
        self._record = record
        if other:
            self._pending.clear()
        position = mid_year_of(record)
        shape = _shape_of(record, cards, position)
        if shape != self._shape:
            self._shape = shape
            self._build(cards, position)
        lines = {line.field.key: line for card in cards for line in card.lines}
        for key, row in self.rows.items():
            if other or row.editor is None or key in self._pending:
                row.show_line(lines[key], editable=self._desk.writable)
        self._show_stated()
        if position is not None:
            self.mid_year.set_position(position, lines["uda_delivered_h1"].source)
        self._held.set_rows([(each.when, each.who) for each in holders(record, self._catalogue)])
        self.strip.set_changes(changes, writable=self._desk.writable)

    @property
    def _catalogue(self) -> Catalogue:
        return self._desk.catalogue

    # ---- the cards

    def _build(self, cards: Sequence[TermCard], position: MidYear | None) -> None:
        """Make the cards anew: the first that fill half of the height at the left."""
        for kept in (self.mid_year, self._held_card):
            kept.setParent(None)
        if self._columns is not None:
            self._columns.hide()
            self._columns.deleteLater()
        self.rows, self._frames = {}, {}
        # What names the agreement stands in the head of the page already and comes last.
        ordered = [*cards[1:], *cards[:1]]
        self._columns = QWidget()
        row = QHBoxLayout(self._columns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        left, right = _column(row, 7), _column(row, 5)
        if position is not None:
            right.addWidget(self.mid_year)
        self.mid_year.setVisible(position is not None)
        right.addWidget(self._held_card)
        total = sum(len(card.lines) for card in cards) + _MID_YEAR_LINES
        used = 0
        for card in ordered:
            place = left if used * 2 < total else right
            used += len(card.lines)
            place.addWidget(self._card(card))
        self._held_card.show()
        left.addStretch(1)
        right.addStretch(1)
        self._scroll.column.insertWidget(0, self._columns)

    def _card(self, card: TermCard) -> CardFrame:
        frame = CardFrame(card.label)
        frame.linked.connect(lambda _: self.hide_unstated(hide=not self._hides))
        rows = []
        for line in card.lines:
            row = self.rows[line.field.key] = self._row(line)
            rows.append(row)
            frame.add(row)
        self._frames[card.key] = (frame, rows)
        return frame

    def hide_unstated(self, *, hide: bool) -> None:
        """Leave out what nobody has stated, or show it again; kept for the next time."""
        self._hides = hide
        self._desk.settings.set(_HIDES, hide)
        self._show_stated()

    def _show_stated(self) -> None:
        for frame, rows in self._frames.values():
            blank = [row for row in rows if not row.line.shown and row.editor is None]
            for row in rows:
                row.setVisible(not self._hides or row not in blank)
            verb = "Show" if self._hides else "Hide"
            words = f"{verb} {len(blank)} not stated"
            frame.set_right([Span(words, link="unstated")] if blank else [])

    def _row(self, line: TermLine) -> TermRow:
        field = line.field
        key = field.key
        if field.kind is Kind.PERSON:
            row = TermRow(line, read=self._reader(key), suggest=self._team, likely=self._nearest)
        elif field.kind is Kind.BODY:
            listed = bodies_of(self._desk.connection, field.body_kinds)
            words = [f"{code} {name}" for code, name in listed]
            row = TermRow(
                line,
                read=self._reader(key),
                suggest=lambda: words,
                likely=lambda text: nearest_body(listed, text),
            )
        else:
            row = TermRow(line, choices=self._choices(field))
        row.committed.connect(self._commit)
        row.reason_asked.connect(self._explain)
        row.claims_asked.connect(self.show_sources)
        return row

    def _choices(self, field: Field) -> Sequence[Choice]:
        """The types of the record's own group; other fields have their own choices."""
        if field.key != "contract_type" or self._record is None:
            return ()
        types = self._catalogue.types_of(self._record.type.group)
        return [Choice(kind.key, kind.label) for kind in types]

    def _team(self) -> list[str]:
        return [name for _, name, _, _ in managers(self._desk.connection)]

    def _reader(self, key: str) -> Reader:
        def read(field: Field, text: str) -> Value | Fault:
            line = self.rows[key].line
            if not text.strip():
                return read_text(field, text)
            if text == line.shown:
                return line.stored
            if field.kind is Kind.BODY:
                desk = self._desk
                return body_meant(desk.connection, desk.catalogue, field.body_kinds, text)
            try:
                return named_person(self._desk.connection, text).id
            except UserProblem as problem:
                return Fault(problem.code)

        return read

    def _nearest(self, text: str) -> str:
        """Whom a name that nobody bears probably means; "" where several or nobody is near."""
        try:
            return named_person(self._desk.connection, text).name
        except UserProblem as problem:
            known = str(problem.facts["known"])
            return "" if " or " in known else known

    def show_claims(self, claims: Mapping[str, FieldClaims]) -> None:
        """Mark the values whose sources disagree; `claims` by field such as "contract.name"."""
        self._claims = claims
        for key, row in self.rows.items():
            row.show_claims(claims.get(f"contract.{key}"))

    def show_disputed(self) -> None:
        """Open the first value whose sources disagree."""
        for key in self.rows:
            claims = self._claims.get(f"contract.{key}")
            if claims is not None and claims.disputed:
                self.show_sources(key)
                return

    def show_sources(self, key: str) -> None:
        """Open all that was stated of a field, beside it."""
        claims, record = self._claims.get(f"contract.{key}"), self._record
        if claims is not None and record is not None:
            self._scroll.ensureWidgetVisible(self.rows[key])
            anchor, rect = self.rows[key].claims_place()
            open_claims(self._desk, claims, record.name, anchor, rect)

    # ---- changes

    def _commit(self, key: str, value: Value) -> None:
        record, row = self._record, self.rows[key]
        if record is None or key in self._pending:
            return
        field = row.field
        contract_id = record.id

        def act(write: Write) -> None:
            # Somebody new comes as a name, after it was asked whether they are.
            new = field.kind is Kind.PERSON and isinstance(value, str)
            stored = entered(write, Named(None, str(value))) if new else value
            amend_contract(write, field, contract_id, stored)

        def done(_: object) -> None:
            self._pending.discard(key)

        def failed(problem: Problem) -> None:
            self._pending.discard(key)
            row.refuse(problem_sentence(problem))

        self._pending.add(key)
        self._desk.write(f"{record.name}: {field.label}", act, done, failed)

    def _explain(self, key: str) -> None:
        row = self.rows[key]
        if row.line.reason is not None:
            anchor, rect = row.reason_place()
            open_reason(anchor, row.line.reason, rect)


class ChangeStrip(QWidget):
    """The last changes under the terms, each with its way back."""

    put_back = Signal(object)
    history_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._low = False
        self._changes: Sequence[ChangeLine] = ()
        self._writable = True
        frame = make_frame("strip")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._grid = QGridLayout(frame)
        self._grid.setContentsMargins(PAGE_MARGIN, 8, PAGE_MARGIN, 8)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._every = SpanLabel()
        self._every.linked.connect(lambda _: self.history_asked.emit())
        self._grid.addWidget(make_label("Last changes", strong=True), 0, 0, 1, 4)
        self._grid.addWidget(self._every, 0, 5, Qt.AlignmentFlag.AlignRight)
        for at, width in enumerate(_STRIP_WIDTHS):
            self._grid.setColumnMinimumWidth(at, width)
        self._grid.setColumnStretch(4, 1)
        self._lines: list[QWidget] = []

    def set_low(self, *, low: bool) -> None:
        """Show the newest change only in a low window."""
        if low != self._low:
            self._low = low
            self.set_changes(self._changes, writable=self._writable)

    def set_changes(self, changes: Sequence[ChangeLine], *, writable: bool) -> None:
        """Show the newest of these changes and the count of all."""
        self._changes, self._writable = changes, writable
        self._every.set_spans([Span(f"All {len(changes):,}", link="history")])
        for old in self._lines:
            old.hide()
            old.deleteLater()
        self._lines = []
        for place, line in enumerate(changes[: 1 if self._low else SHOWN_CHANGES], start=1):
            self._add_line(place, line)

    def _add_line(self, place: int, line: ChangeLine) -> None:
        quiet = Tone.QUIET
        parts = [
            SpanLabel(moment_words(line.at), tone=quiet),
            SpanLabel("Import" if line.source else line.who),
            SpanLabel(line.what),
            SpanLabel(change_spans(line)),
            SpanLabel(line.source or line.label, tone=quiet),
        ]
        way_back = SpanLabel()
        if line.key and self._writable:
            way_back.set_spans([Span("Put back", link="back")])
            way_back.setAccessibleName(f"Put back {line.what} to {line.before}")
            way_back.linked.connect(lambda _: self.put_back.emit(line))
        for at, part in enumerate([*parts, way_back]):
            self._grid.addWidget(part, place, at)
            self._lines.append(part)


def _column(row: QHBoxLayout, share: int) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(GAP)
    row.addLayout(column, share)
    return column


def _shape_of(
    record: ContractRecord, cards: Sequence[TermCard], position: MidYear | None
) -> tuple[object, ...]:
    keys = tuple(line.field.key for card in cards for line in card.lines)
    return (record.type.group, keys, position is None)
