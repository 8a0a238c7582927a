"""How the cells of one column are read: cut, joined, put for other words, what a blank means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from areateam.imports.import_sheet_views import SPLITS, ColumnPlan
from ui.dialogs.panel import Panel
from ui.widgets.buttons import make_frame, make_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from areateam.core.fields import Field

WIDTH = 420
_WORDS_SHOWN = 20
_TALLEST = 228
_CASES = (
    ("", "As it stands"),
    ("title", "Capital Initials"),
    ("upper", "CAPITALS"),
    ("lower", "small letters"),
)
_CLEARS = (
    ("", "States nothing"),
    ("word", "States nothing; (clear) empties"),
    ("blank", "Empties what the register has"),
)
_JOINERS = ((" ", "A blank between"), (", ", "A comma between"), (" - ", "A dash between"))


class ColumnPanel(Panel):
    """`plan()` is what was chosen. `strange` are cells that cannot be what the field holds.

    `make_target` makes a list of targets for a piece of a cell; `field` is that of a column that
    is not cut.
    """

    def __init__(
        self,
        plan: ColumnPlan,
        field: Field | None,
        headings: Sequence[str],
        strange: Sequence[str],
        make_target: Callable[[str, str], QComboBox],
    ) -> None:
        super().__init__(f"How “{plan.heading or 'the column'}” is read", "Use", width=WIDTH)
        self.setAccessibleName(f"How {plan.heading} is read")
        self._plan = plan
        self._make_scroll()
        self._pieces: list[QComboBox] = []
        self._meant: dict[str, QWidget] = {}
        if plan.split:
            self._add_pieces(make_target)
        self._add_words(field, strange)
        self.join = _combo("Put after it", [("", "Nothing"), *((name, name) for name in headings)])
        self.join.setCurrentIndex(max(0, self.join.findData(plan.join[0] if plan.join else "")))
        self.joiner = _combo("Joined by", _JOINERS)
        self.joiner.setCurrentIndex(max(0, self.joiner.findData(plan.joiner)))
        self.case = _combo("Written", _CASES)
        self.case.setCurrentIndex(max(0, self.case.findData(plan.case)))
        self.blanks = QLineEdit("; ".join(plan.blanks))
        self.blanks.setAccessibleName("Mean a blank")
        self.blanks.setPlaceholderText("such as -; n/a; TBC")
        self.clear = _combo("A blank", _CLEARS)
        self.clear.setCurrentIndex(max(0, self.clear.findData(plan.clear)))
        self.clear.setEnabled(field is None or not field.required)
        if not plan.split:
            self.add_line("Put after it", self.join)
            self.add_line("Joined by", self.joiner)
        self.add_line("Written", self.case)
        self.add_line("Mean a blank", self.blanks)
        self.add_line("A blank", self.clear)
        self.body.addStretch(1)
        inner = self._scroll.widget()
        if inner is not None:
            self._scroll.setFixedHeight(min(_TALLEST, inner.sizeHint().height()))
        self.setFocusProxy(self._pieces[0] if self._pieces else self.join)

    def _make_scroll(self) -> None:
        """Let the lines scroll, so that many words fit into a low window."""
        frame = make_frame("surface")
        lines = QVBoxLayout(frame)
        lines.setContentsMargins(0, 0, 8, 0)
        lines.setSpacing(8)
        self._scroll = QScrollArea()
        self._scroll.setProperty("part", "surface")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(frame)
        self.body.addWidget(self._scroll)
        self.body = lines

    def _add_pieces(self, make_target: Callable[[str, str], QComboBox]) -> None:
        split = SPLITS[self._plan.split]
        padded = [*self._plan.to, *[""] * len(split.pieces)]
        for label, target in zip(split.labels, padded, strict=False):
            box = make_target(f"{label} means", target)
            self._pieces.append(box)
            self.add_line(label, box)

    def _add_words(self, field: Field | None, strange: Sequence[str]) -> None:
        """A line for each word that is not understood, and for those that are put for others."""
        if field is None or not (field.choices or self._plan.words or strange):
            return
        texts = list(dict.fromkeys((*self._plan.words, *strange)))[:_WORDS_SHOWN]
        if texts:
            self.body.addWidget(make_label(f"Read as {field.label}", strong=True))
        choices = [(c.label, c.label) for c in field.choices]
        for text in texts:
            now = self._plan.words.get(text, "")
            editor: QWidget
            if choices:
                box = _combo(f"{text} means", [("", "Not understood"), *choices])
                box.setCurrentIndex(max(0, box.findData(now)))
                editor = box
            else:
                editor = QLineEdit(now)
                editor.setAccessibleName(f"{text} means")
            self._meant[text] = editor
            self.add_line(f"“{text[:16]}”", editor)

    def choose_meaning(self, text: str, meaning: str) -> None:
        """Let a word of the file mean another; KeyError where it is not among those shown."""
        editor = self._meant[text]
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(meaning))
        elif isinstance(editor, QLineEdit):
            editor.setText(meaning)

    def plan(self) -> ColumnPlan:
        """The column's plan as it was chosen."""
        join = str(self.join.currentData() or "")
        words = {**self._plan.words}
        for text, editor in self._meant.items():
            words[text] = _text_of(editor)
        changed = {
            "join": (join,) if join else (),
            "joiner": str(self.joiner.currentData()),
            "case": str(self.case.currentData()),
            "blanks": tuple(t.strip() for t in self.blanks.text().split(";") if t.strip()),
            "clear": str(self.clear.currentData()),
            "words": {text: meaning for text, meaning in words.items() if meaning},
        }
        if self._pieces:
            changed["to"] = tuple(_text_of(box) for box in self._pieces)
        return self._plan.changed(**changed)


def _text_of(editor: QWidget) -> str:
    if isinstance(editor, QLineEdit):
        return editor.text().strip()
    if isinstance(editor, QComboBox):
        chosen = getattr(editor, "chosen", None)
        return str(chosen() if chosen else editor.currentData() or "")
    return ""


def _combo(name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setFixedHeight(32)
    for key, words in choices:
        combo.addItem(words, key)
    return combo
