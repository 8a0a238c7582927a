"""What one operation changed, the way to take it back, and why it cannot be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from areateam.core.wording import problem_sentence
from ui.pages.change_table import OPERATION_COLUMNS, ChangeTable, moment_words
from ui.style.marks import Shape, Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import make_button, make_frame
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.contracts.contract_change_views import ChangeLine
    from areateam.core.problems import Problem
    from areateam.ledger.history import OperationLine

_SHOWN_CLASHES = 4


class OperationPanel(QWidget):
    """`undo_asked(operation)`, `redo_asked(operation)`; `closed` on Esc where it fills the page."""

    undo_asked = Signal(int)
    redo_asked = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._line: OperationLine | None = None
        self._closable = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(360)
        self.back = make_button("Back to the list", icon_name="back", on_click=self.closed.emit)
        self.back.hide()
        self._title = SpanLabel(wrap=True)
        self._said = SpanLabel(tone=Tone.QUIET, wrap=True)
        self.undo = make_button("Undo this", writes=True, icon_name="undo", on_click=self._undo)
        self.redo = make_button("Redo this", writes=True, icon_name="redo", on_click=self._redo)
        self.refusal = Banner(Tone.LATE)
        self.refusal.hide()
        self.table = ChangeTable(OPERATION_COLUMNS, name="What it changed")
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.back, self.undo, self.redo):
            buttons.addWidget(button)
        buttons.addStretch(1)
        frame = make_frame("surface")
        top = QVBoxLayout(frame)
        top.setContentsMargins(16, 12, 16, 12)
        top.setSpacing(4)
        top.addWidget(self._title)
        top.addWidget(self._said)
        top.addSpacing(4)
        top.addLayout(buttons)
        top.addWidget(self.refusal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(frame)
        column.addWidget(self.table, 1)

    @property
    def operation(self) -> int:
        """The number of the operation shown, 0 for none."""
        return self._line.operation if self._line is not None else 0

    def set_closable(self, *, closable: bool) -> None:
        """Whether it stands in the list's place and needs a way back."""
        self._closable = closable
        self.back.setVisible(closable)

    def show_nothing(self) -> None:
        """No operation is chosen."""
        self._line = None
        self._title.set_spans("Move to a step to see what it changed.")
        self._said.set_spans("")
        self.refusal.hide()
        self.undo.hide()
        self.redo.hide()
        self.table.set_lines((), writable=False)

    def show_operation(
        self, line: OperationLine, changes: Sequence[ChangeLine], *, writable: bool
    ) -> None:
        """Show an operation and the first of its changes."""
        self.refusal.hide()
        self._line = line
        self._title.set_spans([Span(line.label, strong=True)])
        records = f"{line.records:,} {'record' if line.records == 1 else 'records'}"
        shown = len(changes)
        part = f"; the first {shown:,} changes are below" if shown >= 200 else ""
        self._said.set_spans(f"{moment_words(line.at)}, {line.user}: {records}{part}.")
        self.undo.setVisible(line.undoable and line.live)
        self.redo.setVisible(line.undoable and not line.live)
        tip = "" if writable else "Nothing can be changed while another day is looked at"
        for button in (self.undo, self.redo):
            button.setEnabled(writable)
            button.setToolTip(tip)
        self.table.set_lines(changes, writable=False)

    def show_refusal(self, problem: Problem) -> None:
        """Say why it cannot be taken back, with the later work that stands in the way."""
        lines = [[Span(problem_sentence(problem), mark=Shape.LATE, strong=True)]]
        clashes = problem.facts.get("clashes")
        labels: dict[str, int] = {}
        for clash in clashes if isinstance(clashes, list) else []:
            labels[clash.label] = labels.get(clash.label, 0) + 1
        for label, count in list(labels.items())[:_SHOWN_CLASHES]:
            what = f"{count:,} {'change' if count == 1 else 'changes'}"
            lines.append([Span(f"{label}: {what}")])
        if len(labels) > _SHOWN_CLASHES:
            lines.append([Span(f"and {len(labels) - _SHOWN_CLASHES:,} more steps")])
        if labels:
            lines.append([Span("Undo those first, newest first, or put single values back.")])
        self.refusal.set_lines(lines)
        self.refusal.show()

    def _undo(self) -> None:
        if self._line is not None:
            self.undo_asked.emit(self._line.operation)

    def _redo(self) -> None:
        if self._line is not None:
            self.redo_asked.emit(self._line.operation)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the list back."""
        if event.key() == Qt.Key.Key_Escape and self._closable:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
