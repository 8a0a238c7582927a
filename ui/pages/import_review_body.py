"""The parts of the review: banner, counts, differences, findings and the line in question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from areateam.core.findings import Weight
from areateam.imports.absent_views import ABSENT, AbsentList
from areateam.imports.stage_views import ReviewQuery, StageSummary
from ui.pages.import_absent_panel import AbsentPanel
from ui.pages.import_findings import FindingsList
from ui.pages.import_line_panel import LinePanel
from ui.pages.import_looks import COUNTS, REVIEW_LOOKS, profile_spans
from ui.pages.import_panel_scroll import PanelScroll
from ui.style.marks import Tone
from ui.style.tokens import GAP, GAP_LOW, PAGE_MARGIN
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.table_view import TableView
from ui.widgets.banner import Banner
from ui.widgets.buttons import make_frame
from ui.widgets.count_bar import Count, CountBar
from ui.widgets.segments import Segments
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.imports.stage_views import ReviewList

_SIDE, _SIDE_NARROW = 296, 232


class ReviewBody(QWidget):
    """Shows a summary and its rows. `filtered` is sent when other rows are wanted."""

    filtered = Signal()
    save_asked = Signal()
    ask_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: StageSummary | None = None
        self.banner = Banner(Tone.ACCENT)
        self.counts = CountBar()
        choices = [("need", "Needs me first"), ("file", "File order")]
        self.order = Segments(choices, name="Order of the lines")
        self.model = LazyTableModel(looks=REVIEW_LOOKS)
        self.table = TableView(self.model, name="Lines of the file", stretch="change")
        self.foot = SpanLabel(tone=Tone.QUIET)
        self.save = SpanLabel()
        self.findings = FindingsList()
        self.panel = LinePanel()
        self.absent = AbsentPanel()
        self.whole_only = QCheckBox("All or nothing")
        self.whole_only.setAccessibleName("Apply only if nothing is refused")
        self.whole_only.setToolTip("Apply only if nothing is refused")
        self._lay_out()
        self.counts.chosen.connect(self._filter_by_count)
        self.order.chosen.connect(lambda _: self.filtered.emit())
        self.findings.chosen.connect(self._filter_by_kind)
        self.save.linked.connect(self._foot_linked)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.counts, 1)
        bar.addWidget(self.order)
        self._parts = QHBoxLayout()
        self._parts.setSpacing(GAP)
        self._parts.addWidget(self._table_card(), 1)
        self._parts.addWidget(self._side_card())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, GAP)
        self._column.setSpacing(12)
        self._column.addWidget(self.banner)
        self._column.addLayout(bar)
        self._column.addLayout(self._parts, 1)

    def _table_card(self) -> QWidget:
        foot = QHBoxLayout()
        foot.setContentsMargins(13, 9, 13, 9)
        foot.addWidget(self.foot, 1)
        foot.addWidget(self.whole_only)
        foot.addSpacing(12)
        foot.addWidget(self.save)
        card = make_frame("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(make_frame("hairline"))
        column.addLayout(foot)
        return card

    def _side_card(self) -> QWidget:
        card = self._side = make_frame("card")
        card.setFixedWidth(_SIDE)
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.findings, 1)
        column.addWidget(make_frame("hairline"))
        scroll = PanelScroll(self.panel, self.absent)
        self.panel.edit_begun.connect(scroll.ensureWidgetVisible)
        column.addWidget(scroll)
        self.absent.hide()
        return card

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Smaller margins and gaps in a small window."""
        margin = GAP if narrow else PAGE_MARGIN
        gap = GAP_LOW if low else GAP
        self._column.setContentsMargins(margin, 0, margin, gap)
        self._column.setSpacing(8 if low else 12)
        self._parts.setSpacing(gap)
        self._side.setFixedWidth(_SIDE_NARROW if narrow else _SIDE)

    # ---- which rows

    def query(self) -> ReviewQuery:
        """The order and the filter chosen."""
        return ReviewQuery(self.order.current(), self.counts.current(), self.findings.current())

    def start_anew(self) -> None:
        """Another file: nothing is chosen yet."""
        self._shown = None
        self.counts.set_counts([], "")
        self.findings.clear_choice()
        self.panel.show_line(None)
        self.absent.show_record(None, 0)
        self.whole_only.setChecked(False)

    def _filter_by_count(self, _: str) -> None:
        self.findings.clear_choice()
        self.filtered.emit()

    def _filter_by_kind(self, _: str) -> None:
        # A kind stands within one outcome: what the counts filtered by may leave nothing of it.
        if self.counts.current():
            self.counts.set_counts([], "")
        self.filtered.emit()

    # ---- what is shown

    def show_rows(self, rows: ReviewList | AbsentList) -> None:
        """Show these rows; the first is the current one where none was."""
        lines = not isinstance(rows, AbsentList)
        self.panel.setVisible(lines)
        self.absent.setVisible(not lines)
        self.table.set_source(rows)
        if self.table.current_id() is None and rows.count():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def let_rows_go(self) -> None:
        """Show no rows, so that nothing more is read from those shown."""
        self.model.set_source(_NoRows(self.model.columns))

    def show_summary(self, summary: StageSummary) -> None:
        """Show counts, findings, what waits, and as what the file was read."""
        counts = [Count(key, shape, summary.counts[key], word) for key, shape, word in COUNTS]
        self.counts.set_counts(counts, f"of {lines_words(summary.lines)}")
        # Laying findings out anew is most of the cost, and a filter changes none of them.
        if summary == self._shown:
            return
        self._shown = summary
        held = {
            Weight.DOUBTFUL: summary.counts["doubtful"],
            Weight.REFUSED: summary.counts["rejected"],
        }
        self.findings.show_findings(
            summary.kinds, held=held, absent=summary.absent, absent_key=ABSENT
        )
        if summary.current:
            self.banner.set_tone(Tone.ACCENT)
            own = summary.staged.layover.is_list
            mapping = Span("Columns…", link="columns") if own else Span("Mapping", link="mapping")
            several = len(summary.staged.shape.sheets) > 1
            sheet = [Span("Another sheet…", link="sheet"), Span("   ")] if several else []
            self.banner.set_lines([profile_spans(summary)], [*sheet, mapping])
        else:
            self.say_again("The register was changed since this file was read.")
        self._show_foot(summary)

    def say_again(self, sentence: str) -> None:
        """Say why the file must be read again, with the way to do it."""
        self._shown = None
        self.banner.set_tone(Tone.RISK)
        words = [Span(sentence, strong=True), Span("  Nothing was written.")]
        self.banner.set_lines([words], [Span("Read the file again", link="again")])

    def _show_foot(self, summary: StageSummary) -> None:
        waiting, refused = summary.waiting, summary.counts["rejected"]
        if not waiting:
            self.foot.set_spans("No line waits.")
        else:
            verb = "waits" if waiting == 1 else "wait"
            self.foot.set_spans(f"{lines_words(waiting)} {verb}.")
        ask = [Span("Ask the PCT about them", link="ask")] if waiting else []
        words = f"Save the {refused:,} refused with reasons, for Excel"
        save = [Span("    "), Span(words, link="save")] if refused else []
        self.save.set_spans([*ask, *save])

    def _foot_linked(self, link: str) -> None:
        (self.ask_asked if link == "ask" else self.save_asked).emit()


def lines_words(count: int) -> str:
    """A number of lines in words."""
    return f"{count:,} {'line' if count == 1 else 'lines'}"


class _NoRows:
    """A list without rows, shown while nothing is open."""

    def __init__(self, columns: Any) -> None:
        self.columns = columns

    def count(self) -> int:
        """None at all."""
        return 0

    def rows(self, first: int, limit: int) -> list[tuple[Any, ...]]:
        """None at all."""
        return []
