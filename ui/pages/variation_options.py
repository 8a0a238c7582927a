"""How the page of variation draws: the figures as a table, wide limits, screened ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ui.pages.variation_words import TENTHS
from ui.widgets.buttons import make_button
from ui.widgets.write_lock import add_writing

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget

    from ui.widgets.segments import Segments


class VariationOptions(QObject):
    """The button "View" and its menu of checks; each signal says whether its check is on.

    `shaped` names the shape that is chosen by its button, one of `SHAPES` or `TENTHS`.
    `kept` asks to keep what is shown under a name. `widened` asks for other limits and so for
    another reading; `screened`, `gathered` and `parted` into tenths are about Over time.
    """

    shaped = Signal(str)
    tabled = Signal(bool)
    widened = Signal(bool)
    screened = Signal(bool)
    gathered = Signal(bool)
    parted = Signal(bool)
    kept = Signal()

    def __init__(self, page: QWidget, shapes: Segments) -> None:
        super().__init__(page)
        self._shapes = shapes
        self.button = make_button("View", tip="How the figures are drawn")
        self.menu = QMenu(page)
        self.table = self._check("Figures as a table", self.tabled, on=False)
        self.menu.addSeparator()
        self.wide = self._check("Widen limits for over-dispersion", self.widened, on=True)
        self.screen = self._check("Over time: screen out large moves", self.screened, on=True)
        self.whole = self._check("Over time: all together", self.gathered, on=False)
        self.tenths = self._check("Over time: the tenths of all", self.parted, on=False)
        self.menu.addSeparator()
        self.keep = add_writing(self.menu, "Save view…", self.kept.emit)
        shapes.chosen.connect(lambda key: self.shaped.emit(self._shape_of(key)))
        self.button.clicked.connect(lambda _: self._open())

    @property
    def shape(self) -> str:
        """How the figures are drawn: one of `SHAPES`, or `TENTHS`."""
        return self._shape_of(self._shapes.current())

    def _shape_of(self, key: str) -> str:
        return TENTHS if key == "time" and self.tenths.isChecked() else key

    def choose_shape(self, shape: str) -> None:
        """Draw in another way; nothing is sent. The tenths are a way of Over time."""
        if shape in ("time", TENTHS):
            was = self.tenths.blockSignals(True)
            self.tenths.setChecked(shape == TENTHS)
            self.tenths.blockSignals(was)
        self._shapes.choose("time" if shape == TENTHS else shape)

    def _check(self, words: str, signal: SignalInstance, *, on: bool) -> QAction:
        action = self.menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.toggled.connect(signal)
        return action

    def _open(self) -> None:
        self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
