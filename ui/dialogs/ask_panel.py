"""A panel that asks a few values before something is done: each by its field, all checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout

from areateam.core.findings import Fault
from ui.dialogs.panel import Panel
from ui.forms.value_editors import ChoiceEditor, Editor, TextEditor, make_editor, read_text
from ui.forms.value_row import fault_words
from ui.widgets.buttons import make_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.core.fields import Choice, Field, Value

WIDTH = 440
_REST = 200


@dataclass(frozen=True, slots=True)
class AskLine:
    """One value to ask for: its field, what stands there at first, the choices if any.

    One that stands `beside` shares the row of the line before it.
    """

    field: Field
    value: Value = None
    choices: tuple[Choice, ...] = ()
    beside: bool = False


class AskPanel(Panel):
    """`stated()` gives what was typed by field key; `changed` when it may be another."""

    changed = Signal()

    def __init__(
        self,
        title: str,
        verb: str,
        lines: Sequence[AskLine],
        *,
        words: str = "",
        width: int = WIDTH,
    ) -> None:
        super().__init__(title, verb, width=width)
        self.setAccessibleName(title)
        self._lines = tuple(lines)
        self._first_words = words
        self.editors: dict[str, Editor] = {}
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self.changed)
        for line in lines:
            editor = make_editor(line.field, line.value, line.choices)
            editor.setFixedHeight(32)
            editor.dropped.connect(self.left)
            if isinstance(editor, TextEditor):
                if self.editors:
                    editor.deselect()  # only what is typed over first is chosen
                editor.entered.connect(self._press)
                editor.textEdited.connect(lambda _: self._rest.start())
            else:
                editor.confirmed.connect(self._press)
                editor.currentIndexChanged.connect(lambda _: self._rest.start())
            self.editors[line.field.key] = editor
            if line.beside:
                self._add_beside(line.field.label, editor)
            else:
                self.add_line(line.field.label, editor)
        if words:
            self.say(words)
        if lines:
            self.setFocusProxy(self.editors[lines[0].field.key])

    def _add_beside(self, label: str, editor: QWidget) -> None:
        """Put a labelled editor into the row of the one before it."""
        before = self.body.itemAt(self.body.count() - 1)
        row = before.layout() if before else None
        assert isinstance(row, QHBoxLayout), "the first line stands beside none"
        words = make_label(label, tone="text_2")
        words.setBuddy(editor)
        row.addWidget(words)
        row.addWidget(editor, 1)

    def add_part(self, part: QWidget) -> None:
        """Add anything below what is asked."""
        self.body.addWidget(part)

    def text_of(self, key: str) -> str:
        """What is typed or picked for a field, as it stands."""
        return self.editors[key].text()

    def fill(self, key: str, text: str) -> None:
        """Type or pick a value, as a person would."""
        editor = self.editors[key]
        if isinstance(editor, TextEditor):
            editor.setText(text)
        else:
            editor.setCurrentIndex(max(editor.findData(text), 0))
        self._rest.start()

    def on_pick(self, key: str, act: Callable[[int], None]) -> None:
        """Do something when another choice of a field is picked."""
        editor = self.editors[key]
        assert isinstance(editor, ChoiceEditor)
        editor.currentIndexChanged.connect(act)

    def stated(self) -> dict[str, Value] | None:
        """The values by field key; None after it has said what is wrong, and where."""
        found: dict[str, Value] = {}
        for line in self._lines:
            editor = self.editors[line.field.key]
            value = read_text(line.field, editor.text())
            editor.set_invalid(invalid=isinstance(value, Fault))
            if isinstance(value, Fault):
                self.refuse(fault_words(line.field, editor.text(), value))
                return None
            found[line.field.key] = value
        self.say(self._first_words)
        return found
