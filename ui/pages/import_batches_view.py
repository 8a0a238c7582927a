"""The list of past imports, with the findings and the waiting lines of the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from areateam.imports.import_views import (
    BatchView,
    HeldList,
    batch_kinds,
    batches,
    field_labels,
    held_cells,
    profile_label,
    waiting_counts,
)
from ui.pages.import_batches import BATCH_LOOKS, BatchPanel, BatchRows
from ui.pages.import_controls import ControlsView
from ui.pages.import_line_panel import open_whole_line
from ui.pages.import_looks import HELD_LOOKS
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.table_view import TableView
from ui.widgets.buttons import make_frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.imports.stage_views import FindingKind
    from ui.desk import Desk


class BatchesView(QWidget):
    """Reads and shows past imports. `loaded((in doubt, refused))` after each reading.

    `undo_asked(operation)`, `save_asked(view)` and `ask_asked(view)` come from the panel of the
    current import.
    """

    loaded = Signal(object)
    undo_asked = Signal(int)
    save_asked = Signal(object)
    ask_asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = 0
        self.views: Sequence[BatchView] = ()
        self.model = LazyTableModel(BatchRows(()), looks=BATCH_LOOKS)
        self.table = TableView(self.model, name="Imports", stretch="file")
        self.held_model = LazyTableModel(looks=HELD_LOOKS)
        self.held = TableView(self.held_model, name="Lines that wait", stretch="cells")
        self.panel = BatchPanel(ControlsView(desk))
        self._lay_out()
        self.table.rested.connect(lambda _: self._show_batch())
        self.held.opened.connect(lambda _: self._open_line())
        self.panel.undo_asked.connect(self.undo_asked)
        self.panel.save_asked.connect(lambda: self.save_asked.emit(self.current()))
        self.panel.ask_asked.connect(lambda: self.ask_asked.emit(self.current()))
        self.panel.waiting_asked.connect(self._open_waiting)
        self.panel.findings.chosen.connect(lambda _: self._show_held())

    def _lay_out(self) -> None:
        lists = QSplitter(Qt.Orientation.Vertical)
        lists.addWidget(self.table)
        lists.addWidget(self.held)
        lists.setSizes([300, 340])
        lists.setChildrenCollapsible(False)
        split = QSplitter()
        split.addWidget(lists)
        split.addWidget(self.panel)
        split.setStretchFactor(0, 1)
        split.setSizes([784, 296])
        split.setChildrenCollapsible(False)
        frame = make_frame("surface")
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(make_frame("hairline"))
        column.addWidget(split, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    def go_to(self, batch: int) -> None:
        """Make this import the current one, now or as soon as it is in the list."""
        self._wanted = batch
        if self.table.go_to(batch):
            self._wanted = 0

    def current(self) -> BatchView | None:
        """The import that is shown."""
        chosen = self.table.current_id()
        return next((view for view in self.views if view.id == chosen), None)

    def load(self) -> None:
        """Read the list again; the current import stays so."""
        self._desk.read("imports", lambda c: (batches(c), waiting_counts(c)), self._loaded)

    def _loaded(self, found: tuple[list[BatchView], tuple[int, int]]) -> None:
        self.views, waiting = found
        self.table.set_source(BatchRows(self.views))
        if self._wanted:
            self.go_to(self._wanted)
        if self.table.current_id() is None and self.views:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_batch()
        self.loaded.emit(waiting)

    def _show_batch(self) -> None:
        view = self.current()
        if view is None:
            return
        catalogue, writable = self._desk.catalogue, self._desk.writable

        def done(kinds: list[FindingKind]) -> None:
            if self.current() == view:
                self.panel.show_batch(view, kinds, profile_label(view.profile), writable=writable)
                self._show_held()

        self._desk.read("imports-batch", lambda c: batch_kinds(c, catalogue, view.id), done)

    def _show_held(self) -> None:
        view = self.current()
        if view is not None:
            kind = self.panel.findings.current()
            labels = field_labels(self._desk.catalogue)
            self.held.set_source(HeldList(self._desk.connection, labels, view.id, kind))

    def _open_waiting(self) -> None:
        view = self.current()
        if view is not None:
            self._desk.open("waiting", where=(f"batch=B{view.id}",))

    def _open_line(self) -> None:
        view = self.current()
        row: tuple[Any, ...] | None = self.held_model.row_at(self.held.currentIndex().row())
        if view is not None and row is not None:
            line = int(row[2])
            cells = held_cells(self._desk.connection, view.id, line)
            open_whole_line(self.window(), self.panel, _place_words(line, view.file), cells)


def _place_words(line: int, file: str) -> str:
    return f"Line {line:,} of {file}" if line > 0 else f"Not in {file}"
