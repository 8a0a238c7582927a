"""The panel beside a plan's tables: the chosen aim, measure or line of money, edited in place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.core.amounts import format_money
from areateam.core.dates import format_date
from areateam.plans.plan_check_in_rules import is_overdue, look_words
from areateam.plans.plan_money_rules import year_name
from ui.forms.value_form import ValueForm
from ui.pages.plan_lines import (
    AIM,
    AIM_FIELDS,
    CALLOFF,
    LINE_FIELDS,
    OWNER,
    aim_values,
    call_off_choices,
    choices,
    line_values,
    measure_fields,
    measure_values,
)
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import make_frame
from ui.widgets.page_scroll import PageScroll
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from areateam.core.fields import Field
    from areateam.plan_ties import Tie
    from areateam.plans.plan_views import AimView, LineView, MeasureView, PlanView
    from ui.pages.plan_reading import PlansRead

WIDTH, _LABEL = 280, 84
_NOTHING = "Choose a line to see and change it. F2 or Enter edits a value, Esc puts it back."


class PlanSide(QWidget):
    """`show_part(read, key)`; `committed(key, field, value)` asks for a change.

    `linked("calloff 3")` asks for the page of what a line of money is tied to.
    """

    committed = Signal(str, str, object)
    linked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("The chosen line")
        self.key = ""
        self._shown: tuple[PlansRead, str, bool] | None = None
        self.form: ValueForm | None = None
        self._room = QVBoxLayout()
        self._room.setContentsMargins(16, 12, 16, 12)
        self._room.setSpacing(8)
        inner = QWidget()
        inner.setProperty("part", "surface")
        inner.setLayout(self._room)
        scroll = PageScroll()
        scroll.setWidget(inner)
        card = make_frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def show_part(self, read: PlansRead, key: str, *, editable: bool) -> None:
        """Show what a row's key names: "plan_aim 3", "plan_measure 4", "plan_line 5"."""
        shown = (read, key, editable)
        # The table tells of its line again once it rests: an editor that is open must stay.
        if self._shown is not None and self._shown[0] is read and self._shown[1:] == shown[1:]:
            return
        self._shown = shown
        plan, people = read.plan, read.people
        self.key = key
        self._clear()
        if plan is None:
            return
        kind, _, number = key.partition(" ")
        record = int(number) if number.isdecimal() else 0
        if kind == "plan_aim" and (aim := plan.aim(record)):
            self._show_aim(plan, aim, people)
        elif kind == "plan_measure" and (measure := measure_of(plan, record)):
            self._show_measure(read, plan, measure)
        elif kind == "plan_line" and (line := line_of(plan, record)):
            self._show_line(read, plan, line)
        elif kind in ("limit", "over"):
            self._show_limits(plan)
        else:
            self._say(_NOTHING)
        if self.form is not None:
            self.form.set_editable(editable=editable)
        self._room.addStretch(1)

    def refuse(self, field: str, words: str) -> None:
        """Say beside a value why it was not taken."""
        if self.form is not None and field in self.form.rows:
            self.form.rows[field].refuse(words)

    def _show_aim(self, plan: PlanView, aim: AimView, people: Mapping[int, str]) -> None:
        self._head(aim.name, f"{aim.ref}, aim")
        fields = [*AIM_FIELDS[:-1], replace(OWNER, choices=choices(people))]
        self._form(fields, aim_values(aim, people))
        if aim.dropped_on:
            self._say(f"Dropped {format_date(aim.dropped_on)}: {aim.drop_reason}")
        for line in plan.lines_of(aim.id):
            self._say(f"{line.name}: {format_money(sum(line.costs.values()))}")

    def _show_measure(self, read: PlansRead, plan: PlanView, measure: MeasureView) -> None:
        people = read.people
        about = f"{measure.ref}, measure"
        self._head(measure.name, f"{about}, from an indicator" if measure.indicator else about)
        fields = measure_fields(measure, plan.head.years)
        owner = replace(OWNER, label="Afterwards", choices=choices(people))
        self._form([*fields[:-1], owner], measure_values(measure, people))
        if measure.baseline_on or measure.source:
            day = format_date(measure.baseline_on) if measure.baseline_on else "no day given"
            self._say(f"Baseline: {day}, {measure.source or 'no source given'}")
        if measure.check_in is not None:
            overdue = is_overdue(measure, read.on)
            words = look_words(measure, read.on)
            mark = Shape.RISK if overdue else Shape.OK
            said = words if overdue else f"To be looked at {words}"
            self._room.addWidget(SpanLabel([Span(said, mark=mark)], size=SMALL, wrap=True))
        for day, figure, source in reversed(measure.actuals):
            self._say(f"{measure.text(figure)} on {format_date(day)}, {source}")

    def _show_line(self, read: PlansRead, plan: PlanView, line: LineView) -> None:
        self._head(line.name, f"{line.ref}, money")
        ties = read.ties.get(line.id, ())
        call_offs = call_off_choices(read.call_offs)
        if line.calloff and line.calloff not in read.call_offs:
            call_offs += choices({t.ref: t.words for t in ties if t.ref == line.calloff})
        offered = {
            AIM.key: choices({aim.id: f"{aim.ref} {aim.name}" for aim in plan.living}),
            CALLOFF.key: call_offs,
        }
        fields = [replace(f, choices=offered.get(f.key, f.choices)) for f in LINE_FIELDS]
        self._form(fields, line_values(line, ties))
        for tie in ties:
            self._say_tie(tie)
        self._say(f"Full-year effect {format_money(line.stream.full_year)}.")
        for year, pence in line.costs.items():
            self._say(f"{year_name(year)} costs {format_money(pence)}.")
        self._say(f"Together {format_money(line.lifetime)}, to the penny.")
        self._say("A year costs by its months; part of a month by its days.", quiet=True)

    def _say_tie(self, tie: Tie) -> None:
        link = f"{tie.kind} {tie.id}" if tie.id else ""
        spans = [Span("Tied to ", tone=Tone.QUIET), Span(tie.words, link=link)]
        label = SpanLabel(spans, size=SMALL, wrap=True)
        label.linked.connect(self.linked)
        self._room.addWidget(label)

    def _show_limits(self, plan: PlanView) -> None:
        self._head("Limits", "what the plan may cost")
        for year, control in sorted(plan.controls.items()):
            self._say(f"{year_name(year)}: {format_money(control.pence)}. {control.explanation}")

    def _form(self, fields: list[Field], values: dict[str, Any]) -> None:
        self.form = ValueForm(fields, label_width=_LABEL)
        self.form.set_values(values)
        self.form.committed.connect(self._ask)
        self._room.addWidget(self.form)

    def _ask(self, field: str, value: Any) -> None:
        self.committed.emit(self.key, field, value)

    def _head(self, title: str, about: str) -> None:
        self._room.addWidget(SpanLabel([Span(title, strong=True)], wrap=True))
        self._say(about, quiet=True)

    def _say(self, words: str, *, quiet: bool = False) -> None:
        tone = Tone.QUIET if quiet else Tone.PLAIN
        self._room.addWidget(SpanLabel(words, size=SMALL, tone=tone, wrap=True))

    def _clear(self) -> None:
        self.form = None
        while item := self._room.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()


def measure_of(plan: PlanView, record: int) -> MeasureView | None:
    """A measure of a plan by its id."""
    return next((m for aim in plan.aims for m in aim.measures if m.id == record), None)


def line_of(plan: PlanView, record: int) -> LineView | None:
    """A line of money of a plan by its id."""
    return next((line for line in plan.lines if line.id == record), None)
