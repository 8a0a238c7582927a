"""The bar under a list that says how many are ticked and what can be done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.style.tokens import BULK_BAR
from ui.widgets.buttons import BAR, LINK, make_button, make_label, restyle

if TYPE_CHECKING:
    from collections.abc import Sequence

_READING = ("export",)


class BulkBar(QFrame):
    """`verb(key)` when one is pressed, `cleared` on Clear. Hidden while nothing is ticked."""

    verb = Signal(str)
    cleared = Signal()

    def __init__(self, verbs: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "bulk")
        self.setFixedHeight(BULK_BAR)
        self._words = make_label("", strong=True)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._words)
        for key, words in verbs:
            button = self._buttons[key] = make_button(words, kind=BAR, writes=key not in _READING)
            button.clicked.connect(lambda _, key=key: self.verb.emit(key))
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(make_button("Clear", kind=LINK, on_click=self.cleared.emit))
        self.hide()

    def set_count(self, count: int, *, every: bool = False) -> None:
        """Say how many are ticked; the bar appears with the first and goes with the last."""
        self._words.setText(f"All {count:,} selected" if every else f"{count:,} selected")
        self.setVisible(count > 0)

    def button(self, key: str) -> QPushButton:
        """The button of a verb, for a popover to point at."""
        return self._buttons[key]

    def set_open(self, key: str) -> None:
        """Fill the verb whose panel is open; "" for none."""
        for each, button in self._buttons.items():
            button.setProperty("now", each == key)
            restyle(button)
