"""The small panel that opens beside a button: title, content, Cancel and one filled verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.style.marks import Shape, Tone
from ui.widgets.buttons import FILLED, make_button, make_frame, make_icon_button, make_label
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QRect

LABEL_WIDTH = 96
_ROOM = 40


class Panel(QWidget):
    """Add to `body`; `agreed` when the verb is pressed, `left` when it is to be closed."""

    agreed = Signal()
    left = Signal()

    def __init__(self, title: str, verb: str, *, width: int) -> None:
        super().__init__()
        self.setFixedWidth(width)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._waits = False
        self._title = make_label(title, strong=True)
        self._verb = make_button(verb, kind=FILLED, on_click=self._press)
        # Its room is kept, so that the panel never has to move under the pointer.
        self._words = SpanLabel(tone=Tone.QUIET, wrap=True)
        self._words.setMinimumHeight(_ROOM)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(make_icon_button("close", "Close", on_click=self.left.emit))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(make_button("Cancel", on_click=self.left.emit))
        foot.addWidget(self._verb)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self.body)
        column.addWidget(self._words)
        column.addSpacing(4)
        column.addWidget(make_frame("hairline"))
        column.addSpacing(4)
        column.addLayout(foot)

    def add_line(self, label: str, editor: QWidget) -> QLabel:
        """Add a labelled editor and return its label."""
        return self.add_line_to(self.body, label, editor)

    def add_line_to(self, room: QVBoxLayout, label: str, editor: QWidget) -> QLabel:
        """Add a labelled editor to a part of the body and return its label."""
        words = make_label(label, tone="text_2", wrap=True)
        words.setFixedWidth(LABEL_WIDTH)
        words.setBuddy(editor)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(words)
        row.addWidget(editor, 1)
        room.addLayout(row)
        return words

    def say(self, spans: Sequence[Span] | str) -> None:
        """Say something under the content; "" for nothing."""
        self._words.set_spans(spans)

    def wait(self) -> None:
        """Take no second press while what was agreed to is written; a refusal ends that."""
        self._waits = True

    def refuse(self, words: str) -> None:
        """Say why the verb cannot be done."""
        self._waits = False
        self.say([Span(words, mark=Shape.LATE)])

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)

    def set_verb(self, words: str, *, why_not: str = "") -> None:
        """Name the verb, and say in its tooltip why it cannot be done, if it cannot."""
        self._verb.setText(words)
        self._verb.setAccessibleName(words)
        self._verb.setEnabled(not why_not)
        self._verb.setToolTip(why_not)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does the verb."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press()
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        if self._verb.isEnabled() and not self._waits:
            self.agreed.emit()


def open_panel(
    window: QWidget, panel: Panel, anchor: QWidget, rect: QRect | None = None
) -> Popover:
    """Open the panel pointing at `anchor`, or at `rect` of it; it closes itself when it is left."""
    popover = Popover(window, panel, name=panel.accessibleName(), widest=panel.width() + 32)
    panel.left.connect(popover.close_now)
    popover.open_at(anchor, rect)
    return popover
