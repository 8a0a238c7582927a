"""The bar at the foot of the window: what is stored, backup, work in progress, counts, user."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.style.tokens import STATUS_BAR
from ui.widgets.buttons import make_label
from ui.widgets.progress_line import ProgressLine
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span


class StatusLine(QFrame):
    """Four places for words and `progress`, a `ProgressLine`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "statusbar")
        self.setFixedHeight(STATUS_BAR)
        self._state = SpanLabel(size=SMALL)
        self._backup = SpanLabel(size=SMALL, tone=Tone.QUIET)
        self.progress = ProgressLine()
        self._counts = make_label("", size=SMALL, tone="text_2")
        self._user = make_label("", size=SMALL, tone="text_2")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(20)
        for part in (self._state, self._backup, self.progress):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self._counts)
        layout.addWidget(self._user)

    def set_state(self, words: str, shape: Shape = Shape.OK) -> None:
        """Say how the register stands: "Everything stored" with ✓."""
        self._state.set_spans([Span(words, mark=shape, strong=True)])

    def set_backup(self, words: str, shape: Shape | None = None) -> None:
        """Say how old the backup is, with a mark when that calls for work."""
        self._backup.set_spans([Span(words, mark=shape, strong=shape is not None)])

    def set_counts(self, words: str) -> None:
        """What there is: "1,179 …"."""
        self._counts.setText(words)

    def set_user(self, words: str) -> None:
        """Who works here."""
        self._user.setText(words)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave out the counts where there is no room."""
        self._counts.setVisible(not narrow)
