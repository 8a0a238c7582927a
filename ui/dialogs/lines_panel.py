"""A panel that shows lines to be read, however many, before a verb or only to be closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout

from ui.dialogs.panel import Panel
from ui.widgets.buttons import make_frame
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.widgets.spans import Span

WIDTH = 560
_TALLEST = 320


class LinesPanel(Panel):
    """`LinesPanel(title, verb, lines)`; each line wraps, and all of them scroll.

    `linked(link)` is sent when a link in a line is followed.
    """

    linked = Signal(str)

    def __init__(self, title: str, verb: str, lines: Sequence[Sequence[Span]]) -> None:
        super().__init__(title, verb, width=WIDTH)
        self.setAccessibleName(title)
        content = make_frame("surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        for line in lines:
            label = SpanLabel(line, wrap=True)
            label.linked.connect(self.linked)
            column.addWidget(label)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setProperty("part", "surface")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(title)
        scroll.setFixedHeight(min(_TALLEST, 26 * len(lines) + 16))
        scroll.setWidget(content)
        self.body.addWidget(scroll)
