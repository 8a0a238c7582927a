"""The benefits of the operating model: measures of the plans, indicators, and days of cases."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.benefits import benefits_on
from areateam.calloffs.call_off_report_views import weeks_words
from areateam.catalogue.indicator_definitions import Figures
from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from areateam.variation.counted_views import RATE_WORDS
from areateam.variation.variation_texts import lacking_words
from ui.pages.plan_lines import in_card, plan_table, show_lines
from ui.style.fonts import SMALL
from ui.style.marks import Mark, Shape, Tone
from ui.tables.row_source import Cell, Row
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.benefits import Benefit, Benefits, CallOffCycle, Cycle
    from areateam.variation.variation_views import IndicatorLine
    from ui.desk import Desk

_COLUMNS = (
    Column(Field("name", "What shows it"), "", width=300),
    Column(Field("before", "Before", Kind.DECIMAL, help="Baseline, or last year"), "", width=98),
    Column(Field("now", "Now", Kind.DECIMAL), "", width=106),
    Column(Field("target", "Target", Kind.DECIMAL), "", width=76),
    Column(Field("by", "By end of"), "", width=72),
    Column(Field("who", "Owner afterwards"), "", width=120),
    Column(Field("look", "Looked at"), "", width=164),
)


_BY = 4
_TAKE_IN = ("Take in a list that states it", "imports", "")
_RATE = ("State what an hour of staff costs", "rules", "rates")
_WAYS: dict[Figures | None, tuple[str, str, str]] = {
    None: _TAKE_IN,
    Figures.DEADLINES: ("Go to the cases", "cases", ""),
    Figures.CASE_DAYS: ("Go to the cases", "cases", ""),
    Figures.DECISIONS: ("Go to the cases", "cases", ""),
    Figures.CASE_COST: ("Enter time spent on cases", "cases", ""),
    Figures.VISITS: ("Enter visits at the contracts", "contracts", ""),
    Figures.CALL_OFFS: ("Go to external support", "calloffs", ""),
    Figures.VERDICTS: ("Go to Variation", "variation", ""),
}
"""Where figures of an indicator are entered that nobody has: words, page and tab."""


class PlanBenefits(QWidget):
    """`read()` reads beside the window and shows what was found.

    Enter on an indicator opens it, or the page where its figures are entered while it has none.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.lines: dict[str, IndicatorLine] = {}
        self._followed = ""
        self.table = plan_table("Benefits")
        self.table.opened.connect(self.follow)
        self.table.cell_clicked.connect(lambda code, _: self.follow(code))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._say())
        self._words = SpanLabel(size=SMALL, tone=Tone.QUIET, wrap=True)
        self._words.linked.connect(self.follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(in_card(self.table), 1)
        column.addWidget(self._words)
        self.setFocusProxy(self.table)

    def read(self) -> None:
        """Read the benefits of the day that is looked at."""
        desk = self._desk
        work = partial(benefits_on, catalogue=desk.catalogue, on=desk.today)
        desk.read("benefits", work, self.show_benefits)

    def show_benefits(self, found: Benefits) -> None:
        """Show each benefit above what shows whether it comes."""
        rows = [row for benefit in found.benefits for row in _benefit_rows(benefit)]
        rows += _of_operating_model(found)
        self.lines = {line.code: line for each in found.benefits for line in each.indicators}
        show_lines(self.table, _COLUMNS, rows)
        self.table.clearSpans()
        for place, row in enumerate(rows):
            if row[0] in self.lines:
                self.table.setSpan(place, _BY, 1, len(_COLUMNS) - _BY)
        held = f" {found.held}" if found.held else ""
        self._followed = f"{_followed_words(found)}{held}"
        self._say()

    def follow(self, code: object) -> None:
        """Go to an indicator, or where its figures are entered while it has none."""
        line = self.lines.get(str(code))
        if line is None:
            return
        if line.value is not None:
            self._desk.open("variation", indicator=line.key)
            return
        _, page, tab = _way(line)
        self._desk.open(page, **({"tab": tab} if tab else {}))

    def _say(self) -> None:
        """Say what the chosen indicator lacks, with the way there, else what is followed."""
        line = self.lines.get(str(self.table.current_id()))
        if line is None or line.value is not None:
            self._words.set_spans(self._followed)
            return
        why = lacking_words(line.indicator, line.missing, line.indicator.of)
        said = Span(f"{line.label} has no figures: {why} ")
        self._words.set_spans([said, Span(_way(line)[0], link=line.code)])


def _benefit_rows(benefit: Benefit) -> list[Row]:
    rows: list[Row] = [_head(benefit.key, benefit.name)]
    for each in benefit.planned:
        measure = each.measure
        rows.append(
            (
                measure.ref,
                Cell(f"    {measure.name}", tail=each.plan.body, spoken=measure.name),
                measure.short(measure.baseline),
                each.now or "none yet",
                each.short_target or Cell("none", tone=Tone.QUIET),
                each.by,
                measure.owner or Cell("nobody named", tone=Tone.QUIET),
                Cell(
                    each.look.replace("looked at ", ""),
                    Mark(Shape.RISK, "overdue") if each.overdue else None,
                ),
            )
        )
    for line in benefit.indicators:
        name = Cell(f"    {line.label}", tail=line.code, spoken=line.label)
        if line.value is not None:
            rows.append((line.code, name, "", line.shown, "", "", "", ""))
            continue
        said = Cell("no figures", tone=Tone.QUIET)
        needs = " and ".join(f"“{each}”" for each in line.missing)
        way = Cell(f"needs {needs}" if needs else _way(line)[0], link=True)
        rows.append((line.code, name, "", said, "", way, "", ""))
    return rows


def _way(line: IndicatorLine) -> tuple[str, str, str]:
    """Where the figures of an indicator that has none are entered: words, page and tab."""
    if RATE_WORDS in line.missing:
        return _RATE
    return _WAYS[line.indicator.figures]


def _head(key: str, words: str) -> Row:
    return (key, Cell(words, strong=True), "", "", "", "", "", "")


def _of_operating_model(found: Benefits) -> list[Row]:
    """What the single model is to bring that no plan promises: shorter ways, one set of terms."""
    now, before = found.call_offs, found.call_offs_before
    use, terms = found.templates, found.conformance
    rows = [
        _head("model", "The single model at work"),
        _row("weeks", "Weeks of a call-off, half took less", _weeks(before), _weeks(now),
             weeks_words(found.limit)),
        _row("kept", "Call-offs that kept 4½ weeks", _of(before.kept, before.count),
             _of(now.kept, now.count), "all"),
        _row("saved", "Weeks saved against 26, all together",
             weeks_words(before.saved) if before.count else "",
             weeks_words(now.saved) if now.count else "none finished"),
        _row("terms", "Conformance variations done", "", _of(terms.done, terms.contracts), "all"),
        _row("letters", "Letter steps with a letter from a template", "",
             _of(use.with_letter, use.steps), "all"),
        _row("opened", "Cases opened from something in the register", "",
             _of(found.opened_from, found.cases)),
    ]  # fmt: skip
    if found.cycles:
        rows.append(_head("cycles", "Days from receipt to close, half took less"))
        rows += [_cycle_row(each) for each in found.cycles]
    return rows


def _row(key: str, name: str, before: str, now: str, target: str = "") -> Row:
    return (key, Cell(f"    {name}", spoken=name), before, now, target, "", "", "")


def _of(count: int, whole: int) -> str:
    return f"{count:,} of {whole:,}" if whole else "none yet"


def _weeks(cycle: CallOffCycle) -> str:
    if cycle.middle is None:
        return "none finished"
    return f"{weeks_words(round(cycle.middle))}, {cycle.count:,} done"


def _followed_words(found: Benefits) -> str:
    """How many measures have all that a benefit needs, and where the indicators are from."""
    every, apart = len(found.planned), found.unfollowed
    late = sum(each.overdue for each in found.planned)
    words = "Indicators are those of Variation, over all contracts in force."
    if not every:
        return f"No plan has a measure yet. {words}"
    lacking = f"{apart:,} of {every:,} measures lack a baseline, a target, an owner afterwards or"
    has = (
        f"{lacking} a check-in; {late:,} not looked at in time."
        if apart or late
        else ("Every measure has its baseline, target, owner afterwards and check-in.")
    )
    terms, use = found.conformance, found.templates
    model = (
        f"Conformance variations: {terms.sent:,} sent, {terms.not_started:,} not started. Letters:"
        f" {use.written:,} written, {use.sent:,} sent, {use.own:,} on own templates."
    )
    return f"{has} Choose a measure under Aims to set them. {model} {words}"


def _cycle_row(cycle: Cycle) -> Row:
    name = Cell(f"    {cycle.label}", spoken=cycle.label)
    before, now = (
        _days(days, cases)
        for days, cases in ((cycle.before, cycle.closed_before), (cycle.now, cycle.closed))
    )
    return (f"cycle {cycle.procedure}", name, before, now, "", "", "", "")


def _days(days: float | None, cases: int) -> str:
    if days is None:
        return "none closed"
    return f"{days:g}, {cases:,} case{'' if cases == 1 else 's'}"
