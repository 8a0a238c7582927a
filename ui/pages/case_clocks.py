"""The clocks of a case: a bar for each, in words too, and where its day comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from areateam.cases.clock_strip_views import Part, clock_strips
from areateam.cases.clock_words import (
    amount_words,
    explain,
    explain_steps,
    how_known,
    is_own_target,
    pause_words,
)
from areateam.core.count_words import counted
from areateam.core.dates import format_date, format_weekday_date
from ui.pages.case_words import is_due, left_words, near_day
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import make_button, make_frame
from ui.widgets.clock_bar import EMPTY, FILLED, HATCHED, ClockBar
from ui.widgets.field_button import IconLabel
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRect

    from areateam.cases.case_rules import Rulebook
    from areateam.cases.case_views import CaseView, StepView
    from areateam.cases.clock_strip_views import ClockStrip

_KINDS = {Part.ELAPSED: FILLED, Part.PAUSED: HATCHED, Part.LEFT: EMPTY}
_SHOWN = 3
_PLAIN = 2
_NAME = 216


class ClockCard(QWidget):
    """`show_case(view, book)`; `asked(key, label, rect)` for the day of a step's clock."""

    asked = Signal(str, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._whole = False
        self._view: CaseView | None = None
        self._book: Rulebook | None = None
        card = make_frame("card")
        self._grid = QGridLayout(card)
        self._grid.setContentsMargins(16, 12, 16, 12)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.setAccessibleName("Clocks")

    def show_case(self, view: CaseView, book: Rulebook) -> None:
        """Show the clocks that run, the first to end first."""
        self._view, self._book = view, book
        strips = clock_strips(view, book)
        self.setVisible(bool(strips))
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        shown = strips if self._whole else strips[:_SHOWN]
        for place, strip in enumerate(shown):
            if place:
                self._grid.addWidget(make_frame("soft-line"), 3 * place - 1, 0, 1, 4)
            self._add(strip, 3 * place, book.today.isoformat())
        more = len(strips) - _SHOWN
        if more > 0:
            words = "Only the first clocks" if self._whole else f"{more} more clocks"
            link = SpanLabel([Span(words, link="more")])
            link.linked.connect(lambda _: self._toggle())
            self._grid.addWidget(link, 3 * len(shown), 1, 1, 3)

    def _toggle(self) -> None:
        self._whole = not self._whole
        if self._view is not None and self._book is not None:
            self.show_case(self._view, self._book)

    def _add(self, strip: ClockStrip, row: int, today: str) -> None:
        icon = IconLabel("lock" if strip.statutory else "stopwatch")
        icon.setAccessibleName("fixed by law" if strip.statutory else "our timer")
        name = SpanLabel([Span(strip.step.label, strong=True)], wrap=True)
        kind = SpanLabel(kind_words(strip), size=SMALL, tone=Tone.QUIET)
        for label in (name, kind):
            label.setFixedWidth(_NAME)
        words = strip_spans(strip, today)
        below = SpanLabel(words, size=SMALL, tone=Tone.QUIET, wrap=True)
        bar = ClockBar()
        said = f"{strip.step.label}: {below.text()}"
        bar.set_parts([(_KINDS[part], days) for part, days in strip.parts], said)
        legal = format_weekday_date(strip.clock.legal.isoformat())
        day = SpanLabel([Span(legal, strong=True, link=strip.step.key, reason=True)])
        day.setFixedWidth(day.sizeHint().width())
        day.linked.connect(lambda key: self.asked.emit(key, day, day.link_rect(key)))
        act = SpanLabel(practice_words(strip, today), size=SMALL, tone=Tone.QUIET)
        middle = QWidget()
        room = QHBoxLayout(middle)
        room.setContentsMargins(0, 3, 0, 3)
        room.addWidget(bar)
        right = Qt.AlignmentFlag.AlignRight
        self._grid.addWidget(icon, row, 0)
        self._grid.addWidget(name, row, 1)
        self._grid.addWidget(middle, row, 2)
        self._grid.addWidget(day, row, 3, right)
        self._grid.addWidget(kind, row + 1, 1)
        self._grid.addWidget(below, row + 1, 2)
        self._grid.addWidget(act, row + 1, 3)
        self._grid.setRowMinimumHeight(row, 26)
        self._grid.setRowMinimumHeight(row + 1, 20)


def kind_words(strip: ClockStrip) -> str:
    """What kind of clock it is, and whether it can be paused."""
    if strip.statutory:
        by = strip.clock.rule.may_extend
        return "Fixed by law, longer if agreed" if by else "Fixed by law, no pauses"
    own = "Our target" if is_own_target(strip.clock.rule) else strip.clock.rule.id
    return f"{own}, {_many(strip.total, strip.unit)}"


def strip_spans(strip: ClockStrip, today: str) -> list[Span]:
    """What has elapsed, what stood still and what is left, in words."""
    start = near_day(strip.clock.start.isoformat(), today)
    spans = [Span(f"{_many(strip.elapsed, strip.unit)} elapsed · ")]
    if strip.left < 0:
        spans.append(Span(f"{-strip.left} over", tone=Tone.LATE, strong=True))
    else:
        spans.append(Span(f"{strip.left} left", tone=Tone.PLAIN, strong=True))
    spans.append(Span(f" of {strip.total}"))
    if not strip.statutory:
        spans.append(Span(f" · {strip.paused} paused{_last_pause(strip.step)}"))
    spans.append(Span(f", counting from {start}"))
    if strip.step.late_days:
        first, last = (format_date(day) for day in strip.step.late_days)
        spans.append(Span(f" · late evidence: it stood as late from {first} to {last}"))
    return spans


def _last_pause(step: StepView) -> str:
    if not step.pauses:
        return ""
    pause = step.pauses[-1]
    return f", {pause_words(pause)}"


def practice_words(strip: ClockStrip, today: str) -> str:
    """The last working day where the legal day is none, and what the day was before pauses."""
    clock = strip.clock
    if clock.working != clock.legal:
        return f"in practice {near_day(clock.working.isoformat(), today)}"
    return f"was {near_day(strip.was.isoformat(), today)}" if strip.was else ""


def _many(count: int, unit: str) -> str:
    return counted(count, unit.removesuffix("s"))


def clock_lines(view: CaseView) -> list[list[Span]]:
    """The next days of a case in few words, for the panel beside the list."""
    due = sorted((s for s in view.steps if is_due(s)), key=lambda step: str(step.working))
    lines = []
    for step in due[:_SHOWN]:
        assert step.left is not None
        shape = Shape.LATE if step.left < 0 else Shape.RISK if step.left <= 1 else Shape.NOTHING
        lines.append([Span(left_words(step.left), mark=shape), Span(f"  {step.label}")])
    return lines


def open_derivation(
    anchor: QWidget, step: StepView, rect: QRect | None, agree: Callable[[], object] | None
) -> Popover | None:
    """Where the day of a step comes from, under it; `agree` opens the panel for another day."""
    if step.clock is None and not step.by_hand:
        return None
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    day = format_weekday_date(str(step.legal))
    column.addWidget(SpanLabel([Span(f"Why {day}?", strong=True)]))
    if step.clock is None:
        sentence = f"{step.label} by {day}, set by hand: {step.by_hand}."
        column.addWidget(SpanLabel(sentence, wrap=True))
    else:
        sentence = explain(step.clock)
        column.addWidget(SpanLabel(sentence, wrap=True))
        steps = explain_steps(step.clock)[:-1]
        # A way of two steps is no longer than its sentence.
        for words in steps if len(steps) > _PLAIN else ():
            column.addWidget(SpanLabel(words, size=SMALL, tone=Tone.QUIET, wrap=True))
        column.addWidget(_rule_rows(step))
    row = QHBoxLayout()
    copied = SpanLabel("", size=SMALL, tone=Tone.QUIET)

    def copy() -> None:
        QGuiApplication.clipboard().setText(sentence)
        copied.set_spans("Copied")

    button = make_button("Copy sentence", icon_name="copy", on_click=copy)
    row.addWidget(button)
    popover = Popover(anchor.window(), content, name=f"Why {day}")
    if agree is not None and step.clock is not None and step.clock.rule.may_extend:
        row.addWidget(
            make_button("Agree another day…", writes=True, on_click=lambda: _then(popover, agree))
        )
    row.addWidget(copied, 1)
    column.addLayout(row)
    content.setFocusProxy(button)
    popover.open_at(anchor, rect)
    return popover


def _then(popover: Popover, act: Callable[[], object]) -> None:
    popover.close_now()
    act()


def _rule_rows(step: StepView) -> ValueList:
    assert step.clock is not None
    rule = step.clock.rule
    since = (
        f", in force since {format_date(rule.valid_from.isoformat())}" if rule.valid_from else ""
    )
    pauses = ", ".join(rule.may_pause) if rule.may_pause else "none allowed"
    if rule.may_extend:
        pauses += f"; longer if {rule.may_extend} agree"
    named = [("Rule", f"{rule.id}{since}; {how_known(rule)}"), ("Source", rule.regulation)]
    rows = [
        *(named if not is_own_target(rule) else [("Rule", rule.regulation)]),
        ("Pauses", pauses),
    ]
    if rule.unit is not None and rule.value:
        rows.insert(1, ("Time", amount_words(rule.value, rule.unit)))
    listed = ValueList(label_width=56)
    listed.set_rows(rows)
    return listed
