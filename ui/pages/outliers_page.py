"""Unjustified variation: the outliers of every indicator, what was said of each, and how far."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field, Kind
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.exports.variation_export_actions import export_outlier_register, export_queries
from areateam.variation.held_views import held_sentence
from areateam.variation.outlier_register_views import OutlierRegister, outlier_register
from areateam.variation.query_views import QueriedFigure, queried
from areateam.variation.verdict_rules import VerdictKind
from ui.ask import Ask
from ui.pages.change_table import ListedRows
from ui.pages.variation_words import UNEXPLAINED, sd_words, verdict_mark
from ui.style.marks import Shape, Tone
from ui.style.tokens import GAP, GAP_LOW, PAGE_MARGIN
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell
from ui.tables.table_view import TableView
from ui.widgets.buttons import make_button
from ui.widgets.count_bar import Count, CountBar
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_field import FilterField
from ui.widgets.page_header import PageHeader
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from areateam.catalogue.catalogue import Catalogue
    from areateam.core.fields import Value
    from areateam.variation.outlier_register_views import OutlierLine, Tally
    from ui.desk import Desk
    from ui.tables.row_source import Row

_FILTER = 220
_KINDS = "Workbooks (*.xlsx);;Lists (*.csv)"
_LISTS = "Lists (*.csv);;Workbooks (*.xlsx)"
_COLUMNS = (
    Column(Field("what", "What is compared"), "", width=160),
    Column(Field("ref", "Code"), "", width=70),
    Column(Field("name", "Name"), "", width=130),
    Column(Field("pct", "PCT"), "", width=50),
    Column(Field("value", "Value", Kind.DECIMAL), "", width=74),
    Column(Field("sd", "SD", Kind.DECIMAL), "", width=54),
    Column(Field("verdict", "Verdict"), "", width=118),
    Column(Field("reviewer", "Judged by"), "", width=88),
    Column(Field("judged", "On"), "", width=100),
    Column(Field("review", "Look again by"), "", width=104),
    Column(Field("case", "Case"), "", width=90),
)
_COUNTED = {
    VerdictKind.UNEXPLAINED: Shape.OUTLIER,
    VerdictKind.DATA_ERROR: Shape.EXPLAINED,
    VerdictKind.JUSTIFIED: Shape.EXPLAINED,
    VerdictKind.ACTING: Shape.EXPLAINED,
}


@dataclass(frozen=True, slots=True)
class OutlierFacts:
    """What the page shows: the register, and the figures that are kept out of every chart.

    `held` says which figures were used, where they are not those of now.
    """

    register: OutlierRegister
    queries: tuple[QueriedFigure, ...]
    held: str = ""


def read_outliers(connection: Any, catalogue: Catalogue, day: date) -> OutlierFacts:
    """Every indicator's outliers on a day, and the figures that cannot be right."""
    return OutlierFacts(
        outlier_register(connection, catalogue, day),
        queried(connection, catalogue, day),
        held_sentence(connection, day),
    )


