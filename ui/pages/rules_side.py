"""Beside a list of the Rules page: what is said of the current line, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from ui.widgets.buttons import make_button
from ui.widgets.page_scroll import PageScroll
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_WIDTH, _NARROW = 344, 284
_LABELS = 92
_READING = ("export", "ics")


class RulesSide(PageScroll):
    """`verbs` are the buttons by key, two in a line; only those of the current list are shown."""

    def __init__(self, verbs: Mapping[str, tuple[str, Callable[[], object]]]) -> None:
        super().__init__()
        self.heading = SpanLabel(wrap=True)
        self.facts = ValueList(_LABELS)
        self.buttons = {
            key: make_button(words, writes=key not in _READING, on_click=act)
            for key, (words, act) in verbs.items()
        }
        self.column.setSpacing(12)
        self.column.addWidget(self.heading)
        keys = list(verbs)
        for first in range(0, len(keys), 2):
            line = QHBoxLayout()
            line.setSpacing(8)
            for key in keys[first : first + 2]:
                line.addWidget(self.buttons[key])
            line.addStretch(1)
            self.column.addLayout(line)
        self.column.addWidget(self.facts)
        self.column.addStretch(1)
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Less room in a narrow window."""
        self.setFixedWidth(_NARROW if narrow else _WIDTH)

    def say(self, heading: str, rows: Sequence[Any]) -> None:
        """Show the facts of the current line."""
        self.heading.set_spans([Span(heading, strong=True)])
        self.facts.set_rows(rows)

    def show_verbs(self, *keys: str) -> None:
        """Show these buttons alone."""
        for key, button in self.buttons.items():
            button.setVisible(key in keys)

    def enable(self, key: str, why_not: str) -> None:
        """Let a button be pressed, or say in its tooltip why not."""
        self.buttons[key].setEnabled(not why_not)
        self.buttons[key].setToolTip(why_not)
