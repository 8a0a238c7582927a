"""The checklist of a case: each step with its day, its standing and who, and what can be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from areateam.cases.case_verb_rules import (
    CaseState,
    StepState,
    StepVerb,
    is_offered,
    step_why_not,
)
from areateam.cases.case_views import Standing
from areateam.catalogue.procedure_definitions import StepKind
from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field
from ui.pages.case_words import left_words, near_day, standing_mark
from ui.pages.change_table import ListedRows
from ui.style.marks import Tone
from ui.style.tokens import WORK_ROW_LOW
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_heights import keep_heights
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.buttons import BAR, make_button
from ui.widgets.card_frame import CardFrame

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QPushButton

    from areateam.cases.case_views import CaseView, StepView

_COLUMNS = tuple(
    Column(Field(key, label), "", "", width)
    for key, label, width in (
        ("step", "Step", 180),
        ("who", "Who", 130),
        ("by", "By", 92),
        ("standing", "How it stands", 140),
    )
)
VERBS = (
    ("done", "Done…"),
    ("skip", "Skip…"),
    ("pause", "Pause…"),
    ("go_on", "Go on…"),
    ("back", "Take back"),
    ("add", "Add step…"),
)
RARE_VERBS = (
    ("correct", "Correct pause…"),
    ("unpause", "Remove pause…"),
    ("agree", "Agree another day…"),
    ("by_hand", "Set day…"),
)
"""What a step is seldom asked for stands in a menu: the days of the steps need the width."""
_GAP = "\N{NO-BREAK SPACE}" * 2


class StepsCard(CardFrame):
    """`verb(key)` for the current step (`current()`); `asked(key, widget, rect)` for its day."""

    verb = Signal(str)
    asked = Signal(str, object, object)

    def __init__(self) -> None:
        super().__init__("Steps")
        self._view: CaseView | None = None
        self._today = ""
        self._state = CaseState()
        looks = {column.key: _as_made for column in _COLUMNS}
        self.model = LazyTableModel(ListedRows(_COLUMNS, []), looks=looks)
        self.table = TableView(self.model, name="Steps", stretch="step", row_height=WORK_ROW_LOW)
        self.table.setProperty("focusframe", True)
        self.table.opened.connect(lambda _: self.verb.emit("done"))
        self.table.cell_clicked.connect(lambda key, _: self.ask_why(str(key)))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._fit_verbs())
        # Every step in full, whatever the width: the page scrolls, and the list does not.
        self._fit_heights = keep_heights(self.table, WORK_ROW_LOW, self._show_whole)
        self.buttons: dict[str, QPushButton] = {}
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 8)
        row.setSpacing(8)
        for key, words in VERBS:
            button = self.buttons[key] = make_button(words, writes=True, kind=BAR)
            button.clicked.connect(lambda _, key=key: self.verb.emit(key))
            row.addWidget(button)
        self._add_menu()
        row.addWidget(self.more)
        row.addStretch(1)
        self.add(bar)
        self.add(self.table)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _add_menu(self) -> None:
        self.more = make_button(f"More{_GAP}", kind=BAR, icon_name="down", on_click=self._open_menu)
        self.more.setAccessibleName("More for this step")
        # The arrow follows the word, as on every button that opens a menu.
        self.more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.menu = QMenu(self)
        self.menu.setAccessibleName("More for this step")
        self.menu.setToolTipsVisible(True)
        self.rare = {
            key: self.menu.addAction(words, partial(self.verb.emit, key))
            for key, words in RARE_VERBS
        }

    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def anchor(self, verb: str) -> QPushButton:
        """The button that a verb's panel hangs at."""
        return self.buttons.get(verb, self.more)

    def show_case(self, view: CaseView, today: str, *, locked: str) -> None:
        """Show the steps; the current one stays current, at first it is the next one due.

        `locked` says why nothing can be changed here, "" where it can.
        """
        first = self._view is None or self._view.id != view.id
        before = self.current()
        self._view, self._today = view, today
        self._state = CaseState(locked, closed=bool(view.closed_on))
        done = sum(step.standing is Standing.DONE for step in view.steps)
        self.set_title("Steps", aside=f"{done} of {len(view.steps)} done")
        self.table.set_source(ListedRows(_COLUMNS, [self._row(step) for step in view.steps]))
        self._fit_heights()
        wanted = _first_waiting(view) if first or before is None else before.key
        if wanted:
            self.table.go_to(wanted)
        self._fit_verbs()

    def _show_whole(self, rows: int) -> None:
        height = rows + self.table.head.height() + 2
        if height != self.table.height():
            self.table.setFixedHeight(height)

    def current(self) -> StepView | None:
        """The step that the verbs act on."""
        key = self.table.current_id()
        steps = self._view.steps if self._view else ()
        return next((step for step in steps if step.key == key), None)

    def choose(self, key: str) -> None:
        """Make a step the current one."""
        self.table.go_to(key)

    def ask_why(self, key: str) -> None:
        """Ask where the day of a step comes from, at its cell."""
        place = self.model.position_of(key)
        if place is not None:
            index = self.model.index(place, self.model.section_of("by"))
            rect: QRect = self.table.visualRect(index)
            self.asked.emit(key, self.table.viewport(), rect)

    def _fit_verbs(self) -> None:
        """Offer what can be done with the current step; what cannot says why in its tooltip."""
        step = _state_of(self.current())
        verbs: dict[str, QPushButton | QAction] = {**self.buttons, **self.rare}
        for key, part in verbs.items():
            why_not = step_why_not(StepVerb(key), self._state, step)
            part.setVisible(is_offered(StepVerb(key), step))
            part.setEnabled(not why_not)
            part.setToolTip(why_not)
            part.setStatusTip(why_not)
        offered = [action for action in self.rare.values() if action.isVisible()]
        self.more.setVisible(bool(offered))
        self.more.setEnabled(any(action.isEnabled() for action in offered))
        self.more.setToolTip("" if self.more.isEnabled() or not offered else offered[0].toolTip())

    def _row(self, step: StepView) -> Row:
        mark = standing_mark(step.standing)
        who = step.person or step.role_label
        strong = step.standing in (Standing.LATE, Standing.AT_RISK)
        tail = "own step" if step.added else "if needed" if step.optional else ""
        return (
            step.key,
            Cell(step.label, mark=mark, tone=Tone.PLAIN, strong=strong, tail=tail, wrap=True),
            Cell(who, tone=Tone.QUIET, wrap=True),
            self._day_cell(step),
            Cell(*_standing_words(step, self._today), wrap=True),
        )

    def _day_cell(self, step: StepView) -> Cell:
        if step.legal is None:
            return Cell("", spoken="no day", wrap=True)
        why = step.clock is not None or bool(step.by_hand)
        tail = "by hand" if step.by_hand else "agreed" if step.agreed_evidence else ""
        return Cell(near_day(step.legal, self._today), reason=why, tail=tail, wrap=True)


