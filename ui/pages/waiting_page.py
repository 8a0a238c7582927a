"""The lines that wait, over all imports in force: facets, table, and the line to be put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from areateam.cases.case_template_actions import Source
from areateam.contracts.contract_facet_views import pct_names
from areateam.core.dates import format_date
from areateam.core.wording import finding_sentence
from areateam.imports.import_views import field_labels
from areateam.imports.query_views import queries_of_waiting
from areateam.imports.waiting_filter import WaitingFilter, parse_filter
from areateam.imports.waiting_views import (
    WaitingList,
    finding_words,
    waiting_count,
    waiting_facets,
    waiting_line,
    waiting_standing,
)
from ui.ask import Ask
from ui.pages.case_from import CaseFrom
from ui.pages.waiting_bulk import WaitingBulk
from ui.pages.waiting_looks import OPEN, WaitingFacets, WaitingSource, waiting_looks
from ui.pages.waiting_preview import WaitingPanel
from ui.style.marks import Shape, Tone
from ui.style.tokens import FACETS_WIDTH, GAP, PAGE_MARGIN, PREVIEW_WIDTH
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.table_view import TableView
from ui.widgets.banner import Banner
from ui.widgets.bulk_bar import BulkBar
from ui.widgets.buttons import LINK, make_button, make_frame, make_label
from ui.widgets.chip import ChipRow
from ui.widgets.filter_field import FilterField
from ui.widgets.page_header import PageHeader
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from areateam.core.queries import QueryLine
    from areateam.imports.waiting_actions import Reread
    from areateam.imports.waiting_views import WaitingLineView, WaitingStanding
    from ui.desk import Desk
    from ui.pages.waiting_looks import Found

VERBS = (("take", "Take in…"), ("assign", "Assign…"), ("close", "Close…"), ("query", "Ask the PCT"))
_READ = tuple["WaitingStanding", int, "Found"]


class WaitingPage(QWidget):
    """Opened with `where=["pct=5N6"]` it is narrowed as `list waiting` is on the command line."""

    title = "Waiting lines"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.ask = Ask(self)
        self.wanted = OPEN
        self._sort, self._descending = "since", False
        self._current: Any = None
        self._labels = field_labels(desk.catalogue)
        self.model = LazyTableModel(checkable=True, looks=waiting_looks(desk.today.isoformat()))
        self.table = TableView(self.model, name="Waiting lines", stretch="why")
        self.facets = WaitingFacets(pct_names(desk.connection))
        self.panel = WaitingPanel()
        self.case_from = CaseFrom(desk, self)
        self.bulk_bar = BulkBar(VERBS)
        self.bulk = WaitingBulk(desk, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.header = PageHeader(self.title)
        self.header.set_path([Span("Imports", link="imports"), Span("  /  Waiting lines")])
        self.query = make_button(
            "Ask the PCT", writes=True, icon_name="letter", on_click=lambda: self.bulk.ask_pct(())
        )
        self.query.setToolTip("Write these lines as a query sheet or as a page for a browser")
        self.header.add_button(self.query)
        self.field = FilterField("Filter this list", key="Ctrl+F")
        self.field.setFixedWidth(220)
        self.chips = ChipRow()
        self.notice = Banner(Tone.OK)
        self.notice.hide()
        self._tools = QHBoxLayout()
        self._tools.setSpacing(8)
        self._tools.addWidget(self.field)
        self._tools.addWidget(self.chips, 1)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.bulk_bar)
        self.split = QSplitter()
        for part in (self.facets, middle, self.panel):
            self.split.addWidget(part)
        self.split.setStretchFactor(1, 1)
        self.split.setHandleWidth(1)
        self.split.setCollapsible(1, False)
        self.split.setSizes([FACETS_WIDTH + 12, 600, PREVIEW_WIDTH])
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addLayout(self._tools)
        page.addWidget(self.notice)
        page.addWidget(make_frame("hairline"))
        page.addWidget(self.split, 1)
        self.set_narrow(narrow=False, low=False)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        table, panel = self.table, self.panel
        self.header.linked.connect(self.desk.open)
        table.rested.connect(self._rested)
        table.opened.connect(lambda _: panel.focus_first())
        table.sort_changed.connect(self._sorted)
        table.set_empty(_nothing_waits(lambda: self.narrow(OPEN)))
        self.model.checks_changed.connect(self._show_ticks)
        self.field.changed.connect(
            lambda text: self.narrow(WaitingFilter(self.wanted.chosen, text))
        )
        self.chips.removed.connect(self._drop)
        self.chips.cleared.connect(lambda: self.narrow(OPEN))
        self.facets.changed.connect(self._ticked)
        self.notice.linked.connect(lambda link: self.desk.undo(int(link)))
        self.bulk_bar.cleared.connect(lambda: self.model.check_all(on=False))
        self.bulk_bar.verb.connect(
            lambda verb: self.bulk.do(verb, self.bulk.ticked(), self.bulk_bar.button(verb))
        )
        panel.check_asked.connect(lambda: self.bulk.check(panel))
        panel.take_asked.connect(lambda accept: self.bulk.take_one(panel, accept=accept))
        panel.verb.connect(self._one)
        panel.left.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        panel.record_asked.connect(lambda kind, record: self.desk.open(kind, id=record))

    # ---- what the window asks

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Narrow the list as `where` says, or show what was shown last."""
        if "where" in args:
            asked = parse_filter(args["where"])
            chosen = dict(asked.chosen)
            chosen.setdefault("state", ("open",))
            self.wanted = WaitingFilter(chosen, asked.text)
        self.load(top=True)

    def refresh(self, changes: object) -> None:
        """Read the list again; the current line and the ticks stay."""
        self.load(top=False)

    def focus_filter(self) -> None:
        """Put the cursor into the filter field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.edit.selectAll()

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Fold the facets away in a small window."""
        self.header.set_narrow(narrow=narrow)
        margin = GAP if narrow else PAGE_MARGIN
        self._tools.setContentsMargins(margin, 0, margin, 12)
        self.facets.setVisible(not narrow)

    def states(self) -> list[tuple[str, Callable[[], None]]]:
        """Further pictures of the page: lines ticked, with the panel that assigns them."""

        def assigned() -> None:
            self.model.set_checked([self.model.id_at(row) for row in (0, 1)], on=True)
            self.bulk.do("assign", self.bulk.ticked(), self.bulk_bar.button("assign"))

        return [("assign", assigned)]

    # ---- the list

    def narrow(self, wanted: WaitingFilter) -> None:
        """Show what another filter leaves, from the top."""
        self.wanted = wanted
        self.model.check_all(on=False)
        self.load(top=True)

    def load(self, *, top: bool) -> None:
        """Read the counts beside the window, then show the list."""
        wanted, labels, day = self.wanted, self._labels, self.desk.today.isoformat()
        if self.field.text() != wanted.text:
            self.field.set_text(wanted.text)
        self.chips.set_chips(self.facets.chips(wanted))

        def read(connection: Any) -> _READ:
            return (
                waiting_standing(connection, day),
                waiting_count(connection, wanted),
                waiting_facets(connection, labels, wanted),
            )

        self.desk.read("waiting", read, lambda found: self._show(found, top=top))

    def _show(self, found: _READ, *, top: bool) -> None:
        standing, count, facets = found
        listed = WaitingList(
            self.desk.connection,
            self._labels,
            self.wanted,
            self._sort,
            descending=self._descending,
        )
        place = self.table.currentIndex().row()
        self.table.set_source(WaitingSource(listed, count))
        self.table.show_sort(self._sort, descending=self._descending)
        self.facets.show_found(facets, self.wanted)
        self.header.set_sentence(_sentence(standing), _short(standing))
        self.query.setEnabled(bool(count))
        kept = self._current is not None and self.table.go_to(self._current, scroll=not top)
        if not kept and count:
            # The line was decided: the one that took its place is the next.
            row = 0 if top else min(max(place, 0), count - 1)
            self.table.setCurrentIndex(self.model.index(row, 0))
        self._rested(self.table.current_id())
        self._show_ticks()

    def _rested(self, held: Any) -> None:
        self._current = held
        if held is None:
            self.panel.show_line(None, None, writable=self.desk.writable)
            return
        catalogue = self.desk.catalogue

        def read(connection: Any) -> tuple[WaitingLineView | None, QueryLine | None]:
            query = next(queries_of_waiting(connection, catalogue, held=(held,)), None)
            return waiting_line(connection, held), query

        def show(found: tuple[WaitingLineView | None, QueryLine | None]) -> None:
            if held == self._current:
                self.panel.show_line(*found, writable=self.desk.writable)

        self.desk.read("waiting: line", read, show)

    def _sorted(self, key: str, descending: bool) -> None:
        self._sort, self._descending = key, descending
        self.load(top=True)

    def _ticked(self, facet: str, value: str, on: bool) -> None:
        chosen = tuple(v for v in self.wanted.chosen.get(facet, ()) if v != value)
        self.narrow(self.wanted.choosing(facet, (*chosen, value) if on else chosen))

    def _drop(self, key: str) -> None:
        if key == "text":
            self.narrow(WaitingFilter(self.wanted.chosen))
        else:
            self.narrow(self.wanted.choosing(key, ()))

    def _show_ticks(self) -> None:
        self.bulk_bar.set_count(self.model.checked_count, every=self.model.checked.all_matching)
        for verb in ("take", "assign", "close"):
            self.bulk_bar.button(verb).setEnabled(self.desk.writable)

    # ---- what is done

    def _one(self, verb: str) -> None:
        if verb == "case":
            self._open_case()
            return
        button = self.panel.assign if verb == "assign" else self.panel.close_it
        self.bulk.do(verb, [self._current], button)

    def _open_case(self) -> None:
        """Open a case from what is wrong with the line."""
        view, panel = self.panel.view, self.panel
        if view is not None:
            source = Source(view.ref, finding_words(view, self._labels))
            named = panel.contract() or view.code
            self.case_from.open("finding", source, named, panel.case)

    def show_reread(self, reread: Sequence[Reread]) -> None:
        """Say on the panel what would come, or came, of the current line."""
        for each in reread:
            reasons = [
                finding_sentence(f, self._labels.get(f.column, f.column)) for f in each.findings
            ]
            self.panel.show_reread(each, reasons)

    def say(self, words: str, tone: Tone, operations: Sequence[int] = ()) -> None:
        """Say above the list what was done, with a link that takes one step back."""
        mark = Shape.OK if tone is Tone.OK else Shape.DOUBT
        links = [Span("Undo", link=str(operations[0]))] if len(operations) == 1 else []
        self.notice.set_tone(tone)
        self.notice.set_lines([[Span(words, mark=mark, strong=True)]], links)
        self.notice.show()


def _nothing_waits(clear: Callable[[], object]) -> QWidget:
    overlay = make_frame("surface")
    column = QVBoxLayout(overlay)
    column.setContentsMargins(24, 48, 24, 24)
    column.setSpacing(4)
    column.addWidget(make_label("No line waits here", strong=True))
    words = "Every line is decided, or the filter leaves none."
    column.addWidget(make_label(words, tone="text_2"))
    button = make_button("Clear filters", kind=LINK, on_click=clear)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addStretch(1)
    return overlay


def _sentence(standing: WaitingStanding) -> list[Span]:
    waiting = standing.doubtful + standing.refused
    if not waiting:
        return [Span("No line waits.", mark=Shape.OK)]
    spans = [
        Span(f"{standing.doubtful:,} in doubt", mark=Shape.DOUBT, strong=True),
        Span(f" and {standing.refused:,} refused wait since {format_date(standing.since[:10])}."),
    ]
    if standing.late:
        is_late = "is" if standing.late == 1 else "are"
        spans.append(Span(f"  {standing.late:,} {is_late} late", mark=Shape.LATE, strong=True))
    return spans


def _short(standing: WaitingStanding) -> str:
    return f"{standing.doubtful:,} in doubt, {standing.refused:,} refused"
