"""Consistency: the same procedure in each PCT's inheritance, beside the single model."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from areateam.cases.rulebook_views import rulebook
from areateam.contracts.contract_facet_views import pct_names
from areateam.core.copies import replaced
from areateam.variation.consistency_rules import OWN_RULE
from areateam.variation.consistency_views import consistency
from ui.ask import Ask
from ui.pages.change_table import ListedRows
from ui.pages.consistency_letters import ConsistencyLetters
from ui.pages.consistency_saving import save_consistency
from ui.pages.consistency_words import (
    COLUMNS,
    line_row,
    line_spans,
    outcome_spans,
    place_of,
    tab_spans,
)
from ui.style.fonts import SMALL
from ui.style.marks import Tone
from ui.style.tokens import GAP
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.buttons import make_button, make_frame, make_label
from ui.widgets.empty_state import EmptyState
from ui.widgets.preview_frame import lay_out_preview, preview_foot
from ui.widgets.segments import Segments
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from datetime import date

    from areateam.catalogue.catalogue import Catalogue
    from areateam.variation.consistency_views import ConsistencyLine
    from ui.desk import Desk
    from ui.widgets.spans import Span

Lines = dict[str, list["ConsistencyLine"]]
CONSISTENCY_KINDS = frozenset(
    {"case_file", "case_step", "contract", "applicant", "body", "document", "letter_template"}
)
_EMPTY = "How the same procedure runs in each PCT is shown as soon as there are cases."
_CHOOSER = 420
_BESIDE = 236
_METHOD = f"Days run from opening to closing; the interval of a share is Wilson's 95%. {OWN_RULE}"
_SHOWN = (("cases", "Cases"), ("letters", "Letters"))


def read_lines(connection: Any, catalogue: Catalogue, day: date) -> Lines:
    """The lines of each PCT by procedure; those that differ, then those with most, first."""
    short = pct_names(connection)
    every = [
        replaced(line, pct_name=short.get(line.pct, line.pct_name))
        for line in consistency(connection, rulebook(connection, catalogue, day))
    ]
    found = {key: list(lines) for key, lines in groupby(every, lambda line: line.procedure)}

    def place(key: str) -> tuple[int, int, str]:
        lines = found[key]
        return -sum(bool(n.differs) for n in lines), -sum(n.cases for n in lines), lines[0].label

    return {key: found[key] for key in sorted(found, key=place)}


def _as_written(value: Any, _: Row) -> Cell:
    return value if isinstance(value, Cell) else Cell(str(value))


class ConsistencyTab(QWidget):
    """`read()` reads beside the window; `said` has the sentence for the head of the page."""

    said = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.found: Lines = {}
        self.wanted = ""
        """The procedure to show when it is read next; "" for the one that is shown."""
        self.choice = QComboBox()
        self.choice.setAccessibleName("Procedure")
        self.choice.setFixedSize(_CHOOSER, 32)
        self.choice.activated.connect(lambda _: self._fill())
        looks = {column.key: _as_written for column in COLUMNS}
        self.table = TableView(
            LazyTableModel(ListedRows(COLUMNS, []), looks=looks),
            name="The procedure in each PCT",
            stretch="outcomes",
        )
        self.table.set_empty(EmptyState("No cases to compare yet", _EMPTY))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_line())
        self.table.opened.connect(self.open_cases)
        self.table.cell_clicked.connect(lambda pct, _: self.open_cases(pct))
        self.differs, self.outcomes = _Sentences(), _Sentences()
        self.cases = make_button("Show its cases", on_click=self._open_chosen)
        self.ask = Ask(self)
        self.letters = ConsistencyLetters()
        self.shown = Segments(_SHOWN, name="What is compared")
        self.shown.chosen.connect(self.show_part)
        self.export = make_button("Export", icon_name="upload", on_click=self.save)
        self._parts = QStackedWidget()
        self._lay_out()
        self.setFocusProxy(self.table)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        label = make_label("Procedure", tone="text_2")
        label.setBuddy(self.choice)
        top.addWidget(label)
        top.addWidget(self.choice)
        top.addWidget(self.shown)
        top.addStretch(1)
        top.addWidget(self.export)
        below = QHBoxLayout()
        below.setSpacing(GAP)
        below.addWidget(_card(self.differs, preview_foot(self.cases)), 3)
        method = SpanLabel(size=SMALL, tone=Tone.QUIET, wrap=True)
        method.set_spans(_METHOD)
        below.addWidget(_card(self.outcomes, _padded(method)), 2)
        beside = QWidget()
        beside.setFixedHeight(_BESIDE)
        below.setContentsMargins(0, 0, 0, 0)
        beside.setLayout(below)
        card = make_frame("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.table)
        cases = QWidget()
        column = QVBoxLayout(cases)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(card, 1)
        column.addWidget(beside)
        self._parts.addWidget(cases)
        self._parts.addWidget(self.letters)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(top)
        whole.addWidget(self._parts, 1)

    # ---- what is shown

    def read(self) -> None:
        """Read how every procedure runs, beside the window."""
        work = partial(read_lines, catalogue=self._desk.catalogue, day=self._desk.today)
        self._desk.read("consistency", work, self.show_read)

    def show_read(self, found: Lines) -> None:
        """Offer the procedures that have cases, and show the one that was shown."""
        now, self.wanted = self.wanted or self.procedure, ""
        self.found = found
        self.choice.clear()
        for key, lines in found.items():
            cases = sum(line.cases for line in lines)
            words = f"{lines[0].label}, {cases:,} case{'' if cases == 1 else 's'}"
            differ = sum(bool(line.differs) for line in lines)
            if differ:
                words += f", {differ:,} differ{'s' if differ == 1 else ''}"
            self.choice.addItem(words, key)
        self.choice.setCurrentIndex(max(0, self.choice.findData(now)))
        for part in (self.choice, self.shown, self.export):
            part.setEnabled(bool(found))
        self._fill()

    @property
    def procedure(self) -> str:
        """The key of the procedure that is shown, "" for none."""
        return str(self.choice.currentData() or "")

    @property
    def lines(self) -> dict[str, ConsistencyLine]:
        """What is shown, by PCT: those that differ in the most ways first."""
        lines = self.found.get(self.procedure, [])
        order = sorted(lines, key=lambda line: (-len(line.differs), place_of(line)))
        return {line.pct: line for line in order}

    def _fill(self) -> None:
        lines = self.lines
        self.table.set_source(ListedRows(COLUMNS, [line_row(line) for line in lines.values()]))
        if lines and self.table.current_id() not in lines:
            self.table.go_to(next(iter(lines)))
        self.letters.show_lines([(place_of(line), line) for line in lines.values()])
        self.said.emit(tab_spans(list(lines.values())))
        self._show_line()

    def _show_line(self) -> None:
        line = self.lines.get(self.table.current_id())
        self.cases.setEnabled(line is not None)
        if line is None:
            self.differs.show_sentences("", [])
            self.outcomes.show_sentences("", [])
            return
        self.differs.show_sentences(f"{place_of(line)} beside the single model", line_spans(line))
        self.outcomes.show_sentences("How its cases ended", outcome_spans(line))

    # ---- what it does

    def show_part(self, key: str) -> None:
        """Show the cases, or the letters, of the procedure."""
        self.shown.choose(key)
        self._parts.setCurrentIndex(int(key == "letters"))

    def save(self) -> None:
        """Write the procedure in each PCT, or its letters, to a file."""
        lines, letters = list(self.lines.values()), self.shown.current() == "letters"
        save_consistency(self._desk, self.ask, lines, letters=letters)

    def _open_chosen(self) -> None:
        self.open_cases(self.table.current_id())

    def open_cases(self, pct: Any) -> None:
        """Open the list of the procedure's cases in a PCT."""
        if pct in self.lines:
            where = (f"procedure={self.procedure}", f"pct_code={pct}")
            self._desk.open("cases", where=where)


class _Sentences(QWidget):
    """A heading above sentences."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "surface")
        self._heading = make_label("", strong=True, wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.shown: list[SpanLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._heading)
        column.addLayout(self._lines)
        column.addStretch(1)

    def show_sentences(self, heading: str, sentences: list[list[Span]]) -> None:
        """Show other sentences."""
        self._heading.setText(heading)
        for label in self.shown:
            self._lines.removeWidget(label)
            label.deleteLater()
        self.shown = []
        for spans in sentences:
            label = SpanLabel(wrap=True)
            label.set_spans(spans)
            self._lines.addWidget(label)
            self.shown.append(label)

    def words(self) -> list[str]:
        """What is written, sentence by sentence."""
        return [label.text() for label in self.shown]


def _card(content: QWidget, foot: QWidget) -> QWidget:
    card = make_frame("card")
    inside = QWidget()
    lay_out_preview(inside, content, foot)
    around = QVBoxLayout(card)
    around.setContentsMargins(1, 1, 1, 1)
    around.addWidget(inside)
    return card


def _padded(label: QWidget) -> QWidget:
    frame = make_frame("surface")
    inner = QVBoxLayout(frame)
    inner.setContentsMargins(16, 8, 16, 12)
    inner.addWidget(label)
    return frame
