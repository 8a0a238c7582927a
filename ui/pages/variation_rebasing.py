"""Begins the limits of a chart over time anew: from which day, why, who says so, and back again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.fields import Choice, Field, Kind
from areateam.core.wording import problem_sentence
from areateam.core.xmr import LOCK_AFTER
from areateam.variation.base_actions import remove_base, set_base
from areateam.variation.base_rules import BaseStated
from areateam.variation.base_views import SeriesOf
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.case_fields import choice_field, day_of, number_of, text_field
from ui.widgets.buttons import make_button

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QPushButton, QWidget

    from areateam.core.problems import Problem
    from areateam.ledger.ledger import Write
    from areateam.variation.base_views import BaseView
    from areateam.variation.point_views import ChartPoint
    from areateam.variation.series_views import SeriesView
    from areateam.variation.variation_views import FunnelView
    from ui.desk import Desk

_NEW, _EVERY = "new", "every"
_WHY = "Nothing begins anew by itself: the reason stands on the chart, and values before it stay."


class VariationRebasing(QObject):
    """`panel` is the one that is open, if any."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.panel: AskPanel | None = None
        self.back: QPushButton | None = None

    def open(
        self, view: FunnelView, point: ChartPoint, series: SeriesView, place: int, anchor: QWidget
    ) -> None:
        """Ask about the limits of a series, from its value at `place`; -1 for no value of it.

        Where limits begin anew there already, that is what is asked about.
        """
        if not self._desk.writable or self.panel is not None:
            return
        day = series.points[place].day if 0 <= place < len(series.points) else self._desk.today
        bases = {each.stated.starts_on.isoformat(): each for each in series.bases}
        at = _base_at(series, place)
        lines = self._lines(bases, at.isoformat() if at else _NEW, day)
        panel = self.panel = AskPanel(_title(point), "Begin anew", lines, words=_WHY, width=480)
        of = SeriesOf(view.indicator.key, view.level, point.unit)
        self.back = make_button("Take these limits back", writes=True)
        self.back.clicked.connect(lambda _: self._take_back(panel, of, point, bases))
        panel.add_part(self.back)
        if bases:
            panel.on_pick("which", lambda _: self._turn(panel, bases, day))
        panel.agreed.connect(partial(self._agreed, panel, of, point))
        open_panel(anchor.window(), panel, anchor).closed.connect(self._closed)
        self._turn(panel, bases, day)

    def _lines(self, bases: dict[str, BaseView], which: str, day: date) -> list[AskLine]:
        kept = tuple(
            Choice(str(count), f"The first {counted(count, 'value')}") for count in LOCK_AFTER
        )
        lines = [
            AskLine(Field("starts_on", "From", Kind.DATE, required=True), day.isoformat()),
            AskLine(text_field("reason", "Reason", required=True)),
            AskLine(text_field("author", "Author", required=True), self._desk.office.user),
            AskLine(
                choice_field("locked", "Reckoned from", (Choice(_EVERY, "Every value"), *kept)),
                _EVERY,
            ),
        ]
        if bases:
            there = tuple(Choice(key, f"Those from {format_date(key)}") for key in bases)
            choices = (Choice(_NEW, "New ones"), *there)
            lines.insert(0, AskLine(choice_field("which", "Limits", choices), which))
        return lines

    def _closed(self) -> None:
        self.panel = self.back = None

    def _turn(self, panel: AskPanel, bases: dict[str, BaseView], day: date) -> None:
        """Show what stands of the limits that are chosen, or nothing for new ones."""
        chosen = bases.get(panel.text_of("which")) if bases else None
        panel.editors["starts_on"].setEnabled(chosen is None)
        assert self.back is not None
        self.back.setVisible(chosen is not None)
        panel.set_verb("Change" if chosen else "Begin anew")
        if chosen is None:
            panel.fill("starts_on", format_date(day.isoformat()))
            return
        stated = chosen.stated
        panel.fill("starts_on", format_date(stated.starts_on.isoformat()))
        panel.fill("reason", stated.reason)
        panel.fill("author", stated.author)
        panel.fill("locked", str(stated.locked or _EVERY))

    def _agreed(self, panel: AskPanel, of: SeriesOf, point: ChartPoint) -> None:
        values, today = panel.stated(), self._desk.today
        if values is None:
            return
        locked = str(values["locked"])
        stated = BaseStated(
            day_of(values["starts_on"]),
            str(values["reason"]),
            str(values["author"]),
            None if locked == _EVERY else number_of(locked),
        )

        def work(write: Write) -> None:
            set_base(write, of, stated, today)

        panel.wait()
        self._desk.write(
            f"{point.ref}: new limits from {format_date(stated.starts_on.isoformat())}",
            work,
            lambda _: panel.left.emit(),
            lambda problem: panel.refuse(problem_sentence(problem)),
        )

    def _take_back(
        self, panel: AskPanel, of: SeriesOf, point: ChartPoint, bases: dict[str, BaseView]
    ) -> None:
        starts_on, today = bases[panel.text_of("which")].stated.starts_on, self._desk.today

        def refused(problem: Problem) -> None:
            panel.refuse(problem_sentence(problem))

        panel.wait()
        self._desk.write(
            f"{point.ref}: no new limits from {format_date(starts_on.isoformat())}",
            lambda write: remove_base(write, of, starts_on, today),
            lambda _: panel.left.emit(),
            refused,
        )


def _base_at(series: SeriesView, place: int) -> date | None:
    """The day of the base that begins with the value at a place; None for none."""
    if not 0 <= place < len(series.points):
        return None
    before = series.points[place - 1].day if place else None
    day = series.points[place].day
    starts = [
        each.stated.starts_on
        for each in series.bases
        if each.stated.starts_on <= day and (before is None or each.stated.starts_on > before)
    ]
    return max(starts, default=None)


def _title(point: ChartPoint) -> str:
    return f"Limits over time of {point.ref}"
