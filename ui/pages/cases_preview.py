"""The panel beside the case list: the next step, the clocks, and what happened last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from areateam.core.amounts import format_money
from areateam.core.dates import format_date
from ui.pages.case_clocks import clock_lines
from ui.pages.case_words import (
    left_shape,
    left_words,
    near_day,
    next_step,
    outcome_label,
    stage_label,
    standing_mark,
)
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import make_button, make_frame, make_icon_button, make_label
from ui.widgets.preview_frame import lay_out_preview, preview_foot
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.cases.case_timeline_views import TimelineLine
    from areateam.cases.case_views import CaseView

_ASK = "Move to a case in the list to see what is due next."
_LAST = 4


class CasePanel(QWidget):
    """`show_case(view, lines, today)`; `opened(id)` and `contract_opened(id)` ask for a page."""

    opened = Signal(int)
    contract_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = 0
        self._contract: int | None = None
        self._over = SpanLabel(size=SMALL, tone=Tone.QUIET)
        self._name = make_label("", strong=True, wrap=True)
        self._under = SpanLabel(tone=Tone.QUIET, wrap=True)
        self._under.linked.connect(lambda _: self.contract_opened.emit(self._contract))
        self._banner = Banner(Tone.LATE)
        self._values = ValueList(label_width=72)
        self._clocks = QVBoxLayout()
        self._entries = QVBoxLayout()
        self._nothing = SpanLabel(_ASK, tone=Tone.QUIET, wrap=True)
        self._open = make_button("Open", on_click=lambda: self.opened.emit(self._case))
        self._go = make_icon_button(
            "external", "Open this case", on_click=lambda: self.opened.emit(self._case)
        )
        self._titles = [make_label(words, strong=True) for words in ("Clocks", "Last entries")]
        self.setMinimumWidth(200)
        self.setAccessibleName("Preview")
        self._lay_out()
        self.show_case(None, (), "")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._over, 1)
        head.addWidget(self._go)
        content = make_frame("surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(0)
        column.addLayout(head)
        for part, gap in ((self._name, 0), (self._under, 12), (self._banner, 12)):
            column.addWidget(part)
            column.addSpacing(gap)
        column.addWidget(self._values)
        for title, body in zip(self._titles, (self._clocks, self._entries), strict=True):
            body.setSpacing(4)
            column.addSpacing(16)
            column.addWidget(title)
            column.addSpacing(4)
            column.addLayout(body)
        column.addWidget(self._nothing)
        column.addStretch(1)
        lay_out_preview(self, content, preview_foot(self._open))

    def show_case(self, view: CaseView | None, lines: Sequence[TimelineLine], today: str) -> None:
        """Show a case with the last lines of its timeline, or in words that none is current."""
        shown = view is not None
        parts = (self._over, self._name, self._under, self._values, self._open, self._go)
        for part in parts:
            part.setVisible(shown)
        self._nothing.setVisible(not shown)
        self._banner.hide()
        _empty(self._clocks)
        _empty(self._entries)
        for title in self._titles:
            title.hide()
        if view is None:
            return
        self._case, self._contract = view.id, view.contract
        self._over.set_spans(f"{view.ref} · {view.procedure.label}")
        self._name.setText(view.title)
        where = " · ".join(part for part in (view.contract_no, view.pct) if part)
        link = "contract" if view.contract is not None else ""
        spans = [Span(view.contract_name, link=link), Span(f" · {where}" if where else "")]
        self._under.set_spans(spans)
        self._values.set_rows(_rows(view, today))
        self._show_banner(view)
        for spans in clock_lines(view):
            self._titles[0].show()
            self._clocks.addWidget(SpanLabel(spans, wrap=True))
        for line in lines[:_LAST]:
            self._titles[1].show()
            day = near_day(line.at[:10], today)
            spans = [Span(f"{day}  ", tone=Tone.QUIET), Span(line.text)]
            self._entries.addWidget(SpanLabel(spans, wrap=True))

    def _show_banner(self, view: CaseView) -> None:
        step = next_step(view)
        if step is None or step.left is None or step.left >= 0:
            return
        self._banner.set_lines(
            [
                [Span(left_words(step.left).capitalize(), mark=Shape.LATE, strong=True)],
                [Span(step.label)],
            ]
        )
        self._banner.show()


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _rows(view: CaseView, today: str) -> list[tuple[str, Sequence[Span] | str]]:
    """Labels and values of the panel, what is due first."""
    rows: list[tuple[str, Sequence[Span] | str]] = []
    mark = standing_mark(view.standing)
    strong = mark.shape in (Shape.LATE, Shape.RISK)
    rows.append(("Standing", [Span(mark.word, mark=mark.shape, strong=strong)]))
    if view.closed_on:
        rows.append(("Closed", format_date(view.closed_on)))
        rows.append(("Outcome", outcome_label(view)))
    step = next_step(view)
    if step is not None and step.working and step.left is not None:
        rows.append(("Next step", step.label))
        shape = left_shape(step.left)
        left = Span(left_words(step.left), mark=shape if shape is not Shape.NOTHING else None)
        rows.append(("By", [Span(near_day(step.working, today)), Span(" · "), left]))
    rows.append(("Stage", stage_label(view, view.stage)))
    rows.append(("Received", format_date(view.received_on)))
    rows.append(("Manager", view.manager or [Span("nobody", tone=Tone.QUIET)]))
    rows.append(("Risk", view.risk.capitalize()))
    if view.value_pence is not None:
        rows.append(("Value", format_money(view.value_pence)))
    return rows
