"""A choice of a few words side by side, of which one is always chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.style.fonts import BODY, font, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIDES = 26
"""The padding of both sides, and the border."""


class Segments(QFrame):
    """`Segments([("team", "Whole team"), ("mine", "Mine")])`; `chosen(key)` when the user picks."""

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str]], *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("part", "segments")
        self.setAccessibleName(name)
        self.setFixedHeight(32)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for key, words in choices:
            button = QPushButton(words)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(words)
            # The room for semibold is kept, so that choosing moves nothing.
            button.setMinimumWidth(text_width(words, strong=True) + _SIDES)
            button.toggled.connect(lambda on, each=button: each.setFont(font(BODY, strong=on)))
            button.clicked.connect(lambda _, key=key: self.chosen.emit(key))
            button.setFont(font(BODY))
            group.addButton(button)
            layout.addWidget(button)
            self._buttons[key] = button
        if choices:
            self.choose(choices[0][0])

    def choose(self, key: str) -> None:
        """Choose without sending `chosen`."""
        self._buttons[key].setChecked(True)

    def current(self) -> str:
        """The key of the chosen one."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")
