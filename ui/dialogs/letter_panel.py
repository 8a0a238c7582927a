"""The panel that writes a letter: its step, what is asked, and the letter as it will read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
)

from areateam.catalogue.letter_definitions import AskKind
from ui.dialogs.panel import Panel
from ui.widgets.buttons import make_button, make_frame, make_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from areateam.catalogue.letter_definitions import AskSpec

WIDTH, ASKED_WIDTH = 900, 400
_MOST, _LEAST, _AROUND, _TEXT_HEIGHT = 420, 96, 240, 84
_REST = 200


class LetterPanel(Panel):
    """`chosen(step)` when another letter is picked, `changed` when what is stated may be new.

    `template(verb)` asks for something with the letter's Word template: save it, bring one for all
    cases, or for those of the PCT, or drop it.
    """

    chosen = Signal(str)
    template = Signal(str)
    changed = Signal()

    def __init__(self, steps: Sequence[tuple[str, str]]) -> None:
        super().__init__("Write a letter", "File draft", width=WIDTH)
        self.setAccessibleName("Write a letter")
        self.step = QComboBox()
        self.step.setFixedHeight(32)
        self.step.setAccessibleName("Letter")
        for key, words in steps:
            self.step.addItem(words, key)
        self.step.currentIndexChanged.connect(lambda _: self.chosen.emit(self.step_key()))
        self.sent_on = _line("Sent on", "Left blank, it is a draft.")
        self.sent_on.setPlaceholderText("a draft")
        self.menu = QMenu(self)
        self.menu.setAccessibleName("Template")
        self.verbs = {
            verb: self.menu.addAction(words, partial(self.template.emit, verb))
            for verb, words in (
                ("save", "Save its template…"),
                ("bring", "Bring our own template…"),
                ("bring-pct", "Bring the PCT's template…"),
                ("drop", "No longer use this template"),
            )
        }
        self._template = make_button("Template…", on_click=self._open_menu)
        self.fields: dict[str, QLineEdit | QPlainTextEdit] = {}
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setAccessibleName("The letter as it will read")
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self.changed)
        self.sent_on.textEdited.connect(lambda _: self._rest.start())
        self._lay_out()
        self.setFocusProxy(self.step)

    def _lay_out(self) -> None:
        first, second = QVBoxLayout(), QVBoxLayout()
        self.add_line_to(first, "Letter", self.step)
        self.add_line_to(second, "Sent on", self.sent_on)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(first, 1)
        head.addWidget(self._template)
        head.addLayout(second)
        self.sent_on.setFixedWidth(140)
        sides = QHBoxLayout()
        sides.setSpacing(16)
        self._scroll.setFixedWidth(ASKED_WIDTH)
        self._scroll.setProperty("part", "surface")
        sides.addWidget(self._scroll)
        sides.addWidget(self.preview, 1)
        self.body.addLayout(head)
        self.body.addLayout(sides)

    def _open_menu(self) -> None:
        self.menu.popup(self._template.mapToGlobal(self._template.rect().bottomLeft()))

    def show_template(self, used: str, place: str, *, own: bool) -> None:
        """Say which Word template the letter is written on; `place` is the PCT, "" for none."""
        self._template.setToolTip(used)
        self.verbs["drop"].setEnabled(own)
        theirs = self.verbs["bring-pct"]
        theirs.setText(f"Bring the template of {place}…")
        theirs.setVisible(bool(place))

    def set_room(self, height: int) -> None:
        """Fit what is asked and the letter into so many pixels below the button."""
        fitting = min(max(height - _AROUND, _LEAST), _MOST)
        self._scroll.setFixedHeight(fitting)
        self.preview.setFixedHeight(fitting)

    def step_key(self) -> str:
        """The step whose letter is written."""
        return str(self.step.currentData() or "")

    def choose(self, key: str) -> None:
        """Pick the letter of a step."""
        self.step.setCurrentIndex(max(self.step.findData(key), 0))

    def show_asks(self, asks: Sequence[AskSpec], suggested: Mapping[str, str]) -> None:
        """Ask for what this letter needs; what is suggested stands there to be kept or changed."""
        self.fields = {}
        held = make_frame("surface")
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(4)
        for ask in asks:
            editor = self._editor(ask)
            self.fields[ask.key] = editor
            words = f"{ask.label} (optional)" if ask.optional else ask.label
            label = make_label(words, tone="text_2", wrap=True)
            label.setBuddy(editor)
            column.addWidget(label)
            column.addWidget(editor)
            if ask.help:
                column.addWidget(make_label(ask.help, tone="text_2", wrap=True))
            column.addSpacing(8)
            if text := suggested.get(ask.key):
                self.fill(ask.key, text)
        if not asks:
            column.addWidget(make_label("This letter asks for nothing.", tone="text_2"))
        column.addStretch(1)
        self._scroll.setWidget(held)

    def _editor(self, ask: AskSpec) -> QLineEdit | QPlainTextEdit:
        if ask.kind is not AskKind.TEXT:
            line = _line(ask.label, ask.help)
            line.textChanged.connect(lambda _: self._rest.start())
            return line
        text = QPlainTextEdit()
        text.setAccessibleName(ask.label)
        text.setAccessibleDescription(ask.help)
        text.setFixedHeight(_TEXT_HEIGHT)
        text.setTabChangesFocus(True)
        text.textChanged.connect(self._rest.start)
        text.installEventFilter(self)
        return text

    def fill(self, key: str, text: str) -> None:
        """Type something, as a person would."""
        editor = self.fields[key]
        if isinstance(editor, QLineEdit):
            editor.setText(text)
        else:
            editor.setPlainText(text)

    def stated(self) -> dict[str, str]:
        """What is typed, by the letter's asks."""
        return {
            key: editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()
            for key, editor in self.fields.items()
        }

    def show_text(self, lines: Sequence[str]) -> None:
        """Show the letter as it reads now; where it was looked at stays in sight."""
        bar = self.preview.verticalScrollBar()
        before = bar.value()
        self.preview.setPlainText("\n\n".join(lines))
        bar.setValue(before)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In a text of several lines Enter begins a line, and with Ctrl does the verb."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._press()
                return True
        return super().eventFilter(watched, event)


def _line(label: str, words: str) -> QLineEdit:
    line = QLineEdit()
    line.setFixedHeight(32)
    line.setAccessibleName(label)
    line.setAccessibleDescription(words)
    return line
