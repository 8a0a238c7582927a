"""What a person decides about lines under review, carried into the side file beside the window."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from areateam.imports.stage_actions import decide
from areateam.imports.stage_views import ReviewList, read_line
from ui.pages.import_line_panel import LinePanel, open_whole_line

if TYPE_CHECKING:
    from pathlib import Path

    from ui.desk import Desk
    from ui.tables.table_view import TableView


class LineChoices(QObject):
    """Keeps the panel on the table's current line. `changed` when a decision began or was kept.

    `rows` and `stage` are what is under review; None where nothing is.
    """

    changed = Signal()
    kept = Signal()

    def __init__(self, desk: Desk, table: TableView, panel: LinePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._table = table
        self._panel = panel
        self._numbers = count()
        self.rows: ReviewList | None = None
        self.stage: Path | None = None
        self.deciding = 0
        table.rested.connect(self.show_line)
        table.opened.connect(lambda _: self.open_whole())
        panel.decided.connect(self._decide)
        panel.whole_asked.connect(lambda _: self.open_whole())

    def show_line(self, record: Any) -> None:
        """Show the line that the row `record` is about."""
        stage = self.stage
        line = self.rows.line_of(record) if self.rows and record is not None else None
        if line is None or stage is None:
            self._panel.show_line(None)
            return
        work = partial(read_line, self._desk.path, stage, self._desk.catalogue, line)
        self._desk.read("import-line", lambda _: work(), self._panel.show_line)

    def open_whole(self) -> None:
        """Show every cell of the current line."""
        details = self._panel.details
        if details is not None:
            title = f"Line {details.line:,}: {details.name}"
            open_whole_line(self._panel.window(), self._panel, title, details.cells)

    def _decide(self, line: int, leave: bool, alike: bool) -> None:
        if self.stage is None:
            return
        self.deciding += 1
        self.changed.emit()
        work = partial(
            decide,
            self._desk.path,
            self.stage,
            self._desk.catalogue,
            line,
            leave=leave,
            alike=alike,
        )
        # Each decision counts: none may take the place of another that still waits its turn.
        self._desk.read(f"import-decide-{next(self._numbers)}", lambda _: work(), self._decided)

    def _decided(self, _: int) -> None:
        self.deciding -= 1
        self.changed.emit()
        self.kept.emit()
