"""The buttons above a plan: those of the part that is shown, each with what it needs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.widgets.buttons import FILLED, OUTLINED, make_button

_WORDS = {
    "drop": "Drop…",
    "figure": "Enter a figure…",
    "measure": "Add measure…",
    "aim": "Add aim…",
    "remove": "Take out",
    "limit": "Set limit…",
    "line": "Add money…",
    "discard": "Discard",
    "adopt": "Adopt",
    "scenario": "Copy as scenario…",
    "merge": "Merge with…",
    "refresh": "Refresh…",
}
_OF_TAB = {
    "aims": ("drop", "figure", "measure", "aim"),
    "money": ("remove", "limit", "line"),
    "versions": ("scenario", "merge", "refresh"),
}
_OF_SCENARIO = ("discard", "adopt")
_MAIN = ("aim", "line", "refresh", "adopt")
_NEEDS = {
    "drop": ("plan_aim", "Choose an aim first."),
    "figure": ("plan_measure", "Choose a measure first."),
    "remove": ("plan_line", "Choose a line of money first."),
}
_ALONE = "There is no other plan of this body, or of one that hands its plans to the same body."
_CLOSED = "This version cannot be changed any more."


class PlanButtons(QWidget):
    """`show_for(tab, key)` shows those of a tab; `pressed(verb)` when one is pressed."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for key, words in _WORDS.items():
            kind = FILLED if key in _MAIN else OUTLINED
            button = make_button(
                words, writes=True, kind=kind, on_click=partial(self.pressed.emit, key)
            )
            self.buttons[key] = button
            row.addWidget(button)

    def show_for(
        self, tab: str, chosen: str, *, can: bool, scenario: bool, alone: bool = False
    ) -> None:
        """Show the verbs of a tab; `chosen` is the kind of the chosen line, `can` any change.

        `alone` where there is no plan to be merged with.
        """
        shown = _OF_SCENARIO if scenario and tab == "versions" else _OF_TAB.get(tab, ())
        for key, button in self.buttons.items():
            button.setVisible(key in shown)
            missing = "" if can else _CLOSED
            if can and key == "measure" and chosen not in ("plan_aim", "plan_measure"):
                missing = "Choose an aim first."
            elif can and key in _NEEDS and _NEEDS[key][0] != chosen:
                missing = _NEEDS[key][1]
            elif can and key == "merge" and alone:
                missing = _ALONE
            button.setEnabled(not missing)
            button.setToolTip(missing)
