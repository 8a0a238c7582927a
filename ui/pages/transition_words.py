"""Hand-overs in words and marks, the same on every page that shows them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from areateam.contracts.contract_facet_views import short_body_name
from areateam.core.count_words import counted, working_days
from areateam.core.dates import format_date
from areateam.core.working_days import working_days_between
from areateam.transition.readiness_rules import Light, TaskStage
from ui.style.marks import Mark, Shape, Tone
from ui.widgets.segments import Segments
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.cases.case_rules import Rulebook
    from areateam.transition.readiness_views import Readiness
    from areateam.transition.transition_views import TaskView
    from ui.desk import Desk

SHAPES = {
    Light.LATE: Shape.LATE,
    Light.AT_RISK: Shape.RISK,
    Light.ON_TRACK: Shape.OK,
    Light.DONE: Shape.OK,
    Light.NOT_DUE: Shape.NOTHING,
}
STAGES = {
    TaskStage.NOT_BEGUN: "Not begun",
    TaskStage.UNDER_WAY: "Sender at work",
    TaskStage.SENT: "In transfer",
    TaskStage.QUERIED: "Queried",
    TaskStage.DONE: "Accepted",
}
TABS = (
    ("readiness", "Readiness"),
    ("board", "Board"),
    ("plan", "Plan"),
    ("progress", "Progress"),
    ("list", "List"),
    ("stocktake", "Stocktake"),
)
PAGES = {"list": "transition-list", "stocktake": "stocktake"}
"""The tabs that are pages of their own."""


def light_mark(light: Light) -> Mark:
    """A light as a mark: "▲ late"."""
    return Mark(SHAPES[light], light.value)


def place_words(place: str, name: str) -> str:
    """A place as people say it: "5N8 Nottinghamshire County"."""
    return f"{place} {short_body_name(name)}"


def left_words(task: TaskView, book: Rulebook) -> str:
    """How far off a task's day is: "1 day late", "40 days left", in working days."""
    if task.light is Light.DONE:
        return f"accepted {format_date(task.facts.done_on or '')}"
    days = working_days_between(book.today, task.due, book.calendar.holidays)
    if task.due < book.today:
        late = -days if days else 1
        return f"{late} day{'' if late == 1 else 's'} late"
    return f"{days} day{'' if days == 1 else 's'} left"


def readiness_spans(ready: Readiness, last: date, left: int) -> list[Span]:
    """The sentence of the page: how long there is, and how the tasks stand."""
    total = ready.total
    spans = [
        Span(working_days(left), strong=True),
        Span(f" to {format_date(last.isoformat())}.", Tone.QUIET),
        Span(f" {total.accepted:,} of {counted(total.tasks, 'task')} accepted", Tone.QUIET),
    ]
    for count, light in ((total.late, Light.LATE), (total.at_risk, Light.AT_RISK)):
        if count:
            spans += [
                Span(", ", Tone.QUIET),
                Span(f"{count:,} {light}", mark=SHAPES[light], strong=True),
            ]
    return [*spans, Span(".", Tone.QUIET)]


def transition_tabs(desk: Desk, current: str) -> Segments:
    """The choice between the views of a hand-over; those that are pages of their own are opened."""
    tabs = Segments(TABS, name="How it is shown")
    tabs.choose(current)

    def go(key: str) -> None:
        if key != current:
            tabs.choose(current)
            if key in PAGES:
                desk.open(PAGES[key])
            else:
                desk.open("transition", shape=key)

    if current in PAGES:
        tabs.chosen.connect(go)
    return tabs
