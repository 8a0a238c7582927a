"""What is done to a cell: its letters changed from a day on, its source stated, confirmed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.core.copies import replaced
from areateam.core.dates import format_date
from areateam.core.fields import Choice, Field, Kind
from areateam.core.wording import problem_sentence
from areateam.duties.cell_views import Line, alone, changes_of, consequences, until_next
from areateam.duties.duty_actions import Cell, confirm_duty, state_known
from areateam.duties.duty_table_actions import put_lines
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.duty_entries import consequence_spans
from ui.pages.matrix_lines import WORDS
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget

    from areateam.core.fields import Value
    from areateam.core.problems import Problem
    from areateam.duties.duty_views import BodyView, DutyView, FunctionView, MatrixView
    from ui.desk import Desk

EVIDENCE = {
    "S": "The source was read",
    "D": "A sister text was read",
    "K": "Own knowledge",
}
_LETTERS = tuple(Choice(key, f"{key}  {words}") for key, words in WORDS.items())
_MARKS = tuple(Choice(key, words) for key, words in EVIDENCE.items())


class CellDoings(QObject):
    """`change(…)` and `state_source(…)` open a panel at the cell; each writes one step."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.panel: AskPanel | None = None

    # ---- letters

    def change(self, line: Line, matrix: MatrixView, anchor: QWidget, rect: QRect) -> None:
        """Ask from which day a cell holds other letters, and say what that makes of the matrix."""
        assert line.cell.first is not None
        others = [each.body.code for each in alone(matrix, line)]
        panel = self.panel = AskPanel(
            f"{line.function.code} at {line.body.code}", "Change", cell_lines(line.cell, others)
        )
        panel.setAccessibleName(f"{line.function.code} {line.function.name}, {line.body.name}")

        def look() -> None:
            stated = panel.stated()
            if stated is not None:
                lines = lines_stated(matrix, line, stated)
                panel.say(change_spans(matrix, lines))

        panel.changed.connect(look)
        panel.agreed.connect(lambda: self._write(panel, matrix, line))
        look()
        open_panel(anchor.window(), panel, anchor, rect)

    def _write(self, panel: AskPanel, matrix: MatrixView, line: Line) -> None:
        stated = panel.stated()
        if stated is None:
            return
        lines = lines_stated(matrix, line, stated)
        label = f"{line.function.code} at {line.body.code}: {lines[0].cell.letters or 'nothing'}"
        panel.wait()
        self._desk.write(
            label,
            lambda write: put_lines(write, lines),
            lambda _: panel.left.emit(),
            lambda problem: panel.refuse(problem_sentence(problem)),
        )

    # ---- what stands behind it

    def state_source(self, duty: DutyView, anchor: QWidget) -> None:
        """Ask for the source of a cell, its mark of evidence and how sure it is."""
        lines = (
            AskLine(Field("source", "Source", max_length=400), duty.source),
            AskLine(Field("evidence", "Evidence", Kind.CHOICE, choices=_MARKS), duty.evidence),
            AskLine(
                Field("confidence", "Sure, in %", Kind.INTEGER, minimum=0, maximum=100),
                duty.confidence,
            ),
            AskLine(Field("note", "Note", max_length=400), duty.note),
        )
        words = "Only a source that was read counts as confirmed by itself."
        panel = self.panel = AskPanel(
            f"Source of {duty.function} at {duty.body}", "Keep", lines, words=words
        )

        def agreed() -> None:
            stated = panel.stated()
            if stated is not None:
                panel.wait()
                self._keep(panel, duty, stated)

        panel.agreed.connect(agreed)
        open_panel(anchor.window(), panel, anchor)

    def _keep(self, panel: AskPanel, duty: DutyView, stated: dict[str, Value]) -> None:
        sure = stated["confidence"]
        source, evidence, note = (str(stated[key] or "") for key in ("source", "evidence", "note"))

        def refused(problem: Problem) -> None:
            panel.refuse(problem_sentence(problem))

        self._desk.write(
            f"Source of {duty.function} at {duty.body}",
            lambda write: state_known(
                write, duty.id, source, evidence, None if sure is None else int(sure), note
            ),
            lambda _: panel.left.emit(),
            refused,
        )

    def confirm(self, duty: DutyView) -> None:
        """Say that somebody stands for a cell as it is written."""
        desk = self._desk
        today, user = desk.today, desk.office.user
        label = f"Confirm {duty.function} at {duty.body}"
        desk.write(label, lambda write: confirm_duty(write, duty.id, today, user))


def typed_line(
    matrix: MatrixView, function: FunctionView, body: BodyView, letters: str, day: date
) -> Line:
    """What a letter typed on a cell proposes: from the day on, until the next change there."""
    held = matrix.cells_on(day).get((function.code, body.code))
    same = held if held is not None and held.letters == letters else None
    return Line(
        function,
        body,
        Cell(
            letters,
            day,
            until_next(matrix, function.code, body, day),
            same.source if same else "",
            same.note if same else "",
        ),
    )


def cell_lines(cell: Cell, others: Sequence[str]) -> list[AskLine]:
    """What is asked about a cell; with others accountable, whether it is taken from them."""
    lines = [
        AskLine(Field("letters", "Letters", Kind.CHOICE, choices=_LETTERS), cell.letters),
        AskLine(Field("first", "From", Kind.DATE, required=True), _iso(cell.first)),
        AskLine(Field("last", "Until", Kind.DATE), _iso(cell.last), beside=True),
        AskLine(Field("source", "Source", max_length=400), cell.source),
        AskLine(Field("note", "Note", max_length=400), cell.note),
    ]
    if others and "A" in cell.letters:
        field = Field("alone", f"Take it from {', '.join(others)}", Kind.FLAG, required=True)
        lines.insert(3, AskLine(field, 0))
    return lines


def lines_stated(matrix: MatrixView, line: Line, stated: dict[str, Value]) -> list[Line]:
    """The cells that are to change, the one that was asked about first."""
    first, last = (
        date.fromisoformat(str(stated[key])) if stated[key] else None for key in ("first", "last")
    )
    letters, source, note = (str(stated[key] or "") for key in ("letters", "source", "note"))
    wanted = replaced(line, cell=Cell(letters, first, last, source, note))
    return [wanted, *(alone(matrix, wanted) if stated.get("alone") else ())]


def change_spans(matrix: MatrixView, lines: Sequence[Line]) -> list[Span]:
    """Before → after of each cell, then the gaps and overlaps it would make."""
    changes, after = changes_of(matrix, lines)
    words = "; ".join(f"{each.body.code}: {each.words}" for each in changes)
    first = changes[0].span.first
    on = f" from {format_date(first.isoformat())}" if first else ""
    spans = [Span(f"{words}{on}. ", strong=True)]
    made = consequences(matrix, after)
    return [*spans, *(consequence_spans(made) if made else ())]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
