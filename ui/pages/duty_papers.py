"""Responsibilities as files: the proof, the matrix for paper, a table out and in again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.duties.cell_views import changes_of, consequences
from areateam.duties.duty_table_actions import lines_read, put_lines
from areateam.exports.duty_export_actions import write_matrix, write_proof, write_table
from areateam.imports.text_views import whole_text
from ui.dialogs.lines_panel import LinesPanel
from ui.dialogs.panel import open_panel
from ui.printing import write_pdf
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import make_button
from ui.widgets.spans import Span
from ui.widgets.write_lock import add_writing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from areateam.duties.cell_views import CellChange, Line
    from areateam.duties.duty_views import MatrixView
    from ui.ask import Ask
    from ui.desk import Desk

_GAP = "\N{NO-BREAK SPACE}" * 2
_PROOF = "PDF (*.pdf);;Page for a browser (*.html);;Table (*.csv)"
_PAPER = "PDF, A3 (*.pdf);;Page for a browser (*.html)"
_TABLE = "Table (*.csv)"
_LISTED = 400


class DutyPapers(QObject):
    """`button` opens the menu. `ask` asks for files; the matrix is told by `show_matrix`."""

    def __init__(self, desk: Desk, ask: Ask, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.ask = ask
        self._matrix: MatrixView | None = None
        self._days: Callable[[], Sequence[date]] = tuple
        self.panel: LinesPanel | None = None
        self.button = make_button(f"Export{_GAP}", icon_name="down", on_click=self.open_menu)
        self.button.setAccessibleName("Export or take in")
        # The arrow follows the word, as on every button that opens a menu.
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.menu = QMenu(parent)
        self.menu.setAccessibleName("Export or take in")
        self.menu.addAction("Proof of accountability…", self.save_proof)
        self.menu.addAction("Matrix on paper, A3…", self.save_matrix)
        self.menu.addAction("Table for a spreadsheet…", self.save_table)
        self.menu.addSeparator()
        add_writing(self.menu, "Take in a table…", self.take)

    def show_matrix(self, matrix: MatrixView, days: Callable[[], Sequence[date]]) -> None:
        """Write another matrix from now on; `days` are those on the screen when it is asked."""
        self._matrix, self._days = matrix, days

    def open_menu(self) -> None:
        """Show what can be written and taken in."""
        self.menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    # ---- out

    def save_proof(self) -> None:
        """Write the proof over all the days shown."""
        matrix, today = self._known(), self._desk.today
        head = matrix.head
        name = f"Accountability {head.shown_from} to {head.shown_to}.pdf"

        def write(path: Path) -> None:
            proof = matrix.proof(head.shown_from, head.shown_to)
            write_proof(path, matrix, proof, today, write_pdf)

        self._save("Proof of accountability", name, _PROOF, write)

    def save_matrix(self) -> None:
        """Write the matrix as it is on the screen: one day, or both."""
        matrix, days, today = self._known(), tuple(self._days()), self._desk.today
        name = f"Responsibilities {' and '.join(day.isoformat() for day in days)}.pdf"

        def write(path: Path) -> None:
            write_matrix(path, matrix, days, today, write_pdf)

        self._save("Matrix on paper", name, _PAPER, write)

    def save_table(self) -> None:
        """Write every duty as a line."""
        matrix = self._known()
        name = f"Responsibilities {matrix.head.key}.csv"
        self._save("Table", name, _TABLE, lambda path: write_table(path, matrix))

    def _save(self, title: str, name: str, kinds: str, write: Callable[[Path], object]) -> None:
        """Ask where to, write beside the window, and say where it is."""
        asked = self.ask.save_file(title, Path.home() / name, kinds)
        if asked is None:
            return
        path = asked if asked.suffix else asked.with_suffix(Path(name).suffix)

        def work(_: Any) -> Problem | None:
            try:
                write(path)
            except Problem as problem:
                return problem
            return None

        def done(problem: Problem | None) -> None:
            if problem is not None:
                self._desk.problem.emit(problem_sentence(problem))
            else:
                self._desk.told.emit(f"{title}: it is in {path}.")

        self._desk.read(f"duties-file {path}", work, done)

    # ---- in

    def take(self) -> None:
        """Ask for a table, and show what it would change before it is taken in."""
        path = self.ask.open_file("A table of responsibilities", _TABLE)
        if path is None:
            return
        matrix = self._known()

        def work(_: Any) -> Problem | list[Line]:
            try:
                return lines_read(matrix, whole_text(path))
            except Problem as problem:
                return problem

        self._desk.read("duties-table", work, partial(self._show_lines, matrix, path.name))

    def _show_lines(self, matrix: MatrixView, name: str, read: Problem | list[Line]) -> None:
        if isinstance(read, Problem):
            self._desk.problem.emit(problem_sentence(read))
            return
        changes, after = changes_of(matrix, read)
        made = consequences(matrix, after)
        count = f"{len(changes):,} {'cell' if len(changes) == 1 else 'cells'}"
        panel = self.panel = LinesPanel(
            f"“{name}” would change {count}", "Accept", change_lines(changes, made)
        )
        panel.set_verb(
            f"Accept {count}" if changes else "Accept",
            why_not="" if changes else "It says what the matrix says.",
        )
        panel.say("One step to undo.")
        panel.agreed.connect(lambda: self._put(panel, read, name))
        open_panel(self.button.window(), panel, self.button)

    def _put(self, panel: LinesPanel, lines: Sequence[Line], name: str) -> None:
        panel.wait()
        self._desk.write(
            f"Import {len(lines):,} duties from {name}",
            lambda write: put_lines(write, lines),
            lambda _: panel.left.emit(),
            lambda problem: panel.refuse(problem_sentence(problem)),
        )

    def _known(self) -> MatrixView:
        assert self._matrix is not None, "nothing is written before a matrix is shown"
        return self._matrix


def change_lines(changes: Sequence[CellChange], made: Sequence[str]) -> list[list[Span]]:
    """The gaps and overlaps that would come first, then each cell before → after."""
    if not changes:
        return [[Span("Every line is as the matrix has it.", mark=Shape.SAME)]]
    lines = [[Span(sentence, mark=Shape.LATE)] for sentence in made]
    if not made:
        lines.append([Span("No gap and no overlap comes of it.", mark=Shape.OK)])
    for each in changes[:_LISTED]:
        spans = [
            Span(f"{each.function.code} {each.body.code}  "),
            Span(each.words, mark=Shape.CHANGED),
            Span(f"  {each.days}", tone=Tone.QUIET),
        ]
        lines.append(spans)
    if len(changes) > _LISTED:
        lines.append([Span(f"And {len(changes) - _LISTED:,} more.", tone=Tone.QUIET)])
    return lines
