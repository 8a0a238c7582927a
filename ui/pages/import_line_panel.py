"""The panel about one line of a file under review: why it stands so, and what a person decides."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from areateam.imports.doubt_views import NO_DOUBT, Candidate
from ui.pages.import_cells import CellEditor
from ui.style.fonts import BODY, font
from ui.style.marks import Tone
from ui.widgets.buttons import make_frame
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.imports.fix_views import CellView
    from areateam.imports.stage_line_views import LineDetails

_SHOWN_REASONS = 3
_SHOWN_CHANGES = 4
_SHOWN_CELLS = 2
_TALLEST = 420

_AS_IT_STANDS = {
    "same": "The register has all of this already. Nothing would change.",
    "rejected": "It cannot go in as it stands: corrected here it does, else it waits.",
}
_TAKES = {
    "new": "Take it into the register",
    "changed": "Take it from the file",
    "doubtful": "Let it wait",
}


class LinePanel(QWidget):
    """Shows one line.

    Its signals: `decided(line, leave, alike)`, `counted(line)` where it counts and its rivals do
    not, `settled(line, candidate)` where a record is chosen, or None: it waits again,
    `accepted(line, alike)` where it is as it was read, `corrected(line, place, text, alike)`,
    `taken_back(line, place, alike)`, `whole_asked(line)`, `case_asked(details)`;
    `edit_left` when a cell is left alone, `edit_begun(editor)` when the keyboard has gone to one.
    """

    decided = Signal(int, bool, bool)
    counted = Signal(int)
    settled = Signal(int, object)
    accepted = Signal(int, bool)
    corrected = Signal(int, int, str, bool)
    taken_back = Signal(int, int, bool)
    edit_begun = Signal(object)
    edit_left = Signal()
    whole_asked = Signal(int)
    case_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.details: LineDetails | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(6)
        self._title = SpanLabel(wrap=True)
        self._words = SpanLabel(tone=Tone.QUIET, wrap=True)
        self._changes = SpanLabel(wrap=True)
        self.editors: list[CellEditor] = []
        self._cells = QVBoxLayout()
        self._cells.setSpacing(6)
        self.take = _radio("Take it")
        self.accept = _radio("Take it as it was read")
        self.count = _radio("This line counts")
        self.records: list[QRadioButton] = []
        self._records = QVBoxLayout()
        self._records.setSpacing(6)
        self.leave = _radio("Leave this line out")
        self._group = QButtonGroup(self)
        for button in (self.take, self.accept, self.count, self.leave):
            self._group.addButton(button)
            button.clicked.connect(lambda _, each=button: self._chosen(each))
        self.links = SpanLabel(wrap=True)
        self.links.linked.connect(self._linked)
        for part in (self._title, self._words, self._changes):
            self._column.addWidget(part)
        self._column.addLayout(self._cells)
        for button in (self.take, self.accept, self.count):
            self._column.addWidget(button)
        self._column.addLayout(self._records)
        self._column.addWidget(self.leave)
        self._column.addWidget(self.links)
        self.show_line(None)

    def show_line(self, details: LineDetails | None) -> None:
        """Show this line; None where no line is chosen."""
        self.details = details
        known = details is not None
        for part in (self._words, self._changes, self.links):
            part.setVisible(known)
        for button in (self.take, self.accept, self.count, self.leave):
            button.setVisible(known)
        self._show_records(details)
        self._show_cells(details.faults if details is not None else ())
        if details is None:
            self._title.set_spans([Span("Choose a line to decide about it.", tone=Tone.QUIET)])
            return
        self._title.set_spans([Span(f"Now: {details.name}, line {details.line:,}", strong=True)])
        self._words.set_spans(_why(details))
        changes = _changes(details)
        self._changes.set_spans(changes)
        self._changes.setVisible(bool(changes))
        self._show_choices(details)
        self.setAccessibleName(f"Line {details.line}: {details.name}")

    def edit_first(self) -> bool:
        """Go to the first cell that something is wrong with; false where there is none."""
        if not self.editors:
            return False
        self.editors[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editors[0].edit.selectAll()
        self.edit_begun.emit(self.editors[0])
        return True

    def _show_cells(self, cells: Sequence[CellView]) -> None:
        for old in self.editors:
            self._cells.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.editors = [CellEditor(cell, self) for cell in cells[:_SHOWN_CELLS]]
        for editor in self.editors:
            editor.corrected.connect(self._corrected)
            editor.taken_back.connect(self._taken_back)
            editor.left.connect(self.edit_left)
            self._cells.addWidget(editor)

    def _corrected(self, place: int, text: str, alike: bool) -> None:
        if self.details is not None:
            self.corrected.emit(self.details.line, place, text, alike)

    def _taken_back(self, place: int, alike: bool) -> None:
        if self.details is not None:
            self.taken_back.emit(self.details.line, place, alike)

    def _show_choices(self, details: LineDetails) -> None:
        rivals = details.rivals if not details.left_out else ()
        open_ = details.left_out or details.outcome in _TAKES or bool(rivals)
        self.count.setVisible(bool(rivals))
        self.count.setText(_counts_words(rivals))
        self.count.setAccessibleName(self.count.text())
        self.take.setVisible(open_)
        self.leave.setVisible(open_)
        waits = details.outcome == "rejected" and not details.left_out
        outcome = "doubtful" if waits else details.outcome
        self.take.setText(_TAKES.get(outcome, "Take it after all"))
        self.take.setAccessibleName(self.take.text())
        doubt = details.doubt if not details.left_out else NO_DOUBT
        if doubt.is_settled:
            self.take.setText(_TAKES["doubtful"])
        self.take.setAccessibleName(self.take.text())
        self.accept.setVisible(doubt.as_read)
        (self.leave if details.left_out else self._chosen_record() or self.take).setChecked(True)
        if doubt.accepted:
            self.accept.setChecked(True)
        spans = [Span("Whole line", link="whole")]
        if details.reasons or details.differences:
            spans += [Span("  ·  ", tone=Tone.QUIET), Span("Open a case", link="case")]
        if open_ and details.alike is not None and details.alike.lines > 1:
            same = f"Do the same for all {details.alike.lines:,} alike"
            spans = [
                Span(same, link="alike"),
                Span(f" ({details.alike.words})  ·  ", tone=Tone.QUIET),
                *spans,
            ]
        if doubt.as_read and not doubt.accepted and details.alike and details.alike.lines > 1:
            every = f"Take all {details.alike.lines:,} as they were read"
            spans = [Span(every, link="accept"), Span("  ·  ", tone=Tone.QUIET), *spans]
        self.links.set_spans(spans)

    def _show_records(self, details: LineDetails | None) -> None:
        """A choice for each record that the line may be about."""
        for old in self.records:
            self._group.removeButton(old)
            self._records.removeWidget(old)
            old.hide()
            old.deleteLater()
        left = details is None or details.left_out
        self.records = []
        for candidate in () if details is None or left else details.doubt.candidates:
            button = _radio(_record_words(candidate))
            button.clicked.connect(partial(self._settle, candidate))
            self._group.addButton(button)
            self._records.addWidget(button)
            self.records.append(button)

    def _chosen_record(self) -> QRadioButton | None:
        details = self.details
        if details is None or details.doubt.chosen is None or details.left_out:
            return None
        return self.records[details.doubt.candidates.index(details.doubt.chosen)]

    def _settle(self, candidate: Candidate) -> None:
        if self.details is not None and candidate != self.details.doubt.chosen:
            self.settled.emit(self.details.line, candidate)

    def _chosen(self, button: QRadioButton) -> None:
        details = self.details
        leave = button is self.leave
        if details is None:
            return
        if button is self.count:
            self.counted.emit(details.line)
        elif button is self.accept:
            self.accepted.emit(details.line, False)
        elif button is self.take and details.doubt.is_settled:
            self.settled.emit(details.line, None)
        elif leave != details.left_out:
            self.decided.emit(details.line, leave, False)

    def _linked(self, link: str) -> None:
        if self.details is None:
            return
        if link == "whole":
            self.whole_asked.emit(self.details.line)
        elif link == "case":
            self.case_asked.emit(self.details)
        elif link == "accept":
            self.accepted.emit(self.details.line, True)
        else:
            self.decided.emit(self.details.line, self.leave.isChecked(), True)


def _record_words(candidate: Candidate) -> str:
    if not candidate.record:
        return "None of these: make a new one"
    return f"It is {candidate.code} {candidate.name}".strip()


def _counts_words(rivals: Sequence[int]) -> str:
    if len(rivals) == 1:
        return f"This line counts, leave out line {rivals[0]:,}"
    return f"This line counts, leave out the {len(rivals):,} others"


def open_whole_line(
    window: QWidget, anchor: QWidget, title: str, cells: Sequence[tuple[str, str]]
) -> Popover:
    """Show every cell of a line under its heading, pointing at `anchor`."""
    rows = [(name, value or "blank") for name, value in cells]
    return open_pairs(window, anchor, title, rows or [("", "As an earlier import stated it.")])


def open_pairs(
    window: QWidget,
    anchor: QWidget,
    title: str,
    rows: Sequence[tuple[str, str]],
    spot: QRect | None = None,
) -> Popover:
    """Show labels with values in a popover that scrolls where they are many.

    It points at `spot` of the anchor, or at the whole of it.
    """
    pairs = ValueList(label_width=150)
    pairs.set_rows([(name, value) for name, value in rows])
    frame = make_frame("surface")
    inner = QVBoxLayout(frame)
    inner.setContentsMargins(0, 0, 8, 0)
    inner.addWidget(pairs)
    inner.addStretch(1)
    scroll = QScrollArea()
    scroll.setProperty("part", "surface")
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(frame)
    scroll.setAccessibleName(title)
    scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(SpanLabel([Span(title, strong=True)]))
    column.addWidget(scroll, 1)
    content.setFocusProxy(scroll)
    content.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    content.setFixedSize(418, min(_TALLEST, 36 + 26 * len(rows)))
    popover = Popover(window, content, name=title)
    popover.open_at(anchor, spot)
    return popover


def _why(details: LineDetails) -> str:
    reasons = list(details.reasons[:_SHOWN_REASONS])
    more = len(details.reasons) - len(reasons)
    if more:
        reasons.append(f"And {more} more.")
    if not details.left_out and details.outcome in _AS_IT_STANDS:
        reasons.append(_AS_IT_STANDS[details.outcome])
    if details.outcome == "doubtful":
        reasons.append("It does not go in until that is settled.")
    if details.outcome == "new" and not reasons:
        reasons.append("No record of the register has this key.")
    return " ".join(reasons)


def _changes(details: LineDetails) -> list[Span]:
    spans: list[Span] = []
    for difference in details.differences[:_SHOWN_CHANGES]:
        spans += [
            Span(f"{'; ' if spans else ''}{difference.label} ", tone=Tone.QUIET),
            Span(difference.before, tone=Tone.QUIET, struck=True),
            Span(" → "),
            Span(difference.after, strong=True),
        ]
    more = len(details.differences) - _SHOWN_CHANGES
    if more > 0:
        spans.append(Span(f"; and {more} more", tone=Tone.QUIET))
    return spans


def _radio(words: str) -> QRadioButton:
    button = QRadioButton(words)
    button.setFont(font(BODY))
    button.setAccessibleName(words)
    return button
