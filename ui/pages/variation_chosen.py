"""The contractor that is chosen in the chart: who it is, what its figures say, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ui.pages.variation_words import verdict_mark, verdict_word
from ui.style.marks import Tone
from ui.style.tokens import CARD_PADDING
from ui.widgets.buttons import make_button
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.variation.variation_views import ChartPoint

_NOBODY = "Click a point or a line of the list, or go along the chart with the arrow keys."


class ChosenStrip(QWidget):
    """`open_asked` when the contract is to be opened; shown below the chart."""

    open_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = SpanLabel()
        self.words = SpanLabel(tone=Tone.QUIET, wrap=True)
        self.visit = make_button("Open contract", on_click=self.open_asked.emit)
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(8)
        buttons.addWidget(self.visit)
        buttons.addStretch(1)
        self._parts = QGridLayout(self)
        self._parts.setHorizontalSpacing(8)
        self._parts.setColumnStretch(0, 1)
        self.set_low(low=False)
        self.show_point(None, {})

    def set_low(self, *, low: bool) -> None:
        """Put the buttons beside the name in a low window, else below the words."""
        margin = 8 if low else 12
        self._parts.setContentsMargins(CARD_PADDING, margin, CARD_PADDING, margin)
        self._parts.setVerticalSpacing(0 if low else 6)
        self._parts.addWidget(self.name, 0, 0)
        self._parts.addWidget(self.words, 1, 0, 1, 2)
        if low:
            self._parts.addWidget(self._buttons, 0, 1)
        else:
            self._parts.addWidget(self._buttons, 2, 0, 1, 2)

    def show_point(self, point: ChartPoint | None, places: dict[str, str]) -> None:
        """Show a point, or what to do to choose one; `places` are the names of PCTs by code."""
        self.visit.setVisible(point is not None)
        if point is None:
            self.name.set_spans([Span("Nobody chosen", strong=True)])
            self.words.set_spans(_NOBODY)
            return
        place = f"{point.pct} {places.get(point.pct, '')}".strip()
        where = "" if place.startswith(point.ref) else f"  {place}"
        title = f"{point.ref} {point.name}".strip()
        self.name.set_spans([Span(title, strong=True), Span(where, tone=Tone.QUIET)])
        word = verdict_word(point)
        mark = verdict_mark(word)
        told = [Span(point.sentence or "Suspended on this day, and outside the average.")]
        if mark is not None:
            said = f"{word[:1].upper()}{word[1:]}."
            told += [Span("  "), Span(said, mark=mark.shape, strong=True)]
        self.words.set_spans(told)
        self.visit.setEnabled(point.contract is not None)
        self.visit.setToolTip("" if point.contract is not None else "This is no single contract.")
