"""The right of appeal that the end of a case gave: until when, why, and what came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.cases.appeal_actions import receive_appeal
from areateam.cases.appeal_views import answering, appeal_of_case
from areateam.cases.case_views import days_left
from areateam.cases.clock_words import explain
from areateam.core.count_words import working_days
from areateam.core.dates import format_date
from areateam.owners import owner_beside
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.pages.case_fields import day_field, day_of, text_field
from ui.pages.case_words import desk_book, near_day
from ui.style.marks import Shape, Tone
from ui.widgets.banner import Banner
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.cases.appeal_views import AppealView
    from areateam.cases.case_views import CaseView
    from ui.pages.case_doings import CaseDoings

_GAP = Span("    ")
_SOON = 5


class AppealBar(Banner):
    """Hidden while the case gave no right of appeal; its links open the reason and the panel."""

    def __init__(self, doings: CaseDoings) -> None:
        super().__init__(Tone.ACCENT)
        self._doings = doings
        self.appeal: AppealView | None = None
        self.linked.connect(self._follow)
        self.setAccessibleName("Right of appeal")
        self.hide()

    def show_case(self, view: CaseView) -> None:
        """Show the right of appeal of a case, and what can be done about it."""
        desk = self._doings.desk
        book = desk_book(desk)
        appeal = self.appeal = appeal_of_case(desk.connection, book, view.id)
        self.setVisible(appeal is not None)
        if appeal is None:
            return
        today = desk.today.isoformat()
        runs = appeal.legal is not None and appeal.runs_on(desk.today)
        soon = runs and self._days_left(appeal) <= _SOON
        self.set_tone(Tone.RISK if soon else Tone.ACCENT)
        links = [Span("Why", link="why")] if appeal.clock is not None else []
        if appeal.answered_by:
            links = [Span(f"Open {appeal.answered_ref}", link="case")]
        elif self.why_not(view):
            links += [_GAP, Span(self.why_not(view), tone=Tone.QUIET)]
        else:
            links += [_GAP, Span("Appeal received…", link="received")]
        self.set_lines([appeal_spans(appeal, today, self._days_left(appeal))], links)

    def why_not(self, view: CaseView) -> str:
        """Why no appeal can be entered now; "" where it can."""
        desk, appeal = self._doings.desk, self.appeal
        if appeal is None:
            return "This case gave no right of appeal."
        if not desk.writable:
            return "Nothing can be changed here now."
        spec = view.procedure.outcome_of(appeal.outcome)
        if answering(desk.catalogue.procedures, spec, appeal.group) is None:
            return "Enter an appeal on the timeline."
        return ""

    def _days_left(self, appeal: AppealView) -> int:
        return days_left(desk_book(self._doings.desk), appeal.legal) if appeal.legal else 0

    def _follow(self, link: str) -> None:
        appeal = self.appeal
        if appeal is None:
            return
        if link == "case":
            self._doings.desk.open("case", id=appeal.answered_by)
        elif link == "why":
            self.open_why()
        elif link == "received":
            self.open_received()

    def open_why(self) -> Popover | None:
        """Where the last day comes from."""
        appeal = self.appeal
        if appeal is None or appeal.clock is None:
            return None
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        day = near_day(str(appeal.legal), "")
        column.addWidget(SpanLabel([Span(f"Why {day}?", strong=True)]))
        column.addWidget(SpanLabel(explain(appeal.clock), wrap=True))
        popover = Popover(self.window(), content, name=f"Why {day}")
        popover.open_at(self)
        return popover

    def open_received(self) -> None:
        """Ask when an appeal came and on what grounds; the case that answers it is opened."""
        appeal = self.appeal
        if appeal is None:
            return
        lines = [
            AskLine(day_field("received", "Received"), self._doings.desk.today.isoformat()),
            AskLine(text_field("grounds", "Grounds")),
        ]
        words = f"A case that answers the appeal to {appeal.to_whom} is opened and tied to this."
        self._doings.ask(
            AskPanel("Appeal received", "Open case", lines, words=words),
            self,
            "appeal received",
            lambda write, book, case, said: receive_appeal(
                write,
                book,
                case,
                day_of(said["received"]),
                str(said["grounds"] or ""),
                owner=owner_beside,
            ),
        )


def appeal_spans(appeal: AppealView, today: str, left: int) -> list[Span]:
    """The right of appeal in words: who hears it, the last day, and how far off that is."""
    if appeal.received_on:
        return [Span(f"Appeal to {appeal.to_whom} received {format_date(appeal.received_on)}.")]
    if appeal.legal is None:
        words = f"An appeal goes to {appeal.to_whom}. No rule that we know sets the time for it."
        return [Span(words)]
    day = near_day(appeal.legal, today)
    practice = ""
    if appeal.working and appeal.working != appeal.legal:
        practice = f", the last working day is {near_day(appeal.working, today)}"
    if appeal.legal < today:
        return [Span(f"The time to appeal to {appeal.to_whom} ended {day}; nothing was entered.")]
    shape = Shape.RISK if left <= _SOON else None
    how_far = "today" if left == 0 and appeal.legal == today else f"{working_days(left)} left"
    return [
        Span(f"An appeal to {appeal.to_whom} can come until {day}{practice} · "),
        Span(how_far, mark=shape, strong=True),
    ]
