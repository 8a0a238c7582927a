"""Beside the team: one person with what they look after, when they are away, and the ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.core.dates import format_date
from ui.pages.team_words import away_words, days_words, patch_words
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import make_button, make_frame, make_label
from ui.widgets.preview_frame import lay_out_preview, preview_foot
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from areateam.duties.team_views import MemberLine

_NOTHING = "Move to a person in the list to see what they look after."


class TeamPanel(QWidget):
    """`show_member(line, …)` or `show_nothing()`; `linked(link)` for "change 3", "end 3", "back 2".

    The buttons are `give`, `leave` and `desk`.
    """

    linked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Who answers")
        self.setMinimumWidth(248)
        self.give = make_button("Give…", writes=True)
        self.give.setToolTip("Give this person a function, a group or a PCT to look after")
        self.leave = make_button("Leave…", writes=True)
        self.leave.setToolTip("Enter days on which this person is away, and who covers")
        self.desk = make_button("Desk…", writes=True)
        self.desk.setToolTip("Pack what this person has for whoever takes it over")
        self._name = make_label("", strong=True, wrap=True)
        self._facts = SpanLabel(size=SMALL, tone=Tone.QUIET, wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        content = make_frame("surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addWidget(self._name)
        column.addWidget(self._facts)
        column.addSpacing(8)
        column.addLayout(self._lines)
        column.addStretch(1)
        lay_out_preview(self, content, preview_foot(self.give, self.leave, self.desk))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say how to see somebody."""
        self._name.setText("")
        self._facts.set_spans(_NOTHING)
        self._empty()
        for button in (self.give, self.leave, self.desk):
            button.setEnabled(False)

    def show_member(
        self,
        line: MemberLine,
        groups: Mapping[str, str],
        pcts: Mapping[str, str],
        *,
        writable: bool,
    ) -> None:
        """Show a person; without `writable` nothing can be changed."""
        person = line.person
        self._name.setText(person.name)
        last = person.here.last
        until = (
            f"{'left' if line.gone else 'until'} {format_date(last.isoformat())}" if last else ""
        )
        facts = " · ".join(part for part in (person.job, person.phone, person.email, until) if part)
        self._facts.set_spans(facts)
        self._facts.setVisible(bool(facts))
        self._empty()
        self._head("Looks after")
        for each in line.portfolios:
            words = patch_words(each, groups, pcts)
            self._entry(words, days_words(each.held.held),
                        [("Change…", f"change {each.id}"), ("End…", f"end {each.id}")]
                        if writable else [])  # fmt: skip
        if not line.portfolios:
            self._entry("Nothing", "New work comes only with the contracts managed.", [])
        self._head("Away")
        for absence in line.absences:
            back = [("Take back…", f"back {absence.id}")] if writable else []
            self._entry(away_words(absence), absence.reason, back, uncovered=not absence.cover)
        if not line.absences:
            self._entry("No leave is entered", "", [])
        self._head("With them now")
        work = ((line.contracts, "contract", "contracts"), (line.cases, "open case", "open cases"),
                (line.tasks, "task", "tasks"))  # fmt: skip
        words = ", ".join(f"{n:,} {one if n == 1 else many}" for n, one, many in work if n)
        self._entry(words or "Nothing", "", [])
        self.give.setEnabled(writable and not line.gone)
        self.leave.setEnabled(writable and not line.gone)
        self.desk.setEnabled(writable)

    def _empty(self) -> None:
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _head(self, words: str) -> None:
        if self._lines.count():
            line = make_frame("soft-line")
            self._lines.addWidget(line)
        self._lines.addWidget(make_label(words, tone="text_2"))

    def _entry(
        self,
        words: str,
        quiet: str,
        links: Sequence[tuple[str, str]],
        *,
        uncovered: bool = False,
    ) -> None:
        spans = [Span(words, mark=Shape.RISK if uncovered else None)]
        if quiet:
            spans.append(Span(f"  {quiet}", tone=Tone.QUIET))
        for text, link in links:
            spans += [Span("  "), Span(text, link=link)]
        label = SpanLabel(spans, wrap=True)
        label.setAccessibleName(f"{words} {quiet}".strip())
        label.linked.connect(self.linked)
        self._lines.addWidget(label)
