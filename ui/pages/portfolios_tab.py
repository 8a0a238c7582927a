"""Portfolios: who in the team looks after what, who is away, what nobody holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from areateam.contracts.contract_facet_views import own_pcts, pct_names
from areateam.core.columns import Column
from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.fields import Field, Kind
from areateam.desks import team_desks
from ui.pages.case_words import group_words
from ui.pages.change_table import ListedRows
from ui.pages.team_doings import TeamDoings
from ui.pages.team_panel import TeamPanel
from ui.pages.team_words import held_words
from ui.style.marks import Mark, Shape, Tone
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.buttons import make_frame
from ui.widgets.empty_state import EmptyState
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from areateam.desks import TeamDesks
    from areateam.duties.duty_views import MatrixView
    from areateam.duties.team_views import MemberLine
    from ui.desk import Desk

TEAM_KINDS = frozenset({"portfolio", "absence", "desk_pack", "desk_line", "body_link"})
_COLUMNS = (
    Column(Field("name", "Person"), "", width=108),
    Column(Field("held", "Looks after"), "", width=220),
    Column(Field("away", "Away or leaving"), "", width=148),
    Column(Field("contracts", "Contracts", Kind.INTEGER), "", width=80),
    Column(Field("cases", "Open cases", Kind.INTEGER), "", width=92),
    Column(Field("tasks", "Tasks", Kind.INTEGER), "", width=56),
)
_NAMED = 4
_EMPTY = "Name people as managers of contracts, or give somebody a portfolio."


def _here(value: Any, _: Row) -> Cell:
    mark: Mark = value
    if mark.shape is Shape.NOTHING:
        return Cell(mark.word, tone=Tone.QUIET)
    return Cell(mark.word, mark=mark)


def _held(value: Any, _: Row) -> Cell:
    return Cell(str(value)) if value else Cell("Nothing", tone=Tone.QUIET)


class PortfoliosTab(QWidget):
    """`show_day(matrix, day)` reads the team of a day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.found: TeamDesks | None = None
        self.lines: dict[int, MemberLine] = {}
        self.doings = TeamDoings(desk, self)
        self.unheld = SpanLabel(wrap=True)
        self.unheld.setAccessibleName("Held by nobody")
        self.packs = SpanLabel(wrap=True)
        self.table = TableView(
            LazyTableModel(ListedRows(_COLUMNS, []), looks={"away": _here, "held": _held}),
            name="The team",
            stretch="held",
        )
        self.table.set_empty(EmptyState("Nobody is in the team yet", _EMPTY))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_member())
        self.panel = TeamPanel()
        self.panel.linked.connect(self._follow)
        self.panel.give.clicked.connect(lambda: self._do(self.doings.give, self.panel.give))
        self.panel.leave.clicked.connect(lambda: self._do(self.doings.leave, self.panel.leave))
        self.panel.desk.clicked.connect(self._pack)
        self.unheld.linked.connect(self._give_patch)
        self.packs.linked.connect(lambda link: self._desk.open("desk", id=int(link)))
        self.table.opened.connect(lambda _: self._do(self.doings.give, self.panel.give))
        self._lay_out()

    def _lay_out(self) -> None:
        card, beside = make_frame("card"), make_frame("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.table)
        within = QVBoxLayout(beside)
        within.setContentsMargins(1, 1, 1, 1)
        within.addWidget(self.panel)
        beside.setFixedWidth(288)
        self._beside = beside
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(card, 1)
        row.addWidget(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.unheld)
        column.addWidget(self.packs)
        column.addLayout(row, 1)
        self.setFocusProxy(self.table)

    # ---- what is shown

    def show_day(self, matrix: MatrixView, day: date) -> None:
        """Read the team of a day, beside the window."""
        self.doings.functions = [f for f in matrix.functions if f.exists.holds_on(day)]
        self._desk.read("team", lambda c: (team_desks(c, day), _places(c)), self._show_read)

    def _show_read(self, read: tuple[TeamDesks, dict[str, str]]) -> None:
        found, pcts = read
        self.found, self.doings.standing, self.doings.pcts = found, found.standing, pcts
        self.lines = {line.person.id: line for line in found.standing.lines}
        groups = group_words(self._desk)
        rows: list[Row] = [
            (person, line.person.name, held_words(line, groups, pcts), _here_mark(line),
             line.contracts, line.cases, line.tasks)
            for person, line in self.lines.items()
        ]  # fmt: skip
        self.table.set_source(ListedRows(_COLUMNS, rows))
        if self.lines and self.table.current_id() not in self.lines:
            self.table.go_to(next(iter(self.lines)))
        self._say_unheld()
        self._say_packs()
        self._show_member()

    def _say_unheld(self) -> None:
        """What nobody has in a portfolio: the finding with the places, each a way to give it."""
        assert self.found is not None
        missing, groups = self.found.standing.unheld, group_words(self._desk)
        if not missing:
            words = "Every group in every PCT is in somebody's portfolio."
            self.unheld.set_spans([Span(words, mark=Shape.OK)])
            return
        count = len(missing)
        spans = [Span("Looked after by nobody: ", mark=Shape.LATE, strong=True)]
        for each in missing[:_NAMED]:
            place = self.doings.pcts.get(each.pct, each.pct)
            many = f"{each.contracts:,} contract{'' if each.contracts == 1 else 's'}"
            words = f"{groups.get(each.group, each.group)} in {place}, {many}"
            link = f"{each.group} {each.pct}" if self._desk.writable else ""
            spans += [Span(words, link=link), Span("; " if each is not missing[-1] else ".")]
        if count > _NAMED:
            spans.append(Span(f"{count - _NAMED:,} more.", tone=Tone.QUIET))
        self.unheld.set_spans(spans)

    def _say_packs(self) -> None:
        assert self.found is not None
        waiting = [head for head in self.found.packs if not head.finished]
        self.packs.setVisible(bool(waiting))
        spans = [Span("Desks not taken over yet: ", mark=Shape.RISK)]
        for head in waiting:
            to = f" to {head.receiver}" if head.receiver else ", no receiver named"
            spans.append(Span(f"{head.person}{to}", link=str(head.id)))
            done = f", {head.ticked:,} of {counted(head.lines, 'line')}"
            spans.append(Span(done + ("; " if head is not waiting[-1] else "."), tone=Tone.QUIET))
        self.packs.set_spans(spans)

    def _show_member(self) -> None:
        line = self.lines.get(self.table.current_id() or 0)
        if line is None:
            self.panel.show_nothing()
            return
        groups = group_words(self._desk)
        self.panel.show_member(line, groups, self.doings.pcts, writable=self._desk.writable)

    def set_narrow(self, *, narrow: bool) -> None:
        """The person's panel folds away in a narrow window."""
        self._beside.setVisible(not narrow)

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures: a portfolio to give, leave to enter."""
        return [
            ("portfolios-give", lambda: self._do(self.doings.give, self.panel.give)),
            ("portfolios-leave", lambda: self._do(self.doings.leave, self.panel.leave)),
        ]

    # ---- what it does

    def _do(self, act: Callable[[QWidget, int], None], anchor: QWidget) -> None:
        person = self.table.current_id()
        if self._desk.writable and person in self.lines and self.doings.panel is None:
            act(anchor, person)

    def _give_patch(self, link: str) -> None:
        group, _, pct = link.partition(" ")
        if self.doings.panel is None:
            self.doings.give(self.unheld, None, group, pct)

    def _follow(self, link: str) -> None:
        what, _, number = link.partition(" ")
        acts = {"change": self.doings.change, "end": self.doings.end, "back": self.doings.back}
        if self._desk.writable and self.doings.panel is None:
            acts[what](self.panel, int(number))

    def _pack(self) -> None:
        """Open the pack of a desk that waits, or ask for a new one."""
        person = self.table.current_id()
        packs = self.found.packs if self.found else ()
        waiting = next((h for h in packs if h.person_id == person and not h.finished), None)
        if waiting is not None:
            self._desk.open("desk", id=waiting.id)
        else:
            self._do(self.doings.desk, self.panel.desk)


def _here_mark(line: MemberLine) -> Mark:
    """Whether somebody is there: here, away with or without cover, leaving, or gone."""
    last = line.person.here.last
    if line.gone and last:
        return Mark(Shape.LATE, f"Left {format_date(last.isoformat())}")
    if line.away is not None:
        cover = line.away.cover
        return Mark(Shape.RISK, f"{cover.name if cover else 'Nobody'} covers")
    if last is not None:
        return Mark(Shape.RISK, f"Until {format_date(last.isoformat())}")
    return Mark(Shape.NOTHING, "Here")


def _places(connection: Any) -> dict[str, str]:
    """Our own PCTs by code, else all."""
    names, own = pct_names(connection), own_pcts(connection)
    return {code: names[code] for code in own} or names
