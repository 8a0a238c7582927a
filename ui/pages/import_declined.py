"""What is said of a file that was not taken, and what a person may say of it to try again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.pages.import_queue import Declined
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import make_button, make_frame, make_label
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

ENCODINGS = (
    ("", "Find it out"),
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows-1252 (Western Europe)"),
    ("utf-16", "UTF-16"),
    ("iso8859-15", "ISO 8859-15"),
)
DELIMITERS = (
    ("", "Find it out"),
    ("comma", "Comma"),
    ("semicolon", "Semicolon"),
    ("tab", "Tab"),
    ("pipe", "Bar"),
)
_SHOWN_PATH = 60


class DeclinedPanel(QWidget):
    """`tried(Request)` asks to read the file again as chosen; `dismissed` leaves it.

    `mapping_asked` leads to where a person says what the columns mean.
    """

    tried = Signal(object)
    dismissed = Signal()
    mapping_asked = Signal()

    def __init__(
        self,
        profiles: Sequence[tuple[str, str]],
        pcts: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._declined: Declined | None = None
        self._words = SpanLabel(wrap=True)
        self._facts = QGridLayout()
        self._facts.setColumnStretch(1, 1)
        self._facts.setHorizontalSpacing(12)
        self._seen = SpanLabel(wrap=True)
        self._needed = SpanLabel(wrap=True)
        self._place = SpanLabel(tone=Tone.QUIET)
        facts = (("Seen", self._seen), ("Needed", self._needed), ("File", self._place))
        self._labels = [make_label(words, tone="text_2") for words, _ in facts]
        for row, (_, label) in enumerate(facts):
            self._facts.addWidget(self._labels[row], row, 0)
            self._facts.addWidget(label, row, 1)
        self.profile = make_choice("Read it as", [("", "Find it out"), *profiles])
        self.pct = make_choice("For the PCT", [("", "As the file says"), *pcts])
        self.encoding = make_choice("Encoding", ENCODINGS)
        self.delimiter = make_choice("Columns parted by", DELIMITERS)
        self.again = make_button("Try again", on_click=self._try)
        self.leave = make_button("Leave this file", on_click=self.dismissed.emit)
        self.columns = make_button("Columns…", on_click=self.mapping_asked.emit)
        self.columns.setAccessibleName("Say what its columns mean")
        card = make_frame("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self._words)
        column.addLayout(self._facts)
        column.addLayout(self._fields())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def _fields(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        for combo, share in (
            (self.profile, 3),
            (self.pct, 3),
            (self.encoding, 2),
            (self.delimiter, 2),
        ):
            field = QVBoxLayout()
            field.setSpacing(2)
            field.addWidget(make_label(combo.accessibleName(), size=12, tone="text_2"))
            field.addWidget(combo)
            row.addLayout(field, share)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 18, 0, 0)
        buttons.setSpacing(8)
        buttons.addWidget(self.columns)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.again)
        row.addLayout(buttons)
        return row

    def show_declined(self, declined: Declined) -> None:
        """Say what was seen and needed, with the choices as they were made before."""
        if declined == self._declined:
            return
        self._declined = declined
        name = declined.request.path.name
        self._words.set_spans(
            [
                Span(f"{name} was not taken.", mark=Shape.REFUSED, strong=True),
                Span(f"  {declined.text}" if not declined.seen else ""),
                Span("  Nothing was written.", tone=Tone.QUIET),
            ]
        )
        needed = declined.needed or "the right choice below, or a file saved anew"
        folder = QDir.toNativeSeparators(str(declined.request.path.parent))
        shown = f"…{folder[-_SHOWN_PATH:]}" if len(folder) > _SHOWN_PATH else folder
        self._seen.set_spans(declined.seen)
        self._seen.setVisible(bool(declined.seen))
        self._labels[0].setVisible(bool(declined.seen))
        self._needed.set_spans(needed)
        self._place.set_spans(f"{name} in {shown}")
        request = declined.request
        self.columns.setVisible(declined.wants_mapping)
        for combo, value in (
            (self.profile, request.profile),
            (self.pct, request.pct),
            (self.encoding, request.encoding),
            (self.delimiter, request.delimiter),
        ):
            combo.setCurrentIndex(max(0, combo.findData(value)))

    def _try(self) -> None:
        if self._declined is None:
            return
        self.tried.emit(
            replace(
                self._declined.request,
                profile=self.profile.currentData(),
                pct=self.pct.currentData(),
                encoding=self.encoding.currentData(),
                delimiter=self.delimiter.currentData(),
            )
        )


def make_choice(name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
    """A closed list of keys with their words, as high as a field."""
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(8)
    combo.setFixedHeight(32)
    for key, words in choices:
        combo.addItem(words, key)
    return combo
