"""What is amiss on the day shown, by kind, each function a link; and what moves on that day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.core.dates import format_date
from areateam.duties.duty_views import remark_words
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import FILLED, make_button, make_frame
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from areateam.duties.duty_views import MatrixView

_DAY = timedelta(days=1)
_FIRST = 4
_GROUPS = (
    ("duty-nobody-accountable", "Nobody accountable", Shape.LATE),
    ("duty-several-accountable", "Two bodies accountable", Shape.LATE),
    ("duty-body-abolished", "Body has ended", Shape.LATE),
    ("duty-person-left", "Person has left", Shape.RISK),
    ("duty-unnamed", "No named person", Shape.RISK),
    ("duty-nobody-responsible", "Nobody responsible", Shape.RISK),
    ("duty-everyone-consulted", "Everyone is asked", Shape.RISK),
    ("duty-successor-unconfirmed", "Successor not confirmed", Shape.DOUBT),
)


@dataclass(frozen=True, slots=True)
class Amiss:
    """One kind of thing amiss, with the functions it is amiss with, each with its sentence."""

    code: str
    title: str
    shape: Shape
    functions: Sequence[tuple[str, str]]


def amiss_on(matrix: MatrixView, day: date, unnamed: Sequence[str]) -> list[Amiss]:
    """What is amiss on a day, the worst kind first; `unnamed` are functions without a person."""
    remarks: dict[str, list[tuple[str, str]]] = {}
    seen: set[tuple[str, str]] = set()
    for remark in matrix.remarks(day):
        if (remark.code, remark.function) not in seen:
            seen.add((remark.code, remark.function))
            words = remark_words(remark, matrix)
            remarks.setdefault(remark.code, []).append((remark.function, words))
    gone = {code for code, _ in remarks.get("duty-person-left", ())}
    alone = [(code, "") for code in unnamed if code not in gone]
    if alone:
        remarks["duty-unnamed"] = alone
    return [
        Amiss(code, title, shape, remarks[code])
        for code, title, shape in _GROUPS
        if code in remarks
    ]


class GapsPanel(QWidget):
    """`show_day(matrix, day, unnamed)` fills it.

    `function_chosen(code)` for a link; `naming()` for the button that names people.
    """

    function_chosen = Signal(str)
    naming = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opened: set[str] = set()
        self._amiss: Sequence[Amiss] = ()
        self._names: dict[str, str] = {}
        self._none = SpanLabel()
        self._several = SpanLabel()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._moves_head = SpanLabel([Span("Moves on that day", strong=True)])
        self._moves = ValueList(label_width=132)
        self.name_button = make_button(
            "Name people", writes=True, kind=FILLED, on_click=self.naming.emit
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(4)
        column.addWidget(self._none)
        column.addWidget(self._several)
        column.addSpacing(4)
        column.addLayout(self._lines)
        column.addSpacing(4)
        column.addWidget(make_frame("hairline"))
        column.addSpacing(4)
        column.addWidget(self._moves_head)
        column.addWidget(self._moves)
        column.addStretch(1)

    def show_day(self, matrix: MatrixView, day: date, unnamed: Sequence[str]) -> None:
        """Show what is amiss on a day and what moves on it."""
        proof = matrix.proof(day, day)
        for label, words, count in (
            (self._none, "Nobody's", len(proof.gaps)),
            (self._several, "Two bodies", len(proof.overlaps)),
        ):
            shape = Shape.LATE if count else Shape.OK
            counted = f"{words}: {count} of {proof.functions}"
            label.set_spans([Span(counted, mark=shape, strong=True)])
        self._names = {function.code: function.name for function in matrix.functions}
        self._amiss = amiss_on(matrix, day, unnamed)
        self._fill()
        moves = moves_on(matrix, day)
        self._moves_head.setVisible(bool(moves))
        self._moves.set_rows(moves or [("Nothing moves", "")])
        self.name_button.setText(f"Name people for {len(unnamed)}")
        self.name_button.setAccessibleName(self.name_button.text())
        self.name_button.setVisible(bool(unnamed))

    def _fill(self) -> None:
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for each in self._amiss:
            title = f"{each.title}: {len(each.functions)}"
            self._lines.addWidget(SpanLabel([Span(title, mark=each.shape, strong=True)]))
            shown = each.functions if each.code in self._opened else each.functions[:_FIRST]
            for code, words in shown:
                spans = [Span(code, link=code), Span(f" {self._names[code]}")]
                label = SpanLabel(spans, size=SMALL, wrap=True)
                label.setToolTip(words)
                label.linked.connect(self.function_chosen)
                self._lines.addWidget(label)
            rest = len(each.functions) - len(shown)
            if rest:
                more = SpanLabel([Span(f"{rest} more", link=each.code)], size=SMALL)
                more.linked.connect(self._open)
                self._lines.addWidget(more)
        if not self._amiss:
            quiet = "Nothing is amiss on this day."
            self._lines.addWidget(SpanLabel(quiet, size=SMALL, tone=Tone.QUIET, wrap=True))

    def _open(self, code: str) -> None:
        self._opened.add(code)
        self._fill()


def moves_on(matrix: MatrixView, day: date) -> list[tuple[str, str]]:
    """Who takes functions over on a day, most first, and how many stay; nothing if none moves."""
    held: dict[str, list[tuple[str, ...]]] = {}
    for stretch in matrix.proof(day - _DAY, day).stretches:
        held.setdefault(stretch.function, []).append(stretch.holders)
    moved = Counter(", ".join(holders[-1]) for holders in held.values() if len(holders) > 1)
    if not moved:
        return []
    own = {body.code for body in matrix.bodies if body.own}
    lines = [
        (f"To {'us' if code in own else code or 'nobody'}", f"{count}")
        for code, count in moved.most_common()
    ]
    return [*lines, ("Unchanged", f"{len(held) - sum(moved.values())}")]


def gaps_title(day: date) -> str:
    """What the panel is called on a day."""
    return f"Gaps on {format_date(day.isoformat())}"