def _as_made(value: Any, _: Any) -> Any:
    """The cells are made with their step."""
    return value


def _first_waiting(view: CaseView) -> str:
    over = (Standing.DONE, Standing.SKIPPED)
    waiting = [step for step in view.steps if step.standing not in over]
    due = [step for step in waiting if step.left is not None and not step.waits_for]
    first = min(due, key=lambda step: str(step.working)) if due else None
    return first.key if first else waiting[0].key if waiting else ""


def _standing_words(step: StepView, today: str) -> tuple[str, None, Tone | None]:
    """How a step stands, in words that say the same as its mark."""
    if step.done_on:
        return f"{near_day(step.done_on, today)}{_early(step)}", None, None
    if step.standing is Standing.SKIPPED:
        return f"skipped: {step.skipped_reason}", None, Tone.QUIET
    if step.waits_for:
        return step.why or "waits for another step", None, Tone.QUIET
    if step.standing is Standing.PAUSED:
        return "stands still", None, Tone.QUIET
    if step.left is None:
        return "", None, None
    if step.standing is Standing.NOTHING_DUE:
        return "not before this day", None, Tone.QUIET
    tone = Tone.LATE if step.left < 0 else Tone.RISK if step.left <= 1 else None
    return left_words(step.left), None, tone


def _early(step: StepView) -> str:
    if step.decision:
        return f", {step.decision}"
    if step.legal and step.done_on and step.done_on > step.legal:
        return f", after {format_date(step.legal)}"
    return ""


def _state_of(step: StepView | None) -> StepState | None:
    """How a step stands, for the rules of what can be done with it."""
    if step is None:
        return None
    rule = step.clock.rule if step.clock else None
    return StepState(
        over=step.standing in (Standing.DONE, Standing.SKIPPED),
        waits=step.why if step.waits_for else "",
        has_clock=rule is not None,
        may_pause=bool(rule and rule.may_pause),
        may_extend=bool(rule and rule.may_extend),
        paused=step.standing is Standing.PAUSED,
        pauses=len(step.pauses),
    )


def is_decision(step: StepView) -> bool:
    """Whether a step asks what was decided, and by whom."""
    return step.kind == StepKind.DECISION
