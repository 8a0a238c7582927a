"""The editors a value turns into, by the kind of its field."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit

from areateam.core.fields import Choice, Field, Kind, Value
from areateam.core.findings import Fault
from areateam.core.values import format_value, parse_value
from ui.widgets.buttons import restyle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

_FLAGS = (Choice("1", "Yes"), Choice("0", "No"))


class TextEditor(QLineEdit):
    """One line of text. `entered` on Enter, `left` when the focus goes, `dropped` on Esc."""

    entered = Signal()
    left = Signal()
    dropped = Signal()

    def __init__(self, field: Field, value: Value) -> None:
        super().__init__()
        self.setText(format_value(field, value))
        self.setAccessibleName(field.label)
        self.setAccessibleDescription(field.help)
        self.selectAll()
        self.returnPressed.connect(self.entered)
        self.installEventFilter(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """An Enter that was told of goes no further: what holds the editor would take it again."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def set_invalid(self, *, invalid: bool) -> None:
        """Show or take away the border of a wrong value."""
        self.setProperty("invalid", invalid)
        restyle(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep Esc from the window, and tell when the focus has gone."""
        if _is_leaving(event):
            self.left.emit()
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
            return True
        return super().eventFilter(watched, event)


class ChoiceEditor(QComboBox):
    """A closed list. `entered` when one is picked, `confirmed` on Enter, `dropped` on Esc."""

    entered = Signal()
    confirmed = Signal()
    left = Signal()
    dropped = Signal()

    def __init__(self, field: Field, value: Value, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.setAccessibleName(field.label)
        self.setFixedHeight(32)
        if not field.required:
            self.addItem("None", "")
        for choice in choices:
            self.addItem(choice.label, choice.value)
        stored = "" if value is None else str(value)
        self.setCurrentIndex(max(self.findData(stored), 0))
        self.activated.connect(lambda _: self.entered.emit())

    def text(self) -> str:
        """The stored value of what is picked, "" for none."""
        return str(self.currentData() or "")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell when the focus has gone elsewhere, but not when the list opens."""
        super().focusOutEvent(event)
        if _is_leaving(event):
            self.left.emit()

    def set_invalid(self, *, invalid: bool) -> None:
        """A closed list cannot hold a wrong value; only a refusal is shown below it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc drops the change, Enter takes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            self.confirmed.emit()
        else:
            super().keyPressEvent(event)


def _is_leaving(event: QEvent) -> bool:
    # Another window in front, or an open list or menu, does not end the editing.
    stays = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
    return isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in stays


Editor = TextEditor | ChoiceEditor
Reader = Callable[[Field, str], "Value | Fault"]
"""Turns a typed text into a stored value, or into the reason why it is none."""


def make_editor(field: Field, value: Value, choices: Sequence[Choice] = ()) -> Editor:
    """The editor for a field; `choices` are those of a field whose choices live in the register."""
    offered = tuple(choices) or field.choices
    if field.kind is Kind.FLAG:
        return ChoiceEditor(field, value, _FLAGS)
    if offered:
        return ChoiceEditor(field, value, offered)
    return TextEditor(field, value)


def read_text(field: Field, text: str) -> Value | Fault:
    """The stored value that a typed text means, or why it means none."""
    value = parse_value(field, text)
    if value is None and field.required:
        return Fault("field-missing")
    return value


def likely_text(field: Field, text: str, read: Reader = read_text) -> str:
    """What was probably meant by a date that does not exist: "31 Jun 2013" gives "30 Jun 2013".

    "" where nothing is likely.
    """
    if field.kind is not Kind.DATE:
        return ""
    day = re.match(r"\s*(29|30|31)(?=\D)", text)
    iso = re.search(r"(?<=\D)(29|30|31)\s*$", text)
    match = iso if iso and re.match(r"\s*\d{4}\D", text) else day
    if match is None:
        return ""
    for number in range(int(match[1]) - 1, 27, -1):
        value = read(field, f"{text[: match.start(1)]}{number}{text[match.end(1) :]}")
        if value is not None and not isinstance(value, Fault):
            return format_value(field, value)
    return ""
