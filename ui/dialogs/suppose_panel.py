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

WIDTH = 560
_MOST, _FEWEST = 8, 3
_LINE, _HEAD = 28, 34
_COLUMNS = (
    Column(Field("label", "Step"), "", width=240),
    Column(Field("then", "Day, now → then"), "", width=264),
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


class MovesPanel(AskPanel):
    """Asks for values and has a table of the days that they would move, before they are agreed."""

    def __init__(self, title: str, verb: str, lines: Sequence[AskLine], words: str) -> None:
        super().__init__(title, verb, lines, words=words, width=WIDTH)
        looks: Any = {"label": _as_made, "then": _as_made}
        self._model = LazyTableModel(_Moved(), looks=looks)
        self.table = TableView(self._model, name="What would move", stretch="label")
        # The verb must be in sight in a low window too.
        self.body.setSpacing(6)
        self.table.setFixedHeight(_HEAD + _LINE * max(_FEWEST, _MOST - len(lines)))
        self.add_part(self.table)

    def show_days(self, days: Sequence[tuple[str, str, str | None, str | None]]) -> None:
        """List what would move: a key, what it is, its day now and then in ISO form."""
        lines = [(key, Cell(label), _day_cell(now, then)) for key, label, now, then in days]
        self.table.set_source(_Moved(lines=list(lines)))


class SupposePanel(MovesPanel):
    """Asks for days; `show_moved` shows what they would move before anything is accepted."""

    def __init__(
        self, lines: Sequence[AskLine], words: str, title: str = "What if", verb: str = "Accept"
    ) -> None:
        super().__init__(title, verb, lines, words)
        self._verb_words, self._words_first = verb, words
        self.show_moved((), changed=False)

    def show_moved(
        self, moved: Sequence[MovedDay], *, changed: bool, acceptable: bool = True
    ) -> None:
        """Show the days that would move; `changed` where anything is supposed at all.

        What is not `acceptable` can only be looked at: a reply that has not come yet.
        """
        self.show_days([(each.key, each.label, each.now, each.then) for each in moved])
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


def _day_cell(now: str | None, then: str | None) -> Cell:
    before = format_weekday_date(now) if now else "no day"
    return Cell(format_weekday_date(then) if then else "no day", before=before)


def _as_made(value: Any, _: Row) -> Any:
    return value
