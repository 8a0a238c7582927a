"""The plan of a place as a Gantt chart: critical path, baseline, forecast, zoom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from areateam.core.count_words import counted, working_days
from areateam.core.dates import format_date
from areateam.core.working_days import working_days_between
from areateam.transition.readiness_rules import Light
from areateam.transition.status_views import BaselineHead, BaselineSpan, RemovedTask
from ui.pages.transition_words import light_mark, place_words
from ui.style.fonts import SMALL
from ui.style.marks import Mark, Shape, Tone
from ui.style.tokens import PAGE_MARGIN
from ui.widgets.buttons import make_button, make_frame, make_icon_button
from ui.widgets.gantt_chart import GanttChart
from ui.widgets.gantt_lines import GanttDays, GanttLine
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.cases.case_rules import Rulebook
    from areateam.transition.transition_views import PlanView, TaskView

NEAR_DAYS = 10
"""With fewer working days in hand than this a task is shown beside the critical path."""
_LEGEND = (
    "Blue: critical path. Grey: other task. Thin line below: baseline. Dots: days in hand."
    " Shaded: bank holiday. In hand: working days before a slip moves the switch."
)


@dataclass(frozen=True)
class PlanFacts:
    """What the view is drawn from."""

    plans: Sequence[PlanView]
    book: Rulebook
    baselines: Sequence[BaselineHead]
    spans: Mapping[int, Mapping[int, BaselineSpan]]
    removed: Sequence[RemovedTask]


class PlanChart(QWidget):
    """`show_facts(facts)`; `opened(task)` asks for a page, `move_asked(task)` to date one."""

    opened = Signal(int)
    move_asked = Signal(int)
    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: PlanFacts | None = None
        self.words: list[Span] = []
        self.place = QComboBox()
        self.place.setAccessibleName("Place")
        self.place.setFixedHeight(32)
        self.place.setMinimumWidth(224)
        self.near = QCheckBox("Critical and near")
        self.near.setToolTip(f"Only what is critical or has up to {NEAR_DAYS} working days in hand")
        self.near.setChecked(True)
        self.base = QComboBox()
        self.base.setAccessibleName("Baseline")
        self.base.setFixedHeight(32)
        self.base.setMinimumWidth(184)
        self.date = make_button(
            "Date…", writes=True, icon_name="calendar", tip="Give the current task another end",
            on_click=lambda: self.move_asked.emit(self.chart.record()),
        )  # fmt: skip
        self.shown = SpanLabel(tone=Tone.QUIET)
        self.chart = GanttChart()
        self._lay_out()
        self.place.currentIndexChanged.connect(lambda _: self._draw())
        self.base.currentIndexChanged.connect(lambda _: self._draw())
        self.near.toggled.connect(lambda _: self._draw())
        self.chart.opened.connect(self.opened)
        self.chart.rested.connect(lambda _: self.date.setEnabled(True))
        self.setFocusProxy(self.chart)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(8)
        for part in (self.place, self.near, self.base, self.date):
            tools.addWidget(part)
        tools.addStretch(1)
        tools.addWidget(self.shown)
        zooms = (
            ("add", "Zoom in", lambda: self.chart.zoom(1)),
            ("minus", "Zoom out", lambda: self.chart.zoom(-1)),
            ("columns", "Whole plan", self.chart.zoom_to_fit),
        )
        for name, tip, act in zooms:
            tools.addWidget(make_icon_button(name, tip, on_click=act))
        card = make_frame("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.chart)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 12)
        column.setSpacing(8)
        column.addLayout(tools)
        column.addWidget(card, 1)
        column.addWidget(SpanLabel(_LEGEND, size=SMALL, tone=Tone.QUIET, wrap=True))

    def show_facts(self, facts: PlanFacts) -> None:
        """Show plans; the place, the baseline and the current task stay as they are."""
        self._facts = facts
        places = [("All places", "")] if len(facts.plans) > 1 else []
        places += [
            (place_words(p.head.place, p.head.place_name), p.head.place) for p in facts.plans
        ]
        fresh = self.place.count() == 0
        _fill(self.place, places)
        if fresh and len(facts.plans) > 1:
            worst = max(facts.plans, key=lambda plan: plan.count(Light.LATE))
            self._quietly(self.place, worst.head.place)
        bases = [(f"Baseline: {format_date(b.taken_on.isoformat())}", str(b.id))
                 for b in facts.baselines]  # fmt: skip
        fresh_base = self.base.count() == 0
        _fill(self.base, [*bases, ("No baseline", "")])
        if fresh_base:
            self.base.setCurrentIndex(0)
        self._draw()

    def show_place(self, place: str) -> None:
        """Show the plan of a place."""
        at = self.place.findData(place)
        if place and at >= 0:
            self.place.setCurrentIndex(at)

    def _quietly(self, box: QComboBox, value: str) -> None:
        box.blockSignals(True)
        box.setCurrentIndex(max(box.findData(value), 0))
        box.blockSignals(False)

    def _draw(self) -> None:
        facts = self._facts
        if facts is None or not facts.plans:
            return
        place = str(self.place.currentData() or "")
        chosen = [plan for plan in facts.plans if place in ("", plan.head.place)]
        base = facts.spans.get(int(self.base.currentData() or 0), {})
        lines: list[GanttLine] = []
        for plan in chosen:
            lines += _lines(plan, facts, base, near=self.near.isChecked(), named=len(chosen) > 1)
        head = chosen[0].head
        holidays = facts.book.calendar.holidays
        self.chart.show_lines(lines, GanttDays(facts.book.today, head.vesting, holidays))
        bars = sum(bool(line.record) for line in lines)
        total = sum(len(plan.tasks) for plan in chosen)
        self.shown.set_spans(f"{bars:,} of {counted(total, 'task')}")
        self.date.setEnabled(bool(self.chart.record()))
        self.words = _sentence(chosen, base, facts.book)
        self.drawn.emit()


def _fill(box: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
    """Offer other choices; what was chosen stays chosen where it still is one."""
    kept = box.currentData()
    box.blockSignals(True)
    box.clear()
    for words, value in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(kept), 0))
    box.blockSignals(False)


def _lines(
    plan: PlanView,
    facts: PlanFacts,
    base: Mapping[int, BaselineSpan],
    *,
    near: bool,
    named: bool,
) -> list[GanttLine]:
    before = {each.key: tuple(link.other for link in each.links) for each in plan.inputs}
    found: list[GanttLine] = []
    stream = ""
    for task in plan.tasks:
        if near and not _is_near(task):
            continue
        if task.facts.workstream != stream:
            stream = task.facts.workstream
            title = f"{plan.head.place} {stream}" if named else stream
            found.append(GanttLine(title))
        found.append(_line(task, base.get(task.id), before[task.id], facts.book))
    gone = [r for r in facts.removed if r.handover == plan.head.id and r.task in base]
    if gone and not near:
        found.append(GanttLine("Removed since the baseline"))
        found += (
            GanttLine(
                r.title, r.task, r.key, base[r.task].start, base[r.task].finish,
                base=(base[r.task].start, base[r.task].finish), removed=True,
                note=f"removed by {r.by}: {r.reason}", mark=Mark(Shape.NOTHING, "removed"),
            )
            for r in gone
        )  # fmt: skip
    return found


def _is_near(task: TaskView) -> bool:
    forecast = task.forecast
    if task.light is Light.DONE:
        return False
    return forecast.critical or (forecast.slack is not None and forecast.slack <= NEAR_DAYS)


def _line(
    task: TaskView, base: BaselineSpan | None, before: tuple[int, ...], book: Rulebook
) -> GanttLine:
    forecast, facts = task.forecast, task.facts
    note, mark = _note(task, base, book)
    return GanttLine(
        facts.title, task.id, facts.key, forecast.start, forecast.finish, forecast.late_finish,
        (base.start, base.finish) if base else None, forecast.slack, forecast.critical,
        facts.done_on is not None, False, facts.hand_on is not None, note, mark, before,
    )  # fmt: skip


def _note(task: TaskView, base: BaselineSpan | None, book: Rulebook) -> tuple[str, Mark | None]:
    if task.light is Light.DONE:
        return format_date(task.facts.done_on or "").rpartition(" ")[0], light_mark(Light.DONE)
    if task.light not in (Light.LATE, Light.AT_RISK):
        return "", None
    words = task.light.value
    if base is not None and task.forecast.finish > base.finish:
        holidays = book.calendar.holidays
        behind = working_days_between(base.finish, task.forecast.finish, holidays)
        words += f", {working_days(behind)} behind baseline"
    return words, light_mark(task.light)


def _sentence(
    plans: Sequence[PlanView], base: Mapping[int, BaselineSpan], book: Rulebook
) -> list[Span]:
    """What stands under the title: the task that is furthest behind among the critical ones."""
    critical = [task for plan in plans for task in plan.tasks if task.forecast.critical]
    holidays = book.calendar.holidays
    behind = [
        (working_days_between(base[t.id].finish, t.forecast.finish, holidays), t)
        for t in critical
        if t.id in base and t.forecast.finish > base[t.id].finish
    ]
    if not critical:
        return [Span("Every task is accepted.", Tone.QUIET)]
    short = min(task.forecast.slack or 0 for task in critical)
    if not behind:
        return [
            Span(f"{len(critical)} tasks are critical, {working_days(short)} in hand.", Tone.QUIET)
        ]
    verb = "is" if abs(short) == 1 else "are"
    days, worst = max(behind, key=lambda pair: (pair[0], -pair[1].id))
    rest = (
        " and has used all the time in hand: every later step must keep its day."
        if short == 0
        else f"; {working_days(-short)} {verb} missing before the switch."
        if short < 0
        else f"; {working_days(short)} {verb} in hand."
    )
    return [
        Span(f"{worst.facts.key} is ", Tone.QUIET),
        Span(f"{working_days(days)} behind", mark=Shape.LATE, strong=True),
        Span(rest, Tone.QUIET),
    ]
