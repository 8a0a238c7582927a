"""The crosswalk of a plan: money without an aim, aims without money, and both year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from areateam.core.amounts import format_money
from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from areateam.plans.plan_money_rules import year_name
from areateam.plans.plan_words import crosswalk_sentence, drift_sentence, limit_sentences
from ui.pages.plan_lines import in_card, plan_table, show_lines
from ui.style.fonts import SMALL
from ui.style.marks import Mark, Shape, Tone
from ui.style.tokens import ROW_HEIGHT
from ui.tables.row_source import Cell, Row
from ui.widgets.buttons import make_frame, make_label
from ui.widgets.empty_state import EmptyState
from ui.widgets.money_bars import MoneyBar, MoneyBars
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.plans.plan_gap_views import Drift, Gaps, YearGap
    from areateam.plans.plan_views import PlanView

_MONEY = 120
_YEARS = (
    Column(Field("year", "Year"), "", width=72),
    Column(Field("with", "With an aim", Kind.DECIMAL), "", width=_MONEY),
    Column(Field("without", "Without", Kind.DECIMAL), "", width=_MONEY),
    Column(Field("all", "Together", Kind.DECIMAL), "", width=_MONEY),
    Column(Field("bare", "No money for"), "", width=104),
)
_APART = (
    Column(Field("what", "What"), "", width=280),
    Column(Field("money", "All years", Kind.DECIMAL), "", width=104),
    Column(Field("is", "Missing"), "", width=98),
)
_BALANCED = "All money serves an aim, and every aim has money."


class PlanCrosswalk(QWidget):
    """`show_plan(plan, gaps, drift)`; `chosen(key)` when a line of either list is opened."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.bars = MoneyBars()
        self.years = plan_table("Money by year", "bare")
        self.apart = plan_table("What does not meet", "what")
        self.apart.set_empty(EmptyState("Nothing is apart", _BALANCED))
        self.apart.opened.connect(self._open)
        self._words = SpanLabel(wrap=True)
        self._limits = SpanLabel(size=SMALL, tone=Tone.QUIET, wrap=True)
        self._drift = SpanLabel(size=SMALL, tone=Tone.QUIET, wrap=True)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(make_label("Money by year", strong=True))
        card = make_frame("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        inner.addWidget(self._words)
        inner.addWidget(self.bars, 1)
        left.addWidget(card, 1)
        left.addWidget(in_card(self.years))
        right.addWidget(make_label("What does not meet", strong=True))
        right.addWidget(in_card(self.apart), 1)
        right.addWidget(self._limits)
        right.addWidget(self._drift)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        for part, share in ((left, 6), (right, 5)):
            part.setSpacing(8)
            row.addLayout(part, share)
        self.setFocusProxy(self.apart)

    def show_plan(self, plan: PlanView, gaps: Gaps, drift: Drift | None) -> None:
        """Show how money and aims meet, and what moved since the version before."""
        self._words.set_spans(crosswalk_sentence(gaps))
        limits = {year: control.pence for year, control in plan.controls.items()}
        bars = [
            MoneyBar(year_name(g.year), g.with_aim, g.without_aim, limits.get(g.year))
            for g in gaps.years
        ]
        self.bars.set_bars(bars, ("with an aim", "without an aim"))
        show_lines(self.years, _YEARS, [*_year_rows(gaps), _all_years(gaps)])
        lines = ROW_HEIGHT * (len(gaps.years) + 1) + 4
        self.years.setFixedHeight(self.years.head.sizeHint().height() + lines)
        show_lines(self.apart, _APART, _apart_rows(gaps))
        over = [Span(f"{words} ") for words in limit_sentences(plan)]
        self._limits.set_spans(over or "No year has a limit yet.")
        first = "This is the first version; nothing has moved yet."
        self._drift.set_spans(first if drift is None else drift_sentence(drift))

    def _open(self, key: Any) -> None:
        self.chosen.emit(str(key))


def _year_rows(gaps: Gaps) -> list[Row]:
    return [
        (
            each.year,
            year_name(each.year),
            format_money(each.with_aim),
            format_money(each.without_aim),
            format_money(each.total),
            _unfunded(each),
        )
        for each in gaps.years
    ]


def _unfunded(gap: YearGap) -> Cell:
    """How many aims have no money in a year; their names follow, as far as there is room."""
    count = len(gap.unfunded)
    if not count:
        return Cell("")
    names = "; ".join(aim.name for aim in gap.unfunded)
    return Cell(f"{count:,} aim{'' if count == 1 else 's'}", tail=names)


def _all_years(gaps: Gaps) -> Row:
    sums = (gaps.with_aim, gaps.without_aim, gaps.with_aim + gaps.without_aim)
    cells = [Cell(format_money(pence), strong=True) for pence in sums]
    return ("all", Cell("All years", strong=True), *cells, "")


def _apart_rows(gaps: Gaps) -> list[Row]:
    found: list[Row] = [
        (
            f"plan_line {line.id}",
            line.name,
            format_money(sum(line.costs.values())),
            Cell("no aim", Mark(Shape.RISK, "no aim")),
        )
        for line in gaps.lines
    ]
    found += [
        (f"plan_aim {aim.id}", aim.name, "", Cell("no money", Mark(Shape.RISK, "no money")))
        for aim in gaps.aims
    ]
    if not gaps.living:
        found.append(("plan_aim 0", "The plan", "", Cell("no aim yet", Mark(Shape.RISK, "no aim"))))
    return found
