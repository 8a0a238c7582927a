"""How the page of variation draws: the figures as a table, wide limits, screened ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ui.widgets.buttons import make_button

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget


class VariationOptions(QObject):
    """The button "View" and its menu of checks; each signal says whether its check is on.

    `kept` asks to keep what is shown under a name. `widened` asks for other limits and so for
    another reading; `screened` and `gathered` are about Over time.
    """

    tabled = Signal(bool)
    widened = Signal(bool)
    screened = Signal(bool)
    gathered = Signal(bool)
    kept = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.button = make_button("View", tip="How the figures are drawn")
        self.menu = QMenu(page)
        self.table = self._check("Figures as a table", self.tabled, on=False)
        self.menu.addSeparator()
        self.wide = self._check("Widen limits for over-dispersion", self.widened, on=True)
        self.screen = self._check("Over time: screen out large moves", self.screened, on=True)
        self.whole = self._check("Over time: all together", self.gathered, on=False)
        self.menu.addSeparator()
        self.keep = self.menu.addAction("Save view…", self.kept.emit)
        self.button.clicked.connect(lambda _: self._open())

    def _check(self, words: str, signal: SignalInstance, *, on: bool) -> QAction:
        action = self.menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.toggled.connect(signal)
        return action

    def _open(self) -> None:
        self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
