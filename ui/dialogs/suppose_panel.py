"""A panel that shows every day that would move, now and then, before it is agreed to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from areateam.core.columns import Column
from areateam.core.dates import format_weekday_date
from areateam.core.fields import Field
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.cases.case_day_views import MovedDay

WIDTH = 520
_MOST, _FEWEST = 8, 3
_LINE, _HEAD = 28, 34
_COLUMNS = (
    Column(Field("label", "Step"), "", width=240),
    Column(Field("then", "Day, now → then"), "", width=230),
)


@dataclass
class _Moved:
    """The steps that would move, as the table asks for them."""

    columns: Sequence[Column] = _COLUMNS
    lines: list[Row] = field(default_factory=list)

    def count(self) -> int:
        return len(self.lines)

    def rows(self, first: int, limit: int) -> Sequence[Row]:
        return self.lines[first : first + limit]


class SupposePanel(AskPanel):
    """Asks for days; `show_moved` shows what they would move before anything is accepted."""

    def __init__(
        self, lines: Sequence[AskLine], words: str, title: str = "What if", verb: str = "Accept"
    ) -> None:
        super().__init__(title, verb, lines, words=words, width=WIDTH)
        self._verb_words, self._words_first = verb, words
        looks: Any = {"label": _as_made, "then": _as_made}
        self._model = LazyTableModel(_Moved(), looks=looks)
        self.table = TableView(self._model, name="What would move", stretch="label")
        # The verb must be in sight in a low window too.
        self.body.setSpacing(6)
        self.table.setFixedHeight(_HEAD + _LINE * max(_FEWEST, _MOST - len(lines)))
        self.add_part(self.table)
        self.show_moved((), changed=False)

    def show_moved(
        self, moved: Sequence[MovedDay], *, changed: bool, acceptable: bool = True
    ) -> None:
        """Show the days that would move; `changed` where anything is supposed at all.

        What is not `acceptable` can only be looked at: a reply that has not come yet.
        """
        lines = [(each.key, Cell(each.label), _day_cell(each)) for each in moved]
        self.table.set_source(_Moved(lines=list(lines)))
        steps = "step" if len(moved) == 1 else "steps"
        if not changed:
            self.say(self._words_first)
        elif moved:
            self.say(f"{len(moved)} {steps} would move. Nothing is changed until you accept.")
        else:
            self.say("No day would move.")
        only = "A reply is only supposed; note it with Done… when it has come."
        why_not = "Nothing is supposed yet." if not changed else "" if acceptable else only
        self.set_verb(self._verb_words, why_not=why_not)


def _day_cell(moved: MovedDay) -> Cell:
    now = format_weekday_date(moved.now) if moved.now else "no day"
    return Cell(format_weekday_date(moved.then) if moved.then else "no day", before=now)


def _as_made(value: Any, _: Row) -> Any:
    return value
