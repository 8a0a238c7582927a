"""Where a call-off stands: its states as a diagram, what can follow and who may, what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from areateam.calloffs.way_views import every_way, move_lines, way_lines
from areateam.core.dates import format_date
from ui.style.marks import Tone
from ui.style.tokens import GAP
from ui.widgets.card_frame import CardFrame
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.state_diagram import StateArrow, StateBox, StateDiagram
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from areateam.calloffs.call_off_views import CallOffBook, CallOffView

_LABELS = 96
_TOP = Qt.AlignmentFlag.AlignTop


class StatesCard(CardFrame):
    """`show_view(view, book)`; what is drawn is also said."""

    def __init__(self) -> None:
        super().__init__("Where it stands")
        self.diagram = StateDiagram()
        self.ways, self.moves = ValueList(_LABELS), ValueList(_LABELS)
        words = QVBoxLayout()
        words.setSpacing(8)
        for title, part in (("What can follow", self.ways), ("What came", self.moves)):
            words.addWidget(SpanLabel([Span(title, strong=True)]))
            words.addWidget(part)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(2 * GAP)
        row.addWidget(self.diagram, 0, _TOP)
        row.addLayout(words, 1)
        self.add(row)

    def show_view(self, view: CallOffView, book: CallOffBook) -> None:
        """Show the state of now, every way of the machine, and the moves made."""
        framework, now = book.framework, view.state
        label = framework.state_of(now).label
        self.set_title("Where it stands", aside=label)
        self.set_right([Span("dashed: the clock alone", Tone.QUIET)])
        boxes = [
            StateBox(s.key, s.label, s.column, s.row, s.ends, s.key == now) for s in framework.state
        ]
        arrows = [StateArrow(e.source, e.to, e.who == "clock") for e in framework.edge]
        said = " ".join(
            f"From {way.source} to {way.to}: {way.who}. {way.on}" for way in every_way(view, book)
        )
        self.diagram.show_states(boxes, arrows, said)
        self.ways.set_rows(
            [
                (f"to {way.to}", [Span(f"{_capital(way.who)}: "), Span(_small(way.on), Tone.QUIET)])
                for way in way_lines(view, book)
            ]
            or [("", f"Nothing: {label} ends a call-off.")]
        )
        self.moves.set_rows(
            [
                (
                    format_date(move.on),
                    [Span(f"{move.to}, "), Span(f"{move.who}: {_small(move.why)}", Tone.QUIET)],
                )
                for move in move_lines(view, book)
            ]
            or [("", "It has not begun.")]
        )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
