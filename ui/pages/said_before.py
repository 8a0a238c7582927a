"""What something said before people corrected it, to read in a popover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.pages.change_table import moment_words
from ui.style.marks import Tone
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.ledger.correction_views import Correction


def said_before(corrections: Sequence[Correction]) -> QWidget:
    """The words that stood before each correction, with who put others there and when."""
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for each in corrections:
        words = f"Until {moment_words(each.at)}, corrected by {each.who}, it said:"
        column.addWidget(SpanLabel([Span(words, tone=Tone.QUIET)], wrap=True))
        column.addWidget(SpanLabel(each.before, wrap=True))
    return content
