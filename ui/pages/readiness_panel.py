"""The panel beside the readiness picture: what is late, who must sign, what it holds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from areateam.core.dates import format_date, format_weekday_date
from areateam.transition.readiness_rules import Light
from ui.pages.transition_words import left_words, light_mark, place_words
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import FILLED, make_button, make_frame, make_label
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.cases.case_rules import Rulebook
    from areateam.transition.transition_views import PlanView, TaskView

_WORST = (Light.LATE, Light.AT_RISK, Light.ON_TRACK, Light.NOT_DUE, Light.DONE)
_MOST = 40


class ReadinessPanel(QWidget):
    """`show_cell(plan, stream, book)`; `opened(task)` and `plan_asked(place)` ask for more."""

    opened = Signal(int)
    plan_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task = 0
        self._place = ""
        self.setFixedWidth(272)
        self.setAccessibleName("Tasks of the cell")
        self._over = SpanLabel(size=SMALL, tone=Tone.QUIET)
        self._title = make_label("", strong=True, wrap=True)
        self._tasks = QVBoxLayout()
        self._tasks.setSpacing(0)
        self._open = make_button("Open", kind=FILLED, on_click=lambda: self.opened.emit(self._task))
        self._plan = make_button(
            "Show the plan", on_click=lambda: self.plan_asked.emit(self._place)
        )
        self._lay_out()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(2)
        head.addWidget(self._over)
        head.addWidget(self._title)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 12, 16, 12)
        buttons.setSpacing(8)
        buttons.addWidget(self._open)
        buttons.addWidget(self._plan)
        buttons.addStretch(1)
        card = make_frame("card")
        whole = QVBoxLayout(card)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(make_frame("hairline"))
        whole.addWidget(self._scrolled(), 1)
        whole.addWidget(make_frame("hairline"))
        whole.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def _scrolled(self) -> QScrollArea:
        content = make_frame("surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._tasks)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setProperty("part", "surface")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        return scroll

    def show_cell(self, plan: PlanView, stream: str, book: Rulebook) -> None:
        """Show the tasks of a workstream, the worst first; of all where `stream` is ""."""
        self._place = plan.head.place
        self._over.set_spans(place_words(plan.head.place, plan.head.place_name))
        chosen = [t for t in plan.tasks if not stream or t.facts.workstream == stream]
        chosen.sort(key=lambda task: (_WORST.index(task.light), task.due, task.id))
        self._title.setText(_title(chosen, stream))
        _empty(self._tasks)
        for task in chosen[:_MOST]:
            self._add(_block(task, plan, book, whole=task is chosen[0]))
        if stream:
            self._add_late(plan)
        self._task = chosen[0].id if chosen else 0
        self._open.setText(f"Open {chosen[0].facts.key}" if chosen else "Open")
        self._open.setAccessibleName(self._open.text())
        self._open.setEnabled(bool(chosen))

    def _add(self, block: QWidget) -> None:
        if self._tasks.count():
            self._tasks.addWidget(make_frame("soft-line"))
        for label in block.findChildren(SpanLabel):
            label.linked.connect(lambda link: self.opened.emit(int(link)))
        self._tasks.addWidget(block)

    def _add_late(self, plan: PlanView) -> None:
        """All that is late at the place, so that the cell is not taken for everything."""
        late = [task for task in plan.tasks if task.light is Light.LATE]
        if not late:
            return
        block, column = _room()
        column.addWidget(make_label(f"All that is late at {plan.head.place}", strong=True))
        for task in late:
            key = Span(f"{task.facts.key}  ", Tone.QUIET)
            column.addWidget(SpanLabel([key, Span(task.facts.title, link=str(task.id))]))
        self._add(block)


def _title(tasks: Sequence[TaskView], stream: str) -> str:
    late = sum(task.light is Light.LATE for task in tasks)
    done = sum(task.light is Light.DONE for task in tasks)
    what = stream or "All workstreams"
    if late:
        return f"{what}: {late} of {len(tasks)} {'is' if late == 1 else 'are'} late"
    return f"{what}: {done} of {len(tasks)} accepted"


def _room() -> tuple[QWidget, QVBoxLayout]:
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(4)
    return block, column


def _block(task: TaskView, plan: PlanView, book: Rulebook, *, whole: bool) -> QWidget:
    block, column = _room()
    mark = light_mark(task.light)
    calls = mark.shape in (Shape.LATE, Shape.RISK)
    words = f"{task.facts.key}, {left_words(task, book)}"
    column.addWidget(SpanLabel([Span(words, mark=mark.shape, strong=calls)]))
    column.addWidget(SpanLabel([Span(task.facts.title, link=str(task.id))], wrap=True))
    if not whole:
        column.addWidget(SpanLabel(format_date(task.facts.due_on), tone=Tone.QUIET))
        return block
    values = ValueList(label_width=64)
    values.set_rows(_rows(task, plan))
    column.addWidget(values)
    return block


def _rows(task: TaskView, plan: PlanView) -> list[tuple[str, Sequence[Span] | str]]:
    facts = task.facts
    rows: list[tuple[str, Sequence[Span] | str]] = [
        ("Due", format_weekday_date(facts.due_on)),
        ("Expected", format_weekday_date(task.forecast.finish.isoformat())),
        ("Why", task.reason),
        ("Owner", facts.owner or facts.role),
    ]
    if facts.two_sided:
        rows.append(("Sender", signed_spans(facts.sent_on, facts.sent_by, "not yet signed")))
        rows.append(
            ("Receiver", signed_spans(facts.accepted_on, facts.accepted_by, "not yet accepted"))
        )
    held = [t for t in plan.tasks if _waits(plan, t.id, task.id) and not t.facts.done_on]
    if held:
        first = min(held, key=lambda each: each.due)
        more = f" and {len(held) - 1} more" if len(held) > 1 else ""
        rows.append(("Holds up", f"{first.facts.key}, due {format_date(first.facts.due_on)}{more}"))
    return rows


def _waits(plan: PlanView, task: int, other: int) -> bool:
    return any(
        link.other == other for each in plan.inputs if each.key == task for link in each.links
    )


def signed_spans(on: str | None, by: str | None, otherwise: str) -> list[Span]:
    """A signature in words: "✓ H. Dalby, 30 Oct 2012", or that it is missing."""
    if on:
        return [Span(f"{by}, {format_date(on)}", mark=Shape.OK)]
    return [Span(otherwise, mark=Shape.NOTHING)]


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
