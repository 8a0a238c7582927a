"""What a page says while it has nothing: what it is for, and the first steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.style.marks import Tone
from ui.widgets.buttons import FILLED, OUTLINED, make_button, make_frame, make_label
from ui.widgets.field_button import IconLabel
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 640


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: its key, icon, title, a line about it and the verb of its button."""

    key: str
    icon: str
    title: str
    words: str
    verb: str


class EmptyState(QWidget):
    """Title, sentence and steps; the first step's button is the filled one. `chosen(key)`."""

    chosen = Signal(str)

    def __init__(
        self,
        title: str,
        sentence: str,
        steps: Sequence[Step] = (),
        *,
        filled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._buttons: list[QPushButton] = []
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(make_label(title, strong=True))
        column.addWidget(SpanLabel(sentence, tone=Tone.QUIET, wrap=True))
        column.addSpacing(16)
        if steps:
            column.addWidget(self._card(steps, filled=filled))
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 64, 24, 24)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)

    def _card(self, steps: Sequence[Step], *, filled: bool) -> QWidget:
        card = make_frame("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for place, step in enumerate(steps):
            if place:
                column.addWidget(make_frame("soft-line"))
            kind = FILLED if filled and not place else OUTLINED
            column.addWidget(self._step(step, kind))
        return card

    def _step(self, step: Step, kind: str) -> QWidget:
        line = QWidget()
        line.setFixedHeight(68)
        row = QHBoxLayout(line)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(20)
        row.addWidget(IconLabel(step.icon, 18))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(SpanLabel([Span(step.title, strong=True)]))
        words.addWidget(SpanLabel(step.words, tone=Tone.QUIET))
        words.addStretch(1)
        row.addLayout(words, 1)
        button = make_button(step.verb, kind=kind, on_click=lambda: self.chosen.emit(step.key))
        self._buttons.append(button)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return line

    def set_why_not(self, words: str) -> None:
        """Say in the tooltips why no step can be done here and now; "" where each can."""
        for button in self._buttons:
            button.setEnabled(not words)
            button.setToolTip(words)
