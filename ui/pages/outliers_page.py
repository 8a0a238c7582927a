"""Unjustified variation: the outliers of every indicator, what was said of each, and how far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field, Kind
from areateam.exports.variation_export_actions import export_outlier_register, export_queries
from areateam.variation.outlier_register_views import OutlierRegister, outlier_register
from areateam.variation.query_views import QueriedFigure, queried
from areateam.variation.verdict_rules import VerdictKind
from ui.ask import Ask
from ui.pages.ordered_rows import OrderedRows, show_in_order
from ui.pages.variation_saving import WORKBOOKS, save_list
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

    from areateam.catalogue.catalogue import Catalogue
    from areateam.core.fields import Value
    from areateam.variation.outlier_register_views import OutlierLine, Tally
    from ui.desk import Desk
    from ui.tables.row_source import Row

_FILTER = 220
_COLUMNS = (
    Column(Field("what", "What is compared"), "", "what", 172),
    Column(Field("ref", "Code"), "", "ref", 72),
    Column(Field("name", "Name"), "", "name", 140),
    Column(Field("pct", "PCT"), "", "pct", 46),
    Column(Field("value", "Value", Kind.DECIMAL), "", "value", 72),
    Column(Field("sd", "SD", Kind.DECIMAL), "", "sd", 58),
    Column(Field("verdict", "Verdict"), "", "verdict", 122),
    Column(Field("judged", "Judged"), "", "judged", 148),
    Column(Field("review", "Look again by"), "", "review", 110),
    Column(Field("case", "Case"), "", "case", 62),
)
_WORTHS: dict[str, Callable[[OutlierLine], Any]] = {
    "value": lambda line: (line.indicator.code, line.value),
    "sd": lambda line: abs(line.z),
    "verdict": lambda line: (line.verdict is VerdictKind.UNEXPLAINED, line.verdict.value),
    "judged": lambda line: line.said.judged_on if line.said else date.min,
    "review": lambda line: (line.said and line.said.review_by) or date.max,
    "case": lambda line: (line.said and line.said.case) or 0,
}
"""What columns are ordered by that do not go by what is written."""
_COUNTED = {
    VerdictKind.UNEXPLAINED: Shape.OUTLIER,
    VerdictKind.DATA_ERROR: Shape.EXPLAINED,
    VerdictKind.JUSTIFIED: Shape.EXPLAINED,
    VerdictKind.ACTING: Shape.EXPLAINED,
}


@dataclass(frozen=True, slots=True)
class OutlierFacts:
    """What the page shows: the register, and the figures that are kept out of every chart."""

    register: OutlierRegister
    queries: tuple[QueriedFigure, ...]


def read_outliers(connection: Any, catalogue: Catalogue, day: date) -> OutlierFacts:
    """Every indicator's outliers on a day, and the figures that cannot be right."""
    return OutlierFacts(
        outlier_register(connection, catalogue, day),
        queried(connection, catalogue, day),
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
            LazyTableModel(OrderedRows(_COLUMNS, (), {}), looks={"verdict": _verdict_cell}),
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
        self.desk.read(
            "outlier-register", lambda c: read_outliers(c, catalogue, day), self.show_facts
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
        worth = {key: partial(_worth, self.lines, of) for key, of in _WORTHS.items()}
        show_in_order(self.table, OrderedRows(_COLUMNS, rows, worth))

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
            save_list(
                self.desk,
                self.ask,
                self.title,
                lambda path: export_outlier_register(register, path),
                WORKBOOKS,
            )

    def export_queries(self) -> None:
        """Write the figures that are kept out of the charts."""
        if self.facts is not None:
            queries, register = self.facts.queries, self.facts.register
            save_list(
                self.desk,
                self.ask,
                "Figures to ask about",
                lambda path: export_queries(queries, register.on, path, held=register.held),
            )


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
    if facts.register.held:
        spans.append(Span(f" {facts.register.held}", tone=Tone.QUIET))
    return spans


def _shares(whole: Tally) -> str:
    words = f"{whole.judged:,} judged ({whole.share_judged or 0:.0%})"
    if whole.acting:
        words += f", {whole.acting:,} acted on, {whole.closed:,} of them closed"
        words += f" ({whole.share_closed or 0:.0%})"
    return words


def _row(place: int, line: OutlierLine) -> Row:
    said = line.said
    told: tuple[Value, ...] = ("", "", "")
    if said is not None:
        review = format_date(said.review_by.isoformat()) if said.review_by else ""
        told = (
            f"{format_date(said.judged_on.isoformat())}, {said.reviewer}",
            f"{review}, passed" if said.lapsed and review else review,
            f"{said.case_ref} ✓" if line.closed else said.case_ref,
        )
    what = f"{line.indicator.code} {line.indicator.label}"
    return (
        place, what, line.ref, line.name, line.pct, line.value_shown, sd_words(line.z),
        _word(line.verdict) + ("" if line.outside else ", inside now"), *told,
    )  # fmt: skip


def _worth(lines: Mapping[int, OutlierLine], of: Callable[[OutlierLine], Any], place: int) -> Any:
    return of(lines[place])


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