class OutliersPage(QWidget):
    """The register as a list; a line leads to its indicator with that contractor chosen."""

    title = "Unjustified variation"

    def __init__(self, desk: Desk, ask: Ask | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.ask = ask or Ask(self)
        self.facts: OutlierFacts | None = None
        self.lines: dict[int, OutlierLine] = {}
        self.header = PageHeader(self.title)
        self.header.set_path([Span("Variation", link="variation")])
        self.header.linked.connect(lambda _: desk.open("variation"))
        self.export = make_button("Export", icon_name="upload")
        self.export.clicked.connect(lambda _: self._offer())
        self.header.add_button(self.export)
        self.counts = CountBar()
        self.counts.chosen.connect(lambda _: self._fill())
        self.field = FilterField("Filter")
        self.field.changed.connect(lambda _: self._fill())
        self.table = TableView(
            LazyTableModel(ListedRows(_COLUMNS, ()), looks={"verdict": _verdict_cell}),
            name="Register of unjustified variation",
            stretch="name",
        )
        self.table.set_empty(
            EmptyState("No outlier here", "Nothing lies beyond the limits and fits the filter.")
        )
        self.table.opened.connect(self._open)
        self.field.setFixedWidth(_FILTER)
        above = QHBoxLayout()
        above.addWidget(self.counts, 1)
        above.addStretch(0)
        above.addWidget(self.field)
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self._column.addLayout(above)
        self._column.addWidget(self.table)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addLayout(self._column, 1)
        self.setFocusProxy(self.table)
        self.set_narrow(narrow=False, low=False)

    # ---- what the window asks of a page

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Read the register; there are no arguments."""
        self.refresh(None)

    def refresh(self, changes: object) -> None:
        """Read everything again, beside the window."""
        if self.facts is None:
            self.header.set_sentence("Every indicator is being read…")
            self.export.setEnabled(False)
        catalogue, day = self.desk.catalogue, self.desk.today
        self.desk.read_of_day(
            "outliers", lambda c: read_outliers(c, catalogue, day), self.show_facts
        )

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Smaller margins in a small window."""
        side = GAP if narrow else PAGE_MARGIN
        self._column.setContentsMargins(side, 0, side, GAP_LOW if low else GAP)
        self.header.set_narrow(narrow=narrow)

    def focus_filter(self) -> None:
        """Ctrl+F: to the filter."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ---- what is shown

    def show_facts(self, facts: OutlierFacts) -> None:
        """Fill every part."""
        self.facts = facts
        self.export.setEnabled(True)
        self.header.set_sentence(register_sentence(facts))
        kinds = [line.verdict for line in facts.register.lines]
        self.counts.set_counts(
            [
                Count(kind.value, shape, kinds.count(kind), _word(kind))
                for kind, shape in _COUNTED.items()
                if kind in kinds
            ],
            f"of {len(kinds):,}",
        )
        self.counts.setVisible(bool(kinds))
        self._fill()

    def _fill(self) -> None:
        if self.facts is None:
            return
        asked, words = self.counts.current(), self.field.text().casefold().split()
        self.lines = {
            place: line
            for place, line in enumerate(self.facts.register.lines)
            if asked in ("", line.verdict.value) and all(word in _searched(line) for word in words)
        }
        rows = [_row(place, line) for place, line in self.lines.items()]
        self.table.set_source(ListedRows(_COLUMNS, rows))

    def _open(self, place: int) -> None:
        line = self.lines.get(place)
        if line is not None:
            key = line.ref if line.contract is None else line.contract
            self.desk.open("variation", indicator=line.indicator.key, contract=key, shape="funnel")

    # ---- what is written

    def menu(self) -> QMenu:
        """What can be written."""
        menu = QMenu(self)
        menu.addAction("Register…", self.export_register)
        queries = menu.addAction("Figures that cannot be right…", self.export_queries)
        queries.setEnabled(bool(self.facts and self.facts.queries))
        return menu

    def _offer(self) -> None:
        self.menu().popup(self.export.mapToGlobal(self.export.rect().bottomLeft()))

    def export_register(self) -> None:
        """Write the register with its tallies, whatever the filter leaves."""
        if self.facts is not None:
            register = self.facts.register
            self._write(self.title, _KINDS, lambda path: export_outlier_register(register, path))

    def export_queries(self) -> None:
        """Write the figures that are kept out of the charts."""
        if self.facts is not None:
            queries, day = self.facts.queries, self.facts.register.on
            self._write("Figures to ask about", _LISTS, lambda p: export_queries(queries, day, p))

    def _write(self, title: str, kinds: str, write: Callable[[Path], int]) -> None:
        suffix = ".xlsx" if kinds is _KINDS else ".csv"
        suggested = Path.home() / f"{title} {self.desk.today}{suffix}"
        path = self.ask.save_file(f"Export: {title}", suggested, kinds)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(suffix)

        def work(_: Any) -> int | Problem:
            try:
                return write(path)
            except Problem as problem:
                return problem

        def done(found: int | Problem) -> None:
            if isinstance(found, Problem):
                self.desk.problem.emit(problem_sentence(found))
            else:
                self.desk.told.emit(f"{found:,} lines are in {path}.")

        self.desk.read(f"outliers {path}", work, done)


def register_sentence(facts: OutlierFacts) -> list[Span]:
    """How many lie outside, what share is judged and closed, and what is kept out."""
    whole = facts.register.whole
    if not whole.outliers:
        spans = [Span("No contractor lies beyond the 99.8% limits of any indicator.")]
    else:
        lie = "outlier" if whole.outliers == 1 else "outliers"
        spans = [Span(f"{whole.outliers:,} {lie} over all indicators: {_shares(whole)}.")]
    kept = len(facts.queries)
    if kept:
        figures = (
            "figure that cannot be right is" if kept == 1 else "figures that cannot be right are"
        )
        spans.append(Span(f" {kept:,} {figures} kept out.", tone=Tone.QUIET))
    if facts.held:
        spans.append(Span(f" {facts.held}", tone=Tone.QUIET))
    return spans


def _shares(whole: Tally) -> str:
    words = f"{whole.judged:,} judged ({whole.share_judged or 0:.0%})"
    if whole.acting:
        words += f", {whole.acting:,} acted on, {whole.closed:,} of them closed"
        words += f" ({whole.share_closed or 0:.0%})"
    return words


def _row(place: int, line: OutlierLine) -> Row:
    said = line.said
    told: tuple[Value, ...] = ("", "", "", "")
    if said is not None:
        review = format_date(said.review_by.isoformat()) if said.review_by else ""
        closed = (
            f", closed {format_date(said.case_closed.isoformat())}"
            if line.closed and said.case_closed
            else ""
        )
        told = (
            said.reviewer,
            format_date(said.judged_on.isoformat()),
            f"{review}, passed" if said.lapsed and review else review,
            f"{said.case_ref}{closed}" if said.case_ref else "",
        )
    what = f"{line.indicator.code} {line.indicator.label}"
    return (
        place, what, line.ref, line.name, line.pct, line.value_shown, sd_words(line.z),
        _word(line.verdict) + ("" if line.outside else ", inside now"), *told,
    )  # fmt: skip


def _word(kind: VerdictKind) -> str:
    return kind.value if kind.is_explained else UNEXPLAINED


def _verdict_cell(value: Value, _: Sequence[object]) -> Cell:
    words = str(value)
    return Cell(words, mark=verdict_mark(words))


def _searched(line: OutlierLine) -> str:
    said = line.said
    more = f"{said.reviewer} {said.case_ref}" if said else ""
    code = f"{line.indicator.code} {line.indicator.label}"
    return f"{code} {line.ref} {line.name} {line.pct} {more}".casefold()
