"""Fills the panel of the current function, reads what belongs to it, opens its lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from areateam.duties.duty_views import answers
from areateam.duties.function_views import LIVE, belongings, looked_after
from ui.pages.function_panel import CASES, CONTRACTS

if TYPE_CHECKING:
    from datetime import date

    from areateam.duties.duty_views import BodyView, DutyView, FunctionView, MatrixView
    from areateam.duties.function_views import Belongings
    from ui.desk import Desk
    from ui.pages.function_panel import FunctionPanel


class FunctionBeside(QObject):
    """`stand(function, body)` says what is current, `show(…)` fills the panel with it."""

    def __init__(self, desk: Desk, panel: FunctionPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._panel = panel
        self._found: Belongings | None = None
        self.function: FunctionView | None = None
        self.body: BodyView | None = None
        self.duty: DutyView | None = None
        self.rung: BodyView | None = None

    def stand(self, function: FunctionView, body: BodyView | None) -> None:
        """Make another cell the current one."""
        self.function, self.body = function, body

    def show(self, matrix: MatrixView, day: date, shown: date) -> None:
        """Show the current function: whom to ring on a day, and the cell as it is shown."""
        code = self.function.code if self.function else matrix.functions[0].code
        known = {each.code: each for each in matrix.functions}
        function = self.function = known.get(code, matrix.functions[0])
        place = (function.code, self.body.code) if self.body else ("", "")
        self.duty = matrix.cells_on(shown).get(place)
        held = answers(matrix, function, shown)
        self.rung = self.body or (held[0].body if held else None)
        panel = self._panel
        panel.show_function(matrix, function, day, held)
        panel.show_cell(self.body, self.duty)
        panel.show_owner(_owner_words(*looked_after(self._desk.connection, function.id, day)))
        self._desk.read(
            "duties-function", lambda c: belongings(c, function.id, shown), self._show_found
        )

    def _show_found(self, found: Belongings) -> None:
        self._found = found
        self._panel.show_belongings(found)

    def open_list(self, what: str) -> None:
        """Open the list of its contracts or its cases."""
        found, where = self._found, tuple[Any, ...]()
        if found is not None and what == CONTRACTS:
            kinds = f"type={'|'.join(found.types)}" if found.types else ""
            where = (kinds or f"group={'|'.join(found.groups)}", LIVE)
        elif found is not None and what == CASES:
            where = ("state=open", f"procedure={'|'.join(found.procedures)}")
        if where:
            self._desk.open(what, where=where)


def _owner_words(name: str, away: str) -> str:
    """Who in the team looks after it, and for whom."""
    return f"Looked after by {name}{f', for {away} who is away' if away else ''}." if name else ""
