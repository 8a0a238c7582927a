"""The tab Matrix: the matrix on a day, on one side or on both, and the panel beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from areateam.duties.unnamed_views import unnamed
from ui.pages.cell_doings import CellDoings, typed_line
from ui.pages.duties_panel import DutiesPanel
from ui.pages.duty_matrix import DutyMatrix
from ui.pages.function_beside import FunctionBeside
from ui.pages.function_panel import contact_to_end
from ui.pages.matrix_lines import Shown, bodies_shown, days_compared, matrix_lines
from ui.style.fonts import SMALL
from ui.style.marks import Tone
from ui.widgets.buttons import make_frame
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from areateam.duties.duty_views import BodyView, FunctionView, MatrixView
    from ui.desk import Desk

BOTH, CHANGES = "both", "changes"
_FOLDS = "duties-folded"
_FOOT = (
    "A accountable · R responsible · AR both · C consulted · I informed · ? not confirmed yet."
    " Hatched: no source. Type a letter on a cell, Enter for AR, Delete to empty it, F2 to look."
)


class MatrixTab(QWidget):
    """`show_day(matrix, day)` fills it; `look(shape)` is "before", "after", "both" or "changes".

    `filter(text)` narrows it. What is asked of people comes with the button it is asked at:
    `contact_wanted(function, body, at)`, `contact_ended(id, at)`, `naming(functions, day, at)`.
    """

    contact_wanted = Signal(object, object, object)
    contact_ended = Signal(int, object)
    naming = Signal(object, object, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._matrix: MatrixView | None = None
        self._day: date | None = None
        self._shape, self._sought = "after", ""
        self._unnamed: list[str] = []
        self._folds = Folds(desk)
        self._wanted = ""
        self.table = DutyMatrix()
        self.panel = DutiesPanel()
        self.cells = CellDoings(desk, self)
        self.beside = FunctionBeside(desk, self.panel.function, self)
        card = make_frame("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.table)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(card, 1)
        row.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row, 1)
        column.addWidget(SpanLabel(_FOOT, size=SMALL, tone=Tone.QUIET, wrap=True))
        self.setFocusProxy(self.table)
        self.table.lettered.connect(self.ask_letters)
        self.table.opened.connect(self._ask_held)
        self.table.stood.connect(self._stand)
        self.table.folded.connect(self._fold)
        self.panel.gaps.function_chosen.connect(self.go_to)
        self.panel.gaps.naming.connect(self._ask_names)
        self.panel.function.asked.connect(self._asked)

    # ---- what is shown

    def look(self, shape: str) -> None:
        """Show one day, both days, or what changes between them; `show_day` follows."""
        self._shape = shape

    def filter(self, text: str) -> None:
        """Show only functions with these words in them."""
        self._sought = text
        self._fill()

    @property
    def shown(self) -> Shown:
        """What is shown of the matrix at the moment."""
        assert self._matrix is not None
        assert self._day is not None
        folded = self._folds.of(self._matrix.head.key)
        compared = self._shape in (BOTH, CHANGES)
        against, day = days_compared(self._matrix, self._day) if compared else (None, self._day)
        return Shown(day, against, self._shape == CHANGES, self._sought, folded)

    def show_day(self, matrix: MatrixView, day: date) -> None:
        """Show a matrix on a day."""
        self._matrix, self._day = matrix, day
        day = self.shown.day
        self._unnamed = unnamed(self._desk.connection, matrix, day)
        self._fill()
        self.panel.set_day(day)
        self.panel.gaps.show_day(matrix, day, self._unnamed)
        self.panel.show_foot()

    def go_to(self, function: str) -> None:
        """Stand on a function, now or as soon as there is a matrix, and show what is its."""
        self._wanted = function
        self.panel.show_part("function")
        self._fill()

    def _fill(self) -> None:
        matrix, day = self._matrix, self._day
        if matrix is None or day is None:
            return
        self._open_wanted(matrix)
        shown = self.shown
        lines = matrix_lines(matrix, shown)
        bodies = bodies_shown(matrix, lines, shown)
        self.table.show_lines(lines, bodies, compared=shown.against is not None)
        if self._wanted:
            self.table.go_to(self._wanted)
            self._wanted = ""
        self._show_beside()

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures: one function, and a cell that is to change."""

        def stand() -> None:
            self.go_to("F23")
            self.table.go_to("F23", "BSA")

        def letters() -> None:
            stand()
            if self.beside.function is not None and self.beside.body is not None:
                self.ask_letters(self.beside.function, self.beside.body, "AR")

        return [("function", stand), ("cell", letters)]

    # ---- folding and standing

    def _fold(self, area: str, fold: bool) -> None:
        if self._matrix is not None:
            self._folds.set(self._matrix.head.key, area, fold=fold)
            self._fill()

    def _open_wanted(self, matrix: MatrixView) -> None:
        """Open the area of the function that is to be stood on."""
        for function in matrix.functions:
            if function.code == self._wanted:
                self._folds.set(matrix.head.key, function.area, fold=False)

    def _stand(self, function: FunctionView, body: BodyView | None) -> None:
        self.beside.stand(function, body)
        self._show_beside()

    def _show_beside(self) -> None:
        if self._matrix is not None and self._day is not None and self._matrix.functions:
            self.beside.show(self._matrix, self._day, self.shown.day)

    # ---- what it does

    def ask_letters(self, function: FunctionView, body: BodyView, letters: str) -> None:
        """Ask from which day a cell holds other letters, by default from the day shown."""
        if self._matrix is not None:
            line = typed_line(self._matrix, function, body, letters, self.shown.day)
            place = self.table.current_rect()
            self.cells.change(line, self._matrix, self.table.viewport(), place)

    def _ask_held(self, function: FunctionView, body: BodyView) -> None:
        assert self._matrix is not None
        held = self._matrix.cells_on(self.shown.day).get((function.code, body.code))
        self.ask_letters(function, body, held.letters if held else "")

    def _ask_names(self) -> None:
        self.naming.emit(self._unnamed, self.shown.day, self.panel.gaps.name_button)

    def _asked(self, what: str) -> None:
        """Do what a button or a link of the function's panel asks for."""
        beside, ended = self.beside, contact_to_end(what)
        function, body, duty = beside.function, beside.body, beside.duty
        if ended is not None:
            self.contact_ended.emit(ended, self.panel.function.name_contact)
        elif what == "contact":
            place = self.panel.function.name_contact
            self.contact_wanted.emit(function, beside.rung, place)
        elif what == "change" and function is not None and body is not None:
            self._ask_held(function, body)
        elif what == "source" and duty is not None:
            self.cells.state_source(duty, self.panel.function.state)
        elif what == "confirm" and duty is not None:
            self.cells.confirm(duty)
        else:
            beside.open_list(what)


class Folds:
    """Which areas of which matrix are folded, kept for the person."""

    def __init__(self, desk: Desk) -> None:
        self._settings = desk.settings

    def of(self, matrix: str) -> list[str]:
        """The folded areas of a matrix by its key."""
        return list(self._settings.get(_FOLDS, {}).get(matrix, ()))

    def set(self, matrix: str, area: str, *, fold: bool) -> None:
        """Fold or open an area of a matrix."""
        rest = [each for each in self.of(matrix) if each != area]
        kept = self._settings.get(_FOLDS, {})
        self._settings.set(_FOLDS, {**kept, matrix: [*rest, area] if fold else rest})
