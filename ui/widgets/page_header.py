"""The head of a page: title, the sentence that answers its question, buttons at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.style.fonts import SMALL, TITLE
from ui.style.marks import Tone
from ui.style.tokens import PAGE_MARGIN
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.widgets.spans import Span


class PageHeader(QWidget):
    """`linked(link)` comes from the sentence or the path above the title ("Lists, Oak, 7")."""

    linked = Signal(str)

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = SpanLabel(size=SMALL, tone=Tone.QUIET)
        self._title = SpanLabel(title, size=TITLE)
        self._sentence = SpanLabel(tone=Tone.QUIET)
        self._beside = SpanLabel(tone=Tone.QUIET)
        self._narrow = False
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self._path, self._title, self._sentence):
            words.addWidget(part)
            part.linked.connect(self.linked)
        layout = self._layout = QHBoxLayout(self)
        layout.setContentsMargins(PAGE_MARGIN, 16, PAGE_MARGIN, 12)
        layout.setSpacing(16)
        layout.addLayout(words, 1)
        layout.addWidget(self._beside, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(self._buttons)
        self._path.hide()
        self._beside.hide()
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """The name of the page, 20 pixels semibold."""
        from ui.widgets.spans import Span

        self._title.set_spans([Span(title, strong=True)])

    def set_path(self, spans: Sequence[Span]) -> None:
        """The way to this record, above the title."""
        self._path.set_spans(spans)
        self._path.setVisible(bool(spans))

    def set_sentence(self, spans: Sequence[Span] | str, short: str = "") -> None:
        """The sentence under the title; `short` stands beside the title in a narrow window."""
        self._sentence.set_spans(spans)
        self._beside.set_spans(short)
        self.set_narrow(narrow=self._narrow)

    def add_button(self, button: QWidget) -> None:
        """Add a button at the right; the filled one comes last."""
        self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the short sentence beside the title instead of the long one below."""
        self._narrow = narrow
        beside = narrow and bool(self._beside.text())
        self._beside.setVisible(beside)
        self._sentence.setVisible(not beside)
        margin = 16 if narrow else PAGE_MARGIN
        self._layout.setContentsMargins(margin, 12 if narrow else 16, margin, 12)
