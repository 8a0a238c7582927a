"""A banner: tinted ground, 3 px edge, one sentence, at most two links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.style.marks import Tone
from ui.style.theme import colour
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.widgets.spans import Span

_GROUNDS = {
    Tone.LATE: "late_bg",
    Tone.RISK: "risk_bg",
    Tone.OK: "ok_bg",
    Tone.ACCENT: "info_bg",
}


class Banner(QFrame):
    """Lines of spans on the ground of `tone` (late, risk, ok, or accent for what only informs)."""

    linked = Signal(str)

    def __init__(
        self,
        tone: Tone = Tone.ACCENT,
        lines: Sequence[Sequence[Span]] = (),
        *,
        height: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._left = QVBoxLayout()
        self._left.setSpacing(2)
        self._right = SpanLabel()
        self._right.linked.connect(self.linked)
        layout = QHBoxLayout(self)
        margin = (height - 20) // 2 if height else 8
        layout.setContentsMargins(15, margin, 12, margin)
        layout.addLayout(self._left, 1)
        layout.addWidget(self._right, 0, Qt.AlignmentFlag.AlignVCenter)
        if height:
            self.setFixedHeight(height)
        self.set_lines(lines)

    def set_tone(self, tone: Tone) -> None:
        """Change the ground."""
        self._tone = tone
        self.update()

    def set_lines(self, lines: Sequence[Sequence[Span]], right: Sequence[Span] = ()) -> None:
        """Show these lines, and links at the right end."""
        while (item := self._left.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.setParent(None)
        for spans in lines:
            label = SpanLabel(spans, wrap=True)
            label.linked.connect(self.linked)
            self._left.addWidget(label)
        self._right.set_spans(right)
        self._right.setVisible(bool(right))
        self.setAccessibleName(" ".join("".join(s.written for s in spans) for spans in lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and its edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(_GROUNDS[self._tone]))
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
        painter.fillRect(QRectF(0, 0, 3, self.height()), colour(self._tone.value))
