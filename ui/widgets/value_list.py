"""Labels with values beneath each other, as a preview shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.widgets.buttons import make_label
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.widgets.spans import Span


class ValueList(QWidget):
    """`set_rows([("Ends", [Span("31 May 2013", link="ends", reason=True)])])`; `linked(link)`."""

    linked = Signal(str)

    def __init__(self, label_width: int = 80, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label_width = label_width
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(1, 1)

    def set_rows(self, rows: Sequence[tuple[str, Sequence[Span] | str]]) -> None:
        """Show these labels and values."""
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for place, (label, value) in enumerate(rows):
            words = SpanLabel(value, wrap=True)
            words.setAccessibleName(f"{label}: {words.text()}")
            words.linked.connect(self.linked)
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(make_label(label, tone="text_2"), place, 0, top)
            self._grid.addWidget(words, place, 1)
