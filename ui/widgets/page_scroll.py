"""The part of a page that scrolls when the window is too low for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from ui.style.tokens import GAP, GAP_LOW, PAGE_MARGIN
from ui.widgets.buttons import make_frame


class PageScroll(QScrollArea):
    """A column of parts with the page's margins. Add to `column`; it never scrolls sideways."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = make_frame("page")
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(PAGE_MARGIN, GAP, PAGE_MARGIN, GAP)
        self.column.setSpacing(GAP)
        self.setWidget(content)

    def set_low(self, *, low: bool) -> None:
        """Use the smaller gaps of a low window."""
        gap = GAP_LOW if low else GAP
        self.column.setContentsMargins(PAGE_MARGIN, gap, PAGE_MARGIN, gap)
        self.column.setSpacing(gap)
