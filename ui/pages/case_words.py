"""Cases in words and marks, the same on every page that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.cases.case_rules import Phase
from areateam.cases.case_views import Standing
from areateam.cases.rulebook_views import rulebook
from areateam.core.count_words import working_days
from areateam.core.dates import format_date, format_weekday_date
from ui.style.marks import Mark, Shape
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.cases.case_rules import Rulebook
    from areateam.cases.case_views import CaseView, StepView
    from areateam.core.fields import Value
    from ui.desk import Desk

SHAPES = {
    Standing.LATE: Shape.LATE,
    Standing.AT_RISK: Shape.RISK,
    Standing.ON_TRACK: Shape.OK,
    Standing.DONE: Shape.OK,
}
PHASES = {phase.value: phase.value.capitalize() for phase in Phase}
CLOSED_WORDS = "Closed"
AT_HAND = 1
"""Working days left from which a day is marked as at risk in a list of days."""


def desk_book(desk: Desk) -> Rulebook:
    """What cases are reckoned by on the day looked at."""
    return rulebook(desk.connection, desk.catalogue, desk.today)


def group_words(desk: Desk) -> dict[str, str]:
    """The words for the contractor groups, by their keys."""
    return {key: group.label for key, group in desk.catalogue.groups.items()}


def standing_mark(standing: Standing) -> Mark:
    """A standing as a mark: "▲ Late", "✓ On track"."""
    return Mark(SHAPES.get(standing, Shape.NOTHING), standing.value.capitalize())


def standing_of(value: Value) -> Mark:
    """The mark for a stored standing; a closed case has none."""
    return standing_mark(Standing(str(value))) if value else Mark(Shape.NOTHING, CLOSED_WORDS)


def left_words(left: int) -> str:
    """How far off a day is in working days: "2 working days late", "today", "6 … left"."""
    if left < 0:
        return f"{working_days(-left)} late"
    return "today" if left == 0 else f"{working_days(left)} left"


def left_shape(left: int) -> Shape:
    """The mark of a day so far off."""
    return Shape.LATE if left < 0 else Shape.RISK if left <= AT_HAND else Shape.NOTHING


def next_step(view: CaseView) -> StepView | None:
    """The step that is due next: the earliest day that runs and has not been kept."""
    due = [step for step in view.steps if is_due(step)]
    return min(due, key=lambda step: str(step.working), default=None)


def is_due(step: StepView) -> bool:
    """Whether a step has a day by which it must be done."""
    return step.standing in (Standing.LATE, Standing.AT_RISK, Standing.ON_TRACK)


def short_label(label: str) -> str:
    """A step's name in a sentence: its first letter small, but for a name in capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def near_day(day: str, today: str) -> str:
    """A day with its weekday, less the year where it is this one: "Fri 9 Nov"."""
    words = format_weekday_date(day)
    return words.rpartition(" ")[0] if day[:4] == today[:4] else words


def head_spans(view: CaseView, place: str, today: str) -> list[Span]:
    """The sentence under a case's title: what, where, by when, and how far off that is."""
    words = "Applicant" if view.contract is None else view.contract_no or view.contract_name
    number = Span(words, link="" if view.contract is None else "contract")
    spans = [number, Span(f" · {place} · " if place else " · ")]
    if view.closed_on:
        label = outcome_label(view)
        return [*spans, Span(f"closed {format_date(view.closed_on)}, {short_label(label)}")]
    step = next_step(view)
    if step is None or step.working is None or step.left is None:
        words = "its clocks stand still" if view.standing is Standing.PAUSED else "nothing is due"
        return [*spans, Span(words)]
    what = f"{short_label(step.label)} by {near_day(step.working, today)}"
    shape = left_shape(step.left)
    if shape is Shape.NOTHING:
        return [*spans, Span(f"{what}, "), Span(left_words(step.left), strong=True)]
    # What is late must not be cut in a narrow window.
    return [*spans, Span(left_words(step.left), mark=shape, strong=True), Span(f" · {what}")]


def outcome_label(view: CaseView) -> str:
    """The outcome of a closed case in words, with its reason."""
    known = {outcome.key: outcome.label for outcome in view.procedure.outcome}
    label = known.get(view.outcome, view.outcome)
    return f"{label} ({view.outcome_reason})" if view.outcome_reason else label


def stage_label(view: CaseView, key: str) -> str:
    """A stage of the case's procedure in words; "" is that no step is left."""
    known = {stage.key: stage.label for stage in view.procedure.stage}
    return known.get(key, key) if key else "All steps done"
