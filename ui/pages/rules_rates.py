"""What an hour of staff costs from which day on: the list, what is said of a rate, and changes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.cases.hours_actions import clear_rate, set_rate
from areateam.cases.hours_rules import StatedRate, stated_rate
from areateam.core.amounts import format_money
from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field, Kind
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.rules_lists import Listed
from ui.style.marks import Mark, Shape
from ui.tables.row_source import Cell
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.cases.hours_views import RateView
    from ui.desk import Desk

RATE_COLUMNS = (
    Column(Field("first", "From"), "", width=96),
    Column(Field("pence", "An hour", Kind.MONEY), "", width=80),
    Column(Field("known", "Known"), "", width=144),
    Column(Field("source", "Read in"), "", width=160),
    Column(Field("author", "Stated by"), "", width=110),
)
NO_RATE = "No rate is stated. Until one is, cost per case has no figures."
_WORDS = "It holds from that day until the next rate begins. Only an estimate says how sure it is."


def rates_listed(found: Sequence[RateView]) -> Listed:
    """The rates as rows, the latest first."""
    return Listed(
        RATE_COLUMNS,
        [
            (x.stated.first.isoformat(), format_date(x.stated.first.isoformat()), x.stated.pence,
             _known_cell(x.stated), x.stated.source, x.stated.author)
            for x in found
        ],
    )  # fmt: skip


def _known_mark(stated: StatedRate) -> Mark:
    shape = Shape.OK if stated.confidence is None else Shape.DOUBT
    return Mark(shape, stated.known[:1].upper() + stated.known[1:])


def _known_cell(stated: StatedRate) -> Cell:
    mark = _known_mark(stated)
    return Cell(mark.word, mark=mark)


def rate_rows(rate: RateView) -> list[tuple[str, Sequence[Span] | str]]:
    """What is said of one rate."""
    stated, mark = rate.stated, _known_mark(rate.stated)
    return [
        ("An hour", [Span(format_money(stated.pence), strong=True)]),
        ("From", format_date(stated.first.isoformat())),
        ("Known", [Span(mark.word, mark=mark.shape)]),
        ("Read in", stated.source),
        ("Stated by", stated.author),
        ("Set on", format_date(rate.set_on)),
    ]


class RateDoings(QObject):
    """Asks for a rate and takes one away; `panel` is the one that is open, if any."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.panel: AskPanel | None = None

    def ask(self, anchor: QWidget) -> None:
        """Ask for what an hour costs, from when on, and where that was read."""
        desk = self._desk
        lines = [
            AskLine(Field("rate", "Pounds an hour", required=True)),
            AskLine(Field("first", "From", Kind.DATE, required=True), desk.today.isoformat()),
            AskLine(Field("source", "Read in", required=True, max_length=250)),
            AskLine(Field("author", "Stated by", required=True, max_length=80), desk.office.user),
            AskLine(Field("sure", "Sure, in %", Kind.INTEGER)),
        ]
        panel = AskPanel("Rate of staff", "Set", lines, words=_WORDS)
        self.panel = panel
        panel.agreed.connect(lambda: self._set(panel))
        open_panel(anchor.window(), panel, anchor).closed.connect(lambda *_: self._forget(panel))

    def _set(self, panel: AskPanel) -> None:
        said = panel.stated()
        if said is None:
            return
        sure = said["sure"]
        try:
            stated = StatedRate(
                date.fromisoformat(str(said["first"])), stated_rate(str(said["rate"])),
                str(said["source"]), str(said["author"]), None if sure is None else int(sure),
            )  # fmt: skip
        except UserProblem as problem:
            panel.refuse(problem_sentence(problem))
            return
        today, day = self._desk.today, format_date(stated.first.isoformat())
        panel.wait()
        self._desk.write(
            f"Rate of staff: {stated.words} from {day}",
            lambda write: set_rate(write, stated, today),
            lambda _: panel.left.emit(),
            lambda problem: panel.refuse(problem_sentence(problem)),
        )

    def clear(self, first: date) -> None:
        """Take a rate away; undo brings it back."""
        day = format_date(first.isoformat())
        self._desk.write(
            f"Rate of staff from {day} taken away", lambda write: clear_rate(write, first)
        )

    def _forget(self, panel: AskPanel) -> None:
        if self.panel is panel:
            self.panel = None
