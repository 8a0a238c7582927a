"""How far to trust a chart, in numbered sentences, and how many of its outliers are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from ui.style.marks import Tone
from ui.style.tokens import CARD_PADDING
from ui.widgets.buttons import make_frame, make_label
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEEDS = "Each verdict needs a reason, evidence, a reviewer and a review date."


class TrustCard(QWidget):
    """`show_trust(sentences)` and `show_verdicts(given, of)`; long words scroll inside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("How far to trust this")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._methods = SpanLabel(wrap=True)
        self._given = SpanLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Verdicts given")
        self._needs = SpanLabel(_NEEDS, tone=Tone.QUIET, wrap=True)
        self._line = make_frame("hairline")
        self._foot = self._verdicts()
        card = make_frame("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.addWidget(self._sentences(), 1)
        inner.addWidget(self._line)
        inner.addWidget(self._foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)

    def _sentences(self) -> QWidget:
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(CARD_PADDING, 11, CARD_PADDING, 8)
        column.setSpacing(6)
        column.addWidget(make_label("How far to trust this", strong=True))
        column.addLayout(self._grid)
        column.addWidget(self._methods)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(words)
        scroll.viewport().setAutoFillBackground(False)
        words.setAutoFillBackground(False)
        return scroll

    def _verdicts(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(CARD_PADDING, 8, CARD_PADDING, 11)
        column.setSpacing(6)
        for part in (self._given, self._bar, self._needs):
            column.addWidget(part)
        return foot

    def show_trust(self, sentences: Sequence[str]) -> None:
        """Number the sentences from 1."""
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for place, words in enumerate(sentences):
            number = SpanLabel(f"{place + 1}", tone=Tone.QUIET)
            number.setFixedWidth(12)
            self._grid.addWidget(number, place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(SpanLabel(words, tone=Tone.QUIET, wrap=True), place, 1)

    def show_methods(self, words: str) -> None:
        """What each way of reckoning limits says of the chosen one; "" for nothing."""
        self._methods.set_spans(words)
        self._methods.setVisible(bool(words))

    def show_verdicts(self, given: int, of: int) -> None:
        """How many of the outliers have a verdict; nothing where there are none."""
        for part in (self._line, self._foot):
            part.setVisible(of > 0)
        counted = Span(f"  {given:,} of {of:,} given", tone=Tone.QUIET)
        self._given.set_spans([Span("Verdicts", strong=True), counted])
        self._bar.setRange(0, max(of, 1))
        self._bar.setValue(given)

    def set_low(self, *, low: bool) -> None:
        """Leave out what a verdict needs in a low window; the panel says it again."""
        self._needs.setVisible(not low)
