"""The panel that lists the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.widgets.buttons import make_label
from ui.widgets.field_button import key_label
from ui.widgets.popover import Popover

if TYPE_CHECKING:
    from collections.abc import Sequence


def open_keys_panel(window: QWidget, anchor: QWidget, keys: Sequence[tuple[str, str]]) -> Popover:
    """Show the keys and what they do in a popover under `anchor`."""
    content = QWidget()
    grid = QGridLayout(content)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.addWidget(make_label("Keys", strong=True), 0, 0, 1, 2)
    for place, (key, words) in enumerate(keys, start=1):
        grid.addWidget(key_label(key), place, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(make_label(words), place, 1)
    popover = Popover(window, content, name="Keys")
    popover.open_at(anchor)
    return popover
