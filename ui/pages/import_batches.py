"""Past imports as a list, and the panel about one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field, Kind, Value
from areateam.core.findings import Weight
from ui.pages.import_findings import FindingsList
from ui.pages.import_looks import delimiter_words, encoding_words
from ui.style.marks import Mark, Shape, Tone
from ui.tables.row_source import Cell, Look, Row
from ui.widgets.buttons import BAR, make_button, make_frame
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from areateam.imports.import_views import BatchView
    from areateam.imports.stage_views import FindingKind
    from ui.pages.import_controls import ControlsView

_NUMBERS = (
    ("lines", "Lines"),
    ("new", "New"),
    ("changed", "Changed"),
    ("same", "Same"),
    ("doubtful", "In doubt"),
    ("rejected", "Refused"),
)

COLUMNS = (
    Column(Field("at", "When", Kind.DATE), "at", "", 96),
    Column(Field("file", "File"), "file", "", 180),
    Column(Field("state", "State"), "state", "", 116),
    *(Column(Field(key, label, Kind.INTEGER), key, "", 56) for key, label in _NUMBERS),
    Column(Field("user", "Who"), "user", "", 80),
)


class BatchRows:
    """The past imports as a list, newest first."""

    def __init__(self, views: Sequence[BatchView]) -> None:
        self.columns: Sequence[Column] = COLUMNS
        self._views = views

    def count(self) -> int:
        """How many there are."""
        return len(self._views)

    def rows(self, first: int, limit: int) -> list[tuple[Any, ...]]:
        """At most `limit` of them from place `first`."""
        return [_row(view) for view in self._views[first : first + limit]]

    def position(self, record: Any) -> int | None:
        """Where the import with this id stands."""
        ids = [view.id for view in self._views]
        return ids.index(record) if record in ids else None


def _row(view: BatchView) -> tuple[Any, ...]:
    state = "undone" if not view.live else f"{view.waiting:,} wait" if view.waiting else "taken in"
    numbers = [getattr(view, key) for key, _ in _NUMBERS]
    return view.id, view.at[:10], view.file, state, *numbers, view.user


def _moment(at: str) -> str:
    return f"{format_date(at[:10])} {at[11:16]}"


def _state(value: Value, _: Row) -> Cell:
    if value == "undone":
        return Cell("undone", mark=Mark(Shape.NOTHING, "undone"), tone=Tone.QUIET)
    if value == "taken in":
        return Cell("taken in", mark=Mark(Shape.OK, "taken in"))
    return Cell(str(value), mark=Mark(Shape.DOUBT, "lines wait"))


def _number(value: Value, _: Row) -> Cell:
    return Cell(f"{value:,}", tone=None if value else Tone.QUIET)


BATCH_LOOKS: Mapping[str, Look] = {
    "state": _state,
    **{key: _number for key, _ in _NUMBERS},
}


class BatchPanel(QWidget):
    """One past import: facts, control totals, findings, undo.

    `undo_asked(operation)`, `save_asked`, `ask_asked` for questions to the PCT, `waiting_asked`
    for the lines that wait.
    """

    undo_asked = Signal(int)
    save_asked = Signal()
    ask_asked = Signal()
    waiting_asked = Signal()

    def __init__(self, controls: ControlsView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.controls = controls
        self.view: BatchView | None = None
        self.setMinimumWidth(296)
        self._title = SpanLabel()
        self._facts = ValueList(label_width=64)
        self.undo = make_button("Undo this import", writes=True, kind=BAR, icon_name="undo")
        self.undo.clicked.connect(self._undo)
        self.save = make_button("Save refused lines", kind=BAR)
        self.save.clicked.connect(lambda _: self.save_asked.emit())
        self.findings = FindingsList()
        self.ask = make_button("Ask the PCT", writes=True, kind=BAR, on_click=self.ask_asked.emit)
        self.ask.setToolTip("Write its waiting lines as a query sheet or as a page for a browser")
        self.waiting = SpanLabel()
        self.waiting.linked.connect(lambda _: self.waiting_asked.emit())
        buttons = QGridLayout()
        buttons.setSpacing(8)
        for place, button in enumerate((self.undo, controls.button, self.save, self.ask)):
            buttons.addWidget(button, place // 2, place % 2)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._facts)
        head.addWidget(self.waiting)
        head.addLayout(buttons)
        head.addWidget(controls)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(make_frame("hairline"))
        column.addWidget(self.findings, 1)

    def show_batch(
        self, view: BatchView, kinds: Sequence[FindingKind], profile: str, *, writable: bool
    ) -> None:
        """Show this import."""
        if self.view is not None and self.view.id != view.id:
            self.findings.clear_choice()
        self.view = view
        self._title.set_spans([Span(view.file, strong=True)])
        encoding, delimiter = encoding_words(view.encoding), delimiter_words(view.delimiter)
        read_as = " · ".join(part for part in (profile, encoding, delimiter) if part)
        self._facts.set_rows(
            [
                ("Imported", f"{_moment(view.at)} by {view.user}"),
                ("Read as", read_as),
            ]
        )
        self.undo.setEnabled(view.live and writable)
        self.undo.setToolTip("" if view.live else "It is undone already.")
        self.save.setVisible(bool(view.rejected))
        self.save.setText(f"Save the {view.rejected:,} refused")
        self.save.setAccessibleName(self.save.text())
        self.ask.setVisible(bool(view.waiting))
        lines = "line waits" if view.waiting == 1 else "lines wait"
        self.waiting.set_spans([Span(f"{view.waiting:,} {lines}", link="waiting")])
        self.waiting.setVisible(bool(view.waiting))
        self.controls.show_batch(view)
        held = {Weight.DOUBTFUL: view.doubtful, Weight.REFUSED: view.rejected}
        self.findings.show_findings(kinds, held=held, absent=view.absent)

    def _undo(self) -> None:
        if self.view is not None:
            self.undo_asked.emit(self.view.operation)
