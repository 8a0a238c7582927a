"""Chips: what is being filtered by, each with a cross to take it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.style.fonts import SMALL
from ui.widgets.buttons import LINK, make_button, make_icon_button, make_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent


class Chip(QFrame):
    """One filter in words; `removed` on its cross, Delete or Backspace."""

    removed = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "chip")
        self.setFixedHeight(24)
        self.setAccessibleName(words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 3, 0)
        layout.setSpacing(2)
        layout.addWidget(make_label(words, size=SMALL))
        cross = make_icon_button(
            "close", f"Take away {words}", ink="text_2", size=10, on_click=self.removed.emit
        )
        layout.addWidget(cross)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace take the chip away."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class ChipRow(QWidget):
    """All filters as chips and a link to clear them; `removed(key)` and `cleared`."""

    removed = Signal(str)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def set_chips(self, chips: Sequence[tuple[str, str]]) -> None:
        """Show a chip for each (key, words)."""
        while (item := self._row.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for key, words in chips:
            chip = Chip(words)
            chip.removed.connect(lambda key=key: self.removed.emit(key))
            self._row.addWidget(chip)
        if chips:
            self._row.addWidget(make_button("Clear", kind=LINK, on_click=self.cleared.emit))
        self._row.addStretch(1)
