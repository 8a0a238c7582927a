"""The panel about one record that a file does not name: left, queried, or ended on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from areateam.core.dates import DateOrder, format_date, parse_date
from areateam.core.fields import Field, Kind
from areateam.core.findings import Fault, Finding
from areateam.core.wording import finding_sentence
from ui.forms.value_editors import TextEditor
from ui.style.fonts import BODY, SMALL, font
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import make_button, make_label
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.imports.absent_views import AbsentView

_CHOICES = (
    ("leave", "Leave it as it is"),
    ("query", "Query it with the PCT"),
    ("end", "End it"),
)
_LAST_DAY = Field("ends", "Last day", Kind.DATE)
_REASON = Field("reason", "Reason")


class AbsentPanel(QWidget):
    """Shows one record. `decided(choice, day, reason, alike)`: the day is an ISO date or ""."""

    decided = Signal(str, str, str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: AbsentView | None = None
        self.count = 0
        self._title = SpanLabel(wrap=True)
        self._words = SpanLabel(tone=Tone.QUIET, wrap=True)
        self._group = QButtonGroup(self)
        self.buttons = {key: self._radio(key, words) for key, words in _CHOICES}
        self.day, self.reason = TextEditor(_LAST_DAY, None), TextEditor(_REASON, None)
        self.fault = SpanLabel(size=SMALL, wrap=True)
        self.set_end = make_button(
            "End it on that day", writes=True, on_click=lambda: self._end(alike=False)
        )
        self.links = SpanLabel(wrap=True)
        self._lay_out()
        for edit in (self.day, self.reason):
            edit.entered.connect(lambda: self._end(alike=False))
        self.links.linked.connect(lambda _: self._alike())
        self.show_record(None, 0)

    def _radio(self, key: str, words: str) -> QRadioButton:
        button = QRadioButton(words)
        button.setFont(font(BODY))
        button.setAccessibleName(words)
        button.clicked.connect(lambda _: self._chosen(key))
        self._group.addButton(button)
        return button

    def _lay_out(self) -> None:
        self._end_part = QWidget()
        inner = QVBoxLayout(self._end_part)
        inner.setContentsMargins(24, 0, 0, 0)
        inner.setSpacing(2)
        for label, edit in (
            ("Last day", self.day),
            ("Reason, for the contract's notes", self.reason),
        ):
            inner.addWidget(make_label(label, size=SMALL, tone="text_2"))
            inner.addWidget(edit)
        inner.addWidget(self.fault)
        inner.addSpacing(4)
        inner.addWidget(self.set_end, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._words)
        for button in self.buttons.values():
            column.addWidget(button)
        column.addWidget(self._end_part)
        column.addWidget(self.links)

    def show_record(self, view: AbsentView | None, count: int) -> None:
        """Show this record of `count`; None where none is chosen."""
        self.view, self.count = view, count
        for part in (self._words, self.links, *self.buttons.values()):
            part.setVisible(view is not None)
        self._end_part.setVisible(False)
        if view is None:
            words = "Choose a record to decide about it." if count else "Nothing is missing."
            self._title.set_spans([Span(words, tone=Tone.QUIET)])
            return
        self._title.set_spans([Span(f"Now: {view.name}, {view.code}", strong=True)])
        seen = f"Last seen in {view.seen_in}, {format_date(view.seen_on)}." if view.seen_in else ""
        self._words.set_spans(seen)
        self.buttons["end"].setVisible(view.kind == "contract")
        self.buttons[view.decision].setChecked(True)
        self.day.setText(format_date(view.ends) if view.ends else "")
        self.reason.setText(view.reason)
        self._show_fault("")
        self._end_part.setVisible(view.decision == "end")
        every = f"Do the same for all {count:,}"
        self.links.set_spans([Span(every, link="alike")] if count > 1 else [])
        self.setAccessibleName(f"{view.name}: {view.decided}")

    def begin(self) -> None:
        """Go to what is chosen for the record."""
        if self.view is not None:
            self.buttons[self.view.decision].setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, choice: str) -> None:
        self._end_part.setVisible(choice == "end")
        if choice == "end":
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.decided.emit(choice, "", "", False)

    def _alike(self) -> None:
        if self.buttons["end"].isChecked():
            self._end(alike=True)
            return
        choice = next(key for key, button in self.buttons.items() if button.isChecked())
        self.decided.emit(choice, "", "", True)

    def _end(self, *, alike: bool) -> None:
        text = self.day.text().strip()
        day = parse_date(text, DateOrder.DMY) if text else Fault("field-missing")
        if isinstance(day, Fault):
            found = Finding(0, "ends", day.code, text, day.detail)
            self._show_fault(finding_sentence(found, "Last day"))
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._show_fault("")
        self.decided.emit("end", day, self.reason.text().strip(), alike)

    def _show_fault(self, words: str) -> None:
        self.day.set_invalid(invalid=bool(words))
        self.day.setAccessibleDescription(words)
        self.fault.setVisible(bool(words))
        self.fault.set_spans([Span(words, mark=Shape.LATE)] if words else [])
