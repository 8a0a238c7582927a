"""What happened in a case, newest first: by category, by word, and a line to enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from areateam.cases.case_actions import CATEGORIES
from areateam.cases.case_timeline_views import Category
from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field
from areateam.ledger.correction_views import corrected_words
from ui.pages.case_words import near_day
from ui.pages.change_table import ListedRows
from ui.pages.said_before import said_before
from ui.style.marks import Tone
from ui.style.tokens import PAGE_MARGIN
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.buttons import make_button
from ui.widgets.card_frame import CardFrame
from ui.widgets.filter_field import FilterField
from ui.widgets.popover import Popover
from ui.widgets.segments import Segments
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.cases.case_timeline_views import EntryView, TimelineLine

_ALL = "all"
_WORDS = {
    _ALL: "All",
    Category.MILESTONE.value: "Milestones",
    Category.COMMUNICATION.value: "Letters and calls",
    Category.DECISION.value: "Decisions",
    Category.FILE.value: "Files",
    Category.NOTE.value: "Notes",
    Category.SYSTEM.value: "What was changed",
}
_COLUMNS = tuple(
    Column(Field(key, label), "", "", width)
    for key, label, width in (
        ("at", "When", 150),
        ("category", "What kind", 132),
        ("text", "What", 400),
        ("who", "Who", 110),
    )
)
_SHOWN = 6


def when_words(at: str, today: str) -> str:
    """A day, or a moment where the hour is known: "1 Nov, 09:05"."""
    return f"{format_date(at[:10])}, {at[11:16]}" if "T" in at else near_day(at, today)


class EntryLine(QWidget):
    """`entered(category, text)` when a line is to be put on the timeline.

    `narrow`: what happened has a row of its own, above the kind and the button.
    """

    entered = Signal(str, str)

    def __init__(self, *, narrow: bool = False) -> None:
        super().__init__()
        self.category = QComboBox()
        self.category.setAccessibleName("What kind")
        self.category.setFixedHeight(32)
        for key in reversed(CATEGORIES):
            self.category.addItem(key.capitalize(), key)
        self.edit = QLineEdit()
        self.edit.setFixedHeight(32)
        self.edit.setAccessibleName("What happened")
        self.edit.setPlaceholderText("What happened today")
        self.edit.returnPressed.connect(self._enter)
        self.button = make_button("Enter", writes=True, on_click=self._enter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.category, 1 if narrow else 0)
        if narrow:
            column.addWidget(self.edit)
        else:
            row.addWidget(self.edit, 1)
        row.addWidget(self.button)
        column.addLayout(row)
        self.setFocusProxy(self.edit)

    def set_writable(self, *, writable: bool) -> None:
        """Let nothing be entered while the case cannot be changed."""
        for part in (self.category, self.edit, self.button):
            part.setEnabled(writable)

    def clear_text(self) -> None:
        """Empty the field, once the line is stored."""
        self.edit.clear()

    def _enter(self) -> None:
        if self.edit.text().strip():
            self.entered.emit(str(self.category.currentData()), self.edit.text())


class TimelineCard(CardFrame):
    """The last lines that people made; `linked("timeline")` asks for all, `line` takes another."""

    def __init__(self) -> None:
        super().__init__("Timeline")
        self.line = EntryLine(narrow=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.add(self.line)
        self.body.addSpacing(8)
        self.add(self._grid)

    def show_lines(self, lines: Sequence[TimelineLine], today: str, *, writable: bool) -> None:
        """Show the newest lines that people made, and how many there are in all."""
        own = [line for line in lines if line.category is not Category.SYSTEM]
        self.line.set_writable(writable=writable)
        self.set_right([Span(f"All {len(lines):,}", link="timeline")] if lines else [])
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for place, line in enumerate(own[:_SHOWN]):
            day = SpanLabel(near_day(line.at[:10], today), tone=Tone.QUIET)
            day.setFixedWidth(day.sizeHint().width())
            name = line.who.replace(" ", "\N{NO-BREAK SPACE}")
            who = Span(f"  {name}", tone=Tone.QUIET)
            self._grid.addWidget(day, place, 0, top)
            self._grid.addWidget(SpanLabel([Span(line.text), who], wrap=True), place, 1)


class TimelineTab(QWidget):
    """Every line, by category and by word; one that a person entered can be corrected there.

    `correct_asked(entry, anchor)` and `removed(entry)` ask for it.
    """

    correct_asked = Signal(object, object)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[TimelineLine] = ()
        self._today = ""
        self._writable = False
        self.kinds = Segments(list(_WORDS.items()), name="What kind")
        self.kinds.chosen.connect(lambda _: self._fill())
        self.filter = FilterField("Filter the timeline", key="Ctrl+F")
        self.filter.changed.connect(lambda _: self._fill())
        self.line = EntryLine()
        looks = {"text": lambda value, _: value, "who": _quiet, "category": _quiet}
        self.table = TableView(
            LazyTableModel(ListedRows(_COLUMNS, []), looks=looks), name="Timeline", stretch="text"
        )
        self.table.setProperty("focusframe", True)
        self.table.opened.connect(self._open)
        self._said = SpanLabel(tone=Tone.QUIET)
        top = QHBoxLayout()
        top.setSpacing(16)
        self.filter.setFixedWidth(220)
        top.addWidget(self.filter)
        top.addWidget(self.kinds)
        top.addWidget(self._said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 16, PAGE_MARGIN, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.line)
        column.addWidget(self.table, 1)

    def show_lines(self, lines: Sequence[TimelineLine], today: str, *, writable: bool) -> None:
        """Show the lines of a case."""
        self._lines, self._today, self._writable = lines, today, writable
        self.line.set_writable(writable=writable)
        self._fill()

    def _fill(self) -> None:
        kind, words = self.kinds.current(), self.filter.text().casefold().split()
        kept = [
            (number, line)
            for number, line in enumerate(self._lines)
            if kind in (_ALL, line.category.value)
            and all(word in f"{line.text} {line.who}".casefold() for word in words)
        ]
        self.table.set_source(ListedRows(_COLUMNS, [self._row(*pair) for pair in kept]))
        many = "line" if len(kept) == 1 else "lines"
        self._said.set_spans(f"{len(kept):,} {many}, newest first")

    def _row(self, number: int, line: TimelineLine) -> Row:
        kind = line.category.value.capitalize()
        corrected = corrected_words(line.entry.corrections) if line.entry else ""
        what = Cell(line.text, tail=corrected)
        return (number, when_words(line.at, self._today), kind, what, line.who)

    def _open(self, number: int) -> None:
        line = self._lines[number]
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(SpanLabel([Span(line.category.value.capitalize(), strong=True)]))
        column.addWidget(SpanLabel(line.text, wrap=True))
        said = f"{when_words(line.at, self._today)}, {line.who}".rstrip(", ")
        column.addWidget(SpanLabel(said, tone=Tone.QUIET, wrap=True))
        popover = Popover(self.window(), content, name=line.text)
        if line.entry is not None:
            column.addWidget(said_before(line.entry.corrections))
            if self._writable:
                column.addLayout(self._verbs(line.entry, popover))
        place = self.table.visualRect(self.table.currentIndex())
        popover.open_at(self.table.viewport(), place)

    def _verbs(self, entry: EntryView, popover: Popover) -> QHBoxLayout:
        """What can be done with a line that a person entered."""

        def ask() -> None:
            popover.close_now()
            self.correct_asked.emit(entry, self.table)

        def remove() -> None:
            popover.close_now()
            self.removed.emit(entry)

        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(make_button("Correct…", writes=True, on_click=ask))
        row.addWidget(make_button("Remove", writes=True, icon_name="remove", on_click=remove))
        row.addStretch(1)
        return row


def _quiet(value: object, _: Row) -> Cell:
    return Cell(str(value or ""), tone=Tone.QUIET)
