"""The notes on a contract: written, put right, taken back, and what each said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from areateam.core.dates import format_date
from areateam.ledger.correction_views import corrected_words
from ui.pages.said_before import said_before
from ui.style.marks import Tone
from ui.widgets.buttons import make_button
from ui.widgets.card_frame import CardFrame
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.contracts.contract_note_views import NoteView

_GAP = Span("  ")


class NotesCard(CardFrame):
    """Notes, newest first, and a field for another, or for other words of one.

    `written(text)`, `corrected(note, text)` and `removed(note)` ask for it.
    """

    written = Signal(str)
    corrected = Signal(int, str)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__("Notes")
        self._notes: dict[int, NoteView] = {}
        self.correcting = 0
        self.edit = _NoteEdit()
        self.edit.finished.connect(self._send)
        self.edit.dropped.connect(self.clear_text)
        self.send = make_button("Add note", writes=True, tip="Ctrl+Enter", on_click=self._send)
        self.cancel = make_button("Cancel", tip="Esc", on_click=self.clear_text)
        self._said = SpanLabel(tone=Tone.QUIET)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        buttons = QVBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.send)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.edit, 1)
        row.addLayout(buttons)
        self.add(self._said)
        self.add(row)
        self.body.addSpacing(8)
        self.add(self._list)
        self._fit()

    def show_notes(self, notes: Sequence[NoteView], *, writable: bool) -> None:
        """Show these; one that is being corrected stays so while it is there."""
        self._notes = {note.id: note for note in notes}
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for note in notes:
            head = SpanLabel(_head(note, writable=writable), wrap=True)
            head.linked.connect(lambda link, head=head: self.follow(link, head))
            self._list.addWidget(head)
            self._list.addWidget(SpanLabel(note.text, wrap=True))
        if not notes:
            words = "No notes yet. Write what the next person needs to know."
            self._list.addWidget(SpanLabel(words, tone=Tone.QUIET, wrap=True))
        self.edit.setEnabled(writable)
        self.send.setEnabled(writable)
        if self.correcting and self.correcting not in self._notes:
            self.clear_text()

    def follow(self, link: str, anchor: QWidget) -> None:
        """Do what a link of a note asks: correct it, remove it, say what it said before."""
        verb, _, number = link.partition(":")
        note = self._notes[int(number)]
        if verb == "correct":
            self._begin(note)
        elif verb == "remove":
            self.removed.emit(note.id)
        else:
            popover = Popover(self.window(), said_before(note.corrections), name="Said before")
            popover.open_at(anchor)

    def clear_text(self) -> None:
        """Empty the field once what is in it is stored, or dropped."""
        self.edit.clear()
        self.correcting = 0
        self._fit()

    def _begin(self, note: NoteView) -> None:
        self.correcting = note.id
        self.edit.setPlainText(note.text)
        self._fit()
        self.edit.moveCursor(QTextCursor.MoveOperation.End)
        self.edit.setFocus()

    def _fit(self) -> None:
        note = self._notes.get(self.correcting)
        words = "Correct note" if note else "Add note"
        self.send.setText(words)
        self.send.setAccessibleName(words)
        self.edit.corrects = note is not None
        self.cancel.setVisible(note is not None)
        self._said.setVisible(note is not None)
        if note is not None:
            self._said.set_spans(f"Other words for the note of {format_date(note.on)}")

    def _send(self) -> None:
        text = self.edit.toPlainText().strip()
        if not text:
            self.edit.setFocus()
        elif self.correcting:
            self.corrected.emit(self.correcting, text)
        else:
            self.written.emit(text)


def _head(note: NoteView, *, writable: bool) -> list[Span]:
    spans = [Span(f"{format_date(note.on)}, {note.author}", tone=Tone.QUIET)]
    if note.corrections:
        words = corrected_words(note.corrections)
        spans += [Span(", ", tone=Tone.QUIET), Span(words, link=f"before:{note.id}")]
    if writable:
        spans += [_GAP, Span("Correct", link=f"correct:{note.id}")]
        spans += [_GAP, Span("Remove", link=f"remove:{note.id}")]
    return spans


class _NoteEdit(QPlainTextEdit):
    """A few lines of text; `finished` on Ctrl+Enter, `dropped` on Esc where it `corrects`."""

    finished = Signal()
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.corrects = False
        self.setPlaceholderText("What was said or agreed")
        self.setAccessibleName("A note")
        self.setTabChangesFocus(True)
        self.setFixedHeight(72)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter stores the note, Esc leaves one that is corrected as it was."""
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finished.emit()
        elif event.key() == Qt.Key.Key_Escape and self.corrects:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)
