"""What changed in the charts since a day: who went outside the limits, who came back, and more."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field, Kind
from areateam.exports.variation_export_actions import export_changes
from areateam.variation.changed_views import (
    Change,
    ChangedLine,
    before_last_import,
    changes_of,
    changes_sentence,
    changing,
)
from ui.ask import Ask
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.case_fields import day_of
from ui.pages.ordered_rows import OrderedRows, show_in_order
from ui.pages.variation_saving import save_list
from ui.style.marks import Mark, Shape
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell
from ui.tables.table_view import TableView
from ui.widgets.buttons import make_button, make_frame, make_label
from ui.widgets.count_bar import Count, CountBar
from ui.widgets.empty_state import EmptyState
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.desk import Desk

_TOKEN = "variation-changed"  # noqa: S105 - the name of a question, no password
_BACK = (("A week ago", 7), ("A month ago", 30))
_CHOOSER = 340
_AT_ONCE = 12
"""Indicators in one reading: the register of then is put together for each reading."""
_KEPT, _MOST_KEPT = "changes_seen", 12
_EMPTY = "Nobody went outside the limits or came back, and nobody is held to be something else."
_COLUMNS = (
    Column(Field("what", "What is compared"), "", "what", 176),
    Column(Field("ref", "Code"), "", "ref", 72),
    Column(Field("name", "Name"), "", "name", 130),
    Column(Field("change", "What changed"), "", "change", 172),
    Column(Field("was", "Was"), "", "was", 142),
    Column(Field("now", "Is now"), "", "now", 156),
)
_SHAPES = {
    Change.OUTSIDE: Shape.OUTLIER,
    Change.INSIDE: Shape.OK,
    Change.LEFT: Shape.NOTHING,
    Change.VERDICT: Shape.EXPLAINED,
    Change.RULE: Shape.RISK,
}


class ChangesTab(QWidget):
    """`read()` reads beside the window, some indicators at a time; `said` has the page's sentence.

    `since` is the day that is looked back to; None before it is known.
    """

    said = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.since: date | None = None
        self.found: list[ChangedLine] = []
        self.lines: dict[int, ChangedLine] = {}
        self.ask = Ask(self)
        self.panel: AskPanel | None = None
        self.choice = QComboBox()
        self.choice.setAccessibleName("Since")
        self.choice.setFixedSize(_CHOOSER, 32)
        self.choice.activated.connect(lambda _: self._chosen())
        self.counts = CountBar()
        self.counts.chosen.connect(lambda _: self._fill())
        self.export = make_button("Export", icon_name="upload", on_click=self.save)
        self.table = TableView(
            LazyTableModel(OrderedRows(_COLUMNS, (), {}), looks={"change": _change_cell}),
            name="What changed in the charts",
            stretch="name",
        )
        self.table.set_empty(EmptyState("Nothing changed", _EMPTY))
        self.table.opened.connect(self._open)
        self._lay_out()
        self.setFocusProxy(self.table)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        label = make_label("Since", tone="text_2")
        label.setBuddy(self.choice)
        top.addWidget(label)
        top.addWidget(self.choice)
        top.addStretch(1)
        top.addWidget(self.export)
        card = make_frame("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.counts)
        column.addWidget(card, 1)

    # ---- what is read

    def read(self) -> None:
        """Read since when, and then every indicator."""
        day = self._desk.today
        self._desk.read(_TOKEN, lambda c: before_last_import(c, day), self._begin)

    def _begin(self, imported: date) -> None:
        self._offer(imported)
        self.said.emit("Every indicator is being read…")
        self.export.setEnabled(False)
        self._next(list(changing(self._desk.catalogue)), [])

    def _next(
        self, keys: list[str], found: list[ChangedLine], lines: Sequence[ChangedLine] = ()
    ) -> None:
        """Ask for a few indicators at a time, so that other questions are answered in between."""
        found = [*found, *lines]
        since, day = self.since, self._desk.today
        if since is None:
            return
        if not keys:
            self._show(found)
            return
        catalogue, home = self._desk.catalogue, self._desk.home_day
        self._desk.read(
            _TOKEN,
            lambda c: changes_of(c, catalogue, keys[:_AT_ONCE], since, day, home),
            partial(self._next, keys[_AT_ONCE:], found),
        )

    # ---- since when

    def _offer(self, imported: date) -> None:
        """Offer the days to look back to; the one that was chosen stays."""
        today, looked = self._desk.today, _look(self._desk)
        days = [("The last import, end of", imported)]
        if looked is not None and looked < today:
            days.insert(0, ("You last looked here, end of", looked))
        days += [(f"{words}, end of", today - timedelta(days=back)) for words, back in _BACK]
        known = [day for _, day in days]
        if self.since is None or self.since >= today:
            self.since = known[0]
        if self.since not in known:
            days.append(("The end of", self.since))
        self.choice.clear()
        for words, day in days:
            self.choice.addItem(f"{words} {format_date(day.isoformat())}", day.isoformat())
        self.choice.addItem("Another day…", "")
        self._stand()

    def _stand(self) -> None:
        self.choice.setCurrentIndex(max(self.choice.findData(str(self.since)), 0))

    def _chosen(self) -> None:
        stated = str(self.choice.currentData())
        if not stated:
            self._ask_day()
        elif stated != str(self.since):
            self.since = day_of(stated)
            self.read()

    def _ask_day(self) -> None:
        line = AskLine(Field("since", "Since", Kind.DATE, required=True), str(self.since))
        panel = self.panel = AskPanel("Look back to the end of a day", "Look back", [line])

        def agreed() -> None:
            stated = panel.stated()
            if stated is None:
                return
            day = day_of(stated["since"])
            if day >= self._desk.today:
                panel.refuse("A day before the one that is looked at is needed.")
                return
            self.since = day
            panel.left.emit()
            self.read()

        def closed() -> None:
            self.panel = None
            self._stand()

        panel.agreed.connect(agreed)
        open_panel(self.window(), panel, self.choice).closed.connect(closed)

    # ---- what is shown

    def _show(self, found: list[ChangedLine]) -> None:
        self.found = found
        self.export.setEnabled(bool(found))
        counted = [
            Count(each.value, _SHAPES[each], number, each.value)
            for each in Change
            if (number := sum(line.change is each for line in found))
        ]
        self.counts.set_counts(counted, f"of {len(found):,}")
        self.counts.setVisible(bool(found))
        if self.since is not None:
            self.said.emit([Span(changes_sentence(found, self.since))])
        self._fill()

    def _fill(self) -> None:
        asked = self.counts.current()
        self.lines = {
            place: line for place, line in enumerate(self.found) if asked in ("", line.change.value)
        }
        rows = [_row(place, line) for place, line in self.lines.items()]
        show_in_order(self.table, OrderedRows(_COLUMNS, rows, {}))

    def _open(self, place: int) -> None:
        line = self.lines.get(place)
        if line is None:
            return
        key = line.ref if line.contract is None else line.contract
        shape = "time" if line.change is Change.RULE else "funnel"
        named = {"contract": key} if key else {}
        self._desk.open("variation", indicator=line.indicator.key, shape=shape, **named)

    def save(self) -> None:
        """Write what changed, whatever the counts leave."""
        found, since, day = self.found, self.since, self._desk.today
        if since is not None:
            title = "What changed in the charts"
            save_list(self._desk, self.ask, title, lambda p: export_changes(found, since, day, p))


def _row(place: int, line: ChangedLine) -> tuple[Any, ...]:
    what = f"{line.indicator.code} {line.indicator.label}"
    return (place, what, line.ref, line.name, line.change.value, line.was, line.now)


def _change_cell(value: Any, _: Sequence[object]) -> Cell:
    change = Change(value)
    return Cell(change.value, mark=Mark(_SHAPES[change], change.value))


def _look(desk: Desk) -> date | None:
    """The day before this one on which somebody looked here; this one is noted for next time."""
    every = dict(desk.settings.get(_KEPT, {}))
    before, last = every.pop(str(desk.path), ["", ""])
    today = desk.home_day.isoformat()
    if last != today and not desk.looks_back:
        before, last = last, today
        newest = [*every.items(), (str(desk.path), [before, last])][-_MOST_KEPT:]
        desk.settings.set(_KEPT, dict(newest))
    return date.fromisoformat(before) if before else None
