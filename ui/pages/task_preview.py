"""The panel beside a list: labels with values, and a button that opens the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.style.fonts import SMALL
from ui.style.marks import Tone
from ui.style.tokens import PREVIEW_WIDTH
from ui.widgets.buttons import make_button, make_frame, make_label
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
        scroll = QScrollArea()
        scroll.setProperty("part", "surface")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        foot = make_frame("surface")
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(16, 8, 16, 12)
        buttons.addWidget(self._open)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addWidget(foot)
        self.resize(PREVIEW_WIDTH, self.height())
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
