"""The panel that merges two plans: which aims are one, and what becomes of the money, first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.widgets.buttons import make_frame, make_label
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ui.widgets.spans import Span

WIDTH, _AIMS, _TALLEST, _AROUND, _LEAST = 912, 352, 340, 324, 120


class MergePanel(AskPanel):
    """`show_aims` offers for each aim of the other plan which of ours it is; `joins()` has them.

    `joined` when one is picked. `show_effect` shows the money by year and what does not agree.
    """

    joined = Signal()

    def __init__(self, title: str, lines: Sequence[AskLine], words: str) -> None:
        super().__init__(title, "Merge", lines, words=words, width=WIDTH)
        self._choices: dict[int, QComboBox] = {}
        self._aims = _scroll("Aims of the other plan")
        self._aims.setFixedWidth(_AIMS)
        self._effect = _scroll("What becomes of it")
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._aims)
        row.addWidget(self._effect, 1)
        self.add_part(part)
        self.said: list[str] = []

    def set_room(self, height: int) -> None:
        """Fit into so many pixels below the button."""
        for scroll in (self._aims, self._effect):
            scroll.setFixedHeight(min(max(height - _AROUND, _LEAST), _TALLEST))

    def show_aims(
        self,
        plan: str,
        aims: Sequence[tuple[int, str]],
        ours: Mapping[int, str],
        joins: Mapping[int, int],
    ) -> None:
        """Offer the aims of a plan; those in `joins` are one with an aim of ours at first."""
        self._choices = {}
        held = make_frame("surface")
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(4)
        column.addWidget(make_label(f"Each aim of {plan} becomes", tone="text_2", wrap=True))
        column.addSpacing(4)
        for aim, name in aims:
            choice = QComboBox()
            choice.setFixedHeight(32)
            choice.setAccessibleName(f"{name} becomes")
            choice.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.addItem("an aim of its own", 0)
            for record, words in ours.items():
                choice.addItem(f"one with “{words}”", record)
            choice.setCurrentIndex(max(0, choice.findData(joins.get(aim, 0))))
            choice.activated.connect(lambda _: self.joined.emit())
            label = make_label(name, wrap=True)
            label.setBuddy(choice)
            column.addWidget(label)
            column.addWidget(choice)
            column.addSpacing(8)
            self._choices[aim] = choice
        if not aims:
            column.addWidget(make_label("The other plan has no aims.", tone="text_2"))
        column.addStretch(1)
        self._aims.setWidget(held)

    def joins(self) -> dict[int, int]:
        """The aims of the other plan that are one with an aim of ours."""
        found = {aim: int(choice.currentData() or 0) for aim, choice in self._choices.items()}
        return {aim: ours for aim, ours in found.items() if ours}

    def pick(self, aim: int, ours: int) -> None:
        """Pick what an aim is, as a person would."""
        choice = self._choices[aim]
        choice.setCurrentIndex(max(0, choice.findData(ours)))
        self.joined.emit()

    def show_effect(
        self, money: Sequence[Sequence[str]], clashes: Sequence[Sequence[Span]]
    ) -> None:
        """Show rows of money, the first with the years and the last the sum, and sentences."""
        held = make_frame("surface")
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for number, cells in enumerate(money):
            last = number == len(money) - 1
            for at, text in enumerate(cells):
                tone = "text" if number else "text_2"
                label = make_label(text, tone=tone, strong=last, wrap=not at)
                side = Qt.AlignmentFlag.AlignRight if at else Qt.AlignmentFlag.AlignLeft
                grid.addWidget(label, number, at, side | Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        column.addLayout(grid)
        self.said = []
        for spans in clashes:
            told = SpanLabel(spans, wrap=True)
            self.said.append(told.text())
            column.addWidget(told)
        column.addStretch(1)
        self._effect.setWidget(held)


def _scroll(name: str) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setProperty("part", "surface")
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setAccessibleName(name)
    scroll.setFixedHeight(_TALLEST)
    return scroll
