"""The cells of a line under review, each in a field of its own in which it is corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from areateam.core.fields import Field
from ui.forms.value_editors import TextEditor
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import make_frame, make_label
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.imports.fix_views import CellView

_TALLEST = 420


class CellEditor(QWidget):
    """One cell: Enter corrects it, Esc puts back what stood there and, once more, leaves it.

    `corrected(place, text, alike)`, `taken_back(place, alike)` and `left` are its signals.
    """

    corrected = Signal(int, str, bool)
    taken_back = Signal(int, bool)
    left = Signal()

    def __init__(self, cell: CellView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cell = cell
        self.edit = TextEditor(Field(str(cell.place), cell.heading), cell.text)
        self.edit.deselect()
        self.edit.setAccessibleDescription(cell.fault)
        self.edit.set_invalid(invalid=bool(cell.fault))
        self.words = SpanLabel(size=SMALL, tone=Tone.QUIET, wrap=True)
        self.words.set_spans(_words(cell))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(make_label(cell.heading, size=SMALL, tone="text_2"))
        column.addWidget(self.edit)
        column.addWidget(self.words)
        self.words.setVisible(bool(_words(cell)))
        self.setFocusProxy(self.edit)
        self.edit.entered.connect(self._enter)
        self.edit.left.connect(self._enter)
        self.edit.dropped.connect(self._drop)
        self.words.linked.connect(self._linked)

    def _enter(self) -> None:
        text = self.edit.text()
        if text != self.cell.text:
            self.corrected.emit(self.cell.place, text, False)

    def _drop(self) -> None:
        if self.edit.text() == self.cell.text:
            self.left.emit()
        self.edit.setText(self.cell.text)

    def _linked(self, link: str) -> None:
        what, _, text = link.partition(":")
        if what == "back":
            self.taken_back.emit(self.cell.place, False)
        else:
            self.corrected.emit(self.cell.place, text, what == "all")


def _words(cell: CellView) -> list[Span]:
    """Below the field: what was probably meant, or what the file says."""
    spans: list[Span] = []
    if cell.before is not None:
        spans = [
            Span("Corrected; the file says ", mark=Shape.OK, tone=Tone.QUIET),
            Span(cell.before or "nothing", struck=bool(cell.before)),
            Span(". "),
            Span("Put back", link="back:"),
        ]
    for likely in cell.likely:
        spans += [Span("  " if spans else ""), Span(f"Use {likely}", link=f"use:{likely}")]
        if cell.alike > 1:
            spans += [Span(" or "), Span(f"in all {cell.alike:,} alike", link=f"all:{likely}")]
    return spans


class WholeLine(QWidget):
    """Every cell of a line under its heading. Its signals are those of its cells."""

    corrected = Signal(int, str, bool)
    taken_back = Signal(int, bool)
    left = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.editors: list[CellEditor] = []
        self._scroll = QScrollArea()
        self._scroll.setProperty("part", "surface")
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(SpanLabel([Span(title, strong=True)]))
        column.addWidget(self._scroll, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_cells(self, cells: Sequence[CellView]) -> None:
        """Show these cells; the one that had the focus has it again."""
        held = next((e.cell.place for e in self.editors if e.edit.hasFocus()), None)
        at = self._scroll.verticalScrollBar().value()
        frame = make_frame("surface")
        column = QVBoxLayout(frame)
        column.setContentsMargins(2, 0, 8, 2)
        column.setSpacing(8)
        self.editors = [CellEditor(cell) for cell in cells]
        for editor in self.editors:
            editor.corrected.connect(self.corrected)
            editor.taken_back.connect(self.taken_back)
            editor.left.connect(self.left)
            column.addWidget(editor)
        column.addStretch(1)
        self._scroll.setWidget(frame)
        self._scroll.verticalScrollBar().setValue(at)
        self.setFixedSize(418, min(_TALLEST, 36 + 62 * len(cells)))
        if held is not None and held < len(self.editors):
            self.editors[held].setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self, place: int) -> None:
        """Go to the cell at a place, ready to be typed over."""
        if place < len(self.editors):
            editor = self.editors[place]
            self._scroll.ensureWidgetVisible(editor)
            editor.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            editor.edit.selectAll()
