"""What a change of procedure does to the steps of a case: three lists, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from ui.style.fonts import SMALL
from ui.widgets.buttons import make_label

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADS = ("Added", "Dropped", "Kept")
_HEIGHT = 220


class ProcedureLists(QScrollArea):
    """`show_steps` names every step that comes, goes and stays."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "surface")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName("What happens to the steps")
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        self.heads = [make_label(head, strong=True, size=SMALL) for head in _HEADS]
        self.lists = [make_label("", size=SMALL, wrap=True) for _ in _HEADS]
        for at, (head, names) in enumerate(zip(self.heads, self.lists, strict=True)):
            names.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(head, 0, at)
            grid.addWidget(names, 1, at)
            grid.setColumnStretch(at, 1)
        grid.setRowStretch(1, 1)
        self.setWidget(inner)

    def show_steps(self, *lists: Sequence[str]) -> None:
        """Show the names of the steps that are added, dropped and kept."""
        for word, head, shown, names in zip(_HEADS, self.heads, self.lists, lists, strict=True):
            head.setText(f"{word} {len(names)}")
            shown.setText("\n".join(names) or "none")
            shown.setAccessibleName(f"{word}: {'; '.join(names) or 'none'}")
