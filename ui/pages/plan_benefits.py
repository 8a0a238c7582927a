"""The benefits of the operating model: measures of the plans, indicators, and days of cases."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.benefits import benefits_on
from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from ui.pages.plan_lines import in_card, plan_table, show_lines
from ui.style.fonts import SMALL
from ui.style.marks import Tone
from ui.tables.row_source import Cell, Row
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from areateam.benefits import Benefit, Benefits, Cycle
    from ui.desk import Desk

_COLUMNS = (
    Column(Field("name", "What shows it"), "", width=380),
    Column(Field("before", "Baseline or last year", Kind.DECIMAL), "", width=160),
    Column(Field("now", "Now", Kind.DECIMAL), "", width=130),
    Column(Field("target", "Last target", Kind.DECIMAL), "", width=120),
    Column(Field("who", "Owner afterwards"), "", width=150),
)


class PlanBenefits(QWidget):
    """`read(desk)` reads beside the window and shows what was found."""

    def __init__(self) -> None:
        super().__init__()
        self.table = plan_table("Benefits")
        self._words = SpanLabel(size=SMALL, tone=Tone.QUIET, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(in_card(self.table), 1)
        column.addWidget(self._words)
        self.setFocusProxy(self.table)

    def read(self, desk: Desk) -> None:
        """Read the benefits of the day that is looked at."""
        work = partial(benefits_on, catalogue=desk.catalogue, on=desk.today)
        desk.read_of_day("benefits", work, self.show_benefits)

    def show_benefits(self, found: Benefits) -> None:
        """Show each benefit above what shows whether it comes."""
        rows = [row for benefit in found.benefits for row in _benefit_rows(benefit)]
        if found.cycles:
            head = Cell("Days from receipt to close, half took less", strong=True)
            rows.append(("cycles", head, "", "", "", ""))
            rows += [_cycle_row(each) for each in found.cycles]
        show_lines(self.table, _COLUMNS, rows)
        held = f" {found.held}" if found.held else ""
        self._words.set_spans(
            f"{found.opened_from:,} of {found.cases:,} cases were opened from something in the"
            f" register. {found.letters:,} letters were made from templates."
            f" Indicators are those of Variation, over all contracts in force.{held}"
        )


def _benefit_rows(benefit: Benefit) -> list[Row]:
    rows: list[Row] = [(benefit.key, Cell(benefit.name, strong=True), "", "", "", "")]
    for each in benefit.planned:
        measure = each.measure
        rows.append(
            (
                measure.ref,
                Cell(f"    {measure.name}", tail="in the plan", spoken=measure.name),
                measure.text(measure.baseline),
                each.now or "none yet",
                each.target,
                measure.owner or "nobody named",
            )
        )
    for line in benefit.indicators:
        said = Cell(line.shown) if line.value is not None else Cell("no figures", tone=Tone.QUIET)
        name = Cell(f"    {line.label}", tail=line.code, spoken=line.label)
        rows.append((line.code, name, "", said, "", ""))
    return rows


def _cycle_row(cycle: Cycle) -> Row:
    name = Cell(f"    {cycle.label}", spoken=cycle.label)
    before, now = (
        _days(days, cases)
        for days, cases in ((cycle.before, cycle.closed_before), (cycle.now, cycle.closed))
    )
    return (f"cycle {cycle.procedure}", name, before, now, "", "")


def _days(days: float | None, cases: int) -> str:
    if days is None:
        return "none closed"
    return f"{days:g} days, {cases:,} case{'' if cases == 1 else 's'}"
