"""What can be supposed of a case: the day of receipt, its days, replies, and pauses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from areateam.cases.case_day_views import Supposed
from areateam.cases.case_views import Standing
from areateam.core.copies import replaced
from areateam.core.fields import Field, Kind
from ui.dialogs.ask_panel import AskLine
from ui.forms.value_editors import read_text

if TYPE_CHECKING:
    from areateam.cases.case_views import CaseView, StepView
    from areateam.cases.clock_rules import Pause
    from ui.dialogs.ask_panel import AskPanel

_DONE, _PAUSE = "done:", "pause:"
_MOST = 3


def suppose_lines(view: CaseView) -> list[AskLine]:
    """A line for each day that others hang on, with what stands now."""
    received = Field("received", "Received", Kind.DATE, required=True)
    lines = [AskLine(received, view.received_on)]
    lines += [
        AskLine(Field(spec.key, spec.label, Kind.DATE), view.dates.get(spec.key))
        for spec in view.procedure.date
    ]
    starts = {spec.start for spec in view.procedure.step}
    waiting = [s for s in view.steps if s.key in starts and s.standing is not Standing.DONE]
    for step in [s for s in waiting if s.standing is not Standing.SKIPPED][:_MOST]:
        lines.append(AskLine(Field(f"{_DONE}{step.key}", _short(step, "done"), Kind.DATE)))
    for step in _paused(view):
        last = step.pauses[-1].last
        label = _short(step, "paused to")
        value = last.isoformat() if last else None
        lines.append(AskLine(Field(f"{_PAUSE}{step.key}", label, Kind.DATE), value))
    return lines


def _short(step: StepView, what: str) -> str:
    words = step.label.split()
    return f"{' '.join(words[:2])}{'…' if len(words) > 2 else ''}, {what}"


def _paused(view: CaseView) -> list[StepView]:
    over = (Standing.DONE, Standing.SKIPPED)
    return [step for step in view.steps if step.pauses and step.standing not in over]


def supposed_of(view: CaseView, panel: AskPanel) -> Supposed:
    """What the panel supposes that is other than what stands."""
    days = {key: _day(panel, key) for key in panel.editors}
    received = days.get("received")
    dates = {
        spec.key: day
        for spec in view.procedure.date
        if (day := days.get(spec.key)) and day != view.dates.get(spec.key)
    }
    done = {
        key.removeprefix(_DONE): day for key, day in days.items() if key.startswith(_DONE) and day
    }
    pauses = {}
    for step in _paused(view):
        moved = _last_moved(step, days.get(f"{_PAUSE}{step.key}"))
        if moved != step.pauses:
            pauses[step.key] = moved
    other = received is not None and received != view.received_on
    return Supposed(
        received=date.fromisoformat(received) if other and received else None,
        dates=dates,
        done=done,
        pauses=pauses,
    )


def _last_moved(step: StepView, last: str | None) -> tuple[Pause, ...]:
    return (
        *step.pauses[:-1],
        replaced(step.pauses[-1], last=date.fromisoformat(last) if last else None),
    )


def _day(panel: AskPanel, key: str) -> str | None:
    value = read_text(Field(key, key, Kind.DATE), panel.text_of(key))
    return value if isinstance(value, str) else None
