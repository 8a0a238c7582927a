"""What holds for the whole of a list: how it is read, constants, the key, which lines count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from ui.pages.import_declined import DELIMITERS, ENCODINGS, make_choice
from ui.pages.import_mapping_draft import PCT, TYPE, MappingDraft
from ui.widgets.buttons import make_button, make_frame, make_label
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.pages.import_queue import Request

_LINES = (
    ("both", "New and known"),
    ("new", "New only"),
    ("known", "Known only"),
    ("fill", "New, and blanks of known"),
)
_USUAL = "Number and PCT, or ODS code"
_LAST_HEADING = 40


class MappingOptions(QWidget):
    """`changed` when the mapping is another; `looked` when to look at the file anew."""

    changed = Signal()
    looked = Signal()

    def __init__(self, pcts: Sequence[tuple[str, str]], types: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._draft: MappingDraft | None = None
        self.pct = make_choice("Every line is for", [("", "As the file says"), *pcts])
        self.type = make_choice("Every line is a", [("", "As the file says"), *types])
        self.key = make_choice("A contract is known by", [("", _USUAL)])
        self.second = make_choice("and by", [("", "Nothing more")])
        self.lines = Segments(_LINES, name="Lines that count")
        self.encoding = make_choice("Encoding", ENCODINGS)
        self.delimiter = make_choice("Columns parted by", DELIMITERS)
        self.sheet = make_choice("Sheet", [("", "The first filled")])
        numbers = [(str(line), f"Line {line}") for line in range(1, _LAST_HEADING + 1)]
        self.header = make_choice("Headings on", [("", "Find it out"), *numbers])
        self.look = make_button("Look again", on_click=self.looked.emit)
        self._lay_out()
        for combo in (self.pct, self.type, self.key, self.second):
            combo.activated.connect(lambda _: self._take())
        self.lines.chosen.connect(lambda _: self._take())

    def _lay_out(self) -> None:
        card = make_frame("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        fields: tuple[tuple[QWidget, int, int, int], ...] = (
            (self.pct, 0, 0, 1),
            (self.type, 0, 1, 1),
            (self.key, 0, 2, 1),
            (self.second, 0, 3, 1),
            (self.encoding, 4, 0, 1),
            (self.delimiter, 4, 1, 1),
            (self.header, 4, 2, 1),
            (self.sheet, 4, 3, 1),
        )
        for field, row, column, span in fields:
            label = make_label(field.accessibleName(), size=12, tone="text_2")
            grid.addWidget(label, row, column, 1, span)
            grid.addWidget(field, row + 1, column, 1, span)
            grid.setColumnStretch(column, 1)
        grid.addWidget(make_label("Lines that count", size=12, tone="text_2"), 2, 0)
        grid.addWidget(self.lines, 3, 0, 1, 3)
        grid.addWidget(self.look, 3, 3, Qt.AlignmentFlag.AlignRight)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def show_draft(
        self, draft: MappingDraft, request: Request, keys: Sequence[tuple[str, str]]
    ) -> None:
        """Show what a mapping says of the whole file; `keys` are targets that may be its key."""
        self._draft = draft
        _set(self.pct, draft.constants.get(PCT, ""))
        _set(self.type, draft.constants.get(TYPE, ""))
        for at, combo in enumerate((self.key, self.second)):
            while combo.count() > 1:
                combo.removeItem(1)
            for target, words in keys:
                combo.addItem(words, target)
            _set(combo, draft.key[at] if at < len(draft.key) else "")
        self.second.setEnabled(bool(self.key.currentData()))
        self.lines.choose(draft.lines)
        _set(self.encoding, request.encoding)
        _set(self.delimiter, request.delimiter)
        _set(self.header, str(request.header_line or ""))
        while self.sheet.count() > 1:
            self.sheet.removeItem(1)
        for name in draft.sheet.sheets:
            self.sheet.addItem(name, name)
        _set(self.sheet, request.sheet)
        for combo in (self.encoding, self.delimiter):
            combo.setEnabled(not draft.sheet.sheets)
        self.sheet.setEnabled(len(draft.sheet.sheets) > 1)

    def file_words(self) -> dict[str, Any]:
        """What is said of how the file is read."""
        return {
            "encoding": str(self.encoding.currentData() or ""),
            "delimiter": str(self.delimiter.currentData() or ""),
            "header_line": int(self.header.currentData() or 0),
            "sheet": str(self.sheet.currentData() or ""),
        }

    def _take(self) -> None:
        draft = self._draft
        if draft is None:
            return
        for target, combo in ((PCT, self.pct), (TYPE, self.type)):
            draft.constants.pop(target, None)
            if combo.currentData():
                draft.constants[target] = str(combo.currentData())
        first = str(self.key.currentData() or "")
        second = str(self.second.currentData() or "") if first else ""
        self.second.setEnabled(bool(first))
        draft.key = tuple(dict.fromkeys(filter(None, (first, second))))
        draft.lines = self.lines.current()  # type: ignore[assignment]  # its keys are those of the mapping
        self.changed.emit()


def _set(combo: QComboBox, key: str) -> None:
    combo.setCurrentIndex(max(0, combo.findData(key)))
