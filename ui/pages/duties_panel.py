"""The panel beside the matrix: what is nobody's, what is two bodies', what moves on the day."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from areateam.core.dates import format_date
from areateam.duties.duty_views import remark_sentence
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import make_frame, make_label
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from datetime import date

    from areateam.duties.duty_views import MatrixView

_DAY = timedelta(days=1)
_MOST = 40
_LATE = frozenset({"duty-nobody-accountable", "duty-several-accountable", "duty-body-abolished"})


class DutiesPanel(QWidget):
    """`show_day(matrix, day)` fills it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(232)
        self.setAccessibleName("Gaps on the day")
        self._head = make_label("", strong=True)
        self._none = SpanLabel()
        self._several = SpanLabel()
        self._moves = SpanLabel(size=SMALL, wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(16, 8, 16, 8)
        self._lines.setSpacing(8)
        inner = QWidget()
        inner.setLayout(self._lines)
        inner.setProperty("part", "surface")
        scrolled = QScrollArea()
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QScrollArea.Shape.NoFrame)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setWidget(inner)
        card = make_frame("card")
        whole = QVBoxLayout(card)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 12)
        top.setSpacing(6)
        for part in (self._head, self._none, self._several, self._moves):
            top.addWidget(part)
        whole.addLayout(top)
        whole.addWidget(make_frame("hairline"))
        whole.addWidget(scrolled, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(card)

    def show_day(self, matrix: MatrixView, day: date) -> None:
        """Show what is amiss on a day and what moves on it."""
        proof = matrix.proof(day, day)
        self._head.setText(f"Gaps on {format_date(day.isoformat())}")
        none, several = len(proof.gaps), len(proof.overlaps)
        for label, words, count in (
            (self._none, "Nobody's", none),
            (self._several, "Two bodies", several),
        ):
            shape = Shape.LATE if count else Shape.OK
            counted = f"{words}: {count} of {proof.functions}"
            label.set_spans([Span(counted, mark=shape, strong=True)])
        self._moves.set_spans([Span(moves_words(matrix, day), tone=Tone.QUIET)])
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        remarks = matrix.remarks(day)
        for remark in sorted(remarks, key=lambda r: r.code not in _LATE)[:_MOST]:
            shape = Shape.LATE if remark.code in _LATE else Shape.RISK
            words = remark_sentence(remark, matrix)
            self._lines.addWidget(SpanLabel([Span(words, mark=shape)], size=SMALL, wrap=True))
        if not remarks:
            quiet = SpanLabel("Nothing is amiss on this day.", size=SMALL, tone=Tone.QUIET)
            self._lines.addWidget(quiet)
        self._lines.addStretch(1)


def moves_words(matrix: MatrixView, day: date) -> str:
    """Who takes functions over on a day, most first, and how many stay where they were."""
    held: dict[str, list[tuple[str, ...]]] = {}
    for stretch in matrix.proof(day - _DAY, day).stretches:
        held.setdefault(stretch.function, []).append(stretch.holders)
    moved = Counter(", ".join(holders[-1]) for holders in held.values() if len(holders) > 1)
    if not moved:
        return "Nothing changes hands on this day."
    parts = [f"{count} to {code or 'nobody'}" for code, count in moved.most_common()]
    stay = len(held) - sum(moved.values())
    return f"Moves on that day: {', '.join(parts)}; {stay} stay."
