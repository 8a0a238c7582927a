"""What stands beside a list: the current record, which scrolls, and its verbs, which stay."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.style.tokens import PREVIEW_WIDTH
from ui.widgets.buttons import make_frame


def preview_foot(*buttons: QWidget) -> QFrame:
    """A foot with buttons from the left."""
    foot = make_frame("surface")
    row = QHBoxLayout(foot)
    row.setContentsMargins(16, 8, 16, 12)
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return foot


def lay_out_preview(preview: QWidget, content: QWidget, foot: QWidget) -> None:
    """Fill a preview with content that scrolls, and with a foot below it."""
    scroll = QScrollArea()
    scroll.setProperty("part", "surface")
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(content)
    whole = QVBoxLayout(preview)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(scroll, 1)
    whole.addWidget(foot)
    preview.resize(PREVIEW_WIDTH, preview.height())
