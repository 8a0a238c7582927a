"""The panel beside a list: labels with values, and a button that opens the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.style.fonts import SMALL
from ui.style.marks import Tone
from ui.widgets.buttons import make_button, make_frame, make_label
from ui.widgets.preview_frame import lay_out_preview, preview_foot
from ui.widgets.span_label import SpanLabel
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.widgets.spans import Span


class FactsPanel(QWidget):
    """`show_facts(record, over, title, rows)` or `show_nothing()`; `opened(record)`."""

    opened = Signal(int)

    def __init__(self, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record = 0
        self._over = SpanLabel(size=SMALL, tone=Tone.QUIET)
        self._title = make_label("", strong=True, wrap=True)
        self._values = ValueList(label_width=84)
        self._nothing = SpanLabel(nothing, tone=Tone.QUIET, wrap=True)
        self._open = make_button("Open", on_click=lambda: self.opened.emit(self._record))
        self.setMinimumWidth(200)
        self.setAccessibleName("Preview")
        content = make_frame("surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        for part in (self._over, self._title, self._nothing):
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self._values)
        column.addStretch(1)
        lay_out_preview(self, content, preview_foot(self._open))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say how to see something."""
        self._shown(on=False)

    def show_facts(
        self, record: int, over: str, title: str, rows: Sequence[tuple[str, Sequence[Span] | str]]
    ) -> None:
        """Show a record."""
        self._record = record
        self._over.set_spans(over)
        self._title.setText(title)
        self._values.set_rows(rows)
        self._shown(on=True)

    def _shown(self, *, on: bool) -> None:
        for part in (self._over, self._title, self._values, self._open):
            part.setVisible(on)
        self._nothing.setVisible(not on)
