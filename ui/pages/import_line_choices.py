"""What a person decides about lines under review, carried into the side file beside the window."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from areateam.cases.case_template_actions import Source
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.imports.fix_actions import Correction, correct_cell, take_back
from areateam.imports.fix_views import line_cells
from areateam.imports.stage_actions import accept, count_this_line, decide, settle
from areateam.imports.stage_views import ReviewList, read_line
from ui.pages.case_from import CaseFrom
from ui.pages.import_cells import WholeLine
from ui.pages.import_line_panel import LinePanel
from ui.widgets.popover import Popover

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from areateam.catalogue.catalogue import Catalogue
    from areateam.imports.doubt_views import Candidate
    from areateam.imports.fix_views import CellView
    from areateam.imports.stage_line_views import LineDetails
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
        self.file = ""
        self.deciding = 0
        self.whole: WholeLine | None = None
        self.case_from = CaseFrom(desk, self)
        table.rested.connect(self.show_line)
        table.opened.connect(lambda _: self.open_whole())
        table.installEventFilter(self)
        panel.decided.connect(self._decide)
        panel.counted.connect(self._count)
        panel.settled.connect(self._settle)
        panel.accepted.connect(self._accept)
        panel.corrected.connect(self._correct)
        panel.taken_back.connect(self._take_back)
        panel.edit_left.connect(self._to_table)
        panel.whole_asked.connect(lambda _: self.open_whole())
        panel.case_asked.connect(self._open_case)

    def show_line(self, record: Any) -> None:
        """Show the line that the row `record` is about."""
        stage = self.stage
        line = self.rows.line_of(record) if self.rows and record is not None else None
        if line is None or stage is None:
            self._panel.show_line(None)
            return
        work = partial(read_line, self._desk.path, stage, self._desk.catalogue, line)
        self._desk.read("import-line", lambda _: work(), self._panel.show_line)

    def _open_case(self, details: LineDetails) -> None:
        """Open a case from what the line says, whether or not it goes in."""
        changed = [f"{d.label}: {d.before} → {d.after}" for d in details.differences]
        said = " ".join(details.reasons) or "; ".join(changed)
        source = Source("", f"line {details.line:,} of {self.file}: {said}")
        self.case_from.open("finding", source, details.code, self._panel.links)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """F2 on the table edits."""
        if isinstance(event, QKeyEvent) and _is_edit(event):
            self.edit()
            return True
        return super().eventFilter(watched, event)

    def edit(self) -> None:
        """Go to the cell that something is wrong with, or open the whole line."""
        if not self._panel.edit_first():
            self.open_whole()

    def open_whole(self) -> None:
        """Show every cell of the current line, each to be corrected."""
        details = self._panel.details
        if details is None or self.stage is None:
            return
        title = f"Line {details.line:,}: {details.name}"

        def opened(cells: Sequence[CellView]) -> None:
            whole = self.whole = WholeLine(title)
            whole.show_cells(cells)
            line = details.line
            whole.corrected.connect(partial(self._correct, line))
            whole.taken_back.connect(partial(self._take_back, line))
            popover = Popover(self._panel.window(), whole, name=title)
            popover.closed.connect(self._whole_closed)
            whole.left.connect(popover.close_now)
            popover.open_at(self._panel)
            first = details.faults[0].place if details.faults else 0
            whole.begin(first)

        self._read_cells(details.line, opened)

    def _whole_closed(self) -> None:
        self.whole = None

    def _read_cells(self, line: int, done: Callable[[Sequence[CellView]], None]) -> None:
        stage = self.stage
        assert stage is not None
        work = partial(line_cells, self._desk.path, stage, self._desk.catalogue, line)
        self._desk.read("import-cells", lambda _: work(), done)

    # ---- what is decided

    def _decide(self, line: int, leave: bool, alike: bool) -> None:
        self._change(lambda r, s, c: decide(r, s, c, line, leave=leave, alike=alike), line)

    def _count(self, line: int) -> None:
        self._change(lambda r, s, c: count_this_line(r, s, c, line), line)

    def _settle(self, line: int, meant: Candidate | None) -> None:
        self._change(lambda r, s, c: settle(r, s, c, line, meant), line)

    def _accept(self, line: int, alike: bool) -> None:
        self._change(lambda r, s, c: accept(r, s, c, line, alike=alike), line)

    def _correct(self, line: int, place: int, text: str, alike: bool) -> None:
        what = Correction(line, place, text)
        self._change(lambda r, s, c: correct_cell(r, s, c, what, alike=alike), line)
        if self.whole is None:
            self._to_table()

    def _to_table(self) -> None:
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_back(self, line: int, place: int, alike: bool) -> None:
        self._change(lambda r, s, c: take_back(r, s, c, line, place, alike=alike), line)

    def _change(self, change: Callable[[Path, Path, Catalogue], int], line: int) -> None:
        """Carry a decision into the side file, in the thread that reads."""
        stage = self.stage
        if stage is None:
            return
        self.deciding += 1
        self.changed.emit()

        def work(_: object) -> Problem | None:
            try:
                change(self._desk.path, stage, self._desk.catalogue)
            except Problem as problem:
                return problem
            return None

        # Each decision counts: none may take the place of another that still waits its turn.
        token = f"import-decide-{next(self._numbers)}"
        self._desk.read(token, work, partial(self._decided, line))

    def _decided(self, line: int, problem: Problem | None) -> None:
        self.deciding -= 1
        self.changed.emit()
        if problem is not None:
            self._desk.problem.emit(problem_sentence(problem))
        if self.whole is not None:
            self._read_cells(line, self._show_whole)
        self.kept.emit()

    def _show_whole(self, cells: Sequence[CellView]) -> None:
        if self.whole is not None:
            self.whole.show_cells(cells)


def _is_edit(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_F2
