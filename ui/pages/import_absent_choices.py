"""What a person decides about records that a file does not name, carried into the side file."""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal

from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.imports.absent_actions import AbsentDecision, Choice, decide_absent
from areateam.imports.absent_views import AbsentList, absent_record

if TYPE_CHECKING:
    from pathlib import Path

    from ui.desk import Desk
    from ui.pages.import_absent_panel import AbsentPanel
    from ui.tables.table_view import TableView


class AbsentChoices(QObject):
    """Keeps the panel on the table's current record; `changed` and `kept` as of decisions.

    `rows` and `stage` are what is shown; None where lines are, or nothing is.
    """

    changed = Signal()
    kept = Signal()

    def __init__(self, desk: Desk, table: TableView, panel: AbsentPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._table = table
        self._panel = panel
        self._numbers = count()
        self.rows: AbsentList | None = None
        self.stage: Path | None = None
        self.deciding = 0
        table.rested.connect(self.show_record)
        table.opened.connect(self._open)
        panel.decided.connect(self._decide)

    def show_record(self, row: Any) -> None:
        """Show the record of this row."""
        rows, stage = self.rows, self.stage
        if rows is None or stage is None or row is None:
            self._panel.show_record(None, rows.count() if rows else 0)
            return
        number = rows.count()
        work = partial(absent_record, self._desk.path, stage, self._desk.catalogue, row)
        self._desk.read(
            "import-absent", lambda _: work(), lambda view: self._panel.show_record(view, number)
        )

    def _open(self, _: Any) -> None:
        if self.rows is not None:
            self._panel.begin()

    def _decide(self, choice: str, day: str, reason: str, alike: bool) -> None:
        view, stage = self._panel.view, self.stage
        if view is None or stage is None:
            return
        ends = date.fromisoformat(day) if day else None
        decision = AbsentDecision(cast("Choice", choice), ends, reason)
        ids = None if alike else [view.id]
        self.deciding += 1
        self.changed.emit()

        def work(_: object) -> Problem | None:
            try:
                decide_absent(self._desk.path, stage, self._desk.catalogue, decision, ids)
            except Problem as problem:
                return problem
            return None

        # Each decision counts: none may take the place of another that still waits its turn.
        self._desk.read(f"import-end-{next(self._numbers)}", work, self._decided)

    def _decided(self, problem: Problem | None) -> None:
        self.deciding -= 1
        self.changed.emit()
        if problem is not None:
            self._desk.problem.emit(problem_sentence(problem))
        self.kept.emit()
