"""The History tab of a contract: every change of it, and the way to put one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from areateam.core.count_words import counted
from ui.pages.change_table import CONTRACT_COLUMNS, ChangeTable, change_spans, moment_words
from ui.style.marks import Tone
from ui.widgets.buttons import make_button
from ui.widgets.filter_field import FilterField
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.contracts.contract_change_views import ChangeLine


class HistoryTab(QWidget):
    """`put_back(ChangeLine)` when one is to be put back; Enter on a line says all about it."""

    put_back = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._changes: Sequence[ChangeLine] = ()
        self._writable = True
        self.filter = FilterField("Filter these changes", key="Ctrl+F")
        self.filter.setFixedWidth(280)
        self.filter.changed.connect(lambda _: self._fill())
        self._said = SpanLabel(tone=Tone.QUIET)
        self.table = ChangeTable(CONTRACT_COLUMNS, name="Changes of this contract")
        self.table.cell_clicked.connect(lambda number, _: self._put_back(number))
        self.table.opened.connect(self._open)
        tools = QHBoxLayout()
        tools.setContentsMargins(24, 12, 24, 12)
        tools.setSpacing(16)
        tools.addWidget(self.filter)
        tools.addWidget(self._said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self.table, 1)

    def show_changes(self, changes: Sequence[ChangeLine], *, writable: bool) -> None:
        """Show these changes, as far as the filter lets them through."""
        self._changes, self._writable = changes, writable
        self._fill()

    def _fill(self) -> None:
        words = self.filter.text().casefold().split()
        kept = [line for line in self._changes if all(w in _searched(line) for w in words)]
        self.table.set_lines(kept, writable=self._writable)
        total = len(self._changes)
        shown = (
            f"{len(kept):,} of {counted(total, 'change')}" if words else counted(total, "change")
        )
        self._said.set_spans(f"{shown}, newest first")

    def _put_back(self, number: int) -> None:
        line = self.table.lines.get(number)
        if line is not None and line.key and self._writable:
            self.put_back.emit(line)

    def _open(self, number: int) -> None:
        line = self.table.lines[number]
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(SpanLabel([Span(line.what, strong=True)]))
        column.addWidget(SpanLabel(change_spans(line), wrap=True))
        origin = f"{moment_words(line.at)}, {line.who}, in: {line.label}"
        column.addWidget(SpanLabel(origin, tone=Tone.QUIET, wrap=True))
        if line.source:
            column.addWidget(SpanLabel(f"From {line.source}", tone=Tone.QUIET, wrap=True))
        popover = Popover(self.window(), content, name=f"Change of {line.what}")
        if line.key and self._writable:
            button = make_button("Put back", writes=True)

            def back() -> None:
                popover.close_now()
                self.put_back.emit(line)

            button.clicked.connect(back)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            content.setFocusProxy(button)
        place = self.table.visualRect(self.table.currentIndex())
        popover.open_at(self.table.viewport(), place)


def _searched(line: ChangeLine) -> str:
    parts = (line.what, line.before, line.after, line.who, line.label, line.source)
    return " ".join(parts).casefold()
