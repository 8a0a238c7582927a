"""The tasks by stage: drag a card, or Ctrl and an arrow, to sign it over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.transition.readiness_rules import TaskStage
from ui.pages.transition_words import STAGES, left_words, light_mark, place_words
from ui.style.marks import Tone
from ui.style.tokens import PAGE_MARGIN
from ui.widgets.card_list import Card, CardList
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.cases.case_rules import Rulebook
    from areateam.transition.transition_views import PlanView, TaskView


class TransitionBoard(QWidget):
    """`show_plans(plans, book)`; `opened(task)`; `stage_asked(task, stage)` where one is moved."""

    opened = Signal(int)
    stage_asked = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plans: Sequence[PlanView] = ()
        self._book: Rulebook | None = None
        self.place = QComboBox()
        self.place.setAccessibleName("Place")
        self.place.setFixedHeight(32)
        self.stream = QComboBox()
        self.stream.setAccessibleName("Workstream")
        self.stream.setFixedHeight(32)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.place)
        top.addWidget(self.stream)
        top.addStretch(1)
        top.addWidget(SpanLabel("Drag a card, or Ctrl with ← →, to move it on.", tone=Tone.QUIET))
        row = QHBoxLayout()
        row.setSpacing(12)
        self.lists: dict[TaskStage, CardList] = {}
        self._titles: dict[TaskStage, SpanLabel] = {}
        for stage in TaskStage:
            row.addWidget(self._column(stage), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 12)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(row, 1)
        for box in (self.place, self.stream):
            box.currentIndexChanged.connect(lambda _: self._draw())
        self.setFocusProxy(self.lists[TaskStage.UNDER_WAY])

    def _column(self, stage: TaskStage) -> QWidget:
        whole = QWidget()
        title = self._titles[stage] = SpanLabel()
        listed = self.lists[stage] = CardList(STAGES[stage], movable=True)
        listed.opened.connect(self.opened)
        listed.dropped.connect(lambda record: self.stage_asked.emit(record, stage.value))
        listed.left.connect(partial(self._go_beside, stage))
        listed.moved.connect(partial(self._move, stage))
        room = QVBoxLayout(whole)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(8)
        room.addWidget(title)
        room.addWidget(listed, 1)
        return whole

    def show_plans(self, plans: Sequence[PlanView], book: Rulebook) -> None:
        """Show the tasks of plans; what they are narrowed by stays."""
        self._plans, self._book = plans, book
        places = [(place_words(p.head.place, p.head.place_name), p.head.place) for p in plans]
        streams = dict.fromkeys(task.facts.workstream for plan in plans for task in plan.tasks)
        _fill(self.place, [("All places", ""), *places])
        _fill(self.stream, [("All workstreams", ""), *((s, s) for s in streams)])
        self._draw()

    def _draw(self) -> None:
        book = self._book
        if book is None:
            return
        place, stream = self.place.currentData() or "", self.stream.currentData() or ""
        tasks = [
            task
            for plan in self._plans
            for task in plan.tasks
            if place in ("", task.place) and stream in ("", task.facts.workstream)
        ]
        for stage, listed in self.lists.items():
            own = [task for task in tasks if task.stage is stage]
            if stage is TaskStage.DONE:
                own.sort(key=lambda task: (task.facts.done_on or "", task.id), reverse=True)
            else:
                own.sort(key=lambda task: (task.due, task.id))
            listed.show_cards([_card(task, book) for task in own])
            count = Span(f"  {len(own):,}", tone=Tone.QUIET)
            self._titles[stage].set_spans([Span(STAGES[stage], strong=True), count])
            listed.setAccessibleName(f"{STAGES[stage]}, {counted(len(own), 'task')}")

    def _go_beside(self, stage: TaskStage, step: int) -> None:
        """Put the focus into the next column that has cards."""
        stages = list(TaskStage)
        at = stages.index(stage) + step
        while 0 <= at < len(stages):
            if self.lists[stages[at]].cards:
                self.lists[stages[at]].take_focus()
                return
            at += step

    def _move(self, stage: TaskStage, record: int, step: int) -> None:
        stages = list(TaskStage)
        at = stages.index(stage) + step
        if 0 <= at < len(stages):
            self.stage_asked.emit(record, stages[at].value)


def _card(task: TaskView, book: Rulebook) -> Card:
    mark = light_mark(task.light)
    # The column says that it is accepted; the day is all that the card has room for.
    done = task.facts.done_on
    words = f"{task.place} · {format_date(done) if done else left_words(task, book)}"
    return Card(
        task.id, f"{task.facts.key} {task.facts.title}", task.facts.owner or task.facts.role,
        mark, words,
    )  # fmt: skip


def _fill(box: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
    kept = box.currentData()
    box.blockSignals(True)
    box.clear()
    for words, value in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(kept), 0))
    box.blockSignals(False)
