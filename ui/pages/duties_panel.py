"""The panel beside the matrix: what is amiss on the day, or the function that is current."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.pages.function_panel import FunctionPanel
from ui.pages.gaps_panel import GapsPanel, gaps_title
from ui.widgets.buttons import make_frame, make_label
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from datetime import date

_WIDTH = 248
_PARTS = (("gaps", "Gaps"), ("function", "Function"))


class DutiesPanel(QWidget):
    """`gaps` and `function` in one place; `show_part(key)` says which."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self.gaps, self.function = GapsPanel(), FunctionPanel()
        self.parts = Segments(_PARTS, name="Beside the matrix")
        self.parts.chosen.connect(self.show_part)
        self._head = make_label("", strong=True)
        self._stack = QStackedWidget()
        self._pages = {
            "gaps": scrolled(self.gaps, "Gaps on the day"),
            "function": scrolled(self.function, "The current function"),
        }
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._foot = make_frame("surface")
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(16, 8, 16, 12)
        foot.addWidget(self.gaps.name_button, 0, Qt.AlignmentFlag.AlignLeft)
        card = make_frame("card")
        whole = QVBoxLayout(card)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(16, 10, 16, 10)
        top.setSpacing(8)
        top.addWidget(self.parts, 0, Qt.AlignmentFlag.AlignLeft)
        top.addWidget(self._head)
        whole.addLayout(top)
        whole.addWidget(make_frame("hairline"))
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def set_day(self, day: date) -> None:
        """Say which day it speaks of."""
        self._head.setText(gaps_title(day))

    def show_part(self, key: str) -> None:
        """Show what is amiss, or the current function."""
        self.parts.choose(key)
        self._stack.setCurrentWidget(self._pages[key])
        self._head.setVisible(key == "gaps")
        self.show_foot()

    def show_foot(self) -> None:
        """The verb belongs to the gaps, while there is anybody to name."""
        wanted = self.parts.current() == "gaps" and not self.gaps.name_button.isHidden()
        self._foot.setVisible(wanted)


def scrolled(part: QWidget, name: str) -> QScrollArea:
    """A part that scrolls up and down where it has no room."""
    part.setProperty("part", "surface")
    area = QScrollArea()
    area.setProperty("part", "surface")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.setWidget(part)
    return area
