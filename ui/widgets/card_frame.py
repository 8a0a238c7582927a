"""A card: title, body, and a last line that links to the list behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from ui.style.fonts import TITLE
from ui.style.marks import Tone
from ui.style.tokens import CARD_PADDING
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLayout


class CardFrame(QFrame):
    """A card. `number` stands before the title; `aside` after it in the second text colour.

    With `wrap` a long title takes a second line. Fill it with `add`, `add_line`, `add_figure`;
    end it with `set_link`. `linked(link)` is sent for every link and reason on it.
    """

    linked = Signal(str)

    def __init__(
        self,
        title: str,
        *,
        number: str = "",
        aside: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        self.setAccessibleName(title)
        self._head = QHBoxLayout()
        self._title = SpanLabel(wrap=wrap)
        self.set_title(title, number=number, aside=aside)
        self._right = SpanLabel()
        self._right.linked.connect(self.linked)
        self._right.hide()
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._right)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        self._foot = SpanLabel()
        self._foot.linked.connect(self.linked)
        self._foot.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(CARD_PADDING, 11, CARD_PADDING, 8)
        self._layout.setSpacing(4)
        self._layout.addLayout(self._head)
        self._layout.addLayout(self.body)
        self._spare = QSpacerItem(0, 0, vData=QSizePolicy.Policy.Expanding)
        self._layout.addSpacerItem(self._spare)
        self._layout.addWidget(self._foot)

    def set_title(self, title: str, *, number: str = "", aside: str = "") -> None:
        """The 13 pixel semibold title."""
        before = [Span(f"{number}  ", tone=Tone.QUIET)] if number else []
        after = [Span(f"  {aside}", tone=Tone.QUIET)] if aside else []
        self._title.set_spans([*before, Span(title, strong=True), *after])

    def hide_title(self) -> None:
        """Begin with the body: for a card whose first line says what it is."""
        self._title.hide()

    def set_right(self, spans: Sequence[Span]) -> None:
        """What stands at the right end of the title's line."""
        self._right.set_spans(spans)
        self._right.setVisible(bool(spans))

    def add(self, part: QWidget | QLayout) -> None:
        """Add any part to the body, in full width."""
        if isinstance(part, QWidget):
            self.body.addWidget(part)
        else:
            self.body.addLayout(part)

    def fill_with(self, part: QWidget) -> None:
        """Let a list take all the room there is, from edge to edge of the card."""
        self._layout.setContentsMargins(1, 11, 1, 8)
        self._head.setContentsMargins(CARD_PADDING - 1, 0, CARD_PADDING - 1, 0)
        self.body.addWidget(part, 1)
        self._layout.setStretchFactor(self.body, 1)
        self._layout.removeItem(self._spare)

    def add_line(self, spans: Sequence[Span] | str, *, wrap: bool = False) -> SpanLabel:
        """Add a line of text to the body; plain text is in the second text colour."""
        line = SpanLabel(spans, tone=Tone.QUIET, wrap=wrap)
        line.linked.connect(self.linked)
        self.body.addWidget(line)
        return line

    def add_figure(self, figure: str, words: Sequence[Span] | str) -> None:
        """Add the one number of the card with what it counts."""
        row = QHBoxLayout()
        row.setSpacing(8)
        number = SpanLabel([Span(figure, strong=True)], size=TITLE)
        # A label asks for room to be cut in; one figure needs none.
        number.setFixedWidth(number.sizeHint().width())
        row.addWidget(number)
        counted = SpanLabel(words)
        counted.linked.connect(self.linked)
        row.addWidget(counted, 1)
        self.body.addLayout(row)

    def set_link(self, words: str, link: str) -> None:
        """The last line, which leads to the list behind the card."""
        self._foot.set_spans([Span(words, link=link)])
        self._foot.setVisible(bool(words))

    def clear(self) -> None:
        """Take everything out of the body."""
        _empty(self.body)


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            _empty(inner)
